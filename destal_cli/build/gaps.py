"""The stretches of a sentence that a question could ask for: dates, numbers, names and other noun phrases.

`reading.readings` calls `gaps_of` for each sentence that is not parsed; `phrases` begins with it for those that are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from destal_cli.build.names import KIN, OFFICES, PARTICLES, PROFESSIONS
from destal_cli.build.words import Words
from destal_cli.core.spelling import vocabulary

LONGEST_GAP = 8  # words


class Shape(StrEnum):
    """What stands in a gap."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Gap:
    """The words [first, last) of a sentence."""

    first: int
    last: int
    shape: Shape


_NOUNS = r"(?:[DQd]X?|#)?(?:X?J(?:CJ)?|[#NMSY]){0,9}[NM]"  # bounded: a line of numbers is not read again from each
_OF = rf"{_NOUNS}(?:O{_NOUNS})*"
_LISTS = re.compile(rf"{_OF}(?:C{_OF}|(?:,{_OF})+,?CX?{_OF})?")
_NUMBER = re.compile(r"#{1,6}")
_NO_COUNT = frozenset(("one", "half", "third", "quarter"))
_VAGUE = vocabulary(
    "one ones time times way ways part parts fact kind kinds sort number case cases example rest thing things"
    " result lot addition particular order same other others end year years place such hand hundred thousand first"
    " second"
)


def gaps_of(words: Words, dates: Sequence[tuple[int, int]]) -> list[Gap]:
    """Every gap of a sentence, each once; `dates` are [first, last) words of its dates."""
    tags = _without(words.tags, dates)
    found = [Gap(first, last, Shape.DATE) for first, last in dates]
    numbers = (match.span() for match in _NUMBER.finditer(tags))
    found += [Gap(first, last, Shape.NUMBER) for first, last in numbers if _counts(words, first)]
    for match in _LISTS.finditer(tags):
        first, last = _trimmed(words, *_unapposed(words.tags, *match.span()))
        if (
            first < last
            and last - first <= LONGEST_GAP
            and _is_whole(words, first, last)
            and says_something(words, first, last)
        ):
            found.append(Gap(first, last, _shape(words.tags[first:last])))
    return list(dict.fromkeys(found))


def _counts(words: Words, first: int) -> bool:
    """Whether a number counts something; "the two towns" are known already."""
    known = words.lower[first].isalpha() and words.tags[first - 1 : first] in ("D", "d")
    return words.lower[first] not in _NO_COUNT and not known


def _without(tags: str, dates: Sequence[tuple[int, int]]) -> str:
    for first, last in dates:
        tags = tags[:first] + "y" * (last - first) + tags[last:]
    return tags


def _trimmed(words: Words, first: int, last: int) -> tuple[int, int]:
    """Without a determiner, possessive or adverb before it."""
    owner = words.lower[first] in ("a", "an") and re.match("DX?J*[NM]S", words.tags[first:last])
    while not owner and first < last and (words.tags[first] in "DdQXS" or words.lower[first] in _PICKING):
        first += 1
    return _untitled(words, first, last), last


def _unapposed(tags: str, first: int, last: int) -> tuple[int, int]:
    """Of "Joseph Thomson, a geologist and naturalist" the name: that is no list."""
    cut = tags.find(",D", first, last)
    return (first, cut) if cut > 0 and tags[first:cut].strip("DQ")[:1] == "M" else (first, last)


def _untitled(words: Words, first: int, last: int) -> int:
    """Where the name begins in "American geographer Ellen Semple"."""
    i = last - 1
    while i > first and (words.tags[i] == "M" or (words.lower[i] in PARTICLES and words.tags[i] == "N")):
        i -= 1
    what = words.lower[i].removesuffix("s")
    titled = words.tags[i] == "N" and (what in _WHO_ONE_IS or what.endswith(("ist", "ician", "eer")))
    return i + 1 if titled and i < last - 1 else first


_WHO_ONE_IS = OFFICES | PROFESSIONS | KIN
_PICKING = vocabulary("other such same own several many various certain different some")


def _is_whole(words: Words, first: int, last: int) -> bool:
    """Not the second half of "warm and humid", an owner, "an example of this", or the verb in "to place people"."""
    before = words.tags[first - 1 : first]
    plural = words.lower[first].endswith("s")
    if words.tags[last : last + 1] == "S" or "d" in words.tags[first:last]:
        return False
    return before != "C" and not (before == "T" and words.tags[first] in "NJ" and not plural)


def says_something(words: Words, first: int, last: int) -> bool:
    """Whether a phrase is more than "part" or "way"."""
    return last - first > 1 or (words.lower[first] not in _VAGUE and len(words.lower[first]) > 2)


def _shape(tags: str) -> Shape:
    if set(tags) <= {"#"}:
        return Shape.NUMBER
    plain = [tag for tag in tags if tag in "NMJ#"]
    return Shape.NAME if tags[0] in "M" and plain.count("M") * 2 > len(plain) else Shape.PHRASE


def is_poor(words: Words, gap: Gap) -> bool:
    """Whether a gap is cut out badly: one of many examples, with an owner or a vague noun, or explained after it."""
    first, last = gap.first, gap.last
    if gap.shape in (Shape.DATE, Shape.NUMBER):
        return False
    if words.lower[first - 1 : first] in _LIKE or words.lower[first - 2 : first] == ("such", "as"):
        return True  # others would be right too
    if words.lower[first - 1 : first] in _NEARLY:
        return True  # "the almost complete destruction"
    within = words.tags.count('"', 0, first) % 2 == 1
    whole = words.tags[first - 1 : first] == '"' and words.tags[last : last + 1] == '"'
    if "Q" in words.tags[first:last] or words.tags[last : last + 1] == "R" or (within and not whole):
        return True  # "the land they settled"; a part of a quotation
    of = words.tags.find("O", first, last)
    if of > 0 and _EXPLAINED.match(words.tags, last):
        return True  # "the treatment of the Old Bolsheviks, people who"
    return words.lower[(of if of > 0 else last) - 1] in _EMPTY_HEADS


_NEARLY = (("almost",), ("nearly",), ("quite",), ("rather",))
_LIKE = (("including",), ("like",), ("e.g",))
_EXPLAINED = re.compile(",[DJNM]{1,6}W")
_EMPTY_HEADS = vocabulary(
    "date stage result results course role sale treatment attempt attempts effort efforts series process way ways order"
    " basis start beginning use need ability presence absence lack amount level extent degree reason reasons cause"
    " causes factor factors aspect aspects matter case cases move variety range impact effect effects hand hands view"
    " views tactics activities evidence sense situation development developments interest interests point points guise"
)


def overlap(one: Gap, other: Gap) -> bool:
    """Whether two gaps of a sentence share a word."""
    return one.first < other.last and other.first < one.last
