"""`destal plan`, `destal quiz --exam`, and the exam where you stand."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

import pytest
from conftest import Run, starter_text
from rich.cells import cell_len

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler, fuzz_range, replay
from destal_cli.store.history import History

LATER = "2027-01-09T20:00:00+00:00"  # five days after the tests' today


def config(home: Path, *lines: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def as_json(destal: Run, *options: str) -> dict[str, Any]:
    done = destal("plan", "--json", *options)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


@pytest.mark.usefixtures("shipped_here")
def test_the_page_says_what_comes_of_nothing_of_habit_and_of_the_plan(destal: Run) -> None:
    done = destal("plan", "--exam", "2027-01-27")
    assert done.code == 0
    assert "Exam in 23 days" in done.out
    for name in ("nothing more", "by due days alone", "the plan"):
        assert re.search(rf"{name} +[●◐] \d\.\d\d", done.out)
    assert re.search(r"✓ 0\.90 is reached with \d+ minutes? a day", done.out)
    assert "last pass" in done.out
    assert "next: destal quiz --exam 2027-01-27" in done.out


@pytest.mark.usefixtures("shipped_here")
def test_its_figures_are_those_of_its_days(destal: Run) -> None:
    found = as_json(destal, "--exam", "24 January 2027", "--goal", ".95", "--minutes", "7")
    days = found["schedule"]
    assert len(days) == found["days"] == 20
    assert [days[0]["date"], days[-1]["date"]] == ["2027-01-04", "2027-01-23"]
    assert found["plan"]["new"] == sum(day["new"] for day in days) == 121 - found["plan"]["unseen"]
    assert found["plan"]["answers"] == pytest.approx(mean(day["answers"] for day in days), abs=0.1)
    assert found["plan"]["minutes"] == pytest.approx(mean(day["minutes"] for day in days), abs=0.1)
    assert all(day["minutes"] <= found["minutes"] <= 7 for day in days)
    assert {"minutes": found["minutes"], "recall": found["recall"]["plan"]} in found["offers"]


@pytest.mark.usefixtures("shipped_here")
def test_what_is_out_of_reach_is_said_with_what_is_not(destal: Run) -> None:
    minutes = destal("plan", "--exam", "2027-01-24", "--goal", ".95", "--minutes", "2").out
    assert re.search(r"◐ 0\.95 needs \d+ minutes a day; with 2 minutes 0\.\d\d\.", minutes)
    new = destal("plan", "--exam", "2027-01-09").out
    assert re.search(r"◐ 0\.90 is out of reach; with \d+ minutes a day it will be 0\.\d\d", new)
    assert "10 new cards a day leave 71 cards never seen; --new 25 begins them all." in new


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize(
    ("exam", "said"),
    [
        ("2027-01-03", "the exam on 2027-01-03 was yesterday"),
        ("2026-12-25", "the exam on 2026-12-25 was 10 days ago"),
        ("2027", '--exam "2027" is not one day'),
        ("soon", '--exam "soon" is no date'),
        ("", '--exam "" is no date'),
        ("2087-01-01", "plans reach 1,000 days"),
    ],
)
def test_a_day_that_is_no_exam_to_come_is_wrong_usage(destal: Run, exam: str, said: str) -> None:
    for command in ("plan", "quiz"):
        done = destal(command, "--exam", exam)
        assert done.code == 2
        assert said in done.err


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize("goal", ["nan", "-nan", "inf", "0.49", "0.999", "1e-400"])
def test_a_goal_that_no_recall_can_be_is_wrong_usage(destal: Run, goal: str) -> None:
    done = destal("plan", "--exam", "2027-01-20", "--goal", goal)
    assert (done.code, done.out) == (2, "")
    assert "--goal" in done.err


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize(("exam", "said"), [("2027-01-04", "Exam today"), ("2027-01-05", "Exam tomorrow")])
def test_an_exam_today_or_tomorrow_has_a_plan_too(destal: Run, exam: str, said: str) -> None:
    done = destal("plan", "--exam", exam, "--deck", "wall")
    assert done.code == 0
    assert said in done.out
    assert destal("quiz", "wall", "--exam", exam, "--plain", lines="").code == 0


@pytest.mark.usefixtures("wall")
def test_without_an_exam_or_without_cards_it_says_so(destal: Run, home: Path, wall_deck: Deck) -> None:
    exam = ("--exam", "2027-01-20", "--deck", "wall")
    assert destal("plan").code == 2
    assert "which day is the exam?" in destal("plan").err
    assert destal("plan", *exam, "--from", "1999").code == 3
    history = History(home / "history.db", create=True)
    for card in cards_of_deck(wall_deck):
        history.mark(card.id, "suspend", Moment(1_798_000_000_000))
    done = destal("plan", *exam)
    assert done.code == 3
    assert "all of these cards are suspended" in done.err


@pytest.mark.usefixtures("shipped_here")
@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_page_fits(destal: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    for exam in ("2027-01-05", "2027-01-15", "2027-06-01"):
        lines = destal("plan", "--exam", exam, "--goal", ".97").out.splitlines()
        assert max(map(cell_len, lines)) <= width


@pytest.mark.usefixtures("shipped_here")
def test_a_quiz_follows_the_plan_until_today_is_done(destal: Run, home: Path) -> None:
    exam = ("--exam", "2027-01-12")
    found = as_json(destal, *exam)
    done = destal("quiz", *exam, "--form", "flashcard", "--limit", "4", lines="\n3\n" * 4)
    assert "4 of 4 cards" in done.out
    left = found["schedule"][0]["new"] - 4
    command = "destal quiz --form flashcard --exam 2027-01-12"
    assert f"next: {left} cards of today's part of the plan: {command}; exam in 8 days" in done.out
    rest = destal("quiz", *exam, "--form", "flashcard", lines="\n3\n" * 20)
    assert f"{left} of {left} cards" in rest.out
    assert "next: the plan goes on tomorrow; exam in 8 days" in rest.out
    again = destal("quiz", *exam)
    assert again.code == 0
    assert "today's part of the plan is done. next: the plan goes on tomorrow; exam in 8 days" in again.err
    assert len(History(home / "history.db", create=False).memory()) == found["schedule"][0]["new"]


@pytest.mark.usefixtures("shipped_here")
def test_leaving_the_exam_leaves_the_schedule_that_the_same_reviews_have_without_it(destal: Run, home: Path) -> None:
    exam = ("--exam", "2027-01-12", "--seed", "3", "--form", "flashcard")
    destal("quiz", *exam, lines="\n3\n\n1\n\n4\n\n2\n" * 10)
    destal("quiz", *exam, lines="\n3\n\n4\n\n1\n\n3\n" * 20, now=LATER)
    history = History(home / "history.db", create=False)
    reviews, before = history.reviews(), {}
    assert len(reviews) > 20
    for review in reviews:
        memory = before.get(review.card)
        plain = Scheduler().intervals(memory, review.at.day, review.form)[review.rating]
        shortest, longest = fuzz_range(plain)
        assert shortest <= review.due - review.at.day <= longest
        before[review.card] = Scheduler().after(memory, review)
    assert history.memory() == replay(reviews, Scheduler()) == before
    due = sorted(card for card, memory in before.items() if memory.due <= reviews[-1].at.day + 4)
    left = destal("quiz", "--new", "0", "--limit", "200", "--no-exam", now="2027-01-13T20:00:00+00:00")
    assert re.search(rf"\b1 of {len(due)}\b", left.out)


@pytest.mark.usefixtures("shipped_here")
def test_an_exam_in_the_settings_is_followed_and_can_be_left_out(destal: Run, home: Path) -> None:
    config(home, "exam = 2027-01-27", "goal = 0.95", "minutes = 30")
    assert re.search(r"  exam in 23 days: 0\.00 now, 0\.9\d with the plan", destal().out)
    assert as_json(destal)["goal"] == 0.95
    assert "destal plan" not in destal("quiz", lines="").out
    assert "of today's part of the plan: destal quiz; exam in 23 days" in destal("quiz", lines="").out
    named = destal("quiz", "--exam", "2027-01-27", lines="").out
    assert "of today's part of the plan: destal quiz; exam in 23 days" in named
    other = destal("quiz", "--exam", "2027-01-12", lines="").out
    assert "of today's part of the plan: destal quiz --exam 2027-01-12; exam in 8 days" in other
    assert "exam in" not in destal("quiz", "--no-exam", lines="").out
    assert "exam in" not in destal("quiz", "--cram", lines="").out


@pytest.mark.usefixtures("shipped_here")
def test_an_exam_in_the_settings_that_is_over_changes_nothing(destal: Run, home: Path) -> None:
    without = destal("quiz", "--seed", "1", lines="").out
    config(home, "exam = 2027-01-03")
    assert destal("quiz", "--seed", "1", lines="").out == without
    assert "exam" not in destal().out
    assert destal("plan").code == 2


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize(
    "line", ['exam = "soon"', "exam = 2027", "exam = 2027-01-15T10:00:00", "goal = 1.5", "minutes = 0"]
)
def test_a_setting_that_is_no_day_or_out_of_bounds_is_told(destal: Run, home: Path, line: str) -> None:
    config(home, line)
    done = destal("plan", "--exam", "2027-01-20")
    assert done.code == 1
    assert line.partition(" ")[0] in done.err


@pytest.mark.usefixtures("wall")
def test_an_exam_is_written_as_a_day_or_as_a_text(destal: Run, home: Path) -> None:
    for line in ("exam = 2027-01-20", 'exam = "2027-01-20"'):
        config(home, line)
        assert as_json(destal)["exam"] == "2027-01-20"


@pytest.mark.usefixtures("shipped_here")
def test_the_limit_of_new_cards_holds_for_all_sessions_of_a_day(destal: Run, home: Path) -> None:
    config(home, "exam = 2027-01-12", "new = 3", "minutes = 20")
    for _ in range(3):
        destal("quiz", "--form", "flashcard", lines="\n3\n" * 20)
    assert len(History(home / "history.db", create=False).memory()) == 3


@pytest.mark.usefixtures("shipped_here")
def test_with_a_history_the_habit_is_the_learners_and_the_weakest_are_named(destal: Run) -> None:
    destal("quiz", "--form", "flashcard", lines="\n3\n\n1\n\n3\n" * 10)
    found = destal("plan", "--exam", "2027-01-27", now=LATER)
    assert re.search(r"today's habit +[●◐] 0\.\d\d", found.out)
    assert "Weakest on the day" in found.out
    weakest = as_json(destal, "--exam", "2027-01-27")["weakest"]
    assert [weak["recall"] for weak in weakest] == sorted(weak["recall"] for weak in weakest)


@pytest.mark.usefixtures("shipped_here")
def test_a_day_earlier_than_the_first_review_has_a_plan_too(destal: Run, home: Path) -> None:
    config(home, "exam = 2027-02-01")
    destal("quiz", "--form", "flashcard", "--limit", "3", lines="\n3\n" * 3, now="2027-01-16T05:30+13:00")
    for command in ((), ("plan",), ("quiz",)):
        assert destal(*command, now="2027-01-15T08:00-10:00").code == 0


def begun(home: Path) -> int:
    return len(History(home / "history.db", create=False).memory())


@pytest.mark.usefixtures("shipped_here")
def test_suspending_what_was_begun_today_gives_no_new_card_back(destal: Run, home: Path) -> None:
    config(home, "exam = 2027-02-10", "new = 2")
    for _ in range(4):
        destal("quiz", "--seed", "1", lines="1\n:@ last\n1\n:@ last\n1\n1\n1\n1\n")
    assert begun(home) == 2
    assert as_json(destal)["schedule"][0]["new"] == 0
    assert as_json(destal)["schedule"][1]["new"] == 2


@pytest.mark.usefixtures("shipped_here")
def test_narrowing_a_session_gives_nothing_back_of_a_days_limits(destal: Run, home: Path) -> None:
    config(home, "exam = 2027-02-10", "new = 3", "reviews = 4", "minutes = 30")
    narrowed = [("--kind", "event"), ("--kind", "role"), ("--kind", "number"), ("--person", "Khrushchev"), ()]
    for options in narrowed:
        destal("quiz", "--form", "flashcard", "--limit", "3", *options, lines="\n3\n" * 3)
    assert begun(home) == 3
    destal("quiz", "--form", "flashcard", "--no-exam", "--new", "40", "--limit", "40", lines="\n1\n" + "\n3\n" * 60)
    for options in narrowed:
        destal("quiz", "--form", "flashcard", *options, lines="\n3\n" * 30, now=LATER)
    history = History(home / "history.db", create=False)
    day = history.reviews()[-1].at.day
    assert (history.introduced(day), history.reviewed(day)) == (3, 4)


@pytest.mark.usefixtures("shipped_here")
def test_the_minutes_of_a_day_hold_for_all_its_sessions_together(destal: Run, home: Path) -> None:
    config(home, "exam = 2027-01-12", "new = 40", "minutes = 2")
    history = History(home / "history.db", create=True)
    slow = [Review(f"gone/{n}/x", Moment(1_798_000_000_000), Rating.GOOD, "typed", took=12_000) for n in range(150)]
    history.record(slow, Scheduler(), Random(1))
    for options in (("--kind", "event"), ("--kind", "role"), ("--person", "Khrushchev"), ()) * 2:
        destal("quiz", "--form", "flashcard", *options, lines="\n3\n:@ last\n" * 30)
    answers = sum(history.answered(history.reviews()[-1].at.day).values())
    assert 4 < answers <= 2 * 60 / 12


@pytest.mark.usefixtures("shipped_here")
def test_what_other_decks_took_of_a_day_leaves_the_plan_what_it_needs(destal: Run, home: Path) -> None:
    Path("decks/wall.yaml").write_text(starter_text(), encoding="utf-8")
    options = ("--exam", "2027-01-27", "--new", "40", "--deck", "destalinization")
    first = as_json(destal, *options)
    destal("quiz", "wall", "--form", "flashcard", lines="\n3\n" * 9)
    with sqlite3.connect(home / "history.db") as history:
        history.execute("UPDATE reviews SET took = 0")  # however long this machine took
    again = as_json(destal, *options)
    assert begun(home) == 5
    assert again["schedule"][0]["new"] == first["schedule"][0]["new"]
