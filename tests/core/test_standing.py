"""How long what waits today takes."""

import datetime as dt
from dataclasses import replace

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review
from destal_cli.core.session import Coming
from destal_cli.core.standing import pace, where_you_stand

MONDAY = dt.date(2026, 11, 2).toordinal()


def answer(number: int, took: int) -> Review:
    return Review("wall/built/when", Moment(number), Rating.GOOD, "typed", took=took, id=number)


def test_the_pace_is_the_median_of_what_was_measured_and_stands() -> None:
    log = [answer(n, took) for n, took in enumerate((0, 4_000, 6_000, 900_000, 70_000), 1)]
    assert pace([]) == 15.0
    assert pace(log[:1]) == 15.0
    assert pace([answer(1, 3), answer(2, 4_000)]) == 4.0  # the first came out of a pipe
    assert pace(log[:3]) == 5.0
    assert pace(log[:4]) == 6.0
    assert pace([*log, replace(log[4], id=6, voids=log[4].id)]) == 6.0


def test_the_minutes_are_the_pace_times_the_cards_of_today() -> None:
    log = [answer(1, 45_000)]
    assert where_you_stand([], Coming(MONDAY, 4, 0, None), 1, log).minutes == 4
    assert where_you_stand([], Coming(MONDAY, 0, 0, None), 0, log).minutes == 0
