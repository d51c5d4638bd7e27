"""Numbers as people type them: grouped any way, in words, Roman. The judges of numbers and of texts ask here."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from destal_cli.core.spelling import distance, vocabulary
from destal_cli.core.values import dataclass

LONGEST_NUMBER = 300  # characters; more is no number but a passage

_TEENS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_CARDINALS = {word: number for number, word in enumerate(_TEENS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_ORDINALS = {f"{word}th": number for number, word in enumerate(_TEENS) if number > 3}
_ORDINALS |= {f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, 2)}
_ORDINALS |= {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_ORDINALS |= {"twelth": 12, "twentyth": 20, "fourtieth": 40, "hundredth": 100, "thousandth": 1000}
_CARDINALS |= {"nil": 0, "nought": 0, "none": 0, "nobody": 0, "ninteen": 19, "fourty": 40, "ninty": 90}
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12, "score": 20}
_SCALES |= {"lakh": 10**5, "crore": 10**7, "milliard": 10**9, "mrd": 10**9, "bln": 10**9, "mln": 10**6, "mio": 10**6}
_SCALES |= dict.fromkeys(("thou", "tys", "тыс", "тысяч", "тысячи", "тысяча"), 1000)
_SCALES |= dict.fromkeys(("млн", "миллион", "миллиона", "миллионов"), 10**6)
_SCALES |= dict.fromkeys(("млрд", "миллиард", "миллиарда", "миллиардов"), 10**9)
_PLURAL_SCALES = {f"{word}s": number for word, number in _SCALES.items() if word.isascii()}
_AFTER_DIGITS = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_PARTS |= {"halves": 1 / 2, "thirds": 1 / 3, "quarters": 1 / 4, "fifths": 1 / 5, "tenths": 1 / 10}
_SPELT_OUT = tuple(word for word in (*_CARDINALS, *_ORDINALS, *_SCALES, "hundred") if len(word) > 4 and word.isascii())
_VAGUE = vocabulary("few several many couple tens dozens hundreds some scores more")
_ENDINGS = vocabulary("st nd rd th й го ый ая ой er e eme º ª")
_PERCENT = vocabulary("percent pct procent prozent процент процента процентов")
_NOT = vocabulary("not nor neither never except but without isnt wasnt arent werent не нет")
_YEAR_LINKS = vocabulary("in by during since of until from")
_ARTICLES = vocabulary("a an one")
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th|й|го|ый|ая|ой)")

_ASIDE = re.compile(r"(?<![12]\d{3})\s*\((?=(?:1\d|20)\d\d)")  # before a year in brackets

_TOKEN = re.compile(
    r"""
      (?P<power> \d+ (?:[.,]\d+)? (?: e\+? | [ ]?[x*×][ ]?10\^? ) \d{1,2} (?![\d.,]) )
    | (?P<years> (?<!\d) (?:1\d|20)\d\d [ ]?[-/][ ]? (?:(?:1\d|20)\d\d|\d\d) (?![\d.,]) )
    | (?P<part> (?: (?<![\d.,/]) \d{1,9}[ ] )? (?<![\d.,/]) [1-9]/(?:10|[2-9]) (?![\d/]) )
    | (?P<digits> (?<!\d) \d{1,3} (?:[ ]\d{3})+ (?!\d) (?:[.,]\d+)? | \d+ (?:[.,'_]\d+)* | (?<![\w.])[.]\d+ )
    | (?P<word> [^\W\d_]+ )
    | (?P<percent> % )
    | (?P<minus> (?<![\w)]) - (?=\d) )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The number in a text. `other` is a second way to read it: 90.000 is ninety thousand, or ninety.

    `several`: there are two numbers or a range. `negated`: "not 90". `words` counts the words beside the number.
    """

    value: float
    other: float | None = None
    ordinal: bool = False
    percent: bool = False
    several: bool = False
    negated: bool = False
    words: int = 0

    @property
    def values(self) -> tuple[float, ...]:
        """Every way to read it, the likeliest first."""
        return (self.value,) if self.other is None else (self.value, self.other)


class _Token(NamedTuple):
    kind: str
    text: str


class _Found(NamedTuple):
    """A number among the tokens: every way to read it, and the index after it; `several` when it is more than one."""

    values: tuple[float, ...]
    end: int
    ordinal: bool = False
    year: bool = False
    several: bool = False


def read_number(text: str) -> NumberReading | None:
    """The number in a text, however it is written; None when there is none. Never raises."""
    tokens = _tokens(text[:LONGEST_NUMBER])
    found = list(_numbers(tokens)) or list(_roman(tokens))
    chosen = [number for number in found if not number.year] or found
    if not chosen:
        return None
    first = chosen[0]
    if not all(math.isfinite(value) for number in chosen for value in number.values):
        return None
    words = [token.text for token in tokens if token.kind == "word"]
    return NumberReading(
        first.values[0],
        first.values[1] if len(first.values) > 1 else None,
        first.ordinal,
        any(token.kind == "percent" or token.text in _PERCENT for token in tokens) or "per cent" in " ".join(words),
        any(number.several or not set(number.values) & set(first.values) for number in chosen),
        any(_is_negation(tokens, index) for index in range(len(tokens))),
        len(words),
    )


def digits_of(word: str) -> str:
    """A caseless word that is a small number, in digits: "20" for "twentieth", "20th" and "xx"; else the word."""
    if match := _ORDINAL.fullmatch(word):
        return match[1]
    number = _CARDINALS.get(word, _ORDINALS.get(word))
    numeral = word.removesuffix("th")
    if number is None and len(numeral) > 1 and set(numeral) <= set("ivx"):
        number = roman(numeral) or None
    return word if number is None else str(number)


def roman(numeral: str) -> int:
    """The value of a Roman numeral in small letters; 0 when it is none."""
    if not _ROMAN.fullmatch(numeral):
        return 0
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _tokens(text: str) -> list[_Token]:
    plain = unicodedata.normalize("NFKC", "".join(map(_character, text))).casefold()
    plain = _ASIDE.sub(" in ", " ".join(plain.split()).replace(" or so", ""))
    plain = re.sub("[\u2010-\u2015\u2212]", "-", re.sub("['\u2019\u02bc](?=[a-z])", "", plain).replace("\u2019", "'"))
    tokens = [_Token(str(match.lastgroup), match[0]) for match in _TOKEN.finditer(" ".join(plain.split()))]
    return [token if token.kind != "word" else token._replace(text=_spelt(token.text)) for token in tokens]


def _character(char: str) -> str:
    """Digits of every script in ASCII, ½ as 1/2, and no superscripts, which would become digits."""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(char) == "No":
        parts = unicodedata.normalize("NFKC", char).split("\u2044")
        return f" {parts[0]}/{parts[1]} " if len(parts) == 2 else " "
    return char


def _spelt(word: str) -> str:
    """The number word that a misspelt one must mean: "thousend", "milion"."""
    if len(word) < 6 or word in _SPELT_OUT or word in _PLURAL_SCALES or word in _PARTS or word in _VAGUE:
        return word
    near = [known for known in _SPELT_OUT if abs(len(known) - len(word)) < 2 and distance(word, known) == 1]
    return near[0] if len(near) == 1 else word


def _numbers(tokens: Sequence[_Token]) -> Iterator[_Found]:
    index = 0
    while index < len(tokens):
        number = _number(tokens, index)
        if number is None:
            index += 1
            continue
        linked = index > 0 and tokens[index - 1].text in _YEAR_LINKS
        yield number._replace(year=linked and (number.year or _is_year(tokens[index])))
        index = number.end


def _is_year(token: _Token) -> bool:
    return token.kind == "digits" and len(token.text) == 4 and "1000" <= token.text <= "2100"


def _is_negation(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a word denies: "no more than" is a hedge and "no. 5" a sign, any other "no" is not."""
    word = tokens[index].text
    after = tokens[index + 1] if index + 1 < len(tokens) else _Token("", "")
    return word in _NOT or (word == "no" and after.kind != "digits" and after.text not in ("more", "less", "fewer"))


def _roman(tokens: Sequence[_Token]) -> Iterator[_Found]:
    """Roman numerals, when there is no other number: any that stand alone, small ones beside words."""
    for index, token in enumerate(tokens):
        alone = len(tokens) == 1
        numeral = token.text.removesuffix("th")
        if token.kind == "word" and (alone or (len(numeral) > 1 and set(numeral) <= set("ivxl"))):
            value = roman(numeral)
            if value:
                yield _Found((float(value),), index + 1, ordinal=True)


def _text(tokens: Sequence[_Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) and tokens[index].kind == "word" else ""


def _number(tokens: Sequence[_Token], start: int) -> _Found | None:
    """The number that starts at a token: groups with falling scales, as in "one million nine hundred thousand"."""
    token = tokens[start]
    if token.kind == "years":
        return _Found((float(token.text[:4]),), start + 1, year=True, several=True)
    if token.kind == "minus" or token.text == "minus":
        number = _number(tokens, start + 1) if start + 1 < len(tokens) else None
        return number and number._replace(values=tuple(-value for value in number.values))
    whole: _Found | None = None
    last = math.inf
    while group := _scaled(tokens, _after_and(tokens, whole.end) if whole else start):
        number, scale = group
        if whole and (whole.ordinal or max(number.values) >= last or last == 1):
            break
        whole = _added(whole, number) if whole else number
        last = scale
    return whole


def _added(whole: _Found, more: _Found) -> _Found:
    return _Found(tuple(value + more.values[0] for value in whole.values), more.end, more.ordinal)


def _after_and(tokens: Sequence[_Token], index: int) -> int:
    return index + 1 if _text(tokens, index) == "and" else index


def _scaled(tokens: Sequence[_Token], start: int) -> tuple[_Found, float] | None:
    """A group with its scales, and their product: "nine hundred thousand", "1.9m", "half a million"."""
    group = _part(tokens, start) or _group(tokens, start)
    if group is None:
        return None
    index = group.end
    scale = 1.0
    while step := _scale(tokens, index, after_digits=tokens[index - 1].kind == "digits"):
        scale *= step
        index += 1
    values = tuple(value * scale for value in _likely(group.values, tokens[start].text, scaled=scale > 1))
    half, end = _and_a_part(tokens, index) if scale > 1 else (0.0, index)
    return group._replace(values=tuple(value + half * scale for value in values), end=end), scale


def _likely(values: tuple[float, ...], text: str, *, scaled: bool) -> tuple[float, ...]:
    """1.920 before a scale is a decimal first; 90,000 without one is nothing but ninety thousand."""
    if scaled:
        return values[::-1]
    return values[:1] if "," in text else values


def _scale(tokens: Sequence[_Token], index: int, *, after_digits: bool) -> float:
    word = _text(tokens, index)
    if after_digits and word in _AFTER_DIGITS:
        return _AFTER_DIGITS[word]
    return 100 if word == "hundred" else _SCALES.get(word, _PLURAL_SCALES.get(word, 0))


def _part(tokens: Sequence[_Token], start: int) -> _Found | None:
    """A share, and what stands between it and its scale: "half a", "a quarter of a", "three quarters of a", "1/2"."""
    if tokens[start:] and tokens[start].kind == "part":
        whole, _, share = tokens[start].text.rpartition(" ")
        above, below = share.split("/")
        return _Found((float(whole or 0) + int(above) / int(below),), _before_scale(tokens, start + 1))
    first, second = _text(tokens, start), _text(tokens, start + 1)
    if first in ("half", "quarter"):
        return _Found((_PARTS[first],), _before_scale(tokens, start + 1))
    many = 1 if first in _ARTICLES else _CARDINALS.get(first, 0)
    if 0 < many < 10 and second in _PARTS and (second.endswith("s") or first in _ARTICLES):
        return _Found((many * _PARTS[second],), _before_scale(tokens, start + 2))
    return None


def _before_scale(tokens: Sequence[_Token], index: int) -> int:
    """Past "of a" when a scale follows it."""
    after = index
    while _text(tokens, after) in ("of", "a", "an"):
        after += 1
    return after if _scale(tokens, after, after_digits=False) else index


def _and_a_part(tokens: Sequence[_Token], index: int) -> tuple[float, int]:
    """The share in "and a half", with the index after it."""
    if _text(tokens, index) == "and":
        part = _part(tokens, index + 1)
        if part and not _scale(tokens, part.end, after_digits=False):
            return part.values[0], part.end
        if part and _text(tokens, part.end - 1) in _PARTS:
            return part.values[0], part.end
    return 0.0, index


def _group(tokens: Sequence[_Token], start: int) -> _Found | None:
    """A number without its scales: digits, or words below a thousand; a bare scale counts one of it."""
    if start >= len(tokens):
        return None
    kind, text = tokens[start]
    if kind == "power":
        return _Found((_power(text),), start + 1)
    group = _digits(tokens, start) if kind == "digits" else _words(tokens, start)
    if group is None:
        one = text in ("a", "an") and _scale(tokens, start + 1, after_digits=False)
        vague = start > 0 and any(_text(tokens, index) in _VAGUE for index in range(max(0, start - 2), start))
        bare = text == "hundred" or text in _SCALES
        return _Found((1.0,), start + 1 if one else start) if (one or bare) and not vague else None
    share, end = _and_a_part(tokens, group.end)
    return group._replace(values=tuple(value + share for value in group.values), end=end)


def _power(text: str) -> float:
    mantissa, exponent = re.split(r"e\+?| ?[x*×] ?10\^?", text)
    return float(mantissa.replace(",", ".")) * 10.0 ** int(exponent)


def _digits(tokens: Sequence[_Token], start: int) -> _Found | None:
    ending = _text(tokens, start + 1) in _ENDINGS
    after = start + 2 if ending or _text(tokens, start + 1) == "odd" else start + 1
    values = _grouped(tokens[start].text)
    return _Found(values or (0.0,), after, ordinal=ending, several=not values)


def _grouped(text: str) -> tuple[float, ...]:
    """Digits with marks between: the ways to read them, grouped thousands first; none for a list or a date."""
    plain = re.sub("[ '_]", "", text)
    marks = re.findall("[.,]", plain)
    if not marks:
        return (float(plain),)
    head, *groups = re.split("[.,]", plain)
    together = float("".join((head, *groups)))
    decimal = float(f"{''.join((head, *groups[:-1]))}.{groups[-1]}")
    if len(set(marks)) == 2 or plain != text:
        whole = marks.count(marks[-1]) > 1 or (len(set(marks)) == 1 and len(groups[-1]) == 3)
        return (together,) if whole else (decimal,)
    if len(marks) > 1:
        grouped = len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups)
        return (together,) if grouped else ()
    if len(groups[0]) != 3 or len(head) > 3 or head in ("", "0", "00", "000"):
        return (decimal,)
    return (together, decimal)


def _words(tokens: Sequence[_Token], start: int) -> _Found | None:
    """Words below a thousand, or a year as it is spoken: "nine hundred and five", "nineteen fifty-three"."""
    value, index, ordinal = _below_hundred(tokens, start)
    if index == start:
        return None
    if _text(tokens, index) == "hundred" and not ordinal:
        rest, end, ordinal = _below_hundred(tokens, _after_and(tokens, index + 1))
        index = end if end > _after_and(tokens, index + 1) else index + 1
        return _Found((value * 100 + rest,), index, ordinal)
    if 10 <= value <= 20 and not ordinal:
        rest, end, ordinal = _below_hundred(tokens, index)
        if rest >= 10:
            return _Found((value * 100 + rest,), end, ordinal)
    if _text(tokens, index) == "point":
        return _decimals(tokens, value, index + 1)
    return _Found((float(value),), index, ordinal)


def _below_hundred(tokens: Sequence[_Token], start: int) -> tuple[int, int, bool]:
    """A cardinal or ordinal below a hundred, the index after it, and whether it is an ordinal."""
    word, following = _text(tokens, start), _text(tokens, start + 1)
    if word in _ORDINALS:
        return _ORDINALS[word], start + 1, True
    if word not in _CARDINALS:
        return 0, start, False
    value = _CARDINALS[word]
    if value >= 20:
        unit = _CARDINALS.get(following, _ORDINALS.get(following, 0))
        if 0 < unit < 10:
            return value + unit, start + 2, following in _ORDINALS
    return value, start + 1, False


def _decimals(tokens: Sequence[_Token], whole: int, start: int) -> _Found:
    end = start
    while _CARDINALS.get(_text(tokens, end), 10) < 10:
        end += 1
    digits = "".join(str(_CARDINALS[_text(tokens, index)]) for index in range(start, end))
    return _Found((float(f"{whole}.{digits or 0}"),), end)
