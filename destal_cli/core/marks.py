"""The persons of a timeline, each with two letters that mark what is about them; `core.timeline` uses it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, filterfalse, product
from string import ascii_uppercase, digits
from typing import TypeVar

from destal_cli.core.facts import Entity
from destal_cli.core.text import fold, one_line
from destal_cli.core.values import dataclass

Key = TypeVar("Key", bound=Hashable)
_Sign = tuple[str, str]  # what a person is known again by: an alias or an id
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
    counts = Counter(named)
    who = _identities(counts, known)
    first: dict[tuple[str, int], Entity] = {}
    facts: Counter[tuple[str, int]] = Counter()
    for key, times in counts.items():
        first.setdefault(who[key], known[key][1])
        facts[who[key]] += times
    ranked = [identity for identity, _ in facts.most_common()]
    marks = marks_for([first[identity] for identity in ranked])
    people = {
        identity: Person(one_line(first[identity].name), mark, rank)
        for rank, (identity, mark) in enumerate(zip(ranked, marks, strict=True))
    }
    return {key: people[identity] for key, identity in who.items()}


def _identities(keys: Iterable[Key], known: Mapping[Key, tuple[str, Entity]]) -> dict[Key, tuple[str, int]]:
    """Who is behind each key: a folded name, and a number among those who bear it."""
    bearers: dict[str, dict[str, dict[Key, Entity]]] = {}
    for key in keys:
        deck, entity = known[key]
        bearers.setdefault(fold(entity.name), {}).setdefault(deck, {})[key] = entity
    numbered = ((name, _numbered(list(decks.values()))) for name, decks in bearers.items())
    return {key: (name, number) for name, pairs in numbered for key, number in pairs}


def _numbered(decks: Sequence[Mapping[Key, Entity]]) -> Iterator[tuple[Key, int]]:
    """The bearers of one name in each deck, with the numbers of those in earlier decks: whoever has an alias or the id
    of one of them gets the number of that one, and the rest get the others in their order.
    """
    if len(decks) == 1 or max(map(len, decks)) == 1:
        return ((key, number) for namesakes in decks for number, key in enumerate(namesakes))
    bearers: dict[_Sign, set[int]] = {}
    numbers: dict[Key, int] = {}
    for namesakes in decks:
        found: dict[Key, int] = {}
        for signs in (_aliases, _ids):
            _recognise(found, {key: signs(entity) for key, entity in namesakes.items()}, bearers)
        spare = filterfalse(set(found.values()).__contains__, count())
        found.update({key: next(spare) for key in namesakes if key not in found})
        for key, entity in namesakes.items():
            for sign in _aliases(entity) | _ids(entity):
                bearers.setdefault(sign, set()).add(found[key])
        numbers |= found
    return iter(numbers.items())


def _recognise(found: dict[Key, int], signs: Mapping[Key, set[_Sign]], bearers: Mapping[_Sign, set[int]]) -> None:
    """Add to those who are found whoever has a sign that nobody else has here, and one of the bearers elsewhere."""
    own = Counter(chain.from_iterable(signs.values()))
    taken = set(found.values())
    for key in [key for key in signs if key not in found]:
        told = [bearers[sign] for sign in signs[key] if own[sign] == 1 and len(bearers.get(sign, ())) == 1]
        free = set().union(*told) - taken
        if free:
            found[key] = min(free)
            taken.add(found[key])


def _aliases(entity: Entity) -> set[_Sign]:
    return {("alias", fold(alias)) for alias in entity.aliases}


def _ids(entity: Entity) -> set[_Sign]:
    return {("id", entity.id)}


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
