"""Writing files whole: a temporary file beside them, synced and renamed, so that no reader ever sees half of one."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
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
    temporary = None
    try:
        target = path.resolve()
        mode = _mode(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
        temporary = None
        _sync(target.parent)
    except (OSError, RuntimeError) as error:  # the latter where links go in a circle
        raise StoreError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None
    finally:  # of whatever happened, a signal among it
        if temporary:
            temporary.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The mode of a file, or what a new one gets here. Raises OSError for one that its owner has write-protected."""
    if not target.exists():
        kept = os.umask(0o077)
        os.umask(kept)
        return 0o666 & ~kept
    mode = target.stat().st_mode & 0o7777
    if not mode & 0o222:  # to give its name to another file would pass its protection by
        raise OSError(errno.EACCES, "it is write-protected")
    return mode


def _sync(folder: Path) -> None:
    """Have a new name on the disk, where folders can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
