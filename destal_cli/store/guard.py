"""Whether the history that is there is the one that was used so far. `Library` asks before a command uses it.

What is known of it lies in the configuration folder, apart from the history, so that one that is lost, moved or
exchanged is noticed and never silently begun anew. `destal doctor --accept` takes what is there as it is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from destal_cli.core.problems import StoreError
from destal_cli.core.text import plural
from destal_cli.core.values import dataclass
from destal_cli.store.reading import values_of

_ACCEPT = "`destal doctor --accept` takes it as it is"


@dataclass(frozen=True, slots=True)
class Known:
    """A history: its path, its first row (card and milliseconds; it never changes), its rows, and the newest's time."""

    path: str
    first: str
    rows: int
    last: int

    @property
    def told(self) -> str:
        """`1,203 answers, the last of 5 January 2027`, or `no answers`."""
        if not self.rows:
            return "no answers"
        day = dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=self.last)
        return f"{plural(self.rows, 'answer')}, the last of {day.day} {day:%B %Y}"


def read_known(marker: Path) -> Known | None:
    """What is known of the history used so far; None where nothing is, or nothing that can be read."""
    try:
        said = json.loads(marker.read_text(encoding="utf-8"))
        return Known(str(said["path"]), str(said["first"]), int(said["rows"]), int(said["last"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_known(marker: Path, known: Known | None) -> None:
    """Note what history is used from now on, None for none; where that cannot be written, nothing is guarded."""
    with suppress(StoreError, OSError):
        if known is None:
            marker.unlink(missing_ok=True)
        elif known != read_known(marker):
            from destal_cli.store.files import write_whole

            said = dict(zip(Known.__slots__, values_of(known), strict=True))
            write_whole(marker, json.dumps(said) + "\n")


def guard(marker: Path, path: Path, found: Known | None, at_of: Callable[[int], int | None] | None = None) -> None:
    """Raise StoreError where the history found at a path (None: none) is not the one that was used so far.

    `at_of` gives the time of a row of what was found: one that grew has the row that was the newest.
    """
    known = read_known(marker)
    if known is None or not known.rows:
        return
    if found is None:
        _missing(known, path)
    elif known.path == found.path and not found.rows:
        raise StoreError(
            f"{path} is empty; the history used so far had {known.told}",
            f"put yours back: `destal restore` has copies; {_ACCEPT}",
        )
    elif known.path == found.path and found.first != known.first:
        raise StoreError(
            f"{path} is another history than the one used so far, which had {known.told}",
            f"put yours back (`destal restore` has copies); {_ACCEPT}",
        )
    elif known.path == found.path and found.rows < known.rows:
        raise StoreError(
            f"{path} is an older copy: it has {found.told}; the history used so far had {known.told}",
            f"put the newer one back (`destal restore` has copies); {_ACCEPT}",
        )
    elif known.path == found.path and at_of and at_of(known.rows) != known.last:
        raise StoreError(
            f"{path} was replaced by one from another computer: it has {found.told}; the history used here had"
            f" {known.told}, which is not among them",
            f"`destal help history` says how to have the answers of both; {_ACCEPT}",
        )


def _missing(known: Known, path: Path) -> None:
    if known.path != str(path) and Path(known.path).is_file():
        raise StoreError(
            f"your history ({known.told}) is {known.path}, and destal now looks for it at {path}",
            "move it there, or set the folder back (DESTAL_HOME); `destal doctor --accept` begins anew",
        )
    raise StoreError(
        f"your history is gone: {known.path} had {known.told}",
        "put the file back, or `destal restore` the newest copy; `destal doctor --accept` begins anew",
    )
