"""Every command that shows, on every kind of screen: no line too wide, no escape and no sign where it cannot be."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from made_history import made, write

from destal_cli.core.themes import HIGH_CONTRAST, LIGHT
from destal_cli.screen.paint import cells

WIDTHS = (40, 80, 200)
DECK = "destalinization"
SHOWING = [
    [], ["facts"], ["facts", "--person", "beria"], ["people"], ["people", "khrushchev"], ["timeline"],
    ["timeline", "--no-memory"], ["scores"], ["scores", "--all"], ["scores", "--judging"], ["scores", "--calibration"],
    ["plan", "--exam", "2027-02-15"],
    ["tune"], ["decks"], ["check"], ["read"], ["judge", f"{DECK}/beria-arrested/when", "26 june 35"],
    ["judge", "--kind", "person", "--expected", "Nikita Khrushchev", "--also", "Хрущёв", "Kruschev"], ["config"],
    ["help"], *(["help", topic] for topic in ("deck", "dates", "judging", "forms", "scripts", "quiz")),
    ["doctor"], ["restore", "--list"], ["-h"], ["timeline", "-h"], ["decks", "add", "-h"],
    ["facts", "--person", "kruschtschow"], ["quiz", "--form", "x"],
]  # fmt: skip
ASKING = [["quiz", "--plain", "--seed", "3", "--cram"], ["cards"]]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:[34]8;|[39][0-7]|[34][0-7]|10[0-7])[0-9;]*m")

Shown = Callable[..., str]


class Screen(io.TextIOWrapper):
    """A terminal, or a pipe, with an encoding."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def shown(self) -> str:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding).replace("\r\n", "\n")


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has learned for two months."""
    folder = tmp_path_factory.mktemp("learner") / "home"
    write(made(900, 60, dt.date(2027, 1, 3), seed=2), folder)
    return folder


@pytest.fixture
def shown(home: Path, learner: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What stands on a screen, stdout and stderr, after a command of that learner."""
    from destal_cli.cli.app import run

    shutil.copytree(learner, home)
    monkeypatch.setattr("destal_cli.cli.progress.PATIENCE", 1_000.0)  # a bar would be drawn on a busy machine

    def call(arguments: list[str], width: int = 80, encoding: str = "utf-8", **environ: str) -> str:
        for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLORTERM", "COLORFGBG", "DESTAL_THEME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"COLUMNS": str(width), "TERM": "xterm-256color", "DESTAL_PAGER": "", **environ}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["destal", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n2\n1\n:i\n\n:q\n"))
        screens = [Screen(encoding, "PIPE" not in environ) for _ in range(2)]
        monkeypatch.setattr(sys, "stdout", screens[0])
        monkeypatch.setattr(sys, "stderr", screens[1])
        assert run() in (0, 2, 3), arguments
        return screens[0].shown + screens[1].shown

    return call


def too_wide(text: str, width: int) -> list[str]:
    """The lines that are wider, but for a word that is: a path is not cut, so that it can be copied."""
    lines = ESCAPE.sub("", text).split("\n")
    return [line for line in lines if cells(line.rstrip()) > width and " " in line.strip()]


@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_no_line_is_wider_than_the_screen(command: list[str], shown: Shown) -> None:
    for width in WIDTHS:
        assert too_wide(shown(command, width, NO_COLOR="1"), width) == [], width
    for width in WIDTHS[:2]:
        assert too_wide(shown(command, width, "ascii"), width) == [], width


@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_without_colour_nothing_is_lost(command: list[str], shown: Shown) -> None:
    bare = shown(command, TERM="dumb")
    assert "\x1b" not in bare
    without = shown(command, NO_COLOR="1", COLORTERM="truecolor")
    assert not COLOUR.search(without)
    assert ESCAPE.sub("", without) == bare
    for theme in (LIGHT, HIGH_CONTRAST):
        text = ESCAPE.sub("", shown(command, DESTAL_THEME=theme))
        assert text == bare or command == ["config"], theme
    assert "\x1b" not in shown(command, PIPE="1")
    if command in (["facts"], ["timeline"], ["scores"], []):
        assert COLOUR.search(shown(command, PIPE="1", FORCE_COLOR="1"))


@pytest.mark.parametrize("command", [*SHOWING, *ASKING], ids=" ".join)
def test_where_there_is_no_unicode_everything_is_ascii(command: list[str], shown: Shown) -> None:
    assert shown(command, 80, "ascii").isascii()
    latin = shown(command, 40, "latin-1", NO_COLOR="1")
    assert [char for char in latin if not char.isascii() and not char.isalpha()] == []


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_a_plain_dialogue_sends_no_escape_even_in_colour(command: list[str], shown: Shown) -> None:
    assert "\x1b" not in shown(command, FORCE_COLOR="1")


def test_cyrillic_is_romanised_where_the_encoding_lacks_it_and_stays_where_it_has_it(shown: Shown) -> None:
    people = ["people", "beria"]
    assert "Lavrentiy Beria   Lavrentiy Beriya" in shown(people, 80, "ascii", NO_COLOR="1", TERM="dumb")
    assert "Lavrentiy Beria   Лаврентий Берия" in shown(people, 80, "koi8-r", TERM="dumb")
    assert "Lavrentiy Beria   Лаврентий Берия" in shown(people, 80, "utf-8", TERM="dumb")


def test_the_bar_that_is_shown_while_decks_are_read_fits_a_narrow_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    from destal_cli.cli import progress

    screen = Screen("utf-8", terminal=True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", -1)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    hear = progress.reading()
    assert hear
    hear(5_000, 10_000)
    assert screen.shown == "\rreading decks ━━━━───── 5,000 of 10,000\x1b[K"
    monkeypatch.setenv("TERM", "dumb")
    assert progress.reading() is None
