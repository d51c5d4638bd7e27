"""The databases that are open: `app` closes them when a command ends, after which the collector closes nothing more.

A database whose last connection is closed has no log beside it, so that a copy of the file alone is whole.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from weakref import WeakSet

_OPEN: WeakSet[Opened] = WeakSet()


class Opened:
    """An open database, an index or a history. It is closed with its owner: a connection refers to itself, and by
    itself is only let go by the collector.
    """

    closes_last = False  # of two of which one reads the other, only who writes can take its log in
    _db: sqlite3.Connection

    def __init__(self) -> None:
        _OPEN.add(self)

    def close(self) -> None:
        """Close the file; it cannot be used after it."""
        self._db.close()

    def __del__(self) -> None:
        with suppress(AttributeError, sqlite3.Error):  # it was never opened, or by another thread
            self.close()


def close_all() -> None:
    """Close what is still open; what cannot be closed is left to whoever opens it next."""
    for one in sorted(_OPEN, key=lambda one: one.closes_last):
        with suppress(AttributeError, sqlite3.Error):
            one.close()
