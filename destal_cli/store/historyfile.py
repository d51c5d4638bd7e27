"""The file that a learner's history is in: opened, brought up to date, written whole. `history` has what stands in it.

One transaction is one commit that is on the disk (WAL, synchronous FULL), and none is open while a question waits.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from destal_cli.core.problems import StoreError
from destal_cli.store.migrations import APPLICATION_ID, MIGRATIONS, REPLAYED
from destal_cli.store.opened import Opened

BUSY_SECONDS = 10.0
LONGEST_WAL = 4 << 20  # bytes, after which what it holds is brought into the file


class HistoryFile(Opened, ABC):
    """An open history. What is wrong with it is raised as a StoreError that says what to do."""

    closes_last = True

    def __init__(self, path: Path, *, create: bool) -> None:
        """Open the history at a path; without `create`, a missing one is an empty one that is never written."""
        super().__init__()
        self.path = path
        self.on_disk = create or path.exists()
        self._file: tuple[int, int] | None = None
        if not self.on_disk:
            self._db = self._connect(":memory:")
        else:
            _make_private(path)
            self._db = self._connect(str(path))
        with self._told():
            version = self._version()
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA wal_autocheckpoint = 0")
            self._db.execute("PRAGMA journal_size_limit = 0")  # the log beside it begins anew after a checkpoint
            if version < len(MIGRATIONS):
                self._migrate(version)
        self._file = _identity(path) if self.on_disk else None

    def _connect(self, name: str) -> sqlite3.Connection:
        with self._told():
            return sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None)
        raise AssertionError

    def _version(self) -> int:
        """The format of the file; raises StoreError, before anything is written, when it is not one of ours."""
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        empty = not self._db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if application != APPLICATION_ID and not empty:
            raise StoreError(f"{self.path} is no history of destal's", "move it away: destal does not write into it")
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{self.path} was written by a newer destal", "bring destal up to date: nothing was changed"
            )
        return version

    def _migrate(self, before: int) -> None:
        """Bring the file up to the newest format, after a copy of it was made."""
        if before and self.on_disk:
            from destal_cli.store.backups import copy, folder_of

            copy(self.path, folder_of(self.path) / f"before-format-{len(MIGRATIONS)}.db")
        with self._transaction():
            found = self._db.execute("PRAGMA user_version").fetchone()[0]  # another process may have been first
            for number, script in enumerate(MIGRATIONS[found:], found + 1):
                for statement in script.split(";\n"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {number}")
            if 0 < found < REPLAYED:
                self._remember_anew()
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._written()

    def _written(self) -> None:
        """See after each commit that the file is still the one in its folder, and that its log does not grow too long.

        A file that was deleted or replaced goes on accepting writes: what it holds is saved then, and said.
        """
        if self._file is None:
            return
        if _identity(self.path) != self._file:
            raise self._rescued()
        if _size(f"{self.path}-wal") > LONGEST_WAL:
            from destal_cli.store.locking import maintenance

            with maintenance(self.path):
                self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _rescued(self) -> StoreError:
        """Save what an open file without a name still holds, and say where it is."""
        from destal_cli.store.backups import pour

        gone = not self.path.exists()
        stamp = f"{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}"
        target = self.path if gone else self.path.with_name(f"{self.path.stem}-rescued-{stamp}{self.path.suffix}")
        pour(self._db, self.path, target)
        if gone:
            return StoreError(
                f"{self.path} was deleted while it was in use; it was written again, with your last answer",
                "nothing is lost: go on with destal quiz",
            )
        return StoreError(
            f"{self.path} was replaced while it was in use; what you answered is safe in {target}",
            f"destal restore {target} puts it back",
        )

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Read as of one moment, whoever writes meanwhile."""
        with self._told():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is sound."""
        with self._told():
            rows = [str(row[0]) for row in self._db.execute("PRAGMA quick_check")]
            return [] if rows == ["ok"] else rows

    @abstractmethod
    def _remember_anew(self) -> None:
        """Make all memory anew from the log, within the transaction."""


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of its name; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - twice as fast, and after every answer
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _size(name: str) -> int:
    try:
        return os.stat(name).st_size  # noqa: PTH116
    except OSError:
        return 0


def _make_private(path: Path) -> None:
    """Make the file if there is none, readable by the learner alone, and its folder.

    One that is there is not opened here: to close it would take away the locks of every connection of this process,
    and another process would take itself for the last one and throw away what these write.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise StoreError(
            f"the history {path} cannot be opened: {error.strerror}", "set DESTAL_HOME to another folder"
        ) from None


def _explained(error: sqlite3.Error, path: Path) -> StoreError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreError(f"another program holds the history {path}", "close it, and try again")
    if "disk I/O error" in text:
        return StoreError(
            f"the disk failed while the history {path} was read or written",
            "what was saved before is safe: copy your data folder to another disk, then look at it with destal doctor",
        )
    if "full" in text:
        return StoreError(f"there is no room left to write {path}", "make some, and go on: what was saved is safe")
    if "readonly" in text or "unable to open" in text:
        return StoreError(
            f"the history {path} cannot be written: {text}", "look at the rights of the file and its folder"
        )
    if "malformed" in text or "not a database" in text:
        return StoreError(
            f"the history {path} is damaged: {text}",
            "keep the file; `destal restore` puts the newest copy in its place",
        )
    return StoreError(f"the history {path} failed: {text}")
