"""`destal quiz` on a real terminal: the keys, what they show, and that the terminal is left as it was."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from prompt_toolkit.application.current import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.screen.dialogue import MOST_TYPED
from destal_cli.screen.keys import Keyboard
from destal_cli.store.history import History

if sys.platform == "win32":
    pytest.skip("pexpect has no terminals on Windows", allow_module_level=True)

import termios

import pexpect

pytestmark = pytest.mark.usefixtures("wall")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]")
UP, DOWN, ESC, CTRL_C, CTRL_D = "\x1b[A", "\x1b[B", "\x1b", "\x03", "\x04"


class Terminal:
    """A terminal with a command in it, a quiz unless another is named."""

    def __init__(self, *arguments: str, run: str = "quiz", width: int = 80, **environment: str) -> None:
        env = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **environment}
        env.pop("COLUMNS", None)
        command = [sys.executable, "-m", "destal_cli", run, *arguments]
        self.child = pexpect.spawn(
            command[0], command[1:], env=env, dimensions=(24, width), encoding="utf-8", timeout=20
        )
        self.before = termios.tcgetattr(self.child.child_fd)

    def sees(self, text: str) -> str:
        """Wait until a text has come; what came before it, without escapes."""
        self.child.expect(text)
        return _ESCAPES.sub("", self.child.before + self.child.after)

    def types(self, keys: str) -> None:
        """Type keys."""
        time.sleep(0.25)  # prompt_toolkit drops what comes while it changes the terminal's mode
        self.child.send(keys)

    def ended(self) -> tuple[int, str]:
        """The exit code, and the rest of what was shown."""
        rest = self.child.read()
        self.child.close()
        return self.child.exitstatus, _ESCAPES.sub("", rest)


@pytest.fixture
def role() -> Iterator[Terminal]:
    """A quiz of one card: which mayor protested."""
    terminal = Terminal("wall", "--kind", "role", "--seed", "3")
    yield terminal
    terminal.child.close(force=True)


def answers(home: Path) -> list[tuple[str, int]]:
    return [
        (row.answer, int(row.rating)) for row in History(home / "history.db", create=False).reviews() if not row.voids
    ]


def number_of(choice: str, screen: str) -> str:
    found = re.search(rf"(\d)  {choice}", screen)
    assert found, screen
    return found[1]


def test_a_choice_is_answered_by_its_number_and_proved_by_its_passage(role: Terminal, home: Path) -> None:
    screen = role.sees("4  [A-Z][^\x1b]+\x1b")
    assert "Which mayor of West Berlin protested" in screen
    role.types(number_of("Willy Brandt", screen))
    shown = role.sees("Enter next")
    assert "✓ right   Willy Brandt" in shown
    assert "▸Willy Brandt◂, then mayor of West Berlin" in shown
    role.types("\r")
    code, rest = role.ended()
    assert code == 0
    assert "1 of 1 card right at the first try" in rest
    assert answers(home) == [("Willy Brandt", 3)]


def test_arrows_move_escape_is_i_dont_know_and_the_missed_card_returns(role: Terminal, home: Path) -> None:
    role.sees("4  ")
    role.types(DOWN + UP)
    role.types(ESC)
    assert "✗ wrong   Willy Brandt" in role.sees("Enter next")
    role.types("\r")
    assert "again" in role.sees("4  ")
    role.types(CTRL_C)
    code, rest = role.ended()
    assert code == 130
    assert "0 of 1 card right at the first try" in rest
    assert answers(home) == [("", 1)]


def test_letters_are_never_shortcuts_while_an_answer_is_typed(home: Path) -> None:
    terminal = Terminal("wall", "--form", "typed", "--kind", "event", "--limit", "1")
    terminal.sees("year ›")
    terminal.types("qu?i-@ 13 aug 1961\r")
    terminal.sees("no date I can read")
    terminal.sees("year ›")
    terminal.types("qu?i-@ 13 aug 1961\r")
    assert "✗ wrong   13 August 1961" in terminal.sees("Enter next")
    terminal.types("u")
    terminal.sees("taken back")
    terminal.sees("year ›")
    terminal.types("13 aug 1961\r")
    assert "✓ right   13 August 1961" in terminal.sees("Enter next")
    terminal.types("q")
    assert terminal.ended()[0] == 0
    assert answers(home) == [("qu?i-@ 13 aug 1961", 1), ("13 aug 1961", 3)]


def test_an_empty_answer_is_no_answer_and_ctrl_d_ends_politely(home: Path) -> None:
    terminal = Terminal("wall", "--form", "typed", "--kind", "event")
    terminal.sees("year ›")
    terminal.types("\r")
    terminal.sees("type an answer")
    terminal.types(CTRL_D)
    code, rest = terminal.ended()
    assert code == 0
    assert "nothing was answered" in rest
    assert answers(home) == []


def test_a_flashcard_is_revealed_by_space_and_rated_by_a_number(home: Path) -> None:
    terminal = Terminal("wall", "--form", "flashcard", "--kind", "role")
    terminal.sees("Space reveals the answer")
    terminal.types(" ")
    assert "Willy Brandt" in terminal.sees("4 Easy 8 days")
    terminal.types("2")
    assert terminal.ended()[0] == 0
    assert answers(home) == [("", 2)]


def test_after_a_verdict_a_number_rates_otherwise_and_i_says_more(role: Terminal, home: Path) -> None:
    role.sees("4  ")
    role.types(ESC)
    role.sees("Enter next")
    role.types("?")
    assert "put this card off until tomorrow" in role.sees("Enter next")
    role.types("i")
    assert "wall/brandt-mayor/who" in role.sees("Enter next")
    role.types("4")
    role.sees("rated Easy")
    assert role.ended()[0] == 0
    assert [rating for _, rating in answers(home)] == [1, 4]


def test_a_flag_is_one_key_while_asked_and_after_the_verdict(role: Terminal, home: Path) -> None:
    screen = role.sees("4  [A-Z][^\x1b]+\x1b")
    role.types("f")
    role.sees("new · ⚑ flagged")
    again = role.sees("4  [A-Z][^\x1b]+\x1b")
    assert number_of("Willy Brandt", again) == number_of("Willy Brandt", screen)
    role.types(number_of("Willy Brandt", again))
    role.sees("Enter next")
    role.types("f")
    role.sees("flag taken off")
    role.sees("Enter next")
    role.types("f")
    role.sees("⚑ flagged")
    role.sees("Enter next")
    role.types("\r")
    assert role.ended()[0] == 0
    assert History(home / "history.db", create=False).flags() == {"wall/brandt-mayor/who"}
    assert answers(home) == [("Willy Brandt", 3)]


@pytest.mark.parametrize("key", ["@", "-", "="])
def test_what_is_put_aside_after_a_verdict_is_taken_up_at_once(role: Terminal, home: Path, key: str) -> None:
    role.sees("4  ")
    role.types(ESC)
    role.sees("Enter next")
    for _ in range(2):
        role.types(key)
        role.sees("suspended: |put off until tomorrow: ")
        role.sees("Enter next")
        role.types(key)
        role.sees("put aside already")
        role.sees("Enter next")
        role.types("u")
        role.sees("asked again: ")
        role.sees("Enter next")
    role.types("u")
    role.sees("taken back: ")
    role.sees("4  ")
    role.types("q")
    assert role.ended()[0] == 0
    assert {mark for mark, _ in History(home / "history.db", create=False).marks().values()} == {"restore"}
    assert History(home / "history.db", create=False).last() is None


def test_a_leech_says_so_in_a_line_and_waits_even_after_a_flashcard(home: Path) -> None:
    history = History(home / "history.db", create=True)
    for day in range(8):
        moment = Moment(1_798_000_000_000 + day * 86_400_000)
        history.record([Review("wall/brandt-mayor/who", moment, Rating.AGAIN, "typed")], Scheduler(), Random(1))
    history.close()
    terminal = Terminal("wall", "--form", "flashcard", "--kind", "role", width=40, NO_COLOR="1")
    terminal.sees("Space reveals the answer")
    terminal.types(" ")
    terminal.sees("Enter Good")
    terminal.types("1")
    shown = terminal.sees("Enter next")
    assert "↺ leech forgotten 8 times: e reword it · @ suspend it" in " ".join(shown.split())
    terminal.types("@")
    terminal.sees("suspended: ")
    terminal.types("\r")
    assert terminal.ended()[0] == 0
    assert [mark for mark, _ in History(home / "history.db", create=False).marks().values()] == ["suspend"]


@pytest.mark.parametrize("width", [40, 120])
def test_it_fits_narrow_and_wide_terminals_without_colour(width: int) -> None:
    terminal = Terminal("wall", "--kind", "role", width=width, NO_COLOR="1")
    screen = terminal.sees("4  ")
    assert max(len(line) for line in re.split("[\r\n]+", screen)) <= width
    terminal.types("q")
    code, rest = terminal.ended()
    assert code == 0
    assert "nothing was answered" in rest


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)])
def test_a_signal_leaves_the_terminal_as_it_was(role: Terminal, number: signal.Signals, code: int) -> None:
    role.sees("4  ")
    time.sleep(0.3)
    during = termios.tcgetattr(role.child.child_fd)[3]
    assert not during & termios.ECHO
    role.child.kill(number)
    role.child.expect(pexpect.EOF)
    after = termios.tcgetattr(role.child.child_fd)[3]
    assert after & termios.ECHO
    role.child.close()
    assert role.child.exitstatus == code


def test_a_window_that_is_closed_ends_the_quiz_by_its_signal(role: Terminal) -> None:
    role.sees("4  ")
    time.sleep(0.3)
    role.child.ptyproc.fileobj.close()
    for _ in range(100):
        if not role.child.isalive():
            break
        time.sleep(0.1)
    assert role.child.exitstatus == 129


def test_a_bug_while_a_line_is_typed_ends_the_line_with_its_error_and_shows_nothing() -> None:
    shown, typed = _line("13 aug\r", lambda _: 1 / 0)  # type: ignore[arg-type,return-value]
    assert isinstance(typed, ZeroDivisionError)
    assert "Traceback" not in shown


def test_a_line_is_cut_where_it_is_no_answer_any_more() -> None:
    _, typed = _line("x" * (MOST_TYPED + 300) + "\r", lambda _: "")
    assert typed == "x" * MOST_TYPED


def _line(keys: str, echo: Callable[[str], str]) -> tuple[str, str | Exception | None]:
    """What is shown while keys are typed into a line, and what it gives or raises."""
    shown = io.StringIO()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=Vt100_Output(shown, lambda: Size(24, 80))):
        pipe.send_text(keys)
        try:
            return shown.getvalue(), Keyboard().line("date › ", echo)
        except ZeroDivisionError as error:
            return shown.getvalue(), error


def test_a_dumb_terminal_gets_the_plain_dialogue() -> None:
    terminal = Terminal("wall", "--kind", "role", TERM="dumb")
    screen = terminal.sees("4\\) ")
    assert "╭" not in screen
    terminal.types(":q\r")
    assert terminal.ended()[0] == 0


def test_in_high_contrast_nothing_is_dim_not_even_a_line_that_was_left() -> None:
    terminal = Terminal("wall", "--form", "typed", "--kind", "event", DESTAL_THEME="high-contrast", COLORTERM="")
    terminal.child.expect("year ›")
    before = terminal.child.before
    terminal.types("13 aug")
    terminal.types(CTRL_C)
    sent = re.findall(r"\x1b\[([0-9;]*)m", before + terminal.child.read())
    assert "1" in sent
    assert [codes for codes in sent if re.search(r"^2\b|;2$|38;5;102", codes)] == []


def test_a_pasted_paragraph_is_one_answer_and_no_keys(home: Path) -> None:
    terminal = Terminal("wall", "--form", "typed", "--kind", "event", "--limit", "1")
    terminal.sees("year ›")
    for _ in range(2):  # the first time it is said that it cannot be read
        terminal.types("\x1b[200~" + "first line\nsecond line\n" * 40 + "\x1b[201~")
        terminal.types("\r")
    assert "✗ wrong" in terminal.sees("Enter next")
    terminal.types("q")
    assert terminal.ended()[0] == 0
    assert len(answers(home)) == 1


def test_a_signal_to_stop_is_ctrl_c(role: Terminal) -> None:
    role.sees("4  ")
    time.sleep(0.3)
    role.child.kill(signal.SIGINT)
    code, rest = role.ended()
    assert code == 130
    assert "nothing was answered" in rest


@pytest.mark.skipif(not shutil.which("bash"), reason="no shell with job control")
@pytest.mark.parametrize(("arguments", "waits"), [("--kind role", "4  "), ("--kind role --form typed", " ›")])
def test_ctrl_z_stops_with_the_terminal_as_it_was_and_goes_on_where_it_was(arguments: str, waits: str) -> None:
    quiz = f"{sys.executable} -m destal_cli quiz wall {arguments}"
    script = f'{quiz}; echo "code $?"; stty -a | grep -oE -- "-?(echo|icanon) "; sleep 0.3; fg; echo "end $?"'
    env = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    shell = pexpect.spawn("bash", ["-mc", script], env=env, dimensions=(24, 80), encoding="utf-8", timeout=20)
    shell.expect(waits)
    time.sleep(0.3)
    shell.send("\x1a")
    shell.expect("code 1")  # 128 and the signal's number
    assert shell.before.rstrip().count("\x1b[?25h") >= shell.before.count("\x1b[?25l")
    shell.expect("\\sicanon")
    shell.expect("\\secho")
    shell.expect(waits)
    time.sleep(0.3)
    shell.send(CTRL_C)
    shell.expect("end 130")
    shell.close()


def test_keys_pressed_faster_than_they_are_asked_for_are_kept(role: Terminal, home: Path) -> None:
    screen = role.sees("4  [A-Z][^\x1b]+\x1b")
    role.types(number_of("Willy Brandt", screen) + "4")
    role.sees("rated Easy")
    assert role.ended()[0] == 0
    assert answers(home) == [("Willy Brandt", 3), ("Willy Brandt", 4)]  # taken back, and rated otherwise


def test_another_width_ctrl_z_and_keys_without_a_meaning_change_nothing(role: Terminal) -> None:
    role.sees("4  ")
    role.types(DOWN)
    role.sees("› 2")
    role.child.setwinsize(24, 45)
    role.types("\x1azя\x1b[5~" + DOWN)
    role.sees("› 3")
    role.types(UP + UP + UP)
    role.sees("› 4")
    role.types("q")
    assert role.ended()[0] == 0
