"""Leeches: cards that keep lapsing, each with what to do about it. `destal scores` lists them, the quiz may say one.

What helps is read off the card's own reviews: what it was taken for, in which forms it lapsed, and how long its answer
is. Every piece of advice ends in a command.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

from destal_cli.core.cards import Card
from destal_cli.core.facts import AnswerType
from destal_cli.core.forms import LONGEST_TYPED, WRITTEN
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Review, standing
from destal_cli.core.text import fold, one_line, plural, words
from destal_cli.core.values import dataclass

CONFUSED_TIMES = 2
TYPED_LAPSES = 3  # in written forms alone, from which spelling may be what is missing
_ENTITIES = (AnswerType.PERSON, AnswerType.NAME)


@dataclass(frozen=True, slots=True)
class Leech:
    """A card that keeps lapsing: how often it did, why that may be, what to do about it, and the command to type."""

    card: Card
    lapses: int
    why: str
    advice: str
    command: str


def leeches(
    cards: Iterable[Card], lapses: Mapping[str, int], reviews: Iterable[Review], known: Container[str] = ()
) -> tuple[Leech, ...]:
    """What to do about some leeches; `reviews` are at least all of theirs, oldest first.

    `known` has what can be looked up by its name, folded: entities, terms and offices.
    """
    rows: dict[str, list[Review]] = {}
    for review in standing(reviews):
        rows.setdefault(review.card, []).append(review)
    return tuple(leech(card, lapses[card.id], rows.get(card.id, []), known) for card in cards)


def leech(card: Card, lapses: int, reviews: Sequence[Review], known: Container[str] = ()) -> Leech:
    """A card that lapsed so often, with what to do about it by its own reviews that stand."""
    found = (
        _adrift(card, reviews)
        or _confused(card, reviews, known)
        or _misspelt(card, reviews)
        or _too_long(card)
        or _stuck(card)
    )
    return Leech(card, lapses, *found)


Advice = tuple[str, str, str]  # why, what to do, the command


def _adrift(card: Card, reviews: Sequence[Review]) -> Advice | None:
    """A date holds better between its neighbours."""
    when = card.answer.date
    if when is None or when.first_year is None or when.first_year < 1:
        return None
    first, last = when.first_year, max(when.first_year, when.last_year or 0)
    command = f"destal timeline --deck {_said(card.deck)} --from {max(1, first - 1):04d} --to {last + 1:04d}"
    why = _taken(card, reviews)[0] or "a date without neighbours"
    return why, "see what came before and after", command


def _confused(card: Card, reviews: Sequence[Review], known: Container[str]) -> Advice | None:
    """Two answers that are taken for each other are told apart by seeing both at once."""
    why, other = _taken(card, reviews)
    if not why:
        return None
    if fold(other) not in known:
        return why, "reword the question to rule that out", _edit(card)
    look = "people" if card.answer.type in _ENTITIES else "facts"
    return why, "see both side by side", f"destal {look} {_said(other)}"


def _taken(card: Card, reviews: Sequence[Review]) -> tuple[str, str]:
    """What the answer is most often taken for, in words and as it is written; nothing when that was but once."""
    own = fold(card.answer.text)
    taken = Counter(one_line(r.confused_with) for r in reviews if fold(r.confused_with) not in ("", own))
    other, times = min(taken.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return (f"taken for {other} {plural(times, 'time')}", other) if times >= CONFUSED_TIMES else ("", "")


def _misspelt(card: Card, reviews: Sequence[Review]) -> Advice | None:
    """Known in other forms, and lapsed only where it was typed: perhaps what was typed should count."""
    lapses = [r for r in reviews[1:] if r.rating is Rating.AGAIN]
    typed = [r for r in lapses if r.form in WRITTEN and r.answer]
    known = any(r.rating > Rating.AGAIN and r.form not in WRITTEN for r in reviews)
    if len(typed) < max(TYPED_LAPSES, len(lapses)) or not known or card.answer.number is not None:
        return None
    what = "an alias" if card.answer.type in _ENTITIES else "another right answer"
    return "missed only when typed", f"add what you type as {what}", _edit(card)


def _too_long(card: Card) -> Advice | None:
    count = len(words(card.answer.text))
    if count <= LONGEST_TYPED:
        return None
    return f"an answer of {plural(count, 'word')}", "split it, or ask for its key word", _edit(card)


def _stuck(card: Card) -> Advice:
    return "nothing in common in its lapses", "put it aside until it matters", f"destal suspend {_said(card.id)}"


def _edit(card: Card) -> str:
    return f"destal decks edit {_said(card.deck)} {_said(card.fact.id)}"


def _said(text: str) -> str:
    """A word of a command, in quotes where a shell needs them."""
    if re.fullmatch(r"[\w./:@-]+", text):
        return text
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'
