"""Passages of a source: finding one, its sentence, its section, and where an answer stands in it.

Deck files are linked to their sources with `Flat.locate`; the quiz and `facts` show a passage as `context` gives it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from destal_cli.core.sentences import sentences
from destal_cli.core.text import one_line
from destal_cli.core.values import dataclass

_RUN = re.compile(r"\A\s+|\s{2,}")
_PARAGRAPH = re.compile(r"\n[ \t]*\n+")
CONTEXTS = (*range(1, 13), 16, 24, 48, 96)  # words around a passage that are tried to tell it from others
REACH = 2_000  # and how many characters they can have
MARK_START, MARK_END = "▸", "◂"


@dataclass(frozen=True, slots=True)
class Context:
    """A passage as it is shown: the sentences around it on one line, what is marked in them, and its place."""

    text: str
    start: int
    end: int
    place: str

    def marked(self, before: str = MARK_START, after: str = MARK_END) -> str:
        """The text with the marked part between two signs."""
        if self.start >= self.end:
            return self.text
        return f"{self.text[: self.start]}{before}{self.text[self.start : self.end]}{after}{self.text[self.end :]}"


@dataclass(frozen=True, slots=True)
class Flat:
    """A text with every run of white space as one blank, and where each character stands in the text itself.

    From each of the `breaks` on, characters stand as many further on in the text as the shift of the same place says.
    `starts` has for each word where it begins in the flat text, so that no search goes through the whole of it.
    """

    text: str
    breaks: Sequence[int]
    shifts: Sequence[int]
    starts: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, text: str) -> Flat:
        """Flatten a text."""
        words = text.split()
        flat = " ".join(words) + (" " if words and text[-1].isspace() else "")
        breaks, shifts = [0], [0]
        for found in _RUN.finditer(text):
            shifts.append(shifts[-1] + found.end() - found.start() - (found.start() > 0))
            breaks.append(found.end() - shifts[-1])
        starts: dict[str, list[int]] = defaultdict(list)
        place = 0
        for word in words:
            starts[word].append(place)
            place += len(word) + 1
        return cls(flat, breaks, shifts, starts)

    def place(self, start: int) -> int:
        """Where a character of the flat text stands in the text."""
        return start + self.shifts[bisect_right(self.breaks, start) - 1]

    def flat(self, place: int) -> int:
        """The first character of the flat text that stands at a place of the text or behind it."""
        number = bisect_right(range(len(self.breaks)), place, key=lambda n: self.breaks[n] + self.shifts[n]) - 1
        following = self.breaks[number + 1] if number + 1 < len(self.breaks) else len(self.text)
        return min(max(0, place - self.shifts[max(0, number)]), following)

    def locate(self, exact: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
        """Every place [start, end) of the text where a passage stands between its prefix and suffix.

        White space may differ, and between the passage and its prefix or suffix there may be some or none.
        """
        wanted, before, after = " ".join(exact.split()), " ".join(prefix.split()), " ".join(suffix.split())
        found = []
        for start in self._where(wanted):
            end = start + len(wanted)
            ahead = self.text[max(0, start - len(before) - 1) : start].rstrip() if before else ""
            behind = self.text[end : end + len(after) + 1].strip() if after else ""
            if ahead.endswith(before) and behind.startswith(after):
                found.append((self.place(start), self.place(end - 1) + 1))
        return found

    def _where(self, wanted: str) -> Iterator[int]:
        """Where a flat passage stands in the flat text: looked for at the rarest of its whole words, if it has any."""
        inner = wanted.split(" ")[1:-1]  # the first and the last may be parts of words
        if not inner:
            start = self.text.find(wanted) if wanted else -1
            while start >= 0:
                yield start
                start = self.text.find(wanted, start + 1)
            return
        rarest, places = inner[0], self.starts.get(inner[0], ())
        for word in inner:
            if len(places) < 2:  # none is rarer
                break
            if len(others := self.starts.get(word, ())) < len(places):
                rarest, places = word, others
        before = wanted.index(f" {rarest} ") + 1
        for place in places:
            if place >= before and self.text.startswith(wanted, place - before):
                yield place - before


def selector(text: Flat, start: int, end: int) -> tuple[str, str]:
    """What tells the passage [start, end) from others that read alike: some words before it, then some behind it."""
    low, high = text.flat(start), text.flat(end)
    exact = text.text[low:high]
    before, after = text.text[max(0, low - REACH) : low].split(), text.text[high : high + REACH].split()
    prefix = suffix = ""
    for behind in (False, True):
        for size in CONTEXTS:
            if len(text.locate(exact, prefix, suffix)) <= 1:
                return prefix, suffix
            prefix, suffix = " ".join(before[-size:]), " ".join(after[:size]) if behind else ""
    return prefix, suffix


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The [start, end) of each paragraph and heading line of a text."""
    spans, start = [], 0
    for found in [*_PARAGRAPH.finditer(text), None]:
        end = found.start() if found else len(text)
        if text[start:end].strip():
            spans.append((start, end))
        start = found.end() if found else end
    return spans


def context(text: str, start: int, end: int, answers: Iterable[str] = ()) -> Context:
    """The sentences that hold the passage [start, end), with the first answer that stands in the passage marked.

    Without one the passage itself is marked, unless it is the whole of the sentences.
    """
    place, first, last = _place(text, start, end)
    inside = [s for s in _sentences(text[first:last]) if first + s[0] < end and start < first + s[1]]
    low, high = (first + inside[0][0], first + inside[-1][1]) if inside else (start, end)
    low, high = min(low, start), max(high, end)
    marked = _answer_in(text[start:end], answers)
    mark_start, mark_end = (start + marked[0], start + marked[1]) if marked else (start, end)
    shown = one_line(text[low:high])
    if not marked and one_line(text[start:end]) == shown:
        return Context(shown, 0, 0, place)
    offset = len(one_line(text[low:mark_start] + "|")) - 1
    return Context(shown, offset, offset + len(one_line(text[mark_start:mark_end])), place)


@lru_cache(maxsize=4)
def _sentences(paragraph: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a paragraph, which often proves several facts one after the other."""
    return tuple(sentences(paragraph))


def _place(text: str, start: int, end: int) -> tuple[str, int, int]:
    """`The succession ¶ 3`, and the extent of the paragraphs that the passage touches."""
    heading, number, low, high = "", 0, start, end
    for first, last in paragraphs(text):
        if first >= end:
            break
        if text[first:last].lstrip().startswith("#"):
            heading, number = one_line(text[first:last].lstrip("# \t\n")), 0
            continue
        number += 1
        if start < last:
            low, high = min(low, first), max(high, last)
            break
    return f"{heading} ¶ {number}".strip() if number else heading, low, max(high, end)


def _answer_in(passage: str, answers: Iterable[str]) -> tuple[int, int] | None:
    for answer in answers:
        if answer.split():
            words = r"\s+".join(re.escape(word) for word in answer.split())
            found = re.search(rf"(?<!\w){words}(?!\w)", passage, re.IGNORECASE)
            if found:
                return found.span()
    return None
