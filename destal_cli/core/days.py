"""What was done day by day: reviews, true retention, time, the days in a row, the sessions. `statistics` asks.

Crammed reviews are practice: they count in sessions, in days studied and in the time spent, and neither in recall nor
in the streak.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter

from destal_cli.core.grading import Rating
from destal_cli.core.log import Log, Row, counted
from destal_cli.core.memory import Moment
from destal_cli.core.values import dataclass

WEEK = 7
WEEKS = 53  # of the calendar, this one included

Marks = Mapping[str, tuple[str, Moment]]


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


def day_scores(log: Log) -> dict[int, DayScore]:
    """Every day with an answer.

    Recall is true retention: of a card that was reviewed on an earlier day, the first review on a day counts, and any
    rating above Again is recalled.
    """
    last: dict[str, int] = {}
    return {day: _day_score(day, rows, last) for day, rows in groupby(log, key=itemgetter(0))}


def _day_score(day: int, rows: Iterable[Row], last: dict[str, int]) -> DayScore:
    """The score of a day; `last` has the day of each card's last review before, and is brought up to the day."""
    reviews = practice = asked = recalled = took = 0
    for row in rows:
        took += counted(row.took)
        if row.cram:
            practice += 1
            continue
        reviews += 1
        if last.get(row.card, day) < day:
            asked += 1
            recalled += row.rating > Rating.AGAIN
        last[row.card] = day
    return DayScore(day, reviews, practice, asked, recalled, took)


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


def streak(log: Log, cards: Collection[str], today: int, marks: Marks) -> Streak:
    """The days in a row with a review. A day without one ends a row only if it is over and one of the cards was due.

    Due by a day is a card by the due day of its newest review up to then. Only cards that are in a deck now count; a
    suspended one was not due from its suspension on, and one that was restored not before that.
    """
    studied = {row.day for row in log if not row.cram}
    if not studied or min(studied) > today:
        return Streak()
    first = min(studied)
    days = range(first, today + 1)
    changes = _changes_of_due(log, cards, today, marks)
    due = accumulate(changes[day] for day in days)
    run = longest = 0
    for day, waiting in zip(days, due, strict=True):
        if day in studied:
            run += 1
        elif waiting and day < today:
            run = 0
        longest = max(longest, run)
    return Streak(run, longest, today in studied)


def _changes_of_due(log: Log, cards: Collection[str], today: int, marks: Marks) -> Counter[int]:
    """By day, how many more of the cards are due than on the day before."""
    changes: Counter[int] = Counter()
    newest: dict[str, Row] = {}
    for row in log:
        if row.cram or row.card not in cards:
            continue
        before = newest.get(row.card)
        newest[row.card] = row
        if before and before.due < row.day and before.day < row.day:
            _count_due(before, row.day - 1, marks, changes)
    for row in newest.values():
        _count_due(row, today, marks, changes)
    return changes


def _count_due(row: Row, until: int, marks: Marks, changes: Counter[int]) -> None:
    """Count a card as due from the due day of a review on, until a day."""
    mark, at = marks.get(row.card, ("", None))
    start = max(row.day, row.due, at.day if at and mark == "restore" else 0)
    end = min(until, at.day - 1 if at and mark == "suspend" else until)
    if start <= end:
        changes[start] += 1
        changes[end + 1] -= 1


def session_scores(log: Log, most: int | None = None) -> tuple[list[SessionScore], int]:
    """The newest sessions, newest first, and how many there are in all.

    Reviews without a session, as other programs leave them, are one session a day.
    """
    sessions: dict[tuple[int, int], list[Row]] = {}
    for row in log:
        sessions.setdefault((row.session, 0 if row.session else row.day), []).append(row)
    newest = sorted(sessions.values(), key=lambda rows: rows[0].at, reverse=True)
    return [_session_score(rows) for rows in newest[:most]], len(sessions)


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
