"""Statistics: what the log of reviews, the cards and their memory say of a learner. `destal scores` asks.

Days are the learner's (`Moment.day`), each review with its own offset. Rows taken back and the rows that took them back
count nowhere. Reviews of cards that are in no deck any more count in everything that is told by the day, in sessions
and in totals; they have no place in what is told by the card. What the log comes to is a `tally`; what is made of it by
the day stands in `days`, what cards have in common in `held`, and cards that keep lapsing in `leeches`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from destal_cli.core.days import (
    WEEK,
    WEEKS,
    DayScore,
    SessionScore,
    Streak,
    monday,
    streak,
    stretch,
)
from destal_cli.core.held import Held
from destal_cli.core.leeches import Leech
from destal_cli.core.memory import Moment, Scheduler
from destal_cli.core.tally import Tally
from destal_cli.core.values import dataclass

MATURE = 21.0  # days of stability from which a card is mature, as the field has it
AHEAD = 30  # days of the forecast, today included
MONTH = 30  # days, today included, that true retention is told for
SESSIONS = 30
LEECHES = 30


@dataclass(frozen=True, slots=True)
class States:
    """How many cards are in each state; each card is in one. `mature`: stable for `MATURE` days; `young`: not yet."""

    new: int = 0
    young: int = 0
    mature: int = 0
    suspended: int = 0
    buried: int = 0

    @property
    def total(self) -> int:
        """All cards."""
        return self.new + self.young + self.mature + self.suspended + self.buried


@dataclass(frozen=True, slots=True)
class Totals:
    """All there is: reviews, crammed ones, days with either, sessions, ms spent, and reviews of cards in no deck."""

    reviews: int = 0
    practice: int = 0
    days: int = 0
    sessions: int = 0
    took: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """All that `destal scores` shows.

    `due`: cards by day from `day` on, the first with those `overdue` before it. `days`: every day of the calendar's
    weeks up to today. `leeches`: the worst of so many as `lapsing`. `aim`: the recall that due dates aim at.
    """

    day: int
    aim: float
    states: States
    due: tuple[int, ...]
    overdue: int
    days: tuple[DayScore, ...]
    streak: Streak
    all: Held
    topics: tuple[Held, ...]
    people: tuple[Held, ...]
    kinds: tuple[Held, ...]
    periods: tuple[Held, ...]
    leeches: tuple[Leech, ...]
    lapsing: int
    sessions: tuple[SessionScore, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Holding:
    """What the cards are and how they are held: all that does not come from the log.

    `due`: by day how many of the cards that are asked, as far as the forecast goes. `kept`: reviews of cards that are
    in no deck.
    """

    states: States
    due: Mapping[int, int]
    all: Held
    topics: tuple[Held, ...]
    people: tuple[Held, ...]
    kinds: tuple[Held, ...]
    periods: tuple[Held, ...]
    leeches: tuple[Leech, ...]
    lapsing: int
    kept: int


def scores(
    holding: Holding,
    tally: Tally,
    changes: Mapping[int, int],
    sessions: Iterable[SessionScore],
    now: Moment,
    scheduler: Scheduler,
) -> Scores:
    """The scores of a learner. `changes`: of the tally, how many more cards of a deck are due from day to day."""
    days = {day: DayScore(day, *sums) for day, sums in tally.days.items()}
    due, overdue = forecast(holding.due, now.day)
    return Scores(
        day=now.day,
        aim=scheduler.retention,
        states=holding.states,
        due=due,
        overdue=overdue,
        days=stretch(days, monday(now.day) - WEEK * (WEEKS - 1), now.day),
        streak=streak({day for day, score in days.items() if score.reviews}, changes, now.day),
        all=holding.all,
        topics=holding.topics,
        people=holding.people,
        kinds=holding.kinds,
        periods=holding.periods,
        leeches=holding.leeches,
        lapsing=holding.lapsing,
        sessions=tuple(sessions),
        totals=_totals(days.values(), len(tally.sessions), holding.kept),
    )


def forecast(dues: Mapping[int, int], today: int) -> tuple[tuple[int, ...], int]:
    """How many cards are due today (with those due before it) and on each next day, and how many before today."""
    overdue = sum(count for day, count in dues.items() if day < today)
    days = [dues.get(day, 0) for day in range(today, today + AHEAD)]
    return (days[0] + overdue, *days[1:]), overdue


def _totals(days: Collection[DayScore], sessions: int, kept: int) -> Totals:
    return Totals(
        reviews=sum(day.reviews for day in days),
        practice=sum(day.practice for day in days),
        days=len(days),
        sessions=sessions,
        took=sum(day.took for day in days),
        kept=kept,
    )
