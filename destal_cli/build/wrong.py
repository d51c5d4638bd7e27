"""Wrong answers from the same document, of the answer's own type. `pipeline.build` asks for those of what it keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from destal_cli.build.candidates import Asked, Candidate
from destal_cli.build.entities import Named
from destal_cli.build.questions import spoken
from destal_cli.core.dates import overlaps
from destal_cli.core.facts import AnswerType

_ENOUGH = 3
_NEIGHBOURS = 40  # questions to either side that are looked at
_LARGE = 100


@dataclass(frozen=True, slots=True)
class _Other:
    """A question as a source of a wrong answer: its answer's words without articles."""

    asked: Asked
    words: tuple[str, ...]


def with_wrong_answers(candidates: Sequence[Candidate], named: Named) -> list[Candidate]:
    """The same facts, their questions with up to three wrong answers each."""
    groups: dict[Hashable, list[_Other]] = defaultdict(list)
    places: list[tuple[_Other, list[tuple[list[_Other], int]]]] = []
    for candidate in candidates:
        for asked in candidate.asked:
            other = _Other(asked, _words(asked.answer))
            alike, wide = groups[_group(asked, named)], groups[asked.type]
            places.append((other, [(alike, len(alike)), (wide, len(wide))]))
            alike.append(other)
            wide.append(other)
    wrong = iter([_wrong(other, chain.from_iterable(_near(*at) for at in where)) for other, where in places])
    return [
        replace(candidate, asked=tuple(replace(asked, wrong=next(wrong)) for asked in candidate.asked))
        for candidate in candidates
    ]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in spoken(text).split() if word not in ("a", "an", "the"))


def _group(asked: Asked, named: Named) -> Hashable:
    """What answers must have in common to stand beside each other."""
    if asked.entity:
        return named.entities[asked.entity].kind
    if asked.date is not None:
        return asked.type, asked.date.precision
    text = asked.answer
    if asked.number is not None:
        return asked.type, "%" in text, "$" in text or "£" in text, asked.number >= _LARGE, text[:1].isdigit()
    return asked.type, text[:1].isupper(), text.endswith("s"), " and " in text


def _near(group: Sequence[_Other], at: int) -> Iterator[_Other]:
    """The other questions of a group, nearest in the document first."""
    for step in range(1, _NEIGHBOURS):
        for index in (at - step, at + step):
            if 0 <= index < len(group):
                yield group[index]


def _wrong(question: _Other, others: Iterator[_Other]) -> tuple[str, ...]:
    """The first three of the others that are wrong answers to a question."""
    asked, right = question.asked, question.words
    taken, chosen = {right}, []
    said = f" {spoken(asked.prompt)} "
    for other in others:
        if other.words in taken or not _differs(asked, other.asked, right, other.words):
            continue
        if f" {' '.join(other.words)} " in said:
            continue
        taken.add(other.words)
        chosen.append(other.asked.answer)
        if len(chosen) == _ENOUGH:
            break
    return tuple(chosen)


def _differs(asked: Asked, other: Asked, right: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether another answer is wrong here beyond doubt."""
    if asked.date and other.date:
        return not overlaps(asked.date, other.date)
    if asked.entity:
        return asked.entity != other.entity
    if asked.type is AnswerType.NUMBER:
        return asked.number != other.number
    return not set(right) & set(words)
