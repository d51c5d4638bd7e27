"""The log as figures need it: a row for each answer. The history reads them from its file, `tally` adds them up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from destal_cli.core.memory import Moment

LONGEST_TOOK = 120_000  # ms that one answer counts for at most: who leaves the table is not learning

SessionKey = tuple[int, int]  # the session, and the day of answers that belong to none


class Row(NamedTuple):
    """An answer: its day, ms and id come first, so that rows sort in the order they were given.

    `took` is in ms, as it was measured; `due` is the day given with the review, 0 for a crammed one; `gone` is the id
    of the row that took it back, 0 while it stands.
    """

    day: int
    ms: int
    id: int
    card: str
    rating: int
    cram: int
    took: int
    session: int
    due: int
    offset: int
    gone: int

    @property
    def at(self) -> Moment:
        """When it was given."""
        return Moment(self.ms, self.offset)

    @property
    def key(self) -> SessionKey:
        """The session it belongs to; answers without one, as other programs leave them, are one session a day."""
        return self.session, 0 if self.session else self.day


def counted(took: int) -> int:
    """The ms that an answer counts for, of those that were measured."""
    return min(max(took, 0), LONGEST_TOOK)


def as_of(rows: Iterable[Row], newest: int) -> list[Row]:
    """The rows that stood when a row of this id was the newest, in the order they were given."""
    return sorted(row for row in rows if row[2] <= newest and not 0 < row[10] <= newest)
