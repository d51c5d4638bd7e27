"""What a deck asks of its sources, sentence by sentence. `destal read` shows it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from destal_cli.core.cards import Card, cards_of
from destal_cli.core.facts import Deck, Fact, Source
from destal_cli.core.passages import paragraphs
from destal_cli.core.sentences import sentences
from destal_cli.core.text import one_line


@dataclass(frozen=True, slots=True)
class Covered:
    """A sentence with the facts that it proves and the cards that ask for them; `recall` is that of its weakest card.

    `recall` is None while none of its cards was seen.
    """

    text: str
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    recall: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a source, or a heading, as its sentences."""

    heading: bool
    sentences: tuple[Covered, ...]


def coverage(deck: Deck, source: Source, recall: Callable[[Card], float | None]) -> Iterator[Passage]:
    """The passages of a source in order; `recall` says how well a card is held now, None when it is new."""
    facts = sorted((f for f in deck.facts if f.evidence.source == source.id), key=lambda f: f.evidence.start)
    longest = max((f.evidence.end - f.evidence.start for f in facts), default=0)
    for first, last in paragraphs(source.text):
        heading = source.text[first:last].lstrip().startswith("#")
        text = source.text[first:last]
        spans = [(0, len(text))] if heading else sentences(text)
        found = []
        for a, b in spans:
            near = _near(facts, first + a - longest, first + b)
            here = tuple(fact for fact in near if first + a < fact.evidence.end)
            found.append(_covered(deck, text[a:b], here, recall))
        yield Passage(heading, tuple(found))


def _near(facts: list[Fact], start: int, end: int) -> list[Fact]:
    """Those of the facts whose passages begin between two places."""
    low, high = (bisect_left(facts, place, key=lambda fact: fact.evidence.start) for place in (start, end))
    return facts[low:high]


def _covered(deck: Deck, text: str, facts: tuple[Fact, ...], recall: Callable[[Card], float | None]) -> Covered:
    cards = tuple(card for fact in facts for card in cards_of(deck, fact))
    held = [share for share in map(recall, cards) if share is not None]
    return Covered(one_line(text.strip("# \t\n")), facts, cards, min(held, default=None))
