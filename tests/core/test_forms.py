"""The ladder of forms: where a card begins, how it climbs, what a lapse costs, and when an answer is slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.facts import AnswerType, Deck
from destal_cli.core.forms import (
    CLIMB,
    EXERCISES,
    GUESS,
    LADDERS,
    RECALL,
    WRITTEN,
    Form,
    can_be_typed,
    fits,
    forms_of,
    ladder,
    rung_of,
    slow_after,
)
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler

DAY = 86_400_000


def card_of(deck: Deck, name: str) -> Card:
    """A card of the shipped deck by `fact/question`."""
    return next(card for card in cards_of_deck(deck) if card.id == f"{deck.id}/{name}")


def test_every_kind_of_answer_begins_as_a_choice_and_ends_in_recall() -> None:
    assert set(LADDERS) == set(AnswerType)
    for rungs in LADDERS.values():
        assert rungs[0] == (Form.CHOICE,)
        assert set(rungs[-1]) <= RECALL
        assert not any(form in RECALL for rung in rungs[:-1] for form in rung)


def test_every_form_below_recall_says_how_likely_a_guess_is() -> None:
    assert set(GUESS) == set(Form) - RECALL
    assert GUESS[Form.CHOICE] == 0.25


@pytest.mark.parametrize(
    ("name", "rungs"),
    [
        ("beria-arrested/when", [("choice",), ("order", "place"), ("date",)]),
        ("malenkov-premier/who", [("choice",), ("match",), ("typed",)]),
        ("cpsu-abbreviation/meaning", [("choice",), ("match",), ("flashcard",)]),
        ("prisoners-returned/when", [("choice",), ("order", "place"), ("date",)]),
    ],
)
def test_the_ladder_of_a_card(shipped: Deck, name: str, rungs: list[tuple[str, ...]]) -> None:
    assert [tuple(form.value for form in rung) for rung in ladder(card_of(shipped, name))] == rungs


def test_a_person_who_held_no_office_is_never_matched(shipped: Deck) -> None:
    for card in cards_of_deck(shipped):
        matched = any(Form.MATCH in rung for rung in ladder(card))
        assert matched <= (card.fact.kind.value in ("role", "term")), card.id


def test_the_forms_of_a_rung_come_by_turns_and_then_those_above(shipped: Deck) -> None:
    card = card_of(shipped, "beria-arrested/when")
    assert forms_of(card, 0)[:2] == [Form.CHOICE, Form.ORDER]
    assert forms_of(card, 1, turn=2)[:3] == [Form.ORDER, Form.PLACE, Form.DATE]
    assert forms_of(card, 1, turn=3)[:3] == [Form.PLACE, Form.ORDER, Form.DATE]
    assert forms_of(card, 9) == [Form.DATE, Form.FLASHCARD]


@pytest.mark.parametrize("wanted", [form for form in Form if form is not Form.CONTRAST])
def test_a_wanted_form_comes_first_and_recall_after_it(shipped: Deck, wanted: Form) -> None:
    for card in cards_of_deck(shipped):
        if fits(card, wanted):
            first, *rest = forms_of(card, 0, wanted=wanted)
            assert first is wanted or (wanted is Form.TYPED and first in WRITTEN)
            assert set(rest) <= RECALL
            assert rest[-1] is Form.FLASHCARD


def test_typed_stands_for_dates_and_numbers_too(shipped: Deck) -> None:
    typed = {card.answer.type for card in cards_of_deck(shipped) if fits(card, Form.TYPED)}
    assert {AnswerType.DATE, AnswerType.NUMBER, AnswerType.PERSON, AnswerType.TERM} <= typed
    assert not typed & {AnswerType.MEANING, AnswerType.WORDS}


def climb(card: Card, steps: list[tuple[Form, Rating, int]]) -> list[int]:
    """The rung after each review, in the form given or the first of the rung, so many days apart."""
    memory: Memory | None = None
    rungs, day = [], 20_000
    for form, rating, wait in steps:
        day += wait
        review = Review(card.id, Moment(day * DAY), rating, form, rung=rung_of(card, form))
        memory = Scheduler().after(memory, review)
        rungs.append(memory.rung)
    return rungs


def test_a_date_climbs_over_order_to_recall_and_a_lapse_takes_one_step_down(shipped: Deck) -> None:
    card = card_of(shipped, "beria-arrested/when")
    good, again = Rating.GOOD, Rating.AGAIN
    steps = [(Form.CHOICE, good, 0), (Form.ORDER, good, 2), (Form.DATE, good, 5), (Form.DATE, again, 20)]
    assert climb(card, [*steps, (Form.PLACE, again, 1), (Form.CHOICE, again, 1)]) == [1, 2, 2, 1, 0, 0]


def test_a_wanted_form_that_recalls_is_at_the_top_at_once(shipped: Deck) -> None:
    card = card_of(shipped, "beria-arrested/when")
    assert climb(card, [(Form.DATE, Rating.GOOD, 0), (Form.DATE, Rating.AGAIN, 3)]) == [2, 1]


@given(st.lists(st.tuples(st.sampled_from(list(Form)), st.sampled_from(list(Rating)), st.integers(0, 60)), max_size=20))
def test_a_rung_moves_by_one_step_at_most_and_never_off_the_ladder(steps: list[tuple[Form, Rating, int]]) -> None:
    card = card_of(SHIPPED[0], "beria-arrested/when")
    asked = [(form, rating, wait) for form, rating, wait in steps if fits(card, form)]
    for (form, rating, _), rung in zip(asked, climb(card, asked), strict=True):
        here = rung_of(card, form)
        assert rung == max(0, here - 1) if rating is Rating.AGAIN else rung in (here, here + 1)
        assert 0 <= rung < len(ladder(card))


SHIPPED: list[Deck] = []


@pytest.fixture(autouse=True, scope="module")
def _shipped(shipped: Deck) -> None:
    SHIPPED.append(shipped)


def test_a_success_that_leaves_too_little_climbs_no_rung(shipped: Deck) -> None:
    card = card_of(shipped, "beria-arrested/when")
    memory = Memory(0.1, 9.9, 20_000, 20_001, rung=1)
    review = Review(card.id, Moment(20_000 * DAY + DAY // 2), Rating.HARD, Form.ORDER, rung=1)
    after = Scheduler().after(memory, review)
    assert after.stability < CLIMB[1]
    assert after.rung == 1


def test_exercises_rate_several_cards_and_are_recalled_by_none() -> None:
    assert not EXERCISES & RECALL
    assert all(form in GUESS for form in EXERCISES)


@pytest.mark.parametrize(
    ("times", "slow"),
    [
        ([], None),
        ([4_000] * 19, None),
        ([4_000] * 20, 12_000),
        ([1_000] * 20, 10_000),
        ([2_000] * 10 + [9_000] * 11, 27_000),
    ],
)
def test_slow_is_three_times_the_learners_own_median_once_it_is_known(times: list[int], slow: int | None) -> None:
    assert slow_after(times) == slow


def test_an_answer_of_many_words_is_not_typed(shipped: Deck) -> None:
    long = [card for card in cards_of_deck(shipped) if not can_be_typed(card)]
    assert long
    assert all(ladder(card)[-1] == (Form.FLASHCARD,) for card in long)
