"""Statistics: what the log of reviews, the cards and their memory say of a learner. `destal scores` asks.

Days are the learner's (`Moment.day`), each review with its own offset. Rows taken back and the rows that took them back
count nowhere. Reviews of cards that are in no deck any more count in everything that is told by the day, in sessions
and in totals; they have no place in what is told by the card. What is counted by the day stands in `days`, by what
cards have in common in `held`, and cards that keep lapsing in `leeches`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from destal_cli.core.cards import Card
from destal_cli.core.days import (
    WEEK,
    WEEKS,
    DayScore,
    Marks,
    SessionScore,
    Streak,
    day_scores,
    monday,
    session_scores,
    streak,
    stretch,
)
from destal_cli.core.facts import Deck
from destal_cli.core.held import Held, by_kind, by_period, by_person, by_topic, held
from destal_cli.core.leeches import Leech, lapsing, leeches, names_of
from destal_cli.core.log import Log
from destal_cli.core.memory import Memory, Moment, Review, Scheduler
from destal_cli.core.values import dataclass

MATURE = 21.0  # days of stability from which a card is mature, as the field has it
AHEAD = 30  # days of the forecast, today included
MONTH = 30  # days, today included, that true retention is told for
SESSIONS = 30
LEECHES = 30
ACTIVE = ("young", "mature")  # the states of a card that will be due


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
    """All there is: reviews, crammed ones, days with either, sessions, ms spent, and rows for cards in no deck."""

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


def scores(
    cards: Iterable[Card],
    decks: Sequence[Deck],
    memory: Mapping[str, Memory],
    log: Log,
    now: Moment,
    scheduler: Scheduler,
    marks: Marks | None = None,
    reviews_of: Callable[[Sequence[str]], Iterable[Review]] = lambda _: (),
) -> Scores:
    """The scores of a learner for some cards; `marks` as the history has them.

    `log` has the rows to count, in order; `reviews_of` gives the reviews of a few cards, to see why they lapse.
    """
    known = {card.id: card for card in cards}
    every = list(known.values())
    states = {card: state_of(card, memory, now.day, marks or {}) for card in known}
    recalls = {card: memory[card].retrievability(now.day, scheduler) for card in known if card in memory}
    days = day_scores(log)
    sessions, count = session_scores(log, SESSIONS)
    due, overdue = forecast((memory[c].due for c, state in states.items() if state in ACTIVE), now.day)
    worst = lapsing(memory, [card for card, state in states.items() if state != "suspended"])
    listed = worst[:LEECHES]
    return Scores(
        day=now.day,
        aim=scheduler.retention,
        states=States(**Counter(states.values())),
        due=due,
        overdue=overdue,
        days=stretch(days, monday(now.day) - WEEK * (WEEKS - 1), now.day),
        streak=streak(log, states, now.day, marks or {}),
        all=held("", known, recalls),
        topics=by_topic(every, recalls),
        people=by_person(every, decks, recalls),
        kinds=by_kind(every, recalls),
        periods=by_period(every, recalls),
        leeches=leeches([known[card] for card in listed], memory, reviews_of(listed), names_of(decks)),
        lapsing=len(worst),
        sessions=tuple(sessions),
        totals=_totals(log, states, days.values(), count),
    )


def state_of(card: str, memory: Mapping[str, Memory], day: int, marks: Marks) -> str:
    """The state of a card, one of the fields of States."""
    mark, at = marks.get(card, ("", None))
    if mark == "suspend":
        return "suspended"
    if mark == "bury" and at and at.day == day:
        return "buried"
    if card not in memory:
        return "new"
    return "mature" if memory[card].stability >= MATURE else "young"


def forecast(dues: Iterable[int], today: int) -> tuple[tuple[int, ...], int]:
    """How many of the due days fall on today (with those before it) and each next day, and how many before today."""
    counts = Counter(dues)
    overdue = sum(count for day, count in counts.items() if day < today)
    days = [counts[day] for day in range(today, today + AHEAD)]
    return (days[0] + overdue, *days[1:]), overdue


def _totals(log: Log, cards: Collection[str], days: Collection[DayScore], sessions: int) -> Totals:
    return Totals(
        reviews=sum(day.reviews for day in days),
        practice=sum(day.practice for day in days),
        days=len(days),
        sessions=sessions,
        took=sum(day.took for day in days),
        kept=sum(row.card not in cards for row in log),
    )
