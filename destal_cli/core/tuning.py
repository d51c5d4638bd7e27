"""FSRS's parameters from a learner's own reviews, and whether they foretell what came later. `destal tune` asks.

They are fitted to the earlier part of the log and compared with those in use on the later part, which the fit has not
seen. What was compared is what is taken, and not fitted once more to everything: that fit nobody would have tested.

FSRS fits histories of recall, so what it is to foretell are answers that demand recall. What came before may have been
asked in any form, and the first return of a card counts in any form too, since from it comes how well a new card holds.
Crammed answers and those taken back are left out, as they leave no memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import fsum, sqrt
from typing import TYPE_CHECKING

from destal_cli.core.calibration import Prediction, log_loss, predictions
from destal_cli.core.forms import RECALL
from destal_cli.core.memory import Lived, Moment, Scheduler
from destal_cli.core.parameters import Parameters, in_use

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem

# Chosen on learners drawn from FSRS's model who climb destal's forms. Of 500 reviews the last fifth holds some twenty
# that tell of recall, of 1,000 sixty. Of those whom the standard parameters fit, without a margin every second is tuned
# away from them, with one standard error one in six; with two, hardly anybody else gains either.
LEAST = 1_000  # reviews from which a fit is tried
EARLIER = 0.8  # the share of the reviews that is fitted to
MARGIN = 1.0  # standard errors by which the new parameters must be better
AGAIN_AFTER = 1.5  # times the reviews of the last trial, and another one may tell more
EVERY = 500  # reviews between two offers


@dataclass(frozen=True, slots=True)
class Trial:
    """A fit to `reviews` reviews beside the parameters in use of a version, by log loss on `held_out` later ones.

    `error` is the standard error of the difference between the two.
    """

    weights: tuple[float, ...]
    reviews: int
    held_out: int
    log_loss: float
    log_loss_before: float
    error: float
    against: int

    @property
    def better(self) -> bool:
        """Whether the fit foretells more, by what chance does not explain."""
        return self.log_loss_before - self.log_loss > MARGIN * self.error

    def row(self, rows: Sequence[Parameters], at: Moment) -> Parameters:
        """What is noted of it: a new version, in use where it is better than what still is in use."""
        version = 1 + max((row.version for row in rows), default=0)
        used = in_use(rows).version
        taken = version if self.better and used == self.against else used
        return Parameters(
            at, version, self.weights, self.reviews, self.held_out, self.log_loss, self.log_loss_before, taken
        )


Log = Callable[[], Iterable[Lived]]  # what counts of the log: a million rows are gone through, and not kept


def trial(log: Log, count: int, scheduler: Scheduler) -> Trial | None:
    """A fit to the earlier part of the log, which has so many rows, compared on the later part.

    None while there are too few reviews, or too few among them that tell of recall, to fit to or to compare on.
    """
    if count < LEAST:
        return None
    cut = int(count * EARLIER)
    weights = fitted(islice(log(), cut))
    own = Scheduler(scheduler.retention, weights) if weights else scheduler
    before, after = (_later(log(), cut, planned) for planned in (scheduler, own))
    if not weights or not before:
        return None
    return Trial(
        weights, cut, len(before), log_loss(after), log_loss(before), error_of(before, after), scheduler.version
    )


def offered(before: int, now: int, rows: Sequence[Parameters]) -> bool:
    """Whether a session that brought the reviews from one number to another is the one to offer a trial after."""
    tried = max((row.reviews for row in rows), default=0) / EARLIER
    enough = max(LEAST, round(tried * AGAIN_AFTER))
    return before < enough <= now or (now > enough and now // EVERY > before // EVERY)


def _later(rows: Iterable[Lived], cut: int, scheduler: Scheduler) -> list[Prediction]:
    return [one for one in predictions(rows, scheduler) if one.review >= cut]


def error_of(before: Sequence[Prediction], after: Sequence[Prediction]) -> float:
    """The standard error of the mean difference in loss; answers to one card are not independent, cards are."""
    differences = [one.loss - other.loss for one, other in zip(before, after, strict=True)]
    mean = fsum(differences) / len(differences)
    by_card: dict[str, float] = defaultdict(float)
    for one, difference in zip(before, differences, strict=True):
        by_card[one.card] += difference - mean
    return sqrt(fsum(off * off for off in by_card.values())) / len(differences)


def fitted(rows: Iterable[Lived]) -> tuple[float, ...] | None:
    """The parameters that fit reviews best, by FSRS's own optimiser; None where they are too few to tell."""
    from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS

    try:
        return tuple(FSRS(DEFAULT_PARAMETERS).compute_parameters(_items(rows), enable_short_term=True))
    except ValueError:  # NotEnoughData
        return None


def _items(rows: Iterable[Lived]) -> list[FSRSItem]:
    """What FSRS is to foretell: each an answer on a later day, with all answers to the card before it."""
    from fsrs_rs_python import FSRSItem, FSRSReview

    past: dict[str, list[FSRSReview]] = defaultdict(list)
    last: dict[str, int] = {}
    returned: set[str] = set()
    items, recalling = [], {form.value for form in RECALL}
    for card, given, rating, form, _, _ in rows:
        day = max(given, last.get(card, 0))
        waited = day - last.get(card, day)
        past[card].append(FSRSReview(int(rating), waited))
        last[card] = day
        if waited and (form in recalling or card not in returned):
            items.append(FSRSItem(past[card]))
            returned.add(card)
    return items
