"""How well destal's scheduler foretells real reviews, beside others, all judged on the same later part of a log.

    python3 tests/bench/predicting.py REVIEWS.csv [--offset MINUTES] [--share 0.8]

The CSV has a card's id, the time (ISO, or seconds or milliseconds since 1970) and the rating of each review, under
whatever name. `--offset` is the learner's offset from UTC; without it, 4 a.m. is put in the middle of the longest
stretch of the day in which hardly anybody studied. Judged are reviews on a later calendar day than the card's last one;
each method sees the whole log up to each of them, and only the tuned one was fitted, to the earlier part. A constant
says the share that was recalled in the earlier part. py-fsrs counts days in blocks of 24 hours, within which it is
certain; no prediction counts as more certain than 0.9999.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from destal_cli.core.calibration import Prediction, auc, log_loss, predictions, rmse_in_groups
from destal_cli.core.grading import Rating
from destal_cli.core.memory import ROLLOVER_HOURS, Memory, Moment, Review, Scheduler, lived
from destal_cli.core.tuning import MARGIN, error_of, fitted

DAY = 86_400_000
TUNED = "destal after tune"
NAMES = {
    "card": ("card_id", "cardid", "card", "cid", "note_id"),
    "time": ("review_time", "reviewtime", "time", "timestamp", "review_date", "date", "id"),
    "rating": ("review_rating", "rating", "ease", "grade", "button", "button_chosen"),
}


def read_log(path: Path) -> list[Review]:
    """The reviews in the order of their time; those without one of the four ratings (manual changes) are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        named = {name.strip().casefold().replace(" ", "_"): name for name in rows.fieldnames or ()}
        columns = {what: _column(what, named) for what in NAMES}
        found = [
            (_milliseconds(row[columns["time"]]), row[columns["card"]], _rating(row[columns["rating"]])) for row in rows
        ]
    ordered = sorted((one for one in found if one[2]), key=lambda one: one[0])
    return [Review(card, Moment(ms), Rating(rating), "typed", id=n) for n, (ms, card, rating) in enumerate(ordered)]


def _column(what: str, named: dict[str, str]) -> str:
    for name in NAMES[what]:
        if name in named:
            return named[name]
    raise SystemExit(f"no column is a {what}: looked for {', '.join(NAMES[what])}, found {', '.join(named)}")


def _milliseconds(text: str) -> int:
    if text.strip().lstrip("-").isdecimal():
        number = int(text)
        return number if abs(number) > 10**11 else number * 1000
    time = dt.datetime.fromisoformat(text.strip())
    return round((time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp() * 1000)


def _rating(text: str) -> int:
    said = text.strip().casefold()
    number = {rating.name.casefold(): int(rating) for rating in Rating}.get(said) or int(float(said or 0))
    return number if 1 <= number <= 4 else 0


def guessed_offset(reviews: Sequence[Review]) -> int:
    """Minutes east of UTC that put 4 a.m. in the middle of the longest quiet stretch of the day."""
    count = Counter(review.at.ms // 3_600_000 % 24 for review in reviews)
    quiet = max(count.values(), default=0) / 100
    stretches = [
        next(length for length in range(25) if length == 24 or count[(start + length) % 24] > quiet)
        for start in range(24)
    ]
    start = max(range(24), key=lambda hour: stretches[hour])
    middle = start * 60 + stretches[start] * 30
    return (ROLLOVER_HOURS * 60 - middle + 720) % 1440 - 720


def in_blocks(reviews: Sequence[Review], judged: set[int]) -> list[Prediction]:
    """destal's memory with days counted as 24 hours each from the card's last review."""
    scheduler, memory, found = Scheduler(), dict[str, Memory](), []
    last: dict[str, tuple[int, int]] = {}  # milliseconds, and the day that was counted
    for review in reviews:
        ms, day = last.get(review.card, (review.at.ms, review.at.day))
        day += max(0, review.at.ms - ms) // DAY
        held = memory.get(review.card)
        if held and review.id in judged:
            found.append(_prediction(review, held.retrievability(day, scheduler)))
        counted = replace(review, at=Moment((day - dt.date(1970, 1, 1).toordinal()) * DAY + DAY // 2))
        memory[review.card] = scheduler.after(held, counted)
        last[review.card] = (review.at.ms, day)
    return found


def py_fsrs(reviews: Sequence[Review], judged: set[int]) -> list[Prediction]:
    """The `fsrs` package with its standard parameters, without learning steps and fuzz."""
    import fsrs

    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    cards: dict[str, fsrs.Card] = {}
    found = []
    for review in reviews:
        card = cards.get(review.card) or fsrs.Card(card_id=len(cards) + 1)
        time = dt.datetime.fromtimestamp(review.at.ms / 1000, dt.UTC)
        if review.id in judged:
            found.append(_prediction(review, scheduler.get_card_retrievability(card, time)))
        cards[review.card], _ = scheduler.review_card(card, fsrs.Rating(int(review.rating)), time)
    return found


def _prediction(review: Review, chance: float) -> Prediction:
    return Prediction(review.card, chance, review.rating is not Rating.AGAIN, review.id)


def compared(reviews: Sequence[Review], share: float) -> dict[str, list[Prediction]]:
    """Each method's predictions of the reviews that are judged, in the order of the log."""
    cut = int(len(reviews) * share)
    everything = list(predictions(lived(reviews), Scheduler()))
    standard = [one for one in everything if one.review >= cut]
    judged = {one.review for one in standard}
    earlier = [one.recalled for one in everything if one.review < cut]
    own = fitted(lived(reviews[:cut]))
    methods: dict[str, Callable[[], Iterable[Prediction]]] = {
        "destal": lambda: standard,
        "destal, 24-hour blocks": lambda: in_blocks(reviews, judged),
        TUNED: lambda: predictions(lived(reviews), Scheduler(parameters=own or ())),
        "py-fsrs": lambda: py_fsrs(reviews, judged),
        "a constant": lambda: [one._replace(chance=statistics.fmean(earlier)) for one in standard],
    }
    found = {name: [one for one in method() if one.review in judged] for name, method in methods.items()}
    return {
        name: [one._replace(group=same.group) for one, same in zip(those, standard, strict=True)]
        for name, those in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("reviews", type=Path)
    parser.add_argument("--offset", type=int, help="minutes east of UTC (default: guessed from the quiet hours)")
    parser.add_argument("--share", type=float, default=0.8, help="the earlier share of the log, fitted and not judged")
    options = parser.parse_args()
    if not 0.1 <= options.share <= 0.95:
        parser.error("--share is from 0.1 to 0.95")
    log = read_log(options.reviews)
    offset = guessed_offset(log) if options.offset is None else options.offset
    reviews = [replace(review, at=Moment(review.at.ms, offset)) for review in log]
    found = compared(reviews, options.share)
    standard = found["destal"]
    sign, hours = "-" if offset < 0 else "+", abs(offset)
    print(f"{len(reviews):,} reviews of {len({r.card for r in reviews}):,} cards, {len(standard):,} judged")
    print(f"offset from UTC {sign}{hours // 60}:{hours % 60:02} ({'guessed' if options.offset is None else 'given'})\n")
    print(f"{'':24} {'log loss':>9} {'RMSE':>7} {'AUC':>6}   difference to destal, with its standard error")
    for name, those in found.items():
        worth = auc(those)
        error = error_of(those, standard)
        difference = "" if those is standard else f"{log_loss(those) - log_loss(standard):+.4f} ± {error:.4f}"
        area = f"{math.nan if worth is None else worth:.3f}"
        taken = log_loss(standard) - log_loss(those) > MARGIN * error
        difference += " (destal tune would take it)" if taken and name == TUNED else ""
        print(f"{name:24} {log_loss(those):9.4f} {rmse_in_groups(those):7.4f} {area:>6}   {difference}")


if __name__ == "__main__":
    main()
