"""What is asked, and where each deck stands: the cards of the index joined with the memory of the history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest
from conftest import SHIPPED, Whole, library_of, state_of
from made_decks import deck_text

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.drawing import Drawing
from destal_cli.core.facts import AnswerType, Deck
from destal_cli.core.filters import Filter
from destal_cli.core.forms import Form, fits
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review
from destal_cli.core.session import Allowance, Coming, Session
from destal_cli.core.standing import DeckStanding
from destal_cli.store.library import Library
from destal_cli.store.nearby import NAMES, NEAR
from destal_cli.store.rivals import candidate_out

MONDAY = dt.date(2026, 11, 2).toordinal()
NOW = Moment(int(dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC).timestamp()) * 1000)
SPACE = """
id: space
title: Space
entities:
  jfk: {name: Kennedy, kind: person, aliases: [John F. Kennedy]}
facts:
  - id: moon
    kind: claim
    statement: Kennedy wanted a man on the moon.
    who: [jfk]
    importance: detail
    evidence: Kennedy wanted a man on the moon.
    questions: {who: Who wanted a man on the moon?, where: {ask: Where to?, answer: the moon, choices: [Mars, Venus]}}
sources:
  - id: text
    title: Notes
    from: written for a test
    text: |
      Kennedy wanted a man on the moon.
"""


def dated_deck(name: str, dates: list[str]) -> str:
    """A deck of one event for each date."""
    facts = "".join(
        f"  - {{id: f{n}, kind: event, statement: It was so., when: {date}, evidence: It was so.}}\n"
        for n, date in enumerate(dates)
    )
    return f"id: {name}\ntitle: {name}\nfacts:\n{facts}sources:\n  - {{id: s, title: S, from: us, text: It was so.}}\n"


@pytest.fixture
def known(home: Path) -> Library:
    """The shipped deck and another one, and no history."""
    return library_of(home, SPACE, SHIPPED.read_text(encoding="utf-8"))


def remember(known: Library, memory: dict[str, Memory], marks: dict[str, str] | None = None) -> None:
    history = known.history(create=True)
    history.rebuild(memory)
    for card, mark in (marks or {}).items():
        history.mark(card, mark, NOW)


def held(due: int, last: int = MONDAY - 10, stability: float = 10.0) -> Memory:
    return Memory(stability, 5.0, last, due, first=last)


def ids(cards: list[Card]) -> list[str]:
    return [card.id for card in cards]


@pytest.fixture
def cards(shipped: Deck) -> list[str]:
    return ids(cards_of_deck(shipped))


def test_due_are_the_cards_of_the_decks_that_are_due_and_not_put_aside(known: Library, cards: list[str]) -> None:
    memory = {name: held(MONDAY - 5 + place) for place, name in enumerate(cards[:8])}
    remember(known, {**memory, "gone/x/y": held(MONDAY - 9)}, {cards[1]: "suspend", cards[2]: "bury"})
    deal = known.deal(Filter())
    assert ids(deal.due(NOW, 99, Random(1))) == [cards[0], *cards[3:6]]
    assert ids(deal.due(NOW, 2, Random(1))) == [cards[0], cards[3]]
    assert ids(deal.due(NOW, 2, Random(1), {cards[5], cards[7]})) == [cards[5], cards[0]]
    assert deal.coming(NOW, Allowance(0)) == Coming(MONDAY, 4, 0, (MONDAY + 1, 2))
    assert deal.coming(NOW, Allowance(0, 1)) == Coming(MONDAY, 1, 3, (MONDAY + 1, 2))


def test_of_many_that_are_due_on_one_day_any_may_be_asked(known: Library, cards: list[str]) -> None:
    remember(known, dict.fromkeys(cards[:60], held(MONDAY)))
    deal = known.deal(Filter())
    asked = {name for seed in range(30) for name in ids(deal.due(NOW, 5, Random(seed)))}
    assert len(asked) > 40


def test_new_cards_are_one_of_a_fact_core_before_detail_and_none_of_a_fact_asked_today(
    known: Library, cards: list[str], shipped: Deck
) -> None:
    remember(known, {cards[0]: held(MONDAY + 20, last=MONDAY)})
    fresh = known.deal(Filter()).new(NOW, 500)
    facts = [card.fact_id for card in fresh]
    assert len(facts) == len(set(facts)) == len(shipped.facts)
    assert cards[0].rpartition("/")[0] not in facts
    details = [card.fact.importance.value for card in fresh]
    assert details == sorted(details)
    assert ids(known.deal(Filter()).new(NOW, 3)) == ids(fresh)[:3]
    assert known.deal(Filter()).new(NOW, 0) == []


@pytest.mark.parametrize("form", [Form.TYPED, Form.ORDER, Form.MATCH, Form.FLASHCARD])
def test_only_cards_that_fit_a_wanted_form_are_dealt(known: Library, shipped: Deck, form: Form) -> None:
    dealt = known.deal(Filter(tag=shipped.facts[0].tags[0]), form).practice(999, None)
    wanted = [c for c in cards_of_deck(shipped) if fits(c, form) and shipped.facts[0].tags[0] in c.fact.tags]
    assert ids(dealt) == ids(wanted)


def test_only_some_cards_are_dealt_where_only_some_may_be(known: Library, cards: list[str]) -> None:
    remember(known, dict.fromkeys(cards[:9], held(MONDAY)))
    assert sorted(ids(known.deal(Filter(), None, cards[3:5]).due(NOW, 99, Random(1)))) == sorted(cards[3:5])
    assert not known.deal(Filter(), None, ()).any()


def test_each_deck_stands_where_counting_its_cards_one_by_one_says(known: Library, cards: list[str]) -> None:
    memory = {name: held(MONDAY - 9 + n, MONDAY - 3 * n - 1, 1.5 + n / 7) for n, name in enumerate(cards[:40])}
    marks = {cards[0]: "suspend", cards[3]: "bury", cards[50]: "suspend", "space/moon/who": "bury", "gone/a/b": "bury"}
    remember(known, memory, marks)
    decks, coming, new = known.standing(NOW)
    right = [_counted(known, deck, memory, {name: (mark, NOW) for name, mark in marks.items()}) for deck in known.decks]
    assert [(d.id, d.title, d.facts, d.cards, d.seen, d.due, d.new, d.fading) for d in decks] == [
        (d.id, d.title, d.facts, d.cards, d.seen, d.due, d.new, d.fading) for d in right
    ]
    assert [d.recall for d in decks] == pytest.approx([d.recall for d in right])
    assert (coming.due, new) == (sum(d.due for d in right), 10)
    again = known.standing(NOW)
    assert again == (decks, coming, new)


def _counted(
    known: Library, deck: Deck, memory: dict[str, Memory], marks: dict[str, tuple[str, Moment]]
) -> DeckStanding:
    cards = ids(cards_of_deck(deck))
    states = {name: state_of(name, memory, MONDAY, marks) for name in cards}
    shares = {name: memory[name].retrievability(MONDAY, known.scheduler()) for name in cards if name in memory}
    active = [name for name in cards if states[name] in ("young", "mature")]
    return DeckStanding(
        deck.id,
        deck.title,
        len(deck.facts),
        len(cards),
        len(shares),
        sum(memory[name].due <= MONDAY for name in active),
        sum(state == "new" for state in states.values()),
        sum(shares[name] < 0.8 for name in active),
        sum(shares.values()) / len(shares) if shares else None,
    )


def test_where_you_stand_changes_with_each_answer_and_from_day_to_day(known: Library, cards: list[str]) -> None:
    assert known.standing(NOW)[1] == Coming(MONDAY, 0, 0, None)
    review = Review(cards[0], NOW, Rating.GOOD, "typed")
    known.history(create=True).record([review], known.scheduler(), Random(1))
    assert sum(deck.seen for deck in known.standing(NOW)[0]) == 1
    later = Moment(NOW.ms + 40 * 86_400_000)
    assert known.standing(later)[1].due == 1


def test_what_is_near_a_card_of_a_small_deck_is_all_there_is(known: Library, shipped: Deck, home: Path) -> None:
    whole, stock = Whole({deck.id: deck for deck in known.decks}), known.stock
    for card in cards_of_deck(shipped):
        kind = shipped.entities[card.answer.entity].kind if card.answer.entity else None
        right = [candidate_out(found) for found in whole.rivals(card) if found.kind is kind]
        assert [candidate_out(found) for found in stock.rivals(card)] == right
        assert stock.entities(card, "Stalin") == whole.entities(card, "")
    assert stock.span("destalinization") == whole.span("destalinization")
    assert stock.span("space") is None
    assert home


def test_of_large_decks_what_is_near_is_taken_from_the_own_deck_and_from_some_others(home: Path) -> None:
    known = library_of(home, *(deck_text(number, 300) for number in range(1, 13)))
    whole, stock, deck = Whole({deck.id: deck for deck in known.decks}), known.stock, known.decks[10]
    behind = {f"made-{number}" for number in (11, 12, *range(1, 8))}  # its own, and eight that stand behind it
    for kind in (AnswerType.TERM, AnswerType.OFFICE, AnswerType.DATE, AnswerType.PERSON):
        card = next(card for card in cards_of_deck(deck) if card.answer.type is kind)
        found = stock.rivals(card)
        assert len(found) <= 4 * NEAR
        assert {candidate.text for candidate in found} <= {candidate.text for candidate in whole.rivals(card)}
        decks = {name for candidate in found for name in candidate.decks}
        assert deck.id in decks
        assert decks == behind if kind is not AnswerType.DATE else len(decks) > 1
    days = sorted(c.answer.date.earliest or 0 for c in known.cards(Filter()) if c.answer.date)
    for card in (card for card in cards_of_deck(deck)[:40] if card.answer.date):
        day = card.answer.date.earliest if card.answer.date else 0
        near = sorted(days, key=lambda other: abs(other - (day or 0)))[: NEAR // 2]
        assert set(near) <= {c.date.earliest for c in stock.rivals(card) if c.date}, card.id


def test_somebody_in_a_crowd_of_half_the_name_is_known_by_the_whole_of_it(home: Path) -> None:
    crowd = "".join(f"  s{n}: {{name: Saint{n} of Place{n}, kind: person}}\n" for n in range(2 * NAMES))
    cleve = SPACE.replace("id: space", "id: cleve").replace("entities:\n", f"entities:\n{crowd}")
    cleve = cleve.replace("facts:", "  anna: {name: Anna of Cleve, kind: person}\nfacts:", 1)
    known = library_of(home, SPACE, cleve)
    (card,) = (card for card in known.cards(Filter()) if card.id == "space/moon/who")
    for typed in ("Anna of Cleve", "Ana of Cleve"):
        assert "cleve/anna" in known.stock.entities(card, typed)


def test_near_a_date_with_an_open_start_are_those_about_its_end(home: Path) -> None:
    old, new = (dated_deck(f"from-{first}", [f"{year:04}" for year in range(first, first + 50)]) for first in (1, 1921))
    known = library_of(home, dated_deck("own", ["../1920"]), old, new)
    (card,) = cards_of_deck(known.deck("own"))
    assert {f"{year}" for year in range(1921, 1951)} <= {candidate.text for candidate in known.stock.rivals(card)}


DETENTE = """
id: {id}
title: Words
entities: {{}}
facts:
{facts}
sources:
  - {{id: text, title: Notes, from: written for a test, text: "{statements}"}}
"""


def detente(name: str, meaning: str) -> str:
    """A deck that asks what détente is, beside other terms."""
    terms = {"détente": meaning, **{f"{name}-{n}": f"the {n} way of {name}" for n in ("first", "second", "third")}}
    said = [f"{term} means {what}." for term, what in terms.items()]
    facts = "\n".join(
        f"  - {{id: f{n}, kind: term, statement: '{one}', evidence: '{one}', term: {term}, meaning: {what},"
        f" questions: {{meaning: 'What is {term}?'}}}}"
        for n, (one, (term, what)) in enumerate(zip(said, terms.items(), strict=True))
    )
    return DETENTE.format(id=name, facts=facts, statements=" ".join(said))


def test_what_another_deck_has_as_right_for_the_same_question_is_never_offered_as_wrong(home: Path) -> None:
    known = library_of(home, detente("one", "the relaxation of tension"), detente("two", "a French word"))
    history = known.history(create=True)
    for card, other in (("one/f0/meaning", "a French word"), ("two/f0/meaning", "the relaxation of tension")):
        for _ in range(3):
            review = Review(card, NOW, Rating.AGAIN, "choice", confused_with=other)
            history.record([review], known.scheduler(), Random(1))
    asked = [card for card in known.cards(Filter()) if card.prompt == "What is détente?"]
    assert [card.answer.text for card in asked] == ["the relaxation of tension", "a French word"]
    for card, other in zip(asked, reversed(asked), strict=True):
        assert known.stock.right_elsewhere(card) == [other.answer.text]
        for seed in range(20):
            drawn = Drawing(known.stock, Random(seed)).draw(card, Session([card]), {})
            assert drawn.form is Form.CHOICE
            assert other.answer.text not in drawn.choices


def test_confusions_are_found_from_either_side(known: Library) -> None:
    beria, malenkov = ("destalinization/beria-interior/who", "destalinization/malenkov-premier/who")
    history = known.history(create=True)
    for card, other in ((beria, "Georgi Malenkov"), (malenkov, "Lavrentiy Beria"), (beria, "Joseph Stalin")):
        review = Review(card, NOW, Rating.AGAIN, "typed", confused_with=other)
        history.record([review], known.scheduler(), Random(1))
    assert known.stock.confusions("Lavrentiy Beria").of("Lavrentiy Beria") == [
        ("Georgi Malenkov", 2),
        ("Joseph Stalin", 1),
    ]
    assert known.stock.confusions("Georgi Malenkov").of("Georgi Malenkov") == [("Lavrentiy Beria", 2)]
    card = next(card for card in known.cards(Filter(query=beria)) if card.id == beria)
    assert known.stock.confusions(card.answer.text).to_contrast(card) == ["Georgi Malenkov"]
    history.record([Review(malenkov, NOW, Rating.GOOD, "contrast")], known.scheduler(), Random(1))
    assert known.stock.confusions(card.answer.text).to_contrast(card) == []
