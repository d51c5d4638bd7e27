"""The reader's pager. `out` gives it long output as it is made, so that no more is made than is read.

`$DESTAL_PAGER` names it, else `$PAGER`, else it is `less` or `more`. An empty name or `cat` is none, and one that is
not installed too.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import split
from typing import Any

LESS = "-RFX"  # colours, the screen left as it is at the end, and no pager for what fits on it
_AT_REST = b"\x1b[?1l\x1b>\x1b[?1049l\x1b[?25h\x1b[m"  # cursor keys, keypad, screen, cursor, colours
_SHELL = frozenset("|&;<>()$`*?[=~#")  # what only a shell understands


def pagers() -> list[list[str]]:
    """The words of each command that may be the pager, the first that is installed; none where none is wanted."""
    named = os.environ.get("DESTAL_PAGER", os.environ.get("PAGER"))
    if named is None:
        return [["less", "-R"], ["more"]]
    if _SHELL & set(named) and os.name == "posix":
        return [["sh", "-c", named]]
    with suppress(ValueError):  # a quotation mark that is not closed
        words = split(named, posix=os.name == "posix")
        if words and words != ["cat"]:
            return [[*words, "-R"] if Path(words[0]).name == "less" else words]  # colours, whatever $LESS says
    return []


def feed(texts: Iterable[str]) -> bool:
    """Give the reader's pager texts until there are no more or the reader leaves; False when there is no pager.

    Returns when the pager has ended, so that the terminal is its own as long as it is there.
    """
    modes, process, ended = _modes(), _started(), False
    if process is None:
        return False
    try:
        with _keys_left_to_it():
            with suppress(BrokenPipeError):  # the reader left
                for text in texts:
                    _give(process, text)
            _end(process)
    except SystemExit:  # a signal ends us: the pager puts the terminal back, and ends first
        ended = True
        process.terminate()
        raise
    finally:
        _end(process)
        if ended or process.returncode < 0:  # by a signal, and less does not tidy up after each
            _put_back(modes)
    return True


def _started() -> "subprocess.Popen[bytes] | None":
    environment = {"LESS": LESS, "LESSCHARSET": "utf-8", **os.environ}
    for command in pagers():
        with suppress(OSError):  # it is not there, or is no program
            return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    return None


def _give(process: "subprocess.Popen[bytes]", text: str) -> None:
    assert process.stdin
    process.stdin.write(text.encode(sys.stdout.encoding or "ascii", "replace"))
    process.stdin.flush()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Say that nothing more comes, and wait until the reader is done."""
    assert process.stdin
    with suppress(BrokenPipeError):
        process.stdin.close()
    process.wait()


def _modes() -> "list[Any] | None":
    """How the terminal takes keys now; None where there is no such thing, as on Windows."""
    try:
        import termios
    except ImportError:
        return None
    try:
        return termios.tcgetattr(sys.stdout.fileno())
    except (OSError, ValueError, termios.error):
        return None


def _put_back(modes: "list[Any] | None") -> None:
    """Make the terminal what it was before a pager that could not tidy up."""
    if modes:
        import termios

        with suppress(OSError, termios.error):
            termios.tcsetattr(sys.stdout.fileno(), termios.TCSADRAIN, modes)
            os.write(sys.stdout.fileno(), _AT_REST)


@contextmanager
def _keys_left_to_it() -> Iterator[None]:
    """Leave Ctrl-C and Ctrl-\\ to the pager, to which they mean something else than the end."""
    kept = {}
    for name in ("SIGINT", "SIGQUIT"):
        if hasattr(signal, name):
            number = getattr(signal, name)
            kept[number] = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
