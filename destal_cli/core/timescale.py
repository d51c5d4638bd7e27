"""Days as places along a line, true to scale; long empty stretches are broken out and named. Posters draw it.

A place is a length from the line's start. `spread` keeps labels beside such a line apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from destal_cli.core.dates import MONTHS, Edtf, civil, ordinal, year_name
from destal_cli.core.text import plural
from destal_cli.core.timeline import By, cell, first_day
from destal_cli.core.values import dataclass

EMPTY = 1.5  # how many times longer than all that is no such stretch an empty one is before it is broken out
_YEAR, _MONTH = 365.2425, 30.44
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch of days [start, end) that is left out of a scale, and how long it is in words."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is labelled on the scale; `major` begins a year, a month of days, or a stretch after a break."""

    day: int
    label: str
    major: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The days [start, end) along a length, of which each break takes `cut`; everywhere else a day is as long."""

    start: int
    end: int
    length: float
    breaks: tuple[Break, ...] = ()
    cut: float = 0.0

    @property
    def rate(self) -> float:
        """The length of a day."""
        kept = self.end - self.start - sum(gap.end - gap.start for gap in self.breaks)
        return (self.length - self.cut * len(self.breaks)) / kept

    @property
    def parts(self) -> list[tuple[int, int]]:
        """The stretches [start, end) of days that are not left out."""
        starts = [self.start, *(gap.end for gap in self.breaks)]
        return list(zip(starts, [*(gap.start for gap in self.breaks), self.end], strict=True))

    def at(self, day: int) -> float:
        """The place of a day's beginning; days outside the scale are at its ends."""
        day = min(max(day, self.start), self.end)
        place = (day - self.start) * self.rate
        for gap in self.breaks:
            left_out = min(day, gap.end) - gap.start
            if left_out > 0:
                place += left_out * (self.cut / (gap.end - gap.start) - self.rate)
        return min(max(place, 0.0), self.length)


def scale_for(dates: Iterable[Edtf], start: int, end: int, length: float, cut: float) -> Scale:
    """The days [start, end) along a length, without the long stretches in which none of the dates lies."""
    return Scale(start, end, length, tuple(_breaks(_empty(dates, start, end), end - start)), cut)


def _empty(dates: Iterable[Edtf], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between one date and the next on the scale; of a range only its two ends count."""
    points = (point for date in dates for point in date.points)
    taken = sorted((point.earliest, point.latest + 1) for point in points if start <= point.earliest < end)
    last = taken[0][1] if taken else end
    for first, after in taken:
        if last < first:
            yield last, first
        last = max(last, after)


def _breaks(empty: Iterable[tuple[int, int]], total: int) -> Iterator[Break]:
    gaps = list(empty)
    for start, end in gaps:
        size = end - start
        others = total - sum(after - first for first, after in gaps if 2 * (after - first) > size)
        if size > EMPTY * others > 0:
            yield _break(start, end)


def _break(start: int, end: int) -> Break:
    """The whole years of a stretch, or where they are few its months, or its days."""
    for unit in (By.YEAR, By.MONTH):
        first, after = cell(unit, start - 1) + 1, cell(unit, end)
        if after - first > 2:
            return Break(first_day(unit, first), first_day(unit, after), plural(after - first, unit))
    return Break(start, end, plural(end - start, "day"))


# Labels along a scale.


def ticks(scale: Scale, room: float, finest: By = By.DAY) -> list[Tick]:
    """The labels of a scale, none nearer than `room` to the next; the unit is as fine as that allows.

    The start of the scale and what follows a break are always labelled.
    """
    unit = _unit(scale, room, finest)
    fixed = [_named(unit, day) for day in (scale.start, *(gap.end for gap in scale.breaks))]
    kept: list[Tick] = []
    for tick in (*fixed, *sorted(_regular(scale, room, unit, finest), key=lambda tick: not tick.major)):
        place = scale.at(tick.day)
        if all(abs(place - scale.at(other.day)) >= room for other in kept):
            kept.append(tick)
    return sorted(kept, key=lambda tick: tick.day)


def _unit(scale: Scale, room: float, finest: By) -> By:
    """The unit that a scale is labelled by; years may be counted in steps."""
    if finest is By.DAY and scale.rate >= room:
        return By.DAY
    return By.MONTH if finest in (By.DAY, By.MONTH) and scale.rate * _MONTH >= room else By.YEAR


def _named(unit: By, day: int) -> Tick:
    year, month, _ = civil(day)
    shown = unit is By.DAY or (unit is By.MONTH and month > 1)
    return Tick(day, f"{MONTHS[month - 1][:3]} {year_name(year)}" if shown else year_name(year), major=True)


def _regular(scale: Scale, room: float, unit: By, finest: By) -> Iterator[Tick]:
    """The first day of every unit, but for those in a break and those too near the end to be read."""
    for start, end in scale.parts:
        for tick in _all(scale, start, end, room, unit, finest):
            if start <= tick.day < end and scale.length - scale.at(tick.day) >= room / 2:
                yield tick


def _all(scale: Scale, start: int, end: int, room: float, unit: By, finest: By) -> Iterator[Tick]:
    first, last = civil(start), civil(end)
    if unit is By.DAY:
        yield from (_day(day) for day in range(start, end))
    elif unit is By.MONTH:
        yield from (_month(number) for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]))
    else:
        yield from _years(scale, room, first[0], last[0], 10 if finest is By.DECADE else 1)


def _years(scale: Scale, room: float, first: int, last: int, least: int) -> Iterator[Tick]:
    """Every year, or every second, fifth, tenth ...: all stand out where they are few, else every tenth of them."""
    lengths = ((step, scale.rate * _YEAR * step) for step in _STEPS if step >= least)
    step, length = next((pair for pair in lengths if pair[1] >= room), (_STEPS[-1], room))
    for number in range(first // step - 1, last // step + 2):
        year = number * step + (step > 1 and number <= 0)  # 100 BC is the year -99
        yield Tick(ordinal(year, 1, 1), year_name(year), length >= 2 * room or number % 10 == 0)


def _day(day: int) -> Tick:
    return _named(By.DAY, day) if civil(day)[2] == 1 else Tick(day, str(civil(day)[2]))


def _month(number: int) -> Tick:
    year, month = divmod(number, 12)
    day = ordinal(year, month + 1, 1)
    return Tick(day, MONTHS[month][:3]) if month else _named(By.YEAR, day)


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Where labels begin, in their order, as near to the wanted places as can be without an overlap.

    The sum of the squares of their displacements is least (pooled neighbours move together). All lie between `low` and
    `high`; where they need more room than that, they run over at the end.
    """
    before = [sum(sizes[:number]) for number in range(len(sizes))]
    pools: list[tuple[float, int]] = []  # the mean of the places, less the sizes before, and of how many labels
    for place, offset in zip(wanted, before, strict=True):
        pools.append((place - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, count), (above, more) = pools.pop(), pools.pop()
            pools.append(((mean * count + above * more) / (count + more), count + more))
    highest = max(low, high - sum(sizes))
    starts = [min(max(mean, low), highest) for mean, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, before, strict=True)]
