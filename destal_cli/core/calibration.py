"""Calibration: what was foretold against what came true, both by FSRS and by the learner. `destal scores` asks.

Of the predictions of FSRS those are judged that can be: of cards last reviewed on an earlier day, asked in a form that
demands recall (a right choice may have been a guess). Crammed answers and those taken back count nowhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import floor, fsum, log, sqrt
from operator import itemgetter
from typing import NamedTuple, TypeVar

from destal_cli.core.forms import RECALL
from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.memory import Held, Lived, Scheduler, stepping

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.84, 0.88, 0.92, 0.96, 1.0)  # of the bins that predictions are shown in
SURE_OF = {Confidence.GUESS: 0.25, Confidence.UNSURE: 0.6, Confidence.SURE: 0.95}  # what each is taken to mean
FEW = 100  # reviews below which predictions are not judged
_LEAST, _MOST = 1e-4, 1 - 1e-4  # no prediction is taken to be more certain than this
_Key = TypeVar("_Key")


class Prediction(NamedTuple):
    """The chance that a card had to be recalled, and whether it was; `group` is the one that FSRS compares it in.

    `review` is the place, in the log, of the review that it was about.
    """

    card: str
    chance: float
    recalled: bool
    review: int = 0
    group: tuple[int, int, int] = (0, 0, 0)

    @property
    def loss(self) -> float:
        """Its log loss."""
        chance = min(max(self.chance, _LEAST), _MOST)
        return -log(chance if self.recalled else 1 - chance)


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions from `low` up to `high`: how many, their mean, and the share that was recalled."""

    low: float
    high: float
    count: int
    predicted: float
    recalled: float

    @property
    def within(self) -> tuple[float, float]:
        """Where the true share lies, with 95 % confidence (Wilson's interval)."""
        return wilson(self.recalled, self.count)


@dataclass(frozen=True, slots=True)
class Foretold:
    """FSRS's predictions against what came of them. `constant`: the log loss of always saying the share recalled.

    `rmse`: the root mean square error over FSRS's groups; `auc`: how often a recalled card had the higher prediction of
    two, None where all or none were recalled.
    """

    reviews: int
    predicted: float
    recalled: float
    log_loss: float
    constant: float
    rmse: float
    auc: float | None
    bins: tuple[Bin, ...]

    @property
    def farthest(self) -> Bin | None:
        """The bin that is farthest off, of those that are by more than chance explains; None where none is."""
        off = [one for one in self.bins if not one.within[0] <= one.predicted <= one.within[1]]
        return max(off, key=lambda one: abs(one.predicted - one.recalled), default=None)

    @property
    def by_chance(self) -> float:
        """How far the share recalled may be from the share predicted by chance alone (two standard errors)."""
        return 2 * sqrt(max(self.predicted * (1 - self.predicted), 1e-9) / self.reviews)


@dataclass(frozen=True, slots=True)
class Said:
    """How often the learner said so before a verdict, and how often the answer was right."""

    confidence: Confidence
    count: int
    right: int

    @property
    def share(self) -> float | None:
        """The share that was right; None where it was never said."""
        return self.right / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The learner's own confidence with its Brier score (None: never asked for), and FSRS's predictions if any.

    `constant` is the Brier score of always saying the share that was right.
    """

    said: tuple[Said, ...]
    brier: float | None
    constant: float | None
    foretold: Foretold | None


Sure = Mapping[tuple[int, bool], int]  # how often the learner was so sure, and right or not


def calibration(sure: Sure, rows: Iterable[Lived], scheduler: Scheduler) -> Calibration:
    """Everything of the page, from how sure the learner was and from the whole log."""
    said = [
        Said(level, sum(sure.get((level, right), 0) for right in (False, True)), sure.get((level, True), 0))
        for level in SURE_OF
    ]
    asked, right = sum(one.count for one in said), sum(one.right for one in said)
    brier = constant = None
    if asked:
        brier = fsum(count * (SURE_OF[Confidence(level)] - true) ** 2 for (level, true), count in sure.items()) / asked
        constant = right / asked * (1 - right / asked)
    found = list(predictions(rows, scheduler))
    return Calibration(tuple(said), brier, constant, foretold(found) if found else None)


def predictions(rows: Iterable[Lived], scheduler: Scheduler) -> Iterator[Prediction]:
    """What a scheduler would have foretold of each review that can be judged, in the order of the log."""
    memory: dict[str, Held] = {}
    apart: dict[str, tuple[int, int]] = {}  # reviews on a later day than the one before, and lapses among them
    step, chance, recalling = stepping(scheduler.parameters), scheduler.forgetting(), {form.value for form in RECALL}
    for place, (card, day, rating, form, rung, due) in enumerate(rows):
        held = memory.get(card)
        if held is not None and (waited := day - held[2]) > 0:
            count, lapses = apart.get(card, (0, 0))
            recalled = rating > Rating.AGAIN
            if form in recalling:
                yield Prediction(card, chance(held[0], waited), recalled, place, _group(waited, count + 2, lapses))
            apart[card] = count + 1, lapses + (not recalled)
        memory[card] = step(held, day, rating, form, rung, due)


@cache
def _group(days: int, length: int, lapses: int) -> tuple[int, int, int]:
    """FSRS's group of a review, by powers: days waited, reviews so far with this one, and lapses."""
    lapsed = round(1.65 * 1.73 ** floor(log(lapses, 1.73))) if lapses else 0
    return round(248 * 3.62 ** floor(log(days, 3.62))), round(1.99 * 1.89 ** floor(log(length, 1.89))), lapsed


def foretold(found: Sequence[Prediction]) -> Foretold:
    """Predictions, at least one, against what came of them."""
    share = fsum(one.recalled for one in found) / len(found)
    return Foretold(
        reviews=len(found),
        predicted=fsum(one.chance for one in found) / len(found),
        recalled=share,
        log_loss=log_loss(found),
        constant=log_loss([one._replace(chance=share) for one in found]),
        rmse=rmse_in_groups(found),
        auc=auc(found),
        bins=bins(found),
    )


def log_loss(found: Sequence[Prediction]) -> float:
    """The mean of minus the logarithm of the chance given to what came true."""
    return fsum(one.loss for one in found) / len(found)


def rmse_in_groups(found: Sequence[Prediction]) -> float:
    """FSRS's RMSE in bins: of predicted and true recall in each group, weighted by its reviews."""
    squares = ((len(group), _gap(group) ** 2) for group in _grouped(found, [one.group for one in found]))
    return sqrt(fsum(count * square for count, square in squares) / len(found))


def _gap(found: Sequence[Prediction]) -> float:
    return fsum(one.chance - one.recalled for one in found) / len(found)


def _grouped(found: Sequence[Prediction], keys: Sequence[_Key]) -> list[list[Prediction]]:
    groups: dict[_Key, list[Prediction]] = defaultdict(list)
    for one, key in zip(found, keys, strict=True):
        groups[key].append(one)
    return list(groups.values())


def auc(found: Sequence[Prediction]) -> float | None:
    """How often, of a recalled card and a forgotten one, the recalled had the higher chance; equal ones count half."""
    recalled = sum(one.recalled for one in found)
    forgotten = len(found) - recalled
    if not recalled or not forgotten:
        return None
    below = pairs = 0.0
    for _, equal in groupby(sorted(one[1:3] for one in found), key=itemgetter(0)):
        group = [hit for _, hit in equal]
        hits = sum(group)
        pairs += hits * (below + (len(group) - hits) / 2)
        below += len(group) - hits
    return pairs / (recalled * forgotten)


def bins(found: Sequence[Prediction]) -> tuple[Bin, ...]:
    """The predictions in the bins of `EDGES` that have any, the lowest first."""
    places = [bisect_right(EDGES, one.chance, hi=len(EDGES) - 1) - 1 for one in found]
    made = {}
    for group, place in zip(_grouped(found, places), dict.fromkeys(places), strict=True):
        predicted = fsum(one.chance for one in group) / len(group)
        recalled = sum(one.recalled for one in group) / len(group)
        made[place] = Bin(EDGES[place], EDGES[place + 1], len(group), predicted, recalled)
    return tuple(made[place] for place in sorted(made))


def wilson(share: float, count: int) -> tuple[float, float]:
    """The interval that holds the true share with 95 % confidence."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, middle - spread), min(1.0, middle + spread)
