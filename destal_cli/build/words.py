"""The words of a sentence, each with a letter for what it is: patterns over sentences are patterns over letters.

Letters: those of `lexicon`, and M capitalised, Y year, G -ing, E -ed, S possessive ending; , ; : - ( ) " as they are,
and . for any other sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from destal_cli.build.lexicon import CLASS, NOUN_OR_VERB, by_ending
from destal_cli.build.names import OFFICES, is_given
from destal_cli.core.spelling import vocabulary

_TOKEN = re.compile(
    r"(?P<short>(?:[^\W\d_]\.){2,}(?!\w)|(?:[A-Z]|St|Mt|Ft|Mrs?|Dr|Gen|Col|Capt|Lt|Sgt|Prof|Rev|Sen|Gov)\.(?=\s+\w))"
    r"|(?P<num>(?:US|A|C)?[$£€¥]?\d+(?:[.,]\d+)*(?:[–/-]\d+(?:[.,]\d+)*)?(?:%|th|st|nd|rd|s)?(?!\w))"
    r"|(?P<poss>['’]s\b|(?<=s)['’](?=\s))"
    r"|(?P<word>[^\W_]+(?:(?:['’](?!s\b)|[-‑–](?=\w))[^\W_]+)*)"
    r"|(?P<sign>[^\w\s]|_)"
)
_YEAR = re.compile(r"1\d{3}s?|20\d\d|1\d{3}[–/-]\d{2,4}")
_ARABIC = re.compile(r"(?:a[lnrstdz]|ash|el)-[A-Z]")  # al-Umari
_SIGNS = {
    ",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "–": "-", "—": "-", "-": "-",
    '"': '"', "“": '"', "”": '"', "‘": '"', "’": '"', "«": '"', "»": '"', "'": '"', "&": "C", "%": "N",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in words: where each begins and ends, itself in lower case, and one letter each in `tags`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]
    tags: str

    def slice(self, first: int, last: int) -> str:
        """The text from word `first` up to before word `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def read(text: str, names: frozenset[str] = frozenset()) -> Words:
    """The words and signs of a sentence with their letters; `names` are words that have capitals elsewhere."""
    found = list(_TOKEN.finditer(text))
    lower = tuple(match[0].lower().rstrip(".") or "." for match in found)
    tags = [_letter(match, low) for match, low in zip(found, lower, strict=True)]
    if tags and found[0].lastgroup in ("word", "short") and text[found[0].start()].isupper():
        tags[0] = _first(lower[0], "".join(tags[1:2]), names)
    _close_quotes(tags, lower)
    _settle(tags, lower)
    return Words(text, tuple(m.start() for m in found), tuple(m.end() for m in found), lower, "".join(tags))


def _letter(match: re.Match[str], lower: str) -> str:
    """What a word is by itself."""
    kind = match.lastgroup
    if kind in ("word", "short"):
        known = CLASS.get(lower)
        if (match[0][0].isupper() or _ARABIC.match(match[0])) and not (known and known not in "JNV#XA"):
            return "M"
        return known or by_ending(lower)
    if kind == "num":
        return "Y" if _YEAR.fullmatch(lower) else "J" if lower.endswith(("th", "st", "nd", "rd")) else "#"
    return "S" if kind == "poss" else _SIGNS.get(lower, ".")


def _first(lower: str, after: str, names: frozenset[str]) -> str:
    """What the first word of a sentence is, where a capital says little."""
    if lower in names and CLASS.get(lower, "J") in "JNV#":
        return "M"
    known = CLASS.get(lower) or by_ending(lower)
    return "M" if known == "N" and after == "M" else known


def _close_quotes(tags: list[str], lower: tuple[str, ...]) -> None:
    """An apostrophe after an s ends a quotation when one is open."""
    is_open = False
    for i, tag in enumerate(tags):
        if tag == "S" and len(lower[i]) == 1 and is_open:
            tags[i] = tag = '"'
        if tag == '"' and lower[i] in "'‘’":
            is_open = not is_open


def _settle(tags: list[str], lower: tuple[str, ...]) -> None:
    """Decide by the neighbours what is a verb, a noun or an adjective."""
    for i, tag in enumerate(tags):
        if tag in _UNSETTLED:
            before = tags[i - 1] if i else "^"
            after = tags[i + 1] if i + 1 < len(tags) else "."
            tags[i] = _UNSETTLED[tag](tags, lower, i, before, after)


def _noun(tags: list[str], lower: tuple[str, ...], i: int, before: str, after: str) -> str:
    if before == "T" and after in "DdQMJPTR#":
        return "V"  # to place an order
    if before in "R^" and i and lower[i - 1] in _SUBJECTS:
        return "V"  # they migrate
    if before in 'NM"' and after in "DQ":
        return "V"  # herds migrate a distance
    if before == "C" and {"V", "E"} & set(tags[:i]) and lower[i] not in OFFICES and _is_second_verb(lower[i], after):
        return "V"  # seized the island and precedes the last, to seize the island and lure American ships
    if before == "W" and lower[i - 1] in _RELATIVE and after in "DQdJNM#":
        return "V"  # who visit clinics
    return "J" if "-" in lower[i] and after in "NJE" else "N"  # large-scale


def _is_second_verb(word: str, after: str) -> bool:
    return (after in "DQ" and word.endswith("s")) or (after in "DQJ" and not word.endswith("s"))


def _verb(_: list[str], lower: tuple[str, ...], i: int, before: str, __: str) -> str:
    return "N" if lower[i] in NOUN_OR_VERB and before in "DdQJSOP#" else "V"


def _adjective(_: list[str], lower: tuple[str, ...], i: int, before: str, after: str) -> str:
    return "V" if before == "T" and after not in "NMJ" and lower[i - 1] == "to" else "J"


def _ending_in_ed(_: list[str], lower: tuple[str, ...], i: int, before: str, after: str) -> str:
    if before in "DdQSJ" and after in "NMJEG" and lower[i - 1 : i] != ("first",):
        return "J"  # the wounded men
    return "J" if before in "PO,C" and after in "NJ" and i else "E"


def _ending_in_ing(_: list[str], __: tuple[str, ...], ___: int, before: str, after: str) -> str:
    if before in "DdQSJ":
        return "J" if after in "NMJEG" else "N"
    return "G"


def _pronoun(_: list[str], lower: tuple[str, ...], i: int, __: str, after: str) -> str:
    return "Q" if lower[i] == "her" and after in "NJM" else "R"


def _that(_: list[str], lower: tuple[str, ...], i: int, before: str, after: str) -> str:
    return "W" if lower[i] == "that" and (before in "VE" or after in "RDQAVEdPM") else "d"


def _preposition(tags: list[str], lower: tuple[str, ...], i: int, _: str, __: str) -> str:
    return "W" if lower[i] in _CLAUSE_WORDS and _begins_clause(tags, i) else "P"


def _article(_: list[str], lower: tuple[str, ...], i: int, before: str, after: str) -> str:
    """In "Suleiman the Magnificent" it is part of the name."""
    return "M" if before == "M" and after == "M" and lower[i] == "the" and is_given(lower[i - 1]) else "D"


_Settler = Callable[[list[str], tuple[str, ...], int, str, str], str]
_UNSETTLED: dict[str, _Settler] = {
    "N": _noun,
    "V": _verb,
    "J": _adjective,
    "E": _ending_in_ed,
    "G": _ending_in_ing,
    "R": _pronoun,
    "D": _article,
    "d": _that,
    "P": _preposition,
}
_SUBJECTS = vocabulary("he she it they we who i")
_RELATIVE = frozenset(("who", "which", "that"))
_CLAUSE_WORDS = vocabulary("after before since until as")


def _begins_clause(tags: list[str], i: int) -> bool:
    """Whether a verb stands near after a preposition that may begin a clause: "after he had left"."""
    for tag in tags[i + 1 : i + 7]:
        if tag in "VA":
            return True
        if tag in ",;:.(P":
            return False
    return False
