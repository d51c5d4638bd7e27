"""Time as a band across the page, in percent of its width: marks for dated facts, and labels for each width it has.

The page zooms by making the band wider, so nothing here depends on a screen; its script keeps names of marks apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from destal_cli.core.dates import Edtf, Precision
from destal_cli.core.timeline import By, cell, first_day
from destal_cli.core.timescale import Break, Scale, Tick, scale_for, ticks

WHOLE, CUT = 100.0, 5.0
WIDTHS = tuple(360 * 2**step for step in range(7))  # pixels from which on each set of labels is shown
ROOM = 52  # pixels that a label takes
BROAD = 720  # pixels for which marks are laid before any script has seen the screen
MARK, LETTER = 15, 6.6  # pixels that a mark, and a letter of a label, takes
LANES = 24
SHORT = 400  # days of a scale that begins and ends with months, and not with years


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated fact, by its number: where it begins and how long it lasts, and the lane where it stands at first.

    A mark without length is a day; `vague` is one known no finer than a month, season or year, `lasted` a range.
    """

    number: int
    x: float
    length: float
    lane: int
    lasted: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A tick with its place."""

    x: float
    text: str
    major: bool


@dataclass(frozen=True, slots=True)
class Level:
    """The labels of a band that is at least so many pixels wide, and whether the words of its gaps fit."""

    width: int
    labels: tuple[Label, ...]
    gaps: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A band: marks in order of time, sets of labels from the narrowest on, and gaps with start, end and words."""

    marks: tuple[Mark, ...]
    levels: tuple[Level, ...]
    gaps: tuple[tuple[float, float, str], ...]
    lanes: int


def band_of(dated: Sequence[tuple[int, Edtf]]) -> Band | None:
    """The band of numbered dates in order of time; None without any."""
    points = [point for _, when in dated for point in when.points]
    if not points:
        return None
    first, last = min(point.earliest for point in points), max(point.latest for point in points)
    unit = By.MONTH if last - first < SHORT else By.YEAR
    start, end = first_day(unit, cell(unit, first)), first_day(unit, cell(unit, last) + 1)
    end += max(1, (end - start) // 60)  # room for a mark on the last day
    scale = scale_for([when for _, when in dated], start, end, WHOLE, CUT)
    marks = _in_lanes(_mark(number, when, scale) for number, when in dated)
    gaps = tuple((scale.at(gap.start), scale.at(gap.end), gap.words) for gap in scale.breaks)
    levels = tuple(_level(scale, width) for width in _widths(scale))
    return Band(marks, levels, gaps, 1 + max(mark.lane for mark in marks))


def _mark(number: int, when: Edtf, scale: Scale) -> Mark:
    """A mark; what has an open end runs to the end of the scale."""
    start = scale.at(scale.start if when.earliest is None else when.earliest)
    end = scale.at(scale.end if when.latest is None else when.latest + 1)
    vague = not when.is_range and when.precision < Precision.DAY
    return Mark(number, start, end - start if vague or when.is_range else 0.0, 0, when.is_range, vague)


def _in_lanes(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Each mark in the lowest lane that is free, and in the one that is free soonest where none is."""
    ends: list[float] = []
    laid = []
    for mark in marks:
        lane = next((number for number, end in enumerate(ends) if end <= mark.x), len(ends))
        if lane == len(ends) and lane < LANES:
            ends.append(0.0)
        lane = min(lane, ends.index(min(ends))) if lane >= LANES else lane
        ends[lane] = mark.x + max(mark.length, WHOLE * MARK / BROAD)
        laid.append(Mark(mark.number, mark.x, mark.length, lane, mark.lasted, mark.vague))
    return tuple(laid)


def _widths(scale: Scale) -> Iterable[int]:
    """The widths for which labels are made: no more than show every day."""
    days = (scale.end - scale.start) * ROOM
    return [width for width in WIDTHS if width == WIDTHS[0] or width <= 2 * days]


def _level(scale: Scale, width: int) -> Level:
    found: Iterable[Tick] = ticks(scale, WHOLE * ROOM / width)
    labels = tuple(Label(scale.at(tick.day), tick.label, tick.major) for tick in found)
    return Level(width, labels, tuple(_named(scale, gap) for gap in scale.breaks if _fits(gap, width)))


def _fits(gap: Break, width: int) -> bool:
    return len(gap.words) * LETTER < CUT * width / WHOLE


def _named(scale: Scale, gap: Break) -> Label:
    return Label((scale.at(gap.start) + scale.at(gap.end)) / 2, gap.words, False)
