"""The learner's library, as every command opens it."""

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
