"""The learner's clock is never overruled, and what cannot be right is said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.clock import AWAY, TRAVEL, Clock, is_leap, seems

TODAY = dt.date(2027, 1, 15).toordinal()


@pytest.mark.parametrize(
    ("newest", "found"),
    [
        (None, Clock.LIKELY),
        (TODAY, Clock.LIKELY),
        (TODAY - 31, Clock.LIKELY),  # a holiday
        (TODAY - 400, Clock.LIKELY),  # a year off
        (TODAY + 1, Clock.LIKELY),  # over the date line
        (TODAY + 2, Clock.LIKELY),
        (TODAY + 3, Clock.BEHIND),
        (TODAY + 365, Clock.BEHIND),
        (dt.date(2099, 3, 1).toordinal(), Clock.BEHIND),
        (dt.date(2023, 12, 1).toordinal(), Clock.AHEAD),
        (dt.date(1970, 1, 1).toordinal(), Clock.AHEAD),
    ],
)
def test_a_clock_is_doubted_when_answers_lie_ahead_or_years_behind(newest: int | None, found: Clock) -> None:
    assert seems(TODAY, newest) is found


@given(st.integers(-AWAY, TRAVEL))
def test_whoever_stays_away_for_less_than_three_years_or_travels_is_not_asked(days: int) -> None:
    assert seems(TODAY, TODAY + days) is Clock.LIKELY


@pytest.mark.parametrize(
    ("before", "ahead", "found"),
    [
        (TODAY - 1, [TODAY + 26_000, TODAY + 26_001], True),  # 2099, and back
        (TODAY - 1, [TODAY + 30], True),  # a month ahead by mistake
        (TODAY - 5, [TODAY + 4, TODAY + 5], False),  # studied daily; the clock of today is a few days behind
        (None, [TODAY + 365], False),  # every answer lies ahead: it is today's clock that is wrong
        (TODAY - 1, [], False),
    ],
)
def test_answers_from_the_future_are_mistakes_only_where_the_clock_leapt(
    before: int | None, ahead: list[int], found: bool
) -> None:
    assert is_leap(before, ahead) is found
