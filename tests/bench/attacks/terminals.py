"""Terminals of every kind, and none: the right exit code, the terminal as it was, nothing from a deck that it obeys.

Every command runs on a pseudo-terminal of its own, with a deck whose every text has what a terminal would obey.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import shlex
import shutil
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGCONT, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, Signals

from attacks import Found, Gate, command, environment, learner
from attacks.hostile import ORDERS, OURS, deck, orders
from destal_cli.store.history import History

CASES = 60
PATIENCE = 20.0  # seconds that a screen or an end is waited for
ESC, CTRL_C, CTRL_D, CTRL_Z, CTRL_QUIT = b"\x1b", b"\x03", b"\x04", b"\x1a", b"\x1c"
TO_ALL = {SIGINT, SIGQUIT, SIGTSTP, SIGHUP}  # what a terminal sends to everybody in front
Step = str | bytes | Signals | tuple[int, int] | Callable[["Screen"], None]
_MODES = {"25": True, "1049": False, "2004": False, "1": False, "1000": False, "1002": False, "1003": False}


@dataclass(frozen=True)
class Case:
    """What is run, and how it must end: a step waits for a text, types, sends a signal, makes another size, or does."""

    name: str
    arguments: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    code: int = 0
    answers: int = 0
    size: tuple[int, int] = (24, 80)
    shell: str = 'exec "$@"'
    env: dict[str, str | None] = field(default_factory=dict)
    shows: str = ""
    counted: bool = True
    broken: str = ""  # the control that destal is run with


class Screen:
    """A terminal that a command runs on."""

    def __init__(self, case: Case, home: Path, control: str) -> None:
        self.master, self.slave = os.openpty()
        self.resize(*case.size)
        self.before = termios.tcgetattr(self.slave)
        run = command(control or case.broken, *case.arguments)
        seen = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "DESTAL_NOW": "2027-01-15T20:00"}
        env: dict[str, str | None] = {**environment(home, **seen, RUN=shlex.join(run)), **_UNSET, **case.env}
        self.process = subprocess.Popen(
            ["bash", "-c", case.shell, "bash", *run], stdin=self.slave, stdout=self.slave, stderr=self.slave,
            cwd=home / "elsewhere", env={name: value for name, value in env.items() if value is not None},
            start_new_session=True, preexec_fn=_take_terminal,
        )  # fmt: skip
        self.shown, self._seen, self.gone = "", 0, False

    def do(self, step: Step) -> None:
        """Take one step."""
        match step:
            case str():
                self.sees(step)
            case bytes():
                self.types(step)
            case Signals():
                self.signals(step)
            case (rows, columns):
                self.resize(rows, columns)
            case _:
                step(self)

    def sees(self, text: str) -> None:
        """Wait until a text was shown that has not been waited for."""
        last = time.monotonic() + PATIENCE
        while not re.search(text, said := OURS.sub("", self.shown[self._seen :])):
            if time.monotonic() > last or not self._read(0.2):
                raise AssertionError(f"{text!r} is never shown, but {said[-300:]!r}")
        self._seen = len(self.shown)

    def _read(self, seconds: float) -> bool:
        """Take in what is written; False when the command ended and nothing more is there."""
        if select.select([self.master], [], [], seconds)[0]:
            with suppress(OSError):
                self.shown += os.read(self.master, 65_536).decode("utf-8", "surrogateescape")
                return True
        return self.process.poll() is None

    def types(self, keys: bytes) -> None:
        """Type keys, or paste, once the command listens."""
        self._settled()
        while keys:
            if select.select([], [self.master], [], 0.1)[1]:
                keys = keys[os.write(self.master, keys[:1_024]) :]
            self._read(0)

    def _settled(self) -> None:
        """Wait until keys come as they are pressed, or for a moment where they do not."""
        last = time.monotonic() + 0.4
        while time.monotonic() < last and self.echoes:
            time.sleep(0.01)
        time.sleep(0.08)

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def signals(self, number: Signals) -> None:
        """Send a signal: what a terminal sends to all in front of it, another to the command."""
        self._settled()
        if number in TO_ALL:
            os.killpg(os.tcgetpgrp(self.master), number)
        else:
            self.process.send_signal(number)
        time.sleep(0.1)

    def resize(self, rows: int, columns: int) -> None:
        """Make the terminal another size, of which the command is told."""
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def ended(self) -> int:
        """The exit code, once all that was shown is read."""
        last = time.monotonic() + PATIENCE
        while self._read(0.2):
            if time.monotonic() > last:
                raise AssertionError(f"it does not end, and shows {OURS.sub('', self.shown)[-300:]!r}")
        return self.process.wait()

    def faults(self) -> Iterator[str]:
        """What is not as it was, or must not be on a screen."""
        if termios.tcgetattr(self.slave) != self.before:
            yield "the terminal's modes are not as before" + ("" if self.echoes else ": it does not echo")
        for mode, at_rest in _MODES.items():
            last = re.findall(rf"\x1b\[\?(?:\d+;)*{mode}(?:;\d+)*([hl])", self.shown)
            if last and (last[-1] == "h") != at_rest:
                yield f"mode {mode} is left {'on' if not at_rest else 'off'}"
        styles = re.findall(r"\x1b\[([0-9;]*)m", self.shown)
        if styles and styles[-1] not in ("", "0", "22", "39", "39;49", "0;10"):
            yield f"a style is left on: {styles[-1]}"
        if "Traceback" in self.shown or "Exception ignored" in self.shown:
            yield f"a traceback: {self.shown[-300:]!r}"
        if order := orders(self.shown):
            yield f"the terminal is given an order: {order}"

    def close(self) -> None:
        """End what runs still, and the terminal."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, Signals.SIGKILL)
        self.process.wait()
        for handle in () if self.gone else (self.master, self.slave):
            os.close(handle)


_UNSET: dict[str, str | None] = dict.fromkeys(
    ("COLUMNS", "LINES", "PAGER", "DESTAL_PAGER", "LESS", "LC_ALL", "PYTHONIOENCODING", "VISUAL", "EDITOR")
)


_DOCUMENT = """The {BAD}Berlin Wall was built on 13 August 1961. Walter {BAD}Ulbricht led the country then.

On 26 June 1963 John F. Kennedy said in Berlin: "Ich bin {BAD}ein Berliner". It was opened on 9 November 1989.
""".replace("{BAD}", re.sub("[\0\b]", "", ORDERS))


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _echoes(screen: Screen) -> None:
    assert screen.echoes, "the shell is left without echo"


def _hung_up(screen: Screen) -> None:
    """Close the terminal's window."""
    screen._settled()
    screen.gone = True
    os.close(screen.slave)
    os.close(screen.master)
    code = screen.process.wait(PATIENCE)
    assert code in (129, -SIGHUP), f"exit code {code} for a terminal that is gone"


def _paste(content: bytes) -> bytes:
    return b"\x1b[200~" + content + b"\x1b[201~"


def _quiz(form: str, *more: str) -> tuple[str, ...]:
    return ("quiz", "hostile", "--form", form, "--seed", "1", "--limit", "1", *more)


DATE, CHOICE = _quiz("date"), _quiz("choice")
FLASHCARD, PLAIN = _quiz("flashcard"), _quiz("choice", "--plain")
ASKS_DATE, ASKS_CHOICE, VERDICT = "year ›", r"› 1  ", "Enter next"


def _signals() -> Iterator[Case]:
    """Each signal at each stage of a quiz."""
    stages: dict[str, tuple[tuple[str, ...], tuple[Step, ...], int]] = {
        "an answer is typed": (DATE, (ASKS_DATE, b"13 au"), 0),
        "a choice waits": (CHOICE, (ASKS_CHOICE,), 0),
        "a verdict is read": (CHOICE, (ASKS_CHOICE, b"1", VERDICT), 1),
        "a flashcard is hidden": (FLASHCARD, ("Space reveals", ), 0),
        "cards are flipped through": (("cards", "--deck", "hostile"), ("reveals",), 0),
        "a review of what was built waits": (("build", "wall.txt", "--review"), ("keep",), 0),
        "how sure one is": (_quiz("choice", "--sure"), (ASKS_CHOICE, b"1", "How sure"), 0),
        "the plain dialogue waits": (PLAIN, ("4\\)",), 0),
    }  # fmt: skip
    for stage, (arguments, steps, answers) in stages.items():
        for number, code in ((SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGQUIT, 131)):
            yield Case(f"{number.name} while {stage}", arguments, (*steps, number), code, answers)
        end: Step = CTRL_C if stage != "the plain dialogue waits" else b":q\r"
        code = 130 if end == CTRL_C else 0
        yield Case(
            f"SIGPIPE and a stop while {stage}", arguments, (*steps, SIGPIPE, SIGSTOP, SIGCONT, end), code, answers
        )
        yield Case(f"sizes change while {stage}", arguments, (*steps, (5, 12), (2, 1), (60, 200), end), code, answers)
        yield Case(f"the window is closed while {stage}", arguments, (*steps, _hung_up), 0, answers)


def _shells() -> Iterator[Case]:
    """Ctrl-Z and what else stops a quiz, in a shell that goes on meanwhile."""
    shell = "exec bash --norc --noediting -i"
    for stage, arguments, asks, rest, answers in (
        ("an answer is typed", DATE, ASKS_DATE, (b"13 aug 1961\r", VERDICT, b"q"), 1),
        ("a choice waits", CHOICE, ASKS_CHOICE, (b"1", VERDICT, b"q"), 1),
    ):
        for name, stop in (("Ctrl-Z", CTRL_Z), ("SIGTSTP", SIGTSTP)):
            steps = (
                b'eval "$RUN"\n',
                asks,
                stop,
                "Stopped",
                _echoes,
                b"fg\n",
                asks,
                *rest,
                "at the first try",
                b"exit $?\n",
            )
            yield Case(f"{name} while {stage}, and back", arguments, steps, 0, answers, shell=shell)


def _kinds() -> Iterator[Case]:
    """Every kind of terminal, in the quiz and in the pager."""
    for kind in ("xterm-256color", "xterm", "vt100", "linux", "screen", "tmux", "no-such-terminal", "", None):
        env = {"TERM": kind}
        name = "TERM unset" if kind is None else f"TERM={kind}"
        yield Case(f"a quiz with {name}", CHOICE, (ASKS_CHOICE, b"1", VERDICT, b"q"), 0, 1, env=env)
    for kind in ("dumb", "unknown"):
        yield Case(f"a quiz with TERM={kind}", CHOICE, ("4\\)", b"1\r", "saved", b":q\r"), 0, 1, env={"TERM": kind})
    for kind in ("xterm-256color", "dumb", "no-such-terminal", None):
        more: tuple[Step, ...] = (
            ()
            if kind == "dumb"
            else (r"[:\)]\Z|RETURN", *([b"\r", ":"] if kind in ("no-such-terminal", None) else []), b"q")
        )
        name = "TERM unset" if kind is None else f"TERM={kind}"
        yield Case(f"the pager with {name}", ("facts",), more, env={"TERM": kind})


def _sizes() -> Iterator[Case]:
    """Terminals from one column to 200, and of no size."""
    for size in ((24, 10), (24, 1), (24, 0), (0, 0), (1, 80), (2, 20), (24, 200)):
        name = f"{size[1]} columns, {size[0]} rows"
        yield Case(f"a choice in {name}", CHOICE, ("›", b"1", "E", b"q"), 0, 1, size=size)
        yield Case(f"a date in {name}", DATE, ("›", CTRL_C), 130, size=size)


def _pastes() -> Iterator[Case]:
    """What is pasted into a question, by a terminal that says that it is a paste and by one that does not."""
    pastes = {
        "a megabyte": _paste(b"x" * 1_000_000),
        "lines": _paste(b"first\nsecond\r\nthird\r" * 40),
        "control characters": _paste(b"a" + bytes(range(1, 27)) + b"\x1c\x1d\x1e\x1f\x7f"),
        "escapes": _paste(b"a\x1b[31mb\x1b]0;owned\x07\x1b[200~\x1b[?1049h\x9b2Jc"),
        "NULs": _paste(b"a\0\0b"),
        "what is no UTF-8": _paste(b"a\xff\xfe\xed\xa0\x80\xc0b"),
    }
    for name, content in pastes.items():
        steps = (ASKS_DATE, content, b"\r", ASKS_DATE, content, b"\r", VERDICT, b"q")
        yield Case(f"a paste of {name}", DATE, steps, 0, 1)
    yield Case("a megabyte with no sign of a paste", DATE, (ASKS_DATE, b"x" * 6_000, CTRL_C), 130)
    yield Case("a paste that never ends", CHOICE, (ASKS_CHOICE, b"\x1b[200~abc\x1b[201~", b"q"))
    yield Case("keys that are no UTF-8", CHOICE, (ASKS_CHOICE, b"\xff\xc3(\0", b"1", VERDICT, b"q"), 0, 1)
    yield Case("Esc, cut off keys and Ctrl-\\", CHOICE, (ASKS_CHOICE, b"\x1b[", b"\x1bO", CTRL_QUIT, b"q"), 0, 1)
    yield Case("Ctrl-C twice", CHOICE, (ASKS_CHOICE, CTRL_C + CTRL_C), 130)
    yield Case("Ctrl-D in a choice", CHOICE, (ASKS_CHOICE, CTRL_D))
    yield Case("Ctrl-D in a date", DATE, (ASKS_DATE, CTRL_D))


def _encodings() -> Iterator[Case]:
    """Encodings in which not everything can be said."""
    for name, value in (
        ("LC_ALL", "C"), ("LC_ALL", "en_US.ISO-8859-1"), ("PYTHONIOENCODING", "latin-1"), ("PYTHONIOENCODING", "ascii"),
        ("PYTHONIOENCODING", "utf-8"), ("PYTHONUTF8", "0"),
    ):  # fmt: skip
        env: dict[str, str | None] = {name: value}
        yield Case(f"a quiz with {name}={value}", CHOICE, ("1  ", b"1", VERDICT, b"q"), 0, 1, env=env)
        yield Case(f"facts with {name}={value}", ("--no-pager", "facts", "--deck", "hostile"), env=env, shows="Kennedy")


def _streams() -> Iterator[Case]:
    """Input, output and talk that are closed, full, gone or no terminal; and no terminal at all."""
    facts, lost = ("facts",), ("facts", "--deck", "no-such-deck")
    yield Case("a quiz of /dev/null", CHOICE, shell='exec "$@" </dev/null')
    yield Case("a quiz with its input closed", CHOICE, shell='exec "$@" <&-')
    yield Case("facts with its output closed", facts, shell='exec "$@" >&-')
    yield Case("facts with its talk closed", facts, shell='exec "$@" 2>&- | cat; exit ${PIPESTATUS[0]}')
    yield Case("a mistake with its talk closed", lost, code=3, shell='exec "$@" 2>&-')
    yield Case("a quiz with everything closed", CHOICE, shell='exec "$@" <&- >&- 2>&-')
    yield Case("a mistake with everything closed", lost, code=3, shell='exec "$@" <&- >&- 2>&-')
    yield Case("facts with a full output", facts, code=4, shell='exec "$@" >/dev/full', shows="No space left")
    yield Case("a timeline with a full output", ("timeline",), code=4, shell='exec "$@" >/dev/full')
    yield Case("facts as JSON with a full output", ("facts", "--json"), code=4, shell='exec "$@" >/dev/full')
    yield Case("a mistake with a full talk", lost, code=3, shell='exec "$@" 2>/dev/full')
    yield Case("a quiz with a full output", PLAIN, code=4, shell='exec "$@" >/dev/full')
    yield Case("a full output and a full talk", facts, code=4, shell='exec "$@" >/dev/full 2>/dev/full')
    piped = '"$@" | head -1; exit ${PIPESTATUS[0]}'
    yield Case("facts for head", facts, shell=piped)
    yield Case("facts as JSON for head", ("facts", "--json"), shell=piped)
    yield Case("a reader gone before the start", facts, shell='{ sleep 0.3; "$@"; } | true; exit ${PIPESTATUS[0]}')
    yield Case(
        "a reader of the talk gone",
        lost,
        code=3,
        shell='{ sleep 0.3; "$@" 2>&1 >/dev/null; } | true; exit ${PIPESTATUS[0]}',
    )
    for name, made in {
        "zeros": "head -c 10000 /dev/zero", "noise": "head -c 20000 /dev/urandom",
        "a line of a megabyte": "head -c 1000000 /dev/zero | tr '\\0' x",
    }.items():  # fmt: skip
        yield Case(f"{name} for answers", (*PLAIN, "--cram"), shell=f'{made} | "$@" >/dev/null', counted=False)
    yield Case("no terminal to control it", CHOICE, (ASKS_CHOICE, b"1", VERDICT, b"q"), 0, 1, shell='setsid -w "$@"')
    yield Case("no terminal at all", PLAIN, shell='exec setsid -w "$@" </dev/null >/dev/null 2>&1')
    yield Case("a command with no terminal at all", facts, shell='exec setsid -w "$@" <&- >/dev/null 2>&1')


def _bugs() -> Iterator[Case]:
    """Bugs of destal's own while it has the terminal: a sentence, and the way to the report."""
    for stage, arguments in (("a choice waits", CHOICE), ("a date is typed", DATE), ("a card waits", FLASHCARD)):
        steps: tuple[Step, ...] = ("bug of ours",)
        yield Case(f"a bug while {stage}", arguments, steps, 70, shows="report.txt", broken="a bug")


def _views() -> Iterator[Case]:
    """Everything that shows a deck, and signals while the pager shows it."""
    for line in (
        "facts --deck hostile", "facts --deck hostile --json", "people --deck hostile", "timeline --deck hostile",
        "timeline --deck hostile --by year", "read hostile", "decks", "decks --json", "scores --deck hostile", "due",
        "export csv hostile -o -", "export html hostile -o -", "plan --exam 2027-02-14", "", "check hostile",
        "--plain facts --deck hostile", "--plain read hostile", "judge hostile/built 1961",
    ):  # fmt: skip
        yield Case(f"destal {line}", ("--no-pager", *line.split()))
    yield Case(
        "a verdict and more on a card", CHOICE, (ASKS_CHOICE, b"1", VERDICT, b"i", VERDICT, b"?", VERDICT, b"q"), 0, 1
    )
    yield Case("every card flipped through", ("cards", "--deck", "hostile"), ("reveals", b" " * 30, b"q"), 0, 5)
    for number, code in ((SIGINT, 0), (SIGTERM, 143), (SIGHUP, 129)):
        rest: tuple[Step, ...] = (b"q",) if number is SIGINT else ()
        yield Case(f"{number.name} while the pager is open", ("facts",), (r":\Z", number, *rest), code)
        yield Case(
            f"{number.name} while the timeline is open", ("timeline", "--by", "day"), (r":\Z", number, *rest), code
        )


def cases() -> list[Case]:
    """Every case."""
    parts = (_signals, _shells, _kinds, _sizes, _pastes, _encodings, _streams, _bugs, _views)
    return [case for part in parts for case in part()]


def run(share: float, control: str) -> Found:
    """The cases on two processors; a share below one takes every so manieth."""
    every = max(1, round(1 / min(1, share)))
    chosen = cases()[::every]
    found = Found({"cases": 0}, {"cases": CASES // every})
    with _studied() as template, ThreadPoolExecutor(4) as pool:
        for faults in pool.map(lambda case: played(case, template, control), chosen):
            found.tried["cases"] += 1
            found.faults += faults
    return found


@contextmanager
def _studied() -> Iterator[Path]:
    """A learner's folder with the deck and its index."""
    with learner() as home:
        (home / "decks").mkdir()
        (home / "decks" / "hostile.yaml").write_text(deck(), encoding="utf-8")
        (home / "elsewhere" / "wall.txt").write_text(_DOCUMENT, encoding="utf-8")
        subprocess.run(
            command("", "decks"), cwd=home / "elsewhere", env=environment(home), check=True, capture_output=True
        )
        yield home


def played(case: Case, template: Path, control: str = "") -> list[str]:
    """What goes wrong in a case."""
    with tempfile.TemporaryDirectory(prefix="destal-gate-") as folder:
        home = Path(shutil.copytree(template, Path(folder) / "home"))
        screen = Screen(case, home, control)
        try:
            faults = list(_faults(case, screen, home))
        except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
            faults = [str(error)]
        finally:
            screen.close()
        return [f"{case.name}: {fault}"[:400] for fault in faults]


def _faults(case: Case, screen: Screen, home: Path) -> Iterator[str]:
    for step in case.steps:
        screen.do(step)
    if not screen.gone:
        code = screen.ended()
        if code not in (case.code, case.code - 128 if case.code == 129 else case.code):
            yield f"exit code {code}, not {case.code}: {OURS.sub('', screen.shown)[-160:]!r}"
        yield from screen.faults()
    if case.shows not in screen.shown:
        yield f"{case.shows!r} is not said, but {screen.shown[-200:]!r}"
    if (saved := _saved(home)) != case.answers and case.counted:
        yield f"{saved} answers are in the history, not {case.answers}"


def _saved(home: Path) -> int:
    if not (home / "history.db").exists():
        return 0
    with closing(History(home / "history.db", create=False)) as history:
        return len(history.reviews())


GATE = Gate(
    "terminals: kinds, sizes, signals, pastes, encodings, none at all, closed pipes, full devices",
    f"at least {CASES} cases: right exit code, the terminal as it was, no escape from a deck",
    run,
    ("uncleaned text", "a terminal that is left as it is"),
)
