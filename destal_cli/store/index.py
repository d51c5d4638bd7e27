"""The index: a working copy of the decks' files in SQLite, kept in the cache folder. `library` asks it, nobody else.

Nothing in it is precious. One that is missing, older, foreign or damaged is made anew, and where the cache cannot be
written the copy is made in memory. The YAML stays the source: a file whose `stat` is as it was is taken as it was, one
that has the same bytes too, and any other is read again, all of them in one transaction. A new index is written without
a journal, and marked as one when it is whole. Two processes may do all of this at once: whoever comes second waits, and
finds the work done.
"""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zlib import crc32

from destal_cli import __version__
from destal_cli.core.problems import DestalError
from destal_cli.core.values import dataclass
from destal_cli.store.opened import Opened

if TYPE_CHECKING:
    from destal_cli.store.indexing import Made

APPLICATION_ID = 0x6465_7369  # "desi"
FORMAT = 12
BUSY_SECONDS = 10.0
OUTLIVES = 86_400  # seconds that what a file held before stays, for sessions that began with it

# The id of what stands in a file is the file's id shifted by 32 bits, plus its place.
_SCHEMA = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, mtime INTEGER NOT NULL, size INTEGER NOT NULL,
    inode INTEGER NOT NULL, hash BLOB NOT NULL, name TEXT NOT NULL, deck TEXT, title TEXT, about TEXT, facts INTEGER,
    cards INTEGER, left_out INTEGER, first_year INTEGER, last_year INTEGER, problems TEXT, built TEXT, reviewed TEXT
);
CREATE TABLE sources (id INTEGER PRIMARY KEY, key TEXT, title TEXT, origin TEXT, text TEXT);
CREATE TABLE entities (id INTEGER PRIMARY KEY, key TEXT, kind TEXT, name TEXT, facts INTEGER, payload TEXT);
CREATE INDEX entities_by_key ON entities (key);
CREATE TABLE names (text TEXT, whole INTEGER, entity INTEGER, PRIMARY KEY (text, whole, entity)) WITHOUT ROWID;
CREATE INDEX names_by_entity ON names (entity);
CREATE TABLE facts (
    id INTEGER PRIMARY KEY, key TEXT, kind TEXT, dated INTEGER, earliest INTEGER, latest INTEGER, date TEXT,
    length INTEGER, core INTEGER, noted INTEGER, people TEXT
);
CREATE TABLE payloads (fact INTEGER PRIMARY KEY, payload TEXT);
CREATE TABLE named (entity INTEGER, fact INTEGER, PRIMARY KEY (entity, fact)) WITHOUT ROWID;
CREATE INDEX named_by_fact ON named (fact);
CREATE TABLE tags (tag TEXT, fact INTEGER, PRIMARY KEY (tag, fact)) WITHOUT ROWID;
CREATE TABLE cards (
    id INTEGER PRIMARY KEY, card TEXT, fact INTEGER, detail INTEGER, kind TEXT, type TEXT, forms INTEGER, answer TEXT,
    shown TEXT, at INTEGER, asks INTEGER
);
CREATE INDEX cards_by_card ON cards (card);
CREATE INDEX cards_by_fact ON cards (fact, card);
CREATE INDEX cards_by_answer ON cards (fact >> 32, answer);
CREATE INDEX cards_by_day ON cards (at) WHERE at IS NOT NULL;
CREATE INDEX cards_by_type ON cards (type);
CREATE INDEX cards_by_prompt ON cards (asks);
CREATE TABLE wrong (id INTEGER PRIMARY KEY, type TEXT, kind TEXT, at INTEGER, payload TEXT);
CREATE INDEX wrong_by_day ON wrong (at) WHERE at IS NOT NULL;
CREATE INDEX wrong_by_type ON wrong (type, kind);
CREATE VIRTUAL TABLE words USING fts5(
    text, detail = none, columnsize = 0, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE TABLE kept (name TEXT PRIMARY KEY, stamp TEXT, payload TEXT) WITHOUT ROWID
"""
_STATEMENTS = _SCHEMA.split(";\n")
_TABLES = [statement for statement in _STATEMENTS if "CREATE INDEX" not in statement]
_INDEXES = [statement for statement in _STATEMENTS if "CREATE INDEX" in statement]  # of what is there when it is whole
_COLUMNS = {
    "sources": 5, "entities": 6, "names": 3, "facts": 11, "payloads": 2, "named": 2, "tags": 2, "cards": 11,
    "wrong": 5, "words": 2,
}  # fmt: skip
_OF_FILE = {
    "sources": "id", "entities": "id", "names": "entity", "facts": "id", "payloads": "fact", "named": "fact",
    "tags": "fact", "cards": "id", "wrong": "id", "words": "rowid",
}  # fmt: skip


def edition() -> int:
    """What an index must have been written by to be used."""
    return crc32(f"{FORMAT} {__version__}".encode()) & 0x7FFF_FFFF


@dataclass(frozen=True, slots=True)
class Stamp:
    """What `stat` says of a file, in whole numbers; it changes when the file does."""

    mtime: int
    size: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """The stamp of a file; None when it cannot be looked at."""
        try:
            state = path.stat()
        except OSError:
            return None
        return cls(state.st_mtime_ns, state.st_size, state.st_ino)

    @property
    def values(self) -> tuple[int, int, int]:
        """Its numbers, as the index keeps them."""
        return self.mtime, self.size, self.inode


Progress = Callable[[int, int], None]
UNSURE = Stamp(0, 0, 0)  # of a file that may change without its stamp: its bytes are looked at the next time


@dataclass(frozen=True, slots=True)
class Kept:
    """What the index has of a file: its id, the stamp and hash that it was read with, and the deck's name."""

    id: int
    stamp: Stamp
    name: str
    hash: bytes


class DamagedError(Exception):
    """The index cannot be used any more: it is damaged, or `held` by something else, which leaves it as it is."""

    def __init__(self, error: sqlite3.Error) -> None:
        super().__init__(str(error))
        self.held = any(word in str(error) for word in ("locked", "busy", "full", "readonly", "unable to open"))


class Index(Opened):
    """One open index. Every question is answered whole, so that nothing of it is held while a learner reads."""

    def __init__(self, path: Path) -> None:
        """Open the index at a path, or make one there, or where that cannot be, in memory."""
        super().__init__()
        self.path = path
        self._inode = 0
        try:
            self._db = self._opened()
        except OSError:
            self._go_on_in_memory()
        except sqlite3.Error as error:
            if DamagedError(error).held:
                self._go_on_in_memory()
            else:
                self._start_over()

    def _opened(self) -> sqlite3.Connection:
        """The index in the file, new when there is none; raises OSError or sqlite3.Error when it cannot be used."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = _connected(str(self.path))
        try:
            self.is_new = _is_new(db)
            self._inode = self.path.stat().st_ino
        except BaseException:
            db.close()
            raise
        return db

    def _start_over(self) -> None:
        """Put a new index in the place of one that cannot be used, and go on in memory where that fails too."""
        try:
            self._discard()
            self._db = self._opened()
        except (sqlite3.Error, OSError):
            self._go_on_in_memory()

    def _go_on_in_memory(self) -> None:
        self._db = _connected(":memory:")
        self._inode, self.is_new = 0, True

    def _discard(self) -> None:
        """Delete the file, unless another process has put a new one in its place already."""
        if self._inode and (not self.path.exists() or self.path.stat().st_ino != self._inode):
            return
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def renew(self, *, in_memory: bool) -> None:
        """Begin again with an empty index, in the place of the one that cannot be used or in memory."""
        with suppress(sqlite3.Error):
            self._db.close()
        if in_memory:
            self._go_on_in_memory()
        else:
            self._start_over()

    def rows(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """Every row that answers a query. Raises DamagedError."""
        try:
            return self._db.execute(query, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            if "phrase queries are not supported" in str(error):  # in a word is a letter that SQLite knows not as one
                return []
            raise DamagedError(error) from error

    def run(self, query: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of the values. Raises DamagedError."""
        try:
            self._db.executemany(query, values)
        except sqlite3.DatabaseError as error:
            raise DamagedError(error) from error

    def attach(self, path: Path | None) -> None:
        """Have the tables of a database at hand as `h`, to read alone, or an empty one. Raises sqlite3.Error."""
        self._db.execute("ATTACH ? AS h", (f"{path.absolute().as_uri()}?mode=ro" if path else ":memory:",))

    # Freshness.

    def kept(self) -> dict[str, Kept]:
        """What the index has of each file, by absolute path. Raises DamagedError."""
        if self.is_new:
            return {}
        rows = self.rows("SELECT path, id, mtime, size, inode, name, hash FROM files WHERE size >= 0")
        return {path: Kept(number, Stamp(*stamp), name, hashed) for path, number, *stamp, name, hashed in rows}

    def bring_up(
        self, files: Iterable[tuple[Path, str]], tell: Progress, before: Mapping[str, Kept] = MappingProxyType({})
    ) -> dict[Path, Kept | DestalError]:
        """Read those of some files that changed, each given with what it goes by unread; what is kept of each by then,
        or why it cannot be read. `tell` hears how many of how many are read. A file that is as another index had it
        `before` gets the id that it had there, and no other gets one of those. Raises DamagedError.
        """
        from destal_cli.store.indexing import Task, made_of
        from destal_cli.store.workers import each

        with self._writing(), _undisturbed():
            kept = {} if self.is_new else self.kept()
            newest = int(self._db.execute("SELECT coalesce(max(id), 0) FROM files").fetchone()[0])
            fresh = max([newest, *(was.id for was in before.values())]) + 1
            found: dict[Path, Kept | DestalError] = {}
            tasks: list[Task] = []
            for path, name in files:
                known, was = kept.get(str(path.absolute())), before.get(str(path.absolute()))
                if known and known.stamp == Stamp.of(path):  # another process was first
                    found[path] = known
                else:
                    tasks.append(Task(path, name, fresh + len(tasks), known.hash if known else b"", was))
            tell(0, len(tasks))
            for done, (task, made) in enumerate(each(tasks, made_of, Task.size), 1):
                found[task.path] = made if isinstance(made, DestalError) else self._put(made, kept)
                tell(done, len(tasks))
        return found

    def _put(self, made: Made, kept: Mapping[str, Kept]) -> Kept:
        """Write what was made of a file: all of it, or when it is what is kept, that it still is."""
        if made.tables is not None:
            self._add(made, made.tables)
            return Kept(made.number, made.stamp, made.name, made.hash)
        update = "UPDATE files SET mtime = ?, size = ?, inode = ? WHERE path = ?"
        self._db.execute(update, (*made.stamp.values, made.path))
        return Kept(kept[made.path].id, made.stamp, kept[made.path].name, made.hash)

    def forget(self, path: str) -> None:
        """Take a file out of the index. Raises DamagedError."""
        with self._writing():
            self._supersede(path)

    def _add(self, made: Made, tables: Mapping[str, Sequence[Any]]) -> None:
        """Add what a file holds now, under a new id: who works with what it held before goes on with that."""
        self._supersede(made.path)
        values = (made.number, made.path, *made.stamp.values, made.hash, made.name, *made.head)
        self._db.execute(f"INSERT INTO files VALUES ({', '.join('?' * len(values))})", values)
        for table, rows in tables.items():
            columns = "words (rowid, text)" if table == "words" else table
            marks = ", ".join("?" * _COLUMNS[table])
            self._db.executemany(f"INSERT OR IGNORE INTO {columns} VALUES ({marks})", rows)

    def _supersede(self, path: str) -> None:
        """Set aside what a file held, and forget what was set aside long ago."""
        now = int(time.time())
        query = "UPDATE files SET path = char(0) || id, size = -1, mtime = ? WHERE path = ?"
        self._db.execute(query, (now, path))
        old = self._db.execute("SELECT id FROM files WHERE size < 0 AND mtime < ?", (now - OUTLIVES,)).fetchall()
        for (number,) in old:
            self._forget(number)

    def _forget(self, number: int) -> None:
        low, high = number << 32, (number + 1) << 32
        for table, column in _OF_FILE.items():
            self._db.execute(f"DELETE FROM {table} WHERE {column} >= ? AND {column} < ?", (low, high))
        self._db.execute("DELETE FROM files WHERE id = ?", (number,))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All changes or none, in a file that is an index afterwards. Raises DamagedError."""
        try:
            self._begin()
            try:
                yield
                self._finish()
            except BaseException:
                self._undo()
                raise
        except sqlite3.DatabaseError as error:
            raise DamagedError(error) from error

    def _begin(self) -> None:
        if not self.is_new:
            self._db.execute("BEGIN IMMEDIATE")
            return
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("BEGIN EXCLUSIVE")
        if _has_tables(self._db):  # another process was first
            self._db.close()
            self._db = self._opened()
            self._begin()
            return
        for statement in _TABLES:
            self._db.execute(statement)

    def _finish(self) -> None:
        """Commit; a new index is marked as one when everything else of it is on the disk."""
        if not self.is_new:
            self._db.execute("COMMIT")
            return
        for statement in _INDEXES:
            self._db.execute(statement)
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version = {edition()}")
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA locking_mode = NORMAL")
        self._db.execute("PRAGMA journal_mode = WAL")
        self.is_new = False

    def _undo(self) -> None:
        """Take back what was begun; what was begun of a new index is thrown away."""
        if not self.is_new:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            return
        self._db.close()
        if self._inode:
            with suppress(OSError):
                self._discard()


def _connected(name: str) -> sqlite3.Connection:
    db = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    for setting in ("synchronous = NORMAL", "temp_store = MEMORY", "cache_size = -16000"):
        db.execute(f"PRAGMA {setting}")
    try:
        db.execute("SELECT pow(1, 1)")
    except sqlite3.OperationalError:  # an SQLite that was built without its mathematics
        db.create_function("pow", 2, pow, deterministic=True)
    return db


def _is_new(db: sqlite3.Connection) -> bool:
    """Whether nothing is in a database yet; raises sqlite3.Error when it is no index of this edition."""
    found = tuple(db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if found == (APPLICATION_ID, edition()):
        return False
    if _has_tables(db):
        raise sqlite3.DatabaseError("another edition, or no index at all")
    return True


def _has_tables(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector, which walks over everything that is read again and again, and finds nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
