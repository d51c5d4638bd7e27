"""What a question is made of beside its card: other answers, other cards, names, confusions. `Library.stock` is one.

Of decks of any size only what is near is taken: some dozens in the card's own deck by their place, and as many of other
decks, by their date or by their place. Of small decks that is everything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from destal_cli.core.cards import Card
from destal_cli.core.choices import Candidate, joined
from destal_cli.core.confusions import Confusions, confusions
from destal_cli.core.facts import AnswerType, Deck, Entity
from destal_cli.core.forms import Form
from destal_cli.core.text import fold, words
from destal_cli.core.values import dataclass, field
from destal_cli.store.questions import ANSWERS, CARDS, prompt_key
from destal_cli.store.reading import entity_in
from destal_cli.store.rivals import candidate_in
from destal_cli.store.shelf import Shelf

if TYPE_CHECKING:
    from destal_cli.store.history import History

NEAR = 40  # to either side
OTHERS = 8  # decks that share in as many again
NAMES = 400
_ALIKE = 10  # cards that have the same answer
_MIXED_UP = 3  # answers that a card is contrasted with


@dataclass(frozen=True, slots=True)
class Nearby:
    """The index and the history, asked for what is near a card; one serves one question, and keeps what it found."""

    shelf: Shelf
    history: History
    decks: Mapping[str, Deck]
    _rivals: dict[str, list[Candidate]] = field(default_factory=dict)
    _confusions: dict[str, Confusions] = field(default_factory=dict)

    def rivals(self, card: Card) -> list[Candidate]:
        """What could be a wrong answer to a card: of its type, and of the answer's kind where that is an entity."""
        if card.id not in self._rivals:
            self._rivals[card.id] = self._found_rivals(card)
        return self._rivals[card.id]

    def _found_rivals(self, card: Card) -> list[Candidate]:
        entity = card.answer.entity
        kind = self.decks[card.deck].entities[entity].kind if entity else ""
        what, values = "t.id, t.payload", [card.answer.type, kind]
        found = self._near("wrong", what, "type = ? AND kind = ?", values, card)
        by_deck: dict[int, list[Candidate]] = {number: [] for number in self.shelf.decks}
        for number, payload in found:
            by_deck[number >> 32].append(candidate_in(json.loads(payload)))
        return joined(by_deck.values())

    def right_elsewhere(self, card: Card) -> list[str]:
        """What other cards have as their answers that ask the same."""
        query = f"SELECT DISTINCT c.shown FROM {CARDS} WHERE c.asks = ? AND c.card <> ?"
        return [shown for (shown,) in self.shelf.ask(query, (prompt_key(card), card.id))]

    def beside(self, card: Card, form: Form) -> list[Card]:
        """Other cards that an exercise in a form could be filled up with."""
        kind, answer = card.fact.kind, card.answer.type
        if form is Form.CONTRAST:
            others = self.confusions(card.answer.text).to_contrast(card)[:_MIXED_UP]
            query = f"SELECT c.id FROM {ANSWERS} WHERE c.answer = ? LIMIT ?"
            rows = [row for other in others for row in self.shelf.ask(query, (fold(other), _ALIKE))]
        elif form is Form.MATCH:
            rows = self._near("cards", "t.id", "type = ? AND kind = ?", [answer, kind], card)
        else:
            rows = self._near("cards", "t.id", "type = ?", [AnswerType.DATE], card)
        return self.shelf.cards([row[0] for row in rows])

    def _near(self, table: str, what: str, where: str, values: list[Any], card: Card) -> list[tuple[Any, ...]]:
        """Rows near a card, in the order of the decks: of its own deck by place, of others by date or by place."""
        number, day = self._place(card)
        file, place = number >> 32, number & 0xFFFF_FFFF
        found = self._beside(table, what, where, values, file, place, NEAR)
        if day is None:
            others = self._others(file)
            for other in others:
                found += self._beside(table, what, where, values, other, place, max(1, NEAR // len(others)))
        else:
            one = f"SELECT {what} FROM {table} AS t CROSS JOIN shelf AS s ON s.file = t.id >> 32 WHERE {where}"
            found += self.shelf.ask(f"{one} AND t.at >= ? ORDER BY t.at, t.id LIMIT {NEAR}", [*values, day])
            found += self.shelf.ask(f"{one} AND t.at < ? ORDER BY t.at DESC, t.id LIMIT {NEAR}", [*values, day])
        order = {file: place for place, file in enumerate(self.shelf.decks)}
        there = {row[0]: row for row in found if row[0] >> 32 in order}  # the index may be another by now
        return sorted(there.values(), key=lambda row: (order[row[0] >> 32], row[0]))

    def _beside(
        self, table: str, what: str, where: str, values: list[Any], file: int, place: int, most: int
    ) -> list[tuple[Any, ...]]:
        """At most so many rows of a file to either side of a place in it."""
        one = f"SELECT {what} FROM {table} AS t WHERE {where} AND t.id >= ? AND t.id < ? ORDER BY t.id"
        low, middle, high = file << 32, (file << 32) + place, (file + 1) << 32
        ahead = self.shelf.ask(f"{one} LIMIT ?", [*values, middle, high, most])
        return [*ahead, *self.shelf.ask(f"{one} DESC LIMIT ?", [*values, low, middle, most])]

    def _others(self, file: int) -> list[int]:
        """Some other decks: those that stand behind one on the shelf, and behind the last the first."""
        files = list(self.shelf.decks)
        own = files.index(file) if file in files else 0
        return [other for other in (*files[own:], *files[:own]) if other != file][:OTHERS]

    def _place(self, card: Card) -> tuple[int, int | None]:
        """The number of a card's row, and the day if it asks for a date; in no file when the card is gone by now."""
        query = f"SELECT c.id, c.at FROM {CARDS} WHERE c.card = ? LIMIT 1"
        rows = self.shelf.ask(query, (card.id,))
        return rows[0] if rows else (0, None)

    def entities(self, card: Card, typed: str) -> dict[str, Entity]:
        """Entities by `deck/entity`: those near in the card's deck, and who goes by what is typed, or by words of it,
        those first that have most of it in their names.
        """
        low = next((number << 32 for number, deck in self.shelf.decks.items() if deck.id == card.deck), 0)
        query = "SELECT e.id, e.payload FROM entities AS e JOIN shelf AS s ON s.file = e.id >> 32"
        rows = self.shelf.ask(f"{query} ORDER BY e.id >> 32 <> ?, e.id LIMIT ?", (low >> 32, NAMES))
        said = [*words(typed), fold(typed), *map(fold, (card.answer.text, *card.answer.also))]
        called = f"{query} JOIN names AS n ON n.entity = e.id WHERE n.text IN ({{}}) GROUP BY e.id"
        most = f"ORDER BY max(n.whole) DESC, count(*) DESC, e.id LIMIT {NAMES}"
        rows += self.shelf.ask_of(f"{called} {most}", list(dict.fromkeys(said)))
        found = {}
        for number, payload in rows:
            entity = entity_in(json.loads(payload))
            found[f"{self.shelf.decks[number >> 32].id}/{entity.id}"] = entity
        return found

    def span(self, deck: str) -> tuple[int, int] | None:
        """The first and last year of a deck's facts."""
        query = "SELECT w.first_year, w.last_year FROM files AS w JOIN shelf AS s ON s.file = w.id WHERE s.deck = ?"
        rows = self.shelf.ask(query, (deck,))
        return tuple(rows[0]) if rows and rows[0][0] is not None else None

    def confusions(self, answer: str) -> Confusions:
        """What the learner took an answer for, or took for it."""
        if answer not in self._confusions:
            self._confusions[answer] = self._found_confusions(answer)
        return self._confusions[answer]

    def _found_confusions(self, answer: str) -> Confusions:
        own = self._answers(ANSWERS, "answer", [fold(answer)])
        reviews = self.history.confusions(list(own), [answer, *self._called(answer)])
        if not reviews:
            return Confusions()
        answers = own | self._answers(CARDS, "card", [review.card for review in reviews])
        said = {fold(review.confused_with) for review in reviews} | set(map(fold, answers.values()))
        answers |= self._answers(ANSWERS, "answer", sorted(said))
        every = {review.id: review for review in (*reviews, *self.history.contrasts(list(answers)))}
        return confusions(sorted(every.values(), key=lambda review: review.id), answers)

    def _called(self, answer: str) -> list[str]:
        """The names that entities of a name are shown by."""
        query = (
            "SELECT DISTINCT e.name FROM names AS n JOIN entities AS e ON e.id = n.entity WHERE n.text = ? AND whole"
        )
        return [name for (name,) in self.shelf.ask(query, (fold(answer),))]

    def _answers(self, cards: str, column: str, values: list[str]) -> dict[str, str]:
        """The answers as they are shown, by card, of the cards that have one of the values."""
        return dict(self.shelf.ask_of(f"SELECT c.card, c.shown FROM {cards} WHERE c.{column} IN ({{}})", values))
