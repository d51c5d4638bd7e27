"""Tuning: what is fitted foretells a later part that it has not seen, and what foretells no better is left."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from fsrs_rs_python import DEFAULT_PARAMETERS

from destal_cli.core.calibration import Prediction, log_loss, predictions
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, lived, standing
from destal_cli.core.parameters import Parameters, in_use
from destal_cli.core.tuning import EARLIER, LEAST, Trial, error_of, fitted, offered, trial

DAY = 86_400_000
DEFAULT = tuple(DEFAULT_PARAMETERS)
# A learner who forgets new cards four times as fast, and on whom success leaves less than on others.
FORGETFUL = (*(weight / 4 for weight in DEFAULT_PARAMETERS[:4]), *DEFAULT_PARAMETERS[4:8], 1.2, *DEFAULT_PARAMETERS[9:])


def studied(true: tuple[float, ...], count: int, seed: int, form: str = "typed") -> list[Review]:
    """The log of a learner whose memory has parameters that the scheduler does not know; 15 new cards a day."""
    rng, plan, truth = Random(seed), Scheduler(), Scheduler(parameters=true)
    planned, real = dict[str, Memory](), dict[str, Memory]()
    rows: list[Review] = []
    day = 20_000
    while len(rows) < count:
        day += 1
        epoch = day * DAY + DAY // 2
        today = Moment(epoch).day
        due = [card for card in planned if planned[card].due <= today]
        for card in [*due, *(f"d/{len(planned) + number}/x" for number in range(15))]:
            held = real.get(card)
            known = rng.random() < (held.retrievability(today, truth) if held else 0.5)
            row = Review(card, Moment(epoch), Rating.GOOD if known else Rating.AGAIN, form, id=len(rows) + 1)
            row = replace(row, due=plan.due(planned.get(card), row, rng))
            planned[card], real[card] = plan.after(planned.get(card), row), truth.after(held, row)
            rows.append(row)
    return rows[:count]


def tried(reviews: list[Review]) -> Trial | None:
    """The trial of a log."""
    rows = list(lived(reviews))
    return trial(lambda: iter(rows), len(rows), Scheduler())


def test_a_forgetful_learner_gets_parameters_that_foretell_what_comes_after() -> None:
    rows = studied(FORGETFUL, 6_000, seed=3)
    found = tried(rows[:4_000])
    assert found is not None
    assert found.better
    assert (found.reviews, found.against) == (int(4_000 * EARLIER), 0)
    later = [
        log_loss([one for one in predictions(lived(rows), planned) if one.review >= 4_000])
        for planned in (Scheduler(), Scheduler(parameters=found.weights))
    ]
    assert later[1] < later[0]


def test_the_standard_parameters_are_mostly_kept_by_whom_they_fit() -> None:
    trials = [tried(studied(DEFAULT, LEAST, seed)) for seed in range(12)]
    assert sum(one is not None and one.better for one in trials) <= 4


def test_the_figures_of_a_trial_are_those_of_the_later_part_alone() -> None:
    rows = studied(FORGETFUL, LEAST, seed=2)
    found = tried(rows)
    assert found is not None
    cut = int(LEAST * EARLIER)
    assert found.weights == fitted(lived(rows[:cut]))
    before, after = (
        [one for one in predictions(lived(rows), planned) if one.review >= cut]
        for planned in (Scheduler(), Scheduler(parameters=found.weights))
    )
    assert (found.held_out, found.log_loss_before) == (len(before), log_loss(before))
    assert found.log_loss == log_loss(after)


def test_what_leaves_no_memory_is_not_fitted() -> None:
    rows = studied(FORGETFUL, LEAST, seed=3)
    crammed = [replace(row, id=row.id + LEAST, cram=True, rating=Rating.AGAIN) for row in rows]
    undone = [replace(rows[-1], id=9 * LEAST), replace(rows[-1], id=9 * LEAST + 1, voids=9 * LEAST)]
    log = [*rows, *crammed, *undone]
    assert list(lived(log)) == list(lived(rows))
    assert tried(log) == tried(rows)


def test_below_the_least_number_nothing_is_tried() -> None:
    assert tried([]) is None
    assert tried(studied(FORGETFUL, LEAST - 1, seed=4)) is None


def test_answers_that_may_have_been_guessed_alone_decide_nothing() -> None:
    assert tried(studied(FORGETFUL, LEAST, seed=5, form="choice")) is None


def test_the_error_counts_cards_not_answers() -> None:
    once = [Prediction(f"d/{number}/x", 0.5, recalled=bool(number % 2)) for number in range(40)]
    better = [one._replace(chance=0.7) for one in once]
    same_card = [one._replace(card=f"d/{int(one.card.split('/')[1]) % 2}/x") for one in once]
    assert error_of(same_card, better) == pytest.approx(error_of(once, better) * 20**0.5)
    assert error_of(once, once) == 0


def row(version: int, in_use: int, reviews: int = 800) -> Parameters:
    return Parameters(Moment(version), version, DEFAULT, reviews, 100, 0.3, 0.4, in_use)


@pytest.mark.parametrize(
    ("now", "before", "against", "taken"),
    [(0.30, 0.35, 0, True), (0.34, 0.35, 0, False), (0.36, 0.35, 0, False), (0.30, 0.35, 7, False)],
)
def test_what_is_noted_of_a_trial(now: float, before: float, against: int, taken: bool) -> None:
    noted = Trial(DEFAULT, 800, 100, now, before, 0.02, against).row([row(1, in_use=0)], Moment(5))
    assert noted == Parameters(Moment(5), 2, DEFAULT, 800, 100, now, before, in_use=2 if taken else 0)
    assert in_use([row(1, in_use=0), noted]).version == (2 if taken else 0)


def test_a_trial_is_offered_once_there_are_enough_reviews_and_now_and_then_after() -> None:
    assert not offered(900, 999, [])
    assert offered(980, 1_010, [])
    assert not offered(1_010, 1_040, [])
    assert offered(1_490, 1_520, [])
    tried = [row(1, in_use=0, reviews=int(1_010 * EARLIER))]
    assert not offered(1_490, 1_512, tried)
    assert offered(1_500, 1_530, tried)


def test_the_learners_of_these_tests_are_what_they_are_said_to_be() -> None:
    rows = studied(FORGETFUL, 500, seed=6)
    assert standing(rows) == rows
    recalled = [one.recalled for one in predictions(lived(rows), Scheduler())]
    assert sum(recalled) / len(recalled) < 0.85
