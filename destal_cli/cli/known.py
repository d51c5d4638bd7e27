"""The learner's library, as every command opens it, and whether it is to be read aloud."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from destal_cli.store.library import Library


def library(decks: list[str] | None = None) -> "Library":
    """The learner's library, of the named decks only when some are named."""
    from destal_cli.cli.progress import reading
    from destal_cli.store.library import Library
    from destal_cli.store.places import places

    return Library(places(), Path(), tuple(decks or ()), on_progress=reading())


def plainly(plain: bool | None, known: "Library | None" = None) -> bool:
    """Whether a command says its output in lines to be read aloud: as the option says, else the setting."""
    if plain is not None:
        return plain
    known = known or library()
    if not (os.environ.get("DESTAL_PLAIN") or known.places.settings.exists()):
        return False  # where nothing is set, the settings are not loaded for it
    return known.settings.plain
