"""Memory: what the reviews of a card leave behind, by FSRS-6. The history keeps it as a cache; `folded` makes it anew.

One step leaves the memory after a review (`stepping`): an answer takes one, and a whole log as many as it has rows.

Days are the learner's calendar days with a rollover at 4 in the morning, counted as `date.toordinal` does: a card seen
yesterday evening and again this noon has waited one day.

FSRS knows recall alone. A success in a form that can be guessed is worth less: with the chance R of recalling and g of
guessing, the answer was known with the probability w = R / (R + (1 - R) g) (Bayes; R is 1/2 for a new card), and
stability and difficulty are the mean of what FSRS makes of a success and of a lapse, weighted by w and 1 - w.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from destal_cli.core.forms import CLIMB, GUESS, RECALL
from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.values import dataclass

if TYPE_CHECKING:
    from fsrs_rs_python import FSRS

ROLLOVER_HOURS = 4
RETENTION = 0.9
LONGEST = 36_500  # days, as in FSRS
LAST_DAY = dt.date.max.toordinal()
LEECH_LAPSES, LEECH_EVERY = 8, 4
EPOCH = dt.date(1970, 1, 1).toordinal()
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
        return EPOCH + (self.ms // 1000 + self.offset * 60 - ROLLOVER_HOURS * 3600) // 86_400

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


class Memory(NamedTuple):
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


class _State(NamedTuple):
    stability: float
    difficulty: float


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


# What memory is made of, of a review that counts: card, day, rating, form, rung, and the due day that it was given.
Lived = tuple[str, int, int, str, int, int]
Held = tuple[float, float, int, int, int, int, int, int]  # a Memory, as the plain tuple that it is
_Step = Callable[[Held | None, int, int, str, int, int], Held]


@lru_cache(maxsize=8)
def stepping(parameters: tuple[float, ...]) -> _Step:
    """What a review leaves of the memory before it: a function of that and of what a Lived has behind its card.

    A million reviews go through it, so it works on plain tuples and reads what it needs and no more.
    """
    from fsrs_rs_python import MemoryState

    next_states, (decay, factor) = _engine(parameters).next_states, curve(parameters)
    unseen, power, last_rung = next_states(None, RETENTION, 0), -decay, len(CLIMB) - 1
    again, hard, good = int(Rating.AGAIN), int(Rating.HARD), int(Rating.GOOD)
    recalling = {form.value for form in RECALL}
    chance_of_guessing = {str(form): chance for form, chance in GUESS.items()}.get

    def step(held: Held | None, day: int, rating: int, form: str, rung: int, due: int) -> Held:
        if held is None:
            states, waited, reviews, lapses, first, recall = unseen, 0, 0, 0, day, 0.5
        else:
            stability, difficulty, last, _, reviews, lapses, first, _ = held
            if day < last:  # a clock that ran backwards
                day = last
            waited = day - last
            states = next_states(MemoryState(stability, difficulty), RETENTION, waited)
        if rating == again:
            left = states.again.memory
            lapses += waited > 0
            return left.stability, left.difficulty, day, due, reviews + 1, lapses, first, rung - 1 if rung else 0
        left = (states.good if rating == good else states.hard if rating == hard else states.easy).memory
        success, hardness = left.stability, left.difficulty
        if form in recalling:
            return success, hardness, day, due, reviews + 1, lapses, first, rung
        guess = chance_of_guessing(form)
        if guess is not None:
            if held is not None:
                recall = (1 + factor * waited / stability) ** power
            known = recall / (recall + (1 - recall) * guess)
            lapse = states.again.memory
            success = known * success + (1 - known) * lapse.stability
            hardness = known * hardness + (1 - known) * lapse.difficulty
        climbed = success >= CLIMB[rung if rung < last_rung else last_rung]
        return success, hardness, day, due, reviews + 1, lapses, first, rung + climbed

    return step


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
        step = stepping(self.parameters)
        found = {rating: self.interval(step(memory, day, rating, form, 0, 0)[0]) for rating in Rating}
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
        return Memory(*stepping(self.parameters)(memory, *_lived(review)[1:]))


def _lived(review: Review) -> Lived:
    return review.card, review.at.day, review.rating, review.form, review.rung, review.due


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


def lived(reviews: Iterable[Review]) -> Iterator[Lived]:
    """What memory is made of, of those reviews of a log that count: they stand, and were not crammed."""
    return (_lived(review) for review in standing(reviews) if not review.cram)


def folded(rows: Iterable[Lived], scheduler: Scheduler) -> dict[str, Held]:
    """Every card's memory, made from what it is made of, in the order in which that was written."""
    known: dict[str, Held] = {}
    step, held = stepping(scheduler.parameters), known.get
    for card, day, rating, form, rung, due in rows:
        known[card] = step(held(card), day, rating, form, rung, due)
    return known


def replay(reviews: Iterable[Review], scheduler: Scheduler) -> dict[str, Memory]:
    """Every card's memory, made from the whole log in the order it was written; cram reviews leave none."""
    return {card: Memory(*held) for card, held in folded(lived(reviews), scheduler).items()}
