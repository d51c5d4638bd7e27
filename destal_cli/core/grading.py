"""What is said of an answer: verdict and rating, how sure the learner was, and the setting it is judged in.

`judge` and the modules that it calls, one for each type of answer, give verdicts; memory, history and screens use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from destal_cli.core.values import dataclass, field


class Rating(IntEnum):
    """How well a card was recalled; the numbers are FSRS's and Anki's."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Confidence(IntEnum):
    """How sure the learner was of an answer before its verdict; the numbers are the keys that say so."""

    UNASKED = 0
    GUESS = 1
    UNSURE = 2
    SURE = 3


class Outcome(StrEnum):
    """ASK: it may have been meant, and only the learner can tell."""

    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"
    ASK = "ask"


_RATINGS = {Outcome.RIGHT: Rating.GOOD, Outcome.PARTIAL: Rating.HARD, Outcome.WRONG: Rating.AGAIN}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of an answer.

    `because`: one plain sentence. `confused_with`: the name of somebody or something else that was given instead.
    `missing`: after PARTIAL, the short question that would complete it ("which day?"); `so_far`: what was right, said
    without the answer, where `because` tells it. `meant`: after ASK, what may have been meant, for "Did you mean ...?".
    `slow`: right, but it took this learner long, which makes it Hard.
    """

    outcome: Outcome
    because: str
    confused_with: str | None = None
    missing: str = ""
    meant: str = ""
    so_far: str = ""
    slow: bool = False

    @property
    def rating(self) -> Rating | None:
        """The rating that the outcome maps to; None while it must be asked."""
        return Rating.HARD if self.slow else _RATINGS.get(self.outcome)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the judge may know beside the answer.

    `names`: of every entity of the learner's decks, id to names; `others` are the ids of those that are of another kind
    than the answer, and so never the same thing. `texts`: the other answers of the same type.
    `day_first`: how 03/04/1953 is read. `span`: first and last year of the deck, for two-digit years.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    day_first: bool = True
    span: tuple[int, int] | None = None
