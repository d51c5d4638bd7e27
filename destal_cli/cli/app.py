"""The `destal` command: the app with its commands, and the one place where errors become messages and exit codes."""

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer

from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, StoreError, UsageError

HELP = {"help_option_names": ["-h", "--help"]}
BUG = 70
_WrongUsage: Any = typer.BadParameter.__mro__[2]  # click's ClickException, whether typer carries click or imports it
_CODES = {BadFileError: 1, UsageError: 2, NotFoundError: 3, StoreError: 4}

# Each command's module and what it does in a line: a command that is not asked for is not imported.
COMMANDS: dict[str, tuple[str, str]] = {
    "quiz": ("study", "Ask what is due, then what is new."),
    "cards": ("study", "Flip through flashcards; nothing is scheduled."),
    "undo": ("study", "Take back the last answer, of whatever session."),
    "suspend": ("marking", "Put cards aside until they are restored."),
    "timeline": ("timeline", "Show the events in time, to scale, and how well you hold them."),
    "facts": ("listing", "List what the decks know, each fact with its passage."),
    "people": ("listing", "List who and what the facts name."),
    "plan": ("planning", "Foretell an exam, and plan the days until it."),
    "scores": ("listing", "Show how well the cards are held."),
    "tune": ("tuning", "Fit the memory model to your own reviews, if that foretells more."),
    "read": ("listing", "Read a deck's document, marked by what is asked of it."),
    "judge": ("judging", "Show what would be said of an answer."),
    "build": ("building", "Build a deck from documents."),
    "decks": ("deckwork", "List the decks, take one in, start one, edit one."),
    "check": ("deckwork", "Look decks over: every problem with its line."),
    "schema": ("deckwork", "Print the JSON Schema of a deck, for editors."),
    "doctor": ("deckwork", "Compare what is remembered with what the reviews say."),
}


def _version(wanted: bool) -> None:
    if wanted:
        from destal_cli import __version__

        typer.echo(f"destal {__version__}")
        raise typer.Exit


def where_you_stand(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Study history: facts with the sentence that proves them, answers that are judged, memory that is planned.

    Alone, `destal` says where you stand and what to type next.
    """
    if context.invoked_subcommand is None and not version:
        from destal_cli.cli.listing import standing

        standing()


def assembled(arguments: Sequence[str]) -> typer.Typer:
    """The app with the command that the arguments name; where they name none, with all of them as far as help goes."""
    app = typer.Typer(
        name="destal",
        epilog="Start with: destal quiz",
        context_settings=HELP,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=False,
    )
    app.callback(invoke_without_command=True)(where_you_stand)
    wanted = next((word for word in arguments if not word.startswith("-")), "")
    if any(name.endswith("DESTAL_COMPLETE") for name in os.environ):
        for name in COMMANDS:
            _add(app, name)
    elif wanted in COMMANDS:
        _add(app, wanted)
    elif arguments:
        for name, (_, line) in COMMANDS.items():
            app.command(name, help=line)(_listed)
    return app


def _add(app: typer.Typer, name: str) -> None:
    command = getattr(import_module(f"destal_cli.cli.{COMMANDS[name][0]}"), name)
    if name == "decks":
        app.add_typer(command(), name=name, context_settings=HELP)
    else:
        app.command(name)(command)


def _listed() -> None:
    """Stands for a command in the help."""


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    gc.set_threshold(50_000)  # the collector's walks over freshly imported modules are a tenth of a small command
    sys.exit(run())


def run() -> int:
    """Run the command line; returns the exit code. No error that a user can cause leaves this function."""
    _obey_signals()
    try:
        return _dispatch()
    except DestalError as error:
        return _told(error)
    except (KeyboardInterrupt, EOFError):
        return 130
    except BrokenPipeError:
        _quiet_stdout()
        return 0
    except OSError as error:
        return _told(StoreError(f"{error.filename or 'a file'}: {error.strerror or error}"))
    except Exception as error:  # a bug of ours: a report instead of a traceback
        return _report(error)


def _dispatch() -> int:
    try:
        code = assembled(sys.argv[1:])(prog_name="destal", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except _WrongUsage as error:
        where = error.ctx.command_path if getattr(error, "ctx", None) else "destal"
        raise UsageError(error.format_message().rstrip("."), f"see: {where} -h") from None
    except typer.Abort:
        return 130
    except typer.Exit as leave:
        return leave.exit_code


def _told(error: DestalError) -> int:
    from destal_cli.cli.out import talk

    for problem in error.problems if isinstance(error, BadFileError) else ():
        talk(str(problem))
    talk(f"destal: {error.message}")
    if error.hint:
        talk(f"hint: {error.hint}")
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))


def _obey_signals() -> None:
    """End on SIGTERM and SIGHUP as on an exception, so that the terminal is put back as it was."""

    def leave(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _quiet_stdout() -> None:
    """Let the interpreter flush into nothing when the pipe is closed."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: Exception) -> int:
    import traceback

    from destal_cli import __version__
    from destal_cli.cli.out import talk
    from destal_cli.store.places import places

    lines = [f"destal {__version__}, Python {sys.version}, {sys.platform}", f"arguments: {sys.argv[1:]}", ""]
    text = "\n".join([*lines, *traceback.format_exception(error)])
    try:
        folder = places().cache
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "report.txt"
        path.write_text(text, encoding="utf-8")
        talk(f"destal: this is a bug of ours ({type(error).__name__}); please send us {path}")
    except OSError:
        talk(f"destal: this is a bug of ours; please send us this:\n{text}")
    return BUG
