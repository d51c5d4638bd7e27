"""Splicing: a change is where it belongs, in the style that the file has, and not one other byte is touched."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from conftest import starter_text
from hypothesis import given, settings
from hypothesis import strategies as st
from test_deckwrite import LINE, NASTY, whole

from destal_cli.core.dates import edtf
from destal_cli.core.facts import Entity, EntityKind, Evidence, Fact, Kind, Source
from destal_cli.core.problems import BadFileError, NotFoundError
from destal_cli.core.text import clean
from destal_cli.store.splice import Splice
from destal_cli.store.yaml_stream import read as read_yaml

BLOCKS = """\
# A deck by hand
id: thaw
title: "The Thaw"  # a title
entities:
    ivanov: # the first
        name: Ivan Ivanov
        kind: person
        aliases: [Ivanov,
            I. Ivanov]
    petrov:
        name: Pyotr Petrov
        kind: person
facts:
- id: began   # never change it
  kind: event
  statement: >- # in short
    The thaw
    began.

  when: 1953-03 # or April?
  who:
  - ivanov
  - petrov
  evidence:
    # the first sentence
    exact: It began.
  # what began

# The end
-
  # still open
  when: 1956
  id: ended
  kind: claim
  statement: It ended.
  who: petrov
  evidence: It ended.
  questions:
    x: {ask: Who ended it?, entity: petrov, avoid: [ivanov]}

sources:
- id: text
  title: A text
  from: me
  text: | # whole
    It began.

    It ended.

# The end of the file
"""

FLOWS = """\
{id: thaw, title: The Thaw, # a deck in braces
 entities: {ivanov: {name: Ivan Ivanov, kind: person}, petrov: {name: P, kind: person, aliases: [Petrov]}},
 facts: [
   {id: began, kind: event, statement: It began., who: [ivanov, petrov], evidence: {exact: It began., prefix: x}},
   {id: ended, kind: claim, statement: 'It ended.', who: petrov, evidence: It ended., # in the end
    questions: {x: {ask: Who?, entity: petrov, avoid: [ivanov]}}}],
 sources: [{id: text, title: A text, from: me, text: "x It began. It ended."}]}
"""

NEW = Fact("new", Kind.EVENT, "It went on.", Evidence("text", "It began."), edtf("1954"), ("petrov",))
NEW_LINES = ["id: new", "kind: event", "statement: It went on.", "when: 1954", "who: [petrov]", "evidence: It began."]


def changes(text: str, change: Callable[[Splice], object]) -> str:
    """The lines that a change took out and put in, as a diff without context."""
    splice = Splice(text)
    change(splice)
    assert read_yaml(splice.text, whole)[1] == []
    lines = difflib.unified_diff(text.splitlines(), splice.text.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


@pytest.mark.parametrize(
    ("change", "diff"),
    [
        (
            lambda s: s.fact_set("began", "when", "1953-04"),
            "-  when: 1953-03 # or April?\n+  when: 1953-04 # or April?",
        ),
        (
            lambda s: s.fact_set("began", "statement", "It thawed."),
            "-  statement: >- # in short\n-    The thaw\n-    began.\n+  statement: It thawed. # in short",
        ),
        (lambda s: s.fact_set("began", "who", ["petrov"]), "-  - ivanov"),
        (lambda s: s.fact_set("began", "note", "so: so"), '+  note: "so: so"'),
        (lambda s: s.fact_set("began", "tags", ["a", "b"]), "+  tags: [a, b]"),
        (lambda s: s.fact_set("began", "when", None), "-  when: 1953-03 # or April?"),
        (lambda s: s.fact_set("ended", "when", None), "-  when: 1956"),
        (
            lambda s: s.fact_set("ended", "questions", {"who": "Who?"}),
            "-    x: {ask: Who ended it?, entity: petrov, avoid: [ivanov]}\n+    who: Who?",
        ),
        (
            lambda s: s.fact_set("ended", "statement", "\x1b[31mred\n"),
            '-  statement: It ended.\n+  statement: "[31mred"',
        ),
        (lambda s: s.evidence_set("began", Evidence("text", "It began.", suffix="It")), "+    suffix: It"),
        (
            lambda s: s.evidence_set("ended", Evidence("text", "It", suffix="ended.")),
            "-  evidence: It ended.\n+  evidence:\n+    exact: It\n+    suffix: ended.",
        ),
        (lambda s: s.entity_set("ivanov", "about", "a man"), "+        about: a man"),
        (lambda s: s.alias_add("ivanov", "Иванов"), "-            I. Ivanov]\n+            I. Ivanov, Иванов]"),
        (lambda s: s.alias_add("ivanov", "Ivanov"), ""),
        (lambda s: s.alias_add("petrov", "Petrov"), "+        aliases: [Petrov]"),
        (lambda s: s.deck_set("title", "Thaw"), '-title: "The Thaw"  # a title\n+title: Thaw  # a title'),
        (lambda s: s.deck_set("about", "A time"), "+about: A time"),
        (lambda s: s.source_set("text", "It\n\nended."), "-    It began.\n+    It\n-    It ended.\n+    ended."),
        (lambda s: s.built_add({"began": "0a"}), "+built:\n+  began: 0a"),
        (
            lambda s: s.fact_remove("ended"),
            "--\n-  # still open\n-  when: 1956\n-  id: ended\n-  kind: claim\n-  statement: It ended.\n-  who: petrov"
            "\n-  evidence: It ended.\n-  questions:\n-    x: {ask: Who ended it?, entity: petrov, avoid: [ivanov]}",
        ),
        (
            lambda s: s.entity_merge("petrov", "ivanov"),
            "-            I. Ivanov]\n-    petrov:\n-        name: Pyotr Petrov\n-        kind: person\n"
            "+            I. Ivanov, Pyotr Petrov]\n-  - petrov\n-  who: petrov\n+  who: [ivanov]\n"
            "-    x: {ask: Who ended it?, entity: petrov, avoid: [ivanov]}\n"
            "+    x: {ask: Who ended it?, entity: ivanov, avoid: [ivanov]}",
        ),
    ],
)  # fmt: skip
def test_a_change_touches_its_own_lines_only(change: Callable[[Splice], object], diff: str) -> None:
    assert changes(BLOCKS, change) == diff


def test_a_new_fact_stands_behind_the_comments_of_the_one_before_it() -> None:
    splice = Splice(BLOCKS)
    splice.facts_add([NEW], "began")
    assert "  # what began\n\n- id: new\n  kind: event\n" in splice.text
    assert "  evidence: It began.\n\n# The end\n-\n" in splice.text


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda s: s.fact_set("began", "statement", "a, b"), "statement: It began.,", 'statement: "a, b",'),
        (lambda s: s.fact_set("began", "note", "so"), "prefix: x}}", "prefix: x}, note: so}"),
        (lambda s: s.fact_set("began", "who", None), " who: [ivanov, petrov],", ""),
        (lambda s: s.evidence_set("began", Evidence("text", "It began.")), ", prefix: x}", "}"),
        (lambda s: s.alias_add("petrov", "Pete"), "[Petrov]", "[Petrov, Pete]"),
        (lambda s: s.alias_add("ivanov", "Vanya"), "kind: person}, petrov", "kind: person, aliases: [Vanya]}, petrov"),
        (lambda s: s.facts_add([NEW], "began"), "prefix: x}},", f"prefix: x}}}},\n   {{{', '.join(NEW_LINES)}}},"),
        (lambda s: s.source_set("text", "It\nended"), '"x It began. It ended."', r'"It\nended\n"'),
    ],
)  # fmt: skip
def test_a_deck_in_braces_is_changed_in_braces(change: Callable[[Splice], object], old: str, new: str) -> None:
    splice = Splice(FLOWS)
    change(splice)
    assert old in FLOWS
    assert splice.text == FLOWS.replace(old, new)


def test_a_deck_that_is_json_stays_json() -> None:
    splice = Splice(json.dumps(read_yaml(FLOWS, whole)[0], indent=2))
    splice.facts_add([NEW])
    splice.fact_set("began", "note", 'a "b"')
    splice.alias_add("ivanov", "Vanya")
    splice.built_add({"began": "0a"})
    deck = json.loads(splice.text)
    assert [fact["id"] for fact in deck["facts"]] == ["began", "ended", "new"]
    assert (deck["facts"][0]["note"], deck["built"]) == ('a "b"', {"began": "0a"})


def test_windows_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff" + BLOCKS.replace("\n", "\r\n")
    splice = Splice(text)
    splice.fact_set("began", "statement", "A long statement. " * 12)
    splice.facts_add([NEW])
    splice.source_set("text", "One\n\ntwo\n")
    assert splice.text.startswith("\ufeff# A deck by hand\r\n")
    assert splice.text.count("\n") == splice.text.count("\r\n")
    unix = Splice(BLOCKS)
    unix.fact_set("began", "statement", "A long statement. " * 12)
    unix.facts_add([NEW])
    unix.source_set("text", "One\n\ntwo\n")
    assert splice.text == "\ufeff" + unix.text.replace("\n", "\r\n")


def test_a_list_that_outgrows_its_line_goes_on_below() -> None:
    splice = Splice(FLOWS)
    for number in range(9):
        splice.alias_add("petrov", f"Name number {number}")
    assert max(map(len, splice.text.splitlines())) <= 125
    assert read_yaml(splice.text, whole)[1] == []


def test_parts_that_are_missing_or_empty_are_begun() -> None:
    splice = Splice("id: x\ntitle: X\nentities: {} # none\nfacts:\n")
    splice.facts_add([NEW])
    splice.entities_add([Entity("petrov", "Pyotr Petrov", EntityKind.PERSON)])
    splice.source_add(Source("text", "A text", "me", "It began.\n"))
    splice.source_add(Source("more", "More", "me", "It"))
    assert splice.text == (
        "id: x\ntitle: X\nentities: # none\n  petrov:\n    name: Pyotr Petrov\n    kind: person\nfacts:\n  - id: new\n"
        + "".join(f"    {line}\n" for line in NEW_LINES[1:-1])
        + "    evidence:\n      exact: It began.\n      source: text\n"
        "sources:\n  - id: text\n    title: A text\n    from: me\n    text: |\n      It began.\n"
        "  - id: more\n    title: More\n    from: me\n    text: |-\n      It\n"
    )


def test_facts_can_be_taken_out_to_the_last_one() -> None:
    for text in (BLOCKS, FLOWS, starter_text()):
        splice = Splice(text)
        for fact in splice.fact_ids():
            splice.fact_remove(fact)
        assert splice.fact_ids() == []
        splice.facts_add([NEW])
        assert splice.fact_ids() == ["new"]


@pytest.mark.parametrize("text", ["", "- a", "a: [", "a: *b", "x", "a: b\n---\n]", "{" * 40])
def test_what_is_no_deck_is_refused(text: str) -> None:
    with pytest.raises(BadFileError):
        Splice(text)


def test_what_is_not_there_is_not_found() -> None:
    splice = Splice(BLOCKS)
    for change in (
        lambda: splice.fact_set("none", "note", "x"),
        lambda: splice.alias_add("none", "x"),
        lambda: splice.source_set("none", "x"),
        lambda: splice.facts_add([NEW], "none"),
    ):
        with pytest.raises(NotFoundError):
            change()
    assert splice.text == BLOCKS


# Any changes, one after the other, against the same changes of plain values

Model = dict[str, Any]
OPTIONAL = {"note": LINE, "about": LINE, "tags": st.lists(LINE, min_size=1, max_size=4), "office": LINE}


def _set(draw: st.DrawFn, splice: Splice, model: Model) -> None:
    fact = draw(st.sampled_from(model["facts"]))
    key = draw(st.sampled_from(["statement", "note", "tags", "office"]))
    value = draw(OPTIONAL.get(key, LINE) if key == "statement" else st.none() | OPTIONAL[key])
    splice.fact_set(fact["id"], key, value)
    fact[key] = value
    if value is None:
        del fact[key]


def _add(draw: st.DrawFn, splice: Splice, model: Model) -> None:
    after = draw(st.none() | st.sampled_from(model["facts"]))
    said, taken = draw(LINE), {fact["id"] for fact in model["facts"]}
    number = next(number for number in count() if f"new-{number}" not in taken)
    new = Fact(f"new-{number}", Kind.CLAIM, said, Evidence("text", said))
    splice.facts_add([new], after["id"] if after else None)
    place = model["facts"].index(after) + 1 if after else len(model["facts"])
    model["facts"].insert(place, {"id": new.id, "kind": "claim", "statement": said, "evidence": said})


def _remove(draw: st.DrawFn, splice: Splice, model: Model) -> None:
    if len(model["facts"]) > 1:
        fact = draw(st.sampled_from(model["facts"]))
        splice.fact_remove(fact["id"])
        model["facts"].remove(fact)


def _alias(draw: st.DrawFn, splice: Splice, model: Model) -> None:
    entity, alias = draw(st.sampled_from(list(model["entities"]))), draw(LINE)
    splice.alias_add(entity, alias)
    known = model["entities"][entity]
    if alias not in (known["name"], *known.get("aliases", [])):
        known["aliases"] = [*known.get("aliases", []), alias]


def _source(draw: st.DrawFn, splice: Splice, model: Model) -> None:
    text = clean(draw(NASTY)) + "\nend"
    splice.source_set("text", text)
    model["sources"][0]["text"] = text.rstrip("\n") + "\n"


@settings(max_examples=120, deadline=None)
@given(st.data(), st.sampled_from([BLOCKS, BLOCKS.replace("\n", "\r\n"), FLOWS, starter_text()]))
def test_any_changes_make_of_the_file_what_they_make_of_its_values(data: st.DataObject, text: str) -> None:
    splice, model = Splice(text), read_yaml(text, whole)[0]
    for _ in range(data.draw(st.integers(1, 6))):
        change = data.draw(st.sampled_from([_set, _set, _add, _remove, _alias, _source]))
        change(data.draw, splice, model)
    found, faults = read_yaml(splice.text, whole)
    assert faults == []
    assert found == model
