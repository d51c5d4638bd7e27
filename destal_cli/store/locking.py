"""A lock between processes for what must not happen twice at once: checkpoints of the history, and its maintenance.

SQLite up to 3.51.2 can damage a file when two connections begin a checkpoint at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from destal_cli.core.problems import StoreError


@contextmanager
def maintenance(history: Path, patience: float = 10.0) -> Iterator[None]:
    """Hold the lock of a history; raises StoreError when another process holds it for so many seconds."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(history.with_name(f"{history.name}.lock"), timeout=patience, mode=0o600):
            yield
    except Timeout:
        raise StoreError(f"another destal is at work on {history}", "wait until it is done, and try again") from None
