"""What of a document is read: its paragraphs and headings, without page furniture, navigation and what is said twice.

`read` is the first step of the build. The text stays as it is; what is left out is listed, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from destal_cli.build.lines import (
    Line,
    ends_sentence,
    is_label,
    is_title,
    is_underline,
    item_mark,
    lines_of,
    marked_heading,
    matter_of,
    menus_of,
    reason_to_drop,
    running_heads,
)
from destal_cli.build.model import Document, Dropped, Sentence
from destal_cli.build.sentences import as_read, of_paragraph
from destal_cli.core.text import words

_UNWRAPPED = 120  # characters; a line longer than this is a paragraph
_MOST_TITLES = 4
_MOST_HOLES = 10
_LONGEST_TITLE = 60
_REFERENCES = frozenset(
    (
        "references", "notes", "footnotes", "citations", "bibliography", "works cited", "sources", "further reading",
        "external links", "see also", "notes and references", "references and further reading",
    )
)  # fmt: skip
_USED = ("heading", "prose")
_QUOTED = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)
_CITATION = re.compile(r"\b(?:ISBN|doi|Retrieved|pp?\. ?\d|https?:)|\(\d{4}[a-z]?\)")


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of the document: "heading", "title" (one if text follows), "item", "prose", or why it is dropped.

    `holes` are page furniture inside.
    """

    kind: str
    start: int
    end: int
    holes: tuple[tuple[int, int], ...] = ()


def read(text: str) -> Document:
    """The sentences and headings of a document, and what is left out."""
    blocks = _with_headings(_joined(text, _without_menus(text, list(_blocks(lines_of(text))))))
    blocks = _without_references(text, blocks)
    sentences, repeated = _once(_sentences(text, blocks))
    dropped = [Dropped(block.start, block.end, block.kind) for block in blocks if block.kind not in _USED]
    dropped += [Dropped(*hole, "page furniture") for block in blocks for hole in block.holes]
    left_out = sorted([*dropped, *repeated], key=lambda drop: drop.start)
    headings = tuple((block.start, block.end) for block in blocks if block.kind == "heading")
    return Document(text, tuple(sentences), tuple(left_out), headings)


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    """The lines gathered into paragraphs, with what a line alone shows."""
    heads, matter, menus = running_heads(lines), matter_of(lines), menus_of(lines)
    gathered: list[Line] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        reason = "page furniture" if at in matter or line.text in heads else "navigation" if at in menus else ""
        alone = _Block(reason, line.start, line.end) if reason else _alone(line, following)
        if gathered and (alone or _begins(line, gathered[-1])):
            yield from _paragraphs(gathered)
            gathered = []
        if alone:
            yield alone
        else:
            gathered.append(line)
    if gathered:
        yield from _paragraphs(gathered)


def _alone(line: Line, following: Line | None) -> _Block | None:
    """A line that is no running text by itself."""
    if following and is_underline(following) and is_title(line.text):
        return _Block("heading", line.start, line.end)
    if span := marked_heading(line.text):
        return _Block("heading", line.start + span[0], line.start + span[1])
    reason = reason_to_drop(line.text)
    return _Block(reason, line.start, line.end) if reason else None


def _begins(line: Line, before: Line) -> bool:
    """Whether a line begins another paragraph than the one before it."""
    return line.apart or item_mark(line.text) > 0 or max(len(line.text), len(before.text)) > _UNWRAPPED


def _paragraphs(lines: Sequence[Line]) -> Iterator[_Block]:
    """A paragraph, a title above it, or lines that make no sentence."""
    first, last = lines[0], lines[-1]
    if mark := item_mark(first.text):
        yield _Block("item", first.start + mark, last.end)
    elif len(lines) == 1:
        yield _Block("title" if is_title(first.text) else "prose", first.start, last.end)
    elif all(is_title(line.text) and len(line.text) <= _LONGEST_TITLE for line in lines):
        yield _Block("title" if is_label(first.text) else "prose", first.start, first.end)
        yield from (_Block("prose", line.start, line.end) for line in lines[1:])
    elif is_title(first.text) and len(first.text) * 2 < len(lines[1].text) and not lines[1].text[0].islower():
        yield _Block("title", first.start, first.end)
        yield from _paragraphs(lines[1:])
    else:
        yield _Block("prose", first.start, last.end)


def _without_menus(text: str, blocks: Sequence[_Block]) -> list[_Block]:
    """Three items or more of a word or two are a menu, unless a colon leads up to them."""
    settled: list[_Block] = []
    for is_item, group in groupby(blocks, lambda block: block.kind == "item"):
        items = list(group)
        led = bool(settled) and text[settled[-1].start : settled[-1].end].endswith(":")
        if is_item and not led and len(items) > 2 and all(is_label(text[i.start : i.end]) for i in items):
            items = [replace(item, kind="navigation") for item in items]
        settled += items
    return settled


def _joined(text: str, blocks: Sequence[_Block]) -> list[_Block]:
    """Paragraphs that page furniture breaks into are made whole."""
    joined: list[_Block] = []
    last = -1  # the place of the last block that is no page furniture
    for block in blocks:
        broken = 0 <= last < len(joined) - 1 and block.kind == "prose" and _goes_on(text, joined[last], block)
        if broken:
            first, *furniture = joined[last:]
            holes = (*first.holes, *((hole.start, hole.end) for hole in furniture))
            joined[last:] = [replace(first, end=block.end, kind="prose", holes=holes)]
        else:
            joined.append(block)
            last = last if block.kind == "page furniture" else len(joined) - 1
    return joined


def _goes_on(text: str, first: _Block, second: _Block) -> bool:
    if first.kind not in ("prose", "title", "item") or len(first.holes) >= _MOST_HOLES:
        return False
    return text[second.start].islower() and not ends_sentence(text[max(first.start, first.end - 20) : first.end])


def _with_headings(blocks: Sequence[_Block]) -> list[_Block]:
    """Titles above running text are headings; a title with nothing below it, or in a long row, leads elsewhere."""
    settled: list[_Block] = []
    titles = _MOST_TITLES  # nothing may follow the last one
    for block in reversed(blocks):
        if block.kind == "title":
            titles += 1
            block = replace(block, kind="heading" if titles <= _MOST_TITLES else "navigation")
        elif block.kind in ("prose", "item"):
            titles = 0
        settled.append(block)
    return settled[::-1]


def _without_references(text: str, blocks: Iterable[_Block]) -> list[_Block]:
    """Lists of sources and links are left out; all other items are running text."""
    settled: list[_Block] = []
    in_references = False
    for block in blocks:
        if block.kind == "heading":
            in_references = as_read(text[block.start : block.end]).lower().rstrip(":") in _REFERENCES
        elif block.kind in ("item", "prose"):
            cited = block.kind == "item" or _CITATION.search(text, block.start, block.end)
            block = replace(block, kind="references" if in_references and cited else "prose")
        settled.append(block)
    return settled


def _sentences(text: str, blocks: Iterable[_Block]) -> Iterator[Sentence]:
    heading, paragraph = "", 0
    for block in blocks:
        if block.kind == "heading":
            heading = as_read(text[block.start : block.end])
        elif block.kind == "prose":
            paragraph += 1
            yield from of_paragraph(_body(text, block), block.start, heading, paragraph)


def _body(text: str, block: _Block) -> str:
    """The text of a block, with blanks where page furniture and the marks of quoted lines were: places stay."""
    body = text[block.start : block.end]
    for start, end in block.holes:
        body = body[: start - block.start] + " " * (end - start) + body[end - block.start :]
    return _QUOTED.sub(lambda found: " " * len(found[0]), body) if ">" in body else body


def _once(sentences: Iterable[Sentence]) -> tuple[list[Sentence], list[Dropped]]:
    """The sentences without second copies, and those."""
    seen: set[str] = set()
    kept, repeated = [], []
    for sentence in sentences:
        said = " ".join(words(sentence.text))
        if said in seen:
            repeated.append(Dropped(sentence.start, sentence.end, "repeated"))
        else:
            kept.append(sentence)
            seen.add(said)
    return kept, repeated
