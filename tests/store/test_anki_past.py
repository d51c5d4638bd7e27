"""Anki's log and due days as reviews, and reviews as Anki's log: days, kinds of answers, and what counts no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler
from destal_cli.store.anki.answers_in import Known, known_of
from destal_cli.store.anki.answers_out import Past, log_rows, schedule_of, start_of
from destal_cli.store.anki.collection import AnkiCard, AnkiLog, AnkiReview, Collection

FIRST = dt.date(2026, 1, 1).toordinal()
CARD = AnkiCard(id=1, note=1, deck=1, ordinal=0, kind=2, queue=2, due=40)
LEARN, REVIEW, RELEARN, FILTERED, BY_HAND, RESCHEDULED = range(6)
PLAN = Scheduler()


def moment(day: int, hour: float, offset: int = 60) -> int:
    """The millisecond at which a clock so far east of UTC shows an hour on a day of the collection."""
    since = dt.datetime.fromordinal(FIRST + day) - dt.datetime(1970, 1, 1) + dt.timedelta(hours=hour, minutes=-offset)
    return int(since.total_seconds() * 1000)


def answer(day: int, button: int = 3, kind: int = REVIEW, *, hour: float = 20, interval: int = 5) -> AnkiReview:
    ease = 0 if kind in (FILTERED, BY_HAND) else 2500
    return AnkiReview(moment(day, hour), 1, button, interval, ease, 4_000, kind)


def known(*log: AnkiReview, card: AnkiCard = CARD, offset: int | None = 60) -> Known:
    collection = Collection(FIRST, offset, 4, {}, {}, (), (card,), AnkiLog(log))
    return known_of(collection, {1: "c"}, 60).get("c", Known())


def counted(found: Known) -> list[bool]:
    return [not review.cram for review in found.reviews]


# In


def test_an_answer_keeps_its_time_its_button_and_how_long_it_took() -> None:
    (review,) = known(answer(3, 2, LEARN, hour=21.5)).reviews
    assert review.at.local == dt.datetime(2026, 1, 4, 21, 30)
    assert (review.rating, review.form, review.took, review.cram) == (Rating.HARD, "flashcard", 4_000, False)


def test_an_answer_before_four_in_the_morning_is_of_the_day_before() -> None:
    late, early = known(answer(0, 3, LEARN, hour=27.9), answer(1, hour=4.1)).reviews
    assert (late.at.day, early.at.day) == (FIRST, FIRST + 1)


def test_where_the_package_does_not_say_it_the_learners_own_offset_counts() -> None:
    assert known(answer(0, 3, LEARN), offset=None).reviews[0].at.offset == 60
    assert known(answer(0, 3, LEARN), offset=-300).reviews[0].at.offset == -300


def test_the_last_answer_is_due_when_the_card_is_and_the_others_as_they_were_given() -> None:
    found = known(answer(0, 3, LEARN, interval=-600), answer(0, 3, LEARN, hour=20.2, interval=3), answer(3, interval=9))
    assert [review.due - FIRST for review in found.reviews] == [0, 3, 40]


@pytest.mark.parametrize(
    ("card", "due"),
    [
        (CARD._replace(kind=1, queue=1, due=moment(6, 9) // 1000), 6),
        (CARD._replace(kind=3, queue=3, due=7), 7),
        (CARD._replace(due=-100, home=9, home_due=15), 15),
        (CARD._replace(queue=-1), 40),
        (CARD._replace(due=2), 5),
    ],
    ids=[
        "learning",
        "relearning on a later day",
        "in a deck of its own",
        "suspended",
        "overdue before its last answer",
    ],
)
def test_a_due_day_is_found_wherever_anki_keeps_it(card: AnkiCard, due: int) -> None:
    assert known(answer(5, 3, LEARN), card=card).reviews[-1].due - FIRST == due


def test_what_is_no_answer_is_no_review() -> None:
    log = [answer(0, 3, LEARN), answer(1, 0, BY_HAND), answer(2, 0, RESCHEDULED), answer(3, 5), answer(4, -1)]
    assert len(known(*log).reviews) == 1


def test_practice_in_a_filtered_deck_changes_no_memory() -> None:
    found = known(answer(0, 3, LEARN), answer(1, 1, FILTERED), answer(2))
    assert counted(found) == [True, False, True]
    assert [review.due > 0 for review in found.reviews] == [True, False, True]


def test_what_came_before_a_card_was_begun_anew_counts_no_more() -> None:
    before = [answer(0, 3, LEARN), answer(1), answer(2, 0, BY_HAND)]
    assert counted(known(*before, card=CARD._replace(kind=0))) == [False, False]
    again = known(*before, answer(3, 3, LEARN), answer(3, 3, LEARN, hour=21), answer(9))
    assert (counted(again), again.before, again.cut) == ([False, False, True, True, True], 2, False)


def test_a_log_that_lacks_its_beginning_is_known_for_that() -> None:
    assert known(answer(5), answer(9)).cut
    assert not known(answer(1, 3, LEARN), answer(9)).cut


def test_marks_come_along_without_any_answer() -> None:
    assert known(card=CARD._replace(kind=0, queue=-1)) == Known(suspended=True)
    assert known(card=CARD._replace(kind=0, queue=0, flags=4)) == Known(flagged=True)
    assert known(card=CARD._replace(kind=0, queue=-2)) == Known()


# Out


def lived(*days: tuple[int, int]) -> Past:
    memory: Memory | None = None
    reviews: list[Review] = []
    for place, (day, rating) in enumerate(days):
        review = Review("c", Moment(moment(day, 20) + place, 60), Rating(rating), "typed", due=FIRST + day + 4)
        memory = PLAN.after(memory, review)
        reviews.append(review)
    return Past(tuple(reviews), memory)


def kinds(past: Past) -> list[int]:
    return [row[-1] for row in log_rows([(1, past)], PLAN)]


def test_answers_get_the_kinds_that_anki_counts_memory_by() -> None:
    assert kinds(lived((0, 1), (0, 3), (2, 3), (9, 1), (9, 3), (12, 3))) == [
        LEARN, LEARN, REVIEW, REVIEW, RELEARN, REVIEW,
    ]  # fmt: skip
    crammed = lived((0, 3), (1, 1), (2, 3))
    practice = replace(crammed.reviews[1], cram=True, due=0)
    assert kinds(replace(crammed, reviews=(crammed.reviews[0], practice, crammed.reviews[2]))) == [0, FILTERED, 1]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_no_two_answers_have_the_same_millisecond(offsets: Sequence[int]) -> None:
    reviews = tuple(Review("c", Moment(moment(0, 20) + ms, 60), Rating(3), "typed", due=FIRST + 1) for ms in offsets)
    rows = list(log_rows([(1, Past(reviews)), (2, Past(reviews))], PLAN))
    assert len({row[0] for row in rows}) == len(rows) == 2 * len(offsets)
    assert [row[3] for row in rows] == [3] * len(rows)


def test_a_clock_that_ran_backwards_is_no_time_that_anki_minds() -> None:
    took = [replace(lived((0, 3)).reviews[0], took=ms) for ms in (-5, 4_000, 1 << 40)]
    assert [row[7] for row in log_rows([(1, Past(tuple(took)))], PLAN)] == [0, 4_000, 86_400_000]


@pytest.mark.parametrize("offset", [-600, 0, 60, 330, 840])
def test_ankis_first_day_is_that_of_the_first_answer(offset: int) -> None:
    review = Review("c", Moment(moment(0, 5, offset), offset), Rating(3), "typed")
    start = start_of([Past((review,))], Moment(moment(30, 2, offset), offset))
    assert (start.day, start.local.hour, start.local.minute) == (FIRST, 4, 0)
    assert start_of([], Moment(moment(30, 2, offset), offset)).day == FIRST + 29


def test_a_card_that_was_never_asked_is_new_in_its_place() -> None:
    assert schedule_of(Past(), 7, FIRST, PLAN)[:3] == (0, 0, 7)
    assert schedule_of(Past(suspended=True), 7, FIRST, PLAN)[:3] == (0, -1, 7)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), min_size=1, max_size=8))
def test_what_went_out_comes_in_as_it_was(days: list[tuple[int, int]]) -> None:
    past = lived(*sorted(days, key=lambda pair: pair[0]))
    assert past.memory
    rows = [
        AnkiReview(at, card, button, ivl, ease, took, kind)
        for at, card, _, button, ivl, _, ease, took, kind in log_rows([(1, past)], PLAN)
    ]
    kind, queue, due = schedule_of(past, 1, FIRST, PLAN)[:3]
    back = known(*rows, card=CARD._replace(kind=kind, queue=queue, due=due)).reviews
    assert [replace(review, form="typed") for review in back] == list(past.reviews)
