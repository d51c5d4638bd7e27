"""What of a document is read: its sentences with their places, and why the rest is not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.build import clean
from destal_cli.build.model import LONGEST_SENTENCE, Document

PAGE = """\
Home
News of the day
Sign In

Home | News | Timeline | Contact

The Long Peace

The peace was signed in 1714.[3] It held for a generation. The peace was signed in 1714.
Nobody had hoped
for so much.

Tags: peace, treaties
["Europe", "Diplomacy"]
Related Topics

© 2020 The Archive. All rights reserved.
"""

MARKDOWN = """\
---
title: The fall
---

# The *fall* of the house

In **1953** the [leader](https://example.org/a "him") died, and snake_case_names stay.

> He was feared. He was
> also loved.

The causes were:

- Hunger
- War
- Debt

Aftermath
---------

1. First the army rose.
2. Then the fleet rose too.

```
print("x")
```

![A map](map.png)

| year | dead |
|------|------|
| 1953 | 12 |

== The end ==

Peace came.

## References

- Smith, A. (1999). The fall.
- Jones, B. Another book, pp. 3-7.
"""

PRINTED = """\
A HISTORY OF THE TOWN

Chapter 1

The town was founded by two brothers, and for
many years it was
                      12    A HISTORY OF THE TOWN
small and poor. Then it grew.

13
A HISTORY OF THE TOWN

Chapter 2

Its second mayor built a bridge, which
14
A HISTORY OF THE TOWN
still stands.

- 15 -
"""


def dropped(document: Document) -> list[str]:
    return [f"{drop.reason}: {document.text[drop.start : drop.end]}" for drop in document.dropped]


def headings(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.headings]


def texts(document: Document) -> list[str]:
    return [sentence.text for sentence in document.sentences]


def test_of_a_web_page_only_its_text_is_read() -> None:
    document = clean.read(PAGE)
    assert headings(document) == ["The Long Peace"]
    assert texts(document) == [
        "The peace was signed in 1714.",
        "It held for a generation.",
        "Nobody had hoped for so much.",
    ]
    assert dropped(document) == [
        "navigation: Home",
        "navigation: News of the day",
        "navigation: Sign In",
        "navigation: Home | News | Timeline | Contact",
        "repeated: The peace was signed in 1714.",
        "tag list: Tags: peace, treaties",
        'tag list: ["Europe", "Diplomacy"]',
        "navigation: Related Topics",
        "page furniture: © 2020 The Archive. All rights reserved.",
    ]


def test_markdown_is_read_without_its_marks() -> None:
    document = clean.read(MARKDOWN)
    assert headings(document) == ["The *fall* of the house", "Aftermath", "The end", "References"]
    assert [(sentence.heading, sentence.text) for sentence in document.sentences] == [
        ("The fall of the house", "In 1953 the leader died, and snake_case_names stay."),
        ("The fall of the house", "He was feared."),
        ("The fall of the house", "He was also loved."),
        ("The fall of the house", "The causes were:"),
        ("The fall of the house", "Hunger"),
        ("The fall of the house", "War"),
        ("The fall of the house", "Debt"),
        ("Aftermath", "First the army rose."),
        ("Aftermath", "Then the fleet rose too."),
        ("The end", "Peace came."),
    ]
    assert [line for line in dropped(document) if line.startswith("references")] == [
        "references: Smith, A. (1999). The fall.",
        "references: Jones, B. Another book, pp. 3-7.",
    ]


def test_the_heads_and_numbers_of_printed_pages_do_not_break_a_sentence() -> None:
    document = clean.read(PRINTED)
    assert headings(document) == ["Chapter 1", "Chapter 2"]
    assert texts(document) == [
        "The town was founded by two brothers, and for many years it was small and poor.",
        "Then it grew.",
        "Its second mayor built a bridge, which still stands.",
    ]
    assert {line.partition(":")[0] for line in dropped(document)} == {"page furniture"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The war\n\nIt began.", ["The war"]),
        ("# The war #\nIt began.", ["The war"]),
        ("= The war =\nIt began.", ["The war"]),
        ("The war\n=======\nIt began.", ["The war"]),
        ("The war\nIt began in the spring, when nobody was ready.", ["The war"]),
        ("The war\n\n1917\n\nIt began.", ["The war", "1917"]),
        ("It began.\n\nThe war", []),
        ("It began.\n\nIt had no end.\n\nnever\n\nIt went on.", []),
        ("a\n\nOne\n\nTwo\n\nThree\n\nFour\n\nFive\n\nIt began.", ["Two", "Three", "Four", "Five"]),
        ("Wars:\n1701 War breaks out\n1714 Peace", []),
        ("Wars\n1701 War breaks out\n1714 Peace", ["Wars"]),
    ],
)
def test_headings_are_marked_or_stand_short_and_alone_above_text(text: str, found: list[str]) -> None:
    assert headings(clean.read(text)) == found


def test_lines_of_a_chronology_and_of_a_led_list_are_kept() -> None:
    document = clean.read(
        "The three were:\n\n- Ash\n- Birch\n- Cedar\n\nDates\n1701 War breaks out\n1714 Peace of Utrecht"
    )
    assert texts(document) == [
        "The three were:",
        "Ash",
        "Birch",
        "Cedar",
        "1701 War breaks out",
        "1714 Peace of Utrecht",
    ]
    assert not document.dropped


def test_three_bare_items_are_a_menu() -> None:
    assert dropped(clean.read("He left.\n\n- Ash\n- Birch\n- Cedar")) == [
        "navigation: Ash",
        "navigation: Birch",
        "navigation: Cedar",
    ]


def test_a_sentence_knows_its_paragraph_and_its_place_in_it() -> None:
    document = clean.read("One is here. Two is here.\n\nThree is here.\r\n\r\nFour is here.\rStill four.")
    assert [(s.paragraph, s.place) for s in document.sentences] == [(1, 1), (1, 2), (2, 1), (3, 1), (3, 2)]


def test_long_lines_without_empty_ones_between_are_paragraphs() -> None:
    line = "This is a sentence of a line that is not broken at all, " * 3 + "so that it is long."
    assert [s.paragraph for s in clean.read(f"{line}\n{line[5:]}\nShort.").sentences] == [1, 2, 3]


@pytest.mark.parametrize("sign", [", ", "; ", " ", ""])
def test_a_sentence_without_an_end_is_cut_where_a_clause_or_word_ends(sign: str) -> None:
    text = sign.join(f"word{number}" for number in range(1_000))
    document = clean.read(text)
    assert all(0 < len(sentence.text) <= LONGEST_SENTENCE for sentence in document.sentences)
    assert "".join(text[s.start : s.end] for s in document.sentences).replace(" ", "") == text.replace(" ", "")


PIECES = st.sampled_from(
    ["The war began. ", "It ended in 1945.[1] ", "and so on", "Title", "\n", "\n\n", "\r\n", "\f", "# Head", "- item ",
     "---", "12", "> said ", "Menu", "Home | A | B", "*so* ", "```", "Tags: a", "References", "  ", "“Yes.” ", "é"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_word_is_in_a_sentence_a_heading_or_a_dropped_stretch_and_in_one_only(text: str) -> None:
    document = clean.read(text)
    holes = {(drop.start, drop.end) for drop in document.dropped}
    spans = [*document.headings, *holes, *((s.start, s.end) for s in document.sentences)]
    covered = [0] * len(text)
    for start, end in spans:
        inside = any(s.start < start and end < s.end for s in document.sentences)
        for place in range(start, end):
            covered[place] += 0 if inside else 1
    assert max(covered, default=0) <= 1
    assert not "".join(char for char, times in zip(text, covered, strict=True) if not times).strip("#=->` \t\r\n\f")


@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_text_of_a_sentence_is_its_slice_without_marks(text: str) -> None:
    for sentence in clean.read(text).sentences:
        assert sentence.text == " ".join(sentence.text.split()) != ""
        plain = re.sub(r"[*`]|\[1\]", "", text[sentence.start : sentence.end])
        assert set(sentence.text.replace("*", "").split()) <= set(plain.split())


@pytest.mark.parametrize(
    "piece", ["12\n", "A\n", "aaa bbb\n12\n", "- a\n", "```\n", "> ", "a | ", " · ", "[a](", "**a "]
)
def test_a_hostile_text_of_twenty_thousand_characters_is_read_at_once(piece: str) -> None:
    assert clean.read(piece * (20_000 // len(piece))).text
