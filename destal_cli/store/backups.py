"""Copies of the history: on the first session of a day, before a change of format, and whenever one is asked for.

`historyfile` makes one before it migrates, `cli.sessions` that of a day, `cli.taking` and `checkup` those before what
they change, `cli.safekeeping` those that are asked for. Each is a whole history in one file that any SQLite reads,
verified before it gets its name. Names are days, so that which to keep can be told from a listing.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from destal_cli.core.problems import NotFoundError, StoreError
from destal_cli.store.migrations import APPLICATION_ID

DAYS, MONTHS = 14, 12
FOLDER = "backups"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SPARE = 16 << 20  # bytes that stay free


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy: its file, how many rows its log has, and when the newest was written (milliseconds UTC; 0: none)."""

    path: Path
    rows: int
    last: int


def folder_of(history: Path) -> Path:
    """Where the copies of a history lie."""
    return history.parent / FOLDER


def daily(history: Path, day: str) -> Path | None:
    """Copy the history under a day in ISO form, unless there is a copy of that day; older ones are thinned out.

    Returns the copy, None where nothing had to be done. Raises StoreError.
    """
    target = folder_of(history) / f"{day}.db"
    if target.exists() or not history.exists() or _is_empty(history):
        return None
    copy(history, target)
    there = [other for other in days(history) if other <= day]  # those of a clock that was ahead push none out
    for old in set(there) - kept(there):
        with suppress(OSError):
            (target.parent / f"{old}.db").unlink()
    return target


def days(history: Path) -> list[str]:
    """The days in ISO form that there are copies of, the oldest first."""
    return sorted(path.stem for path in folder_of(history).glob("*.db") if _is_day(path.stem))


def _is_day(name: str) -> bool:
    try:
        return bool(_DAY.fullmatch(name)) and bool(dt.date.fromisoformat(name))
    except ValueError:
        return False


def _is_empty(history: Path) -> bool:
    """Whether nothing was ever written to it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(history, timeout=10)) as database:
        return not database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    return False


def kept(days: Iterable[str]) -> set[str]:
    """The days whose copies are kept: the newest fourteen, and the newest of each of twelve months."""
    newest = sorted(days, reverse=True)
    months: dict[str, str] = {}
    for day in newest:
        months.setdefault(day[:7], day)
    return {*newest[:DAYS], *list(months.values())[:MONTHS]}


def copy(history: Path, target: Path) -> Backup:
    """Write a verified copy of a history, readable by the learner alone; what is there is replaced by a whole one only.

    Raises StoreError, and leaves nothing behind then.
    """
    try:
        with closing(sqlite3.connect(history, timeout=10)) as live:
            return pour(live, history, target)
    except sqlite3.Error as error:
        raise StoreError(f"{history} cannot be copied: {error}") from None


def pour(live: sqlite3.Connection, history: Path, target: Path) -> Backup:
    """Write what a connection to a history sees, as of one moment, as `copy` does."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _require_room(history, target.parent)
        os.close(os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with closing(sqlite3.connect(temporary)) as new:
            new.execute("PRAGMA synchronous = OFF")  # synced as a whole before it gets its name
            live.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
        made = looked_at(temporary)
        _sync(temporary)
        temporary.replace(target)
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"no copy of {history} could be written to {target.parent}: {_reason(error)}") from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Backup(target, made.rows, made.last)


def room_needed(history: Path) -> int:
    """The bytes that must be free for a copy, and some to go on with."""
    return _SPARE + sum(path.stat().st_size for path in (history, Path(f"{history}-wal")) if path.exists())


def _require_room(history: Path, folder: Path) -> None:
    if shutil.disk_usage(folder).free < room_needed(history):
        raise StoreError(f"there is no room for a copy of {history} in {folder}", "make some; what is saved is safe")


def looked_at(path: Path) -> Backup:
    """What a copy holds; raises StoreError when it is damaged, or no history of destal's."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StoreError(f"{path} is no history of destal's")
            found = [str(row[0]) for row in database.execute("PRAGMA quick_check(1)")]
            if found != ["ok"]:
                raise StoreError(f"{path} is damaged: {found[0]}")
            rows, last = database.execute("SELECT count(*), coalesce(max(at), 0) FROM reviews").fetchone()
            return Backup(path, int(rows), int(last))
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read: {error}") from None


def seems_whole(path: Path) -> bool:
    """Whether a copy is a history of destal's and as long as it says, at a glance: to go through all takes long."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            pages, size, application = (
                database.execute(f"PRAGMA {what}").fetchone()[0]
                for what in ("page_count", "page_size", "application_id")
            )
            database.execute("SELECT max(id) FROM reviews").fetchone()
            return bool(application == APPLICATION_ID and pages * size == path.stat().st_size)
    except (sqlite3.Error, OSError):
        return False


def _sync(path: Path) -> None:
    """Have a file, or what a folder lists, on the disk; Windows does not open folders."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def listed(history: Path) -> list[Backup]:
    """The copies that can be read, the newest first: the one with most rows, whatever its name says of the clock."""
    found = []
    for path in sorted(folder_of(history).glob("*.db"), reverse=True):
        with suppress(StoreError):
            found.append(looked_at(path))
    return sorted(found, key=lambda one: -one.rows)


def named(history: Path, name: str) -> Backup:
    """The copy of a day (`2027-01-15`), by its file's name or path; without a name the newest. Raises NotFoundError."""
    copies = listed(history)
    if not name and copies:
        return copies[0]
    for one in copies:
        if name in (one.path.stem, one.path.name):
            return one
    if name and Path(name).is_file():
        return looked_at(Path(name))
    there = ", ".join(one.path.stem for one in copies) or "none"
    raise NotFoundError(f'there is no copy "{name}"' if name else "there is no copy", f"there are: {there}")


def restore(backup: Backup, history: Path, stamp: str) -> Path | None:
    """Put a copy in the history's place; what was there is kept beside it under a name with the stamp, and returned.

    Raises StoreError. Another window that has the history open notices at its next answer, and says so.
    """
    aside = history.with_name(f"{history.stem}-until-{stamp}{history.suffix}") if history.exists() else None
    fresh = copy(backup.path, history.with_name(f"{history.stem}-restored{history.suffix}"))
    try:
        if aside:
            for companion in ("", "-wal", "-shm"):
                there = Path(f"{history}{companion}")
                if there.exists():
                    there.replace(f"{aside}{companion}")
        fresh.path.replace(history)
        _sync(history.parent)
    except OSError as error:
        raise StoreError(f"{history} cannot be put in place: {_reason(error)}") from None
    return aside
