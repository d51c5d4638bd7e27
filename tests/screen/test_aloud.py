"""What is said in place of what a screen shows: signs become words, what stood apart is parted, no text is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from destal_cli.screen.aloud import Drawn, said, spoken
from destal_cli.screen.bars import Count, Share, counted, grid, heading, recall_sign, shares
from destal_cli.screen.paint import Boxed, Hung, Inset, Row, Rule, Stack, Words


@pytest.mark.parametrize(
    ("shown", "aloud"),
    [
        ("recall now ● 0.93 · 12 of 40 cards seen", "recall now 0.93, firm, 12 of 40 cards seen"),
        ("◐ 0.74", "0.74, fading"),
        ("○  new", "new"),
        ("✓ right   26 June 1953", "right: 26 June 1953"),
        ("◐ 0.95 needs 31 minutes a day", "0.95 needs 31 minutes a day"),
        ("Cards                121", "Cards: 121"),
        ("new         20   by DESTAL_NEW", "new: 20, by DESTAL_NEW"),
        ("◐ below 0.80 · cards seen", "fading below 0.80, cards seen"),
        ("12 ×", "12 times"),
        ("‡ His day is disputed", "note: His day is disputed"),
        ("Stalin died ‡", "Stalin died"),
        ("After Stalin ¶ 2", "After Stalin paragraph 2"),
        ("1953 ─ 1956", "1953 to 1956"),
        ("88–92%", "88 to 92%"),
        ("–", "none"),
        ("↳ destal suspend a/b", "type: destal suspend a/b"),
        ("⚑ flagged · @ suspended  a/b/c", "flagged, suspended: a/b/c"),
        ("Mon  4 Jan 13:13", "Monday 4 January 13:13"),
        ("+ 12 practice", "plus 12 practice"),
        ("He was ▸arrested◂ that day.", "He was arrested that day."),
        ("The Cold War began - or did it?", "The Cold War began - or did it?"),
        ("Sentence one.  Sentence two.", "Sentence one. Sentence two."),
        ("The May 1953 decree, in Mar. of that year", "The May 1953 decree, in Mar. of that year"),
    ],
)
def test_a_sign_is_said_as_its_word(shown: str, aloud: str) -> None:
    assert said(shown) == aloud


@given(st.text(st.sampled_from("●◐○✓✗‡ ·–─│█⠿▸◂→a1.0"), max_size=30))
def test_nothing_that_is_drawn_is_ever_said(text: str) -> None:
    aloud = said(text)
    assert not re.search(r"[─-◿☀-➿←-⇿⠀-⣿‡]|  ", aloud)
    assert re.findall("[a1]", text) == re.findall("[a1]", re.sub("fading|none|to|firm", "", aloud))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=5))
def test_every_block_says_all_words_of_its_texts_in_order(words: list[str]) -> None:
    texts = [Words(word) for word in words]
    body = Stack(*texts)
    for block in (body, Inset(body, 2, above=1), Boxed(body, Words()), Row(*((text, 9, "<") for text in texts))):
        assert re.findall("[a-h]+", " ".join(spoken(block))) == words
    assert next(spoken(Hung(Words("label"), body, 9))) == f"label: {words[0]}"
    assert list(spoken(Rule(), Words(), None)) == []


def test_what_rich_draws_is_said_line_by_line() -> None:
    table = grid("<>", [8, 8])
    table.add_row("wall", Text("1961"))
    named = Hung(Words("line 2"), Stack(Words("Who?"), Words("Kennedy")), 8)
    parts = Padding(Group(heading("Notes", "two of them", 60), table, named), 1)
    assert list(spoken(parts)) == ["Notes: two of them", "wall: 1961", "line 2: Who?", "Kennedy"]


def test_a_row_of_figures_is_said_without_its_bar() -> None:
    counts = counted([Count("today", 18, "3 new", ("4 min",)), Count("Sat  5 Dec", 0, "", ("0 min",))], 60)
    shared = shares([Share(Text("topics"), recall_sign(0.61), 0.61, ("9 of 9",))], 60)
    assert list(spoken(counts, shared)) == [
        "today: 18, 3 new, 4 min",
        "Saturday 5 December: 0, 0 min",
        "topics: 0.61, fading, 9 of 9",
    ]


def test_a_drawing_is_said_by_its_own_lines_and_what_is_typed_keeps_its_indent() -> None:
    assert list(spoken(Drawn(Text("━━━━"), ("half of it",)), Drawn(Text("● true")))) == ["half of it"]
    assert list(spoken(Drawn(Text(), ("id: a", "  - b   c"), as_typed=True))) == ["id: a", "  - b   c"]


def test_what_nobody_knows_how_to_say_is_an_error_and_not_silence() -> None:
    with pytest.raises(TypeError, match="object has no lines"):
        list(spoken(object()))
