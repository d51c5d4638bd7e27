"""Dates as EDTF (ISO 8601-2) writes them, from a day to a century, BC too. Decks, cards and timelines use them.

The calendar is the proleptic Gregorian one with a year 0 (1 BC), and days are counted as `date.toordinal` does.
"""

from __future__ import annotations

import re
from enum import IntEnum

from destal_cli.core.values import dataclass, replace

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
FIRST_YEAR, LAST_YEAR = -9999, 9999

_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_POINT = re.compile(r"(-?)([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_LONGEST = 60
_HOW = "write a date as 1953, 1953-06 or 1953-06-26"


class EdtfError(ValueError):
    """A text that is no EDTF date; the message says what is wrong in plain words."""


class Precision(IntEnum):
    """How fine a date is; a greater one is finer."""

    CENTURY = 1
    DECADE = 2
    YEAR = 3
    SEASON = 4
    MONTH = 5
    DAY = 6


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February; year 0 has."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """The number of days in a month."""
    return 29 if month == 2 and is_leap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def ordinal(year: int, month: int, day: int) -> int:
    """The number of a day: 1 is 1 January of year 1, and earlier days are 0 and below."""
    before = year - 1
    leap_day = 1 if month > 2 and is_leap(year) else 0
    return before * 365 + before // 4 - before // 100 + before // 400 + _DAYS_BEFORE[month - 1] + leap_day + day


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day's number: undoes `ordinal`."""
    cycles, rest = divmod(number - 1, 146_097)
    centuries = min(rest // 36_524, 3)
    rest -= centuries * 36_524
    fours, rest = divmod(rest, 1_461)
    ones = min(rest // 365, 3)
    year = cycles * 400 + centuries * 100 + fours * 4 + ones + 1
    day_of_year = rest - ones * 365 + 1
    month, leap_day = 12, int(is_leap(year))
    while (before := _DAYS_BEFORE[month - 1] + (leap_day if month > 2 else 0)) >= day_of_year:
        month -= 1
    return year, month, day_of_year - before


@dataclass(frozen=True, slots=True)
class Point:
    """One date without a range. `year` counts 1 BC as 0; of a decade or century it is the earliest year.

    `season` is EDTF's 21 to 24: spring begins in March, and winter runs from December into the next February.
    """

    year: int
    month: int = 0
    day: int = 0
    season: int = 0
    precision: Precision = Precision.YEAR
    approximate: bool = False
    uncertain: bool = False

    @property
    def earliest(self) -> int:
        """The number of its first day."""
        month = (self.season - 20) * 3 if self.season else self.month or 1
        return ordinal(self.year, month, self.day or 1)

    @property
    def latest(self) -> int:
        """The number of its last day."""
        match self.precision:
            case Precision.DAY:
                return ordinal(self.year, self.month, self.day)
            case Precision.MONTH:
                return ordinal(self.year, self.month, days_in(self.year, self.month))
            case Precision.SEASON if self.season == 24:
                return ordinal(self.year + 1, 3, 1) - 1
            case Precision.SEASON:
                return ordinal(self.year, (self.season - 20) * 3 + 3, 1) - 1
            case Precision.YEAR:
                return ordinal(self.year, 12, 31)
            case Precision.DECADE:
                return ordinal(self.year + 9, 12, 31)
            case Precision.CENTURY:
                return ordinal(self.year + 99, 12, 31)

    def __str__(self) -> str:
        digits = f"{abs(self.year):04d}"
        if self.precision is Precision.DECADE:
            digits = digits[:3] + "X"
        elif self.precision is Precision.CENTURY:
            digits = digits[:2] + "XX"
        parts = [digits, *(f"{part:02d}" for part in (self.season or self.month, self.day) if part)]
        return ("-" if self.year < 0 else "") + "-".join(parts) + self._mark()

    def _mark(self) -> str:
        if self.approximate and self.uncertain:
            return "%"
        return "~" if self.approximate else "?" if self.uncertain else ""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date, whose `start` and `end` are the same, or a range between two; None is an open end."""

    start: Point | None
    end: Point | None

    @property
    def is_range(self) -> bool:
        """Whether it runs from one date to another, or has an open end."""
        return self.start is not self.end and self.start != self.end

    @property
    def points(self) -> tuple[Point, ...]:
        """The dates that it is made of: one, or the known ends of a range."""
        ends = (self.start, self.end) if self.is_range else (self.start,)
        return tuple(point for point in ends if point is not None)

    @property
    def earliest(self) -> int | None:
        """The number of its first day; None when the start is open."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> int | None:
        """The number of its last day; None when the end is open."""
        return self.end.latest if self.end else None

    @property
    def first_year(self) -> int | None:
        """The year of its first day; None when the start is open."""
        return self.start.year if self.start else None

    @property
    def last_year(self) -> int | None:
        """The year of its last day; None when the end is open."""
        return civil(self.end.latest)[0] if self.end else None

    @property
    def precision(self) -> Precision:
        """How fine it is; of a range, how fine its coarser end is."""
        return min(point.precision for point in self.points)

    @property
    def approximate(self) -> bool:
        """Whether it, or one end, is only about right (`~` or `%`)."""
        return any(point.approximate for point in self.points)

    @property
    def uncertain(self) -> bool:
        """Whether it, or one end, is doubted (`?` or `%`)."""
        return any(point.uncertain for point in self.points)

    @property
    def third(self) -> str:
        """`early `, `mid-` or `late ` when it is that of a year or a month, as 1954-01~/1954-04~ is early 1954."""
        start, end = self.start, self.end
        if start is None or end is None or not (start.approximate and end.approximate):
            return ""
        if start.year != end.year or start.precision is not end.precision:
            return ""
        if start.precision is Precision.MONTH:
            return {(1, 4): "early ", (5, 8): "mid-", (9, 12): "late "}.get((start.month, end.month), "")
        if start.precision is not Precision.DAY or start.month != end.month:
            return ""
        thirds = {(1, 10): "early ", (11, 20): "mid-", (21, days_in(end.year, end.month)): "late "}
        return thirds.get((start.day, end.day), "")

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end or '..'}" if self.is_range else str(self.start)


def edtf(text: str) -> Edtf:
    """Read EDTF; raises EdtfError, whose message is meant for whoever wrote the text."""
    text = text.strip()
    if len(text) > _LONGEST:
        raise EdtfError(f"a date is not that long: {_HOW}")
    if "/" not in text:
        return single(_point(text))
    first, _, last = text.partition("/")
    if "/" in last:
        raise EdtfError("a range has two ends: write 1953/1955")
    return between(_end(first, text), _end(last, text))


def date_of(year: int, month: int | None = None, day: int | None = None) -> Edtf:
    """A year, a month (or season, 21 to 24) or a day; raises EdtfError when the calendar has none such."""
    return single(_checked(year, month, day))


def single(point: Point) -> Edtf:
    """The date that is this point and no range."""
    return Edtf(point, point)


def between(start: Point | None, end: Point | None) -> Edtf:
    """The range between two points, None for an open end; raises EdtfError when it ends before it starts."""
    if start is None and end is None:
        raise EdtfError("a range needs at least one end: write ../1953, 1953/.. or 1953/1955")
    if start and end and end.latest < start.earliest:
        raise EdtfError(f"the range ends before it starts: did you mean {end}/{start}?")
    return Edtf(start, end)


def overlaps(a: Edtf, b: Edtf) -> bool:
    """Whether there is a day that belongs to both; open ends go on for ever."""
    return _not_after(a.earliest, b.latest) and _not_after(b.earliest, a.latest)


def covers(outer: Edtf, inner: Edtf) -> bool:
    """Whether every day of `inner` is one of `outer`."""
    starts = outer.earliest is None or (inner.earliest is not None and outer.earliest <= inner.earliest)
    ends = outer.latest is None or (inner.latest is not None and inner.latest <= outer.latest)
    return starts and ends


def _not_after(first: int | None, last: int | None) -> bool:
    return first is None or last is None or first <= last


def _end(text: str, whole: str) -> Point | None:
    if text == "..":
        return None
    if not text:
        raise EdtfError("write .. for an open end: ../1953 or 1953/..")
    if re.fullmatch(r"0[0-9]|1[0-2]", text) and re.match(r"[0-9]{4}/", whole):
        raise EdtfError(f"write {whole[:4]}-{text} for a month, {whole[:4]}/{whole[:2]}{text} for a range of years")
    if re.fullmatch(r"[0-9]{1,2}", text) and re.match(r"[0-9]{4}/", whole):
        raise EdtfError(f"write both years in full: {whole[:4]}/{whole[: 4 - len(text)]}{text}")
    return _point(text)


def _point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise EdtfError(_advice(text))
    sign, digits, month, day, mark = found.groups()
    if sign and digits == "0000":
        raise EdtfError("write 0000 for 1 BC and -0001 for 2 BC: there is no year -0000")
    if "X" in digits and month:
        raise EdtfError("a decade or century has no month: write 195X or 19XX, or the year in full")
    if "X" in digits:
        point = _decade_or_century(sign, digits)
    else:
        point = _checked(int(sign + digits), int(month) if month else None, int(day) if day else None)
    return replace(point, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%")) if mark else point


def _decade_or_century(sign: str, digits: str) -> Point:
    """-00XX runs from year -99 to 0: the 1st century BC."""
    year = int(sign + digits.replace("X", "9" if sign else "0"))
    return Point(year, precision=Precision.CENTURY if digits.endswith("XX") else Precision.DECADE)


def _checked(year: int, month: int | None, day: int | None) -> Point:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise EdtfError("a year has four digits at most")
    if month is None:
        return Point(year)
    if month in SEASONS and day is None:
        return Point(year, season=month, precision=Precision.SEASON)
    if not 1 <= month <= 12:
        raise EdtfError(_bad_month(year, month))
    if day is None:
        return Point(year, month, precision=Precision.MONTH)
    if not 1 <= day <= days_in(year, month):
        raise EdtfError(_bad_day(year, month, day))
    return Point(year, month, day, precision=Precision.DAY)


def _bad_month(year: int, month: int) -> str:
    hint = f": write {year}/{year // 100 * 100 + month} for a range" if year > 0 and month > year % 100 else ""
    return f"a month is 01 to 12, a season 21 to 24{hint}"


def _bad_day(year: int, month: int, day: int) -> str:
    if day < 1:
        return "a day is 01 to 31"
    name = f"{day} {MONTHS[month - 1]}"
    return f"there is no {name} in {year_name(year)}" if (month, day) == (2, 29) else f"there is no {name}"


def _advice(text: str) -> str:
    if not text:
        return f"there is no date here: {_HOW}"
    if years := re.fullmatch(r"([0-9]{4})\s*(?:\.\.|[-\u2010-\u2015]|to)\s*([0-9]{4})", text):
        return f"write {years[1]}/{years[2]} for a range"
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?", text):
        return "write month and day with two digits: " + "-".join(part.zfill(2) for part in found.groups() if part)
    if found := re.fullmatch(r"(-?)([0-9]{1,3})", text):
        example = " (44 BC is -0043)" if found[1] else ""
        return f"write a year with four digits: {found[1]}{found[2].zfill(4)}{example}"
    if re.fullmatch(r"[+Yy]?-?[0-9]{5,}", text):
        return "a year has four digits here"
    if re.fullmatch(r"(c|ca|about|circa|around)\.?\s*[0-9]{4}", text, re.IGNORECASE):
        return f"write {text[-4:]}~ for about {text[-4:]}"
    if found := re.fullmatch(r"(?:the )?([0-9]{3})0'?s", text):
        return f"write {found[1]}X for the {found[1]}0s"
    return _HOW


def year_name(year: int) -> str:
    """`1953`, `44 BC` (year -43), `AD 79`."""
    return f"{1 - year} BC" if year < 1 else f"AD {year}" if year < 100 else str(year)


def human(date: Edtf, *, short: bool = False) -> str:
    """A date in English: `26 June 1953`, `March–June 1953`, `about 1953`, `44 BC`; short: `26 Jun 1953`, `c. 1953`."""
    if date.start is None or date.end is None:
        end = date.start or date.end
        assert end is not None
        return f"{'from' if date.start else 'until'} {_qualified(end, short)}"
    if not date.is_range:
        return _qualified(date.start, short)
    start, end = date.start, date.end
    if (start.approximate, start.uncertain) != (end.approximate, end.uncertain):
        return f"{_qualified(start, short)} – {_qualified(end, short)}"
    if date.third:
        whole = replace(start, precision=Precision.MONTH if start.day else Precision.YEAR)
        return _qualify(replace(start, approximate=False), date.third + _name(whole, short), short)
    return _qualify(start, _between(start, end, short), short)


def _between(start: Point, end: Point, short: bool) -> str:
    first, last = _name(start, short), _name(end, short)
    if start.precision is not end.precision or start.precision < Precision.YEAR:
        return f"{first} – {last}"
    if start.precision is Precision.YEAR:
        return _years(start.year, end.year)
    if start.year != end.year:
        return f"{first} – {last}"
    if start.precision is not Precision.DAY:
        return f"{first.removesuffix(' ' + year_name(start.year))}–{last}"
    if start.month == end.month:
        return f"{start.day}–{last}"
    return f"{first.removesuffix(' ' + year_name(start.year))} – {last}"


def _years(first: int, last: int) -> str:
    if last < 1:
        return f"{1 - first}–{year_name(last)}"
    if first >= 1 and last < 100:
        return f"{year_name(first)}–{last}"
    return f"{first}–{last}" if first >= 100 else f"{year_name(first)} – {year_name(last)}"


def _qualified(point: Point, short: bool) -> str:
    return _qualify(point, _name(point, short), short)


def _qualify(point: Point, name: str, short: bool) -> str:
    if short:
        return f"{'c. ' if point.approximate else ''}{name}{'?' if point.uncertain else ''}"
    return f"{'perhaps ' if point.uncertain else ''}{'about ' if point.approximate else ''}{name}"


def _name(point: Point, short: bool) -> str:
    year = year_name(point.year)
    month = MONTHS[point.month - 1][: 3 if short else None]
    match point.precision:
        case Precision.DAY:
            return f"{point.day} {month} {year}"
        case Precision.MONTH:
            return f"{month} {year}"
        case Precision.SEASON:
            return f"{SEASONS[point.season]} {year}"
        case Precision.YEAR:
            return year
        case Precision.DECADE:
            # the 1900s would be taken for the century
            return f"the {year}s" if point.year >= 100 and point.year % 100 else _years(point.year, point.year + 9)
        case Precision.CENTURY:
            number, era = (point.year // 100 + 1, "") if point.year >= 0 else (-point.year // 100 + 1, " BC")
            return f"the {nth(number)} century{era}"


def nth(number: int) -> str:
    """`1st`, `22nd`, `13th`."""
    if 11 <= number % 100 <= 13:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
