"""Wrong answers from the same document, of the answer's own type. `pipeline.build` asks for those of what it keeps."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from destal_cli.build.candidates import Asked, Candidate
from destal_cli.build.entities import Named
from destal_cli.build.questions import spoken
from destal_cli.core.choices import ENOUGH
from destal_cli.core.dates import Edtf, overlaps
from destal_cli.core.facts import AnswerType

_SOME = 10
_NEIGHBOURS = 40  # questions to either side that are looked at
_LARGE = 100
_FAR = 4  # times as large; such a number is no temptation
_LEADS = {"D": "the", "Q": "the", "S": "the", "P": "in", "O": "in", "V": "made", "E": "made", "J": "new"}
_LONG = 3  # words after the first; longer answers are all alike


_Group = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class _Other:
    """A question as a source of a wrong answer: where and what its answer is, and all names of it.

    `beside` are the entities of its sentence that would be right or arguable, `lead` is the class of the word before.
    """

    place: tuple[int, int]
    asked: Asked
    text: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    beside: frozenset[str]
    lead: str


def with_wrong_answers(kept: Sequence[Candidate], every: Sequence[Candidate], named: Named) -> list[Candidate]:
    """The kept facts, their questions with up to three wrong answers each: those of the kept, then of `every` fact."""
    shelves = [_shelf(kept, named), _shelf(every, named)]

    def answered(candidate: Candidate, asked: Asked) -> Asked:
        question = _other(candidate, asked, named)
        groups = (shelf[group] for group in _groups(question, named) for shelf in shelves)
        return replace(asked, wrong=_wrong(question, chain.from_iterable(_near(g, question.place) for g in groups)))

    return [replace(one, asked=tuple(answered(one, asked) for asked in one.asked)) for one in kept]


def _shelf(candidates: Sequence[Candidate], named: Named) -> dict[_Group, list[_Other]]:
    """All questions in the order of the document, by what their answers have in common."""
    groups: dict[_Group, list[_Other]] = defaultdict(list)
    for candidate in candidates:
        for other in (_other(candidate, asked, named) for asked in candidate.asked):
            for group in _groups(other, named):
                groups[group].append(other)
    for shelved in groups.values():
        shelved.sort(key=lambda other: other.place)
    return groups


def _other(candidate: Candidate, asked: Asked, named: Named) -> _Other:
    entity = named.entities.get(asked.entity)
    text = entity.name if entity else asked.answer
    names = tuple(map(spoken, entity.names)) if entity else (" ".join(_words(text)),)
    place = candidate.reading.sentence.start, asked.gap.first
    beside = frozenset() if asked.sure else frozenset(m.entity for m in candidate.reading.mentions)
    lead = candidate.reading.words.tags[: asked.gap.first][-1:]
    return _Other(place, asked, text, _words(text), names, beside | {asked.entity}, _LEADS.get(lead, ""))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in spoken(text).split() if word not in ("a", "an", "the"))


def _groups(question: _Other, named: Named) -> tuple[_Group, ...]:
    """What answers must have in common to stand beside each other, most alike first."""
    asked, text = question.asked, question.asked.answer
    if asked.entity:
        kind = asked.type, named.entities[asked.entity].kind
        return (kind, question.lead), kind
    if asked.date is not None:
        return ((asked.type, asked.date.precision, asked.date.is_range),)
    if asked.number is not None:
        return ((asked.type, "%" in text, "$" in text or "£" in text, asked.number >= _LARGE, text[:1].isdigit()),)
    alike = asked.type, any(map(str.isdigit, text)), text[:1].isupper(), text.endswith("s"), " " in text
    wide = alike, " and " in text
    return (wide, question.lead, " of " in text, min(_LONG, text.count(" "))), (wide, question.lead), wide, alike


def _near(group: Sequence[_Other], place: tuple[int, int]) -> Iterator[_Other]:
    """The other questions of a group, nearest in the document first."""
    at = bisect_left(group, place, key=lambda other: other.place)
    for step in range(_NEIGHBOURS):
        for index in (at - step - 1, at + step):
            if 0 <= index < len(group):
                yield group[index]


def _wrong(question: _Other, others: Iterator[_Other]) -> tuple[str, ...]:
    """The first three of the others that are wrong answers to a question; of dates the nearest in time of some."""
    date = question.asked.date
    enough = ENOUGH if date is None else _SOME
    taken, chosen = {question.words, _words(question.asked.answer)}, list[_Other]()
    said = f" {spoken(question.asked.prompt)} "
    for other in others:
        if other.words in taken or not _differs(question, other) or any(f" {name} " in said for name in other.names):
            continue
        taken.add(other.words)
        chosen.append(other)
        if len(chosen) == enough:
            break
    if date is not None:
        chosen.sort(key=lambda other: abs(_year(other.asked.date) - _year(date)))
    return tuple(other.text for other in chosen[:ENOUGH])


def _year(date: Edtf | None) -> int:
    return (date.first_year or date.last_year or 0) if date else 0


def _differs(question: _Other, other: _Other) -> bool:
    """Whether another answer is wrong here beyond doubt."""
    asked, wrong = question.asked, other.asked
    if asked.date and wrong.date:
        return not overlaps(asked.date, wrong.date)
    if asked.entity:
        return wrong.entity not in question.beside
    if asked.type is AnswerType.NUMBER:
        return asked.number != wrong.number and 1 / _FAR < (wrong.number or 0) / (asked.number or 1) < _FAR
    return not set(question.words) & set(other.words)
