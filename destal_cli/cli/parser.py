"""The parser: the app with its commands, put together for what is asked. `app` calls it when there is much to parse.

A command that is not asked for is not imported.
"""

import os
from collections.abc import Callable, Sequence
from inspect import Signature, signature
from typing import Any

import typer

from destal_cli.cli.commands import BELOW, COMMANDS, command, named
from destal_cli.cli.declare import HELP, for_typer
from destal_cli.core.problems import UsageError

_WrongUsage: Any = typer.BadParameter.__mro__[2]  # click's ClickException, whether typer carries click or imports it


def assembled(arguments: Sequence[str]) -> typer.Typer:
    """The app with the command that the arguments name; where they name none, with all of them as far as help goes."""
    app = _group("")
    wanted, _ = named([word for word in arguments if not word.startswith("-")])
    if any(name.endswith("DESTAL_COMPLETE") for name in os.environ):
        for name in COMMANDS:
            _add(app, name)
    elif wanted:
        _add(app, wanted.partition(" ")[0])
    else:
        for name, (_, line) in COMMANDS.items():
            app.command(name, help=line)(_listed)
    return app


def _add(app: typer.Typer, name: str) -> None:
    if name in BELOW:
        app.add_typer(_group(name), name=name)
    else:
        app.command(name)(for_typer(command(name)))


def _group(name: str) -> typer.Typer:
    """A command with commands below it, which does something of its own when none of them is named."""
    app = typer.Typer(
        name=name or "destal",
        context_settings={"help_option_names": HELP},
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_alone(command(name)))
    for one in BELOW.get(name, ()):
        app.command(one)(for_typer(command(f"{name} {one}")))
    return app


def _alone(run: Callable[..., Any]) -> Callable[..., Any]:
    """What a command with commands below it does when it is to do something itself."""
    typed = for_typer(run)

    def alone(context: typer.Context, **said: Any) -> None:
        if context.invoked_subcommand is None or said.get("version"):
            run(**said)
            raise typer.Exit
        if said.get("json"):
            one = f"{context.command_path} {context.invoked_subcommand}"
            raise UsageError("--json stands behind the command that it is for", f"see: {one} -h")

    alone.__doc__, alone.__annotations__ = run.__doc__, {"context": typer.Context, **typed.__annotations__}
    own = signature(alone).parameters["context"]
    alone.__signature__ = Signature([own, *signature(typed).parameters.values()])  # type: ignore[attr-defined]
    return alone


def _listed() -> None:
    """Stands for a command whose name is all that is wanted."""


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
