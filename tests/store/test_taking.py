"""What an import does to a deck that is there: it renews what its file changed, and keeps what its owner did."""

from __future__ import annotations

import pytest
from conftest import sound

from destal_cli.core.facts import Deck
from destal_cli.core.notedeck import NoteDeck, deck_of, usable
from destal_cli.core.notes import Note
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckwrite import render_deck
from destal_cli.store.exchange.taking import Taken, marked, take

FIRST = (
    Note("When did Stalin die?", "5 March 1953", id="g1"),
    Note("Who was shot?", "Beria", id="g2", tags=("death",)),
    Note("Gulag", "the camps of the Soviet Union, taken together", id="g3"),
)


def made(*notes: Note) -> NoteDeck:
    kept, _ = usable(notes, "n.csv")
    return deck_of(kept, "deck", "Notes", "n.csv")


def written(*notes: Note) -> str:
    return render_deck(marked(made(*notes)))


def taken(text: str, *notes: Note, force: bool = False) -> Taken:
    done = take(text, sound(read_deck(text)), made(*notes), force=force)
    assert read_deck(done.text).problems == ()
    return done


def deck(text: str) -> Deck:
    return sound(read_deck(text))


def test_the_same_file_again_changes_nothing() -> None:
    text = written(*FIRST)
    done = taken(text, *FIRST)
    assert done.text == text
    assert len(done.same) == 3


def test_a_new_note_is_added_and_every_other_line_stays() -> None:
    text = written(*FIRST).replace("# yaml-language", "# mine\n# yaml-language")
    done = taken(text, *FIRST, Note("Who spoke?", "Khrushchev", id="g4"))
    assert done.added == ["who-spoke"]
    assert [line for line in text.splitlines() if line not in done.text.splitlines()] == []
    assert "Who spoke? Khrushchev" in deck(done.text).sources["notes"].text


def test_a_note_that_changed_in_its_file_is_renewed_under_its_id() -> None:
    text = written(*FIRST)
    done = taken(text, FIRST[0], Note("Who was shot in 1953?", "Lavrentiy Beria", id="g2", tags=("death",)), FIRST[2])
    assert done.renewed == ["who-was-shot"]
    fact = deck(done.text).facts[1]
    (asked,) = fact.questions
    assert (fact.id, asked.id, asked.ask) == ("who-was-shot", "term", "Who was shot in 1953?")
    assert deck(done.text).entities[asked.entity].name == "Lavrentiy Beria"
    source = deck(done.text).sources["notes"].text
    assert "Who was shot in 1953? Lavrentiy Beria" in source
    assert "Who was shot? Beria" not in source


def test_an_edit_of_the_owner_stays_whatever_the_file_says_unless_it_is_forced() -> None:
    text = written(*FIRST).replace("term: Beria", "term: Lavrentiy Pavlovich Beria")
    changed = (FIRST[0], Note("Who was shot in 1953?", "Beria", id="g2"), FIRST[2])
    assert taken(text, *FIRST).text == text
    assert deck(taken(text, *FIRST, force=True).text).facts[1].term == "Beria"
    done = taken(text, *changed)
    assert (done.kept, done.text) == (["who-was-shot"], text)
    forced = taken(text, *changed, force=True)
    assert (forced.renewed, deck(forced.text).facts[1].term) == (["who-was-shot"], "Beria")


def test_what_was_deleted_stays_deleted() -> None:
    text = written(*FIRST)
    start, end = text.index("  - id: who-was-shot"), text.index("  - id: gulag")
    without = text[:start] + text[end:]
    done = taken(without, *FIRST)
    assert (done.kept_out, done.text) == (["who-was-shot"], without)


def test_what_the_file_no_longer_has_stays() -> None:
    text = written(*FIRST)
    assert taken(text, FIRST[0]).text == text


def test_a_person_that_the_deck_knows_is_not_made_twice() -> None:
    text = written(Note("Who was shot?", "Beria", id="a", people=("Beria",)))
    done = taken(text, Note("Who arrested him?", "Zhukov", id="b", people=("Zhukov", "beria")))
    assert list(deck(done.text).entities) == ["beria", "zhukov"]
    assert deck(done.text).facts[1].named == ("zhukov", "beria")


def test_an_id_that_another_fact_has_is_numbered() -> None:
    text = written(Note("Who was shot?", "Beria", id="a"))
    done = taken(text, Note("Who was shot!", "Yezhov", id="b"))
    assert done.ids == {"who-was-shot": "who-was-shot-2"}
    assert [fact.id for fact in deck(done.text).facts] == ["who-was-shot", "who-was-shot-2"]


@pytest.mark.parametrize("passage", ["It was so.", "It was so. And more."])
def test_a_passage_goes_into_the_source_of_its_title(passage: str) -> None:
    text = written(Note("a?", "x", id="a", passage="It was so. And more.", source="Book"))
    done = taken(text, Note("b?", "y", id="b", passage=passage, source="Book"))
    assert list(deck(done.text).sources) == ["book"]
    assert deck(done.text).passage(deck(done.text).facts[1]) == passage


PITTS = """\
id: pitts
title: The Pitts
entities:
  elder: {name: William Pitt, kind: person}
  younger: {name: William Pitt, kind: person}
facts:
  - {id: f, kind: role, statement: Pitt was earl., who: [elder], office: earl, evidence: Pitt was earl.}
  - {id: g, kind: role, statement: Pitt led., who: [younger], office: leader, evidence: Pitt led.}
sources:
  - {id: text, title: Annals, from: made, text: "Pitt was earl. Pitt led."}
"""
TOWN = """\
id: town
title: The town
entities:
  w: {name: Washington, kind: place}
  ann: {name: Ann, kind: person}
facts:
  - {id: x, kind: role, statement: Ann was mayor., who: [ann], office: mayor, entities: [w], evidence: Ann was mayor.}
sources:
  - {id: text, title: Annals, from: made, text: Ann was mayor.}
"""


def whole(text: str, *changes: tuple[str, str]) -> NoteDeck:
    """A deck that comes in as a whole, after some changes."""
    for old, new in changes:
        text = text.replace(old, new)
    return NoteDeck(deck(text), {}, {})


def test_of_two_persons_with_one_name_the_id_tells_which_is_meant() -> None:
    done = deck(take(PITTS, deck(PITTS), whole(PITTS, ("office: earl", "office: Earl")), force=True).text)
    assert [(fact.office, fact.who) for fact in done.facts] == [("Earl", ("elder",)), ("leader", ("younger",))]
    assert list(done.entities) == ["elder", "younger"]


def test_a_name_that_several_go_by_in_the_deck_or_in_the_file_tells_nobody() -> None:
    one = PITTS.replace("  younger: {name: William Pitt", "  younger: {name: Pitt the Younger")
    coming = whole(PITTS, ("elder", "pitt"), ("id: f", "id: k"), ("id: g", "id: l"), ("id: pitts", "id: other"))
    for text in (PITTS, one):
        done = deck(take(text, deck(text), coming).text)
        assert {fact.id: fact.who for fact in done.facts if fact.id == "k"} == {"k": ("pitt",)}
        assert done.entities["pitt"].name == "William Pitt"


def test_a_person_is_not_the_place_of_the_same_name() -> None:
    said = "Washington was general."
    general = f"{{id: w1, kind: role, statement: {said}, who: [w], office: general, evidence: {said}}}"
    person = whole(
        f"id: wars\ntitle: Wars\nentities:\n  w: {{name: Washington, kind: person}}\nfacts:\n  - {general}\n"
        f"sources:\n  - {{id: text, title: Annals, from: made, text: {said}}}\n"
    )
    once = take(TOWN, deck(TOWN), person).text
    assert deck(once).facts[1].who == ("w-2",)
    assert {entity.id: entity.kind for entity in deck(once).entities.values()} == {
        "w": "place",
        "ann": "person",
        "w-2": "person",
    }
    assert take(once, deck(once), person).text == once


def test_an_entity_of_which_the_owner_made_something_else_stays_so() -> None:
    notes = (Note("Who was shot?", "Beria", id="a", people=("Beria", "Red Guard")),)
    text = written(*notes).replace("name: Red Guard\n    kind: person", "name: Red Guard\n    kind: group")
    assert taken(text, *notes).text == text
    done = deck(taken(text, *notes, Note("Who shot?", "Red Guard", id="b", people=("Red Guard",))).text)
    assert (list(done.entities), done.facts[1].named) == (["beria", "red-guard"], ("red-guard",))


def test_an_entity_that_only_unchanged_facts_name_in_the_file_is_not_added() -> None:
    text = written(Note("Who was shot?", "Beria", id="a", people=("Beria",)))
    mine = text.replace("  beria:\n    name: Beria", "  lavrentiy:\n    name: Lavrentiy")
    mine = mine.replace("[beria]", "[lavrentiy]").replace("entity: beria", "entity: lavrentiy")
    assert taken(mine, Note("Who was shot?", "Beria", id="a", people=("Beria",))).text == mine
