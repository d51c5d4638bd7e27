"""YAML as it was typed: libyaml's events with their places, one after the other. `deckspec` decodes them as they come.

Every scalar stays the text of the file. What a mistaken or hostile file can do with YAML - aliases, tags, duplicate
keys, absurd depth - becomes a fault with its place; reading goes on behind it wherever that can be done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import yaml

from destal_cli.core.facts import Mark

T = TypeVar("T")
MAX_DEPTH = 24
ITEMS, ITEMS_END, SCALAR = yaml.SequenceStartEvent, yaml.SequenceEndEvent, yaml.ScalarEvent
TABLE, TABLE_END = yaml.MappingStartEvent, yaml.MappingEndEvent
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = Any  # libyaml's own mark: of most places nobody wants to know the line and column
Event = Any


class Fault(NamedTuple):
    """What is wrong at a place, and how to mend it."""

    mark: Mark
    message: str
    hint: str


class _StopError(Exception):
    """Nothing behind this place can be read."""


def mark_of(place: Place) -> Mark:
    """A place as lines and columns are counted for people."""
    return Mark(place.line + 1, place.column + 1)


def is_plain(event: Event) -> bool:
    """Whether a node is a text and nothing else, as almost all are: such a one is sound."""
    return type(event) is SCALAR and event.anchor is None and event.tag is None


class Stream:
    """The events of one text. Their types are compared by `is`, and most are looked at by who decodes them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []  # of the YAML itself
        self.said: list[Fault] = []  # of what stands in it
        self.following: Callable[[], Event]

    def fault(self, place: Place, message: str, hint: str) -> None:
        """Tell that this is no YAML as decks are written in."""
        self.faults.append(Fault(mark_of(place), message, hint))

    def say(self, place: Place, message: str, hint: str) -> None:
        """Tell what is wrong with a value."""
        self.said.append(Fault(mark_of(place), message, hint))

    def document(self, text: str, decode: Callable[[Stream, Event], T]) -> T | None:
        """What the one document in a text is decoded as; None when there is none."""
        self.following = _LOADER(text).get_event
        found, begun = None, False
        while (event := self.following()) is not None:
            if isinstance(event, yaml.DocumentStartEvent) and begun:
                self.fault(event.start_mark, "a deck is one document", 'take out the line "---"')
                return found
            if isinstance(event, yaml.NodeEvent):
                begun = True
                found = decode(self, event) if self.is_sound(event, 1) else None
        return found

    def is_sound(self, event: Event, depth: int) -> bool:
        """Whether a node can be read that begins with an event: it is no alias. Anchors and tags are told."""
        place = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            told = f"aliases (*{event.anchor}) are not used in decks"
            self.fault(place, told, "write it out, or in quotes when it is text")
            return False
        mend = "take it out, or put the text in quotes"
        if event.anchor is not None:
            self.fault(place, f"anchors (&{event.anchor}) are not used in decks", mend)
        if event.tag is not None and event.tag != "!":
            self.fault(place, f"tags ({event.tag}) are not used in decks", mend)
        if depth >= MAX_DEPTH and type(event) is not SCALAR:
            hint = "a deck is never that deep: is a bracket left open?"
            self.fault(place, f"nested more than {MAX_DEPTH} deep", hint)
            raise _StopError
        return True

    def key(self, event: Event, depth: int, seen: dict[str, Place]) -> str | None:
        """A key of a table that has `seen` others; None when it is none, or stands twice, which is told."""
        plain = type(event) is SCALAR and event.anchor is None and event.tag is None  # without a call: these are many
        if not plain and (not self.is_sound(event, depth) or type(event) is not SCALAR):
            if not isinstance(event, yaml.AliasEvent):
                self.skip(event, depth)
            self.fault(event.start_mark, "a key is a single word here", "brackets and braces need quotes in a text")
            return None
        key: str = event.value
        if key in seen:
            hint = f"the first is in line {seen[key].line + 1}: keep one"
            self.fault(event.start_mark, f"the key `{key}` stands twice", hint)
            return None
        seen[key] = event.start_mark
        return key

    def pass_over(self, event: Event, depth: int) -> None:
        """Go behind a node that nobody wants; what is wrong with its YAML is told."""
        if self.is_sound(event, depth):
            self.skip(event, depth)

    def skip(self, event: Event, depth: int) -> None:
        """Go behind a sound node."""
        if type(event) is ITEMS:
            while type(item := self.following()) is not ITEMS_END:
                self.pass_over(item, depth + 1)
        elif type(event) is TABLE:
            seen: dict[str, Place] = {}
            while type(key := self.following()) is not TABLE_END:
                self.key(key, depth + 1, seen)
                self.pass_over(self.following(), depth + 1)


def read(text: str, decode: Callable[[Stream, Event], T]) -> tuple[T | None, list[Fault]]:
    """What the one document in a text is decoded as (None when it is empty or unreadable), and what is wrong with it.

    Where it cannot be read to its end, only what is wrong with the YAML is told.
    """
    stream = Stream()
    try:
        found = stream.document(text, decode)
        return found, [*stream.faults, *stream.said]
    except _StopError:
        pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = mark_of(mark) if mark else Mark(1, 1)
        stream.faults.append(Fault(place, f"this is not YAML: {error.problem or error.context}", _hint(error)))
    except yaml.YAMLError as error:
        stream.faults.append(Fault(Mark(1, 1), f"this is not YAML: {str(error).splitlines()[0]}", ""))
    return None, stream.faults


def _hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return 'a text with ": " in it needs quotes around it'
    if "cannot start any token" in problem:
        return "indent with blanks, and put quotes around a text that starts with a special character"
    return "the mistake may stand a line or two above"
