"""The look of everything: consoles, colours and signs. Every colour goes with a sign or a word.

The palette is Okabe and Ito's, which colour-blind people tell apart.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text
from rich.theme import Theme

from destal_cli.core.text import clean
from destal_cli.core.values import dataclass

WIDEST = 96
BLUE, ORANGE, VERMILION, GREEN, PURPLE, SKY = "#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7", "#56b4e9"

THEME = Theme(
    {
        "right": f"bold {GREEN}",
        "partial": f"bold {ORANGE}",
        "wrong": f"bold {VERMILION}",
        "accent": SKY,
        "quiet": "dim",
        "heading": "bold",
        "answer": f"bold {SKY}",
        "key": "bold",
        "edge": "dim",
        "note": f"italic {ORANGE}",
        "core": "bold",
    }
)
PERSON_COLOURS = (SKY, ORANGE, GREEN, PURPLE, VERMILION, BLUE)
FLAG, LEECH = "⚑", "↺"
SIGNS = {"right": "✓", "partial": "◐", "wrong": "✗", "ask": "?"}
_ASCII = str.maketrans(
    {
        "▒": ":", "▓": "%", "═": "#", "╸": "-", "×": "x",
        "✓": "+", "◐": "~", "✗": "x", "●": "*", "○": "o", "▸": ">", "◂": "<", "·": "-", "–": "-", "—": "-", "‡": "#",
        "│": "|", "┊": ":", "┬": "+", "┴": "+", "┼": "+", "├": "+", "┤": "+", "┐": "+", "┘": "+", "─": "-", "█": "#",
        "▏": "|", "░": ".", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "¶": "par.", "›": ">", "━": "=",
        "╌": "-", "◆": "=", "◇": "-", "▲": "^", "↳": ">", "┈": ".", "↑": "^", "↓": "v", "⚑": "!",
        "↺": "%",
    }
)  # fmt: skip


class _Console(Console):
    """A console that leaves a closed pipe to whoever handles errors, instead of ending the program with code 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def make_console(file: TextIO | None = None, width: int | None = None) -> Console:
    """A console on stdout, or another file, that never reads markup, emoji codes or links into text."""
    return _Console(file=file or sys.stdout, theme=THEME, width=width, markup=False, emoji=False, highlight=False)


def text_width(console: Console) -> int:
    """How wide a text may run: the terminal, but no wider than one reads with ease."""
    return min(console.width, WIDEST)


@dataclass(frozen=True, slots=True)
class Beside:
    """A label at the left of a body that stays clear of it, as a table's row would, at a fraction of a table's cost."""

    label: Text
    body: RenderableType
    indent: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Each line of the body behind the indent; the label, flush right with two blanks, before the first."""
        lines = console.render_lines(
            self.body, options.update(width=max(10, options.max_width - self.indent)), pad=False
        )
        label = self.label.copy()
        label.pad_left(max(0, self.indent - 2 - label.cell_len))
        label.pad_right(max(0, self.indent - label.cell_len))
        for number, line in enumerate(lines):
            yield from label.render(console) if number == 0 else [Segment(" " * self.indent)]
            yield from line
            yield Segment.line()


@dataclass(frozen=True, slots=True)
class Line:
    """A text that is a line as it is, and is not broken again."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self.text.render(console, end="\n")


def speaks_unicode(file: TextIO) -> bool:
    """Whether the file's encoding has the signs that screens are drawn with."""
    try:
        "✓●│▸".encode(getattr(file, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def in_ascii(text: str) -> str:
    """The text with every sign of a screen as its nearest in ASCII."""
    return text.translate(_ASCII)


def styled(text: str, style: str = "") -> Text:
    """A Text of what a deck or a person wrote: cleaned, and never read as markup."""
    return Text(clean(text), style=style)


def on_date(day: int) -> str:
    """`26 November 2026` for an ordinal day."""
    date = dt.date.fromordinal(day)
    return f"{date.day} {date:%B %Y}"
