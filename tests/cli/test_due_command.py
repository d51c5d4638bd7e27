"""`destal due`: one line, always, that begins with what is due; and the same figures as `destal` alone has."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from conftest import Run

from destal_cli.core.session import Coming
from destal_cli.screen.standing import due_line

DAY = dt.date(2026, 10, 12).toordinal()


@pytest.mark.parametrize(
    ("coming", "new", "said"),
    [
        (Coming(DAY, 12, 0, (DAY + 1, 4)), 3, "12 due, 3 new"),
        (Coming(DAY, 1_200, 0, None), 0, "1,200 due"),
        (Coming(DAY, 0, 0, (DAY + 1, 4)), 3, "0 due, 3 new"),
        (Coming(DAY, 0, 0, (DAY + 1, 4)), 0, "0 due, 4 tomorrow"),
        (Coming(DAY, 0, 0, (DAY + 3, 1)), 0, "0 due, 1 on 15 October 2026"),
        (Coming(DAY, 0, 5, (DAY + 3, 1)), 0, "0 due, 5 beyond today's limit"),
        (Coming(DAY, 0, 0, None), 0, "0 due"),
    ],
)
def test_the_line_begins_with_what_is_due_and_says_what_else_there_is(coming: Coming, new: int, said: str) -> None:
    assert due_line(coming, new) == said


def test_a_learner_who_begins_has_new_cards(destal: Run) -> None:
    done = destal("due")
    assert (done.code, done.out, done.err) == (0, "0 due, 10 new\n", "")


def test_what_was_answered_today_is_new_no_more_and_is_due_later(destal: Run) -> None:
    destal("quiz", "--plain", "--new", "2", "--seed", "1", lines="\n" * 20)
    assert destal("due").out == "0 due, 8 new\n"
    assert destal("due", now="2027-02-04T20:00:00+00:00").out == "2 due, 10 new\n"


def test_without_a_deck_it_is_still_a_line(destal: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("destal_cli.store.library.packaged_decks", lambda: tmp_path / "none")
    assert (destal("due").code, destal("due").out) == (0, "0 due\n")


def test_it_says_the_same_as_destal_alone(destal: Run) -> None:
    destal("quiz", "--plain", "--new", "2", "--seed", "1", lines="\n" * 20)
    short, whole = json.loads(destal("due", "--json").out), json.loads(destal("--json").out)
    assert short == {key: whole[key] for key in short}
    assert whole["command"] == "destal quiz"


def test_of_one_deck_it_counts_that_deck(destal: Run, wall: Path) -> None:
    assert wall
    assert json.loads(destal("due", "-d", "wall", "--json").out)["new"] == 5
