"""Memory: what the reviews of a card leave behind, by FSRS-6. The history keeps it as a cache; `replay` makes it anew.

Days are the learner's calendar days with a rollover at 4 in the morning, counted as `date.toordinal` does: a card seen
yesterday evening and again this noon has waited one day.

FSRS knows recall alone. A success in a form that can be guessed is worth less: with the chance R of recalling and g of
guessing, the answer was known with the probability w = R / (R + (1 - R) g) (Bayes; R is 1/2 for a new card), and
stability and difficulty are the mean of what FSRS makes of a success and of a lapse, weighted by w and 1 - w.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from destal_cli.core.forms import CLIMB, GUESS, RECALL
from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.values import dataclass

if TYPE_CHECKING:
    from random import Random

    from fsrs_rs_python import FSRS, NextStates

ROLLOVER_HOURS = 4
RETENTION = 0.9
LONGEST = 36_500  # days, as in FSRS
LAST_DAY = dt.date.max.toordinal()
LEECH_LAPSES, LEECH_EVERY = 8, 4
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
    have rated, and `rating` what counts; `cram` reviews change no memory. `rung` is that of the card's ladder on which
    it was asked; the reviews of one exercise have the id of its first review in `exercise`.
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
    rung: int = 0
    exercise: int = 0
    sure: Confidence = Confidence.UNASKED


@dataclass(frozen=True, slots=True)
class Memory:
    """FSRS memory of a card: stability in days, difficulty 1-10; the days of its last and first review and when due.

    `rung` is the place on the card's ladder of forms that it has climbed to; `lapses` counts a day of misses once.
    """

    stability: float
    difficulty: float
    last: int
    due: int
    reviews: int = 1
    lapses: int = 0
    first: int = 0
    rung: int = 0

    def retrievability(self, day: int, scheduler: Scheduler) -> float:
        """The chance of recalling the card on a day."""
        return scheduler.retrievability(self.stability, day - self.last)


def is_leech_now(lapses: int) -> bool:
    """Whether so many lapses are a time to say that a card keeps lapsing: the eighth, and every fourth after it."""
    return lapses >= LEECH_LAPSES and (lapses - LEECH_LAPSES) % LEECH_EVERY == 0


@lru_cache(maxsize=8)
def _engine(parameters: tuple[float, ...]) -> FSRS:
    from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS

    return FSRS(list(parameters or DEFAULT_PARAMETERS))


@lru_cache(maxsize=8)
def curve(parameters: tuple[float, ...]) -> tuple[float, float]:
    """The decay and factor of the forgetting curve."""
    from fsrs_rs_python import DEFAULT_PARAMETERS

    decay = float((parameters or DEFAULT_PARAMETERS)[20])
    return decay, 0.9 ** (-1 / decay) - 1


class _State(NamedTuple):
    stability: float
    difficulty: float


_RATINGS = tuple(Rating)
_NEXT = {rating: attrgetter(f"{rating.name.lower()}.memory") for rating in Rating}


@dataclass(frozen=True, slots=True)
class Scheduler:
    """FSRS-6 with parameters (none: the standard ones) of a version, and the retention that due dates aim at."""

    retention: float = RETENTION
    parameters: tuple[float, ...] = ()
    version: int = 0

    def retrievability(self, stability: float, days: int) -> float:
        """FSRS-6's forgetting curve: (1 + factor * days / stability) ** -decay, .9 after `stability` days."""
        decay, factor = curve(self.parameters)
        return float((1 + factor * max(0, days) / stability) ** -decay)

    def interval(self, stability: float) -> int:
        """The days after which retrievability has come down to the retention: the curve, solved for the days."""
        decay, factor = curve(self.parameters)
        return _whole(stability / factor * (self.retention ** (-1 / decay) - 1))

    def intervals(self, memory: Memory | None, day: int, form: str = "") -> dict[Rating, int]:
        """For each rating, in how many days a card asked in a form would come back, before fuzz."""
        states = self._states(memory, day, form)
        found = {rating: self.interval(state.stability) for rating, state in states.items()}
        for lower, higher in ((Rating.HARD, Rating.GOOD), (Rating.GOOD, Rating.EASY)):
            if found[lower] > 1:  # a better rating never comes back sooner
                found[higher] = max(found[higher], min(LONGEST, found[lower] + 1))
        return found

    def forgetting(self) -> Callable[[float, int], float]:
        """`retrievability` for whoever asks it many thousand times: stability and days (not negative) to recall."""
        decay, factor = curve(self.parameters)
        power = -decay

        def recall(stability: float, days: int) -> float:
            return float((1 + factor * days / stability) ** power)

        return recall

    def outcomes(self, stability: float, difficulty: float, days: int) -> tuple[_State, _State]:
        """What an answer leaves after so many days: when the card is recalled, and when it is missed and then repeated.

        A stability of 0 is a card that was never seen.
        """
        from fsrs_rs_python import MemoryState

        engine = _engine(self.parameters)
        states = engine.next_states(MemoryState(stability, difficulty) if stability else None, self.retention, days)
        right, missed = states.good.memory, engine.next_states(states.again.memory, self.retention, 0).good.memory
        return _State(right.stability, right.difficulty), _State(missed.stability, missed.difficulty)

    def due(self, memory: Memory | None, review: Review, rng: Random) -> int:
        """The day on which the card of a review comes back, fuzz included: decided once, and stored with the review."""
        day = max(review.at.day, memory.last) if memory else review.at.day
        return min(LAST_DAY, day + fuzzed(self.intervals(memory, day, review.form)[review.rating], rng))

    def after(self, memory: Memory | None, review: Review) -> Memory:
        """The memory that a review leaves; its due day is the one stored with the review."""
        day = max(review.at.day, memory.last) if memory else review.at.day
        state = self._states(memory, day, review.form, (review.rating,))[review.rating]
        lapsed = memory is not None and day > memory.last and review.rating is Rating.AGAIN
        return Memory(
            stability=state.stability,
            difficulty=state.difficulty,
            last=day,
            due=review.due,
            reviews=memory.reviews + 1 if memory else 1,
            lapses=memory.lapses + lapsed if memory else 0,
            first=memory.first if memory else day,
            rung=_climbed(review, state.stability),
        )

    def _states(
        self, memory: Memory | None, day: int, form: str, ratings: Sequence[Rating] = _RATINGS
    ) -> dict[Rating, _State]:
        """What each rating would leave; in a form that can be guessed a success counts for less."""
        states = self._recalled(memory, day)
        guess = GUESS.get(form)
        found = {rating: _left(states, rating) for rating in ratings}
        if guess is None:
            return found
        recall = memory.retrievability(day, self) if memory else 0.5
        known = recall / (recall + (1 - recall) * guess)
        lapse = _left(states, Rating.AGAIN)
        return {rating: lapse if rating is Rating.AGAIN else _mixed(found[rating], lapse, known) for rating in found}

    def _recalled(self, memory: Memory | None, day: int) -> NextStates:
        from fsrs_rs_python import MemoryState

        engine = _engine(self.parameters)
        if memory is None:
            return engine.next_states(None, self.retention, 0)
        state = MemoryState(memory.stability, memory.difficulty)
        return engine.next_states(state, self.retention, max(0, day - memory.last))


def _left(states: NextStates, rating: Rating) -> _State:
    memory = _NEXT[rating](states)
    return _State(memory.stability, memory.difficulty)


def _mixed(success: _State, lapse: _State, known: float) -> _State:
    """The mean of two states, `known` being the weight of the first."""
    return _State(*(known * one + (1 - known) * other for one, other in zip(success, lapse, strict=True)))


def _climbed(review: Review, stability: float) -> int:
    """The rung after a review: one down after a lapse, one up when a success below recall left enough stability."""
    if review.rating is Rating.AGAIN:
        return max(0, review.rung - 1)
    enough = CLIMB[min(review.rung, len(CLIMB) - 1)]
    return review.rung + (review.form not in RECALL and stability >= enough)


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
