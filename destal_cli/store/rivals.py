"""Possible wrong answers as the index keeps them. `indexing` writes them, `nearby` reads them again."""

from __future__ import annotations

from typing import Any

from destal_cli.core.choices import Candidate
from destal_cli.core.dates import edtf
from destal_cli.core.facts import AnswerType, EntityKind
from destal_cli.store.reading import values_of


def candidate_out(candidate: Candidate) -> list[Any]:
    """A possible wrong answer as JSON's lists; `candidate_in` undoes it."""
    values = dict(zip(Candidate.__slots__, values_of(candidate), strict=True))
    values["date"] = str(candidate.date) if candidate.date else None
    values["tags"], values["decks"] = sorted(candidate.tags), sorted(candidate.decks)
    return list(values.values())


def candidate_in(values: list[Any]) -> Candidate:
    """The candidate that `candidate_out` wrote."""
    text, kind_of_answer, names, kind, date, entity, fact, tags, decks = values
    return Candidate(
        text,
        AnswerType(kind_of_answer),
        tuple(names),
        EntityKind(kind) if kind else None,
        edtf(date) if date else None,
        entity,
        fact,
        frozenset(tags),
        frozenset(decks),
    )
