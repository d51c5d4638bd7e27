"""`destal quiz` in its plain dialogue: what is asked, what is said, and that nothing answered is ever lost."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Done, Run, starter_text

from destal_cli.core.grading import Rating
from destal_cli.store.history import History

BEGUN, MAYOR = "wall/wall-begun/when", "wall/brandt-mayor/who"
FIRST_BEGUN = "1"  # a seed that puts wall-begun first


def log(home: Path) -> list[tuple[str, int, str]]:
    """What the history holds: card, rating and answer of each row that stands."""
    rows = History(home / "history.db", create=False).reviews()
    voided = {row.voids for row in rows}
    return [(r.card, int(r.rating), r.answer) for r in rows if r.voids is None and r.id not in voided]


def prompts(done: Done) -> list[str]:
    return re.findall(r"^\S.* · \d+ of \d+.*\n(.*)$", done.out, re.MULTILINE)


@pytest.mark.usefixtures("wall")
def test_a_right_answer_is_saved_before_its_verdict_is_shown_with_the_passage(destal: Run, home: Path) -> None:
    done = destal("quiz", "wall", "--form", "typed", "--limit", "1", "--kind", "event", lines="13 August 1961\n")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[1] == "The Wall · 1 of 1 · new"
    assert lines[2] == "On what day did East Germany begin to close the border in Berlin?"
    assert re.fullmatch(r"saved: again in 2 days, on 6 January 2027", lines[3])
    assert lines[4] == "right: 13 August 1961"
    assert "passage: In the night to 13 August 1961 East German troops began to close the border in Berlin." in lines
    assert "source: The Berlin Wall in brief, Built paragraph 1" in lines
    assert "score: 1 of 1 card right at the first try (100%)" in lines
    assert log(home) == [(BEGUN, Rating.GOOD, "13 August 1961")]


@pytest.mark.usefixtures("wall")
def test_a_wrong_answer_says_why_and_the_card_comes_back_in_the_session(destal: Run, home: Path) -> None:
    wrong_then_right = "13 August 1916\n13 August 1961\n"
    done = destal("quiz", "wall", "--form", "typed", "--limit", "1", "--kind", "event", lines=wrong_then_right)
    assert "wrong: 13 August 1961" in done.out
    assert "1961, not 1916" in done.out
    assert len(prompts(done)) == 2
    assert "missed: On what day did East Germany begin to close the border in Berlin? 13 August 1961" in done.out
    assert [rating for _, rating, _ in log(home)] == [Rating.AGAIN, Rating.GOOD]


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize(
    ("second", "rating"), [("13 August", Rating.HARD), ("13 August 1961", Rating.HARD), ("", Rating.AGAIN)]
)
def test_a_partial_answer_gets_one_more_try(destal: Run, home: Path, second: str, rating: Rating) -> None:
    done = destal("quiz", "wall", "--form", "typed", "--limit", "1", "--kind", "event", lines=f"1961\n{second}\n")
    first, _, rest = done.out.partition("saved")
    assert "partly right: right year - which month and day?" in first
    assert "13 August" not in first
    assert "13 August 1961" in rest
    assert log(home)[0][1] == rating


@pytest.mark.usefixtures("wall")
def test_leaving_at_the_second_try_leaves_the_card_unanswered(destal: Run, home: Path) -> None:
    done = destal("quiz", "wall", "--form", "typed", "--limit", "1", "--kind", "event", lines="1961\n:q\n")
    assert "score: nothing was answered" in done.out
    assert log(home) == []


@pytest.mark.usefixtures("wall")
def test_a_command_at_the_second_try_is_no_answer(destal: Run, home: Path) -> None:
    lines = "1961\n:f\n:i\n:o 3\n:@\n:u\n13 August\n"
    done = destal("quiz", "wall", "--form", "typed", "--limit", "1", "--kind", "event", lines=lines)
    assert done.out.count("first complete this answer") == 3
    assert "\nflagged\n" in done.out
    assert log(home) == [(BEGUN, Rating.HARD, "1961 / 13 August")]


@pytest.mark.usefixtures("wall")
def test_a_command_is_neither_yes_nor_no_to_did_you_mean(destal: Run, home: Path) -> None:
    left = destal("quiz", "wall", "--form", "typed", "--kind", "role", lines="Brat\n:q\n")
    assert "did you mean Willy Brandt? y or n" in left.out
    assert log(home) == []
    destal("quiz", "wall", "--form", "typed", "--kind", "role", lines="Brat\n:f\n:u\ny\n")
    assert log(home) == [(MAYOR, Rating.GOOD, "Brat")]


@pytest.mark.usefixtures("wall")
def test_a_new_card_is_a_choice_and_a_known_one_is_typed(destal: Run) -> None:
    first = destal("quiz", "wall", "--kind", "role", lines="Willy Brandt\n")
    assert re.search(r"^4\) ", first.out, re.MULTILINE)
    assert "right: Willy Brandt" in first.out
    later = destal("quiz", "wall", "--kind", "role", lines="brandt\n", now="2027-02-01T20:00:00+00:00")
    assert "1)" not in later.out
    assert "right: Willy Brandt" in later.out


@pytest.mark.usefixtures("wall")
def test_a_plain_flashcard_reveals_on_an_empty_line_and_is_rated_by_the_next(destal: Run, home: Path) -> None:
    done = destal("quiz", "wall", "--kind", "role", "--form", "flashcard", lines="\n4\n")
    assert "answer: Willy Brandt\n1 Again 1 day, 2 Hard 1 day, 3 Good 2 days, 4 Easy 8 days\n" in done.out
    assert log(home) == [(MAYOR, Rating.EASY, "")]


@pytest.mark.usefixtures("wall")
def test_wrong_keys_in_a_choice_or_a_flashcard_are_asked_again(destal: Run, home: Path) -> None:
    choice = destal("quiz", "wall", "--kind", "role", "--new", "1", lines="9\nx\n:nonsense\nWilly Brandt\n")
    assert choice.out.count("answer with a number from 1 to 4") == 2
    assert 'there is no command ":nonsense"' in choice.out
    card = destal("quiz", "wall", "--kind", "quote", "--form", "flashcard", "--new", "1", lines="\n7\nx\n3\n")
    assert card.out.count("rate it from 1 to 4") == 2
    assert [rating for _, rating, _ in log(home)] == [Rating.GOOD, Rating.GOOD]


@pytest.mark.usefixtures("wall")
def test_undo_rating_otherwise_and_quitting_work_on_lines_of_their_own(destal: Run, home: Path) -> None:
    lines = "13 August 1961\n:u\n13 August 1961\n:o 4\n:q\n"
    done = destal("quiz", "wall", "--form", "typed", "--kind", "event", "--seed", FIRST_BEGUN, lines=lines)
    assert "taken back: On what day did East Germany begin" in done.out
    assert "rated Easy: again in" in done.out
    assert "score: 1 of 1 card right" in done.out
    assert log(home) == [(BEGUN, Rating.EASY, "13 August 1961")]


@pytest.mark.usefixtures("wall")
def test_undo_reaches_across_the_end_of_a_session(destal: Run, home: Path) -> None:
    destal("quiz", "wall", "--form", "typed", "--kind", "role", lines="Brandt\n")
    done = destal("undo")
    assert done.code == 0
    assert f"taken back: the answer to {MAYOR}" in done.err
    assert log(home) == []
    assert destal("undo").code == 3


@pytest.mark.usefixtures("wall")
def test_cramming_touches_no_schedule(destal: Run, home: Path) -> None:
    done = destal("quiz", "wall", "--cram", "--limit", "2", "--form", "typed", lines="x\ny\n")
    assert "saved: practice only, not scheduled" in done.out
    assert "practice only: nothing was scheduled" in done.out
    assert History(home / "history.db", create=False).memory() == {}
    assert len(log(home)) == 2


@pytest.mark.usefixtures("wall")
def test_the_end_of_input_ends_the_session_with_its_score(destal: Run) -> None:
    done = destal("quiz", "wall", lines="")
    assert done.code == 0
    assert "score: nothing was answered" in done.out


@pytest.mark.usefixtures("wall")
def test_a_session_is_the_same_with_the_same_seed(destal: Run) -> None:
    first, second = (destal("quiz", "wall", "--cram", "--seed", "5", lines=":q\n").out for _ in range(2))
    assert first == second


@pytest.mark.usefixtures("wall")
def test_new_cards_are_at_most_ten_a_day_unless_more_are_asked_for(destal: Run) -> None:
    def asked(*options: str, now: str = "2027-01-04T20:00:00+00:00") -> int:
        done = destal("quiz", "destalinization", "--form", "flashcard", *options, lines="\n3\n" * 40, now=now)
        return done.out.count("saved:")

    assert asked() == 10
    assert asked() == 0
    assert asked("--new", "4") == 4
    assert asked(now="2027-01-05T03:00:00+00:00") == 0
    assert asked(now="2027-01-05T05:00:00+00:00") == 10


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize(("year", "code"), [("9850", 0), ("9999", 2), ("0002", 0), ("soon", 2)])
def test_a_clock_at_the_ends_of_the_calendar_does_no_harm(destal: Run, home: Path, year: str, code: int) -> None:
    now = f"{year}-12-31T23:00:00+00:00"
    done = destal("quiz", "wall", "--kind", "role", "--form", "typed", lines="Brandt\n", now=now)
    assert done.code == code
    assert [destal(*command, now=now).code for command in ([], ["scores"])] == [code, code]
    assert (home / "history.db").exists() == (code == 0)


@pytest.mark.usefixtures("wall")
def test_when_nothing_is_due_it_says_what_is_next(destal: Run) -> None:
    destal("quiz", "wall", "--kind", "role", "--form", "typed", lines="Brandt\n")
    done = destal("quiz", "wall", "--kind", "role")
    assert done.code == 0
    assert "nothing is due. next: 1 card due on 6 January 2027" in done.err


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize("command", [":@", ":-"])
def test_a_card_put_aside_is_not_asked(destal: Run, command: str) -> None:
    destal("quiz", "wall", "--kind", "role", lines=f"{command}\n")
    assert prompts(destal("quiz", "wall", "--kind", "role")) == []
    tomorrow = destal("quiz", "wall", "--kind", "role", now="2027-01-05T20:00:00+00:00")
    assert len(prompts(tomorrow)) == (0 if command == ":@" else 1)


@pytest.mark.usefixtures("wall")
def test_a_suspended_card_is_listed_and_can_be_brought_back(destal: Run) -> None:
    destal("quiz", "wall", "--kind", "role", lines=":@\n")
    assert "1 fact" in destal("facts", "--deck", "wall", "--suspended").out
    assert "1 card will be asked again" in destal("facts", "--deck", "wall", "--suspended", "--restore").err
    assert len(prompts(destal("quiz", "wall", "--kind", "role"))) == 1


@pytest.mark.usefixtures("wall")
def test_history_stays_with_a_fact_that_is_reworded_moved_or_away_for_a_while(
    destal: Run, wall: Path, home: Path
) -> None:
    destal("quiz", "wall", "--kind", "role", "--form", "typed", lines="Brandt\n")
    text = wall.read_text(encoding="utf-8")
    reworded = text.replace("Which mayor of West Berlin protested", "What mayor of West Berlin protested")
    assert reworded != text
    wall.unlink()
    assert destal("facts", "--deck", "wall").code == 3
    wall.with_name("renamed.yaml").write_text(reworded, encoding="utf-8")
    later = destal("quiz", "wall", "--kind", "role", lines="Brandt\n", now="2027-02-01T20:00:00+00:00")
    assert "What mayor of West Berlin protested" in later.out
    assert "new" not in later.out.splitlines()[1]
    assert [card for card, _, _ in log(home)] == [MAYOR, MAYOR]


@pytest.mark.usefixtures("home")
def test_studying_and_taking_back_leave_every_deck_as_it_was_written(destal: Run, wall: Path) -> None:
    before = wall.read_bytes(), wall.stat().st_mtime_ns
    destal("quiz", "wall", "--form", "typed", lines="Brandt\n13 August 1916\n:u\n:f\n1961\n")
    destal("suspend", "wall/brandt-mayor")
    destal("undo")
    assert (wall.read_bytes(), wall.stat().st_mtime_ns) == before


@pytest.mark.usefixtures("wall")
def test_a_deck_with_a_bad_fact_is_asked_without_it_and_says_so(destal: Run, wall: Path) -> None:
    wall.write_text(wall.read_text(encoding="utf-8").replace("kind: event", "kind: evnet", 1), encoding="utf-8")
    done = destal("quiz", "wall", "--form", "typed", lines=":q\n")
    assert "wall: 1 problem, 1 fact left out; see: destal check wall" in done.err
    assert done.code == 0


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize(
    "answer",
    [
        "",
        " ",
        "🎓" * 50,
        "Хрущёв",
        "\x1b[2J\x07",
        "a" * 100_000,
        "1953\x00",
        "\ud800".encode("utf-8", "surrogatepass").hex(),
    ],
)
def test_nonsense_typed_is_only_a_wrong_answer(destal: Run, home: Path, answer: str) -> None:
    done = destal("quiz", "wall", "--kind", "event", "--form", "typed", "--limit", "1", lines=f"{answer}\n:q\n")
    assert done.code == 0
    assert "\x1b" not in done.out
    assert log(home)[0][1] == Rating.AGAIN


def answered(path: Path) -> int:
    return len(History(path, create=False).reviews())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.usefixtures("wall")
def test_killed_in_the_middle_nothing_that_was_said_to_be_saved_is_lost(home: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "destal_cli",
        "quiz",
        "destalinization",
        "--plain",
        "--form",
        "flashcard",
        "--new",
        "50",
    ]
    saved = 0
    for _ in range(3):
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as quiz:
            assert quiz.stdin is not None
            assert quiz.stdout is not None
            quiz.stdin.write("\n3\n" * 20)
            quiz.stdin.flush()
            for line in quiz.stdout:
                saved += line.startswith("saved")
                if saved and saved % 5 == 0 and line.startswith("saved"):
                    break
            os.kill(quiz.pid, signal.SIGKILL)
            saved += sum(line.startswith("saved") for line in quiz.stdout)
    assert saved >= 15
    assert answered(home / "history.db") >= saved


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.usefixtures("wall")
def test_an_interrupt_ends_politely_with_the_score(home: Path) -> None:
    command = [sys.executable, "-m", "destal_cli", "quiz", "wall", "--plain", "--form", "flashcard"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as quiz:
        assert quiz.stdin is not None
        assert quiz.stdout is not None
        quiz.stdin.write("\n3\n")
        quiz.stdin.flush()
        while not quiz.stdout.readline().startswith("saved"):
            pass
        while "an empty line reveals" not in quiz.stdout.readline():
            pass
        quiz.send_signal(signal.SIGINT)
        rest = quiz.stdout.read()
    assert "score: 1 of 1 card right" in rest
    assert quiz.returncode == 130
    assert answered(home / "history.db") == 1


def test_a_command_that_ends_leaves_its_databases_whole_without_their_logs(home: Path, wall: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "destal_cli", "quiz", "--plain"], input="1\n:q\n", capture_output=True, text=True
    )
    assert said.stdout.splitlines()[-1].startswith("next: ")
    wall.write_text(starter_text().replace("The Wall", "A Wall"), encoding="utf-8")
    shown = subprocess.run([sys.executable, "-m", "destal_cli", "facts"], capture_output=True, text=True)
    assert "A Wall" in shown.stdout
    for database, count in (("history.db", "SELECT count(*) FROM reviews"), ("cache/index.db", "SELECT 5 FROM files")):
        log = (home / database).with_name(f"{Path(database).name}-wal")
        assert not log.exists() or not log.stat().st_size, database
        with closing(sqlite3.connect(shutil.copy(home / database, home / "alone.db"))) as alone:
            assert alone.execute(count).fetchone()[0] > 0, database
