"""The values that one step of the build hands to the next. Offsets are characters of the decoded document."""

from __future__ import annotations

from dataclasses import dataclass

from destal_cli.core.dates import Edtf

LONGEST_SENTENCE = 2000


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the document that is not used: "page furniture", "navigation", "tag list" or "repeated"."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `text` is its slice of the document on one line, without the marks of footnotes and Markdown.

    `heading` is its section's or ""; `paragraph` counts from 1 in the document, `place` from 1 in the paragraph.
    """

    start: int
    end: int
    text: str
    heading: str
    paragraph: int
    place: int


@dataclass(frozen=True, slots=True)
class TaggedDate:
    """A date expression; it is not `explicit` when its year comes from the narrative ("that December").

    `date` is the year or month that is named, and `narrow` the part of it that is meant: of "late 1941" the last third.
    """

    start: int
    end: int
    text: str
    date: Edtf
    narrow: Edtf
    explicit: bool


@dataclass(frozen=True, slots=True)
class Untold:
    """A date expression of which nothing tells the year ("9 June 68"); its numbers count nothing."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text, its sentences and headings [start, end) in order, and what is left out of it."""

    text: str
    sentences: tuple[Sentence, ...]
    dropped: tuple[Dropped, ...]
    headings: tuple[tuple[int, int], ...]
