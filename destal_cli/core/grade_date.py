"""Judges a typed date by how precise it is, never by how alike it looks. `grading.judge` calls it for dates.

Right: the fact's date, or a finer one inside it; either end may be left open ("since 1953"). Partial: a year, month,
season or part of a year that holds the whole fact, a part of a fact that is a range, day and month without the year.
Wrong: everything else, and hedging: a range, decade or century wider than the fact, dates to choose from, a negation.
A fact that is approximate takes one year (month, day) more or less; an approximate answer counts as if it were exact.
"""

from __future__ import annotations

from destal_cli.core.dates import MONTHS, Edtf, Point, Precision, civil, covers, human, ordinal, single, third, year_name
from destal_cli.core.datewords import Reading, read_date
from destal_cli.core.facts import Answer
from destal_cli.core.grading import Outcome, Setting, Verdict

_UNREADABLE = "that is not a date I can read"
_NAMES = {Precision.DAY: "day", Precision.MONTH: "month", Precision.SEASON: "season"}


def grade_date(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """The verdict on a typed date; never raises."""
    facts = _dates(expected, setting)
    reading = read_date(typed, day_first=setting.day_first, span=setting.span)
    if reading is None or not facts:
        return Verdict(Outcome.WRONG, _UNREADABLE)
    verdicts = [_judged(reading, fact, typed) for fact in facts]
    verdict = next((verdict for verdict in verdicts if verdict.outcome is Outcome.RIGHT), verdicts[0])
    return _with_note(verdict, reading)


def grade_completed_date(first: str, second: str, expected: Answer, setting: Setting) -> Verdict:
    """The verdict on what was typed after a partial answer: `26 June` completes `1953`, and so does `26 June 1953`."""
    alone = grade_date(second, expected, setting)
    joined = grade_date(f"{second} {first}", expected, setting)
    return joined if joined.outcome is Outcome.RIGHT else alone


def _dates(expected: Answer, setting: Setting) -> list[Edtf]:
    """The date of the fact, then those that `also` are right, as in another calendar."""
    texts = expected.also if expected.date else (expected.text, *expected.also)
    readings = [read_date(text, day_first=setting.day_first, span=setting.span) for text in texts]
    also = [reading.date for reading in readings if reading and reading.date]
    return [expected.date, *also] if expected.date else also


def _judged(reading: Reading, fact: Edtf, typed: str) -> Verdict:
    if reading.negated:
        return Verdict(Outcome.WRONG, f"saying what it was not is no answer: it was {human(fact)}")
    if reading.alternatives > 1:
        return Verdict(Outcome.WRONG, f"one date, please: it was {human(fact)}")
    if reading.date is None:
        return _without_year(reading, fact) if reading.month or reading.day else Verdict(Outcome.WRONG, reading.note)
    return _compared(reading.date, fact)
