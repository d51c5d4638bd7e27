"""How well dated facts and stretches of time are held now. `destal timeline` draws it, and says in words what fades.

A fact is held as well as its weakest card: whoever knows its day and not its name does not know it, and a mean would
hide the one question that is being lost. A stretch of time is held as its facts are on average: one lost fact of ten
is no reason to call a year lost. Suspended cards are asked no more and count nowhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from itertools import groupby
from math import fsum

from destal_cli.core.dates import Edtf, Point, Precision, human, single
from destal_cli.core.memory import Scheduler
from destal_cli.core.standing import FADING
from destal_cli.core.timeline import Event
from destal_cli.core.values import dataclass

MOST_STRETCHES = 30
WEAKEST = 3


class Hold(StrEnum):
    """How a fact is held; `UNASKED` has no card that could be asked."""

    FIRM = "firm"
    FADING = "fading"
    NEW = "new"
    UNASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Recall:
    """A fact's recall now: that of its weakest card that was seen, None when none was. `due`: a seen card is due."""

    share: float | None = None
    asked: bool = True
    due: bool = False

    @property
    def hold(self) -> Hold:
        """How the fact is held."""
        if self.share is None:
            return Hold.NEW if self.asked else Hold.UNASKED
        return Hold.FIRM if self.share >= FADING else Hold.FADING


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: the years that it runs through, the mean recall of its seen facts, and counts of facts."""

    name: str
    first: int
    last: int
    recall: float
    facts: int
    seen: int
    fading: int
    due: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What a learner holds of a timeline: facts by hold, their mean recall (None: none was seen), and what fades.

    `periods` are the stretches of time of which something was seen, and `weakest` the fading events that are weakest,
    with theirs; both begin with the weakest.
    """

    counts: Mapping[Hold, int]
    recall: float | None
    periods: tuple[Period, ...] = ()
    weakest: tuple[tuple[Event, float], ...] = ()
    due: int = 0


def recalls(
    cards: Iterable[tuple[str, bool, float | None, int, int]], day: int, scheduler: Scheduler
) -> dict[str, Recall]:
    """The recall on a day of every fact, by `deck/fact`.

    There is a row for each card of a fact that is not suspended: the fact, True, its stability (None: it was never
    seen), and the days of its last review and when it is due. A fact without any has one row, with False.
    """
    shares: dict[str, float | None] = {}
    unasked, due, recall = set(), set(), scheduler.forgetting()
    for fact, asked, stability, last, due_day in cards:
        known = shares.setdefault(fact, None)
        if stability is not None:
            share = recall(stability, max(0, day - last))
            shares[fact] = share if known is None else min(known, share)
            if due_day <= day:
                due.add(fact)
        elif not asked:
            unasked.add(fact)
    return {fact: Recall(share, fact not in unasked, fact in due) for fact, share in shares.items()}


def figure(share: float) -> str:
    """A recall as it is shown. It is cut, so that nothing below .8 is shown as 0.80, and only what is certain as 1."""
    return f"{math.floor(share * 100 + 1e-9) / 100:.2f}"


def overview(events: Iterable[Event], known: Mapping[str, Recall]) -> Overview:
    """What is held of the events, and what fades."""
    found = [(event, known.get(event.key, Recall())) for event in events]
    shares = [recall.share for _, recall in found if recall.share is not None]
    weak = [(event, recall.share) for event, recall in found if recall.hold is Hold.FADING and recall.share is not None]
    seen = [known for known in map(period, stretches(found)) if known]
    return Overview(
        counts=Counter(recall.hold for _, recall in found),
        recall=fsum(shares) / len(shares) if shares else None,
        periods=tuple(sorted(seen, key=lambda known: known.recall)),
        weakest=tuple(sorted(weak, key=lambda item: item[1])[:WEAKEST]),
        due=sum(recall.due for _, recall in found),
    )


# Stretches of time.


@dataclass(slots=True)
class Stretch:
    """A stretch of time by name, from its first year to its last, with its events in order of time."""

    name: str
    first: int
    last: int
    events: list[tuple[Event, Recall]] = field(default_factory=list)


def stretches(events: Sequence[tuple[Event, Recall]]) -> list[Stretch]:
    """The stretches that events lie in, in order of their first one.

    A stretch is a year, or where there would be too many a decade or a century; what lasted beyond one is a stretch of
    its own, by its own dates.
    """
    dates = [(when, list(some)) for when, some in groupby(events, key=lambda item: item[0].when)]
    for precision in (Precision.YEAR, Precision.DECADE, Precision.CENTURY):
        found: dict[str, Stretch] = {}
        for when, some in dates:
            name, first, last = stretch_of(when, precision)
            found.setdefault(name, Stretch(name, first, last)).events.extend(some)
        if len(found) <= MOST_STRETCHES:
            break
    return list(found.values())


def stretch_of(when: Edtf, precision: Precision) -> tuple[str, int, int]:
    """The name of the stretch that a date belongs to, with its first and last year; an open range goes by its end."""
    points = when.points
    units = [_unit(point.year, precision) for point in (points[0], points[-1])]
    coarse = points[0].precision < precision
    if units[0] == units[1] and not coarse:
        unit = units[0]
        last = unit.year + {Precision.YEAR: 0, Precision.DECADE: 9}.get(precision, 99)
        return human(single(unit)).removeprefix("the "), unit.year, last
    last_year = when.last_year
    return human(_years(when)).removeprefix("the "), points[0].year, points[0].year if last_year is None else last_year


def _unit(year: int, precision: Precision) -> Point:
    size = {Precision.YEAR: 1, Precision.DECADE: 10}.get(precision, 100)
    before = -year // size * size + size - 1  # as in EDTF, -99 to 0 is a century, and -9 to 0 a decade
    return Point(-before if year < 1 else year // size * size, precision=precision)


def _years(when: Edtf) -> Edtf:
    """A range by its years alone, where it has several."""
    if when.start is None or when.end is None or min(point.precision for point in when.points) < Precision.YEAR:
        return when
    return Edtf(Point(when.start.year), Point(when.end.year))


def period(stretch: Stretch) -> Period | None:
    """How a stretch is held; None when nothing of it was seen."""
    known = [recall for _, recall in stretch.events]
    shares = [recall.share for recall in known if recall.share is not None]
    if not shares:
        return None
    return Period(
        name=stretch.name,
        first=stretch.first,
        last=stretch.last,
        recall=fsum(shares) / len(shares),
        facts=len(known),
        seen=len(shares),
        fading=sum(recall.hold is Hold.FADING for recall in known),
        due=sum(recall.due for recall in known),
    )
