"""Date expressions one by one: what they mean, how far they reach, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.build import clean, dates
from destal_cli.build.model import TaggedDate
from destal_cli.core.dates import MONTHS, days_in, human


def tags(text: str) -> list[TaggedDate]:
    return dates.tag(clean.read(text))[0]


def said(text: str) -> str:
    """`words = EDTF` for each date."""
    return " | ".join(f"{tag.text} = {tag.date}" for tag in tags(text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("It fell on Sunday, 25 June 1950, at dawn.", "Sunday, 25 June 1950 = 1950-06-25"),
        ("It fell on the 4th of July, 1776.", "the 4th of July, 1776 = 1776-07-04"),
        ("On Sept. 3, 1939, it fell.", "Sept. 3, 1939 = 1939-09-03"),
        ("On 1953-06-26 and 26.6.1953 and 6/27/1953.", "1953-06-26 = 1953-06-26 | 26.6.1953 = 1953-06-26"
         " | 6/27/1953 = 1953-06-27"),
        ("It fell in August of 1914.", "August of 1914 = 1914-08"),
        ("Men came in May 1950, and in June 20 ships sank.", "May 1950 = 1950-05 | June = 1950-06"),
        ("He was crowned on 25 December 800.", "25 December 800 = 0800-12-25"),
        ("On Christmas Eve 1914 guns fell silent.", "Christmas Eve 1914 = 1914-12-24"),
        ("On New Year’s Day 1959 he fled.", "New Year’s Day 1959 = 1959-01-01"),
    ],
)  # fmt: skip
def test_a_day_or_month_is_read_in_every_order(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("From 1953 to 1955 it held.", "1953 to 1955 = 1953/1955"),
        ("It held from September 1914 until March 1915.", "September 1914 until March 1915 = 1914-09/1915-03"),
        ("It held from October to March 1915.", "October to March 1915 = 1914-10/1915-03"),
        ("In March 1915, after months from October to March, it fell.",
         "March 1915 = 1915-03 | October to March = 1914-10/1915-03"),
        ("Between May and August 1941 it held.", "May and August 1941 = 1941-05/1941-08"),
        ("It held 5 May–7 June 1942.", "5 May–7 June 1942 = 1942-05-05/1942-06-07"),
        ("It held on October 28–31, 1950.", "October 28–31, 1950 = 1950-10-28/1950-10-31"),
        ("On 3/4 July 1943 it fell.", "3/4 July 1943 = 1943-07-03/1943-07-04"),
        ("From the 1st to the 5th of May 1942.", "the 1st to the 5th of May 1942 = 1942-05-01/1942-05-05"),
        ("In 1954-55, 1941/42 and 1776–7.", "1954-55 = 1954/1955 | 1941/42 = 1941/1942 | 1776–7 = 1776/1777"),
        ("The revolt (499–493 BC) failed.", "499–493 BC = -0498/-0492"),
        ("From 27 BC to AD 14 he ruled.", "27 BC to AD 14 = -0026/0014"),
        ("The 13th to the 15th century.", "The 13th to the 15th century = 12XX/14XX"),
        ("It came in 1945 to 1939 again.", "1945 = 1945 | 1939 = 1939"),
    ],
)  # fmt: skip
def test_a_range_has_two_ends_that_lend_each_other_what_they_lack(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("On 1 and 2 September 1939.", "1 = 1939-09-01 | 2 September 1939 = 1939-09-02"),
        ("On May 4 and 5, 1865.", "May 4 = 1865-05-04 | 5, 1865 = 1865-05-05"),
        ("In July, August and September 1943.", "July = 1943-07 | August = 1943-08 | September 1943 = 1943-09"),
        ("In December and January 1942.", "December = 1941-12 | January 1942 = 1942-01"),
        ("In 58 and 50 BC.", "58 = -0057 | 50 BC = -0049"),
        ("The 16th and 17th centuries.", "The 16th = 15XX | 17th centuries = 16XX"),
    ],
)
def test_dates_in_a_list_share_month_year_and_era(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("text", "meant", "narrow"),
    [
        ("In late 1941 it fell.", "late 1941 = 1941", "late 1941"),
        ("By mid-May 1942 it fell.", "mid-May 1942 = 1942-05", "mid-May 1942"),
        ("At the end of March 1944.", "the end of March 1944 = 1944-03", "late March 1944"),
        ("In the latter part of 1944.", "the latter part of 1944 = 1944", "late 1944"),
        ("The first half of the 19th century.", "The first half of the 19th century = 18XX", "1800–1849"),
        ("In the early 1920s.", "the early 1920s = 192X", "about 1920–1923"),
        ("At the end of the 470s BC.", "the end of the 470s BC = -047X", "about 472–470 BC"),
        ("Late in the spring of 1950.", "Late in the spring of 1950 = 1950-21", "spring 1950"),
        ("From early 1943 to the end of 1944.", "early 1943 to the end of 1944 = 1943/1944",
         "about January 1943 – December 1944"),
        ("Born c. 1900, dead by about 1950.", "c. 1900 = 1900~ | about 1950 = 1950~", "about 1900"),
        ("In the winter of 1941-42.", "the winter of 1941-42 = 1941-24", "winter 1941"),
        ("In the 1800s.", "the 1800s = 18XX", "the 19th century"),
        ("The mid-third century BC.", "The mid-third century BC = -02XX", "about 266–234 BC"),
    ],
)  # fmt: skip
def test_a_date_is_the_time_named_and_narrow_the_part_that_is_meant(text: str, meant: str, narrow: str) -> None:
    assert said(text) == meant
    assert human(tags(text)[0].narrow) == narrow


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("In {} he left. That December he came.", "That December = 1941-12"),
        ("In {} he left. The following spring he came.", "The following spring = 1942-21"),
        ("In {} he left. The previous autumn he came.", "The previous autumn = 1940-23"),
        ("In {} he left. Two years later he came.", "Two years later = 1943"),
        ("In {} he left. Two years later, in 1944, he came.", "Two years later = 1944 | 1944 = 1944"),
        ("In {} he left. A decade earlier he came.", "A decade earlier = 1931~"),
        ("In {} he left. Three months later he came.", "Three months later = 1941-08"),
        ("In {} he left, and came at the end of the month.", "the end of the month = 1941-05"),
        ("In {} he left. Later that year he came.", "Later that year = 1941"),
        ("In {} he left. In January of the same year he came.", "January of the same year = 1941-01"),
        ("In {} he left. In March the following year he came.", "March the following year = 1942-03"),
        ("In {} he left. By Christmas he came.", "Christmas = 1941-12-25"),
        ("In {} he left. On the 20th he came.", "the 20th = 1941-05-20"),
        ("In {} he left. In December he came, in January he sat.", "December = 1941-12 | January = 1942-01"),
        ("On 31 {} he left. The next day he came.", "The next day = 1941-06-01"),
        ("On 31 {} he left. On the 5th he came.", "the 5th = 1941-06-05"),
        ("On 31 {} he left. A week later he came.", "A week later = 1941-06-07~"),
        ("In {} he left. Two days later he came.", ""),
        ("In {} he left. In '42 he came.", "'42 = 1942"),
    ],
)
def test_a_date_may_lean_on_the_one_before(text: str, meant: str) -> None:
    first, *later = tags(text.format("May 1941"))
    assert (str(first.date)[:7], first.explicit) == ("1941-05", True)
    assert " | ".join(f"{tag.text} = {tag.date}" for tag in later) == meant
    assert all(tag.explicit == ("1944" in tag.text or "1944" in str(tag.date)) for tag in later)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("It began in 1941. In May, he came.", 1941),
        ("It began in 1941 (the plan was of 1938). In May, he came.", 1941),
        ("It began in 1941 and lasted until 1944. In May, he came.", 1941),
        ("It began in 1941, and men who had fought in 1938 came. In May, he came.", 1941),
        ("It began in 1941, against the 1938 treaty. In May, he came.", 1941),
        ("It began in 1941. They would end it in 1944. In May, he came.", 1941),
        ("It began in 1941. Two years earlier all had been well. In May, he came.", 1941),
        ("It began in 1941, and a film of 1999 tells of it. In May, he came.", 1941),
        ("It began in 1941. In 1999 a film was made. In May, he came.", 1999),
        ("It began in 1941. It was over in 1944. In May, he came.", 1944),
        ("It ran from March 1941 to April 1942. In May, he came.", 1942),
        ("It began in the winter of 1940-41. In May, he came.", 1941),
    ],
)
def test_a_month_without_a_year_belongs_to_the_year_that_the_narrative_is_in(text: str, year: int) -> None:
    assert [str(tag.date) for tag in tags(text) if tag.text == "May"] == [f"{year}-05"]


@pytest.mark.parametrize(
    "text",
    [
        "Of 1500 men and 2000 prisoners, 1,500 died; Resolution 1483 and Flight 1549 came to Room 1408.",
        "General March and the May Queen saw the Long March. May we march? He may fall.",
        "The fall of Rome and the spring offensive, and the second day of 12 days of 300 ships.",
        "At 0400 hours, at 1645 hours, they were 40-80% done, for $1914 or 1999km, in version 1.19.2.",
        "In May it began. That year it ended. The next day, two years later, and in 480 men.",
        "White Christmas is a song by the 5th Army. On the 5th Army's flank stood the 101st.",
        "On 31 February 1941, or 1941-13-45.",
    ],
)
def test_what_is_no_date_or_has_no_year_is_not_tagged(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Rome burned in AD 64. He died on 9 June 68 in Rome.", "AD 64 = 0064 | 9 June 68 = 0068-06-09"),
        ("Rome burned in AD 64. On 4 Sept. 68 Nero died.", "AD 64 = 0064 | 4 Sept. 68 = 0068-09-04"),
        ("Rome burned in AD 64. On June 9, 68, he died.", "AD 64 = 0064 | June 9, 68 = 0068-06-09"),
        ("Rome burned in AD 64. On 1 May and 9 June 68 Titus fell.",
         "AD 64 = 0064 | 1 May = 0068-05-01 | 9 June 68 = 0068-06-09"),
        ("It was said in 1957. He was crowned on 25 December 800.", "1957 = 1957 | 25 December 800 = 0800-12-25"),
        ("He died on 15 March 44 BC. Nero died on 9 June 68 in Rome.", "15 March 44 BC = -0043-03-15"),
        ("It began in 218 BC. He won on 2 August 216.", "218 BC = -0217"),
        ("It began in 1941. Nero died on 9 June 68 in Rome.", "1941 = 1941"),
        ("It began in 1941. On 9 June 68 Germans fell.", "1941 = 1941"),
        ("Nero died on 9 June 68 in Rome.", ""),
    ],
)  # fmt: skip
def test_a_short_year_behind_a_day_is_one_where_years_are_so_short_and_else_there_is_no_date(
    text: str, meant: str
) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 9 June 68 ships sank.", "9 June"),
        ("On 9 June 68 small ships sank.", "9 June"),
        ("On 9 June 500 men fell.", "9 June"),
        ("On 9 June 9 a.m. was the hour.", "9 June"),
        ("On 9 June 9 am was the hour.", "9 June"),
        ("On June 9, 12 Germans fell.", "June 9"),
        ("On June 9, 20 of them fell.", "June 9"),
    ],
)
def test_a_number_behind_a_day_that_counts_or_is_an_hour_is_no_year(text: str, day: str) -> None:
    assert said(f"It began in 1941. {text}") == f"1941 = 1941 | {day} = 1941-06-09"


def test_nothing_leans_on_the_narrative_behind_a_year_that_nothing_tells() -> None:
    lost = "He died on 15 March 44 BC. Nero died on 9 June 68. In July, that year, they came"
    assert said(f"{lost}.") == "15 March 44 BC = -0043-03-15"
    assert said(f"{lost}. In AD 70 he left, and in July he came.") == (
        "15 March 44 BC = -0043-03-15 | AD 70 = 0070 | July = 0070-07"
    )


FORMS = [
    "{d} {m} {y}", "{m} {d}, {y}", "the {d}th of {m} {y}", "{m} {d} {y}", "{d} {m}, {y}", "{y}-{n:02}-{d:02}",
]  # fmt: skip
DAYS = st.tuples(st.integers(1000, 2100), st.integers(1, 12), st.integers(1, 31)).filter(
    lambda day: day[2] <= days_in(day[0], day[1])
)


@given(DAYS, st.sampled_from(FORMS))
def test_any_day_in_any_form_is_that_day_over_its_whole_extent(day: tuple[int, int, int], form: str) -> None:
    year, month, number = day
    words = form.format(d=number, m=MONTHS[month - 1], n=month, y=year)
    assert said(f"It happened on {words}, they say.") == f"{words} = {year}-{month:02}-{number:02}"


PIECES = (
    "in on the of to and - – , . ( ) 5 12 1941 1941-42 44 BC AD May March 5th first late mid- early that same next "
    "year years later day spring winter Christmas '42 1930s 19th century until had 800 c. ¶ # men"
)


@given(st.lists(st.sampled_from(PIECES.split()), max_size=40))
def test_whatever_stands_there_tags_are_apart_in_order_and_slices_of_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces).replace("¶", "\n\n")
    end = 0
    for tag in tags(text):
        assert end <= tag.start < tag.end
        assert tag.text == text[tag.start : tag.end]
        end = tag.end


@pytest.mark.parametrize("piece", ["5-", "5, ", "5 and ", "that same ", "1999-", "from ", "the end of ", "in ", "'42 "])
def test_a_line_of_one_word_a_thousand_times_is_read_at_once(piece: str) -> None:
    assert len(tags(piece * (20_000 // len(piece)))) < 20_000
