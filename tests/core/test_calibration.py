"""Calibration: its figures are those that a naive look at the log gives, and FSRS's engine agrees."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from math import log

import pytest
from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.calibration import (
    Prediction,
    Said,
    auc,
    bins,
    calibration,
    foretold,
    log_loss,
    predictions,
    rmse_in_groups,
    wilson,
)
from destal_cli.core.forms import RECALL, Form
from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, lived, replay

DAY = 86_400_000
SCHEDULER = Scheduler()


def review(day: int, rating: Rating = Rating.GOOD, form: str = "typed", card: str = "d/f/x", **more: object) -> Review:
    return replace(Review(card, Moment((20_000 + day) * DAY + DAY // 2), rating, form), **more)


def numbered(reviews: list[Review]) -> list[Review]:
    return [replace(one, id=number) for number, one in enumerate(reviews, 1)]


logs = st.lists(
    st.builds(
        lambda day, rating, form, card, cram, sure: review(
            day, rating, form.value, f"d/{card}/x", cram=cram, sure=sure
        ),
        st.integers(0, 90),
        st.sampled_from(list(Rating)),
        st.sampled_from(list(Form)),
        st.sampled_from("abcd"),
        st.integers(0, 9).map(lambda one: one == 0),
        st.sampled_from(list(Confidence)),
    ),
    max_size=40,
).map(lambda rows: numbered(sorted(rows, key=lambda row: row.at.ms)))


@settings(deadline=None)
@given(logs)
def test_each_prediction_is_what_the_memory_before_its_review_says(rows: list[Review]) -> None:
    counted = [row for row in rows if not row.cram]
    found = {counted[one.review].id: one for one in predictions(lived(rows), SCHEDULER)}
    for place, row in enumerate(rows):
        held: Memory | None = replay(rows[:place], SCHEDULER).get(row.card)
        judged = held is not None and not row.cram and row.form in RECALL and row.at.day > held.last
        assert (row.id in found) == judged
        if held and judged:
            assert found[row.id].chance == held.retrievability(row.at.day, SCHEDULER)
            assert found[row.id].recalled == (row.rating > 1)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from(list(Rating))), min_size=1, max_size=8))
def test_fsrs_own_engine_loses_as_much_on_each_review(steps: list[tuple[int, Rating]]) -> None:
    day, rows, past, expected = 0, [], [], []
    for number, (wait, rating) in enumerate(steps):
        waited = wait if number else 0
        day += waited
        rows.append(review(day, rating))
        past.append(FSRSReview(int(rating), waited))
        if waited:
            expected.append(FSRS(DEFAULT_PARAMETERS).evaluate([FSRSItem(list(past))]).log_loss)
    assert [one.loss for one in predictions(lived(rows), SCHEDULER)] == pytest.approx(expected, abs=2e-3)


def chances(*pairs: tuple[float, int]) -> list[Prediction]:
    return [Prediction(f"d/{place}/x", chance, bool(true)) for place, (chance, true) in enumerate(pairs)]


def test_a_certain_prediction_that_fails_costs_much_but_not_all() -> None:
    assert log_loss(chances((1.0, 0))) == pytest.approx(-log(1e-4))
    assert log_loss(chances((0.8, 1), (0.8, 0))) == pytest.approx(-(log(0.8) + log(0.2)) / 2)


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.83, 0.9, 0.97]), st.integers(0, 1)), min_size=1, max_size=30))
def test_figures_equal_those_that_are_counted_naively(pairs: list[tuple[float, int]]) -> None:
    found = chances(*pairs)
    whole = foretold(found)
    wins = [
        1.0 if hit.chance > miss.chance else 0.5 if hit.chance == miss.chance else 0.0
        for hit, miss in product(found, found)
        if hit.recalled and not miss.recalled
    ]
    assert whole.auc == auc(found) == (pytest.approx(sum(wins) / len(wins)) if wins else None)
    assert sum(one.count for one in bins(found)) == len(found)
    for one in bins(found):
        inside = [pair for pair in pairs if one.low <= pair[0] < one.high or pair[0] == one.high == 1.0]
        assert one.count == len(inside)
        assert one.recalled == pytest.approx(sum(true for _, true in inside) / len(inside))
        assert one.predicted == pytest.approx(sum(chance for chance, _ in inside) / len(inside))
    gap = sum(chance - true for chance, true in pairs) / len(pairs)
    assert rmse_in_groups(found) == pytest.approx(abs(gap))  # all of them are of one group


def test_groups_are_fsrs_own_by_days_waited_answers_and_lapses() -> None:
    days = [(0, 3), (1, 3), (4, 1), (4, 3), (5, 3), (16, 3)]
    rows = numbered([review(day, Rating(rating)) for day, rating in days])
    assert [one.group for one in predictions(lived(rows), SCHEDULER)] == [
        (248, 4, 0),
        (248, 4, 0),
        (248, 7, 2),
        (898, 7, 2),
    ]


@settings(deadline=None)
@given(logs)
def test_confidence_is_counted_over_the_answers_that_were_asked_for_it(rows: list[Review]) -> None:
    asked = [row for row in rows if row.sure and not row.cram]
    whole = calibration(Counter((row.sure, row.rating > 1) for row in asked), lived(rows), SCHEDULER)
    for said in whole.said:
        same = [row for row in asked if row.sure is said.confidence]
        assert said == Said(said.confidence, len(same), sum(row.rating > 1 for row in same))
    if asked:
        means = {1: 0.25, 2: 0.6, 3: 0.95}
        squares = [(means[row.sure] - (row.rating > 1)) ** 2 for row in asked]
        assert whole.brier == pytest.approx(sum(squares) / len(squares))
    else:
        assert whole.brier is None


def test_wilsons_interval_holds_the_share_and_shrinks_with_the_number() -> None:
    assert wilson(0.9, 100) == pytest.approx((0.8256, 0.9448), abs=1e-3)
    assert wilson(1.0, 5)[1] == 1.0
    assert wilson(1.0, 5)[0] < 0.6 < wilson(1.0, 100)[0]
