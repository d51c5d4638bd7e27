"""The parser: the app with its commands, put together for what is asked. `app` calls it when there is much to parse.

A command that is not asked for is not imported.
"""

import os
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from destal_cli.cli.commands import COMMANDS, GROUPS, command
from destal_cli.cli.declare import for_typer
from destal_cli.core.problems import UsageError

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}
_NARROWEST = 52  # columns below which the parser would write its help wider than the screen
_WrongUsage: Any = typer.BadParameter.__mro__[2]  # click's ClickException, whether typer carries click or imports it


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


def _narrowed(command: Any, columns: int) -> None:
    """Have a command, and those below it, explain themselves on a narrow screen: what an option does is below it."""
    context = command.context_class
    formatter: Any = context.formatter_class

    def write(self: Any, rows: Sequence[tuple[str, str]], *_: Any, **__: Any) -> None:
        for name, about in rows:
            self.write(_filled(name, columns, "  ", "      ") + _filled(about, columns, "      ", "      "))

    narrow = type("Formatter", (formatter,), {"write_dl": write})
    command.context_class = type("Context", (context,), {"formatter_class": narrow})
    command.context_settings = {**command.context_settings, "terminal_width": columns}
    for further in getattr(command, "commands", {}).values():
        _narrowed(further, columns)


def _filled(text: str, columns: int, first: str, more: str) -> str:
    from textwrap import fill

    return fill(text, columns, initial_indent=first, subsequent_indent=more) + "\n" if text else ""


def _add(app: typer.Typer, name: str) -> None:
    if name in GROUPS:
        app.add_typer(command(name)(), name=name, context_settings=HELP)
    else:
        app.command(name)(for_typer(command(name)))


def _listed() -> None:
    """Stands for a command in the help."""


def dispatch(arguments: Sequence[str]) -> int:
    """Run what the command line says; returns the exit code. Raises UsageError."""
    from shutil import get_terminal_size

    try:
        run = typer.main.get_command(assembled(arguments))
        if (columns := get_terminal_size().columns) < _NARROWEST:
            _narrowed(run, columns)
        code = run(args=list(arguments), prog_name="destal", standalone_mode=False)
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
