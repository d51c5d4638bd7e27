"""What a look at the learner's data finds. `store.checkup` makes findings, `screen.health` shows them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from destal_cli.core.values import dataclass


class State(StrEnum):
    """How it is with what was looked at, the worst last. A note is worth knowing, and nothing is wrong with it."""

    SOUND = "sound"
    NOTE = "note"
    MENDED = "mended"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, how it is, what is to be said of it and what to do; the cards that it is about."""

    about: str
    state: State
    said: str
    hint: str = ""
    cards: tuple[str, ...] = ()


def verdict(found: Iterable[Finding]) -> State:
    """The worst that was found; with nothing but notes it is sound."""
    worst = max((one.state for one in found), key=list(State).index, default=State.SOUND)
    return State.SOUND if worst is State.NOTE else worst
