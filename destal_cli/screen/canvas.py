"""Where `paint` is printed: how wide the terminal is, which colours it has, and what it is sent for a style."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cached_property
from typing import TextIO

from destal_cli.core.themes import AUTO
from destal_cli.screen.paint import Block, Line, Words
from destal_cli.screen.palette import FEW, MANY, MONO, NONE, TRUE, WIDEST, sent, styles, theme_on

_ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "reverse": "7"}


class Canvas:
    """A stream that blocks are printed on, in ASCII where it has no Unicode; `theme` says which one the learner set."""

    def __init__(self, stream: TextIO, theme: Callable[[], str] = lambda: AUTO) -> None:
        self._stream, self._wished = stream, theme
        self._known: dict[str, str] = {}
        self.is_terminal = stream.isatty()
        dumb = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
        self.is_dumb = self.is_terminal and dumb
        self.colours = _colours() if (self.is_terminal or _forced()) and not dumb else NONE
        if sys.platform == "win32" and self.colours != NONE:
            os.system("")  # after any command a console there understands what it is sent

    @property
    def moves(self) -> bool:
        """Whether it is a terminal whose cursor can be moved about."""
        return self.is_terminal and not self.is_dumb

    @cached_property
    def styles(self) -> dict[str, str]:
        """What each style of the palette is here; settings are only read where there is something to colour."""
        theme = AUTO if self.colours == NONE else self._wished()
        return styles(theme_on(theme, os.environ.get("COLORFGBG", "")), self.colours)

    @property
    def _size(self) -> tuple[int, int]:
        """Columns and rows as they are now; of what is no terminal, those of the terminal it is started from."""
        if self.is_dumb:
            return 80, 25
        for number in (0, 1, 2):
            try:
                size = os.get_terminal_size(number)
            except (AttributeError, ValueError, OSError):
                continue
            return size.columns or 80, size.lines or 25
        return 80, 25

    @property
    def width(self) -> int:
        """Columns; `COLUMNS` overrules the terminal."""
        said = os.environ.get("COLUMNS", "")
        return int(said) if said.isdecimal() and int(said) else self._size[0]

    @property
    def height(self) -> int:
        """Rows; `LINES` overrules the terminal."""
        said = os.environ.get("LINES", "")
        return int(said) if said.isdecimal() and int(said) else self._size[1]

    @property
    def text_width(self) -> int:
        """How wide a text may run: the terminal, but no wider than one reads with ease."""
        return min(self.width, WIDEST)

    def print(self, block: Block | None = None, width: int = 0) -> None:
        """Print a block, or a blank line, as wide as is said or as the terminal is."""
        self.write(self.text(block or Words(), width))

    def write(self, text: str) -> None:
        """Write what `text` gave, and see that it is there."""
        self._stream.write(sent(text, self._stream))
        self._stream.flush()

    def text(self, block: Block, width: int = 0) -> str:
        """What is written for a block."""
        return "".join(self._line(line) for line in block.lines(width or self.width))

    def _line(self, line: Line) -> str:
        return "".join(self._painted(text, style) for text, style in line) + "\n"

    def _painted(self, text: str, style: str) -> str:
        codes = self._codes(style) if style and self.colours != NONE else ""
        return f"\x1b[{codes}m{text}\x1b[0m" if codes else text

    def _codes(self, style: str) -> str:
        """The numbers between ESC [ and m for styles of the palette; none where nothing is sent."""
        if style not in self._known:
            self._known[style] = codes(" ".join(self.styles[name] for name in style.split()))
        return self._known[style]


def _forced() -> bool:
    """Whether colours are wanted where no terminal is, as force-color.org and bixense.com/clicolors have it."""
    return bool(os.environ.get("FORCE_COLOR")) or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0")


def _colours() -> str:
    """What the terminal has, by what the environment says of it."""
    if os.environ.get("NO_COLOR"):
        return MONO
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return TRUE
    name = os.environ.get("TERM", "").strip().lower().rpartition("-")[2]
    if name in ("256color", "kitty"):
        return MANY
    return TRUE if sys.platform == "win32" else FEW


def codes(style: str) -> str:
    """What is sent for a style: `1;38;5;36` for `bold color(36)`."""
    found, ground = [], 0
    for word in style.split():
        if word == "on":
            ground = 10
            continue
        found.append(_ATTRIBUTES.get(word) or _colour(word, ground))
        ground = 0
    return ";".join(found)


def _colour(word: str, ground: int) -> str:
    """The numbers of a colour, of letters or, ten higher, of their ground."""
    if word.startswith("#"):
        return f"{38 + ground};2;" + ";".join(str(int(word[at : at + 2], 16)) for at in (1, 3, 5))
    number = int(word.removeprefix("color(").removesuffix(")"))
    return f"{38 + ground};5;{number}" if number > 15 else str((30 if number < 8 else 82) + number + ground)
