"""An exam: what to ask on which day so that the most is recalled on it, within what a day may take.

`destal plan` shows a plan and `destal quiz --exam` follows it. It is derived from the memory of the cards whenever it
is asked for, and stored nowhere: a review keeps the plain due day of FSRS, so that who leaves the exam out goes on as
if there had never been one.

New cards are begun early and evenly, so that time is left to come back to them. Then a day asks the cards for which
an answer adds most, per answer, to recall on the day of the exam and half a year after it (`Outlook.merit`). So a card
that would come back after the exam is asked before it where that helps; one that will be held anyway is left in peace;
and cramming, of which nothing is left in half a year, is not mistaken for learning. `tests/bench/exam.py` measures it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum, inf
from typing import NamedTuple

from destal_cli.core.forecast import (
    Forecast,
    Load,
    Outlook,
    Track,
    by_habit,
    followed,
    mean_recall,
    outlook,
    thinned,
    tracks_of,
)
from destal_cli.core.memory import Memory, Scheduler

GOAL = 0.9
WORTH_ASKING = 0.003  # the merit from which a card is asked again
MANY = 300  # cards from which a forecast is made of every second, third ... one
LONGEST_DAY = 240  # minutes
HABIT = 14  # days that a habit is taken from
WEAKEST = 5
LAST_PASS = 3  # days
ALL_BUT = 1 / 8  # the share of a day's answers that need not be made up when chance left it over
NOTHING = 0.003  # recall that is not worth more minutes a day


class Planned(NamedTuple):
    """A card as far as a plan goes: its id, what its fact is told from others by, and whether that is a detail."""

    id: str
    fact: int
    detail: bool
    row: int = 0  # of the index, from which the card is made when it is to be asked


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day may take: answers, counted with those to be expected after a miss, new cards, and cards seen before.

    `reviews` are the last; None is as many as you like.
    """

    answers: float = inf
    new: int = 10
    reviews: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a day had already: answers, cards begun, and cards of an earlier day, each once."""

    answers: int = 0
    begun: int = 0
    reviewed: int = 0


NOTHING_DONE = Done()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner wants: recall on the day of the exam, in so many minutes, new and other cards a day at most."""

    exam: int
    goal: float = GOAL
    minutes: int | None = None
    new: int = 10
    reviews: int | None = None

    def limits(self, minutes: int, seconds: float, elsewhere: Done = NOTHING_DONE) -> Limits:
        """What a day of a plan of so many minutes may take, if it had some for other cards than the plan's.

        Those leave less of what the learner wishes at most, and as much as before of what the plan needs.
        """
        answers = minutes * 60 / seconds
        if self.minutes is not None:
            answers = min(answers, max(minutes, self.minutes) * 60 / seconds - elsewhere.answers)
        reviews = None if self.reviews is None else max(0, self.reviews - elsewhere.reviewed)
        return Limits(answers, max(0, self.new - elsewhere.begun), reviews)


@dataclass(frozen=True, slots=True)
class Weak:
    """A card with its recall on the day of the exam if nothing more is asked."""

    card: str
    recall: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be recalled on the day of an exam, by what is done until then.

    `minutes` a day are the fewest that reach the goal, or where none do, as many as help; never more than are wished.
    `needed`: the fewest that reach it, whatever is wished (None: none do); `best`: as many as help, and the recall that
    they bring. `offers`: recall by other minutes a day. `seconds` of an answer; `habit_new`: new cards a day of late.
    """

    wish: Wish
    today: int
    cards: int
    seen: int
    seconds: float
    now: float
    nothing: float
    habit: Forecast
    habit_new: float
    minutes: int
    forecast: Forecast
    needed: int | None
    best: tuple[int, float]
    offers: tuple[tuple[int, float], ...]
    weakest: tuple[Weak, ...]

    @property
    def days(self) -> int:
        """Days until the exam."""
        return self.wish.exam - self.today

    @property
    def reached(self) -> bool:
        """Whether the plan reaches the goal."""
        return self.forecast.recall >= self.wish.goal


def worth_asking(
    day: int, seen: Iterable[Track], fresh: Sequence[Track], limits: Limits, outlook: Outlook
) -> list[Track]:
    """The cards to ask on a day, none twice: those to begin, then those of most merit, as many as its limits hold."""
    _reckon(seen, day, outlook)
    open_to = (track for track in seen if track.last < day and track.merit >= WORTH_ASKING)
    ranked = (*fresh[: limits.new], *sorted(open_to, key=lambda track: -track.merit)[: limits.reviews])
    return _as_many_as_fit(ranked, day, limits.answers, outlook)


def new_on(day: int, unseen: int, begun: int, limit: int, exam: int) -> int:
    """How many new cards more to begin on a day on which some were begun: all of them in a third of the days left."""
    pace = ceil(3 * (unseen + begun) / max(3, exam - day))
    return max(0, min(unseen, min(limit, pace) - begun))


def _reckon(tracks: Iterable[Track], day: int, outlook: Outlook) -> None:
    """Bring merits up to date; while the exam is far they hold for a sixth of the days until it."""
    for track in tracks:
        if not track.reckoned or day - track.reckoned > (outlook.exam - track.reckoned) // 6:
            track.merit, track.reckoned = outlook.merit(track, day), day


def _as_many_as_fit(ranked: Iterable[Track], day: int, answers: float, outlook: Outlook) -> list[Track]:
    chosen = []
    for track in ranked:
        answers -= outlook.answers(track, day)
        if answers < 0:
            break
        chosen.append(track)
    return chosen


def learning_order(cards: Iterable[Planned], memory: Mapping[str, Memory]) -> list[str]:
    """The cards never seen in the order in which they are begun: a fact's first card before its others, core first."""
    place: dict[int, int] = {}
    ranked: dict[tuple[int, bool], list[str]] = {}
    for card in cards:
        nth = place[card.fact] = place.get(card.fact, -1) + 1
        if card.id not in memory:
            ranked.setdefault((nth, card.detail), []).append(card.id)
    return [card for rank in sorted(ranked) for card in ranked[rank]]


def left_today(
    cards: Iterable[str], memory: Mapping[str, Memory], day: int, limits: Limits, exam: int, answered: int = 0
) -> Limits:
    """What is left of today for the cards, of which so many answers were given today."""
    known = [memory.get(card) for card in cards]
    begun, reviewed = begun_and_reviewed((m for m in known if m), day)
    new = new_on(day, known.count(None), begun, limits.new, exam)
    reviews = None if limits.reviews is None else max(0, limits.reviews - reviewed)
    return Limits(_room(limits.answers, answered), new, reviews)


def begun_and_reviewed(known: Iterable[Memory], day: int) -> tuple[int, int]:
    """How many of the cards were begun on a day, which is the newest, and how many of an earlier day it asked."""
    days = [(m.first, m.last) for m in known]
    return sum(first == day for first, _ in days), sum(last == day > first for first, last in days)


def _room(answers: float, answered: int) -> float:
    """The answers that are left of a day's; a day that is all but done is done."""
    left = answers - answered
    return left if left > (max(2.0, answers * ALL_BUT) if answered else 0.0) else 0.0


def ask_today(
    seen: Iterable[str],
    begin: Iterable[str],
    memory: Mapping[str, Memory],
    day: int,
    left: Limits,
    outlook: Outlook,
) -> list[str]:
    """The cards to ask today within what is left of its limits, those to begin first, then those of most merit.

    `begin` are the cards that may be begun, in order.
    """
    tracks = tracks_of(dict.fromkeys((*seen, *begin)), memory)
    old, fresh = [t for t in tracks if t.stability], [t for t in tracks if not t.stability]
    return [track.card for track in worth_asking(day, old, fresh, left, outlook)]


@dataclass(slots=True)
class _Trials:
    """Forecasts by minutes a day, each made once; of many cards every second, third ... one stands for all."""

    tracks: Sequence[Track]
    outlook: Outlook
    today: int
    wish: Wish
    seconds: float
    done: Done  # today, for the cards of the plan; and for others
    elsewhere: Done
    made: dict[int, Forecast]

    @property
    def every(self) -> int:
        return ceil(len(self.tracks) / MANY) or 1

    def at(self, minutes: int) -> Forecast:
        """What comes of the plan in so many minutes a day."""
        if minutes not in self.made:
            self.made[minutes] = self._forecast(minutes)
        return self.made[minutes]

    def habit(self, new: float) -> Forecast:
        """What comes of plain due days and so many new cards a day."""
        found = by_habit(thinned(self.tracks, self.every), self.outlook, self.today, new / self.every)
        return self._whole(found, inf, ceil(new))

    def _forecast(self, minutes: int) -> Forecast:
        every, spare, owed = self.every, 0.0, 0

        def ask(day: int, seen: list[Track], fresh: list[Track]) -> list[Track]:
            nonlocal spare, owed
            done, limits = self._on(day, minutes)
            room = _room(limits.answers, done.answers) / every + spare
            owed += new_on(day, len(fresh) * every, done.begun, limits.new, self.outlook.exam)
            known = None if limits.reviews is None else max(0, limits.reviews - done.reviewed + day % every) // every
            asked = worth_asking(day, seen, fresh, Limits(room, owed // every, known), self.outlook)
            owed %= every
            if every > 1:  # a card stands for several: what is left of its room is the next day's
                spare = min(2.0, room - sum(self.outlook.answers(track, day) for track in asked))
            return asked

        found = followed(thinned(self.tracks, every), self.outlook, self.today, ask)
        return self._whole(found, minutes * 60 / self.seconds, self.wish.new)

    def _on(self, day: int, minutes: int) -> tuple[Done, Limits]:
        """What a day had already, today some, and what it may take in so many minutes."""
        done, elsewhere = (self.done, self.elsewhere) if day == self.today else (NOTHING_DONE, NOTHING_DONE)
        return done, self.wish.limits(minutes, self.seconds, elsewhere)

    def _whole(self, found: Forecast, answers: float, new: float) -> Forecast:
        """A forecast of some of the cards as one of all, within the limits of a day."""
        if self.every == 1:
            return found
        asked = _levelled([load.answers * self.every for load in found.days], answers, self.every)
        begun = _levelled([load.new * self.every for load in found.days], new, self.every)
        days = tuple(map(Load, (load.day for load in found.days), begun, asked))
        return Forecast(found.recall, min(len(self.tracks), found.unseen * self.every), days)

    def fewest(self, goal: float) -> int | None:
        """The fewest minutes a day that reach a goal; None when none do."""
        most = 4
        while self.at(most).recall < goal:
            if most >= LONGEST_DAY or (most > 4 and self.at(most).recall < self.at(most // 2).recall + NOTHING):
                return None
            most = min(LONGEST_DAY, most * 2)
        least = most // 2 if most > 4 else 0
        while most - least > 1:
            middle = (least + most) // 2
            least, most = (least, middle) if self.at(middle).recall >= goal else (middle, most)
        return most

    def best(self) -> tuple[int, float]:
        """The minutes a day from which on more of them add next to nothing, of those tried, and the recall by them."""
        most = max(forecast.recall for forecast in self.made.values())
        return min((m, f.recall) for m, f in self.made.items() if f.recall >= most - NOTHING)


def _levelled(days: Sequence[float], most: float, card: int) -> list[float]:
    """The days with none over the most, when a card stands for so many: means of the days that save up for three."""
    span = max(1, min(len(days), ceil(3 * card / most))) if most > 0 else len(days)
    starts = range(0, len(days), span)
    means = [fsum(days[start : start + span]) / len(days[start : start + span]) for start in starts]
    return [min(most, means[place // span]) for place in range(len(days))]


def plan(
    cards: Iterable[Planned],
    memory: Mapping[str, Memory],
    scheduler: Scheduler,
    today: int,
    wish: Wish,
    seconds: float,
    answered: int = 0,
    elsewhere: Done = NOTHING_DONE,
) -> Plan:
    """The plan for the cards of an exam, one at least; an answer takes so many seconds, so many were given today.

    `elsewhere` is what today had for other cards.
    """
    cards = list(cards)
    order = [*(card.id for card in cards if card.id in memory), *learning_order(cards, memory)]
    tracks, ahead = tracks_of(order, memory), outlook(scheduler, wish.exam)
    known = [memory[card] for card in order if card in memory]
    done = Done(answered, *begun_and_reviewed(known, today))
    trials = _Trials(tracks, ahead, today, wish, seconds, done, elsewhere, {})
    needed = trials.fewest(wish.goal)
    best = trials.best()
    wanted = best[0] if needed is None else needed
    minutes = wanted if wish.minutes is None else min(wanted, wish.minutes)
    habit_new = _habit(known, today, wish.new)
    return Plan(
        wish=wish,
        today=today,
        cards=len(tracks),
        seen=len(known),
        seconds=seconds,
        now=mean_recall(tracks, outlook(scheduler, today)),
        nothing=mean_recall(tracks, ahead),
        habit=trials.habit(habit_new),
        habit_new=habit_new,
        minutes=minutes,
        forecast=trials.at(minutes),
        needed=needed,
        best=best,
        offers=tuple((m, trials.at(m).recall) for m in _others(minutes)),
        weakest=_weakest(tracks, ahead),
    )


def _habit(known: Sequence[Memory], today: int, new: int) -> float:
    """New cards a day of late; without a history, as many as a day may take."""
    if not known:
        return new
    days = max(1, min(HABIT, today - min(m.first for m in known) + 1))  # who flew west may have begun tomorrow
    return sum(today - days < m.first <= today for m in known) / days


def _others(minutes: int) -> list[int]:
    """Minutes to offer beside those of the plan: half as many, half as many more, and twice as many."""
    return sorted({max(1, minutes // 2), minutes, minutes + (minutes + 1) // 2, minutes * 2})


def _weakest(tracks: Iterable[Track], outlook: Outlook) -> tuple[Weak, ...]:
    seen = ((outlook.on_the_day(track), track.card) for track in tracks if track.stability)
    return tuple(Weak(card, recall) for recall, card in sorted(seen)[:WEAKEST])
