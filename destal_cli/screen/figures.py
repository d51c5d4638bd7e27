"""Margins, widths and how a recall is written: what every page of figures has, whoever draws it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from destal_cli.core.standing import FADING
from destal_cli.screen.paint import Span, cells
from destal_cli.screen.palette import WIDEST

ROOMY = 68  # columns from which things stand beside each other
ALOUD = 200  # columns of what is read aloud, where a line is as long as what it says
INDENT = 2
GAP = 2


def inner(width: int) -> int:
    """The columns inside the margins; a narrow screen has one at the left only."""
    wide = min(width, WIDEST) - 2 * INDENT
    return wide if wide >= ROOMY else wide + INDENT


def widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """The width of each column of some rows."""
    return [widest(column) for column in zip(*rows, strict=True)]


def widest(texts: Iterable[str]) -> int:
    """The columns of the widest of some texts."""
    return max(map(cells, texts), default=0)


def recall_figure(recall: float | None) -> Span:
    """`● 0.97` for what is held, `◐ 0.74` for what is fading, `○  new` for what was never seen, with its style.

    The number is cut, not rounded, so that nothing below .8 is shown as .80, and only what is certain as 1.00.
    """
    if recall is None:
        return "○  new", "quiet"
    cut = math.floor(recall * 100 + 1e-9) / 100
    return (f"◐ {cut:.2f}", "partial") if recall < FADING else (f"● {cut:.2f}", "")
