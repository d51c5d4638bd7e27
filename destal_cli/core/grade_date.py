"""Judges a typed date by how precise it is, never by how alike it looks. `judge` calls it for dates.

Right: the fact's date, or a finer one inside it; either end may be left open ("since 1953"). Partial: a year, month,
season or part of a year that holds the whole fact, a part of a fact that is a range, day and month without the year.
Wrong: everything else, and hedging: a range, decade or century wider than the fact, dates to choose from, a negation.
A fact that is approximate takes one year (month, day) more or less; an approximate answer counts as if it were exact.
"""

from __future__ import annotations

from destal_cli.core.dates import MONTHS, Edtf, Point, Precision, covers, human, nth, overlaps, single, year_name
from destal_cli.core.datewords import LONGEST, Reading, read_date
from destal_cli.core.facts import Answer
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.text import fold
from destal_cli.core.values import replace

_UNREADABLE = "that is not a date I can read"


def grade_date(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """The verdict on a typed date; never raises."""
    facts = _dates(expected, setting)
    if len(typed) <= LONGEST and facts and fold(typed) in map(fold, expected.also):
        return Verdict(Outcome.RIGHT, human(facts[0]))
    reading = read_date(typed, day_first=setting.day_first, span=setting.span)
    if reading is None or not facts:
        return Verdict(Outcome.WRONG, _UNREADABLE)
    verdicts = [_judged(reading, fact) for fact in facts]
    verdict = next((verdict for verdict in verdicts if verdict.outcome is Outcome.RIGHT), verdicts[0])
    return _with_note(verdict, reading)


def grade_completed_date(first: str, second: str, expected: Answer, setting: Setting) -> Verdict:
    """The verdict on what was typed after a partial answer: `26 June` completes `1953`, and so does `26 June 1953`."""
    alone = grade_date(second, expected, setting)
    both = f"{second} {first}"
    reading = read_date(both, day_first=setting.day_first, span=setting.span)
    if alone.outcome is Outcome.RIGHT or reading is None or reading.date is None:
        return alone
    return grade_date(both, expected, setting)


def _dates(expected: Answer, setting: Setting) -> list[Edtf]:
    """The date of the fact, then those that `also` are right, as in another calendar."""
    texts = expected.also if expected.date else (expected.text, *expected.also)
    readings = [read_date(text, day_first=setting.day_first, span=setting.span) for text in texts]
    also = [reading.date for reading in readings if reading and reading.date]
    return [expected.date, *also] if expected.date else also


def _judged(reading: Reading, fact: Edtf) -> Verdict:
    if reading.negated:
        return Verdict(Outcome.WRONG, f"saying what it was not is no answer: it was {human(fact)}")
    if reading.alternatives > 1:
        return Verdict(Outcome.WRONG, f"one date, please: it was {human(fact)}")
    if reading.date is None:
        return _without_year(reading, fact) if reading.month or reading.day else Verdict(Outcome.WRONG, reading.note)
    return _compared(reading.date, fact)


def _with_note(verdict: Verdict, reading: Reading) -> Verdict:
    """Say how an ambiguous answer was read, unless it was right however short its year was."""
    note = reading.note.partition(": ")[2] if verdict.outcome is Outcome.RIGHT else reading.note
    if not note or verdict.because == note:
        return verdict
    return replace(verdict, because=f"{verdict.because} ({note})")


def _compared(answer: Edtf, fact: Edtf) -> Verdict:
    if fact.start is None or fact.end is None:
        return _against_open(answer, fact)
    if fact.is_range and not fact.third:
        return _against_range(_known(answer), fact, fact.start, fact.end)
    return _against_date(_known(answer), fact, fact.start)


def _known(date: Edtf) -> Edtf:
    """`since 1953` claims no more than 1953 does."""
    return date if date.start and date.end else single(date.points[0])


def _against_open(answer: Edtf, fact: Edtf) -> Verdict:
    closed = answer.is_range and not answer.third and answer.start and answer.end
    other_end = (answer.start is None and fact.start) or (answer.end is None and fact.end)
    if closed or other_end:
        return Verdict(Outcome.WRONG, f"it was {human(fact)}")
    point = fact.points[0]
    return _against_date(_known(answer), single(point), point)


def _against_date(answer: Edtf, fact: Edtf, point: Point) -> Verdict:
    """`fact` is one date, or a third of a year or month that begins at `point`."""
    if covers(fact, answer):
        return Verdict(Outcome.RIGHT, human(fact))
    if covers(answer, fact) or (point.season and answer == single(Point(point.year))):  # winter outlasts its year
        return _coarser(answer, fact)
    if not fact.is_range and not answer.is_range and answer.start and _is_near(answer.start, point):
        return Verdict(Outcome.RIGHT, f"close enough: it was {human(fact)}")
    return Verdict(Outcome.WRONG, _difference(answer, fact, point))


def _is_near(answer: Point, fact: Point) -> bool:
    """Whether an approximate fact is missed by no more than one of its own unit."""
    if not fact.approximate or answer.precision < fact.precision:
        return False
    match fact.precision:
        case Precision.DAY:
            return abs(answer.earliest - fact.earliest) <= 1
        case Precision.MONTH:
            return abs((answer.year - fact.year) * 12 + answer.month - fact.month) <= 1
        case Precision.YEAR:
            return abs(answer.year - fact.year) <= 1
    return False


def _partial(so_far: str, rest: str, missing: str) -> Verdict:
    return Verdict(Outcome.PARTIAL, so_far + rest, missing=missing, so_far=so_far)


def _coarser(answer: Edtf, fact: Edtf) -> Verdict:
    """An answer that holds the whole of a fact and more."""
    if (answer.is_range and not answer.third) or answer.precision < Precision.YEAR:
        return _too_wide(fact)
    return _partial(_right(answer), f"; the full date is {human(fact)}", _missing(answer, fact))


def _right(answer: Edtf) -> str:
    if answer.third:
        return f"right part of the {'month' if answer.precision is Precision.DAY else 'year'}"
    names = {Precision.MONTH: "right month and year", Precision.SEASON: "right season and year"}
    return names.get(answer.precision, "right year")


def _too_wide(fact: Edtf) -> Verdict:
    return Verdict(Outcome.WRONG, f"that is too wide: it was {human(fact)}")


def _missing(answer: Edtf, fact: Edtf) -> str:
    knows_month = answer.precision >= Precision.MONTH and (not answer.is_range or answer.precision is Precision.DAY)
    if fact.third and (knows_month or fact.precision is Precision.MONTH):
        return f"which part of the {'month' if knows_month else 'year'}?"
    if fact.precision is Precision.SEASON:
        return "which season?"
    if fact.precision is Precision.MONTH or fact.third:
        return "which month?"
    return "which day?" if knows_month else "which month and day?"


def _difference(answer: Edtf, fact: Edtf, point: Point) -> str:
    """What is wrong in one date for another, in words."""
    said = answer.start
    if said is None or answer.is_range or fact.is_range or min(said.precision, point.precision) < Precision.YEAR:
        return f"it was {human(fact)}"
    if said.year == point.year:
        return _difference_in_year(said, fact, point)
    if said.precision is Precision.YEAR or point.precision is Precision.YEAR:
        year = human(fact) if point.precision is Precision.YEAR else year_name(point.year)
        return f"the year is wrong: it was {year}"
    if (said.month, said.day, said.season) == (point.month, point.day, point.season):
        right = "day and month" if said.day else "month" if said.month else "season"
        return f"right {right}, but the year was {year_name(point.year)}, not {year_name(said.year)}"
    return f"the year is wrong: it was {human(fact)}"


def _difference_in_year(said: Point, fact: Edtf, point: Point) -> str:
    if not said.month or not point.month:
        return f"right year, but it was {human(fact)}"
    if said.month == point.month:
        return f"right month and year, wrong day: it was the {nth(point.day)}"
    if said.day and (said.day, said.month) == (point.month, point.day):
        return f"day and month are the wrong way round: it was {human(fact)}"
    if said.day and said.day == point.day:
        return f"right day and year, wrong month: it was {MONTHS[point.month - 1]}"
    return f"right year, wrong month: it was {human(fact)}"


def _against_range(answer: Edtf, fact: Edtf, start: Point, end: Point) -> Verdict:
    """`fact` runs from `start` to `end`."""
    if answer.start is None or answer.end is None or not answer.is_range or answer.third:
        return _part_of_range(answer, fact)
    starts, ends = _agree(answer.start, start), _agree(answer.end, end)
    if starts is Outcome.RIGHT and ends is Outcome.RIGHT:
        return Verdict(Outcome.RIGHT, human(fact))
    if Outcome.WRONG not in (starts, ends):
        missing = "which days?" if fact.precision is Precision.DAY else "which months?"
        return _partial("right as far as it goes", f"; the full dates are {human(fact)}", missing)
    if covers(fact, answer):
        return _part_of_range(answer, fact)
    if starts is Outcome.RIGHT:
        return Verdict(Outcome.WRONG, f"right start, wrong end: it was {human(fact)}")
    if ends is Outcome.RIGHT:
        return Verdict(Outcome.WRONG, f"right end, wrong start: it was {human(fact)}")
    return _too_wide(fact) if covers(answer, fact) else Verdict(Outcome.WRONG, f"it was {human(fact)}")


def _agree(said: Point, meant: Point) -> Outcome:
    """RIGHT for the same or a finer date, PARTIAL for a year or month that holds it."""
    if covers(single(meant), single(said)) or _is_near(said, meant):
        return Outcome.RIGHT
    holds = said.precision >= Precision.YEAR and covers(single(said), single(meant))
    return Outcome.PARTIAL if holds else Outcome.WRONG


def _part_of_range(answer: Edtf, fact: Edtf) -> Verdict:
    missing = "from when to when?"
    if not overlaps(answer, fact):
        return Verdict(Outcome.WRONG, f"it was {human(fact)}")
    if answer.precision < Precision.YEAR and not covers(fact, answer):
        return _too_wide(fact)
    if covers(answer, fact):
        return _partial(_right(answer), f"; the full dates are {human(fact)}", missing)
    return _partial("that is a part of it", f": it was {human(fact)}", missing)


def _without_year(reading: Reading, fact: Edtf) -> Verdict:
    """Day and month, or one of them, without the year."""
    points = [point for point in fact.points if point.month and not fact.third]
    if not any(_matches(reading, point) for point in points):
        return Verdict(Outcome.WRONG, f"it was {human(fact)}")
    right = "day and month" if reading.month and reading.day else "month" if reading.month else "day"
    lacks_day = not reading.day and fact.precision is Precision.DAY
    missing = (
        "which year?"
        if reading.month and not lacks_day
        else ("which day and year?" if reading.month else "which month and year?")
    )
    return _partial(f"right {right}", f"; the full date is {human(fact)}", missing)


def _matches(reading: Reading, point: Point) -> bool:
    if reading.month:
        return reading.month == point.month and (not reading.day or not point.day or reading.day == point.day)
    return reading.day == point.day
