"""Snapshots of deck files in the cache folder, so that an unchanged deck is not read from its YAML at every command.

Nothing in them is precious: one that is missing, stale, foreign or damaged is made anew, and a cache that cannot be
written is done without. `library` asks.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from zlib import crc32

from destal_cli import __version__
from destal_cli.store.reading import Reading, from_json, to_json

FORMAT = 3


def load(path: Path, cache: Path) -> Reading:
    """The reading of a deck file, from its snapshot when the file is as it was. Raises what `load_deck` raises."""
    stamp = _stamp(path)
    place = cache / "decks" / f"{crc32(os.fsencode(path.absolute())):08x}.json"
    kept = _kept(place, stamp) if stamp else None
    if kept is not None:
        return kept
    from destal_cli.store.deckfile import load_deck

    reading = load_deck(path)
    if stamp and stamp == _stamp(path):
        _keep(place, stamp, reading)
    return reading


def _stamp(path: Path) -> list[str | int] | None:
    """What changes when the file does, or when destal does."""
    try:
        state = path.stat()
    except OSError:
        return None
    return [FORMAT, __version__, str(path), state.st_mtime_ns, state.st_size, state.st_ino]


def _kept(place: Path, stamp: list[str | int]) -> Reading | None:
    try:
        document = json.loads(place.read_text(encoding="utf-8"))
        return from_json(document["reading"]) if document["stamp"] == stamp else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def _keep(place: Path, stamp: list[str | int], reading: Reading) -> None:
    from destal_cli.core.problems import StoreError
    from destal_cli.store.files import write_whole

    text = json.dumps({"stamp": stamp, "reading": to_json(reading)}, ensure_ascii=False, separators=(",", ":"))
    try:
        write_whole(place, text)
    except StoreError:
        return  # a read-only cache costs time, nothing else
