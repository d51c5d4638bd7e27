"""A session: what is asked first, what is kept apart, what comes back, and how an answer is undone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory
from destal_cli.core.session import (
    Allowance,
    Answer,
    Coming,
    Session,
    in_turn,
    interleaved,
    queue,
    what_comes,
)

GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


def memory(due: int, last: int = 0) -> Memory:
    return Memory(5.0, 5.0, last, due)


@pytest.fixture(scope="module")
def cards(shipped: Deck) -> list[Card]:
    return cards_of_deck(shipped)


def answer(session: Session, rating: Rating, review: int) -> list[Answer]:
    """The card that is asked now, answered."""
    card = session.next()
    assert card is not None
    return [Answer(card, rating, review)]


def play(session: Session, ratings: list[Rating]) -> list[str]:
    """Answer with each rating in turn, then Good; the questions' ids as they came."""
    asked = []
    while (card := session.next()) is not None and len(asked) < 500:
        asked.append(card.id)
        rating = ratings[len(asked) - 1] if len(asked) <= len(ratings) else GOOD
        session.answered([Answer(card, rating, len(asked))])
    return asked


def test_due_cards_come_longest_overdue_first() -> None:
    assert in_turn({"a": 12, "b": 10, "c": 11}, Random(1)) == ["b", "c", "a"]


def test_cards_that_are_due_on_one_day_come_in_any_order() -> None:
    dues = dict.fromkeys("abcdef", 10)
    assert len({tuple(in_turn(dues, Random(seed))) for seed in range(20)}) > 10


def test_cards_that_are_to_come_first_come_before_the_longest_overdue_whatever_the_limit(cards: list[Card]) -> None:
    known = {card.id: card for card in cards}
    first = {cards[15].id, cards[18].id, cards[40].id}
    due = [known[name] for name in in_turn({card.id: 10 + n for n, card in enumerate(cards[:20])}, Random(1), first)]
    assert due[:3] == [cards[15], cards[18], cards[0]]
    asked = queue(due, cards[30:], 6, Random(1), first)
    assert {card.id for card in asked[:2]} == {cards[15].id, cards[18].id}
    assert len(asked) == 6


@given(st.integers(0, 10_000))
def test_interleaving_loses_no_card_and_keeps_siblings_apart(seed: int) -> None:
    cards = cards_of_deck(SHIPPED[0])
    order = interleaved(cards, Random(seed))
    assert sorted(card.id for card in order) == sorted(card.id for card in cards)
    facts = [card.fact_id for card in order]
    assert all(one != other for one, other in pairwise(facts))


@given(st.integers(0, 10_000))
def test_the_proof_that_was_just_read_does_not_tell_the_next_answer(seed: int) -> None:
    deck = SHIPPED[0]
    order = interleaved(cards_of_deck(deck), Random(seed))
    beside = [
        (one.id, other.id)
        for one, other in pairwise(order[:100])
        if 0 <= other.fact.evidence.start - one.fact.evidence.end < 100
        or 0 <= one.fact.evidence.start - other.fact.evidence.end < 100
    ]
    assert beside == []


SHIPPED: list[Deck] = []


@pytest.fixture(autouse=True, scope="module")
def _shipped(shipped: Deck) -> None:
    SHIPPED.append(shipped)


def test_due_cards_are_asked_before_new_ones_and_both_within_the_limit(cards: list[Card]) -> None:
    due, new = cards[:6], cards[20:40]
    asked = queue(due, new, 10, Random(3))
    assert {card.id for card in asked[:6]} == {card.id for card in due}
    assert len(asked) == 10
    assert len(queue(cards[:40], new, 10, Random(3))) == 10


def test_a_missed_card_comes_back_after_three_others_and_then_later(cards: list[Card]) -> None:
    a, *rest = [card.id for card in cards[:12]]
    asked = play(Session(list(cards[:12])), [AGAIN, GOOD, GOOD, GOOD, AGAIN])
    places = [place for place, card in enumerate(asked) if card == a]
    assert places == [0, 4, 11]
    assert set(rest) <= set(asked)


def test_a_missed_card_comes_back_before_the_end_even_when_nothing_else_is_left(cards: list[Card]) -> None:
    assert play(Session([cards[0]]), [AGAIN, AGAIN]) == [cards[0].id] * 3


def test_the_distances_at_which_a_missed_card_returns_are_the_learners(cards: list[Card]) -> None:
    asked = play(Session(list(cards[:9]), distances=(1, 2)), [AGAIN, GOOD, AGAIN, GOOD, GOOD, AGAIN])
    assert [place for place, card in enumerate(asked) if card == cards[0].id] == [0, 2, 5, 8]


@given(st.lists(st.sampled_from([AGAIN, GOOD]), max_size=40), st.lists(st.integers(1, 20), min_size=1, max_size=4))
def test_no_card_is_asked_twice_in_a_row_while_there_is_another(ratings: list[Rating], distances: list[int]) -> None:
    session = Session(cards_of_deck(SHIPPED[0])[:5], distances=sorted(distances))
    previous = ""
    for number, rating in enumerate([*ratings, *[GOOD] * 10]):
        card = session.next()
        if card is None:
            break
        assert card.id != previous or session.left == 1
        session.answered([Answer(card, rating, number)])
        previous = card.id


def test_where_only_missed_cards_are_left_the_one_asked_longest_ago_comes_first(cards: list[Card]) -> None:
    a, b, c = (card.id for card in cards[:3])
    assert play(Session(list(cards[:3])), [AGAIN] * 6) == [a, b, c] * 3


def test_undo_brings_back_the_very_session_that_was(cards: list[Card]) -> None:
    session = Session(list(cards[:5]))
    session.answered(answer(session, AGAIN, 1))
    before = (list(session.waiting), list(session.returning), session.next())
    session.answered(answer(session, GOOD, 2))
    step = session.undo()
    assert step is not None
    assert [answered.review for answered in step.answers] == [2]
    assert (session.waiting, session.returning, session.next()) == before


def test_undo_of_nothing_is_nothing(cards: list[Card]) -> None:
    assert Session(list(cards[:2])).undo() is None


def test_rating_a_missed_card_as_known_takes_its_return_away(cards: list[Card]) -> None:
    session = Session(list(cards[:5]))
    session.answered(answer(session, AGAIN, 1))
    session.rerated([Answer(cards[0], GOOD, 2)])
    assert session.returning == []
    assert session.score.missed == ()


def test_the_score_counts_first_answers_only(cards: list[Card]) -> None:
    session = Session(list(cards[:4]))
    play(session, [AGAIN, GOOD, GOOD, GOOD])
    assert (session.score.cards, session.score.right) == (4, 3)
    assert [card.id for card in session.score.missed] == [cards[0].id]


@given(st.lists(st.sampled_from(list(Rating)), max_size=60))
def test_every_card_is_asked_and_ends_with_an_answer_that_was_not_wrong(ratings: list[Rating]) -> None:
    cards = cards_of_deck(SHIPPED[0])[:9]
    session = Session(list(cards))
    play(session, ratings)
    assert session.left == 0
    last = {answered.card.id: answered.rating for step in session.steps for answered in step.answers}
    assert set(last) == {card.id for card in cards}
    assert AGAIN not in last.values()


def test_a_card_put_aside_is_asked_no_more(cards: list[Card]) -> None:
    session = Session(list(cards[:3]))
    session.answered(answer(session, AGAIN, 1))
    session.drop(cards[0].id)
    session.drop(cards[1].id)
    assert play(session, []) == [cards[2].id]


def test_undo_takes_back_answers_and_what_was_put_aside_in_their_turn(cards: list[Card]) -> None:
    session = Session(list(cards[:4]))
    states = []
    for rating in (AGAIN, GOOD):
        states.append((list(session.waiting), list(session.returning), session.asked))
        session.set_aside([session.waiting[-1]])
        states.append((list(session.waiting), list(session.returning), session.asked))
        session.answered(answer(session, rating, 1))
    for before in reversed(states):
        session.undo()
        assert (session.waiting, session.returning, session.asked) == before
    assert session.undo() is None


def test_rating_otherwise_leaves_aside_what_was_put_aside_after_the_answer(cards: list[Card]) -> None:
    session = Session(list(cards[:4]))
    session.answered(answer(session, GOOD, 1))
    session.set_aside(cards[1:3])
    session.rerated([Answer(cards[0], AGAIN, 2)])
    assert (session.waiting, [card for _, card in session.returning]) == ([cards[3]], [cards[0]])
    session.undo()
    assert session.waiting == cards[1:4]


def test_what_is_put_aside_for_an_answer_comes_back_with_it(cards: list[Card]) -> None:
    session = Session(list(cards[:3]))
    session.answered(answer(session, AGAIN, 1))
    session.set_aside([cards[0]], with_answer=True)
    assert (session.returning, session.waiting) == ([], cards[1:3])
    step = session.undo()
    assert step is not None
    assert step.aside == (cards[0],)
    assert session.waiting == cards[:3]


def test_what_is_beyond_a_days_limit_waits_and_without_a_limit_nothing_does() -> None:
    assert [Allowance(10, limit).beyond(12) for limit in (None, 0, 5, 12, 20)] == [0, 12, 7, 0, 0]


def test_what_comes_is_what_is_due_within_the_limit_and_the_next_day() -> None:
    dues = {8: 1, 10: 1, 11: 2, 12: 1}
    assert what_comes(dues, 10, Allowance(0)) == Coming(10, due=2, beyond=0, next=(11, 2))
    assert what_comes(dues, 10, Allowance(0, 1)) == Coming(10, due=1, beyond=1, next=(11, 2))
    assert what_comes({}, 10, Allowance(0)) == Coming(10, due=0, beyond=0, next=None)


def test_an_exercise_takes_its_cards_at_once_and_each_that_was_missed_returns(cards: list[Card]) -> None:
    session = Session(list(cards[:6]))
    session.answered([Answer(cards[0], GOOD, 1), Answer(cards[2], AGAIN, 2), Answer(cards[4], AGAIN, 3)])
    assert session.waiting == [cards[1], cards[3], cards[5]]
    assert play(session, []) == [cards[i].id for i in (1, 3, 5, 2, 4)]


def test_undo_takes_a_whole_exercise_back(cards: list[Card]) -> None:
    session = Session(list(cards[:4]))
    session.answered([Answer(cards[0], AGAIN, 1), Answer(cards[3], GOOD, 2)])
    step = session.undo()
    assert step is not None
    assert [answered.review for answered in step.answers] == [1, 2]
    assert (session.waiting, session.returning, session.given, session.tallies) == (cards[:4], [], 0, {})


acts = st.one_of(
    st.tuples(st.just("answer"), st.lists(st.tuples(st.integers(0, 8), st.sampled_from(list(Rating))), min_size=1)),
    st.tuples(st.just("aside"), st.lists(st.integers(0, 8), max_size=3), st.booleans()),
    st.tuples(st.just("rerate"), st.sampled_from(list(Rating))),
)


@given(st.lists(acts, max_size=25))
def test_taking_everything_back_step_by_step_goes_through_every_state_that_there_was(done: list[tuple]) -> None:
    cards = cards_of_deck(SHIPPED[0])[:9]
    session = Session(list(cards))
    states = [state(session)]
    for act in done:
        if act[0] == "answer":
            ratings = dict(act[1])
            session.answered([Answer(cards[number], rating, 1) for number, rating in ratings.items()])
        elif act[0] == "aside" and act[2] and session.steps and session.steps[-1].answers:
            session.set_aside([cards[number] for number in act[1]], with_answer=True)
            states.pop()
        elif act[0] == "aside":
            session.set_aside([cards[number] for number in act[1]])
        elif session.steps and session.steps[-1].answers and not session.steps[-1].aside:
            session.rerated([replace(answered, rating=act[1]) for answered in session.steps[-1].answers])
            states.pop()
        else:
            continue
        states.append(state(session))
    while states.pop() == state(session) and states:
        assert session.undo()
    assert not states
    assert session.undo() is None


def state(session: Session) -> tuple:
    return (list(session.waiting), list(session.returning), session.given, dict(session.tallies))


def test_a_session_keeps_no_more_however_many_answers_there_are(cards: list[Card]) -> None:
    session = Session(list(cards[:5]))
    for _ in range(5_000):
        session.answered(answer(session, AGAIN, 1))
    assert (session.given, len(session.tallies), len(session.steps)) == (5_000, 5, 1_000)
