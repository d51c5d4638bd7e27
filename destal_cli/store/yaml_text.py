"""YAML as a person would write it: scalars quoted only where they must be, long texts folded, short lists on one line.

`deckwrite` writes whole decks with it, `splice` the parts that it changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

WIDTH = 120


class Block(str):
    """A text whose lines are kept as they are, written below a `|`."""

    __slots__ = ()


Data = str | Sequence["Data"] | Mapping[str, "Data"]

_PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=\d))(?:[^:#]|:(?=\S)|(?<=\S)#)*")
_BREAKS_FLOW = re.compile(r"[,\[\]{}]|:(?=$|[,\[\]{}?])")
_TYPED = frozenset(("", "~", "null", "true", "false", "yes", "no", "on", "off"))
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def scalar(text: str, *, flow: bool = False) -> str:
    """A text on one line; `flow` is inside of brackets or braces."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _TYPED
    if plain and not _UNPRINTABLE.search(text) and "\n" not in text and not (flow and _BREAKS_FLOW.search(text)):
        return text
    simple = not re.search(r'["\\]', text) or "'" in text or "\n" in text or _UNPRINTABLE.search(text)
    return quoted(text) if simple else f"'{text}'"


def quoted(text: str) -> str:
    """A text in double quotes on one line, as JSON and YAML both read it."""
    return _UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def flowed(data: Data, *, as_json: bool = False) -> str:
    """A value on one line in brackets and braces; `as_json` quotes everything."""
    if isinstance(data, str):
        return quoted(data) if as_json else scalar(data, flow=True)
    if isinstance(data, Mapping):
        pairs = (f"{quoted(key) if as_json else key}: {flowed(value, as_json=as_json)}" for key, value in data.items())
        return f"{{{', '.join(pairs)}}}"
    return f"[{', '.join(flowed(item, as_json=as_json) for item in data)}]"


def value(data: Data, indent: int, column: int) -> str:
    """What stands behind a key's colon, with the blank or line end before it.

    `indent` is the key's column, `column` the one behind the colon.
    """
    if isinstance(data, str):
        return f" {text(data, indent + 2, column + 1)}"
    short = f" {flowed(data)}"
    if not data or (_is_short(data) and column + len(short) <= WIDTH):
        return short
    lines = fields(data, indent + 2) if isinstance(data, Mapping) else items(data, indent + 2)
    return f"\n{' ' * (indent + 2)}{lines}"


def _is_short(data: Data) -> bool:
    return not isinstance(data, Mapping) and all(isinstance(item, str) for item in data)


def text(data: str, indent: int, column: int) -> str:
    """A text that begins in a column; further lines of it are indented."""
    if isinstance(data, Block) and data.strip() and not _UNPRINTABLE.search(data):
        return _literal(data, indent)
    inline = scalar(data)
    if column + len(inline) <= WIDTH or " " not in data or data != " ".join(data.split()) or _UNPRINTABLE.search(data):
        return inline
    return folded(data, indent)


def folded(data: str, indent: int) -> str:
    """A text below a `>-`, broken at blanks; there must be no other white space in it."""
    lines, line = [], ""
    for word in data.split(" "):
        if line and indent + len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([">-", *(" " * indent + line for line in [*lines, line])])


def _literal(data: str, indent: int) -> str:
    """A text below a `|`, with what tells its indentation and the line ends behind it where these are unusual."""
    body = data.rstrip("\n")
    ends = len(data) - len(body)
    header = "|" + ("2" if data[0].isspace() else "") + ("-" if ends == 0 else "" if ends == 1 else "+")
    lines = re.sub("(?<=\n)(?=[^\n])", " " * indent, "\n" + body)
    return header + lines + "\n" * (ends - 1)


def fields(data: Mapping[str, Data], indent: int) -> str:
    """The keys and values of a mapping, one below the other; the first line is not indented."""
    lines = (f"{key}:{value(item, indent, indent + len(key) + 1)}" for key, item in data.items())
    return f"\n{' ' * indent}".join(lines)


def items(data: Sequence[Data], indent: int, between: str = "") -> str:
    """The items of a list, each behind a hyphen; the first line is not indented. `between` separates them."""
    lines = (f"- {fields(item, indent + 2) if isinstance(item, Mapping) else _item(item, indent + 2)}" for item in data)
    return f"{between}\n{' ' * indent}".join(lines)


def _item(data: Data, indent: int) -> str:
    return text(data, indent, indent) if isinstance(data, str) else flowed(data)
