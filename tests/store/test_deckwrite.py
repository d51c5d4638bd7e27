"""Writing decks: what is read back is the same deck, whatever its texts hold, and it looks as if written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, replace
from typing import Any

from conftest import sound
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Importance, Kind, Question, Source
from destal_cli.core.text import clean, one_line
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckwrite import number_text, render_deck
from destal_cli.store.reading import entity_out, fact_out
from destal_cli.store.yaml_stream import ITEMS, ITEMS_END, SCALAR, TABLE_END, Event, Stream
from destal_cli.store.yaml_stream import read as read_yaml
from destal_cli.store.yaml_text import Block, Data, fields, flowed

THAW = Deck(
    id="thaw",
    title="The Thaw",
    entities={"ivanov": Entity("ivanov", "Ivan Ivanov", EntityKind.PERSON, ("Ivanov", "Иванов"))},
    facts=(
        Fact(
            id="began",
            kind=Kind.EVENT,
            statement="The thaw began.",
            evidence=Evidence("text", "It began in March 1953."),
            when=edtf("1953-03"),
            who=("ivanov",),
            questions=(Question("when", "When did the thaw begin?"),),
        ),
        Fact(
            id="freed",
            kind=Kind.FIGURE,
            statement="Of those who were held, 1,200,000 were freed: so many that nobody had counted on them, and "
            "the trains were too few.",
            evidence=Evidence("text", "freed", suffix=": so many"),
            number=1_200_000.0,
            counts="prisoners",
            tolerance=0.025,
            importance=Importance.DETAIL,
        ),
    ),
    sources={"text": Source("text", "A text", "nowhere", "# Thaw\n\nIt began in March 1953. \n1,200 freed: so many\n")},
    built={"began": "0a1b2c3d4e"},
    reviewed=("began",),
)

THAW_TEXT = """\
# yaml-language-server: $schema=deck.schema.json
id: thaw
title: The Thaw
entities:
  ivanov:
    name: Ivan Ivanov
    kind: person
    aliases: [Ivanov, Иванов]
facts:
  - id: began
    kind: event
    statement: The thaw began.
    when: 1953-03
    who: [ivanov]
    evidence: It began in March 1953.
    questions:
      when: When did the thaw begin?

  - id: freed
    kind: figure
    statement: >-
      Of those who were held, 1,200,000 were freed: so many that nobody had counted on them, and the trains were too
      few.
    number: 1200000
    counts: prisoners
    within: 2.5%
    importance: detail
    evidence:
      exact: freed
      suffix: ": so many"
built:
  began: 0a1b2c3d4e
reviewed: [began]
sources:
  - id: text
    title: A text
    from: nowhere
    text: |
      # Thaw

      It began in March 1953. 
      1,200 freed: so many
"""  # noqa: W291 - the blank at the end of a line stays


def test_a_deck_is_written_as_a_person_would_write_it() -> None:
    assert render_deck(THAW) == THAW_TEXT


def unplaced(deck: Deck | None) -> Any:
    """The deck's values without the places that they were read from."""
    assert deck is not None
    parts = [*map(entity_out, deck.entities.values()), *map(fact_out, deck.facts), *map(astuple, deck.sources.values())]
    whole = [deck.id, deck.title, deck.about, dict(deck.built), deck.reviewed, parts]
    return _without_marks(json.loads(json.dumps(whole)))


def _without_marks(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_marks(item) for item in value]
    return None if isinstance(value, int) else value


def test_the_shipped_deck_comes_back_from_its_own_writing(shipped: Deck) -> None:
    written = sound(read_deck(render_deck(shipped), shipped.path))
    assert unplaced(written) == unplaced(shipped)


NASTY = st.one_of(
    st.text(st.sampled_from(" \n\t:#-?'\"\\[]{},&*!|>%@`~=<ab1Яё\x85\u2028\ufeff\ufffe\xa0\u200b…😀"), max_size=12),
    st.text(max_size=30),
    st.text(st.sampled_from("word Яё: #-'"), min_size=100, max_size=300),
    st.sampled_from(
        ["NO", "null", "~", "0753", "- x", "a: b", "a #b", "'", "x:", "{", "a, b", "---", "...", "|", "?", "1:?"]
    ),
)
LINE = NASTY.map(one_line).filter(bool)
WHOLE = NASTY.map(clean).filter(str.strip).map(Block)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,5}", fullmatch=True)
TABLE = st.dictionaries(IDS, LINE | WHOLE | st.lists(LINE, max_size=3), min_size=1, max_size=3)


def whole(stream: Stream, event: Event) -> Any:
    """A node of YAML as the list, table or text that it is."""
    if type(event) is SCALAR:
        return event.value
    if type(event) is ITEMS:
        return [whole(stream, item) for item in iter_until(stream, ITEMS_END)]
    return {key.value: whole(stream, stream.following()) for key in iter_until(stream, TABLE_END)}


def iter_until(stream: Stream, end: type) -> Iterator[Event]:
    while type(event := stream.following()) is not end:
        yield event


def plain(data: Data) -> Any:
    """Data as the lists, tables and texts that they stand for."""
    if isinstance(data, str):
        return str(data)
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    return [plain(value) for value in data]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(IDS, LINE | WHOLE | TABLE | st.lists(TABLE, max_size=2), min_size=1, max_size=3))
def test_any_values_written_as_yaml_are_read_as_they_were(data: dict[str, Data]) -> None:
    for text in (fields(data, 0), flowed(data), flowed(data, as_json=True)):
        found, faults = read_yaml(text + "\n", whole)
        assert (faults, found) == ([], plain(data))
    assert json.loads(flowed(data, as_json=True)) == plain(data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_deck_comes_back_from_its_writing(data: st.DataObject) -> None:
    line = data.draw
    fact = replace(
        THAW.facts[0],
        statement=line(LINE),
        note=line(LINE),
        also=tuple(dict.fromkeys(line(st.lists(LINE, max_size=3)))),
        questions=(Question("when", line(LINE)), Question("x", line(LINE), answer=line(LINE), choices=(line(LINE),))),
    )
    text = line(WHOLE) + "\nIt began in March 1953."
    source = Source("text", line(LINE), line(LINE), text)
    deck = replace(THAW, title=line(LINE), about=line(LINE), facts=(fact,), sources={"text": source})
    written = sound(read_deck(render_deck(deck)))
    assert unplaced(written) == unplaced(replace(deck, facts=(replace(fact, evidence=written.facts[0].evidence),)))
    assert written.passage(written.facts[0]) == "It began in March 1953."


@given(st.floats(-1e18, 1e18) | st.integers(-(10**15), 10**15).map(float))
def test_a_number_is_written_in_digits_and_is_the_same_when_read(number: float) -> None:
    assert float(number_text(number)) == number
    assert "e" not in number_text(number).lower()


def test_evidence_of_a_second_source_names_it() -> None:
    other = Source("other", "Another", "nowhere", "It ended.")
    ended = Fact("ended", Kind.CLAIM, "It ended.", Evidence("other", "It ended."))
    deck = replace(THAW, facts=(*THAW.facts, ended), sources={**THAW.sources, "other": other})
    assert "evidence:\n      exact: It ended.\n      source: other\n" in render_deck(deck)
    evidence = sound(read_deck(render_deck(deck))).facts[2].evidence
    assert (evidence.source, evidence.exact) == ("other", "It ended.")
