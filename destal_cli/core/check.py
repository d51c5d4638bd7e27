"""What must hold of every deck beyond its format: no question gives itself away, and every card can be a choice.

`destal check` asks for it after a deck was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.choices import ENOUGH, candidates, wrong_answers
from destal_cli.core.facts import AnswerType, Deck
from destal_cli.core.problems import Problem
from destal_cli.core.text import words

_SHORT_RANGE = re.compile(r"\b(\d{4})\s*[-–—/]\s*(\d{2})\b")


def check_deck(deck: Deck) -> list[Problem]:
    """Every problem of a deck's cards, each at the prompt or fact it comes from."""
    pool = candidates([deck])
    found = []
    for card in cards_of_deck(deck):
        found += [_problem(deck, card, *leak) for leak in leaks(card)]
        wrong = wrong_answers(card, deck, pool, Random(0))
        if len(wrong) < ENOUGH:
            message = (
                f"the question `{card.question}` can be offered only {len(wrong)} wrong answers, and needs {ENOUGH}"
            )
            found.append(_problem(deck, card, message, "write some that are plausible and wrong as `choices:`"))
    return found


def _problem(deck: Deck, card: Card, message: str, hint: str) -> Problem:
    return Problem(deck.path, card.mark.line, card.mark.column, message, hint)


def leaks(card: Card) -> Iterator[tuple[str, str]]:
    """What in a prompt gives its answer away: the answer, a name of it, or the year when a date is asked."""
    if answer := answer_in(card.prompt, card):
        hint = "ask so that the answer does not stand in the question"
        yield f'the question `{card.question}` contains its own answer, "{answer}"', hint
        return
    if card.answer.type is AnswerType.DATE and (year := _year_in(card)):
        yield f"the question `{card.question}` asks for a date and tells its year, {year}", "leave the year out"


def answer_in(text: str, card: Card) -> str:
    """The name of the card's answer that stands in a text, or nothing."""
    said = f" {' '.join(words(text))} "
    names = ((name, " ".join(words(name))) for name in (card.answer.text, *card.answer.also))
    return next((name for name, spoken in names if spoken and f" {spoken} " in said), "")


def _year_in(card: Card) -> str:
    date = card.answer.date
    if date is None:
        return ""
    years = {str(y) for y in (date.first_year, date.last_year) if y is not None}
    decades = {f"{year[:3]}0s" for year in years if len(year) == 4}
    tokens: list[str] = re.findall(r"\d+s?", card.prompt)
    for token in tokens:
        if token in years | decades:
            return token
    short = _SHORT_RANGE.search(card.prompt)
    later = short[1][:2] + short[2] if short else ""
    return later if later in years else ""
