"""`destal judge`: what would be said of an answer, to a card or to a value given on the spot."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument, Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import JsonOption, PlainOption, cards_named
from destal_cli.core.problems import UsageError

if TYPE_CHECKING:
    from destal_cli.core.facts import Answer
    from destal_cli.core.grading import Setting, Verdict


class JudgedAs(StrEnum):
    """What an expected value is."""

    DATE = "date"
    PERSON = "person"
    NAME = "name"
    NUMBER = "number"
    TERM = "term"
    OFFICE = "office"
    TEXT = "text"


def judge(
    card: Annotated[str, Argument(help="deck/fact or deck/fact/question; with --kind, the answer itself.")],
    answer: Annotated[str | None, Argument(help="What a learner might type.")] = None,
    kind: Annotated[JudgedAs | None, Option(help="Judge by --expected, without a deck.")] = None,
    expected: Annotated[str | None, Option(help="With --kind: the right answer.")] = None,
    also: Annotated[list[str] | None, Option(help="With --kind: another right answer; may be repeated.")] = None,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """Show what would be said of an answer."""
    from destal_cli.cli.out import aloud, console, print_json
    from destal_cli.screen.judging import verdict_as_json, verdict_view

    if kind is None:
        verdict = _of_card(card, answer, expected, also)
    else:
        verdict = _of_value(kind, expected, tuple(also or ()), card, answer)
    if json:
        return print_json(verdict_as_json(verdict))
    view = verdict_view(verdict)
    return aloud([view]) if plainly(plain) else console().print(view)


def _of_card(name: str, typed: str | None, expected: str | None, also: list[str] | None) -> "Verdict":
    from destal_cli.core.drawing import setting_of
    from destal_cli.core.judge import judge
    from destal_cli.store.settings import day_first

    if expected is not None or also:
        raise UsageError("--expected and --also need --kind", "say what the expected value is: --kind date")
    if typed is None:
        raise UsageError("there is no answer to judge", f'see: destal judge {name} "26 June 1953"')
    known = library()
    found = cards_named(known, name)[0]
    return judge(typed, found.answer, setting_of(found, known.stock, day_first(known.settings), typed))


def _of_value(kind: JudgedAs, expected: str | None, also: tuple[str, ...], typed: str, more: str | None) -> "Verdict":
    from destal_cli.core.judge import judge
    from destal_cli.store.settings import day_first

    if expected is None:
        raise UsageError("--kind needs --expected", 'such as: --kind date --expected 1953-06-26 "26 June"')
    if more is not None:
        raise UsageError("with --kind there is one answer and no card", "put an answer of several words in quotes")
    answer, setting = _expected(kind, expected, also, day_first(library().settings))
    return judge(typed, answer, setting)


def _expected(kind: JudgedAs, text: str, also: tuple[str, ...], day_first: bool) -> "tuple[Answer, Setting]":
    """An answer of the kind; two-digit years mean the expected date's century. Raises UsageError."""
    from destal_cli.cli.options import a_date
    from destal_cli.core.cards import number_answer
    from destal_cli.core.dates import human
    from destal_cli.core.facts import Answer, AnswerType
    from destal_cli.core.grading import Setting
    from destal_cli.core.numberwords import read_number

    if kind is JudgedAs.DATE:
        date = a_date(text, "--expected")
        year = date.first_year if date and date.first_year is not None else None
        span = None if year is None else (year // 100 * 100, year // 100 * 100 + 99)
        return Answer(AnswerType.DATE, human(date) if date else text, also, date=date), Setting(
            day_first=day_first, span=span
        )
    if kind is JudgedAs.NUMBER:
        number = read_number(text)
        if number is None:
            raise UsageError(f'--expected "{text}" is no number', "write 1920635 or 2.5")
        made = number_answer(number.value, None)
        return Answer(AnswerType.NUMBER, made.text, also, number=made.number), Setting()
    return Answer(AnswerType(kind), text, also), Setting()
