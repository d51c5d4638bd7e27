"""The Library: what commands ask for facts, entities, cards and memory. What stands behind it is its own business."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from destal_cli.core.cards import Card, cards_of
from destal_cli.core.facts import Deck, Entity, EntityKind, Fact
from destal_cli.core.filters import Filter, Named, find_entity
from destal_cli.core.problems import NotFoundError, Problem, StoreError, UsageError, did_you_mean
from destal_cli.core.values import dataclass, field
from destal_cli.store.index import Progress, Stamp
from destal_cli.store.places import Places, expanded, packaged_decks
from destal_cli.store.questions import CARDS, FACTS, WHOLE, condition
from destal_cli.store.reading import Reading, entity_in, fact_in, values_of
from destal_cli.store.shelf import Shelf

if TYPE_CHECKING:
    from destal_cli.core.forms import Form
    from destal_cli.core.memory import Moment, Scheduler
    from destal_cli.core.recall import Recall
    from destal_cli.core.session import Allowance
    from destal_cli.core.statistics import Scores
    from destal_cli.core.timeline import Outline
    from destal_cli.store.deal import Deal
    from destal_cli.store.history import History
    from destal_cli.store.intime import Facts
    from destal_cli.store.nearby import Nearby
    from destal_cli.store.settings import Settings
    from destal_cli.store.standing import Counted

SUFFIXES = (".yaml", ".yml")
FEW = 1_000  # facts


@dataclass(frozen=True, slots=True)
class Shelved:
    """A deck file that was found: its id, where it lies, whose it is, and the file that is used in its place if any."""

    id: str
    path: Path
    origin: str  # "here", "yours", "package" or "path"
    shadowed_by: Path | None = None


def deck_id(path: Path) -> str | None:
    """The id of the deck in a file, without reading the whole when it stands at the top; None where no line has it."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            for line in file:
                if line.startswith("id:"):
                    return line[3:].split("#")[0].strip().strip("\"'") or None
    except OSError:
        return None
    return None


def shelves(places: Places, here: Path) -> list[tuple[str, Path]]:
    """The folders that decks are found in, in the order in which the first wins."""
    return [("here", here / "decks"), ("yours", places.decks), ("package", packaged_decks())]


def find_decks(places: Places, here: Path, name_of: Callable[[Path], str]) -> list[Shelved]:
    """Every deck file there is, shadowed ones too."""
    found: list[Shelved] = []
    first: dict[str, Path] = {}
    seen: set[tuple[int, int]] = set()
    for origin, folder in shelves(places, here):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix in SUFFIXES and (same := _identity(path)) and same not in seen:
                seen.add(same)
                name = name_of(path)
                found.append(Shelved(name, path, origin, first.get(name)))
                first.setdefault(name, path)
    return found


def _identity(path: Path) -> tuple[int, int] | None:
    """What two paths to one file have in common; None for what is no file."""
    try:
        state = path.stat()
    except OSError:
        return None
    return (state.st_dev, state.st_ino) if S_ISREG(state.st_mode) else None


def _file(deck: Shelved) -> tuple[int, int] | Path:
    """What a deck has in common with another path to its file."""
    return _identity(deck.path) or deck.path


def named_deck(name: str, known: Sequence[Shelved], name_of: Callable[[Path], str]) -> Shelved:
    """The deck that goes by an id or a path; raises NotFoundError."""
    for deck in known:
        if deck.id == name and not deck.shadowed_by:
            return deck
    path = expanded(name)
    if path.suffix in SUFFIXES or os.sep in name:
        if not path.is_file():
            raise NotFoundError(f"there is no deck file {name}")
        packaged = any(deck.origin == "package" and deck.path.resolve() == path.resolve() for deck in known)
        return Shelved(name_of(path), path, "package" if packaged else "path")
    ids = [deck.id for deck in known if not deck.shadowed_by]
    raise NotFoundError(
        f'there is no deck "{name}"', did_you_mean(name, ids) or f"there are: {', '.join(ids) or 'none'}"
    )


@dataclass
class Library:
    """The decks in use (all that are found, or the named ones) and the learner's history."""

    places: Places
    here: Path
    names: Sequence[str] = ()
    on_progress: Progress | None = None
    _history: History | None = field(default=None, repr=False)

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.places.cache / "index.db", self.on_progress)

    def _find_decks(self) -> list[Shelved]:
        return find_decks(self.places, self.here, self._name_of)

    def _name_of(self, path: Path) -> str:
        """The id of the deck in a file, which is read where no line tells it; one without an id goes by its name."""
        name = self._shelf.name_of(path) or deck_id(path)
        if name and name.replace("-", "").isalnum():
            return name
        (reading,) = self._shelf.read([(name or path.stem, path)])
        return reading.deck.id if reading.deck else name or path.stem

    @cached_property
    def _in_use(self) -> list[tuple[Shelved, Reading]]:
        """The deck files in use; where nothing of a file can be read, the next one of its id serves in its place."""
        known = self._find_decks()
        if self.names:
            named = (named_deck(name, known, self._name_of) for name in self.names)
            wanted = list({_file(deck): deck for deck in named}.values())
        else:
            wanted = [deck for deck in known if not deck.shadowed_by]
        found = dict[tuple[int, int] | Path, tuple[Shelved, Reading]]()
        for deck, reading in zip(wanted, self._read(wanted), strict=True):
            found.setdefault(_file(deck), (deck, reading))
            if reading.deck is None:
                others = (other for other in known if other.id == deck.id and other.path != deck.path)
                readings = ((other, self._read([other])[0]) for other in others)
                for other, whole in [each for each in readings if each[1].deck][:1]:
                    found.setdefault(_file(other), (other, whole))
        in_use = self._one_of_each(found.values())
        self._shelf.use((deck.path, reading.deck) for deck, reading in in_use)
        return in_use

    def _one_of_each(self, found: Iterable[tuple[Shelved, Reading]]) -> list[tuple[Shelved, Reading]]:
        """The first file of each id, and those that cannot be read; raises UsageError when two of one id are named."""
        first: dict[str, Path] = {}
        kept = []
        for deck, reading in found:
            other = first.setdefault(reading.deck.id, deck.path) if reading.deck else deck.path
            if other == deck.path:
                kept.append((deck, reading))
            elif self.names:
                hint = "name one of them, or give one another id"
                raise UsageError(f'two decks with one id: {other} and {deck.path} are both "{deck.id}"', hint)
        return kept

    def _read(self, decks: Sequence[Shelved]) -> list[Reading]:
        return self._shelf.read([(deck.id, deck.path) for deck in decks])

    @cached_property
    def shelved(self) -> list[Shelved]:
        """The deck files in use."""
        return [deck for deck, _ in self._in_use]

    @cached_property
    def readings(self) -> list[Reading]:
        """What reading each deck file gave, in the order of `shelved`; an unreadable one is one more problem."""
        return [reading for _, reading in self._in_use]

    def everything(self) -> list[tuple[Shelved, Reading]]:
        """Every deck file that is found with what reading it gave, shadowed ones too."""
        known = self._find_decks()
        return list(zip(known, self._read(known), strict=True))

    @cached_property
    def decks(self) -> list[Deck]:
        """The decks as far as they are sound."""
        return [reading.deck for reading in self.readings if reading.deck]

    @cached_property
    def by_id(self) -> dict[str, Deck]:
        """The decks by their ids."""
        return {deck.id: deck for deck in self.decks}

    def deck(self, name: str) -> Deck:
        """The deck with an id; raises KeyError."""
        return self.by_id[name]

    def file_of(self, name: str) -> Shelved:
        """The file that the deck in use with an id was read from."""
        return next(file for file, reading in self._in_use if reading.deck and reading.deck.id == name)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong in the decks' files."""
        return [problem for reading in self.readings for problem in reading.problems]

    def _ask(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """Every row that answers a query on the decks in use."""
        assert self._in_use is not None
        return self._shelf.ask(query, values)

    def facts(self, wanted: Filter) -> list[tuple[Deck, Fact]]:
        """The facts that are asked for, each with its deck, in the order of the files."""
        where, values = condition(wanted)
        rows = self._ask(f"SELECT f.id, p.payload FROM {WHOLE} WHERE {where} ORDER BY s.place, f.id", values)
        self._shelf.fetch_entities(f"SELECT f.id FROM {FACTS} WHERE {where}", values)
        decks = self._shelf.decks
        return [(decks[number >> 32], fact_in(json.loads(payload))) for number, payload in rows]

    def in_time(self, wanted: Filter, cards: Collection[str] | None = None) -> Facts:
        """The facts that are asked for, or those of some cards, in order of time; each is read when it is looked at."""
        from destal_cli.store.intime import in_time

        assert self._in_use is not None
        return in_time(self._shelf, wanted, cards)

    def outline(self, wanted: Filter) -> Outline:
        """What a timeline is laid out from, of the facts that are asked for."""
        from destal_cli.store.intime import outline

        assert self._in_use is not None
        return outline(self._shelf, wanted)

    def recalls(self, wanted: Filter, now: Moment) -> dict[str, Recall]:
        """How well each of the dated facts that are asked for is held, by `deck/fact`."""
        from destal_cli.core.recall import recalls
        from destal_cli.store.intime import held

        suspended = {card for card, (mark, _) in self.history().marks().items() if mark == "suspend"}
        return recalls(held(self._with_history(), wanted, suspended), now.day, self.scheduler())

    def cards(self, wanted: Filter) -> list[Card]:
        """The cards of the facts that are asked for."""
        return [card for deck, fact in self.facts(wanted) for card in cards_of(deck, fact)]

    def kinds_of_answers(self, wanted: Filter) -> dict[str, str]:
        """The kind of answer of each card of the facts that are asked for, by the card's id."""
        where, values = condition(wanted)
        return dict(
            self._ask(f"SELECT c.card, c.type FROM {CARDS} JOIN facts AS f ON f.id = c.fact WHERE {where}", values)
        )

    def cards_of(self, names: Iterable[str]) -> list[Card]:
        """The cards with these ids, those that are in no deck left out."""
        assert self._in_use is not None
        rows = self._shelf.ask_of(f"SELECT c.id FROM {CARDS} WHERE c.card IN ({{}})", sorted(set(names)))
        return self._shelf.cards([number for (number,) in rows])

    def card_ids(self, begins: str = "") -> list[str]:
        """The ids of all cards, or of those that begin so."""
        rows = self._ask(
            f"SELECT c.card FROM {CARDS} WHERE substr(c.card, 1, ?) = ? ORDER BY s.place, c.id", (len(begins), begins)
        )
        return [card for (card,) in rows]

    def orphans(self) -> list[str]:
        """The cards that have a memory and are in no deck in use."""
        in_use = "SELECT 1 FROM cards AS c JOIN shelf AS s ON s.file = c.id >> 32 WHERE c.card = m.card"
        query = f"SELECT m.card FROM h.memory AS m WHERE NOT EXISTS ({in_use}) ORDER BY m.card"
        return [card for (card,) in self._with_history().ask(query)]

    def entity(self, name: str, kind: EntityKind | None = None) -> tuple[Named, ...]:
        """The one entity that a name means, once for each deck that has it; raises NotFoundError."""
        found = find_entity(name, _Known(self, kind))
        if found.entities:
            return found.entities
        person = kind is EntityKind.PERSON
        if found.shared:
            who = "persons" if person else "entities"
            raise NotFoundError(f'several {who} go by "{name}"', f"say which: {' or '.join(found.near)}")
        noun = "person" if person else "entity"
        if found.near:
            raise NotFoundError(f'no {noun} goes by "{name}"', f"did you mean {' or '.join(found.near)}?")
        raise NotFoundError(f'no {noun} goes by "{name}"', "`destal people` lists who there is")

    def entities(self) -> Iterator[Named]:
        """Every entity with its deck."""
        return ((deck, entity) for deck, entity, _ in self.counted())

    def counted(self, where: str = "1", values: Iterable[Any] = ()) -> list[tuple[Deck, Entity, int]]:
        """Entities with their decks, each with the number of facts that name it: all, or those that a condition on
        the index, `e`, holds of.
        """
        query = "SELECT e.id, e.payload, e.facts FROM entities AS e JOIN shelf AS s ON s.file = e.id >> 32"
        rows = self._ask(f"{query} WHERE {where} ORDER BY s.place, e.id", values)
        return [(self._shelf.decks[n >> 32], entity_in(json.loads(payload)), facts) for n, payload, facts in rows]

    def people(self, name: str) -> list[tuple[Deck, Entity, int]]:
        """The one entity that a name means with the number of facts that name it; raises NotFoundError."""
        found = {(deck.id, entity.id) for deck, entity in self.entity(name)}
        keys = [key for _, key in found]
        counted = self.counted(f"e.key IN ({', '.join('?' * len(keys))})", keys)
        return [item for item in counted if (item[0].id, item[1].id) in found]

    def tags(self) -> list[str]:
        """Every tag that a fact has."""
        rows = self._ask("SELECT DISTINCT tag FROM tags JOIN shelf ON shelf.file = tags.fact >> 32 ORDER BY tag")
        return [tag for (tag,) in rows]

    @cached_property
    def settings(self) -> Settings:
        """The learner's settings; raises BadFileError."""
        from destal_cli.store.settings import read_settings

        return read_settings(self.places.settings)

    def history(self, *, create: bool = False) -> History:
        """The learner's history; one that does not exist yet is made only when `create` is asked for.

        Raises StoreError, too, where it is not the one that was used so far.
        """
        from destal_cli.store.guard import guard
        from destal_cli.store.history import History

        if self._history is None or (create and not self._history.on_disk):
            if not self.places.history.exists():
                guard(self.places.marker, self.places.history, None)
            self._history = History(self.places.history, create=create)
            if self._history.on_disk:
                guard(self.places.marker, self.places.history, self._history.known(), self._history.at_of)
        return self._history

    def remember_history(self) -> None:
        """Note that the history as it is now, even if there is none, is the one that is used."""
        from destal_cli.store.guard import write_known
        from destal_cli.store.history import History

        path = self.places.history
        write_known(self.places.marker, History(path, create=False).known() if path.exists() else None)

    def scheduler(self) -> Scheduler:
        """What plans the cards: the learner's retention, and the parameters in use."""
        from destal_cli.core.memory import Scheduler
        from destal_cli.core.parameters import in_use

        used = in_use(self.history().parameters())
        return Scheduler(self.settings.retention, used.weights, used.version)

    def set_aside(self, now: Moment) -> set[str]:
        """The cards that are suspended, or buried until tomorrow."""
        return set(self.history().aside(now.day))

    def marked(self, now: Moment, found: Facts | None = None) -> dict[str, tuple[str, ...]]:
        """What the learner marked each card as: `flagged`, and `suspended` or `buried` (until tomorrow).

        Of a few facts that were found, only their cards are looked for.
        """
        words = {"suspend": ("suspended",), "bury": ("buried",)}
        cards = found.card_ids() if found is not None and len(found) <= FEW else None
        aside, flags = self.history().aside(now.day, cards), self.history().flags(cards)
        marks: dict[str, tuple[str, ...]] = {card: words[mark] for card, mark in aside.items()}
        return marks | {card: ("flagged", *marks.get(card, ())) for card in flags}

    def allowance(self, now: Moment) -> Allowance:
        """What the learner's limits still leave of today, whatever the session."""
        from destal_cli.core.session import Allowance

        history, settings = self.history(), self.settings
        new = max(0, settings.new - history.introduced(now.day))
        if settings.reviews is None:
            return Allowance(new)
        return Allowance(new, max(0, settings.reviews - history.reviewed(now.day)))

    def deal(self, wanted: Filter, form: Form | None = None, only: Collection[str] | None = None) -> Deal:
        """The cards of the facts that are asked for, to be dealt; `only` has the ids of those that may be."""
        from destal_cli.store.deal import Deal

        return Deal(self._with_history(), self.history(), wanted, form, None if only is None else frozenset(only))

    def renewed(self, deal: Deal) -> Deal:
        """The same cards by what the history has of them now."""
        return self.deal(deal.wanted, deal.form, deal.only)

    def standing(self, now: Moment) -> Counted:
        """Where each deck stands, what is due now and next, and how many new cards today may bring."""
        from destal_cli.store.standing import counted, kept

        files = (self.places.history, Path(f"{self.places.history}-wal"))
        stamps = [values_of(stamp) if (stamp := Stamp.of(path)) else None for path in files]
        scheduler, left = self.scheduler(), self.allowance(now)
        deal = self.deal(Filter())
        key = [now.day, stamps, scheduler.retention, scheduler.parameters, values_of(left)]
        return kept(deal, key, lambda: counted(deal, now, scheduler, left))

    def scores(self, wanted: Filter, now: Moment) -> Scores:
        """How the learner is doing with the cards of the facts that are asked for."""
        from destal_cli.store.scoring import Scoring

        return Scoring(self.deal(wanted), self.history(), bool(self.names)).scores(now, self.scheduler())

    @property
    def stock(self) -> Nearby:
        """What questions are made of beside their cards."""
        from destal_cli.store.nearby import Nearby

        return Nearby(self._with_history(), self.history(), self.by_id)

    def _with_history(self) -> Shelf:
        history = self.history()
        assert self._in_use is not None
        self._shelf.attach(history.path if history.on_disk else None)
        return self._shelf


@dataclass(frozen=True, slots=True)
class _Known:
    """The names of the entities in use, of one kind alone where one is wanted."""

    library: Library
    kind: EntityKind | None

    def called(self, name: str) -> list[Named]:
        """Those that a folded text is a whole name or the id of."""
        return self._found("e.id IN (SELECT entity FROM names WHERE text = ? AND whole)", [name])

    def with_words(self, words: Collection[str]) -> list[Named]:
        """Those whose names have all of the folded words among them."""
        one = "e.id IN (SELECT entity FROM names WHERE text = ? AND NOT whole)"
        return self._found(" AND ".join([one] * len(words)), words)

    def everyone(self) -> list[Named]:
        """All of them."""
        return self._found("1", ())

    def _found(self, where: str, values: Iterable[str]) -> list[Named]:
        kind, more = ("", ()) if self.kind is None else (" AND e.kind = ?", (self.kind,))
        return [(deck, entity) for deck, entity, _ in self.library.counted(where + kind, (*values, *more))]


def writable_folder(places: Places) -> Path:
    """The learner's decks folder, made when it is missing; raises StoreError."""
    try:
        places.decks.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{places.decks} cannot be made: {error.strerror}", "set DESTAL_HOME to another folder"
        ) from None
    return places.decks
