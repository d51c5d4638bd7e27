"""A collection of Anki's as one value, from either of its layouts. `incoming` and `answers_in` ask.

The old layout (11) keeps note types, decks and settings as JSON in one row; the new one (from 14 on) has tables whose
blobs are protocol buffers. Notes, cards and the log are alike in both.
"""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from destal_cli.core.problems import BadFileError
from destal_cli.store.anki.archive import unpacked
from destal_cli.store.anki.database import Tables, tables
from destal_cli.store.anki.protobuf import message, number, text

MOST_TYPES, MOST_DECKS = 5_000, 20_000
MOST_NOTES, MOST_CARDS, MOST_REVIEWS = 50_000, 60_000, 400_000  # what 256 MB hold on the way to a deck
MOST_TEXT = 96 << 20  # characters in all notes
FIELD_END = "\x1f"
_EPOCH, _LAST = dt.date(1970, 1, 1).toordinal(), dt.date.max.toordinal()
ROLLOVER = 4  # the hour at which Anki's day begins, unless it was set


@dataclass(frozen=True, slots=True)
class Template:
    """What a card shows on its two sides, in Anki's template language."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """The fields that notes have, and the templates that make a card each; a cloze type makes one a gap."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    cloze: bool = False


class AnkiNote(NamedTuple):
    """A note; `fields` are HTML, in the order of its type's."""

    id: int
    guid: str
    type: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


class AnkiCard(NamedTuple):
    """A card; `kind` 0 is new, 1 learning, 2 review, 3 relearning. `due` is a day of the collection, or seconds.

    `queue` is -1 for a suspended card, -2 and -3 for a buried one. `home` is the deck it was taken from.
    """

    id: int
    note: int
    deck: int
    ordinal: int
    kind: int
    queue: int
    due: int
    flags: int = 0
    home: int = 0
    home_due: int = 0


class AnkiReview(NamedTuple):
    """A row of the log: when (ms), which card and button (0: none), the interval given (days, or less than 0: seconds),
    the ease, how long it took in ms, and the kind: 0 learn, 1 review, 2 relearn, 3 filtered, 4 by hand, 5 rescheduled.
    """

    at: int
    card: int
    button: int
    interval: int
    ease: int
    took: int
    kind: int


class AnkiLog:
    """The rows of the log, which may be long: 56 bytes each until a card's are asked for."""

    def __init__(self, rows: Iterable[AnkiReview]) -> None:
        self._of: dict[int, array[int]] = {}
        for row in rows:
            self._of.setdefault(row.card, array("q")).extend(row)

    def of(self, card: int) -> list[AnkiReview]:
        """A card's rows, oldest first."""
        numbers = iter(self._of.get(card, ()))
        width = len(AnkiReview._fields)
        return sorted(map(AnkiReview._make, zip(*[numbers] * width, strict=True)), key=attrgetter("at"))


@dataclass(frozen=True, slots=True)
class Collection:
    """What a package holds. `first` is the day that Anki counts as 0, as an ordinal.

    `offset` is in minutes east of UTC (None: the package does not say), `rollover` the hour at which a day begins.
    """

    first: int
    offset: int | None
    rollover: int
    types: Mapping[int, NoteType]
    decks: Mapping[int, str]
    notes: tuple[AnkiNote, ...]
    cards: tuple[AnkiCard, ...]
    log: AnkiLog


def read_collection(path: Path, *, with_reviews: bool) -> Collection:
    """The collection in a package. Raises NotFoundError, BadFileError, and UsageError for a missing reader of zstd."""
    with unpacked(path) as file, tables(file, str(path)) as found:
        return _collection(found, path, with_reviews)


def _collection(found: Tables, path: Path, with_reviews: bool) -> Collection:
    row = next(found.rows("col", [("crt", int), ("ver", int), *((c, str) for c in _JSON)], 10), None)
    if row is None:
        raise BadFileError(f"{path} holds an empty collection", "export it from Anki again")
    created, version, *kept = row
    if "notetypes" in found:
        types, decks, settings = _types(found), _decks(found), _settings(found)
    elif version and version < 14:
        types, decks, settings = (make(_json(text)) for make, text in zip(_OLD, kept, strict=True))
    else:
        raise BadFileError(f"{path} has a collection in layout {version}, which destal does not know")
    return Collection(
        first=_first_day(created, _offset(settings, "creationOffset", "localOffset") or 0),
        offset=_offset(settings, "localOffset"),
        rollover=_hour(settings.get("rollover")),
        types=types,
        decks=decks,
        notes=_notes(found, path),
        cards=tuple(map(AnkiCard._make, found.rows("cards", _CARD, MOST_CARDS))),
        log=AnkiLog(map(AnkiReview._make, found.rows("revlog", _REVIEW, MOST_REVIEWS) if with_reviews else ())),
    )


_JSON = ("models", "decks", "conf")
_CARD = [(c, int) for c in ("id", "nid", "did", "ord", "type", "queue", "due", "flags", "odid", "odue")]
_REVIEW = [(column, int) for column in ("id", "cid", "ease", "ivl", "factor", "time", "type")]


def _notes(found: Tables, path: Path) -> tuple[AnkiNote, ...]:
    columns = [("id", int), ("guid", str), ("mid", int), ("tags", str), ("flds", str)]
    notes, left = [], MOST_TEXT
    for key, guid, kind, tags, fields in found.rows("notes", columns, MOST_NOTES):
        left -= len(fields)
        if left < 0:
            raise BadFileError(f"{path} has more than {MOST_TEXT >> 20} MB of text", "export a part of it")
        notes.append(AnkiNote(key, guid, kind, tuple(tags.split()), tuple(fields.split(FIELD_END))))
    return tuple(sorted(notes, key=lambda note: note.id))


# The old layout: JSON of which nothing is believed.


def _json(raw: str) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _old_types(models: dict[str, Any]) -> dict[int, NoteType]:
    return {int(key): _old_type(model) for key, model in models.items() if _is_id(key) and isinstance(model, dict)}


def _old_type(model: dict[str, Any]) -> NoteType:
    fields = tuple(_string(field, "name") for field in _ordered(model.get("flds")))
    templates = tuple(
        Template(_string(made, "name"), _string(made, "qfmt"), _string(made, "afmt"))
        for made in _ordered(model.get("tmpls"))
    )
    return NoteType(_string(model, "name"), fields, templates, model.get("type") == 1)


def _old_decks(decks: dict[str, Any]) -> dict[int, str]:
    return {int(key): _string(deck, "name") for key, deck in decks.items() if _is_id(key) and isinstance(deck, dict)}


_OLD: tuple[Callable[[dict[str, Any]], Any], ...] = (_old_types, _old_decks, lambda settings: settings)


def _is_id(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 20


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _ordered(records: Any) -> list[dict[str, Any]]:
    """Records in the order of their `ord`."""
    found = [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []
    return sorted(found, key=lambda record: record["ord"] if isinstance(record.get("ord"), int) else 0)


# The new layout.


def _types(found: Tables) -> dict[int, NoteType]:
    parts = [("ntid", int), ("ord", int), ("name", str), ("config", bytes)]
    names: dict[int, list[tuple[int, str]]] = {}
    for kind, order, name, _ in found.rows("fields", parts, MOST_TYPES * 10):
        names.setdefault(kind, []).append((order, name))
    templates: dict[int, list[tuple[int, Template]]] = {}
    for kind, order, name, raw in found.rows("templates", parts, MOST_TYPES * 10):
        config = message(raw or b"")
        templates.setdefault(kind, []).append((order, Template(name, text(config.get(1)), text(config.get(2)))))
    columns = [("id", int), ("name", str), ("config", bytes)]
    return {
        key: NoteType(
            name,
            tuple(field for _, field in sorted(names.get(key, ()))),
            tuple(made for _, made in sorted(templates.get(key, ()), key=lambda pair: pair[0])),
            number(message(raw or b"").get(1)) == 1,
        )
        for key, name, raw in found.rows("notetypes", columns, MOST_TYPES)
    }


def _decks(found: Tables) -> dict[int, str]:
    rows = found.rows("decks", [("id", int), ("name", str)], MOST_DECKS)
    return {key: name.replace(FIELD_END, "::") for key, name in rows}


def _settings(found: Tables) -> dict[str, Any]:
    rows = found.rows("config", [("KEY", str), ("val", str)], 10_000)
    wanted = {key: value for key, value in rows if key in ("rollover", "localOffset", "creationOffset")}
    return {key: _json(f'{{"value": {value}}}').get("value") for key, value in wanted.items()}


def _first_day(created: int, offset: int) -> int:
    """The learner's day on which a collection was made, which is noted in seconds."""
    day = _EPOCH + (created + 60 * offset) // 86_400
    return day if 0 < day < _LAST else _EPOCH


def _offset(settings: Mapping[str, Any], *keys: str) -> int | None:
    """Minutes east of UTC. Anki keeps them west: of the last use, and of the day on which the collection was made."""
    for key in keys:
        west = settings.get(key)
        if isinstance(west, int) and not isinstance(west, bool) and abs(west) <= 24 * 60:
            return -west
    return None


def _hour(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 else ROLLOVER
