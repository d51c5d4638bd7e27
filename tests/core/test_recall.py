"""How well facts and stretches of time are held: the weakest card counts for a fact, the mean for a stretch."""

from __future__ import annotations

from itertools import chain

import pytest
from conftest import sound, starter_text
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.cards import cards_of
from destal_cli.core.dates import Precision, edtf
from destal_cli.core.facts import Deck, Evidence, Fact, Kind
from destal_cli.core.memory import Memory, Scheduler
from destal_cli.core.recall import Hold, Recall, figure, overview, period, recalls, stretch_of, stretches
from destal_cli.core.timeline import Event
from destal_cli.store.deckfile import read_deck

TODAY, SCHEDULER = 740_000, Scheduler()


def remembered(days_ago: int, due: int = TODAY + 1) -> Memory:
    return Memory(stability=10.0, difficulty=5.0, last=TODAY - days_ago, due=due)


def opened() -> tuple[Deck, Fact, list[str]]:
    """The starter deck's fact with two cards, and their ids."""
    deck = sound(read_deck(starter_text()))
    fact = next(fact for fact in deck.facts if len(cards_of(deck, fact)) == 2)
    return deck, fact, [card.id for card in cards_of(deck, fact)]


Row = tuple[str, bool, float | None, int, int]


def rows(deck: Deck, fact: Fact, memory: dict[str, Memory], suspended: set[str]) -> list[Row]:
    """What `recalls` wants to know of a fact."""
    key, found = f"{deck.id}/{fact.id}", list[Row]()
    for card in cards_of(deck, fact):
        held = memory.get(card.id)
        if card.id not in suspended:
            found.append((key, True, held.stability, held.last, held.due) if held else (key, True, None, 0, 0))
    return found or [(key, False, None, 0, 0)]


def recall(memory: dict[str, Memory], suspended: set[str] | None = None) -> Recall:
    deck, fact, _ = opened()
    return recalls(rows(deck, fact, memory, suspended or set()), TODAY, SCHEDULER)[f"wall/{fact.id}"]


def test_a_fact_is_held_as_well_as_its_weakest_card() -> None:
    _, _, (one, other) = opened()
    weak = remembered(60).retrievability(TODAY, SCHEDULER)
    assert recall({one: remembered(2), other: remembered(60)}) == Recall(weak)
    assert recall({other: remembered(60)}) == Recall(weak)


def test_a_fact_of_which_no_card_was_seen_is_new() -> None:
    assert recall({}).hold is Hold.NEW
    assert recall({}).share is None


def test_a_suspended_card_does_not_count() -> None:
    _, _, (one, other) = opened()
    memory = {one: remembered(2), other: remembered(60)}
    assert recall(memory, {other}).hold is Hold.FIRM
    assert recall(memory, {one, other}) == Recall(asked=False)
    assert recall(memory, {one, other}).hold is Hold.UNASKED


def test_a_fact_is_due_when_a_card_of_it_is() -> None:
    _, _, (one, other) = opened()
    assert recall({one: remembered(2), other: remembered(3, due=TODAY)}).due
    assert not recall({one: remembered(2), other: remembered(3)}).due


def test_recalls_go_by_deck_and_fact() -> None:
    deck, fact, (one, _) = opened()
    every = (rows(deck, f, {one: remembered(0)}, set()) for f in deck.facts)
    found = recalls(chain.from_iterable(every), TODAY, SCHEDULER)
    assert found.keys() == {f"wall/{f.id}" for f in deck.facts}
    assert [key for key, recall in found.items() if recall.share is not None] == [f"wall/{fact.id}"]


@pytest.mark.parametrize(("share", "text"), [(0.79999, "0.79"), (0.8, "0.80"), (0.9999, "0.99"), (1.0, "1.00")])
def test_a_figure_is_cut_and_not_rounded(share: float, text: str) -> None:
    assert figure(share) == text
    assert (share >= 0.8) is (Recall(share).hold is Hold.FIRM)


# Stretches of time.


@pytest.mark.parametrize(
    ("date", "precision", "stretch"),
    [
        ("1956-02-25", Precision.YEAR, ("1956", 1956, 1956)),
        ("1953/1955", Precision.YEAR, ("1953–1955", 1953, 1955)),
        ("1953-03-05/1955-02-08", Precision.YEAR, ("1953–1955", 1953, 1955)),
        ("1953-03/1953-05", Precision.YEAR, ("1953", 1953, 1953)),
        ("1953/1955", Precision.DECADE, ("1950s", 1950, 1959)),
        ("195X", Precision.YEAR, ("1950s", 1950, 1959)),
        ("19XX", Precision.DECADE, ("20th century", 1900, 1999)),
        ("-0043-03-15", Precision.YEAR, ("44 BC", -43, -43)),
        ("-0043-03-15", Precision.DECADE, ("50–41 BC", -49, -40)),
        ("-0043-03-15", Precision.CENTURY, ("1st century BC", -99, 0)),
        ("-0099", Precision.CENTURY, ("1st century BC", -99, 0)),
        ("-0100", Precision.CENTURY, ("2nd century BC", -199, -100)),
        ("-0026/0014", Precision.CENTURY, ("27 BC – AD 14", -26, 14)),
        ("../1953-03", Precision.YEAR, ("1953", 1953, 1953)),
        ("1947/..", Precision.DECADE, ("1940s", 1940, 1949)),
    ],
)
def test_what_lasted_beyond_a_stretch_is_one_by_its_own_dates(
    date: str, precision: Precision, stretch: tuple[str, int, int]
) -> None:
    assert stretch_of(edtf(date), precision) == stretch


def events(*dates: tuple[str, float | None]) -> list[tuple[Event, Recall]]:
    """Events on dates with their recall."""
    deck = Deck("d", "D")
    facts = [(deck, Fact(f"f{at}", Kind.EVENT, "x", Evidence("s", "x"))) for at in range(len(dates))]
    return [
        (Event(f"d/f{at}", edtf(date), Kind.EVENT, 1, True, False, (), at, facts), Recall(share))
        for at, (date, share) in enumerate(dates)
    ]


def test_where_years_would_be_too_many_stretches_are_decades_or_centuries() -> None:
    few, many, most = (events(*((f"{1810 + step * at}", None) for at in range(31))) for step in (0, 1, 10))
    assert [stretch.name for stretch in stretches(few)] == ["1810"]
    assert [stretch.name for stretch in stretches(many)] == ["1810s", "1820s", "1830s", "1840s"]
    assert [stretch.name for stretch in stretches(most)] == [f"{at} century" for at in ("19th", "20th", "21st", "22nd")]


def test_a_stretch_is_held_as_its_seen_events_are_on_average() -> None:
    (found,) = stretches(events(("1956", 0.9), ("1956-02", 0.6), ("1956-03", None)))
    known = period(found)
    assert known is not None
    assert (known.recall, known.facts, known.seen, known.fading) == (0.75, 3, 2, 1)
    assert period(stretches(events(("1956", None)))[0]) is None


def test_what_fades_comes_with_the_weakest_first() -> None:
    found = events(("1953", 0.9), ("1954", 0.7), ("1955", 0.5), ("1956", None), ("1953-02", 0.75))
    known = overview((event for event, _ in found), {event.key: recall for event, recall in found})
    assert [stretch.name for stretch in known.periods] == ["1955", "1954", "1953"]
    assert [(event.key, share) for event, share in known.weakest] == [("d/f2", 0.5), ("d/f1", 0.7), ("d/f4", 0.75)]
    assert (known.counts[Hold.FIRM], known.counts[Hold.FADING], known.counts[Hold.NEW]) == (1, 3, 1)


DATES = st.sampled_from(
    ["1953", "1953-03-05", "1953/1955", "195X", "19XX", "../1953", "1947/..", "-0043-03-15", "-004X", "-0099/0014",
     "0000", "1953-24", "2001~", "1066?", "-9999", "9999"]
)  # fmt: skip


@given(st.lists(st.tuples(DATES, st.none() | st.floats(0, 1)), max_size=40))
def test_every_event_is_in_one_stretch_and_its_years_are_those_of_the_stretch(
    made: list[tuple[str, float | None]],
) -> None:
    found = stretches(events(*made))
    keys = [event.key for stretch in found for event, _ in stretch.events]
    assert sorted(keys) == sorted(f"d/f{at}" for at in range(len(made)))
    for stretch in found:
        for event, _ in stretch.events:
            years = [point.year for point in event.when.points]
            assert stretch.first <= min(years) <= max(years) <= stretch.last
