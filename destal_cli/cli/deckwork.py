"""The commands on deck files: decks, check, schema."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument, Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import JsonOption, PlainOption, complete_deck
from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, UsageError, did_you_mean

if TYPE_CHECKING:
    from destal_cli.core.facts import Deck
    from destal_cli.core.problems import Problem
    from destal_cli.store.library import Library, Shelved

ForceOption = Annotated[
    bool, Option("--force", help="Write over your deck of that id, or put the new one before the packaged one.")
]


def list_decks(json: JsonOption = False, plain: PlainOption = None) -> None:
    """List the decks, take one in, start one, edit one.

    Alone, `destal decks` lists the decks there are and where they come from.
    """
    from destal_cli.cli.out import aloud, console, print_json
    from destal_cli.screen.decks import deck_rows, decks_aloud, decks_view

    known = library()
    rows = deck_rows(known.everything())
    if json:
        return print_json({"decks": rows})
    if plainly(plain, known):
        return aloud(decks_aloud(rows))
    screen = console()
    return screen.print(decks_view(rows, screen.width))


def add(
    file: Annotated[Path, Argument(help="The deck file that you received.")],
    force: ForceOption = False,
) -> None:
    """Take a received deck into your decks folder."""
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural
    from destal_cli.store.deckfile import read_deck, read_file
    from destal_cli.store.files import write_whole

    text = read_file(file)
    reading = read_deck(text, str(file))
    if reading.deck is None or not reading.deck.facts:
        raise BadFileError(f"{file} holds no usable deck", "mend it, or ask whoever made it", reading.problems)
    target = _free_place(library(), reading.deck.id, force)
    write_whole(target, text)
    talk(f"added: {reading.deck.title}, {plural(len(reading.deck.facts), 'fact')}, as {target}")
    if reading.problems:
        talk(f"{plural(reading.left_out, 'fact')} left out; see: destal check {reading.deck.id}")
    talk(f"next: destal quiz {reading.deck.id}")


def new(
    id: Annotated[str, Argument(help="The deck's id: lower-case letters, digits, hyphens.")] = "my-deck",  # noqa: A002
    title: Annotated[str | None, Option(help="The deck's title.")] = None,
    force: ForceOption = False,
) -> None:
    """Write a small commented deck to start from, into your decks folder."""
    import json

    from destal_cli.cli.out import talk
    from destal_cli.core.text import one_line
    from destal_cli.store.deckspec import checked_id
    from destal_cli.store.files import write_whole
    from destal_cli.store.starter import STARTER

    target = _free_place(library(), checked_id(id), force)
    name = one_line(title or id.replace("-", " ").capitalize())
    write_whole(target, STARTER.format(id=id, title=json.dumps(name, ensure_ascii=False)))
    talk(f"written: {target}")
    talk(f"next: destal decks edit {id}")


def _free_place(known: "Library", name: str, force: bool) -> Path:
    """Where a deck of this id goes in the learner's folder; raises UsageError when it would hide or replace another.

    With `force` it takes the place of the learner's own of that id, and of no other deck.
    """
    from destal_cli.store.library import writable_folder

    folder = writable_folder(known.places)
    first = next((deck for deck, _ in known.everything() if deck.id == name), None)
    if first is None:
        return _free_file(folder, name)
    is_own = first.path.parent.resolve() == folder.resolve()
    problem = f'there is a deck "{name}" already: {first.path}'
    if first.origin == "here" and not is_own:
        raise UsageError(problem, "it comes first in this folder: use another id, or do this in another folder")
    if not force:
        over = "writes over it" if is_own else "puts the new one before it"
        raise UsageError(problem, f"use another id; --force {over}")
    return first.path if is_own else _free_file(folder, name)


def _free_file(folder: Path, name: str) -> Path:
    """A file of that name which is not there yet, with a number if one is."""
    path, number = folder / f"{name}.yaml", 2
    while os.path.lexists(path):
        path, number = folder / f"{name}-{number}.yaml", number + 1
    return path


def edit(
    deck: Annotated[str, Argument(help="A deck, by id or path.", autocompletion=complete_deck)],
    fact: Annotated[str | None, Argument(help="The id of a fact to go to.")] = None,
) -> None:
    """Open a deck in $EDITOR, at a fact if one is named, and check it on return."""
    known = library([deck])
    edit_fact(known, known.shelved[0], fact)


def file_in_use(known: "Library", deck: str) -> "Shelved":
    """The file of a deck in use; of a packaged one the learner's copy, which may be there by now."""
    file = known.file_of(deck)
    if file.origin != "package":
        return file
    return next((other for other in library([deck]).shelved if other.origin == "yours"), file)


def edit_fact(known: "Library", shelved: "Shelved", fact: str | None) -> None:
    """Open the editor at a fact of a deck and say what is wrong afterwards; raises BadFileError when something is."""
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    path = own_copy(known, shelved)
    problems = open_editor(path, _line_of(shelved, fact) if fact else 1)
    if problems:
        again = f"edit again: destal decks edit {shelved.path if shelved.origin == 'path' else shelved.id}"
        raise BadFileError(f"the deck has {plural(len(problems), 'problem')}", again, problems)
    if path != shelved.path and path.read_bytes() == shelved.path.read_bytes():
        path.unlink()
        return talk("nothing was changed: the packaged deck is used as before")
    return talk(f"sound: {path}")


def open_editor(path: Path, line: int) -> "list[Problem]":
    """Open the editor at a line of a deck's file; returns what is wrong with the deck afterwards. Raises UsageError."""
    run_editor(path, line)
    return problems_of(path)


def run_editor(path: Path, line: int) -> None:
    """Open the learner's editor at a line of a file, and wait for its end; raises UsageError."""
    import subprocess

    command = _editor(path, line)
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise UsageError(f"the editor {command[0]} does not start: {error.strerror}", "set EDITOR to yours") from None
    if code:
        raise UsageError(f"the editor {command[0]} ended with code {code}", "set EDITOR to yours")


def own_copy(known: "Library", deck: "Shelved") -> Path:
    """The file to edit: a packaged deck is copied to the learner's folder first."""
    from destal_cli.cli.out import talk
    from destal_cli.store.deckfile import read_file
    from destal_cli.store.files import write_new
    from destal_cli.store.library import writable_folder

    if deck.origin != "package":
        return deck.path
    target = writable_folder(known.places) / deck.path.name
    write_new(target, read_file(deck.path), force=False)
    talk(f"copied to {target}: the packaged deck stays as it is")
    return target


def _line_of(deck: "Shelved", fact: str) -> int:
    from destal_cli.store.deckfile import load_deck

    reading = load_deck(deck.path)
    lines = {f.id: f.mark.line for f in reading.deck.facts} if reading.deck else {}
    if fact not in lines and reading.problems:
        return max(1, reading.problems[0].line)  # the fact may be there, and unreadable
    if fact not in lines:
        raise NotFoundError(
            f'no fact has the id "{fact}"', did_you_mean(fact, list(lines)) or "see: destal facts --json"
        )
    return lines[fact]


_AT_LINE = {
    "code": "--goto {path}:{line}",
    "codium": "--goto {path}:{line}",
    "subl": "{path}:{line}",
    "hx": "{path}:{line}",
}


def _editor(path: Path, line: int) -> list[str]:
    """The command that opens the learner's editor at a line."""
    import shlex
    import shutil

    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not chosen:
        found = next((name for name in ("nano", "vim", "vi", "notepad") if shutil.which(name)), None)
        if found is None or not sys.stdin.isatty():
            raise UsageError("no editor is set", "set EDITOR, as in: export EDITOR=nano")
        chosen = found
    words = shlex.split(chosen, posix=os.name != "nt")
    name = Path(words[0]).stem
    if name == "notepad":
        return [*words, str(path)]
    at = _AT_LINE.get(name, "+{line} {path}")
    return [*words, *(part.format(path=path, line=line) for part in at.split())]


def check(
    decks: Annotated[
        list[str] | None, Argument(help="Decks, by id or path (default: all).", autocompletion=complete_deck)
    ] = None,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> int:
    """Look decks over: every problem with its line and how to mend it; exit 0 when there is none."""
    from destal_cli.cli.out import print_json, say, talk
    from destal_cli.core.text import plural
    from destal_cli.screen.decks import checked_json, problem_aloud

    known = library(decks)
    if not known.shelved:
        raise NotFoundError("there is no deck to check", "destal decks new")
    read = zip(known.shelved, known.readings, strict=True)
    found = [(shelved, _counts(reading.deck), problems_of(shelved.path)) for shelved, reading in read]
    bad = sum(len(problems) for _, _, problems in found)
    if json:
        print_json({"decks": [checked_json(*one) for one in found]})
        return 1 if bad else 0
    say_it = plainly(plain, known)
    for shelved, (facts, cards), problems in found:
        if problems and say_it:
            say(f"{shelved.id}: unsound, {plural(len(problems), 'problem')}")
        for problem in problems:
            talk(problem_aloud(problem) if say_it else str(problem))
        if not problems:
            say(f"{shelved.id}: sound, {plural(facts, 'fact')}, {plural(cards, 'card')}")
    if bad and not say_it:
        talk(plural(bad, "problem"))
    return 1 if bad else 0


def problems_of(path: Path) -> "list[Problem]":
    """Everything that is wrong with a deck file, in the order of its lines."""
    from destal_cli.core.check import check_deck
    from destal_cli.core.problems import Problem
    from destal_cli.store.deckfile import load_deck

    try:
        reading = load_deck(path)
    except DestalError as error:
        return [Problem(str(path), 0, 0, error.message, error.hint)]
    return sorted({*reading.problems, *(check_deck(reading.deck) if reading.deck else ())})


def _counts(deck: "Deck | None") -> tuple[int, int]:
    """How many facts and cards a deck has that can be used."""
    from destal_cli.core.cards import cards_of_deck

    return (len(deck.facts), len(cards_of_deck(deck))) if deck else (0, 0)


def complete_document(incomplete: str) -> list[str]:
    """Names of schemas that begin so."""
    from destal_cli.screen.schemas import SHAPES

    return [name for name in ("deck", *SHAPES) if name.startswith(incomplete)]


def schema(
    command: Annotated[
        list[str] | None,
        Argument(help="A command, as in: facts, scores judging (default: deck).", autocompletion=complete_document),
    ] = None,
) -> None:
    """Print a JSON Schema: of the deck format, for editors, or of what a command prints with --json."""
    from destal_cli.cli.out import print_json
    from destal_cli.screen.schemas import SHAPES, document_schema
    from destal_cli.store.schema import deck_schema

    name = " ".join(command or ["deck"])
    if name == "deck":
        return print_json(deck_schema())
    if name not in SHAPES:
        known = ["deck", *SHAPES]
        raise NotFoundError(
            f'there is no schema of "{name}"', did_you_mean(name, known) or f"there are {', '.join(known)}"
        )
    return print_json(document_schema(name))
