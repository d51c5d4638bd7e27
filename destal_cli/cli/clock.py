"""The learner's clock, which `DESTAL_NOW` (an ISO time) can stand in for. Commands read it once and pass it on."""

from __future__ import annotations

import datetime as dt
import os

from destal_cli.core.memory import Moment
from destal_cli.core.problems import UsageError

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
        said = f'DESTAL_NOW is "{text}", which is no time' if text else "this computer's clock is beyond all sense"
        raise UsageError(said, "write it as 2027-01-15T20:00, between the years 1 and 9850") from None
