"""The deck format as one table: `deckfile` reads decks by it, `schema` turns it into the JSON Schema for editors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from destal_cli.core.dates import EdtfError, edtf
from destal_cli.core.facts import EntityKind, Importance, Kind, Mark
from destal_cli.core.problems import UsageError, did_you_mean
from destal_cli.core.text import clean, one_line
from destal_cli.core.values import dataclass
from destal_cli.store.yaml_stream import (
    ITEMS,
    ITEMS_END,
    SCALAR,
    TABLE,
    TABLE_END,
    Event,
    Place,
    Stream,
    is_plain,
    mark_of,
)

ID_PATTERN = "[a-z0-9][a-z0-9-]*"
_ID = re.compile(ID_PATTERN)
_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:[,_ \u00a0\u202f]\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def checked_id(name: str) -> str:
    """An id as it was typed; raises UsageError for what is none."""
    if not _ID.fullmatch(name):
        hint = "an id has lower-case letters, digits and hyphens, as in cold-war"
        raise UsageError(f'"{one_line(name)}" is no id', hint)
    return name


class Bad(Exception):  # noqa: N818 - it never leaves this module
    """A scalar that its type refuses: what is wrong, and the hint."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `block` keeps line breaks and leading blanks."""

    block: bool = False
    pattern: str = ""
    convert: Callable[[str], Any] = one_line


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words, with what each stands for."""

    options: Mapping[str, StrEnum]

    @classmethod
    def of(cls, kind: type[StrEnum]) -> OneOf:
        """One of the words of an enumeration."""
        return cls({str(member): member for member in kind})


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; one scalar alone counts as a list of one."""

    item: Spec


@dataclass(frozen=True, slots=True)
class MapOf:
    """Ids to values."""

    item: Spec


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record."""

    spec: Spec
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields, and which of them are `required`. A scalar alone stands for a record with only the field `short`,
    when that is given.
    """

    name: str
    fields: dict[str, Field]
    short: str
    required: frozenset[str]

    @classmethod
    def of(cls, name: str, fields: dict[str, Field], short: str = "") -> Record:
        """A record of these fields."""
        return cls(name, fields, short, frozenset(key for key, field in fields.items() if field.required))


Spec = Text | OneOf | ListOf | MapOf | Record


@dataclass(slots=True)
class Entry:
    """A decoded record: its values and their places by field name, where it begins and where it ends, which of a text
    alone is the same. `id` may be a table's key.
    """

    first: Place
    last: Place
    values: dict[str, Any]
    places: dict[str, Place]

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return mark_of(self.first)

    @property
    def end(self) -> Mark:
        """Where it ends."""
        return mark_of(self.last)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field."""
        return self.values.get(name, default)

    def at(self, name: str) -> Mark:
        """Where a field's value stands, else where the record starts."""
        return mark_of(self.places.get(name, self.first))


LARGEST = 1e30


def _slug(text: str) -> str:
    if _ID.fullmatch(text):
        return text
    text = one_line(text)
    if not _ID.fullmatch(text):
        raise Bad(f'"{text}" is no id', "an id has lower-case letters, digits and hyphens, as in beria-arrested")
    return text


def _number(text: str) -> float:
    text = one_line(text)
    if not _NUMBER.fullmatch(text):
        raise Bad(f'"{text}" is no number', "write digits: 1920635, 1,920,635 or 2.5")
    number = float(re.sub("[,_ \u00a0\u202f]", "", text).replace("−", "-"))
    if abs(number) > LARGEST:
        raise Bad("that number is too large", f"the largest is {LARGEST:.0e}")
    return number


def _share(text: str) -> float:
    text = one_line(text)
    found = _SHARE.fullmatch(text)
    if not found or float(found[1]) > 100:
        raise Bad(f'"{text}" is no tolerance', "write a share of the number, as in 2%")
    return float(found[1]) / 100


@lru_cache(maxsize=4096)
def _date(text: str) -> Any:
    text = one_line(text)
    try:
        return edtf(text)
    except EdtfError as error:
        raise Bad(
            f'"{text}" is no EDTF date: {error}', "as in 1953, 1953-03, 1953-06-26, 1953/1955, 1953~ or 195X"
        ) from None


TEXT = Text()
BLOCK = Text(block=True, convert=clean)
ID = Text(pattern=ID_PATTERN, convert=_slug)
DATE = Text(convert=_date)
NUMBER = Text(convert=_number)
SHARE = Text(pattern=r"\d+(\.\d+)? *%", convert=_share)
IDS = ListOf(ID)
TEXTS = ListOf(TEXT)

ENTITY = Record.of(
    "entity",
    {
        "name": Field(TEXT, "the name it is shown by", required=True),
        "kind": Field(OneOf.of(EntityKind), "what it is", required=True),
        "aliases": Field(TEXTS, "other names and spellings, in any script: each is found and each is a right answer"),
        "about": Field(TEXT, "who or what it is, in a line"),
    },
)
QUESTION = Record.of(
    "question",
    {
        "ask": Field(TEXT, "the prompt: it stands by itself and never contains its answer", required=True),
        "part": Field(TEXT, "the part of the fact that answers it, when the question is not named after it"),
        "entity": Field(ID, "the answer, when it is an entity"),
        "date": Field(DATE, "the answer, when it is a date"),
        "number": Field(NUMBER, "the answer, when it is a number"),
        "answer": Field(TEXT, "the answer, when it is a text: give `choices` too"),
        "also": Field(TEXTS, "other answers that are right"),
        "choices": Field(TEXTS, "wrong answers to offer first"),
        "avoid": Field(TEXTS, "entity ids or texts that must not be offered as wrong"),
    },
    short="ask",
)
EVIDENCE = Record.of(
    "evidence",
    {
        "exact": Field(TEXT, "the passage, word for word (white space may differ)", required=True),
        "prefix": Field(TEXT, "what stands before it, when the passage occurs more than once"),
        "suffix": Field(TEXT, "what stands behind it, when the passage occurs more than once"),
        "source": Field(ID, "the id of its source; without it, the first source that has the passage"),
    },
    short="exact",
)
FACT = Record.of(
    "fact",
    {
        "id": Field(ID, "written once and never changed: the learner's history hangs on it", required=True),
        "kind": Field(OneOf.of(Kind), "what the fact says", required=True),
        "statement": Field(TEXT, "the fact in one sentence", required=True),
        "when": Field(DATE, "its date in EDTF: 1953, 1953-03, 1953-06-26, 1953/1955, 1953~, 195X"),
        "who": Field(IDS, "entities that did it, held it, said it or argued it"),
        "whom": Field(IDS, "entities it was done to, or that it is part of"),
        "entities": Field(IDS, "every other entity it names"),
        "office": Field(TEXT, "the office that was held (role)"),
        "term": Field(TEXT, "the term (term)"),
        "meaning": Field(TEXT, "what the term means, without the term in it (term)"),
        "words": Field(TEXT, "the words that were said or written (quote)"),
        "number": Field(NUMBER, "the number (figure)"),
        "counts": Field(TEXT, "what the number counts (figure)"),
        "within": Field(SHARE, "how far off an answer may be and still be right, as in 2%"),
        "also": Field(TEXTS, "other spellings of the term or the office"),
        "tags": Field(IDS, "topics"),
        "importance": Field(OneOf.of(Importance), "core facts are asked first"),
        "evidence": Field(EVIDENCE, "the passage of the source that proves it", required=True),
        "note": Field(TEXT, "shown after the answer: what is disputed"),
        "questions": Field(MapOf(QUESTION), "question name to prompt; without any, the kind's own pattern asks"),
    },
)
SOURCE = Record.of(
    "source",
    {
        "id": Field(ID, "the id that evidence names", required=True),
        "title": Field(TEXT, "its title", required=True),
        "from": Field(TEXT, "where it is from", required=True),
        "text": Field(BLOCK, "the whole text, as a block after |", required=True),
    },
)
DECK = Record.of(
    "deck",
    {
        "id": Field(ID, "names the deck and begins the id of every card: never changed", required=True),
        "title": Field(TEXT, "shown above every question", required=True),
        "about": Field(TEXT, "what the deck covers"),
        "entities": Field(MapOf(ENTITY), "the persons, groups, bodies, places, works and ideas that facts name"),
        "facts": Field(ListOf(FACT), "the facts", required=True),
        "built": Field(
            MapOf(TEXT), "written by `build` and `import`: what they made; a fact missing above was deleted"
        ),
        "reviewed": Field(IDS, "written by `destal build --review`: the facts that were looked at"),
        "sources": Field(ListOf(SOURCE), "the texts that prove the facts", required=True),
    },
)


def decode(stream: Stream, event: Event, depth: int, spec: Spec, name: str) -> Any:
    """The value of the sound node that begins with an event, by its spec; None when a problem was told of the whole.

    The items of a list are pairs of their place and value.
    """
    return _DECODERS[type(spec)](stream, event, depth, spec, name)


def decode_deck(stream: Stream, event: Event) -> Entry | None:
    """A deck as a record, from the first event of its document."""
    found: Entry | None = _record(stream, event, 1, DECK, "deck")
    return found


def _refuse(stream: Stream, event: Event, depth: int, message: str, hint: str) -> None:
    """Tell what is wrong with a whole node, and go behind it."""
    stream.say(event.start_mark, message, hint)
    stream.skip(event, depth)


def _a_text(event: Event) -> str:
    return "a list" if type(event) is ITEMS else "a table of keys" if type(event) is TABLE else "a single text"


def _text(stream: Stream, event: Event, depth: int, spec: Text, name: str) -> Any:
    if type(event) is not SCALAR or not event.value or event.value.isspace():
        return _no_text(stream, event, depth, name)
    try:
        return spec.convert(event.value)
    except Bad as bad:
        return stream.say(event.start_mark, f"`{name}`: {bad.args[0]}", bad.args[1])


def _one_of(stream: Stream, event: Event, depth: int, spec: OneOf, name: str) -> Any:
    if type(event) is not SCALAR or not event.value or event.value.isspace():
        return _no_text(stream, event, depth, name)
    found = spec.options.get(event.value)
    if found is None:
        hint = did_you_mean(event.value, list(spec.options)) or f"one of {', '.join(spec.options)}"
        stream.say(event.start_mark, f'`{name}` cannot be "{one_line(event.value)}"', hint)
    return found


def _no_text(stream: Stream, event: Event, depth: int, name: str) -> None:
    """Tell of what stands where a single text should."""
    if type(event) is SCALAR:
        stream.say(event.start_mark, f"`{name}` is empty", "fill it in, or take the line out")
    else:
        hint = "put quotes around a text that starts with [ or {, or contains a colon and a blank"
        _refuse(stream, event, depth, f"`{name}` takes a single text, not {_a_text(event)}", hint)


def _list(stream: Stream, event: Event, depth: int, spec: ListOf, name: str) -> Any:
    inner, read = spec.item, _DECODERS[type(spec.item)]
    if type(event) is SCALAR and type(inner) is not Record:
        value = read(stream, event, depth, inner, name) if event.value.strip() else None
        return [] if value is None else [(event.start_mark, value)]
    if type(event) is not ITEMS:
        hint = "each item on a line of its own after a hyphen"
        return _refuse(stream, event, depth, f"`{name}` takes a list, not {_a_text(event)}", hint)
    found = []
    while type(item := stream.following()) is not ITEMS_END:
        if is_plain(item) or stream.is_sound(item, depth + 1):
            value = read(stream, item, depth + 1, inner, name)
            if value is not None:
                found.append((item.start_mark, value))
    return found


def _map(stream: Stream, event: Event, depth: int, spec: MapOf, name: str) -> Any:
    if type(event) is SCALAR and not event.value.strip():
        return {}
    if type(event) is not TABLE:
        hint = "as in `beria: ...`, each on its own line"
        return _refuse(stream, event, depth, f"`{name}` takes ids with values, not {_a_text(event)}", hint)
    found, seen = {}, dict[str, Place]()
    while type(event := stream.following()) is not TABLE_END:
        key, value = stream.key(event, depth + 1, seen), stream.following()
        if key is not None and not _ID.fullmatch(key):
            hint = "an id has lower-case letters, digits and hyphens"
            stream.say(event.start_mark, f'"{one_line(key)}" is no id', hint)
            key = None
        if key is None:
            stream.pass_over(value, depth + 1)
        elif is_plain(value) or stream.is_sound(value, depth + 1):
            item = decode(stream, value, depth + 1, spec.item, key)
            if type(item) is Entry:
                item.places["id"] = event.start_mark
            if item is not None:
                found[key] = item
    return found


def _record(stream: Stream, event: Event, depth: int, spec: Record, name: str) -> Any:
    first, fields, short = event.start_mark, spec.fields, spec.short
    if type(event) is SCALAR and short:
        value = decode(stream, event, depth, fields[short].spec, name)
        return None if value is None else Entry(first, first, {short: value}, {short: first})
    if type(event) is not TABLE:
        wanted, hint = "a text or keys" if short else "keys with values", f"the keys are {', '.join(fields)}"
        return _refuse(stream, event, depth, f"`{name}` takes {wanted}, not {_a_text(event)}", hint)
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    seen: dict[str, Place] = {}
    following, inner, decoders = stream.following, depth + 1, _DECODERS
    while type(event := following()) is not TABLE_END:
        key = stream.key(event, inner, seen)
        value = following()
        known = None if key is None else fields.get(key)
        if key is None or known is None:
            if key is not None:
                _tell_unknown(stream, event, spec)
            stream.pass_over(value, inner)
            continue
        places[key] = value.start_mark
        if is_plain(value) or stream.is_sound(value, inner):
            decoded = decoders[type(known.spec)](stream, value, inner, known.spec, key)
            if decoded is not None:
                values[key] = decoded
    if not spec.required <= places.keys():
        for missing in (key for key in fields if key in spec.required and key not in places):
            stream.say(first, f"this {spec.name} has no `{missing}`", f"{missing}: {fields[missing].doc}")
    return Entry(first, event.start_mark, values, places)


def _tell_unknown(stream: Stream, event: Event, spec: Record) -> None:
    """Tell of a key that a record does not have."""
    fields = spec.fields
    hint = did_you_mean(event.value, list(fields)).replace('"', "`") or f"the keys are {', '.join(fields)}"
    stream.say(event.start_mark, f"a {spec.name} has no key `{one_line(event.value)}`", hint)


_DECODERS: dict[type, Callable[..., Any]] = {
    Record: _record,
    ListOf: _list,
    MapOf: _map,
    OneOf: _one_of,
    Text: _text,
}
