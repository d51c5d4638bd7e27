"""The exercises on a real terminal: picks by number, Backspace, Esc, Cyrillic, pastes, and the echo while typing."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from random import Random

import pytest

if sys.platform == "win32":
    pytest.skip("pexpect has no terminals on Windows", allow_module_level=True)

from test_terminal import CTRL_C, DOWN, ESC, Terminal

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.store.history import History

pytestmark = pytest.mark.usefixtures("shipped_here")

BACKSPACE = "\x7f"


def kept(home: Path) -> list[tuple[str, int]]:
    """Form and rating of what was answered."""
    return [(row.form, int(row.rating)) for row in History(home / "history.db", create=False).reviews()]


def test_an_order_is_picked_one_by_one_and_a_pick_can_be_taken_back(home: Path) -> None:
    terminal = Terminal("--form", "order", "--seed", "1", "--limit", "5")
    terminal.sees("Which was the earliest")
    terminal.sees("5  ")
    terminal.types("1")
    terminal.sees("Which was next")
    terminal.types(BACKSPACE)
    terminal.sees("Which was the earliest")
    for left in (5, 4, 3):
        terminal.sees(f"{left}  ")
        terminal.types(DOWN + "\r")
        terminal.sees("Which was next")
    terminal.types(DOWN + "\r")
    shown = terminal.sees("Enter next")
    assert "▸26 June 1953◂" in shown
    terminal.types("u")
    terminal.sees("taken back")
    terminal.sees("Which was the earliest")
    terminal.types(CTRL_C)
    assert terminal.ended()[0] == 130
    forms = [form for form, _ in kept(home)]
    assert forms.count("order") == forms.count("undo")


def test_after_an_exercise_a_key_asks_which_card_it_is_for(home: Path) -> None:
    terminal = Terminal("--form", "order", "--seed", "1", "--limit", "5")
    terminal.sees("Which was the earliest")
    terminal.types(ESC)
    terminal.sees("Enter next")
    terminal.types("@")
    terminal.sees("Which one")
    terminal.types(ESC)
    terminal.sees("Enter next")
    for key, said in (("f", "flagged: "), ("@", "suspended: ")):
        terminal.types(key)
        terminal.sees("Which one")
        terminal.types("2")
        terminal.sees(said)
        terminal.sees("Enter next")
    terminal.types("q")
    assert terminal.ended()[0] == 0
    history = History(home / "history.db", create=False)
    assert history.flags() == {card for card, (mark, _) in history.marks().items() if mark == "suspend"}
    assert len(history.flags()) == 1


def test_cyrillic_letters_and_a_pasted_paragraph_pick_nothing(home: Path) -> None:
    terminal = Terminal("--form", "order", "--seed", "1")
    terminal.sees("Which was the earliest")
    terminal.types("Берия")
    terminal.types("\x1b[200~Beria was arrested\nin the summer\x1b[201~")
    terminal.types(ESC)
    assert terminal.sees("Enter next").count("✗") >= 1
    terminal.types("q")
    assert terminal.ended()[0] == 0
    assert {rating for _, rating in kept(home)} == {1}


def test_an_event_is_placed_between_known_ones_and_shown_on_a_scale(home: Path, shipped: Deck) -> None:
    history = History(home / "history.db", create=True)
    for card in cards_of_deck(shipped):
        if card.answer.type == "date":
            history.record(
                [Review(card.id, Moment(1_790_000_000_000), Rating.GOOD, "date", rung=2)], Scheduler(), Random(1)
            )
    history.close()
    terminal = Terminal("--form", "place", "--seed", "2", "--limit", "1", width=60)
    screen = terminal.sees("3  here")
    assert "Where in time does this belong?" in screen
    terminal.types("1")
    shown = terminal.sees("Enter next")
    assert "◆ where it belongs" in shown
    assert re.search(r"19\d\d ─.*─ 19\d\d", shown)
    terminal.types("q")
    assert terminal.ended()[0] == 0
    assert kept(home)[-1][0] == "place"


def test_offices_are_matched_one_after_the_other(home: Path) -> None:
    terminal = Terminal("--form", "match", "--kind", "role", "--seed", "2", width=40, NO_COLOR="1")
    terminal.sees("4  ")
    for _ in range(3):
        terminal.types("1")
        terminal.sees("–")
    terminal.types("1")
    shown = terminal.sees("Enter next")
    assert shown.count("✓") == 1
    told = re.split("(?=[✓✗] )", shown, maxsplit=1)[1]
    assert [line for line in re.split("[\r\n]+", told) if len(line) > 40] == []
    terminal.types("\r")
    terminal.types(CTRL_C)
    assert terminal.ended()[0] == 130
    assert sorted(rating for form, rating in kept(home) if form == "match")[0] == 1


def test_a_date_is_echoed_while_it_is_typed(home: Path) -> None:
    terminal = Terminal("--form", "date", "--seed", "3", "--limit", "1")
    terminal.sees("year ›")
    terminal.types("26/6/53")
    terminal.sees("= 26 June 1953")
    terminal.types(BACKSPACE * 7 + "двадцать")
    terminal.types("\r")
    terminal.sees("no date I can read")
    terminal.sees("year ›")
    terminal.types("двадцать\r")
    assert "✗ wrong" in terminal.sees("Enter next")
    terminal.types("q")
    assert terminal.ended()[0] == 0
    assert kept(home) == [("date", 1)]


def test_one_card_of_an_exercise_is_rated_otherwise_and_a_number_too_many_rates_nothing(home: Path) -> None:
    terminal = Terminal("--form", "order", "--seed", "1", "--limit", "5")
    terminal.sees("Which was the earliest")
    for left in (4, 3, 2):
        terminal.types("1")
        terminal.sees(f"{left}  ")
    terminal.types("1")
    terminal.sees("Enter next")
    terminal.types("1")
    terminal.types("r")
    terminal.sees("Which one")
    terminal.types("1")
    terminal.sees("4 Easy")
    terminal.types("4")
    terminal.sees("rated Easy")
    terminal.types(CTRL_C)
    assert terminal.ended()[0] == 130
    rows = History(home / "history.db", create=False).reviews()
    voided = {row.voids for row in rows}
    standing = [row.rating for row in rows if row.voids is None and row.id not in voided]
    assert standing.count(Rating.EASY) == 1
    assert len(standing) > 1


def test_esc_on_a_flashcard_is_i_dont_know(home: Path) -> None:
    terminal = Terminal("--form", "flashcard", "--limit", "1")
    terminal.sees("Esc I don't know")
    terminal.types(ESC)
    assert "✗ wrong" in terminal.sees("Enter next")
    terminal.types("q")
    assert terminal.ended()[0] == 0
    assert kept(home) == [("flashcard", 1)]
