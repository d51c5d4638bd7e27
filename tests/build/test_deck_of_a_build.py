"""From a build to a deck: every card of it can be asked, and reading the written deck gives it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from destal_cli.build.deck import deck_of, joined, slug
from destal_cli.build.pipeline import build
from destal_cli.core.cards import cards_of_deck
from destal_cli.core.check import check_deck
from destal_cli.core.facts import Deck, EntityKind, Importance, Kind
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckwrite import render_deck

HERE = Path(__file__).parent
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted(HERE.glob("*.txt"))}


def made(name: str, *, everything: bool = True) -> Deck:
    return deck_of(build(PAGES[name], everything=everything), name, name.title(), f"{name}.txt").deck


@pytest.fixture(scope="module", params=PAGES)
def deck(request: pytest.FixtureRequest) -> Deck:
    return made(request.param)


def test_a_built_deck_is_sound_to_the_last_card(deck: Deck) -> None:
    reading = read_deck(render_deck(deck), "built.yaml")
    assert reading.problems == ()
    assert reading.deck is not None
    assert check_deck(reading.deck) == []
    assert len(reading.deck.facts) == len(deck.facts) >= 20


def test_every_question_of_a_built_deck_has_the_answer_that_was_meant(deck: Deck) -> None:
    by_prompt = {a.prompt: a for f in build(PAGES[deck.id], everything=True).facts for a in f.asked}
    for card in cards_of_deck(deck):
        asked = by_prompt[card.prompt]
        assert card.answer.type is asked.type, card.prompt
        assert card.answer.date == asked.date
        assert card.answer.number == asked.number
        if not (asked.entity or asked.date or asked.number is not None):
            assert card.answer.text == asked.answer


def test_evidence_is_its_slice_of_the_document(deck: Deck) -> None:
    for fact in deck.facts:
        assert PAGES[deck.id][fact.evidence.start : fact.evidence.end] == fact.evidence.exact == deck.passage(fact)


def test_the_weightier_half_is_core(deck: Deck) -> None:
    core = sum(fact.importance is Importance.CORE for fact in deck.facts)
    assert len(deck.facts) * 0.35 <= core <= len(deck.facts) * 0.65


def test_every_person_of_the_document_is_an_entity_and_nothing_that_no_fact_names(deck: Deck) -> None:
    named = {name for fact in deck.facts for name in (*fact.named, *(q.entity for q in fact.questions))}
    others = {e.id for e in deck.entities.values() if e.kind is not EntityKind.PERSON}
    assert others <= named
    assert sum(e.kind is EntityKind.PERSON for e in deck.entities.values()) >= 4


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jānis Rudzutaks", "janis-rudzutaks"),
        ("The Étaples Mutiny (1917)", "the-etaples-mutiny-1917"),
        ("Хрущёв", "x"),
        ("", "x"),
    ],
)
def test_any_text_makes_an_id(text: str, name: str) -> None:
    assert slug(text) == name


def test_several_documents_make_one_deck_with_a_source_each() -> None:
    one, other = made("gracchi"), made("meiji")
    moved = replace(other, sources={"document": replace(other.sources["document"], title="Meiji")})
    whole = joined([one, moved, one])
    assert list(whole.sources) == ["document", "document-2", "document-3"]
    counts = {"document": len(one.facts), "document-2": len(other.facts), "document-3": len(one.facts)}
    assert Counter(fact.evidence.source for fact in whole.facts) == counts
    assert len(whole.entities) == len({*one.entities, *other.entities})
    reading = read_deck(render_deck(whole), "whole.yaml")
    assert reading.problems == ()


def test_a_dated_event_has_its_date_and_who_it_was(deck: Deck) -> None:
    dated = [fact for fact in deck.facts if fact.kind is Kind.EVENT and fact.when]
    assert len(dated) >= 5
