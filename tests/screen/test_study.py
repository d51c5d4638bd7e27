"""The line above a question, in as many columns as there are."""

from __future__ import annotations

import pytest

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.forms import Form
from destal_cli.screen.study import Asked, head

MISSILES = "The Cuban Missile Crisis"


@pytest.mark.parametrize(
    ("width", "title", "state", "recall", "flagged", "shown"),
    [
        (80, MISSILES, "", 0.83, True, "The Cuban Missile Crisis · 7 of 18 · recall 0.83 · ⚑ flagged"),
        (40, MISSILES, "", 0.83, False, "The Cuban Missile Crisis · 7 of 18"),
        (40, MISSILES, "new", None, False, "The Cuban Missile Crisis · 7 of 18"),
        (40, "The Wall", "new", None, False, "The Wall · 7 of 18 · new"),
        (40, MISSILES, "", None, True, "The Cuban M… · 7 of 18 · ⚑ flagged"),
        (40, "The Cuban Missile Crisis and Berlin", "", None, False, "The Cuban Missile Crisi… · 7 of 18"),
        (40, "古巴导弹危机与柏林危机以及冷战", "", None, False, "古巴导弹危机与柏林危机… · 7 of 18"),
        (40, "", "you were sure of this", None, True, "7 of 18 · ⚑ flagged"),
    ],
)
def test_the_line_above_a_question_keeps_the_decks_title(
    wall_deck: Deck, width: int, title: str, state: str, recall: float | None, flagged: bool, shown: str
) -> None:
    card = cards_of_deck(wall_deck)[0]
    assert head(Asked(card, Form.DATE, title, 7, 7, 18, state, recall, flagged=flagged), width) == shown
