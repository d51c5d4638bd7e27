"""Text is safe to show and folds so that what looks alike is found."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.text import clean, deck_slug, fold, join_words, one_line, plural


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    assert not {c for c in clean(text) if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"}
    assert not set("\u202e\u2066\u200f\u061c") & set(clean(text))
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Хрущёв", "хрущев"),
        ("Jānis Rudzutaks", "janis  rudzutaks"),
        ("Günter", "GUNTER"),
        ("de‑Stalinization", "de-stalinization"),
        ("Solzhenit\u200bsyn", "solzhenitsyn"),
        ("Beria’s", "beria's"),
        ("ＢＥＲＩＡ".translate({}), "ｂｅｒｉａ"),
    ],
)
def test_case_accents_and_typography_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_scripts_whose_letters_only_look_composed_stay_whole() -> None:
    assert fold("김일성") == "김일성"
    assert fold("が") != fold("か")


def test_short_i_stays_apart_from_i() -> None:
    assert fold("май") != fold("маи")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_joined_and_counted_as_in_speech() -> None:
    assert join_words(["a", "b", "c"]) == "a, b and c"
    assert join_words(["a"]) == "a"
    assert plural(1, "card") == "1 card"
    assert plural(1200, "card") == "1,200 cards"


@pytest.mark.parametrize("title", ["a-" * 300, "㎯" * 300, "The thaw " * 40])
def test_an_id_from_a_long_title_fits_into_a_files_name(title: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", deck_slug(title))
    assert len(deck_slug(title)) <= 80
