"""Files of other programs, both ways: one module a format, each with `read` or `write` or both.

csv_notes       tables: CSV, TSV, what Quizlet and spreadsheets write
markdown_notes  flashcards in Markdown, as hashcards has them
json_notes      decks as JSON, and lists of facts
review_log      reviews as CSV, as tools for FSRS read them
timelinejs      events for TimelineJS
taking          what comes in becomes a deck of the learner's, or goes into the one that is there

`read` takes a `Received` and gives an `Incoming`; `write` takes an `Outgoing` and gives a `Written`.
"""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from destal_cli.core.problems import BadFileError, NotFoundError
from destal_cli.core.text import one_line
from destal_cli.store.documents.decoding import decode

MAX_BYTES = 64 << 20
HEAD = 1 << 16  # bytes by which a format is told
PACKAGE = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out, as far as the learner says: the names of its columns, what parts them, and its rows."""

    columns: tuple[str, ...] = ()
    separator: str = ""
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that comes in. `text` is its whole decoded text, "" of a package, which its reader opens by its path.

    `name` is the file's, as it is shown, and `note` says what a reader should be told of how it was decoded. `deck` is
    the id of the deck that it is wanted for, and `offset` the learner's from UTC, in minutes.
    """

    path: Path
    name: str
    text: str = ""
    note: str = ""
    layout: Layout = Layout()
    with_history: bool = False
    deck: str = ""
    offset: int = 0


def received(path: Path, encoding: str | None, layout: Layout, *, with_history: bool) -> Received:
    """A file as it is handed to a reader. Raises NotFoundError, BadFileError, and UsageError for an encoding."""
    name = one_line(path.name)
    content = _content(path)
    if content.startswith(PACKAGE):
        return Received(path, name, layout=layout, with_history=with_history)
    decoded = decode(content, name, encoding)
    return Received(path, name, decoded.text, decoded.note, layout, with_history)


def titled(name: str) -> str:
    """A title from a file's name: `the-thaw_1953.csv` is The thaw 1953."""
    words = " ".join(re.sub(r"[-_]", " ", Path(name).stem).split())
    return words[:1].upper() + words[1:] if words else "Imported notes"


_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "newline": "\n"}


def separator_named(said: str) -> str:
    """What stands between columns or rows, as it is typed: by a name, with `\\t` and `\\n`, or as it is."""
    return _SEPARATORS.get(said.strip().lower(), said.replace("\\t", "\t").replace("\\n", "\n"))


def _content(path: Path) -> bytes:
    """The bytes of an ordinary file; of a package its beginning."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadFileError(f"{path} is no ordinary file", "give the path of a file that another program wrote")
        with path.open("rb") as file:
            head = file.read(HEAD)
            content = head if head.startswith(PACKAGE) else head + file.read(MAX_BYTES + 1 - len(head))
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise BadFileError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > MAX_BYTES:
        raise BadFileError(f"{path} is larger than {MAX_BYTES >> 20} MB", "import a part of it")
    return content
