"""The parser: the app with its commands, put together for what is asked. `app` calls it when there is much to parse.

A command that is not asked for is not imported.
"""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from destal_cli.core.problems import UsageError

HELP = {"help_option_names": ["-h", "--help"]}
_WrongUsage: Any = typer.BadParameter.__mro__[2]  # click's ClickException, whether typer carries click or imports it

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
    "export": ("exchange", "Write a deck or your reviews for another program."),
    "import": ("exchange", "Take in what another program wrote."),
    "decks": ("deckwork", "List the decks, take one in, start one, edit one."),
    "check": ("deckwork", "Look decks over: every problem with its line."),
    "config": ("configuring", "Show the settings, set one, edit them."),
    "schema": ("deckwork", "Print the JSON Schema of a deck, or of what a command prints."),
    "help": ("helping", "Explain a topic: the deck format, judging, dates ..."),
    "backup": ("safekeeping", "Copy the history, verified."),
    "restore": ("safekeeping", "Put a copy of the history in its place."),
    "doctor": ("deckwork", "Compare what is remembered with what the reviews say."),
}

GROUPS = ("decks", "config")  # commands with commands below them
NAMES = {"help": "explain", "import": "take_in"}  # of functions that cannot go by their command's name


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
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Print what is longer than the screen without a pager.")
    ] = False,
) -> None:
    """Study history: facts with the sentence that proves them, answers that are judged, memory that is planned.

    Alone, `destal` says where you stand and what to type next.
    """
    if no_pager:
        os.environ["DESTAL_PAGER"] = ""
    if context.invoked_subcommand is None and not version:
        from destal_cli.cli.standing import standing

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
    command = getattr(import_module(f"destal_cli.cli.{COMMANDS[name][0]}"), NAMES.get(name, name))
    if name in GROUPS:
        app.add_typer(command(), name=name, context_settings=HELP)
    else:
        app.command(name)(command)


def _listed() -> None:
    """Stands for a command in the help."""


def dispatch(arguments: Sequence[str]) -> int:
    """Run what the command line says; returns the exit code. Raises UsageError."""
    try:
        code = assembled(arguments)(args=list(arguments), prog_name="destal", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except _WrongUsage as error:
        where = error.ctx.command_path if getattr(error, "ctx", None) else "destal"
        raise UsageError(error.format_message().rstrip("."), f"see: {where} -h") from None
    except typer.Abort:
        return 130
    except typer.Exit as leave:
        return leave.exit_code
    except SystemExit as leave:  # how the parser says that the pipe was closed
        raise (BrokenPipeError() if leave.code == 1 else leave) from None
