"""`destal` alone: where the learner stands, and what to type next."""

import os
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Option
from destal_cli.cli.known import library

if TYPE_CHECKING:
    from destal_cli.core.memory import Moment
    from destal_cli.store.library import Library


def standing(
    version: Annotated[bool, Option("--version", help="Print the version and stop.")] = False,
    no_pager: Annotated[
        bool, Option("--no-pager", help="Print what is longer than the screen without a pager.")
    ] = False,
) -> None:
    """Study history: facts with the sentence that proves them, answers that are judged, memory that is planned.

    Alone, `destal` says where you stand and what to type next.
    """
    if no_pager:
        leave_pager_out()
    return _version() if version else _stand()


def leave_pager_out() -> None:
    """Let everything be printed without a pager."""
    os.environ["DESTAL_PAGER"] = ""


def _version() -> None:
    from destal_cli import __version__
    from destal_cli.cli.out import say

    say(f"destal {__version__}")


def _stand() -> None:
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import canvas
    from destal_cli.core.standing import where_you_stand
    from destal_cli.screen.standing import standing_view

    known, at = library(), now()
    decks, coming, new = known.standing(at)
    found = where_you_stand(decks, coming, new, known.history().recent(200))
    screen = canvas()
    command = "destal quiz" if known.decks else "destal decks new"
    if found.beyond and not found.minutes:
        command = f"destal quiz --reviews {found.beyond}"
    screen.print(standing_view(found, command, screen.width, _exam_line(known, at) if known.settings.exam else ""))


def _exam_line(known: "Library", at: "Moment") -> str:
    from destal_cli.cli.planning import exam_to_come, standing_for_exam

    exam = exam_to_come(known, at)
    return standing_for_exam(known, at, exam) if exam is not None else ""
