"""A sentence as the steps after the entities see it: words, names, dates, gaps, and what the one before lends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from destal_cli.build.clauses import main_clause
from destal_cli.build.entities import Mention, Named
from destal_cli.build.gaps import Gap, Shape, gaps_of, overlap
from destal_cli.build.model import Document, Sentence, TaggedDate, Untold
from destal_cli.build.phrases import gaps_of_parse
from destal_cli.build.prompts import Setting, is_suspect, stands_alone
from destal_cli.build.words import Words
from destal_cli.core.dates import Precision, human
from destal_cli.core.facts import EntityKind
from destal_cli.core.parse import Parse

_T = TypeVar("_T", TaggedDate, Untold)
_SUBJECTS = frozenset(("he", "she", "his", "her"))
_WHO = (EntityKind.PERSON, EntityKind.IDEA)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words [first, last) of its sentence."""

    first: int
    last: int
    tagged: TaggedDate


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known of one sentence. Its evidence begins at `start`: at the sentence before when it leans on that.

    `before` is where that begins. `subject` is the entity that a pronoun at the start safely means, or "". There is a
    `parse` where a reader of English was asked.
    """

    sentence: Sentence
    words: Words
    mentions: tuple[Mention, ...]
    dates: tuple[Dated, ...]
    gaps: tuple[Gap, ...]
    setting: Setting
    subject: str
    start: int
    before: int
    parse: Parse | None = None

    def mention_at(self, word: int) -> Mention | None:
        """The mention that holds a word."""
        return next((mention for mention in self.mentions if mention.first <= word < mention.last), None)


def readings(
    document: Document,
    all_words: Sequence[Words],
    named: Named,
    dates: Sequence[TaggedDate],
    untold: Sequence[Untold],
    parses: Iterable[Parse | None],
) -> list[Reading]:
    """Every sentence of a document with what is known of it; a sentence without a parse is read by its words."""
    made: list[Reading] = []
    for number, (sentence, words, parse) in enumerate(zip(document.sentences, all_words, parses, strict=True)):
        before = made[-1] if made and made[-1].sentence.paragraph == sentence.paragraph else None
        mentions = named.mentions[number]
        found = [Dated(*_in_words(sentence, words, tag), tag) for tag in _within(sentence, dates)]
        dated = tuple(date for date in found if date.tagged.explicit or words.lower[date.last - 1 : date.last] != _THAT)
        at = _pronoun(words, mentions, named)
        subject = _meant(before, named, words, at) if before and at >= 0 else ""
        persons = frozenset(m.first for m in mentions if named.entities[m.entity].kind in _WHO)
        lent = _lent(before) if before else ""
        implied = tuple(_in_full(words, date) for date in dated if _is_to_tell(words, date))
        setting = Setting(
            named.entities[subject].name if subject else "", at, lent, persons, implied, is_suspect(words.text)
        )
        spans = [(date.first, date.last) for date in dated]
        gaps = gaps_of_parse(words, spans, parse) if parse else gaps_of(words, spans)
        closed = [Gap(*_in_words(sentence, words, date), Shape.DATE) for date in _within(sentence, untold)]
        asked = tuple(gap for gap in gaps if not any(overlap(gap, other) for other in closed))
        before_start = before.sentence.start if before else sentence.start
        start = before_start if subject else sentence.start
        made.append(Reading(sentence, words, mentions, dated, asked, setting, subject, start, before_start, parse))
    return made


def _lent(before: Reading) -> str:
    """The sentence before, or with a parse at least its main clause, as it can stand before another."""
    whole = stands_alone(before.words, before.setting)
    short = None if whole else main_clause(before)
    return stands_alone(short.words, short.setting) if short else whole


_THAT = ("that",)  # "the week that followed" is no date to tell or ask


def _within(sentence: Sentence, dates: Sequence[_T]) -> Sequence[_T]:
    """Those that stand in a sentence, of dates in order."""
    first = bisect_left(dates, sentence.start, key=_start)
    return dates[first : bisect_left(dates, sentence.end, first, key=_start)]


def _start(date: TaggedDate | Untold) -> int:
    return date.start


def _in_words(sentence: Sentence, words: Words, tag: TaggedDate | Untold) -> tuple[int, int]:
    """The words [first, last) of a date; white space may differ between the document and the sentence's text."""
    start = tag.start - sentence.start
    if len(sentence.text) != sentence.end - sentence.start:
        start = max(0, words.text.find(" ".join(tag.text.split()), max(0, start // 2)))
    end = start + len(" ".join(tag.text.split()))
    inside = [i for i in range(len(words.starts)) if words.ends[i] > start and words.starts[i] < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _is_to_tell(words: Words, date: Dated) -> bool:
    """Whether a date of the narrative can be said in full: not within a quotation, nor "the end of June"."""
    tagged = date.tagged
    plain = tagged.date == tagged.narrow and not tagged.date.is_range and tagged.date.precision >= Precision.YEAR
    before = words.tags[date.first - 1 : date.first]
    stands = date.first == 0 or before in ("P", ",", "C") or words.lower[date.last - 1] in _LATER
    quoted = words.tags.count('"', 0, date.first) % 2 == 1
    whole = not _PARTS_OF_TIME & set(words.lower[max(0, date.first - 3) : date.last])
    return plain and stands and whole and not tagged.explicit and not quoted and date.last > date.first


_PARTS_OF_TIME = frozenset(("end", "beginning", "start", "middle", "rest"))
_LATER = frozenset(("later", "earlier", "before", "after"))


def _in_full(words: Words, date: Dated) -> tuple[int, int, str]:
    """A date of the narrative as it is said where nothing tells: "six years later" as "in 125 BC"."""
    said = human(date.tagged.date)
    if words.tags[date.first - 1 : date.first] != "P":
        said = f"{'on' if date.tagged.date.precision is Precision.DAY else 'in'} {said}"
    return date.first, date.last, said


def _pronoun(words: Words, mentions: Sequence[Mention], named: Named) -> int:
    """Where "he" or "his" is the subject or its owner, before any verb and person; -1 for nowhere."""
    for i, tag in enumerate(words.tags):
        if words.lower[i] in _SUBJECTS:
            return i
        if tag in "VEAGW" or any(m.first == i and named.entities[m.entity].kind in _WHO for m in mentions):
            return -1
    return -1


def _meant(before: Reading, named: Named, words: Words, at: int) -> str:
    """Whom "he" means: the only person of the sentence before, or its subject when the others only own or are owned.

    Who "spoke" is whose speech the sentence before was about.
    """
    if _names_others(before, words.lower[at]):
        return ""
    persons = [mention for mention in before.mentions if named.is_person(mention.entity)]
    everyone = {mention.entity for mention in persons} | ({before.subject} if before.subject else set())
    if len(everyone) == 1:
        return next(iter(everyone))
    speakers = {
        mention.entity for mention in persons if before.words.lower[mention.last + 1 : mention.last + 2] in _SPEECHES
    }
    if words.lower[at + 1 : at + 2] in _SPOKE and len(speakers) == 1:
        return next(iter(speakers))
    free = [mention for mention in persons if not _depends(before.words, mention)]
    subject = before.subject or (free[0].entity if free and _leads(before.words, free[0]) else "")
    return subject if subject and {mention.entity for mention in free} <= {subject} else ""


def _names_others(before: Reading, pronoun: str) -> bool:
    """Whether a sentence has persons besides those it names: a pronoun of its own, or one of a pair of names.

    "His" and "her" mostly mean the subject, so only those of the other gender tell.
    """
    lower, tags = before.words.lower, before.words.tags
    same = _MALE if pronoun in _MALE else _FEMALE
    for i, word in enumerate(lower):
        resolved = bool(before.subject) and i == before.setting.at
        if not resolved and (word in ("him", "himself") or (word == "her" and tags[i] == "R")):
            return True
        if word in _MALE | _FEMALE and word not in same:
            return True
    return any(
        tags[m.first - 2 : m.first] == "MC" or tags[m.last : m.last + 2] == "CM"
        for m in before.mentions
        if tags[m.last : m.last + 1] != "S"
    )


_MALE, _FEMALE = frozenset(("he", "his", "him", "himself")), frozenset(("she", "her", "hers", "herself"))
_SPEECHES = (("speech",), ("address",), ("lecture",), ("sermon",), ("letter",), ("report",))
_SPOKE = (("spoke",), ("said",), ("declared",), ("told",), ("argued",), ("announced",), ("wrote",))


def _depends(words: Words, mention: Mention) -> bool:
    """ "X's law", "the brother of X"."""
    return words.tags[mention.last : mention.last + 1] == "S" or words.tags[mention.first - 1 : mention.first] == "O"


def _leads(words: Words, mention: Mention) -> bool:
    """Whether a name stands before every verb of its sentence."""
    return not set("VEA") & set(words.tags[: mention.first])
