"""What was done day by day: reviews, true retention, time, the days in a row, the sessions. `statistics` asks.

Crammed reviews are practice: they count in sessions, in days studied and in the time spent, and neither in recall nor
in the streak.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import accumulate

from destal_cli.core.grading import Rating
from destal_cli.core.log import Row, SessionKey, counted
from destal_cli.core.memory import EPOCH, Moment
from destal_cli.core.values import dataclass

WEEK = 7
WEEKS = 53  # of the calendar, this one included


@dataclass(frozen=True, slots=True)
class DayScore:
    """A day: scheduled reviews, crammed ones, of the cards seen on an earlier day those asked and those recalled at
    first, and the time in ms.
    """

    day: int
    reviews: int = 0
    practice: int = 0
    asked: int = 0
    recalled: int = 0
    took: int = 0

    @property
    def answers(self) -> int:
        """Reviews and practice."""
        return self.reviews + self.practice

    @property
    def recall(self) -> float | None:
        """True retention: the share recalled of the cards that were there to be recalled; None without any."""
        return self.recalled / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with reviews: those of now, the most there were, and whether today is one of them already."""

    days: int = 0
    longest: int = 0
    today: bool = False


@dataclass(frozen=True, slots=True)
class SessionScore:
    """A session: when its first answer was given, different cards, those right at the first try, and its time in ms."""

    start: Moment
    cards: int
    right: int
    took: int
    practice: bool = False


def stretch(days: Mapping[int, DayScore], first: int, last: int) -> tuple[DayScore, ...]:
    """Every day from one to another, those without an answer too."""
    return tuple(days.get(day) or DayScore(day) for day in range(first, last + 1))


def together(days: Iterable[DayScore], start: int) -> DayScore:
    """Several days as if they were one, under the first of them."""
    rows = [(d.reviews, d.practice, d.asked, d.recalled, d.took) for d in days]
    return DayScore(start, *map(sum, zip(*rows, strict=True))) if rows else DayScore(start)


def monday(day: int) -> int:
    """The first day of a day's week."""
    return day - (day - 1) % WEEK


def weeks_of(days: Sequence[DayScore]) -> tuple[DayScore, ...]:
    """Days put together by calendar week, each week under its Monday."""
    weeks: dict[int, list[DayScore]] = {}
    for day in days:
        weeks.setdefault(monday(day.day), []).append(day)
    return tuple(together(members, start) for start, members in weeks.items())


def streak(studied: Collection[int], changes: Mapping[int, int], today: int) -> Streak:
    """The days in a row with a review. A day without one ends a row only if it is over and a card was due on it.

    `changes`: by day, how many more cards are due than on the day before, as a Tally has them.
    """
    if not studied or min(studied) > today:
        return Streak()
    days = range(min(studied), today + 1)
    due = accumulate(changes.get(day, 0) for day in days)
    run = longest = 0
    for day, waiting in zip(days, due, strict=True):
        if day in studied:
            run += 1
        elif waiting and day < today:
            run = 0
        longest = max(longest, run)
    return Streak(run, longest, today in studied)


def session_scores(rows: Iterable[Row], answers: Mapping[SessionKey, int], most: int) -> list[SessionScore]:
    """The newest sessions, the newest first; the number of a session is the time at which it began.

    `rows` begins with the row that was written last, and is followed no further than needed; `answers` are those of
    each session in it.
    """
    wanted: dict[SessionKey, list[Row]] = {key: [] for key in nlargest(most, answers, _begun)}
    missing = sum(answers[key] for key in wanted)
    for row in rows if missing else ():
        if row.key in wanted:
            wanted[row.key].append(row)
            missing -= 1
            if not missing:
                break
    scores = [_session_score(sorted(mine)) for mine in wanted.values()]
    return sorted(scores, key=lambda session: session.start, reverse=True)


def _begun(key: SessionKey) -> int:
    session, day = key
    return session or (day - EPOCH) * 86_400_000


def _session_score(rows: Sequence[Row]) -> SessionScore:
    first = {row.card: row.rating > Rating.AGAIN for row in reversed(rows)}
    took = sum(counted(row.took) for row in rows)
    return SessionScore(rows[0].at, len(first), sum(first.values()), took, all(row.cram for row in rows))


def shades(counts: Iterable[int]) -> tuple[int, int, int]:
    """The most answers of a day that is shaded in the first, second and third of four shades.

    They are quarters of a full day, one that nine of ten days stay within, so that one long day does not pale the rest.
    """
    ranked = sorted(count for count in counts if count)
    full = ranked[-(-len(ranked) * 9 // 10) - 1] if ranked else 0
    return full // 4, full // 2, full * 3 // 4
