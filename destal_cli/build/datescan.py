"""The words of a sentence as tokens of one letter each, for `dategrammar`: `on 26 June 1953` is `Jnmy`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from destal_cli.core.dates import MONTHS
from destal_cli.core.datetokens import CARDINALS, ORDINALS

UNITS = ("day", "week", "month", "decade", "year")
EARLY, MIDDLE, LATE, FIRST_HALF, SECOND_HALF = 1, 2, 3, 4, 5  # as core.datewords numbers them
_LATEST_YEAR = 2199


class Token(NamedTuple):
    """A word, number or sign over [start, end) of the text.

    `kind`: n one or two digits, h three, y four, q '42, o 5th, O fifth, v five, d 1930s, N 1953-06-26; m month,
    s season, C Christmas, w weekday, e era, c century, Y year, u another unit, U units; t early, b beginning, H half,
    P part, a about, p that, next, previous, l later, L after; A a, T the, f of, i in, J on, B between, & and, > to;
    - a dash; , / ( ) . ; : themselves; x whatever else.
    """

    kind: str
    value: int
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        """The text in lower case."""
        return self.text.lower()


def _all(words: str, kind: str, value: int = 0) -> dict[str, tuple[str, int]]:
    return dict.fromkeys(words.split(), (kind, value))


_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"Sept": 9}
_MONTHS |= {name.upper(): number for name, number in _MONTHS.items()}
_ERAS = {"BC": -1, "BCE": -1, "AD": 1, "CE": 1}
_WORDS: dict[str, tuple[str, int]] = {
    **{word: ("v", value) for word, value in CARDINALS.items()},
    **{word: ("O", value) for word, value in ORDINALS.items()},
    **{unit: ("Y" if unit == "year" else "u", at) for at, unit in enumerate(UNITS)},
    **{f"{unit}s": ("U", at) for at, unit in enumerate(UNITS)},
    **(_all("spring", "s", 21) | _all("summer", "s", 22) | _all("autumn fall", "s", 23) | _all("winter", "s", 24)),
    **_all("century centuries", "c"),
    **_all("monday tuesday wednesday thursday friday saturday sunday", "w"),
    **(_all("early", "t", EARLY) | _all("mid", "t", MIDDLE) | _all("late latter", "t", LATE)),
    **(_all("beginning start", "b", EARLY) | _all("middle", "b", MIDDLE) | _all("end close", "b", LATE)),
    **(_all("half", "H") | _all("part", "P")),
    **_all("about around circa approximately roughly ca ca. c. cca", "a"),
    **(_all("that this same", "p") | _all("following next", "p", 1) | _all("previous preceding prior", "p", -1)),
    **(_all("later afterwards afterward", "l", 1) | _all("earlier previously ago", "l", -1)),
    **(_all("after", "L", 1) | _all("before", "L", -1)),
    **(_all("a an", "A", 1) | _all("the", "T") | _all("of", "f") | _all("in", "i") | _all("on", "J")),
    **(_all("between", "B") | _all("and or", "&") | _all("to until till through", ">")),
}
_HOLIDAYS = {"Christmas Eve": 24, "Christmas": 25, "Christmas Day": 25, "New Year's Day": 1, "New Year's Eve": 31}
_TOKEN = re.compile(
    r"""
      (?P<numeric> \d{4}-\d\d-\d\d (?![\w-]) | \d{1,2} ([./]) \d{1,2} \2 \d{4} (?!\w) )
    | (?P<decade> (?: \d{2,3}0 | ['’‘]\d0 ) ['’]?s \b )
    | (?P<ordinal> \d{1,2} (?: st | nd | rd | th ) \b )
    | (?P<short> ['’‘]\d\d \b (?!['’]) )
    | (?P<other> \d++ (?: (?: [.,:]\d++ )++ \w*+ | [^\W\d]\w*+ | [%°] ) | [$£€] \d[\d.,]*+ )
    | (?P<number> \d++ )
    | (?P<era> (?: B\.[ ]?C\. (?: [ ]?E\. )? | A\.[ ]?D\. | C\.[ ]?E\. ) )
    | (?P<holiday> Christmas (?: [ ] (?: Day | Eve ) )? \b | New[ ]Year['’]s[ ] (?: Day | Eve ) \b )
    | (?P<word> ca?\. | [^\W\d_]++ )
    | (?P<sign> \S )
    """,
    re.VERBOSE,
)
_DASHES = frozenset("-‐‑–—−")
_SIGNS = frozenset(",/().;:")
_TRIGGER = re.compile(
    r"\d|\b(?:"
    + "|".join((*MONTHS, "Christmas"))
    + r"|(?i:(?:day|week|month|year|decade)s?|centur(?:y|ies)|spring|summer|autumn|fall|winter))\b"
)


def scan(text: str, start: int, end: int) -> list[Token]:
    """The tokens of the sentence [start, end) of a text; none when nothing in it could be a date."""
    return list(_tokens(text, start, end)) if _TRIGGER.search(text, start, end) else []


def kinds_of(tokens: Iterable[Token]) -> str:
    """The letters of the tokens."""
    return "".join(token.kind for token in tokens)


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        kind, value = _READERS[found.lastgroup or ""](found[0])
        yield Token(kind, value, found.start(), found.end(), found[0])


def _word(text: str) -> tuple[str, int]:
    if text in _MONTHS:
        return "m", _MONTHS[text]
    return ("e", _ERAS[text]) if text in _ERAS else _WORDS.get(text.lower(), ("x", 0))


def _number(text: str) -> tuple[str, int]:
    value = int(text) if len(text) < 5 else 0
    return ("_nnhy"[len(text)] if 0 < value <= _LATEST_YEAR else "x"), value


def _sign(text: str) -> tuple[str, int]:
    return ("-" if text in _DASHES else text if text in _SIGNS else "x"), 0


_READERS: dict[str, Callable[[str], tuple[str, int]]] = {
    "numeric": lambda _: ("N", 0),
    "decade": lambda text: ("d", int(re.sub(r"\D", "", text))),
    "ordinal": lambda text: ("o", int(text[:-2])),
    "short": lambda text: ("q", int(text[1:])),
    "other": lambda _: ("x", 0),
    "number": _number,
    "era": lambda text: ("e", -1 if text[0] == "B" else 1),
    "holiday": lambda text: ("C", _HOLIDAYS[text.replace("’", "'")]),
    "word": _word,
    "sign": _sign,
}
