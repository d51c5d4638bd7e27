"""A session: which cards are asked, in what order, and what comes back. The quiz drives one; nothing here is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from destal_cli.core.cards import Card
from destal_cli.core.facts import Importance
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory

RETURN_AFTER = (3, 6, 12)  # other cards before a missed one returns, the first, second and every later time
_APART = 4  # cards between two of one fact
_LOOK_AHEAD = 40


def due_cards(cards: Iterable[Card], memory: dict[str, Memory], day: int, rng: Random) -> list[Card]:
    """The cards that are due: those overdue longest first, those of one day shuffled."""
    due = [card for card in cards if card.id in memory and memory[card.id].due <= day]
    rng.shuffle(due)
    return sorted(due, key=lambda card: memory[card.id].due)


def new_cards(cards: Iterable[Card], memory: dict[str, Memory], day: int) -> list[Card]:
    """New cards, core facts first; one of a fact, and none of a fact that was asked today."""
    today = {card_id.rpartition("/")[0] for card_id, m in memory.items() if m.last == day}
    fresh: dict[str, Card] = {}
    for card in cards:
        if card.id not in memory and card.fact_id not in today:
            fresh.setdefault(card.fact_id, card)
    return sorted(fresh.values(), key=lambda card: card.fact.importance is not Importance.CORE)


def interleaved(cards: Sequence[Card], rng: Random) -> list[Card]:
    """The cards in nearly their order, with siblings apart and what two neighbours have in common kept small."""
    waiting = list(cards)
    order: list[Card] = []
    while waiting:
        recent = [card.fact_id for card in order[-_APART:]]
        last = set(order[-1].fact.named) if order else set()
        window = waiting[:_LOOK_AHEAD]
        ranks = [
            (card.fact_id in recent, len(last & set(card.fact.named)), place // 4, rng.random())
            for place, card in enumerate(window)
        ]
        order.append(waiting.pop(ranks.index(min(ranks))))
    return _siblings_apart(order)


def _siblings_apart(order: list[Card]) -> list[Card]:
    """The order with a card that still follows its sibling moved to the nearest earlier place where it does not."""
    for place in range(1, len(order)):
        if order[place].fact_id == order[place - 1].fact_id:
            card = order.pop(place)
            facts = [other.fact_id for other in order]
            free = (i for i in range(place - 1, -1, -1) if card.fact_id not in facts[max(0, i - 1) : i + 1])
            order.insert(next(free, place), card)
    return order


def queue(due: Sequence[Card], new: Sequence[Card], limit: int, rng: Random) -> list[Card]:
    """At most `limit` cards: the due ones, then new ones, each part interleaved."""
    first = list(due[:limit])
    return [*interleaved(first, rng), *interleaved(new[: limit - len(first)], rng)]


@dataclass(frozen=True, slots=True)
class Step:
    """An answer of this session, with what the session was before it."""

    card: Card
    rating: Rating
    review: int
    waiting: tuple[Card, ...]
    returning: tuple[tuple[int, Card], ...]


@dataclass(slots=True)
class Session:
    """Cards that wait, cards that return (with the number of answers after which they may), and the answers so far."""

    waiting: list[Card]
    returning: list[tuple[int, Card]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def next(self) -> Card | None:
        """The card to ask now, not taken yet: one whose return is due, else one that waits, else any that returns."""
        ready = [card for place, card in self.returning if place <= len(self.steps)]
        if ready:
            return ready[0]
        if self.waiting:
            return self.waiting[0]
        return self.returning[0][1] if self.returning else None

    def answered(self, rating: Rating, review: int) -> None:
        """Take the card that `next` gives, with its rating and its review's id; missed, it will return."""
        card = self.next()
        if card is None:
            raise ValueError("no card was asked")
        step = Step(card, rating, review, tuple(self.waiting), tuple(self.returning))
        self._take(card)
        self.steps.append(step)
        if rating is Rating.AGAIN:
            missed = sum(s.card.id == card.id and s.rating is Rating.AGAIN for s in self.steps)
            place = len(self.steps) + RETURN_AFTER[min(missed, len(RETURN_AFTER)) - 1]
            self.returning.append((place, card))
            self.returning.sort(key=lambda item: item[0])

    def drop(self, card_id: str) -> None:
        """Take a card out of the session wherever it waits."""
        self.waiting = [card for card in self.waiting if card.id != card_id]
        self.returning = [(place, card) for place, card in self.returning if card.id != card_id]

    def undo(self) -> Step | None:
        """Go back to before the last answer; its card is asked again. None when there is none."""
        if not self.steps:
            return None
        step = self.steps.pop()
        self.waiting, self.returning = list(step.waiting), list(step.returning)
        return step

    def rerated(self, rating: Rating, review: int) -> None:
        """Count the last answer with another rating and review."""
        if self.undo():
            self.answered(rating, review)

    def _take(self, card: Card) -> None:
        if any(c is card for _, c in self.returning):
            self.returning = [item for item in self.returning if item[1] is not card]
        else:
            self.waiting.remove(card)

    @property
    def left(self) -> int:
        """How many cards wait or return."""
        return len(self.waiting) + len(self.returning)

    @property
    def total(self) -> int:
        """How many different cards the session has, answered ones included."""
        ids = {s.card.id for s in self.steps} | {c.id for c in self.waiting} | {c.id for _, c in self.returning}
        return len(ids)

    @property
    def asked(self) -> int:
        """How many different cards were answered."""
        return len({step.card.id for step in self.steps})

    @property
    def score(self) -> Score:
        """How the session went, by the first answer to each card."""
        first: dict[str, Step] = {}
        for step in self.steps:
            first.setdefault(step.card.id, step)
        missed = tuple(step.card for step in first.values() if step.rating is Rating.AGAIN)
        return Score(len(first), len(first) - len(missed), missed)


@dataclass(frozen=True, slots=True)
class Score:
    """Cards asked, cards right at the first try, and the ones that were not."""

    cards: int
    right: int
    missed: tuple[Card, ...]
