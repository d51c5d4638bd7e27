"""The forms that a card can be asked in: the ladder from recognising to recalling, and what success in each is worth.

Everything about forms that is a number or an order stands in the tables here; `exercises` makes those over several
facts, `memory` asks what a success is worth, and the quiz which form is next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from destal_cli.core.cards import Card
from destal_cli.core.facts import AnswerType, Kind
from destal_cli.core.text import words

LONGEST_TYPED = 6  # words
CLIMB = (1.0, 4.0)  # days of stability that a success must leave for the next rung, from each rung
ENOUGH_TIMES = 20  # right answers in a form from which a learner's own pace is known
SLOW = 3.0  # times the median
NEVER_SLOW = 10_000  # milliseconds


class Form(StrEnum):
    """How a card is asked. `date` and `number` are typed, and echoed as they are understood."""

    FLASHCARD = "flashcard"
    CHOICE = "choice"
    TYPED = "typed"
    DATE = "date"
    NUMBER = "number"
    ORDER = "order"
    PLACE = "place"
    MATCH = "match"
    CONTRAST = "contrast"


WRITTEN = frozenset({Form.TYPED, Form.DATE, Form.NUMBER})
RECALL = WRITTEN | {Form.FLASHCARD}
EXERCISES = frozenset({Form.ORDER, Form.PLACE, Form.MATCH, Form.CONTRAST})

# The chance of being right without knowing: a guess among four answers, five gaps, five places, two names.
GUESS: Mapping[str, float] = {
    Form.CHOICE: 1 / 4,
    Form.MATCH: 1 / 4,
    Form.PLACE: 1 / 5,
    Form.ORDER: 1 / 5,
    Form.CONTRAST: 1 / 2,
}

Rungs = tuple[tuple[Form, ...], ...]
_NAMES: Rungs = ((Form.CHOICE,), (Form.MATCH,), (Form.TYPED,))
LADDERS: dict[AnswerType, Rungs] = {
    AnswerType.DATE: ((Form.CHOICE,), (Form.ORDER, Form.PLACE), (Form.DATE,)),
    AnswerType.NUMBER: ((Form.CHOICE,), (Form.NUMBER,)),
    AnswerType.PERSON: _NAMES,
    AnswerType.NAME: _NAMES,
    AnswerType.TERM: _NAMES,
    AnswerType.OFFICE: _NAMES,
    AnswerType.TEXT: _NAMES,
    AnswerType.MEANING: ((Form.CHOICE,), (Form.MATCH,), (Form.FLASHCARD,)),
    AnswerType.WORDS: ((Form.CHOICE,), (Form.FLASHCARD,)),
}


def ladder(card: Card) -> Rungs:
    """The rungs of a card, from the one that helps most; an answer too long to be typed is a flashcard's."""
    return _rungs(card.answer.type, _is_matched(card), can_be_typed(card))


@lru_cache
def _rungs(answer: AnswerType, matched: bool, typed: bool) -> Rungs:
    rungs = tuple(rung for rung in LADDERS[answer] if Form.MATCH not in rung or matched)
    if rungs[-1][0] in WRITTEN and not typed:
        return (*rungs[:-1], (Form.FLASHCARD,))
    return rungs


def _is_matched(card: Card) -> bool:
    """Whether a card asks for one side of a pair: a holder and an office, a term and its meaning."""
    if card.fact.kind is Kind.ROLE:
        return card.answer.type is AnswerType.OFFICE or card.answer.entity in card.fact.who
    return card.fact.kind is Kind.TERM and card.answer.type in (AnswerType.TERM, AnswerType.MEANING)


def can_be_typed(card: Card) -> bool:
    """Whether the answer is short and certain enough to be typed and judged."""
    return LADDERS[card.answer.type][-1][0] in WRITTEN and _is_short(card.answer.text)


@lru_cache(maxsize=1024)
def _is_short(text: str) -> bool:
    return len(words(text)) <= LONGEST_TYPED


def fits(card: Card, form: Form) -> bool:
    """Whether a card can be asked in a form, as far as the card itself goes; `typed` stands for what is written."""
    return form in fitting(card)


def fitting(card: Card) -> frozenset[Form]:
    """The forms that a card fits."""
    return _fitting(card.answer.type, _is_matched(card), can_be_typed(card))


@lru_cache
def _fitting(answer: AnswerType, matched: bool, typed: bool) -> frozenset[Form]:
    standing = {form for rung in _rungs(answer, matched, typed) for form in rung if form is not Form.TYPED}
    return frozenset({Form.FLASHCARD, Form.CHOICE} | ({Form.TYPED} if typed else set()) | standing)


def forms_of(card: Card, rung: int, turn: int = 0, wanted: Form | None = None) -> list[Form]:
    """The forms to try for a card on a rung, in order: those of the rung by turns, then those of the rungs above it.

    A wanted form comes first, and recall after it where it cannot be made. A flashcard always can.
    """
    rungs = ladder(card)
    if wanted:
        written = can_be_typed(card) and rungs[-1][0]
        first = written or Form.FLASHCARD if wanted is Form.TYPED else wanted
        return [first, *rungs[-1], Form.FLASHCARD]
    here = rungs[min(rung, len(rungs) - 1)]
    turned = [here[(turn + place) % len(here)] for place in range(len(here))]
    return [*turned, *(form for above in rungs[rung + 1 :] for form in above), Form.FLASHCARD]


def rung_of(card: Card, form: Form) -> int:
    """The rung of a card's ladder that a form stands on: the flashcard beside recall, a contrast beside choice."""
    rungs = ladder(card)
    if form in RECALL:
        return len(rungs) - 1
    return next((number for number, rung in enumerate(rungs) if form in rung), 0)


def slow_after(times: Sequence[int]) -> int | None:
    """Milliseconds after which a right answer is slow for this learner, by the times of her right answers in a form.

    None while there are too few of them to tell.
    """
    if len(times) < ENOUGH_TIMES:
        return None
    return max(NEVER_SLOW, round(SLOW * sorted(times)[len(times) // 2]))
