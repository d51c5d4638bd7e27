"""The rows of the history's tables and the values that they stand for: which columns, in which order, read how.

`History` asks for these columns and writes them; `Log` has plain rows of its own, of which no values are made.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.memory import Moment, Review
from destal_cli.core.parameters import Parameters

REVIEW_VALUES = (
    'card, at, "offset", rating, form, answer, took, due, parameters, judged, confused_with, cram, session,'
    " voids, rung, exercise, sure"
)
REVIEW = f"id, {REVIEW_VALUES}"
MEMORY = "card, stability, difficulty, last, due, reviews, lapses, first, rung"
PARAMETERS = 'at, "offset", version, weights, reviews, held_out, log_loss, log_loss_before, in_use'


def insertion(table: str, columns: str) -> str:
    """The statement that adds a row with these columns to a table."""
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * (columns.count(',') + 1))})"


def review_of(row: tuple[Any, ...]) -> Review:
    """The review of a row of `REVIEW`."""
    number, card, at, offset, rating, form, answer, took, due, version, judged, confused, cram, session, *rest = row
    voids, rung, exercise, sure = rest
    return Review(
        card,
        Moment(at, offset),
        Rating(rating),
        form,
        answer,
        took,
        dt.date.fromisoformat(due).toordinal() if due else 0,
        version,
        Rating(judged) if judged else None,
        confused,
        bool(cram),
        session,
        voids,
        number,
        rung,
        exercise,
        Confidence(sure),
    )


def review_values(review: Review) -> tuple[Any, ...]:
    """What a review has in `REVIEW_VALUES`."""
    due = dt.date.fromordinal(review.due).isoformat() if review.due else ""
    return (
        review.card, review.at.ms, review.at.offset, int(review.rating), review.form, review.answer, review.took,
        due, review.parameters, review.judged, review.confused_with, int(review.cram), review.session,
        review.voids, review.rung, review.exercise, int(review.sure),
    )  # fmt: skip


def parameters_of(row: tuple[Any, ...]) -> Parameters:
    """The parameters of a row of `PARAMETERS`."""
    at, offset, version, weights, *figures = row
    return Parameters(Moment(at, offset), version, tuple(json.loads(weights)), *figures)


def parameters_values(found: Parameters) -> tuple[Any, ...]:
    """What parameters have in `PARAMETERS`."""
    return (
        found.at.ms, found.at.offset, found.version, json.dumps(found.weights), found.reviews, found.held_out,
        found.log_loss, found.log_loss_before, found.in_use,
    )  # fmt: skip
