"""Where each deck stands, counted by SQLite. `Library.standing` asks, and what was counted is kept while it holds.

A mean of retrievabilities over years of cards takes a while, and stays what it is until the learner answers something,
a deck's file changes or the day ends.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from destal_cli.core.memory import curve
from destal_cli.core.session import Coming
from destal_cli.core.standing import FADING, DeckStanding
from destal_cli.core.values import dataclass
from destal_cli.store.deal import HELD, Deal
from destal_cli.store.questions import CARDS
from destal_cli.store.reading import values_of

if TYPE_CHECKING:
    from destal_cli.core.facts import Deck
    from destal_cli.core.memory import Moment, Scheduler
    from destal_cli.core.session import Allowance

_SHAPE = 2  # of what is kept
Counted = tuple[list[DeckStanding], Coming, int]


@dataclass(slots=True)
class _Seen:
    """Figures of a deck's cards that have a memory; those put aside are neither fading nor due."""

    count: int = 0
    recalls: float = 0.0
    fading: int = 0
    due: int = 0
    aside: int = 0

    def standing(self, deck: Deck, cards: int, unseen_aside: int) -> DeckStanding:
        """Where the deck stands that has so many cards, some of them put aside before they were seen."""
        new = cards - self.count - unseen_aside
        mean = self.recalls / self.count if self.count else None
        return DeckStanding(deck.id, deck.title, len(deck.facts), cards, self.count, self.due, new, self.fading, mean)


def counted(deal: Deal, now: Moment, scheduler: Scheduler, left: Allowance) -> Counted:
    """Where each deck stands, in their order, what is due now and next, and how many new cards today may bring."""
    return standings(deal, now, scheduler), deal.coming(now, left), len(deal.fresh(now, left.new))


def standings(deal: Deal, now: Moment, scheduler: Scheduler) -> list[DeckStanding]:
    """Where each deck stands, in the order of the decks."""
    shelf, aside = deal.shelf, deal.aside(now)
    seen = {number: _Seen() for number in shelf.decks}
    decay, factor = curve(scheduler.parameters)
    recall = f"pow(1 + {factor!r} * max(0, {now.day} - m.last) / m.stability, -{decay!r}) AS recall"
    figures = f"count(*), sum(recall), sum(recall < {FADING!r}), sum(due <= {now.day})"
    held = f"SELECT s.file AS file, m.due AS due, {recall} FROM {HELD}"
    for file, *rest in shelf.ask(f"SELECT file, {figures} FROM ({held}) GROUP BY file"):
        seen[file] = _Seen(*rest)
    for file, due, share in deal.of(f"s.file, m.due, {recall}", aside):
        seen[file].fading -= share < FADING
        seen[file].due -= due <= now.day
        seen[file].aside += 1
    put_aside = Counter(
        row[0] for row in shelf.ask_of(f"SELECT s.file FROM {CARDS} WHERE c.card IN ({{}})", sorted(aside))
    )
    cards = dict(shelf.ask("SELECT w.id, w.cards FROM files AS w JOIN shelf AS s ON s.file = w.id"))
    return [
        seen[number].standing(deck, cards[number], put_aside[number] - seen[number].aside)
        for number, deck in shelf.decks.items()
    ]


def kept(deal: Deal, stamp: list[Any], count: Callable[[], Counted]) -> Counted:
    """What was counted under a stamp, from the index when it was kept there."""
    said = json.dumps([_SHAPE, stamp, list(deal.shelf.decks)])
    rows = deal.shelf.ask("SELECT payload FROM kept WHERE name = 'standing' AND stamp = ?", (said,))
    if rows:
        decks, (day, due, beyond, later), new = json.loads(rows[0][0])
        return [DeckStanding(*deck) for deck in decks], Coming(day, due, beyond, tuple(later) if later else None), new
    found = decks, coming, new = count()
    payload = json.dumps([[values_of(deck) for deck in decks], values_of(coming)[:4], new])
    deal.shelf.keep("standing", said, payload)
    return found
