"""`destal help`: every topic, every command, and the whole deck format, in the terminal."""

from __future__ import annotations

import pytest
from conftest import Run

from destal_cli.cli.parser import COMMANDS
from destal_cli.screen.topics import TOPICS
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckspec import DECK, ENTITY, EVIDENCE, FACT, QUESTION, SOURCE


def test_alone_it_lists_every_topic_and_every_command(destal: Run) -> None:
    words = {line.split()[0] for line in destal("help").out.splitlines() if line.split()}
    assert set(TOPICS) | set(COMMANDS) <= words


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_a_topic_fits_its_width(destal: Run, monkeypatch: pytest.MonkeyPatch, topic: str, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    done = destal("help", topic)
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= int(columns)


def test_the_deck_format_is_there_with_every_key_and_an_example_that_is_sound(destal: Run) -> None:
    said = destal("help", "deck").out
    lines = [line[2:].rstrip() for line in said.splitlines()]
    for record in (DECK, ENTITY, FACT, QUESTION, EVIDENCE, SOURCE):
        start = next(
            n for n, line in enumerate(lines) if line in (f"Keys of a {record.name}", f"Keys of an {record.name}")
        )
        keys = [line.split()[0] for line in lines[start + 1 : lines.index("", start)] if line[:1].strip()]
        assert keys == list(record.fields)
    first = lines.index("  id: cold-war")
    reading = read_deck("\n".join(line[2:] for line in lines[first : lines.index("", first)]), "help")
    assert not reading.problems
    assert reading.deck is not None
    assert len(reading.deck.facts) == 1


def test_a_command_is_explained_as_by_its_own_help(destal: Run) -> None:
    assert destal("help", "people").out == destal("people", "--help").out


def test_what_there_is_no_help_on_is_said_with_the_nearest(destal: Run) -> None:
    done = destal("help", "judgin")
    assert (done.code, done.out) == (3, "")
    assert done.err == 'destal: there is no help on "judgin"\nhint: did you mean "judging"?\n'
