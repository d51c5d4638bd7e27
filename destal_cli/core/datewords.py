"""Dates as people type them, read as EDTF: typed answers, the options --from and --to, the echo of an answer.

A text becomes tokens of one letter each (`26 June 1953` is `nmy`), and the shape of the whole says what numbers mean.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from destal_cli.core.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    Edtf,
    EdtfError,
    Point,
    Precision,
    between,
    date_of,
    days_in,
    edtf,
    human,
    single,
)
from destal_cli.core.datetokens import Token, normal, shape, tokens_of
from destal_cli.core.values import dataclass, replace

LONGEST = 200
_MOST_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. `date` is None when that is not one whole date: `month` and `day` (0 for none) without a year,
    `negated`, two or more `alternatives`, or a date that cannot be, with a `note` that says why.

    Beside a date the `note` says how something ambiguous was taken: "read as 3 April 1953: day first".
    """

    date: Edtf | None
    note: str = ""
    month: int = 0
    day: int = 0
    negated: bool = False
    alternatives: int = 1


def read_date(text: str, *, day_first: bool = True, span: tuple[int, int] | None = None) -> Reading | None:
    """Read a date in any usual form, EDTF too; None when there is none or the text is too long. Never raises.

    A year of two digits is the one nearest to `span`, else of the 20th century. `early`, `mid-` and `late` are thirds,
    marked approximate: of a year 1954-01~/1954-04~, of a month days 1-10, 11-20 and the rest, so too of decades.
    """
    plain = normal(text) if len(text) <= LONGEST else ""
    if not plain or len(plain) > LONGEST:
        return None
    reader = _Reader(day_first, span)
    refused: Reading | None = None
    for way in dict.fromkeys((re.sub(" ?– ?", " to ", plain), plain.replace("–", "-"))):
        reading = _read(way, reader)
        if reading is not None and not _impossible(reading):
            return reading
        refused = refused or reading
    return refused


def _impossible(reading: Reading) -> bool:
    return reading.date is None and bool(reading.note) and not reading.month


def _read(plain: str, reader: _Reader) -> Reading | None:
    try:
        if not _is_years(plain):
            date = edtf(plain.upper())
            return Reading(date, f"read as {human(date)}" if _may_be_years(plain) else "")
    except EdtfError:
        pass  # it is no EDTF: words, then
    try:
        return reader.read(tokens_of(plain))
    except EdtfError as error:
        return Reading(None, note=str(error))


def _is_years(plain: str) -> bool:
    """`1919-21` is EDTF for spring 1919, but nobody who types it means that."""
    return _may_be_years(plain) and plain[5:] > "12"


def _may_be_years(plain: str) -> bool:
    """`1905-07` is EDTF for July 1905, and is sometimes written for two years more."""
    return bool(re.fullmatch("[0-9]{4}-[0-9]{2}", plain)) and plain[2:4] < plain[5:]


# each shape with the part that each number or name of it is; d day, m month or season, y year
_SHAPES = (
    (r"[no][-./]?m[-./]?[ny]", "dmy"),
    (r"m[-./]?[no][-./]?y|m[./]?[no][./]?n|m-n-n", "mdy"),
    (r"y[-./]?m[-./]?[no]|y[-./]?n[-./]?n", "ymd"),
    (r"y[-./]?[no][-./]?m", "ydm"),
    (r"[ms][-./]?y|sn|n[-./]?y", "my"),
    (r"y[-./]?[ms]", "ym"),
    (r"[no][-./]?m", "dm"),
    (r"m[-./]?o", "md"),
    (r"y|d|C", "y"),
    (r"m|s", "m"),
    (r"o", "d"),
)
_THIRDS = {1: (0, 4), 2: (4, 8), 3: (8, 12), 4: (0, 6), 5: (6, 12)}  # in months; 4 and 5 are halves


class _Parts(NamedTuple):
    """What one date's tokens say, before a range lends it what it lacks; `number` may be any part."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    number: Token | None = None
    precision: Precision = Precision.YEAR
    third: int = 0
    approximate: bool = False
    uncertain: bool = False
    guessed: bool = False
    order: str = ""
    begins: str = ""
    ends: str = ""


class _Reader(NamedTuple):
    """Knows how ambiguous numbers are to be taken."""

    day_first: bool
    span: tuple[int, int] | None

    def read(self, tokens: list[Token]) -> Reading | None:
        """The reading of a whole text; raises EdtfError for a date that cannot be."""
        kinds = shape(tokens)
        if len(kinds) > _MOST_TOKENS or "x" in kinds or not re.search("[nomysdC]", kinds):
            return None
        if "!" in kinds:
            return Reading(None, negated=True)
        if "<" in kinds:
            return Reading(None, note="before or after is no date: say from when or until when")
        found = None if "|" in kinds else self.one(tokens) or self.open(tokens) or self.closed(tokens)
        return found or self.several(tokens)

    def one(self, tokens: list[Token]) -> Reading | None:
        """One date, or a day and month without a year."""
        if re.fullmatch("sy[-/>][ny]", shape(tokens)) and _is_one_winter(tokens):
            tokens = tokens[:2]
        if re.fullmatch("a?y[-/]n", shape(tokens)) and _is_later_year(tokens[-1], tokens[-3].value):
            found = self.closed(tokens)
            return found if tokens[-1].digits == 2 or not found or not found.date else _told(found, found.date)
        parts = self.parts(tokens)
        if parts is not None and parts.number is not None:
            parts = self.assigned([parts.number], "y", None, parts)
        if parts is None:
            return None
        if parts.year is None:
            return _without_year(parts)
        date = _date(parts)
        return Reading(date, _note(human(date), parts))

    def open(self, tokens: list[Token]) -> Reading | None:
        """`from 1953`, `1953 onwards`, `until 1953`."""
        kinds = shape(tokens)
        if kinds.startswith("F") or kinds.endswith("W"):
            inner = self.one(tokens[kinds.startswith("F") : len(kinds) - kinds.endswith("W")])
            if inner and inner.date:
                is_range = inner.date.is_range and not inner.date.approximate
                return inner if is_range else replace(inner, date=between(inner.date.start, None))
        if kinds.startswith(">"):
            inner = self.one(tokens[1:])
            return replace(inner, date=between(None, inner.date.end)) if inner and inner.date else None
        return None

    def closed(self, tokens: list[Token]) -> Reading | None:
        """A range with two ends: `March-June 1953`, `between 1953 and 1955`, `1953-55`."""
        joins = "&>-" if tokens[0].kind == "B" else ">/-"
        tokens = [token for token in tokens[tokens[0].kind in "BF" :] if token.kind != ","]
        kinds = shape(tokens)
        if re.fullmatch("m[no][->][no]y", kinds):  # June 26-28, 1953
            month, first, _, last, year = tokens
            return self.ends([first], [last, month, year])
        for join in joins:
            for at in (i for i, kind in enumerate(kinds) if kind == join):
                if found := self.ends(tokens[:at], tokens[at + 1 :]):
                    return found
        return None

    def ends(self, left: list[Token], right: list[Token]) -> Reading | None:
        """A range from both its ends, each of which may lack what the other says."""
        start = self.parts(left)
        end = self.parts(right, start.year if start else None)
        if start and start.number and end and end.number and _is_no_day(start.number):
            start = self.assigned([start.number], "y", None, start)  # 53-55
        both = _lent(start, end)
        if both is None:
            return None
        start, end = both
        end = end._replace(approximate=start.approximate or end.approximate, uncertain=start.uncertain or end.uncertain)
        date = between(_date(start).start, _date(end).end)
        return Reading(date, _note(human(date), start if start.order or start.guessed else end))

    def several(self, tokens: list[Token]) -> Reading | None:
        """Dates to choose from, unless they are the same."""
        kinds = shape(tokens)
        joins = r"[|&]" if re.search(r"[|&]", kinds) else "," if "," in kinds else "(?<=y)(?=y)"
        places = [found.span() for found in re.finditer(joins, kinds)]
        starts, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(kinds)]
        groups = [tokens[start:end] for start, end in zip(starts, ends, strict=True) if start < end]
        if len(groups) < 2 or not all(self.parts(group) or self.closed(group) for group in groups):
            return None
        first, *others = [self.one(group) for group in groups]
        if first and first.date and all(other and other.date == first.date for other in others):
            return first
        return Reading(None, alternatives=len(groups))

    def parts(self, tokens: list[Token], near: int | None = None) -> _Parts | None:
        """What the tokens of one date say; `near` is a year that one of two digits is close to."""
        kinds = shape(tokens)
        plain = [token for token in tokens if token.kind not in "au,"]
        third = 0
        if plain and plain[0].kind == "t":
            third = plain[0].value
            plain = plain[2 if shape(plain[1:2]) == "-" else 1 :]
        base = _Parts(third=third, approximate="a" in kinds, uncertain="u" in kinds)
        return self.shaped(plain, near, base)

    def shaped(self, tokens: list[Token], near: int | None, base: _Parts) -> _Parts | None:
        """Give each number its part by the shape of the whole."""
        kinds = shape(tokens)
        values = [token for token in tokens if token.kind not in "-./"]
        if kinds == "n":
            return base._replace(number=tokens[0])
        if re.fullmatch(r"n[-./]?n[-./]?[ny]|n[-./]n", kinds):
            return self.numeric(values, near, base)
        if re.fullmatch(r"y[-./]n", kinds):
            return self.assigned(values, "ym", near, base)
        if re.fullmatch(r"m[-./]?n", kinds):
            return self.assigned(values, "my" if _is_no_day(values[1]) else "md", near, base)
        roles = next((roles for pattern, roles in _SHAPES if re.fullmatch(pattern, kinds)), "")
        return self.assigned(values, roles, near, base) if roles else None

    def numeric(self, values: list[Token], near: int | None, base: _Parts) -> _Parts | None:
        """26.6.53, 6/26/1953, 53-06-26, 12/55, 26/6."""
        first, second = values[0].value, values[1].value
        if len(values) == 3 and _is_no_day(values[0]):
            return self.assigned(values, "ymd", near, base)
        if len(values) == 2 and _is_no_day(values[1]):
            return self.assigned(values, "my", near, base)
        day_first = second <= 12 and (first > 12 or self.day_first)
        if first <= 12 and second <= 12 and first != second:
            base = base._replace(order="day first" if day_first else "month first")
        return self.assigned(values, ("dm" if day_first else "md") + "y" * (len(values) - 2), near, base)

    def assigned(self, values: list[Token], roles: str, near: int | None, base: _Parts) -> _Parts | None:
        """The parts by their roles; None when a number cannot be what its role says."""
        guessed = False
        for token, role in zip(values, roles, strict=True):
            guessed = guessed or token.guessed
            if role == "d":
                base = base._replace(day=token.value)
            elif role == "m":
                if token.kind == "n" and not (1 <= token.value <= 12 and all(t.digits != 3 for t in values)):
                    return None
                base = base._replace(month=token.value)
            else:
                year, precision = self.year(token, near)
                if year is None:
                    return None
                base = base._replace(year=year, precision=precision)
                guessed = guessed or token.digits < 3 or (token.kind == "d" and precision is Precision.CENTURY)
        return base._replace(guessed=guessed, number=None, begins=roles[0], ends=roles[-1])

    def year(self, token: Token, near: int | None) -> tuple[int | None, Precision]:
        """The year of a token and how fine it is: `53`, `1953`, `1950s`, `20th century`."""
        if token.kind == "C":
            return (token.value - 1) * 100 if token.value > 0 else 1 + token.value * 100, Precision.CENTURY
        if token.digits < 2:
            return None, Precision.YEAR
        year = token.value if token.digits > 2 else self.in_century(token.value, near)
        if token.kind == "d":
            return year, Precision.CENTURY if token.digits > 2 and year % 100 == 0 else Precision.DECADE
        return year, Precision.YEAR

    def in_century(self, value: int, near: int | None) -> int:
        """A year from its last two digits."""
        if near is not None:
            year = near - near % 100 + value
            return year if year >= near else year + 100
        if self.span is None:
            return 1900 + value
        first, last = self.span
        return min(range(value, 10_000, 100), key=lambda year: (max(first - year, year - last, 0), -year))


def _is_no_day(token: Token) -> bool:
    return token.kind == "n" and token.digits == 2 and not 1 <= token.value <= 31


def _is_one_winter(tokens: list[Token]) -> bool:
    season, year, _, last = tokens
    return season.value == 24 and (year.value + 1 - last.value) % 10 ** min(last.digits, 4) == 0


def _is_later_year(token: Token, year: int) -> bool:
    """Whether `1953-5` and `1953-55` mean years; `1953-03` is a month."""
    is_month = token.digits == 2 and 1 <= token.value <= 12
    return not is_month and token.value > year % 10**token.digits


def _lent(start: _Parts | None, end: _Parts | None) -> tuple[_Parts, _Parts] | None:
    """Both ends of a range, with what one lacks taken from the other."""
    if start and end and end.number:
        end = _lone_end(end, end.number, start)
    if start and end and start.number:
        start = _lone_start(start, start.number, end)
    if not start or not end:
        return None
    if end.year is not None and start.year is not None and end.year < 1 <= start.year:
        first_of_century = -99 if start.precision is Precision.CENTURY else 1
        start = start._replace(year=first_of_century - start.year)  # 149-146 BC, 5th-4th century BC
    start = start._replace(
        year=end.year if start.year is None else start.year,
        month=end.month if start.day and not start.month else start.month,
    )
    end = end._replace(
        year=start.year if end.year is None else end.year,
        month=start.month if end.day and not end.month else end.month,
    )
    whole = all(parts.year is not None and (parts.month or not parts.day) for parts in (start, end))
    return (start, end) if whole else None


def _lone_end(end: _Parts, number: Token, start: _Parts) -> _Parts | None:
    """`1953-55`, `June 1953 to 55`, `26 June - 28`."""
    if start.ends == "d":
        return end._replace(day=number.value, begins="d")
    if start.year is None or start.year < 1:
        return None
    year = start.year - start.year % 10**number.digits + number.value
    return end._replace(year=year, begins="y") if year > start.year else None


def _lone_start(start: _Parts, number: Token, end: _Parts) -> _Parts | None:
    """`26-28 June 1953`, `49-44 BC`, `AD` years alike."""
    if end.begins == "d":
        return start._replace(day=number.value)
    if end.begins != "y" or end.year is None or end.year >= 1000:
        return None
    return start._replace(year=1 - number.value if end.year < 1 else number.value)


def _without_year(parts: _Parts) -> Reading | None:
    month, day = parts.month or 0, parts.day or 0
    if month > 12 or parts.third or not (month or day):
        return None
    if not 0 <= day <= (days_in(2000, month) if month else 31) or parts.day == 0:
        raise EdtfError(f"there is no {day} {MONTHS[month - 1]}" if month and day else "a day is 1 to 31")
    shown = f"{day} {MONTHS[month - 1]}" if day and month else ""
    return Reading(None, _note(shown, parts) if shown else "", month, day)


def _told(reading: Reading, date: Edtf) -> Reading:
    return replace(reading, note=f"read as {human(date)}")


def _note(shown: str, parts: _Parts) -> str:
    if parts.order:
        return f"read as {shown}: {parts.order}"
    return f"read as {shown}" if parts.guessed else ""


def _date(parts: _Parts) -> Edtf:
    """The date of parts that have a year; raises EdtfError."""
    assert parts.year is not None
    if not FIRST_YEAR <= parts.year <= LAST_YEAR:
        raise EdtfError("a year has four digits at most")
    if parts.third and not parts.day and (parts.month or 0) <= 12:
        precision = Precision.MONTH if parts.month else parts.precision
        date = part_of(Point(parts.year, parts.month or 0, precision=precision), parts.third)
    elif parts.precision is not Precision.YEAR:
        date = single(Point(parts.year, precision=parts.precision))
    else:
        date = date_of(parts.year, parts.month, parts.day)
    approximate = parts.approximate or parts.third in (1, 2, 3)
    start, end = (
        point and replace(point, approximate=approximate, uncertain=parts.uncertain) for point in (date.start, date.end)
    )
    return Edtf(start, end)


def part_of(point: Point, part: int) -> Edtf:
    """The early (1), middle (2) or late (3) third of a month or longer time, marked approximate, or its half (4, 5)."""
    first, last = _THIRDS[part]

    def within(size: int) -> tuple[int, int]:
        return -(-size * first // 12), -(-size * last // 12) - 1

    if point.month:
        start, end = within(30)
        last_day = days_in(point.year, point.month) if last == 12 else end + 1
        ends = date_of(point.year, point.month, start + 1).start, date_of(point.year, point.month, last_day).end
    elif point.precision is Precision.YEAR:
        start, end = within(12)
        ends = date_of(point.year, start + 1).start, date_of(point.year, end + 1).end
    else:
        start, end = within(10 if point.precision is Precision.DECADE else 100)
        ends = date_of(point.year + start).start, date_of(point.year + end).end
    return between(*(end and replace(end, approximate=part in (1, 2, 3)) for end in ends))
