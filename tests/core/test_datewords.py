"""Dates as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.dates import MONTHS, Edtf, covers, date_of, days_in, edtf, human
from destal_cli.core.datewords import LONGEST, Reading, read_date

SPAN = (1917, 1991)

DAYS = st.tuples(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31)).filter(
    lambda day: day[2] <= days_in(day[0], day[1])
)


def read(text: str, *, day_first: bool = True, span: tuple[int, int] | None = None) -> str:
    """EDTF of what is read, or nothing."""
    reading = read_date(text, day_first=day_first, span=span)
    return str(reading.date) if reading and reading.date else ""


@pytest.mark.parametrize(
    "text",
    [
        "26 June 1953",
        "June 26th, 1953",
        "June 26 1953",
        "26th June 1953",
        "the 26th of June 1953",
        "the 26th day of June, 1953",
        "on 26 June 1953",
        "it was on 26 June 1953",
        "I think it was the 26th of June, 1953.",
        "Friday, 26 June 1953",
        "26 JUNE 1953",
        "  26   june ,  1953 . ",
        "26. June 1953",
        "26 Jun. 1953",
        "26-Jun-1953",
        "26/jun/1953",
        "26june1953",
        "jun 26, 1953!",
        "1953 June 26",
        "1953, 26 June",
        "1953-06-26",
        "1953.06.26",
        "1953/06/26",
        "1953/6/26",
        "19530626",
        "26.06.1953",
        "26. 6. 1953",
        "26/6/1953",
        "26-06-1953",
        "26–06–1953",
        "26 6 1953",
        "06/26/1953",
        "26.VI.1953",
        "26 vi 1953",
        "26 июня 1953",
        "26 июня 1953 г.",
        "26-го июня 1953 года",
        "２６ June １９５３",
        "٢٦ June ١٩٥٣",
        "26\u00a0June\u00a01953",
        "26\u200b June 1953",
        '"26 June 1953"',
        "the twenty-sixth of June, nineteen fifty-three",
        "June twenty-six nineteen fifty-three",
        "26 June 1953 AD",
        "26 June 1953, 1953-06-26",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == "1953-06-26"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1953", "1953"),
        ("in 1953", "1953"),
        ("the year 1953", "1953"),
        ("1953.", "1953"),
        ("(1953)", "1953"),
        ("１９５３", "1953"),
        ("в 1953 году", "1953"),
        ("nineteen fifty-three", "1953"),
        ("nineteen hundred and fifty three", "1953"),
        ("one thousand nine hundred and fifty-three", "1953"),
        ("nineteen hundred and five", "1905"),
        ("nineteen oh five", "1905"),
        ("nineteen hundred", "1900"),
        ("ten sixty-six", "1066"),
        ("two thousand and five", "2005"),
        ("twenty twenty", "2020"),
        ("four hundred and seventy-six", "0476"),
        ("June 1953", "1953-06"),
        ("June, 1953", "1953-06"),
        ("jun. 1953", "1953-06"),
        ("June of 1953", "1953-06"),
        ("1953 June", "1953-06"),
        ("12/1955", "1955-12"),
        ("12.1955", "1955-12"),
        ("VI/1953", "1953-06"),
        ("Sept 1953", "1953-09"),
        ("июнь 1953", "1953-06"),
        ("в июне 1953", "1953-06"),
        ("summer 1953", "1953-22"),
        ("in the summer of 1953", "1953-22"),
        ("1953 summer", "1953-22"),
        ("fall 1956", "1956-23"),
        ("летом 1953", "1953-22"),
        ("winter 1953-54", "1953-24"),
        ("winter of 1953/4", "1953-24"),
    ],
)
def test_years_months_and_seasons_are_read(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("44 BC", "-0043"),
        ("44BC", "-0043"),
        ("44 B.C.E.", "-0043"),
        ("44 b. c.", "-0043"),
        ("forty-four BC", "-0043"),
        ("44 до н. э.", "-0043"),
        ("1 BC", "0000"),
        ("March 44 BC", "-0043-03"),
        ("15 March 44 BC", "-0043-03-15"),
        ("March 15, 44 BC", "-0043-03-15"),
        ("49-44 BC", "-0048/-0043"),
        ("149–146 BC", "-0148/-0145"),
        ("44 BC – AD 14", "-0043/0014"),
        ("14-37 AD", "0014/0037"),
        ("AD 79", "0079"),
        ("79 CE", "0079"),
        ("24 August AD 79", "0079-08-24"),
        ("1953 AD", "1953"),
        ("5th-4th century BC", "-04XX/-03XX"),
        ("2nd century BC", "-01XX"),
    ],
)
def test_eras_are_read(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 1953 until 1955", "1953/1955"),
        ("between 1953 and 1955", "1953/1955"),
        ("1953 to 1955", "1953/1955"),
        ("1953 through 55", "1953/1955"),
        ("1953-1955", "1953/1955"),
        ("1953 – 1955", "1953/1955"),
        ("1953..1955", "1953/1955"),
        ("1953–55", "1953/1955"),
        ("1953-55", "1953/1955"),
        ("1953/55", "1953/1955"),
        ("1953-5", "1953/1955"),
        ("1905–07", "1905/1907"),
        ("1919-21", "1919/1921"),
        ("53-55", "1953/1955"),
        ("с 1953 по 1955", "1953/1955"),
        ("nineteen fifty to nineteen fifty-five", "1950/1955"),
        ("between nineteen hundred and nineteen hundred and five", "1900/1905"),
        ("March-June 1953", "1953-03/1953-06"),
        ("March–June, 1953", "1953-03/1953-06"),
        ("from March to June 1953", "1953-03/1953-06"),
        ("Mar/Apr 1953", "1953-03/1953-04"),
        ("March 1953 - June 1954", "1953-03/1954-06"),
        ("26-28 June 1953", "1953-06-26/1953-06-28"),
        ("June 26-28, 1953", "1953-06-26/1953-06-28"),
        ("June 5–7, 1953", "1953-06-05/1953-06-07"),
        ("from the 26th to the 28th of June 1953", "1953-06-26/1953-06-28"),
        ("1953-06-26/28", "1953-06-26/1953-06-28"),
        ("the night of 26/27 June 1953", "1953-06-26/1953-06-27"),
        ("26.06.-28.06.1953", "1953-06-26/1953-06-28"),
        ("26 June - 24 December 1953", "1953-06-26/1953-12-24"),
        ("26/6/1953 - 24/12/1953", "1953-06-26/1953-12-24"),
        ("1953-06-26 to 1953-12-24", "1953-06-26/1953-12-24"),
        ("summer-autumn 1953", "1953-22/1953-23"),
        ("mid-1953 to early 1954", "1953-05~/1954-04~"),
        ("1850s-60s", "185X/186X"),
        ("since 1953", "1953/.."),
        ("from June 1953 onwards", "1953-06/.."),
        ("until 1953", "../1953"),
        ("up to 5 March 1953", "../1953-03-05"),
        ("до 1953", "../1953"),
    ],
)
def test_ranges_are_read_and_each_end_lends_the_other_what_it_lacks(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c. 1953", "1953~"),
        ("c1953", "1953~"),
        ("ca 1953", "1953~"),
        ("circa June 1953", "1953-06~"),
        ("about 1953", "1953~"),
        ("around 26 June 1953", "1953-06-26~"),
        ("~1953", "1953~"),
        ("1953 or so", "1953~"),
        ("in or about 1953", "1953~"),
        ("1953ish", "1953~"),
        ("about 1953-55", "1953~/1955~"),
        ("около 1953", "1953~"),
        ("26 June 1953?", "1953-06-26?"),
        ("perhaps 1953", "1953?"),
        ("may be about 1953", "1953%"),
        ("early 1954", "1954-01~/1954-04~"),
        ("mid-1954", "1954-05~/1954-08~"),
        ("mid 1954", "1954-05~/1954-08~"),
        ("late 1953", "1953-09~/1953-12~"),
        ("at the end of 1953", "1953-09~/1953-12~"),
        ("early June 1953", "1953-06-01~/1953-06-10~"),
        ("mid-June 1953", "1953-06-11~/1953-06-20~"),
        ("late February 1956", "1956-02-21~/1956-02-29~"),
        ("early summer 1953", "1953-22~"),
        ("first half of 1953", "1953-01/1953-06"),
        ("second half of the 1950s", "1955/1959"),
        ("the 1930s", "193X"),
        ("1930's", "193X"),
        ("the '30s", "193X"),
        ("thirties", "193X"),
        ("the nineteen thirties", "193X"),
        ("30-е годы", "193X"),
        ("1950-х годов", "195X"),
        ("mid-1950s", "1954~/1956~"),
        ("early 1950s", "1950~/1953~"),
        ("20th century", "19XX"),
        ("the twentieth century", "19XX"),
        ("20th c.", "19XX"),
        ("XX век", "19XX"),
        ("the 1900s", "19XX"),
        ("early 20th century", "1900~/1933~"),
    ],
)
def test_vague_dates_are_read_as_what_they_can_mean(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("June 26th", 6, 26),
        ("26 June", 6, 26),
        ("the 26th of June", 6, 26),
        ("26/6", 6, 26),
        ("26.06.", 6, 26),
        ("6/26", 6, 26),
        ("29 February", 2, 29),
        ("June", 6, 0),
        ("the 26th", 0, 26),
    ],
)
def test_a_day_or_month_without_a_year_is_kept_without_a_date(text: str, month: int, day: int) -> None:
    assert read_date(text) == Reading(None, month=month, day=day)


@pytest.mark.parametrize(
    ("text", "day_first", "expected", "note"),
    [
        ("03/04/1953", True, "1953-04-03", "read as 3 April 1953: day first"),
        ("03/04/1953", False, "1953-03-04", "read as 4 March 1953: month first"),
        ("3.4.53", True, "1953-04-03", "read as 3 April 1953: day first"),
        ("4/4/1953", True, "1953-04-04", ""),
        ("26/06/1953", False, "1953-06-26", ""),
        ("06/26/1953", True, "1953-06-26", ""),
        ("26/6/53", True, "1953-06-26", "read as 26 June 1953"),
        ("jun 53", True, "1953-06", "read as June 1953"),
        ("Jun-53", True, "1953-06", "read as June 1953"),
        ("June '05", True, "1905-06", "read as June 1905"),
        ("12/55", True, "1955-12", "read as December 1955"),
        ("53", True, "1953", "read as 1953"),
        ("1953-5", True, "1953/1955", "read as 1953–1955"),
        ("1905-07", True, "1905-07", "read as July 1905"),
        ("1953-03", True, "1953-03", ""),
        ("the 1900s", True, "19XX", "read as the 20th century"),
        ("25 Febuary 1956", True, "1956-02-25", "read as 25 February 1956"),
        ("Jully 1953", True, "1953-07", "read as July 1953"),
        ("Spetember 1953", True, "1953-09", "read as September 1953"),
    ],
)
def test_what_was_ambiguous_is_said(text: str, day_first: bool, expected: str, note: str) -> None:
    assert read_date(text, day_first=day_first) == Reading(edtf(expected), note)


def test_an_ambiguous_day_without_a_year_says_so_too() -> None:
    assert read_date("3/4") == Reading(None, "read as 3 April: day first", month=4, day=3)


@pytest.mark.parametrize(
    ("span", "year"),
    [
        (None, "1953"),
        ((1917, 1991), "1953"),
        ((1850, 1860), "1853"),
        ((1800, 2000), "1953"),
        ((1700, 1740), "1753"),
        ((1980, 2010), "1953"),
        ((2030, 2060), "2053"),
    ],
)
def test_a_year_of_two_digits_is_the_one_nearest_to_the_span(span: tuple[int, int] | None, year: str) -> None:
    assert read("'53", span=span) == year


@pytest.mark.parametrize(
    "text",
    ["1953 or 1954", "1953, 1954", "1953 1954", "26 or 27 June 1953", "late 1953 or early 1954", "5 and 7 March 1953"],
)
def test_dates_to_choose_from_are_counted(text: str) -> None:
    assert read_date(text) == Reading(None, alternatives=2)


@pytest.mark.parametrize(
    "text",
    ["not 1953", "it wasn't 1953", "1953, not 1954", "never in June 1953", "не 1953", "anything but 1953", "not '53"],
)
def test_a_negation_is_seen(text: str) -> None:
    assert read_date(text) == Reading(None, negated=True)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("31 June 1953", "there is no 31 June"),
        ("31 June", "there is no 31 June"),
        ("29 February 1953", "there is no 29 February in 1953"),
        ("32 June 1953", "there is no 32 June"),
        ("1953-02-30", "there is no 30 February"),
        ("1955-1953", "the range ends before it starts: did you mean 1953/1955?"),
        ("before 1953", "before or after is no date: say from when or until when"),
        ("after June 1953", "before or after is no date: say from when or until when"),
    ],
)
def test_a_date_that_cannot_be_says_why(text: str, note: str) -> None:
    assert read_date(text) == Reading(None, note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "-",
        "hello",
        "1953 soldiers",
        "5",
        "12345",
        "1.953",
        "99/99/1953",
        "26 1953",
        "1953 - present",
        "the day before 26 June 1953 was cold",
        "0 BC",
        "¼ 1953",
        "Stalin",
        "26 Juin Juillet",
    ],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read_date(text) is None or read(text) == ""


def test_a_text_that_is_too_long_is_not_looked_at() -> None:
    assert read_date("1953" + " " * LONGEST) is None
    assert read_date("ﷺ" * LONGEST) is None
    assert read_date("1" * 10_000_000) is None


@given(DAYS, st.sampled_from(["year", "month", "day"]), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_date_that_the_program_shows_is_read_back_as_itself(
    day: tuple[int, int, int], precision: str, bc: bool, short: bool, day_first: bool
) -> None:
    year = 1 - day[0] if bc else day[0]
    if day[1:] == (2, 29):
        day = (day[0], 2, 28)
    shown = date_of(year, *day[1 : {"year": 1, "month": 2, "day": 3}[precision]])
    reading = read_date(human(shown, short=short), day_first=day_first, span=SPAN)
    assert reading == Reading(shown)


@given(DAYS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_same_day_is_read_from_every_form(day: tuple[int, int, int], day_first: bool) -> None:
    year, month, number = day
    written = f"{year:04d}"
    first, second = (number, month) if day_first else (month, number)
    for text in (
        f"{number} {MONTHS[month - 1]} {written}",
        f"{MONTHS[month - 1][:3]}. {number}, {written}",
        f"{written}-{month:02d}-{number:02d}",
        f"{first}/{second}/{written}",
        f"{first:02d}.{second:02d}.{written}",
        f"the {number}th of {MONTHS[month - 1].upper()}, {written}",
    ):
        assert read(text, day_first=day_first) == str(date_of(*day))


@given(
    st.sampled_from(
        ["1953", "1953-03", "1953-06-26", "1953/1955", "1953~", "195X", "19XX", "-0043", "1953-22", "1953/.."]
    )
)
def test_edtf_is_read_as_it_stands(text: str) -> None:
    assert read_date(text) == Reading(edtf(text))


NUMBERS = ("26", "26th", "5", "06", "53", "'53", "1953", "0753", "0000", "99", "12345", "1950s", "VI", "XX")
NAMES = (
    "June",
    "jun",
    "May",
    "июня",
    "summer",
    "winter",
    "century",
    "BC",
    "AD",
    "thirties",
    "first",
    "second",
    "nineteen",
)
MORE = (
    "hundred",
    "fifty",
    "three",
    "oh",
    "early",
    "mid",
    "late",
    "c.",
    "about",
    "of",
    "в",
    "的",
    "\u0301",
    "\ud800",
    "n't",
)
JOINS = (
    "-",
    "–",
    "/",
    ".",
    "..",
    ",",
    "?",
    "~",
    "not",
    "or",
    "and",
    "to",
    "from",
    "until",
    "between",
    "since",
    "before",
)
PIECES = st.lists(st.sampled_from(NUMBERS + NAMES + MORE + JOINS), max_size=12)


@given(st.one_of(st.text(max_size=250), PIECES.map(" ".join), PIECES.map("".join)))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_read_without_an_error(text: str) -> None:
    for day_first, span in ((True, None), (False, SPAN), (True, (-500, 14))):
        reading = read_date(text, day_first=day_first, span=span)
        if reading and reading.date:
            assert edtf(str(reading.date)) == reading.date
            assert human(reading.date)


@given(st.integers(1000, 2999), st.integers(1000, 2999))
@settings(max_examples=100, deadline=None)
def test_two_years_are_never_read_as_one(a: int, b: int) -> None:
    both = [read_date(f"{a}{join}{b}") for join in (" or ", ", ", " and ", " ", "-", " to ")]
    dates: list[Edtf] = [reading.date for reading in both if reading and reading.date]
    assert all(covers(date, date_of(a)) and covers(date, date_of(b)) for date in dates)
