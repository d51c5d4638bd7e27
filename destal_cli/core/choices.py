"""Wrong answers to stand beside the right one: of its type, plausible, and wrong beyond doubt.

The quiz offers them in choices; `destal check` holds that every card has at least three.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from destal_cli.core.cards import Card, show_number
from destal_cli.core.dates import FIRST_YEAR, LAST_YEAR, Edtf, Precision, human, overlaps
from destal_cli.core.facts import Answer, AnswerType, Deck, EntityKind
from destal_cli.core.text import fold, words

ENOUGH = 3
_WIDTH = {Precision.DECADE: 10, Precision.CENTURY: 100}  # years that a date of the precision covers
_FACTORS = (0.35, 0.5, 0.6, 0.75, 1.4, 1.7, 2.0, 2.6, 3.5)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be offered as a wrong answer: a text, its other names, and what it would answer.

    `tags` are those of the facts that name it, and say how near it is to a card's fact.
    """

    text: str
    type: AnswerType
    names: tuple[str, ...] = ()
    kind: EntityKind | None = None
    date: Edtf | None = None
    entity: str = ""
    fact: str = ""
    tags: frozenset[str] = frozenset()


def candidates(decks: Iterable[Deck]) -> list[Candidate]:
    """Everything in the decks that could be a wrong answer to something, each once."""
    found: dict[tuple[AnswerType, str], Candidate] = {}
    for deck in decks:
        tags: dict[str, set[str]] = {}
        for fact in deck.facts:
            for name in fact.named:
                tags.setdefault(name, set()).update(fact.tags)
        for entity in deck.entities.values():
            kind = AnswerType.PERSON if entity.kind is EntityKind.PERSON else AnswerType.NAME
            of_entity = frozenset(tags.get(entity.id, ()))
            candidate = Candidate(entity.name, kind, entity.aliases, entity.kind, entity=entity.id, tags=of_entity)
            found.setdefault((kind, fold(entity.name)), candidate)
        for fact in deck.facts:
            if fact.when:
                text = human(fact.when)
                found.setdefault((AnswerType.DATE, text), Candidate(text, AnswerType.DATE, date=fact.when))
            for part in (AnswerType.TERM, AnswerType.OFFICE, AnswerType.MEANING, AnswerType.WORDS):
                text = getattr(fact, part)
                if text:
                    names = fact.also if part in (AnswerType.TERM, AnswerType.OFFICE) else ()
                    found.setdefault((part, fold(text)), Candidate(text, part, names, fact=fact.id))
    return list(found.values())


def wrong_answers(card: Card, deck: Deck, pool: Sequence[Candidate], rng: Random, count: int = ENOUGH) -> list[str]:
    """Up to `count` wrong answers: the author's first, then the nearest of the same type from the pool."""
    chosen = [text for text in card.choices if not _is_right(text, card)]
    if len(chosen) > count:
        chosen = rng.sample(chosen, count)
    if len(chosen) < count:
        for text in _ranked(card, deck, pool, rng):
            if not _clashes(text, [*chosen, card.answer.text]):
                chosen.append(text)
            if len(chosen) == count:
                break
    return chosen[:count]


def _clashes(text: str, others: Iterable[str]) -> bool:
    return fold(text) in {fold(other) for other in others}


def _is_right(text: str, card: Card) -> bool:
    return _clashes(text, (card.answer.text, *card.answer.also))


def _ranked(card: Card, deck: Deck, pool: Sequence[Candidate], rng: Random) -> list[str]:
    """Fitting wrong answers, nearest first, with a little chance so that a card does not always look the same."""
    if card.answer.type is AnswerType.NUMBER:
        return _numbers(card.answer, rng)
    fitting = [c for c in pool if _fits(c, card, deck)]
    scored = sorted(fitting, key=lambda c: _distance(c, card) + rng.random())
    near = [c.text for c in scored]
    if card.answer.type is AnswerType.DATE:
        alike = [c.text for c in scored if c.date and _same_shape(c.date, card.answer.date)]
        return [*alike, *(text for text in _dates(card.answer, rng) if text not in near)]
    return near


def _fits(candidate: Candidate, card: Card, deck: Deck) -> bool:
    answer = card.answer
    if candidate.type is not answer.type or _is_right(candidate.text, card):
        return False
    if candidate.date and answer.date:
        return not overlaps(candidate.date, answer.date)
    if answer.entity is not None and candidate.kind is not deck.entities[answer.entity].kind:
        return False
    avoided = {fold(text) for text in card.avoid}
    if candidate.entity in (*card.fact.named, *card.avoid) or candidate.fact == card.fact.id:
        return False
    names = (candidate.text, *candidate.names)
    return not any(fold(name) in avoided or _stands_in(name, card.prompt) for name in names)


def _stands_in(name: str, prompt: str) -> bool:
    return f" {' '.join(words(name))} " in f" {' '.join(words(prompt))} "


def _distance(candidate: Candidate, card: Card) -> float:
    """How far a candidate is from the answer: years between dates on a log scale, topics, or the length of texts."""
    if candidate.date and card.answer.date:
        return math.log1p(abs((candidate.date.earliest or 0) - (card.answer.date.earliest or 0)) / 365)
    if candidate.entity:
        return 0.0 if candidate.tags & set(card.fact.tags) else 1.0 - min(len(candidate.tags), 4) / 5
    return abs(len(candidate.text) - len(card.answer.text)) / 12


def _same_shape(one: Edtf, other: Edtf | None) -> bool:
    return other is not None and (one.precision, one.is_range) == (other.precision, other.is_range)


def _dates(answer: Answer, rng: Random) -> list[str]:
    """The answer's date moved by some years, never so that it overlaps the truth."""
    date = answer.date
    if date is None:
        return []
    span = max(_WIDTH.get(date.precision, 1), (date.last_year or 0) - (date.first_year or 0) + 1)
    steps = [step * span for step in (-4, -3, -2, -1, 1, 2, 3, 4)]
    rng.shuffle(steps)
    moved = (_moved(date, step) for step in steps)
    return [human(m) for m in moved if m is not None and not overlaps(m, date)]


def _moved(date: Edtf, years: int) -> Edtf | None:
    """The same date some years later; None when the calendar does not go that far."""
    start, end = (
        replace(point, year=point.year + years, day=min(point.day, 28) if point.month == 2 else point.day)
        if point
        else None
        for point in (date.start, date.end)
    )
    if any(point and not FIRST_YEAR <= point.year <= LAST_YEAR for point in (start, end)):
        return None
    return Edtf(start, end)


def _numbers(answer: Answer, rng: Random) -> list[str]:
    """Numbers of the same roundness that are too far off to count as right."""
    number = answer.number or 0.0
    if number == int(number) and abs(number) <= 30:
        near = [n for n in range(max(1, int(number) - 4), int(number) + 5) if n != number]
        rng.shuffle(near)
        return [show_number(n) for n in near]
    digits = str(int(abs(number)))
    unit = 10 ** (len(digits) - len(digits.rstrip("0")))
    scaled = (round(number * factor * rng.uniform(0.93, 1.07) / unit) * unit for factor in _FACTORS)
    far = [n for n in dict.fromkeys(scaled) if abs(n - number) > abs(number) * 0.2]
    rng.shuffle(far)
    return [show_number(n) for n in far]
