"""Days laid out as calendars: a year of answers, shaded, and the cards that come due, week by week.

A week is a column of the year and a row of what is due; every shade is a sign of its own, and is told in numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from destal_cli.core.clock import on_date
from destal_cli.core.days import WEEK, DayScore, monday, shades
from destal_cli.core.text import plural
from destal_cli.core.values import dataclass
from destal_cli.screen.aloud import Drawn
from destal_cli.screen.bars import Count, beside, counted, heading, short_day
from destal_cli.screen.figures import GAP, widest

NONE = "·"
SHADES = NONE + "░▒▓█"
COLOURS = ("quiet", "shade", "shade", "shade", "peak")
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAMED = (0, 2, 4)  # the weekdays that a calendar names
LABEL = 4  # columns of a weekday's name with its blank
FEWEST_WEEKS = 13  # that a calendar has, however young the history
MONTH = 3  # columns of a month's name
WHOLE, HALF, LATE, BEYOND = "━", "╸", "═", "▸"
SMALL = 4  # cards that fill a bar at least: where only one or two come due, no bar is full
SHORTEST = 2  # columns of a bar in a day's cell


def year_view(days: Sequence[DayScore], wide: int) -> RenderableType | None:
    """The weeks that have room, the newest at the right, with their numbers beside or below; None without any room."""
    weeks = min((wide - LABEL), _weeks_worth(days))
    if weeks < MONTH:
        return None
    shown = days[monday(days[-1].day) - WEEK * (weeks - 1) - days[0].day :]
    bounds = shades(day.answers for day in shown)
    chart = Text("\n").join([_months(shown, weeks), *(_weekday(shown, row, bounds) for row in range(WEEK))])
    told, legend = _told(shown), _legend(shown, bounds)
    side = [Text(), *told, *legend]
    room = widest(line.plain for line in side)
    title = heading("Calendar", f"answers a day since {on_date(shown[0].day)}", wide)
    left, gap = LABEL + weeks, GAP + MONTH
    said = tuple(line.plain for line in told) + tuple(_shades_in_words(shown, bounds))
    if left + room + GAP <= wide:
        drawn = beside(chart, Text("\n").join(side), left, room, min(wide, left + room + gap))
    else:
        drawn = Group(chart, Text(" · ").join(told), *([Text("  ").join(legend)] if legend else []))
    return Group(title, Drawn(drawn, said))


def _shades_in_words(days: Sequence[DayScore], bounds: tuple[int, int, int]) -> Iterator[str]:
    """How many days have each shade, with what it means in numbers."""
    for low, high in _spans(days, bounds):
        count = sum(low <= day.answers <= high for day in days)
        answers = plural(high, "answer") if low == high else f"{low:,} to {high:,} answers"
        yield f"{plural(count, 'day')} with {answers}"


def _weeks_worth(days: Sequence[DayScore]) -> int:
    """The weeks from the first with an answer, and not too few."""
    first = next((day.day for day in days if day.answers), days[-1].day)
    return max(FEWEST_WEEKS, (days[-1].day - monday(first)) // WEEK + 1)


def _weekday(days: Sequence[DayScore], row: int, bounds: tuple[int, int, int]) -> Text:
    """A line of the calendar: one weekday of every week."""
    line = Text().append(f"{NAMES[row]} " if row in NAMED else " " * LABEL, "quiet")
    for day in days[row::WEEK]:
        level = _level(day.answers, bounds)
        line.append(SHADES[level], COLOURS[level])
    return line


def _level(count: int, bounds: tuple[int, int, int]) -> int:
    return 1 + sum(count > bound for bound in bounds) if count else 0


def _months(days: Sequence[DayScore], weeks: int) -> Text:
    """The names of the months above the weeks in which they begin, as far as there is room between them."""
    firsts = {number // WEEK: day.day for number, day in enumerate(days) if dt.date.fromordinal(day.day).day == 1}
    if min(firsts, default=weeks) > MONTH:
        firsts[0] = days[0].day
    line = ""
    for week, day in sorted(firsts.items()):
        place = min(week, weeks - MONTH)
        if not line or place > len(line):
            line = f"{line:{place}}{dt.date.fromordinal(day):%b}"
    return Text(" " * LABEL + line, "quiet")


def _told(days: Sequence[DayScore]) -> list[Text]:
    """The days with answers, how many these were, and the longest day."""
    studied = [day for day in days if day.answers]
    answers = sum(day.answers for day in days)
    found = [Text(f"{len(studied):,} of {plural(len(days), 'day')}"), Text(plural(answers, "answer"))]
    if len(studied) > 1:
        longest = max(studied, key=lambda day: day.answers)
        found.append(Text(f"most {longest.answers:,}, {short_day(longest.day, weekday=False).strip()}", "quiet"))
    return found


def _legend(days: Sequence[DayScore], bounds: tuple[int, int, int]) -> list[Text]:
    """What each shade that there is means in numbers."""
    found = []
    for low, high in _spans(days, bounds):
        level = _level(high, bounds)
        numbers = f" {low:,}-{high:,}" if low < high else f" {low:,}"
        found.append(Text.assemble((SHADES[level], COLOURS[level]), (numbers, "quiet")))
    return found


def _spans(days: Sequence[DayScore], bounds: tuple[int, int, int]) -> Iterator[tuple[int, int]]:
    """From how many answers to how many each shade goes that there is."""
    low = 1
    for high in (*bounds, max(day.answers for day in days)):
        if low <= high:
            yield low, high
            low = high + 1


def due_view(due: Sequence[int], overdue: int, day: int, wide: int) -> RenderableType:
    """What comes due on each day, a row for each week; a list of days where a week has no room."""
    late = f", {LATE} {overdue:,} overdue" if overdue else ""
    title = heading("Due", f"{due[0]:,} now{late} · {sum(due):,} in {len(due)} days", wide)
    label = widest(short_day(d, weekday=False) for d in (day, day + len(due)))
    cell = (wide - label) // WEEK
    said = tuple(f"{_named(day, n)}: {due[n]:,}" for n in range(len(due)) if due[n])
    number = max(MONTH, *(len(_brief(count, cell)) for count in due))
    if number >= cell:
        rows = [Count("today" if n == 0 else short_day(day + n, weekday=False), due[n]) for n in range(WEEK)]
        return Group(title, counted(rows, wide))
    room = cell - number - 1 - (GAP if cell > 4 * GAP else 1)
    days = _Days(due, overdue, cell, room if room >= SHORTEST else 0)
    lines = [days.names(label)]
    for week in range(monday(day), day + len(due), WEEK):
        line = Text().append(short_day(week, weekday=False).ljust(label), "quiet")
        lines.append(line.append_text(Text().join(days.cell(week - day + n) for n in range(WEEK))))
    return Group(title, Drawn(Group(*lines), said))


def _named(day: int, ahead: int) -> str:
    """A coming day as it is said: `today`, `tomorrow`, `Tue 1 Dec`."""
    return ("today", "tomorrow")[ahead] if ahead < 2 else " ".join(short_day(day + ahead).split())


@dataclass(frozen=True, slots=True)
class _Days:
    """The cells of coming days, each with its number and, where there is room, its bar."""

    due: Sequence[int]
    overdue: int
    columns: int
    room: int

    @property
    def scale(self) -> int:
        """The count that fills a bar: the most of any day, but no backlog that would flatten all the others."""
        ahead = max(self.due[0] - self.overdue, *self.due[1:], SMALL)
        return self.due[0] if ahead < self.due[0] <= 2 * ahead else ahead

    def names(self, label: int) -> Text:
        """The weekdays, each above its numbers."""
        room = self.room + bool(self.room)
        names = (name if self.room else name[:2] for name in NAMES)
        return Text(" " * label + "".join(f"{name:>{self.columns - room}}{'':{room}}" for name in names), "quiet")

    def cell(self, ahead: int) -> Text:
        """`  99 ━━━`, blank outside the days."""
        if not 0 <= ahead < len(self.due):
            return Text(" " * self.columns)
        count, room = self.due[ahead], self.room + bool(self.room)
        style = "answer" if ahead == 0 else "" if count else "quiet"
        number = _brief(count, self.columns)
        line = Text(" " * (self.columns - room - len(number))).append(number, style)
        return line.append(f" {self._bar(ahead)}", "accent") if room else line

    def _bar(self, ahead: int) -> str:
        """A bar in half columns; what is overdue is in double lines, and what is too long ends in an arrow."""
        count, late = self.due[ahead], self.overdue if ahead == 0 else 0
        halves = min(2 * self.room, max(bool(count), 2 * self.room * count // self.scale))
        bar = WHOLE * (halves // 2) + HALF * (halves % 2)
        if late:
            double = min(len(bar), max(1, self.room * late // self.scale))
            bar = LATE * double + bar[double:]
        return (bar[:-1] + BEYOND if count > self.scale else bar).ljust(self.room)


def _brief(count: int, columns: int) -> str:
    """A count in less than so many columns: `1,234`, else `1234`, else `1k`; nothing is a dot."""
    if not count:
        return NONE
    found = (f"{count:,}", str(count), f"{count // 1000}k", f"{count // 1_000_000}M")
    return next((text for text in found if len(text) < min(columns, 6)), found[-1])
