"""What came of reading a deck file, and the JSON that its parts have in the index.

`deckfile` makes readings, `indexing` writes their parts, and `shelf` reads these again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from destal_cli.core.dates import Edtf, edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Importance, Kind, Mark, Question
from destal_cli.core.problems import Problem
from destal_cli.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """A deck (None when nothing can be made of the file), its problems, and how many facts were left out."""

    deck: Deck | None
    problems: tuple[Problem, ...]
    left_out: int = 0


def entity_out(entity: Entity) -> list[Any]:
    """An entity as JSON's lists; `entity_in` undoes it."""
    return values_of(entity)


def entity_in(values: list[Any]) -> Entity:
    """The entity that `entity_out` wrote."""
    key, name, kind, aliases, about, mark = values
    return Entity(key, name, EntityKind(kind), tuple(aliases), about, Mark(*mark))


def values_of(value: Any) -> list[Any]:
    """The values of a slotted dataclass in the order of its fields."""
    kind: Any = type(value)
    return list(_values_of(kind)(value))


@lru_cache
def _values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*kind.__slots__)


_WHEN, _EVIDENCE, _QUESTIONS = (Fact.__slots__.index(name) for name in ("when", "evidence", "questions"))
_DATE = Question.__slots__.index("date")


def fact_out(fact: Fact, text_of: Callable[[Edtf], str] = str) -> list[Any]:
    """A fact as JSON's lists, values in the order of the fields; `fact_in` undoes it. `text_of` writes dates."""
    values = values_of(fact)
    values[_WHEN] = text_of(fact.when) if fact.when else None
    values[_EVIDENCE] = values_of(fact.evidence)
    values[_QUESTIONS] = [_question_out(question, text_of) for question in fact.questions]
    return values


def fact_in(values: list[Any]) -> Fact:
    """The fact that `fact_out` wrote."""
    fact = dict(zip(Fact.__slots__, values, strict=True))
    for name in ("who", "whom", "entities", "also", "tags"):
        fact[name] = tuple(fact[name])
    source, exact, prefix, suffix, start, end, mark = fact["evidence"]
    fact["kind"] = Kind(fact["kind"])
    fact["importance"] = Importance(fact["importance"])
    fact["evidence"] = Evidence(source, exact, prefix, suffix, start, end, Mark(*mark))
    fact["when"] = edtf(fact["when"]) if fact["when"] else None
    fact["questions"] = tuple(map(_question_in, fact["questions"]))
    fact["mark"] = Mark(*fact["mark"])
    return Fact(**fact)


def _question_out(question: Question, text_of: Callable[[Edtf], str]) -> list[Any]:
    values = values_of(question)
    values[_DATE] = text_of(question.date) if question.date else None
    return values


def _question_in(values: list[Any]) -> Question:
    question = dict(zip(Question.__slots__, values, strict=True))
    for name in ("also", "choices", "avoid"):
        question[name] = tuple(question[name])
    question["date"] = edtf(question["date"]) if question["date"] else None
    question["mark"] = Mark(*question["mark"])
    return Question(**question)
