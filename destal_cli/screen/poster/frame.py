"""What stands around the columns of a poster: its title, and the legend below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from destal_cli.core.dates import Precision
from destal_cli.core.marks import Person
from destal_cli.core.text import one_line
from destal_cli.core.values import dataclass, replace
from destal_cli.screen.lettering import fitting, lines, text_width
from destal_cli.screen.poster.labels import Block, Word, badge_at, badge_width
from destal_cli.screen.poster.shapes import HEIGHT, MARGIN, WIDTH, Badge, Bar, Column, Glyph, Poster, Text

TITLE, SMALLEST_TITLE, BELOW = 42.0, 24.0, 17.0
LEGEND = 15.0
TITLE_LINES = 2.4  # that a title may take below its smallest size; a longer one is set smaller still


@dataclass(frozen=True, slots=True)
class Words:
    """What is said around the columns: the title, what stands below it, and the last line of the legend."""

    title: str
    below: str
    last: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Title and legend, and between which heights they leave room for the columns."""

    size: float
    title_size: float
    titles: tuple[Text, ...]
    key: _Key
    top: float
    bottom: float

    @classmethod
    def around(
        cls, blocks: Sequence[Block], people: Sequence[Person], words: Words, size: float, columns: int
    ) -> Frame:
        """The frame of a poster with so many columns in a size of type."""
        title_size = _title_size(words.title)
        titles = list(_titles(words, title_size))
        key = _Key(min(LEGEND, size * 0.9))
        key.signs(blocks)
        key.people(people)
        key.says(words.last)
        key.says("Each column of time has a scale of its own." if columns > 1 else "")
        bottom = HEIGHT - 0.8 * MARGIN - key.height
        return cls(size, title_size, tuple(titles), key, titles[-1].y + 28.0, bottom)

    def poster(self, columns: Sequence[Column]) -> Poster:
        """The poster with these columns."""
        key = self.key
        drop = self.bottom + 1.4 * key.size
        return Poster(
            size=self.size,
            small=key.size,
            title_size=self.title_size,
            titles=self.titles,
            columns=tuple(columns),
            legend=tuple(replace(text, y=text.y + drop) for text in key.texts),
            badges=tuple(replace(badge, y=badge.y + drop) for badge in key.badges),
            glyphs=tuple(replace(glyph, y=glyph.y + drop) for glyph in key.glyphs),
            bars=tuple(replace(bar, top=bar.top + drop, bottom=bar.bottom + drop) for bar in key.bars),
        )


def _title_size(title: str) -> float:
    """The size in which a title stands on one line, or when that would be too small on a few."""
    lines_of_one = text_width(one_line(title), 1.0, bold=True) / (WIDTH - 2 * MARGIN)
    if not lines_of_one or 1 / lines_of_one >= SMALLEST_TITLE:
        return min(TITLE, 1 / lines_of_one) if lines_of_one else TITLE
    return min(SMALLEST_TITLE, TITLE_LINES / lines_of_one)


def _titles(words: Words, size: float) -> Iterator[Text]:
    """The title and what stands below it, from the top of the sheet."""
    y = MARGIN + 0.6 * size
    for line in _broken(words.title, size, bold=True):
        yield Text(MARGIN, y, line, "title")
        y += 1.1 * size
    y += 1.4 * BELOW - 0.75 * size
    for line in _broken(words.below, BELOW):
        yield Text(MARGIN, y, line, "below")
        y += 1.3 * BELOW


def _broken(text: str, size: float, *, bold: bool = False) -> Iterator[str]:
    """A text in lines as wide as the sheet."""
    width = WIDTH - 2 * MARGIN
    pieces = (piece for word in one_line(text).split() for piece in fitting(word, size, width, bold=bold))
    words = (Word(piece, text_width(piece, size, bold=bold)) for piece in pieces)
    for line in lines(words, width, text_width(" ", size, bold=bold)):
        yield " ".join(word.text for word in line)


_SIGNS = {
    "firm": "firm", "fading": "fading", "new": "new", "unasked": "not asked",
    "event": "event", "role": "role", "other": "other fact",
}  # fmt: skip


class _Key:
    """The legend as it grows: `x` is where the next thing stands on the line whose baseline is `y`, from 0 on."""

    def __init__(self, size: float) -> None:
        self.size = size
        self.x, self.y = MARGIN, 0.0
        self.texts: list[Text] = []
        self.badges: list[Badge] = []
        self.glyphs: list[Glyph] = []
        self.bars: list[Bar] = []

    @property
    def height(self) -> float:
        """What the legend takes below the columns, with what is between."""
        last = max((text.y for text in self.texts), default=0.0)
        return last + 1.4 * self.size

    def signs(self, blocks: Sequence[Block]) -> None:
        """What the signs before facts mean, and the bars, as far as there are any."""
        used = {entry.sign for block in blocks for entry in block.entries}
        for name in (name for name in _SIGNS if name in used):
            x = self._add(_SIGNS[name], 1.3)
            self.glyphs.append(Glyph(x + 0.5 * self.size, self.y - 0.34 * self.size, 0.38 * self.size, name))
        if any(entry.note for block in blocks for entry in block.entries):
            self._add("‡ what is disputed", 0.0)
        whens = [block.event.when for block in blocks]
        if any(when.is_range for when in whens):
            self._bar("lasted", True)
        if any(not when.is_range and when.precision is not Precision.DAY for when in whens):
            self._bar("some time in it", False)
        self._next_line()

    def _bar(self, words: str, lasted: bool) -> None:
        x = self._add(words, 1.0)
        top, bottom = self.y - 0.85 * self.size, self.y + 0.15 * self.size
        self.bars.append(Bar(x, top, bottom, 0.42 * self.size, lasted, False, -1, False))

    def people(self, people: Sequence[Person]) -> None:
        """Whose the marks are."""
        for person in people:
            x = self._add(person.name, badge_width(person.mark) + 0.45)
            self.badges.append(badge_at(person, x, self.y, self.size))
        if people:
            self._next_line()

    def says(self, words: str) -> None:
        """A sentence on lines of its own."""
        for line in _broken(words, self.size):
            self.texts.append(Text(MARGIN, self.y, line, "last"))
            self._next_line()

    def _add(self, text: str, before: float) -> float:
        """Add a text with so much blank before it, in sizes of the type; returns where the blank begins."""
        width = (before + text_width(text, 1.0)) * self.size
        if self.x > MARGIN and self.x + width > WIDTH - MARGIN:
            self._next_line()
        x = self.x
        self.texts.append(Text(x + before * self.size, self.y, text, "key"))
        self.x += width + 1.3 * self.size
        return x

    def _next_line(self) -> None:
        self.x, self.y = MARGIN, self.y + 1.5 * self.size
