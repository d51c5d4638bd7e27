"""Rebuilding a deck: what its owner did stays, what is new in the document comes in, and every fact has its proof."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conftest import sound
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.dates import edtf
from destal_cli.core.facts import NOWHERE, Deck, Entity, EntityKind, Evidence, Fact, Kind, Question, Source
from destal_cli.core.passages import Flat, selector
from destal_cli.core.sentences import sentences
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckmerge import EARLIER, Merge, mark_built, merge
from destal_cli.store.deckwrite import render_deck

DOCUMENT = """\
# The valley

Anna Berg founded the mill in 1801. Karl Lund bought the mill in 1822. The river flooded the valley in 1830.

Karl Lund built a dam in 1834. Maria Holm opened a school in 1840. The school burned down in 1851.

Anna Holm wrote the chronicle in 1860. Lund sold the mill in 1865. The railway reached the valley in 1872.
"""


def built(document: str, *, title: str = "The valley") -> Deck:
    """A deck as a builder makes it, of an event for each sentence that has a year, named by its first words."""
    flat, facts, entities = Flat.of(document), [], {}
    for start, end in sentences(document):
        sentence = " ".join(document[start:end].split("\n\n")[-1].split())
        year = re.search(r"\b(\d{4})\.", sentence)
        if not year:
            continue
        who = tuple(_entity(entities, name) for name in re.findall(r"^(?:[A-Z]\w+ )*(?:Berg|Lund|Holm)", sentence))
        place = flat.locate(sentence)[-1]
        prefix, suffix = selector(flat, *place)
        name = "-".join(re.findall("[a-z]+", sentence.lower())[:3])
        number = sum(fact.id.startswith(name) for fact in facts)
        facts.append(
            Fact(
                id=f"{name}-{number + 1}" if number else name,
                kind=Kind.EVENT,
                statement=sentence,
                evidence=Evidence("text", sentence, prefix, suffix, *place),
                when=edtf(year[1]),
                who=who,
                questions=(Question("when", f"When was it that {sentence[: year.start()]}...?"),),
            )
        )
    source = Source("text", title, "valley.txt", document)
    return mark_built(Deck("valley", title, "", "", entities, tuple(facts), {"text": source}))


def _entity(entities: dict[str, Entity], name: str) -> str:
    key = name.lower().replace(" ", "-")
    entities.setdefault(key, Entity(key, name, EntityKind.PERSON))
    return key


def rebuilt(text: str, document: str) -> Merge:
    done = merge(text, sound(read_deck(text)), built(document))
    sound(read_deck(done.text))
    return done


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def deck_of(text: str) -> Deck:
    return sound(read_deck(text))


FIRST = render_deck(built(DOCUMENT))


def test_a_rebuild_from_the_same_document_changes_not_one_byte() -> None:
    assert merge(FIRST, deck_of(FIRST), built(DOCUMENT)) == Merge(FIRST)


def fact_lines(text: str, name: str) -> str:
    """The lines of a fact in a deck as it was built."""
    found = re.search(rf"  - id: {name}\n(?:    .*\n)+\n?", text)
    assert found
    return found[0]


DELETED = fact_lines(FIRST, "the-river-flooded")
MOVED = fact_lines(FIRST, "the-railway-reached")
BY_HAND = """\
  # my own
  - id: my-own
    kind: claim
    statement: There was a mill.
    evidence: founded the mill

"""
HAND_EDITS = [
    ("statement: Anna Berg founded the mill in 1801.", "statement: The mill was Anna Berg's."),  # text
    ("id: karl-lund-bought", "id: lund-buys"),  # id
    ("when: 1834", "when: 1835 # so says the stone"),  # answer
    ("  lund:\n    name: Lund\n    kind: person\n", ""),  # an entity merged into another
    ("    name: Karl Lund\n    kind: person\n", "    name: Karl Lund\n    kind: person\n    aliases: [Lund]\n"),
    ("who: [lund]", "who: [karl-lund]"),
    (DELETED, ""),  # a fact deleted
    ("  - id: maria-holm-opened", BY_HAND + "  - id: maria-holm-opened"),  # a fact added
    ("    when: 1851\n", "    when: 1851\n    note: others say 1852\n"),  # a note
    (MOVED, ""),  # order
    ("facts:\n", "facts:\n" + MOVED.rstrip("\n") + "\n\n"),
    ("When was it that Anna Holm wrote the chronicle in ...?", "In which year was the chronicle written?"),  # prompt
    ("    when: 1840\n", "    when: 1840\n    tags: [schools]\n"),  # a tag
]
CHANGED = """\
# The valley

The emperor died in 1799. Lund made a map in 1823. Anna Berg founded the mill in 1801.
Karl Lund bought the mill in 1822.

The river flooded the valley in 1830. The river flooded the meadows in 1831. Karl Lund built a dam in 1834.
Maria Holm opened a school for girls in 1840. The school burned down in 1851. The school burned down in 1851.

Lund sold the mill in 1865. The railway reached the valley in 1872.
"""


def test_ten_edits_by_hand_outlive_a_rebuild_from_a_changed_document() -> None:
    mine = edited(FIRST, *HAND_EDITS)
    done = rebuilt(mine, CHANGED)
    deck = deck_of(done.text)
    facts = {fact.id: fact for fact in deck.facts}
    assert facts["anna-berg-founded"].statement == "The mill was Anna Berg's."
    assert "lund-buys" in facts
    assert "karl-lund-bought" not in facts
    assert str(facts["karl-lund-built"].when) == "1835"
    assert "when: 1835 # so says the stone" in done.text
    assert list(deck.entities) == ["anna-berg", "karl-lund", "maria-holm", "anna-holm"]
    assert facts["lund-made-a"].who == ("karl-lund",)
    assert "the-river-flooded" not in facts
    assert BY_HAND in done.text
    assert facts["the-school-burned"].note == "others say 1852"
    assert deck.facts[0].id == "the-railway-reached"
    assert facts["anna-holm-wrote"].questions[0].ask == "In which year was the chronicle written?"
    assert facts["maria-holm-opened"].tags == ("schools",)
    assert {fact.id for fact in deck_of(mine).facts} <= facts.keys()


def test_a_rebuild_says_what_came_moved_was_lost_and_stayed_out() -> None:
    done = rebuilt(edited(FIRST, *HAND_EDITS), CHANGED)
    assert done.added == ("the-emperor-died", "lund-made-a", "the-river-flooded-2")
    assert done.moved == ("maria-holm-opened", "the-school-burned")
    assert done.lost == ("anna-holm-wrote",)
    assert done.kept_out == ("the-river-flooded",)
    deck = deck_of(done.text)
    passages = {fact.id: deck.passage(fact) for fact in deck.facts}
    assert passages["maria-holm-opened"] == "Maria Holm opened a school for girls in 1840."
    assert passages["the-river-flooded-2"] == "The river flooded the meadows in 1831."
    assert passages["anna-holm-wrote"] == "Anna Holm wrote the chronicle in 1860."
    assert {fact.id for fact in deck.facts if fact.evidence.source == EARLIER} == {"anna-holm-wrote"}


def test_a_lost_passage_that_comes_back_is_taken_from_the_document_again() -> None:
    without = DOCUMENT.replace("Anna Holm wrote the chronicle in 1860. ", "")
    lost = rebuilt(FIRST, without)
    assert lost.lost == ("anna-holm-wrote",)
    again = rebuilt(lost.text, without)
    assert (again.text, again.lost) == (lost.text, lost.lost)
    back = rebuilt(lost.text, DOCUMENT)
    assert (back.lost, back.moved) == ((), ("anna-holm-wrote",))
    assert {fact.evidence.source for fact in deck_of(back.text).facts} == {"text"}


def test_a_deleted_fact_stays_out_though_its_sentence_was_reworded() -> None:
    mine = edited(FIRST, (DELETED, ""))
    done = rebuilt(mine, DOCUMENT.replace("flooded the valley", "flooded the whole valley"))
    assert (done.added, done.kept_out) == ((), ("the-river-flooded",))


def test_a_deleted_fact_comes_back_when_its_line_is_taken_out_of_built() -> None:
    line = re.search(r"  the-river-flooded: \w+\n", FIRST)
    assert line
    done = rebuilt(edited(FIRST, (DELETED, ""), (line[0], "")), DOCUMENT)
    assert done.added == ("the-river-flooded",)
    assert [fact.id for fact in deck_of(done.text).facts] == [fact.id for fact in deck_of(FIRST).facts]


def test_the_id_of_a_deleted_fact_is_never_given_to_another() -> None:
    mine = edited(FIRST, (DELETED, ""))
    done = rebuilt(mine, DOCUMENT + "\nThe river flooded Holm's new school on a day in May 1880.\n")
    assert done.added == ("the-river-flooded-2",)


def test_a_deck_by_hand_takes_in_what_it_does_not_say_yet() -> None:
    deck = deck_of(FIRST)
    few = replace(deck, facts=(replace(deck.facts[0], id="mill"), deck.facts[3]), built={})
    done = rebuilt(render_deck(few), DOCUMENT)
    ids = [fact.id for fact in deck_of(done.text).facts]
    assert ids[0] == "mill"
    assert len(ids) == len(deck.facts)
    deleted = fact_lines(done.text, "mill")
    assert rebuilt(done.text.replace(deleted, ""), DOCUMENT).kept_out == ("mill",)


def test_a_second_document_comes_in_as_a_second_source() -> None:
    other = built("Olaf Berg left in 1900.", title="Another")
    other = replace(
        other,
        sources={**built(DOCUMENT).sources, "more": replace(other.sources["text"], id="more")},
        facts=(replace(other.facts[0], evidence=replace(other.facts[0].evidence, source="more")),),
    )
    done = merge(FIRST, deck_of(FIRST), other)
    deck = deck_of(done.text)
    assert (done.added, done.lost, list(deck.sources)) == (("olaf-berg-left",), (), ["text", "more"])
    assert deck.facts[-1].evidence.source == "more"


def test_another_document_does_not_take_the_place_of_the_first_but_a_renamed_one_does() -> None:
    other = built("Olaf Berg left in 1900.", title="Another")
    other = replace(other, sources={"text": replace(other.sources["text"], origin="other.txt")})
    done = merge(FIRST, deck_of(FIRST), other)
    assert (done.lost, list(deck_of(done.text).sources)) == ((), ["text", "text-2"])
    renamed = built(CHANGED, title="Another")
    renamed = replace(renamed, sources={"text": replace(renamed.sources["text"], origin="other.txt")})
    assert list(deck_of(merge(FIRST, deck_of(FIRST), renamed).text).sources) == ["text", EARLIER]


def test_an_entity_that_was_renamed_or_given_other_names_is_known() -> None:
    mine = edited(
        FIRST, ("name: Anna Holm", "name: Aunt Anna"), ("name: Maria Holm", "name: Ms Holm\n    aliases: [Maria Holm]")
    )
    mine = mine.replace("maria-holm:", "ms-holm:").replace("[maria-holm]", "[ms-holm]")
    done = rebuilt(mine, DOCUMENT + "\nAnna Holm left in 1870. Maria Holm left in 1871. Olaf Berg left in 1872.\n")
    deck = deck_of(done.text)
    assert {fact.id: fact.who for fact in deck.facts if fact.id in done.added} == {
        "anna-holm-left": ("anna-holm",),
        "maria-holm-left": ("ms-holm",),
        "olaf-berg-left": ("olaf-berg",),
    }
    assert deck.entities["anna-holm"].name == "Aunt Anna"


def test_a_person_of_a_document_is_not_the_place_of_the_same_name() -> None:
    mine = edited(FIRST, ("entities:\n", "entities:\n  town:\n    name: Olaf Berg\n    kind: place\n"))
    done = rebuilt(mine, DOCUMENT + "\nOlaf Berg left in 1872.\n")
    deck = deck_of(done.text)
    assert [(fact.id, fact.who) for fact in deck.facts if fact.id in done.added] == [("olaf-berg-left", ("olaf-berg",))]
    assert deck.entities["town"].kind is EntityKind.PLACE


def test_of_passages_that_read_alike_the_one_with_the_old_surroundings_is_meant() -> None:
    twice = "Snow fell in 1801.\n\n" + DOCUMENT.replace("Karl Lund built", "Snow fell in 1801. Karl Lund built")
    first = render_deck(built(DOCUMENT.replace("Karl Lund built", "Snow fell in 1801. Karl Lund built")))
    deck = deck_of(rebuilt(first, twice).text)
    snow = next(fact for fact in deck.facts if fact.id == "snow-fell-in")
    assert deck.sources["text"].text[snow.evidence.end :].startswith(" Karl Lund built")


SENTENCES = st.builds(
    "{} {} the {} in {}.".format,
    st.sampled_from(["Anna Berg", "Karl Lund", "Lund", "The king", "Nobody"]),
    st.sampled_from(["built", "sold", "saw"]),
    st.sampled_from(["mill", "dam", "old mill", "school"]),
    st.integers(1801, 1806),
)
DOCUMENTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4).map("\n\n".join)


BY_ANY_HAND = (
    lambda fact: fact,
    lambda fact: replace(fact, id=f"my-{fact.id}"),
    lambda fact: replace(fact, when=edtf("1799")),
    lambda fact: replace(fact, statement="In my own words.", note="Really?", tags=("mine",)),
    lambda fact: replace(fact, kind=Kind.CLAIM, who=(), questions=()),
)


def without_evidence(fact: Fact) -> Fact:
    questions = tuple(replace(question, mark=NOWHERE) for question in fact.questions)
    return replace(fact, evidence=Evidence("", ""), mark=NOWHERE, questions=questions)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, DOCUMENTS, st.data())
def test_any_rebuild_keeps_every_fact_and_deletion_proves_what_it_says_and_is_done_once(
    before: str, after: str, data: st.DataObject
) -> None:
    first = built(before)
    deleted = data.draw(st.sets(st.sampled_from([fact.id for fact in first.facts]), max_size=len(first.facts) - 1))
    kept = data.draw(st.permutations([fact for fact in first.facts if fact.id not in deleted]))
    mine = render_deck(replace(first, facts=tuple(data.draw(st.sampled_from(BY_ANY_HAND))(fact) for fact in kept)))
    for document in (before, after):
        done = rebuilt(mine, document)
        deck = deck_of(done.text)
        old = [fact for fact in deck.facts if fact.id not in done.added]
        assert [without_evidence(fact) for fact in old] == [without_evidence(fact) for fact in deck_of(mine).facts]
        assert not deleted & {fact.id for fact in deck.facts}
        if document == before:
            assert (done.added, done.lost) == ((), ())
        for fact in deck.facts:
            assert deck.passage(fact).split() == fact.evidence.exact.split()
            assert (fact.evidence.source == EARLIER) == (fact.id in done.lost)
        again = rebuilt(done.text, document)
        assert (again.text, again.added) == (done.text, ())


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_rebuild_keeps_line_ends(newline: str) -> None:
    done = rebuilt(FIRST.replace("\n", newline), CHANGED)
    assert done.text.count("\n") == done.text.count(newline)
