"""The colours, styles and signs of every screen, and their nearest in ASCII. Every colour goes with a sign or a word.

The hues are Okabe and Ito's, which colour-blind people tell apart; each theme has them as light or dark as its ground
wants. `paint` and `look` draw with the styles, by their names alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TextIO
from unicodedata import normalize

from destal_cli.core.themes import AUTO, DARK, HIGH_CONTRAST, LIGHT

WIDEST = 96
TRUE, MANY, FEW, NONE, MONO = "16 million", "256", "16", "none", "no colour, but bold and dim"
BLUE, ORANGE, VERMILION, GREEN, PURPLE, SKY = "#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7", "#56b4e9"
PERSON_COLOURS = (SKY, ORANGE, GREEN, PURPLE, VERMILION, BLUE)

EITHER = "either"  # what `auto` is on a terminal that does not say what its ground is: legible on black and on white

# A hue in 16 million colours, its number among 256, and among 16, where the terminal decides what they look like.
Hue = tuple[str, int, int | None]
_HUES: Mapping[str, Mapping[str, Hue]] = {
    DARK: {
        "green": ("#00aa7c", 36, 6), "orange": ("#f5b400", 214, 3), "vermilion": ("#d55e00", 166, 9),
        "sky": ("#56b4e9", 74, 14), "purple": ("#cc79a7", 175, 13), "blue": ("#2f8fd0", 32, 12),
    },
    LIGHT: {
        "green": ("#007a58", 29, 4), "orange": ("#a06a00", 130, None), "vermilion": ("#7f2a00", 88, 1),
        "sky": ("#00699e", 25, 4), "purple": ("#9a3f72", 89, 5), "blue": ("#005a8e", 24, 4),
    },
    EITHER: {
        "green": ("#009269", 29, 6), "orange": ("#c08a00", 136, None), "vermilion": ("#ff005f", 197, 1),
        "sky": ("#2f93c8", 67, 6), "purple": ("#b9628f", 132, 5), "blue": ("#0a7cc0", 32, 6),
    },
    HIGH_CONTRAST: {
        "green": ("#00c896", 79, None), "orange": ("#ffd700", 220, None), "vermilion": ("#8a2800", 88, None),
        "sky": ("#7cc8f5", 117, None), "black": ("#000000", 16, None), "white": ("#ffffff", 231, None),
    },
}  # fmt: skip
_IN_COLOUR = {
    "right": "bold green", "partial": "bold orange", "wrong": "bold vermilion", "accent": "sky", "quiet": "dim",
    "heading": "bold", "answer": "bold sky", "key": "bold", "edge": "dim", "note": "italic orange",
    "firm": "green", "sure": "bold green", "fading": "orange", "lost": "bold vermilion", "shade": "blue", "peak": "sky",
    **{f"person{n}": hue for n, hue in enumerate(("sky", "orange", "green", "purple", "vermilion", "blue"))},
}  # fmt: skip
# What is judged or to be seen first brings its own ground, so that its contrast is known on every terminal; all else
# has the terminal's own foreground, than which nothing there is stronger. Nothing is dim.
_IN_CONTRAST = {
    "right": "black on green", "partial": "black on orange", "wrong": "white on vermilion", "answer": "black on sky",
    "lost": "white on vermilion", "accent": "bold", "heading": "bold", "key": "bold", "note": "underline",
    "sure": "bold", **dict.fromkeys(("quiet", "edge", "firm", "fading", "shade", "peak"), ""),
    **{f"person{n}": "" for n in range(len(PERSON_COLOURS))},
}  # fmt: skip


@cache
def styles(theme: str, colours: str) -> dict[str, str]:
    """What each style is with the colours that there are: `bold #00aa7c`, `bold color(36)`, as Rich writes it."""
    words = _IN_CONTRAST if theme == HIGH_CONTRAST else _IN_COLOUR
    if theme == HIGH_CONTRAST and colours in (FEW, MONO, NONE):  # of 16 colours only the terminal's own two are sure
        words = {name: "reverse" if " on " in said else said for name, said in words.items()}
    hues = {name: _written(hue, colours) for name, hue in _HUES[theme].items()}
    found = {name: " ".join(hues.get(word, word) for word in said.split()) for name, said in words.items()}
    return {name: " ".join(said.split()) for name, said in found.items()}


def _written(hue: Hue, colours: str) -> str:
    number = {MANY: hue[1], FEW: hue[2]}.get(colours)
    return hue[0] if colours == TRUE else f"color({number})" if number is not None else ""


def theme_on(said: str, ground: str) -> str:
    """The theme of a setting; `auto` goes by COLORFGBG, where a terminal says its colours: `15;0`, `0;default;15`."""
    if said != AUTO:
        return said
    number = ground.rpartition(";")[2]
    if not number.isdecimal():
        return EITHER
    return LIGHT if int(number) in (7, *range(9, 16)) else DARK


def person_style(rank: int) -> str:
    """The style of a person's colour."""
    return f"person{rank % len(PERSON_COLOURS)}"


FLAG, LEECH = "⚑", "↺"
SIGNS = {"right": "✓", "partial": "◐", "wrong": "✗", "ask": "?"}
_ASCII = str.maketrans(
    {
        "▒": ":", "▓": "%", "═": "#", "╸": "-", "×": "x",
        "✓": "+", "◐": "~", "✗": "x", "●": "*", "○": "o", "▸": ">", "◂": "<", "·": "-", "–": "-", "—": "-", "‡": "#",
        "│": "|", "┊": ":", "┬": "+", "┴": "+", "┼": "+", "├": "+", "┤": "+", "┐": "+", "┘": "+", "─": "-", "█": "#",
        "▏": "|", "░": ".", "…": ".", "“": '"', "”": '"', "‘": "'", "’": "'", "¶": "P", "›": ">", "━": "=",
        "╌": "-", "◆": "=", "◇": "-", "▲": "^", "↳": ">", "┈": ".", "↑": "^", "↓": "v", "⚑": "!",
        "↺": "%", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    }
)  # fmt: skip


# What takes more room in ASCII: said before lines are broken, so that none gets too long by it.
_LONGER = {
    "…": "...",
    "¶": "par.",
    **dict(zip("абвгдеёзийклмнопрстуфыэіґєъь", [*"abvgdeeziyklmnoprstufyeige", "", ""], strict=True)),
    **dict(zip("łđøæœß", ["l", "d", "o", "ae", "oe", "ss"], strict=True)),
    **dict(zip("жхцчшщюяї", ["zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya", "yi"], strict=True)),
}


def speaks_unicode(file: TextIO) -> bool:
    """Whether the file's encoding has the signs that screens are drawn with."""
    return _has_signs(getattr(file, "encoding", None) or "ascii")


@cache
def _has_signs(encoding: str) -> bool:
    return _has(encoding, "✓●│▸")


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def in_ascii(text: str) -> str:
    """What was drawn, with every sign as its nearest in ASCII: one for one, so that all stays in its column."""
    return text.translate(_ASCII)


def legible(text: str, file: TextIO) -> str:
    """A text as the file's encoding has it: signs in ASCII, letters as they are, else bare, Cyrillic ones romanised."""
    if text.isascii() or speaks_unicode(file):
        return text
    encoding = getattr(file, "encoding", None) or "ascii"
    return "".join(char if char.isascii() else _nearest(char, encoding) for char in normalize("NFC", text))


def _nearest(char: str, encoding: str) -> str:
    if char not in _LONGER and (sign := char.translate(_ASCII)).isascii():
        return sign
    if char.isalpha() and _has(encoding, char):
        return char
    low = char.lower()
    if low in _LONGER:
        return _LONGER[low] if low == char else _LONGER[low].capitalize()
    return normalize("NFKD", char).encode("ascii", "ignore").decode() or "?"


def sent(text: str, file: TextIO) -> str:
    """What was drawn, as it is written to the file."""
    if speaks_unicode(file):
        return text
    encoding = getattr(file, "encoding", None) or "ascii"
    plain = in_ascii(text)
    try:
        return plain.encode(encoding, "replace").decode(encoding)
    except LookupError:
        return plain.encode("ascii", "replace").decode()
