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
