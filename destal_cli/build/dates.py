"""Every date of a document with its span: `tag` is the fifth of `pipeline.STEPS`."""

from __future__ import annotations

from destal_cli.build.dateanchor import Narrative
from destal_cli.build.dategrammar import Expression, expressions
from destal_cli.build.model import Document, TaggedDate, Untold
from destal_cli.core.dates import Edtf, Point, Precision, between
from destal_cli.core.datewords import part_of


def tag(document: Document) -> tuple[list[TaggedDate], list[Untold]]:
    """The dates of a document's headings and sentences, in order, and those with numbers that nothing tells."""
    narrative = Narrative()
    found: list[TaggedDate] = []
    untold: list[Untold] = []
    spans = sorted([*document.headings, *((sentence.start, sentence.end) for sentence in document.sentences)])
    for start, end in spans:
        narrative.begin_sentence()
        for said in expressions(document.text, start, end):
            date, text = narrative.resolve(said), document.text[said.start : said.end]
            if date is not None:
                found.append(_tagged(text, said, date))
            elif any(term.day or (term.month and term.lacks) for term in (said.first, said.last)):
                untold.append(Untold(said.start, text))
    return found, untold


def _tagged(text: str, said: Expression, date: Edtf) -> TaggedDate:
    explicit = said.first.own_year or said.last.own_year
    start, end = _part(date.start, said.first.part), _part(date.end, said.last.part)
    narrow = between(start.start, end.end) if start and end else date
    return TaggedDate(said.start, said.end, text, date, narrow, explicit)


def _part(point: Point | None, part: int) -> Edtf | None:
    """The early, middle or late part of what can have one; else the whole."""
    if point is None:
        return None
    divisible = part and point.precision is not Precision.DAY and point.precision is not Precision.SEASON
    return part_of(point, part) if divisible else Edtf(point, point)
