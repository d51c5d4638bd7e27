"""What the tables of a stranger's SQLite file hold. `collection` asks.

Only columns of ordinary tables are read, each as a number or a text, whatever the file has there: no view, no virtual
or generated column, no function of its own. Lengths, rows and time have their limits.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from destal_cli.core.problems import BadFileError
from destal_cli.core.text import one_line

MAX_LENGTH = 8 << 20  # of a text or blob, in bytes
MAX_SCHEMA = 1 << 16  # of the words that make a table
SECONDS, SECONDS_A_MB = 1.5, 1.0
STEPS = 20_000  # of SQLite's machine between two looks at the clock
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_LENGTH,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: MAX_SCHEMA,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_SAFE = ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0", "cache_size = -8000")
_AS = {int: "coalesce(CAST({} AS INTEGER), 0)", str: "coalesce(CAST({} AS TEXT), '')", bytes: "CAST({} AS BLOB)"}
_TOO_MANY = {"revlog": ("answers", "export one deck of it, or leave --with-history out")}


@contextmanager
def tables(file: Path, name: str) -> Iterator[Tables]:
    """The tables of a file. Whatever goes wrong while it is read becomes a BadFileError that names the package."""
    try:
        uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as db:
            yield Tables(db, file.stat().st_size, name)
    except (sqlite3.Error, UnicodeError, OverflowError, MemoryError) as error:
        if "interrupted" in str(error):
            raise BadFileError(f"{name} takes too long to read: it is damaged or made to") from None
        why = one_line(str(error))[:100]
        raise BadFileError(f"{name} holds a damaged collection: {why}", "export it from Anki again") from None


class Tables:
    """An open file."""

    def __init__(self, db: sqlite3.Connection, size: int, name: str) -> None:
        self._db, self._name = db, name
        for limit, value in _LIMITS.items():
            db.setlimit(limit, value)
        for pragma in _SAFE:
            db.execute(f"PRAGMA {pragma}")
        db.text_factory = _text
        db.create_collation("unicase", _compared)
        until = time.monotonic() + SECONDS + SECONDS_A_MB * size / (1 << 20)
        db.set_progress_handler(lambda: int(time.monotonic() > until), STEPS)
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' LIMIT 1000"
        self._made = {str(table).lower(): str(sql or "") for table, sql in db.execute(query)}

    def __contains__(self, table: str) -> bool:
        """Whether the file has an ordinary table of that name."""
        return self._made.get(table, "").lstrip().upper().startswith("CREATE TABLE")

    def rows(self, table: str, columns: Sequence[tuple[str, type]], most: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a table, each column as an int, str or bytes. Raises BadFileError where it lacks one of them."""
        if table not in self:
            raise BadFileError(f"{self._name} has no table {table}: it is no collection of Anki's")
        stored = {str(row[1]).lower() for row in self._db.execute(f"PRAGMA table_xinfo({table})") if row[6] == 0}
        if missing := [column for column, _ in columns if column.lower() not in stored]:
            raise BadFileError(f"{self._name} has no column {missing[0]} in its table {table}")
        wanted = ", ".join(_AS[kind].format(f'"{column}"') for column, kind in columns)
        for count, row in enumerate(self._db.execute(f"SELECT {wanted} FROM {table}")):
            if count == most:
                what, hint = _TOO_MANY.get(table, (table, "export a part of it"))
                raise BadFileError(f"{self._name} has more than {most:,} {what}", hint)
            yield row


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _compared(one: str, other: str) -> int:
    """Names without regard to case, as Anki's own collation sorts them."""
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)
