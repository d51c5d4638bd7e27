"""What is said of a typed date."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from destal_cli.core.dates import MONTHS, date_of, days_in, edtf, human
from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grade_date import grade_completed_date, grade_date
from destal_cli.core.grading import Outcome, Setting, Verdict

DECK = Setting(span=(1917, 1991))
RIGHT, PARTIAL, WRONG = Outcome.RIGHT, Outcome.PARTIAL, Outcome.WRONG


def answer(text: str, *also: str) -> Answer:
    """The right answer of a fact with this EDTF date."""
    return Answer(AnswerType.DATE, human(edtf(text)), date=edtf(text), also=also)


def grade(typed: str, fact: str, setting: Setting = DECK) -> Verdict:
    """The verdict on what was typed for a fact of this date."""
    return grade_date(typed, answer(fact), setting)


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("1953-06-26", "26 June 1953"),
        ("1953-06-26", "june 26th, 1953"),
        ("1953-06-26", "26/6/53"),
        ("1953-06-26", "6/26/53"),
        ("1953-06-26", "26 июня 1953 г."),
        ("1953-06-26", "on the 26th of June 1953"),
        ("1953-06-26", "about 26 June 1953"),
        ("1953-06-26", "26 June 1953?"),
        ("1953-06-26", "since 26 June 1953"),
        ("1953-03", "March 1953"),
        ("1953-03", "03/1953"),
        ("1953-03", "5 March 1953"),
        ("1953-03", "early March 1953"),
        ("1953", "1953"),
        ("1953", "nineteen fifty-three"),
        ("1953", "'53"),
        ("1953", "c. 1953"),
        ("1953", "26 June 1953"),
        ("1953", "early 1953"),
        ("1953?", "1953"),
        ("1953/1955", "1953-55"),
        ("1953/1955", "from 1953 until 1955"),
        ("1953/1955", "March 1953 to June 1955"),
        ("1953-06-26/1953-06-28", "June 26–28, 1953"),
        ("1954-01~/1954-04~", "early 1954"),
        ("1954-01~/1954-04~", "February 1954"),
        ("195X", "the fifties"),
        ("195X", "1953"),
        ("19XX", "XX century"),
        ("1953-22", "summer 1953"),
        ("1953-22", "July 1953"),
        ("1953-24", "winter 1953-54"),
        ("1953/..", "since 1953"),
        ("1953/..", "1953"),
        ("../1953-03-05", "until 5 March 1953"),
        ("../1953-03-05", "5 March 1953"),
        ("-0043-03-15", "15 March 44 BC"),
        ("0079", "AD 79"),
    ],
)
def test_a_date_is_right_at_the_facts_precision_or_inside_it(fact: str, typed: str) -> None:
    verdict = grade(typed, fact)
    assert verdict.outcome is RIGHT
    assert not verdict.missing


def test_a_right_answer_is_confirmed_with_the_date() -> None:
    assert grade("26.6.1953", "1953-06-26") == Verdict(RIGHT, "26 June 1953")


@pytest.mark.parametrize(
    ("fact", "typed", "because", "missing"),
    [
        ("1953-06-26", "1953", "right year; the full date is 26 June 1953", "which month and day?"),
        ("1953-06-26", "until 1953", "right year; the full date is 26 June 1953", "which month and day?"),
        ("1953-06-26", "June 1953", "right month and year; the full date is 26 June 1953", "which day?"),
        ("1953-06-26", "summer 1953", "right season and year; the full date is 26 June 1953", "which month and day?"),
        ("1953-06-26", "mid-1953", "right part of the year; the full date is 26 June 1953", "which month and day?"),
        ("1953-06-26", "late June 1953", "right part of the month; the full date is 26 June 1953", "which day?"),
        ("1953-06-26", "26 June", "right day and month; the full date is 26 June 1953", "which year?"),
        ("1953-06-26", "June", "right month; the full date is 26 June 1953", "which day and year?"),
        ("1953-06-26", "the 26th", "right day; the full date is 26 June 1953", "which month and year?"),
        ("1953-03", "1953", "right year; the full date is March 1953", "which month?"),
        ("1953-03", "spring 1953", "right season and year; the full date is March 1953", "which month?"),
        ("1953-03", "March", "right month; the full date is March 1953", "which year?"),
        ("1953-22", "1953", "right year; the full date is summer 1953", "which season?"),
        ("1953-24", "1953", "right year; the full date is winter 1953", "which season?"),
        ("1954-01~/1954-04~", "1954", "right year; the full date is early 1954", "which part of the year?"),
        (
            "1953-06-01~/1953-06-10~",
            "June 1953",
            "right month and year; the full date is early June 1953",
            "which part of the month?",
        ),
        ("1953/1955", "1954", "that is a part of it: it was 1953–1955", "from when to when?"),
        ("1953/1955", "1953-54", "that is a part of it: it was 1953–1955", "from when to when?"),
        ("1953/1955", "since 1953", "that is a part of it: it was 1953–1955", "from when to when?"),
        (
            "1953-03/1955-06",
            "1953-1955",
            "right as far as it goes; the full dates are March 1953 – June 1955",
            "which months?",
        ),
        ("1953-03/1955-06", "1953", "that is a part of it: it was March 1953 – June 1955", "from when to when?"),
        (
            "1953-06-26/1953-06-28",
            "June 1953",
            "right month and year; the full dates are 26–28 June 1953",
            "from when to when?",
        ),
        ("../1953-03-05", "1953", "right year; the full date is 5 March 1953", "which month and day?"),
    ],
)
def test_what_is_right_but_not_all_is_partial_and_says_what_is_missing(
    fact: str, typed: str, because: str, missing: str
) -> None:
    so_far = re.split("[;:]", because)[0]  # what may be said before the second try
    assert grade(typed, fact) == Verdict(PARTIAL, because, missing=missing, so_far=so_far)


@pytest.mark.parametrize(
    ("fact", "typed", "because"),
    [
        ("1956-02-25", "25 February 1965", "right day and month, but the year was 1956, not 1965"),
        ("1956-03", "March 1953", "right month, but the year was 1956, not 1953"),
        ("1953-22", "summer 1954", "right season, but the year was 1953, not 1954"),
        ("-0043", "43 BC", "the year is wrong: it was 44 BC"),
        ("-0043-03-15", "15 March 45 BC", "right day and month, but the year was 44 BC, not 45 BC"),
        ("1956", "1953", "the year is wrong: it was 1956"),
        ("1956-02-25", "1953", "the year is wrong: it was 1956"),
        ("1956-02-25", "1 May 1945", "the year is wrong: it was 25 February 1956"),
        ("1953-06-26", "27 June 1953", "right month and year, wrong day: it was the 26th"),
        ("1953-06-26", "26 July 1953", "right day and year, wrong month: it was June"),
        ("1953-06-26", "July 1953", "right year, wrong month: it was 26 June 1953"),
        ("1953-06-26", "spring 1953", "right year, but it was 26 June 1953"),
        ("1953-06-26", "late 1953", "it was 26 June 1953"),
        ("1953-04-03", "4 March 1953", "day and month are the wrong way round: it was 3 April 1953"),
        ("1953-06-26", "27 June", "it was 26 June 1953"),
        ("1953", "June", "it was 1953"),
        ("1953/1955", "1956", "it was 1953–1955"),
        ("1953/1955", "1953-1956", "right start, wrong end: it was 1953–1955"),
        ("1953/1955", "1952-55", "right end, wrong start: it was 1953–1955"),
        ("1953/1955", "1960-61", "it was 1953–1955"),
        ("195X", "1961", "it was the 1950s"),
        ("1953/..", "until 1953", "it was from 1953"),
        ("1953/..", "1953-1955", "it was from 1953"),
    ],
)
def test_a_wrong_date_is_wrong_however_alike_and_says_where(fact: str, typed: str, because: str) -> None:
    assert grade(typed, fact) == Verdict(WRONG, because)


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("1953-06-26", "1950s"),
        ("1953-06-26", "20th century"),
        ("1953-06-26", "1950-1956"),
        ("1953-06-26", "1953-54"),
        ("1953-06-26", "June-July 1953"),
        ("1953-06-26", "26-28 June 1953"),
        ("1953-03", "the 1950s"),
        ("1953", "the 1950s"),
        ("1953", "1953–1954"),
        ("1953~", "1952-1954"),
        ("1953/1955", "1950-1960"),
        ("1953/1955", "the 1950s"),
        ("195X", "20th century"),
    ],
)
def test_a_range_or_decade_wider_than_the_fact_is_hedging(fact: str, typed: str) -> None:
    assert grade(typed, fact) == Verdict(WRONG, f"that is too wide: it was {human(edtf(fact))}")


@pytest.mark.parametrize("typed", ["1953 or 1954", "26 June 1953, 27 June 1953", "26 or 27 June 1953", "1953 and 1955"])
def test_dates_to_choose_from_are_no_answer(typed: str) -> None:
    assert grade(typed, "1953-06-26") == Verdict(WRONG, "one date, please: it was 26 June 1953")


@pytest.mark.parametrize("typed", ["not 26 June 1953", "it wasn't 1953", "1953, not 1954", "anything but 1953"])
def test_a_negation_is_no_answer(typed: str) -> None:
    assert grade(typed, "1953-06-26") == Verdict(WRONG, "saying what it was not is no answer: it was 26 June 1953")


@pytest.mark.parametrize("typed", ["", "   ", "hello", "1953 soldiers", "x" * 1_000_000, "\x00\ud800", "[/b]"])
def test_what_is_no_date_is_wrong_and_said_to_be_none(typed: str) -> None:
    assert grade(typed, "1953-06-26") == Verdict(WRONG, "that is not a date I can read")


def test_a_date_that_cannot_be_is_wrong_with_the_reason() -> None:
    assert grade("31 June 1953", "1953-06-26") == Verdict(WRONG, "there is no 31 June")
    assert grade("before 1954", "1953").outcome is WRONG
    assert grade("after 1952", "1953").outcome is WRONG


@pytest.mark.parametrize(
    ("fact", "typed", "outcome"),
    [
        ("1953~", "1953", RIGHT),
        ("1953~", "1952", RIGHT),
        ("1953~", "1954", RIGHT),
        ("1953~", "June 1954", RIGHT),
        ("1953~", "1955", WRONG),
        ("1953%", "1954", RIGHT),
        ("1953?", "1954", WRONG),
        ("1953-03~", "April 1953", RIGHT),
        ("1953-03~", "May 1953", WRONG),
        ("1953-12~", "January 1954", RIGHT),
        ("1953-06-26~", "27 June 1953", RIGHT),
        ("1953-06-26~", "28 June 1953", WRONG),
        ("1953-03~", "1953", PARTIAL),
        ("1953-03~", "1954", WRONG),
        ("1953~/1955~", "1952-1956", RIGHT),
        ("195X~", "196X", WRONG),
        ("1953", "about 1954", WRONG),
    ],
)
def test_an_approximate_fact_takes_one_of_its_unit_more_or_less(fact: str, typed: str, outcome: Outcome) -> None:
    assert grade(typed, fact).outcome is outcome


def test_a_near_miss_of_an_approximate_fact_is_called_close() -> None:
    assert grade("1954", "1953~") == Verdict(RIGHT, "close enough: it was about 1953")


def test_day_or_month_first_is_the_setting_and_is_said() -> None:
    month_first = Setting(day_first=False)
    assert grade("3/4/1953", "1953-04-03") == Verdict(RIGHT, "3 April 1953 (day first)")
    assert grade("4/3/1953", "1953-04-03", month_first) == Verdict(RIGHT, "3 April 1953 (month first)")
    assert grade("4/3/1953", "1953-04-03") == Verdict(
        WRONG,
        "day and month are the wrong way round: it was 3 April 1953 (read as 4 March 1953: day first)",
    )


def test_a_year_of_two_digits_is_taken_from_the_decks_span_and_is_said_when_wrong() -> None:
    assert grade("'53", "1853", Setting(span=(1848, 1871))).outcome is RIGHT
    assert grade("'53", "1853") == Verdict(WRONG, "the year is wrong: it was 1853 (read as 1953)")


def test_another_text_or_date_that_the_fact_allows_is_right() -> None:
    revolution = answer("1917-11-07", "25 October 1917", "Red October")
    assert grade_date("25 Oct 1917", revolution, DECK).outcome is RIGHT
    assert grade_date("red october", revolution, DECK) == Verdict(RIGHT, "7 November 1917")
    assert grade_date("25 Oct 1918", revolution, DECK).outcome is WRONG


def test_an_answer_that_has_only_a_text_is_read_from_it() -> None:
    assert grade_date("1953-06-26", Answer(AnswerType.DATE, "26 June 1953"), DECK).outcome is RIGHT
    assert grade_date("1953", Answer(AnswerType.DATE, "some day"), DECK).outcome is WRONG


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("1953", "26 June", RIGHT),
        ("1953", "June 26", RIGHT),
        ("1953", "26 June 1953", RIGHT),
        ("June 1953", "26", RIGHT),
        ("June 1953", "the 26th", RIGHT),
        ("26 June", "1953", RIGHT),
        ("26 June", "'53", RIGHT),
        ("1953", "June", PARTIAL),
        ("June 1953", "27", WRONG),
        ("26 June", "1954", WRONG),
        ("1953", "27 June 1953", WRONG),
        ("1953", "not 26 June", WRONG),
        ("1953", "", PARTIAL),
    ],
)
def test_a_second_try_may_give_only_what_was_missing(first: str, second: str, outcome: Outcome) -> None:
    assert grade_completed_date(first, second, answer("1953-06-26"), DECK).outcome is outcome


DAYS = st.tuples(st.integers(100, 2100), st.integers(1, 12), st.integers(1, 31)).filter(
    lambda day: day[2] <= days_in(day[0], day[1])
)
FACTS = ("{y:04d}", "{y:04d}-{m:02d}", "{y:04d}-{m:02d}-{d:02d}", "{y:04d}?", "{y:04d}-{m:02d}-{d:02d}/{y:04d}-12-31")
FORMS = (
    "{d} {M} {y}", "{M} {d}, {y}", "{y:04d}-{m:02d}-{d:02d}", "{d}.{m}.{y:04d}", "{m}/{d}/{y:04d}", "{M} {y}", "{y}",
    "in {y}", "c. {y}", "{y}?", "since {y}", "summer {y}", "early {M} {y}", "mid-{y}", "the year {y}", "{y}, {M} {d}",
    "{y}-{y}", "{d}-{d} {M} {y}", "AD {y}",
)  # fmt: skip


def written(form: str, day: tuple[int, int, int]) -> str:
    """A day in one of the forms above."""
    year, month, number = day
    return form.format(y=year, m=month, d=number, M=MONTHS[month - 1])


@given(DAYS, DAYS, st.sampled_from(FACTS), st.sampled_from(FORMS), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_date_of_another_year_is_ever_right_or_partial(
    meant: tuple[int, int, int], said: tuple[int, int, int], fact: str, form: str, day_first: bool
) -> None:
    assume(meant[0] != said[0])
    verdict = grade(written(form, said), written(fact, meant), Setting(day_first=day_first, span=(meant[0], meant[0])))
    assert verdict.outcome is WRONG


@given(DAYS, DAYS, st.sampled_from(FORMS[:5]))
@settings(max_examples=150, deadline=None)
def test_no_other_day_is_ever_right(meant: tuple[int, int, int], said: tuple[int, int, int], form: str) -> None:
    assume(meant != said)
    setting = Setting(day_first=form != "{m}/{d}/{y:04d}")
    assert grade(written(form, said), str(date_of(*meant)), setting).outcome is WRONG


@given(DAYS, st.sampled_from(FORMS), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_not_before_it_never_keeps_an_answer_right(day: tuple[int, int, int], form: str, day_first: bool) -> None:
    setting = Setting(day_first=day_first)
    typed = written(form, day)
    for fact in (written(fact, day) for fact in FACTS[:4]):
        assert grade(f"not {typed}", fact, setting).outcome is WRONG


@given(
    st.text(max_size=300), st.sampled_from(["1953-06-26", "1953", "1953/1955", "1953/..", "195X", "1953-24", "-0043~"])
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_there_is_a_verdict_in_plain_words(typed: str, fact: str) -> None:
    verdict = grade(typed, fact)
    assert verdict.because
    assert verdict.confused_with is None
    assert not verdict.because.endswith(".")
    assert (verdict.outcome is PARTIAL) == bool(verdict.missing)
