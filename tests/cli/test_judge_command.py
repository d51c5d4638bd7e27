"""`destal judge`: the same document for a card of a deck and for a value given on the spot."""

from __future__ import annotations

import json

import pytest
from conftest import Run

pytestmark = pytest.mark.usefixtures("shipped_here")


def said(destal: Run, *arguments: str) -> dict[str, str | None]:
    done = destal("judge", *arguments, "--json")
    assert done.code == 0
    found: dict[str, str | None] = json.loads(done.out)
    assert list(found) == ["verdict", "rating", "because", "confused_with"]
    return found


@pytest.mark.parametrize(
    ("card", "answer", "verdict", "rating", "confused_with"),
    [
        ("destalinization/beria-arrested/when", "June 26th, 1953", "right", "good", None),
        ("destalinization/beria-arrested/when", "1953", "partial", "hard", None),
        ("destalinization/beria-arrested/when", "26 June 1935", "wrong", "again", None),
        ("destalinization/beria-interior/who", "beria", "right", "good", None),
        ("destalinization/beria-interior/who", "Malenkov", "wrong", "again", "Georgi Malenkov"),
        ("destalinization/speech-given", "not 25 February 1956", "wrong", "again", None),
    ],
)
def test_an_answer_to_a_card_is_judged_as_the_quiz_would(
    destal: Run, card: str, answer: str, verdict: str, rating: str, confused_with: str | None
) -> None:
    found = said(destal, card, answer)
    assert (found["verdict"], found["rating"], found["confused_with"]) == (verdict, rating, confused_with)


@pytest.mark.parametrize(
    ("kind", "expected", "answer", "verdict"),
    [
        ("date", "1953-06-26", "26 jun 53", "right"),
        ("date", "1853-06-26", "26 jun 53", "right"),
        ("date", "26 June 1853", "26.6.1953", "wrong"),
        ("date", "1953/1955", "1953-55", "right"),
        ("person", "Nikita Khrushchev", "Kruschev", "right"),
        ("person", "Nikita Khrushchev", "Nikita", "partial"),
        ("name", "Central Committee", "the central comittee", "right"),
        ("number", "1920635", "1.9 million", "right"),
        ("number", "1,920,635", "19 million", "wrong"),
        ("term", "Secret Speech", "secret-speech", "right"),
    ],
)
def test_an_answer_to_a_value_is_judged_without_a_deck(
    destal: Run, kind: str, expected: str, answer: str, verdict: str
) -> None:
    assert said(destal, "--kind", kind, "--expected", expected, answer)["verdict"] == verdict


def test_other_right_answers_may_be_given(destal: Run) -> None:
    options = ("--kind", "person", "--expected", "Nikita Khrushchev")
    assert said(destal, *options, "N. S. K.")["verdict"] != "right"
    assert (
        said(destal, *options, "--also", "Hrusciov", "--also", "Chruschtschow", "Chruschtschow")["verdict"] == "right"
    )


def test_what_the_quiz_would_ask_has_no_rating_yet(destal: Run) -> None:
    found = said(destal, "--kind", "person", "--expected", "Lavrentiy Beria", "Georgi Beria")
    assert (found["verdict"], found["rating"]) == ("ask", None)


def test_the_verdict_is_a_line_for_people(destal: Run) -> None:
    assert destal("judge", "destalinization/beria-arrested", "june 1953").out.splitlines() == [
        "◐ partial   right month and year; the full date is 26 June 1953",
        "the quiz asks: which day?",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("destalinization/beria-arested/when", "x"), 3, "did you mean"),
        (("destalinization/beria-arrested/when",), 2, "there is no answer to judge"),
        (("--kind", "date", "26 June"), 2, "--kind needs --expected"),
        (("--kind", "date", "--expected", "soon", "26 June"), 2, '--expected "soon" is no date'),
        (("--kind", "number", "--expected", "many", "7"), 2, '--expected "many" is no number'),
        (("--kind", "date", "--expected", "1953", "26", "June"), 2, "there is one answer and no card"),
        (("--kind", "colour", "--expected", "red", "red"), 2, "colour"),
        (("destalinization/beria-arrested", "x", "--expected", "1953"), 2, "--expected and --also need --kind"),
    ],
)
def test_what_cannot_be_judged_is_said(destal: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = destal("judge", *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
