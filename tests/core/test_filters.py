"""Filters and names: whom a learner means, and which facts are asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Kind
from destal_cli.core.filters import Filter, Named, find_entity
from destal_cli.core.problems import NotFoundError
from destal_cli.store.library import Library
from destal_cli.store.places import Places


@pytest.fixture
def known(shipped_here: Path, home: Path) -> Library:
    """The library of who has the flagship deck."""
    return Library(Places(home, home, home / "cache"), Path(), (str(shipped_here),))


@pytest.mark.parametrize(
    "name",
    ["beria", "BERIA", "Берия", "берия", "Lavrentiy Beria", "lavrentiy beria", "Lavrenti Béria", "Лаврентий Берия"],
)
def test_a_person_is_found_by_any_alias_spelling_or_accent(known: Library, name: str) -> None:
    ((_, entity),) = known.entity(name, EntityKind.PERSON)
    assert entity.id == "beria"


@pytest.mark.parametrize(("typo", "meant"), [("Beeria", "Lavrentiy Beria"), ("Tukachevski", "Mikhail Tukhachevsky")])
def test_a_misspelt_person_is_suggested(known: Library, typo: str, meant: str) -> None:
    with pytest.raises(NotFoundError) as told:
        known.entity(typo, EntityKind.PERSON)
    assert meant in told.value.hint


def test_for_a_name_that_is_like_no_other_nobody_is_suggested(known: Library) -> None:
    with pytest.raises(NotFoundError) as told:
        known.entity("nobody at all like this")
    assert "destal people" in told.value.hint


@dataclass
class Called:
    """Entities that all go by the name that is looked for, each of a deck of its own."""

    found: Sequence[Named]

    def called(self, name: str) -> Sequence[Named]:
        assert name
        return self.found

    def with_words(self, words: Collection[str]) -> Sequence[Named]:
        assert words
        return self.found

    def everyone(self) -> Sequence[Named]:
        return self.found


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (["Mao Zedong, Mao", "Mao"], True),
        (["Mao, Mao Tse-tung", "Mao Zedong, Mao", "Mao Tse-tung, Mao"], False),
        (["Mao Tse-tung, Mao", "Mao Zedong, Mao, Mao Tse-tung", "Mao"], True),
        (["Mao Zedong, Mao", "Mao Anying, Mao"], False),
    ],
)
def test_whether_a_name_means_one_person_does_not_depend_on_the_order_of_the_decks(names: list[str], one: bool) -> None:
    people = [Entity("m", name, EntityKind.PERSON, tuple(also)) for name, *also in (text.split(", ") for text in names)]
    for order in permutations((Deck(str(number), "D"), person) for number, person in enumerate(people)):
        assert find_entity("Mao", Called(order)).entities == (order if one else ())


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Filter(kind=Kind.QUOTE), ["kennedy-berliner"]),
        (Filter(tag="people"), ["brandt-mayor", "kennedy-berliner"]),
        (Filter(since=edtf("1963")), ["kennedy-berliner", "wall-opened"]),
        (Filter(until=edtf("1961")), ["wall-begun", "brandt-mayor"]),
        (Filter(since=edtf("1961-08-13"), until=edtf("1961-08-13")), ["wall-begun", "brandt-mayor"]),
        (Filter(query="kilometres"), ["wall-length"]),
        (Filter(query="wall/wall-begun"), ["wall-begun"]),
        (Filter(query="wall/wall-opened/who"), ["wall-opened"]),
        (Filter(query="wall/wall"), []),
        (Filter(query="other/wall-begun"), []),
        (Filter(query="gunter SCHABOWSKI"), ["wall-opened"]),
        (Filter(who=frozenset({("wall", "brandt")})), ["brandt-mayor"]),
        (Filter(who=frozenset({("other", "brandt")})), []),
    ],
)
def test_each_filter_narrows(wall: Path, home: Path, wanted: Filter, ids: list[str]) -> None:
    known = Library(Places(home, home, home / "cache"), Path(), (str(wall),))
    assert [fact.id for _, fact in known.facts(wanted)] == ids


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["when", "who"]),
        ("gates", ["when", "who"]),
        ("wall/wall-opened", ["when", "who"]),
        ("wall/wall-opened/who", ["who"]),
    ],
)
def test_the_id_of_a_card_names_it_alone(wall_deck: Deck, query: str, names: list[str]) -> None:
    cards = [card for card in cards_of_deck(wall_deck) if card.fact.id == "wall-opened"]
    assert [card.question for card in cards if Filter(query).names(card)] == names
