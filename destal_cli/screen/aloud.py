"""Every screen as it is read aloud: for `--plain`, one thing a line, with a word where a sign stood, and nothing drawn.

`spoken` walks through what a screen is made of, blocks or what Rich draws, so that both say the same. What is drawn by
hand is `Drawn`, and brings the lines that are said in its place. `cli.out.aloud` prints the lines.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from destal_cli.core.text import one_line
from destal_cli.core.values import dataclass
from destal_cli.screen.paint import Block, Boxed, Hung, Inset, Row, Rule, Stack, Words

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement
    from rich.table import Table

# What is said for a sign, in turn: the first of them know what stands beside a sign, the last leaves out all others.
_WORDS: Sequence[tuple[str, str]] = [
    (r"● (\d\.\d\d)(?= ·|,|$)", r"\1, firm"),
    (r"◐ (\d\.\d\d)(?= ·|,|$)", r"\1, fading"),
    (r"◐ below", "fading below"),
    *((rf"\b{name[:3]} +(?=[0-9])", f"{name} ") for name in day_name),
    *((rf"(?<=[0-9]) {name[:3]}\b", f" {name}") for name in month_name[1:]),
    (r"^‡ ", "note: "),
    (r"¶ ?", "paragraph "),
    (r"↳ ", "type: "),
    (r"^= ", "answer: "),
    (r"(\d) ×", r"\1 times"),
    (r"(?<=\d) ?[–─] ?(?=\d)", " to "),
    (r"^–( |$)", r"none\1"),
    (r"\+ (?=\d)", "plus "),
    (r"(^|· )[@-] (?=suspended|put off)", r"\1"),
    (r"^none (fewer)", r"none: \1"),
    (r" ?▸(.*?)◂", r" \1"),
    (r" ?→ ?", " to "),
    (r"[─-◿☀-➿←-⇿⠀-⣿‡]", ""),
    (r"(?<=\S) · (?=\S)", ", "),
    (r"(^|\s)·(?=\s|$)", r"\1"),
]
_SAID = [(re.compile(sign), word) for sign, word in _WORDS]
_APART = re.compile(r"(?<=[^\s.!?;:,]) {2,}(?=\S)")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn, and the lines that are said in its place: none for what only explains a drawing.

    Lines to type are said `as_typed`, with their indents.
    """

    picture: Any
    lines: tuple[str, ...] = ()
    as_typed: bool = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.picture

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement

        return Measurement.get(console, options, self.picture)


def said(text: str) -> str:
    """A line as it is said: what stood apart is told apart by a colon and then by commas."""
    for sign, word in _SAID:
        text = sign.sub(word, text)
    return one_line(_APART.sub(", ", _APART.sub(": ", text.strip(), count=1)))


def spoken(*parts: Any) -> Iterator[str]:
    """The lines of blocks, texts and what Rich draws."""
    for part in parts:
        for line in _lines(part):
            if line := line.rstrip() if isinstance(line, _Typed) else said(line):
                yield line


class _Typed(str):
    """A line that is said as it is."""


def _lines(part: Any) -> Iterable[str]:
    if part is None:
        return ()
    if isinstance(part, str):
        return part.split("\n")
    if isinstance(part, Drawn):
        return map(_Typed, part.lines) if part.as_typed else part.lines
    return _of_blocks(part) if isinstance(part, Block) else _of_rich(part)


def _of_blocks(block: Block) -> Iterable[str]:
    match block:
        case Rule():
            return ()
        case Words():
            return block.plain.split("\n")
        case Stack():
            return _each(block.blocks)
        case Inset():
            return _lines(block.block)
        case Hung():
            return labelled(block.label, block.body)
        case Row():
            return _in_a_row(cell for cell, _, _ in block.columns)
        case Boxed():
            return _each((block.title, block.block, block.foot))
    raise TypeError(f"{type(block).__name__} has no lines that are said")


def _each(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        yield from _lines(part)


def labelled(label: Any, body: Any) -> Iterator[str]:
    """What a label stands beside, with the label and a colon before its first line."""
    first, *others = list(spoken(body)) or [""]
    name = " ".join(spoken(label)).rstrip(":")
    yield f"{name}: {first}" if name and first else name or first
    yield from others


def _in_a_row(cells: Iterable[Any]) -> Iterator[str]:
    """Cells beside each other: what the first names, and all that is said of it."""
    texts = [list(spoken(cell)) for cell in cells]
    full = [lines for lines in texts if lines]
    if full:
        (name, *below), *others = full
        yield f"{name.rstrip(':')}: {', '.join(lines[0] for lines in others)}" if others else name
        yield from below
        for lines in others:
            yield from lines[1:]


def _of_rich(part: Any) -> Iterable[str]:
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    match part:
        case Text():
            return part.plain.split("\n")
        case Group():
            return _each(part.renderables)
        case Padding():
            return _lines(part.renderable)
        case Table():
            return _of_table(part)
    raise TypeError(f"{type(part).__name__} has no lines that are said")


def _of_table(table: Table) -> Iterator[str]:
    """Each row in a line; what a column is called stands before what it has."""
    names = [" ".join(spoken(column.header)) for column in table.columns]
    for row in zip(*(column.cells for column in table.columns), strict=True):
        if table.show_header:
            cells = [" ".join(spoken(cell)) for cell in row]
            some = [f"{name} {cell}".strip() for name, cell in zip(names, cells, strict=True) if cell]
            yield f"{cells[0]}: {', '.join(some[1:])}"
        else:
            yield from _in_a_row(row)
