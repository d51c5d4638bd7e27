"""Wrong answers to stand beside the right one: of its type, plausible, and wrong beyond doubt.

The quiz offers them in choices; `destal check` holds that every card has at least three.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from destal_cli.core.cards import Card, show_number
from destal_cli.core.dates import FIRST_YEAR, LAST_YEAR, Edtf, Precision, edtf, human, overlaps
from destal_cli.core.facts import Answer, AnswerType, Deck, EntityKind, Fact
from destal_cli.core.text import fold, words
from destal_cli.core.values import dataclass, replace

if TYPE_CHECKING:
    from random import Random

ENOUGH = 3
_WIDTH = {Precision.DECADE: 10, Precision.CENTURY: 100}  # years that a date of the precision covers
_LONG_TIME = 40  # years; a longer range is offered beside others that it overlaps, with both ends elsewhere
_ELSEWHERE = 100.0
_FACTORS = (0.35, 0.5, 0.6, 0.75, 1.4, 1.7, 2.0, 2.6, 3.5)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be offered as a wrong answer: a text, its other names, and what it would answer.

    `tags` are those of the facts that name it, and say how near it is to a card's fact; `decks` are those that have it.
    `held` are the offices that it held, folded, each with its date as EDTF or nothing.
    """

    text: str
    type: AnswerType
    names: tuple[str, ...] = ()
    kind: EntityKind | None = None
    date: Edtf | None = None
    entity: str = ""
    tags: frozenset[str] = frozenset()
    decks: frozenset[str] = frozenset()
    held: frozenset[tuple[str, str]] = frozenset()


def candidates(decks: Iterable[Deck]) -> list[Candidate]:
    """Everything in the decks that could be a wrong answer to something, each once, whatever each deck calls it."""
    return joined((*_entities(deck), *_parts(deck)) for deck in decks)


def joined(decks: Iterable[Iterable[Candidate]]) -> list[Candidate]:
    """The candidates of several decks, each once."""
    found: list[Candidate] = []
    elsewhere: dict[tuple[AnswerType, str], int] = {}
    here: dict[tuple[AnswerType, str], int] = {}
    for deck in decks:
        for place in here.values():
            for key in _keys(found[place]):
                elsewhere.setdefault(key, place)
        here = {}
        for candidate in deck:
            own = candidate.type, _folded(candidate.text)
            same = here.get(own)
            if same is None and elsewhere:
                same = next((elsewhere[key] for key in _keys(candidate) if key in elsewhere), None)
            here[own] = len(found) if same is None else same
            if same is None:
                found.append(candidate)
            else:
                found[same] = _merged(found[same], candidate)
    return found


def _keys(candidate: Candidate) -> list[tuple[AnswerType, str]]:
    """What a candidate is known by again."""
    return [(candidate.type, _folded(name)) for name in (candidate.text, *candidate.names)]


def _merged(one: Candidate, other: Candidate) -> Candidate:
    """The same thing in two decks, with all of its names."""
    if not other.names and other.tags <= one.tags and other.decks <= one.decks and other.held <= one.held:
        return one
    names = tuple(dict.fromkeys((*one.names, *other.names)))
    held = one.held | other.held
    return replace(one, names=names, tags=one.tags | other.tags, decks=one.decks | other.decks, held=held)


def _entities(deck: Deck) -> Iterator[Candidate]:
    tags: dict[str, set[str]] = {}
    held: dict[str, set[tuple[str, str]]] = {}
    for fact in deck.facts:
        for name in fact.named:
            tags.setdefault(name, set()).update(fact.tags)
        for name in fact.who if fact.office else ():
            held.setdefault(name, set()).update((office, str(fact.when or "")) for office in _offices(fact))
    of_deck = frozenset({deck.id})
    for entity in deck.entities.values():
        yield Candidate(
            entity.name,
            AnswerType.PERSON if entity.kind is EntityKind.PERSON else AnswerType.NAME,
            entity.aliases,
            entity.kind,
            entity=entity.id,
            tags=frozenset(tags.get(entity.id, ())),
            decks=of_deck,
            held=frozenset(held.get(entity.id, ())),
        )


def _offices(fact: Fact) -> list[str]:
    """What the office of a fact is called, folded."""
    return [_folded(name) for name in (fact.office, *fact.also)]


def _parts(deck: Deck) -> Iterator[Candidate]:
    of_deck, dates = frozenset({deck.id}), set[int]()
    for fact in deck.facts:
        if fact.when and id(fact.when) not in dates:  # many facts of a deck share one
            dates.add(id(fact.when))
            yield Candidate(human(fact.when), AnswerType.DATE, date=fact.when, decks=of_deck)
        for part in (AnswerType.TERM, AnswerType.OFFICE, AnswerType.MEANING, AnswerType.WORDS):
            text = getattr(fact, part)
            if text:
                names = fact.also if part in (AnswerType.TERM, AnswerType.OFFICE) else ()
                yield Candidate(text, part, names, decks=of_deck)


def wrong_answers(
    card: Card,
    deck: Deck,
    pool: Sequence[Candidate],
    rng: Random,
    confused: Sequence[str] = (),
) -> list[str]:
    """Three wrong answers at most: those this learner confused before, the author's, then the nearest from the pool.

    Of one type with the right one; those of the card's own deck come before those of others.
    """
    chosen: list[str] = []
    for text in _in_turn(card, deck, pool, rng, confused):
        if len(chosen) == ENOUGH:
            break
        if not _clashes(text, [*chosen, card.answer.text]):
            chosen.append(text)
    return chosen


def _in_turn(card: Card, deck: Deck, pool: Sequence[Candidate], rng: Random, confused: Sequence[str]) -> Iterator[str]:
    """What could be offered, best first; what comes late is only looked for when it is wanted."""
    yield from mixed_up(card, deck, pool, confused)
    written = [text for text in card.choices if not _is_right(text, card)]
    rng.shuffle(written)
    yield from written
    yield from _ranked(card, deck, pool, rng)


def mixed_up(card: Card, deck: Deck, pool: Sequence[Candidate], confused: Sequence[str]) -> list[str]:
    """What was confused with a card's answer and is fit to be offered beside it, of the same type and kind."""
    wanted = {fold(text) for text in confused}
    if not wanted:
        return []
    found = [c.text for c in _fitting(card, deck, pool) if any(_folded(name) in wanted for name in (c.text, *c.names))]
    return [*found, *(text for text in card.choices if fold(text) in wanted and not _is_right(text, card))]


def _clashes(text: str, others: Iterable[str]) -> bool:
    return fold(text) in {fold(other) for other in others}


def _is_right(text: str, card: Card) -> bool:
    return _clashes(text, (card.answer.text, *card.answer.also))


def never_wrong(card: Card, deck: Deck) -> set[str]:
    """What may not be offered as a wrong answer to a card, folded: what is right, or is to be avoided."""
    avoided = (name for text in card.avoid if text in deck.entities for name in deck.entities[text].names)
    return {fold(text) for text in (card.answer.text, *card.answer.also, *card.avoid, *avoided)}


def _ranked(card: Card, deck: Deck, pool: Sequence[Candidate], rng: Random) -> list[str]:
    """Fitting wrong answers, nearest first, with a little chance so that a card does not always look the same."""
    if card.answer.type is AnswerType.NUMBER:
        return _numbers(card.answer, rng)
    scored = sorted(_fitting(card, deck, pool), key=lambda c: _distance(c, card) + rng.random())
    near = [c.text for c in scored]
    if card.answer.date:
        alike = [c.date for c in scored if c.date and _same_shape(c.date, card.answer.date)]
        return [*_without_giveaway(card.answer.date, alike, rng), *_dates(card.answer, rng)]
    return near


def _without_giveaway(right: Edtf, alike: Sequence[Edtf], rng: Random) -> list[str]:
    """Three dates that do not point to the right one by what they share with it.

    All different, or each day and each year twice: "26 June 1953" beside "24 May 1956", "26 June 1956", "24 May 1953".
    """
    different = [human(date) for date in alike[:ENOUGH]]
    crossed = next((found for date in alike if (found := _crossed(right, date))), [])
    if len(different) < ENOUGH:
        return crossed
    return crossed if crossed and rng.random() < 0.5 else different


def _crossed(right: Edtf, other: Edtf) -> list[str]:
    """Another date, and the two with day and year exchanged; nothing when they are not truly apart."""
    one, two = right.start, other.start
    if one is None or two is None or right.is_range or right.precision < Precision.MONTH or one.year == two.year:
        return []
    exchanged = [_in_year(right, two.year), _in_year(other, one.year)]
    dates = [other, *(date for date in exchanged if date)]
    apart = all(not overlaps(a, b) for a, b in combinations([right, *dates], 2))
    return [human(date) for date in dates] if len(dates) == ENOUGH and apart else []


def _in_year(date: Edtf, year: int) -> Edtf | None:
    return _moved(date, year - (date.first_year or 0))


def _fitting(card: Card, deck: Deck, pool: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates of the answer's own type that are wrong beyond doubt, and that the question does not name."""
    named = (name for entity in card.fact.named for name in deck.entities[entity].names)
    right = never_wrong(card, deck) | {fold(name) for name in named}
    prompt = _spoken(card.prompt)
    kind = deck.entities[card.answer.entity].kind if card.answer.entity else None
    asked = set(_offices(card.fact)) if card.fact.office and card.answer.entity in card.fact.who else set[str]()
    for candidate in pool:
        if candidate.type is not card.answer.type or (kind and candidate.kind is not kind):
            continue
        if candidate.date and card.answer.date and overlaps(candidate.date, card.answer.date):
            continue
        if any(office in asked and _meets(date, card.fact.when) for office, date in candidate.held):
            continue
        names = (candidate.text, *candidate.names)
        if not any(_folded(name) in right or _spoken(name) in prompt for name in names):
            yield candidate


def _meets(date: str, when: Edtf | None) -> bool:
    """Whether an office may have been held at the time of another holder's: it is not known that it was not."""
    return not date or when is None or overlaps(edtf(date), when)


@lru_cache(maxsize=1 << 16)
def _folded(name: str) -> str:
    return fold(name)


@lru_cache(maxsize=1 << 16)
def _spoken(text: str) -> str:
    """The words of a text between blanks, so that whole words can be found in it."""
    return f" {' '.join(words(text))} "


def _distance(candidate: Candidate, card: Card) -> float:
    """How far a candidate is from the answer; one from another deck is further than any of the card's own."""
    return _apart(candidate, card) + (0.0 if card.deck in candidate.decks else _ELSEWHERE)


def _apart(candidate: Candidate, card: Card) -> float:
    """Years between dates on a log scale, topics, or the length of texts."""
    if candidate.date and card.answer.date:
        return math.log1p(abs(_day(candidate.date) - _day(card.answer.date)) / 365)
    if candidate.entity:
        return 0.0 if candidate.tags & set(card.fact.tags) else 1.0 - min(len(candidate.tags), 4) / 5
    return abs(len(candidate.text) - len(card.answer.text)) / 12


def _day(date: Edtf) -> int:
    """The first day of a date, the last of one with an open start: by it dates are near to each other."""
    return date.earliest if date.earliest is not None else date.latest or 0


def _same_shape(one: Edtf, other: Edtf | None) -> bool:
    return other is not None and (one.precision, one.is_range) == (other.precision, other.is_range)


def _dates(answer: Answer, rng: Random) -> list[str]:
    """The answer's date moved by some years, so that it does not overlap the truth unless it is long or has no end."""
    date = answer.date
    if date is None:
        return []
    years = _years(date)
    step = years // 4 if date.is_range and years > _LONG_TIME else years
    crosses = step < years or date.start is None or date.end is None
    steps = [step * times for times in (-4, -3, -2, -1, 1, 2, 3, 4)]
    rng.shuffle(steps)
    moved = (_moved(date, step) for step in steps)
    return [human(m) for m in moved if m is not None and (crosses or not overlaps(m, date))]


def _years(date: Edtf) -> int:
    """How many years a date covers; one with an open end, as many as its known end does."""
    closed = date.first_year is not None and date.last_year is not None
    known = (date.last_year or 0) - (date.first_year or 0) + 1 if closed else 1
    return max(_WIDTH.get(date.precision, 1), known)


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
