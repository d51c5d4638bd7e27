"""The log as figures need it: what stands, a row for each review, by the learner's days. `statistics` counts it.

The history reads such rows straight from its file; `log_by_day` makes the same of reviews.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from destal_cli.core.memory import Moment, Review, standing

LONGEST_TOOK = 120_000  # ms that one answer counts for at most: who leaves the table is not learning


class Row(NamedTuple):
    """A review that stands: its day, ms and id come first, so that rows sort in the order they were given.

    `took` is in ms, as it was measured; `due` is the day given with the review, 0 for a crammed one.
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

    @property
    def at(self) -> Moment:
        """When it was given."""
        return Moment(self.ms, self.offset)


Log = Sequence[Row]


def log_by_day(reviews: Iterable[Review]) -> list[Row]:
    """The reviews that count, in order of days and of time within a day."""
    return sorted(
        Row(r.at.day, r.at.ms, r.id, r.card, r.rating, r.cram, r.took, r.session, r.due, r.at.offset)
        for r in standing(reviews)
    )


def counted(took: int) -> int:
    """The ms that an answer counts for, of those that were measured."""
    return min(max(took, 0), LONGEST_TOOK)
