"""What the index keeps of a deck file: its rows in every table, from the reading of the file. `index` writes them."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import adler32, crc32

from destal_cli.core.cards import Card, cards_of
from destal_cli.core.choices import Candidate, candidates
from destal_cli.core.dates import Edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Fact, Importance
from destal_cli.core.forms import Form, fitting
from destal_cli.core.problems import BadFileError, NotFoundError
from destal_cli.core.text import fold, words
from destal_cli.store import deckfile
from destal_cli.store.index import UNSURE, Kept, Stamp
from destal_cli.store.questions import FORM_BITS, prompt_key
from destal_cli.store.reading import Reading, entity_out, fact_out
from destal_cli.store.rivals import candidate_out

Tables = dict[str, list[Any]]
RACY = 50_000_000  # ns; a file that is changed again so soon may keep its time


class Task(NamedTuple):
    """A file to be read, what it goes by when its deck has no id, the id that it gets, the hash of what is kept of it
    if anything is, and what an index that is no more had of it: if that is the same, it gets that id.
    """

    path: Path
    name: str
    number: int
    hash: bytes
    before: Kept | None = None

    def size(self) -> int:
        """The size of the file in bytes."""
        stamp = Stamp.of(self.path)
        return stamp.size if stamp else 0


class Made(NamedTuple):
    """What was made of a file: its own row, and the rows of every other table; None when it is what is kept."""

    number: int
    path: str
    stamp: Stamp
    hash: bytes
    name: str
    head: tuple[Any, ...] = ()
    tables: Tables | None = None


def made_of(task: Task) -> Made | BadFileError | NotFoundError:
    """Read a file; an error when it cannot be."""
    stamp, started = Stamp.of(task.path), time.time_ns()
    try:
        text = deckfile.read_exactly(task.path)
    except (BadFileError, NotFoundError) as error:
        return error
    hashed = _hash(text.encode("utf-8"))
    if stamp is None or stamp != Stamp.of(task.path) or started - stamp.mtime < RACY:
        stamp = UNSURE
    number = task.before.id if task.before and task.before.hash == hashed else task.number
    made = Made(number, str(task.path.absolute()), stamp, hashed, task.name)
    if hashed == task.hash:
        return made
    reading = deckfile.read_deck(text.removeprefix("\ufeff"), os.fspath(task.path))
    head, tables = tables_of(reading, number)
    return made._replace(name=reading.deck.id if reading.deck else task.name, head=head, tables=tables)


def _hash(data: bytes) -> bytes:
    """Two checksums, and the size: nobody forges them here, and what is stronger loads all of OpenSSL."""
    return b"".join(number.to_bytes(8, "big") for number in (crc32(data), adler32(data), len(data)))


def tables_of(reading: Reading, number: int) -> tuple[tuple[Any, ...], Tables]:
    """What the file's own row has behind its name, and the rows of every other table, for a file of this id."""
    deck, base = reading.deck, number << 32
    problems = _json([[p.line, p.column, p.message, p.hint] for p in reading.problems])
    if deck is None:
        return (None, None, None, 0, 0, reading.left_out, None, None, problems, "{}", "[]"), {}
    dates = _Dates()
    cards = [(place, card) for place, fact in enumerate(deck.facts) for card in cards_of(deck, fact)]
    whens = {id(fact.when): fact.when for fact in deck.facts if fact.when}.values()
    years = [year for when in whens for year in (when.first_year, when.last_year) if year is not None]
    span = (min(years), max(years)) if years else (None, None)
    head = (deck.id, deck.title, deck.about, len(deck.facts), len(cards), reading.left_out, *span, problems)
    sources = [(base + n, s.id, s.title, s.origin, s.text) for n, s in enumerate(deck.sources.values())]
    wrong = [_wrong(base + n, candidate, dates) for n, candidate in enumerate(candidates([deck]))]
    asked = [_card(base + n, base + place, card, dates) for n, (place, card) in enumerate(cards)]
    tables = {"sources": sources, **_entities(deck, base), **_facts(deck, base, dates), "cards": asked, "wrong": wrong}
    return (*head, _json(dict(deck.built)), _json(deck.reviewed)), tables


_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class _Dates(dict[int, tuple[str, int | None, int | None]]):
    """Dates as EDTF with their first and last day, by the `id` of one that the deck holds: many facts share one."""

    def of(self, date: Edtf) -> tuple[str, int | None, int | None]:
        found = self.get(id(date))
        if found is None:
            found = self[id(date)] = str(date), date.earliest, date.latest
        return found

    def text(self, date: Edtf) -> str:
        return self.of(date)[0]

    def day(self, date: Edtf) -> int:
        """The first day, or the last of one with an open start, by which dates are near to each other."""
        _, first, last = self.of(date)
        return first if first is not None else last or 0


def _entities(deck: Deck, base: int) -> Tables:
    counts = Counter(key for fact in deck.facts for key in fact.named)
    rows, names = [], []
    for place, entity in enumerate(deck.entities.values()):
        number = base + place
        rows.append((number, entity.id, str(entity.kind), entity.name, counts[entity.id], _json(entity_out(entity))))
        names += [(text, whole, number) for whole, text in _called(entity)]
    return {"entities": rows, "names": names}


def _called(entity: Entity) -> Iterator[tuple[int, str]]:
    """What an entity goes by, folded: 1 with each whole name, 0 with each word of one."""
    for name in (entity.id, *entity.names):
        yield 1, fold(name)
    for name in entity.names:
        for word in words(name):
            yield 0, word


def _facts(deck: Deck, base: int, dates: _Dates) -> Tables:
    numbers = {key: base + place for place, key in enumerate(deck.entities)}
    persons = {key: str(numbers[key] - base) for key, e in deck.entities.items() if e.kind is EntityKind.PERSON}
    called = {key: words_of(" ".join(entity.names)) for key, entity in deck.entities.items()}
    tables: Tables = {"facts": [], "payloads": [], "named": [], "tags": [], "words": []}
    for place, fact in enumerate(deck.facts):
        number, named = base + place, fact.named
        date, *span = dates.of(fact.when) if fact.when else (None, None, None)
        core = int(fact.importance is Importance.CORE)
        people = ",".join([persons[key] for key in named if key in persons])
        outline = (date, len(fact.statement), core, int(bool(fact.note)), people)
        tables["facts"].append((number, fact.id, str(fact.kind), int(date is not None), *span, *outline))
        tables["payloads"].append((number, _json(fact_out(fact, dates.text))))
        tables["named"] += [(numbers[key], number) for key in named]
        tables["tags"] += [(tag, number) for tag in fact.tags]
        tables["words"].append((number, " ".join([_said(deck, fact, date or ""), *[called[key] for key in named]])))
    return tables


def _said(deck: Deck, fact: Fact, date: str) -> str:
    """The words that a fact is found by beside the names in it: its own, those of its passage, its date."""
    parts = (fact.statement, fact.office, fact.term, fact.meaning, fact.words, fact.counts, deck.passage(fact), date)
    return words_of(" ".join(dict.fromkeys(parts)))


def words_of(text: str) -> str:
    """The folded words of a text for FTS5, which takes them apart again; those of an ASCII text it finds by itself."""
    return text.lower() if text.isascii() else " ".join(words(text))


def _card(number: int, fact: int, card: Card, dates: _Dates) -> tuple[Any, ...]:
    detail = int(card.fact.importance is not Importance.CORE)
    date, shown = card.answer.date, card.answer.text
    at = dates.day(date) if date else None
    forms = _bits(fitting(card))
    kinds = str(card.fact.kind), str(card.answer.type)
    return number, card.id, fact, detail, *kinds, forms, fold(shown), shown, at, prompt_key(card)


@lru_cache
def _bits(forms: frozenset[Form]) -> int:
    return sum(FORM_BITS[form] for form in forms)


def _wrong(number: int, candidate: Candidate, dates: _Dates) -> tuple[Any, ...]:
    at = dates.day(candidate.date) if candidate.date else None
    kind = str(candidate.kind) if candidate.kind else ""
    return number, str(candidate.type), kind, at, _json(candidate_out(candidate, dates.text))
