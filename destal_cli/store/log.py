"""The log of the history as a whole: for figures, for memory made anew, for what is fitted. `History.log` is it.

Whoever asks gets plain rows, one after another: of a million reviews none is made that is not shown.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from operator import itemgetter
from typing import Any

from destal_cli.core.log import Row
from destal_cli.core.memory import Held, Lived, Scheduler, folded

CHUNK = 500  # values in one question
STANDS = "r.voids IS NULL AND NOT EXISTS (SELECT 1 FROM reviews AS v WHERE v.voids = r.id)"
# A day as `Moment.day` counts it: whole days since 1 January of year 1, from the learner's clock four hours ago.
DAY = 'CAST(((at + 62135683200000) / 1000 + "offset" * 60 - 14400) / 86400 AS INTEGER)'
_DUE = "CAST(coalesce(julianday(nullif(due, '')) - 1721424.5, 0) AS INTEGER)"
_GONE = "coalesce((SELECT v.id FROM reviews AS v WHERE v.voids = r.id), 0)"
_ROW = f'{DAY}, at, id, card, rating, cram, took, session, {_DUE}, "offset", {_GONE}'
_LIVED = f"card, {DAY}, rating, form, rung, due"  # a Lived, its due day as the log writes it


class Log:
    """The rows of the log, read from the history's database; `told` explains what goes wrong."""

    def __init__(self, db: sqlite3.Connection, told: Callable[[], AbstractContextManager[None]]) -> None:
        self._db, self._told = db, told

    def newest(self) -> tuple[int, int]:
        """The ids of the newest row of the log and of the newest mark; 0 where there is none."""
        query = "SELECT coalesce((SELECT max(id) FROM reviews), 0), coalesce((SELECT max(id) FROM marks), 0)"
        with self._told():
            return tuple(self._db.execute(query).fetchone())

    def print_of(self, review: int) -> str:
        """What tells a row from one that another log may have in its place; nothing when there is no such row."""
        with self._told():
            row = self._db.execute("SELECT card, at, session, answer FROM reviews WHERE id = ?", (review,)).fetchone()
            return json.dumps(row) if row else ""

    def since(self, review: int, mark: int) -> list[str]:
        """The cards of rows and marks that are newer than these."""
        query = "SELECT card FROM reviews WHERE id > ? UNION SELECT card FROM marks WHERE id > ? ORDER BY card"
        with self._told():
            return [card for (card,) in self._db.execute(query, (review, mark))]

    def begun(self, begins: str) -> list[str]:
        """The cards with an id that begins so and that were ever answered."""
        query = "SELECT DISTINCT card FROM reviews WHERE card >= ? AND card < ? ORDER BY card"
        with self._told():
            return [card for (card,) in self._db.execute(query, (begins, f"{begins}\U0010ffff"))]

    def rows_of(self, cards: Sequence[str] | None) -> Iterator[tuple[str, list[Row]]]:
        """The answers of some cards, or of all, with those taken back; card by card."""
        if cards is None:
            yield from self._rows("ORDER BY card")
            return
        for start in range(0, len(cards), CHUNK):
            some = cards[start : start + CHUNK]
            yield from self._rows(f"AND card IN ({', '.join('?' * len(some))}) ORDER BY card", some)

    def _rows(self, more: str, values: Sequence[str] = ()) -> Iterator[tuple[str, list[Row]]]:
        with self._told():
            table = "reviews AS r" if values else "reviews AS r NOT INDEXED"  # all of a million are sorted sooner
            rows: Any = self._db.execute(f"SELECT {_ROW} FROM {table} WHERE voids IS NULL {more}", values)
            for card, found in groupby(rows, key=itemgetter(3)):
                yield card, list(found)

    def rows_backwards(self) -> Iterator[Row]:
        """The answers that stand, from the one that was written last."""
        with self._told():
            query = f"SELECT {_ROW} FROM reviews AS r WHERE {STANDS} ORDER BY id DESC"
            yield from map(Row._make, self._db.execute(query))

    def folded(self, scheduler: Scheduler, between: tuple[str, str] | None = None) -> dict[str, Held]:
        """Every card's memory as a scheduler makes it from the whole log, crammed reviews left out.

        Or that of the cards from one id on up to another.
        """
        some = "" if between is None else "AND +card >= ? AND +card < ?"  # by the log, as half of it is looked at
        query = f"SELECT {_LIVED} FROM reviews AS r WHERE NOT cram AND {STANDS} {some} ORDER BY id"
        with self._told():
            found: dict[str, Any] = dict(folded(self._db.execute(query, between or ()), scheduler))
        days = _Days()  # of a million due days as they are written, only the last of each card is read
        return {card: (*held[:3], days[held[3]], *held[4:]) for card, held in found.items()}

    def sure(self) -> Iterator[tuple[str, int, bool]]:
        """Of each answer that counts and that the learner was asked about: the card, how sure, and whether right."""
        with self._told():
            query = f"SELECT card, sure, rating > 1 FROM reviews AS r WHERE sure > 0 AND NOT cram AND {STANDS}"
            yield from ((card, sure, bool(right)) for card, sure, right in self._db.execute(query))

    def lived(self) -> Iterator[Lived]:
        """What memory is made of, of every review that counts; their due days are left out."""
        with self._told():
            what = _LIVED.replace("due", "0")
            yield from self._db.execute(f"SELECT {what} FROM reviews AS r WHERE NOT cram AND {STANDS} ORDER BY id")

    def verdicts(self) -> Counter[str]:
        """How many answers that stand were judged of each card."""
        with self._told():
            query = f"SELECT card FROM reviews AS r WHERE judged IS NOT NULL AND {STANDS}"
            return Counter(map(itemgetter(0), self._db.execute(query)))


class _Days(dict[str, int]):
    """Due days as they are written, each read once."""

    def __missing__(self, iso: str) -> int:
        day = self[iso] = dt.date.fromisoformat(iso).toordinal() if iso else 0
        return day
