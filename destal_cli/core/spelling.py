"""How a typed word is compared with a right one: by its letters, by how it sounds in any transliteration, by its slips.

The judges of names and texts call this. Whole texts are never compared by a ratio: it passes "not X" for "X".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import pairwise

from destal_cli.core.text import vocabulary as vocabulary
from destal_cli.core.values import dataclass

LONGEST_ANSWER = 300  # characters; more is no answer but a passage


class Fit(IntEnum):
    """How a typed word fits a right one: UNSURE is one slip more than an honest misspelling has."""

    SAME = 0
    SLIP = 1
    UNSURE = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word without case and accents, and its sound: one spelling for all transliterations of it."""

    plain: str
    sound: str


@dataclass(frozen=True, slots=True, order=True)
class Nearness:
    """How near a typed word is to a right one: the slips in sound or letters, then those in letters alone."""

    fit: Fit
    slips: int = 0
    letters: int = 0


_FAR = Nearness(Fit.OTHER, 99, 99)
_FARTHEST = 4  # slips


NOT = vocabulary(
    "not no nor neither never none nothing nobody without except excluding cannot не нет ни никто кроме без"
    " nicht kein keine keinen ohne niemals"
)
_CONTRACTIONS = {
    f"{verb}nt": verb for verb in vocabulary("is was are were did does do has had could would should must")
}
_CONTRACTIONS |= {"cant": "can", "wont": "will", "aint": "is"}
_LEAD = vocabulary(
    "i think believe guess suppose maybe perhaps probably possibly surely definitely certainly clearly obviously"
    " it its was were is are he hes she shes they theyre that thats this the a an answer called named known as"
    " must be have been would um uh er hmm well so who это был была было были"
)
_TAIL = vocabulary(
    "maybe perhaps probably possibly did was it of course surely sure definitely certainly obviously himself herself"
)
_OPINIONS = vocabulary("think believe guess suppose")

_POSSESSIVE = re.compile(r"'s(?!\w)")
_SILENT = re.compile("['\u02b0-\u02ff\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_QUOTES = "\u2018\u2019\u201b\u2032\u0060\u00b4\u02bc"
_STRESS = re.compile("[\u0300-\u036f]")
# Scripts whose vowel signs are no letters to `re` are word characters as a whole.
_BREAK = re.compile("[^\\w \n\u0483-\u0489\u0591-\u05c7\u0610-\u06ed\u0900-\u109f\u1780-\u17ff\u3099]|_")

_SPELT = {
    **dict(zip("абвгдезийклмнопрстуфыэіґў", "abvgdeziyklmnoprstufyeigu", strict=True)),
    **dict(zip("łđøðıňñæœ", "ldodinnee", strict=True)),
    **dict(
        zip("ёєжхцчшщюяъьї", ["e", "e", "zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya", "", "", "i"], strict=True)
    ),
    **dict(zip("čšžćşţþ", ["ch", "sh", "zh", "ch", "sh", "ts", "th"], strict=True)),
}


def _heard(lines: str) -> tuple[tuple[str, str], ...]:
    """Pairs of spelling and sound, from lines of a sound and its spellings; `_` is the end of a word."""
    rows = (line.split() for line in lines.splitlines())
    return tuple((spelling.replace("_", " "), row[0].replace("_", " ")) for row in rows for spelling in row[1:])


# In this order: what stands later sees what is left. Capitals are sounds that Latin letters have no single sign for.
_SOUNDS = _heard("""\
S schtsch schch shtsh stsch shch chtch stch szcz sjtsj
C tsch tch tsh tsj cz
S sch sh sz sj
kr chr
kl chl
k ck
C ch
Z zh
k kh
g gh
t th
d dh
b bh
r rh
f ph
T ts tz
Te ce
Ti ci cy
k c q
ks x
k h
v w
v_ ff_ f_
u ou oo
i j y iii ii
e ie
o io""") + tuple((letter * 2, letter) for letter in "abdefgklmnoprstuvzSCTZ")
_KIN = vocabulary(  # first letters that transliterations take for each other
    "gk kg kc ck kC Ck TC CT Ts sT Tk kT SC CS SZ ZS zZ Zz zs sz iZ Zi ei ie vf fv vw wv cs sc jy yj iy yi"
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_GROUPS = (  # letters that sound alike, or are side by side on the keyboard
    *("aeiouy", "bp", "dt", "gkcq", "sczx", "fvw", "mn", "jgy", "lr"),
    *(one + other for row in _ROWS for one, other in pairwise(row)),
    *("qaw", "wse", "edr", "rft", "tgy", "yhu", "uji", "iko", "olp", "azs", "sxd", "dcf", "fvg", "gbh", "hnj", "jmk"),
)
_ALIKE = frozenset(one + other for group in _GROUPS for one in group for other in group)


def caseless(text: str) -> str:
    """Text in small letters with its accents; no apostrophes, and blanks for all that is no letter or digit."""
    if text.isascii():
        lower = text.lower()
    else:
        lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        lower = _STRESS.sub("", _replaced(lower, ((quote, "'") for quote in _QUOTES)))
    return _BREAK.sub(" ", _SILENT.sub("", _POSSESSIVE.sub("", lower)))


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Faster than `str.translate` on the names of whole decks."""
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def bare(text: str) -> str:
    """Caseless text without accents; й stays apart from и, and other scripts keep all their signs."""
    if text.isascii():
        return text
    parted = unicodedata.normalize("NFD", text.replace("й", "\ue000"))
    return unicodedata.normalize("NFC", _STRESS.sub("", parted)).replace("\ue000", "й")


def sound(text: str) -> str:
    """How caseless text sounds, with a blank around each word: "khrushchev", "хрущев" and "chruschtschew" are one."""
    if not text.isascii():
        parted = unicodedata.normalize("NFD", _replaced(text, _SPELT.items()))
        text = unicodedata.normalize("NFC", _STRESS.sub("", parted))
    return _replaced(text, _SOUNDS)


def plain_words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    return bare(caseless(text)).split()


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text, ready to compare."""
    raw = caseless(text).split()
    heard = sound(f" {' '.join(raw)} ")[1:-1].split(" ")
    return tuple(Word(bare(word) or word, how or word) for word, how in zip(raw, heard, strict=True)) if raw else ()


def joined(words: Iterable[Word]) -> Word:
    """Words written as one: a person may part or join them."""
    several = tuple(words)
    return Word("".join(word.plain for word in several), "".join(word.sound for word in several))


def distance(typed: str, right: str) -> int:
    """Slips between two words: letters left out, put in, changed or swapped; a wrong first letter counts twice."""
    from rapidfuzz.distance import OSA

    slips = int(OSA.distance(typed, right))
    return slips + 1 if slips and not starts_alike(typed, right) else slips


def starts_alike(typed: str, right: str) -> bool:
    """Whether the first letters are the same, swapped, or taken for each other by transliterations."""
    return typed[:1] == right[:1] or typed[:2] == right[1::-1] or typed[:1] + right[:1] in _KIN


def strange_changes(typed: str, right: str) -> int:
    """How many letters were changed into ones that neither sound alike nor stand side by side: Iraq for Iran."""
    from rapidfuzz.distance import OSA, Levenshtein

    if OSA.distance(typed, right) != Levenshtein.distance(typed, right):
        return 0
    changes = (op for op in Levenshtein.editops(typed, right) if op.tag == "replace")
    pairs = (typed[op.src_pos] + right[op.dest_pos] for op in changes)
    return sum(pair.isascii() and pair not in _ALIKE for pair in pairs)


def tolerance(length: int) -> int:
    """How many slips a word of so many letters may have."""
    return 0 if length <= 3 else 1 if length <= 6 else 2 if length <= 10 else 3


def nearness(typed: Word, right: Word) -> Nearness:
    """How near a typed word is to a right one, by the better of sound and letters; digits must be the same."""
    if typed.plain == right.plain:
        return Nearness(Fit.SAME)
    if abs(len(typed.sound) - len(right.sound)) > _FARTHEST < abs(len(typed.plain) - len(right.plain)):
        return _FAR
    if has_digit(typed.plain) or has_digit(right.plain):
        return _FAR
    if typed.plain.replace("й", "и") == right.plain.replace("й", "и"):
        return Nearness(Fit.SLIP)
    letters, heard = distance(typed.plain, right.plain), distance(typed.sound, right.sound)
    fit = min(_fit(letters, len(right.plain)), _fit(heard, len(right.sound)))
    return Nearness(fit, min(letters, heard), letters) if fit < Fit.OTHER else _FAR


def _fit(slips: int, length: int) -> Fit:
    allowed = tolerance(length)
    if slips <= allowed:
        return Fit.SLIP
    return Fit.UNSURE if slips == allowed + 1 and length > 3 else Fit.OTHER


def has_digit(word: str) -> bool:
    """Whether a digit stands in a word, in any script."""
    return not word.isalpha() and any(char.isdigit() for char in word)


def without_frame(words: Sequence[str]) -> tuple[int, int]:
    """Where an answer starts and ends among its words: after "I think it was", before "of course"."""
    start, end = 0, len(words)
    while start < end - 1 and words[start] in _LEAD:
        start += 1
    while end > start + 1 and words[end - 1] in _TAIL:
        end -= 1
    if end > start + 2 and words[end - 2] == "i" and words[end - 1] in _OPINIONS:
        end -= 2
    return start, end


def uncontracted(words: Iterable[str]) -> list[str]:
    """Words with "wasnt" as "was not", and without the "no" of "no. 5"."""
    parted: list[str] = []
    for word in words:
        if has_digit(word) and parted and parted[-1] == "no":
            parted.pop()
        parted += [_CONTRACTIONS[word], "not"] if word in _CONTRACTIONS else [word]
    return parted


def negations(words: Iterable[str]) -> int:
    """How many words turn what is said into its opposite."""
    return sum(word in NOT for word in words)
