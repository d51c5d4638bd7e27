"""A session: which cards are asked, in what order, and what comes back. The quiz drives one; nothing here is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random

from destal_cli.core.cards import Card
from destal_cli.core.grading import Rating
from destal_cli.core.values import dataclass, field, replace

RETURN_AFTER = (3, 6, 12)  # other answers before a missed card returns: the first time, the second, and every later one
_APART = 4  # cards between two of one fact
_LOOK_AHEAD = 40


def in_turn(dues: Mapping[str, int], rng: Random, first: Collection[str] = ()) -> list[str]:
    """Due cards in the order of asking: those of `first`, then those overdue longest, those of one day shuffled."""
    cards = list(dues)
    rng.shuffle(cards)
    return sorted(cards, key=lambda card: (card not in first, dues[card]))


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


def queue(due: Sequence[Card], new: Sequence[Card], limit: int, rng: Random, first: Collection[str] = ()) -> list[Card]:
    """At most `limit` cards: the due ones, of them those of `first` before the others, then new ones, interleaved."""
    asked = due[:limit]
    parts = ([c for c in asked if c.id in first], [c for c in asked if c.id not in first], new[: limit - len(asked)])
    return [card for part in parts for card in interleaved(part, rng)]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a day may still bring: cards that are new, and of those that are due (None: all of them)."""

    new: int
    reviews: int | None = None

    def beyond(self, due: int) -> int:
        """How many of so many due cards are beyond the day's limit."""
        return 0 if self.reviews is None else max(0, due - self.reviews)


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes after a session: cards that are still due on the day, those beyond its limit, the next day and its.

    Under the plan for an exam `due` are the cards that are left of the day's part, and `exam` is its day; with `named`
    it stands in no setting, so that a command has to name it.
    """

    day: int
    due: int
    beyond: int
    next: tuple[int, int] | None
    exam: int | None = None
    named: bool = False


def what_comes(dues: Mapping[int, int], day: int, left: Allowance) -> Coming:
    """What is due on a day and next, by how many cards are due on each day."""
    waiting = sum(count for due, count in dues.items() if due <= day)
    beyond = left.beyond(waiting)
    return Coming(day, waiting - beyond, beyond, min((d for d in dues.items() if d[0] > day), default=None))


@dataclass(frozen=True, slots=True)
class Answer:
    """A card that was answered, with its rating and the id of its review."""

    card: Card
    rating: Rating
    review: int


@dataclass(frozen=True, slots=True)
class Step:
    """What undo takes back at once, with what the session was before it.

    An answer of this session or those of one exercise, with the cards that were put aside for it, or cards put aside.
    """

    answers: tuple[Answer, ...]
    waiting: tuple[Card, ...]
    returning: tuple[tuple[int, Card], ...]
    aside: tuple[Card, ...] = ()


@dataclass(slots=True)
class Session:
    """Cards that wait, cards that return (with the number of answers after which they may), and what was done so far.

    `distances` are the answers before a missed card returns: the first time, the second ... and every later one.
    """

    waiting: list[Card]
    returning: list[tuple[int, Card]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    distances: Sequence[int] = RETURN_AFTER

    def next(self) -> Card | None:
        """The card to ask now, not taken yet: one whose return is due, else one that waits, else one that returns."""
        ready = [card for place, card in self.returning if place <= len(self.answers)]
        if ready:
            return ready[0]
        if self.waiting:
            return self.waiting[0]
        return self._answered_longest_ago()

    def _answered_longest_ago(self) -> Card | None:
        """Of the cards that return, the one that keeps the greatest distance when nothing else is left to ask."""
        last = {answer.card.id: place for place, answer in enumerate(self.answers)}
        return min((card for _, card in self.returning), key=lambda card: last[card.id], default=None)

    @property
    def answers(self) -> list[Answer]:
        """Every answer so far."""
        return [answer for step in self.steps for answer in step.answers]

    def answered(self, answers: Sequence[Answer]) -> None:
        """Take the cards of a question or exercise, with what came of each; those missed will return."""
        self.steps.append(Step(tuple(answers), tuple(self.waiting), tuple(self.returning)))
        for answer in answers:
            self.drop(answer.card.id)
        for answer in answers:
            if answer.rating is Rating.AGAIN:
                self._return(answer.card)

    def _return(self, card: Card) -> None:
        missed = sum(a.card.id == card.id and a.rating is Rating.AGAIN for a in self.answers)
        place = len(self.answers) + self.distances[min(missed, len(self.distances)) - 1]
        self.returning.append((place, card))
        self.returning.sort(key=lambda item: item[0])

    def drop(self, card_id: str) -> None:
        """Take a card out of the session wherever it waits."""
        self.waiting = [card for card in self.waiting if card.id != card_id]
        self.returning = [(place, card) for place, card in self.returning if card.id != card_id]

    def set_aside(self, cards: Sequence[Card], *, with_answer: bool = False) -> None:
        """Take cards out of the session; undo brings them back, at once with the last answer or by itself."""
        if with_answer:
            self.steps[-1] = replace(self.steps[-1], aside=tuple(cards))
        else:
            self.steps.append(Step((), tuple(self.waiting), tuple(self.returning), tuple(cards)))
        for card in cards:
            self.drop(card.id)

    def undo(self) -> Step | None:
        """Go back to before the last answer, or before cards were put aside. None when there was neither."""
        if not self.steps:
            return None
        step = self.steps.pop()
        self.waiting, self.returning = list(step.waiting), list(step.returning)
        return step

    def rerated(self, answers: Sequence[Answer]) -> None:
        """Count the last answers with other ratings and reviews; what was put aside after them stays so."""
        later: list[tuple[Card, ...]] = []
        while self.steps and not self.steps[-1].answers:
            later.append(self.steps[-1].aside)
            self.undo()
        if self.undo():
            self.answered(answers)
        for cards in reversed(later):
            self.set_aside(cards)

    @property
    def last_step(self) -> Step | None:
        """The last answer, or those of the last exercise."""
        return next((step for step in reversed(self.steps) if step.answers), None)

    @property
    def left(self) -> int:
        """How many cards wait or return."""
        return len(self.waiting) + len(self.returning)

    @property
    def total(self) -> int:
        """How many different cards the session has, answered ones included."""
        ids = {a.card.id for a in self.answers} | {c.id for c in self.waiting} | {c.id for _, c in self.returning}
        return len(ids)

    @property
    def asked(self) -> int:
        """How many different cards were answered."""
        return len({answer.card.id for answer in self.answers})

    @property
    def score(self) -> Score:
        """How the session went, by the first answer to each card."""
        first: dict[str, Answer] = {}
        for answer in self.answers:
            first.setdefault(answer.card.id, answer)
        missed = tuple(answer.card for answer in first.values() if answer.rating is Rating.AGAIN)
        return Score(len(first), len(first) - len(missed), missed)


@dataclass(frozen=True, slots=True)
class Score:
    """Cards asked, cards right at the first try, and the ones that were not."""

    cards: int
    right: int
    missed: tuple[Card, ...]
