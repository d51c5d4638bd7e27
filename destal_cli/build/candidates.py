"""Facts on their way into a deck: what the steps after the reading make, and what of it is turned away."""

from __future__ import annotations

from dataclasses import dataclass, field

from destal_cli.build.gaps import Gap
from destal_cli.build.reading import Reading
from destal_cli.core.dates import Edtf
from destal_cli.core.facts import AnswerType, Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a fact. `gap` is where its answer stands in the sentence; `entity` is set for PERSON and NAME.

    `sure` questions come from a pattern of their kind, the others from a gap in the sentence; one that
    `leans` has the sentence before in its prompt.
    """

    prompt: str
    answer: str
    type: AnswerType
    gap: Gap
    entity: str = ""
    date: Edtf | None = None
    number: float | None = None
    sure: bool = False
    leans: bool = False
    weight: float = 0.0
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact and its questions; the parts are those of `core.facts.Fact`, `start` and `end` its evidence."""

    id: str
    kind: Kind
    statement: str
    reading: Reading
    start: int
    end: int
    when: Edtf | None = None
    who: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    office: str = ""
    term: str = ""
    meaning: str = ""
    words: str = ""
    number: float | None = None
    counts: str = ""
    asked: tuple[Asked, ...] = field(default=())

    @property
    def answer(self) -> str:
        """What the fact is about in the end: the answer of its best question."""
        return self.asked[0].answer if self.asked else ""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """What could have been asked and is not: the words, the sentence's place, and why."""

    text: str
    start: int
    end: int
    reason: str
