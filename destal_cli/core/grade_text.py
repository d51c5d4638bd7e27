"""Judging words: terms, offices, titles, quotations, free texts, and the names of what is no person.

Texts are compared word by word. What makes another thing of a text - a "not", a "de-", another number - is no slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.phrases import Match, Phrase, compare, phrase_of
from destal_cli.core.spelling import LONGEST_ANSWER, vocabulary

_GENERIC = vocabulary(
    "speech party congress committee commission report union soviet state government minister ministry head chairman"
    " secretary general central council policy system reform law article war act treaty group movement political"
    " national people era period affair case term member leader leadership office chief director body society country"
    " city camp bloc process deputy president premier supreme communist socialist 1"
)
_LINKS = vocabulary("of in at from under for during")
_OR = re.compile(r"\s(?:or|или|oder|vs\.?|versus)\s|[/;|]", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LONG = frozenset((AnswerType.MEANING, AnswerType.TEXT, AnswerType.WORDS))
_MISSING = {
    AnswerType.NAME: "the full name?",
    AnswerType.OFFICE: "the full office?",
    AnswerType.TERM: "the full term?",
    AnswerType.WORDS: "and the other words?",
}
_MOST_EXTRA = 12
_MOST_PARTS = 6
_MOST_OTHERS = 8
_RANK = {Outcome.RIGHT: 0, Outcome.PARTIAL: 1, Outcome.ASK: 2, Outcome.WRONG: 3}


def grade_text(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """What is said of a typed term, office, title, quotation or free text."""
    return grade_words(typed, expected, setting.texts)


def grade_words(typed: str, expected: Answer, rivals: Sequence[str], *, by_sound: bool = False) -> Verdict:
    """The same for any words, beside others that would be wrong; by sound, other transliterations are right too."""
    rights = (expected.text, *expected.also)
    if len(typed) > max(LONGEST_ANSWER, 2 * max(map(len, rights))):
        return Verdict(Outcome.WRONG, "that is too long: only the answer is asked for")
    if not phrase_of(typed).words:
        return Verdict(Outcome.WRONG, "nothing was answered")
    parts = _alternatives(typed, rights)
    if parts and expected.type not in _LONG:
        return _judge_alternatives(parts, expected, rivals)
    verdict = _judge(typed, expected, rivals)
    if verdict.outcome is not Outcome.RIGHT and _sounds_right(typed, rights, alike=by_sound):
        heard = _judge(typed, expected, rivals, by_sound=True)
        verdict = heard if heard.outcome is Outcome.RIGHT else verdict
    if parts and verdict.outcome is Outcome.RIGHT:
        return Verdict(Outcome.ASK, "that is more than one answer", meant=expected.text)
    return verdict


def _alternatives(typed: str, rights: Iterable[str]) -> list[str]:
    """The answers between which "or" stands, unless it stands in a right one."""
    parts = [part for part in _OR.split(typed) if part.strip()]
    return parts if len(parts) > 1 and not any(_OR.search(right) for right in rights) else []


def _judge_alternatives(parts: Sequence[str], expected: Answer, rivals: Sequence[str]) -> Verdict:
    """Two answers are one only when each alone is right."""
    verdicts = [_judge(part, expected, rivals) for part in parts[:_MOST_PARTS]]
    if len(parts) <= _MOST_PARTS and all(verdict.outcome is Outcome.RIGHT for verdict in verdicts):
        return verdicts[0]
    return Verdict(Outcome.WRONG, "that is more than one answer")


def _sounds_right(typed: str, rights: Sequence[str], *, alike: bool) -> bool:
    """Whether words may be right by sound: in another script than the right ones, or with the same sounds."""
    if any(compare(phrase_of(typed), right, phrase_of(right)).clash for right in rights):
        return False
    if all(bool(_CYRILLIC.search(right)) != bool(_CYRILLIC.search(typed)) for right in rights):
        return True
    return alike and any(phrase_of(typed, True).words == phrase_of(right, True).words for right in rights)


def _judge(typed: str, expected: Answer, rivals: Sequence[str], *, by_sound: bool = False) -> Verdict:
    said = phrase_of(typed, by_sound)
    rights = {text: phrase_of(text, by_sound) for text in (expected.text, *expected.also)}
    others = _others(typed, rivals, rights.values(), by_sound=by_sound)
    known = frozenset(word for phrase in others.values() for word in phrase.words)
    verdicts = [
        (_verdict(found, expected), found) for found in (compare(said, *right, known) for right in rights.items())
    ]
    verdict, found = min(verdicts, key=lambda pair: (_RANK[pair[0].outcome], len(pair[1].missing)))
    if verdict.outcome is not Outcome.RIGHT:
        verdict, found = next((pair for pair in verdicts if pair[1].clash), (verdict, found))
    return verdict if found.same else _against(others, said, found, verdict, expected)


def _others(typed: str, rivals: Sequence[str], rights: Iterable[Phrase], *, by_sound: bool) -> dict[str, Phrase]:
    """The few other answers that look like what was typed, or stand in it."""
    from rapidfuzz import fuzz, process

    small, texts = typed.casefold(), _small(tuple(rivals))
    alike = process.extract(small, texts, scorer=fuzz.ratio, score_cutoff=55, limit=_MOST_OTHERS)
    inside = [index for index, text in enumerate(texts) if text in small and len(text) > 2]
    found = (rivals[index] for index in (*(index for _, _, index in alike), *inside[:_MOST_OTHERS]))
    known = {phrase.words for phrase in rights}
    phrases = {text: phrase_of(text, by_sound) for text in found}
    return {text: phrase for text, phrase in phrases.items() if phrase.words and phrase.words not in known}


@lru_cache(maxsize=8)
def _small(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.casefold() for text in texts)


def _against(others: dict[str, Phrase], said: Phrase, found: Match, verdict: Verdict, expected: Answer) -> Verdict:
    """The verdict, unless another known answer is as near to what was typed or stands in it."""
    fits = {text: compare(said, text, phrase) for text, phrase in others.items()}
    slips, nearest = min(((fit.slips, text) for text, fit in fits.items() if fit.full), default=(0, ""))
    if nearest and found.full and slips == found.slips:
        return Verdict(Outcome.ASK, "that is as near to another answer", meant=expected.text)
    if nearest and not (found.full and slips > found.slips) and not _is_beginning(verdict, found):
        return Verdict(Outcome.WRONG, f"that is {nearest}", confused_with=nearest)
    linked = any(word in _LINKS for word in said.words) and not any(word in _LINKS for word in found.common)
    named = next((text for text, phrase in others.items() if found.extra and phrase.stands_in(found.extra)), None)
    if named and not found.missing and not linked:
        return Verdict(Outcome.WRONG, "that is more than one answer", confused_with=named)
    return verdict


def _is_beginning(verdict: Verdict, found: Match) -> bool:
    """Whether the words are the first of a longer title, which may well have another name in them."""
    return verdict.outcome is Outcome.PARTIAL and len(found.common) > 1 and found.begins


def _verdict(found: Match, expected: Answer) -> Verdict:
    """The verdict on one comparison, whatever else is known."""
    shown = expected.text
    if found.clash:
        return Verdict(Outcome.WRONG, f"{found.clash}: {_is(expected)}")
    if found.full:
        how = "mind the marks:" if found.marks else "it is written"
        return Verdict(Outcome.RIGHT, _is(expected) if found.same else f"{how} {found.right}")
    if not found.missing and not found.extra:
        doubt = "the words are right, their order is not" if not found.ordered else "that is close, but not the same"
        return Verdict(Outcome.ASK, doubt, meant=shown)
    if not found.extra:
        return _partial(found, expected)
    if not found.sure:
        return Verdict(Outcome.WRONG, _is(expected))
    return _mixed(found, expected) if found.missing else _surplus(found, expected)


def _is(expected: Answer) -> str:
    return f"the answer is “{expected.text}”" if expected.type in _LONG else f"it is {expected.text}"


def _partial(found: Match, expected: Answer) -> Verdict:
    telling = any(word not in _GENERIC and not word.isdigit() for word in found.sure)
    if len(found.sure) < 2 and not telling:
        return Verdict(Outcome.WRONG, f"that is too little: {_is(expected)}")
    if not found.ordered:
        return Verdict(Outcome.ASK, "words are missing, and their order is another", meant=expected.text)
    return Verdict(Outcome.PARTIAL, "that is a part of it", missing=_MISSING.get(expected.type, "the full title?"))


def _surplus(found: Match, expected: Answer) -> Verdict:
    if len(found.extra) > _MOST_EXTRA and expected.type not in _LONG:
        return Verdict(Outcome.WRONG, "that is too much: only the answer is asked for")
    return Verdict(Outcome.ASK, "the answer stands among other words", meant=expected.text)


def _mixed(found: Match, expected: Answer) -> Verdict:
    """Some words are right and others are not."""
    share = len(found.common) / found.total
    if expected.type is AnswerType.WORDS and share >= 0.6 and found.ordered:
        return Verdict(Outcome.PARTIAL, "most of the words are right", missing=_MISSING[AnswerType.WORDS])
    telling = any(word not in _GENERIC for word in found.common)
    enough = 0.3 if expected.type in (AnswerType.MEANING, AnswerType.TEXT) else 0.6
    if share >= enough and telling and len(found.common) > 1 and len(found.extra) <= _MOST_EXTRA:
        return Verdict(Outcome.ASK, "some of the words are right", meant=expected.text)
    return Verdict(Outcome.WRONG, _is(expected))
