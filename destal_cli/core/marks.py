"""The persons of a timeline, each with two letters that mark what is about them; `core.timeline` uses it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase, digits

from destal_cli.core.facts import Deck, Entity, Fact
from destal_cli.core.text import fold, one_line


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom shown facts name. `rank` 0 has the most facts; `mark` is two cells wide and nobody else's."""

    name: str
    mark: str
    rank: int


def persons_of(items: Iterable[tuple[Deck, Fact]]) -> dict[tuple[str, str], Person]:
    """Everybody by (deck id, entity id); one name in two decks is one person, two in one deck are two."""
    entities: dict[tuple[str, str], Entity] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for deck, fact in items:
        for entity in deck.people(fact):
            entities[deck.id, entity.id] = entity
            counts[deck.id, entity.id] += 1
    who = _same_people(entities)
    total: Counter[tuple[str, int]] = Counter()
    for key, count in counts.items():
        total[who[key]] += count
    names = {who[key]: one_line(entity.name) for key, entity in reversed(entities.items())}
    ranked = [identity for identity, _ in total.most_common()]
    marks = marks_for([names[identity] for identity in ranked])
    people = {identity: Person(names[identity], marks[rank], rank) for rank, identity in enumerate(ranked)}
    return {key: people[who[key]] for key in entities}


def _same_people(entities: dict[tuple[str, str], Entity]) -> dict[tuple[str, str], tuple[str, int]]:
    """Who each is: the folded name, and which of the deck's bearers of that name."""
    bearers: Counter[tuple[str, str]] = Counter()
    who = {}
    for (deck, key), entity in entities.items():
        name = fold(entity.name)
        who[deck, key] = (name, bearers[deck, name])
        bearers[deck, name] += 1
    return who


def marks_for(names: Sequence[str]) -> list[str]:
    """For each name two letters of its own, the surname's first where they are free; a wide letter stands alone."""
    taken: set[str] = set()
    spare = ("".join(signs) for size in (2, 3, 4) for signs in product(ascii_uppercase + digits, repeat=size))
    marks = []
    for name in names:
        mark = next((mark for mark in _mark_candidates(name) if mark not in taken), "")
        mark = mark or next(mark for mark in spare if mark not in taken)
        taken.add(mark)
        marks.append(mark)
    return marks


def _mark_candidates(name: str) -> Iterator[str]:
    surname, others = _surname(name)
    letters, rest = _letters(surname), _letters(others)
    wide = [letter for letter in letters + rest if unicodedata.east_asian_width(letter) in "WF"]
    if wide or not letters:
        yield from wide
        return
    yield from (letters[:2],) if len(letters) > 1 else ()
    yield from (first + letters[0] for first in rest[:1])
    yield from (letters[0] + second for second in letters[2:] + rest + "23456789")
    yield from (first + second for first in rest + letters[1:] for second in letters + rest)


def _surname(name: str) -> tuple[str, str]:
    """The word that a person is called by, and the other words: `Peter the Great` and `Nicholas II` by the first."""
    words = [word for word in name.split() if not set(word.strip(".,")) <= set("IVXLC")] or name.split()
    if len(words) < 2 or {"the", "of"} & set(words):
        return (words[0] if words else ""), " ".join(words[1:])
    if words[-1].strip(".").casefold() in ("jr", "sr") and len(words) > 2:
        words = words[:-1]
    return words[-1], " ".join(words[:-1])


def _letters(text: str) -> str:
    upper = (char.upper() for char in unicodedata.normalize("NFC", text) if char.isalnum())
    return "".join(char for char in upper if len(char) == 1)
