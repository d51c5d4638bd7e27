"""The learner's clock, which `DESTAL_NOW` (an ISO time) can stand in for. Commands read it once and pass it on."""

from __future__ import annotations

import datetime as dt
import os

from destal_cli.core.memory import Moment
from destal_cli.core.problems import UsageError


def now() -> Moment:
    """The present moment with the learner's offset from UTC; raises UsageError when DESTAL_NOW is no ISO time."""
    text = os.environ.get("DESTAL_NOW")
    try:
        time = dt.datetime.fromisoformat(text) if text else dt.datetime.now(dt.UTC)
        if time.tzinfo is None or not text:
            time = time.astimezone()
        offset = time.utcoffset() or dt.timedelta()
        return Moment(int(time.timestamp() * 1000), int(offset.total_seconds() // 60))
    except (ValueError, OverflowError, OSError):
        raise UsageError(f'DESTAL_NOW is "{text}", which is no time', "write it as 2027-01-15T20:00") from None
