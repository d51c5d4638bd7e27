"""Which cards are asked: those that are due, new ones, any to practise, and what comes later. `Library.deal` makes one.

The index has the cards, the history their memory, and SQLite joins the two; a card is only made when it is to be asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from destal_cli.core.cards import Card
from destal_cli.core.filters import Filter
from destal_cli.core.forms import Form
from destal_cli.core.session import Allowance, Coming, in_turn, what_comes
from destal_cli.core.values import dataclass
from destal_cli.store.questions import CARDS, FORM_BITS, condition
from destal_cli.store.shelf import Shelf

if TYPE_CHECKING:
    from destal_cli.core.exam import Planned
    from destal_cli.core.memory import Moment

Marks = dict[str, tuple[str, "Moment"]]
HELD = "h.memory AS m CROSS JOIN cards AS c ON c.card = m.card JOIN shelf AS s ON s.file = c.id >> 32"


@dataclass(frozen=True, slots=True)
class Deal:
    """The cards of the facts that are asked for, that fit a form if one is wanted, and of some ids if `only` has them.

    `marks` are those of the history, newest by card.
    """

    shelf: Shelf
    marks: Marks
    wanted: Filter
    form: Form | None
    only: frozenset[str] | None

    def any(self) -> bool:
        """Whether there is a card to ask."""
        return bool(self._rows("c.id", CARDS, more=" LIMIT 1"))

    def due(self, now: Moment, most: int, rng: Random, first: Collection[str] = ()) -> list[Card]:
        """At most so many of the cards that are due: those of `first`, then as `in_turn` has them."""
        aside = self.aside(now)
        most_found = most + len(aside)
        last = self._rows("m.due", HELD, "m.due <= ?", [now.day], f" ORDER BY m.due LIMIT 1 OFFSET {most_found}")
        until = last[0][0] if last else now.day
        rows = self._rows("c.card, c.id, m.due", HELD, "m.due <= ?", [until])
        early = {row[0] for row in rows}
        rows += [row for row in self.of("c.card, c.id, m.due", first, "m.due <= ?", [now.day]) if row[0] not in early]
        numbers = {card: number for card, number, _ in rows if card not in aside}
        dues = {card: due for card, _, due in rows if card not in aside}
        return self.shelf.cards([numbers[card] for card in in_turn(dues, rng, first)[:most]])

    def new(self, now: Moment, most: int) -> list[Card]:
        """At most so many cards that were never asked, core facts first; one of a fact, none of one asked today."""
        return self.shelf.cards(self.fresh(now, most))

    def fresh(self, now: Moment, most: int) -> list[int]:
        """The rows of `new`."""
        today = [row[0] for row in self.shelf.ask("SELECT card FROM h.memory WHERE last = ?", [now.day])]
        asked = {row[0] for row in self.shelf.ask_of("SELECT fact FROM cards WHERE card IN ({})", today)}
        found: list[int] = []
        for detail in (0, 1):
            found += self._fresh(self.aside(now), asked, detail, most - len(found))
        return found

    def _fresh(self, aside: set[str], asked: set[int], detail: int, most: int) -> list[int]:
        """At most so many rows of new cards, of core facts or of details; deck by deck, and no further than needed."""
        numbers: dict[int, int] = {}
        for file in self.shelf.decks:
            look = found = max(0, most) * 4 + len(aside)
            while len(numbers) < most and found == look:
                look *= 4
                rows = self._never_asked(file, detail, look)
                for card, fact, number in rows:
                    if card not in aside and fact not in asked:
                        numbers.setdefault(fact, number)
                found = len(rows)
        return list(numbers.values())[:most]

    def _never_asked(self, file: int, detail: int, most: int) -> list[tuple[Any, ...]]:
        """At most so many cards of a deck, in order, that have no memory: the card, its fact's row and its own."""
        never = "c.detail = ? AND NOT EXISTS (SELECT 1 FROM h.memory AS m WHERE m.card = c.card)"
        where = f"c.id >= ? AND c.id < ? AND {never}"
        values = [file << 32, (file + 1) << 32, detail]
        return self._rows("c.card, c.fact, c.id", CARDS, where, values, f" ORDER BY c.id LIMIT {most}")

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
        later = f" GROUP BY m.due ORDER BY m.due LIMIT {len(aside) + 1}"
        dues.update(dict(self._rows("m.due, count(*)", HELD, "m.due > ?", [now.day], later)))
        for card, due in self.of("c.card, m.due", aside):
            dues[max(due, now.day)] -= 1
            if self.marks[card][0] == "bury":
                dues[max(due, now.day + 1)] += 1
        return what_comes(+dues, now.day, left)

    def aside(self, now: Moment) -> set[str]:
        """The cards that are suspended, or buried until tomorrow."""
        marks = self.marks.items()
        return {card for card, (mark, at) in marks if mark == "suspend" or (mark == "bury" and at.day == now.day)}

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
