"""Facts in order of time and the outline of a timeline from the index: what the decks themselves would give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from pathlib import Path

import pytest
from conftest import SHIPPED, library_of, starter_text

from destal_cli.core.cards import cards_of
from destal_cli.core.dates import edtf
from destal_cli.core.facts import Kind
from destal_cli.core.filters import Filter
from destal_cli.core.memory import Memory, Moment
from destal_cli.core.problems import StoreError
from destal_cli.core.recall import Recall
from destal_cli.core.timeline import Dated, Outline, lay_out, outline
from destal_cli.store.library import Library

NOW = Moment(int(dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC).timestamp()) * 1000)
MANY = "id: many\ntitle: Many\nfacts:\n{facts}sources: [{{id: text, title: T, from: a test, text: It happened.}}]\n"
FACT = "  - {{id: f{0}, kind: event, statement: It happened in {1}., when: {1}, evidence: It happened.}}\n"


@pytest.fixture
def known(home: Path) -> Library:
    """The shipped deck and the starter deck, and no history."""
    return library_of(home, starter_text(), SHIPPED.read_text(encoding="utf-8"))


def many(home: Path) -> Library:
    """A thousand facts, the latest year first."""
    return library_of(home, MANY.format(facts="".join(FACT.format(at, 1999 - at) for at in range(1000))))


def told(found: Outline) -> list[tuple[Dated, str]]:
    """The facts of an outline, persons by their names, with what they say."""

    def named(people: tuple[Hashable, ...]) -> tuple[str, ...]:
        return tuple(found.known[person][1].name for person in people)

    items = zip(found.dated, found.facts, strict=True)
    return [(dated._replace(people=named(dated.people)), fact.statement) for dated, (_, fact) in items]


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(kind=Kind.EVENT),
        Filter("wall"),
        Filter(since=edtf("1953-06"), until=edtf("1956")),
        Filter(who=frozenset({("destalinization", "beria")})),
        Filter("nothing-like-this"),
    ],
    ids=str,
)
def test_the_outline_is_that_of_the_facts_themselves(known: Library, wanted: Filter) -> None:
    by_index, by_facts = known.outline(wanted), outline(known.facts(wanted))
    assert told(by_index) == told(by_facts)
    assert by_index.undated == by_facts.undated
    assert [deck.id for deck in by_index.decks] == [deck.id for deck in by_facts.decks]
    one, other = lay_out(by_index), lay_out(by_facts)
    assert (one.people, one.spans, one.titles) == (other.people, other.spans, other.titles)
    assert [(row.at, row.label) for row in one.rows] == [(row.at, row.label) for row in other.rows]


def test_facts_in_order_of_time_have_undated_ones_last(home: Path) -> None:
    known = library_of(home, starter_text())
    order = [fact.id for _, fact in known.in_time(Filter())]
    assert order == ["brandt-mayor", "wall-begun", "kennedy-berliner", "wall-opened", "wall-length"]


def test_the_facts_of_some_cards_are_found(known: Library) -> None:
    some = ["wall/wall-opened/when", "destalinization/beria-arrested/when", "wall/no-such-fact/when"]
    found = known.in_time(Filter(), some)
    assert [fact.id for _, fact in found] == ["beria-arrested", "wall-opened"]
    assert found.counts() == {"destalinization": 1, "wall": 1}
    assert not known.in_time(Filter(kind=Kind.TERM), some)


def test_of_many_facts_those_are_read_that_are_looked_at(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import destal_cli.store.intime as module

    read: list[object] = []
    real = module.fact_in
    monkeypatch.setattr(module, "fact_in", lambda values: (read.append(values), real(values))[1])
    facts = many(home).in_time(Filter())
    assert (len(facts), read) == (1000, [])
    assert [str(facts[at][1].when) for at in (0, 1, 999, -1)] == ["1000", "1001", "1999", "1999"]
    assert len(read) == 200
    assert [str(fact.when) for _, fact in facts[500:502]] == ["1500", "1501"]
    assert [str(fact.when) for _, fact in facts] == [str(year) for year in range(1000, 2000)]
    with pytest.raises(IndexError):
        facts[1000]


def test_facts_that_are_in_the_index_no_more_are_said_to_be(home: Path) -> None:
    known = many(home)
    facts = known.in_time(Filter())
    known._shelf._index.rows("DELETE FROM payloads WHERE fact % 2")
    with pytest.raises(StoreError, match="made anew"):
        facts[0]


def test_a_fact_is_held_as_its_cards_are_in_the_history(known: Library) -> None:
    deck, fact = next((deck, fact) for deck, fact in known.facts(Filter()) if len(cards_of(deck, fact)) == 2)
    one, other = (card.id for card in cards_of(deck, fact))
    key, day = f"{deck.id}/{fact.id}", NOW.day
    history = known.history(create=True)
    history.rebuild({one: Memory(10.0, 5.0, day - 60, day + 1), other: Memory(10.0, 5.0, day - 2, day)})
    weak, strong = (known.scheduler().retrievability(10.0, days) for days in (60, 2))
    assert known.recalls(Filter(), NOW)[key] == Recall(weak, due=True)
    history.mark(one, "suspend", NOW)
    assert known.recalls(Filter(), NOW)[key] == Recall(strong, due=True)
    history.mark(other, "suspend", NOW)
    found = known.recalls(Filter(), NOW)
    assert found.pop(key) == Recall(asked=False)
    assert set(found.values()) == {Recall()}
    assert len(found) == sum(fact.when is not None for _, fact in known.facts(Filter())) - 1
