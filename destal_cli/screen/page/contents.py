"""What stands on the page: its facts by chapters of time, each with its number, and the cards made from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from destal_cli.core.cards import Card
from destal_cli.core.dates import human
from destal_cli.core.facts import Deck, Fact
from destal_cli.core.marks import Person, persons_of
from destal_cli.core.memory import Memory
from destal_cli.core.notes import Outgoing
from destal_cli.core.passages import Context, context
from destal_cli.core.recall import Recall, recalls, stretches
from destal_cli.core.timeline import Timeline, lay_out, outline
from destal_cli.screen.export import iso_date, recall_words
from destal_cli.screen.page.band import Band, band_of
from destal_cli.screen.page.studytext import Study, studies
from destal_cli.screen.recall import GLYPHS
from destal_cli.screen.timeline import EVENT, OTHER, ROLE, years

UNDATED = "Without a date"


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of the page. `number` counts from 1 down the page; `who` and `tags` are places in what filters offer.

    `first` is its first day in ISO 8601 where HTML can say it; `hold` and `recall` are empty without a history.
    """

    number: int
    fact: Fact
    date: str
    first: str
    sign: str
    word: str
    people: tuple[Person, ...]
    who: tuple[int, ...]
    tags: tuple[int, ...]
    hold: str = ""
    glyph: str = ""
    recall: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of time with its facts."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Flashcard:
    """A card to flip, the fact that it asks about, and the passage with the answer marked in it."""

    id: str
    prompt: str
    answer: str
    also: tuple[str, ...]
    entry: Entry
    proof: Context
    source: str


@dataclass(frozen=True)
class Contents:
    """All that the page is made of."""

    leaving: Outgoing

    @property
    def deck(self) -> Deck:
        """The deck, of which only the facts that were asked for are left."""
        return self.leaving.deck

    @cached_property
    def _laid(self) -> Timeline:
        return lay_out(outline((self.deck, fact) for fact in self.deck.facts))

    @cached_property
    def _stretches(self) -> Sequence[tuple[str, Sequence[Fact]]]:
        """The facts by stretches of time, and those without a date last."""
        dated = [(event, Recall()) for event in self._laid.events()]
        found = [(stretch.name, [event.fact for event, _ in stretch.events]) for stretch in stretches(dated)]
        undated = [fact for fact in self.deck.facts if not fact.when]
        return [*found, (UNDATED if found else "", undated)] if undated else found

    @cached_property
    def facts(self) -> Sequence[Fact]:
        """The facts in the order of the page."""
        return [fact for _, facts in self._stretches for fact in facts]

    @cached_property
    def years(self) -> str:
        """The years that the facts are of; nothing without a date."""
        return years(self._laid)

    @cached_property
    def persons(self) -> Mapping[str, Person]:
        """Everybody by entity id."""
        everyone = [person for fact in self.facts for person in self.deck.people(fact)]
        known = {person.id: (self.deck.id, person) for person in everyone}
        return persons_of((person.id for person in everyone), known)

    @cached_property
    def people(self) -> Sequence[Person]:
        """Everybody once, those with the most facts first."""
        return sorted(set(self.persons.values()), key=lambda person: person.rank)

    @cached_property
    def tags(self) -> Sequence[str]:
        """Every tag once, in the order of the deck."""
        return list(dict.fromkeys(tag for fact in self.deck.facts for tag in fact.tags))

    @cached_property
    def held(self) -> Mapping[str, Recall]:
        """How each fact is held, by `deck/fact`; nothing where no history goes with the page."""
        leaving = self.leaving
        if not leaving.memory:
            return {}
        asked = (card for card in leaving.cards if card.id not in leaving.suspended)
        rows = ((card.fact_id, True, *_seen(leaving.memory.get(card.id))) for card in asked)
        none = ((f"{self.deck.id}/{fact.id}", False, None, 0, 0) for fact in self.facts)
        found = recalls(rows, leaving.now.day, leaving.scheduler)
        return recalls(none, leaving.now.day, leaving.scheduler) | found

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The facts of the page by id, in its order."""
        places = {tag: place for place, tag in enumerate(self.tags)}
        return {fact.id: self._entry(number, fact, places) for number, fact in enumerate(self.facts, 1)}

    def _entry(self, number: int, fact: Fact, places: Mapping[str, int]) -> Entry:
        people = tuple(dict.fromkeys(self.persons[entity.id] for entity in self.deck.people(fact)))
        sign = {"event": EVENT, "role": ROLE}.get(fact.kind, OTHER)
        recall = self.held.get(f"{self.deck.id}/{fact.id}")
        return Entry(
            number=number,
            fact=fact,
            date=human(fact.when) if fact.when else "",
            first=iso_date(fact.when) if fact.when else "",
            sign=sign.glyph,
            word=fact.kind.value,
            people=people,
            who=tuple(person.rank for person in people),
            tags=tuple(places[tag] for tag in fact.tags),
            hold=recall.hold.name.lower() if recall else "",
            glyph=GLYPHS[recall.hold] if recall else "",
            recall=recall_words(recall) if recall else "",
        )

    def chapters(self) -> Iterator[Chapter]:
        """The facts by stretches of time."""
        for name, facts in self._stretches:
            yield Chapter(name, tuple(self.entries[fact.id] for fact in facts))

    def cards(self) -> Iterable[Flashcard]:
        """The cards in the order of the deck."""
        return [self._flashcard(card) for card in self.leaving.cards]

    def _flashcard(self, card: Card) -> Flashcard:
        proof, answer = card.fact.evidence, card.answer
        source = self.deck.sources[proof.source]
        shown = context(source.text, proof.start, proof.end, (answer.text, *answer.also))
        name = f"{card.fact.id}--{card.question}"
        return Flashcard(name, card.prompt, answer.text, answer.also, self.entries[card.fact.id], shown, source.title)

    def studies(self) -> list[Study]:
        """The sources with the passages of the facts, by number."""
        return studies(self.deck, {name: entry.number for name, entry in self.entries.items()})

    def band(self) -> Band | None:
        """The dated facts along a scale of time."""
        return band_of([(self.entries[event.fact.id].number, event.when) for event in self._laid.events()])


def _seen(memory: Memory | None) -> tuple[float | None, int, int]:
    """What the recall of a card depends on: its stability, and the days of its last review and when it is due."""
    return (memory.stability, memory.last, memory.due) if memory else (None, 0, 0)
