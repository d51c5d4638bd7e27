"""A session: which cards are asked, in what order, and what comes back. The quiz drives one; nothing here is stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from destal_cli.core.cards import Card
from destal_cli.core.grading import Rating
from destal_cli.core.values import dataclass, field, replace

if TYPE_CHECKING:
    from random import Random

RETURN_AFTER = (3, 6, 12)  # other answers before a missed card returns: the first time, the second, and every later one
_APART = 4  # cards between two of one fact, or of one passage
_BESIDE = 150  # characters between two passages of which each is shown with the other
_LOOK_AHEAD = 40


def in_turn(dues: Mapping[str, int], rng: Random, first: Collection[str] = ()) -> list[str]:
    """Due cards in the order of asking: those of `first`, then those overdue longest, those of one day shuffled."""
    cards = list(dues)
    rng.shuffle(cards)
    return sorted(cards, key=lambda card: (card not in first, dues[card]))


def interleaved(cards: Sequence[Card], rng: Random) -> list[Card]:
    """The cards in nearly their order, with siblings apart and what two neighbours have in common kept small.

    A proof that was just read has nothing of the next answer in it: cards of one passage are apart as well.
    """
    waiting = list(cards)
    order: list[Card] = []
    while waiting:
        recent = order[-_APART:]
        last = set(order[-1].fact.named) if order else set()
        window = waiting[:_LOOK_AHEAD]
        ranks = [
            (
                any(card.fact_id == other.fact_id for other in recent),
                any(_stand_together(card, other) for other in recent),
                len(last & set(card.fact.named)),
                place // 4,
                rng.random(),
            )
            for place, card in enumerate(window)
        ]
        order.append(waiting.pop(ranks.index(min(ranks))))
    return _siblings_apart(order)


def _stand_together(one: Card, other: Card) -> bool:
    """Whether two cards are proved by one passage, or by two that stand side by side."""
    here, there = one.fact.evidence, other.fact.evidence
    beside = here.start < there.end + _BESIDE and there.start < here.end + _BESIDE
    return beside and here.source == there.source and one.deck == other.deck


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
class Tally:
    """What a session knows of a card that it asked: the first rating, the misses, and the place of the last answer."""

    card: Card
    first: Rating
    missed: int
    last: int


@dataclass(frozen=True, slots=True)
class Step:
    """What undo takes back at once, with what it takes to go back.

    An answer of this session or those of one exercise, with the cards that were put aside for it, or cards put aside.
    `waited` are the places of the cards that waited, `before` the tallies of those that were answered, None at first.
    """

    answers: tuple[Answer, ...]
    waited: tuple[tuple[int, Card], ...]
    returning: tuple[tuple[int, Card], ...]
    before: tuple[Tally | None, ...] = ()
    aside: tuple[Card, ...] = ()


MOST_STEPS = 1_000  # that can be taken back


@dataclass(slots=True)
class Session:
    """Cards that wait, cards that return (with the number of answers after which they may), and what was done so far.

    `distances` are the answers before a missed card returns: the first time, the second ... and every later one.
    What it holds grows with the cards and not with the answers.
    """

    waiting: list[Card]
    returning: list[tuple[int, Card]] = field(default_factory=list)
    distances: Sequence[int] = RETURN_AFTER
    given: int = 0  # answers so far
    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=MOST_STEPS))
    tallies: dict[str, Tally] = field(default_factory=dict)

    def next(self) -> Card | None:
        """The card to ask now, not taken yet: one whose return is due, else one that waits, else one that returns."""
        if self.returning and self.returning[0][0] <= self.given:
            return self.returning[0][1]
        if self.waiting:
            return self.waiting[0]
        return self._answered_longest_ago()

    def _answered_longest_ago(self) -> Card | None:
        """Of the cards that return, the one that keeps the greatest distance when nothing else is left to ask."""
        cards = (card for _, card in self.returning)
        return min(cards, key=lambda card: self.tallies[card.id].last, default=None)

    def answered(self, answers: Sequence[Answer]) -> None:
        """Take the cards of a question or exercise, with what came of each; those missed will return."""
        cards = {answer.card.id for answer in answers}
        before = tuple(self.tallies.get(answer.card.id) for answer in answers)
        self._step(tuple(answers), cards, before)
        for answer in answers:
            self._count(answer)
        for answer in answers:
            if answer.rating is Rating.AGAIN:
                self._return(answer.card)

    def _step(self, answers: tuple[Answer, ...], cards: Collection[str], before: tuple[Tally | None, ...] = ()) -> None:
        """Take cards out of the session, so that it can be taken back."""
        waited = tuple((place, card) for place, card in enumerate(self.waiting) if card.id in cards)
        self.steps.append(Step(answers, waited, tuple(self.returning), before))
        for card in cards:
            self.drop(card)

    def _count(self, answer: Answer) -> None:
        card, known = answer.card, self.tallies.get(answer.card.id)
        missed = (known.missed if known else 0) + (answer.rating is Rating.AGAIN)
        self.tallies[card.id] = Tally(card, known.first if known else answer.rating, missed, self.given)
        self.given += 1

    def _return(self, card: Card) -> None:
        missed = self.tallies[card.id].missed
        place = self.given + self.distances[min(missed, len(self.distances)) - 1]
        self.returning.append((place, card))
        self.returning.sort(key=lambda item: item[0])

    def drop(self, card_id: str) -> None:
        """Take a card out of the session wherever it waits."""
        self.waiting = [card for card in self.waiting if card.id != card_id]
        self.returning = [(place, card) for place, card in self.returning if card.id != card_id]

    def set_aside(self, cards: Sequence[Card], *, with_answer: bool = False) -> None:
        """Take cards out of the session; undo brings them back, at once with the last answer or by itself."""
        if with_answer:
            last = self.steps.pop()
            self._step((), {card.id for card in cards})
            waited = _merged(last.waited, self.steps.pop().waited)
            self.steps.append(replace(last, waited=waited, aside=tuple(cards)))
        else:
            self._step((), {card.id for card in cards})
            self.steps.append(replace(self.steps.pop(), aside=tuple(cards)))

    def undo(self) -> Step | None:
        """Go back to before the last answer, or before cards were put aside. None when there was neither."""
        if not self.steps:
            return None
        step = self.steps.pop()
        for place, card in step.waited:
            self.waiting.insert(place, card)
        self.returning = list(step.returning)
        for answer, before in zip(step.answers, step.before, strict=True):
            if before is None:
                del self.tallies[answer.card.id]
            else:
                self.tallies[answer.card.id] = before
        self.given -= len(step.answers)
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
        return len({*self.tallies, *(c.id for c in self.waiting), *(c.id for _, c in self.returning)})

    @property
    def asked(self) -> int:
        """How many different cards were answered."""
        return len(self.tallies)

    @property
    def score(self) -> Score:
        """How the session went, by the first answer to each card."""
        missed = tuple(tally.card for tally in self.tallies.values() if tally.first is Rating.AGAIN)
        return Score(len(self.tallies), len(self.tallies) - len(missed), missed)


def _merged(first: tuple[tuple[int, Card], ...], second: tuple[tuple[int, Card], ...]) -> tuple[tuple[int, Card], ...]:
    """The places, before both, of cards that were taken out one after the other."""
    places = list(first)
    for place, card in second:
        shifted = place
        for earlier, _ in first:
            shifted += earlier <= shifted
        places.append((shifted, card))
    return tuple(sorted(places, key=lambda item: item[0]))


@dataclass(frozen=True, slots=True)
class Score:
    """Cards asked, cards right at the first try, and the ones that were not."""

    cards: int
    right: int
    missed: tuple[Card, ...]
