"""The plan for an exam: what a day asks, that it keeps its limits, and that what is foretold is what would come."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core import exam as planning
from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.exam import (
    Done,
    Limits,
    Plan,
    Planned,
    Wish,
    ask_today,
    learning_order,
    left_today,
    new_on,
    plan,
    worth_asking,
)
from destal_cli.core.facts import Deck, Importance
from destal_cli.core.forecast import Outlook, Track, by_habit, followed, mean_recall, outlook, thinned, tracks_of
from destal_cli.core.memory import Memory, Scheduler

TODAY = 740_000
SECONDS = 12.0
SCHEDULER = Scheduler()


def held(stability: float, ago: int = 1, difficulty: float = 5.0) -> Memory:
    """A card answered so many days ago, due when FSRS has it."""
    last = TODAY - ago
    return Memory(stability, difficulty, last, last + SCHEDULER.interval(stability), first=last)


memories = st.builds(held, st.floats(0.1, 400), st.integers(0, 120), st.floats(1, 10))
shelves = st.lists(st.one_of(st.none(), memories), min_size=1, max_size=40)


def tracks(shelf: list[Memory | None]) -> list[Track]:
    """The cards of a shelf on their way; None is a card that was never seen."""
    names = [f"deck/fact{number}/when" for number in range(len(shelf))]
    return tracks_of(names, {name: memory for name, memory in zip(names, shelf, strict=True) if memory})


def planned(cards: list[Card]) -> list[Planned]:
    """The cards as far as a plan goes."""
    facts = {card.fact_id: number for number, card in enumerate(cards)}
    return [Planned(card.id, facts[card.fact_id], card.fact.importance is not Importance.CORE) for card in cards]


def made(cards: list[Card], memory: dict[str, Memory], days: int, **wish: object) -> Plan:
    return plan(planned(cards), memory, SCHEDULER, TODAY, Wish(**{"exam": TODAY + days, "new": 10, **wish}), SECONDS)  # type: ignore[arg-type]


def learned(cards: list[Card], count: int, seed: int = 1) -> dict[str, Memory]:
    rng = Random(seed)
    return {c.id: held(rng.lognormvariate(2, 1), rng.randint(0, 30), rng.uniform(2, 9)) for c in cards[:count]}


@settings(deadline=None)
@given(shelves, st.floats(0, 60), st.integers(0, 30), st.one_of(st.none(), st.integers(0, 20)), st.integers(0, 120))
def test_a_day_never_goes_beyond_its_limits(
    shelf: list[Memory | None], answers: float, new: int, reviews: int | None, days: int
) -> None:
    ahead = outlook(SCHEDULER, TODAY + days)
    known = tracks(shelf)
    seen, fresh = [t for t in known if t.stability], [t for t in known if not t.stability]
    asked = worth_asking(TODAY, seen, fresh, Limits(answers, new, reviews), ahead)
    assert reviews is None or sum(track.stability > 0 for track in asked) <= reviews
    assert sum(ahead.answers(track, TODAY) for track in asked) <= answers + 1e-9
    assert sum(not track.stability for track in asked) <= new
    assert len({track.card for track in asked}) == len(asked)
    assert all(track.last < TODAY for track in asked)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 121), st.integers(0, 60), st.integers(1, 30), st.integers(0, 25), st.floats(0.6, 0.98), st.integers()
)
def test_no_day_of_a_plan_goes_beyond_its_limits(
    shipped: Deck, count: int, days: int, minutes: int, new: int, goal: float, seed: int
) -> None:
    cards = cards_of_deck(shipped)
    found = made(cards, learned(cards, count, seed), days, goal=goal, minutes=minutes, new=new)
    assert found.minutes <= minutes
    for load in found.forecast.days:
        assert load.answers * SECONDS / 60 <= found.minutes + 1e-9
        assert load.new <= new


def test_no_day_of_a_plan_for_many_cards_goes_beyond_its_limits(shipped: Deck) -> None:
    cards = [replace(card, id=f"{card.id}{copy}") for card in cards_of_deck(shipped) for copy in range(20)]
    for count, days, minutes, new in ((0, 30, 5, 7), (1_500, 50, 20, 10), (2_400, 9, 45, 33)):
        found = made(cards, learned(cards, count), days, minutes=minutes, new=new, goal=0.99)
        assert found.minutes == minutes
        assert max(load.answers for load in found.forecast.days) * SECONDS / 60 <= minutes + 1e-9
        assert max(load.new for load in found.forecast.days) <= new


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 121), st.integers(1, 60), st.integers())
def test_more_minutes_never_foretell_less(shipped: Deck, count: int, days: int, seed: int) -> None:
    cards = cards_of_deck(shipped)
    recalls = [recall for _, recall in made(cards, learned(cards, count, seed), days).offers]
    assert all(more >= less - 0.01 for less, more in pairwise(recalls)), recalls


def test_the_minutes_that_are_needed_are_the_fewest_that_reach_the_goal(shipped: Deck) -> None:
    cards = cards_of_deck(shipped)
    found = made(cards, {}, 10, goal=0.9, new=20)
    assert found.needed is not None
    assert found.minutes == found.needed
    assert found.reached
    assert not made(cards, {}, 10, goal=0.9, new=20, minutes=found.needed - 1).reached


def test_what_cannot_be_reached_is_not_promised(shipped: Deck) -> None:
    found = made(cards_of_deck(shipped), {}, 2, goal=0.9, new=20)
    assert found.needed is None
    assert found.forecast.unseen == 121 - 40
    assert found.forecast.recall < 40 / 121
    assert found.best[1] >= found.forecast.recall - planning.NOTHING


@given(shelves, st.integers(0, 200))
def test_recall_if_nothing_more_is_done_is_the_mean_of_the_cards(shelf: list[Memory | None], days: int) -> None:
    recalls = [memory.retrievability(TODAY + days, SCHEDULER) if memory else 0.0 for memory in shelf]
    assert mean_recall(tracks(shelf), outlook(SCHEDULER, TODAY + days)) == pytest.approx(sum(recalls) / len(shelf))


def test_a_forecast_is_the_mean_of_many_draws(shipped: Deck) -> None:
    cards = cards_of_deck(shipped)
    memory = learned(cards, 90)
    names = [card.id for card in cards]
    ahead = outlook(SCHEDULER, TODAY + 14)

    def ask(day: int, seen: list[Track], fresh: list[Track]) -> list[Track]:
        return worth_asking(day, seen, fresh, Limits(25, 5), ahead)

    foretold = followed(tracks_of(names, memory), ahead, TODAY, ask)
    drawn = [drawn_once(tracks_of(names, memory), ahead, Random(seed)) for seed in range(30)]
    assert foretold.recall == pytest.approx(sum(drawn) / len(drawn), abs=0.01)


def drawn_once(known: list[Track], ahead: Outlook, rng: Random) -> float:
    """Recall on the day when each answer is right or wrong by chance."""
    for day in range(TODAY, ahead.exam):
        seen, fresh = [t for t in known if t.stability], [t for t in known if not t.stability]
        for track in worth_asking(day, seen, fresh, Limits(25, 5), ahead):
            right, missed = SCHEDULER.outcomes(track.stability, track.difficulty, max(0, day - track.last))
            left = right if rng.random() < ahead.recall(track, day) else missed
            track.stability, track.difficulty, track.last, track.reckoned = left.stability, left.difficulty, day, 0
    return mean_recall(known, ahead)


def test_of_many_cards_some_stand_for_all(shipped: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [replace(card, id=f"{card.id}{copy}") for card in cards_of_deck(shipped) for copy in range(10)]
    memory = learned(cards, 900)
    some = made(cards, memory, 20, minutes=30, goal=0.99, new=20)
    monkeypatch.setattr(planning, "MANY", 2_000)
    whole = made(cards, memory, 20, minutes=30, goal=0.99, new=20)
    assert some.minutes == whole.minutes == 30
    assert some.forecast.recall == pytest.approx(whole.forecast.recall, abs=0.015)
    assert some.forecast.answers == pytest.approx(whole.forecast.answers, rel=0.05)
    assert some.forecast.unseen == pytest.approx(whole.forecast.unseen, abs=40)


def test_a_card_that_would_come_back_after_the_exam_is_asked_before_it() -> None:
    late = held(30.0, ago=10)
    assert late.due > TODAY + 8
    ahead = outlook(SCHEDULER, TODAY + 8)
    asked: list[int] = []

    def ask(day: int, seen: list[Track], fresh: list[Track]) -> list[Track]:
        chosen = worth_asking(day, seen, fresh, Limits(), ahead)
        asked.extend(day for _ in chosen)
        return chosen

    found = followed(tracks([late]), ahead, TODAY, ask)
    assert TODAY <= asked[0] < TODAY + 8
    assert found.recall > by_habit(tracks([late]), ahead, TODAY, 0).recall + 0.05


def test_the_weakest_on_the_day_are_asked_and_what_holds_anyway_is_not() -> None:
    firm, weak = held(2_000.0), held(6.0, ago=6)
    asked = worth_asking(TODAY, tracks([firm, weak]), [], Limits(), outlook(SCHEDULER, TODAY + 5))
    assert [track.card for track in asked] == ["deck/fact1/when"]


def test_what_was_answered_today_is_not_asked_again_and_counts() -> None:
    shelf = [held(0.5, ago=0), held(2.0, ago=3)]
    asked = worth_asking(TODAY, tracks(shelf), [], Limits(), outlook(SCHEDULER, TODAY + 5))
    assert [track.card for track in asked] == ["deck/fact1/when"]
    names = ["deck/fact0/when", "deck/fact1/when", *(f"deck/new{number}/when" for number in range(20))]
    memory = dict(zip(names, shelf, strict=False))
    assert left_today(names, memory, TODAY, Limits(5, 3), TODAY + 30, answered=1) == Limits(4, 2)
    assert left_today(names, memory, TODAY, Limits(5, 30), TODAY + 30, answered=1) == Limits(4, 2)  # 21 in 10 days


def test_a_day_that_is_all_but_done_is_done() -> None:
    for answers, answered, left in ((16, 0, 16), (16, 10, 6), (16, 14, 0), (16, 20, 0), (1, 0, 1), (3, 1, 0)):
        assert left_today([], {}, TODAY, Limits(answers, 0), TODAY + 9, answered).answers == left


@given(st.integers(0, 500), st.integers(1, 300))
def test_new_cards_are_all_begun_before_the_exam_and_most_of_them_early(fresh: int, days: int) -> None:
    left = fresh
    halfway = fresh
    for day in range(days):
        left -= new_on(day, left, 0, 1_000, days)
        halfway = left if day == days // 2 else halfway
    assert left == 0
    assert halfway <= fresh / 3 + 1


def test_a_fact_is_begun_with_one_card_and_core_facts_first(shipped: Deck) -> None:
    cards = cards_of_deck(shipped)
    order = learning_order(planned(cards), {})
    facts = [card.rpartition("/")[0] for card in order]
    assert len(set(facts[: len(shipped.facts)])) == len(shipped.facts)
    assert sorted(order) == sorted(card.id for card in cards)
    assert learning_order(planned(cards), learned(cards, 121)) == []


def test_today_asks_what_the_forecast_of_today_has(shipped: Deck) -> None:
    cards = cards_of_deck(shipped)
    memory = {card: m for card, m in learned(cards, 80).items() if m.last < TODAY}
    found = made(cards, memory, 20, goal=0.95)
    limits = Limits(found.minutes * 60 / SECONDS, 10)
    left = left_today([card.id for card in cards], memory, TODAY, limits, TODAY + 20)
    fresh = {card.fact_id: card for card in reversed(cards) if card.id not in memory}
    seen, begin = [card.id for card in cards if card.id in memory], [card.id for card in fresh.values()]
    asked = ask_today(seen, begin, memory, TODAY, left, outlook(SCHEDULER, TODAY + 20))
    load = found.forecast.days[0]
    assert sum(card not in memory for card in asked) == load.new
    recalls = [memory[card].retrievability(TODAY, SCHEDULER) if card in memory else 0.76 for card in asked]
    assert sum(2 - recall for recall in recalls) == pytest.approx(load.answers)


def test_on_the_day_itself_the_weakest_are_asked_once(shipped: Deck) -> None:
    cards = cards_of_deck(shipped)
    found = made(cards, learned(cards, 60), 0, minutes=3, new=0)
    assert [load.day for load in found.forecast.days] == [TODAY]
    assert found.now == found.nothing < found.forecast.recall


def test_thinning_takes_every_so_many_and_leaves_the_cards_as_they_are() -> None:
    whole = tracks([held(float(s)) for s in range(1, 13)] + [None] * 8)
    some = thinned(whole, 4)
    assert [track.stability for track in some] == [3, 7, 11, 0, 0]
    some[0].stability = 99
    assert whole[2].stability == 3


def test_who_flew_west_may_have_begun_every_card_tomorrow(shipped: Deck) -> None:
    cards = cards_of_deck(shipped)
    found = made(cards, {cards[0].id: held(2.0, ago=-1)}, 20)
    assert (found.seen, found.habit_new) == (1, 0)
    assert made(cards, {cards[0].id: held(2.0, ago=-1), cards[1].id: held(2.0, ago=1)}, 20).habit_new == 0.5


def test_other_cards_leave_less_of_what_is_wished_at_most_and_as_much_of_what_a_plan_needs() -> None:
    elsewhere = Done(answers=20, begun=4, reviewed=6)
    assert Wish(TODAY, new=10).limits(3, 12.0, elsewhere) == Limits(15, 6)
    assert Wish(TODAY, minutes=10, new=10, reviews=5).limits(3, 12.0, elsewhere) == Limits(15, 6, 0)
    assert Wish(TODAY, minutes=6, new=3).limits(3, 12.0, elsewhere) == Limits(10, 0)
    assert Wish(TODAY, minutes=6, new=3).limits(9, 12.0, elsewhere) == Limits(25, 0)  # were it nine that are wished
    assert Wish(TODAY, minutes=6, new=3, reviews=5).limits(3, 12.0) == Limits(15, 3, 5)
