"""Runs destal broken in one way, for the controls of the gates: `controlled.py CONTROL ARGUMENTS...`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from destal_cli.store.history import History


def end_of_session() -> None:
    """Commit when the process ends, as who saves on exit does."""
    import atexit

    opened: list[History] = []

    @contextmanager
    def open_transaction(self: History) -> Iterator[None]:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
            opened.append(self)
            atexit.register(lambda: self._db.execute("COMMIT") if self._db.in_transaction else None)
        yield

    History._transaction = open_transaction  # type: ignore[assignment,method-assign]


def two_transactions() -> None:
    """Write the memory in one transaction and its review in another."""
    remember: Callable[..., Any] = History._remember

    def apart(self: History, *arguments: Any) -> None:
        remember(self, *arguments)
        self._db.execute("COMMIT")  # the memory, which is written first
        self._db.execute("BEGIN IMMEDIATE")

    History._remember = apart  # type: ignore[method-assign]


def autocommit() -> None:
    """Read, think and write without a transaction."""

    @contextmanager
    def nothing(self: History) -> Iterator[None]:
        with self._told():
            yield

    History._transaction = nothing  # type: ignore[assignment,method-assign]


def too_early() -> None:
    """Say that an answer is saved before it is."""
    from destal_cli.screen import plain

    record = History.record

    def afterwards(self: History, *arguments: Any) -> Any:
        try:
            return record(self, *arguments)
        except BaseException:
            print("saved: before the disk", flush=True)
            raise

    assert plain
    History.record = afterwards  # type: ignore[method-assign]


def leak() -> None:
    """Keep more of every answer than is needed."""
    record, kept = History.record, list[bytes]()

    def keeping(self: History, *arguments: Any) -> Any:
        kept.append(bytes(2_000))
        return record(self, *arguments)

    History.record = keeping  # type: ignore[method-assign]


def uncleaned() -> None:
    """Let the text of decks through as it is."""
    from destal_cli.core import text as texts

    cleaning = texts.clean
    for module in [module for name, module in sys.modules.items() if name.startswith("destal_cli")]:
        for name, value in vars(module).items():
            if value is cleaning:
                setattr(module, name, lambda text: text)


def never_doubted() -> None:
    """Take every clock for right."""
    from destal_cli.core import clock

    clock.seems = lambda *_: clock.Clock.LIKELY


def not_taken_back() -> None:
    """Leave the answers that a wrong clock dated where they are."""
    History.take_back = lambda *_: None  # type: ignore[assignment,method-assign]


def capless() -> None:
    """Believe what packages and documents say of their sizes, and wait for them without end."""
    from destal_cli.store import documents
    from destal_cli.store.anki import archive, collection, database
    from destal_cli.store.documents import epub

    archive.MAX_MEMBER = archive.ROOM = archive.MAX_DIRECTORY = 1 << 40
    epub.MAX_MEMBER = epub.MAX_TEXT = documents.MAX_BYTES = 1 << 40
    collection.MOST_REVIEWS = collection.MOST_NOTES = collection.MOST_CARDS = 1 << 40
    database.SECONDS = 1e9
    database._LIMITS.clear()


def unpacking() -> None:
    """Write every member of a package where its name says."""
    import zipfile
    from pathlib import Path

    from destal_cli.store.anki import archive

    unpack = archive._unpack

    def everything(path: Path, target: Path) -> None:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                with suppress(OSError, ValueError, RuntimeError, zipfile.BadZipFile):
                    content = package.read(name)
                    (target.parent / name).parent.mkdir(parents=True, exist_ok=True)
                    (target.parent / name).write_bytes(content)
        unpack(path, target)

    archive._unpack = everything


def left_raw() -> None:
    """Leave the terminal in the mode that keys are taken in."""
    from contextlib import nullcontext

    from prompt_toolkit.input import vt100

    def never_left(self: Any) -> Any:
        vt100.raw_mode(self._fileno).__enter__()
        return nullcontext()

    vt100.Vt100Input.raw_mode = never_left  # type: ignore[method-assign]


def a_bug() -> None:
    """Fail when a key comes, and when a date that is being typed is read."""
    from destal_cli.screen.keys import Keyboard

    def fail(*_: Any) -> Any:
        raise LookupError("what the learner typed")

    line = Keyboard.line
    Keyboard.key = fail  # type: ignore[method-assign]
    Keyboard.line = lambda self, label, _: line(self, label, fail)  # type: ignore[method-assign]


CONTROLS = {
    "a bug": a_bug,
    "a terminal that is left as it is": left_raw,
    "a clock that is never doubted": never_doubted,
    "answers that are not taken back": not_taken_back,
    "an importer without caps": capless,
    "every member unpacked": unpacking,
    "uncleaned text": uncleaned,
    "every answer kept twice": leak,
    "verdict before the disk": too_early,
    "commit at the end": end_of_session,
    "two transactions": two_transactions,
    "autocommit": autocommit,
}


def main() -> None:
    """Break destal, and run it."""
    control, *arguments = sys.argv[1:]
    CONTROLS[control]()
    sys.argv[1:] = arguments
    from destal_cli.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
