"""Texts as the words that count, and one beside another: what is common, missing, too much, misspelt, or the opposite.

`grade_text` decides what that is worth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from destal_cli.core.numberwords import digits_of
from destal_cli.core.spelling import (
    Fit,
    distance,
    has_digit,
    negations,
    plain_words,
    sound,
    starts_alike,
    strange_changes,
    tolerance,
    uncontracted,
    vocabulary,
    without_frame,
)
from destal_cli.core.values import dataclass

_ARTICLES = vocabulary("the a an teh hte")
_SMALL = vocabulary(
    "of in to for on by at with from and as its his her their it is was were be been are that this these those which"
    " who into about than then so any all also fo ot adn und der die das le la les de du и в на о об за для с"
)
_PREFIXES = vocabulary(
    "un in im il ir dis de non anti mis re pre post counter over under pro ex inter intra sub super neo semi self trans"
    " out mal half quasi pseudo bi uni multi mono poly hyper hypo em en не анти контр без де ре"
)
_WRITTEN_APART = vocabulary("anti non pre post counter neo semi de re dis pseudo quasi un")
_APART = vocabulary("adopted/adapted austria/australia prosecution/persecution statue/statute minister/ministry")
_RANKS = vocabulary("deputy vice acting assistant")
_GROUPED = re.compile("(?<=\\d)[,.'\u2019\u00a0\u2009\u202f](?=\\d{3}(?!\\d))")
_PATIENCE = 24  # words that are looked for as misspelt ones
_BRITISH = (
    (re.compile(r"(?<=\w\w\w)is(?=(?:e|ed|er|ing|ation)$)"), "iz"),
    (re.compile(r"(?<=\w\w)our"), "or"),
    (re.compile(r"(?<=\w\w)tre$"), "ter"),
    (re.compile(r"(?<=\w)ence$"), "ense"),
    (re.compile(r"(?<=\w)ogue$"), "og"),
    (re.compile(r"mme$"), "m"),
    (re.compile(r"ll"), "l"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text as the words that count, and how many words of it negate."""

    words: tuple[str, ...]
    nots: int

    @property
    def content(self) -> list[str]:
        """The words that carry meaning; all of them where none does."""
        return [word for word in self.words if word not in _SMALL] or list(self.words)

    @property
    def head(self) -> str:
        """The word that the others tell more of: "party" of "Communist Party of the Soviet Union"."""
        chunks = (list(chunk) for small, chunk in groupby(self.words, key=_SMALL.__contains__) if not small)
        return next(chunks, [""])[-1]

    def stands_in(self, words: Iterable[str]) -> bool:
        """Whether all that carries meaning is among some words."""
        return not Counter(self.content) - Counter(words)


@dataclass(frozen=True, slots=True)
class Match:
    """A typed text beside a right one: words that carry meaning, of which the right text has `total`.

    `common` are in the order of the right text, `unsure` those that only may be meant, `begins`: its head is there.
    `marks`: but for the marks of й the words are the same. `clash`: why it is another thing, however near.
    """

    right: str
    total: int
    common: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    slips: int = 0
    ordered: bool = True
    begins: bool = False
    marks: bool = False
    clash: str = ""

    @property
    def sure(self) -> tuple[str, ...]:
        """The common words that are not in doubt."""
        return tuple(word for word in self.common if word not in self.unsure)

    @property
    def full(self) -> bool:
        """Nothing is missing, nothing too much, nothing in doubt."""
        return not (self.missing or self.extra or self.unsure or self.clash) and self.ordered

    @property
    def same(self) -> bool:
        """Full without a slip."""
        return self.full and not self.slips


@lru_cache(maxsize=4096)
def phrase_of(text: str, by_sound: bool = False) -> Phrase:
    said = uncontracted(_initials_joined(plain_words(_GROUPED.sub("", text.replace("&", " and ")))))
    words = [_folded(word) for word in _prefixes_joined(_numbered(said))]
    start, end = without_frame(words)
    kept = [word for word in words[start:end] if word not in _ARTICLES]
    if by_sound and kept:
        kept = sound(f" {' '.join(kept)} ")[1:-1].split()
    return Phrase(tuple(kept), negations(said))


def _initials_joined(words: Sequence[str]) -> list[str]:
    """U.S.S.R. as one word."""
    whole: list[str] = []
    for single, run in groupby(words, key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        whole += ["".join(letters)] if single and len(letters) > 1 and not set(letters) <= {"a", "i"} else letters
    return whole


def _numbered(words: Sequence[str]) -> Iterator[str]:
    """Small numbers in digits: "twenty-first", "21st" and "XXI" are "21"; so is the "I" of "World War I"."""
    tens = ""
    for index, word in enumerate(words):
        last_numeral = 0 < index == len(words) - 1 and word in ("i", "v", "x")
        number = str({"i": 1, "v": 5, "x": 10}[word]) if last_numeral else digits_of(word)
        if tens:
            unit = number if number != word and len(number) == 1 else ""
            yield str(int(tens) + int(unit or 0))
            tens = ""
            if unit:
                continue
        if number != word and word.endswith("ty"):
            tens = number
        else:
            yield number
    if tens:
        yield tens


def _prefixes_joined(words: Iterable[str]) -> list[str]:
    """A prefix written apart or with a hyphen joins its word: "de-Stalinization"."""
    whole: list[str] = []
    before = ""
    for word in words:
        if before and not has_digit(word):
            whole[-1] += word
            before = ""
        else:
            whole.append(word)
            before = word if word in _WRITTEN_APART else ""
    return whole


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    """A word without plural s, British spelling as American."""
    if len(word) < 4 or has_digit(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


def compare(said: Phrase, text: str, right: Phrase, known: frozenset[str] = frozenset()) -> Match:
    """A typed phrase beside a right one; `known` are words of other answers, which are never misspelt words of this."""
    from rapidfuzz.distance import LCSseq

    words, slips, unsure = _resolved(said.words, right.words, known - set(right.words))
    read = Phrase(tuple(words), said.nots)
    typed, wanted = Counter(read.content), Counter(right.content)
    missing, extra = tuple((wanted - typed).elements()), tuple((typed - wanted).elements())
    common = tuple((wanted & typed).elements())
    return Match(
        text,
        len(right.content),
        common,
        missing,
        extra,
        tuple(unsure),
        slips,
        LCSseq.similarity(read.content, right.content) == len(common) or _order_is_free(read, text, right),
        right.content[:1] == read.content[:1] and right.head in typed,
        _without_marks(said) == _without_marks(right),
        _clash(read, right, missing, extra),
    )


def _without_marks(phrase: Phrase) -> list[str]:
    return [word.replace("й", "и") for word in phrase.words]


def _resolved(said: Sequence[str], right: Sequence[str], known: frozenset[str]) -> tuple[list[str], int, list[str]]:
    """What was typed in the words of the right text wherever it must mean them; the slips; the doubtful words."""
    wanted = {a + b: (a, b) for a, b in pairwise(right)} | {word: (word,) for word in right}
    spare = [word for word, parts in wanted.items() if word not in said and (len(parts) < 2 or not _SMALL & {*parts})]
    shortened = _shortened(right)
    words: list[str] = []
    unsure: list[str] = []
    slips = index = looked_for = 0
    while index < len(said):
        word = said[index]
        both = word + said[index + 1] if index + 1 < len(said) else ""
        index += 1
        if both in right and word not in right:
            words.append(both)
            index += 1
        elif word in wanted or word in shortened or looked_for == _PATIENCE:
            words += wanted.get(word) or shortened.get(word, (word,))
            unsure += () if word in wanted else shortened.get(word, ())
        else:
            looked_for += 1
            meant, fit, changed = _meant(word, spare, known)
            slips += changed
            words += wanted.get(meant, (meant,))
            unsure += wanted[meant] if fit is Fit.UNSURE else ()
    return words, slips, unsure


def _shortened(right: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Short for words of a longer text: "cc" for "central committee", "sec" and "secr" for "secretary"."""
    content = Phrase(tuple(right[:12]), 0).content
    if len(content) < 2:
        return {}
    runs = [tuple(content[a:b]) for a in range(len(content)) for b in range(a + 2, len(content) + 1)]
    cut = {word[:end]: (word,) for word in content for end in range(3, min(6, len(word) - 1))}
    short = cut | {"".join(word[0] for word in run): run for run in runs}
    return {word: meant for word, meant in short.items() if word not in _SMALL}


def _meant(word: str, spare: Sequence[str], known: frozenset[str]) -> tuple[str, Fit, int]:
    """The nearest of the words that a typed one may be; itself when it is like none."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, spare, scorer=OSA.distance, score_cutoff=tolerance(len(word)) + 2, limit=3)
    fits = [(*_fit(word, other, known), other) for other, _, _ in near]
    fit, slips, meant = min(fits, default=(Fit.OTHER, 0, word))
    return (meant, fit, slips) if fit < Fit.OTHER else (word, Fit.SAME, 0)


def _fit(word: str, right: str, known: frozenset[str]) -> tuple[Fit, int]:
    """How a typed word fits a right one, and its slips, without a stranger change of letters than people make."""
    if word == right or word.replace("й", "и") == right.replace("й", "и"):
        return Fit.SAME, int(word != right)
    if has_digit(word) or has_digit(right) or _opposed(word, right):
        return Fit.OTHER, 0
    allowed = tolerance(len(right))
    slips = distance(word, right)
    slips += strange_changes(word, right) if slips <= allowed + 1 else 0
    if slips > allowed + 1 or len(right) < 4:
        return Fit.OTHER, 0
    alike = starts_alike(word, right)
    if slips > allowed and len(right) < 5 and distance(word, right) - (not alike) > 1:
        return Fit.OTHER, 0
    doubtful = slips > allowed or word in known or not alike or _are_apart(word, right)
    return (Fit.UNSURE if doubtful else Fit.SLIP), slips


def _are_apart(word: str, right: str) -> bool:
    """Two words of their own: communist and communism, Niger and Nigeria, adopted and adapted."""
    short, long = sorted((word, right), key=len)
    cut_off = long.startswith(short) and len(long) - len(short) > 1
    schools = {word[-3:], right[-3:]} == {"ism", "ist"}
    return cut_off or schools or f"{word}/{right}" in _APART or f"{right}/{word}" in _APART


def _opposed(word: str, right: str) -> bool:
    """The same stem with other prefixes, or with one and without."""
    return any(
        prefix != other and _same_stem(stem, other_stem)
        for prefix, stem in _stems(word)
        for other, other_stem in _stems(right)
    )


@lru_cache(maxsize=4096)
def _stems(word: str) -> tuple[tuple[str, str], ...]:
    """What a word is a stem of: itself, and itself without any prefix that it may have."""
    parts = ((prefix, word[len(prefix) :]) for prefix in ("", *_PREFIXES) if word.startswith(prefix))
    return tuple((prefix, stem) for prefix, stem in parts if len(stem) > 3)


def _same_stem(stem: str, other: str) -> bool:
    if stem == other or len(other) < 6 or stem[0] != other[0] or abs(len(stem) - len(other)) > 1:
        return stem == other
    return distance(stem, other) <= 1


def _clash(said: Phrase, right: Phrase, missing: Sequence[str], extra: Sequence[str]) -> str:
    """Why the typed words say something else, however near they are."""
    if said.nots != right.nots:
        return "that says the opposite"
    unmatched = [(word, other) for word in extra[:20] for other in missing[:20]]
    if any(has_digit(word) and has_digit(other) for word, other in unmatched):
        return "that is another number"
    if _RANKS & {*missing, *extra} or any(_opposed(word, other) for word, other in unmatched):
        return "that is another word"
    return ""


def _order_is_free(read: Phrase, text: str, right: Phrase) -> bool:
    """A list may be in any order, and "interior ministry" is "ministry of the interior"."""
    items = [phrase_of(item).content for item in re.split(r"[,;]|\band\b", text)] if re.search("[,;]", text) else []
    there = [item for item in items if any(read.content[n : n + len(item)] == item for n in range(len(read.words)))]
    if there and sum(map(len, there)) == len(read.content):
        return True
    if read.words.count("of") == right.words.count("of"):
        return False
    return right.words in _turned(read.words) or read.words in _turned(right.words)


def _turned(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each "A of B" of a phrase as "B A", however many words A has, to the next "of" or a later one."""
    marks = [-1, *(index for index, word in enumerate(words) if word == "of"), len(words)]
    for number, of in enumerate(marks[1:-1], 1):
        for after in marks[number + 1 :]:
            for start in range(marks[number - 1] + 1, of):
                yield (*words[:start], *words[of + 1 : after], *words[start:of], *words[after:])
