"""Where commands print: data on stdout, talk on stderr, JSON alone. The one place that knows of encodings and pipes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any, TextIO

from destal_cli.core.problems import BadFileError, DestalError
from destal_cli.core.text import clean
from destal_cli.core.themes import AUTO
from destal_cli.screen.canvas import Canvas
from destal_cli.screen.paint import Block, Stack
from destal_cli.screen.palette import legible, sent, speaks_unicode

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_AT_A_TIME = 40  # renderables that are printed together


class _Ascii:
    """A stream that says in ASCII what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(sent(text, self._stream))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def canvas() -> Canvas:
    """What blocks are printed on."""
    return Canvas(sys.stdout, theme)


def theme() -> str:
    """The learner's theme; settings that cannot be read are no reason to show nothing."""
    from destal_cli.cli.known import library

    try:
        return library().settings.theme
    except DestalError:
        return AUTO


def console(stream: TextIO | None = None) -> Console:
    """A console on stdout or another stream, in ASCII where the stream has no Unicode."""
    from destal_cli.screen.look import make_console

    target = stream or sys.stdout
    ascii_only: Any = _Ascii(target)
    return make_console(target if speaks_unicode(target) else ascii_only, theme=theme)


def aloud(parts: Iterable[Any]) -> None:
    """Say the lines of what is to be read aloud, as they are made; never in the pager."""
    from destal_cli.screen.aloud import spoken

    for part in parts:
        for line in spoken(part):
            say(line)


def show(what: RenderableType) -> None:
    """Print a renderable on stdout."""
    screen = canvas()
    screen.write(_drawn(screen, [what]))


def page(parts: Iterable[RenderableType]) -> None:
    """Print renderables as they are made: on a terminal what is longer than its screen in the reader's pager."""
    screen = canvas()
    texts = _texts(screen, parts)
    if screen.moves:
        screenful = list(_screenful(texts, screen.height))
        texts = chain(screenful, texts)
        if sum(text.count("\n") for text in screenful) >= screen.height and _paged(texts):
            return
    for text in texts:
        screen.write(text)


def _texts(screen: Canvas, parts: Iterable[RenderableType]) -> Iterator[str]:
    """What would be printed of renderables, made when it is asked for: the first one by one, then some at a time."""
    left = iter(parts)
    for size in chain(repeat(1, screen.height), repeat(_AT_A_TIME)):
        some = list(islice(left, size))
        if not some:
            return
        yield _drawn(screen, some)


def _drawn(screen: Canvas, parts: Sequence[RenderableType]) -> str:
    """What is printed of renderables; Rich is only asked for what is not made of blocks."""
    blocks = [part for part in parts if isinstance(part, Block)]
    if len(blocks) == len(parts):
        return screen.text(Stack(*blocks))
    from rich.console import Group

    rich = console()
    with rich.capture() as captured:
        rich.print(Group(*parts))
    return captured.get()


def _screenful(texts: Iterator[str], height: int) -> Iterator[str]:
    """The first of the texts that fill a screen, or all when they do not."""
    lines = 0
    while lines < height and (text := next(texts, None)) is not None:
        lines += text.count("\n")
        yield text


def _paged(texts: Iterator[str]) -> bool:
    """Whether the reader's pager showed the texts; none is lost where there is no pager."""
    from destal_cli.cli.pager import feed

    return feed(sent(text, sys.stdout) for text in texts)


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    text = json.dumps(document, ensure_ascii=not speaks_unicode(sys.stdout), indent=2)
    sys.stdout.write(text + "\n")


def print_list(name: str, items: Iterable[object]) -> None:
    """Print `{name: [...]}` as `print_json` would, each item as it is made."""
    before, indent, ascii_only = "", "\n    ", not speaks_unicode(sys.stdout)
    sys.stdout.write(f'{{\n  "{name}": [')
    for item in items:
        text = json.dumps(item, ensure_ascii=ascii_only, indent=2).replace("\n", indent)
        sys.stdout.write(before + indent + text)
        before = ","
    sys.stdout.write(("\n  " if before else "") + "]\n}\n")


def talk(text: str) -> None:
    """Say something on stderr; what was asked for is done if nobody can hear."""
    try:
        _say(text, sys.stderr)
    except OSError:
        silence(sys.stderr)


def say(text: str) -> None:
    """Say on stdout what is no document: a line, or some."""
    _say(text, sys.stdout)


def _say(text: str, stream: TextIO) -> None:
    safe = sent(legible(clean(text), stream), stream)
    if stream.isatty() and any(len(line) > Canvas(stream).width for line in safe.split("\n")):
        safe = _broken(safe, Canvas(stream).width)
    print(safe, file=stream, flush=True)


def _broken(text: str, width: int) -> str:
    """Lines broken between words, never within one: a path can be copied. Into a pipe lines go as they are."""
    from textwrap import fill

    lines = text.split("\n")
    return "\n".join(fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines)


def silence(stream: TextIO) -> None:
    """Send what could not be written, and all that comes, nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(error: DestalError) -> None:
    """Say what is wrong on stderr, and how to mend it."""
    for problem in error.problems if isinstance(error, BadFileError) else ():
        talk(str(problem))
    talk(f"destal: {error.message}")
    if error.hint:
        talk(f"hint: {error.hint}")
