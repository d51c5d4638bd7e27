"""Filters and names: whom a learner means, and which facts are asked for."""

from __future__ import annotations

import pytest

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, EntityKind, Kind
from destal_cli.core.filters import Filter, find_entity, in_time


@pytest.mark.parametrize(
    "name",
    ["beria", "BERIA", "Берия", "берия", "Lavrentiy Beria", "lavrentiy beria", "Lavrenti Béria", "Лаврентий Берия"],
)
def test_a_person_is_found_by_any_alias_spelling_or_accent(shipped: Deck, name: str) -> None:
    ((_, entity),) = find_entity(name, [shipped], EntityKind.PERSON).entities
    assert entity.id == "beria"


@pytest.mark.parametrize(("typo", "meant"), [("Beeria", "Lavrentiy Beria"), ("Tukachevski", "Mikhail Tukhachevsky")])
def test_a_misspelt_person_is_suggested(shipped: Deck, typo: str, meant: str) -> None:
    found = find_entity(typo, [shipped], EntityKind.PERSON)
    assert found.entities == ()
    assert meant in found.near


def test_a_name_that_two_people_share_names_them_both(shipped: Deck) -> None:
    text = [entity for entity in shipped.entities.values() if entity.kind is EntityKind.PERSON]
    assert len(text) >= 9
    found = find_entity("nobody at all like this", [shipped])
    assert (found.entities, found.near) == ((), ())


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
def test_each_filter_narrows(wall_deck: Deck, wanted: Filter, ids: list[str]) -> None:
    assert [fact.id for fact in wall_deck.facts if wanted.matches(wall_deck, fact)] == ids


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


def test_facts_in_order_of_time_have_undated_ones_last(wall_deck: Deck) -> None:
    order = [fact.id for _, fact in in_time((wall_deck, fact) for fact in wall_deck.facts)]
    assert order == ["brandt-mayor", "wall-begun", "kennedy-berliner", "wall-opened", "wall-length"]
