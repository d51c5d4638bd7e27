"""Numbers as people type them: grouped any way, in words, Roman, rounded. The judges of numbers and texts ask for them."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace

from destal_cli.core.spelling import caseless, distance, vocabulary

LONGEST_NUMBER = 300  # characters; more is no number but a passage

_UNITS = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
            *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
} | {"nil": 0, "nought": 0, "ninteen": 19, "fourty": 40, "ninty": 90}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_CARDINALS = _UNITS | {word: 10 * number for number, word in enumerate(_TENS, 2)}
_ORDINALS = {f"{word}th": number for word, number in _UNITS.items() if number > 3}
_ORDINALS |= {f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, 2)}
_ORDINALS |= {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twelth": 12}
_ORDINALS |= {"fourtieth": 40, "twentyth": 20}
_BIG_ORDINALS = {"hundredth": 100, "thousandth": 1000, "millionth": 1_000_000}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12}
_SCALES |= {"dozen": 12, "score": 20, "lakh": 100_000, "crore": 10**7, "milliard": 10**9, "mrd": 10**9, "bln": 10**9}
_SCALES |= {"thousands": 1000, "millions": 1_000_000, "billions": 10**9, "mln": 1_000_000, "mio": 1_000_000}
_SCALES |= dict.fromkeys(("тыс", "тысяч", "тысячи", "тысяча"), 1000) | dict.fromkeys(("thou", "tys"), 1000)
_SCALES |= dict.fromkeys(("млн", "миллион", "миллиона", "миллионов"), 1_000_000)
_SCALES |= dict.fromkeys(("млрд", "миллиард", "миллиарда", "миллиардов"), 10**9)
_AFTER_DIGITS = {"k": 1000, "m": 1_000_000, "mn": 1_000_000, "bn": 10**9, "b": 10**9, "t": 1000, "tn": 10**12}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_PARTS |= {"halves": 1 / 2, "thirds": 1 / 3, "quarters": 1 / 4, "fifths": 1 / 5, "tenths": 1 / 10}
_VAGUE = vocabulary("few several many couple tens dozens hundreds countless some scores")
_ENDINGS = vocabulary("st nd rd th й го ый ая ой er e eme º")
_PERCENT = vocabulary("percent pct procent prozent процент процента процентов")
_NOT = vocabulary("not nor neither never except but without isnt wasnt arent werent не нет")
_YEAR_LINKS = vocabulary("in by during since of until from")
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

_TOKEN = re.compile(
    r"""
    (?P<power>\d+(?:[.,]\d+)?(?:e\+?|\s?[x*×]\s?10\^?)\d{1,2}(?![\d.,]))
    | (?P<part>(?:(?<![\d.,])\d{1,9}\s)?(?<![\d.,])[1-9]/(?:[2-9]|10)(?![\d/]))
    | (?P<digits>(?<!\d)\d{1,3}(?:\ \d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,'_]\d+)*)
    | (?P<word>[^\W\d_]+)
    | (?P<sign>[%‰])
    | (?P<minus>(?<![\w)])-(?=\d))
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The one number in a text. `other` is a second way to read it: 90.000 is ninety thousand, or ninety.

    `several`: there are two numbers or a range. `negated`: "not 90". `words` counts the words beside the number.
    """

    value: float
    other: float | None = None
    ordinal: bool = False
    percent: bool = False
    several: bool = False
    negated: bool = False
    words: int = 0
