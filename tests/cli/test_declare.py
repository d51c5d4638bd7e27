"""The reader of the command line against Typer, which has the same declarations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.cli.commands import BELOW, COMMANDS, command
from destal_cli.cli.declare import Option, for_typer, read

READ = ["", *COMMANDS, *(f"{name} {one}" for name, below in BELOW.items() for one in below)]
VALUES = [
    "beria",
    "1953",
    "event",
    "figure",
    "3",
    "0",
    "-1",
    "0.9",
    "nan",
    "",
    "Lavrentiy Beria",
    "cards",
    "typed",
    "é",
]


def names_of(run: Callable[..., Any]) -> list[str]:
    """Every name of an option, and some that there are not."""
    found = []
    for parameter, kind in run.__annotations__.items():
        declared = next((one for one in getattr(kind, "__metadata__", ()) if isinstance(one, Option)), None)
        if declared:
            own = f"--{parameter.replace('_', '-')}"
            found += [part for name in declared.names or (own, f"--no{own[1:]}") for part in name.split("/")]
    return [*found, "--other", "-x", "--", "-", "-h"]


def by_typer(run: Callable[..., Any], words: Sequence[str]) -> dict[str, Any] | None:
    """What Typer calls a command with; None when it does not."""
    called: list[dict[str, Any]] = []
    typed = for_typer(run)

    def stand_in(**said: Any) -> None:
        called.append(said)

    stand_in.__signature__ = inspect.signature(typed)  # type: ignore[attr-defined]
    stand_in.__annotations__ = typed.__annotations__
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(stand_in)
    try:
        app(args=list(words), standalone_mode=False)
    except Exception:  # wrong usage, of one kind or another
        return None
    return called[0] if called else None


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A command with words behind it, most of which mean something to it."""
    name = draw(st.sampled_from(READ))
    names = st.sampled_from(names_of(command(name)))
    values = st.sampled_from(VALUES)
    pairs = st.tuples(names, values).map(list)
    joined = st.tuples(names, values).map(lambda pair: ["=".join(pair)])
    parts = draw(
        st.lists(st.one_of(pairs, joined, names.map(lambda one: [one]), values.map(lambda v: [v])), max_size=5)
    )
    return name, [word for part in parts for word in part]


@settings(max_examples=400, deadline=None)
@given(lines())
def test_what_is_read_is_what_typer_would_call_the_command_with(line: tuple[str, list[str]]) -> None:
    name, words = line
    run = command(name)
    said = read(run, words)
    if said is not None:
        bound = inspect.signature(run).bind(**said)
        bound.apply_defaults()
        assert bound.arguments == by_typer(run, words), (name, words)


@pytest.mark.parametrize(
    "words",
    [
        ["facts", "--person", "beria"],
        ["facts", "gulag", "-p", "beria", "--json", "-d", "one", "--deck=two", "--kind", "event"],
        ["quiz"],
        ["quiz", "--plain", "--new", "3", "--no-sure"],
        ["timeline", "--from", "1953", "--to=1956"],
        ["scores"],
    ],
)
def test_the_common_command_lines_are_read(words: list[str]) -> None:
    assert read(command(words[0]), words[1:]) is not None


@pytest.mark.parametrize(
    "words",
    [["facts", "--oops"], ["facts", "--person"], ["facts", "a", "b"], ["quiz", "--new", "-1"]],
    ids=" ".join,
)
def test_mistakes_are_left_to_typer(words: list[str]) -> None:
    assert read(command(words[0]), words[1:]) is None
