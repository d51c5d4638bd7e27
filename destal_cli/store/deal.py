"""Which cards are asked: those that are due, new ones, any to practise, and what comes later. `Library.deal` makes one.

The index has the cards, the history their memory, and SQLite joins the two; a card is only made when it is to be asked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from destal_cli.core.cards import Card
from destal_cli.core.filters import Filter
from destal_cli.core.forms import Form
from destal_cli.core.session import Allowance, Coming, in_turn, what_comes
from destal_cli.core.values import dataclass
from destal_cli.store.questions import CARDS, FORM_BITS, condition
from destal_cli.store.shelf import Shelf

if TYPE_CHECKING:
    from random import Random

    from destal_cli.core.exam import Planned
    from destal_cli.core.memory import Moment
    from destal_cli.store.history import History

_DAYS = 8  # looked at in one question
HELD = "h.memory AS m CROSS JOIN cards AS c ON c.card = m.card JOIN shelf AS s ON s.file = c.id >> 32"


@dataclass(frozen=True, slots=True)
class Deal:
    """The cards of the facts that are asked for, of a form if one is wanted, and of some ids if `only` has them."""

    shelf: Shelf
    history: History
    wanted: Filter
    form: Form | None
    only: frozenset[str] | None

    def any(self) -> bool:
        """Whether there is a card to ask."""
        return bool(self._rows("c.id", CARDS, more=" LIMIT 1"))

    def due(self, now: Moment, most: int, rng: Random, first: Collection[str] = ()) -> list[Card]:
        """At most so many of the cards that are due: those of `first`, then as `in_turn` has them."""
        condition, values = _not_among("m.card", self.aside(now))
        what, where, given = "c.card, c.id, m.due", f"m.due <= ? AND {condition}", [now.day, *values]
        rows = self._rows(what, HELD, where, given, f" ORDER BY m.due LIMIT {most + 1}")
        if len(rows) > most:  # of the last day all, which take turns
            last = rows[-1][2]
            rows = [row for row in rows if row[2] < last]
            rows += self._rows(what, HELD, f"m.due = ? AND {condition}", [last, *values])
        early = {row[0] for row in rows}
        rows += [row for row in self.of(what, first, where, given) if row[0] not in early]
        numbers = {card: number for card, number, _ in rows}
        dues = {card: due for card, _, due in rows}
        return self.shelf.cards([numbers[card] for card in in_turn(dues, rng, first)[:most]])

    def new(self, now: Moment, most: int) -> list[Card]:
        """At most so many cards that were never asked, core facts first; one of a fact, none of one asked today."""
        return self.shelf.cards(self.fresh(now, most))

    def fresh(self, now: Moment, most: int) -> list[int]:
        """The rows of `new`."""
        found: list[int] = []
        if most > 0:
            aside = self.aside(now)
            for detail in (0, 1):
                found += self._fresh(now.day, aside, detail, most - len(found))
        return found

    def _fresh(self, day: int, aside: Collection[str], detail: int, most: int) -> list[int]:
        """At most so many rows of new cards, of core facts or of details; deck by deck, and no further than needed."""
        numbers: dict[int, int] = {}
        for file in self.shelf.decks:
            look = found = max(0, most)
            while len(numbers) < most and found == look:
                look *= 4
                rows = self._never_asked(file, day, aside, detail, look)
                for fact, number in rows:
                    numbers.setdefault(fact, number)
                found = len(rows)
        return list(numbers.values())[:most]

    def _never_asked(
        self, file: int, day: int, aside: Collection[str], detail: int, most: int
    ) -> list[tuple[Any, ...]]:
        """At most so many cards of a deck, in order, that have no memory, of facts that were not asked on a day: the
        fact's row and the card's own.
        """
        never = "NOT EXISTS (SELECT 1 FROM h.memory AS m WHERE m.card = c.card)"
        beside = "cards AS o CROSS JOIN h.memory AS m ON m.card = o.card AND m.last = ?"
        today = f"NOT EXISTS (SELECT 1 FROM {beside} WHERE o.fact = c.fact)"
        condition, values = _not_among("c.card", aside)
        where = f"c.id >= ? AND c.id < ? AND c.detail = ? AND {never} AND {today} AND {condition}"
        given = [file << 32, (file + 1) << 32, detail, day, *values]
        return self._rows("c.fact, c.id", CARDS, where, given, f" ORDER BY c.id LIMIT {most}")

    def planned(self) -> list[Planned]:
        """All the cards as far as a plan goes, in the order of the decks."""
        from destal_cli.core.exam import Planned

        rows = self._rows("c.card, c.fact, c.detail, c.id", CARDS, more=" ORDER BY s.place, c.id")
        return [Planned(card, fact, bool(detail), row) for card, fact, detail, row in rows]

    def practice(self, most: int, rng: Random | None) -> list[Card]:
        """At most so many of all the cards: the first, or with `rng` any."""
        if rng is None:
            rows = self._rows("c.id", CARDS, more=f" ORDER BY s.place, c.id LIMIT {most}")
            return self.shelf.cards([row[0] for row in rows])
        numbers = [row[0] for row in self._rows("c.id", CARDS, more=" ORDER BY s.place, c.id")]
        return self.shelf.cards(rng.sample(numbers, min(most, len(numbers))))

    def coming(self, now: Moment, left: Allowance) -> Coming:
        """What is due now and next; a suspended card never is, and a buried one not today."""
        aside = self.aside(now)
        dues = Counter({now.day: self._rows("count(*)", HELD, "m.due <= ?", [now.day])[0][0]})
        for card, due in self.of("c.card, m.due", aside):
            dues[max(due, now.day)] -= 1
            if aside[card] == "bury":
                dues[max(due, now.day + 1)] += 1
        for day, count in self._later(now.day):
            dues[day] += count
            if dues[day] > 0:
                break
        return what_comes(+dues, now.day, left)

    def _later(self, day: int) -> Iterator[tuple[int, int]]:
        """The days after one on which cards are due, and how many, those put aside too; no further than is needed."""
        by_days = f" GROUP BY m.due ORDER BY m.due LIMIT {_DAYS}"
        while rows := self._rows("m.due, count(*)", HELD, "m.due > ?", [day], by_days):
            yield from rows
            day = rows[-1][0]

    def aside(self, now: Moment) -> Mapping[str, str]:
        """The cards that are suspended, or buried until tomorrow, with which of the two."""
        return self.history.aside(now.day)

    def of(self, what: str, cards: Collection[str], where: str = "1", values: Sequence[Any] = ()) -> list[Any]:
        """What is asked of some of the cards that are held."""
        given = sorted(cards)
        chunks = [given[start : start + 500] for start in range(0, len(given), 500)]
        marks = [", ".join("?" * len(some)) for some in chunks]
        rows = [
            self._rows(what, HELD, f"{where} AND m.card IN ({mark})", [*values, *some])
            for mark, some in zip(marks, chunks, strict=True)
        ]
        return [row for found in rows for row in found]

    def _rows(
        self, what: str, tables: str, where: str = "1", values: Iterable[Any] = (), more: str = ""
    ) -> list[tuple[Any, ...]]:
        """What is asked of the cards that are wanted, in tables that have them as `c`, where a condition holds."""
        parts, given = [where], list(values)
        if self.wanted != Filter():
            narrowed, more_values = condition(self.wanted)
            tables, given = f"{tables} JOIN facts AS f ON f.id = c.fact", [*given, *more_values]
            parts.append(narrowed)
        if self.form:
            parts.append(f"c.forms & {FORM_BITS[self.form]}")
        if self.only is not None:
            parts.append(f"c.card IN ({', '.join('?' * len(self.only))})")
            given += sorted(self.only)
        return self.shelf.ask(f"SELECT {what} FROM {tables} WHERE {' AND '.join(parts)}{more}", given)


def _not_among(column: str, cards: Collection[str]) -> tuple[str, list[Any]]:
    """A condition that a column has none of some cards, with its values; there may be thousands."""
    if not cards:
        return "1", []
    return f"{column} NOT IN (SELECT value FROM json_each(?))", [json.dumps(list(cards))]
