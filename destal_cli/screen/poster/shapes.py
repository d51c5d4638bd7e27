"""What a poster is made of, each thing in its place on the sheet. The template `poster.svg` draws them."""

from __future__ import annotations

from destal_cli.core.values import dataclass

WIDTH, HEIGHT, MARGIN = 1587.0, 1123.0, 52.0


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text from `x` on, on its baseline `y`; `style` names how it is set. `length` 0 is not known."""

    x: float
    y: float
    text: str
    style: str = "says"
    length: float = 0.0


@dataclass(frozen=True, slots=True)
class Badge:
    """A person's mark, its upper left corner at (x, y). `ring`: outlined, when all colours are taken by others."""

    x: float
    y: float
    width: float
    height: float
    mark: str
    name: str
    colour: int
    ring: bool


@dataclass(frozen=True, slots=True)
class Glyph:
    """The sign before a fact, around (x, y): `name` is a hold or a kind; `shade` from 0 to 1 is how strong it is."""

    x: float
    y: float
    radius: float
    name: str
    shade: float = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """How long a date is, along the scale. `lasted`: a range, else it was some time in it; `colour` -1 is nobody's."""

    x: float
    top: float
    bottom: float
    width: float
    lasted: bool
    vague: bool
    colour: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Label:
    """What stands beside one date: its box, the line that leads to it from the scale, and what is in it."""

    x: float
    y: float
    width: float
    height: float
    leader: tuple[tuple[float, float], ...]
    texts: tuple[Text, ...]
    badges: tuple[Badge, ...]
    glyphs: tuple[Glyph, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A shaded part of the scale."""

    top: float
    bottom: float
    shaded: bool


@dataclass(frozen=True, slots=True)
class Tear:
    """Where time is left out of the scale, and how much."""

    top: float
    bottom: float
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One scale from top to bottom, `x` its left edge, with its labels at both sides."""

    x: float
    width: float
    top: float
    bottom: float
    stretches: tuple[Stretch, ...]
    tears: tuple[Tear, ...]
    ticks: tuple[Text, ...]
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """Everything on the sheet. `size` is that of the type, `small` that of the legend."""

    size: float
    small: float
    title_size: float
    titles: tuple[Text, ...]
    columns: tuple[Column, ...]
    legend: tuple[Text, ...]
    badges: tuple[Badge, ...]
    glyphs: tuple[Glyph, ...]
    bars: tuple[Bar, ...]
