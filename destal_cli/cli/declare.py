"""How commands declare what they take, and the reader of the common command line.

Typer takes as long to load as a question. So a command is declared by values of our own, `Annotated[str, Option(...)]`,
that hold what Typer would be told. `read` understands what most command lines have in them, and `usage` explains them;
for the rest, the mistakes and the completion, `for_typer` gives Typer the same declarations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import Annotated, Any

HELP = ("-h", "--help")
_NOTHING = object()
_WHOLE, _NUMBER = re.compile(r"[0-9]{1,15}"), re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")


class Argument:
    """A word of its own, `one_of` some if these are given; what is told is told Typer, to whom a callback belongs."""

    def __init__(self, one_of: Sequence[str] = (), **told: Any) -> None:
        self.names: tuple[str, ...] = ()
        self.one_of, self.told = one_of, told


class Option(Argument):
    """Something behind a name, such as `--tag`; without one by the parameter's."""

    def __init__(self, *names: str, one_of: Sequence[str] = (), **told: Any) -> None:
        super().__init__(one_of, **told)
        self.names = names


def for_typer(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with its declarations as Typer has them."""
    import typer

    assert isinstance(command, FunctionType)
    copy = FunctionType(command.__code__, command.__globals__, command.__name__, command.__defaults__)
    copy.__doc__, copy.__module__ = command.__doc__, command.__module__
    copy.__annotations__ = dict(command.__annotations__)
    for name, kind in command.__annotations__.items():
        declared = declaration(kind)
        if declared is not None:
            make = typer.Option if isinstance(declared, Option) else typer.Argument
            told = {**declared.told, **(_choosing(declared.one_of) if declared.one_of else {})}
            copy.__annotations__[name] = Annotated[kind.__origin__, make(*declared.names, **told)]
    return copy


def _choosing(choices: Sequence[str]) -> dict[str, Any]:
    """What Typer is told of a word that is one of some: to refuse another, and to complete it."""
    import typer

    def refuse(value: Any) -> Any:
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one not in choices:
                raise typer.BadParameter(f"{one!r} is none of {', '.join(choices)}")
        return value

    def complete(incomplete: str) -> list[str]:
        return [one for one in choices if one.startswith(incomplete)]

    return {"callback": refuse, "autocompletion": complete}


def declaration(kind: Any) -> Argument | None:
    """What a parameter is declared as."""
    return next((one for one in getattr(kind, "__metadata__", ()) if isinstance(one, Argument)), None)


def read(command: Callable[..., Any], words: Sequence[str]) -> dict[str, Any] | None:
    """What a command is called with by the words behind its name, each one that is said; None when Typer is to say."""
    assert isinstance(command, FunctionType)
    parameters = parameters_of(command)
    if any(declaration(kind) is None for kind in parameters.values()):
        return None
    said: dict[str, Any] = {}
    loose: list[str] = []
    left = list(words)
    options = _options(parameters)
    while left:
        word = left.pop(0)
        if not word.startswith("-"):
            loose.append(word)
        elif not _take(word, left, options, parameters, said):
            return None
    whole = _place(loose, parameters, said) and required(command) <= said.keys()
    return said if whole else None


def parameters_of(command: Callable[..., Any]) -> dict[str, Any]:
    """What a command takes, by name, with the type that says how."""
    return {name: kind for name, kind in command.__annotations__.items() if name != "return"}


def required(command: Callable[..., Any]) -> set[str]:
    """The parameters that must be said."""
    assert isinstance(command, FunctionType)
    names = list(parameters_of(command))
    return set(names[: len(names) - len(command.__defaults__ or ())])


def names_of(parameter: str, kind: Any, option: Option) -> tuple[str, ...]:
    """What an option goes by; `--on/--off` is a flag with two names."""
    own = f"--{parameter.replace('_', '-')}"
    return option.names or ((f"{own}/--no{own[1:]}" if plain(kind)[0] is bool else own),)


def asks_for_help(words: Sequence[str], *, is_group: bool) -> bool:
    """Whether the words behind a command ask for its help; before what may be a command below it, of a group."""
    for word in words:
        if word in HELP:
            return True
        if word == "--" or (is_group and not word.startswith("-")):
            return False
    return False


def _options(parameters: Mapping[str, Any]) -> dict[str, tuple[str, bool]]:
    """The parameter of each option's name, and for a flag whether the name turns it on."""
    found: dict[str, tuple[str, bool]] = {}
    for parameter, kind in parameters.items():
        if not isinstance(declared := declaration(kind), Option):
            continue
        for name in names_of(parameter, kind, declared):
            on, _, off = name.partition("/")
            found[on] = parameter, True
            if off:
                found[off] = parameter, False
    return found


def plain(kind: Any) -> tuple[Any, bool]:
    """The type of one value, and whether it is a list of them."""
    kinds = [one for one in getattr(kind.__origin__, "__args__", (kind.__origin__,)) if one is not type(None)]
    if getattr(kind.__origin__, "__origin__", None) is list:
        return kinds[0], True
    one = kinds[0]
    return (one.__args__[0], True) if getattr(one, "__origin__", None) is list else (one, False)


def _take(
    word: str,
    left: list[str],
    options: dict[str, tuple[str, bool]],
    parameters: Mapping[str, Any],
    said: dict[str, Any],
) -> bool:
    """Take in an option with its value; False when it is not understood."""
    name, given, value = word.partition("=") if word.startswith("--") else (word, "", "")
    if name not in options:
        return False
    parameter, on = options[name]
    kind = parameters[parameter]
    if plain(kind)[0] is bool:
        said[parameter] = on
        return not given
    if not given:
        if not left or left[0].startswith("-"):
            return False
        value = left.pop(0)
    return _put(value, parameter, kind, said)


def _place(words: list[str], parameters: Mapping[str, Any], said: dict[str, Any]) -> bool:
    """Give words without a name to the arguments, in order; False when there are too many."""
    for parameter, kind in parameters.items():
        if isinstance(declaration(kind), Option):
            continue
        several = plain(kind)[1]
        taken, words = (words, []) if several else (words[:1], words[1:])
        if not all(_put(word, parameter, kind, said) for word in taken):
            return False
    return not words


def _put(text: str, parameter: str, kind: Any, said: dict[str, Any]) -> bool:
    """Keep a value; False when it is none that the parameter may have."""
    declared = declaration(kind)
    one, several = plain(kind)
    value = _value(text, one)
    if declared is None or value is _NOTHING or (declared.one_of and value not in declared.one_of):
        return False
    low, high = declared.told.get("min"), declared.told.get("max")
    if (low is not None and value < low) or (high is not None and value > high):
        return False
    if several:
        said.setdefault(parameter, []).append(value)
    else:
        said[parameter] = value
    return True


def _value(text: str, kind: Any) -> Any:
    if kind in (str, Path):
        return kind(text)
    if kind in (int, float):
        return kind(text) if (_WHOLE if kind is int else _NUMBER).fullmatch(text) else _NOTHING
    if hasattr(kind, "__members__"):
        return next((one for one in kind if one.value == text), _NOTHING)
    return _NOTHING
