"""Long output: through a pager on a terminal, as plain lines into a pipe, and no more of it made than is read."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from destal_cli.cli.out import print_json, print_list

if sys.platform == "win32":
    pytest.skip("pexpect has no terminals on Windows", allow_module_level=True)

import termios

import pexpect

pytestmark = pytest.mark.usefixtures("wall")
DESTAL = [sys.executable, "-m", "destal_cli"]
WALL = ("facts", "--deck", "wall")  # five of them
needs_less = pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")


def on_terminal(*arguments: str, rows: int = 10, **environment: str) -> pexpect.spawn:
    """A command on a terminal of a few rows, without the variables that choose a pager but those given."""
    chosen = ("PAGER", "DESTAL_PAGER", "LESS", "COLUMNS", "LINES")
    env = {name: value for name, value in os.environ.items() if name not in chosen}
    env |= {"TERM": "xterm-256color", **environment}
    return pexpect.spawn(
        DESTAL[0], [*DESTAL[1:], *arguments], env=env, dimensions=(rows, 80), encoding="utf-8", timeout=20
    )


def ended(child: pexpect.spawn) -> tuple[int, str]:
    """The exit code and the rest of what was shown."""
    rest = child.read()
    child.close()
    return child.exitstatus, rest


def test_what_fits_on_the_screen_goes_straight_to_it() -> None:
    code, shown = ended(on_terminal(*WALL, rows=100, PAGER="false"))
    assert code == 0
    assert "5 facts" in shown


@needs_less
def test_what_does_not_fit_opens_in_less_and_q_ends_the_work() -> None:
    child = on_terminal(*WALL)
    child.expect("\n:")
    child.send("q")
    code, shown = ended(child)
    assert code == 0
    assert "5 facts" not in shown


@needs_less
def test_less_shows_the_colours_whatever_its_own_variable_says() -> None:
    child = on_terminal(*WALL, LESS="-X")
    child.expect(r"\x1b\[1m")
    child.send("q")
    assert ended(child)[0] == 0


@needs_less
def test_in_the_pager_control_c_is_the_pagers_and_the_terminal_is_left_as_it_was() -> None:
    child = on_terminal(*WALL)
    before = termios.tcgetattr(child.child_fd)
    child.expect("\n:")
    child.send("\x03\x1c")
    child.send("G")
    child.expect("5 facts")
    child.send("q")
    code, _ = ended(child)
    assert code == 0
    assert before[3] & termios.ECHO


@needs_less
def test_a_signal_ends_the_pager_first_and_then_the_program() -> None:
    child = on_terminal(*WALL)
    child.expect("\n:")
    during = termios.tcgetattr(child.child_fd)
    child.kill(signal.SIGTERM)
    child.expect(pexpect.EOF)
    after = termios.tcgetattr(child.child_fd)
    child.close()
    assert child.exitstatus == 143
    assert not during[3] & termios.ICANON
    assert after[3] & termios.ICANON


def test_the_pager_of_the_environment_gets_all_of_it(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    code, shown = ended(on_terminal(*WALL, PAGER=f"cat > {kept}"))
    assert (code, shown) == (0, "")
    assert re.sub(r"\x1b\[[0-9;]*m", "", kept.read_text(encoding="utf-8")).rstrip().endswith("5 facts")
    assert "5 facts" in ended(on_terminal(*WALL, PAGER="false", DESTAL_PAGER="cat -u"))[1]


@pytest.mark.parametrize("name", ["", "cat", "no-such-program", "no-such-program -x", "'", "/"])
def test_without_a_pager_everything_is_on_the_terminal(name: str) -> None:
    code, shown = ended(on_terminal(*WALL, DESTAL_PAGER=name))
    assert code == 0
    assert shown.count("“") == 5
    assert "5 facts" in shown


def test_an_option_does_without_the_pager() -> None:
    code, shown = ended(on_terminal("--no-pager", *WALL, PAGER="false"))
    assert code == 0
    assert "5 facts" in shown


def test_a_terminal_that_can_do_nothing_has_no_pager() -> None:
    code, shown = ended(on_terminal(*WALL, TERM="dumb", PAGER="false"))
    assert (code, "\x1b" in shown) == (0, False)
    assert "5 facts" in shown


@needs_less
def test_who_quits_the_pager_waits_for_nothing_more(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "first.py").write_text(
        "from destal_cli.cli.out import page\nfrom rich.text import Text\n"
        "page(Text(str(number)) for number in iter(lambda: 1, 2))\nprint('over')\n",
        encoding="utf-8",
    )
    child = pexpect.spawn(
        sys.executable, [str(made / "first.py")], env={**os.environ, "TERM": "xterm"}, encoding="utf-8", timeout=20
    )
    child.expect("\n:")
    child.send("q")
    child.expect("over")


@pytest.mark.parametrize("command", ["facts", "people", "timeline", "read", "facts --json", "timeline --json"])
def test_a_pipe_that_closes_early_is_no_error(command: str) -> None:
    made = f"{' '.join(DESTAL)} {command} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", made], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("command", ["facts", "people", "timeline", "", "read", "facts --json", "decks", "schema"])
def test_an_output_that_cannot_be_written_is_told_in_a_sentence(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*DESTAL, *command.split()], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 4
    assert done.stderr == "destal: the output cannot be written: No space left on device\n"


def test_a_list_as_json_is_what_the_whole_document_would_be(capsys: pytest.CaptureFixture[str]) -> None:
    lists: tuple[list[object], ...] = ([], [{"a": ["ß\n", {}]}], [{"b": None}, {"c": []}])
    for items in lists:
        print_list("items", items)
        streamed = capsys.readouterr().out
        print_json({"items": items})
        assert streamed == capsys.readouterr().out


def test_lines_in_a_pipe_are_those_of_the_terminal_without_colours(destal: Run) -> None:
    plain = destal(*WALL).out
    code, shown = ended(on_terminal(*WALL, DESTAL_PAGER=""))
    assert code == 0
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n") == plain


@needs_less
def test_a_pager_that_is_killed_leaves_the_terminal_as_it_was() -> None:
    child = on_terminal(*WALL)
    before = termios.tcgetattr(child.child_fd)
    child.expect("\n:")
    assert not termios.tcgetattr(child.child_fd)[3] & termios.ECHO
    os.killpg(os.getpgid(child.pid), signal.SIGHUP)
    child.expect(pexpect.EOF)
    assert termios.tcgetattr(child.child_fd) == before
    child.close()
    assert child.exitstatus == 129
