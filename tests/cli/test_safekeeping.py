"""`destal backup`, `restore` and `doctor --accept`: a history that is lost is said, and comes back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import Run


def studied(destal: Run) -> None:
    assert destal("quiz", "--form", "flashcard", "--limit", "2", lines="\n3\n\n3\n").out.count("saved:") == 2


def test_a_copy_brings_a_deleted_history_back(destal: Run, home: Path) -> None:
    studied(destal)
    assert destal("backup").err == f"written: {home / 'backups' / '2027-01-04.db'}, 2 answers, verified\n"
    (home / "history.db").unlink()
    done = destal("quiz", lines=":q\n")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(
        f"destal: your history is gone: {home / 'history.db'} had 2 answers, the last of 4 January"
    )
    assert not (home / "history.db").exists()
    assert "--yes" in destal("restore").err
    assert destal("restore", "--yes").code == 0
    assert destal("doctor").out.startswith(f"sound: history: {home / 'history.db'}, 2 rows, memory of 2 cards\n")


def test_a_learner_may_begin_anew(destal: Run, home: Path) -> None:
    studied(destal)
    (home / "history.db").unlink()
    assert destal("quiz", lines=":q\n").code == 4
    assert destal("doctor", "--accept").code == 0
    studied(destal)


def test_the_answers_of_two_computers_come_together_as_the_help_says(
    destal: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studied(destal)
    shutil.copytree(home, tmp_path / "other")
    destal("quiz", "--form", "flashcard", "--limit", "1", lines="\n3\n", now="2027-01-05T20:00")
    destal("backup")
    monkeypatch.setenv("DESTAL_HOME", str(tmp_path / "other"))
    destal("quiz", "--form", "flashcard", "--new", "9", "--limit", "3", lines="\n3\n\n3\n\n3\n", now="2027-01-05T21:00")
    destal("backup", "-o", "other.db")
    monkeypatch.setenv("DESTAL_HOME", str(home))
    for end in ("-wal", "-shm"):
        (home / f"history.db{end}").unlink(missing_ok=True)
    Path("other.db").replace(home / "history.db")
    done = destal("quiz", lines=":q\n", now="2027-01-06T20:00")
    assert (done.code, done.out) == (4, "")
    assert "was replaced by one from another computer: it has 5 answers" in done.err
    assert "wrong: history: " in destal("doctor").out
    destal("doctor", "--accept")
    destal("export", "reviews", "-o", "theirs.csv")
    assert destal("restore", "2027-01-05", "--yes").code == 0
    assert "3 reviews of 3 cards, 2 were there already" in destal("import", "theirs.csv", "--yes").err
    assert destal("doctor").out.startswith(f"sound: history: {home / 'history.db'}, 6 rows")


def test_the_copies_are_listed_the_newest_first(destal: Run, home: Path) -> None:
    studied(destal)
    destal("backup", now="2027-01-05T20:00")
    destal("backup", now="2027-01-06T20:00")
    listed = destal("restore", "--list").out.splitlines()
    assert [line.split()[0] for line in listed][:2] == ["2027-01-06", "2027-01-05"]
    assert destal("restore", "2020-01-01", "--yes").code == 3
    (newest, *_) = json.loads(destal("restore", "--list", "--json").out)["copies"]
    assert (Path(newest["path"]).name, newest["rows"], newest["last"]) == (
        "2027-01-06.db",
        2,
        "2027-01-04T20:00:00+00:00",
    )
    assert destal("restore", "--json").code == 2
    assert home.exists()


def test_a_copy_goes_to_a_file_of_ones_own_and_over_none_unasked(destal: Run) -> None:
    assert destal("backup").code == 3
    studied(destal)
    assert destal("backup", "-o", "mine.db").code == 0
    assert destal("backup", "-o", "mine.db").code == 2
    assert destal("backup", "-o", "mine.db", "--force").code == 0
