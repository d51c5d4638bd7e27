"""`destal quiz --sure`: confidence comes before the verdict, in every form, and what was surely wrong comes first."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from random import Random

import pytest
from conftest import Done, Run

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.store.history import History

GUESS, UNSURE, SURE, UNASKED = Confidence.GUESS, Confidence.UNSURE, Confidence.SURE, Confidence.UNASKED
EVENT = ("quiz", "wall", "--form", "typed", "--kind", "event", "--limit", "1")
HOW_SURE = "how sure are you? 1 a guess, 2 unsure, 3 sure"


def standing(home: Path) -> list[Review]:
    """The reviews that stand."""
    rows = History(home / "history.db", create=False).reviews()
    voided = {row.voids for row in rows}
    return [row for row in rows if row.voids is None and row.id not in voided]


def said(home: Path) -> list[tuple[int, Confidence]]:
    return [(row.rating, row.sure) for row in standing(home)]


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize(
    ("line", "sure"), [("1", GUESS), ("unsure", UNSURE), ("3", SURE), ("", UNASKED), ("9\nsure", SURE)]
)
def test_a_line_before_the_verdict_says_how_sure_an_answer_is(
    destal: Run, home: Path, line: str, sure: Confidence
) -> None:
    done = destal(*EVENT, "--sure", lines=f"13 August 1961\n{line}\n")
    before, _, after = done.out.partition(HOW_SURE)
    assert "right" not in before
    assert "right: 13 August 1961" in after
    assert after.count("1, 2 or 3; an empty line leaves it open") == line.startswith("9")
    assert said(home) == [(Rating.GOOD, sure)]


@pytest.mark.usefixtures("wall")
def test_it_is_said_before_an_answer_is_called_partial(destal: Run, home: Path) -> None:
    done = destal(*EVENT, "--sure", lines="1961\n2\n13 August\n")
    assert done.out.index(HOW_SURE) < done.out.index("partly right")
    assert said(home) == [(Rating.HARD, UNSURE)]


@pytest.mark.usefixtures("wall")
def test_an_answer_counts_though_the_input_ends_before_it_is_said_how_sure_it_is(destal: Run, home: Path) -> None:
    assert "right: 13 August 1961" in destal(*EVENT, "--sure", lines="13 August 1961\n").out
    assert said(home) == [(Rating.GOOD, UNASKED)]


@pytest.mark.usefixtures("wall")
def test_who_does_not_know_and_who_leaves_is_not_asked(destal: Run, home: Path) -> None:
    done = destal(*EVENT, "--sure", lines="\n13 August 1961\n:q\n")
    assert done.out.count(HOW_SURE) == 1
    assert said(home) == [(Rating.AGAIN, UNASKED)]


@pytest.mark.usefixtures("wall")
def test_in_a_flashcard_saying_it_reveals_the_answer(destal: Run, home: Path) -> None:
    done = destal("quiz", "wall", "--form", "flashcard", "--kind", "role", "--sure", lines="2\n3\n")
    lines = done.out.splitlines()
    place = lines.index("say how sure you are, and the answer is shown: 1 a guess, 2 unsure, 3 sure")
    assert lines[place + 1] == "answer: Willy Brandt"
    assert said(home) == [(Rating.GOOD, UNSURE)]


@pytest.mark.usefixtures("shipped_here")
def test_in_an_exercise_it_is_said_once_and_kept_with_each_card(destal: Run, home: Path) -> None:
    done = destal("quiz", "--form", "order", "--seed", "1", "--sure", lines="1 2 3 4 5 6\n3\n:q\n")
    assert done.out.count(HOW_SURE) == 1
    assert len(said(home)) > 1
    assert {sure for _, sure in said(home)} == {SURE}
    wrong = sum(rating == Rating.AGAIN for rating, _ in said(home))
    assert done.out.count("you were sure: it comes first next time") == wrong > 0


@pytest.mark.usefixtures("wall")
def test_the_setting_asks_and_an_option_overrules_it(destal: Run, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("sure = true\n", encoding="utf-8")
    assert HOW_SURE in destal(*EVENT, lines="1961\n").out
    assert HOW_SURE not in destal(*EVENT, "--no-sure", lines="1961\n").out
    (home / "config.toml").write_text("sure = 1\n", encoding="utf-8")
    assert "`sure` is true or false" in destal(*EVENT, lines="").err


LATER = "2027-01-09T20:00:00+00:00"
ALL = ("quiz", "wall", "--form", "typed", "--new", "9")


def first_asked(done: Done) -> list[str]:
    """The head and the prompt of the first question."""
    return done.out.strip().splitlines()[:2]


@pytest.mark.usefixtures("wall")
def test_what_was_surely_wrong_comes_first_in_the_next_session_and_once(destal: Run, home: Path) -> None:
    done = destal(*ALL, "--sure", "--seed", "1", lines="13 August 1916\n3\n" + "\n" * 30)
    assert "you were sure: it comes first next time" in done.out
    wrong = next(row.card for row in standing(home) if row.sure is SURE)
    seeds = [first_asked(destal(*ALL, "--seed", str(seed), now=LATER)) for seed in range(8)]
    assert {head.split(" · ")[2] for head, _ in seeds} == {"you were sure of this"}
    assert len({prompt for _, prompt in seeds}) == 1
    destal(*ALL, lines="\n:q\n", now=LATER)
    assert standing(home)[-1].card == wrong
    again = destal(*ALL, now="2027-02-20T20:00:00+00:00")
    assert "you were sure of this" not in again.out


@pytest.mark.usefixtures("wall")
def test_what_was_taken_back_or_rated_otherwise_was_not_surely_wrong(destal: Run, home: Path) -> None:
    destal(*EVENT, "--sure", lines="13 August 1916\n3\n:u\n13 August 1916\n3\n:o 3\n:q\n")
    assert said(home) == [(Rating.GOOD, SURE)]
    assert History(home / "history.db", create=False).overconfident() == set()


@pytest.mark.usefixtures("wall")
def test_the_scores_say_how_often_each_was_right(destal: Run) -> None:
    empty = json.loads(destal("scores", "--calibration", "--json").out)
    assert (empty["brier"], empty["predictions"]) == (None, None)
    destal(*EVENT, "--sure", lines="13 August 1961\n3\n")
    found = json.loads(destal("scores", "--calibration", "--json").out)
    assert found["confidence"][2] == {"said": "sure", "answers": 1, "right": 1, "share": 1.0}
    assert found["brier"] == pytest.approx(0.05**2)
    assert "You were never asked: destal quiz --sure" not in destal("scores", "--calibration").out


if sys.platform != "win32":
    from test_terminal import CTRL_C, ESC, Terminal, number_of

    @pytest.mark.usefixtures("wall")
    def test_on_a_terminal_one_key_says_it_and_then_the_verdict_comes(home: Path) -> None:
        terminal = Terminal("wall", "--kind", "role", "--seed", "3", "--sure")
        screen = terminal.sees("4  [A-Z][^\x1b]+\x1b")
        terminal.types(number_of("Willy Brandt", screen))
        shown = terminal.sees("3 sure")
        assert "right" not in shown
        assert not (home / "history.db").exists()
        terminal.types("x3")
        assert "✓ right   Willy Brandt" in terminal.sees("Enter next")
        assert said(home) == [(Rating.GOOD, SURE)]
        terminal.types("q")
        assert terminal.ended()[0] == 0

    @pytest.mark.usefixtures("wall")
    def test_the_time_that_saying_it_takes_is_no_time_of_the_answer(home: Path) -> None:
        terminal = Terminal("wall", "--kind", "role", "--seed", "3", "--sure")
        terminal.sees("4  ")
        terminal.types("1")
        terminal.sees("3 sure")
        time.sleep(3)
        terminal.types("3")
        terminal.sees("Enter next")
        assert standing(home)[0].took < 3_000
        terminal.types("q")
        terminal.ended()

    @pytest.mark.usefixtures("wall")
    def test_on_a_terminal_a_flashcard_is_revealed_by_saying_it(home: Path) -> None:
        terminal = Terminal("wall", "--kind", "role", "--form", "flashcard", "--sure", width=40)
        terminal.sees("3 sure")
        terminal.types("1")
        assert "Willy Brandt" in terminal.sees("Enter Good")
        terminal.types("1")
        terminal.sees("again")
        terminal.types(ESC)
        terminal.types(CTRL_C)
        terminal.ended()
        assert said(home)[0] == (Rating.AGAIN, GUESS)

    @pytest.mark.usefixtures("wall")
    def test_on_a_terminal_leaving_before_it_is_said_leaves_the_card_unanswered(home: Path) -> None:
        terminal = Terminal(*EVENT[1:], "--sure")
        terminal.sees("year ›")
        terminal.types("13 aug 1961\r")
        terminal.sees("3 sure")
        terminal.types(CTRL_C)
        code, rest = terminal.ended()
        assert (code, standing(home)) == (130, [])
        assert "nothing was answered" in rest

    @pytest.mark.usefixtures("wall")
    @pytest.mark.parametrize("key", ["\r", ESC])
    def test_on_a_terminal_it_can_be_left_open(home: Path, key: str) -> None:
        terminal = Terminal(*EVENT[1:], "--sure")
        terminal.sees("year ›")
        terminal.types("13 aug 1961\r")
        terminal.sees("Enter leave it open")
        terminal.types(key)
        assert "✓ right   13 August 1961" in terminal.sees("Enter next")
        assert said(home) == [(Rating.GOOD, UNASKED)]
        terminal.types("q")
        assert terminal.ended()[0] == 0

    @pytest.mark.usefixtures("wall")
    def test_on_a_terminal_its_keys_are_explained_and_q_leaves_the_card_unanswered(home: Path) -> None:
        terminal = Terminal(*EVENT[1:], "--sure", width=40)
        terminal.sees("year ›")
        terminal.types("13 aug 1961\r")
        terminal.sees("leave it open")
        terminal.types("?")
        shown = terminal.sees("How sure")
        for line in ("1  a guess: it may well", "Enter, Esc  leave it open", "q  stop here, without"):
            assert line in shown
        terminal.types("q")
        code, rest = terminal.ended()
        assert (code, standing(home)) == (0, [])
        assert "nothing was answered" in rest

    @pytest.mark.usefixtures("wall")
    def test_on_a_terminal_a_flashcard_is_revealed_without_saying_it_too(home: Path) -> None:
        terminal = Terminal("wall", "--kind", "role", "--form", "flashcard", "--sure")
        terminal.sees("leave it open")
        terminal.types("?")
        shown = terminal.sees("Do you know it")
        assert "2  unsure" in shown
        assert "Again, Hard" not in shown
        terminal.types(" ")
        assert "Willy Brandt" in terminal.sees("Enter Good")
        terminal.types("\r")
        terminal.ended()
        assert said(home) == [(Rating.GOOD, UNASKED)]

    @pytest.mark.usefixtures("shipped_here")
    def test_on_a_terminal_what_was_picked_in_an_exercise_is_shown_while_it_is_said(home: Path, shipped: Deck) -> None:
        history = History(home / "history.db", create=True)
        for card in cards_of_deck(shipped):
            if card.answer.type == "date":
                known = Review(card.id, Moment(1_790_000_000_000), Rating.GOOD, "date", rung=2)
                history.record([known], Scheduler(), Random(1))
        before = len(standing(home))
        terminal = Terminal("--form", "place", "--seed", "2", "--limit", "1", "--sure", width=60)
        terminal.sees("3  here")
        terminal.types("2")
        assert "after: " in terminal.sees("3 sure")
        terminal.types("2")
        assert "◆ where it belongs" in terminal.sees("Enter next")
        assert {sure for _, sure in said(home)[before:]} == {UNSURE}
        terminal.types("q")
        assert terminal.ended()[0] == 0
