"""Memory by FSRS-6: the formulas against another implementation, the learner's days, and replaying a log."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from random import Random

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.forms import RECALL, Form
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, fuzz_range, fuzzed, is_leech_now, replay, standing

DAY = 86_400_000


def at(text: str, offset: int = 0) -> Moment:
    """A moment from the learner's clock."""
    local = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    return Moment(int(local.timestamp() * 1000) - offset * 60_000, offset)


def review(day: int, rating: Rating, **more: object) -> Review:
    return Review("deck/fact/when", Moment(day * DAY + DAY // 2), rating, "typed", **more)  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(list(Rating))), min_size=1, max_size=12))
def test_stability_and_difficulty_are_those_of_py_fsrs(steps: list[tuple[int, Rating]]) -> None:
    oracle = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = fsrs.Card(card_id=1)
    memory: Memory | None = None
    day = 20_000
    for wait, rating in steps:
        day += wait
        when = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)
        card, _ = oracle.review_card(card, fsrs.Rating(int(rating)), when)
        memory = Scheduler().after(memory, review(day, rating))
        assert card.stability == pytest.approx(memory.stability, rel=2e-3)
        assert card.difficulty == pytest.approx(memory.difficulty, rel=2e-3)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0, 0, 0, 1, 30]), st.sampled_from(list(Rating))), min_size=2, max_size=16))
def test_reviews_of_one_day_count_as_short_term_ones_do_in_py_fsrs(steps: list[tuple[int, Rating]]) -> None:
    oracle = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, memory, day = fsrs.Card(card_id=1), None, 20_000
    for answered, (wait, rating) in enumerate(steps):
        day += wait
        minutes = dt.timedelta(days=day, hours=5, minutes=answered)
        card, _ = oracle.review_card(card, fsrs.Rating(int(rating)), dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + minutes)
        moment = Moment(day * DAY + 5 * 3_600_000 + answered * 60_000)
        memory = Scheduler().after(memory, replace(review(day, rating), at=moment))
        assert memory.stability == pytest.approx(card.stability, rel=1e-4)
        assert memory.difficulty == pytest.approx(card.difficulty, rel=1e-4)


def test_a_second_success_on_one_day_adds_little_and_a_second_miss_takes_little() -> None:
    w17, w18, w19 = fsrs.Scheduler().parameters[17:20]
    first = Scheduler().after(None, review(0, Rating.GOOD))
    for rating in Rating:
        grown = max(math.exp(w17 * (rating - 3 + w18)) * first.stability**-w19, rating > Rating.AGAIN)
        again = Scheduler().after(first, review(0, rating))
        assert again.stability == pytest.approx(first.stability * grown, rel=1e-4)


def test_a_day_of_misses_is_one_lapse_and_a_new_card_that_is_missed_has_none() -> None:
    memory, lapses = None, []
    for day, rating in ((0, Rating.AGAIN), (0, Rating.AGAIN), (1, Rating.AGAIN), (1, Rating.AGAIN), (1, Rating.GOOD)):
        memory = Scheduler().after(memory, review(day, rating))
        lapses.append(memory.lapses)
    assert lapses == [0, 0, 1, 1, 1]


def test_a_leech_is_told_at_the_eighth_lapse_and_every_fourth_after_it() -> None:
    assert [lapses for lapses in range(22) if is_leech_now(lapses)] == [8, 12, 16, 20]


@given(st.floats(0.1, 1000), st.integers(0, 2000))
def test_the_forgetting_curve_is_that_of_py_fsrs(stability: float, days: int) -> None:
    card = fsrs.Card(card_id=1, stability=stability, difficulty=5.0, last_review=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    later = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=days)
    expected = fsrs.Scheduler().get_card_retrievability(card, later)
    assert Scheduler().retrievability(stability, days) == pytest.approx(expected, rel=1e-3)


def test_recall_is_nine_in_ten_when_as_many_days_have_passed_as_the_stability_says() -> None:
    assert Scheduler().retrievability(stability=10.0, days=10) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2027-01-05T03:59:59", "2027-01-04"),
        ("2027-01-05T04:00:00", "2027-01-05"),
        ("2027-01-05T23:59:59", "2027-01-05"),
        ("1969-12-31T12:00:00", "1969-12-31"),
    ],
)
@pytest.mark.parametrize("offset", [0, 60, -480, 345, 840])
def test_a_day_begins_at_four_in_the_morning_of_the_learner(clock: str, day: str, offset: int) -> None:
    assert dt.date.fromordinal(at(clock, offset).day).isoformat() == day


def test_yesterday_evening_and_this_noon_are_one_day_apart() -> None:
    assert at("2027-01-05T12:00:00").day - at("2027-01-04T23:30:00").day == 1


def test_a_better_rating_never_brings_a_card_back_sooner() -> None:
    memory = None
    for day in (0, 3, 10, 10, 60):
        intervals = Scheduler().intervals(memory, review(day, Rating.GOOD).at.day)
        assert list(intervals.values()) == sorted(intervals.values())
        memory = Scheduler().after(memory, review(day, Rating.GOOD))


@given(st.integers(1, 36_500), st.integers(0, 1000))
def test_fuzz_stays_in_its_range_and_never_makes_a_card_due_today(interval: int, seed: int) -> None:
    shortest, longest = fuzz_range(interval)
    assert 1 <= shortest <= fuzzed(interval, Random(seed)) <= longest <= 36_500
    assert shortest <= interval <= longest


def test_a_clock_that_ran_backwards_counts_as_the_same_day() -> None:
    first = Scheduler().after(None, review(100, Rating.GOOD))
    again = Scheduler().after(first, review(90, Rating.GOOD))
    assert again.last == first.last
    assert again.stability == Scheduler().after(first, review(100, Rating.GOOD)).stability


def test_a_voided_review_leaves_no_trace() -> None:
    kept = review(1, Rating.GOOD, id=1, due=5)
    taken_back = review(5, Rating.AGAIN, id=2, due=6)
    undo = review(5, Rating.AGAIN, id=3, voids=2)
    assert standing([kept, taken_back, undo]) == [kept]
    assert replay([kept, taken_back, undo], Scheduler()) == replay([kept], Scheduler())


def test_crammed_reviews_change_no_memory() -> None:
    kept = review(1, Rating.GOOD, id=1, due=5)
    crammed = review(3, Rating.AGAIN, id=2, cram=True)
    assert replay([kept, crammed], Scheduler()) == replay([kept], Scheduler())


def grown(memory: Memory | None, wait: int, form: Form, rating: Rating) -> float:
    """The stability after a review that many days after the one that `held` had."""
    return Scheduler().after(memory, replace(review(wait, rating), form=form)).stability


def held(stability: float, difficulty: float = 5.0) -> Memory:
    first = review(0, Rating.GOOD).at.day
    return Memory(stability, difficulty, first, first + 1)


def test_a_success_that_may_be_a_guess_is_the_mean_of_a_success_and_a_lapse() -> None:
    known = 0.5 / (0.5 + 0.5 * 0.25)  # a new card, one of four
    good, lapse = (grown(None, 1, Form.TYPED, rating) for rating in (Rating.GOOD, Rating.AGAIN))
    assert grown(None, 1, Form.CHOICE, Rating.GOOD) == pytest.approx(known * good + (1 - known) * lapse)


@given(st.floats(0.2, 300), st.floats(1, 10), st.integers(0, 400), st.sampled_from(list(Form)))
def test_recognising_never_leaves_more_than_recalling(stability: float, hardness: float, wait: int, form: Form) -> None:
    memory = held(stability, hardness)
    for rating in Rating:
        recalled, left = (grown(memory, wait, way, rating) for way in (Form.TYPED, form))
        if form in RECALL or rating is Rating.AGAIN:
            assert left == recalled
        else:
            assert left <= recalled


def test_the_less_likely_it_was_known_the_less_a_choice_is_worth() -> None:
    memory, shares = held(10.0), []
    for wait in (1, 10, 100, 1000):
        recalled, lapse = (grown(memory, wait, Form.TYPED, rating) for rating in (Rating.GOOD, Rating.AGAIN))
        shares.append((grown(memory, wait, Form.CHOICE, Rating.GOOD) - lapse) / (recalled - lapse))
    assert shares == sorted(shares, reverse=True)
    assert 0.7 < shares[-1] < 0.95 < shares[0] < 1


def test_a_guess_between_two_is_worth_less_than_one_among_four() -> None:
    assert grown(None, 1, Form.CONTRAST, Rating.GOOD) < grown(None, 1, Form.CHOICE, Rating.GOOD)


def test_the_interval_is_the_forgetting_curve_solved_for_the_days() -> None:
    for retention in (0.8, 0.9, 0.95):
        scheduler = Scheduler(retention)
        days = scheduler.interval(40.0)
        assert scheduler.retrievability(40.0, days) == pytest.approx(retention, abs=0.005)
    assert Scheduler().interval(40.0) == 40
