"""YAML as it was typed: nodes with their places, from libyaml's events. `deckspec` decodes them.

Every scalar stays the text of the file. What a mistaken or hostile file can do with YAML - aliases, tags, duplicate
keys, absurd depth - becomes a fault with its place; reading goes on behind it wherever that can be done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from destal_cli.core.facts import Mark
from destal_cli.core.values import dataclass, field

MAX_DEPTH = 24
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(str):
    """The text of a scalar with its event, which knows the place it was read from."""

    __slots__ = ("event",)
    event: Any

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return _mark(self.event)

    @property
    def block(self) -> bool:
        """Whether it was written below a `|` or `>`."""
        return self.event.style in ("|", ">")


@dataclass(slots=True, eq=False)
class Items:
    """A YAML sequence, with the event that began it."""

    values: list[Node]
    event: Any

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return _mark(self.event)


@dataclass(slots=True, eq=False)
class Table:
    """A YAML mapping, with the events that began and ended it; the keys carry their own places."""

    entries: dict[Scalar, Node]
    event: Any
    last: Any

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return _mark(self.event)

    @property
    def end(self) -> Mark:
        """Where it ends."""
        return _mark(self.last)


class Broken(NamedTuple):
    """Stands where a node could not be read; its fault is already told."""

    mark: Mark


Node = Scalar | Items | Table | Broken


class Fault(NamedTuple):
    """What is wrong with the YAML at a place, and how to mend it."""

    mark: Mark
    message: str
    hint: str


class _StopError(Exception):
    """Nothing behind this place can be read."""


def read_nodes(text: str) -> tuple[Node | None, list[Fault]]:
    """The one document in a text (None when it is empty or unreadable), and what is wrong with it."""
    reader = _Reader(text)
    try:
        return reader.document(), reader.faults
    except _StopError:
        return None, reader.faults
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        reader.faults.append(Fault(place, f"this is not YAML: {error.problem or error.context}", _hint(error)))
    except yaml.YAMLError as error:
        reader.faults.append(Fault(Mark(1, 1), f"this is not YAML: {str(error).splitlines()[0]}", ""))
    return None, reader.faults


def _hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return 'a text with ": " in it needs quotes around it'
    if "cannot start any token" in problem:
        return "indent with blanks, and put quotes around a text that starts with a special character"
    return "the mistake may stand a line or two above"


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


@dataclass(slots=True)
class _Reader:
    """Builds nodes from the events of one text. The types of events are compared by `is`: there are a great many."""

    text: str
    faults: list[Fault] = field(default_factory=list)
    following: Callable[[], Any] = field(init=False)

    def fault(self, mark: Mark, message: str, hint: str) -> None:
        self.faults.append(Fault(mark, message, hint))

    def document(self) -> Node | None:
        self.following = _LOADER(self.text).get_event
        root: Node | None = None
        while (event := self.following()) is not None:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.fault(_mark(event), "a deck is one document", 'take out the line "---"')
                return root
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, 1)
        return root

    def node(self, event: Any, depth: int) -> Node:
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            scalar = Scalar(event.value)
            scalar.event = event
            return scalar
        return self.other(event, depth)

    def other(self, event: Any, depth: int) -> Node:
        """A node that is no simple scalar."""
        if isinstance(event, yaml.AliasEvent):
            self.fault(
                _mark(event),
                f"aliases (*{event.anchor}) are not used in decks",
                "write it out, or in quotes when it is text",
            )
            return Broken(_mark(event))
        if event.anchor is not None:
            self.fault(
                _mark(event),
                f"anchors (&{event.anchor}) are not used in decks",
                "take it out, or put the text in quotes",
            )
        if event.tag is not None and event.tag != "!":
            self.fault(
                _mark(event), f"tags ({event.tag}) are not used in decks", "take it out, or put the text in quotes"
            )
        if isinstance(event, yaml.ScalarEvent):
            event.anchor = event.tag = None
            return self.node(event, depth)
        if depth >= MAX_DEPTH:
            hint = "a deck is never that deep: is a bracket left open?"
            self.fault(_mark(event), f"nested more than {MAX_DEPTH} deep", hint)
            raise _StopError
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(event, depth)
        return self.table(event, depth)

    def items(self, start: Any, depth: int) -> Items:
        values: list[Node] = []
        while type(event := self.following()) is not yaml.SequenceEndEvent:
            values.append(self.node(event, depth + 1))
        return Items(values, start)

    def table(self, start: Any, depth: int) -> Table:
        entries: dict[Scalar, Node] = {}
        while type(event := self.following()) is not yaml.MappingEndEvent:
            key = self.node(event, depth + 1)
            value = self.node(self.following(), depth + 1)
            if type(key) is Scalar and key not in entries:
                entries[key] = value
            else:
                self.refuse(entries, key)
        return Table(entries, start, event)

    def refuse(self, entries: dict[Scalar, Node], key: Node) -> None:
        if not isinstance(key, Scalar):
            self.fault(key.mark, "a key is a single word here", "brackets and braces need quotes in a text")
        else:
            first = next(k for k in entries if k == key)
            self.fault(key.mark, f"the key `{key}` stands twice", f"the first is in line {first.mark.line}: keep one")
