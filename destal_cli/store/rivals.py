"""Possible wrong answers as the index keeps them. `indexing` writes them, `nearby` reads them again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from destal_cli.core.choices import Candidate
from destal_cli.core.dates import Edtf, edtf
from destal_cli.core.facts import AnswerType, EntityKind
from destal_cli.store.reading import values_of


def candidate_out(candidate: Candidate, text_of: Callable[[Edtf], str] = str) -> list[Any]:
    """A possible wrong answer as JSON's lists; `candidate_in` undoes it. `text_of` writes dates."""
    text, kind_of_answer, names, kind, date, entity, tags, decks, held = values_of(candidate)
    written = text_of(date) if date else None
    return [text, kind_of_answer, names, kind, written, entity, sorted(tags), sorted(decks), sorted(held)]


def candidate_in(values: list[Any]) -> Candidate:
    """The candidate that `candidate_out` wrote."""
    text, kind_of_answer, names, kind, date, entity, tags, decks, held = values
    return Candidate(
        text,
        AnswerType(kind_of_answer),
        tuple(names),
        EntityKind(kind) if kind else None,
        edtf(date) if date else None,
        entity,
        frozenset(tags),
        frozenset(decks),
        frozenset(map(tuple, held)),
    )
