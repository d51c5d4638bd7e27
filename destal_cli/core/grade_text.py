"""Judging words: terms, offices, titles, quotations, free texts, and the names of what is no person.

Texts are compared word by word. What makes another thing of a text - a "not", a "de-", another number - is no slip.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.numberwords import digits_of
from destal_cli.core.spelling import (
    LONGEST_ANSWER,
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

_ARTICLES = vocabulary("the a an teh hte")
_SMALL = vocabulary(
    "of in to for on by at with from and as its his her their it is was were be been are that this these those which"
    " who into about than then so any all also fo ot adn und der die das le la les de du и в на о об за для с"
)
_GENERIC = vocabulary(
    "speech party congress committee commission report union soviet state government minister ministry head chairman"
    " secretary general central council policy system reform law article war act treaty group movement political"
    " national people era period affair case term member leader leadership office chief director body society country"
    " city camp bloc process deputy president premier supreme communist socialist 1"
)
_PREFIXES = vocabulary(
    "un in im il ir dis de non anti mis re pre post counter over under pro ex inter intra sub super neo semi self trans"
    " out mal half quasi pseudo bi uni multi mono poly hyper hypo em en не анти контр без де ре"
)
_WRITTEN_APART = vocabulary("anti non pre post counter neo semi de re dis pseudo quasi un")
_APART = vocabulary("adopted/adapted austria/australia prosecution/persecution statue/statute")
_BRITISH = (
    (re.compile(r"(?<=\w\w\w)is(?=(?:e|ed|er|ing|ation)$)"), "iz"),
    (re.compile(r"(?<=\w\w)our"), "or"),
    (re.compile(r"(?<=\w\w)tre$"), "ter"),
    (re.compile(r"(?<=\w)ence$"), "ense"),
    (re.compile(r"(?<=\w)ogue$"), "og"),
    (re.compile(r"mme$"), "m"),
    (re.compile(r"ll"), "l"),
)
_OR = re.compile(r"\s(?:or|или|oder|vs\.?|versus)\s|[/;|]", re.IGNORECASE)
_LONG = frozenset((AnswerType.MEANING, AnswerType.TEXT, AnswerType.WORDS))
_MISSING = {
    AnswerType.NAME: "the full name?",
    AnswerType.OFFICE: "the full office?",
    AnswerType.TERM: "the full term?",
    AnswerType.WORDS: "and the other words?",
}
_MOST_EXTRA = 12
_RANK = {Outcome.RIGHT: 0, Outcome.PARTIAL: 1, Outcome.ASK: 2, Outcome.WRONG: 3}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A text as the words that count, and how many words of it negate."""

    words: tuple[str, ...]
    nots: int

    @property
    def content(self) -> list[str]:
        """The words that carry meaning; all of them where none does."""
        return [word for word in self.words if word not in _SMALL] or list(self.words)


@dataclass(frozen=True, slots=True)
class _Match:
    """A typed text beside a right one, in words that carry meaning."""

    right: str
    total: int
    common: tuple[str, ...] = ()  # in the order of the right text
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    ordered: bool = True
    slips: int = 0
    unsure: tuple[str, ...] = ()
    clash: str = ""

    @property
    def full(self) -> bool:
        """Nothing is missing, nothing too much, nothing in doubt."""
        return not (self.missing or self.extra or self.unsure or self.clash) and self.ordered


def grade_text(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """What is said of a typed term, office, title, quotation or free text."""
    return grade_words(typed, expected, setting.texts)


def grade_words(typed: str, expected: Answer, rivals: Sequence[str], *, by_sound: bool = False) -> Verdict:
    """The same for any words, beside others that would be wrong; by sound, any transliteration of them is right too."""
    rights = (expected.text, *expected.also)
    if len(typed) > max(LONGEST_ANSWER, 2 * max(map(len, rights))):
        return Verdict(Outcome.WRONG, "that is too long: only the answer is asked for")
    if not _phrase(typed).words:
        return Verdict(Outcome.WRONG, "nothing was answered")
    alternatives = _alternatives(typed, rights)
    if alternatives and expected.type not in _LONG:
        return _judge_alternatives(alternatives, expected, rivals)
    verdict = _judge(typed, expected, rivals)
    if by_sound and verdict.outcome is not Outcome.RIGHT and not _clashes(typed, rights):
        heard = _judge(typed, expected, rivals, by_sound=True)
        verdict = heard if heard.outcome is Outcome.RIGHT else verdict
    if alternatives and verdict.outcome is Outcome.RIGHT:
        return Verdict(Outcome.ASK, "that is more than one answer", meant=expected.text)
    return verdict


def _alternatives(typed: str, rights: Iterable[str]) -> list[str]:
    """The answers between which "or" stands, unless it stands in a right one."""
    parts = [part for part in _OR.split(typed) if part.strip()]
    return parts if len(parts) > 1 and not any(_OR.search(right) for right in rights) else []


def _judge_alternatives(parts: Sequence[str], expected: Answer, rivals: Sequence[str]) -> Verdict:
    verdicts = [_judge(part, expected, rivals) for part in parts[:6]]
    if all(verdict.outcome is Outcome.RIGHT for verdict in verdicts):
        return verdicts[0]
    return Verdict(Outcome.WRONG, "that is more than one answer")


def _clashes(typed: str, rights: Iterable[str]) -> bool:
    return any(_match(_phrase(typed), right, _phrase(right), ()).clash for right in rights)


def _judge(typed: str, expected: Answer, rivals: Sequence[str], *, by_sound: bool = False) -> Verdict:
    said = _phrase(typed, by_sound)
    rights = {text: _phrase(text, by_sound) for text in (expected.text, *expected.also)}
    others = _others(typed, rivals, rights.values(), by_sound=by_sound)
    known = {word for phrase in others.values() for word in phrase.words}
    matches = [_match(said, text, right, known) for text, right in rights.items()]
    verdicts = [_verdict(match, expected) for match in matches]
    best = min(range(len(verdicts)), key=lambda n: (_RANK[verdicts[n].outcome], len(matches[n].missing)))
    if verdicts[best].outcome is not Outcome.RIGHT:
        best = next((n for n, match in enumerate(matches) if match.clash), best)
    return _against(others, said, matches[best], verdicts[best], expected)


def _against(others: dict[str, _Phrase], said: _Phrase, match: _Match, verdict: Verdict, expected: Answer) -> Verdict:
    """The verdict, unless another known answer is as near to what was typed or stands in it."""
    if match.full and not match.slips:
        return verdict
    fits = {text: _match(said, text, phrase, ()) for text, phrase in others.items()}
    nearest = min(((fit.slips, text) for text, fit in fits.items() if fit.full), default=None)
    if nearest and (not match.full or nearest[0] < match.slips):
        return Verdict(Outcome.WRONG, f"that is {nearest[1]}", confused_with=nearest[1])
    if nearest and nearest[0] == match.slips:
        return Verdict(Outcome.ASK, "that is as near to another answer", meant=expected.text)
    named = next((text for text, phrase in others.items() if match.extra and _stands_in(phrase, match.extra)), None)
    if named and not match.missing:
        return Verdict(Outcome.WRONG, "that is more than one answer", confused_with=named)
    return verdict


def _stands_in(phrase: _Phrase, extra: Sequence[str]) -> bool:
    return bool(phrase.content) and not Counter(phrase.content) - Counter(extra)


def _others(typed: str, rivals: Sequence[str], rights: Iterable[_Phrase], *, by_sound: bool) -> dict[str, _Phrase]:
    """The few other answers that look like what was typed, or stand in it."""
    from rapidfuzz import fuzz, process

    small = typed.casefold()
    alike = process.extract(small, rivals, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=55, limit=8)
    inside = [text for text in rivals if len(text) > 2 and text.casefold() in small]
    phrases = {text: _phrase(text, by_sound) for text in (*(text for text, _, _ in alike), *inside[:8])}
    return {text: phrase for text, phrase in phrases.items() if phrase not in rights}


def _verdict(match: _Match, expected: Answer) -> Verdict:
    shown = expected.text
    if match.clash:
        return Verdict(Outcome.WRONG, f"{match.clash}: it is {shown}")
    if match.full:
        return Verdict(Outcome.RIGHT, f"it is {shown}" if not match.slips else f"it is written {match.right}")
    if not match.missing and not match.extra:
        doubt = "the words are right, their order is not" if not match.ordered else "that is close, but not the same"
        return Verdict(Outcome.ASK, doubt, meant=shown)
    if match.missing and not match.extra:
        return _partial(match, expected)
    if not match.missing:
        return _surplus(match, expected)
    return _mixed(match, expected)


def _partial(match: _Match, expected: Answer) -> Verdict:
    sure = [word for word in match.common if word not in match.unsure]
    telling = any(word not in _GENERIC and not word.isdigit() for word in sure)
    if match.ordered and (len(sure) > 1 or telling):
        return Verdict(Outcome.PARTIAL, "that is a part of it", missing=_MISSING.get(expected.type, "the full title?"))
    return Verdict(Outcome.WRONG, f"that is too little: it is {expected.text}")


def _surplus(match: _Match, expected: Answer) -> Verdict:
    if len(match.extra) > _MOST_EXTRA and expected.type not in _LONG:
        return Verdict(Outcome.WRONG, "that is too much: only the answer is asked for")
    return Verdict(Outcome.ASK, "the answer stands among other words", meant=expected.text)


def _mixed(match: _Match, expected: Answer) -> Verdict:
    """Some words are right and others are not."""
    share = len(match.common) / match.total
    if expected.type is AnswerType.WORDS and share >= 0.6 and match.ordered:
        return Verdict(Outcome.PARTIAL, "most of the words are right", missing=_MISSING[AnswerType.WORDS])
    telling = [word for word in match.common if word not in _GENERIC]
    enough = 0.3 if expected.type in (AnswerType.MEANING, AnswerType.TEXT) else 0.66
    if share >= enough and telling and len(match.common) > 1 and len(match.extra) <= _MOST_EXTRA:
        return Verdict(Outcome.ASK, "some of the words are right", meant=expected.text)
    return Verdict(Outcome.WRONG, f"it is {expected.text}")


@lru_cache(maxsize=4096)
def _phrase(text: str, by_sound: bool = False) -> _Phrase:
    said = uncontracted(_initials_joined(plain_words(text.replace("&", " and "))))
    words = [_folded(word) for word in _prefixes_joined(_numbered(said))]
    start, end = without_frame(words)
    kept = [word for word in words[start:end] if word not in _ARTICLES]
    if by_sound and kept:
        kept = sound(f" {' '.join(kept)} ")[1:-1].split()
    return _Phrase(tuple(kept), negations(said))


def _initials_joined(words: Iterable[str]) -> list[str]:
    """U.S.S.R. as one word."""
    whole: list[str] = []
    open_run = False
    for word in words:
        single = len(word) == 1 and word.isalpha() and word != "a"
        if single and open_run:
            whole[-1] += word
        else:
            whole.append(word)
        open_run = single
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


def _match(said: _Phrase, text: str, right: _Phrase, known: Iterable[str]) -> _Match:
    """A typed phrase beside a right one; `known` are words of other answers, which are never misspelt words of this."""
    from rapidfuzz.distance import LCSseq

    words, slips, unsure = _resolved(said.words, right.words, frozenset(known) - set(right.words))
    read = _Phrase(tuple(words), said.nots)
    typed, wanted = Counter(read.content), Counter(right.content)
    missing, extra = tuple((wanted - typed).elements()), tuple((typed - wanted).elements())
    common = tuple((wanted & typed).elements())
    ordered = LCSseq.similarity(read.content, right.content) == len(common) or _order_is_free(read, text, right)
    clash = _clash(read, right, missing, extra)
    return _Match(text, len(right.content), common, missing, extra, ordered, slips, tuple(unsure), clash)


def _resolved(said: Sequence[str], right: Sequence[str], known: frozenset[str]) -> tuple[list[str], int, list[str]]:
    """What was typed in the words of the right text wherever it must mean them; the slips; the doubtful words."""
    pairs = {a + b: (a, b) for a, b in pairwise(right)}
    spare = [word for word in dict.fromkeys(right) if word not in said]
    words: list[str] = []
    unsure: list[str] = []
    slips = index = 0
    while index < len(said):
        word = said[index]
        both = word + said[index + 1] if index + 1 < len(said) else ""
        index += 1
        if word in right or not spare:
            words.append(word)
        elif both in right:
            words.append(both)
            index += 1
        else:
            meant, fit, changed = _meant(word, [*spare, *pairs], known)
            words += pairs.get(meant, (meant,)) if meant not in right else (meant,)
            slips += changed
            unsure += [meant] if fit is Fit.UNSURE else []
    return words, slips, unsure


def _meant(word: str, spare: Sequence[str], known: frozenset[str]) -> tuple[str, Fit, int]:
    """The nearest of the words that a typed one may be; itself when it is like none."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, spare, scorer=OSA.distance, score_cutoff=4, limit=4)
    fits = [(*_fit(word, other, known), other) for other, _, _ in near]
    fit, slips, meant = min(fits, default=(Fit.OTHER, 0, word))
    return (meant, fit, slips) if fit < Fit.OTHER else (word, Fit.SAME, 0)


def _fit(word: str, right: str, known: frozenset[str]) -> tuple[Fit, int]:
    """How a typed word fits a right one, and its slips, without a stranger change of letters than people make."""
    if word == right or word.replace("й", "и") == right.replace("й", "и"):
        return Fit.SAME, int(word != right)
    if has_digit(word) or has_digit(right) or _opposed(word, right):
        return Fit.OTHER, 0
    slips = distance(word, right) + strange_changes(word, right)
    allowed = tolerance(len(right))
    if slips > allowed + 1 or len(right) < 4:
        return Fit.OTHER, 0
    doubtful = slips > allowed or word in known or not starts_alike(word, right) or _are_apart(word, right)
    return (Fit.UNSURE if doubtful else Fit.SLIP), slips


def _are_apart(word: str, right: str) -> bool:
    """Two words of their own: communist and communism, Niger and Nigeria, adopted and adapted."""
    short, long = sorted((word, right), key=len)
    cut_off = long.startswith(short) and len(long) - len(short) > 1
    schools = {word[-3:], right[-3:]} == {"ism", "ist"}
    return cut_off or schools or f"{word}/{right}" in _APART or f"{right}/{word}" in _APART


def _opposed(word: str, right: str) -> bool:
    """The same stem with other prefixes, or with one and without."""
    for prefix in ("", *_PREFIXES):
        stem = word[len(prefix) :]
        if len(stem) > 3 and word.startswith(prefix):
            for other in ("", *_PREFIXES):
                if other != prefix and right.startswith(other) and _same_stem(stem, right[len(other) :]):
                    return True
    return False


def _same_stem(stem: str, other: str) -> bool:
    if stem == other or len(other) < 6 or stem[0] != other[0] or abs(len(stem) - len(other)) > 1:
        return stem == other
    return distance(stem, other) <= 1


def _clash(said: _Phrase, right: _Phrase, missing: Sequence[str], extra: Sequence[str]) -> str:
    """Why the typed words say something else, however near they are."""
    if said.nots != right.nots:
        return "that says the opposite"
    unmatched = [(word, other) for word in extra[:20] for other in missing[:20]]
    if any(has_digit(word) and has_digit(other) for word, other in unmatched):
        return "that is another number"
    if any(_opposed(word, other) for word, other in unmatched):
        return "that is another word"
    return ""


def _order_is_free(read: _Phrase, text: str, right: _Phrase) -> bool:
    """A list may be in any order, and "interior ministry" is "ministry of the interior"."""
    items = [_phrase(item).content for item in re.split(r"[,;]|\band\b", text)] if re.search("[,;]", text) else []
    if items and all(any(read.content[n : n + len(item)] == item for n in range(len(read.words))) for item in items):
        return True
    turns = (
        *((turned, right.words) for turned in _turned(read.words)),
        *((read.words, t) for t in _turned(right.words)),
    )
    return any(_Phrase(one, 0).content == _Phrase(other, 0).content for one, other in turns)


def _turned(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each "A of B" of a phrase as "B A"."""
    marks = [-1, *(index for index, word in enumerate(words) if word == "of"), len(words)]
    for before, of, after in zip(marks, marks[1:], marks[2:], strict=False):
        yield (*words[: before + 1], *words[of + 1 : after], *words[before + 1 : of], *words[after:])
