"""Sentences with gaps, as Anki writes them: `{{c1::Berlin::city}}`, gaps within gaps. `template` uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from destal_cli.core.text import GAP

DEEPEST = 8  # gaps within gaps; what is opened beyond that is text
_SIGN = re.compile(r"\{\{c\d+(?:,\d+)*::|\}\}")


@dataclass(slots=True)
class _Part:
    """A gap with the numbers of its cards; the text around all gaps is a part without any."""

    numbers: frozenset[int] = frozenset()
    inside: list[str | _Part] = field(default_factory=list)
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Gapped:
    """A field of which one card's gaps are closed: with gaps and hints, with nothing hidden, and what was hidden."""

    asked: str
    whole: str
    hidden: tuple[str, ...]


def gapped(text: str, number: int) -> Gapped:
    """A field as the card of a gap's number, from 1, asks for it. All three are HTML still."""
    root = _parsed(text)
    hidden: list[str] = []
    asked = _shown(root, number, hidden)
    return Gapped(asked, _shown(root, 0, []), tuple(dict.fromkeys(hidden)))


def _parsed(text: str) -> _Part:
    """A field as nested parts. A gap that is never closed is text, and so is a closing sign without one."""
    stack = [_Part()]
    place = 0
    for sign in _SIGN.finditer(text):
        stack[-1].inside.append(text[place : sign.start()])
        place = sign.end()
        if sign[0] != "}}" and len(stack) > DEEPEST:
            stack[-1].inside.append(sign[0])
        elif sign[0] != "}}":
            opened = sign[0][3:-2].split(",")
            stack.append(_Part(frozenset(int(one) for one in opened if len(one) < 6), opened=sign[0]))
        elif len(stack) > 1:
            closed = stack.pop()
            stack[-1].inside.append(closed)
        else:
            stack[-1].inside.append(sign[0])
    stack[-1].inside.append(text[place:])
    while len(stack) > 1:
        broken = stack.pop()
        stack[-1].inside += [broken.opened, *broken.inside]
    return stack[0]


def _shown(part: _Part, number: int, hidden: list[str], within: bool = False) -> str:
    """A part's text with the gaps of a number closed, which are added to `hidden`; 0 closes none."""
    closed = not within and number in part.numbers
    inner = (one if isinstance(one, str) else _shown(one, number, hidden, within or closed) for one in part.inside)
    content, _, hint = "".join(inner).partition("::") if part.opened else ("".join(inner), "", "")
    if not closed:
        return content
    hidden.append(content)
    return f"{GAP} ({hint})" if hint.strip() else GAP
