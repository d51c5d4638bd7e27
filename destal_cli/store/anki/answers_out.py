"""A learner's past with a card as Anki keeps it: its schedule, and the rows of the log. `outgoing` asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from destal_cli.core.memory import ROLLOVER_HOURS, Memory, Moment, Review, Scheduler, curve, standing
from destal_cli.core.notes import Outgoing
from destal_cli.store.anki.answers_in import FILTERED, LEARN, LONGEST_TOOK, RELEARN, REVIEW, SUSPENDED

RED = 1


@dataclass(frozen=True, slots=True)
class Past:
    """What a learner did with a card: the reviews that stand, oldest first, the memory they left, and its marks."""

    reviews: tuple[Review, ...] = ()
    memory: Memory | None = None
    suspended: bool = False
    flagged: bool = False


def past_of(outgoing: Outgoing) -> dict[str, Past]:
    """The past with each card that has one."""
    reviews: dict[str, list[Review]] = {}
    for review in standing(outgoing.reviews):
        reviews.setdefault(review.card, []).append(review)
    return {
        card.id: Past(
            tuple(reviews.get(card.id, ())),
            outgoing.memory.get(card.id),
            card.id in outgoing.suspended,
            card.id in outgoing.flagged,
        )
        for card in outgoing.cards
    }


def start_of(pasts: Iterable[Past], now: Moment) -> Moment:
    """Four in the morning of the learner's first day, from which Anki counts days."""
    day = min((review.at.day for past in pasts for review in past.reviews), default=now.day)
    moved = (min(day, now.day) - now.day) * 86_400_000
    since = (now.ms + now.offset * 60_000 - ROLLOVER_HOURS * 3_600_000) % 86_400_000
    return Moment(now.ms - since + moved, now.offset)


def schedule_of(past: Past, place: int, first: int, scheduler: Scheduler) -> tuple[Any, ...]:
    """The columns of a card from its type on; `place` is where it stands among new cards, `first` Anki's day 0."""
    memory, flag = past.memory, RED if past.flagged else 0
    if memory is None:
        return (0, SUSPENDED if past.suspended else 0, place, 0, 0, 0, 0, 0, 0, 0, flag, "{}")
    queue = SUSPENDED if past.suspended else 2
    interval = max(1, memory.due - memory.last)
    counts = (memory.reviews, memory.lapses, 0, 0, 0)
    return (2, queue, memory.due - first, interval, _ease(memory), *counts, flag, _memory(past, memory, scheduler))


def _memory(past: Past, memory: Memory, scheduler: Scheduler) -> str:
    """What FSRS remembers, under Anki's names."""
    known: dict[str, Any] = {
        "s": round(memory.stability, 4),
        "d": round(memory.difficulty, 3),
        "dr": round(scheduler.retention, 2),
        "decay": round(curve(scheduler.parameters)[0], 3),
    }
    answers = [review.at.ms for review in past.reviews if not review.cram]
    return json.dumps({**known, "lrt": answers[-1] // 1000} if answers else known, separators=(",", ":"))


def _ease(memory: Memory) -> int:
    """A difficulty from 1 to 10 where Anki once kept an ease: from 100 to 1100."""
    return round((memory.difficulty - 1) / 9 * 1000 + 100)


def log_rows(cards: Iterable[tuple[int, Past]], scheduler: Scheduler) -> Iterator[tuple[int, ...]]:
    """The log. Anki knows an answer by its millisecond, so that of two in one the later moves on."""
    taken: set[int] = set()
    for card, past in cards:
        for row in _rows(card, past.reviews, scheduler):
            at = row[0]
            while at in taken:
                at += 1
            taken.add(at)
            yield (at, *row[1:])


def _rows(card: int, reviews: Iterable[Review], scheduler: Scheduler) -> Iterator[tuple[int, ...]]:
    memory: Memory | None = None
    interval, missed = 0, 0  # the interval before, and the day of the last miss
    for review in reviews:
        if review.cram:
            yield (review.at.ms, card, 0, int(review.rating), interval, interval, 0, _took(review), FILTERED)
            continue
        kind = _kind(memory, review, missed)
        memory = scheduler.after(memory, review)
        before, interval = interval, max(1, review.due - memory.last)
        missed = memory.last if review.rating == 1 else missed
        yield (review.at.ms, card, 0, int(review.rating), interval, before, _ease(memory), _took(review), kind)


def _took(review: Review) -> int:
    """The ms that an answer took, of which Anki minds a negative or a very large number."""
    return min(max(0, review.took), LONGEST_TOOK)


def _kind(memory: Memory | None, review: Review, missed: int) -> int:
    """The kind of an answer: learning on the first day, relearning after a miss on a later one."""
    day = review.at.day
    if memory is None or day <= memory.first:
        return LEARN
    return RELEARN if missed == day else REVIEW
