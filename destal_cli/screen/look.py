"""The look of what Rich draws, the tables and long pages: its console with the colours of `palette`, and its texts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Literal, TextIO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text
from rich.theme import Theme

from destal_cli.core.text import clean
from destal_cli.core.themes import AUTO
from destal_cli.core.values import dataclass
from destal_cli.screen.canvas import Canvas
from destal_cli.screen.palette import FEW, MANY, MONO, NONE, TRUE, WIDEST, legible

_SYSTEMS: Mapping[str, Literal["truecolor", "256", "standard"] | None] = {
    TRUE: "truecolor",
    MANY: "256",
    FEW: "standard",
    MONO: "standard",
    NONE: None,
}


class _Console(Console):
    """A console that leaves a closed pipe to whoever handles errors, instead of ending the program with code 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def make_console(
    file: TextIO | None = None, width: int | None = None, theme: Callable[[], str] = lambda: AUTO
) -> Console:
    """A console on stdout, or another file, that never reads markup, emoji codes or links into text.

    Whether it is a terminal, which colours that has and what the styles are, is `canvas`'s to say.
    """
    stream = file or sys.stdout
    canvas = Canvas(stream, theme)
    return _Console(
        file=stream,
        theme=Theme(canvas.styles),
        width=width,
        color_system=_SYSTEMS[canvas.colours],
        force_terminal=canvas.colours != NONE,
        no_color=canvas.colours == MONO,
        markup=False,
        emoji=False,
        highlight=False,
    )


def text_width(console: Console) -> int:
    """How wide a text may run: the terminal, but no wider than one reads with ease."""
    return min(console.width, WIDEST)


@dataclass(frozen=True, slots=True)
class Line:
    """A text that is a line as it is, and is not broken again."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self.text.render(console, end="\n")


def styled(text: str, style: str = "") -> Text:
    """A Text of what a deck or a person wrote: cleaned, made legible, and never read as markup."""
    return Text(legible(clean(text), sys.stdout), style=style)
