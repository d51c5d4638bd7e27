"""`destal build --review`: the facts of a built deck one by one, each decision in the file before the next is shown.

What was looked at stands under `reviewed` in the deck, so a review goes on where it stopped.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from destal_cli.core.facts import Deck, EntityKind, Fact
from destal_cli.core.problems import BadFileError, UsageError
from destal_cli.core.text import fold, plural
from destal_cli.core.values import dataclass, field
from destal_cli.screen.dialogue import Action
from destal_cli.screen.review import KEYS, fact_view, keys_line

if TYPE_CHECKING:
    from destal_cli.store.splice import Splice

OFFERED = 9  # facts or persons to choose from


def review_deck(path: Path) -> None:
    """Go through the facts of a deck that were not looked at yet; raises UsageError without a terminal."""
    from destal_cli.cli.out import canvas, console, talk

    if not sys.stdin.isatty() or not canvas().moves:
        raise UsageError("--review needs a terminal", f"edit the deck instead: {path}")
    review = _Review(path, console())
    if not review.waiting:
        return talk("every fact was looked at already")
    try:
        review.run()
    finally:  # of Ctrl-C, too
        talk(f"{plural(review.decided, 'fact')} looked at, {len(review.waiting)} left; {path}")
    return None


@dataclass
class _Review:
    """One sitting: the deck's file as it is now, and how many decisions were made."""

    path: Path
    screen: Console
    decided: int = 0
    seen: list[str] = field(default_factory=list)
    deck: Deck = field(init=False)

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the deck as it is on the disk; raises BadFileError when nothing of it can be used."""
        from destal_cli.store.deckfile import load_deck

        reading = load_deck(self.path)
        if reading.deck is None:
            raise BadFileError(f"{self.path} holds no usable deck", "mend it by hand", reading.problems)
        self.deck = reading.deck

    @property
    def waiting(self) -> list[Fact]:
        """The facts that were not looked at, in the order of the file."""
        return [fact for fact in self.deck.facts if fact.id not in self.deck.reviewed]

    def run(self) -> None:
        """Ask for a decision on each fact until none is left or it is to stop."""
        from destal_cli.screen.terminal import ask_key

        while self.waiting:
            fact = self.waiting[0]
            number = len(self.deck.facts) - len(self.waiting) + 1
            self.screen.print()
            self.screen.print(fact_view(self.deck, fact, number, len(self.deck.facts)))
            try:
                key = ask_key(keys_line(), [*KEYS, "enter", "escape"])
            except EOFError:
                return
            if key in ("q", "escape"):
                return
            self.decide(key, fact)

    def decide(self, key: str, fact: Fact) -> None:
        """Do what a key means; every change is in the file when this returns."""
        match key:
            case "k" | "enter":
                self.looked_at(fact)
            case "s":
                self.change(lambda splice: splice.fact_remove(fact.id))
                self.decided += 1
            case "e":
                self.edit(fact)
            case "m":
                self.merge(fact)
            case "r":
                self.rename(fact)
            case "b":
                self.back()

    def looked_at(self, fact: Fact) -> None:
        """Keep a fact as it is."""
        self.seen.append(fact.id)
        self.decided += 1
        self.change(lambda splice: splice.deck_set("reviewed", [*self.deck.reviewed, fact.id]))

    def back(self) -> None:
        """Look again at the last fact that was kept in this sitting."""
        if self.seen:
            last = self.seen.pop()
            self.decided -= 1
            self.change(lambda splice: splice.deck_set("reviewed", [n for n in self.deck.reviewed if n != last]))

    def change(self, make: "Callable[[Splice], None]") -> None:
        """Change the file on the disk, and read it again."""
        from destal_cli.store.deckfile import read_file
        from destal_cli.store.files import rewrite
        from destal_cli.store.splice import Splice

        text = read_file(self.path)
        splice = Splice(text)
        make(splice)
        rewrite(self.path, text, splice.text)
        self.read()

    def edit(self, fact: Fact) -> None:
        """Open the editor at the fact; problems are said, and the fact is shown again."""
        from destal_cli.cli.deckwork import open_editor
        from destal_cli.cli.out import talk

        try:
            problems = open_editor(self.path, fact.mark.line)
        except UsageError as error:
            return talk(f"{error.message}\nhint: {error.hint}")
        for problem in problems:
            talk(str(problem))
        return self.read()

    def merge(self, fact: Fact) -> None:
        """Give the fact's questions to another one, and take it out."""
        from destal_cli.store.deckwrite import question_data

        others = sorted((f for f in self.deck.facts if f.id != fact.id), key=lambda f: _apart(fact, f))[:OFFERED]
        chosen = self.choose("the same as", [f"{other.statement}" for other in others])
        if chosen is None:
            return
        into = others[chosen]
        questions = {question.id: question for question in into.questions}
        for question in fact.questions:
            part = question if question.id not in questions else None
            if part and fact.kind is into.kind:
                questions[question.id] = question
        data = {name: question_data(question) for name, question in questions.items()}

        def change(splice: "Splice") -> None:
            splice.fact_set(into.id, "questions", data)
            splice.fact_remove(fact.id)

        self.change(change)
        self.decided += 1

    def rename(self, fact: Fact) -> None:
        """Give a person another name; the old one stays an alias. The name of somebody known joins the two."""
        from destal_cli.screen.terminal import ask_text

        people = self.deck.people(fact) or [e for e in self.deck.entities.values() if e.kind is EntityKind.PERSON]
        chosen = self.choose("whose name", [person.name for person in people[:OFFERED]])
        if chosen is None:
            return
        person = people[chosen]
        name = ask_text(f"instead of {person.name}")
        if not name:
            return
        same = next((e for e in self.deck.entities.values() if e.id != person.id and _goes_by(e.names, name)), None)

        def change(splice: "Splice") -> None:
            if same:
                splice.entity_merge(person.id, same.id)
            else:
                splice.entity_set(person.id, "name", name)
                splice.alias_add(person.id, person.name)

        self.change(change)

    def choose(self, what: str, texts: list[str]) -> int | None:
        """One of some texts, or None."""
        from destal_cli.screen.look import text_width
        from destal_cli.screen.terminal import ask_choice

        picked = ask_choice(texts, text_width(self.screen), what) if texts else None
        return None if isinstance(picked, Action) else picked


def _goes_by(names: tuple[str, ...], name: str) -> bool:
    return fold(name) in {fold(known) for known in names}


def _apart(one: Fact, other: Fact) -> tuple[bool, int, int]:
    """How far two facts are from each other: by their passages, what they name, and their places."""
    touch = one.evidence.start < other.evidence.end and other.evidence.start < one.evidence.end
    return not touch, -len(set(one.named) & set(other.named)), abs(one.evidence.start - other.evidence.start)
