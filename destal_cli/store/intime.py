"""Facts in order of time, read from the index as they are looked at: of a hundred thousand, those on the screen.

`Library` asks: for the lists of facts, and for what a timeline is laid out from, with how its facts are held.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, overload

from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Entity, Fact, Kind
from destal_cli.core.filters import Filter
from destal_cli.store.questions import FACTS, condition
from destal_cli.store.reading import entity_in, fact_in
from destal_cli.store.shelf import Shelf, made_anew

if TYPE_CHECKING:
    from destal_cli.core.timeline import Outline

Item = tuple[Deck, Fact]
_AT_A_TIME = 100  # facts that are read together
_PARTS = 4  # how many times as many are at hand
_EVER = 10**9
_KINDS = {kind.value: kind for kind in Kind}


class Facts(Sequence[Item]):
    """The facts of these rows with their decks, in this order; each is read when it is looked at."""

    def __init__(self, shelf: Shelf, numbers: Sequence[int], numbering: int | None = None) -> None:
        """The rows are of the shelf's `numbering`, by itself that of now."""
        self._shelf, self._numbers = shelf, numbers
        self._numbering = shelf.numbering if numbering is None else numbering
        self._part = lru_cache(maxsize=_PARTS)(self._read)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Facts: ...
    def __getitem__(self, index: int | slice) -> Item | Facts:
        if isinstance(index, slice):
            return Facts(self._shelf, self._numbers[index], self._numbering)
        part, place = divmod(range(len(self))[index], _AT_A_TIME)
        return self._part(part)[place]

    def _read(self, part: int) -> list[Item]:
        """So many facts from a place on; raises StoreError when they are in the index no more, or others are."""
        numbers = self._numbers[part * _AT_A_TIME : (part + 1) * _AT_A_TIME]
        payloads = dict(self._shelf.ask_of("SELECT fact, payload FROM payloads WHERE fact IN ({})", numbers))
        if len(payloads) < len(numbers) or self._shelf.numbering != self._numbering:
            raise made_anew()
        self._shelf.fetch_entities("{}", numbers)
        decks = self._shelf.decks
        return [(decks[number >> 32], fact_in(json.loads(payloads[number]))) for number in numbers]

    def card_ids(self) -> list[str]:
        """The ids of their cards."""
        rows = self._shelf.ask_of("SELECT card FROM cards WHERE fact IN ({})", self._numbers)
        return [card for (card,) in rows]

    def counts(self) -> dict[str, int]:
        """How many of the facts each deck has, by its id."""
        found: dict[str, int] = {}
        for number in self._numbers:
            name = self._shelf.decks[number >> 32].id
            found[name] = found.get(name, 0) + 1
        return found


def in_time(shelf: Shelf, wanted: Filter, cards: Collection[str] | None = None) -> Facts:
    """The facts that are asked for in order of time, a whole year before its days, undated ones last as in their files.

    With `cards` only those that have one of these cards.
    """
    where, values = condition(wanted)
    if cards is not None:
        where += " AND f.id IN (SELECT fact FROM cards WHERE card IN (SELECT value FROM json_each(?)))"
        values.append(json.dumps(sorted(cards)))
    order = f"f.dated DESC, coalesce(f.earliest, -{_EVER}), coalesce(f.latest, {_EVER}) DESC, s.place, f.id"
    rows = shelf.ask(f"SELECT f.id FROM {FACTS} WHERE {where} ORDER BY {order}", values)
    return Facts(shelf, [number for (number,) in rows])


def outline(shelf: Shelf, wanted: Filter) -> Outline:
    """What a timeline is laid out from, of the facts that are asked for."""
    from destal_cli.core.timeline import Dated, Outline, time_key

    where, values = condition(wanted)
    columns = "f.date, f.id, f.key, f.kind, f.length, f.core, f.noted, f.people"
    rows = shelf.ask(f"SELECT {columns} FROM {FACTS} WHERE {where} AND f.dated = 1 ORDER BY s.place, f.id", values)
    query = f"SELECT f.id >> 32, count(*) FROM {FACTS} WHERE {where} AND f.dated = 0 GROUP BY 1"
    undated = dict(shelf.ask(query, values))
    files = undated.keys() | {row[1] >> 32 for row in rows}
    whens = {date: edtf(date) for date in {row[0] for row in rows}}
    turn = {date: place for place, date in enumerate(sorted(whens, key=lambda date: time_key(whens[date])))}
    rows.sort(key=lambda row: turn[row[0]])
    names = {file: f"{deck.id}/" for file, deck in shelf.decks.items()}
    dated = [
        Dated(
            names[number >> 32] + key,
            whens[date],
            _KINDS[kind],
            length,
            core == 1,
            noted == 1,
            _people(number >> 32, people),
        )
        for date, number, key, kind, length, core, noted, people in rows
    ]
    return Outline(
        decks=tuple(deck for file, deck in shelf.decks.items() if file in files),
        dated=dated,
        undated=sum(undated.values()),
        known=_known(shelf, {person for fact in dated for person in fact.people}),
        facts=Facts(shelf, [number for _, number, *_ in rows]),
    )


@lru_cache(maxsize=100_000)
def _people(file: int, places: str) -> tuple[Hashable, ...]:
    """The rows of the entities at these places of a file."""
    return tuple([(file << 32) + int(place) for place in places.split(",")]) if places else ()


def _known(shelf: Shelf, numbers: Collection[Any]) -> dict[Hashable, tuple[str, Entity]]:
    """The entities of these rows, each with the id of its deck."""
    rows = shelf.ask_of("SELECT id, payload FROM entities WHERE id IN ({})", sorted(numbers))
    return {number: (shelf.decks[number >> 32].id, entity_in(json.loads(payload))) for number, payload in rows}


def held(shelf: Shelf, wanted: Filter, suspended: Collection[str]) -> Iterable[tuple[str, bool, float, int, int]]:
    """The rows that `core.recall.recalls` wants, of the dated facts that are asked for; the history is at hand."""
    where, values = condition(wanted)
    aside = [json.dumps(sorted(suspended))] if suspended else []
    asked = "c.card NOT IN (SELECT value FROM json_each(?))" if suspended else "1"
    rows = shelf.ask(
        f"SELECT f.id, f.key, c.id IS NOT NULL, m.stability, m.last, m.due FROM {FACTS}"
        f" LEFT JOIN cards AS c ON c.fact = f.id AND {asked}"
        f" LEFT JOIN h.memory AS m ON m.card = c.card WHERE {where} AND f.dated = 1",
        [*aside, *values],
    )
    names = {file: f"{deck.id}/" for file, deck in shelf.decks.items()}
    return ((names[number >> 32] + key, asked == 1, *memory) for number, key, asked, *memory in rows)
