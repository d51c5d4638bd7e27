"""`judge`: the one way from what was typed to a verdict. The quiz calls it for every form that is not self-rated.

It looks at the type of the expected answer and calls `grade_date`, `grade_name`, `grade_number` or `grade_text`, each
in a module of its own. They are pure and never raise, whatever was typed.
"""

from __future__ import annotations

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.text import fold


def judge(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """What is said of a typed answer, by the type of the expected one."""
    match expected.type:
        case AnswerType.DATE:
            from destal_cli.core.grade_date import grade_date

            return grade_date(typed, expected, setting)
        case AnswerType.NUMBER:
            from destal_cli.core.grade_number import grade_number

            return grade_number(typed, expected, setting)
        case AnswerType.PERSON | AnswerType.NAME:
            from destal_cli.core.grade_name import grade_name

            return grade_name(typed, expected, setting)
        case _:
            from destal_cli.core.grade_text import grade_text

            return grade_text(typed, expected, setting)


def judge_completed(first: str, second: str, expected: Answer, setting: Setting) -> Verdict:
    """What is said when a partial answer got a second one: PARTIAL when both make the answer, else WRONG."""
    if expected.type is AnswerType.DATE:
        from destal_cli.core.grade_date import grade_completed_date

        whole = grade_completed_date(first, second, expected, setting)
    else:
        tries = (judge(text, expected, setting) for text in (second, f"{second} {first}", f"{first} {second}"))
        verdicts = list(tries)
        whole = next((verdict for verdict in verdicts if verdict.outcome is Outcome.RIGHT), verdicts[0])
    if whole.outcome is Outcome.RIGHT:
        return Verdict(Outcome.PARTIAL, "complete at the second try")
    return Verdict(Outcome.WRONG, whole.because, whole.confused_with)


def understood(typed: str, expected: Answer, setting: Setting) -> str:
    """How a date or number is read, in words; nothing where it cannot be, or where other answers are expected."""
    if expected.type is AnswerType.DATE:
        from destal_cli.core.dates import MONTHS, human
        from destal_cli.core.datewords import read_date

        reading = read_date(typed, day_first=setting.day_first, span=setting.span)
        if reading is None or reading.negated or reading.alternatives > 1:
            return ""
        day_and_month = f"{reading.day} {MONTHS[reading.month - 1]}" if reading.day and reading.month else ""
        return human(reading.date) if reading.date else day_and_month
    if expected.type is AnswerType.NUMBER:
        from destal_cli.core.cards import show_number
        from destal_cli.core.numberwords import read_number

        number = read_number(typed)
        return show_number(number.value) if number and not number.negated and not number.several else ""
    return ""


def judge_choice(chosen: str, expected: Answer) -> Verdict:
    """What is said of one of the offered answers."""
    if fold(chosen) == fold(expected.text):
        return Verdict(Outcome.RIGHT, expected.text)
    return Verdict(Outcome.WRONG, f"you chose {chosen}", confused_with=chosen)


def dont_know(expected: Answer) -> Verdict:
    """What is said when the learner does not know."""
    return Verdict(Outcome.WRONG, expected.text)
