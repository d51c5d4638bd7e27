"""What is said of a card that keeps lapsing, by the reviews it has."""

import datetime as dt

import pytest

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.grading import Rating
from destal_cli.core.leeches import Leech, leech, leeches
from destal_cli.core.memory import LEECH_LAPSES, Moment, Review, is_leech_now

NAMES = {"georgi malenkov", "lavrentiy beria"}
DAY = dt.date(2026, 11, 2).toordinal()


def card(deck: Deck, name: str) -> Card:
    """A card of the flagship deck: `fact/question`."""
    return next(card for card in cards_of_deck(deck) if card.id == f"destalinization/{name}")


def reviews(form: str, count: int, rating: Rating = Rating.AGAIN, taken: str = "", answer: str = "x") -> list[Review]:
    """Reviews on days in a row."""
    start = (DAY - dt.date(1970, 1, 1).toordinal()) * 86_400_000
    return [
        Review("a/b/c", Moment(start + n * 86_400_000), rating, form, answer, confused_with=taken, id=n)
        for n in range(count)
    ]


def told(found: Leech) -> tuple[str, str, str]:
    return found.why, found.advice, found.command


def test_a_person_that_is_taken_for_another_is_looked_at_beside_the_other(shipped: Deck) -> None:
    asked = card(shipped, "efforts-set-forth/who")
    known = NAMES
    log = [*reviews("typed", 3, taken="Georgi Malenkov"), *reviews("choice", 1, taken="Lavrentiy Beria")]
    assert told(leech(asked, 9, log, known)) == (
        "taken for Georgi Malenkov 3 times",
        "see both side by side",
        'destal people "Georgi Malenkov"',
    )


def test_what_cannot_be_looked_up_is_ruled_out_by_the_question(shipped: Deck) -> None:
    asked = card(shipped, "efforts-set-forth/who")
    assert told(leech(asked, 9, reviews("choice", 2, taken="Ronald Reagan"), NAMES)) == (
        "taken for Ronald Reagan 2 times",
        "reword the question to rule that out",
        "destal decks edit destalinization efforts-set-forth",
    )


def test_one_confusion_is_none_and_neither_is_the_answer_itself(shipped: Deck) -> None:
    asked = card(shipped, "efforts-set-forth/who")
    log = [*reviews("choice", 1, taken="Georgi Malenkov"), *reviews("choice", 5, taken=asked.answer.text)]
    assert leech(asked, 9, log, NAMES).command == f"destal suspend {asked.id}"


def test_a_name_that_is_missed_only_when_typed_may_want_an_alias(shipped: Deck) -> None:
    asked = card(shipped, "efforts-set-forth/who")
    log = [*reviews("choice", 2, Rating.GOOD), *reviews("typed", 4)]
    advice = (
        "missed only when typed",
        "add what you type as an alias",
        "destal decks edit destalinization efforts-set-forth",
    )
    assert told(leech(asked, 9, log)) == advice
    assert told(leech(asked, 9, [*log, *reviews("choice", 1)])) != advice
    assert told(leech(asked, 9, reviews("typed", 5))) != advice  # never known in another form
    assert told(leech(asked, 9, [*reviews("choice", 2, Rating.GOOD), *reviews("typed", 4, answer="")])) != advice


def test_a_date_is_seen_between_its_neighbours(shipped: Deck) -> None:
    asked = card(shipped, "beria-arrested/when")
    command = "destal timeline --deck destalinization --from 1952 --to 1954"
    advice = "see what came before and after"
    assert told(leech(asked, 9, [])) == ("a date without neighbours", advice, command)
    assert told(leech(asked, 9, reviews("choice", 3, taken="1954"))) == ("taken for 1954 3 times", advice, command)


def test_a_long_answer_is_split(shipped: Deck) -> None:
    asked = next(c for c in cards_of_deck(shipped) if len(c.answer.text.split()) > 6 and c.answer.date is None)
    found = leech(asked, 9, [])
    assert found.why.startswith("an answer of ")
    assert found.command == f"destal decks edit destalinization {asked.fact.id}"


def test_a_leech_is_told_at_eight_lapses_and_at_every_fourth_after_them() -> None:
    assert [lapses for lapses in range(25) if is_leech_now(lapses)] == [8, 12, 16, 20, 24]


def test_each_leech_is_judged_by_its_own_reviews_that_stand(shipped: Deck) -> None:
    one, other = card(shipped, "efforts-set-forth/who"), card(shipped, "beria-arrested/when")
    found = leeches([one, other], dict.fromkeys((one.id, other.id), LEECH_LAPSES), [])
    assert [leech.lapses for leech in found] == [8, 8]
    assert [leech.card for leech in found] == [one, other]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Beria", "Beria"),
        ("Lavrentiy Beria", '"Lavrentiy Beria"'),
        ("O'Neill", '"O\'Neill"'),
        ("Хрущёв", "Хрущёв"),
        ('the "thaw"', "'the \"thaw\"'"),
        ("a$(rm)", "'a$(rm)'"),
    ],
)
def test_a_name_stands_in_the_command_as_a_shell_wants_it(shipped: Deck, name: str, word: str) -> None:
    log = reviews("choice", 2, taken=name)
    assert (
        leech(card(shipped, "efforts-set-forth/who"), 9, log, {name.lower(), "хрущев"}).command
        == f"destal people {word}"
    )
