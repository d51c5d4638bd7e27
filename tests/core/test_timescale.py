"""Places along a scale: true to time, long gaps broken out by name, labels that never touch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.dates import edtf, ordinal
from destal_cli.core.timeline import By
from destal_cli.core.timescale import Scale, scale_for, spread, ticks


def scale(*dates: str, start: int, end: int, length: float = 1000.0) -> Scale:
    """A scale from the beginning of one year to that of another, with these dates on it."""
    return scale_for(map(edtf, dates), ordinal(start, 1, 1), ordinal(end, 1, 1), length, 50.0)


def test_every_day_is_as_long_as_every_other() -> None:
    found = scale("1953", "1956-02-25", start=1953, end=1957)
    march, april = found.at(ordinal(1954, 3, 1)), found.at(ordinal(1954, 4, 1))
    assert march - found.at(ordinal(1954, 1, 30)) == pytest.approx(30 * found.rate)
    assert april - march == pytest.approx(31 * found.rate)
    assert (found.at(found.start), found.at(found.end)) == (0, 1000)


def test_days_beyond_the_scale_are_at_its_ends() -> None:
    found = scale("1953", start=1953, end=1954)
    assert (found.at(ordinal(1900, 1, 1)), found.at(ordinal(2000, 1, 1))) == (0, 1000)


@pytest.mark.parametrize(
    ("dates", "start", "end", "breaks"),
    [
        (["1961", "1963-06-26", "1989-11-09"], 1961, 1990, ["25 years"]),
        (["1953-03", "1953-06-26", "1955-12", "1956-02-25"], 1953, 1957, ["29 months"]),
        (["1953-03", "1953-06-26", "1954", "1955-12", "1956-02-25"], 1953, 1957, []),
        (["1953/1955", "1956-02"], 1953, 1957, []),
        ([f"{year}" for year in range(1900, 2000, 20)], 1900, 2000, []),
        (["0753", "1953-06-02", "1953-06-28"], 753, 1954, ["1,199 years"]),
        (["1962-10-14", "1962-10-28", "1969-11-22"], 1962, 1970, ["6 years"]),
        (["-0043-03-15", "-0043-09-02", "0410-08-24"], -43, 411, ["452 years"]),
        (["1953-06-26"], 1953, 1954, []),
    ],
)
def test_a_stretch_longer_than_all_that_is_not_empty_is_broken_out(
    dates: list[str], start: int, end: int, breaks: list[str]
) -> None:
    assert [gap.words for gap in scale(*dates, start=start, end=end).breaks] == breaks


def test_a_break_takes_its_own_length_and_no_more() -> None:
    found = scale("1961", "1963-06-26", "1989-11-09", start=1961, end=1990)
    (gap,) = found.breaks
    assert found.at(gap.end) - found.at(gap.start) == pytest.approx(50)
    assert (gap.start, gap.end) == (ordinal(1964, 1, 1), ordinal(1989, 1, 1))


def labels(found: Scale, room: float, by: By = By.DAY) -> list[str]:
    return [f"*{tick.label}" if tick.major else tick.label for tick in ticks(found, room, by)]


def test_labels_are_as_fine_as_there_is_room_for() -> None:
    found = scale("1953", "1954", start=1953, end=1955)
    assert labels(found, 30)[:4] == ["*1953", "Feb", "Mar", "Apr"]
    assert labels(found, 60) == ["*1953", "*1954"]
    assert labels(found, 30, By.YEAR) == ["*1953", "*1954"]
    days = Scale(ordinal(1953, 6, 24), ordinal(1953, 7, 3), 1000.0)
    assert labels(days, 20) == ["*Jun 1953", "25", "26", "27", "28", "29", "30", "*Jul 1953", "2"]


def test_years_are_counted_in_steps_that_are_round_before_christ_too() -> None:
    found = scale("-0099", "-0029", "0040", "0100", start=-149, end=121)
    assert labels(found, 150) == ["*150 BC", "100 BC", "50 BC", "*AD 1", "AD 50", "100"]
    assert labels(found, 150, By.DECADE) == labels(found, 150)


def test_what_follows_a_break_is_labelled() -> None:
    found = scale("1961", "1963-06-26", "1989-11-09", start=1961, end=1990)
    assert labels(found, 100) == ["*1961", "*1962", "*1963", "*1989"]


YEARS = st.integers(-900, 1900)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    dates = [edtf(f"{'-' if year < 0 else ''}{abs(year):04d}-06") for year in draw(st.lists(YEARS, min_size=1))]
    start = min(date.first_year or 0 for date in dates) - draw(st.integers(0, 3))
    end = max(date.first_year or 0 for date in dates) + draw(st.integers(1, 5))
    return scale_for(dates, ordinal(start, 1, 1), ordinal(end, 1, 1), draw(st.floats(200, 2000)), 20.0)


@given(scales(), st.lists(st.integers(-400_000, 800_000)))
def test_a_later_day_is_never_higher_up(found: Scale, days: list[int]) -> None:
    places = [found.at(day) for day in sorted(days)]
    assert all(above <= below + 1e-6 for above, below in pairwise(places))
    assert all(0 <= place <= found.length for place in places)


@given(scales(), st.floats(10, 60), st.sampled_from([By.DECADE, By.YEAR, By.MONTH, By.DAY]))
def test_no_two_labels_of_a_scale_are_nearer_than_the_room(found: Scale, room: float, by: By) -> None:
    marks = ticks(found, room, by)
    places = [found.at(mark.day) for mark in marks]
    assert marks[0].day == found.start
    assert all(below - above >= room for above, below in pairwise(places))
    assert not any(gap.start <= mark.day < gap.end for gap in found.breaks for mark in marks[1:])


# Labels beside a scale.


def test_labels_stay_where_they_want_to_be_when_they_can() -> None:
    assert spread([0, 100, 300], [50, 50, 50], 0, 1000) == [0, 100, 300]


def test_labels_that_would_overlap_part_equally() -> None:
    assert spread([100, 110], [50, 50], 0, 1000) == [80, 130]
    assert spread([0, 10], [50, 50], 0, 1000) == [0, 50]
    assert spread([990, 990], [50, 50], 0, 1000) == [900, 950]


@given(
    st.lists(st.tuples(st.floats(0, 1000), st.floats(1, 90)), max_size=40),
    st.floats(0, 500),
)
def test_labels_never_overlap_and_stay_in_order_and_within_bounds(
    made: list[tuple[float, float]], spare: float
) -> None:
    made.sort()
    wanted, sizes = [place for place, _ in made], [size for _, size in made]
    high = sum(sizes) + spare
    starts = spread(wanted, sizes, 0.0, high)
    ends = [start + size for start, size in zip(starts, sizes, strict=True)]
    assert all(end <= start + 1e-6 for end, start in zip(ends, starts[1:], strict=False))
    assert all(start >= -1e-6 for start in starts)
    assert not starts or starts[-1] + sizes[-1] <= high + 1e-6
