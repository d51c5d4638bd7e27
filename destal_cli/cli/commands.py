"""The commands by name: the module that each stands in, and what it does in a line. `app` and `parser` look them up."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

# Each command's module and what it does in a line: a command that is not asked for is not imported.
COMMANDS: dict[str, tuple[str, str]] = {
    "quiz": ("study", "Ask what is due, then what is new."),
    "cards": ("study", "Flip through flashcards; nothing is scheduled."),
    "due": ("standing", "Say in a line what is due, for a shell prompt or a status bar."),
    "undo": ("study", "Take back the last answer, of whatever session."),
    "suspend": ("marking", "Put cards aside until they are restored."),
    "timeline": ("timeline", "Show the events in time, to scale, and how well you hold them."),
    "facts": ("listing", "List what the decks know, each fact with its passage."),
    "people": ("listing", "List who and what the facts name."),
    "plan": ("planning", "Foretell an exam, and plan the days until it."),
    "scores": ("listing", "Show how well the cards are held."),
    "tune": ("tuning", "Fit the memory model to your own reviews, if that foretells more."),
    "read": ("listing", "Read a deck's document, marked by what is asked of it."),
    "judge": ("judging", "Show what would be said of an answer."),
    "build": ("building", "Build a deck from documents."),
    "export": ("exchange", "Write a deck or your reviews for another program."),
    "import": ("exchange", "Take in what another program wrote."),
    "decks": ("deckwork", "List the decks, take one in, start one, edit one."),
    "check": ("deckwork", "Look decks over: every problem with its line."),
    "config": ("configuring", "Show the settings, set one, edit them."),
    "schema": ("deckwork", "Print the JSON Schema of a deck, or of what a command prints."),
    "help": ("helping", "Explain a topic: the deck format, judging, dates ..."),
    "backup": ("safekeeping", "Copy the history, verified."),
    "restore": ("safekeeping", "Put a copy of the history in its place."),
    "doctor": ("deckwork", "Compare what is remembered with what the reviews say."),
}

GROUPS = ("decks", "config")  # commands with commands below them
NAMES = {"help": "explain", "import": "take_in"}  # of functions that cannot go by their command's name
OF_TYPER = (
    "building",
    "configuring",
    "deckwork",
    "exchange",
    "helping",
    "safekeeping",
)  # modules that talk to Typer


def command(name: str) -> Callable[..., Any]:
    """What runs a command; of one with commands below it, what makes them."""
    found: Callable[..., Any] = getattr(import_module(f"destal_cli.cli.{COMMANDS[name][0]}"), NAMES.get(name, name))
    return found


def is_read(name: str) -> bool:
    """Whether a command's line can be read without Typer."""
    return name in COMMANDS and COMMANDS[name][0] not in OF_TYPER
