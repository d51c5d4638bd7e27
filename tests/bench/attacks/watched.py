"""SQLite with every write and sync watched, in the place of Python's `sqlite3`: for power cuts and for disks that fail.

It is apsw's SQLite, which is newer than Python's, behind a VFS of our own; `store.history` runs on it unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

Error = apsw.Error
Connection = Any


@dataclass(frozen=True, slots=True)
class Event:
    """What was asked of the disk: `write`, `sync`, `truncate`, `delete`; or `saved`, which the learner was told."""

    what: str
    file: str
    offset: int = 0
    data: bytes = b""


class Watch(apsw.VFS):  # type: ignore[misc]
    """A VFS that tells of each event before it happens; what it is told to may raise in its place."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self.tell = tell
        super().__init__("watched", "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802 - SQLite's own name
        return _File(self.tell, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        self.tell(Event("delete", Path(name).name))
        super().xDelete(name, sync)


class _File(apsw.VFSFile):  # type: ignore[misc]
    def __init__(self, tell: Callable[[Event], None], name: Any, flags: list[int]) -> None:
        self.tell = tell
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = Path(path).name if path else ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.tell(Event("write", self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.tell(Event("sync", self.name))
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.tell(Event("truncate", self.name, size))
        super().xTruncate(size)


class _Cursor:
    """What `sqlite3` gives for a statement."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._rows


class _Connection:
    """What `sqlite3.connect` gives, as far as a history needs it."""

    def __init__(self, name: str, timeout: float) -> None:
        self._db = apsw.Connection(name, vfs="watched" if name != ":memory:" else None)
        self._db.set_busy_timeout(int(timeout * 1000))

    def execute(self, statement: str, values: Sequence[Any] = ()) -> _Cursor:
        cursor = self._db.cursor()
        cursor.execute(statement, values)
        row = cursor.fetchone()  # sqlite3 runs a statement at once, and not as rows are asked for
        return _Cursor(iter(()) if row is None else _chained(row, cursor))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        for values in rows:
            self.execute(statement, values)

    @property
    def total_changes(self) -> int:
        return int(self._db.total_changes())

    @property
    def in_transaction(self) -> bool:
        return bool(self._db.in_transaction)

    def close(self) -> None:
        self._db.close()


def _chained(first: tuple[Any, ...], rest: Any) -> Iterator[tuple[Any, ...]]:
    yield first
    yield from rest


def connect(name: str, timeout: float = 5.0, isolation_level: None = None) -> _Connection:
    """As `sqlite3.connect`."""
    assert isolation_level is None
    return _Connection(name, timeout)
