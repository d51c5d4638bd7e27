"""The format `anki` of `destal export` and `destal import`, for the table in `cli.formats`.

Neither genanki nor Anki's own library stands behind it. genanki carries no reviews and no due days, and loses the file
that was there when it fails; Anki's library carries all, but it is forty megabytes, under another licence, and unpacks
whatever it is given. The old layout of a package is a zip of SQLite and JSON, so the standard library writes it.
"""

from __future__ import annotations

import zipfile

from destal_cli.core.notes import Incoming, Outgoing, Written
from destal_cli.store.anki.archive import LATEST, NEWER, OLD
from destal_cli.store.anki.incoming import read_package
from destal_cli.store.anki.outgoing import render_package
from destal_cli.store.exchange import Received

_SUFFIXES = (".apkg", ".colpkg")


def recognises(file: Received) -> bool:
    """Whether a file is a package: by its name, or by the collection in it."""
    if file.text:
        return False
    if file.path.suffix.lower() in _SUFFIXES:
        return True
    try:
        with zipfile.ZipFile(file.path) as archive:
            return any(name in archive.NameToInfo for name in (LATEST, NEWER, OLD))
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def read(file: Received) -> Incoming:
    """What a package holds. Raises as `read_package` does."""
    return read_package(file.path, file.offset, with_history=file.with_history, deck=file.deck)


def write(outgoing: Outgoing) -> Written:
    """A package."""
    return render_package(outgoing)
