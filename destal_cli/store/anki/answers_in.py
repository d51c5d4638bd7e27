"""Anki's log and due days as reviews and marks. `incoming` asks.

Anki counts days as destal does: calendar days that begin at four, unless that was set otherwise. Its log does not say
where in the world an answer was given, so every review gets the offset that the collection had last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from destal_cli.core.forms import Form
from destal_cli.core.grading import Rating
from destal_cli.core.memory import LAST_DAY, Moment, Review
from destal_cli.store.anki.collection import AnkiCard, AnkiReview, Collection

LEARN, REVIEW, RELEARN, FILTERED, BY_HAND = range(5)
NEW, SUSPENDED = 0, -1
FLAGS = 7  # the bits of a card's flags that say its colour
FIRST_MS, LAST_MS = 631_152_000_000, 32_503_680_000_000  # the years from 1990 to 2999
LONGEST_TOOK = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Known:
    """What Anki knows of a learner's past with one card.

    `before`: answers that count no more since the card was begun anew. `cut`: the log does not reach back to the first.
    """

    reviews: tuple[Review, ...] = ()
    suspended: bool = False
    flagged: bool = False
    before: int = 0
    cut: bool = False


def known_of(collection: Collection, names: Mapping[int, str], offset: int) -> dict[str, Known]:
    """What Anki knows of each card that it has asked or that is marked, by the cards' names among those given.

    `offset` is taken where the collection does not say its own, in minutes.
    """
    offset = collection.offset if collection.offset is not None else offset
    cards = {card.id: card for card in collection.cards}
    log, first = collection.log, collection.first
    found = ((name, _known(name, cards[key], log.of(key), first, offset)) for key, name in names.items())
    return {name: known for name, known in found if known != Known()}


def _known(name: str, card: AnkiCard, log: Sequence[AnkiReview], first: int, offset: int) -> Known:
    start, cut = _beginning(log)
    answers = [(row, place < start or _is_practice(row)) for place, row in enumerate(log) if _is_answer(row)]
    reviews = [_review(name, row, practice, offset) for row, practice in answers]
    counted = [place for place, (_, practice) in enumerate(answers) if not practice]
    if counted and card.kind != NEW:
        last = reviews[counted[-1]]
        reviews[counted[-1]] = replace(last, due=max(last.at.day, _due(card, first, offset)))
    return Known(
        tuple(reviews),
        card.queue == SUSPENDED,
        bool(card.flags & FLAGS),
        sum(_is_answer(row) and not _is_practice(row) for row in log[:start]),
        cut and bool(counted),
    )


def _is_answer(row: AnkiReview) -> bool:
    return 1 <= row.button <= 4 and row.kind < BY_HAND and FIRST_MS <= row.at < LAST_MS


def _is_practice(row: AnkiReview) -> bool:
    """Whether an answer was given in a deck of its own that left the schedule as it was."""
    return row.kind == FILTERED and row.ease == 0


def _beginning(log: Sequence[AnkiReview]) -> tuple[int, bool]:
    """Where in a card's log its memory begins, as Anki sees it, and whether what came before is missing.

    That is the first of the last steps of learning that stand together; whoever resets a card learns it again.
    """
    begun = answered = None
    for place in range(len(log) - 1, -1, -1):
        row = log[place]
        if _is_practice(row):
            continue
        if _is_answer(row):
            answered = place
        if _is_answer(row) and row.kind == LEARN:
            begun = place
        elif begun is not None:
            return begun, False
        elif row.kind == BY_HAND and row.ease == 0:
            return (len(log), False) if answered is None else (answered, True)
    return (0 if answered is None else answered, answered is not None) if begun is None else (begun, False)


def _review(card: str, row: AnkiReview, practice: bool, offset: int) -> Review:
    """An answer in Anki: recalled, with no form between; due so many days after it as its interval says."""
    at = Moment(row.at, offset)
    due = 0 if practice else min(LAST_DAY, at.day + max(0, row.interval))
    took = min(max(0, row.took), LONGEST_TOOK)
    return Review(card, at, Rating(row.button), Form.FLASHCARD, took=took, due=due, cram=practice)


def _due(card: AnkiCard, first: int, offset: int) -> int:
    """The day on which Anki would ask the card: a day of the collection, or while it is learned a time in seconds."""
    due = card.home_due if card.home and card.home_due else card.due
    if due > 1_000_000_000:
        due = Moment(min(due * 1000, LAST_MS), offset).day
    else:
        due += first
    return min(max(1, due), LAST_DAY)
