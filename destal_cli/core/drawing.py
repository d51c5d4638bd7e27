"""How a card is asked now: by its rung, what the learner confused, and what else there is to ask it with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from destal_cli.core import exercises
from destal_cli.core.cards import Card
from destal_cli.core.choices import Candidate, mixed_up, wrong_answers
from destal_cli.core.confusions import Confusions
from destal_cli.core.exercises import Exercise
from destal_cli.core.facts import Deck, Entity
from destal_cli.core.forms import EXERCISES, Form, fits, forms_of, ladder
from destal_cli.core.grading import Setting
from destal_cli.core.memory import Memory
from destal_cli.core.session import Session
from destal_cli.core.values import dataclass, replace

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card's form, with the answers to choose from or the exercise that it is asked in."""

    form: Form
    choices: tuple[str, ...] = ()
    exercise: Exercise | None = None


class Stock(Protocol):
    """What questions are made of beside the card; of large decks it gives what is near."""

    @property
    def decks(self) -> Mapping[str, Deck]:
        """The decks by their ids."""

    def rivals(self, card: Card) -> Sequence[Candidate]:
        """What could be offered as a wrong answer to a card."""

    def right_elsewhere(self, card: Card) -> Sequence[str]:
        """The answers of other cards that ask the same."""

    def beside(self, card: Card, form: Form) -> Sequence[Card]:
        """Other cards, to fill up an exercise in a form."""

    def confusions(self, answer: str) -> Confusions:
        """What the learner took an answer for, or took for it."""

    def entities(self, card: Card, typed: str) -> Mapping[str, Entity]:
        """The entities that may be meant by what is typed as the answer to a card, by `deck/entity`."""

    def span(self, deck: str) -> tuple[int, int] | None:
        """The first and last year of a deck."""


@dataclass(frozen=True)
class Drawing:
    """How the cards of one session are asked; a form in `wanted` fixes how every card is."""

    stock: Stock
    rng: Random
    wanted: Form | None = None

    def draw(self, card: Card, session: Session, memory: Mapping[str, Memory]) -> Drawn:
        """The first form of the card's rung, or of one above, that can be made now; a contrast where one is due."""
        known = memory.get(card.id)
        rung, turn = (known.rung, known.reviews) if known else (0, 0)
        forms = forms_of(card, rung, turn, self.wanted)
        if not self.wanted and self._mixed_up(card):
            forms.insert(0, Form.CONTRAST)
        made = (self._made(form, card, session, memory) for form in forms)
        return next(drawn for drawn in made if drawn)

    def _made(self, form: Form, card: Card, session: Session, memory: Mapping[str, Memory]) -> Drawn | None:
        if form is Form.CHOICE:
            choices = self._choices(card)
            return Drawn(form, choices) if choices else None
        if form not in EXERCISES:
            return Drawn(form)
        exercise = self._exercise(form, card, session, memory)
        return Drawn(form, exercise=exercise) if exercise else None

    def _choices(self, card: Card) -> tuple[str, ...]:
        confused = [text for text, _ in self.stock.confusions(card.answer.text).of(card.answer.text)]
        deck, pool = self.stock.decks[card.deck], self.stock.rivals(card)
        wrong = wrong_answers(self._fair(card), deck, pool, self.rng, confused=confused)
        choices = [card.answer.text, *wrong]
        self.rng.shuffle(choices)
        return tuple(choices) if wrong else ()

    def _fair(self, card: Card) -> Card:
        """A card that avoids as wrong what another card, of whatever deck, has as the answer to the same question."""
        right = self.stock.right_elsewhere(card)
        return replace(card, avoid=(*card.avoid, *right)) if right else card

    def _exercise(self, form: Form, card: Card, session: Session, memory: Mapping[str, Memory]) -> Exercise | None:
        """With the cards that wait and may be asked along, and others of which nothing is given away."""
        partners = [c for c in session.waiting if c.id != card.id and self._may_join(c, form, memory)]
        coming = {c.id for c in session.waiting} | {c.id for _, c in session.returning} | {card.id}
        rest = [c for c in self.stock.beside(card, form) if c.id not in coming]
        self.rng.shuffle(rest)
        known = [c for c in rest if c.id in memory]
        match form:
            case Form.ORDER:
                return exercises.order(card, partners, known, rest, self.rng)
            case Form.PLACE:
                return exercises.place(card, known, self.rng)
            case Form.MATCH:
                return exercises.match(card, partners, [*known, *rest], self.stock.decks, self.rng)
        return exercises.contrast(card, self._mixed_up(card), partners, known, self.stock.decks, self.rng)

    def _mixed_up(self, card: Card) -> str:
        """The answer to contrast a card's with now, if one is due that is fit to stand beside it."""
        due = self.stock.confusions(card.answer.text).to_contrast(card)
        if not due:
            return ""
        fit = mixed_up(self._fair(card), self.stock.decks[card.deck], self.stock.rivals(card), due)
        return next((text for text in due if text in fit), "")

    def _may_join(self, card: Card, form: Form, memory: Mapping[str, Memory]) -> bool:
        """Whether a card that waits can be asked in the same exercise: it stands on a rung that has the form."""
        if self.wanted:
            return fits(card, form)
        known = memory.get(card.id)
        if known is None or form is Form.CONTRAST:
            return known is not None
        rungs = ladder(card)
        return form in rungs[min(known.rung, len(rungs) - 1)]


def setting_of(card: Card, stock: Stock, day_first: bool, typed: str = "") -> Setting:
    """What the judge may know beside a card's answer: names, other answers, and its own deck's years."""
    own, found = card.answer.entity, dict[str, Entity]()
    others: frozenset[str] = frozenset()
    if own is not None:
        kind, found = stock.decks[card.deck].entities[own].kind, dict(stock.entities(card, typed))
        others = frozenset(name for name, entity in found.items() if entity.kind is not kind)
    return Setting(
        names={name: entity.names for name, entity in found.items()},
        others=others,
        texts=tuple(c.text for c in stock.rivals(card) if c.text != card.answer.text),
        day_first=day_first,
        span=stock.span(card.deck),
    )
