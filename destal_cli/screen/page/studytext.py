"""The sources as they stand on the page: headings and paragraphs, cut where the passage of a fact begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from destal_cli.core.facts import Deck, Source
from destal_cli.core.passages import paragraphs
from destal_cli.core.text import fold, one_line

Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the passages of the same facts cover. Facts are numbers; `begins` and `ends` here."""

    text: str
    facts: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of as many number signs, or a paragraph (none)."""

    signs: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """A source: its title, where it is from, and its blocks; `top` is the number of signs of its highest heading."""

    title: str
    origin: str
    blocks: tuple[Block, ...]
    top: int


def studies(deck: Deck, numbers: Mapping[str, int]) -> list[Study]:
    """Every source that proves one of the facts, which are numbered by id."""
    spans: dict[str, list[Span]] = {}
    for fact in deck.facts:
        proof = fact.evidence
        spans.setdefault(proof.source, []).append((proof.start, proof.end, numbers[fact.id]))
    return [_study(source, sorted(spans[key])) for key, source in deck.sources.items() if key in spans]


def _study(source: Source, spans: Sequence[Span]) -> Study:
    """A source; a first heading that only repeats its title is left out."""
    blocks = [block for first, last in paragraphs(source.text) if (block := _block(source.text, first, last, spans))]
    if blocks and blocks[0].signs and _repeats(blocks[0], source.title):
        blocks = blocks[1:]
    top = min((block.signs for block in blocks if block.signs), default=1)
    return Study(source.title, source.origin, tuple(blocks), top)


def _repeats(heading: Block, title: str) -> bool:
    said = one_line("".join(piece.text for piece in heading.pieces))
    return fold(said) in fold(title) and not any(piece.facts for piece in heading.pieces)


def _block(text: str, first: int, last: int, spans: Sequence[Span]) -> Block | None:
    """A paragraph, or a heading without its number signs; None where nothing but these is in it."""
    start = last - len(text[first:last].lstrip())
    signs = last - start - len(text[start:last].lstrip("#"))
    if signs:
        start = last - len(text[start + signs : last].lstrip())
    inside = [span for span in spans if span[0] < last and start < span[1]]
    pieces = tuple(_pieces(text, start, last, inside))
    return Block(signs, pieces) if pieces else None


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """The text from start to end; a passage that runs over several blocks begins in the first and ends in the last."""
    edges = {max(start, edge) for span in spans for edge in span[:2] if edge < end}
    for low, high in pairwise(sorted({start, end} | edges)):
        over = [span for span in spans if span[0] < high and low < span[1]]
        begin = [span for span in over if low <= span[0] or (low == start and not _words(text[span[0] : start]))]
        end_here = [span for span in over if span[1] <= high or (high == end and not _words(text[end : span[1]]))]
        yield Piece(text[low:high], _numbers(over), _numbers(begin), _numbers(end_here))


def _numbers(spans: Iterable[Span]) -> tuple[int, ...]:
    return tuple(number for _, _, number in spans)


def _words(text: str) -> bool:
    """Whether there is more between two blocks than blanks and the number signs of a heading."""
    return bool(text.strip("# \t\n"))
