"""A lock between processes for what must not happen twice at once: checkpoints of the history, and its maintenance.

SQLite up to 3.51.2 can damage a file when two connections begin a checkpoint at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from destal_cli.core.problems import StoreError

PATIENCE = 10.0  # seconds


@contextmanager
def maintenance(history: Path) -> Iterator[None]:
    """Hold the lock of a history; raises StoreError when another process holds it for longer than PATIENCE."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(history.with_name(f"{history.name}.lock"), timeout=PATIENCE, mode=0o600):
            yield
    except Timeout:
        raise StoreError(f"another destal is at work on {history}", "wait until it is done, and try again") from None
