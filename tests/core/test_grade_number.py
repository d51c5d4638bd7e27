"""Judging numbers: how people type them, a table of answers, and what must hold for whatever is typed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grade_number import grade_number
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.numberwords import NumberReading, digits_of, read_number, roman

RIGHT, PARTIAL, WRONG = Outcome.RIGHT, Outcome.PARTIAL, Outcome.WRONG
PROPERTY = settings(max_examples=150, deadline=None)

READ: tuple[tuple[str, float], ...] = (
    ("1,920,635", 1_920_635),
    ("1 920 635", 1_920_635),
    ("1.920.635", 1_920_635),
    ("1'920'635", 1_920_635),
    ("1’920’635", 1_920_635),
    ("1_920_635", 1_920_635),
    ("1\u202f920\u202f635", 1_920_635),
    ("19,20,635", 1_920_635),
    ("1.920.635,50", 1_920_635.5),
    ("1,920,635.50", 1_920_635.5),
    ("90.000", 90_000),
    ("12,5", 12.5),
    ("0,690", 0.69),
    (".5 million", 500_000),
    ("1.9 million", 1_900_000),
    ("1,9 million", 1_900_000),
    ("1.920 million", 1_920_000),
    ("1.9m", 1_900_000),
    ("1.9 mln", 1_900_000),
    ("1,9 млн", 1_900_000),
    ("90 тыс.", 90_000),
    ("2 bn", 2_000_000_000),
    ("90k", 90_000),
    ("1.9e6", 1_900_000),
    ("9x10^4", 90_000),
    ("ninety thousand", 90_000),
    ("ninty thousend", 90_000),
    ("one million nine hundred thousand", 1_900_000),
    ("one million, nine hundred and twenty thousand, six hundred and thirty-five", 1_920_635),
    ("1 million 920 thousand 635", 1_920_635),
    ("six hundred eighty-eight thousand five hundred and three", 688_503),
    ("one hundred twenty thousand", 120_000),
    ("twelve hundred", 1200),
    ("a hundred and one", 101),
    ("nineteen fifty-three", 1953),
    ("a dozen", 12),
    ("half a dozen", 6),
    ("three dozen", 36),
    ("half a million", 500_000),
    ("a quarter of a million", 250_000),
    ("three quarters of a million", 750_000),
    ("two and a half million", 2_500_000),
    ("a million and a half", 1_500_000),
    ("2½ million", 2_500_000),
    ("2 1/2 million", 2_500_000),
    ("one point nine million", 1_900_000),
    ("two thirds", 2 / 3),
    ("a third", 1 / 3),
    ("third", 3),
    ("twentieth", 20),
    ("twenty-first", 21),
    ("20th", 20),
    ("20-й", 20),
    ("XX", 20),
    ("the XIX congress", 19),
    ("about 90,000", 90_000),
    ("~90000", 90_000),
    ("c. 90,000", 90_000),
    ("some 90,000 or so", 90_000),
    ("90-odd thousand", 90_000),
    ("over 90,000 people", 90_000),
    ("no more than 90,000", 90_000),
    ("90,000 in 1954", 90_000),
    ("90,000 in 1954-55", 90_000),
    ("36%", 36),
    ("36 per cent", 36),
    ("minus five", -5),
    ("-5", -5),
    ("２０", 20),
    ("٩٠٠٠٠", 90_000),
    ("10²", 10),
    ("zero", 0),
)


@pytest.mark.parametrize(("text", "number"), READ)
def test_a_number_is_read_however_it_is_written(text: str, number: float) -> None:
    reading = read_number(text)
    assert reading is not None
    assert math.isclose(reading.value, number)
    assert not reading.several
    assert not reading.negated


@pytest.mark.parametrize(
    "text", ["", "many", "tens of thousands", "several thousand", "millions", "a few hundred", "no"]
)
def test_what_is_vague_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text", ["80 or 90", "80,000-90,000", "80–90 thousand", "1953/54", "1,2,3", "26.06.1953", "1 in 3"]
)
def test_two_numbers_are_several(text: str) -> None:
    reading = read_number(text)
    assert reading is not None
    assert reading.several


def test_the_same_number_twice_is_one() -> None:
    assert read_number("90k, i.e. ninety thousand") == NumberReading(90_000, words=5)


def test_a_point_before_three_digits_can_be_read_in_two_ways() -> None:
    assert read_number("90.000") == NumberReading(90_000, other=90)


@pytest.mark.parametrize(
    ("word", "digits"), [("xx", "20"), ("xxth", "20"), ("20th", "20"), ("twelfth", "12"), ("mix", "mix")]
)
def test_small_numbers_are_folded_into_digits(word: str, digits: str) -> None:
    assert digits_of(word) == digits


def test_roman_numerals_are_read_and_others_refused() -> None:
    assert [roman(text) for text in ("mcmliii", "xl", "iiii", "vx", "")] == [1953, 40, 0, 0, 0]


ARRESTED = Answer(AnswerType.NUMBER, "1,920,635", number=1_920_635)
EXECUTED = Answer(AnswerType.NUMBER, "688,503", number=688_503)
RETURNED = Answer(AnswerType.NUMBER, "90,000", number=90_000)
MEMBERS = Answer(AnswerType.NUMBER, "18", number=18)
CONGRESS = Answer(AnswerType.NUMBER, "20th", number=20)
YEAR = Answer(AnswerType.NUMBER, "1953", number=1953)
SHARE = Answer(AnswerType.NUMBER, "36 %", number=36)
LOOSE = Answer(AnswerType.NUMBER, "40", number=40, tolerance=0.1)
STRICT = Answer(AnswerType.NUMBER, "688,503", number=688_503, tolerance=0.0)

JUDGED: tuple[tuple[str, Answer, Outcome, str], ...] = (
    # typed, expected, verdict, why
    ("1,920,635", ARRESTED, RIGHT, "exact"),
    ("1.920.635", ARRESTED, RIGHT, "points between thousands"),
    ("1.9 million", ARRESTED, RIGHT, "what it rounds to at two figures"),
    ("1.92 million", ARRESTED, RIGHT, "what it rounds to at three figures"),
    ("about 1,9 mln", ARRESTED, RIGHT, "a hedge, a decimal comma, an abbreviation"),
    ("one million nine hundred thousand", ARRESTED, RIGHT, "words"),
    ("1,920,000 people", ARRESTED, RIGHT, "a noun behind it"),
    ("almost two million", ARRESTED, PARTIAL, "one figure"),
    ("1.8 million", ARRESTED, PARTIAL, "six per cent off"),
    ("1.7 million", ARRESTED, WRONG, "more than ten per cent off"),
    ("19 million", ARRESTED, WRONG, "ten times too many"),
    ("192,000", ARRESTED, WRONG, "ten times too few"),
    ("1,920", ARRESTED, WRONG, "a thousand times too few"),
    ("1.9", ARRESTED, WRONG, "the million is missing"),
    ("688,503", ARRESTED, WRONG, "another number of the deck"),
    ("not 1.9 million", ARRESTED, WRONG, "negated"),
    ("between 1.9 and 2 million", ARRESTED, WRONG, "a range"),
    ("1.9 million or 690,000", ARRESTED, WRONG, "two numbers"),
    ("millions", ARRESTED, WRONG, "vague"),
    ("-1,920,635", ARRESTED, WRONG, "less than none"),
    ("688503", EXECUTED, RIGHT, "exact"),
    ("690,000", EXECUTED, RIGHT, "what it rounds to at two figures"),
    ("0.69 million", EXECUTED, RIGHT, "the same in millions"),
    ("688 thousand", EXECUTED, RIGHT, "what it rounds to at three figures"),
    ("685,000", EXECUTED, RIGHT, "half a per cent off"),
    ("700,000", EXECUTED, PARTIAL, "one figure"),
    ("seven hundred thousand", EXECUTED, PARTIAL, "one figure in words"),
    ("680,000", EXECUTED, PARTIAL, "cut off, not rounded"),
    ("600,000", EXECUTED, WRONG, "too few"),
    ("6.9 million", EXECUTED, WRONG, "ten times too many"),
    ("69,000", EXECUTED, WRONG, "ten times too few"),
    ("690", EXECUTED, WRONG, "a thousand times too few"),
    ("90k", RETURNED, RIGHT, "an abbreviation"),
    ("90.000", RETURNED, RIGHT, "a point between thousands"),
    ("90 000 prisoners", RETURNED, RIGHT, "a noun behind it"),
    ("it was around ninety thousand", RETURNED, RIGHT, "words and a hedge"),
    ("more than 90,000", RETURNED, RIGHT, "a hedge"),
    ("90,000 (ninety thousand)", RETURNED, RIGHT, "one number twice"),
    ("90,000 in 1954-55 alone", RETURNED, RIGHT, "the years beside it"),
    ("90,000 (1954-55)", RETURNED, RIGHT, "the years in brackets"),
    ("90 or so thousand", RETURNED, RIGHT, "a hedge inside"),
    ("80k~100k", RETURNED, WRONG, "a range"),
    ("95,000", RETURNED, PARTIAL, "six per cent off"),
    ("85 thousand", RETURNED, PARTIAL, "six per cent off"),
    ("100,000", RETURNED, WRONG, "eleven per cent off"),
    ("9,000", RETURNED, WRONG, "ten times too few"),
    ("900,000", RETURNED, WRONG, "ten times too many"),
    ("ninety", RETURNED, WRONG, "a thousand times too few"),
    ("80 or 90 thousand", RETURNED, WRONG, "two numbers"),
    ("80,000-90,000", RETURNED, WRONG, "a range"),
    ("80 to 100 thousand", RETURNED, WRONG, "a range"),
    ("not 90,000", RETURNED, WRONG, "negated"),
    ("never 90,000", RETURNED, WRONG, "negated"),
    ("anything but 90,000", RETURNED, WRONG, "negated"),
    ("не 90 000", RETURNED, WRONG, "negated in Russian"),
    ("tens of thousands", RETURNED, WRONG, "vague"),
    ("1954", RETURNED, WRONG, "a year"),
    ("no idea", RETURNED, WRONG, "no number"),
    ("", RETURNED, WRONG, "nothing"),
    ("9" * 400, RETURNED, WRONG, "too long"),
    ("18", MEMBERS, RIGHT, "exact"),
    ("eighteen", MEMBERS, RIGHT, "a word"),
    ("18 members", MEMBERS, RIGHT, "a noun behind it"),
    ("a dozen and a half", MEMBERS, RIGHT, "a reckoning"),
    ("17", MEMBERS, WRONG, "small counts are exact"),
    ("19", MEMBERS, WRONG, "small counts are exact"),
    ("about 20", MEMBERS, WRONG, "small counts are exact"),
    ("180", MEMBERS, WRONG, "ten times too many"),
    ("17 or 18", MEMBERS, WRONG, "two numbers"),
    ("20", CONGRESS, RIGHT, "a cardinal"),
    ("twentieth", CONGRESS, RIGHT, "a word"),
    ("XX", CONGRESS, RIGHT, "a Roman numeral"),
    ("the XXth", CONGRESS, RIGHT, "a Roman numeral with an ending"),
    ("No. 20", CONGRESS, RIGHT, "the sign for a number"),
    ("the 20th Congress", CONGRESS, RIGHT, "a noun behind it"),
    ("21st", CONGRESS, WRONG, "the next one"),
    ("2nd", CONGRESS, WRONG, "another one"),
    ("XXI", CONGRESS, WRONG, "the next one in Roman numerals"),
    ("20th or 21st", CONGRESS, WRONG, "two numbers"),
    ("20th, not 21st", CONGRESS, WRONG, "negated"),
    ("nineteen fifty-three", YEAR, RIGHT, "a year as it is spoken"),
    ("1954", YEAR, WRONG, "years are exact"),
    ("1935", YEAR, WRONG, "years are exact"),
    ("1950", YEAR, PARTIAL, "rounded, as if it were a count"),
    ("53", YEAR, WRONG, "no century"),
    ("36%", SHARE, RIGHT, "the sign"),
    ("thirty-six percent", SHARE, RIGHT, "words"),
    ("36", SHARE, RIGHT, "without the sign"),
    ("0.36", SHARE, RIGHT, "as a fraction"),
    ("more than a third", SHARE, PARTIAL, "a fraction not far off"),
    ("63%", SHARE, WRONG, "digits swapped"),
    ("43", LOOSE, RIGHT, "within the fact's own tolerance"),
    ("36", LOOSE, RIGHT, "within the fact's own tolerance"),
    ("45", LOOSE, PARTIAL, "within twice the fact's own tolerance"),
    ("50", LOOSE, WRONG, "too many"),
    ("688,503", STRICT, RIGHT, "exact"),
    ("690,000", STRICT, PARTIAL, "rounded where the fact wants it exactly"),
)


@pytest.mark.parametrize(("typed", "expected", "outcome", "why"), JUDGED)
def test_numbers_are_judged_by_their_size(typed: str, expected: Answer, outcome: Outcome, why: str) -> None:
    assert grade_number(typed, expected, Setting()).outcome is outcome, why


def test_a_factor_of_ten_is_named() -> None:
    assert grade_number("19 million", ARRESTED, Setting()).because == "ten times too many: it is 1,920,635"


def test_a_rounded_number_shows_the_exact_one() -> None:
    assert grade_number("690k", EXECUTED, Setting()) == Verdict(Outcome.RIGHT, "near enough: it is 688,503")


def test_a_partial_number_does_not_give_the_right_one_away() -> None:
    verdict = grade_number("700,000", EXECUTED, Setting())
    assert "688" not in verdict.because
    assert verdict.missing == "closer?"


def test_another_number_of_the_decks_is_named() -> None:
    verdict = grade_number("688503", ARRESTED, Setting(texts=("90,000", "688,503")))
    assert verdict.confused_with == "688,503"


def test_an_answer_without_a_number_is_right_letter_by_letter() -> None:
    vague = Answer(AnswerType.NUMBER, "hardly any", also=("next to none",))
    assert grade_number("next to  none", vague, Setting()).outcome is RIGHT
    assert grade_number("3", vague, Setting()).outcome is WRONG


NUMBERS = st.sampled_from([ARRESTED, EXECUTED, RETURNED, MEMBERS, CONGRESS, YEAR, SHARE, LOOSE])
TYPED = st.sampled_from([typed for typed, _, _, _ in JUDGED])


@PROPERTY
@given(st.text(max_size=400) | st.text("0123456789.,' /-+%eEkmx", max_size=60), NUMBERS)
def test_any_text_gets_a_verdict(typed: str, expected: Answer) -> None:
    because = grade_number(typed, expected, Setting(texts=("90,000", typed))).because
    assert because
    assert not because.endswith(".")


@PROPERTY
@given(st.floats(), st.floats() | st.none(), TYPED, st.text(max_size=10))
def test_any_number_can_be_expected(number: float, tolerance: float | None, typed: str, text: str) -> None:
    assert grade_number(typed, Answer(AnswerType.NUMBER, text, number=number, tolerance=tolerance), Setting()).because


@PROPERTY
@given(TYPED, NUMBERS)
def test_not_in_front_is_never_right(typed: str, expected: Answer) -> None:
    assert grade_number(f"not {typed}", expected, Setting()).outcome is not RIGHT


@PROPERTY
@given(TYPED, NUMBERS)
def test_case_and_spacing_change_no_verdict(typed: str, expected: Answer) -> None:
    verdict = grade_number(typed, expected, Setting())
    assert grade_number(f"  {typed.upper()} ".replace(" ", "  "), expected, Setting()).outcome is verdict.outcome


@PROPERTY
@given(st.integers(0, 10**12), st.sampled_from(["{:,}", "{}", "{:_}", "about {:,}", "{:,} people"]))
def test_a_number_is_right_for_itself_in_any_form(number: int, form: str) -> None:
    expected = Answer(AnswerType.NUMBER, f"{number:,}", number=number)
    assert grade_number(form.format(number), expected, Setting()).outcome is RIGHT


@PROPERTY
@given(st.integers(101, 10**9), st.integers(1, 6))
def test_a_number_of_another_power_of_ten_is_wrong(number: int, power: int) -> None:
    expected = Answer(AnswerType.NUMBER, f"{number:,}", number=number)
    assert grade_number(str(number * 10**power), expected, Setting()).outcome is WRONG
