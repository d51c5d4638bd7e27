"""EDTF values: reading and writing them, their days, and how a person sees them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.dates import (
    Edtf,
    EdtfError,
    Point,
    Precision,
    between,
    civil,
    covers,
    date_of,
    days_in,
    edtf,
    human,
    ordinal,
    overlaps,
    single,
)

YEARS = st.integers(-9999, 9999)
MARKS = st.sampled_from(["", "~", "?", "%"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """EDTF of one point."""
    year = draw(YEARS)
    sign, digits = "-" if year < 0 else "", f"{abs(year):04d}"
    month = draw(st.integers(1, 12))
    kind = draw(st.sampled_from(["century", "decade", "year", "season", "month", "day"]))
    tails = {
        "century": digits[:2] + "XX",
        "decade": digits[:3] + "X",
        "year": digits,
        "season": f"{digits}-{draw(st.integers(21, 24))}",
        "month": f"{digits}-{month:02d}",
        "day": f"{digits}-{month:02d}-{draw(st.integers(1, days_in(year, month))):02d}",
    }
    return sign + tails[kind] + draw(MARKS)


@st.composite
def dates(draw: st.DrawFn) -> Edtf:
    """Any date, range or open range."""
    start, end = (edtf(draw(texts())).start for _ in range(2))
    assert start is not None
    assert end is not None
    form = draw(st.sampled_from(["single", "range", "from", "until"]))
    if form == "single":
        return single(start)
    if form == "range":
        return between(*sorted((start, end), key=lambda point: (point.earliest, point.latest)))
    return between(start, None) if form == "from" else between(None, end)


@given(dates())
@settings(max_examples=150, deadline=None)
def test_a_date_written_and_read_again_is_the_same(when: Edtf) -> None:
    assert edtf(str(when)) == when


@given(dates())
@settings(max_examples=150, deadline=None)
def test_no_date_ends_before_it_starts(when: Edtf) -> None:
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest


@given(dates())
@settings(max_examples=150, deadline=None)
def test_every_date_covers_and_overlaps_itself_and_can_be_shown(when: Edtf) -> None:
    assert covers(when, when)
    assert overlaps(when, when)
    assert human(when) == human(when).strip()
    assert human(when, short=True)


@given(st.dates())
@settings(max_examples=150, deadline=None)
def test_days_are_counted_as_python_counts_them(day: date) -> None:
    assert ordinal(day.year, day.month, day.day) == day.toordinal()
    assert civil(day.toordinal()) == (day.year, day.month, day.day)


@given(st.integers(-4_000_000, 4_000_000))
@settings(max_examples=150, deadline=None)
def test_the_day_after_31_december_is_1_january_in_every_year(number: int) -> None:
    year, month, day = civil(number)
    assert ordinal(year, month, day) == number
    assert ordinal(year + 1, 1, 1) - ordinal(year, 12, 31) == 1


ENDS = st.just("..") | st.tuples(
    st.sampled_from(["1953", "195X", "19XX", "-0043", "-0000", "53"]),
    st.sampled_from(["", "-06", "-22", "-06-26", "-02-30", "-13"]),
    st.sampled_from(["", "~", "?", "%", "~?"]),
).map("".join)


@given(ENDS | st.tuples(ENDS, ENDS).map("/".join) | st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_either_is_a_date_or_says_what_is_wrong(text: str) -> None:
    try:
        when = edtf(text)
    except EdtfError as error:
        message = str(error)
    else:
        message = str(when)
        assert edtf(message) == when
    assert message


def test_the_parts_of_a_date_are_what_was_written() -> None:
    assert edtf("1953-06-26").start == Point(1953, 6, 26, precision=Precision.DAY)
    assert edtf("1953-22").start == Point(1953, season=22, precision=Precision.SEASON)
    assert edtf("1953%").start == Point(1953, approximate=True, uncertain=True)
    assert edtf("195X").start == Point(1950, precision=Precision.DECADE)
    assert edtf("19XX").start == Point(1900, precision=Precision.CENTURY)
    assert edtf("-0043").first_year == -43


def test_a_range_knows_its_ends_and_its_coarser_precision() -> None:
    term = edtf("1953-03/1953-06-26")
    assert term.is_range
    assert (term.first_year, term.last_year, term.precision) == (1953, 1953, Precision.MONTH)
    assert edtf("1953~/1955").approximate
    assert not edtf("1953/1955?").approximate
    assert edtf("1953/1955?").uncertain


def test_a_range_from_a_date_to_itself_is_that_date() -> None:
    assert edtf("1953/1953") == edtf("1953")
    assert not edtf("1953/1953").is_range


def test_an_open_end_has_no_day_and_no_year() -> None:
    assert (edtf("../1953").earliest, edtf("../1953").first_year) == (None, None)
    assert (edtf("1953/..").latest, edtf("1953/..").last_year) == (None, None)
    assert edtf("1953/..").precision is Precision.YEAR


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1953", (1953, 1, 1), (1953, 12, 31)),
        ("1956-02", (1956, 2, 1), (1956, 2, 29)),
        ("1953-06-26", (1953, 6, 26), (1953, 6, 26)),
        ("1953-21", (1953, 3, 1), (1953, 5, 31)),
        ("1953-24", (1953, 12, 1), (1954, 2, 28)),
        ("195X", (1950, 1, 1), (1959, 12, 31)),
        ("19XX", (1900, 1, 1), (1999, 12, 31)),
        ("-0043", (-43, 1, 1), (-43, 12, 31)),
        ("-00XX", (-99, 1, 1), (0, 12, 31)),
        ("0000-02", (0, 2, 1), (0, 2, 29)),
        ("1953-03/1955", (1953, 3, 1), (1955, 12, 31)),
    ],
)
def test_a_date_lasts_from_its_first_day_to_its_last(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    when = edtf(text)
    assert when.earliest is not None
    assert when.latest is not None
    assert (civil(when.earliest), civil(when.latest)) == (first, last)


def test_the_last_day_before_christ_is_day_0() -> None:
    assert ordinal(1, 1, 1) == 1
    assert edtf("0000-12-31").latest == 0
    assert (
        edtf("-0043-03-15").latest == date(400 - 43, 3, 15).toordinal() - 146_097
    )  # the calendar repeats every 400 years


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no date here"),
        ("1953-06-31", "there is no 31 June"),
        ("1953-02-29", "there is no 29 February in 1953"),
        ("1900-02-29", "there is no 29 February in 1900"),
        ("-0043-02-29", "there is no 29 February in 44 BC"),
        ("1953-13", "a month is 01 to 12"),
        ("1953-00", "a month is 01 to 12"),
        ("1953-55", "write 1953/1955 for a range"),
        ("1953-06-00", "a day is 01 to 31"),
        ("1953-1955", "write 1953/1955 for a range"),
        ("1953–1955", "write 1953/1955 for a range"),
        ("1953..1955", "write 1953/1955 for a range"),
        ("1953/55", "write both years in full: 1953/1955"),
        ("1953/06", "write 1953-06 for a month"),
        ("1955/1953", "the range ends before it starts: did you mean 1953/1955?"),
        ("1953/1954/1955", "a range has two ends"),
        ("/1953", "write .. for an open end"),
        ("../..", "a range needs at least one end"),
        ("1953-6-26", "with two digits: 1953-06-26"),
        ("44", "write a year with four digits: 0044"),
        ("-44", "44 BC is -0043"),
        ("-0000", "there is no year -0000"),
        ("12345", "a year has four digits"),
        ("Y170000", "a year has four digits"),
        ("195X-03", "a decade or century has no month"),
        ("1953-22-01", "a month is 01 to 12"),
        ("c. 1953", "write 1953~ for about 1953"),
        ("the 1950s", "write 195X for the 1950s"),
        ("26 June 1953", "write a date as 1953, 1953-06 or 1953-06-26"),
        ("١٩٥٣", "write a date as"),
        ("1" * 1_000_000, "a date is not that long"),
    ],
)
def test_what_is_no_date_is_refused_with_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(EdtfError) as refused:
        edtf(text)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1953-06-26", "26 June 1953"),
        ("1953-06", "June 1953"),
        ("1953", "1953"),
        ("1953~", "about 1953"),
        ("1953-03?", "perhaps March 1953"),
        ("1953%", "perhaps about 1953"),
        ("1953/1955", "1953–1955"),
        ("1953~/1955~", "about 1953–1955"),
        ("1953/1955~", "1953 – about 1955"),
        ("1953-03/1953-06", "March–June 1953"),
        ("1953-03/1954-06", "March 1953 – June 1954"),
        ("1953-06-26/1953-12-24", "26 June – 24 December 1953"),
        ("1953-06-26/1953-06-28", "26–28 June 1953"),
        ("1953-12-31/1954-01-02", "31 December 1953 – 2 January 1954"),
        ("1953-03/1953-06-26", "March 1953 – 26 June 1953"),
        ("../1953", "until 1953"),
        ("1953-06/..", "from June 1953"),
        ("195X", "the 1950s"),
        ("190X", "1900–1909"),
        ("19XX", "the 20th century"),
        ("18XX?", "perhaps the 19th century"),
        ("20XX", "the 21st century"),
        ("10XX", "the 11th century"),
        ("1953-22", "summer 1953"),
        ("1953-22/1953-23", "summer–autumn 1953"),
        ("-0043", "44 BC"),
        ("-0043-03-15", "15 March 44 BC"),
        ("0000", "1 BC"),
        ("-0048/-0043", "49–44 BC"),
        ("-0043/0014", "44 BC – AD 14"),
        ("0014/0037", "AD 14–37"),
        ("-04XX", "the 5th century BC"),
        ("-004X", "50–41 BC"),
        ("0079", "AD 79"),
        ("0079-08", "August AD 79"),
        ("0476", "476"),
        ("1954-01~/1954-04~", "early 1954"),
        ("1954-05~/1954-08~", "mid-1954"),
        ("1954-09%/1954-12%", "perhaps late 1954"),
        ("1956-02-21~/1956-02-29~", "late February 1956"),
        ("1954-01/1954-04", "January–April 1954"),
    ],
)
def test_a_date_is_shown_in_plain_english(text: str, shown: str) -> None:
    assert human(edtf(text)) == shown


def test_a_short_date_has_a_short_month_and_short_marks() -> None:
    assert human(edtf("1953-06-26"), short=True) == "26 Jun 1953"
    assert human(edtf("1953-06-26/1953-12-24"), short=True) == "26 Jun – 24 Dec 1953"
    assert human(edtf("1953~"), short=True) == "c. 1953"
    assert human(edtf("1953%"), short=True) == "c. 1953?"


def test_a_year_covers_its_days_and_an_open_range_goes_on_for_ever() -> None:
    assert covers(edtf("1953"), edtf("1953-06-26"))
    assert not covers(edtf("1953-06-26"), edtf("1953"))
    assert covers(edtf("1953/.."), edtf("2020"))
    assert not covers(edtf("1953/1955"), edtf("1953/.."))
    assert covers(edtf("../1953"), edtf("-0043"))


def test_dates_overlap_when_they_share_a_day() -> None:
    assert overlaps(edtf("1953/1955"), edtf("1955-12-31"))
    assert not overlaps(edtf("1953/1955"), edtf("1956"))
    assert overlaps(edtf("../1953"), edtf("1953/.."))


def test_a_date_can_be_built_from_numbers_and_is_checked() -> None:
    assert date_of(1953, 6, 26) == edtf("1953-06-26")
    assert date_of(1953, 22) == edtf("1953-22")
    with pytest.raises(EdtfError, match="no 31 June"):
        date_of(1953, 6, 31)
