"""The commands by name: the module of each, and what it does in a line. `app`, `parser` and `usage` look them up."""

from collections.abc import Callable, Sequence
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
    "doctor": ("safekeeping", "Look over what destal keeps of you, and mend it."),
}

BELOW = {"decks": ("add", "new", "edit"), "config": ("get", "set", "unset", "edit")}  # commands below commands
# What may stand before any command, and the variable that says the same to it.
BEFORE = {
    "--no-pager": ("DESTAL_PAGER", ""),
    "--plain": ("DESTAL_PLAIN", "true"),
    "--no-plain": ("DESTAL_PLAIN", "false"),
}
NAMES = {  # of functions that do not go by the last word of their command
    "": "standing",
    "help": "explain",
    "import": "take_in",
    "decks": "list_decks",
    "config": "show_settings",
    "config set": "put",
}


def named(words: Sequence[str]) -> tuple[str, list[str]]:
    """The command that words begin with, as in `decks add`, and the words behind it; "" is `destal` alone."""
    size = 0 if not words or words[0] not in COMMANDS else 2 if words[1:] and words[1] in BELOW.get(words[0], ()) else 1
    return " ".join(words[:size]), list(words[size:])


def command(name: str) -> Callable[..., Any]:
    """What runs a command by its name, as `named` has it."""
    first, _, last = name.partition(" ")
    module = COMMANDS[first][0] if first else "standing"
    found: Callable[..., Any] = getattr(import_module(f"destal_cli.cli.{module}"), NAMES.get(name, last or first))
    return found
