"""The labels of a poster: the facts of one date, broken into words once and set in lines for each size and width.

Widths and heights are in sizes of the type until a `Setter` puts a label in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil
from typing import NamedTuple

from destal_cli.core.dates import human
from destal_cli.core.facts import Kind
from destal_cli.core.marks import Person
from destal_cli.core.recall import Hold, Recall, figure
from destal_cli.core.text import one_line
from destal_cli.core.timeline import Event, Timeline
from destal_cli.screen.lettering import fitting, known, lines, text_width
from destal_cli.screen.look import PERSON_COLOURS
from destal_cli.screen.poster.shapes import Badge, Glyph, Label, Text

MOST_FACTS = 6  # of one date in one label
NARROWEST = 15.0  # a label


# The words of a label.

NOTE, FIGURE, DATE = 0.8, 0.78, 0.92  # the sizes of type beside that of statements
_LINE, _NOTE_LINE = 1.3, 1.04
_HEAD, _AFTER_FACT, _AFTER = 1.25, 0.28, 0.7  # from the top to the date's baseline; below a fact; below a label
_INDENT = 1.2
_BLANK = text_width(" ", 1.0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a statement, or with a person that person's mark."""

    text: str
    width: float
    style: str = "says"
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of a label: its statement with marks and figure, its note, and the sign before it."""

    key: str
    says: tuple[Word, ...]
    note: tuple[Word, ...]
    sign: str
    shade: float


@dataclass(frozen=True, slots=True)
class Block:
    """Facts of the date of `event`. `first`: the one of the date's labels that its bar goes with.

    `only` is the person whom all facts of the date are about.
    """

    event: Event
    heading: tuple[Word, ...]
    entries: tuple[Entry, ...]
    first: bool
    only: Person | None


def blocks_of(timeline: Timeline, held: Mapping[str, Recall] | None) -> Iterator[Block]:
    """The labels of a timeline in order of time; a date with many facts has several."""
    for when, group in groupby(timeline.events(), key=lambda event: event.when):
        events = list(group)
        date = human(when)
        heading = tuple(_words(date[:1].upper() + date[1:], "date", DATE, bold=True))
        people = {event.people for event in events}
        only = events[0].people[0] if len(people) == 1 and len(events[0].people) == 1 else None
        for number, part in enumerate(_parts(events)):
            entries = tuple(_entry(event, None if held is None else held.get(event.key, Recall())) for event in part)
            yield Block(part[0], heading, entries, number == 0, only)


def _parts(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """The events in parts of about the same size, none greater than a label takes."""
    count = ceil(len(events) / MOST_FACTS)
    cuts = [number * len(events) // count for number in range(count + 1)]
    return (events[start:end] for start, end in pairwise(cuts))


def _entry(event: Event, recall: Recall | None) -> Entry:
    fading = recall is not None and recall.hold is Hold.FADING
    says = [*_words(event.fact.statement, "faded" if fading else "says", 1.0)]
    says += [Word(person.mark, badge_width(person.mark), person=person) for person in event.people]
    if recall is not None and recall.share is not None:
        says += _words(figure(recall.share), "figure", FIGURE)
    note = _words(f"‡ {event.fact.note}", "note", NOTE) if event.fact.note else ()
    return Entry(event.key, tuple(says), tuple(note), _sign(event, recall), _shade(recall))


def _sign(event: Event, recall: Recall | None) -> str:
    if recall is not None:
        return recall.hold.name.lower()
    return {Kind.EVENT: "event", Kind.ROLE: "role"}.get(event.fact.kind, "other")


def _shade(recall: Recall | None) -> float:
    """How strong a sign is: full for what is certain, half for what is as good as lost."""
    return 1.0 if recall is None or recall.share is None else 0.5 + recall.share**2 / 2


def _words(text: str, style: str, size: float, *, bold: bool = False) -> Iterator[Word]:
    for word in one_line(text).split():
        for piece in fitting(word, size, NARROWEST - _INDENT, bold=bold):
            yield Word(piece, text_width(piece, size, bold=bold), style)


def badge_width(mark: str) -> float:
    """How wide a person's mark is."""
    return text_width(mark, 0.66, bold=True) + 0.5


def badge_at(person: Person, x: float, y: float, size: float) -> Badge:
    """The mark of a person on a line of text whose baseline is `y`."""
    colours = len(PERSON_COLOURS)
    ring = person.rank // colours % 2 == 1
    width = badge_width(person.mark) * size
    return Badge(x, y - 0.8 * size, width, size, person.mark, person.name, person.rank % colours, ring)


# Labels in their place.


class Bulk(NamedTuple):
    """How much labels hold: the width of all that their facts say in one line, the facts, and the labels."""

    said: float
    facts: int
    labels: int

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Bulk:
        """The bulk of labels."""
        entries = [entry for block in blocks for entry in block.entries]
        return cls(sum(word.width for entry in entries for word in entry.says), len(entries), len(blocks))

    def least_height(self, width: float) -> float:
        """What they take at the least when they are so wide, in sizes of the type: a bound that costs little."""
        lines = max(self.said / width, self.facts)
        return lines * _LINE + self.facts * _AFTER_FACT + self.labels * (_AFTER + _HEAD)


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets labels in a size of type and a width."""

    size: float
    width: float

    def height(self, block: Block) -> float:
        """The height of a label with the blank below it."""
        heads = sum(1 for _ in self._lines(block.heading, 0.0))
        facts = sum(map(self._entry_height, block.entries))
        return (_HEAD + (heads - 1) * _LINE * DATE + facts + _AFTER) * self.size

    def _entry_height(self, entry: Entry) -> float:
        said = sum(1 for _ in self._lines(entry.says))
        noted = sum(1 for _ in self._lines(entry.note))
        return said * _LINE + noted * _NOTE_LINE + _AFTER_FACT

    def _lines(self, words: Iterable[Word], indent: float = _INDENT) -> Iterator[list[Word]]:
        return lines(words, self.width / self.size - indent, _BLANK)

    def label(self, block: Block, x: float, y: float, leader: Sequence[tuple[float, float]], *, left: bool) -> Label:
        """The label with its upper left corner at (x, y); at the left of a scale its date stands at its right edge."""
        pen = _Pen(self.size, y + _HEAD * self.size)
        for number, line in enumerate(self._lines(block.heading, 0.0)):
            pen.down(_LINE * DATE if number else 0.0)
            pen.text(x + self.width if left else x, line)
        for entry in block.entries:
            pen.glyph(x, _LINE, entry)
            for line in self._lines(entry.says):
                pen.down(_LINE)
                pen.line(x + _INDENT * self.size, line)
            for line in self._lines(entry.note):
                pen.down(_NOTE_LINE)
                pen.line(x + _INDENT * self.size, line)
            pen.down(_AFTER_FACT)
        height = self.height(block) - _AFTER * self.size
        keys = tuple(entry.key for entry in block.entries)
        return Label(
            x, y, self.width, height, tuple(leader), tuple(pen.texts), tuple(pen.badges), tuple(pen.glyphs), keys
        )


class _Pen:
    """Sets texts, marks and signs while it goes down; `y` is the last baseline."""

    def __init__(self, size: float, y: float) -> None:
        self.size, self.y = size, y
        self.texts: list[Text] = []
        self.badges: list[Badge] = []
        self.glyphs: list[Glyph] = []

    def down(self, sizes: float) -> None:
        self.y += sizes * self.size

    def glyph(self, x: float, below: float, entry: Entry) -> None:
        """The sign of a fact whose first line is that much below."""
        y = self.y + (below - 0.34) * self.size
        self.glyphs.append(Glyph(x + 0.42 * self.size, y, 0.36 * self.size, entry.sign, entry.shade))

    def text(self, x: float, words: Sequence[Word]) -> None:
        """Words of one style as one text."""
        text, style = " ".join(word.text for word in words), words[0].style
        length = sum(word.width + _BLANK for word in words) - _BLANK if known(text) and style != "date" else 0.0
        self.texts.append(Text(x, self.y, text, style, length * self.size))

    def line(self, x: float, line: Sequence[Word]) -> None:
        """The words of a line, its marks and its figure."""
        for (_, person), group in groupby(line, key=lambda word: (word.style, word.person)):
            words = list(group)
            if person is None:
                self.text(x, words)
            else:
                self.badges.append(badge_at(person, x, self.y, self.size))
            x += sum(word.width + _BLANK for word in words) * self.size
