"""What the tests share: a small deck, a learner's folder of its own, and the program run as a user runs it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from destal_cli.core.facts import Deck
from destal_cli.store.deckfile import read_deck
from destal_cli.store.reading import Reading
from destal_cli.store.starter import STARTER

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "decks" / "destalinization.yaml"
NOW = "2027-01-04T20:00:00+00:00"


@dataclass
class Done:
    """What a run of the program left: its exit code, and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner who starts today, in an empty folder."""
    folder = tmp_path / "home"
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.setenv("DESTAL_HOME", str(folder))
    monkeypatch.setenv("DESTAL_NOW", NOW)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(here)
    return folder


@pytest.fixture
def destal(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `destal` with arguments and lines of input in this process; no input means that there is none."""
    from destal_cli.cli.app import run

    def call(*arguments: str, lines: str = "", now: str = "") -> Done:
        if now:
            monkeypatch.setenv("DESTAL_NOW", now)
        monkeypatch.setattr(sys, "argv", ["destal", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        capsys.readouterr()
        code = run()
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    assert home
    return call


@pytest.fixture
def wall(home: Path) -> Path:
    """The starter deck as the only deck in the current folder."""
    path = Path("decks/wall.yaml")
    path.parent.mkdir()
    path.write_text(starter_text(), encoding="utf-8")
    assert home
    return path


def starter_text() -> str:
    """The text of the starter deck."""
    return STARTER.format(id="wall", title="The Wall")


@pytest.fixture
def wall_deck() -> Deck:
    """The starter deck, read."""
    return sound(read_deck(starter_text(), "wall.yaml"))


@pytest.fixture(scope="session")
def shipped() -> Deck:
    """The flagship deck, read."""
    return sound(read_deck(SHIPPED.read_text(encoding="utf-8"), "decks/destalinization.yaml"))


def sound(reading: Reading) -> Deck:
    """The deck of a reading without problems."""
    assert reading.problems == ()
    assert reading.deck is not None
    return reading.deck


@pytest.fixture
def shipped_here(home: Path) -> Path:
    """The flagship deck as the only deck in the current folder."""
    path = Path("decks") / SHIPPED.name
    path.parent.mkdir()
    path.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    assert home
    return path
