"""Reviews from elsewhere in the history: each once, memory as they say, due days as they were given."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler, replay
from destal_cli.store.history import History

DAY = 86_400_000
START = 1_700_000_000_000
SCHEDULER = Scheduler()


def review(days: int, rating: Rating = Rating.GOOD, card: str = "d/f/q", **more: object) -> Review:
    at = Moment(START + days * DAY)
    return Review(card, at, rating, "typed", due=at.day + 10, **more)  # type: ignore[arg-type]


def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.db", create=True)


def take(known: History, *reviews: Review) -> list[Review]:
    """The reviews that are new."""
    before = len(known.reviews())
    added = known.take_in(reviews, SCHEDULER, Random(1))
    new = known.reviews()[before:]
    assert added == Counter(review.card for review in new)
    return new


def test_reviews_come_in_with_their_due_days_and_the_memory_that_a_replay_gives(tmp_path: Path) -> None:
    known = history(tmp_path)
    given = (review(0), review(10, Rating.AGAIN), review(12), review(1, card="d/g/q"))
    assert len(take(known, *given)) == 4
    assert known.memory() == replay(known.reviews(), SCHEDULER)
    assert known.memory()["d/f/q"].due == review(12).due


def test_a_review_of_the_same_card_and_time_comes_in_once(tmp_path: Path) -> None:
    known = history(tmp_path)
    take(known, review(0), review(0))
    assert take(known, review(0), review(3)) != []
    assert [row.at for row in known.reviews()] == [review(0).at, review(3).at]


def test_what_was_taken_back_here_does_not_come_back(tmp_path: Path) -> None:
    known = history(tmp_path)
    take(known, review(0))
    known.void(1, Moment(START + DAY), SCHEDULER)
    assert take(known, review(0)) == []
    assert known.memory() == {}


def test_a_review_without_a_due_day_gets_one(tmp_path: Path) -> None:
    known = history(tmp_path)
    (taken,) = take(known, Review("d/f/q", Moment(START), Rating.GOOD, "typed"))
    assert taken.due > taken.at.day


def test_what_is_older_than_what_was_here_brings_the_card_back_no_sooner(tmp_path: Path) -> None:
    known = history(tmp_path)
    take(known, review(20))
    take(known, review(0))
    assert known.memory()["d/f/q"].due == review(20).due
    assert known.memory() == replay(known.reviews(), SCHEDULER)


def test_practice_leaves_no_memory(tmp_path: Path) -> None:
    known = history(tmp_path)
    take(known, review(0, cram=True))
    assert (known.memory(), len(known.reviews())) == ({}, 1)


def test_the_reviews_of_an_exercise_stay_together(tmp_path: Path) -> None:
    known = history(tmp_path)
    take(known, review(0, card="d/a/q"))
    take(known, review(1, exercise=77), review(1, card="d/g/q", exercise=77), review(2))
    assert [row.exercise for row in known.reviews()] == [0, 2, 2, 0]
    assert len(known.void(2, Moment(START + 3 * DAY), SCHEDULER)) == 2
