"""Answers that a wrong clock dated, taken back: memory is what the others alone leave."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, fuzz_range, replay, standing
from destal_cli.store.history import History

DAY = 86_400_000
START, MISTAKE = 20_000, 26_300  # days since 1970; days by which the clock is wrong
SCHEDULER = Scheduler()
CARDS = [f"d/{name}/x" for name in "abcd"]

one = st.tuples(st.just("answer"), st.sampled_from(CARDS), st.sampled_from(Rating), st.booleans())
exercise = st.tuples(st.just("exercise"), st.lists(st.sampled_from(CARDS), min_size=2, unique=True))
undo = st.tuples(st.just("undo"), st.integers(1, 3))
wait = st.tuples(st.just("wait"), st.integers(0, 40))
clock = st.tuples(st.just("clock"), st.booleans())
LIVES = st.lists(st.one_of(one, exercise, exercise, undo, wait, clock), max_size=25)


def live(history: History, life: list[tuple]) -> Moment:
    """Answer, take back and wait as a life tells, with a clock that is wrong for a while; the right time in the end."""
    day, wrong = START, False
    for what, *more in life:
        at = Moment((day + MISTAKE * wrong) * DAY + DAY // 2, 60)
        if what == "answer":
            card, rating, cram = more
            history.record([Review(card, at, rating, "typed", cram=cram)], SCHEDULER, Random(day))
        elif what == "exercise":
            history.record([Review(card, at, Rating.GOOD, "order") for card in more[0]], SCHEDULER, Random(day))
        elif what == "undo":
            for _ in range(more[0]):
                last = history.last()
                if last:
                    history.void(last.id, at, SCHEDULER)
        elif what == "wait":
            day += more[0]
        else:
            wrong = more[0]
    return Moment(day * DAY + DAY // 2, 60)


def undated(memory: dict[str, Memory]) -> dict[str, Memory]:
    """Memory without the due days, which have some chance in them."""
    return {card: held._replace(due=0) for card, held in memory.items()}


@settings(max_examples=80, deadline=None)
@given(LIVES)
def test_memory_is_what_the_other_answers_leave_and_nothing_is_due_in_another_age(life: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "history.db", create=True)
        now = live(history, life)
        before = history.reviews()
        ahead = history.ahead(now)
        others = [review for review in standing(before) if review not in ahead]
        history.take_back(ahead, now, SCHEDULER, Random(1))
        found = history.memory()
        assert undated(found) == undated(replay(others, SCHEDULER))
        assert history.reviews()[: len(before)] == before  # nothing is changed or deleted
        assert found == replay(history.reviews(), SCHEDULER)
        assert history.ahead(now) == []
        longest = {card: fuzz_range(SCHEDULER.interval(held.stability) + 2)[1] for card, held in found.items()}
        assert [card for card, held in found.items() if held.due > now.day + longest[card]] == []
        assert exercises(standing(history.reviews())) == exercises(others)
        history.close()


def exercises(reviews: list[Review]) -> list[list[str]]:
    """The cards of each exercise."""
    found: dict[int, list[str]] = {}
    for review in reviews:
        if review.exercise:
            found.setdefault(review.exercise, []).append(review.card)
    return sorted(sorted(cards) for cards in found.values())


def test_an_exercise_since_is_planned_anew_for_the_misdated_card_alone() -> None:
    """Of the other card there is an answer after the exercise, which stays after it."""
    a, b = CARDS[:2]
    life = [("clock", True), ("answer", a, Rating.GOOD, False), ("clock", False), ("exercise", [a, b]), ("wait", 9)]
    life += [("answer", b, Rating.GOOD, False)]
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "history.db", create=True)
        now = live(history, life)
        kept = history.memory()[b]
        history.take_back(history.ahead(now), now, SCHEDULER, Random(1))
        assert history.memory()[b] == kept
        history.close()
