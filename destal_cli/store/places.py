"""Where destal keeps things: the learner's data, configuration and cache, and the decks that came with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from destal_cli.core.problems import UsageError
from destal_cli.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one learner. None of them need exist."""

    data: Path
    config: Path
    cache: Path

    @property
    def history(self) -> Path:
        """The file with every review."""
        return self.data / "history.db"

    @property
    def marker(self) -> Path:
        """What is known of the history that was used so far, apart from it."""
        return self.config / "history.known"

    @property
    def decks(self) -> Path:
        """The learner's own decks."""
        return self.data / "decks"

    @property
    def settings(self) -> Path:
        """The configuration file."""
        return self.config / "config.toml"


def places(environ: Mapping[str, str] = os.environ) -> Places:
    """The usual folders of the operating system; `DESTAL_HOME` moves all of them into one."""
    home = environ.get("DESTAL_HOME")
    if home:
        root = expanded(home)
        return Places(root, root, root / "cache")
    from platformdirs import user_cache_path, user_config_path, user_data_path

    return Places(*(path("destal", appauthor=False) for path in (user_data_path, user_config_path, user_cache_path)))


def expanded(name: str) -> Path:
    """A path as it was typed, with `~` for a home folder. Raises UsageError for that of somebody unknown."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise UsageError(f"{name}: there is no such user", "write the folder out") from None


def packaged_decks() -> Path:
    """The decks of the package: inside it when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "decks"
    return inside if inside.is_dir() else package.parent / "decks"
