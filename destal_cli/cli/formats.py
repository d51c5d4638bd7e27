"""The formats of other programs, as one table: `destal export` and `destal import` find in it who writes and reads."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from destal_cli.core.problems import BadFileError, UsageError, did_you_mean

if TYPE_CHECKING:
    from destal_cli.core.notes import Incoming, Outgoing, Written
    from destal_cli.store.exchange import Received


class Format(NamedTuple):
    """A format: what it is, the ends of its files' names (the first is what an export is called by), and its module.

    The module has `write`, and `read` and `recognises` where files of it come in too. A binary format never goes to a
    terminal; `history` says that reviews and due days go with it when they are asked for, `whole` that it is about
    no one deck.
    """

    about: str
    suffixes: tuple[str, ...]
    module: str
    comes_in: bool = True
    goes_out: bool = True
    binary: bool = False
    history: bool = False
    whole: bool = False
    table: bool = False


_STORE = "destal_cli.store.exchange"
FORMATS: dict[str, Format] = {
    "anki": Format(
        "a package for Anki", (".apkg", ".colpkg"), "destal_cli.store.anki.package", binary=True, history=True
    ),
    "csv": Format("a table for spreadsheets", (".csv",), f"{_STORE}.csv_notes", table=True),
    "tsv": Format("a table with tabs", (".tsv", ".tab", ".txt"), f"{_STORE}.tsv_notes", table=True),
    "markdown": Format("flashcards as hashcards has them", (".md",), f"{_STORE}.markdown_notes"),
    "json": Format("a whole deck with nothing lost", (".json",), f"{_STORE}.json_notes"),
    "timelinejs": Format("events for TimelineJS", (".json",), f"{_STORE}.timelinejs", comes_in=False),
    "html": Format(
        "a page to read, flip through and print",
        (".html",),
        "destal_cli.screen.page",
        comes_in=False,
        history=True,
    ),
    "reviews": Format("the reviews, for tools that read FSRS's logs", (".csv",), f"{_STORE}.review_log", whole=True),
}
GOING_OUT = [name for name, form in FORMATS.items() if form.goes_out]
COMING_IN = [name for name, form in FORMATS.items() if form.comes_in]


_OTHERWISE = {
    **dict.fromkeys((".yaml", ".yml"), "a deck of destal's is taken in by: destal decks add FILE"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), "save the sheet as CSV, and import that"),
    **dict.fromkeys((".pdf", ".epub", ".html"), "a document is built from: destal build FILE"),
}


def named(name: str, among: list[str]) -> Format:
    """The format of a name; raises UsageError."""
    if name not in among:
        raise UsageError(f'"{name}" is none of {", ".join(among)}', did_you_mean(name, among))
    return FORMATS[name]


def writer(form: Format) -> "Callable[[Outgoing], Written]":
    """What writes a format."""
    return import_module(form.module).write  # type: ignore[no-any-return]


def reader(form: Format) -> "Callable[[Received], Incoming]":
    """What reads a format."""
    return import_module(form.module).read  # type: ignore[no-any-return]


def recognised(file: "Received") -> str:
    """The name of the format that a file has, by what is in it and the end of its name; raises BadFileError.

    Formats are asked in the order of the table's end, those that look closest first.
    """
    for name in reversed(COMING_IN):
        if import_module(FORMATS[name].module).recognises(file):
            return name
    hint = _OTHERWISE.get(file.path.suffix.lower(), f"say which: --as {', '.join(COMING_IN)}")
    raise BadFileError(f"{file.name} is of no format that destal takes in", hint)
