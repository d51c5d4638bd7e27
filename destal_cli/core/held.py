"""How well cards are held now, by whatever they have in common: person, topic, kind, period. `statistics` asks.

Recall is a mean of retrievabilities, over the cards that have a memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from destal_cli.core.cards import Card
from destal_cli.core.facts import Deck, Entity, EntityKind
from destal_cli.core.text import fold
from destal_cli.core.values import dataclass

MOST_PERIODS = 12  # that one list has: with more, years become decades, and decades centuries

Recalls = Mapping[str, float]  # retrievability by card, of those that have a memory


@dataclass(frozen=True, slots=True)
class Held:
    """How well the cards of a group are held: mean retrievability of those seen (None: none), and counts."""

    name: str
    recall: float | None
    seen: int
    cards: int


def mean(values: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return fsum(values) / len(values) if values else None


def held(name: str, cards: Iterable[str], recalls: Recalls) -> Held:
    """How well some cards are held together."""
    ids = list(cards)
    known = [recalls[card] for card in ids if card in recalls]
    return Held(name, mean(known), len(known), len(ids))


def weakest_first(groups: Iterable[Held]) -> tuple[Held, ...]:
    """In order of recall, those of which nothing was seen last."""
    return tuple(sorted(groups, key=lambda h: (h.recall is None, h.recall, h.name)))


def by_person(cards: Iterable[Card], decks: Iterable[Deck], recalls: Recalls) -> tuple[Held, ...]:
    """By the persons that facts name, the weakest first; one person in several decks is one."""
    named = _people(decks)
    pairs = ((person, card) for card in cards for person in {named.get((card.deck, i)) for i in card.fact.named})
    return weakest_first(_grouped(((person, card) for person, card in pairs if person), recalls))


def by_kind(cards: Iterable[Card], recalls: Recalls) -> tuple[Held, ...]:
    """By the kind of fact, the weakest first."""
    return weakest_first(_grouped(((card.fact.kind.value, card) for card in cards), recalls))


def by_topic(cards: Iterable[Card], recalls: Recalls) -> tuple[Held, ...]:
    """By the tags of facts, the weakest first; a card counts for each tag of its fact."""
    return weakest_first(_grouped(((tag, card) for card in cards for tag in set(card.fact.tags)), recalls))


def by_period(cards: Iterable[Card], recalls: Recalls) -> tuple[Held, ...]:
    """By the year in which facts begin, in order of time: by decade or century where there would be too many."""
    dated = [(year, card) for card in cards if (year := year_of(card)) is not None]
    for length in (1, 10, 100):
        starts = sorted({year // length for year, _ in dated})
        if len(starts) <= MOST_PERIODS or length == 100:
            break
    groups = {h.name: h for h in _grouped(((_period(year // length, length), card) for year, card in dated), recalls)}
    return tuple(groups[_period(start, length)] for start in starts)


def year_of(card: Card) -> int | None:
    """The year in which a card's fact begins, or else ends; None for an undated one."""
    when = card.fact.when
    return None if when is None else when.last_year if when.first_year is None else when.first_year


def _period(start: int, length: int) -> str:
    """`1956`, `1950s`, `1900-1999`, `44 BC`."""
    first, last = start * length, start * length + length - 1
    if length == 1:
        return _named(first)
    return f"{first}s" if length == 10 and first > 0 else f"{_named(first)}-{_named(last)}"


def _named(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def _grouped(pairs: Iterable[tuple[str, Card]], recalls: Recalls) -> list[Held]:
    counts: Counter[str] = Counter()
    known: dict[str, list[float]] = {}
    for name, card in pairs:
        counts[name] += 1
        if card.id in recalls:
            known.setdefault(name, []).append(recalls[card.id])
    return [Held(name, mean(known.get(name, ())), len(known.get(name, ())), count) for name, count in counts.items()]


def _people(decks: Iterable[Deck]) -> dict[tuple[str, str], str]:
    """The name that each person (deck id, entity id) goes by. Two are one if the name of one is a name of the other."""
    everyone = [(deck.id, e) for deck in decks for e in deck.entities.values() if e.kind is EntityKind.PERSON]
    by_name: dict[str, list[Entity]] = {}
    for _, person in everyone:
        for name in {fold(name) for name in person.names}:
            by_name.setdefault(name, []).append(person)
    return {(deck, person.id): _known_as(person, by_name[fold(person.name)]) for deck, person in everyone}


def _known_as(person: Entity, namesakes: Sequence[Entity]) -> str:
    """The name of the first who has the names of all namesakes, as one person has; else the person's own."""
    names = {fold(other.name) for other in namesakes}
    same = (other.name for other in namesakes if names <= {fold(name) for name in other.names})
    return next(same, person.name)
