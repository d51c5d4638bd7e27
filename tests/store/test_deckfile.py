"""The deck reader: every mistake is a problem with its line, column and a hint, and never hides what is sound."""

from __future__ import annotations

import textwrap

import pytest
from conftest import ROOT, starter_text
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.facts import Deck
from destal_cli.store.deckfile import read_deck
from destal_cli.store.reading import Reading

DECK = """\
id: tiny
title: Tiny
entities:
  beria:
    name: Lavrentiy Beria
    kind: person
facts:
  - id: arrest
    kind: event
    statement: Beria was arrested.
    when: 1953-06-26
    who: [beria]
    evidence: He was arrested on 26 June 1953.
  - id: office
    kind: role
    statement: Beria was a minister.
    who: [beria]
    office: minister of the interior
    evidence: Beria was minister.
sources:
  - id: text
    title: A text
    from: nowhere
    text: |
      Beria was minister. He was arrested
      on 26 June 1953.
"""


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_deck(text, "tiny.yaml").problems]


def changed(old: str, new: str) -> Reading:
    assert old in DECK
    return read_deck(DECK.replace(old, new), "tiny.yaml")


def one_problem(old: str, new: str) -> str:
    found = changed(old, new).problems
    assert len(found) == 1, found
    return str(found[0])


def test_a_sound_deck_has_no_problem_and_its_evidence_is_the_slice_of_the_source() -> None:
    reading = read_deck(DECK, "tiny.yaml")
    assert reading.problems == ()
    assert reading.deck is not None
    arrest = reading.deck.facts[0]
    assert reading.deck.passage(arrest) == "He was arrested\non 26 June 1953."
    assert reading.left_out == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    when: 1953",
            "    wehn: 1953",
            "tiny.yaml:11:5: a fact has no key `wehn`\nhint: did you mean `when`?",
        ),
        (
            "when: 1953-06-26",
            "when: 1953-06-31",
            'tiny.yaml:11:11: `when`: "1953-06-31" is no EDTF date: there is no 31 June\n'
            "hint: as in 1953, 1953-03, 1953-06-26, 1953/1955, 1953~ or 195X",
        ),
        (
            "who: [beria]\n    evidence",
            "who: [berja]\n    evidence",
            'tiny.yaml:12:11: no entity has the id "berja"\nhint: did you mean "beria"?',
        ),
        (
            "kind: event",
            "kind: evnet",
            'tiny.yaml:9:11: `kind` cannot be "evnet"\nhint: did you mean "event"?',
        ),
        (
            "He was arrested on 26 June 1953.",
            "He was arrested on 26 July 1953.",
            'tiny.yaml:13:15: no source passage reads "He was arrested on 26 July 1953."\n'
            'hint: the nearest passage is "He was arrested on 26 June 1953." (line 25)',
        ),
        (
            "- id: office",
            "- id: arrest",
            'tiny.yaml:14:9: the fact id "arrest" stands twice\nhint: the first is in line 8: ids are never shared',
        ),
        (
            "    statement: Beria was arrested.",
            "    statement: [Beria, arrested]",
            "tiny.yaml:10:16: `statement` takes a single text, not a list\n"
            "hint: put quotes around a text that starts with [ or {, or contains a colon and a blank",
        ),
        (
            "    statement: Beria was arrested.\n",
            "",
            "tiny.yaml:8:5: this fact has no `statement`\nhint: statement: the fact in one sentence",
        ),
        (
            "title: Tiny",
            "title: Tiny\ntitle: Tinier",
            "tiny.yaml:3:1: the key `title` stands twice\nhint: the first is in line 2: keep one",
        ),
        (
            "statement: Beria was arrested.",
            "statement: *beria",
            "tiny.yaml:10:16: aliases (*beria) are not used in decks\nhint: write it out, or in quotes when it is text",
        ),
        (
            "statement: Beria was arrested.",
            "statement: !!str Beria",
            "tiny.yaml:10:16: tags (tag:yaml.org,2002:str) are not used in decks\n"
            "hint: take it out, or put the text in quotes",
        ),
        (
            "    office: minister of the interior\n",
            "",
            "tiny.yaml:14:5: a role needs `office`\nhint: add `office:`, or choose another kind",
        ),
        (
            "evidence: Beria was minister.",
            "evidence: was",
            'tiny.yaml:19:15: 2 source passages read "was"\n'
            "hint: make it longer, or write what stands before it as `prefix:` or behind it as `suffix:`",
        ),
    ],
)
def test_each_mistake_is_said_with_its_place_and_a_hint(old: str, new: str, said: str) -> None:
    assert one_problem(old, new) == said


def test_all_problems_are_told_in_one_run_and_the_sound_facts_stay() -> None:
    text = (
        DECK.replace("kind: event", "kind: evnet").replace("when: 1953-06-26", "when: soon").replace("name:", "nmae:")
    )
    reading = read_deck(text, "tiny.yaml")
    assert [p.line for p in reading.problems] == [4 + 1, 5, 9, 11]
    assert reading.deck is not None
    assert [fact.id for fact in reading.deck.facts] == ["office"]
    assert reading.left_out == 1


@pytest.mark.parametrize("word", ["NO", "0753", "12:30", "1953-06-26", "null", "~1953", "yes", "1_000", "0x1F"])
def test_a_scalar_is_the_text_that_was_typed(word: str) -> None:
    reading = changed("statement: Beria was arrested.", f"statement: {word}")
    assert reading.deck is not None
    assert reading.deck.facts[0].statement == word


@pytest.mark.parametrize(
    ("missing", "said"),
    [("facts", "this deck has no `facts`"), ("sources", "this deck has no `sources`")],
)
def test_a_deck_without_facts_or_sources_has_a_problem(missing: str, said: str) -> None:
    start = DECK.index(f"{missing}:")
    end = DECK.index("sources:") if missing == "facts" else len(DECK)
    assert any(said in problem for problem in problems(DECK[:start] + DECK[end:]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "just a text",
        "- a\n- list",
        "[" * 25_000,
        "{" * 30,
        "a: b: c",
        "\t\tx: 1",
        "a: 'open",
        "&a [*a, *a]",
    ],
)
def test_what_is_no_deck_is_a_problem_with_a_line(text: str) -> None:
    reading = read_deck(text, "x.yaml")
    assert reading.deck is None
    assert reading.problems
    assert all(problem.line >= 1 for problem in reading.problems)


def test_prefix_and_suffix_choose_among_equal_passages() -> None:
    evidence = "evidence: {exact: was, prefix: He, suffix: arrested}"
    reading = changed("evidence: He was arrested on 26 June 1953.", evidence)
    assert reading.problems == ()
    assert reading.deck is not None
    assert reading.deck.facts[0].evidence.start == DECK_TEXT.index("was arrested")


DECK_TEXT = "Beria was minister. He was arrested\non 26 June 1953.\n"


def test_a_passage_without_a_named_source_is_found_in_the_first_source_that_has_it() -> None:
    sources = 'sources:\n  - {id: notes, title: Notes, from: me, text: "Beria was minister. He left."}\n'
    reading = changed("sources:\n", sources)
    assert reading.problems == ()
    assert reading.deck is not None
    assert [fact.evidence.source for fact in reading.deck.facts] == ["text", "notes"]


def test_what_was_built_is_read_by_the_ids_of_the_facts() -> None:
    reading = changed("sources:\n", "built:\n  arrest: 0123456789\nsources:\n")
    assert reading.deck is not None
    assert reading.deck.built == {"arrest": "0123456789"}


def test_control_characters_of_a_deck_never_get_in() -> None:
    reading = changed("statement: Beria was arrested.", 'statement: "Beria \\e]0;title\\a was\\u202e arrested."')
    assert reading.deck is not None
    assert reading.deck.facts[0].statement == "Beria ]0;title was arrested."


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_deck_with_lines_lost_doubled_or_garbled_is_read_without_an_error(data: st.DataObject) -> None:
    lines = starter_text().splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        garbled = data.draw(
            st.sampled_from(["", "  - [", "x: y: z", "*a", "&b c", "? d", "'", '"', "{}", "\x00", "- - -", "%"])
        )
        lines[place : place + 1] = data.draw(
            st.sampled_from([[], [lines[place]] * 2, [garbled], [lines[place] + garbled]])
        )
    reading = read_deck("\n".join(lines), "x.yaml")
    assert isinstance(reading.deck, Deck | None)
    assert reading.deck is None or all(reading.deck.passage(fact) for fact in reading.deck.facts)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path_factory: pytest.TempPathFactory) -> None:
    from destal_cli.store.deckfile import load_deck

    path = tmp_path_factory.mktemp("decks") / "tiny.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + textwrap.dedent(DECK).replace("\n", "\r\n").encode())
    assert load_deck(path).problems == ()


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("who: [kennedy]", "who: \u2028", "asks for `who`, which the fact does not have"),
        ("who: [kennedy]", "who: []", "asks for `who`, which the fact does not have"),
        ("when: 1963-06-26", "number: " + "9" * 400, "that number is too large"),
    ],
    ids=["white space", "an empty list", "four hundred digits"],
)
def test_what_is_nothing_or_beyond_all_measure_is_a_problem(line: str, instead: str, said: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    reading = read_deck(text.replace(line, instead), "deck.yaml")
    assert any(said in str(problem) for problem in reading.problems), reading.problems
