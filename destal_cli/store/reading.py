"""What came of reading a deck file, and its JSON: decks that did not change are taken from there instead of their YAML.

`deckfile` makes readings; `snapshots` keeps them; `library` uses them.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Importance, Kind, Mark, Question, Source
from destal_cli.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """A deck (None when nothing can be made of the file), its problems, and how many facts were left out."""

    deck: Deck | None
    problems: tuple[Problem, ...]
    left_out: int = 0


def to_json(reading: Reading) -> list[Any]:
    """A reading as JSON's lists, values in the order of the fields; `from_json` undoes it."""
    return [_deck_out(reading.deck) if reading.deck else None, [astuple(p) for p in reading.problems], reading.left_out]


def from_json(document: Any) -> Reading:
    """The reading that `to_json` wrote; raises ValueError, TypeError or LookupError when it is anything else."""
    deck, problems, left_out = document
    return Reading(_deck_in(deck) if deck else None, tuple(Problem(*p) for p in problems), left_out)


def _deck_out(deck: Deck) -> list[Any]:
    entities = [_values(entity) for entity in deck.entities.values()]
    facts = [_fact_out(fact) for fact in deck.facts]
    sources = [_values(source) for source in deck.sources.values()]
    return [deck.id, deck.title, deck.about, deck.path, entities, facts, sources, dict(deck.built), deck.reviewed]


def _deck_in(values: Any) -> Deck:
    name, title, about, path, entities, facts, sources, built, reviewed = values
    known = {e[0]: Entity(e[0], e[1], EntityKind(e[2]), tuple(e[3]), e[4], Mark(*e[5])) for e in entities}
    texts = {s[0]: Source(*s) for s in sources}
    return Deck(name, title, about, path, known, tuple(map(_fact_in, facts)), texts, built, tuple(reviewed))


def _values(value: Any) -> list[Any]:
    return [getattr(value, name) for name in value.__slots__]


def _fact_out(fact: Fact) -> list[Any]:
    values = dict(zip(Fact.__slots__, _values(fact), strict=True))
    values["when"] = str(fact.when) if fact.when else None
    values["evidence"] = _values(fact.evidence)
    values["questions"] = [_question_out(question) for question in fact.questions]
    return list(values.values())


def _fact_in(values: list[Any]) -> Fact:
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


def _question_out(question: Question) -> list[Any]:
    values = dict(zip(Question.__slots__, _values(question), strict=True))
    values["date"] = str(question.date) if question.date else None
    return list(values.values())


def _question_in(values: list[Any]) -> Question:
    question = dict(zip(Question.__slots__, values, strict=True))
    for name in ("also", "choices", "avoid"):
        question[name] = tuple(question[name])
    question["date"] = edtf(question["date"]) if question["date"] else None
    question["mark"] = Mark(*question["mark"])
    return Question(**question)
