"""The deck format as one table: `deckfile` reads decks by it, `schema` turns it into the JSON Schema for editors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from destal_cli.core.dates import EdtfError, edtf
from destal_cli.core.facts import EntityKind, Importance, Kind, Mark
from destal_cli.core.problems import did_you_mean
from destal_cli.core.text import clean, one_line
from destal_cli.store.yaml_nodes import Broken, Items, Node, Scalar, Table

Say = Callable[[Mark, str, str], None]
ID_PATTERN = "[a-z0-9][a-z0-9-]*"
_ID = re.compile(ID_PATTERN)
_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:[,_ \u00a0\u202f]\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


class Bad(Exception):  # noqa: N818 - it never leaves this module
    """A scalar that its type refuses: what is wrong, and the hint."""


class Text(NamedTuple):
    """One line of text; `block` keeps line breaks and leading blanks."""

    block: bool = False
    pattern: str = ""
    convert: Callable[[str], Any] = one_line


class OneOf(NamedTuple):
    """One of a few words."""

    options: tuple[str, ...]


class ListOf(NamedTuple):
    """A list; one scalar alone counts as a list of one."""

    item: Spec


class MapOf(NamedTuple):
    """Ids to values."""

    item: Spec


class Field(NamedTuple):
    """A key of a record."""

    spec: Spec
    doc: str
    required: bool = False


class Record(NamedTuple):
    """Named fields. A scalar alone stands for a record with only the field `short`, when that is given."""

    name: str
    fields: dict[str, Field]
    short: str = ""


Spec = Text | OneOf | ListOf | MapOf | Record


@dataclass(slots=True)
class Entry:
    """A decoded record: its values and nodes by field name, and the node of the whole. `id` may be a table's key."""

    node: Table | Scalar
    values: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return self.node.mark

    @property
    def end(self) -> Mark:
        """Where it ends; a text alone ends where it begins."""
        return self.node.end if isinstance(self.node, Table) else self.node.mark

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field."""
        return self.values.get(name, default)

    def at(self, name: str) -> Mark:
        """Where a field's value stands, else where the record starts."""
        return self.nodes.get(name, self.node).mark


def _slug(text: str) -> str:
    if not _ID.fullmatch(text):
        raise Bad(f'"{text}" is no id', "an id has lower-case letters, digits and hyphens, as in beria-arrested")
    return text


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise Bad(f'"{text}" is no number', "write digits: 1920635, 1,920,635 or 2.5")
    return float(re.sub("[,_ \u00a0\u202f]", "", text).replace("−", "-"))


def _share(text: str) -> float:
    found = _SHARE.fullmatch(text)
    if not found or float(found[1]) > 100:
        raise Bad(f'"{text}" is no tolerance', "write a share of the number, as in 2%")
    return float(found[1]) / 100


def _date(text: str) -> Any:
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

ENTITY = Record(
    "entity",
    {
        "name": Field(TEXT, "the name it is shown by", required=True),
        "kind": Field(OneOf(tuple(EntityKind)), "what it is", required=True),
        "aliases": Field(TEXTS, "other names and spellings, in any script: each is found and each is a right answer"),
        "about": Field(TEXT, "who or what it is, in a line"),
    },
)
QUESTION = Record(
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
EVIDENCE = Record(
    "evidence",
    {
        "exact": Field(TEXT, "the passage, word for word (white space may differ)", required=True),
        "prefix": Field(TEXT, "what stands before it, when the passage occurs more than once"),
        "suffix": Field(TEXT, "what stands behind it, when the passage occurs more than once"),
        "source": Field(ID, "the id of its source; without it, the first source that has the passage"),
    },
    short="exact",
)
FACT = Record(
    "fact",
    {
        "id": Field(ID, "written once and never changed: the learner's history hangs on it", required=True),
        "kind": Field(OneOf(tuple(Kind)), "what the fact says", required=True),
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
        "importance": Field(OneOf(tuple(Importance)), "core facts are asked first"),
        "evidence": Field(EVIDENCE, "the passage of the source that proves it", required=True),
        "note": Field(TEXT, "shown after the answer: what is disputed"),
        "questions": Field(MapOf(QUESTION), "question name to prompt; without any, the kind's own pattern asks"),
    },
)
SOURCE = Record(
    "source",
    {
        "id": Field(ID, "the id that evidence names", required=True),
        "title": Field(TEXT, "its title", required=True),
        "from": Field(TEXT, "where it is from", required=True),
        "text": Field(BLOCK, "the whole text, as a block after |", required=True),
    },
)
DECK = Record(
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


def decode(node: Node, spec: Spec, name: str, say: Say) -> Any:
    """The value of a node by its spec, or None when a problem was said about the whole of it.

    The items of a list are pairs of their node and value.
    """
    return None if type(node) is Broken else _DECODERS[type(spec)](node, spec, name, say)


def _a_text(node: Node) -> str:
    return "a list" if isinstance(node, Items) else "a table of keys" if isinstance(node, Table) else "a single text"


def _scalar(node: Node, spec: Text | OneOf, name: str, say: Say) -> Any:
    if not isinstance(node, Scalar):
        hint = "put quotes around a text that starts with [ or {, or contains a colon and a blank"
        return say(node.mark, f"`{name}` takes a single text, not {_a_text(node)}", hint)
    if not node.strip():
        return say(node.mark, f"`{name}` is empty", "fill it in, or take the line out")
    if isinstance(spec, OneOf):
        if str(node) in spec.options:
            return str(node)
        hint = did_you_mean(str(node), spec.options) or f"one of {', '.join(spec.options)}"
        return say(node.mark, f'`{name}` cannot be "{one_line(node)}"', hint)
    try:
        return spec.convert(node if spec.block or spec.convert is one_line else one_line(node))
    except Bad as bad:
        return say(node.mark, f"`{name}`: {bad.args[0]}", bad.args[1])


def _list(node: Node, spec: ListOf, name: str, say: Say) -> Any:
    if isinstance(node, Scalar) and not isinstance(spec.item, Record):
        node = Items([node] if node.strip() else [], node.event)
    if not isinstance(node, Items):
        return say(
            node.mark, f"`{name}` takes a list, not {_a_text(node)}", "each item on a line of its own after a hyphen"
        )
    decoded = [(item, decode(item, spec.item, name, say)) for item in node.values]
    return [pair for pair in decoded if pair[1] is not None]


def _map(node: Node, spec: MapOf, name: str, say: Say) -> Any:
    if isinstance(node, Scalar) and not node.strip():
        return {}
    if not isinstance(node, Table):
        return say(
            node.mark,
            f"`{name}` takes ids with values, not {_a_text(node)}",
            "as in `beria: ...`, each on its own line",
        )
    decoded = {}
    for key, value in node.entries.items():
        if not _ID.fullmatch(key):
            say(key.mark, f'"{one_line(key)}" is no id', "an id has lower-case letters, digits and hyphens")
        elif (item := decode(value, spec.item, key, say)) is not None:
            if isinstance(item, Entry):
                item.nodes["id"] = key
            decoded[str(key)] = item
    return decoded


def _record(node: Node, spec: Record, name: str, say: Say) -> Any:
    if isinstance(node, Scalar) and spec.short:
        value = decode(node, spec.fields[spec.short].spec, name, say)
        return None if value is None else Entry(node, {spec.short: value}, {spec.short: node})
    if not isinstance(node, Table):
        wanted = "a text or keys" if spec.short else "keys with values"
        return say(node.mark, f"`{name}` takes {wanted}, not {_a_text(node)}", f"the keys are {', '.join(spec.fields)}")
    entry = Entry(node)
    for key, value in node.entries.items():
        if (known := spec.fields.get(key)) is None:
            hint = did_you_mean(key, list(spec.fields)).replace('"', "`") or f"the keys are {', '.join(spec.fields)}"
            say(key.mark, f"a {spec.name} has no key `{one_line(key)}`", hint)
            continue
        entry.nodes[key] = value
        if (decoded := decode(value, known.spec, key, say)) is not None:
            entry.values[key] = decoded
    for missing in (n for n, f in spec.fields.items() if f.required and n not in entry.nodes):
        say(node.mark, f"this {spec.name} has no `{missing}`", f"{missing}: {spec.fields[missing].doc}")
    return entry


_DECODERS: dict[type, Callable[..., Any]] = {
    Record: _record,
    ListOf: _list,
    MapOf: _map,
    OneOf: _scalar,
    Text: _scalar,
}
