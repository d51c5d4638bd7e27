"""Where `paint` is printed: how wide the terminal is, which colours it has, and what it is sent for a style."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache, cached_property
from typing import TextIO

from destal_cli.screen.paint import Block, Line, Words
from destal_cli.screen.palette import (
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    SKY,
    STYLES,
    VERMILION,
    WIDEST,
    in_ascii,
    speaks_unicode,
)

TRUE, MANY, FEW, NONE, MONO = "16 million", "256", "16", "none", "no colour, but bold and dim"
_MANY = {BLUE: 25, ORANGE: 178, VERMILION: 166, GREEN: 36, PURPLE: 175, SKY: 74}
_FEW = {BLUE: 36, ORANGE: 33, VERMILION: 33, GREEN: 36, PURPLE: 37, SKY: 96}
_ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3"}


class Canvas:
    """A stream that blocks are printed on, in ASCII where it has no Unicode."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._unicode = stream, speaks_unicode(stream)
        self.is_terminal = bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
        self.is_dumb = self.is_terminal and os.environ.get("TERM", "").lower() in ("dumb", "unknown")
        self.colours = _colours() if self.is_terminal and not self.is_dumb else NONE
        if sys.platform == "win32" and self.colours != NONE:
            os.system("")  # after any command a console there understands what it is sent

    @cached_property
    def _size(self) -> tuple[int, int]:
        """Columns and rows; of what is no terminal, those of the terminal it is started from."""
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
        self._stream.write(text if self._unicode else in_ascii(text).encode("ascii", "replace").decode("ascii"))
        self._stream.flush()

    def text(self, block: Block, width: int = 0) -> str:
        """What is written for a block."""
        return "".join(self._line(line) for line in block.lines(width or self.width))

    def _line(self, line: Line) -> str:
        return "".join(_painted(line, self.colours)) + "\n"


def _painted(line: Line, colours: str) -> Iterable[str]:
    for text, style in line:
        codes = _codes(style, colours) if style else ""
        yield f"\x1b[{codes}m{text}\x1b[0m" if codes else text


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


@cache
def _codes(style: str, colours: str) -> str:
    """The numbers between ESC [ and m for styles of the palette; none where nothing is sent."""
    if colours == NONE:
        return ""
    parts = [part for name in style.split() for part in STYLES[name].split()]
    return ";".join(code for part in parts if (code := _ATTRIBUTES.get(part) or _code(part, colours)))


def _code(colour: str, colours: str) -> str:
    if colours == TRUE:
        return "38;2;" + ";".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return f"38;5;{_MANY[colour]}" if colours == MANY else str(_FEW[colour]) if colours == FEW else ""
