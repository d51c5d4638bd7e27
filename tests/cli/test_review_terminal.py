"""`destal build --review` on a real terminal: every decision is in the file before the next fact is shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import ROOT

if sys.platform == "win32":
    pytest.skip("pexpect has no terminals on Windows", allow_module_level=True)

from test_terminal import CTRL_C, Terminal

from destal_cli.core.facts import Deck
from destal_cli.store.deckfile import load_deck


@pytest.fixture
def path(home: Path) -> Path:
    Path("meiji.md").write_text((ROOT / "tests" / "build" / "meiji.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return home / "decks" / "meiji.yaml"


def review(*options: str, **environment: str) -> Terminal:
    terminal = Terminal("meiji.md", "--review", *options, run="build", **environment)
    terminal.sees("q stop")
    return terminal


def deck(path: Path) -> Deck:
    reading = load_deck(path)
    assert reading.problems == ()
    assert reading.deck is not None
    return reading.deck


def test_keeping_and_skipping_are_saved_at_once_and_the_next_review_goes_on(path: Path) -> None:
    terminal = review()
    first, second, third, *_ = (fact.id for fact in deck(path).facts)
    terminal.types("k")
    terminal.sees(f"{second} · 2 of")
    assert deck(path).reviewed == (first,)
    terminal.types("s")
    terminal.sees(f"{third} · 2 of")
    assert second not in {fact.id for fact in deck(path).facts}
    terminal.types(CTRL_C)
    code, rest = terminal.ended()
    assert code == 130
    assert "2 facts looked at" in rest
    again = Terminal("meiji.md", "--review", run="build")
    shown = again.sees(f"{third} · 2 of")
    assert f"stay deleted: {second}" in shown
    again.types("q")
    assert again.ended()[0] == 0


def test_back_asks_for_the_last_fact_again(path: Path) -> None:
    terminal = review()
    first = deck(path).facts[0].id
    terminal.types("k")
    terminal.sees("2 of")
    terminal.types("b")
    terminal.sees(f"{first} · 1 of")
    assert deck(path).reviewed == ()
    terminal.types("q")
    assert terminal.ended()[0] == 0


def test_a_person_is_renamed_everywhere_and_the_old_name_stays_an_alias(path: Path) -> None:
    terminal = review("--all")
    number = next(n for n, fact in enumerate(deck(path).facts) if deck(path).people(fact))
    for _ in range(number):
        terminal.types("k")
        terminal.sees("q stop")
    person = deck(path).people(deck(path).facts[number])[0]
    terminal.types("r")
    terminal.sees("whose name")
    terminal.types("1")
    terminal.sees("instead of")
    terminal.types("Somebody Else\r")
    terminal.sees("q stop")
    renamed = deck(path).entities[person.id]
    assert (renamed.name, person.name in renamed.aliases) == ("Somebody Else", True)
    terminal.types("q")
    assert terminal.ended()[0] == 0


def test_merging_gives_the_questions_to_the_other_fact(path: Path) -> None:
    terminal = review("--all")
    before = deck(path)
    first = before.facts[0]
    terminal.types("m")
    terminal.sees("the same as")
    terminal.types("1")
    terminal.sees("q stop")
    after = deck(path)
    assert first.id not in {fact.id for fact in after.facts}
    assert len(after.facts) == len(before.facts) - 1
    terminal.types("q")
    assert terminal.ended()[0] == 0


def test_the_editor_opens_at_the_fact(path: Path, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\n', encoding="utf-8")
    script.chmod(0o755)
    terminal = review(EDITOR=str(script))
    terminal.types("e")
    terminal.sees("q stop")
    line, name = (tmp_path / "called").read_text(encoding="utf-8").split()
    assert name == str(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[int(line.removeprefix("+")) - 1].strip() == f"- id: {deck(path).facts[0].id}"
    terminal.types("q")
    assert terminal.ended()[0] == 0
