"""Forecast: what will be recalled on the day of an exam, and what one answer more would add. `core.exam` plans by it.

Everything is told in the means that FSRS foretells; nothing is drawn. Where a card is missed with a chance, `Misses`
makes as many misses of many cards as their chances add up to, so that one pass through the days stands for the mean of
many, and is the same whenever it is made. Answers are counted with those that return after a miss.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum

from destal_cli.core.memory import Memory, Scheduler
from destal_cli.core.values import dataclass, replace

FIRST_RIGHT = 0.76  # of the first answers to new cards, the share that is right, as FSRS's own simulator has it
AFTER = 180  # days after the exam at which what remains of a card counts as much as its recall on the day


@dataclass(slots=True)
class Track:
    """A card on its way to the exam, as far as its memory goes; a stability of 0 is a card that was never seen.

    `merit` is what it has to be asked for, as it was reckoned on a day; it changes slowly while the exam is far.
    """

    card: str
    stability: float = 0.0
    difficulty: float = 0.0
    last: int = 0
    due: int = 0
    merit: float = 0.0
    reckoned: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What a day asks for: cards that are new, and answers, both as they are to be expected."""

    day: int
    new: float
    answers: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the exam will find: mean recall, cards never seen counted as 0; and each day until then."""

    recall: float
    unseen: int
    days: tuple[Load, ...]

    @property
    def answers(self) -> float:
        """All answers until the exam."""
        return fsum(load.answers for load in self.days)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a scheduler foretells for an exam on a day; `curve` is its forgetting curve."""

    scheduler: Scheduler
    exam: int
    curve: Callable[[float, int], float]

    def recall(self, track: Track, day: int) -> float:
        """The chance of recalling a card on a day; of one that was never seen, that its first answer is right."""
        return self.curve(track.stability, max(0, day - track.last)) if track.stability else FIRST_RIGHT

    def on_the_day(self, track: Track) -> float:
        """The chance of recalling a card on the day of the exam; 0 for one that was never seen."""
        return self.recall(track, self.exam) if track.stability else 0.0

    def answers(self, track: Track, day: int) -> float:
        """The answers that asking a card takes: a second one when it is missed."""
        return 2.0 - self.recall(track, day)

    def gain(self, track: Track, day: int) -> float:
        """What asking a card on a day adds, per answer, to its recall on the day of the exam and half a year later."""
        recall = self.recall(track, day)
        right, missed = self.scheduler.outcomes(track.stability, track.difficulty, max(0, day - track.last))
        asked = recall * self._worth(right.stability, day) + (1 - recall) * self._worth(missed.stability, day)
        left = self._worth(track.stability, track.last) if track.stability else 0.0
        return (asked - left) / (2.0 - recall)

    def merit(self, track: Track, day: int) -> float:
        """What asking a card on a day adds, less the surer it is recalled: what is asked later is remembered longer."""
        return self.gain(track, day) * math.sqrt(1.0 - self.recall(track, day))

    def _worth(self, stability: float, last: int) -> float:
        days = max(0, self.exam - last)
        return self.curve(stability, days) + self.curve(stability, days + AFTER)


def outlook(scheduler: Scheduler, exam: int) -> Outlook:
    """The outlook of a scheduler on an exam."""
    return Outlook(scheduler, exam, scheduler.forgetting())


@dataclass(slots=True)
class Misses:
    """Deals out as many misses as the chances of missing add up to."""

    owed: float = 0.5

    def missed(self, chance: float) -> bool:
        """Whether the card that is missed with a chance is one of those that are."""
        self.owed += chance
        if self.owed < 1:
            return False
        self.owed -= 1
        return True


def tracks_of(cards: Iterable[str], memory: Mapping[str, Memory]) -> list[Track]:
    """The cards on their way, in their order."""
    return [
        Track(card, m.stability, m.difficulty, m.last, m.due) if (m := memory.get(card)) else Track(card)
        for card in cards
    ]


def thinned(tracks: Sequence[Track], every: int) -> list[Track]:
    """Fresh tracks of every so many cards, from the least stable to the most, then of those never seen in order."""
    seen = sorted((t for t in tracks if t.stability), key=lambda t: (t.stability, t.difficulty, t.last))
    fresh = [t for t in tracks if not t.stability]
    return [replace(track) for track in (*seen[every // 2 :: every], *fresh[::every])]


Ask = Callable[[int, list[Track], list[Track]], Sequence[Track]]


def followed(tracks: Sequence[Track], outlook: Outlook, today: int, ask: Ask) -> Forecast:
    """What comes of asking, each day until the exam, what `ask(day, seen, fresh)` takes of the cards; tracks change."""
    seen, fresh = [t for t in tracks if t.stability], [t for t in tracks if not t.stability]
    misses, loads = Misses(), []
    for day in range(today, max(outlook.exam, today + 1)):
        asked = ask(day, seen, fresh)
        new = [track for track in asked if not track.stability]
        loads.append(Load(day, len(new), fsum(outlook.answers(track, day) for track in asked)))
        for track in asked:
            _answer(track, outlook, day, misses)
        seen += new
        fresh = [track for track in fresh if not track.stability] if new else fresh
    return Forecast(mean_recall(tracks, outlook), len(fresh), tuple(loads))


def _answer(track: Track, outlook: Outlook, day: int, misses: Misses) -> None:
    days = max(0, day - track.last)
    right, missed = outlook.scheduler.outcomes(track.stability, track.difficulty, days)
    left = missed if misses.missed(1 - outlook.recall(track, day)) else right
    track.stability, track.difficulty, track.last, track.reckoned = left.stability, left.difficulty, day, 0
    track.due = day + outlook.scheduler.interval(left.stability)


def mean_recall(tracks: Sequence[Track], outlook: Outlook) -> float:
    """The mean recall on the day of the exam if nothing more is asked."""
    return fsum(map(outlook.on_the_day, tracks)) / len(tracks) if tracks else 0.0


def by_habit(tracks: Sequence[Track], outlook: Outlook, today: int, new: float) -> Forecast:
    """What comes of asking what is due by FSRS, and so many new cards a day (a share of one: every few days)."""

    def ask(day: int, seen: list[Track], fresh: list[Track]) -> list[Track]:
        begun = int((day - today + 1) * new) - int((day - today) * new)
        return [*(track for track in seen if track.due <= day), *fresh[:begun]]

    return followed(tracks, outlook, today, ask)
