"""Attacks on destal's promises, one module a gate. `gates.py` runs them all and prints the table; the tests run a few.

A gate has controls: ways to break destal (or what guards it) that must turn the gate red, so that a gate that could not
fail is noticed. One that tried too little fails by itself.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from made_decks import deck_text

from destal_cli.core.memory import Scheduler, replay
from destal_cli.core.problems import StoreError
from destal_cli.store.history import History

DESTAL = str(Path(sysconfig.get_path("scripts")) / "destal")
CONTROLLED = [sys.executable, str(Path(__file__).with_name("controlled.py"))]


@dataclass
class Found:
    """What an attack came to: how much of what was tried, what went wrong, and the least that must have been tried."""

    tried: dict[str, int]
    least: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def is_red(self) -> bool:
        """Whether something went wrong, or too little was tried to say that nothing does."""
        return bool(self.faults) or any(self.tried.get(what, 0) < least for what, least in self.least.items())

    def __str__(self) -> str:
        tried = ", ".join(f"{count:,} {what}" for what, count in self.tried.items())
        short = [what for what, least in self.least.items() if self.tried.get(what, 0) < least]
        return f"{tried}: {len(self.faults)} faults" + (f"; too few {', '.join(short)}" if short else "")


@dataclass(frozen=True)
class Gate:
    """An attack: its name, the bar, and what runs it with a share of the full counts and a control (none: destal)."""

    name: str
    bar: str
    run: Callable[[float, str], Found]
    controls: tuple[str, ...] = ()


@contextmanager
def learner(cards: int = 0) -> Iterator[Path]:
    """An empty folder of a learner, with a made-up deck of about so many cards beside the shipped one."""
    with tempfile.TemporaryDirectory(prefix="destal-gate-") as folder:
        home = Path(folder)
        (home / "elsewhere").mkdir()
        if cards:
            (home / "decks").mkdir()
            (home / "decks" / "made-1.yaml").write_text(deck_text(1, cards // 2), encoding="utf-8")
        yield home


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a child process of that learner sees."""
    return {**os.environ, "DESTAL_HOME": str(home), "PYTHONUNBUFFERED": "", "NO_COLOR": "1", **more}


def command(control: str, *arguments: str) -> list[str]:
    """The installed destal with arguments, or destal broken by a control."""
    return [*CONTROLLED, control, *arguments] if control else [DESTAL, *arguments]


def looked_over(path: Path, acknowledged: int = 0) -> tuple[int, list[str]]:
    """How many rows the log of a history has, and what is wrong with it: damage, a loss, or a memory of its own."""
    try:
        history = History(path, create=True)
    except (StoreError, sqlite3.Error) as error:
        return 0, [f"cannot be opened: {error}"]
    try:
        reviews, faults = history.reviews(), list(history.check())
        if len(reviews) < acknowledged:
            faults.append(f"lost: {acknowledged} rows were acknowledged, {len(reviews)} are there")
        if history.memory() != replay(reviews, Scheduler()):
            faults.append(f"torn: after {len(reviews)} rows memory is not what the log says")
        return len(reviews), faults
    finally:
        history.close()
