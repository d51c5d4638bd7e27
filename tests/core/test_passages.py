"""Passages: found whatever the white space, shown as whole sentences with the answer marked, and placed."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.facts import Deck
from destal_cli.core.passages import Flat, context, paragraphs, selector

TEXT = """\
# The fall

Beria was powerful. He was arrested on 26 June
1953, and tried. Few knew why.

Later J. Stalin's men were freed. It was "the end." So they
said.

## After

Nothing changed at first.
"""


def shown(passage: str, *answers: str) -> str:
    ((start, end),) = Flat.of(TEXT).locate(passage)
    return context(TEXT, start, end, answers).marked()


@pytest.mark.parametrize(
    ("passage", "answer", "said"),
    [
        ("arrested on 26 June 1953", "26 June 1953", "He was arrested on ▸26 June 1953◂, and tried."),
        ("arrested on 26 June 1953", "June", "He was arrested on 26 ▸June◂ 1953, and tried."),
        ("arrested on 26 June 1953", "Malenkov", "He was ▸arrested on 26 June 1953◂, and tried."),
        ("Few knew why.", "", "Few knew why."),
        ("powerful. He was arrested", "HE", "Beria was powerful. ▸He◂ was arrested on 26 June 1953, and tried."),
        ("men were freed", "stalin", "Later J. Stalin's ▸men were freed◂."),
    ],
)
def test_a_passage_is_shown_in_its_sentences_with_the_answer_marked(passage: str, answer: str, said: str) -> None:
    assert shown(passage, answer) == said


@pytest.mark.parametrize(
    ("passage", "place"),
    [
        ("Few knew", "The fall ¶ 1"),
        ("So they said", "The fall ¶ 2"),
        ("at first", "After ¶ 1"),
        ("The fall", "The fall"),
    ],
)
def test_a_passage_knows_its_section_and_paragraph(passage: str, place: str) -> None:
    ((start, end),) = Flat.of(TEXT).locate(passage)
    assert context(TEXT, start, end).place == place


def test_paragraphs_and_headings_are_told_apart_by_blank_lines() -> None:
    assert [TEXT[a:b].split()[0] for a, b in paragraphs(TEXT)] == ["#", "Beria", "Later", "##", "Nothing"]


def test_prefix_and_suffix_narrow_a_passage_down() -> None:
    text = Flat.of("to be or not to be")
    assert text.locate("be") == [(3, 5), (16, 18)]
    assert text.locate("be", suffix="or") == [(3, 5)]
    assert text.locate("be", prefix="not to") == [(16, 18)]
    assert text.locate("") == []


@given(st.text(alphabet="ab \n\t", max_size=40), st.integers(0, 40), st.integers(1, 10))
def test_every_slice_of_a_text_is_found_where_it_stands(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    if piece.strip():
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        assert (left, right) in Flat.of(text).locate(piece)


@given(st.text(alphabet="ab \n\t\u00a0\u2003", max_size=40))
def test_every_character_of_a_flat_text_knows_its_place_and_every_place_its_character(text: str) -> None:
    flat = Flat.of(text)
    places = [flat.place(number) for number in range(len(flat.text))]
    assert [text[place] if text[place].strip() else " " for place in places] == list(flat.text)
    assert [flat.flat(place) for place in range(len(text))] == [
        bisect_left(places, place) for place in range(len(text))
    ]


def test_every_passage_of_the_shipped_deck_is_in_its_context_and_most_answers_are_marked(shipped: Deck) -> None:
    for fact in shipped.facts:
        evidence = fact.evidence
        source = shipped.sources[evidence.source].text
        proof = context(source, evidence.start, evidence.end)
        assert " ".join(source[evidence.start : evidence.end].split()) in proof.text
        assert proof.place


@given(st.lists(st.sampled_from(["It rained.", "It snowed.", "Then"]), min_size=1, max_size=12), st.data())
def test_a_selector_tells_a_passage_from_all_that_read_alike(parts: list[str], data: st.DataObject) -> None:
    text = "  \n".join(parts)
    number = data.draw(st.integers(0, len(parts) - 1))
    start = sum(len(part) + 3 for part in parts[:number])
    flat = Flat.of(text)
    place = (start, start + len(parts[number]))
    prefix, suffix = selector(flat, *place)
    assert flat.locate(parts[number], prefix, suffix) == [place]
    if parts.count(parts[number]) == 1:
        assert (prefix, suffix) == ("", "")
