"""The colours, styles and signs of every screen, and their nearest in ASCII. Every colour goes with a sign or a word.

The colours are Okabe and Ito's, which colour-blind people tell apart. `paint` and `look` draw with them.
"""

from __future__ import annotations

import datetime as dt
from typing import TextIO

WIDEST = 96
BLUE, ORANGE, VERMILION, GREEN, PURPLE, SKY = "#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7", "#56b4e9"
STYLES = {
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
        "↺": "%", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    }
)  # fmt: skip


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


def on_date(day: int) -> str:
    """`26 November 2026` for an ordinal day."""
    date = dt.date.fromordinal(day)
    return f"{date.day} {date:%B %Y}"


def iso(day: int) -> str:
    """`2026-11-26` for an ordinal day, as documents have it."""
    return dt.date.fromordinal(day).isoformat()
