"""Who held which office: "X, head of Y", "the consul X", "X became king of Y". `facts` calls `roles`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from destal_cli.build.entities import Mention, Named
from destal_cli.build.names import OFFICES, PROFESSIONS
from destal_cli.build.reading import Reading
from destal_cli.core.spelling import vocabulary

_AFTER_COMMA = re.compile(r",(?P<office>D?[XJNM#]*(?:[OP]D?[XJNMC]*[NM])*)")
_AFTER_BE = re.compile(r"(?P<verb>[AV][AVEX]{0,2})(?P<office>D?[XJNM#]*[NM](?:[OP]D?[XJNMC]*[NM])*)")
_BEFORE = re.compile(r"D?[XJNM]*[NM]$")
_TAKES = vocabulary("was is were became become becomes elected appointed made crowned named chosen served remained")
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Role:
    """The words [first, last) name an office of the person."""

    person: Mention
    first: int
    last: int


def roles(reading: Reading, named: Named) -> Iterator[Role]:
    """The offices that a sentence gives to persons, each once."""
    words = reading.words
    for mention in reading.mentions:
        if not named.is_person(mention.entity):
            continue
        for find in (_appended, _said, _put_before):
            span = find(reading, mention)
            if span and _is_office(words.lower[span[0] : span[1]], words.tags[span[0] : span[1]]):
                yield Role(mention, *span)
                break


def _appended(reading: Reading, mention: Mention) -> tuple[int, int] | None:
    """ "X, premier of the Soviet Union"."""
    found = _AFTER_COMMA.match(reading.words.tags, mention.last)
    return _bounded(*found.span("office")) if found and found["office"] else None


def _said(reading: Reading, mention: Mention) -> tuple[int, int] | None:
    """ "X became tribune", "X was elected president of Y"."""
    found = _AFTER_BE.match(reading.words.tags, mention.last)
    if not found or not _TAKES & set(reading.words.lower[found.start("verb") : found.end("verb")]):
        return None
    return _bounded(*found.span("office"))


def _put_before(reading: Reading, mention: Mention) -> tuple[int, int] | None:
    """ "Marshal X", "the consul X", "Politburo members X and Y"."""
    end = mention.first
    pair = next((m for m in reading.mentions if m.last == end - 1 and reading.words.lower[m.last] == "and"), None)
    if pair and reading.words.lower[pair.first - 1 : pair.first] == ("members",):
        return _put_before(reading, pair)
    if not end or reading.words.lower[end - 1] not in OFFICES:
        return None
    found = _BEFORE.search(reading.words.tags, max(0, end - 4), end) if end else None
    return _bounded(found.start(), end) if found else None


def _bounded(first: int, last: int) -> tuple[int, int] | None:
    return (first, last) if 0 < last - first <= _MOST_WORDS else None


def _is_office(lower: tuple[str, ...], tags: str) -> bool:
    """Whether the head of the first noun phrase is an office."""
    head = re.match(r"D?[XJM#N]*[NM]", tags)
    if head is None or _VAGUE & set(lower):
        return False
    last = lower[head.end() - 1]
    return (last in OFFICES and last not in PROFESSIONS) or lower[0] in OFFICES - PROFESSIONS


_VAGUE = vocabulary("another his her their its other one")
