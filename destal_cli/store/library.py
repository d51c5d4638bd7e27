"""The Library: what commands ask for facts, entities, cards and memory. What stands behind it is its own business."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from destal_cli.core.cards import Card, cards_of
from destal_cli.core.facts import Deck, Entity, EntityKind, Fact
from destal_cli.core.filters import Filter, Found, find_entity
from destal_cli.core.problems import BadFileError, NotFoundError, Problem, StoreError, did_you_mean
from destal_cli.store.places import Places, packaged_decks
from destal_cli.store.reading import Reading
from destal_cli.store.snapshots import load

if TYPE_CHECKING:
    from destal_cli.core.memory import Memory, Moment, Scheduler
    from destal_cli.core.session import Allowance
    from destal_cli.store.history import History
    from destal_cli.store.settings import Settings

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A deck file that was found: its id, where it lies, whose it is, and the file that is used in its place if any."""

    id: str
    path: Path
    origin: str  # "here", "yours", "package" or "path"
    shadowed_by: Path | None = None


def deck_id(path: Path) -> str | None:
    """The id of the deck in a file, without reading the whole when it stands at the top; None when there is none."""
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


def find_decks(places: Places, here: Path) -> list[Shelved]:
    """Every deck file there is, shadowed ones too; a file without an id goes by its name."""
    found: list[Shelved] = []
    first: dict[str, Path] = {}
    seen: set[Path] = set()
    for origin, folder in shelves(places, here):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix in SUFFIXES and path.is_file() and path.resolve() not in seen:
                seen.add(path.resolve())
                name = deck_id(path) or path.stem
                found.append(Shelved(name, path, origin, first.get(name)))
                first.setdefault(name, path)
    return found


def named_deck(name: str, known: Sequence[Shelved]) -> Shelved:
    """The deck that goes by an id or a path; raises NotFoundError."""
    for deck in known:
        if deck.id == name and not deck.shadowed_by:
            return deck
    path = Path(name).expanduser()
    if path.suffix in SUFFIXES or os.sep in name:
        if not path.is_file():
            raise NotFoundError(f"there is no deck file {name}")
        return Shelved(deck_id(path) or path.stem, path, "path")
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
    _history: History | None = field(default=None, repr=False)

    @cached_property
    def _in_use(self) -> list[tuple[Shelved, Reading]]:
        """The deck files in use; where nothing of a file can be read, the next one of its id serves in its place."""
        known = find_decks(self.places, self.here)
        if self.names:
            named = (named_deck(name, known) for name in self.names)
            wanted = list({deck.path.resolve(): deck for deck in named}.values())
        else:
            wanted = [deck for deck in known if not deck.shadowed_by]
        found = []
        for deck in wanted:
            reading = _read(deck, self.places)
            found.append((deck, reading))
            if reading.deck is None:
                others = (other for other in known if other.id == deck.id and other.path != deck.path)
                readings = ((other, _read(other, self.places)) for other in others)
                found += [(other, whole) for other, whole in readings if whole.deck][:1]
        return found

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
        return [(deck, _read(deck, self.places)) for deck in find_decks(self.places, self.here)]

    @cached_property
    def decks(self) -> list[Deck]:
        """The decks as far as they are sound."""
        return [reading.deck for reading in self.readings if reading.deck]

    def deck(self, name: str) -> Deck:
        """The deck with an id; raises KeyError."""
        return {deck.id: deck for deck in self.decks}[name]

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong in the decks' files."""
        return [problem for reading in self.readings for problem in reading.problems]

    def facts(self, wanted: Filter) -> list[tuple[Deck, Fact]]:
        """The facts that are asked for, each with its deck, in the order of the files."""
        return [(deck, fact) for deck in self.decks for fact in deck.facts if wanted.matches(deck, fact)]

    def cards(self, wanted: Filter) -> list[Card]:
        """The cards of the facts that are asked for."""
        return [card for deck, fact in self.facts(wanted) for card in cards_of(deck, fact)]

    def entity(self, name: str, kind: EntityKind | None = None) -> tuple[tuple[Deck, Entity], ...]:
        """The one entity that a name means, once for each deck that has it; raises NotFoundError."""
        found: Found = find_entity(name, self.decks, kind)
        if found.entities:
            return found.entities
        noun = "person" if kind is EntityKind.PERSON else "entity"
        if found.near:
            raise NotFoundError(f'no {noun} goes by "{name}"', f"did you mean {' or '.join(found.near)}?")
        raise NotFoundError(f'no {noun} goes by "{name}"', "`destal people` lists who there is")

    def entities(self) -> Iterator[tuple[Deck, Entity]]:
        """Every entity with its deck."""
        return ((deck, entity) for deck in self.decks for entity in deck.entities.values())

    def tags(self) -> list[str]:
        """Every tag that a fact has."""
        return sorted({tag for deck in self.decks for fact in deck.facts for tag in fact.tags})

    @cached_property
    def settings(self) -> Settings:
        """The learner's settings; raises BadFileError."""
        from destal_cli.store.settings import read_settings

        return read_settings(self.places.settings)

    def history(self, *, create: bool = False) -> History:
        """The learner's history; one that does not exist yet is made only when `create` is asked for."""
        from destal_cli.store.history import History

        if self._history is None or (create and not self._history.on_disk):
            self._history = History(self.places.history, create=create)
        return self._history

    def scheduler(self) -> Scheduler:
        """What plans the cards: the learner's retention, and the parameters in use."""
        from destal_cli.core.memory import Scheduler
        from destal_cli.core.parameters import in_use

        used = in_use(self.history().parameters())
        return Scheduler(self.settings.retention, used.weights, used.version)

    def set_aside(self, now: Moment) -> set[str]:
        """The cards that are suspended, or buried until tomorrow."""
        marks = self.history().marks().items()
        return {card for card, (mark, at) in marks if mark == "suspend" or (mark == "bury" and at.day == now.day)}

    def marked(self, now: Moment) -> dict[str, tuple[str, ...]]:
        """What the learner marked each card as: `flagged`, and `suspended` or `buried` (until tomorrow)."""
        marks = self.history().marks()
        aside = {card: "suspended" if marks[card][0] == "suspend" else "buried" for card in self.set_aside(now)}
        flags = self.history().flags()
        return {
            card: (*(("flagged",) if card in flags else ()), *((aside[card],) if card in aside else ()))
            for card in flags | aside.keys()
        }

    def allowance(self, now: Moment) -> Allowance:
        """What the learner's limits still leave of today, whatever the session."""
        from destal_cli.core.session import Allowance

        history, settings = self.history(), self.settings
        new = max(0, settings.new - history.introduced(now.day))
        if settings.reviews is None:
            return Allowance(new)
        return Allowance(new, max(0, settings.reviews - history.reviewed(now.day)))

    def memory(self, cards: Iterable[Card]) -> dict[str, Memory]:
        """The memory of each of the cards that has one."""
        known = self.history().memory()
        return {card.id: known[card.id] for card in cards if card.id in known}


def _read(deck: Shelved, places: Places) -> Reading:
    try:
        return load(deck.path, places.cache)
    except (BadFileError, NotFoundError) as error:
        return Reading(None, (Problem(str(deck.path), 0, 0, error.message, error.hint),))


def writable_folder(places: Places) -> Path:
    """The learner's decks folder, made when it is missing; raises StoreError."""
    try:
        places.decks.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{places.decks} cannot be made: {error.strerror}", "set DESTAL_HOME to another folder"
        ) from None
    return places.decks
