"""Where everything in a YAML file begins and ends, from libyaml's events: what `splice` puts its changes into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from destal_cli.core.problems import BadFileError
from destal_cli.store.yaml_stream import MAX_DEPTH

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Leaf:
    """A scalar: its characters [start, end) of the file, its value, and the sign it was written with, such as `|`."""

    start: int
    end: int
    value: str
    style: str


@dataclass(slots=True)
class Seq:
    """A sequence; `flow` when it is written in brackets."""

    start: int
    end: int
    flow: bool
    items: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A mapping; `flow` when it is written in braces."""

    start: int
    end: int
    flow: bool
    pairs: list[tuple[Leaf, Span]] = field(default_factory=list)

    def get(self, name: str) -> Span | None:
        """The value of a key."""
        return next((value for key, value in self.pairs if key.value == name), None)


Span = Leaf | Seq | Table


def read_spans(text: str) -> Table:
    """The spans of a deck's text, which must not begin with a byte order mark. Raises BadFileError."""
    try:
        events = yaml.parse(text, Loader=_LOADER)
        root = next((_span(text, event, events, 1) for event in events if isinstance(event, yaml.NodeEvent)), None)
        for _ in events:
            pass  # a mistake further down is one, too
    except yaml.YAMLError:
        root = None
    if not isinstance(root, Table):
        raise BadFileError("the deck is no YAML that can be changed", "`destal check` says what is wrong with it")
    return root


def _span(text: str, event: Any, events: Iterator[Any], depth: int) -> Span:
    if depth > MAX_DEPTH or isinstance(event, yaml.AliasEvent):
        raise yaml.YAMLError
    if isinstance(event, yaml.ScalarEvent):
        return Leaf(_place(event), _leaf_end(text, event), event.value, event.style or "")
    if isinstance(event, yaml.SequenceStartEvent):
        return _seq(text, event, events, depth)
    return _table(text, event, events, depth)


def _place(event: Any) -> int:
    return int(event.start_mark.index)


def _seq(text: str, event: Any, events: Iterator[Any], depth: int) -> Seq:
    found = Seq(_place(event), _place(event), bool(event.flow_style))
    for inner in events:
        if isinstance(inner, yaml.SequenceEndEvent):
            found.end = _end(inner, found.flow, found.items[-1:], found.start)
            break
        found.items.append(_span(text, inner, events, depth + 1))
    return found


def _table(text: str, event: Any, events: Iterator[Any], depth: int) -> Table:
    found = Table(_place(event), _place(event), bool(event.flow_style))
    for inner in events:
        if isinstance(inner, yaml.MappingEndEvent):
            found.end = _end(inner, found.flow, [value for _, value in found.pairs[-1:]], found.start)
            break
        key, value = _span(text, inner, events, depth + 1), _span(text, next(events), events, depth + 1)
        if not isinstance(key, Leaf):
            raise yaml.YAMLError
        found.pairs.append((key, value))
    return found


def _end(event: Any, flow: bool, last: list[Span], start: int) -> int:
    """The end of a collection: its bracket, or the end of its last part, before the comments that follow it."""
    return int(event.end_mark.index) if flow else last[0].end if last else start


def _leaf_end(text: str, event: Any) -> int:
    """The end of a scalar's last line; libyaml puts a block's end behind the empty lines that follow it."""
    start, end = event.start_mark.index, event.end_mark.index
    if event.style not in ("|", ">"):
        return int(end)
    header = text[start:end].split("\n", 1)[0].split("#")[0]
    kept = text[start:end].removesuffix("\n").removesuffix("\r")
    return int(start + len(kept if "+" in header else kept.rstrip("\r\n")))
