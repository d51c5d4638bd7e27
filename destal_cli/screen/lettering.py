"""How wide printed words are, and lines broken to a width. Posters are set with it; no font is at hand.

The widths are those of Helvetica, which most systems have under that name or another; `known` says whether they are
right for a text, so that a viewer with another font can be told how long its line is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

BOLD = 1.08
# Thousandths of the size of the type, and the characters that are as wide.
_WIDTHS = {
    222: "'ijl|",
    278: " !,./:;I[\\]ft",
    333: "-()`r{}“”",
    365: '*"^г',
    458: "зкт",
    500: "Jcksvxyzсух",
    556: "#$?0123456789_Labdeghnopqu–‡авеийнопрчьэя",
    590: "+<=>~бдлц",
    611: "FTZ",
    667: "&ABEKPSVXYжъ",
    722: "CDHNRUwмы",
    778: "GOQю",
    833: "Mmфшщ",
    944: "%W",
    1015: "@—…",
}
_WIDTH = {char: width for width, chars in _WIDTHS.items() for char in chars}


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    """The width of a character in thousandths of the size; one that the table does not have is not underrated."""
    known = _WIDTH.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) in ("So", "Cn", "Co"):
        return 1050
    plain = unicodedata.normalize("NFD", char)[0]
    if plain != char and plain in _WIDTH:
        return _WIDTH[plain]
    return 850 if char.isupper() or not char.isalpha() else 680


@lru_cache(maxsize=10_000)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most, set in a size."""
    return sum(map(_width, text)) * size / 1000 * (BOLD if bold else 1)


def known(text: str) -> bool:
    """Whether the width of every character is known, and not only guessed to be enough."""
    return all(char in _WIDTH for char in text)


class Sized(Protocol):
    """What takes a width in a line."""

    @property
    def width(self) -> float: ...


_T = TypeVar("_T", bound=Sized)


def lines(items: Iterable[_T], width: float, blank: float) -> Iterator[list[_T]]:
    """Items one after the other, `blank` apart, in lines no wider than a width; an item wider than that has its own."""
    line: list[_T] = []
    used = 0.0
    for item in items:
        if line and used + blank + item.width > width:
            yield line
            line, used = [], 0.0
        used += item.width + (blank if line else 0.0)
        line.append(item)
    if line:
        yield line


def fitting(word: str, size: float, width: float, *, bold: bool = False) -> Sequence[str]:
    """A word in pieces no wider than a width, so that a word without end stays on its line."""
    pieces, piece = [], ""
    for char in word:
        if piece and text_width(piece + char, size, bold=bold) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]
