"""The persons of a timeline, each with two letters that mark what is about them; `core.timeline` uses it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain, filterfalse, product
from string import ascii_uppercase, digits
from typing import TypeVar

from destal_cli.core.facts import Entity
from destal_cli.core.text import fold, one_line
from destal_cli.core.values import dataclass

Key = TypeVar("Key", bound=Hashable)
_NUMERALS, _ADDED = frozenset("IVXL"), frozenset(("jr", "sr"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom shown facts name. `rank` 0 has the most facts; `mark` is two cells wide and nobody else's."""

    name: str
    mark: str
    rank: int


def persons_of(named: Iterable[Key], known: Mapping[Key, tuple[str, Entity]]) -> dict[Key, Person]:
    """The person behind each key; one name in two decks is one person, two in one deck are two.

    `named` has a key for each time that a fact names somebody, in the order of the facts; `known` the deck's id and the
    entity of each.
    """
    who: dict[Key, tuple[str, int]] = {}
    first: dict[tuple[str, int], Entity] = {}
    bearers: Counter[tuple[str, str]] = Counter()
    facts: Counter[tuple[str, int]] = Counter()
    for key, times in Counter(named).items():
        deck, entity = known[key]
        name = fold(entity.name)
        who[key] = (name, bearers[deck, name])
        bearers[deck, name] += 1
        first.setdefault(who[key], entity)
        facts[who[key]] += times
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
        mark = next(filterfalse(taken.__contains__, chain(_candidates(entity), spare)))
        taken.add(mark)
        marks.append(mark)
    return marks


def _candidates(entity: Entity) -> Iterator[str]:
    surname = _surname(entity)
    letters = _letters(surname)
    rest = _letters(" ".join(word for word in entity.name.split() if word != surname))
    both = letters + rest
    wide = [] if both.isascii() else [letter for letter in both if unicodedata.east_asian_width(letter) in "WF"]
    if wide or not letters:
        return iter(wide)
    near = (*([letters[:2]] if len(letters) > 1 else ()), *(first + letters[0] for first in rest[:1]))
    of_surname = (letters[0] + second for second in letters[2:] + rest + digits[2:])
    any_two = map("".join, product(dict.fromkeys(rest + letters[1:]), dict.fromkeys(both)))
    return chain(near, of_surname, any_two)


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
    if text.isascii():
        return "".join(filter(str.isalnum, text)).upper()
    upper = (char.upper() for char in unicodedata.normalize("NFC", text) if char.isalnum())
    return "".join(char for char in upper if len(char) == 1)
