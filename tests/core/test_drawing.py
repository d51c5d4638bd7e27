"""Drawing: the form that a card is asked in now, with what else stands in the session and in the decks."""

from __future__ import annotations

from random import Random

import pytest
from conftest import Whole, sound, starter_text

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.drawing import Drawing, setting_of
from destal_cli.core.facts import AnswerType, Deck
from destal_cli.core.forms import EXERCISES, Form, fits, ladder
from destal_cli.core.grading import Outcome
from destal_cli.core.judge import judge
from destal_cli.core.memory import Memory
from destal_cli.core.session import Session
from destal_cli.core.text import fold
from destal_cli.store.deckfile import read_deck


def held(rung: int, reviews: int = 2) -> Memory:
    return Memory(5.0, 5.0, 1, 6, reviews=reviews, rung=rung)


@pytest.fixture
def cards(shipped: Deck) -> list[Card]:
    return cards_of_deck(shipped)


@pytest.fixture
def drawing(shipped: Deck) -> Drawing:
    return Drawing(Whole.of(shipped), Random(7))


def test_a_new_card_is_a_choice_with_the_right_answer_among_four(drawing: Drawing, cards: list[Card]) -> None:
    for card in cards:
        drawn = drawing.draw(card, Session([card]), {})
        assert drawn.form is Form.CHOICE
        assert len(set(drawn.choices)) == 4
        assert card.answer.text in drawn.choices


def test_a_card_at_the_top_is_recalled(drawing: Drawing, cards: list[Card]) -> None:
    for card in cards:
        assert drawing.draw(card, Session([card]), {card.id: held(2)}).form is ladder(card)[-1][0]


def test_dates_that_wait_on_the_same_rung_share_one_exercise(drawing: Drawing, cards: list[Card]) -> None:
    dates = [card for card in cards if card.answer.type is AnswerType.DATE]
    memory = {card.id: held(1) for card in dates}
    drawn = drawing.draw(dates[0], Session(dates[:4]), memory)
    assert drawn.form is Form.ORDER
    assert drawn.exercise is not None
    assert dates[0] in drawn.exercise.rated
    assert set(drawn.exercise.rated) <= set(dates[:4])


def test_what_is_still_to_be_asked_never_fills_up_an_exercise(drawing: Drawing, cards: list[Card]) -> None:
    dates = [card for card in cards if card.answer.type is AnswerType.DATE]
    memory = {card.id: held(1 if card is dates[0] else 2, reviews=3) for card in dates}
    waiting = dates[:3]
    drawn = drawing.draw(dates[0], Session(waiting), memory)
    assert drawn.form is Form.PLACE
    assert drawn.exercise is not None
    assert not set(drawn.exercise.items) & set(waiting)


def test_a_form_that_cannot_be_made_gives_way_to_the_rung_above() -> None:
    deck = sound(read_deck(starter_text(), "wall.yaml"))
    card = next(card for card in cards_of_deck(deck) if card.answer.type is AnswerType.DATE)
    assert Drawing(Whole.of(deck), Random(1)).draw(card, Session([card]), {card.id: held(1)}).form is Form.DATE


@pytest.mark.parametrize("wanted", [form for form in Form if form is not Form.CONTRAST])
def test_a_wanted_form_is_kept_wherever_it_can_be_made(shipped: Deck, cards: list[Card], wanted: Form) -> None:
    drawing = Drawing(Whole.of(shipped), Random(3), wanted)
    able = [card for card in cards if fits(card, wanted)]
    assert able
    memory = {card.id: held(1) for card in cards}
    forms = [drawing.draw(card, Session([card]), memory).form for card in able]
    if wanted in EXERCISES:
        assert forms.count(wanted) >= 5
    else:
        assert set(forms) <= {wanted, Form.DATE, Form.NUMBER} if wanted is Form.TYPED else set(forms) == {wanted}


def two_decks(shipped: Deck) -> Whole:
    """The shipped deck, and a second one that knows Stalin by another id and name, and Truman."""
    text = """
id: potsdam
title: Potsdam
entities:
  js: {name: Iosif Stalin, kind: person, aliases: [Joseph Stalin, Stalin]}
  truman: {name: Harry S. Truman, kind: person, aliases: [Truman]}
facts:
  - id: host
    kind: role
    statement: Stalin was the host at Potsdam.
    who: [js]
    office: host of the conference
    evidence: Stalin was the host and Truman the guest
    questions:
      who:
        ask: Who was the host in 1945?
        choices: [Clement Attlee, Ernest Bevin]
sources:
  - id: s
    title: Potsdam
    from: ourselves
    text: |
      Stalin was the host and Truman the guest.
"""
    return Whole.of(shipped, sound(read_deck(text, "potsdam.yaml")))


@pytest.mark.parametrize("seed", range(10))
def test_choices_come_from_the_cards_own_deck_first_and_never_hold_the_same_person_twice(
    shipped: Deck, seed: int
) -> None:
    whole = two_decks(shipped)
    drawing = Drawing(whole, Random(seed))
    names = [{fold(n) for n in e.names} for d in whole.decks.values() for e in d.entities.values()]
    for card in whole.cards:
        choices = drawing.draw(card, Session([card]), {}).choices
        for own in names:
            assert len({fold(choice) for choice in choices} & own) <= 1, (card.id, choices)
        if card.deck == shipped.id:
            assert "Harry S. Truman" not in choices
        else:
            assert {"Clement Attlee", "Ernest Bevin"} < set(choices)


def test_the_judge_knows_the_names_of_every_deck_and_the_years_of_its_own(shipped: Deck, cards: list[Card]) -> None:
    whole = two_decks(shipped)
    who = next(card for card in cards if card.answer.type is AnswerType.PERSON)
    setting = setting_of(who, whole, day_first=False)
    assert setting.names["potsdam/truman"] == ("Harry S. Truman", "Truman")
    assert setting.span == (1953, 1956)
    assert not setting.day_first
    when = next(card for card in cards if card.answer.type is AnswerType.DATE)
    assert setting_of(when, whole, day_first=True).names == {}


PRESIDENT = """
id: president
title: The president
entities:
  washington: {name: George Washington, kind: person, aliases: [Washington]}
facts:
  - {id: first, kind: role, statement: George Washington was president., who: [washington], office: president,
     evidence: George Washington was president.}
sources:
  - {id: text, title: Notes, from: written for a test, text: George Washington was president.}
"""
CITY = """
id: city
title: The city
entities:
  washington: {name: Washington, kind: place, aliases: [District of Columbia]}
facts:
  - {id: burned, kind: event, statement: Washington burned in 1814., when: 1814, entities: [washington],
     evidence: Washington burned in 1814.}
sources:
  - {id: text, title: Notes, from: written for a test, text: Washington burned in 1814.}
"""


@pytest.mark.parametrize("typed", ["District of Columbia", "Columbia"])
def test_a_place_that_has_the_name_of_a_person_in_another_deck_is_somebody_else(typed: str) -> None:
    president, city = (sound(read_deck(text)) for text in (PRESIDENT, CITY))
    stock = Whole({deck.id: deck for deck in (president, city)})
    card = next(card for card in cards_of_deck(president) if card.question == "who")
    setting = setting_of(card, stock, day_first=True, typed=typed)
    assert judge(typed, card.answer, setting).outcome is Outcome.WRONG
    assert judge("Washington", card.answer, setting).outcome is Outcome.RIGHT
