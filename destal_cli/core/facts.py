"""The domain's values: Deck, Source, Entity, Fact, Question, Evidence and Answer. Everything else is derived from them.

`store` reads them from deck files, `cards` turns them into questions, `screen` shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from destal_cli.core.dates import Edtf
from destal_cli.core.values import dataclass, field


class Kind(StrEnum):
    """What a fact says."""

    EVENT = "event"
    ROLE = "role"
    FIGURE = "figure"
    TERM = "term"
    QUOTE = "quote"
    RELATION = "relation"
    CLAIM = "claim"


NEEDS: Mapping[Kind, tuple[str, ...]] = {  # the parts that a fact of a kind cannot do without
    Kind.FIGURE: ("number", "counts"),
    Kind.TERM: ("term", "meaning"),
    Kind.QUOTE: ("words",),
    Kind.ROLE: ("who", "office"),
}


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    GROUP = "group"
    BODY = "body"
    PLACE = "place"
    WORK = "work"
    IDEA = "idea"


class Importance(StrEnum):
    """`core` is asked first; `detail` is for whoever wants to know it all."""

    CORE = "core"
    DETAIL = "detail"


class AnswerType(StrEnum):
    """What an answer is, and so how it is judged and which wrong answers can stand beside it."""

    DATE = "date"
    PERSON = "person"
    NAME = "name"  # an entity that is no person
    NUMBER = "number"
    TERM = "term"
    OFFICE = "office"
    MEANING = "meaning"
    WORDS = "words"
    TEXT = "text"


class Mark(NamedTuple):
    """A place in a deck file; line and column count from 1, and 0 means that it was not read from a file."""

    line: int = 0
    column: int = 0


NOWHERE = Mark()


@dataclass(frozen=True, slots=True)
class Source:
    """A text that facts are taken from, decoded and whole."""

    id: str
    title: str
    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, group, body, place, work or idea; `aliases` are other names and spellings in any script."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    about: str = ""
    mark: Mark = NOWHERE

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A W3C TextQuoteSelector with the place it was found: `start` and `end` are characters of the source's text."""

    source: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    end: int = -1
    mark: Mark = NOWHERE


@dataclass(frozen=True, slots=True)
class Answer:
    """A right answer. `text` is how it is shown; `also` are other texts that say the same.

    `date` is set for DATE, `number` for NUMBER, `entity` (an id) for PERSON and NAME.
    `tolerance` is the share of the number that an answer may be off, when the fact gives one.
    """

    type: AnswerType
    text: str
    also: tuple[str, ...] = ()
    date: Edtf | None = None
    number: float | None = None
    tolerance: float | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt written in the deck. Its answer is the fact's `part` unless one is written here.

    `choices` are wrong answers that the author wants offered; `avoid` are texts that must not be offered as wrong.
    """

    id: str
    ask: str
    part: str = ""
    answer: str = ""
    entity: str = ""
    date: Edtf | None = None
    number: float | None = None
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    mark: Mark = NOWHERE

    @property
    def has_answer(self) -> bool:
        """Whether its answer is written here, and is no part of the fact."""
        return bool(self.answer or self.entity or self.date or self.number is not None)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement worth knowing, with the passage that proves it.

    `who`, `whom` and `entities` hold entity ids: who did, held or said it; to whom; and whatever else it names.
    """

    id: str
    kind: Kind
    statement: str
    evidence: Evidence
    when: Edtf | None = None
    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    office: str = ""
    term: str = ""
    meaning: str = ""
    words: str = ""
    number: float | None = None
    counts: str = ""
    tolerance: float | None = None
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    importance: Importance = Importance.CORE
    note: str = ""
    questions: tuple[Question, ...] = ()
    mark: Mark = NOWHERE

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of every entity of the fact, each once, in the order of their roles."""
        every = (*self.who, *self.whom, *self.entities)
        return every if len(every) < 2 else tuple(dict.fromkeys(every))


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as read: only sound facts, whose references hold.

    `built` has the id of each fact that `destal build` ever made for it, and what it was made from; a fact that is no
    longer among `facts` was deleted by a person. `reviewed` are the ids of those that a person looked at.
    """

    id: str
    title: str
    about: str = ""
    path: str = ""
    entities: Mapping[str, Entity] = field(default_factory=dict)
    facts: Sequence[Fact] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    built: Mapping[str, str] = field(default_factory=dict)
    reviewed: Sequence[str] = ()

    def people(self, fact: Fact) -> list[Entity]:
        """The persons of a fact, in the order of their roles."""
        return [self.entities[i] for i in fact.named if self.entities[i].kind is EntityKind.PERSON]

    def passage(self, fact: Fact) -> str:
        """The exact slice of the source that proves the fact."""
        return self.sources[fact.evidence.source].text[fact.evidence.start : fact.evidence.end]
