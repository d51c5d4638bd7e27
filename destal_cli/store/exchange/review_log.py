"""The reviews as CSV: first the columns that tools for FSRS read, then destal's own, by which nothing is lost.

What was taken back is left out, since it counts nowhere; practice is marked in its own column.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.memory import Moment, Review, standing
from destal_cli.core.notes import Incoming, Outgoing, Written
from destal_cli.core.problems import BadFileError, Problem
from destal_cli.core.text import clean, fold, one_line, plural
from destal_cli.store.exchange import Received, titled
from destal_cli.store.exchange.tables import rows_of, shape_of, table, unguarded

FSRS = ("card_id", "review_time", "review_rating", "review_state", "review_duration")
OWN = (
    "utc_offset", "form", "rung", "due", "cram", "session", "exercise", "answer", "judged", "confused_with", "sure",
    "parameters",
)  # fmt: skip
NEW, LEARNING, REVIEW, RELEARNING = range(4)
_NEEDED = {"card_id", "review_time", "review_rating"}
_CARD = re.compile("[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_FORM = re.compile("[a-z]{1,20}")
_FIRST, _LAST = (int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp() * 1000) for year in (1970, 9850))


def write(leaving: Outgoing) -> Written:
    """Every review that stands, oldest first."""
    stands = standing(leaving.reviews)
    states = _states(stands)
    rows = [_row(review, state) for review, state in zip(stands, states, strict=True)]
    back = len(leaving.reviews) - len(stands)
    lost = (f"{plural(back // 2, 'review')} that you took back",) if back else ()
    return Written(table([(*FSRS, *OWN), *rows]), lost)


def _row(review: Review, state: int) -> list[str]:
    due = dt.date.fromordinal(review.due).isoformat() if review.due else ""
    fsrs = (review.card, review.at.ms, int(review.rating), state, review.took)
    own = (
        review.at.offset, review.form, review.rung, due, int(review.cram), review.session, review.exercise,
        review.answer, int(review.judged) if review.judged else "", review.confused_with, int(review.sure),
        review.parameters,
    )  # fmt: skip
    return [str(value) for value in (*fsrs, *own)]


def _states(reviews: Iterable[Review]) -> Iterator[int]:
    """What a card was at each review: new, learned on that day, on a later day, or missed before on that day."""
    seen: dict[str, tuple[int, int]] = {}
    for review in reviews:
        state, day = NEW, review.at.day
        if review.card in seen:
            before, last = seen[review.card]
            state = REVIEW if day > last else before
        yield state
        if not review.cram:
            again = RELEARNING if state in (REVIEW, RELEARNING) and review.rating is Rating.AGAIN else state
            seen[review.card] = (LEARNING if state in (NEW, LEARNING) else again, day)


def recognises(file: Received) -> bool:
    """Whether the first row has the columns of such a log."""
    first = next(rows_of(file.text[:10_000], shape_of(file.text[:10_000])), None)
    return first is not None and {fold(unguarded(cell)) for cell in first.cells} >= _NEEDED


def read(file: Received) -> Incoming:
    """The reviews of a log of destal's cards. Raises BadFileError where a column is missing."""
    rows = rows_of(file.text, shape_of(file.text, file.layout.separator))
    first = next(rows, None)
    names = [fold(unguarded(cell)) for cell in first.cells] if first else []
    if missing := sorted(_NEEDED - set(names)):
        raise BadFileError(f"{file.name} has no column {missing[0]}", f"it needs {', '.join(sorted(_NEEDED))}")
    reviews, problems = [], []
    for row in rows:
        said = {name: clean(unguarded(cell)) for name, cell in zip(names, row.cells, strict=False)}
        try:
            reviews.append(_review(said))
        except _BadRow as bad:
            problems.append(Problem(file.name, row.line, 1, bad.args[0], bad.args[1]))
    if "session" not in names:  # destal's own log is in the order in which it was written, and in which it counts
        reviews.sort(key=lambda review: review.at)
    understood = (f"columns {', '.join(name for name in names if name in (*FSRS, *OWN))}",)
    return Incoming(titled(file.name), problems=tuple(problems), reviews=tuple(reviews), understood=understood)


class _BadRow(Exception):  # noqa: N818 - it never leaves this module
    """What is wrong with a row, and how it may be mended."""


def _review(said: Mapping[str, str]) -> Review:
    """The review of a row; raises _BadRow."""
    card = said.get("card_id", "")
    if not _CARD.fullmatch(card):
        raise _BadRow(f'"{one_line(card)[:60]}" is no card of destal\'s', "a card is deck/fact/question")
    form = said.get("form") or "typed"
    if not _FORM.fullmatch(form):
        raise _BadRow(f'"{one_line(form)[:40]}" is no form', "flashcard, choice, typed ...")
    judged = _number(said, "judged", 0, 4)
    return Review(
        card=card,
        at=Moment(_time(said.get("review_time", "")), _number(said, "utc_offset", -24 * 60, 24 * 60)),
        rating=Rating(_number(said, "review_rating", 1, 4)),
        form=form,
        answer=said.get("answer", ""),
        took=_number(said, "review_duration", 0, 10**9),
        due=_day(said.get("due", "")),
        parameters=_number(said, "parameters", 0, 10**9),
        judged=Rating(judged) if judged else None,
        confused_with=said.get("confused_with", ""),
        cram=bool(_number(said, "cram", 0, 1)),
        session=_number(said, "session", 0, 2**62),
        rung=_number(said, "rung", 0, 100),
        exercise=_number(said, "exercise", 0, 2**62),
        sure=Confidence(_number(said, "sure", 0, 3)),
    )


def _number(said: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = said.get(name, "").strip()
    if not text and least <= 0:
        return 0
    if (
        not re.fullmatch(r"[-+]?\d{1,19}(?:\.0*)?", text)
        or not least <= int(float(text) if "." in text else text) <= most
    ):
        raise _BadRow(f'{name} is "{one_line(text)[:40]}"', f"a whole number from {least} to {most}")
    return int(float(text) if "." in text else text)


def _time(text: str) -> int:
    """Milliseconds since 1970, given so, in seconds, or as an ISO time with its offset (none: UTC)."""
    said = text.strip()
    try:
        if re.fullmatch(r"\d{1,15}(?:\.0*)?", said):
            number = int(float(said)) if "." in said else int(said)
            found = number if number > 10**11 else number * 1000
        else:
            time = dt.datetime.fromisoformat(said)
            found = round((time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        found = -1
    if not _FIRST <= found < _LAST:
        raise _BadRow(
            f'review_time is "{one_line(text)[:40]}"', "milliseconds since 1970, or 2027-01-15T20:00:00+01:00"
        )
    return found


def _day(text: str) -> int:
    try:
        return dt.date.fromisoformat(text.strip()).toordinal() if text.strip() else 0
    except ValueError:
        raise _BadRow(f'due is "{one_line(text)[:40]}"', "a day, as in 2027-01-15") from None
