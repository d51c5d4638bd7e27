"""`destal COMMAND -h`: what a command takes, told from its declarations. `app` and `helping` call it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from destal_cli.cli.commands import BELOW, COMMANDS, command
from destal_cli.cli.declare import HELP, Argument, Option, declaration, names_of, parameters_of, plain, required
from destal_cli.cli.known import plainly
from destal_cli.screen.usage import Usage

_OF_TYPER = (  # options that the parser adds
    ("--install-completion", "Install completion for the current shell."),
    ("--show-completion", "Show completion for the current shell, to copy it or change it."),
)
_WORDS = {bool: "", int: "N", float: "N", Path: "FILE"}  # what stands behind an option of the type


def explain(name: str, plain: bool | None = None) -> int:
    """Print the help of a command, as `commands.named` calls it; returns the exit code."""
    from destal_cli.cli.out import aloud, canvas, page
    from destal_cli.screen.usage import usage_view

    (aloud if plainly(plain) else page)([usage_view(usage_of(name), canvas().width)])
    return 0


def usage_of(name: str) -> Usage:
    """The help of a command."""
    run = command(name)
    below = [*_below(name)]
    arguments = [*_arguments(run)]
    typed = [f"destal {name}".strip(), "[OPTIONS]", *(word for word, _, _ in arguments), *["[COMMAND]"] * bool(below)]
    said = [" ".join(paragraph.split()) for paragraph in (run.__doc__ or "").split("\n\n")]
    options = [*_options(run), *(() if name else _OF_TYPER), (", ".join(HELP), "Show this and stop.")]
    parts = [("Arguments", [(word, line) for _, word, line in arguments]), ("Commands", below), ("Options", options)]
    return Usage(" ".join(typed), said, [part for part in parts if part[1]], "" if name else "destal quiz")


def _below(name: str) -> Iterator[tuple[str, str]]:
    """The commands below a command, with what they do in a line."""
    if not name:
        yield from ((one, line) for one, (_, line) in COMMANDS.items())
    for one in BELOW.get(name, ()):
        yield one, (command(f"{name} {one}").__doc__ or "").partition("\n")[0]


def _arguments(run: Callable[..., Any]) -> Iterator[tuple[str, str, str]]:
    """Each word of its own as it is typed, `[DECK]...`, its name alone, and what it is."""
    for parameter, kind in parameters_of(run).items():
        declared = declaration(kind)
        if declared is None or isinstance(declared, Option):
            continue
        name = declared.told.get("metavar", parameter.upper())
        typed = name if parameter in required(run) else f"[{name}]"
        yield typed + "..." * plain(kind)[1], name, _said(run, parameter, declared)


def _options(run: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """Each option with what it wants behind it, and what it does."""
    for parameter, kind in parameters_of(run).items():
        if not isinstance(declared := declaration(kind), Option):
            continue
        names = sorted(names_of(parameter, kind, declared), key=len)
        wants = declared.told.get("metavar", _wants(names[-1], plain(kind)[0]))
        yield (
            " ".join([", ".join(names).replace("/", " / "), *([wants] if wants else [])]),
            _said(run, parameter, declared),
        )


def _wants(name: str, kind: Any) -> str:
    """What stands behind an option: nothing, a word for its type, or its name in capitals."""
    return _WORDS[kind] if kind in _WORDS else name.lstrip("-").upper()


def _said(run: Callable[..., Any], parameter: str, declared: Argument) -> str:
    """What is said of a parameter, with the values it may have and the one that it has when nothing is said."""
    kind = plain(parameters_of(run)[parameter])[0]
    choices = [one.value for one in kind] if hasattr(kind, "__members__") else []
    low, high = declared.told.get("min"), declared.told.get("max")
    bounds = "" if low is None else f"{low} or more." if high is None else f"From {low} to {high}."
    default = _defaults(run).get(parameter)
    parts = [
        declared.told["help"],
        f"One of {', '.join(choices)}." if choices else "",
        bounds,
        f"Default: {getattr(default, 'value', default)}." if default else "",
    ]
    return " ".join(filter(None, parts))


def _defaults(run: Callable[..., Any]) -> dict[str, Any]:
    values: tuple[Any, ...] = getattr(run, "__defaults__", None) or ()
    return dict(zip([*parameters_of(run)][-len(values) :], values, strict=True)) if values else {}
