"""The painter: what stands in each line, how wide it is, and what a terminal is sent."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from destal_cli.screen.canvas import Canvas
from destal_cli.screen.paint import Block, Boxed, Hung, Inset, Row, Rule, Stack, Words, cells

TEXTS = st.text(st.sampled_from("ab c-d ёД́漢字é\n“”…"), max_size=80)
WIDTHS = st.integers(12, 60)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORFGBG", "15;0")


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Latin(Terminal):
    encoding = "latin-1"


def sent(block: Block, width: int = 40, stream: type[Terminal] = Terminal) -> str:
    """What a terminal is sent for a block."""
    file = stream()
    Canvas(file).print(block, width)
    return file.getvalue()


def test_words_wrap_between_words_and_a_longer_one_is_cut() -> None:
    assert Words("one two three four").texts(9) == ["one two", "three", "four"]
    assert Words("a destalinization b").texts(6) == ["a", "destal", "inizat", "ion b"]
    assert Words("one\n\ntwo").texts(9) == ["one", "", "two"]
    assert Words().texts(9) == [""]


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert cells("漢字") == 4
    assert cells("Хрущёв") == 6
    assert Words("漢字漢字").texts(5) == ["漢字", "漢字"]
    assert len(Boxed(Words("漢字"), Words("漢")).texts(20)[2]) == 18


def test_styles_go_on_where_a_line_is_broken() -> None:
    lines = list(Words("in ").add("June 1953", "answer").add(" he").lines(8))
    assert lines == [[("in ", ""), ("June", "answer")], [("1953", "answer"), (" he", "")]]


@given(TEXTS, WIDTHS)
def test_words_are_wrapped_as_rich_wraps_them(text: str, width: int) -> None:
    console = Console(width=width, file=io.StringIO())
    lines = [line.plain.rstrip() for line in Text(text).wrap(console, width)] or [""]
    assert Words(text).texts(width) == lines


@given(TEXTS)
def test_a_text_is_as_wide_as_rich_says(text: str) -> None:
    assert cells(text) == sum(cell_len(line) for line in text.split("\n")) + text.count("\n")


@given(TEXTS, TEXTS, WIDTHS)
def test_no_line_is_wider_than_there_is_room_for(text: str, label: str, width: int) -> None:
    words, short = Words(text), Words(label.replace("\n", " ")[:6])
    blocks: list[Block] = [words, Inset(words, 2, 1), Hung(short, words, 12), Boxed(words, short, short), Rule()]
    blocks.append(Stack(Row((short, 8, "<"), (words, 0, "<"))))
    for block in blocks[: 2 if width < 22 else None]:
        assert all(cells(line) <= width for line in block.texts(width)), block


def test_a_box_has_its_words_in_its_edges() -> None:
    box = Boxed(Words("Who was arrested?"), Words("Deck · 1 of 2", "edge"), Words("? keys", "quiet"))
    assert box.texts(28) == [
        "╭─ Deck · 1 of 2 ──────────╮",
        "│                          │",
        "│  Who was arrested?       │",
        "│                          │",
        "╰───────────────── ? keys ─╯",
    ]


def test_columns_stand_beside_each_other() -> None:
    row = Row((Stack(Words("Deck"), Words("of 4 facts")), 12, "<"), (Words("7"), 4, ">"))
    assert row.texts(40) == ["Deck             7", "of 4 facts"]


def test_what_a_deck_says_never_reaches_the_terminal_as_a_command() -> None:
    assert sent(Words("\x1b]0;title\x07Be\x9bria\x1b[31m")) == "]0;titleBeria[31m\n"


def test_a_style_is_sent_in_the_colours_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Words("yes", "right")
    assert sent(right) == "\x1b[1;38;5;36myes\x1b[0m\n"
    assert sent(right.quieter()) == "\x1b[1;38;5;36;2myes\x1b[0m\n"
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert sent(right) == "\x1b[1;38;2;0;170;124myes\x1b[0m\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert sent(right) == "\x1b[1myes\x1b[0m\n"
    assert sent(Words("seen", "accent")) == "seen\n"
    monkeypatch.setenv("TERM", "dumb")
    assert sent(right) == "yes\n"


def test_a_terminal_of_few_colours_has_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert sent(Words("yes", "right")) == "\x1b[1;36myes\x1b[0m\n"


def test_a_stream_without_unicode_gets_ascii_and_one_that_is_no_terminal_no_colours() -> None:
    assert sent(Boxed(Words("Хрущёв ✓"), Words("“a”")), 20, Latin).isascii()
    file = io.StringIO()
    Canvas(file).print(Words("yes", "right"), 20)
    assert file.getvalue() == "yes\n"


def test_the_environment_says_how_wide_a_screen_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert (Canvas(io.StringIO()).width, Canvas(io.StringIO()).text_width) == (120, 96)


def test_rich_prints_what_is_painted_the_same() -> None:
    block = Boxed(Inset(Words("Who was ").add("arrested", "answer").add("?"), 2, below=1), Words("Deck"), Words("keys"))
    from destal_cli.screen.look import make_console

    console = make_console(io.StringIO(), 30)
    with console.capture() as captured:
        console.print(block)
    assert [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", captured.get()).splitlines()] == block.texts(30)


def test_rich_prints_every_part_of_what_is_painted_in_its_own_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    from destal_cli.screen.look import make_console

    monkeypatch.setenv("COLORTERM", "truecolor")
    file, painted = Terminal(), Terminal()
    block = Hung(Words("◐4", "partial"), Words("a sentence that is asked", "answer"), 5)
    make_console(file, 40).print(block)
    Canvas(painted).print(block, 40)
    marked = "\x1b[1;38;2;245;180;0m◐4\x1b[0m"
    assert marked in file.getvalue()
    assert marked in painted.getvalue()
