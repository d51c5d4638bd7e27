"""YAML as it was typed: nodes with their places, from libyaml's events. `deckspec` decodes them.

Every scalar stays the text of the file. What a mistaken or hostile file can do with YAML - aliases, tags, duplicate
keys, absurd depth - becomes a fault with its place; reading goes on behind it wherever that can be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from destal_cli.core.facts import Mark

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


class Items(NamedTuple):
    """A YAML sequence."""

    values: list[Node]
    mark: Mark


class Table(NamedTuple):
    """A YAML mapping from `mark` up to `end`; the keys carry their own places."""

    entries: dict[Scalar, Node]
    mark: Mark
    end: Mark


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
    """Builds nodes from the events of one text."""

    text: str
    faults: list[Fault] = field(default_factory=list)
    events: Iterator[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.events = yaml.parse(self.text, Loader=_LOADER)

    def fault(self, mark: Mark, message: str, hint: str) -> None:
        self.faults.append(Fault(mark, message, hint))

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.fault(_mark(event), "a deck is one document", 'take out the line "---"')
                return root
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, 1)
        return root

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            scalar = Scalar(event.value)
            scalar.event = event
            return scalar
        return self.other(event, _mark(event), depth)

    def other(self, event: Any, mark: Mark, depth: int) -> Node:
        """A node that is no simple scalar."""
        if isinstance(event, yaml.AliasEvent):
            self.fault(
                mark, f"aliases (*{event.anchor}) are not used in decks", "write it out, or in quotes when it is text"
            )
            return Broken(mark)
        if event.anchor is not None:
            self.fault(
                mark, f"anchors (&{event.anchor}) are not used in decks", "take it out, or put the text in quotes"
            )
        if event.tag is not None and event.tag != "!":
            self.fault(mark, f"tags ({event.tag}) are not used in decks", "take it out, or put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            event.anchor = event.tag = None
            return self.node(event, depth)
        if depth >= MAX_DEPTH:
            self.fault(mark, f"nested more than {MAX_DEPTH} deep", "a deck is never that deep: is a bracket left open?")
            raise _StopError
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(mark, depth)
        return self.table(mark, depth)

    def items(self, mark: Mark, depth: int) -> Items:
        values: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self.node(event, depth + 1))
        return Items(values, mark)

    def table(self, mark: Mark, depth: int) -> Table:
        entries: dict[Scalar, Node] = {}
        end = mark
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                end = _mark(event)
                break
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            self.enter(entries, key, value)
        return Table(entries, mark, end)

    def enter(self, entries: dict[Scalar, Node], key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.fault(key.mark, "a key is a single word here", "brackets and braces need quotes in a text")
        elif key in entries:
            first = next(k for k in entries if k == key)
            self.fault(key.mark, f"the key `{key}` stands twice", f"the first is in line {first.mark.line}: keep one")
        else:
            entries[key] = value
