"""Numbers and what they count: "some 8,200 men were killed". `facts` calls `figures`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from destal_cli.build.gaps import Shape
from destal_cli.build.reading import Reading
from destal_cli.core.numberwords import read_number

_COUNTED = re.compile(
    r"(?:O[DQ]?)?(?:X?J|E|[NMS])*[NM](?:[OPE][DQ]?(?:X?J|[NM])*[NM])*|[EV](?:[PO][DQ]?(?:X?J|[NMEG])*[NM])*|A[EX]*E"
)
_MOST_WORDS = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in words [first, last), and the text of what it counts."""

    first: int
    last: int
    number: float
    counts: str
    counted: int


def figures(reading: Reading) -> Iterator[Figure]:
    """The numbers of a sentence that count something."""
    words = reading.words
    for gap in reading.gaps:
        if gap.shape is not Shape.NUMBER:
            continue
        text = words.slice(gap.first, gap.last)
        if text[0].isalpha() and words.tags[gap.first - 1 : gap.first] in ("D", "d"):
            continue  # "the two towns" are known already
        number = read_number(text)
        found = _COUNTED.match(words.tags, gap.last)
        if (
            number is None
            or number.value is None
            or not found
            or not found[0]
            or text.endswith(("th", "st", "nd", "rd", "s"))
        ):
            continue
        last = min(found.end(), gap.last + _MOST_WORDS)
        yield Figure(gap.first, gap.last, number.value, words.slice(gap.last, last), last)
