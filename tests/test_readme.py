"""The README is true: its commands exist, its deck is sound, and it documents every key of the format."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, Run, sound

from destal_cli.cli.formats import FORMATS
from destal_cli.core.cards import cards_of_deck
from destal_cli.core.check import leaks
from destal_cli.core.facts import Deck
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckspec import DECK, ENTITY, EVIDENCE, FACT, QUESTION, SOURCE, Record
from destal_cli.store.settings import RULES

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_stand_in_it_on_lines_of_their_own() -> None:
    lines = README.splitlines()
    assert "python3 -m pip install . && destal quiz" in lines
    assert "python3 -m pip install '.[test]' && python3 -m pytest" in lines


def keys_of(record: Record) -> set[str]:
    """The keys that the README has of a record: in the first column of its table, or in its sentence without one.

    Those of a passage stand in the row of the fact's `evidence`.
    """
    parts = re.split(r"\n\*\*(?:The|An?) (\w+)\*\*", README.partition("## The deck format")[2])
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    if record is EVIDENCE:
        row = told["fact"].partition("\n| `evidence` |")[2].partition("\n")[0]
        return set(re.findall(r"(\w+): \.\.\.", row)) | set(re.findall(r"also `(\w+)`", row))
    sentence, table = told[record.name].partition(".")[0], told[record.name].partition("\n| key |")[2]
    rows = [row.split("|")[1] for row in table.partition("\n\n")[0].splitlines()[1:]]
    return set(re.findall(r"`(\w+)`", " ".join(rows) or sentence))


@pytest.mark.parametrize("record", [DECK, ENTITY, FACT, QUESTION, EVIDENCE, SOURCE], ids=lambda record: record.name)
def test_every_key_of_the_deck_format_is_documented(record: Record) -> None:
    assert keys_of(record) == set(record.fields)


def test_its_deck_is_sound() -> None:
    found = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert found
    deck = sound(read_deck(found[1], "README.md"))
    assert [list(leaks(card)) for card in cards_of_deck(deck)] == [[], []]


def test_it_counts_the_facts_and_cards_of_the_shipped_deck_right(shipped: Deck) -> None:
    assert f"{len(shipped.facts)} facts, {len(cards_of_deck(shipped))} cards" in README


def test_every_command_is_in_its_table_and_every_command_of_its_table_exists(destal: Run) -> None:
    listed = set(re.findall(r"^\| `destal ([a-z]+)", README, re.MULTILINE))
    usage = destal("--help").out
    commands = set(re.findall(r"^  ([a-z]+)  ", usage.partition("Commands:")[2], re.MULTILINE))
    assert listed == commands
    for command in ("add", "new", "edit"):
        assert f"`destal decks {command}" in README
        assert destal("decks", command, "--help").code == 0


def test_every_format_of_other_programs_is_in_its_table() -> None:
    rows = [line for line in README.partition("## Other programs")[2].splitlines() if line.startswith("| `")]
    firsts = " ".join(row.split("|")[1] for row in rows)
    assert [name for name in FORMATS if f"`{name}`" not in firsts] == []


def test_the_pictures_are_there_and_load_nothing() -> None:
    for picture in re.findall(r"\]\((.*?\.svg)\)", README):
        svg = (ROOT / picture).read_text(encoding="utf-8")
        assert svg.startswith("<svg")
        assert not re.search(r"url\(['\"]?http|href=['\"]http", svg)


@pytest.mark.parametrize("key", RULES)
def test_every_setting_is_documented(key: str) -> None:
    assert f"\n| `{key}` | " in README


@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR", "PAGER", "DESTAL_PAGER", "FORCE_COLOR", "CLICOLOR_FORCE"])
def test_every_variable_that_is_heeded_is_documented_here_and_in_the_help(variable: str, destal: Run) -> None:
    assert re.search(rf"(?<!\w){variable}\b", README)
    assert re.search(rf"(?<!\w){variable}\b", destal("help", "scripts").out)


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 70, 130, 143])
def test_every_exit_code_is_documented(code: int) -> None:
    assert re.search(rf"\b{code}\b", README.partition("Exit codes:")[2].partition("\n\n")[0])
