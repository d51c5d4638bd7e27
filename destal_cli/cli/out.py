"""Where commands print: data on stdout, talk on stderr, JSON alone. The one place that knows of encodings and pipes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, RenderableType
from rich.pager import SystemPager

from destal_cli.core.problems import BadFileError, DestalError
from destal_cli.core.text import clean
from destal_cli.screen.look import in_ascii, make_console, speaks_unicode


class _Ascii:
    """A stream that says in ASCII what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        plain = in_ascii(text).encode("ascii", "replace").decode("ascii")
        return self._stream.write(plain)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Pager(SystemPager):
    """The reader's pager, which is given ASCII where the terminal has no Unicode."""

    def show(self, content: str) -> None:
        super().show(content if speaks_unicode(sys.stdout) else in_ascii(content))


def console(stream: TextIO | None = None) -> Console:
    """A console on stdout or another stream, in ASCII where the stream has no Unicode."""
    target = stream or sys.stdout
    ascii_only: Any = _Ascii(target)
    return make_console(target if speaks_unicode(target) else ascii_only)


def show(what: RenderableType) -> None:
    """Print a renderable on stdout."""
    console().print(what)


def page(parts: Iterable[RenderableType]) -> None:
    """Print renderables in the reader's pager on a terminal, as plain lines elsewhere."""
    screen = console()
    if not screen.is_terminal or screen.is_dumb_terminal:
        screen.print(*parts, sep="\n")
        return
    os.environ.setdefault("LESS", "-RFX")  # colours, and no pager for what fits the screen
    if speaks_unicode(sys.stdout):
        os.environ.setdefault("LESSCHARSET", "utf-8")  # whatever the locale says
    with screen.pager(_Pager(), styles=screen.color_system is not None):
        screen.print(*parts, sep="\n")


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    text = json.dumps(document, ensure_ascii=not speaks_unicode(sys.stdout), indent=2)
    sys.stdout.write(text + "\n")


def talk(text: str) -> None:
    """Say something on stderr."""
    safe = clean(text)
    print(safe if speaks_unicode(sys.stderr) else in_ascii(safe), file=sys.stderr)


def complain(error: DestalError) -> None:
    """Say what is wrong on stderr, and how to mend it."""
    for problem in error.problems if isinstance(error, BadFileError) else ():
        talk(str(problem))
    talk(f"destal: {error.message}")
    if error.hint:
        talk(f"hint: {error.hint}")
