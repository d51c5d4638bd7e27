"""The learner's days as they are said, and what to think of the clock by the answers that are there.

The clock is never overruled: an answer is written with the time that it had. But a card's memory never goes back in
time (`memory` counts an answer from before the card's last as given on that day), and what cannot be right is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import Enum

TRAVEL = 2  # days by which a journey over the date line may set the calendar back
LEAP = 14  # days without an answer, after which answers from the future are the clock's mistake and not today's
AWAY = 3 * 365  # days after which it is asked whether the clock is right
EARLIEST = dt.date(1990, 1, 1).toordinal()  # of any answer: a clock that shows an earlier day has lost the time
SLIP = 300  # answers that may be a mistake of the clock even where they are more than all others


class Clock(Enum):
    """What a clock seems to be."""

    LIKELY = "likely"
    BEHIND = "behind"  # the newest answer is of a day to come
    AHEAD = "ahead"  # years went by
    LOST = "lost"  # it is as early as that of a computer without a battery


def seems(today: int, newest: int | None) -> Clock:
    """What the clock seems to be on a day, when the newest answer was given on another (None: there is none)."""
    if newest is not None and newest - today > TRAVEL:
        return Clock.BEHIND
    if today < EARLIEST:
        return Clock.LOST
    return Clock.AHEAD if newest is not None and today - newest > AWAY else Clock.LIKELY


def is_leap(before: int | None, ahead: Sequence[int], others: int) -> bool:
    """Whether the days of answers from the future are a mistake of the clock that has been put right since.

    It is one when the clock leapt from the last day `before` them, as it did when it was set to another year; who set
    it back today leaves no leap behind, or one over a holiday, with most of all answers (`others` are not ahead) after
    it: those of years are never taken for a slip.
    """
    return bool(ahead) and before is not None and min(ahead) - before > LEAP and len(ahead) <= max(others, SLIP)


def on_date(day: int) -> str:
    """`26 November 2026` for an ordinal day."""
    date = dt.date.fromordinal(day)
    return f"{date.day} {date:%B %Y}"


def when(day: int, today: int) -> str:
    """`tomorrow`, or `on 26 November 2026`, for an ordinal day after today."""
    return "tomorrow" if day == today + 1 else f"on {on_date(day)}"


def iso(day: int) -> str:
    """`2026-11-26` for an ordinal day, as documents have it."""
    return dt.date.fromordinal(day).isoformat()
