"""How a quiz talks with a learner. The runner in `cli` speaks to a Dialogue: `terminal` is one, `plain` the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from destal_cli.core.grading import Confidence, Rating, Verdict
from destal_cli.core.session import Score
from destal_cli.core.values import dataclass
from destal_cli.screen.paint import Block
from destal_cli.screen.study import Asked, Told

MOST_TYPED = 4_000  # characters of an answer that are kept


class Action(StrEnum):
    """What a learner can want besides answering; BACK and RERATE stay within a dialogue."""

    NEXT = "next"
    DONT_KNOW = "don't know"
    UNDO = "undo"
    INFO = "info"
    EDIT = "edit"
    BURY = "bury"
    BURY_FACT = "bury fact"
    SUSPEND = "suspend"
    FLAG = "flag"
    QUIT = "quit"
    BACK = "back"
    RERATE = "rerate"


ON_A_CARD = frozenset({Action.INFO, Action.EDIT, Action.BURY, Action.BURY_FACT, Action.SUSPEND, Action.FLAG})
STAYING = frozenset({Action.INFO, Action.EDIT, Action.FLAG, Action.BACK})  # after it the same is on the screen


@dataclass(frozen=True, slots=True)
class Reply:
    """One of five: an answer (typed or chosen), the picks of an exercise, a flashcard's rating, another rating of the
    last answer (`which` of an exercise's, from 1), or an action, on the card answered last (`last`, `which` as before)
    or on what is on the screen. With the first three `sure` comes where it is asked, and `pause`, the milliseconds that
    saying it took.
    """

    text: str | None = None
    rating: Rating | None = None
    rerate: Rating | None = None
    action: Action | None = None
    picks: tuple[int, ...] = ()
    which: int = 0
    last: bool = False
    sure: Confidence = Confidence.UNASKED
    pause: int = 0


class Dialogue(Protocol):
    """One way to put questions and take answers. `ask` and `after` raise KeyboardInterrupt or EOFError to end it."""

    def ask(self, asked: Asked) -> Reply:
        """Put a question; a flashcard is revealed and rated in it."""
        ...

    def again(self, asked: Asked, verdict: Verdict) -> Reply:
        """Ask for what is missing in a partial answer."""
        ...

    def meant(self, verdict: Verdict) -> bool:
        """Ask whether the learner meant what the verdict supposes."""
        ...

    def tell(self, told: Sequence[Told]) -> None:
        """Say what became of an answer, or of each in an exercise; they are durable by now."""
        ...

    def after(self, told: Sequence[Told], meanwhile: Callable[[], None]) -> Reply:
        """What the learner wants once it is said; `meanwhile` is work to do while it is read."""
        ...

    def say(self, text: str) -> None:
        """Say a sentence of the program's own."""
        ...

    def show(self, what: Block) -> None:
        """Show details that were asked for."""
        ...

    def ended(self, score: Score, coming: str, cram: bool) -> None:
        """Say how the session went."""
        ...
