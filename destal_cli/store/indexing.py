"""What the index keeps of a deck file: its rows in every table, from the reading of the file. `index` writes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from destal_cli.core.cards import Card, cards_of
from destal_cli.core.choices import Candidate, candidates
from destal_cli.core.facts import Deck, Entity, Fact, Importance
from destal_cli.core.forms import fitting
from destal_cli.core.text import fold, words
from destal_cli.store.questions import FORM_BITS
from destal_cli.store.reading import Reading, entity_out, fact_out
from destal_cli.store.rivals import candidate_out

Tables = dict[str, list[Any]]


def tables_of(reading: Reading, number: int) -> tuple[tuple[Any, ...], Tables]:
    """What the file's own row has behind its name, and the rows of every other table, for a file of this id."""
    deck, base = reading.deck, number << 32
    problems = _json([[p.line, p.column, p.message, p.hint] for p in reading.problems])
    if deck is None:
        return (None, None, None, 0, 0, reading.left_out, None, None, problems, "{}", "[]"), {}
    cards = [(place, card) for place, fact in enumerate(deck.facts) for card in cards_of(deck, fact)]
    years = [y for f in deck.facts if f.when for y in (f.when.first_year, f.when.last_year) if y is not None]
    span = (min(years), max(years)) if years else (None, None)
    head = (deck.id, deck.title, deck.about, len(deck.facts), len(cards), reading.left_out, *span, problems)
    sources = [(base + n, s.id, s.title, s.origin, s.text) for n, s in enumerate(deck.sources.values())]
    wrong = [_wrong(base + n, candidate) for n, candidate in enumerate(candidates([deck]))]
    asked = [_card(base + n, base + place, place, card) for n, (place, card) in enumerate(cards)]
    tables = {"sources": sources, **_entities(deck, base), **_facts(deck, base), "cards": asked, "wrong": wrong}
    return (*head, _json(dict(deck.built)), _json(deck.reviewed)), tables


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _entities(deck: Deck, base: int) -> Tables:
    counts = Counter(key for fact in deck.facts for key in fact.named)
    rows, names = [], []
    for place, entity in enumerate(deck.entities.values()):
        number = base + place
        rows.append((number, entity.id, entity.kind, entity.name, counts[entity.id], _json(entity_out(entity))))
        names += [(text, whole, number) for whole, text in _called(entity)]
    return {"entities": rows, "names": names}


def _called(entity: Entity) -> Iterator[tuple[int, str]]:
    """What an entity goes by, folded: 1 with each whole name, 0 with each word of one."""
    for name in (entity.id, *entity.names):
        yield 1, fold(name)
    for name in entity.names:
        for word in words(name):
            yield 0, word


def _facts(deck: Deck, base: int) -> Tables:
    numbers = {key: base + place for place, key in enumerate(deck.entities)}
    called = {entity.id: words(" ".join(entity.names)) for entity in deck.entities.values()}
    tables: Tables = {"facts": [], "named": [], "tags": [], "words": []}
    for place, fact in enumerate(deck.facts):
        number, when = base + place, fact.when
        span = (when.earliest, when.latest) if when else (None, None)
        date, core = str(when) if when else None, int(fact.importance is Importance.CORE)
        people = ",".join(str(numbers[person.id] - base) for person in deck.people(fact))
        outline = (date, len(fact.statement), core, int(bool(fact.note)), people)
        tables["facts"].append(
            (number, fact.id, fact.kind, int(when is not None), *span, *outline, _json(fact_out(fact)))
        )
        tables["named"] += [(numbers[key], number) for key in fact.named]
        tables["tags"] += [(tag, number) for tag in fact.tags]
        tables["words"].append((number, _said(deck, fact, called)))
    return tables


def _said(deck: Deck, fact: Fact, called: dict[str, list[str]]) -> str:
    """The folded words that a fact is found by: its own, those of its passage, its date and the names in it."""
    parts = (fact.statement, fact.office, fact.term, fact.meaning, fact.words, fact.counts, deck.passage(fact))
    names = [word for entity in fact.named for word in called[entity]]
    return " ".join([*words(" ".join((*parts, str(fact.when or "")))), *names])


def _card(number: int, fact: int, place: int, card: Card) -> tuple[Any, ...]:
    detail = int(card.fact.importance is not Importance.CORE)
    forms = sum(FORM_BITS[form] for form in fitting(card))
    date = card.answer.date
    at = (date.earliest or 0) if date else place
    shown = card.answer.text
    return number, card.id, fact, detail, card.fact.kind, card.answer.type, forms, fold(shown), shown, at


def _wrong(number: int, candidate: Candidate) -> tuple[Any, ...]:
    at = (candidate.date.earliest or 0) if candidate.date else number & 0xFFFF_FFFF
    return number, candidate.type, candidate.kind or "", at, _json(candidate_out(candidate))
