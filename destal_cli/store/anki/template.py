"""What a card asks and answers: Anki's template language, as far as fields are concerned. `incoming` asks.

A card's question is the text of its front. Its answer is the field that is to be typed, or the first that the back has
and the front has not; what else the back has is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from destal_cli.store.anki.cloze import gapped
from destal_cli.store.anki.collection import AnkiNote, NoteType, Template
from destal_cli.store.anki.markup import to_text

MOST_TEMPLATE = 50_000  # characters
_MARK = re.compile(r"\{\{([^{}]*)\}\}")
_EMPTY = re.compile(r"(?:\s|&nbsp;|</?(?:br|div) ?/?>)*", re.IGNORECASE)
_SPECIAL = frozenset(("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"))
_HIDDEN_IN_FRONT = ("type", "hint")


@dataclass(frozen=True, slots=True)
class Sides:
    """A card in text: what it asks, the answer, what else its back says, and the whole sentence of a gap."""

    prompt: str
    answer: str
    remark: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a side: a field's HTML through filters, or with no name what stands in the template itself."""

    html: str
    name: str = ""
    filters: tuple[str, ...] = ()


def sides(kind: NoteType, note: AnkiNote, ordinal: int) -> Sides:
    """The card of a note that a template, or in a cloze type a gap, makes; empty texts where it shows nothing."""
    values = dict(zip(kind.fields, note.fields, strict=False))
    if kind.cloze:
        return _gap(kind.templates[0], values, ordinal + 1)
    if not 0 <= ordinal < len(kind.templates):
        return Sides("", "")
    return _two_sides(kind.templates[ordinal], values, ordinal + 1)


def _two_sides(template: Template, values: Mapping[str, str], number: int) -> Sides:
    front = list(_pieces(template.front, values, number))
    seen = {piece.name for piece in front if not _is_hidden(piece)}
    typed = [piece for piece in front if "type" in piece.filters]
    back = [piece for piece in _pieces(template.back, values, number) if piece.name and piece.name not in seen]
    prompt = to_text("".join(piece.html for piece in front if not _is_hidden(piece)))
    return Sides(prompt, *_answer([*typed, *back]))


def _answer(pieces: list[_Piece]) -> tuple[str, str]:
    """The first field that has a text, and the others."""
    texts = list(dict.fromkeys(text for piece in pieces if (text := to_text(piece.html))))
    return (texts[0] if texts else "", " · ".join(texts[1:]))


def _gap(template: Template, values: Mapping[str, str], number: int) -> Sides:
    front = [piece for piece in _pieces(template.front, values, number) if not _is_hidden(piece)]
    gaps = [gapped(piece.html, number) if _is_gap(piece) else None for piece in front]
    asked = "".join(gap.asked if gap else piece.html for gap, piece in zip(gaps, front, strict=True))
    whole = "".join(gap.whole for gap in gaps if gap)
    hidden = [text for gap in gaps if gap for one in gap.hidden if (text := to_text(one))]
    seen = {piece.name for piece in front}
    rest = [p for p in _pieces(template.back, values, number) if p.name and p.name not in seen and not _is_gap(p)]
    remark = " · ".join(dict.fromkeys(text for piece in rest if (text := to_text(piece.html))))
    return Sides(to_text(asked), ", ".join(dict.fromkeys(hidden)), remark, to_text(whole))


def _is_gap(piece: _Piece) -> bool:
    return any(name in ("cloze", "cloze-only") for name in piece.filters)


def _is_hidden(piece: _Piece) -> bool:
    return any(name in _HIDDEN_IN_FRONT or name.startswith("tts") for name in piece.filters)


def _pieces(template: str, values: Mapping[str, str], number: int) -> Iterator[_Piece]:
    """What a side is made of, without the parts whose conditions fail. `number` is that of the card, from 1."""
    open_: list[tuple[str, bool]] = []  # the conditions, and whether each holds
    failing = place = 0
    template = template[:MOST_TEMPLATE]
    for mark in _MARK.finditer(template):
        if not failing:
            yield _Piece(template[place : mark.start()])
        place = mark.end()
        said = mark[1].strip()
        if said[:1] in ("#", "^"):
            holds = _is_filled(said[1:].strip(), values, number) is (said[0] == "#")
            open_.append((said[1:].strip(), holds))
            failing += not holds
        elif said[:1] == "/":
            if open_ and open_[-1][0] == said[1:].strip():
                failing -= not open_.pop()[1]
        elif said[:1] != "!" and not failing:
            *filters, name = (part.strip() for part in said.split(":"))
            if name in values and name not in _SPECIAL:
                yield _Piece(values[name], name, tuple(filters))
    if not failing:
        yield _Piece(template[place:])


def _is_filled(name: str, values: Mapping[str, str], number: int) -> bool:
    """Whether a condition holds: a field that is not empty, or `c1` on the card of the first gap."""
    if re.fullmatch(r"c\d{1,4}", name) and name not in values:
        return int(name[1:]) == number
    return not _EMPTY.fullmatch(values.get(name, ""))
