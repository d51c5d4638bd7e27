"""The collection's file out of a package. `collection` asks.

A package is a stranger's archive: one member is read, by its exact name, into a temporary folder of ours. Bytes are
counted while they are unpacked; what the archive says of its sizes and names is believed nowhere.
"""

from __future__ import annotations

import errno
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING

from destal_cli.core.problems import BadFileError, NotFoundError, UsageError

if TYPE_CHECKING:
    import zstandard

LATEST, NEWER, OLD = "collection.anki21b", "collection.anki21", "collection.anki2"  # the first is packed with zstd
MAX_DIRECTORY = 16 << 20  # bytes that list the members: some hundred thousand pictures
MAX_MEMBER = 1 << 30
ROOM, TIMES = 4 << 20, 40  # a member unpacks to so many bytes and so many times its packed size, and no further
MAX_WINDOW = 32 << 20  # bytes that zstd may ask for
CHUNK = 1 << 20
_END, _END_64 = b"PK\5\6", b"PK\6\6"
_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The file of a package's collection, for as long as it is looked at.

    Raises NotFoundError and BadFileError, and UsageError where what reads zstd is needed and not installed.
    """
    _check_file(path)
    with tempfile.TemporaryDirectory(prefix="destal-") as folder:
        target = Path(folder) / "collection"
        _unpack(path, target)
        yield target


def _check_file(path: Path) -> None:
    """Refuse what is no ordinary file, and a directory of members that would fill the memory."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadFileError(f"{path} is no ordinary file", "give the path of a package")
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - (1 << 16) - 128))
            ends = file.read()
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise BadFileError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if max(_directory_sizes(ends), default=0) > MAX_DIRECTORY:
        raise BadFileError(f"{path} lists more files than a package of Anki's has")


def _directory_sizes(ends: bytes) -> Iterator[int]:
    """Every size that the last bytes of an archive could be taken to say that its directory has."""
    for sign, place, length in ((_END, 12, 4), (_END_64, 40, 8)):
        start = ends.find(sign)
        while start >= 0:
            size = int.from_bytes(ends[start + place : start + place + length], "little")
            if length == 8 or size != 0xFFFF_FFFF:
                yield size
            start = ends.find(sign, start + 1)


def _unpack(path: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            name = next((name for name in (LATEST, NEWER, OLD) if name in archive.NameToInfo), "")
            if not name:
                raise BadFileError(f"{path} holds no collection of Anki's", "export the deck from Anki again")
            if name == LATEST and find_spec("zstandard") is None:
                hint = "python3 -m pip install 'destal[anki]'; or export it with support for older versions of Anki"
                raise UsageError(f"{path} is packed with zstd, and nothing that reads it is installed", hint)
            packed = min(archive.NameToInfo[name].compress_size, path.stat().st_size)
            limit = min(MAX_MEMBER, ROOM + TIMES * max(0, packed))
            with archive.open(name) as member, target.open("wb") as file:
                _copy(_Frames(member) if name == LATEST else member, file, limit, path)
    except _FAILURES as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EACCES):
            raise BadFileError(f"{path} cannot be unpacked: {error.strerror}") from None
        raise BadFileError(f"{path} is damaged, or no package of Anki's", "export it again") from None


def _copy(source: IO[bytes] | _Frames, target: IO[bytes], limit: int, path: Path) -> None:
    left = limit
    while chunk := source.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise BadFileError(f"{path} unpacks to more than a collection of Anki's has")
        target.write(chunk)


class _Frames:
    """What is packed with zstd in a stream. Raises ValueError where it is damaged, or wants more room than it gets."""

    def __init__(self, packed: IO[bytes]) -> None:
        import zstandard

        self._failure: type[Exception] = zstandard.ZstdError
        decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._stream: zstandard.ZstdDecompressionReader = decompressor.stream_reader(packed, read_size=1 << 16)

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except self._failure as error:
            raise ValueError(str(error)) from None
