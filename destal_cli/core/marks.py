"""The persons of a timeline, each with two letters that mark what is about them; `core.timeline` uses it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase, digits

from destal_cli.core.facts import Deck, Entity, Fact
from destal_cli.core.text import fold, one_line

_NUMERALS, _ADDED = frozenset("IVXL"), frozenset(("jr", "sr"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom shown facts name. `rank` 0 has the most facts; `mark` is two cells wide and nobody else's."""

    name: str
    mark: str
    rank: int


def persons_of(items: Iterable[tuple[Deck, Fact]]) -> dict[tuple[str, str], Person]:
    """Everybody by (deck id, entity id); one name in two decks is one person, two in one deck are two."""
    who: dict[tuple[str, str], tuple[str, int]] = {}
    first: dict[tuple[str, int], Entity] = {}
    bearers: Counter[tuple[str, str]] = Counter()
    facts: Counter[tuple[str, int]] = Counter()
    for deck, fact in items:
        for entity in deck.people(fact):
            key = (deck.id, entity.id)
            if key not in who:
                name = fold(entity.name)
                who[key] = (name, bearers[deck.id, name])
                bearers[deck.id, name] += 1
            first.setdefault(who[key], entity)
            facts[who[key]] += 1
    ranked = [identity for identity, _ in facts.most_common()]
    marks = marks_for([first[identity] for identity in ranked])
    people = {
        identity: Person(one_line(first[identity].name), mark, rank)
        for rank, (identity, mark) in enumerate(zip(ranked, marks, strict=True))
    }
    return {key: people[identity] for key, identity in who.items()}


def marks_for(entities: Iterable[Entity]) -> list[str]:
    """For each person two letters of its own, the surname's first where they are free; a wide letter stands alone."""
    taken: set[str] = set()
    spare = ("".join(signs) for size in (2, 3, 4) for signs in product(ascii_uppercase + digits, repeat=size))
    marks = []
    for entity in entities:
        mark = next((mark for mark in _candidates(entity) if mark not in taken), "")
        mark = mark or next(mark for mark in spare if mark not in taken)
        taken.add(mark)
        marks.append(mark)
    return marks


def _candidates(entity: Entity) -> Iterator[str]:
    surname = _surname(entity)
    letters = _letters(surname)
    rest = _letters(" ".join(word for word in entity.name.split() if word != surname))
    wide = [letter for letter in letters + rest if unicodedata.east_asian_width(letter) in "WF"]
    if wide or not letters:
        yield from wide
        return
    yield from (letters[:2],) if len(letters) > 1 else ()
    yield from (first + letters[0] for first in rest[:1])
    yield from (letters[0] + second for second in letters[2:] + rest + digits[2:])
    yield from (first + second for first in rest + letters[1:] for second in letters + rest)


def _surname(entity: Entity) -> str:
    """The word of the name that is an alias by itself (Mao), else the last (Stalin); Peter of Peter the Great."""
    words = entity.name.split()
    called = [word for word in words if word in entity.aliases]
    if len(called) == 1:
        return called[0]
    plain = [word for word in words if not _is_added(word.strip(".,"))] or words or [""]
    return plain[0 if {"the", "of"} & set(words) else -1]


def _is_added(word: str) -> bool:
    return set(word) <= _NUMERALS or word.casefold() in _ADDED


def _letters(text: str) -> str:
    upper = (char.upper() for char in unicodedata.normalize("NFC", text) if char.isalnum())
    return "".join(char for char in upper if len(char) == 1)
