"""Exercises over several facts: putting events in order, placing one in time, matching, and telling two apart.

The quiz makes one when a card's form asks for it, and has its picks judged here. Only the cards in `rated` get a
review; the others fill up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from destal_cli.core.cards import Card
from destal_cli.core.check import answer_in, leaks
from destal_cli.core.choices import never_wrong
from destal_cli.core.dates import Edtf, human, nth, overlaps
from destal_cli.core.facts import AnswerType, Deck, EntityKind, Kind
from destal_cli.core.forms import Form
from destal_cli.core.grading import Outcome, Verdict
from destal_cli.core.text import fold, join_words, plural
from destal_cli.core.values import dataclass, replace

if TYPE_CHECKING:
    from random import Random

FEWEST, MOST = 4, 6  # facts to put in order
USUAL = 5
ANCHORS = (2, 4)  # known events that one is placed among
PAIRS = (3, 4)  # in a match


@dataclass(frozen=True, slots=True)
class Exercise:
    """What is asked, as it is shown.

    `items`: the events to put in order, shuffled; the known events in order of time, among which the one in `rated` is
    placed; or the cues to match. `options`: the answers that each cue can have. A pick is a number from 0: for `order`
    the items from the earliest on, for `place` how many items are earlier, else the option of each cue.
    """

    form: Form
    rated: tuple[Card, ...]
    items: tuple[Card, ...]
    options: tuple[str, ...] = ()

    @property
    def picks(self) -> int:
        """How many picks answer it."""
        return 1 if self.form is Form.PLACE else len(self.items)

    def said(self, card: Card, picks: Sequence[int]) -> str:
        """What picks say of one of the cards, for the log: its place, or the option that was chosen."""
        if self.form is Form.PLACE:
            return f"after {picks[0]} of {len(self.items)}"
        place = self.items.index(card)
        return (
            f"place {picks.index(place) + 1} of {len(picks)}" if self.form is Form.ORDER else self.options[picks[place]]
        )


def event(card: Card) -> str:
    """What an event is called without its date: the fact's statement, or the question where that would tell it."""
    telling = next(leaks(replace(card, prompt=card.fact.statement)), None)
    return card.prompt if telling or card.answer.date != card.fact.when else card.fact.statement.rstrip(".")


def date_of(card: Card) -> Edtf:
    """The date that a card asks for; raises ValueError for one that asks for something else."""
    if card.answer.date is None:
        raise ValueError(f"{card.id} asks for no date")
    return card.answer.date


def _differ(one: Card, other: Card) -> bool:
    return not overlaps(date_of(one), date_of(other))


def _first(card: Card) -> int:
    return date_of(card).earliest or 0


def _dated(card: Card, cards: Iterable[Card]) -> list[Card]:
    """The cards of other facts that ask for closed dates, one of each fact, nearest in time first."""
    found = {c.fact_id: c for c in cards if _has_ends(c) and c.fact_id != card.fact_id and event(c) != event(card)}
    return sorted(found.values(), key=lambda other: abs(_first(other) - _first(card)))


def _has_ends(card: Card) -> bool:
    date = card.answer.date
    return date is not None and date.start is not None and date.end is not None


def order(
    card: Card, partners: Sequence[Card], known: Sequence[Card], others: Sequence[Card], rng: Random
) -> Exercise | None:
    """The card among four to six events: `partners` are rated too, the rest fill up. None when there are too few."""
    if not _has_ends(card):
        return None
    chosen = [card]
    for other in [*_dated(card, partners), *_dated(card, known), *_dated(card, others)]:
        rated = other in partners
        enough = MOST if rated else USUAL
        if len(chosen) < enough and _adds(other, chosen):
            chosen.append(other)
    if len(chosen) < FEWEST:
        return None
    rated_cards = tuple(c for c in chosen if c is card or c in partners)
    rng.shuffle(chosen)
    return Exercise(Form.ORDER, rated_cards, tuple(chosen))


def _adds(card: Card, chosen: Sequence[Card]) -> bool:
    """Whether an event is another one than those chosen, and truly earlier or later than most of them."""
    if any(card.fact_id == c.fact_id or event(card) == event(c) for c in chosen):
        return False
    return _differ(card, chosen[0]) and sum(_differ(card, c) for c in chosen) * 2 > len(chosen)


def place(card: Card, known: Sequence[Card], rng: Random) -> Exercise | None:
    """The card on a timeline of known events, each truly earlier or later than the others. None without two."""
    if not _has_ends(card):
        return None
    chosen: list[Card] = []
    near = _dated(card, known)[: ANCHORS[1] * 2]
    rng.shuffle(near)
    for other in near:
        if len(chosen) < ANCHORS[1] and all(_differ(other, c) for c in (card, *chosen)):
            chosen.append(other)
    if len(chosen) < ANCHORS[0]:
        return None
    return Exercise(Form.PLACE, (card,), tuple(sorted(chosen, key=_first)))


def pair(card: Card, deck: Deck) -> tuple[str, str, str] | None:
    """What a card would match, as (table, cue, answer): a person with an office, a term with its meaning; else None."""
    fact, answer = card.fact, card.answer
    cue = ""
    if fact.kind is Kind.ROLE and len(fact.who) == 1:
        if answer.type is AnswerType.OFFICE:
            cue = deck.entities[fact.who[0]].name
        elif answer.entity == fact.who[0]:
            cue = fact.office
    elif fact.kind is Kind.TERM:
        cue = {AnswerType.TERM: fact.meaning, AnswerType.MEANING: fact.term}.get(answer.type, "")
    if not cue or answer_in(cue, card):
        return None
    return f"{fact.kind} {answer.type}", cue, answer.text


def match(
    card: Card, partners: Sequence[Card], others: Sequence[Card], decks: Mapping[str, Deck], rng: Random
) -> Exercise | None:
    """The card's cue among others with their answers: `partners` are rated too. None when there are too few."""
    own = pair(card, decks[card.deck])
    if own is None:
        return None
    everyone = [card, *partners, *others]
    true = {(fold(found[1]), fold(found[2])) for found in (pair(c, decks[c.deck]) for c in everyone) if found}
    chosen = [card]
    for other in (*partners, *others):
        found = pair(other, decks[other.deck])
        alike = found is not None and found[0] == own[0] and len(chosen) < PAIRS[1]
        if alike and all(_tell_apart(other, c, decks, true) for c in chosen):
            chosen.append(other)
    if len(chosen) < PAIRS[0]:
        return None
    rated = tuple(c for c in chosen if c is card or c in partners)
    options = [c.answer.text for c in chosen]
    rng.shuffle(chosen)
    rng.shuffle(options)
    return Exercise(Form.MATCH, rated, tuple(chosen), tuple(options))


def _tell_apart(one: Card, other: Card, decks: Mapping[str, Deck], true: set[tuple[str, str]]) -> bool:
    """Whether two pairs share no side by any name, and neither's answer is right, or to be avoided, for the other."""
    if one.deck != other.deck and _called(one, decks[one.deck]) & _called(other, decks[other.deck]):
        return False
    for card, beside in ((one, other), (other, one)):
        own, next_to = pair(card, decks[card.deck]), pair(beside, decks[beside.deck])
        if own is None or next_to is None or fold(own[1]) == fold(next_to[1]):
            return False
        if (fold(own[1]), fold(next_to[2])) in true or fold(next_to[2]) in never_wrong(card, decks[card.deck]):
            return False
    return True


def _called(card: Card, deck: Deck) -> set[str]:
    """Every name, folded, of the person or the term of a pair, which other decks may show by another."""
    fact = card.fact
    names = deck.entities[fact.who[0]].names if fact.kind is Kind.ROLE else (fact.term, *fact.also)
    return {fold(name) for name in names}


def contrast(
    card: Card, other: str, partners: Sequence[Card], others: Sequence[Card], decks: Mapping[str, Deck], rng: Random
) -> Exercise:
    """The card side by side with one whose answer is `other`, which it was confused with; the answers are these two.

    Alone where no such card can stand beside it.
    """
    beside = [c for c in (*partners, *others) if _beside(c, card, other, decks)][:1]
    items = [card, *beside]
    rng.shuffle(items)
    options = [card.answer.text, other]
    rng.shuffle(options)
    return Exercise(Form.CONTRAST, (card, *(c for c in beside if c in partners)), tuple(items), tuple(options))


def _beside(other: Card, card: Card, answer: str, decks: Mapping[str, Deck]) -> bool:
    """Whether a card has the answer, the other's is of its sort and wrong for it, and neither question tells one."""
    if fold(other.answer.text) != fold(answer) or _sort(other, decks) != _sort(card, decks):
        return False
    if fold(card.answer.text) in never_wrong(other, decks[other.deck]):
        return False
    return not answer_in(other.prompt, card) and not answer_in(card.prompt, other)


def _sort(card: Card, decks: Mapping[str, Deck]) -> tuple[AnswerType, EntityKind | None]:
    """What a card's answer is, and what kind of entity if it is one."""
    entity = card.answer.entity
    return card.answer.type, decks[card.deck].entities[entity].kind if entity else None


def cue(card: Card, exercise: Exercise, decks: Mapping[str, Deck]) -> str:
    """How an item of an exercise is shown; items come from several decks."""
    if exercise.form is Form.CONTRAST:
        return card.prompt
    found = pair(card, decks[card.deck]) if exercise.form is Form.MATCH else None
    return found[1] if found else event(card)


def judged(exercise: Exercise, picks: Sequence[int]) -> dict[str, Verdict]:
    """The verdict on each card of an exercise, by the card's id; only those of the rated ones become reviews."""
    if exercise.form is Form.ORDER:
        return _judged_order([exercise.items[pick] for pick in picks])
    if exercise.form is Form.PLACE:
        return {exercise.rated[0].id: _judged_place(exercise, picks[0])}
    chosen = {card.id: exercise.options[pick] for card, pick in zip(exercise.items, picks, strict=True)}
    return {card.id: _judged_option(card, chosen[card.id]) for card in exercise.items}


def _judged_option(card: Card, chosen: str) -> Verdict:
    if fold(chosen) == fold(card.answer.text):
        return Verdict(Outcome.RIGHT, card.answer.text)
    return Verdict(Outcome.WRONG, f"you chose {chosen}", confused_with=chosen)


def _judged_order(said: Sequence[Card]) -> dict[str, Verdict]:
    """By the pairs that a card is on the wrong side of; those whose dates overlap are ties, and free.

    One card far out of its place drags no other down: whoever has most wrong pairs, two or more and more than any
    other, is misplaced, and the rest is judged without it. One wrong pair left is nearly right.
    """
    wrong = {card.id: set[str]() for card in said}
    for earlier, later in combinations(said, 2):
        if _differ(earlier, later) and _first(earlier) > _first(later):
            wrong[earlier.id].add(later.id)
            wrong[later.id].add(earlier.id)
    misplaced = _misplaced(wrong)
    names = {card.id: event(card) for card in said}
    places = {card.id: place for place, card in enumerate(said, 1)}
    return {
        card.id: Verdict(Outcome.WRONG, f"out of place: you put it {nth(places[card.id])}")
        if card.id in misplaced or len(wrong[card.id]) > 1
        else _nearly(card, wrong[card.id], names)
        for card in said
    }


def _misplaced(wrong: dict[str, set[str]]) -> set[str]:
    """Takes the worst cards out of the pairs, one by one while one is the worst; returns them."""
    taken: set[str] = set()
    while True:
        ranked = sorted(wrong, key=lambda card: -len(wrong[card]))
        worst, most = ranked[0], len(wrong[ranked[0]])
        if most < 2 or (len(ranked) > 1 and len(wrong[ranked[1]]) == most):
            return taken
        taken.add(worst)
        for other in wrong[worst]:
            wrong[other].discard(worst)
        wrong[worst] = set()


def _nearly(card: Card, wrong: set[str], names: dict[str, str]) -> Verdict:
    if wrong:
        return Verdict(Outcome.PARTIAL, f"the wrong way round with “{names[next(iter(wrong))]}”")
    return Verdict(Outcome.RIGHT, human(date_of(card)))


def right_gap(exercise: Exercise) -> int:
    """How many of the known events are earlier than the one that is placed."""
    return sum(_first(item) < _first(exercise.rated[0]) for item in exercise.items)


def _judged_place(exercise: Exercise, gap: int) -> Verdict:
    card = exercise.rated[0]
    date = human(date_of(card))
    if gap == right_gap(exercise):
        return Verdict(Outcome.RIGHT, date)
    days = days_off(exercise, gap)
    return Verdict(Outcome.WRONG, f"{ago(abs(days))} too {'early' if days < 0 else 'late'}, at least: it was {date}")


def days_off(exercise: Exercise, gap: int) -> int:
    """How many days lie between the gap that was picked and the event, at least; negative when it was put too early."""
    date = date_of(exercise.rated[0])
    right = right_gap(exercise)
    if gap < right:
        return (date_of(exercise.items[gap]).latest or 0) - (date.earliest or 0)
    if gap > right:
        return (date_of(exercise.items[gap - 1]).earliest or 0) - (date.latest or 0)
    return 0


def ago(days: int) -> str:
    """A stretch of time in its two largest units: `2 years and 3 months`, `5 months`, `12 days`."""
    if days < 60:
        return plural(days, "day")
    years, months = divmod(round(days / 30.44), 12)
    parts = (plural(count, unit) for count, unit in ((years, "year"), (months, "month")) if count)
    return join_words(parts)
