"""Calendar dates for what `dategrammar` finds, from where in time the narrative is. `dates.tag` calls this."""

from __future__ import annotations

from dataclasses import replace

from destal_cli.build.dategrammar import Expression, Term
from destal_cli.core.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    Edtf,
    EdtfError,
    Point,
    Precision,
    between,
    civil,
    days_in,
    ordinal,
    single,
)

_FAR = 5  # a year alone that is further away than this is an aside, unless a sentence begins with it
_EARLY_TEXT = 1100  # years of three digits are written without an era up to here
_SHORT_YEARS = range(1, 1000)  # where a narrative is in such, "9 June 68" has a year


class Narrative:
    """Reads a text from its start, and keeps the dates that later ones lean on.

    The focus is where the narrative is: "in May", "two days later". The last date named is what "that year" means, and
    what "six years later" counts from within one sentence.
    """

    def __init__(self) -> None:
        self._focus: Point | None = None
        self._last: Point | None = None
        self._beside: Point | None = None
        self._is_lost = False

    def begin_sentence(self) -> None:
        """A new sentence counts from where the narrative is."""
        self._beside = None

    def resolve(self, said: Expression) -> Edtf | None:
        """The date that an expression means at this place; None when nothing tells.

        Behind a year that nothing tells, the narrative is nobody knows where, and nothing leans on it.
        """
        leans = said.first.year is None and said.last.year is None
        date = None if leans and self._is_lost else self._meant(said)
        end = date.end if date else None
        if date is not None and end is not None and end.precision >= Precision.YEAR:
            self._last = self._beside = end
            if self._leads(said, date):
                self._focus, self._is_lost = (end if end.month else date.start), False
        self._is_lost |= date is None and said.last.lacks in ("era", "proof") and said.last.month > 0
        return date

    def _meant(self, said: Expression) -> Edtf | None:
        return self._range(said.first, said.last) if said.first != said.last else self._date(said.first)

    def _date(self, term: Term) -> Edtf | None:
        point = self._point(term)
        return single(point) if point else None

    def _range(self, first: Term, last: Term) -> Edtf | None:
        """A range whose ends lend each other the year: "from October to March" runs over the turn of the year."""
        turns = first.month > last.month > 0
        if first.year is None and last.year is not None:
            first = replace(first, year=last.year - turns)
        elif first.year is None and last.year is None and self._focus and turns:
            first = replace(first, year=self._focus.year - (0 < last.month <= self._focus.month))
        start = self._point(first)
        if start is not None and last.year is None:
            last = replace(last, year=start.year + turns)
        end = self._point(last)
        try:
            return between(start, end) if start and end else None
        except EdtfError:
            return None

    def _leads(self, said: Expression, date: Edtf) -> bool:
        """Whether the narrative moves to this date."""
        point, focus = date.start, self._focus
        if point is None or focus is None:
            return True
        looks_back = said.back and point.latest < focus.earliest
        looks_ahead = said.ahead and point.earliest > focus.latest
        is_far = not point.month and not said.opening and abs(point.year - focus.year) > _FAR
        return not (said.aside or looks_back or looks_ahead or is_far or (said.first.unit and said.first.step < 0))

    def _point(self, term: Term) -> Point | None:
        leans_on = self._last if term.step == 0 else self._beside or self._focus
        if term.unit:
            return _leaning(term, leans_on) if leans_on else None
        if term.day and not term.month:
            return self._day(term)
        year = _year(term, self._focus)
        return None if year is None else _made(year, term)

    def _day(self, term: Term) -> Point | None:
        """The 19th of the month that the narrative is in, or of the next."""
        focus = self._focus
        if focus is None or not 0 < focus.month <= 12:
            return None
        return _month_on(focus, int(term.day < focus.day), term)


def _year(term: Term, focus: Point | None) -> int | None:
    """The year of a term: its own, or that of the narrative; January follows December, and May the winter."""
    if term.month and term.lacks in ("era", "proof", "all"):
        return _proved(term, focus)
    if term.lacks == "era":
        return _without_era(term.year or 0, focus)
    if term.year is not None and not term.lacks:
        return term.year
    if focus is None:
        return None
    if term.year is None:
        return focus.year + ((focus.month == 12 and term.month == 1) or (focus.season == 24 and term.month < 12))
    return focus.year - focus.year % 100 + term.year if focus.year > 100 else None


def _proved(term: Term, focus: Point | None) -> int | None:
    """25 December 800 has its year unless the narrative is before Christ, 9 June 68 only where years are so short."""
    if term.lacks == "era":
        return term.year if focus is None or focus.year > 0 else None
    return term.year if term.lacks == "proof" and focus is not None and focus.year in _SHORT_YEARS else None


def _without_era(year: int, focus: Point | None) -> int | None:
    """In 480: BC where the narrative is, and nothing in one that is later than years were so short."""
    if focus is None:
        return year if year > 99 else None
    if abs(focus.year) > (_EARLY_TEXT if year > 99 else 100):
        return None
    return 1 - year if focus.year < 1 else year


def _leaning(term: Term, focus: Point) -> Point | None:
    """A date some units on from the narrative's; None when that is not known as finely as the unit."""
    known = focus.day if term.unit in ("day", "week") else focus.month <= 12 and focus.month
    match term.unit:
        case "name":
            return _made(_named_year(term, focus), term)
        case "year":
            return _made(focus.year + term.step, term)
        case "decade":
            return _made(focus.year + 10 * term.step, replace(term, approximate=True))
        case "month" if known:
            return _month_on(focus, term.step, replace(term, precision=Precision.MONTH))
        case "day" | "week" if known:
            days = term.step * (7 if term.unit == "week" else 1)
            year, month, day = civil(ordinal(focus.year, focus.month, focus.day) + days)
            about = term.unit == "week"
            return _made(year, replace(term, month=month, day=day, precision=Precision.DAY, approximate=about))
    return None


def _named_year(term: Term, focus: Point) -> int:
    """The year of that, the next or the last month or season; the winter of January began the year before."""
    begins = (term.month - 20) * 3 if term.month > 12 else term.month
    month = focus.month or (0 if focus.season == 0 else (focus.season - 20) * 3)
    if term.step > 0:
        return focus.year + (month == 0 or month >= begins)
    if term.step < 0:
        return focus.year - (0 < month <= begins or month == 0)
    return focus.year - (term.month == 24 and 0 < month < 3)


def _month_on(focus: Point, months: int, term: Term) -> Point | None:
    year, month = divmod(focus.year * 12 + focus.month - 1 + months, 12)
    return _made(year, replace(term, month=month + 1))


def _made(year: int, term: Term) -> Point | None:
    """The point; None when the calendar has none such."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if term.precision is Precision.SEASON:
        return Point(year, season=term.month, precision=Precision.SEASON, approximate=term.approximate)
    if term.day and not (1 <= term.month <= 12 and 1 <= term.day <= days_in(year, term.month)):
        return None
    return Point(year, term.month, term.day, precision=term.precision, approximate=term.approximate)
