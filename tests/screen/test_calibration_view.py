"""The page of calibration and what `destal tune` says, as a reader sees them at 80 and at 40 columns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from test_scores import page

from destal_cli.core.calibration import Bin, Calibration, Foretold, Prediction, Said, foretold
from destal_cli.core.grading import Confidence
from destal_cli.core.memory import Moment
from destal_cli.core.parameters import Parameters
from destal_cli.core.tuning import Trial
from destal_cli.screen.calibration import believed, calibration_view
from destal_cli.screen.palette import in_ascii
from destal_cli.screen.tuning import back_view, few_view, trial_view, untold_view

STANDARD = Parameters(Moment(0))
OWN = Parameters(Moment(1_790_000_000_000), 1, (0.2,) * 21, 800, 150, 0.3, 0.31, 1)
BINS = (Bin(0.7, 0.8, 40, 0.76, 0.7), Bin(0.84, 0.88, 210, 0.861, 0.848), Bin(0.88, 0.92, 512, 0.901, 0.901))
FOUND = Foretold(762, 0.882, 0.878, 0.3412, 0.3711, 0.0312, 0.642, BINS)
WHOLE = Calibration(
    (Said(Confidence.GUESS, 12, 4), Said(Confidence.UNSURE, 31, 22), Said(Confidence.SURE, 80, 78)), 0.094, 0.13, FOUND
)
NOTHING = Calibration(tuple(Said(level, 0, 0) for level in Confidence if level), None, None, None)


def test_the_page_has_confidence_and_predictions_with_their_figures_and_a_sentence() -> None:
    assert (
        page(calibration_view(WHOLE, STANDARD, 80), 80)
        == """
  How sure you were
  you said  right  of  0%                                      100%
  guess       33%  12        ─────○──●────────────
  unsure      71%  31                         ───○────●─────
  sure        98%  80                                         ──○●─
  ○ taken to mean guess 25%, unsure 60%, sure 95%

  Brier score 0.094   0 is perfect; always saying the same would be 0.130
  When you are sure, you are right 98% of the time: you can trust it.

  What was foretold
  by FSRS's standard parameters

  foretold  mean  true   of  70%                                     100%
  70–80%     76%   70%   40  ●────────○────────
  84–88%     86%   85%  210               ────────●─○────
  88–92%     90%   90%  512                           ────◆───
  ● came true  ○ foretold  ◆ both  ─ what chance allows

  reviews          762  that tested a prediction
  log loss      0.3412  always saying 88% would be 0.3711
  RMSE in bins  0.0312  FSRS's own; 0 is perfect
  AUC            0.642  0.5 tells no card from another, 1 all

  You can believe them: 88% foretold, 88% came true, and no step of the table
  is off by more than chance allows.
"""
    )


def test_without_answers_it_says_how_to_come_by_them() -> None:
    shown = page(calibration_view(NOTHING, STANDARD, 80), 80)
    assert "You were never asked: destal quiz --sure asks before each verdict." in shown
    assert "Nothing yet: a prediction is tested when a card comes back" in shown


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("found", [WHOLE, NOTHING], ids=["whole", "nothing"])
def test_no_line_is_wider_than_the_screen_and_no_figure_is_lost(width: int, found: Calibration) -> None:
    shown = page(calibration_view(found, OWN, width), width)
    assert max(map(cell_len, shown.splitlines())) <= width
    if found is WHOLE:
        assert all(figure in shown for figure in ("0.3412", "0.0312", "0.642", "512", "0.094"))
    assert in_ascii(shown).isascii()


def with_means(predicted: float, recalled: float, reviews: int) -> str:
    one = Bin(0.88, 0.92, reviews, predicted, recalled)
    return believed(replace(FOUND, predicted=predicted, recalled=recalled, reviews=reviews, bins=(one,)))


@pytest.mark.parametrize(
    ("predicted", "recalled", "reviews", "said"),
    [
        (0.9, 0.8, 40, "40 reviews are too few to tell: chance alone moves the share recalled by 9 points either way."),
        (0.9, 0.89, 1_000, "You can believe them: 90% foretold, 89% came true, and no step of the table is off"),
        (0.9, 0.902, 90_000, "You can believe them: 90% foretold, 90% came true"),
        (0.9, 0.85, 1_000, "They promise too much: 90% foretold, 85% came true. Take 5 points off"),
        (0.85, 0.9, 1_000, "You remember better than foretold: 90% instead of 85%. Add 5 points"),
    ],
)
def test_one_sentence_says_how_far_predictions_can_be_believed(
    predicted: float, recalled: float, reviews: int, said: str
) -> None:
    assert with_means(predicted, recalled, reviews).startswith(said)


def test_the_step_that_is_farthest_off_is_named() -> None:
    low = Bin(0.0, 0.5, 326, 0.41, 0.31)
    said = believed(replace(FOUND, bins=(low, *BINS)))
    assert said.endswith("came true, the farthest off where 41% was foretold: 31% of 326 came true.")


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), st.integers(20, 130))
def test_any_predictions_can_be_shown(pairs: list[tuple[float, bool]], width: int) -> None:
    found = foretold([Prediction("d/f/x", chance, true) for chance, true in pairs])
    shown = page(calibration_view(replace(WHOLE, foretold=found), STANDARD, width), width)
    assert max(map(cell_len, shown.splitlines())) <= width


TRIAL = Trial(OWN.weights, 960, 183, 0.3598, 0.3712, 0.0031, 0)


def test_a_trial_shows_both_figures_and_what_became_of_it() -> None:
    assert (
        page(trial_view(TRIAL, STANDARD, taken=True, width=80), 80)
        == """
  Do your own reviews foretell better?
  Fitted to the earlier 960 reviews, compared on 183 later answers.

  log loss (lower foretells better)
  FSRS's standard parameters  0.3712  in use so far
  your own, fitted now        0.3598
  better by                   0.0114
  give or take                0.0031  one standard error

  ✓ taken   the memory of every card was made anew with them
  due days given so far stay; destal tune --back returns to the former
"""
    )


@pytest.mark.parametrize(
    ("trial", "why"),
    [
        (replace(TRIAL, log_loss=0.38), "it foretells no better"),
        (replace(TRIAL, error=0.02), "chance alone may explain that"),
    ],
)
def test_a_trial_that_is_not_taken_says_why(trial: Trial, why: str) -> None:
    shown = page(trial_view(trial, OWN, taken=False, width=80), 80)
    assert f"◐ not taken   {why}: what was in use stays" in shown
    assert "your own of 21 September 2026" in shown


@pytest.mark.parametrize("width", [40, 80])
def test_what_tune_says_fits_the_screen(width: int) -> None:
    for view in (trial_view(TRIAL, OWN, taken=True, width=width), few_view(1), untold_view(1_200), back_view(STANDARD)):
        shown = page(view, width)
        assert max(map(cell_len, shown.splitlines())) <= width
    assert "1 review so far" in page(few_view(1), width)
