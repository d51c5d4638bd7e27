"""The decks in use, as far as they are looked at: what a deck has is fetched from the index when somebody asks for it.

`library` asks. Whatever turns out to be damaged on the way is made anew, and the question asked again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, overload

from destal_cli.core.cards import Card, cards_of
from destal_cli.core.facts import Deck, Entity, Fact, Source
from destal_cli.core.problems import DestalError, Problem, StoreError
from destal_cli.store.index import UNSURE, DamagedError, Index, Kept, Progress, Stamp
from destal_cli.store.reading import Reading, entity_in, fact_in

T = TypeVar("T")
Ask = Callable[..., list[Any]]  # a query and its values, to rows
_READING = "deck, title, about, facts, left_out, problems"
_CHUNK = 500  # values in one question


class Later(Sequence[T], Generic[T]):
    """A sequence that is fetched when it is looked into; its length may be known before."""

    def __init__(self, fetch: Callable[[], Sequence[T]], length: int | None = None) -> None:
        self._fetch, self._length = fetch, length

    @cached_property
    def _items(self) -> Sequence[T]:
        return self._fetch()

    def __len__(self) -> int:
        return len(self._items) if self._length is None else self._length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._items[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)


class Parts(Mapping[str, T], Generic[T]):
    """The parts of a deck by their ids, each fetched when it is asked for, all at once when they are gone through."""

    def __init__(self, fetch: Callable[[str | None], Iterable[tuple[str, Any]]], made: Callable[[Any], T]) -> None:
        """`fetch` gives the part of an id, or with None all, as they are kept; `made` makes one of it."""
        self._fetch, self._made = fetch, made
        self._kept: dict[str, Any] = {}
        self._found: dict[str, T] = {}
        self._order: list[str] | None = None

    def have(self, key: str, kept: Any) -> None:
        """Take in a part that was fetched along with something else."""
        self._kept.setdefault(key, kept)

    def __getitem__(self, key: str) -> T:
        if key not in self._found:
            if key not in self._kept and self._order is None:
                self._kept.update(self._fetch(key))
            self._found[key] = self._made(self._kept[key])
        return self._found[key]

    def _keys(self) -> list[str]:
        if self._order is None:
            every = dict(self._fetch(None))
            self._kept.update(every)
            self._order = list(every)
        return self._order

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys())

    def __len__(self) -> int:
        return len(self._keys())


class Shelf:
    """The index with the files in use; `on_progress` hears how many of how many stale files are read."""

    def __init__(self, path: Path, on_progress: Progress | None = None) -> None:
        self._index = Index(path)
        self._on_progress = on_progress
        self._numbers: dict[Path, int] = {}
        self._names: dict[Path, str] = {}
        self._attached: list[Path | None] = []
        self._errors: dict[Path, DestalError] = {}
        self._in_use: list[tuple[Path, Deck]] = []
        self._as_read: dict[str, Kept] = {}
        self._changed: set[Path] = set()  # files that are not what was read of them, since the index was made anew
        self.decks: dict[int, Deck] = {}
        self.numbering = 0  # another one when rows that were found before may be others by now

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """What the index has of each file, by absolute path."""
        return self._sound(self._index.kept)

    def name_of(self, path: Path) -> str | None:
        """The id of the deck in a file that is as it was read; None where the file must be looked at."""
        kept = self.kept.get(str(path.absolute()))
        return kept.name if kept and kept.stamp == Stamp.of(path) else None

    def read(self, decks: Sequence[tuple[str, Path]]) -> list[Reading]:
        """What the files of decks hold, each with what it goes by unread; those that changed are read again."""
        stale = [(path, name) for name, path in decks if self.name_of(path) is None]
        if stale or self._index.is_new:
            self._sound(lambda: self._bring_up(stale))
            self._clear_out()
        for name, path in decks:
            if str(path.absolute()) not in self.kept and path not in self._errors:
                self._sound(partial(self._bring_up, [(path, name)]))  # the index was made anew after it was looked at
            if path not in self._errors:
                kept = self._as_read[str(path.absolute())] = self.kept[str(path.absolute())]
                self._numbers[path], self._names[path] = kept.id, name
                self._changed.discard(path)
        rows = {row[0]: row[1:] for row in self.ask(f"SELECT path, {_READING} FROM files WHERE size >= 0")}
        return [self._reading(path, rows) for _, path in decks]

    def _tell(self, done: int, total: int) -> None:
        if self._on_progress and total:
            self._on_progress(done, total)

    def _bring_up(self, files: Iterable[tuple[Path, str]], before: Mapping[str, Kept] = MappingProxyType({})) -> None:
        for path, found in self._index.bring_up(files, self._tell, before).items():
            key = str(path.absolute())
            if isinstance(found, DestalError):
                self._errors[path] = found
                self.kept.pop(key, None)
            else:
                self._errors.pop(path, None)
                self.kept[key] = Kept(found.id, Stamp.of(path) or UNSURE, found.name, found.hash)

    def _clear_out(self) -> None:
        """Take files out of the index that are no more."""
        for path in [path for path in self.kept if not Path(path).exists()]:
            self._sound(lambda path=path: self._index.forget(path))  # type: ignore[misc]
            del self.kept[path]

    def _reading(self, path: Path, rows: Mapping[str, Sequence[Any]]) -> Reading:
        if error := self._errors.get(path):
            return Reading(None, (Problem(str(path), 0, 0, error.message, error.hint),))
        deck, title, about, facts, left_out, problems = rows[str(path.absolute())]
        said = tuple(Problem(str(path), *problem) for problem in json.loads(problems))
        if deck is None:
            return Reading(None, said, left_out)
        return Reading(self._deck(path, deck, title, about, facts), said, left_out)

    def _deck(self, path: Path, name: str, title: str, about: str, facts: int) -> Deck:
        return Deck(
            name,
            title,
            about,
            str(path),
            Parts(partial(self._parts, path, "SELECT key, payload FROM entities"), _entity),
            Later(partial(self._facts, path), facts),
            Parts(partial(self._parts, path, "SELECT key, key, title, origin, text FROM sources"), _source),
            Parts(lambda _: self._texts(path, "built").items(), str),
            Later(lambda: tuple(self._texts(path, "reviewed"))),
        )

    def _parts(self, path: Path, query: str, key: str | None) -> list[tuple[str, Any]]:
        """The parts of a deck as they are kept, by their ids: all, or the one that has an id."""
        one, values = (" ORDER BY id", ()) if key is None else (" AND key = ?", (key,))
        rows = self.ask_in(path, f"{query} WHERE id >= ? AND id < ?{one}", values)
        return [(name, kept[0] if len(kept) == 1 else kept) for name, *kept in rows]

    def _facts(self, path: Path) -> list[Fact]:
        rows = self.ask_in(path, "SELECT payload FROM payloads WHERE fact >= ? AND fact < ? ORDER BY fact")
        return [fact_in(json.loads(payload)) for (payload,) in rows]

    def _texts(self, path: Path, column: str) -> Any:
        query = f"SELECT {column} FROM files WHERE id >= ? >> 32 AND id < ? >> 32"
        return json.loads(self.ask_in(path, query)[0][0])

    def use(self, decks: Iterable[tuple[Path, Deck | None]]) -> None:
        """Answer from these decks from now on, in this order."""
        self._in_use = [(path, deck) for path, deck in decks if deck]
        self._sound(self._shelve)

    def _shelve(self) -> None:
        self.decks = {self._numbers[path]: deck for path, deck in self._in_use if path in self._numbers}
        self._index.rows("CREATE TEMP TABLE IF NOT EXISTS shelf (file INTEGER PRIMARY KEY, place INTEGER, deck TEXT)")
        self._index.rows("DELETE FROM shelf")
        rows = [(file, place, deck.id) for place, (file, deck) in enumerate(self.decks.items())]
        self._index.run("INSERT INTO shelf VALUES (?, ?, ?)", rows)

    def attach(self, history: Path | None) -> None:
        """Have the history at hand as `h`; an empty one when there is none."""
        if self._attached != [history]:
            if self._attached:
                self._sound(lambda: self._index.rows("DETACH h"))
            self._attached = [history]
            self._sound(self._join)

    def _join(self) -> None:
        for history in self._attached:
            self._index.attach(history)
            if history is None:
                self._index.rows(
                    "CREATE TABLE h.memory (card TEXT PRIMARY KEY, stability, last, due, reviews, lapses, first)"
                )

    def ask(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """Every row that answers a query on the index."""
        given = tuple(values)
        return self._sound(lambda: self._index.rows(query, given))

    def ask_all(self, answer: Callable[[Ask], T]) -> T:
        """What an answer makes of several questions, which may leave tables to each other; asked again after damage."""
        return self._sound(lambda: answer(self._index.rows))

    def keep(self, name: str, stamp: str, payload: str) -> None:
        """Keep what was found out under a stamp; an index that cannot be written goes without."""
        with suppress(DamagedError):
            self._index.run("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [(name, stamp, payload)])

    def ask_in(self, path: Path, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """Every row of one file: the query's first values are the bounds of the file's ids. Raises StoreError when the
        file has changed and only the index knew what it held.
        """
        given = tuple(values)

        def rows() -> list[Any]:
            if path in self._changed:
                raise made_anew()
            number = self._numbers[path]
            return self._index.rows(query, (number << 32, (number + 1) << 32, *given))

        return self._sound(rows)

    def ask_of(self, query: str, values: Iterable[Any]) -> list[Any]:
        """Every row that answers a query with a list of values in the place of `{}`, however many they are."""
        given = list(values)
        found = []
        for start in range(0, len(given), _CHUNK):
            some = given[start : start + _CHUNK]
            found += self.ask(query.format(", ".join("?" * len(some))), some)
        return found

    def cards(self, numbers: Sequence[int]) -> list[Card]:
        """The cards of these rows, in this order."""
        query = (
            "SELECT c.id, c.card, c.fact, p.payload FROM cards AS c JOIN payloads AS p USING (fact) WHERE c.id IN ({})"
        )
        rows = {row[0]: row[1:] for row in self.ask_of(query, numbers)}
        self.fetch_entities("{}", list({fact for _, fact, _ in rows.values()}))
        made: dict[int, dict[str, Card]] = {}
        for _, fact, payload in rows.values():
            if fact not in made:
                made[fact] = {card.id: card for card in cards_of(self.decks[fact >> 32], fact_in(json.loads(payload)))}
        return [made[rows[number][1]][rows[number][0]] for number in numbers if number in rows]

    def fetch_entities(self, facts: str, values: Iterable[Any]) -> None:
        """Have the entities of some facts at hand, which are given as a query."""
        given = list(values)
        of_facts = f"SELECT n.entity FROM named AS n WHERE n.fact IN ({facts})"
        query = f"SELECT id, key, payload FROM entities WHERE id IN ({of_facts})"
        for number, key, payload in self.ask_of(query, given) if facts == "{}" else self.ask(query, given):
            entities = self.decks[number >> 32].entities
            assert isinstance(entities, Parts)
            entities.have(key, payload)

    def _sound(self, what: Callable[[], T]) -> T:
        """What a step gives; after damage, what it gives with an index made anew, and in the end with one in memory."""
        try:
            return what()
        except DamagedError as error:
            if not error.held:
                with suppress(DamagedError):
                    self._make_anew(in_memory=False)
                    return what()
            self._make_anew(in_memory=True)
            return what()

    def _make_anew(self, *, in_memory: bool) -> None:
        """Begin with another index, and read what is in use into it; what is gone by then is missing from it."""
        self._index.renew(in_memory=in_memory)
        self.kept = self._index.kept()
        self._bring_up([(path, self._names[path]) for path in self._numbers], self._as_read)
        for path in list(self._numbers):
            key = str(path.absolute())
            now = self.kept.get(key)
            if now is None or now.hash != self._as_read[key].hash:
                self._changed.add(path)
            if now is None:
                del self._numbers[path]
            elif now.id != self._numbers[path]:
                self._numbers[path] = now.id
                self.numbering += 1
        if self._in_use:
            self._shelve()
        self._join()


def made_anew() -> StoreError:
    """What is raised where nobody knows any more what was found."""
    return StoreError("the index of the decks was damaged and made anew", "run the command again")


def _entity(kept: str) -> Entity:
    return entity_in(json.loads(kept))


def _source(row: list[str]) -> Source:
    return Source(*row)
