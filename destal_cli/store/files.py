"""Writing files whole: a temporary file beside them, synced and renamed, so that no reader ever sees half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from destal_cli.core.problems import BadFileError, StoreError, UsageError


def rewrite(path: Path, before: str, after: str) -> None:
    """Write a text file that was read as `before`. Raises BadFileError when it is no longer that, and StoreError."""
    try:
        unchanged = path.read_bytes() == before.encode("utf-8")
    except OSError:
        unchanged = False
    if not unchanged:
        raise BadFileError(f"{path} was changed while it was being worked on", "nothing was written: do it again")
    write_whole(path, after)


def write_new(path: Path, text: str, *, force: bool) -> None:
    """Write a text file in one step; one that is there only with `force`. Raises UsageError and StoreError."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file that could be written over", "name another one")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", "name another file; --force writes over it")
    write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Write a text file in one step; a symbolic link keeps pointing and the mode stays. Raises StoreError."""
    target = path.resolve()
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(temporary).chmod(target.stat().st_mode & 0o7777)
        else:
            Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error.strerror}") from None
