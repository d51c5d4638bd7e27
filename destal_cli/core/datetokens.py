"""The words and numbers of a date as tokens of one letter each, for `datewords`: `26 June 1953` is `nmy`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from destal_cli.core.dates import MONTHS

_CHARS = str.maketrans(
    {"ё": "е"} | dict.fromkeys("’‘ʼ′`´", "'") | dict.fromkeys("‐‑−", "-") | dict.fromkeys("‒—―", "–")
)
_COUNT = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ONES = {word: n for n, word in enumerate(_COUNT[:9], 1)}
_TEENS = {word: n for n, word in enumerate(_COUNT[9:], 10)}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
CARDINALS = _ONES | _TEENS | _TENS
ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
ORDINALS |= {f"{word}th": n for word, n in (_ONES | _TEENS).items() if n not in ORDINALS.values()}
ORDINALS |= {"twentieth": 20, "thirtieth": 30}
_DECADES = {word[:-1] + "ies": n for word, n in _TENS.items()} | {"hundreds": 0}
_NUMBER_WORDS = frozenset(CARDINALS | ORDINALS | _DECADES)
_ROMANS = {"i": 1, "v": 5, "x": 10}

_ONE, _TEEN, _TEN = "|".join(_ONES), "|".join(_TEENS), "|".join(_TENS)
_BELOW_100 = f"(?:(?:{_TEN})(?:[- ](?:{_ONE}))?|{_TEEN}|{_ONE})"
_YEAR_IN_WORDS = (
    rf"\b(?:(?:{_TEEN}|twenty)[- ](?:(?:oh|o|nought)[- ](?:{_ONE})|(?:{_TEN})(?:[- ](?:{_ONE}))?|{_TEEN})"
    rf"|(?:{_TEEN}|{_ONE})[- ]hundred(?:(?: and)? {_BELOW_100})?"
    rf"|(?:one|two)[- ]thousand(?: (?:{_ONE}) hundred)?(?:(?: and)? {_BELOW_100})?)"
    rf"\b(?![- ](?:{_ONE}|{_TEEN}|{_TEN}|hundred|thousand)\b)"
)
_ROMAN = "(i{1,3}|iv|vi{0,3}|ix|xi{0,3}|xiv|xvi{0,3}|xix|xx|xxi)"
_REWRITES = (
    (r"(?<![^\W\d_])(?:b\.? ?c(?:\.? ?e)?(?![^\W\d_])\.?|before christ\b|до н\. ?э\.?|до нашей эры\b)", " bc "),
    (r"(?<![^\W\d_])(?:(?:a\.d|c\. ?e|ce|н\. ?э|нашей эры)(?![^\W\d_])\.?)", " ad "),
    (r"\bor (?:so|thereabouts)\b|\b(?:in|on) or (?:about|around)\b|(?<=\d)-?ish\b", " about "),
    (r"\bmay ?be\b", "perhaps"),
    (r"\b(?:up to|no later than)\b", "until"),
    (r"\b(?:other than|rather than|anything but)\b", "not"),
    (r"\b(first|second) (?=half\b)", r"\1"),
    (r"(?<=[a-z]th) c\b|(?<=\d(?:st|nd|rd|th)) c\b", " century"),
    (r"\.\.+", " to "),
    (r"(?<!\d)([0-9]{4})([0-9]{2})([0-9]{2})(?!\d)", r"\1-\2-\3"),
)


class Token(NamedTuple):
    """`kind`: n a number of one or two digits, o an ordinal, y year, m month, s season, t third of a year, d decade,
    C century, e era, a about, u perhaps; F from, > to, B between, | or, ! not ...; x what is not understood.
    """

    kind: str
    value: int = 0
    digits: int = 0
    guessed: bool = False


def _words(kind: str, values: dict[int, str]) -> dict[str, Token]:
    return {word: Token(kind, value) for value, text in values.items() for word in text.split()}


_RUSSIAN = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"]
_VOCABULARY = {
    stem + ending: Token("m", number)
    for number, stem in enumerate(_RUSSIAN, 1)
    for ending in (("", "а", "у", "е", "ом") if stem[-1] == "т" else ("ь", "й", "я", "е", "ю", "ем"))
}
_VOCABULARY |= {stem[:3]: Token("m", number) for number, stem in enumerate(_RUSSIAN, 1) if number != 5}
_VOCABULARY |= _words(
    "s",
    {
        21: "spring springtime весна весной весны",
        22: "summer summertime лето летом лета",
        23: "autumn fall осень осенью осени",
        24: "winter wintertime зима зимой зимы",
    },
)
_VOCABULARY |= _words(
    "t",
    {
        1: "early beginning start начало начале",
        2: "mid middle середина середине",
        3: "late end конец конце",
        4: "firsthalf",
        5: "secondhalf",
    },
)
_VOCABULARY |= _words("e", {-1: "bc", 1: "ad"})
_JOINING = {
    "c": "century centuries cent век века веке",
    "a": "about around circa ca c cca approx approximately roughly near okolo около примерно ок",
    "u": "perhaps probably possibly likely",
    "F": "from since starting с",
    ">": "to until till til through thru ending по до",
    "B": "between между",
    "&": "and и",
    "|": "or или either",
    "W": "onward onwards forward",
    "<": "before after by earlier later than pre post",
    "!": "not no nor never neither without except non but не ни нет",
    "": "the of in on at a an it its it's was is were this that year years day month date dated i think guess believe "
    "say sometime some time night during happened answer my г гг год года году годы годов в во на числа это было был "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
}
_VOCABULARY |= {word: Token(kind) for kind, text in _JOINING.items() for word in text.split()}
_SIGNS = {"-": "-", "/": "/", ",": ",", ";": ",", "~": "a", "≈": "a", "?": "u", "&": "&", "+": "&", "|": "|", ">": "x"}
_SILENT = frozenset("\"'()[]{}“”„«»:._*")
_TOKEN = (
    r"(?P<decade>\d{2,4}(?='?s(?![^\W_])|-[ех] г)|\d{3}0(?=-[ех](?![^\W_])))(?:'?s|-[ех])"
    r"|(?P<ordinal>\d{1,2}) ?(?:st|nd|rd|th|-?(?:го|ого|ое|е|й))(?![^\W_])"
    r"|'(?P<short>\d\d)(?!\d|'?s)|(?P<number>\d+)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)|(?P<sign>\S)"
)


def normal(text: str) -> str:
    """Lower case in compatibility form, with ASCII digits, plain quotes, hyphens and blanks; longer dashes as `–`."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_CHARS)
    kept = (_ascii_digit(char) for char in plain if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", "".join(kept)).strip().rstrip(" ,;!")


def tokens_of(plain: str) -> list[Token]:
    """The tokens of a text that `normal` has made plain; words that say nothing are left out."""
    return _with_eras(_with_centuries(list(_scanned(_digits_for_words(_substituted(plain))))))


def shape(tokens: list[Token]) -> str:
    """The letters of the tokens."""
    return "".join(token.kind for token in tokens)


def _ascii_digit(char: str) -> str:
    return char if char.isascii() or not char.isdecimal() else str(unicodedata.decimal(char))


def _substituted(plain: str) -> str:
    for pattern, replacement in _REWRITES:
        plain = re.sub(pattern, replacement, plain)
    plain = plain.replace("х", "x") if re.search("[ivx]х|х[ivx]|хх", plain) else plain
    plain = re.sub(rf"\b{_ROMAN} ?(?=century\b|век)", lambda found: f"{_roman(found[1])}th ", plain)
    return re.sub(
        rf"(?<=\d)([./ -]){_ROMAN}\1(?=\d)|^{_ROMAN}[./-](?=\d\d)",
        lambda found: (
            f" {MONTHS[_roman(found[2] or found[3]) - 1].lower()} " if _roman(found[2] or found[3]) < 13 else found[0]
        ),
        plain,
    )


def _roman(text: str) -> int:
    values = [_ROMANS[letter] for letter in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _digits_for_words(plain: str) -> str:
    """`nineteen fifty-three` becomes 1953, `twenty-sixth` 26th, `nineteen thirties` 1930s."""
    if _NUMBER_WORDS.isdisjoint(re.findall("[a-z]+", plain)):
        return plain
    plain = re.sub(
        rf"\b(?:({_TEEN}|twenty)[- ])?({'|'.join(_DECADES)})\b",
        lambda found: f"{CARDINALS[found[1]] if found[1] else ''}{_DECADES[found[2]]:02d}s",
        plain,
    )
    plain = re.sub(_YEAR_IN_WORDS, lambda found: f" {_year_in_words(found[0]):03d} ", plain)
    plain = re.sub(
        rf"\b(?:(twenty|thirty)[- ])?({'|'.join(ORDINALS)})\b",
        lambda found: f"{_TENS.get(found[1] or '', 0) + ORDINALS[found[2]]}th",
        plain,
    )
    return re.sub(
        rf"\b{_BELOW_100}\b", lambda found: str(sum(CARDINALS[word] for word in re.split("[- ]", found[0]))), plain
    )


def _year_in_words(text: str) -> int:
    words = re.split("[- ]", text)
    if "hundred" not in words and "thousand" not in words:
        return CARDINALS[words[0]] * 100 + sum(CARDINALS.get(word, 0) for word in words[1:])
    total = part = 0
    for word in words:
        if word == "thousand":
            total, part = part * 1000, 0
        else:
            part = part * 100 if word == "hundred" else part + CARDINALS.get(word, 0)
    return total + part


def _scanned(plain: str) -> Iterator[Token]:
    for found in re.finditer(_TOKEN, plain):
        match found.lastgroup:
            case "decade":
                yield Token("d" if int(found["decade"]) % 10 == 0 else "x", int(found["decade"]), len(found["decade"]))
            case "ordinal":
                yield Token("o", int(found["ordinal"]), 2)
            case "short":
                yield Token("y", int(found["short"]), 2)
            case "number":
                digits, value = len(found["number"]), int(found["number"])
                yield Token("n" if digits < 3 else "y" if digits < 5 and value else "x", value, digits)
            case "word":
                yield from _word(found["word"])
            case _:
                yield from _sign(found["sign"], plain[: found.start()], plain[found.end() :])


def _word(word: str) -> Iterator[Token]:
    token = _VOCABULARY.get(word) or (Token("!") if word.endswith("n't") else _month(word))
    if token.kind:
        yield token


def _sign(sign: str, before: str, after: str) -> Iterator[Token]:
    if sign == "." and before[-1:].isdigit() and after.lstrip()[:1].isdigit():
        yield Token(".")
    elif sign not in _SILENT:
        yield Token(_SIGNS.get(sign, "x"))


def _month(word: str) -> Token:
    """The month that a word begins or nearly spells."""
    names = [name.lower() for name in MONTHS]
    begun = [number for number, name in enumerate(names, 1) if len(word) > 2 and name.startswith(word)]
    nearly = [number for number, name in enumerate(names, 1) if len(word) > 3 and _one_slip(word, name)]
    found = begun or nearly
    return Token("m", found[0], guessed=not begun) if len(found) == 1 else Token("x")


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter is too many, missing, wrong or swapped with its neighbour."""
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[same:], b[same:]
    return x[1:] == y or x == y[1:] or x[1:] == y[1:] or (x[:2] == y[:2][::-1] and x[2:] == y[2:])


def _with_centuries(tokens: list[Token]) -> list[Token]:
    """`20th` and `century` become one token."""
    merged: list[Token] = []
    for token in tokens:
        if token.kind == "c" and merged and merged[-1].kind in "no" and 1 <= merged[-1].value <= 99:
            merged[-1] = Token("C", merged[-1].value, 4)
            if shape(merged[-3:-1]) in _CENTURY_AND:  # 19th and 20th century
                merged[-3] = Token("C", merged[-3].value, 4)
        else:
            merged.append(token)
    return merged


_CENTURY_AND = frozenset(number + join for number in "no" for join in "->&/|")


def _with_eras(tokens: list[Token]) -> list[Token]:
    """`44 BC` and `AD 79` become years that are meant as they stand."""
    merged: list[Token] = []
    era = 0
    for at, token in enumerate(tokens):
        if token.kind == "e" and merged and merged[-1].kind in "nyC":
            merged[-1] = _of_era(merged[-1], token.value)
        elif token.kind == "e" and shape(tokens[at + 1 : at + 2]) in ("n", "y", "C"):
            era = token.value
        else:
            merged.append(_of_era(token, era) if era else token)
            era = 0
    return merged


def _of_era(token: Token, era: int) -> Token:
    if token.kind == "C":
        return token._replace(value=token.value * era)
    return Token("y", token.value if era > 0 else 1 - token.value, 4 if token.value else 0)
