"""How well cards are held now, by whatever they have in common: person, topic, kind, period. `statistics` asks.

Recall is a mean of retrievabilities, over the cards that have a memory. SQLite adds up what goes into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from destal_cli.core.facts import Entity
from destal_cli.core.text import fold
from destal_cli.core.values import dataclass

MOST_PERIODS = 12  # that one list has: with more, years become decades, and decades centuries
_DIGITS = 9  # of a mean: groups of the same cards have the same, in whatever order these were added up
_Key = TypeVar("_Key")


class Sum(NamedTuple):
    """Cards, those of them that were seen, and the retrievabilities of these, added up."""

    cards: int = 0
    seen: int = 0
    recall: float = 0.0

    def held(self, name: str) -> Held:
        """How well the cards are held together, under a name."""
        return Held(name, round(self.recall / self.seen, _DIGITS) if self.seen else None, self.seen, self.cards)


def added(sums: Iterable[Sum]) -> Sum:
    """Several sums in one."""
    return Sum(*map(sum, zip(*sums, strict=True)))


@dataclass(frozen=True, slots=True)
class Held:
    """How well the cards of a group are held: mean retrievability of those seen (None: none), and counts."""

    name: str
    recall: float | None
    seen: int
    cards: int


def weakest_first(groups: Iterable[tuple[str, Sum]]) -> tuple[Held, ...]:
    """In order of recall, those of which nothing was seen last; sums of one name are one group."""
    found: dict[str, list[Sum]] = {}
    for name, total in groups:
        found.setdefault(name, []).append(total)
    held = [added(sums).held(name) for name, sums in found.items()]
    return tuple(sorted(held, key=lambda h: (h.recall is None, h.recall, h.name)))


def by_period(years: Mapping[int, Sum]) -> tuple[Held, ...]:
    """By the year in which facts begin, in order of time: by decade or century where there would be too many."""
    for length in (1, 10, 100):
        starts = sorted({year // length for year in years})
        if len(starts) <= MOST_PERIODS or length == 100:
            break
    parts = {start: [total for year, total in years.items() if year // length == start] for start in starts}
    return tuple(added(sums).held(_period(start, length)) for start, sums in parts.items())


def _period(start: int, length: int) -> str:
    """`1956`, `1950s`, `1900-1999`, `44 BC`."""
    first, last = start * length, start * length + length - 1
    if length == 1:
        return _named(first)
    return f"{first}s" if length == 10 and first > 0 else f"{_named(first)}-{_named(last)}"


def _named(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def known_as(people: Iterable[tuple[_Key, Entity]]) -> dict[_Key, str]:
    """The name that each person goes by. Two are one if the name of one is a name of the other."""
    everyone = [(key, _Person(person.name, fold(person.name), {*map(fold, person.names)})) for key, person in people]
    by_name: dict[str, list[_Person]] = {}
    for _, person in everyone:
        for name in person.names:
            by_name.setdefault(name, []).append(person)
    return {key: _known_as(person, by_name[person.folded]) for key, person in everyone}


class _Person(NamedTuple):
    name: str
    folded: str
    names: set[str]


def _known_as(person: _Person, namesakes: Sequence[_Person]) -> str:
    """The name of the first who has the names of all namesakes, as one person has; else the person's own."""
    names = {other.folded for other in namesakes}
    return next((other.name for other in namesakes if names <= other.names), person.name)
