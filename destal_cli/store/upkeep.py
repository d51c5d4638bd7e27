"""Whether the history's file is sound, and its memory what the reviews say. `destal doctor` asks.

A million reviews are gone through in two halves of the cards, beside the file's own check, by as many processes as
there are. Each opens the history for itself: no connection to it may be open where they begin.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from destal_cli.core.memory import Scheduler
from destal_cli.core.parameters import in_use
from destal_cli.core.problems import StoreError
from destal_cli.store.history import History
from destal_cli.store.workers import each

_QUICK = 16  # times as many bytes of a history are gone through as of a deck
Between = tuple[str, str]  # the first id of a card, and the first that is not among them any more
_EVERYTHING: Between = ("", "\U0010ffff")


def looked_over(path: Path) -> tuple[list[str], list[str]]:
    """What SQLite finds wrong with a history's file, and the cards whose memory is not what their reviews say.

    Raises StoreError where the file is sound and cannot be read all the same.
    """
    parts: list[Between | None] = [*_halves(path), None]
    size = path.stat().st_size // len(parts) // _QUICK if path.exists() else 0
    found = dict(each(parts, partial(_looked_at, path), lambda _: size))
    faults, cards = found.pop(None), [found[part] for part in parts if part]
    if isinstance(faults, list) and faults:
        return faults, []
    for part in (faults, *cards):
        if isinstance(part, StoreError):
            raise part
    return [], [card for part in cards for card in part]


def _halves(path: Path) -> Sequence[Between]:
    """Two stretches of cards with as many in each; one where nothing can be told of them."""
    first, last = _EVERYTHING
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        query = "SELECT card FROM memory ORDER BY card LIMIT 1 OFFSET (SELECT count(*) / 2 FROM memory)"
        for (middle,) in db.execute(query):
            return (first, middle), (middle, last)
    return [_EVERYTHING]


def _looked_at(path: Path, part: Between | None) -> list[str] | StoreError:
    """What is wrong with the file, or with the memory of some cards."""
    try:
        history = History(path, create=False)
        if part is None:
            return history.check()
        with history.at_one_moment():
            used = in_use(history.parameters())
            return history.differing(history.log.folded(Scheduler(parameters=used.weights), part), part)
    except StoreError as error:
        return error
