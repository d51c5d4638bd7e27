"""FSRS's parameters through time: each fit that was tried and each going back, and which version counts now.

The history keeps them, `tuning` makes them, and `Library.scheduler` plans with those in use.
"""

from __future__ import annotations

from collections.abc import Sequence

from destal_cli.core.memory import Moment
from destal_cli.core.values import dataclass, replace

STANDARD = 0  # the version of FSRS's own parameters


@dataclass(frozen=True, slots=True)
class Parameters:
    """A fit to `reviews` reviews, with the log loss of it and of what was in use before on `held_out` later ones.

    `in_use` is the version that counts from then on: its own when it was taken. Going back adds the former's row again.
    """

    at: Moment
    version: int = STANDARD
    weights: tuple[float, ...] = ()
    reviews: int = 0
    held_out: int = 0
    log_loss: float = 0.0
    log_loss_before: float = 0.0
    in_use: int = STANDARD


def in_use(rows: Sequence[Parameters]) -> Parameters:
    """The row of the version that counts; of the standard ones, which have no weights of their own, an empty one."""
    version = rows[-1].in_use if rows else STANDARD
    return _of(rows, version)


def former(rows: Sequence[Parameters]) -> Parameters | None:
    """The row of the version that was in use before the present one was taken; None where there is none."""
    version = in_use(rows).version
    if version == STANDARD:
        return None
    taken = next(place for place, row in enumerate(rows) if row.version == version)
    return _of(rows, rows[taken - 1].in_use if taken else STANDARD)


def gone_back(rows: Sequence[Parameters], at: Moment) -> Parameters | None:
    """The row that returns to the former version; None where the standard parameters are in use."""
    back = former(rows)
    return back and replace(back, at=at, in_use=back.version)


def _of(rows: Sequence[Parameters], version: int) -> Parameters:
    return next((row for row in rows if row.version == version), Parameters(Moment(0)))
