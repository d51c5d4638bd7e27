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


def refuse_to_replace(path: Path, *, force: bool) -> None:
    """Raise UsageError where nothing may be written: over a file without `force`, and over what is no file."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file that could be written over", "name another one")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", "name another file; --force writes over it")


def write_new(path: Path, content: str | bytes, *, force: bool) -> None:
    """Write a file in one step; one that is there only with `force`. Raises UsageError and StoreError."""
    refuse_to_replace(path, force=force)
    write_whole(path, content)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file in one step, text as UTF-8; a symbolic link keeps pointing and the mode stays. Raises StoreError."""
    temporary = ""
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(temporary).chmod(target.stat().st_mode & 0o7777)
        else:
            Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except (OSError, RuntimeError) as error:  # the latter where links go in a circle
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None
