"""What destal's plan for an exam is worth, beside other ways to study: a simulation.

    python3 tests/bench/exam.py [--learners 40] [--seed 1]

Learners are drawn from FSRS-6's model of memory with parameters of their own, which no method knows: destal and plain
FSRS plan by the standard ones, and see ratings alone. Everybody studies the shipped deck's cards, all asked for recall,
from nothing to an exam in 14, 30 or 90 days, with 20 new cards a day at most:

  plain FSRS    what is due at a retention of .9, by destal's own due days
  SM-2          Anki's defaults: steps of 1 and 10 minutes, then 1 day (easy: 4), ease 2.5, 1 day after a lapse
  Leitner       boxes of 1, 2, 4, 8, 16 ... days; what is missed goes back to the first
  rereading     every card in turn, as many a day as plain FSRS asks in all; each reading counts as a test of the memory
  destal        `core.exam`, each day's answers limited so that it gives as many as the method that it stands beside

What is missed is repeated on the same day until it is right (not in rereading). An answer takes the seconds that FSRS's
simulator has by rating. Recall is the mean chance over all cards by the learner's true memory, at noon of the exam and
90 days later. The same learners study by every method; +- is a standard error, of differences over pairs.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import mean, stdev

from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, MemoryState, default_simulator_config

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.exam import Limits, ask_today, left_today
from destal_cli.core.facts import Importance
from destal_cli.core.forecast import outlook
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, fuzzed
from destal_cli.store.deckfile import read_deck

DECK = Path(__file__).parents[2] / "decks" / "destalinization.yaml"
HORIZONS, LATER, NEW, GOAL = (14, 30, 90), 90, 20, 0.9
DAY, NOON = 86_400_000, 43_200_000  # milliseconds
EPOCH = Moment(NOON).day
RATINGS = tuple(Rating)
USUAL = default_simulator_config()
SCHEDULER = Scheduler()


def drawn(rng: Random) -> tuple[float, ...]:
    """Parameters of a learner, around the standard ones: how much is held at first varies most, as among people."""
    first = math.exp(rng.gauss(0, 0.4))
    stabilities = sorted(w * first * math.exp(rng.gauss(0, 0.2)) for w in DEFAULT_PARAMETERS[:4])
    others = [w * math.exp(rng.gauss(0, 0.15)) for w in DEFAULT_PARAMETERS[4:20]]
    decay = min(0.5, max(0.08, DEFAULT_PARAMETERS[20] * math.exp(rng.gauss(0, 0.2))))
    return (*stabilities, *others, decay)


@dataclass
class Learner:
    """Somebody whose true memory nobody sees, with what destal remembers of the ratings, and the time spent."""

    parameters: tuple[float, ...]
    rng: Random
    truth: dict[str, tuple[MemoryState, int]] = field(default_factory=dict)
    memory: dict[str, Memory] = field(default_factory=dict)
    answers: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.engine = FSRS(list(self.parameters))
        self.curve = Scheduler(parameters=self.parameters).forgetting()

    def recall(self, card: str, day: int) -> float:
        """The true chance of recalling a card; 0 for one that was never seen."""
        if card not in self.truth:
            return 0.0
        state, last = self.truth[card]
        return self.curve(state.stability, day - last)

    def answer(self, card: str, day: int) -> Rating:
        """Answer a card once; whether it is right is up to true recall, how it is rated to the simulator's rates."""
        rating = Rating.AGAIN
        if card not in self.truth:
            rating = self.rng.choices(RATINGS, USUAL.first_rating_prob)[0]
        elif self.rng.random() < self.recall(card, day):
            rating = self.rng.choices(RATINGS[1:], USUAL.review_rating_prob)[0]
        state, last = self.truth.get(card, (None, day))
        self.answers += 1
        self.seconds += USUAL.state_rating_costs[0 if state is None else 2 if last == day else 1][rating - 1]
        self.truth[card] = getattr(self.engine.next_states(state, 0.9, day - last), rating.name.lower()).memory, day
        review = Review(card, Moment((day - EPOCH) * DAY + NOON), rating, "typed")
        self.memory[card] = SCHEDULER.after(self.memory.get(card), review)
        return rating

    def asked(self, card: str, day: int, most: float = math.inf) -> Rating:
        """Answer a card, and again until it is right or there were `most` answers in all; its first rating counts."""
        first = rating = self.answer(card, day)
        while rating is Rating.AGAIN and self.answers < most:
            rating = self.answer(card, day)
        return first


Method = Callable[[Learner, Sequence[Card], int], None]


def plain_fsrs(learner: Learner, cards: Sequence[Card], days: int) -> None:
    """What is due at the retention of .9, then new cards."""
    due: dict[str, int] = {}
    fresh, rng = [card.id for card in cards], Random(1)
    for day in range(EPOCH, EPOCH + days):
        for card in [*(c for c in due if due[c] <= day), *fresh[:NEW]]:
            learner.asked(card, day)
            due[card] = day + fuzzed(SCHEDULER.interval(learner.memory[card].stability), rng)
        del fresh[:NEW]


@dataclass
class Sm2:
    """A card by Anki's SM-2: its interval in days, and its ease."""

    interval: int
    ease: float = 2.5

    def reviewed(self, rating: Rating) -> None:
        """What a review on the due day leaves."""
        factor = {Rating.AGAIN: 0.0, Rating.HARD: 1.2, Rating.GOOD: self.ease, Rating.EASY: self.ease * 1.3}[rating]
        self.interval = max(self.interval + 1, round(self.interval * factor)) if factor else 1
        change = {Rating.AGAIN: -0.2, Rating.HARD: -0.15, Rating.GOOD: 0.0, Rating.EASY: 0.15}[rating]
        self.ease = max(1.3, self.ease + change)


def sm2(learner: Learner, cards: Sequence[Card], days: int) -> None:
    """Anki's defaults without FSRS."""
    known: dict[str, Sm2] = {}
    due: dict[str, int] = {}
    fresh = [card.id for card in cards]
    for day in range(EPOCH, EPOCH + days):
        for card in [c for c in due if due[c] <= day]:
            known[card].reviewed(learner.asked(card, day))
            due[card] = day + known[card].interval
        for card in fresh[:NEW]:
            known[card] = Sm2(_learned(learner, card, day))
            due[card] = day + known[card].interval
        del fresh[:NEW]


def _learned(learner: Learner, card: str, day: int) -> int:
    """The steps of 1 and 10 minutes: Again goes back to the first, Hard repeats one, Easy leaves; the interval."""
    step = 0
    while step < 2:
        rating = learner.answer(card, day)
        if rating is Rating.EASY:
            return 4
        step = {Rating.AGAIN: 0, Rating.HARD: step, Rating.GOOD: step + 1}[rating]
    return 1


def leitner(learner: Learner, cards: Sequence[Card], days: int) -> None:
    """Boxes that are opened every 1, 2, 4, 8 ... days."""
    box: dict[str, int] = {}
    due: dict[str, int] = {}
    fresh = [card.id for card in cards]
    for day in range(EPOCH, EPOCH + days):
        for card in [*(c for c in due if due[c] <= day), *fresh[:NEW]]:
            missed = learner.asked(card, day) is Rating.AGAIN
            box[card] = 0 if missed else box.get(card, -1) + 1
            due[card] = day + 2 ** box[card]
        del fresh[:NEW]


def rereading(answers: int) -> Method:
    """Every card in turn, as many in all, spread over the days."""

    def study(learner: Learner, cards: Sequence[Card], days: int) -> None:
        for number in range(answers):
            learner.answer(cards[number % len(cards)].id, EPOCH + number * days // answers)

    return study


def destal(answers: float) -> Method:
    """destal's plan, with as many answers in all, each day its share of those that are left."""

    def study(learner: Learner, cards: Sequence[Card], days: int) -> None:
        ahead = outlook(SCHEDULER, EPOCH + days)
        for day in range(EPOCH, EPOCH + days):
            room = (answers - learner.answers) / (EPOCH + days - day)
            left = left_today([card.id for card in cards], learner.memory, day, Limits(room, NEW), EPOCH + days)
            seen = [card.id for card in cards if card.id in learner.memory]
            begin = [card.id for card in new_cards(cards, learner.memory, day)]
            for card in ask_today(seen, begin, learner.memory, day, left, ahead):
                if learner.answers < answers:
                    learner.asked(card, day, answers)

    return study


@dataclass(frozen=True)
class Outcome:
    """What came of a learner's study."""

    answers: int
    minutes: float
    on_the_day: float
    later: float


def studied(number: int, seed: int, cards: Sequence[Card], days: int, method: Method) -> Outcome:
    """One learner's study; who she is depends on number and seed alone."""
    learner = Learner(drawn(Random(f"{seed} {number}")), Random(f"{seed} {number} answers"))
    method(learner, cards, days)
    on_the_day, later = (mean(learner.recall(card.id, EPOCH + days + after) for card in cards) for after in (0, LATER))
    return Outcome(learner.answers, learner.seconds / 60, on_the_day, later)


def figure(values: Sequence[float], sign: str = "") -> str:
    """A mean with its standard error."""
    return f"{mean(values):{sign}.3f} +-{stdev(values) / math.sqrt(len(values)):.3f}"


def row(name: str, others: Sequence[Outcome], ours: Sequence[Outcome]) -> str:
    """A line of a horizon's table: a method, destal at as many answers, and the differences."""
    answers, minutes = mean(o.answers for o in others), mean(o.minutes for o in others)
    recall = f"{figure([o.on_the_day for o in others])}  {figure([o.later for o in others])}"
    beside = f"{mean(o.answers for o in ours):7.0f} {mean(o.minutes for o in ours):7.0f}"
    gained = f"{figure(gains(others, ours, 'on_the_day'), '+')}  {figure(gains(others, ours, 'later'), '+')}"
    return f"{name:12} {answers:7.0f} {minutes:7.0f}  {recall} | {beside}  {gained}"


def gains(others: Sequence[Outcome], ours: Sequence[Outcome], what: str) -> list[float]:
    """What each learner has more of by destal's plan."""
    return [getattr(our, what) - getattr(other, what) for other, our in zip(others, ours, strict=True)]


@dataclass(frozen=True)
class Bench:
    """The learners, by their number and the seed, and what they study."""

    cards: Sequence[Card]
    learners: int
    seed: int

    def all(self, days: int, method: Method) -> list[Outcome]:
        """Everybody's study by a method."""
        return [studied(number, self.seed, self.cards, days, method) for number in range(self.learners)]

    def as_many(self, days: int, others: Sequence[Outcome], how: Callable[[int], Method]) -> list[Outcome]:
        """Everybody's study by a method that gives as many answers as in other outcomes."""
        return [studied(n, self.seed, self.cards, days, how(other.answers)) for n, other in enumerate(others)]

    def fewest(self, days: int, most: float) -> list[Outcome]:
        """destal's study with the fewest answers that reach the goal on average, to one in a hundred."""
        least, found = 0.0, self.all(days, destal(most))
        while most - least > most / 100:
            middle = (least + most) / 2
            outcomes = self.all(days, destal(middle))
            if mean(o.on_the_day for o in outcomes) >= GOAL:
                most, found = middle, outcomes
            else:
                least = middle
        return found

    def horizon(self, days: int) -> str:
        """Print what comes of studying to an exam in so many days; its line of the README's table."""
        plain = self.all(days, plain_fsrs)
        rivals = {"plain FSRS": plain, "SM-2": self.all(days, sm2), "Leitner": self.all(days, leitner)}
        rivals["rereading"] = self.as_many(days, plain, rereading)
        head = "answers minutes  on the day    90 days after"
        print(f"\n{f'exam in {days} days':58} | destal at as many\n{'':13}{head:45} | {head}")
        beside = {name: self.as_many(days, others, destal) for name, others in rivals.items()}
        for name, others in rivals.items():
            print(row(name, others, beside[name]))
        cells = [
            f"{mean(o.on_the_day for o in beside[name]):.3f} / {mean(o.on_the_day for o in others):.3f}"
            for name, others in rivals.items()
        ]
        needed = self.fewest(days, mean(o.answers for o in plain))
        fewer = 1 - mean(o.answers for o in needed) / mean(o.answers for o in plain)
        cells.append(f"{mean(o.answers for o in needed):.0f}, {fewer:.0%} fewer".replace("%", " %"))
        cells.append(f"{mean(gains(plain, beside['plain FSRS'], 'later')):+.3f}")
        return f"| {days} days | {' | '.join(cells)} |"


def new_cards(cards: Sequence[Card], memory: Mapping[str, Memory], day: int) -> list[Card]:
    """New cards, core facts first; one of a fact, and none of a fact that was asked today."""
    today = {card_id.rpartition("/")[0] for card_id, held in memory.items() if held.last == day}
    fresh: dict[str, Card] = {}
    for card in cards:
        if card.id not in memory and card.fact_id not in today:
            fresh.setdefault(card.fact_id, card)
    return sorted(fresh.values(), key=lambda card: card.fact.importance is not Importance.CORE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    started = time.process_time()
    deck = read_deck(DECK.read_text(encoding="utf-8"), DECK.name).deck
    assert deck is not None
    bench = Bench(cards_of_deck(deck), chosen.learners, chosen.seed)
    print(f"{len(bench.cards)} cards, {bench.learners} learners, seed {bench.seed}")
    table = [bench.horizon(days) for days in HORIZONS]
    print(f"\n{time.process_time() - started:.0f} s of computing. On the day, destal / the other at as many answers;")
    print("answers for .9 on the day, and recall 90 days after it, each against plain FSRS:")
    print("\n".join(table))


if __name__ == "__main__":
    main()
