"""Where the sentences of a paragraph end. The quiz shows whole sentences, and `build` makes facts of them."""

from __future__ import annotations

import re

from destal_cli.core.text import vocabulary

FOOTNOTE = r"[ ]?\[(?:\^?\d{1,3}|\^?[a-z](?=\](?!\w))|note[ ]\d{1,3}|[a-z][a-z ]{1,30}(?:needed|\?))\]"

_STOP = re.compile(
    rf"""(?<![.!?…]) (?P<stop> [.!?…]++ )  (?P<closed> (?: ["'”’»)\]] | {FOOTNOTE} )*+ )
        \s++  (?= ["'“‘«(\[]*+ (?P<next> \w++ (?P<initial> \. )? ) )""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘«]*$")
_LONGEST_WORD = 20
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_NUMBERED = re.compile(r"\W{0,3}(?:(?:[A-Z]\w{1,20} )?\d{1,3}|[IVX]{1,5})")  # Phase 1. The army ...

# a name or a number follows these, whatever its first letter
_LEADING = vocabulary(
    "adm amb assoc asst brig bro c ca capt cf cmdr col comdr cpl dept dr e.g ed eds esp est fig figs fl fr ft gen gov "
    "hon i.e lieut lt maj mgr mlle mm mme mr mrs ms msgr mt nos op para pp pres prof pvt ref rep rev rt sec sen sens "
    "sgt sr st ste supt viz vol vols vs"
)
_BEFORE_NUMBER = vocabulary("art ch chap no")
_MONTHS = vocabulary("jan feb mar apr jun jul aug sep sept oct nov dec")
# a sentence may end with these: it does when the next word is one that sentences begin with
_ENDING = vocabulary("al bros co corp etc esq inc jr ltd mtn sq univ b.c b.c.e a.d c.e a.m p.m ph.d")
_STARTERS = vocabulary(
    "a about according after again against all along already also although among an and another any as at because "
    "before between both but by consequently despite due during each either even eventually every few finally "
    "first following for from further furthermore had has have having he hence her here his how however i if in "
    "including indeed initially instead into it its just later like many meanwhile more moreover most much "
    "my neither nevertheless next no nor not now of on once one only or other others our over overall per perhaps "
    "rather several she similarly since so some soon still subsequently such than that the their then there therefore "
    "these they this those though through throughout thus to today together two under unlike until up upon was we "
    "were what when whether while who why will with within without yet you your"
)


def sentences(paragraph: str) -> list[tuple[int, int]]:
    """The [start, end) of each sentence of a paragraph, without the blanks between them."""
    spans, start = [], len(paragraph) - len(paragraph.lstrip())
    for found in _STOP.finditer(paragraph, start):
        if _ends(paragraph, start, found):
            spans.append((start, found.end("closed")))
            start = found.end()
    if paragraph[start:].strip():
        spans.append((start, len(paragraph.rstrip())))
    return spans


def _ends(paragraph: str, start: int, found: re.Match[str]) -> bool:
    following = found["next"]
    if not (following[0].isupper() or following[0].isdigit()):
        return False
    if found["stop"] != ".":
        gap = found["stop"] in ("...", "…") and paragraph[found.start() - 1 : found.start()].isspace()
        return not gap or following.lower() in _STARTERS
    if _NUMBERED.fullmatch(paragraph, start, found.start()):
        return False
    before = _WORD_BEFORE.search(paragraph, max(start, found.start() - _LONGEST_WORD), found.start())
    return before is None or not _abbreviated(before[0], following)


def _abbreviated(word: str, following: str) -> bool:
    """Whether the stop after the word belongs to it."""
    lower = word.lower()
    if lower in _LEADING:
        return True
    if lower in _BEFORE_NUMBER or lower in _MONTHS:
        return following[0].isdigit()
    if _INITIALS.fullmatch(word) and len(following) == 2 and following[1] == ".":
        return True
    if lower in _ENDING or _INITIALS.fullmatch(word):
        return following.lower() not in _STARTERS
    return False
