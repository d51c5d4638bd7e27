"""Notes: questions with their answers as they travel between programs, and what comes in and goes out with them.

Every format that `destal export` writes is made of an `Outgoing`, and every one that `destal import` reads becomes an
`Incoming`; `notedeck` makes a deck of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from hashlib import blake2b
from typing import NamedTuple

from destal_cli.core.cards import Card
from destal_cli.core.facts import Deck
from destal_cli.core.memory import Memory, Moment, Review, Scheduler
from destal_cli.core.problems import Problem
from destal_cli.core.text import fold, one_line
from destal_cli.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One question with its answer, as it travels between programs.

    `id` is stable in the file it came from: destal's `deck/fact/question`, another program's own, or "" where there is
    none. Notes of one `fact` are questions of one fact. `statement` is the whole sentence of a cloze; `kind` and `date`
    (EDTF) are the fact's; `line` is where it stands in its file, from 1.
    """

    prompt: str
    answer: str
    id: str = ""
    fact: str = ""
    statement: str = ""
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    kind: str = ""
    date: str = ""
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    passage: str = ""
    source: str = ""
    line: int = 0

    @property
    def key(self) -> str:
        """What names it for good: its id, and without one its prompt."""
        return self.id or digest(fold(self.prompt))

    @property
    def fact_key(self) -> str:
        """What names its fact for good."""
        return self.fact or self.key


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file holds: its notes, what was refused (with line numbers), and sentences on what cannot be carried over.

    `reviews`, in the order in which they count, have the id of a note in place of a card's; without notes they are
    a log of destal's own cards. `deck` is a whole deck, where the file holds one; `understood` says how it was read.
    `suspended` and `flagged` are ids of notes.
    """

    title: str
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    lost: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    deck: Deck | None = None
    understood: tuple[str, ...] = ()
    suspended: frozenset[str] = frozenset()
    flagged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What leaves: a deck that holds only the facts asked for, and their cards.

    With history also the reviews of these cards (every row, those that take back others too), the memory of each, and
    which are suspended and flagged; else these are empty. For a log of all decks the deck is an empty one.
    """

    deck: Deck
    cards: tuple[Card, ...]
    now: Moment
    reviews: tuple[Review, ...] = ()
    memory: Mapping[str, Memory] = field(default_factory=dict)
    suspended: frozenset[str] = frozenset()
    flagged: frozenset[str] = frozenset()
    scheduler: Scheduler = Scheduler()


class Written(NamedTuple):
    """What a format makes of an `Outgoing`, and sentences on what it cannot carry."""

    content: str | bytes
    lost: tuple[str, ...] = ()


def digest(text: str) -> str:
    """Ten hexadecimal digits that stand for a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def notes_of(deck: Deck, cards: Iterable[Card]) -> list[Note]:
    """The cards of a deck as notes."""
    return [_note(deck, card) for card in cards]


def _note(deck: Deck, card: Card) -> Note:
    fact = card.fact
    return Note(
        prompt=card.prompt,
        answer=card.answer.text,
        id=card.id,
        fact=card.fact_id,
        statement=fact.statement,
        also=card.answer.also,
        choices=card.choices,
        kind=fact.kind.value,
        date=str(fact.when) if fact.when else "",
        people=tuple(person.name for person in deck.people(fact)),
        tags=fact.tags,
        note=fact.note,
        passage=one_line(deck.passage(fact)),
        source=deck.sources[fact.evidence.source].title,
    )
