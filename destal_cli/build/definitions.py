"""What is what: "X was a war between ...", "X, a war between ...". `facts` calls `definitions`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from destal_cli.build.reading import Reading

_NOUNS = r"(?:[DQ]X?)?(?:X?J|[#NMS])*[NM]"
_IS = re.compile(
    rf"(?P<term>{_NOUNS}(?:O{_NOUNS})?)(?:\([^()]*\))?(?:A|[EV][OPT])(?P<meaning>DX?(?:X?J|E|[#NMSG])*[NM][^;:.]*)"
)
_APPOSED_NOUN = re.compile(r"D(?P<term>(?:J|N)*N),(?P<meaning>D(?:X?J|[#NMS])*[NM][OWPE][^,;:.()]*)(?=[,;.(])")
_APPOSED = re.compile(
    r"(?P<term>M(?:O?M)*|D(?:J|M)*M(?:OD?M+)?),(?P<meaning>D(?:X?J|[#NMS])*[NM][OWPE][^,;:.()]*)(?=[,;.(])"
)
_VERBS = frozenset(("is", "was", "were", "are", "refers to", "consisted of", "consists of", "referred to"))
_ARTICLES = frozenset(("a", "an", "the", "one"))
_MOST_WORDS, _FEWEST_WORDS = 28, 3


@dataclass(frozen=True, slots=True)
class Definition:
    """The words of a term and of what it means; `apposed` without a verb between them."""

    term: tuple[int, int]
    meaning: tuple[int, int]
    verb: str
    apposed: bool


def definitions(reading: Reading) -> Iterator[Definition]:
    """What a sentence says a thing or person is."""
    words = reading.words
    found = _IS.match(words.tags)
    if found and words.lower[found.start("meaning")] in _ARTICLES and words.lower[0] not in ("it", "there"):
        start = found.end("term") if words.tags[found.end("term")] != "(" else words.tags.index(")") + 1
        verb = " ".join(words.lower[start : found.start("meaning")])
        if verb in _VERBS:
            yield from _checked(found, verb, False)
    for found in _APPOSED.finditer(words.tags):
        if (
            words.lower[found.start("meaning")] in _ARTICLES
            and words.tags[found.start("term") - 1 : found.start("term")] != ","
        ):
            yield from _checked(found, "was", True)
    for found in _APPOSED_NOUN.finditer(words.tags):
        if words.lower[found.start("meaning")] in ("a", "an"):
            yield from _checked(found, "was", True)


def _checked(found: re.Match[str], verb: str, apposed: bool) -> Iterator[Definition]:
    first, last = found.span("meaning")
    tags = found.string[first:last]
    runs_on = apposed and re.search("^[^W]*[AV]", tags)  # "..., the system of X was developed"
    if _FEWEST_WORDS <= last - first <= _MOST_WORDS and not runs_on:
        yield Definition(found.span("term"), (first, last), verb, apposed)
