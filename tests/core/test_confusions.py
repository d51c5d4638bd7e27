"""Confusions: what is taken for what, how it comes back as a choice, and when two are asked side by side."""

from __future__ import annotations

from random import Random

import pytest
from conftest import Whole

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.choices import candidates, wrong_answers
from destal_cli.core.confusions import Confusions, confusions
from destal_cli.core.drawing import Drawing
from destal_cli.core.facts import Deck
from destal_cli.core.forms import Form
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review
from destal_cli.core.session import Session

BERIA, MALENKOV = "beria-interior/who", "malenkov-premier/who"


@pytest.fixture
def cards(shipped: Deck) -> dict[str, Card]:
    return {card.id: card for card in cards_of_deck(shipped)}


def answers(cards: dict[str, Card]) -> dict[str, str]:
    return {name: card.answer.text for name, card in cards.items()}


def mixed_up(card: str, other: str, form: str = "typed") -> Review:
    return Review(f"destalinization/{card}", Moment(0), Rating.AGAIN, form, confused_with=other)


def test_a_pair_counts_either_way_round_and_under_any_spelling(cards: dict[str, Card]) -> None:
    found = confusions(
        [mixed_up(BERIA, "Georgi Malenkov"), mixed_up(MALENKOV, "LAVRENTIY  Beria"), mixed_up(BERIA, "Joseph Stalin")],
        answers(cards),
    )
    assert found.of("Lavrentiy Beria") == [("Georgi Malenkov", 2), ("Joseph Stalin", 1)]
    assert [times for _, times in found.of("georgi malenkov")] == [2]
    assert found.of("Nikita Khrushchev") == []


def test_cards_that_are_no_more_and_empty_confusions_count_nothing(cards: dict[str, Card]) -> None:
    assert confusions([mixed_up("gone/who", "Georgi Malenkov"), mixed_up(BERIA, "")], answers(cards)) == Confusions()


def test_two_confusions_of_a_pair_call_for_a_contrast_and_one_is_no_habit(cards: dict[str, Card]) -> None:
    beria = cards[f"destalinization/{BERIA}"]
    once = [mixed_up(BERIA, "Georgi Malenkov")]
    twice = [*once, mixed_up(MALENKOV, "Lavrentiy Beria")]
    assert confusions(once, answers(cards)).to_contrast(beria) == []
    assert confusions(twice, answers(cards)).to_contrast(beria) == ["Georgi Malenkov"]
    contrasted = [*twice, Review(beria.id, Moment(0), Rating.GOOD, Form.CONTRAST)]
    assert confusions(contrasted, answers(cards)).to_contrast(beria) == []
    assert confusions(contrasted, answers(cards)).of("Lavrentiy Beria") == [("Georgi Malenkov", 2)]
    again = [*contrasted, *twice]
    assert confusions(again, answers(cards)).to_contrast(beria) == ["Georgi Malenkov"]


def test_dates_and_numbers_are_not_contrasted(cards: dict[str, Card]) -> None:
    arrested = "beria-arrested/when"
    found = confusions([mixed_up(arrested, "26 July 1953", "choice")] * 3, answers(cards))
    assert found.to_contrast(cards[f"destalinization/{arrested}"]) == []


@pytest.mark.parametrize("seed", range(12))
def test_what_was_confused_is_offered_first_in_every_choice(shipped: Deck, cards: dict[str, Card], seed: int) -> None:
    pool, beria = candidates([shipped]), cards[f"destalinization/{BERIA}"]
    assert "Martin McCauley" in wrong_answers(beria, shipped, pool, Random(seed), confused=["martin mccauley"])
    assert "Lavrentiy Beria" not in wrong_answers(beria, shipped, pool, Random(seed), confused=["Lavrentiy Beria"])
    assert "Nobody" not in wrong_answers(beria, shipped, pool, Random(seed), confused=["Nobody"])


def test_a_session_asks_a_confused_pair_side_by_side(shipped: Deck, cards: dict[str, Card]) -> None:
    beria, malenkov = (cards[f"destalinization/{name}"] for name in (BERIA, MALENKOV))
    memory = {card.id: Memory(9.0, 5.0, 1, 5, rung=2) for card in (beria, malenkov)}
    whole = Whole({shipped.id: shipped}, [mixed_up(BERIA, "Georgi Malenkov")] * 2)
    drawing = Drawing(whole, Random(1))
    drawn = drawing.draw(beria, Session([beria, malenkov]), memory)
    assert drawn.form is Form.CONTRAST
    assert drawn.exercise is not None
    assert set(drawn.exercise.rated) == {beria, malenkov}
    assert Drawing(whole, Random(1), Form.TYPED).draw(beria, Session([beria]), memory).form is Form.TYPED


@pytest.mark.parametrize("other", ["Ministry of the Interior", "Beria", "Lavrentiy Beria", "Nobody"])
def test_what_is_of_another_kind_or_right_or_unknown_is_never_contrasted(
    shipped: Deck, cards: dict[str, Card], other: str
) -> None:
    beria = cards[f"destalinization/{BERIA}"]
    drawing = Drawing(Whole({shipped.id: shipped}, [mixed_up(BERIA, other)] * 3), Random(1))
    assert drawing.draw(beria, Session([beria]), {beria.id: Memory(9.0, 5.0, 1, 5, rung=2)}).form is Form.TYPED


def test_an_answer_that_may_be_right_as_well_is_never_contrasted(shipped: Deck, cards: dict[str, Card]) -> None:
    for card in cards.values():
        if "beria" in card.avoid or "Lavrentiy Beria" in card.prompt:
            review = Review(card.id, Moment(0), Rating.AGAIN, "typed", confused_with="Lavrentiy Beria")
            drawing = Drawing(Whole({shipped.id: shipped}, [review] * 2), Random(1))
            assert drawing.draw(card, Session([card]), {}).form is Form.CHOICE, card.id
