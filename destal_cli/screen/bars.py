"""Figures with their bars, in rows: what the pages of scores are made of. No bar stands without its number.

Where there is no room beside each other, the same things stand below each other.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from destal_cli.core.text import one_line
from destal_cli.core.values import dataclass
from destal_cli.screen.aloud import Drawn, said
from destal_cli.screen.figures import GAP, INDENT, ROOMY, recall_figure, widest, widths
from destal_cli.screen.look import styled

NAME = 20  # columns of a name that wraps, where there is room
SHORTEST = 4  # columns of a bar that a name leaves
FULL, REST = "━", "╌"


def page(parts: Iterable[RenderableType | None]) -> RenderableType:
    """Parts below each other with a blank line before each, inside the margins."""
    return Group(*(Padding(part, (1, 0, 0, INDENT), expand=False) for part in parts if part is not None), Text())


def lines(*texts: Text) -> Text:
    """Texts below each other, as one."""
    return Text("\n").join(texts)


def next_command(command: str) -> Text:
    """`next: destal quiz`."""
    return Text.assemble(("next: ", "quiet"), styled(one_line(command), "answer"))


def heading(title: str, caption: str, wide: int) -> Text:
    """A title with a quiet caption at the right edge, or below it where there is no room."""
    return ends(Text(title, "heading"), Text(caption, "quiet"), wide)


def ends(left: Text, right: Text, wide: int) -> Text:
    """A text at the left edge and one at the right, or below each other."""
    room = wide - left.cell_len - right.cell_len
    return Text(" " * room if room >= GAP else "\n").join([left, right])


def beside(left: RenderableType, right: RenderableType, left_wide: int, right_wide: int, wide: int) -> RenderableType:
    """Two things beside each other, each in its columns, the second at the right edge."""
    table = Table.grid(padding=(0, wide - left_wide - right_wide, 0, 0))
    table.add_column(width=left_wide)
    table.add_column(width=right_wide)
    table.add_row(left, right)
    return table


def grid(sides: str, sizes: Sequence[int]) -> Table:
    """A table without lines: `<` or `>` and a width for each column; what is too long goes on below."""
    table = Table.grid(padding=(0, GAP, 0, 0))
    for side, size in zip(sides, sizes, strict=True):
        table.add_column(justify="right" if side == ">" else "left", width=size, overflow="fold")
    return table


def bar(length: float, track: int = 0, style: str = "accent") -> Text:
    """A bar, on a track if one is wanted; whatever there is shows, and only what is whole fills the track."""
    full = max(math.floor(length + 1e-9), 1 if length > 0 else 0)
    return Text.assemble((FULL * full, style), (REST * (track - full), "quiet"))


@dataclass(frozen=True, slots=True)
class Count:
    """A row of a name, a count with its bar, what stands beside the bar, and further figures.

    `figure` is how the count is written, when not as a number.
    """

    name: str
    count: int
    beside: str = ""
    tail: tuple[str, ...] = ()
    figure: str = ""

    @property
    def shown(self) -> str:
        """The count as it is written."""
        return self.figure or f"{self.count:,}"


def counted(rows: Sequence[Count], wide: int) -> Drawn:
    """Counts with bars to one scale: the longest that leaves room for what stands beside each bar."""
    tails = widths(row.tail for row in rows)
    sizes = [widest(row.name for row in rows), widest(row.shown for row in rows)]
    room = wide - sum(sizes) - sum(tails) - GAP * (2 + len(tails))
    room = max(room, widest(row.beside for row in rows), 1)
    scale = min((max(0, room - len(f" {row.beside}".rstrip())) / row.count for row in rows if row.count), default=0)
    table = grid("<><" + ">" * len(tails), [*sizes, room, *tails])
    for row in rows:
        line = bar(row.count * scale)
        line.append(f" {row.beside}" if line and row.beside else row.beside, "quiet")
        cells = [Text(row.name, "quiet"), Text(row.shown, "" if row.count else "quiet"), line]
        table.add_row(*cells, *(Text(text) for text in row.tail))
    return Drawn(table, tuple(_in_words(row.name, row.shown, row.beside, *row.tail) for row in rows))


def _in_words(name: str, *figures: str) -> str:
    """A row as it is said: its name, and each figure with what its sign means."""
    return f"{name.strip()}: {', '.join(said(figure) for figure in figures if figure)}"


@dataclass(frozen=True, slots=True)
class Share:
    """A row of a name, a figure, the bar of a share, and further figures."""

    name: Text
    figure: Text
    share: float
    tail: tuple[str, ...]
    style: str = "accent"


def shares(rows: Sequence[Share], wide: int) -> Drawn:
    """Shares with bars of one length; where a name leaves no room for one it wraps, or stands above its figures."""
    lines = (_in_words(said(row.name.plain), row.figure.plain, *row.tail) for row in rows)
    return Drawn(_shares(rows, wide), tuple(lines))


def _shares(rows: Sequence[Share], wide: int) -> RenderableType:
    tails = widths(row.tail for row in rows)
    figure = widest(row.figure.plain for row in rows)
    rest = wide - figure - sum(tails) - GAP * (2 + len(tails))
    longest = widest(row.name.plain for row in rows)
    name = longest if rest - longest >= SHORTEST else min(longest, max(wide * 2 // 5, min(NAME, rest - SHORTEST)))
    if (longest > 2 * name and wide < ROOMY) or rest - name < (SHORTEST if name < longest else SHORTEST // 2):
        return Group(*(_stacked(row, [figure, max(1, rest), *tails]) for row in rows))
    table = grid("<><" + ">" * len(tails), [name, figure, rest - name, *tails])
    for row in rows:
        table.add_row(row.name, *_figures(row, rest - name))
    return table


def fits(rows: Sequence[Share], wide: int) -> bool:
    """Whether shares have room for their names and a bar, each on a line."""
    cells = widths((row.name.plain, row.figure.plain, *row.tail) for row in rows)
    return sum(cells) + GAP * len(cells) + SHORTEST <= wide


def _stacked(row: Share, sizes: Sequence[int]) -> RenderableType:
    table = grid("><" + ">" * len(row.tail), sizes)
    table.add_row(*_figures(row, sizes[1]))
    return Group(row.name, Padding(table, (0, 0, 0, GAP), expand=False))


def _figures(row: Share, length: int) -> list[Text]:
    line = bar(row.share * length, length, row.style)
    return [row.figure, line, *(Text(text, "quiet") for text in row.tail)]


def recall_sign(recall: float | None) -> Text:
    """`recall_figure` as a text."""
    return Text(*recall_figure(recall))


def percent(share: float) -> str:
    """`83 %`."""
    return f"{share:.0%}".replace("%", " %")


def duration(ms: int) -> str:
    """`12 min`, `4 h 12 min`."""
    hours, minutes = divmod(math.ceil(ms / 60_000), 60)
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min"


def short_day(day: int, *, weekday: bool = True) -> str:
    """`Mon 23 Nov`, `23 Nov`."""
    date = dt.date.fromordinal(day)
    return f"{f'{date:%a} ' if weekday else ''}{date.day:>2} {date:%b}"
