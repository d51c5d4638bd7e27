"""The history: every review of the learner, in one SQLite file that only ever grows. `Library` is what commands ask.

A review and the memory that follows from it are written in one transaction. The table `memory` is a cache of what
`folded` makes of the log, and `destal doctor` compares the two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from destal_cli.core.clock import EARLIEST, TRAVEL
from destal_cli.core.grading import Confidence
from destal_cli.core.memory import Held, Memory, Moment, Review, Scheduler, replay
from destal_cli.core.parameters import Parameters, in_use
from destal_cli.core.values import replace
from destal_cli.store.guard import Known
from destal_cli.store.historyfile import HistoryFile
from destal_cli.store.log import CHUNK, DAY, STANDS, Log
from destal_cli.store.rows import (
    MEMORY,
    PARAMETERS,
    REVIEW,
    REVIEW_VALUES,
    insertion,
    parameters_of,
    parameters_values,
    review_of,
    review_values,
)

if TYPE_CHECKING:
    from random import Random

    from destal_cli.core.grading import Rating

_LARGEST = 2**63 - 1
_REMEMBER = insertion("memory", MEMORY)
_PUT_ASIDE = "mark IN ('bury', 'suspend', 'restore')"


class History(HistoryFile):
    """One learner's reviews, marks and memory. Every method is one transaction; all raise StoreError when it fails."""

    _aside: tuple[tuple[int, int | None], Mapping[str, str]] | None = None

    def known(self) -> Known:
        """What this history is told by from others."""
        with self._told():
            first = self._db.execute("SELECT card || ' ' || at FROM reviews ORDER BY id LIMIT 1").fetchone()
            newest = self._db.execute("SELECT id, at FROM reviews ORDER BY id DESC LIMIT 1").fetchone()
        return Known(str(self.path), first[0] if first else "", *(newest or (0, 0)))

    def at_of(self, number: int) -> int | None:
        """When the row with an id was written, in milliseconds; None where there is none."""
        with self._told():
            row = self._db.execute("SELECT at FROM reviews WHERE id = ?", (number,)).fetchone()
        return int(row[0]) if row else None

    def record(self, reviews: Sequence[Review], scheduler: Scheduler, rng: Random) -> list[Review]:
        """Write the review of a card, or those of one exercise, with the memory after them unless they are crammed.

        Returns them with their ids and due days, durable.
        """
        with self._transaction():
            return self._add_all(reviews, scheduler, rng)

    def void(self, review_id: int, at: Moment, scheduler: Scheduler) -> list[Review]:
        """Take a review back by a new row, with all of its exercise, and restore the cards' memory.

        Returns what was taken back: nothing when it had been already.
        """
        with self._transaction():
            return self._void(review_id, at, scheduler)

    def rerate(self, ratings: Mapping[int, Rating], at: Moment, scheduler: Scheduler, rng: Random) -> list[Review]:
        """Take a review or exercise back and write it again with the learner's own ratings, keeping what was judged.

        `ratings` are by review; those of the same exercise that it does not name keep theirs.
        """
        with self._transaction():
            taken = self._void(next(iter(ratings)), at, scheduler)
            again = [replace(review, rating=ratings.get(review.id, review.rating), id=0) for review in taken]
            return self._add_all(again, scheduler, rng)

    def take_in(self, reviews: Iterable[Review], scheduler: Scheduler, rng: Random) -> Counter[str]:
        """Write reviews from elsewhere in their order, unless one of the card and time is there; how many of each card.

        They keep the due days that they have; but what is older than the newest that was here of its card counts as
        given on that one's day, and brings the card back no sooner. There may be more of them than memory has room for.
        """
        with self._transaction():
            scheduler, known = self._planned_by(scheduler), dict[str, set[int]]()
            before: dict[str, Memory | None] = {}
            memory: dict[str, Memory | None] = {}
            exercises, added = {0: 0}, Counter[str]()
            for review in reviews:
                if review.card not in before:
                    before[review.card] = memory[review.card] = self.memory_of(review.card)
                    there = self._db.execute("SELECT at FROM reviews WHERE card = ?", (review.card,))
                    known[review.card] = {at for (at,) in there}
                if review.at.ms in known[review.card]:
                    continue
                known[review.card].add(review.at.ms)
                if not review.cram:
                    review = _with_due(review, memory[review.card], before[review.card], scheduler, rng)
                    memory[review.card] = scheduler.after(memory[review.card], review)
                number = self._insert(replace(review, voids=None, exercise=exercises.get(review.exercise, 0)))
                if exercises.setdefault(review.exercise, number) == number:
                    self._db.execute("UPDATE reviews SET exercise = id WHERE id = ?", (number,))
                added[review.card] += 1
            for card, held in memory.items():
                self._remember(card, held)
            return added

    def _add_all(self, reviews: Sequence[Review], scheduler: Scheduler, rng: Random) -> list[Review]:
        scheduler = self._planned_by(scheduler)
        first = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM reviews").fetchone()[0]
        exercise = first if len(reviews) > 1 else 0
        return [self._add(replace(review, exercise=exercise), scheduler, rng) for review in reviews]

    def _add(self, review: Review, scheduler: Scheduler, rng: Random) -> Review:
        if not review.cram:
            memory = self.memory_of(review.card)
            review = replace(review, due=scheduler.due(memory, review, rng), parameters=scheduler.version)
            self._remember(review.card, scheduler.after(memory, review))
        return replace(review, id=self._insert(review))

    def _insert(self, review: Review) -> int:
        statement = f"{insertion('reviews', REVIEW_VALUES)} RETURNING id"
        return int(self._db.execute(statement, review_values(review)).fetchone()[0])

    def _void(self, review_id: int, at: Moment, scheduler: Scheduler) -> list[Review]:
        same = "id = ?1 OR exercise > 0 AND exercise = (SELECT exercise FROM reviews WHERE id = ?1)"
        query = f"SELECT {REVIEW} FROM reviews AS r WHERE ({same}) AND {STANDS} ORDER BY id"
        found = [review_of(row) for row in self._db.execute(query, (review_id,))]
        self._take(found, at, scheduler)
        return found

    def _take(self, found: Sequence[Review], at: Moment, scheduler: Scheduler) -> None:
        """Take back just these, whatever exercises they are of."""
        scheduler = self._planned_by(scheduler)
        for review in found:
            void = replace(
                review,
                sure=Confidence.UNASKED,
                at=at,
                form="undo",
                answer="",
                took=0,
                due=0,
                judged=None,
                voids=review.id,
            )
            self._insert(void)
            rows = self._db.execute(f"SELECT {REVIEW} FROM reviews WHERE card = ? ORDER BY id", (review.card,))
            memory = replay([review_of(r) for r in rows], scheduler).get(review.card)
            self._remember(review.card, memory)

    def newest_day(self) -> int | None:
        """The day of the newest answer that left a memory, by the clock that it was given at; None without one."""
        with self._told():
            found = self._db.execute("SELECT max(last) FROM memory").fetchone()[0]
            return None if found is None else int(found)

    def newest_day_before(self, now: Moment) -> int | None:
        """The day of the newest answer that lies neither ahead of a moment nor before all time."""
        with self._told():
            query = f"SELECT max({DAY}) FROM reviews WHERE voids IS NULL AND at <= ?"
            found = self._db.execute(query, (_ahead(now),)).fetchone()[0]
            found = None if found is None or found < EARLIEST else found
            return None if found is None else int(found)

    def ahead(self, now: Moment) -> list[Review]:
        """The reviews that stand and lie so far ahead of a moment that no journey explains it."""
        return self._standing("at > ?", [_ahead(now)])

    def lost(self) -> list[Review]:
        """The reviews that stand and are as early as only a clock that lost the time has it, if a card began so."""
        with self._told():
            first = self._db.execute("SELECT min(first) FROM memory").fetchone()[0]
        return self._standing(f"{DAY} < ?", [EARLIEST]) if first is not None and first < EARLIEST else []

    def take_back(self, wrong: Sequence[Review], at: Moment, scheduler: Scheduler, rng: Random) -> None:
        """Take back reviews that a wrong clock dated; what was answered of their cards since is planned anew."""
        first: dict[str, int] = {}
        for review in wrong:
            first[review.card] = min(review.id, first.get(review.card, review.id))
        with self._transaction():
            for review in wrong:
                self._void(review.id, at, scheduler)
            later = self.reviews_of(sorted(first))
            since = [review for review in later if review.id > first[review.card] and not review.cram]
            self._take(since, at, scheduler)
            scheduler = self._planned_by(scheduler)
            for review in since:
                self._add(review, scheduler, rng)

    def memory_of(self, card: str) -> Memory | None:
        """The memory of one card; None when it was never reviewed."""
        row = self._db.execute(f"SELECT {MEMORY} FROM memory WHERE card = ?", (card,)).fetchone()
        return Memory(*row[1:]) if row else None

    def _remember(self, card: str, memory: Memory | None) -> None:
        self._db.execute("DELETE FROM memory WHERE card = ?", (card,))
        if memory:
            self._db.execute(_REMEMBER, (card, *memory))

    def last(self) -> Review | None:
        """The newest review that stands."""
        with self._told():
            row = self._db.execute(
                f"SELECT {REVIEW} FROM reviews AS r WHERE {STANDS} ORDER BY id DESC LIMIT 1"
            ).fetchone()
            return review_of(row) if row else None

    @property
    def log(self) -> Log:
        """The log as a whole, row by row."""
        return Log(self._db, self._told)

    def reviews(self) -> list[Review]:
        """The whole log in the order it was written, rows that take back others included."""
        with self._told():
            return self._log()

    def _log(self) -> list[Review]:
        return [review_of(row) for row in self._db.execute(f"SELECT {REVIEW} FROM reviews ORDER BY id")]

    def reviews_of(self, cards: Sequence[str]) -> list[Review]:
        """The reviews that stand of some cards, in the order they were written."""
        return self._standing_of("card IN ({})", cards)

    def recent(self, count: int) -> list[Review]:
        """The newest rows of the log, oldest first."""
        with self._told():
            rows = self._db.execute(f"SELECT {REVIEW} FROM reviews ORDER BY id DESC LIMIT ?", (count,)).fetchall()
            return [review_of(row) for row in reversed(rows)]

    def memory(self, due_by: int | None = None) -> dict[str, Memory]:
        """Memory by card; with a day, of the cards due by then only, longest overdue first."""
        query = f"SELECT {MEMORY} FROM memory"
        with self._told():
            if due_by is None:
                rows = self._db.execute(query)
            else:
                rows = self._db.execute(f"{query} WHERE due <= ? ORDER BY due, card", (due_by,))
            return {row[0]: Memory(*row[1:]) for row in rows}

    def remembers(self) -> bool:
        """Whether there is a memory of any card."""
        with self._told():
            return self._db.execute("SELECT 1 FROM memory LIMIT 1").fetchone() is not None

    def remembered(self) -> Mapping[str, Memory]:
        """Memory by card, as it is whenever it is asked for."""
        return _Remembered(self)

    def differing(self, memory: Mapping[str, Held], between: tuple[str, str] | None = None) -> list[str]:
        """The cards of which another memory is kept than this one, in order of their ids; all, or between two ids."""
        some = "" if between is None else " WHERE card >= ? AND card < ?"
        with self._told():
            rows = self._db.execute(f"SELECT {MEMORY} FROM memory{some}", between or ())
            kept = {card: tuple(held) for card, *held in rows}
        return sorted(card for card in memory.keys() | kept.keys() if memory.get(card) != kept.get(card))

    def mend(self, scheduler: Scheduler) -> None:
        """Make all memory anew from the log, while nobody else writes."""
        with self._transaction():
            self._remember_anew(scheduler)

    def rebuild(self, memory: Mapping[str, Held]) -> None:
        """Put another memory in the cache's place."""
        with self._transaction():
            self._replace_memory(memory)

    def _remember_anew(self, scheduler: Scheduler | None = None) -> None:
        self._replace_memory(self.log.folded(self._planned_by(scheduler or Scheduler())))

    def _replace_memory(self, memory: Mapping[str, Held]) -> None:
        self._db.execute("DELETE FROM memory")
        self._db.executemany(_REMEMBER, ((card, *held) for card, held in memory.items()))

    def parameters(self) -> list[Parameters]:
        """Every fit and every going back, oldest first; the newest says which version counts."""
        with self._told():
            return self._parameters()

    def _parameters(self) -> list[Parameters]:
        return [parameters_of(row) for row in self._db.execute(f"SELECT {PARAMETERS} FROM parameters ORDER BY id")]

    def decide(self, decision: Callable[[Sequence[Parameters]], Parameters | None]) -> Parameters | None:
        """Add the row that a decision makes of the rows so far, and return it; where it makes none, nothing is written.

        When other parameters count from then on, all memory is made anew with them; due days stay as they were given.
        """
        with self._transaction():
            rows = self._parameters()
            found = decision(rows)
            if found is None:
                return None
            self._db.execute(insertion("parameters", PARAMETERS), parameters_values(found))
            if found.in_use != in_use(rows).version:
                self._remember_anew()
            return found

    def _planned_by(self, scheduler: Scheduler) -> Scheduler:
        """The scheduler with the parameters that count now, which another window may have changed."""
        newest = self._db.execute("SELECT in_use FROM parameters ORDER BY id DESC LIMIT 1").fetchone()
        if (newest[0] if newest else 0) == scheduler.version:
            return scheduler
        used = in_use(self._parameters())
        return replace(scheduler, parameters=used.weights, version=used.version)

    def size(self) -> tuple[int, int]:
        """How many rows the log has, and how many cards have a memory."""
        with self._told():
            rows, cards = (self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("reviews", "memory"))
            return int(rows), int(cards)

    def changes(self) -> tuple[int, int]:
        """Two numbers of which one is another after any change to the file: by this process, and by any other."""
        with self._told():
            return self._db.total_changes, int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def count(self) -> int:
        """How many reviews stand that leave a memory."""
        with self._told():
            return int(self._db.execute("SELECT coalesce(sum(reviews), 0) FROM memory").fetchone()[0])

    def introduced(self, day: int) -> int:
        """How many cards were learned for the first time on a day."""
        with self._told():
            return int(self._db.execute("SELECT count(*) FROM memory WHERE first = ?", (day,)).fetchone()[0])

    def reviewed(self, day: int) -> int:
        """How many cards that were learned before a day, which is the newest so far, were reviewed on it, each once."""
        query = "SELECT count(*) FROM memory WHERE last = ? AND first < last"
        with self._told():
            return int(self._db.execute(query, (day,)).fetchone()[0])

    def answered(self, day: int) -> dict[str, int]:
        """How many answers were given to each card on a day, crammed ones and those taken back left out."""
        todays = "card IN (SELECT card FROM memory WHERE last >= ?1)"  # no other has an answer on it that counts
        where = f"{todays} AND {DAY} = ?1 AND NOT cram AND {STANDS}"
        query = f"SELECT card, count(*) FROM reviews AS r WHERE {where} GROUP BY card"
        with self._told():
            return dict(self._db.execute(query, (day,)))

    def confusions(self, cards: Sequence[str], texts: Sequence[str]) -> list[Review]:
        """The reviews that stand of some cards that were confused, and those in which a text was given instead."""
        of_cards = self._standing_of("confused_with <> '' AND card IN ({})", cards)
        return _each_once([*of_cards, *self._standing_of("confused_with <> '' AND confused_with IN ({})", texts)])

    def contrasts(self, cards: Sequence[str]) -> list[Review]:
        """The reviews that stand in which some cards were contrasted with others."""
        return self._standing_of("form = 'contrast' AND card IN ({})", cards)

    def overconfident(self) -> set[str]:
        """The cards that the learner was sure of and wrong about, and that no later session has asked."""
        later = f"n.card = r.card AND n.id > r.id AND n.session <> r.session AND {STANDS.replace('r.', 'n.')}"
        query = f"SELECT card FROM reviews AS r WHERE sure = 3 AND rating = 1 AND {STANDS}"
        with self._told():
            rows = self._db.execute(f"{query} AND NOT EXISTS (SELECT 1 FROM reviews AS n WHERE {later})")
            return {row[0] for row in rows}

    def overridden(self) -> list[Review]:
        """The reviews that stand of answers that were judged and then rated otherwise."""
        return self._standing("judged <> rating")

    def times(self, form: str, count: int) -> list[int]:
        """Milliseconds that the newest right answers in a form took, at most so many."""
        with self._told():
            query = "SELECT took FROM reviews WHERE form = ? AND rating > 1 AND voids IS NULL ORDER BY id DESC LIMIT ?"
            return [row[0] for row in self._db.execute(query, (form, count))]

    def _standing(self, condition: str, values: Sequence[Any] = ()) -> list[Review]:
        with self._told():
            query = f"SELECT {REVIEW} FROM reviews AS r WHERE {condition} AND {STANDS} ORDER BY id"
            return [review_of(row) for row in self._db.execute(query, values)]

    def _standing_of(self, condition: str, values: Sequence[str]) -> list[Review]:
        """The reviews that stand of which a condition holds with some of the values, in the order they were written."""
        chunks = [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]
        found = (self._standing(condition.format(", ".join("?" * len(some))), some) for some in chunks)
        return _each_once(review for reviews in found for review in reviews)

    def mark(self, card: str, mark: str, at: Moment) -> None:
        """Note that a card was put aside (`bury` until tomorrow, `suspend`) or not (`restore`), or `flag`, `unflag`."""
        with self._transaction():
            self._db.execute(insertion("marks", 'card, at, "offset", mark'), (card, at.ms, at.offset, mark))

    def marks(self, until: int | None = None) -> dict[str, tuple[str, Moment]]:
        """The newest mark of each card that was ever put aside, up to one of an id; flags do not count."""
        query = f'SELECT card, at, "offset", mark FROM marks WHERE {_PUT_ASIDE} AND id <= ? ORDER BY id'
        with self._told():
            rows = self._db.execute(query, (_LARGEST if until is None else until,))
            return {card: (mark, Moment(at, offset)) for card, at, offset, mark in rows}

    def aside(self, day: int, cards: Collection[str] | None = None) -> Mapping[str, str]:
        """The cards, of all or some, that are suspended or buried on a day and so until the next: which of the two.

        All of them are wanted several times before a question; they are read again when there is another mark.
        """
        if cards is not None:
            return self._read_aside(day, cards)
        with self._told():
            now = (day, self._db.execute("SELECT max(id) FROM marks").fetchone()[0])
        if self._aside is None or self._aside[0] != now:
            self._aside = now, self._read_aside(day, None)
        return self._aside[1]

    def _read_aside(self, day: int, cards: Collection[str] | None) -> dict[str, str]:
        some, given = _among(cards)
        query = f"SELECT card, mark, mark = 'bury' AND {DAY} <> ? FROM marks WHERE {_PUT_ASIDE}{some} ORDER BY id"
        with self._told():
            newest = {card: "" if over else mark for card, mark, over in self._db.execute(query, (day, *given))}
        return {card: mark for card, mark in newest.items() if mark in ("bury", "suspend")}

    def flags(self, cards: Collection[str] | None = None) -> set[str]:
        """The cards, of all or some, that are flagged."""
        some, given = _among(cards)
        query = f"SELECT card, mark FROM marks WHERE mark IN ('flag', 'unflag'){some} ORDER BY id"
        with self._told():
            newest: dict[str, str] = dict(self._db.execute(query, given))
        return {card for card, mark in newest.items() if mark == "flag"}


def _among(cards: Collection[str] | None) -> tuple[str, list[str]]:
    """A condition that a card is one of some, and its value; of all there is none."""
    if cards is None:
        return "", []
    return " AND card IN (SELECT value FROM json_each(?))", [json.dumps(list(cards))]


class _Remembered(Mapping[str, Memory]):
    """The memory of single cards; nothing is kept of what was asked."""

    def __init__(self, history: History) -> None:
        self._history = history

    def __getitem__(self, card: str) -> Memory:
        memory = self._history.memory_of(card)
        if memory is None:
            raise KeyError(card)
        return memory

    def __iter__(self) -> Iterator[str]:
        return iter(self._history.memory())

    def __len__(self) -> int:
        return len(self._history.memory())


def _each_once(reviews: Iterable[Review]) -> list[Review]:
    """The reviews in the order they were written."""
    return sorted({review.id: review for review in reviews}.values(), key=lambda review: review.id)


def _with_due(
    review: Review, memory: Memory | None, before: Memory | None, scheduler: Scheduler, rng: Random
) -> Review:
    """A review from elsewhere with the day on which its card comes back; `before` is what was remembered without it."""
    if not review.due:
        return replace(review, due=scheduler.due(memory, review, rng), parameters=scheduler.version)
    return replace(review, due=max(review.due, before.due)) if before and review.at.day < before.last else review


def _ahead(now: Moment) -> int:
    """The milliseconds after which an answer lies ahead of a moment, whatever journey was made."""
    return now.ms + TRAVEL * 86_400_000
