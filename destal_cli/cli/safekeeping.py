"""The commands that keep the history safe: backup, restore and doctor."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument, Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import JsonOption, PlainOption
from destal_cli.core.problems import NotFoundError, StoreError, UsageError

if TYPE_CHECKING:
    from destal_cli.store.backups import Backup


def complete_backup(incomplete: str) -> list[str]:
    """Days of copies that begin so."""
    from destal_cli.store.backups import folder_of

    return [path.stem for path in folder_of(library().places.history).glob(f"{incomplete}*.db")]


def backup(
    output: Annotated[Path | None, Option("--output", "-o", help="A file to write the copy to.")] = None,
    force: Annotated[bool, Option("--force", help="Write over the file.")] = False,
) -> None:
    """Copy the history, verified, into its folder of backups or to a file.

    A quiz does so by itself on the first session of a day; fourteen days and twelve months are kept.
    """
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural
    from destal_cli.store import backups
    from destal_cli.store.files import refuse_to_replace

    history = library().history()
    if not history.on_disk:
        raise NotFoundError("there is no history yet", "destal quiz")
    if output:
        refuse_to_replace(output, force=force)
    target = output or backups.folder_of(history.path) / f"{now().local:%Y-%m-%d}.db"
    made = backups.copy(history.path, target)
    talk(f"written: {target}, {plural(made.rows, 'answer')}, verified")


def restore(
    copy: Annotated[
        str, Argument(help="A day (2027-01-15) or a file (default: the newest).", autocompletion=complete_backup)
    ] = "",
    show: Annotated[bool, Option("--list", help="List the copies and change nothing.")] = False,
    yes: Annotated[bool, Option("--yes", "-y", help="Do it without asking.")] = False,
    json: JsonOption = False,
) -> None:
    """Put a copy of the history in its place; what is there is kept beside it."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import print_json, say, talk
    from destal_cli.screen.health import copies_json
    from destal_cli.store import backups
    from destal_cli.store.locking import maintenance

    if json and not show:
        raise UsageError("--json lists the copies", "destal restore --list --json")
    known = library()
    path = known.places.history
    if json:
        return print_json(copies_json((str(one.path), one.rows, one.last) for one in backups.listed(path)))
    if show:
        return say("\n".join(f"{one.path.stem}  {_said(one)}" for one in backups.listed(path)))
    chosen = backups.named(path, copy)
    talk(f"{chosen.path}: {_said(chosen)}")
    if not yes and not _agreed():
        return talk("nothing was changed")
    with maintenance(path):
        aside = backups.restore(chosen, path, f"{now().local:%Y-%m-%d-%H%M%S}")
    known.remember_history()
    talk(f"restored: {path}" + (f"; what was there is {aside}" if aside else ""))
    return talk("next: destal doctor")


def _said(backup: "Backup") -> str:
    from destal_cli.store.guard import Known

    return Known("", "", backup.rows, backup.last).told


def _agreed() -> bool:
    """Whether the learner wants it; raises UsageError where nobody can be asked."""
    from destal_cli.cli.out import canvas

    if not (sys.stdin.isatty() and canvas().moves):
        raise UsageError("nobody can be asked here", "--yes does it without asking")
    from destal_cli.screen.terminal import ask_key

    return ask_key("y put it in the place of your history · n leave everything as it is", ["y", "n", "escape"]) == "y"


def doctor(
    fix: Annotated[bool, Option("--fix", help="Mend what can be mended; nothing is deleted.")] = False,
    accept: Annotated[
        bool, Option("--accept", help="Use the history that is there from now on, even if it is another, or none.")
    ] = False,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> int:
    """Look over what destal keeps of you: the history's file, your memory, the clock, rights, room and copies."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import print_json, say
    from destal_cli.core.health import State, verdict
    from destal_cli.screen.health import health_aloud, health_json, health_lines
    from destal_cli.store.checkup import checkup

    known = library()
    if accept:
        with suppress(StoreError):  # the look at it says why
            known.remember_history()
    found = list(checkup(known, now(), fix=fix))
    if json:
        print_json(health_json(str(known.places.history), found))
    else:
        for line in (health_aloud if plainly(plain, known) else health_lines)(found):
            say(line)
    return 1 if verdict(found) is State.WRONG else 0
