"""Notes as tables with tabs between columns: `csv_notes` with another separator."""

from __future__ import annotations

from destal_cli.core.notes import Incoming, Outgoing, Written
from destal_cli.store.exchange import Received, csv_notes


def write(leaving: Outgoing) -> Written:
    """The cards of a deck as a table with a row of names."""
    return csv_notes.write(leaving, "\t")


def read(file: Received) -> Incoming:
    """The notes of a table, whatever is in it."""
    return csv_notes.read(file, "\t")


def recognises(file: Received) -> bool:
    """Whether the file is called a table with tabs, and is one."""
    return file.path.suffix.lower() in (".tsv", ".tab") and "\t" in file.text
