"""How a card is asked now: by its rung, what the learner confused, and what else there is to ask it with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from destal_cli.core import exercises
from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.choices import Candidate, candidates, mixed_up, wrong_answers
from destal_cli.core.confusions import Confusions, confusions
from destal_cli.core.exercises import Exercise
from destal_cli.core.facts import AnswerType, Deck
from destal_cli.core.forms import EXERCISES, Form, fits, forms_of, ladder
from destal_cli.core.grading import Setting
from destal_cli.core.memory import Memory, Review
from destal_cli.core.session import Session


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card's form, with the answers to choose from or the exercise that it is asked in."""

    form: Form
    choices: tuple[str, ...] = ()
    exercise: Exercise | None = None


@dataclass
class Drawing:
    """What questions are made of in one session; a form in `wanted` fixes how every card is asked."""

    decks: Mapping[str, Deck]
    rng: Random
    wanted: Form | None = None
    confusions: Confusions = field(default_factory=Confusions)

    def learn(self, reviews: Iterable[Review]) -> None:
        """Take the learner's confusions from reviews that stand, oldest first."""
        self.confusions = confusions(reviews, {card.id: card for card in self.cards})

    @cached_property
    def pool(self) -> list[Candidate]:
        """What could be offered as wrong answers."""
        return candidates(self.decks.values())

    @cached_property
    def cards(self) -> list[Card]:
        """Every card of the decks, to fill exercises up with."""
        return [card for deck in self.decks.values() for card in cards_of_deck(deck)]

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
        confused = [text for text, _ in self.confusions.of(card.answer.text)]
        wrong = wrong_answers(card, self.decks[card.deck], self.pool, self.rng, confused=confused)
        choices = [card.answer.text, *wrong]
        self.rng.shuffle(choices)
        return tuple(choices) if wrong else ()

    def _exercise(self, form: Form, card: Card, session: Session, memory: Mapping[str, Memory]) -> Exercise | None:
        """With the cards that wait and may be asked along, and others of which nothing is given away."""
        partners = [c for c in session.waiting if c.id != card.id and self._may_join(c, form, memory)]
        coming = {c.id for c in session.waiting} | {c.id for _, c in session.returning} | {card.id}
        rest = [c for c in self.cards if c.id not in coming]
        self.rng.shuffle(rest)
        known = [c for c in rest if c.id in memory]
        match form:
            case Form.ORDER:
                return exercises.order(card, partners, known, rest, self.rng)
            case Form.PLACE:
                return exercises.place(card, known, self.rng)
            case Form.MATCH:
                return exercises.match(card, partners, [*known, *rest], self.decks, self.rng)
        return exercises.contrast(card, self._mixed_up(card), partners, known, self.decks, self.rng)

    def _mixed_up(self, card: Card) -> str:
        """The answer to contrast a card's with now, if one is due that is fit to stand beside it."""
        due = self.confusions.to_contrast(card)
        fit = mixed_up(card, self.decks[card.deck], self.pool, due) if due else []
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


def setting_of(card: Card, decks: Iterable[Deck], day_first: bool, pool: Sequence[Candidate] | None = None) -> Setting:
    """What the judge may know beside a card's answer: the names and answers of all decks, and its own deck's years."""
    decks = list(decks)
    named = card.answer.type in (AnswerType.PERSON, AnswerType.NAME)
    own = next(deck for deck in decks if deck.id == card.deck)
    years = [y for f in own.facts if f.when for y in (f.when.first_year, f.when.last_year) if y is not None]
    others = candidates(decks) if pool is None else pool
    return Setting(
        names={f"{d.id}/{e.id}": e.names for d in decks for e in d.entities.values()} if named else {},
        texts=tuple(c.text for c in others if c.type is card.answer.type and c.text != card.answer.text),
        day_first=day_first,
        span=(min(years), max(years)) if years else None,
    )
