"""What the tests share: a small deck, a learner's folder of its own, and the program run as a user runs it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.choices import Candidate, candidates
from destal_cli.core.confusions import Confusions, confusions
from destal_cli.core.facts import Deck, Entity
from destal_cli.core.forms import Form
from destal_cli.core.memory import Memory, Moment, Review
from destal_cli.core.statistics import MATURE
from destal_cli.core.text import fold
from destal_cli.store.deckfile import read_deck
from destal_cli.store.library import Library
from destal_cli.store.places import Places
from destal_cli.store.reading import Reading
from destal_cli.store.starter import STARTER

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "decks" / "destalinization.yaml"
NOW = "2027-01-04T20:00:00+00:00"

# No test fails because a machine was busy.
settings.register_profile("destal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("destal")
# A shell starts what it runs behind its back without Ctrl-C, and every program that a test starts would be without it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than there are processors: half of what the tests take is waiting for a terminal."""
    return (os.cpu_count() or 1) + 2


def with_hash_seeds(code: str, *arguments: str) -> list[str]:
    """What a program prints in each of two processes, in which the same set comes in another order."""
    command = [sys.executable, "-c", code, *arguments]
    path = os.pathsep.join((str(ROOT / "tests"), str(ROOT)))
    environments = [{**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path} for seed in ("1", "2")]
    pipe = subprocess.PIPE
    runs = [subprocess.Popen(command, stdout=pipe, text=True, env=environ) for environ in environments]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    return said


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
    monkeypatch.setenv("DESTAL_PLAIN", "")  # `destal --plain` sets it, and it ends with the test
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


@dataclass
class Whole:
    """What questions are made of, of whole decks in memory: what a library with small decks gives."""

    decks: dict[str, Deck]
    reviews: list[Review] = field(default_factory=list)

    @classmethod
    def of(cls, *decks: Deck) -> Whole:
        return cls({deck.id: deck for deck in decks})

    @property
    def cards(self) -> list[Card]:
        return [card for deck in self.decks.values() for card in cards_of_deck(deck)]

    def rivals(self, card: Card) -> list[Candidate]:
        return [found for found in candidates(self.decks.values()) if found.type is card.answer.type]

    def beside(self, card: Card, form: Form) -> list[Card]:
        assert card
        assert form
        return self.cards

    def confusions(self, answer: str) -> Confusions:
        assert answer
        return confusions(self.reviews, {card.id: card.answer.text for card in self.cards})

    def right_elsewhere(self, card: Card) -> list[str]:
        return [c.answer.text for c in self.cards if fold(c.prompt) == fold(card.prompt) and c.id != card.id]

    def entities(self, card: Card, typed: str) -> dict[str, Entity]:
        assert card
        assert isinstance(typed, str)
        return {f"{d.id}/{e.id}": e for d in self.decks.values() for e in d.entities.values()}

    def span(self, deck: str) -> tuple[int, int] | None:
        whens = [fact.when for fact in self.decks[deck].facts if fact.when]
        years = [year for when in whens for year in (when.first_year, when.last_year) if year is not None]
        return (min(years), max(years)) if years else None


def library_of(home: Path, *texts: str) -> Library:
    """The library of a learner with nothing but these decks."""
    folder = home / "those"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number}.yaml" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return Library(Places(home, home, home / "cache"), Path(), tuple(map(str, paths)))


def state_of(card: str, memory: Mapping[str, Memory], day: int, marks: Mapping[str, tuple[str, Moment]]) -> str:
    """The state of a card on a day, one of the fields of States."""
    mark, at = marks.get(card, ("", None))
    if mark == "suspend":
        return "suspended"
    if mark == "bury" and at and at.day == day:
        return "buried"
    if card not in memory:
        return "new"
    return "mature" if memory[card].stability >= MATURE else "young"


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
