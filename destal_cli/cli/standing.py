"""`destal` alone: where the learner stands, and what to type next; and `destal due`, the same in a line."""

from typing import TYPE_CHECKING

from destal_cli.cli.known import library
from destal_cli.cli.options import JsonOption

if TYPE_CHECKING:
    from destal_cli.core.exam import Plan
    from destal_cli.core.memory import Moment
    from destal_cli.core.standing import Standing
    from destal_cli.store.library import Library


def standing(json: JsonOption = False) -> None:
    """Say where the learner stands and what to type next."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import canvas, print_json
    from destal_cli.screen.standing import standing_json, standing_view

    known, at = library(), now()
    found = _stands(known, at)
    command = "destal quiz" if known.decks else "destal decks new"
    if found.beyond and not found.minutes:
        command = f"destal quiz --reviews {found.beyond}"
    exam = _exam(known, at) if known.settings.exam else None
    if json:
        return print_json(standing_json(found, command, exam))
    screen = canvas()
    return screen.print(standing_view(found, command, screen.width, _exam_line(exam)))


def due(json: JsonOption = False) -> None:
    """Say in a line what waits: for a shell's prompt or a status bar."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import print_json, say
    from destal_cli.screen.standing import due_json, due_line

    found = _stands(library(), now())
    if json:
        print_json(due_json(found))
    else:
        say(due_line(found))


def _stands(known: "Library", at: "Moment") -> "Standing":
    from destal_cli.core.standing import where_you_stand

    decks, coming, new = known.standing(at)
    return where_you_stand(decks, coming, new, known.history().recent(200))


def _exam(known: "Library", at: "Moment") -> "Plan | None":
    """The plan for the exam of the settings, if it is to come."""
    from destal_cli.cli.planning import exam_to_come, plan_to_come

    exam = exam_to_come(known, at)
    return plan_to_come(known, at, exam) if exam is not None else None


def _exam_line(exam: "Plan | None") -> str:
    if exam is None:
        return ""
    from destal_cli.screen.plan import exam_line

    return exam_line(exam)
