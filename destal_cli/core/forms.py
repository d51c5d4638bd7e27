"""The forms that a card can be asked in, and which one it is asked in now. The session asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from destal_cli.core.cards import Card
from destal_cli.core.facts import AnswerType
from destal_cli.core.memory import Memory
from destal_cli.core.text import words

LONGEST_TYPED = 6  # words
KNOWN = 1.0  # days of stability from which a card counts as known


class Form(StrEnum):
    """How a card is asked."""

    FLASHCARD = "flashcard"
    CHOICE = "choice"
    TYPED = "typed"


_NEVER_TYPED = (AnswerType.MEANING, AnswerType.WORDS)


def can_be_typed(card: Card) -> bool:
    """Whether the answer is short and certain enough to be typed and judged."""
    return card.answer.type not in _NEVER_TYPED and len(words(card.answer.text)) <= LONGEST_TYPED


def form_of(card: Card, memory: Memory | None, wrong: Sequence[str], wanted: Form | None = None) -> Form:
    """The form to ask a card in: a choice until it is known, then typed, unless one is wanted; each where it can be.

    `wrong` are the wrong answers that can be offered; without any a choice is none.
    """
    known = memory is not None and memory.stability >= KNOWN
    form = wanted or (Form.TYPED if known else Form.CHOICE)
    if form is Form.TYPED and not can_be_typed(card):
        return Form.FLASHCARD
    if form is Form.CHOICE and not wrong:
        return Form.TYPED if can_be_typed(card) and wanted is None else Form.FLASHCARD
    return form
