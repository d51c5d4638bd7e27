"""Nothing lost: copies that are whole, histories that are missed, files that vanish while they are in use."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.core.problems import NotFoundError, StoreError
from destal_cli.store import backups, historyfile
from destal_cli.store.guard import Known, guard, read_known, write_known
from destal_cli.store.history import History
from destal_cli.store.migrations import MIGRATIONS

DAY = 86_400_000
START = 20_000
SCHEDULER = Scheduler()


def answer(history: History, card: str = "d/f/when", day: int = 0) -> None:
    review = Review(card, Moment((START + day) * DAY + DAY // 2), Rating.GOOD, "typed", took=1500, session=1)
    history.record([review], SCHEDULER, Random(1))


@pytest.fixture
def history(tmp_path: Path) -> History:
    made = History(tmp_path / "home" / "history.db", create=True)
    answer(made)
    answer(made, "d/g/when")
    return made


def copies(history: History) -> list[str]:
    return sorted(path.name for path in backups.folder_of(history.path).iterdir())


def test_a_copy_is_a_whole_history_in_one_file_while_another_window_goes_on_writing(history: History) -> None:
    made = backups.copy(history.path, history.path.with_name("copy.db"))
    answer(history, "d/h/when")
    assert (made.rows, made.last) == (2, START * DAY + DAY // 2)
    assert History(made.path, create=False).reviews() == history.reviews()[:2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_copies_are_the_learners_alone(history: History) -> None:
    path = backups.daily(history.path, "2027-01-15")
    assert path is not None
    assert [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent)] == [0o600, 0o700]


def test_a_day_has_one_copy_and_nothing_else_is_left_in_the_folder(history: History) -> None:
    assert backups.daily(history.path, "2027-01-15") is not None
    answer(history, "d/h/when")
    assert backups.daily(history.path, "2027-01-15") is None
    assert copies(history) == ["2027-01-15.db"]
    assert [one.rows for one in backups.listed(history.path)] == [2]


def test_without_a_history_there_is_nothing_to_copy(tmp_path: Path) -> None:
    assert backups.daily(tmp_path / "history.db", "2027-01-15") is None
    assert list(tmp_path.iterdir()) == []


@given(st.sets(st.dates(), max_size=200))
def test_fourteen_days_and_the_newest_of_twelve_months_are_kept(dates: set) -> None:
    days = {date.isoformat() for date in dates}
    kept = backups.kept(days)
    newest = sorted(days)[-14:]
    assert kept <= days
    assert set(newest) <= kept
    months = sorted({day[:7] for day in days})[-12:]
    assert {max(day for day in days if day.startswith(month)) for month in months} <= kept
    assert len(kept) <= 14 + 12


def test_older_copies_are_thinned_out_but_never_those_made_before_a_change_of_format(history: History) -> None:
    folder = backups.folder_of(history.path)
    backups.copy(history.path, folder / "before-format-4.db")
    for day in range(1, 31):
        backups.daily(history.path, f"2027-01-{day:02d}")
    backups.daily(history.path, "2027-03-02")
    assert copies(history) == [
        *(f"2027-01-{day:02d}.db" for day in range(18, 31)),
        "2027-03-02.db",
        "before-format-4.db",
    ]


def test_a_copy_that_cannot_be_written_leaves_what_was_there_and_nothing_half(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = history.path.with_name("copy.db")
    backups.copy(history.path, target)
    before = target.read_bytes()
    answer(history, "d/h/when")

    def refuse(path: Path) -> backups.Backup:
        raise StoreError(f"{path} is damaged")

    monkeypatch.setattr(backups, "looked_at", refuse)
    with pytest.raises(StoreError, match="damaged"):
        backups.copy(history.path, target)
    assert target.read_bytes() == before
    assert not list(target.parent.glob(".*"))


def test_without_room_no_copy_is_begun(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(history.path.parent)._replace(free=1_000)
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StoreError, match="no room for a copy"):
        backups.daily(history.path, "2027-01-15")
    assert copies(history) == []


def test_restoring_keeps_what_was_there(history: History) -> None:
    backups.daily(history.path, "2027-01-15")
    answer(history, "d/h/when")
    history.close()
    aside = backups.restore(backups.named(history.path, "2027-01-15"), history.path, "2027-01-16")
    assert aside == history.path.with_name("history-until-2027-01-16.db")
    assert len(History(history.path, create=False).reviews()) == 2
    assert len(History(aside, create=False).reviews()) == 3
    assert copies(history) == ["2027-01-15.db"]


def test_a_damaged_or_foreign_copy_is_never_restored(history: History, tmp_path: Path) -> None:
    foreign, damaged = tmp_path / "foreign.db", tmp_path / "damaged.db"
    with closing(sqlite3.connect(foreign)) as db:
        db.execute("CREATE TABLE reviews (x)")
    damaged.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    for path in (foreign, damaged):
        with pytest.raises(StoreError):
            backups.named(history.path, str(path))
    with pytest.raises(NotFoundError, match="there is no copy"):
        backups.named(history.path, "2020-01-01")
    assert len(history.reviews()) == 2


def test_a_copy_is_made_before_a_change_of_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "history.db"
    monkeypatch.setattr(historyfile, "MIGRATIONS", MIGRATIONS[:-1])
    old = History(path, create=True)
    answer(old)
    old.close()
    monkeypatch.undo()
    History(path, create=True).close()
    kept = backups.folder_of(path) / f"before-format-{len(MIGRATIONS)}.db"
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) - 1,)
        assert db.execute("SELECT count(*) FROM reviews").fetchone() == (1,)


def test_a_file_deleted_while_it_is_in_use_is_written_again_with_the_last_answer(history: History) -> None:
    for companion in ("", "-wal", "-shm"):
        Path(f"{history.path}{companion}").unlink(missing_ok=True)
    with pytest.raises(StoreError, match="was written again, with your last answer"):
        answer(history, "d/h/when")
    assert [r.card for r in History(history.path, create=False).reviews()] == ["d/f/when", "d/g/when", "d/h/when"]


def test_a_file_replaced_while_it_is_in_use_is_left_and_the_answers_are_saved_beside_it(
    history: History, tmp_path: Path
) -> None:
    other = History(tmp_path / "other.db", create=True)
    answer(other, "d/x/when")
    other.close()
    (tmp_path / "other.db").replace(history.path)
    with pytest.raises(StoreError, match="was replaced while it was in use") as caught:
        answer(history, "d/h/when")
    (rescued,) = history.path.parent.glob("history-rescued-*.db")
    assert str(rescued) in caught.value.hint
    assert len(History(rescued, create=False).reviews()) == 3


def test_the_log_beside_the_file_does_not_grow_without_end(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(historyfile, "LONGEST_WAL", 100_000)
    for number in range(120):
        answer(history, f"d/f{number}/when")
    assert Path(f"{history.path}-wal").stat().st_size < 200_000
    assert len(History(history.path, create=False).reviews()) == 122


KNOWN = Known("/home/maria/history.db", "d/f/when 5", 1_203, 1_799_000_000_000)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "your history is gone"),
        (Known(KNOWN.path, "d/other/who 7", 2_000, 9), "is another history"),
        (Known(KNOWN.path, KNOWN.first, 1_202, 9), "is an older copy: it has 1,202 answers"),
        (KNOWN, ""),
        (Known(KNOWN.path, KNOWN.first, 1_300, 9), ""),
        (Known("/elsewhere/history.db", "d/other/who 7", 1, 9), ""),  # another learner's, as by DESTAL_HOME
    ],
)
def test_a_history_that_is_not_the_one_used_so_far_is_said(tmp_path: Path, found: Known | None, said: str) -> None:
    marker = tmp_path / "history.known"
    write_known(marker, KNOWN)
    path = Path(found.path if found else KNOWN.path)
    if not said:
        guard(marker, path, found)
        return
    with pytest.raises(StoreError, match=said) as caught:
        guard(marker, path, found)
    assert "destal doctor --accept" in caught.value.hint


def test_a_history_that_destal_would_look_for_in_another_folder_is_found(history: History, tmp_path: Path) -> None:
    marker = tmp_path / "history.known"
    write_known(marker, history.known())
    with pytest.raises(StoreError, match=f"your history .* is {history.path}, and destal now looks for it at"):
        guard(marker, tmp_path / "new" / "history.db", None)


def test_a_marker_that_cannot_be_read_or_written_guards_nothing_and_harms_nothing(tmp_path: Path) -> None:
    marker = tmp_path / "history.known"
    for text in ("", "{", "[]", '{"path": "x"}', '{"path": "x", "first": "", "rows": "many", "last": 1}'):
        marker.write_text(text, encoding="utf-8")
        assert read_known(marker) is None
        guard(marker, tmp_path / "history.db", None)
    (tmp_path / "file").touch()
    write_known(tmp_path / "file" / "history.known", KNOWN)


def test_the_newest_copy_is_the_one_with_most_answers_whatever_it_is_called(tmp_path: Path) -> None:
    """A copy that was made before an import, and one of a day when the clock was wrong, are no newer than the last."""
    path = tmp_path / "history.db"
    history = History(path, create=True)
    for number, name in enumerate(("before-import", "2099-03-01", "2027-01-05")):
        history.record([Review("d/f/q", Moment(DAY * (20_000 + number)), Rating.GOOD, "typed")], Scheduler(), Random(1))
        backups.copy(path, backups.folder_of(path) / f"{name}.db")
    assert [one.path.stem for one in backups.listed(path)] == ["2027-01-05", "2099-03-01", "before-import"]
    assert backups.named(path, "").rows == 3
