"""The learner's clock, which `DESTAL_NOW` (an ISO time) can stand in for. Commands read it once and pass it on."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from destal_cli.core.memory import Moment
from destal_cli.core.problems import UsageError

if TYPE_CHECKING:
    from destal_cli.store.library import Library

LAST_YEAR = 9_850


def now() -> Moment:
    """The present moment with the learner's offset from UTC; raises UsageError when DESTAL_NOW is no ISO time."""
    text = os.environ.get("DESTAL_NOW")
    try:
        time = dt.datetime.fromisoformat(text) if text else dt.datetime.now(dt.UTC)
        if time.tzinfo is None or not text:
            time = time.astimezone()
        if time.year > LAST_YEAR:
            raise ValueError("the calendar ends in 9999, and cards are planned a century ahead")
        offset = time.utcoffset() or dt.timedelta()
        return Moment(int(time.timestamp() * 1000), int(offset.total_seconds() // 60))
    except (ValueError, OverflowError, OSError):
        if text:
            hint = "write it as 2027-01-15T20:00, between the years 1 and 9850"
            raise UsageError(f'DESTAL_NOW is "{text}", which is no time', hint) from None
        raise UsageError(
            "this computer's clock is beyond all sense", "set it: no answer can be planned by it"
        ) from None


def say_doubt(known: Library, now: Moment) -> None:
    """Say when the clock cannot be right by the answers that are there."""
    from destal_cli.core.clock import Clock, seems

    newest = known.history().newest_day()
    seen = seems(now.day, newest)
    if seen is Clock.LIKELY or newest is None:
        return
    from destal_cli.cli.out import talk
    from destal_cli.store.checkup import doubt

    said, hint = doubt(seen, newest, now)
    talk(f"{said}\nhint: {hint}")
