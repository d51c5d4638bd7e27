"""`destal` alone: where the learner stands, and what to type next; and `destal due`, the shortest of it in a line."""

import os
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.commands import BEFORE
from destal_cli.cli.declare import Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import DeckOption, JsonOption, PlainOption

if TYPE_CHECKING:
    from destal_cli.core.exam import Plan
    from destal_cli.core.memory import Moment
    from destal_cli.store.library import Library


def standing(
    version: Annotated[bool, Option("--version", help="Print the version and stop.")] = False,
    no_pager: Annotated[
        bool, Option("--no-pager", help="Print what is longer than the screen without a pager.")
    ] = False,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """Study history: facts with the sentence that proves them, answers that are judged, memory that is planned.

    Alone, `destal` says where you stand and what to type next.
    """
    if no_pager:
        os.environ.update([BEFORE["--no-pager"]])
    return _version() if version else _stand(json, plain)


def _version() -> None:
    from destal_cli import __version__
    from destal_cli.cli.out import say

    say(f"destal {__version__}")


def _stand(json: bool, plain: bool | None) -> None:
    from destal_cli.cli.clock import now, say_doubt
    from destal_cli.cli.out import aloud, canvas, print_json
    from destal_cli.core.standing import where_you_stand
    from destal_cli.screen.standing import standing_aloud, standing_json, standing_view

    known, at = library(), now()
    decks, coming, new = known.standing(at)
    found = where_you_stand(decks, coming, new, known.history().recent(200))
    command = "destal quiz" if known.decks else "destal decks new"
    if found.beyond and not found.minutes:
        command = f"destal quiz --reviews {found.beyond}"
    exam = _exam(known, at) if known.settings.exam else None
    if json:
        return print_json(standing_json(found, command, exam))
    say_doubt(known, at)
    if plainly(plain, known):
        return aloud(standing_aloud(found, command, _exam_line(exam)))
    screen = canvas()
    return screen.print(standing_view(found, command, screen.width, _exam_line(exam)))


def due(decks: DeckOption = None, json: JsonOption = False) -> None:
    """Say in a line what is due, for a shell prompt or a status bar."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import print_json, say
    from destal_cli.screen.standing import due_json, due_line

    known, at = library(decks), now()
    _, coming, new = known.standing(at)
    return print_json(due_json(coming, new)) if json else say(due_line(coming, new))


def _exam(known: "Library", at: "Moment") -> "Plan | None":
    from destal_cli.cli.planning import exam_to_come, plan_to_come

    exam = exam_to_come(known, at)
    return plan_to_come(known, at, exam) if exam is not None else None


def _exam_line(exam: "Plan | None") -> str:
    if exam is None:
        return ""
    from destal_cli.screen.plan import exam_line

    return exam_line(exam)
