"""`destal tune`: says what it found either way, takes what foretells better, and can go back."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import Run
from fsrs_rs_python import DEFAULT_PARAMETERS

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.core.tuning import LEAST
from destal_cli.store.history import History

pytestmark = pytest.mark.usefixtures("wall")
DAY = 86_400_000


FORGETFUL = {1: 0.55, 4: 0.4, 12: 0.3}


def studied(home: Path, chance: dict[int, float], count: int = LEAST + 200) -> None:
    """A history of cards that return after 1, 4 and 12 days, recalled with a chance by days, or as FSRS foretells."""
    history, rng, plan = History(home / "history.db", create=True), Random(1), Scheduler()
    pairs = sorted(
        (start + age, f"wall/{start}-{n}/x") for start in range(count) for age in (0, 1, 5, 17) for n in "abc"
    )
    for day, same in groupby(pairs[:count], key=lambda pair: pair[0]):
        at = Moment((20_000 + day) * DAY + DAY // 2)
        rows = []
        for _, card in same:
            held = history.memory_of(card)
            recall = chance.get(at.day - held.last, held.retrievability(at.day, plan)) if held else 0.5
            rows.append(Review(card, at, Rating.GOOD if rng.random() < recall else Rating.AGAIN, "typed"))
        history.record(rows, plan, rng)
    history.close()


def found(destal: Run, *arguments: str) -> dict[str, Any]:
    done = destal("tune", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    document: dict[str, Any] = json.loads(done.out)
    return document


def test_without_enough_reviews_nothing_is_fitted(destal: Run, home: Path) -> None:
    document = found(destal)
    assert (document["taken"], document["reviews"], document["log_loss"], document["version"]) == (False, 0, None, 0)
    assert f"From {LEAST:,} on" in destal("tune").out
    assert not (home / "history.db").exists()


@pytest.mark.parametrize(("form", "days"), [("choice", 40), ("typed", 1)])
def test_enough_reviews_of_which_none_tells_of_memory_are_not_called_too_few(
    destal: Run, home: Path, form: str, days: int
) -> None:
    history = History(home / "history.db", create=True)
    for day in range(days):
        at = Moment((20_400 + day) * DAY + DAY // 2)
        cards = (f"wall/{number}/x" for number in range(day % 4, LEAST, 4 if days > 1 else 1))
        history.record([Review(card, at, Rating.GOOD, form) for card in cards], Scheduler(), Random(1))
    history.close()
    shown = destal("tune").out
    assert "reviews so far: enough, but too few of them show how long your memory holds" in " ".join(shown.split())
    assert "From 1,000 on" not in shown
    document = found(destal)
    assert document["reviews"] >= LEAST
    assert (document["taken"], document["log_loss"], document["version"]) == (False, None, 0)


def test_what_foretells_better_is_taken_and_back_restores_every_memory(destal: Run, home: Path) -> None:
    studied(home, FORGETFUL)
    history = History(home / "history.db", create=False)
    before = history.memory()
    document = found(destal)
    assert document["taken"]
    assert not found(destal)["taken"]
    assert document["log_loss"] < document["log_loss_before"] - document["error"]
    assert (document["version"], len(document["parameters"])) == (1, len(DEFAULT_PARAMETERS))
    assert history.memory() != before
    assert {card: held.due for card, held in history.memory().items()} == {c: held.due for c, held in before.items()}
    assert destal("doctor").code == 0
    assert "your own of 4 January 2027" in destal("scores", "--calibration").out
    assert "FSRS's standard parameters" in destal("tune", "--back").out
    assert history.memory() == before
    assert destal("doctor").code == 0
    assert [row.in_use for row in history.parameters()] == [1, 1, 0]


def test_what_foretells_no_better_is_left_and_both_figures_are_shown(destal: Run, home: Path) -> None:
    studied(home, {})
    before = History(home / "history.db", create=False).memory()
    shown = destal("tune").out
    document = found(destal)
    assert not document["taken"]
    assert "◐ not taken" in shown
    for figure in (document["log_loss"], document["log_loss_before"], document["error"]):
        assert f"{figure:.4f}" in shown
    assert f"{document['fitted']:,} reviews" in " ".join(shown.split())
    history = History(home / "history.db", create=False)
    assert history.memory() == before
    assert [row.in_use for row in history.parameters()] == [0, 0]


def test_there_is_no_way_back_from_the_standard_parameters(destal: Run) -> None:
    done = destal("tune", "--back")
    assert (done.code, done.out) == (3, "")
    assert "the standard parameters are in use" in done.err


def test_the_parameters_in_use_plan_what_the_quiz_asks(destal: Run, home: Path) -> None:
    lines = "13 August 1961\n:i\n"
    quiz = ("quiz", "wall", "--form", "typed", "--kind", "event", "--limit", "1")
    studied(home, FORGETFUL)
    assert found(destal)["taken"]
    destal(*quiz, lines=lines)
    history = History(home / "history.db", create=False)
    last = history.last()
    assert last is not None
    assert (last.card, last.parameters) == ("wall/wall-begun/when", 1)
    assert destal("doctor").code == 0
    destal("undo")
    assert destal("doctor").code == 0


def test_a_session_that_brings_the_reviews_to_enough_ends_with_one_line_about_it(destal: Run, home: Path) -> None:
    studied(home, {}, LEAST - 1)
    quiz = ("quiz", "wall", "--form", "typed", "--new", "2", "--limit", "2")
    done = destal(*quiz, lines="x\n:q\n")
    assert done.out.splitlines()[-1].startswith(f"{LEAST:,} reviews by now: destal tune")
    assert "destal tune" not in destal(*quiz, lines="x\n:q\n").out
