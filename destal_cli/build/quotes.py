"""Quotations and who is quoted: not titles, not words held at arm's length. `facts` calls `quotes`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from destal_cli.build.entities import Mention, Named
from destal_cli.build.reading import Reading
from destal_cli.core.facts import EntityKind
from destal_cli.core.spelling import vocabulary

_SAYING = vocabulary(
    "said says say told tells wrote writes argued argues declared announced claimed claims stated states remarked"
    " replied replies asked answered promised demanded warned added insisted proclaimed observed noted concluded"
    " described describes called calls spoke speaks delivering delivered address speech guise words thought believed"
    " believes explained"
)
_TITLES_FOLLOW = vocabulary(
    "entitled titled called named book poem novel play film song article essay term word phrase nicknamed dubbed"
    " slogan known translated name tag label meaning means mean album magazine newspaper"
)
_SPEAKERS = (EntityKind.PERSON, EntityKind.BODY, EntityKind.GROUP)
_SUBJECT = re.compile("D(?:J|N|M)*[NM]$")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """The words [first, last) between quotation marks and who said them: entities, or else words like "the emperor"."""

    first: int
    last: int
    speakers: tuple[str, ...]
    said_by: tuple[int, int] | None = None


def quotes(reading: Reading, named: Named) -> Iterator[Quote]:
    """The quotations of a sentence whose speaker it names."""
    for first, last in quoted(reading):
        size = sum(tag not in ',.;:-"()' for tag in reading.words.tags[first:last])
        if size < _FEWEST_WORDS or _is_title(reading, first):
            continue
        speakers = _speakers(reading, named, first, last)
        said_by = None if speakers else _unnamed(reading, first)
        if speakers or said_by:
            yield Quote(first, last, speakers, said_by)


def _unnamed(reading: Reading, first: int) -> tuple[int, int] | None:
    """ "the young emperor promised": the noun phrase before a verb of saying."""
    words = reading.words
    for i in range(1, first - 1):
        found = _SUBJECT.search(words.tags, 0, i) if words.lower[i] in _SAYING and words.tags[i] in "VE" else None
        if found and words.lower[found.start()] == "the" and not words.lower[i - 1].endswith("s"):
            return found.start() + 1, i
    return None


def quoted(reading: Reading) -> list[tuple[int, int]]:
    """The words [first, last) between each pair of quotation marks of a kind."""
    spans, open_at = [], -1
    for i, tag in enumerate(reading.words.tags):
        if tag != '"' or (reading.words.lower[i] in "'’" and open_at < 0 and _ends_word(reading, i)):
            continue
        if open_at < 0:
            open_at = i
        else:
            spans.append((open_at + 1, i))
            open_at = -1
    return spans


def _ends_word(reading: Reading, i: int) -> bool:
    return i > 0 and reading.words.ends[i - 1] == reading.words.starts[i]


def _is_title(reading: Reading, first: int) -> bool:
    before = reading.words.lower[max(0, first - 3) : first - 1]
    return any(word in _TITLES_FOLLOW for word in before)


def _speakers(reading: Reading, named: Named, first: int, last: int) -> tuple[str, ...]:
    """Who says it: the last one named before a verb of saying, or the one named after it."""
    words = reading.words
    able = [m for m in reading.mentions if named.entities[m.entity].kind in _SPEAKERS]
    verbs = [i for i in range(first - 1) if words.lower[i] in _SAYING and words.tags[i] in "VEG"]
    agents = _agents(reading, able, first)
    if agents:
        return agents
    if verbs:
        before = [m for m in able if m.last <= verbs[0] and words.tags[m.last : m.last + 1] != "S"]
        if before:
            return (before[-1].entity,)
        return (reading.subject,) if reading.subject else ()
    after = [i for i in range(last + 1, min(last + 5, len(words.tags))) if words.lower[i] in _SAYING]
    near = [m.entity for m in able if after and abs(m.first - after[0]) < 4 and m.first > last]
    return (near[0],) if near else ()


def _agents(reading: Reading, able: Sequence[Mention], first: int) -> tuple[str, ...]:
    """ "set forth by X and Y under the guise of"."""
    words = reading.words
    by = [i for i in range(first - 1) if words.lower[i] == "by" and i and words.tags[i - 1] in "EVNP"]
    if not by or "guise" not in words.lower[:first]:
        return ()
    return tuple(dict.fromkeys(m.entity for m in able if by[-1] < m.first < first))[:2]
