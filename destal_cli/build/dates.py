"""Every date of a document with its span: `tag` is the fifth of `pipeline.STEPS`."""

from __future__ import annotations

from destal_cli.build.dateanchor import Narrative
from destal_cli.build.dategrammar import Expression, expressions
from destal_cli.build.model import Document, TaggedDate
from destal_cli.core.dates import Edtf, Point, Precision, between
from destal_cli.core.datewords import part_of


def tag(document: Document) -> list[TaggedDate]:
    """The dates of a document's headings and sentences, in order."""
    narrative = Narrative()
    found: list[TaggedDate] = []
    spans = sorted([*document.headings, *((sentence.start, sentence.end) for sentence in document.sentences)])
    for start, end in spans:
        narrative.begin_sentence()
        for said in expressions(document.text, start, end):
            date = narrative.resolve(said)
            if date is not None:
                found.append(_tagged(document.text[said.start : said.end], said, date))
    return found


def _tagged(text: str, said: Expression, date: Edtf) -> TaggedDate:
    explicit = any(term.year is not None and not term.lacks for term in (said.first, said.last))
    start, end = _part(date.start, said.first.part), _part(date.end, said.last.part)
    narrow = between(start.start, end.end) if start and end else date
    return TaggedDate(said.start, said.end, text, date, narrow, explicit)


def _part(point: Point | None, part: int) -> Edtf | None:
    """The early, middle or late part of what can have one; else the whole."""
    if point is None:
        return None
    divisible = part and point.precision is not Precision.DAY and point.precision is not Precision.SEASON
    return part_of(point, part) if divisible else Edtf(point, point)
