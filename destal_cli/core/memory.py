"""Memory: what the reviews of a card leave behind, by FSRS-6. The history keeps it as a cache; `replay` makes it anew.

Days are the learner's calendar days with a rollover at 4 in the morning, counted as `date.toordinal` does: a card seen
yesterday evening and again this noon has waited one day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from destal_cli.core.grading import Rating

if TYPE_CHECKING:
    from fsrs_rs_python import FSRS

ROLLOVER_HOURS = 4
RETENTION = 0.9
LONGEST = 36_500  # days, as in FSRS
LAST_DAY = dt.date.max.toordinal()
_EPOCH = dt.date(1970, 1, 1).toordinal()
# FSRS's fuzz: of each stretch of the interval, the share that a due date may move by.
_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, math.inf, 0.05))


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A time in milliseconds UTC since 1970, with the learner's offset from UTC in minutes (east is positive)."""

    ms: int
    offset: int = 0

    @property
    def day(self) -> int:
        """The learner's calendar day, as an ordinal; it begins at 4 in the morning."""
        return _EPOCH + (self.ms // 1000 + self.offset * 60 - ROLLOVER_HOURS * 3600) // 86_400

    @property
    def local(self) -> dt.datetime:
        """The learner's clock."""
        return dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=self.ms, minutes=self.offset)


@dataclass(frozen=True, slots=True)
class Review:
    """One answered card, or with `voids` the taking back of an earlier one. Never changed once it is written.

    `due` is the day given with it; `parameters` the version of FSRS's parameters in use; `judged` what the judge would
    have rated, and `rating` what counts; `cram` reviews change no memory.
    """

    card: str
    at: Moment
    rating: Rating
    form: str
    answer: str = ""
    took: int = 0
    due: int = 0
    parameters: int = 0
    judged: Rating | None = None
    confused_with: str = ""
    cram: bool = False
    session: int = 0
    voids: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """FSRS memory of a card: stability in days, difficulty 1-10; the days of its last and first review and when due."""

    stability: float
    difficulty: float
    last: int
    due: int
    reviews: int = 1
    lapses: int = 0
    first: int = 0

    def retrievability(self, day: int, scheduler: Scheduler) -> float:
        """The chance of recalling the card on a day."""
        return scheduler.retrievability(self.stability, day - self.last)


@lru_cache(maxsize=8)
def _engine(parameters: tuple[float, ...]) -> FSRS:
    from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS

    return FSRS(list(parameters or DEFAULT_PARAMETERS))


@dataclass(frozen=True, slots=True)
class Scheduler:
    """FSRS-6 with parameters (none: the standard ones) of a version, and the retention that due dates aim at."""

    retention: float = RETENTION
    parameters: tuple[float, ...] = ()
    version: int = 0

    def retrievability(self, stability: float, days: int) -> float:
        """FSRS-6's forgetting curve: (1 + factor * days / stability) ** -decay, .9 after `stability` days."""
        decay = self._decay()
        factor = 0.9 ** (-1 / decay) - 1
        return float((1 + factor * max(0, days) / stability) ** -decay)

    def _decay(self) -> float:
        from fsrs_rs_python import DEFAULT_PARAMETERS

        return float((self.parameters or DEFAULT_PARAMETERS)[20])

    def intervals(self, memory: Memory | None, day: int) -> dict[Rating, int]:
        """For each rating, in how many days the card would come back, before fuzz."""
        states = self._states(memory, day)
        found = {rating: _whole(getattr(states, rating.name.lower()).interval) for rating in Rating}
        for lower, higher in ((Rating.HARD, Rating.GOOD), (Rating.GOOD, Rating.EASY)):
            if found[lower] > 1:  # a better rating never comes back sooner
                found[higher] = max(found[higher], min(LONGEST, found[lower] + 1))
        return found

    def due(self, memory: Memory | None, rating: Rating, day: int, rng: Random) -> int:
        """The day on which a card rated now comes back, fuzz included: decided once, and stored with the review."""
        return min(LAST_DAY, day + fuzzed(self.intervals(memory, day)[rating], rng))

    def after(self, memory: Memory | None, review: Review) -> Memory:
        """The memory that a review leaves; its due day is the one stored with the review."""
        day = max(review.at.day, memory.last) if memory else review.at.day
        state = getattr(self._states(memory, day), review.rating.name.lower()).memory
        lapsed = memory is not None and review.rating is Rating.AGAIN
        return Memory(
            stability=state.stability,
            difficulty=state.difficulty,
            last=day,
            due=review.due,
            reviews=memory.reviews + 1 if memory else 1,
            lapses=memory.lapses + lapsed if memory else 0,
            first=memory.first if memory else day,
        )

    def _states(self, memory: Memory | None, day: int) -> object:
        from fsrs_rs_python import MemoryState

        engine = _engine(self.parameters)
        if memory is None:
            return engine.next_states(None, self.retention, 0)
        state = MemoryState(memory.stability, memory.difficulty)
        return engine.next_states(state, self.retention, max(0, day - memory.last))


def _whole(interval: float) -> int:
    return max(1, min(LONGEST, round(interval)))


def fuzz_range(interval: int) -> tuple[int, int]:
    """The shortest and longest that FSRS's fuzz makes of an interval in days; those below 3 stay as they are."""
    if interval < 2.5:
        return interval, interval
    delta = 1.0 + sum(share * max(min(interval, end) - start, 0.0) for start, end, share in _FUZZ)
    return max(2, round(interval - delta)), min(LONGEST, round(interval + delta))


def fuzzed(interval: int, rng: Random) -> int:
    """An interval moved a little, so that cards learned together do not stay together."""
    shortest, longest = fuzz_range(interval)
    return rng.randint(shortest, longest)


def standing(reviews: Iterable[Review]) -> list[Review]:
    """The reviews that count: without those taken back, and without the rows that took them back."""
    rows = list(reviews)
    voided = {row.voids for row in rows if row.voids is not None}
    return [row for row in rows if row.voids is None and row.id not in voided]


def replay(reviews: Sequence[Review], scheduler: Scheduler) -> dict[str, Memory]:
    """Every card's memory, made from the whole log in the order it was written; cram reviews leave none."""
    memory: dict[str, Memory] = {}
    for review in standing(reviews):
        if not review.cram:
            memory[review.card] = scheduler.after(memory.get(review.card), review)
    return memory
