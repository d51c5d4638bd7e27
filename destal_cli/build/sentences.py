"""The sentences of a document's paragraphs, each with its place. `clean.read` calls this."""

from __future__ import annotations

import re
from collections.abc import Iterator

from destal_cli.build.model import LONGEST_SENTENCE, Sentence
from destal_cli.core.sentences import FOOTNOTE, sentences

_CLAUSE_END = re.compile(r"[;:,]\s")
_FOOTNOTE = re.compile(FOOTNOTE + r"| ?\[edit\]")
_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,300})\]\([^()\s]{1,500}(?: \"[^\"]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])|`")
_MARKS = frozenset("[*_`")


def of_paragraph(body: str, start: int, heading: str, paragraph: int) -> list[Sentence]:
    """The sentences of a paragraph that begins at `start` in the document, none longer than LONGEST_SENTENCE."""
    spans = (span for first, last in sentences(body) for span in _cut(body, first, last))
    read = ((first, last, as_read(body[first:last])) for first, last in spans)
    return [
        Sentence(start + first, start + last, text, heading, paragraph, place)
        for place, (first, last, text) in enumerate(((a, b, text) for a, b, text in read if text), 1)
    ]


def as_read(text: str) -> str:
    """A text as it is read: on one line, without the marks of footnotes and of Markdown's emphasis and links."""
    if not _MARKS.isdisjoint(text):
        text = _EMPHASIS.sub("", _LINK.sub(r"\1", _FOOTNOTE.sub("", text)))
    return " ".join(text.split())


def _cut(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, cut where a clause or at least a word ends when it is too long."""
    while end - start > LONGEST_SENTENCE:
        middle, last = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
        clauses = [found.start() + 1 for found in _CLAUSE_END.finditer(body, middle, last)]
        stop = clauses[-1] if clauses else max(body.rfind(" ", middle, last), body.rfind("\n", middle, last))
        stop = stop if stop > 0 else last
        yield start, stop
        start = stop + len(body[stop:end]) - len(body[stop:end].lstrip())
    if start < end:
        yield start, end
