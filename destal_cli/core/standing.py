"""Where a learner stands: what each deck holds, what waits today and how long it takes. `destal` alone says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from destal_cli.core.log import counted
from destal_cli.core.memory import Review, standing
from destal_cli.core.values import dataclass

if TYPE_CHECKING:
    from destal_cli.core.session import Coming

FADING = 0.8  # the retrievability below which a card is fading
USUAL_SECONDS = 15.0  # an answer takes, until the learner's own are known
FASTEST = 200  # milliseconds in which anyone answers: what was quicker came out of a pipe, and tells of no pace


@dataclass(frozen=True, slots=True)
class DeckStanding:
    """Where one deck stands: `new` cards were never seen, `fading` are below `FADING`; no card set aside is either."""

    id: str
    title: str
    facts: int
    cards: int
    seen: int
    due: int
    new: int
    fading: int
    recall: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where all decks stand: what waits today, in how many minutes it is done, and when the next cards are due.

    `due` are the cards that today's limit allows, `beyond` those that are due and wait for another day.
    """

    day: int
    decks: tuple[DeckStanding, ...]
    due: int
    new_today: int
    minutes: int
    next_due: tuple[int, int] | None  # day, cards
    beyond: int = 0


def where_you_stand(
    decks: Iterable[DeckStanding], coming: Coming, new_today: int, reviews: Iterable[Review]
) -> Standing:
    """Where all decks stand, with so many new cards that today may still bring; `reviews` only give the pace."""
    cards = coming.due + new_today
    minutes = max(1, round(pace(reviews) * cards / 60)) if cards else 0
    return Standing(coming.day, tuple(decks), coming.due, new_today, minutes, coming.next, coming.beyond)


def pace(reviews: Iterable[Review]) -> float:
    """The seconds that an answer takes this learner: the median of the measured ones, or what is usual."""
    took = sorted(counted(review.took) for review in standing(reviews) if review.took >= FASTEST)
    return (took[(len(took) - 1) // 2] + took[len(took) // 2]) / 2000 if took else USUAL_SECONDS
