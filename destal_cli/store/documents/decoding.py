"""Bytes into text: which encoding a document is in, guessed among the few that are met, and what to say about it.

`documents` decodes text files with it, `webpage` HTML, `exchange` files of other programs. A guess is a guess:
`--encoding` overrides it.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from typing import NamedTuple

from destal_cli.core.problems import BadFileError, UsageError, did_you_mean

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SAMPLE = 200_000
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_UNFIT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_FOREIGN_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_WRITTEN = re.compile("[\t\r\n\x20-\x7e\xa0-\u04ff\u2010-\u20ac]")
_INSIDE = re.compile(
    "(?<=[a-zA-Z\u00c0-\u024f\u0400-\u04ff])[^\\w\\s\x00-\x7f‘’“”«»–—…·\xa0\xad]+(?=[a-z\xdf-\xff\u0430-\u045f])"
)
_RUSSIAN = {letter: rank / 33 for rank, letter in enumerate("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")}
_WESTERN = frozenset("éèàùçâêîôûëïüöäßñáíóúåæøœãõ")
_CENTRAL = frozenset("ąćęłńóśźżáčďéěíňřšťúůýžőűöüäăâîşţ")


class Decoded(NamedTuple):
    """A text, its encoding by Python's name, and what there is to say about how it was found."""

    text: str
    encoding: str
    note: str = ""


def decode(content: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a document called `name`; without `encoding`, in the likeliest. Raises BadFileError or UsageError."""
    if encoding is not None:
        return _decode_as(content, name, encoding)
    for mark, marked in _MARKS.items():
        if content.startswith(mark):
            text = _strictly(content[len(mark) :], name, marked)
            return Decoded(text, marked, f"{name} is {_shown(marked)}; its byte order mark is left out")
    if b"\0" in content[:_SAMPLE]:
        wide = _wide(content, name)
        return Decoded(_strictly(content, name, wide), wide, _guess(name, wide))
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        narrow = _narrow(content)
        return Decoded(content.decode(narrow), narrow, _guess(name, narrow))


def made_safe(text: str) -> str:
    """The text with a blank for each character that a terminal would obey: every other keeps its place."""
    return _UNFIT.sub(" ", _LINE_ENDS.sub("\n", text))


def _guess(name: str, encoding: str) -> str:
    return f"{name} seems to be {_shown(encoding)}; if names look wrong, say what it is with --encoding"


def _shown(encoding: str) -> str:
    return {"cp1251": "Windows-1251", "cp1252": "Windows-1252", "cp1250": "Windows-1250", "latin-1": "Latin-1"}.get(
        encoding, encoding.upper()
    )


def _decode_as(content: bytes, name: str, encoding: str) -> Decoded:
    try:
        known, text = codecs.lookup(encoding), _strictly(content, name, encoding)
    except (LookupError, ValueError):
        from encodings.aliases import aliases

        hint = did_you_mean(encoding, sorted({*aliases, *aliases.values()})) or "as in utf-8, cp1251, koi8-r or latin-1"
        raise UsageError(f'there is no encoding "{encoding}"', hint) from None
    if text.startswith("\ufeff"):
        return Decoded(text[1:], known.name, f"{name} is {_shown(known.name)}; its byte order mark is left out")
    return Decoded(text, known.name)


def _strictly(content: bytes, name: str, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{name} is not {_shown(encoding)}: byte {error.start} cannot be read"
    except UnicodeError:
        message = f"{name} is not {_shown(encoding)}"
    raise BadFileError(message, "say what it is with --encoding, as in --encoding cp1251")


def _wide(content: bytes, name: str) -> str:
    """UTF-16 of the byte order in which nearly every unit is one of written text."""
    sample = content[: _SAMPLE // 2 * 2]
    shares = {order: _written(sample.decode(f"utf-16-{order}", "replace")) for order in ("le", "be")}
    best = max(shares, key=lambda order: shares[order])
    if len(content) % 2 or shares[best] < 0.9:
        raise BadFileError(f"{name} is no text file", "destal reads .txt, .md, .html, .epub and .pdf")
    return f"utf-16-{best}"


def _written(text: str) -> float:
    """The share of characters that are Latin, Cyrillic, or common marks."""
    return len(_WRITTEN.findall(text)) / max(1, len(text))


def _narrow(content: bytes) -> str:
    """The likeliest of the encodings with one byte a character."""
    sample = content[:_SAMPLE]
    costs = {"cp1252": _cost(sample, "cp1252", _WESTERN), "cp1250": _cost(sample, "cp1250", _CENTRAL)}
    costs |= {name: _cost(sample, name, frozenset()) for name in ("cp1251", "koi8-r")}
    best = min(costs, key=lambda name: costs[name])
    if best == "cp1252" and not any(0x80 <= byte < 0xA0 for byte in content):
        return "latin-1"
    try:
        content.decode(best)
    except UnicodeDecodeError:
        return "latin-1"
    return best


def _cost(sample: bytes, encoding: str, letters: frozenset[str]) -> float:
    """How unlike writing a sample is in an encoding, by the words that hold a letter beyond ASCII."""
    text = sample.decode(encoding, "replace")
    words = _FOREIGN_WORD.findall(text)
    cost = 3.0 * (len(_INSIDE.findall(text)) + text.count("\ufffd"))
    cost += sum(_latin_cost(word, letters) if letters else _cyrillic_cost(word) for word in words)
    return cost / sum(char > "\x7f" for char in text)


def _latin_cost(word: str, letters: frozenset[str]) -> float:
    foreign = [char for char in word if char > "\x7f" and char.isalpha()]
    strange = sum(char.lower() not in letters for char in foreign)
    crowded = max(0, len(foreign) - (len(word) + 1) // 2)  # accents are never most of a longer word
    return strange + 2 * crowded * (len(word) > 2) + _case_cost(word)


def _cyrillic_cost(word: str) -> float:
    mixed = sum(char < "\x80" for char in word)
    return sum(_RUSSIAN.get(char.lower(), 1.0) for char in word) + 2 * min(mixed, len(word) - mixed) + _case_cost(word)


def _case_cost(word: str) -> float:
    return 2.0 * sum(a.islower() and b.isupper() for a, b in pairwise(word))
