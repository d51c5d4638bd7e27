"""The parts of "X was arrested on one day and executed on another", each an event of its own. `facts` calls `parts`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from destal_cli.build.reading import Dated, Reading

_PASSIVE = re.compile(r"(?P<subject>[DJMN]+|R)(?P<be>A)X?E")
_PART = re.compile(r"E[PX]{0,2}$")


@dataclass(frozen=True, slots=True)
class Part:
    """What happened on one of the dates: its text up to the date, which may have "on" before it."""

    text: str
    dated: Dated


def parts(reading: Reading) -> Iterator[Part]:
    """The dated participles of a passive sentence that has several, each with the subject and its verb."""
    words = reading.words
    passive = _PASSIVE.match(words.tags)
    if len(reading.dates) < 2 or not passive or (words.tags[0] == "R" and not reading.setting.subject):
        return
    subject = reading.setting.subject or words.slice(0, passive.end("subject"))
    for dated in reading.dates:
        part = _PART.search(words.tags, passive.end() - 1, dated.first)
        if part:
            be = words.lower[passive.start("be")]
            yield Part(f"{subject} {be} {words.slice(part.start(), dated.first)}", dated)
