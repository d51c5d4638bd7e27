"""Days, weeks and the shades of a calendar."""

import datetime as dt

from destal_cli.core.days import DayScore, monday, shades, stretch, together, weeks_of

MONDAY = dt.date(2026, 11, 2).toordinal()


def test_days_without_an_answer_are_there_too() -> None:
    one = DayScore(MONDAY + 1, reviews=2)
    assert stretch({MONDAY + 1: one}, MONDAY, MONDAY + 2) == (DayScore(MONDAY), one, DayScore(MONDAY + 2))


def test_days_put_together_add_up() -> None:
    days = [DayScore(MONDAY, 2, 1, 2, 1, 500), DayScore(MONDAY + 1), DayScore(MONDAY + 7, 3, 0, 2, 2, 700)]
    assert together(days, MONDAY) == DayScore(MONDAY, 5, 1, 4, 3, 1200)
    assert together(days, MONDAY).recall == 0.75
    assert weeks_of(days) == (DayScore(MONDAY, 2, 1, 2, 1, 500), DayScore(MONDAY + 7, 3, 0, 2, 2, 700))
    assert together([], MONDAY) == DayScore(MONDAY)


def test_a_day_is_shaded_by_quarters_of_what_nine_of_ten_days_stay_within() -> None:
    assert shades([]) == (0, 0, 0)
    assert shades([0, 1]) == (0, 0, 0)
    assert shades([0, 8, 4]) == (2, 4, 6)
    assert shades([*range(4, 40, 4), 1000]) == (9, 18, 27)


def test_monday_is_the_first_day_of_a_week() -> None:
    assert [monday(MONDAY + day) - MONDAY for day in (-1, 0, 3, 6, 7)] == [-7, 0, 0, 0, 7]
