"""How a command is explained that is asked for its help: what to type, what it does, and what may be said to it."""

from __future__ import annotations

from collections.abc import Sequence

from destal_cli.core.values import dataclass
from destal_cli.screen.paint import Block, Inset, Row, Stack, Words
from destal_cli.screen.palette import WIDEST

_INDENT, _GAP = 2, 2
_LEAST = 24  # columns that what is said must have beside its word; with fewer it stands below
_WIDEST_LABEL = 26
Rows = Sequence[tuple[str, str]]  # a word or option, and what it means


@dataclass(frozen=True, slots=True)
class Usage:
    """A command's help: what to type, paragraphs on what it does, rows under their headings, and what to type next."""

    typed: str
    said: Sequence[str]
    parts: Sequence[tuple[str, Rows]]
    end: str = ""


def usage_view(usage: Usage, width: int) -> Block:
    """The page; what a row says stands beside its word, or below it where there is little room."""
    wide = min(width, WIDEST) - _INDENT
    blocks: list[Block] = [Row((Words("Usage:", "heading"), 6, "<"), (Words(usage.typed, "answer"), 0, "<"), gap=1)]
    blocks += [Inset(Words(said), _INDENT, above=1) for said in usage.said]
    for heading, rows in usage.parts:
        blocks.append(Inset(Words(f"{heading}:", "heading"), 0, above=1))
        blocks += [Inset(row, _INDENT) for row in _rows(rows, wide)]
    if usage.end:
        blocks.append(Inset(Words("Start with: ", "quiet").add(usage.end, "answer"), _INDENT, above=1))
    return Inset(Stack(*blocks), 0, max(0, width - WIDEST))


def _rows(rows: Rows, wide: int) -> list[Block]:
    labels = [Words(label, "key") for label, _ in rows]
    column = min(max((label.width for label in labels), default=0), _WIDEST_LABEL)
    if wide - column - _GAP < _LEAST:
        return [Stack(label, Inset(Words(said), 2 * _GAP)) for label, (_, said) in zip(labels, rows, strict=True)]
    return [_row(label, said, column) for label, (_, said) in zip(labels, rows, strict=True)]


def _row(label: Words, said: str, column: int) -> Block:
    if label.width > column:
        return Stack(label, Inset(Words(said), column + _GAP))
    return Row((label, column, "<"), (Words(said), 0, "<"), gap=_GAP)
