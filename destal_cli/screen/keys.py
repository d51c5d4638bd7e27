"""Takes keys from a terminal, and paints the lines that ask for them. `terminal` asks, in the quiz and in reviews.

prompt_toolkit decodes what a terminal sends, and edits lines of text. One loop, one input and one prompt serve the
whole session: to make an application for each key would take longer than the rest of an answer.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from typing import Any, TypeVar

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import AfterInput
from prompt_toolkit.styles import DEFAULT_ATTRS, Style
from prompt_toolkit.utils import get_cwidth

from destal_cli.screen.dialogue import MOST_TYPED
from destal_cli.screen.palette import legible

T = TypeVar("T")
_NO_GREY = Style([("aborting", "fg:default"), ("exiting", "fg:default")])  # its own colours know no theme
ESCAPE_AFTER = 0.05  # seconds in which more would come, were it the beginning of another key
_NAMES = {Keys.ControlM: "enter", Keys.ControlH: "backspace"}
_STOP: int = getattr(signal, "SIGTSTP", 0)  # there is none on Windows
_ENDS = {Keys.ControlC: KeyboardInterrupt, Keys.ControlD: EOFError}


@cache
def keyboard() -> Keyboard:
    """The keyboard of this process."""
    return Keyboard()


class Keyboard:
    """The terminal's keys, and what is painted below what it shows already."""

    def __init__(self) -> None:
        session = get_app_session()
        self._input, self._output = session.input, session.output
        self._loop = asyncio.new_event_loop()
        self._pressed: deque[KeyPress] = deque()
        self._painted: list[str] = []
        self._bold: Sequence[int] = ()
        self._echo: Callable[[str], str] = lambda _: ""

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Keys come as they are pressed, none is shown; in the end what was painted goes."""
        with self._input.raw_mode():
            self._pressed.extend(get_typeahead(self._input))
            self._begin()
            try:
                yield
            finally:
                self._wipe()
                self._end()
                store_typeahead(self._input, list(self._pressed))
                self._pressed.clear()

    def _begin(self) -> None:
        self._output.enable_bracketed_paste()
        self._output.hide_cursor()
        if _STOP:
            signal.signal(_STOP, lambda *_: self._stop())

    def _end(self) -> None:
        if _STOP:
            signal.signal(_STOP, signal.SIG_DFL)
        self._output.show_cursor()
        self._output.disable_bracketed_paste()
        self._output.flush()

    def _stop(self) -> None:
        """Stop as a program does at Ctrl-Z, the terminal as it was, and go on with what was painted when continued."""
        lines, bold = self._painted, self._bold
        self._wipe()
        self._end()
        with self._input.cooked_mode():
            os.kill(0, _STOP)
        self._begin()
        self.paint(lines, bold)

    def key(self) -> str:
        """The next key: a character, or what prompt_toolkit, or here `enter` and `backspace`, calls it.

        Raises KeyboardInterrupt for Ctrl-C, and EOFError for Ctrl-D and when there is no terminal any more.
        """
        if not self._pressed:
            self._run(self._press())
        key = self._pressed.popleft().key
        if key == Keys.ControlZ and _STOP:
            self._stop()
            return self.key()
        if key in _ENDS:
            raise _ENDS[Keys(key)]
        return _NAMES.get(Keys(key), key.value) if isinstance(key, Keys) else key

    async def _press(self) -> None:
        """Wait until a key is pressed; what could be the beginning of one is Escape when no more comes."""
        loop, some = asyncio.get_running_loop(), asyncio.Event()

        def take(presses: list[KeyPress]) -> None:
            self._pressed.extend(presses)
            if presses or self._input.closed:
                some.set()

        def flush() -> None:
            take(self._input.flush_keys())

        timer = loop.call_later(ESCAPE_AFTER, flush)

        def read() -> None:
            nonlocal timer
            timer.cancel()
            take(self._input.read_keys())
            timer = loop.call_later(ESCAPE_AFTER, flush)

        with self._input.attach(read):
            await some.wait()
        timer.cancel()
        if not self._pressed:
            raise EOFError

    def _run(self, waiting: Coroutine[Any, Any, T]) -> T:
        """What is waited for; a signal that ends it leaves nothing behind in the loop or in the terminal."""
        task = self._loop.create_task(waiting)
        try:
            return self._loop.run_until_complete(task)
        except BaseException:
            if task.cancel():  # it was not at its end
                with suppress(asyncio.CancelledError):
                    self._loop.run_until_complete(task)
            raise

    def paint(self, lines: Sequence[str], bold: Sequence[int] = ()) -> None:
        """Show lines in the place of those before; `bold` has the numbers, from 0, of some."""
        self._wipe()
        depth = self._output.get_default_color_depth()
        for number, line in enumerate(lines):
            if number:
                self._output.write_raw("\r\n")
            self._output.set_attributes(DEFAULT_ATTRS._replace(bold=number in bold), depth)
            self._output.write(legible(line, sys.stdout))
            self._output.reset_attributes()
        self._output.flush()
        self._painted, self._bold = list(lines), bold

    def _wipe(self) -> None:
        """Take away what is painted, in as many rows as it has at the terminal's width now."""
        if self._painted:
            columns = self._output.get_size().columns
            rows = sum(max(1, -(-get_cwidth(line) // columns)) for line in self._painted)
            self._output.write_raw("\r")
            if rows > 1:
                self._output.cursor_up(rows - 1)
            self._output.erase_down()
            self._painted = []

    @property
    def rows(self) -> int:
        """How many rows the terminal has now."""
        return self._output.get_size().rows

    def line(self, label: str, echo: Callable[[str], str]) -> str | None:
        """A line of text, with what `echo` gives of it behind it; None for Esc. Raises KeyboardInterrupt, EOFError."""
        self._echo = echo
        shown = FormattedText([("bold", legible(label, sys.stdout))])
        with self._stopping_the_line():
            text: str | None = self._run(self._prompt.prompt_async(shown, handle_sigint=False))  # it can miss one
        return text

    @contextmanager
    def _stopping_the_line(self) -> Iterator[None]:
        """Stop as a program does at Ctrl-Z while a line is typed: prompt_toolkit puts the terminal back, and paints."""

        def stop() -> None:
            signal.signal(_STOP, signal.SIG_DFL)
            os.kill(0, _STOP)
            signal.signal(_STOP, obey)

        def obey(*_: object) -> None:
            self._loop.call_soon_threadsafe(run_in_terminal, stop)

        if not _STOP:
            yield
            return
        signal.signal(_STOP, obey)
        try:
            yield
        finally:
            signal.signal(_STOP, signal.SIG_DFL)

    @cached_property
    def _prompt(self) -> PromptSession[str | None]:
        def echoed() -> FormattedText:
            try:
                return FormattedText([("italic", self._echo(prompt.default_buffer.text))])
            except Exception as error:  # prompt_toolkit would show its traceback, and wait for Enter
                if not prompt.app.is_done:
                    prompt.app.exit(exception=error)
                return FormattedText([])

        bindings = KeyBindings()
        bindings.add("escape", eager=True)(lambda event: event.app.exit(result=None))
        if _STOP:
            bindings.add("c-z")(lambda _: os.kill(0, _STOP))
        prompt: PromptSession[str | None] = PromptSession(
            history=DummyHistory(),
            key_bindings=bindings,
            input_processors=[AfterInput(echoed)],
            style=_NO_GREY,
        )
        prompt.app.ttimeoutlen = ESCAPE_AFTER

        def cut(buffer: Buffer) -> None:
            if len(buffer.text) > MOST_TYPED:  # each key would take as long as all of it takes to draw
                buffer.document = Document(buffer.text[:MOST_TYPED])

        prompt.default_buffer.on_text_changed += cut
        return prompt
