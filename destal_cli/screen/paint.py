"""The painter of the study screens and lists: styled words, wrapped, inset, boxed and stacked. `canvas` prints them.

Rich takes as long to import as all that a question needs. It has the tables and the long pages, and can print blocks.
"""

from __future__ import annotations

import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from destal_cli.core.text import clean
from destal_cli.screen.palette import legible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

Span = tuple[str, str]  # a text and the names of its styles, with blanks between them; there may be none
Line = list[Span]
_WORD = re.compile(r"\s*\S+\s*")
# All else takes one column.
_MAY_DIFFER = re.compile(r"[^\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027]")
_WIDER = ("W", "F")  # what takes two columns
_NOTHING = ("Mn", "Me", "Cf")  # what takes none


def cells(text: str) -> int:
    """How many columns a text takes."""
    return sum(map(_cells, text)) if _MAY_DIFFER.search(text) else len(text)


def _cells(char: str) -> int:
    if char.isascii() or east_asian_width(char) not in _WIDER:
        return 0 if not char.isascii() and category(char) in _NOTHING else 1
    return 2


class Block(ABC):
    """What can be painted: lines of spans for a width. Rich prints it by the last method."""

    @abstractmethod
    def lines(self, width: int) -> Iterable[Line]:
        """The lines, none wider than the width."""

    def texts(self, width: int) -> list[str]:
        """The lines as texts without styles."""
        return ["".join(text for text, _ in line).rstrip() for line in self.lines(width)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import Segment
        from rich.style import Style

        for line in self.lines(options.max_width):
            for text, style in line:
                yield Segment(text, Style.combine([Style(), *map(console.get_style, style.split())]))
            yield Segment.line()


class Words(Block):
    """A text in one or more styles, which wraps; what comes in from a deck or person is made clean and legible."""

    def __init__(self, text: str = "", style: str = "") -> None:
        self.spans: Line = [(legible(clean(text), sys.stdout), style)] if text else []

    def add(self, text: str | Words, style: str = "") -> Words:
        """These words with more behind them."""
        more = Words()
        more.spans = [*self.spans, *(text.spans if isinstance(text, Words) else Words(text, style).spans)]
        return more

    def quieter(self) -> Words:
        """The same, dimmed."""
        more = Words()
        more.spans = [(text, f"{style} quiet".strip()) for text, style in self.spans]
        return more

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(text for text, _ in self.spans)

    @property
    def width(self) -> int:
        """The columns it takes on one line."""
        return cells(self.plain)

    def lines(self, width: int) -> Iterator[Line]:
        """The words in lines; one that is longer than a line is cut, and blanks at the end of a line are left out."""
        for paragraph in _paragraphs(self.spans):
            plain = "".join(text for text, _ in paragraph)
            starts = _starts(plain, width)
            for start, end in zip(starts, [*starts[1:], len(plain)], strict=True):
                yield _part(paragraph, start, start + len(plain[start:end].rstrip()))


def _paragraphs(spans: Line) -> Iterator[Line]:
    """What stands between newlines."""
    paragraph: Line = []
    for text, style in spans:
        first, *more = text.expandtabs().split("\n")
        paragraph.append((first, style))
        for part in more:
            yield paragraph
            paragraph = [(part, style)]
    yield paragraph


def _starts(text: str, width: int) -> list[int]:
    """Where the lines of a paragraph start."""
    measure = cells if _MAY_DIFFER.search(text) else len
    if measure(text) <= width:
        return [0]
    starts, used = [0], 0
    for word in _WORD.finditer(text):
        whole, shown = measure(word[0]), measure(word[0].rstrip())
        if used and used + shown > width:
            starts.append(word.start())
            used = 0
        if shown > width:
            cuts = list(_cuts(word[0].rstrip(), width))
            starts += [word.start() + cut for cut in cuts]
            whole = cells(word[0][cuts[-1] :])
        used += whole
    return starts


def _cuts(word: str, width: int) -> Iterator[int]:
    """Where a word is cut that is longer than a line."""
    used = 0
    for place, char in enumerate(word):
        if used + (wide := _cells(char)) > width and place:
            yield place
            used = 0
        used += wide


def _part(spans: Line, start: int, end: int) -> Line:
    """The spans from one character to another."""
    found, at = [], 0
    for text, style in spans:
        if part := text[max(0, start - at) : max(0, end - at)]:
            found.append((part, style))
        at += len(text)
    return found


class Stack(Block):
    """Blocks below each other."""

    def __init__(self, *blocks: Block) -> None:
        self.blocks = blocks

    def lines(self, width: int) -> Iterator[Line]:
        """Those of each."""
        for block in self.blocks:
            yield from block.lines(width)


class Inset(Block):
    """A block clear of the edges: so many columns from the left and the right, lines above and below."""

    def __init__(self, block: Block, left: int, right: int = 0, above: int = 0, below: int = 0) -> None:
        self.block, self.left, self.right, self.above, self.below = block, left, right, above, below

    def lines(self, width: int) -> Iterator[Line]:
        """The block's lines in what is left of the width."""
        yield from ([] for _ in range(self.above))
        for line in self.block.lines(max(1, width - self.left - self.right)):
            yield [(" " * self.left, ""), *line] if line else line
        yield from ([] for _ in range(self.below))


class Hung(Block):
    """A label at the left, flush right with two blanks, before a body that stays clear of it."""

    def __init__(self, label: Words, body: Block, indent: int) -> None:
        self.label, self.body, self.indent = label, body, indent

    def lines(self, width: int) -> Iterator[Line]:
        """Each line of the body behind the indent, the label before the first."""
        label, indent = self.label, self.indent
        left = max(0, indent - 2 - label.width)
        first: Line = [(" " * left, ""), *label.spans, (" " * (indent - left - label.width), "")]
        for number, line in enumerate(self.body.lines(max(10, width - indent))):
            yield [*(first if number == 0 else [(" " * indent, "")]), *line]


class Row(Block):
    """Words in columns beside each other; each has a width, and stands at its left or, by `>`, at its right side."""

    def __init__(self, *columns: tuple[Block, int, str], gap: int = 2) -> None:
        self.columns, self.gap = columns, gap

    def lines(self, width: int) -> Iterator[Line]:
        """Each cell wraps in its column, the last in what is left of the width."""
        *others, (last, size, side) = self.columns
        left = width - sum(own + self.gap for _, own, _ in others)
        sized = [*others, (last, max(1, min(size, left) if size else left), side)]
        cells_of = [list(block.lines(own)) for block, own, _ in sized]
        for number in range(max(map(len, cells_of))):
            line: Line = []
            for (_, own, side), lines in zip(sized, cells_of, strict=True):
                cell = lines[number] if number < len(lines) else []
                room = (" " * (own - sum(cells(text) for text, _ in cell)), "")
                line += [room, *cell] if side == ">" else [*cell, room]
                line.append((" " * self.gap, ""))
            yield _stripped(line)


def _stripped(line: Line) -> Line:
    """A line without the blanks at its end."""
    while line and not line[-1][0].strip():
        line = line[:-1]
    return line


class Boxed(Block):
    """A block in a box, with words in its upper edge at the left and in its lower edge at the right."""

    def __init__(self, block: Block, title: Words, foot: Words | None = None) -> None:
        self.block, self.title, self.foot = block, title, foot or Words()

    def lines(self, width: int) -> Iterator[Line]:
        """The edges, a blank line within each, and the block two columns clear of them."""
        inner = max(1, width - 6)
        yield _edge("╭", self.title, "╮", width, right=False)
        for line in [[], *self.block.lines(inner), []]:
            room = inner - sum(cells(text) for text, _ in line)
            yield [("│", "edge"), ("  ", ""), *line, (" " * room + "  ", ""), ("│", "edge")]
        yield _edge("╰", self.foot, "╯", width, right=True)


def _edge(first: str, words: Words, last: str, width: int, *, right: bool) -> Line:
    """An edge with words in it, as many as there is room for."""
    said = next(iter(words.lines(max(1, width - 6))), [])
    middle: Line = [(" ", ""), *said, (" ", "")] if said else []
    rest = "─" * max(0, width - 3 - sum(cells(text) for text, _ in middle))
    return [(first + (rest if right else "─"), "edge"), *middle, (("─" if right else rest) + last, "edge")]


class Rule(Block):
    """A line across."""

    def lines(self, width: int) -> Iterator[Line]:
        """One."""
        yield [("─" * width, "edge")]
