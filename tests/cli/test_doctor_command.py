"""`destal doctor`: everything that it looks at is said, and what it mends is as if it had never been wrong."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, Run

from destal_cli.core.memory import Scheduler
from destal_cli.store.history import History

YESTERDAY, TODAY, TOMORROW = "2027-01-03T20:00", "2027-01-04T20:00", "2027-01-05T20:00"
ONE_DAY_2099 = "2099-03-01T20:00"


def study(destal: Run, now: str = "", cards: int = 2, **more: Any) -> Done:
    done = destal("quiz", "--form", "flashcard", "--limit", str(cards), lines="\n3\n" * cards, now=now, **more)
    assert done.out.count("saved:") == cards
    return done


def found(destal: Run, *arguments: str, now: str = "") -> dict[str, dict[str, Any]]:
    """The findings by what they are about."""
    document = json.loads(destal("doctor", "--json", *arguments, now=now).out)
    return {one["about"]: one for one in document["findings"]}


def memory(home: Path) -> dict[str, Any]:
    """What is remembered of each card: without its due day, which has some chance in it."""
    return {card: held._replace(due=0) for card, held in History(home / "history.db", create=False).memory().items()}


def test_a_learner_without_a_history_is_told_how_it_begins(destal: Run) -> None:
    done = destal("doctor")
    assert (done.code, done.out) == (0, "sound: history: there is none yet\nhint: destal quiz begins it\n")


def test_all_that_is_looked_at_is_said(destal: Run) -> None:
    study(destal)
    lines = [line.split(": ")[:2] for line in destal("doctor").out.splitlines()]
    looked_at = ["history", "memory", "clock", "decks", "rights", "room", "copies"]
    assert lines == [["sound", about] for about in looked_at]


def test_a_memory_that_is_not_what_the_reviews_say_is_found_and_mended(destal: Run, home: Path) -> None:
    study(destal)
    before = memory(home)
    with sqlite3.connect(home / "history.db") as db:
        db.execute("UPDATE memory SET stability = 99")
    done = destal("doctor")
    assert done.code == 1
    assert "wrong: memory: the memory of 2 cards is not what the reviews say" in done.out
    assert found(destal)["memory"]["cards"] == sorted(before)
    assert "mended: memory: the memory of 2 cards" in destal("doctor", "--fix").out
    assert memory(home) == before
    assert destal("doctor").code == 0


def test_a_damaged_file_is_said_with_the_way_back(destal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    study(destal)
    monkeypatch.setattr("destal_cli.store.upkeep.looked_over", lambda _: (["row 3 missing from index"], []))
    done = destal("doctor")
    assert (done.code, done.err) == (1, "")
    assert "is damaged: row 3 missing from index\nhint: keep the file; `destal restore`" in done.out
    assert "copies: 1 copy, the newest of 2027-01-04" in done.out


@pytest.mark.parametrize(("number", "said"), [(99, "written by a newer destal"), (0, "is no history of destal's")])
def test_a_file_that_destal_does_not_read_is_said(destal: Run, home: Path, number: int, said: str) -> None:
    study(destal)
    with sqlite3.connect(home / "history.db") as db:
        db.execute(f"PRAGMA {'user_version = 99' if number else 'application_id = 1'}")
    done = destal("doctor")
    assert (done.code, done.err) == (1, "")
    assert said in done.out


def test_a_history_that_is_gone_is_explained_and_not_begun(destal: Run, home: Path) -> None:
    study(destal)
    (home / "history.db").unlink()
    done = destal("doctor", "--fix")
    assert done.code == 1
    assert "wrong: history: your history is gone" in done.out
    assert "`destal restore` the newest copy" in done.out
    assert not (home / "history.db").exists()


def test_an_older_copy_in_its_place_is_looked_over_all_the_same(destal: Run, home: Path) -> None:
    study(destal)
    destal("backup", "--output", str(home / "older.db"))
    study(destal, TOMORROW)
    (home / "older.db").replace(home / "history.db")
    for end in ("-wal", "-shm"):
        (home / f"history.db{end}").unlink(missing_ok=True)
    findings = found(destal)
    assert findings["history"]["state"] == "wrong"
    assert "is an older copy" in findings["history"]["said"]
    assert findings["memory"]["state"] == "sound"


def test_cards_of_a_deck_that_is_away_are_told_and_kept(destal: Run, wall: Path, home: Path) -> None:
    destal("quiz", "wall", "--form", "flashcard", "--limit", "2", lines="\n3\n\n3\n")
    wall.unlink()
    finding = found(destal)["decks"]
    assert finding["state"] == "note"
    assert finding["said"] == "2 cards that you answered are in no deck: wall (2)"
    assert len(memory(home)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
def test_files_that_others_can_read_are_told_and_made_the_learners_alone(destal: Run, home: Path) -> None:
    study(destal)
    copy = next((home / "backups").glob("*.db"))
    for file in (home / "history.db", copy):
        file.chmod(0o644)
    assert "can read 2 files with your answers" in found(destal)["rights"]["said"]
    assert found(destal, "--fix")["rights"]["state"] == "mended"
    assert [file.stat().st_mode & 0o777 for file in (home / "history.db", copy)] == [0o600, 0o600]


def test_a_disk_without_room_is_told_before_it_is_full(destal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    study(destal)
    usage = shutil.disk_usage("/")._replace(free=3 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    finding = found(destal)["room"]
    assert (finding["state"], finding["said"][:14]) == ("wrong", "3 MB are free ")


def test_copies_that_stopped_are_told(destal: Run, home: Path) -> None:
    study(destal, TODAY)
    (home / "backups").rename(home / "elsewhere")
    (home / "backups").write_text("no folder", encoding="utf-8")  # so that no copy can be written
    study(destal, "2027-01-14T20:00")
    (home / "backups").unlink()
    assert found(destal)["copies"]["said"] == "there is none yet"
    (home / "elsewhere").rename(home / "backups")
    assert found(destal)["copies"]["said"] == "1 copy, the newest of 2027-01-04, days before your last answer"


# The clock


@pytest.mark.parametrize(
    "now", ["2027-02-06T20:00", "2028-06-01T20:00", "2027-01-03T20:00", "2027-01-02T23:00", "2027-01-04T20:00+14:00"]
)
def test_a_holiday_a_year_off_and_a_journey_are_no_doubt(destal: Run, now: str) -> None:
    study(destal, TODAY)
    assert "clock" not in destal("quiz", lines="", now=now).err
    assert found(destal, now=now)["clock"]["state"] == "sound"


@pytest.mark.parametrize("now", ["2026-01-04T20:00", "1970-01-01T12:00", "2099-03-01T20:00"])
@pytest.mark.parametrize("command", [["quiz"], ["quiz", "--plain"], []])
def test_a_clock_that_cannot_be_right_is_said_before_anything_is_asked(
    destal: Run, now: str, command: list[str]
) -> None:
    study(destal, TODAY)
    said = destal(*command, now=now).err
    assert "your last answer is dated 4 January 2027, and this computer says that it is" in said
    assert "hint: set the clock" in said


def test_answers_that_a_wrong_clock_dated_are_taken_back_and_leave_nothing(destal: Run, home: Path) -> None:
    study(destal, TODAY, 3)
    before = memory(home)
    study(destal, ONE_DAY_2099, 3)
    assert memory(home) != before
    assert found(destal, now=ONE_DAY_2099)["clock"]["state"] == "sound"  # nobody can tell yet
    assert "2099" in destal("quiz", now=TOMORROW).err
    finding = found(destal, now=TOMORROW)["clock"]
    assert finding["said"] == "3 answers of 3 cards that a wrong clock dated in the future"
    assert finding["hint"].startswith("destal doctor --fix takes them back")
    assert found(destal, "--fix")["clock"]["state"] == "mended"
    assert memory(home) == before
    assert found(destal)["clock"]["state"] == "sound"
    assert (home / "backups" / "before-doctor.db").is_file()


def test_what_was_answered_after_the_clock_was_put_right_stays_and_is_planned_by_it(destal: Run, home: Path) -> None:
    """The card was asked in 2099, and once more when the clock was right: its due day was in 2099 or later then."""
    study(destal, TODAY, 1)
    (card,) = memory(home)
    destal("quiz", "--cram", "--limit", "1", now=TODAY)
    study(destal, ONE_DAY_2099, 1)
    history = History(home / "history.db", create=False)
    (wrong,) = [review for review in history.reviews() if review.at.local.year == 2099]
    assert wrong.card == card
    destal("quiz", "--form", "flashcard", now=TOMORROW)
    from random import Random

    from destal_cli.core.grading import Rating
    from destal_cli.core.memory import Moment, Review

    right = Review(card, Moment(1_799_179_200_000), Rating.GOOD, "flashcard")
    (later,) = history.record([right], Scheduler(), Random(1))
    assert later.due > wrong.at.day
    assert found(destal, "--fix", now="2027-01-07T20:00")["clock"]["state"] == "mended"
    kept = history.memory()[card]
    assert kept.last == right.at.day
    assert right.at.day < kept.due < right.at.day + 100
    assert history.size()[1] == 1
    assert found(destal)["memory"]["state"] == "sound"


def test_answers_are_never_taken_back_because_the_clock_is_behind_today(destal: Run, home: Path) -> None:
    for day in range(4, 10):
        study(destal, f"2027-01-{day:02}T20:00", 1)
    rows = History(home / "history.db", create=False).size()[0]
    finding = found(destal, "--fix", now=TODAY)["clock"]
    assert (finding["state"], finding["hint"][:18]) == ("wrong", "set the clock if i")
    assert History(home / "history.db", create=False).size()[0] == rows


def test_a_clock_beyond_the_calendar_is_refused_before_anything_is_written(destal: Run, home: Path) -> None:
    done = destal("quiz", now="9999-01-01T00:00")
    assert (done.code, "no time" in done.err) == (2, True)
    assert not (home / "history.db").exists()
