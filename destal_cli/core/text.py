"""Text from people and files: made safe to show, and folded to compare. Used wherever text comes in or goes out."""

import re
import unicodedata
from collections.abc import Iterable

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"\w+")
_FORMAT = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2019\u2018\u02bc\u2032`\u00b4", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
GAP = "____"  # stands in a prompt for the words that are asked for
LONGEST_ID = 80  # characters of a deck's id that comes from a title


def clean(text: str) -> str:
    """Take out what a terminal would obey: control characters (not tab, newline), surrogates, bidirectional marks."""
    if text.isprintable():  # no control character, and almost every text
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(char for char in text if char.isprintable() or char in "\n\t" or _harmless(char))


def _harmless(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in _BIDI


def one_line(text: str) -> str:
    """Clean text with every run of white space as one blank."""
    if text.isprintable() and "  " not in text and text.strip(" ") == text:  # a blank is all the white space there is
        return text
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Lower case without accents, for searching: Cyrillic keeps й apart from и, and ё becomes е."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    chars = unicodedata.normalize("NFC", _FORMAT.sub("", text)).casefold()
    bare = (_ACCENTS.sub("", unicodedata.normalize("NFD", part)) for part in chars.split("й"))
    plain = unicodedata.normalize("NFC", "й".join(bare))
    return " ".join(plain.translate(_PLAIN).split())


def slug(text: str) -> str:
    """A text as an id: lower-case Latin letters without accents, digits and hyphens; "" when it has none of these."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))


def deck_slug(title: str) -> str:
    """A title, or a file's name, as the id of a deck, of which no file's name becomes too long."""
    return slug(title)[:LONGEST_ID].rstrip("-")


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation."""
    return _WORD.findall(text.lower() if text.isascii() else fold(text))


def join_words(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def plural(count: int, noun: str, many: str = "") -> str:
    """`1 card`, `2 cards`, `3 people`: a count with its noun."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def vocabulary(words: str) -> frozenset[str]:
    """A set of words, written as a line of them."""
    return frozenset(words.split())
