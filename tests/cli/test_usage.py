"""The help of every command: told from its declarations, whole, and within its width."""

from __future__ import annotations

import re

import pytest
import typer
from conftest import Run

from destal_cli.cli.commands import BELOW, COMMANDS
from destal_cli.cli.parser import assembled
from destal_cli.cli.usage import usage_of

EVERY = ["", *COMMANDS, *(f"{name} {one}" for name, below in BELOW.items() for one in below)]


def by_typer(name: str) -> set[str]:
    """The names of every option that Typer knows of a command."""
    words = name.split()
    found = typer.main.get_command(assembled(words))
    for word in words:
        found = found.commands[word]  # type: ignore[attr-defined]
    options = (one for one in found.params if one.param_type_name == "option")
    return {part for one in options for part in (*one.opts, *one.secondary_opts)} | {"-h", "--help"}


@pytest.mark.parametrize("name", EVERY)
def test_every_option_that_there_is_is_in_the_help_and_no_other(name: str) -> None:
    rows = dict(usage_of(name).parts)["Options"]
    assert {part for label, _ in rows for part in re.findall(r"(?:^|(?<= ))--?[a-z-]+", label)} == by_typer(name)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("columns", [30, 40, 80, 120])
def test_the_help_is_within_its_width_and_loses_no_word(
    destal: Run, monkeypatch: pytest.MonkeyPatch, name: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = destal(*name.split(), "-h")
    usage = usage_of(name)
    told = [*usage.said, *(said for _, rows in usage.parts for _, said in rows)]
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= columns
    assert [words for words in told if "".join(words.split()) not in "".join(done.out.split())] == []


def test_a_row_stands_beside_its_word_where_there_is_room(destal: Run) -> None:
    assert destal("decks", "-h").out == (
        "Usage: destal decks [OPTIONS] [COMMAND]\n"
        "\n"
        "  List the decks, take one in, start one, edit one.\n"
        "\n"
        "  Alone, `destal decks` lists the decks there are and where they come from.\n"
        "\n"
        "Commands:\n"
        "  add   Take a received deck into your decks folder.\n"
        "  new   Write a small commented deck to start from, into your decks folder.\n"
        "  edit  Open a deck in $EDITOR, at a fact if one is named, and check it on\n"
        "        return.\n"
        "\n"
        "Options:\n"
        "  --json                Print one JSON document, and nothing else, on stdout.\n"
        "  --plain / --no-plain  Lines to be read aloud (default: your setting).\n"
        "  -h, --help            Show this and stop.\n"
    )


def test_a_row_stands_below_its_word_where_there_is_none(destal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert destal("plan", "-h").out.partition("Options:\n")[2].startswith(
        "  --exam DATE\n"
        "      The day of the exam: 2027-01-15\n"
        "      (default: your setting).\n"
        "  --goal N\n"
        "      Recall wished on the day (default:\n"
        "      0.9, or your setting). From 0.5 to\n"
        "      0.99.\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "of"),
    [
        ("facts --person beria -h", "destal facts"), ("facts --nonsense --help", "destal facts"),
        ("decks edit -h", "destal decks edit"), ("decks --json -h", "destal decks"), ("--no-pager -h", "destal"),
        ("help -h", "destal help"), ("help people", "destal people"),
    ],
)  # fmt: skip
def test_help_is_given_wherever_it_is_asked_for(destal: Run, line: str, of: str) -> None:
    assert destal(*line.split()).out.startswith(f"Usage: {of} [OPTIONS]")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("decks frob -h", "No such command 'frob'"), ("fcts -h", "No such command 'fcts'"),
        ("facts -- -h x", "unexpected extra argument"),
    ],
)  # fmt: skip
def test_what_does_not_exist_has_no_help(destal: Run, line: str, said: str) -> None:
    done = destal(*line.split())
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_flag_of_destal_itself_may_stand_before_a_command(destal: Run) -> None:
    assert destal("--no-pager", "people").out == destal("people").out
    assert destal("--version", "people").out == "destal 0.1.0\n"
    assert destal("--plain", "due").out == destal("--no-plain", "due").out
    for line in ("--json facts", "--json decks new X", "decks --json add x.yaml"):
        done = destal(*line.split())
        assert (done.code, done.out) == (2, ""), line
        assert "--json stands behind the command that it is for" in done.err
