"""Terminals of every kind, and none: the right exit code, the terminal as it was, and no command from a deck.

Each case is the installed destal on a terminal of its own, with something that happens to it while it waits. What it
sends is gone through as a terminal would: each escape must be one that destal itself sends, and what was switched on
(the hidden cursor, the other screen, bracketed paste) must be switched off again.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

from attacks import Found, Gate, command, environment, learner
from attacks.mutants import DECK

CASES = 60
UNCLEANED, LEFT_RAW = "uncleaned text", "a terminal that is left as it is"
PATIENCE = 20  # seconds
MODE = 0.25  # seconds that a program takes to change the terminal's mode
ECHO, LINES = 3, termios.ECHO | termios.ICANON | termios.ISIG
# What destal, prompt_toolkit and less send: colours, the cursor, erasing, modes that are looked at below.
OURS = re.compile(
    r"\x1b\[[0-9;]*[mABCDHJKGdrnLMPX@]|\x1b\[\?(?:1|7|12|25|1049|2004|2026)[hl]|\x1b\[\?u|\x1b[=>78M]|\x1b\[!p"
    r"|\x1b\(B|\x1b\[[0-9]*[ST]|\x1b\[c|\x1b\[>[0-9;]*[mq]|\x1b\[22;0;0t|\x1b\[23;0;0t"
)
ESCAPE = re.compile(r"[\x1b\x9b].{0,12}", re.DOTALL)
SWITCHED = {"?25": ("l", "h"), "?1049": ("h", "l"), "?2004": ("h", "l")}  # on, off: the cursor is hidden when on
HOSTILE = r'"w\e]0;owned\a\e[2J\x9b31m\u202eork\b\0"'
Happens = Callable[["pexpect.spawn[bytes]"], None]


@dataclass(frozen=True, slots=True)
class Case:
    """What is run on a terminal, what it shows when it waits, what happens then, and the exit codes that are right."""

    name: str
    arguments: Sequence[str]
    waits: str
    happens: Happens
    codes: Sequence[int]
    size: tuple[int, int] = (24, 80)
    seen: Mapping[str, str] = field(default_factory=dict)


def _keys(*keys: str) -> Happens:
    """Keys, one after the other."""

    def press(child: pexpect.spawn[bytes]) -> None:
        for key in keys:
            time.sleep(MODE)
            child.send(key.encode("utf-8", "surrogateescape"))

    return press


def _signal(number: signal.Signals, *keys: str) -> Happens:
    def send(child: pexpect.spawn[bytes]) -> None:
        time.sleep(MODE)
        child.kill(number)
        _keys(*keys)(child)

    return send


def _resized(*keys: str) -> Happens:
    """Another size in the middle of it, wide and very narrow."""

    def change(child: pexpect.spawn[bytes]) -> None:
        for rows, columns in ((10, 30), (50, 200), (3, 11), (24, 80)):
            time.sleep(0.1)
            child.setwinsize(rows, columns)
        _keys(*keys)(child)

    return change


CHOICE = (("quiz",), "4  ")
TYPED = (("quiz", "--form", "typed"), " ›")
FLASHCARD = (("quiz", "--form", "flashcard"), "reveals")
CARDS = (("cards",), "reveals")
SURE = (("quiz", "--sure"), "4  ")
STAGES = {"a choice": CHOICE, "a typed answer": TYPED, "a flashcard": FLASHCARD, "cards": CARDS, "how sure": SURE}
PAGES = {"facts": (("facts",), ":"), "timeline": (("timeline",), ":"), "help": (("help", "deck"), ":")}
PASTE = "\x1b[200~{}\x1b[201~\r"


def _verdict(happens: Happens) -> Happens:
    """The same while a verdict is read."""

    def answer(child: pexpect.spawn[bytes]) -> None:
        _keys("1")(child)
        child.expect(b"Enter")
        happens(child)

    return answer


def _cases() -> Iterator[Case]:
    for stage, (arguments, waits) in STAGES.items():
        yield Case(f"Ctrl-C at {stage}", arguments, waits, _keys("\x03"), [130])
        yield Case(f"Ctrl-D at {stage}", arguments, waits, _keys("\x04"), [0])
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
            yield Case(f"{number.name} at {stage}", arguments, waits, _signal(number), [code])
        yield Case(f"another size at {stage}", arguments, waits, _resized("\x03"), [130])
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
        yield Case(f"{number.name} at a verdict", *CHOICE, _verdict(_signal(number)), [code])
    yield Case("another size at a verdict", *CHOICE, _verdict(_resized("q")), [0])
    for page, (arguments, waits) in PAGES.items():
        yield Case(f"{page} in a pager", arguments, waits, _keys("q"), [0])
        yield Case(f"SIGTERM at {page} in a pager", arguments, waits, _signal(signal.SIGTERM), [143])
    for kind in (
        "xterm-256color",
        "xterm",
        "vt100",
        "linux",
        "screen",
        "tmux-256color",
        "ansi",
        "no-such-terminal",
        "",
    ):
        yield Case(f"TERM={kind}", *CHOICE, _verdict(_keys("q")), [0], seen={"TERM": kind})
    for kind in ("dumb", "unknown"):
        yield Case(f"TERM={kind}", ("quiz",), r"4\) ", _keys(":q\r"), [0], seen={"TERM": kind})
    for rows, columns in ((24, 10), (24, 20), (5, 40), (2, 80), (24, 200), (60, 500), (0, 0), (1, 1)):
        yield Case(f"{columns} columns, {rows} rows", ("quiz",), "[a-z]", _keys("\x03"), [130], (rows, columns))
    for name, seen in {
        "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        "ASCII": {"PYTHONIOENCODING": "ascii"},
        "Latin-1": {"PYTHONIOENCODING": "latin-1"},
        "UTF-8": {"PYTHONIOENCODING": "utf-8"},
    }.items():
        yield Case(f"encoding {name}", *CHOICE, _verdict(_keys("q")), [0], seen=seen)
    for name, text in {
        "a megabyte": "x" * 1_000_000,
        "lines": "one\ntwo\r\nthree\n" * 50,
        "escapes": "\x1b]0;t\x07\x1b[2J\x1b[6n" * 20,
        "control characters": "".join(map(chr, range(1, 27))) * 3,
        "no UTF-8": "\udcff\udcfe\udc80" * 10,
        "zeros": "\0" * 100,
    }.items():
        pasted = PASTE.format(text.replace("\x03", "").replace("\x04", "").replace("\x1a", "").replace("\x1c", ""))
        yield Case(f"{name} pasted", *TYPED, _keys(pasted, "\x03"), [130, 0])
    for shown in (["check", "hostile.yaml"], ["facts", "-d", "hostile.yaml"], ["read", "hostile.yaml"]):
        yield Case(f"a deck from hell in {shown[0]}", ["--no-pager", *shown], "", _keys(), [0, 1])
    yield Case("a deck from hell in a quiz", ("quiz", "hostile.yaml"), "[›>]", _keys("\x03"), [130])


def run(share: float, control: str) -> Found:
    """Every case, two at a time; a share of them in even steps."""
    cases = list(_cases())
    if control:
        cases = [
            case for case in cases if ("hell" in case.name) is (control == UNCLEANED) and "pager" not in case.name
        ][:8]
    cases = cases[:: 1 if control else max(1, round(1 / min(1, share)))]
    without = [] if control else _WITHOUT[:: max(1, round(1 / min(1, share)))]
    with ThreadPoolExecutor(3) as pool:
        faults = [fault for found in pool.map(lambda case: _on_terminal(case, control), cases) for fault in found]
        faults += [fault for found in pool.map(_without_terminal, without) for fault in found]
    tried = len(cases) + len(without)
    return Found({"cases": tried}, {"cases": tried if control else round(CASES * min(1, share))}, faults)


def _on_terminal(case: Case, control: str) -> list[str]:
    with learner() as home:
        (home / "elsewhere" / "hostile.yaml").write_text(_hostile(), encoding="utf-8")
        return [f"{case.name}: {fault}" for fault in _faults(home, case, control)]


def _hostile() -> str:
    """A deck that sends a terminal commands in all that it says."""
    text = DECK.replace("The Cold War", HOSTILE).replace("Who said so?", HOSTILE)
    text = text.replace("Kennedy told Berliners that he was one of them.", HOSTILE)
    return text.replace("In brief", HOSTILE).replace("name: Berlin Wall", f"name: {HOSTILE}")


def _faults(home: Path, case: Case, control: str) -> list[str]:
    name, *arguments = command(control, *case.arguments)
    usual = {"DESTAL_NOW": "2027-01-04T20:00", "TERM": "xterm-256color", "LESS": "", "PAGER": "less"}
    seen = environment(home, **(usual | dict(case.seen)))
    for variable in ("NO_COLOR", "COLUMNS", "LINES"):
        seen.pop(variable, None)
    child = pexpect.spawn(
        name, arguments, env=seen, cwd=str(home / "elsewhere"), dimensions=case.size, timeout=PATIENCE
    )
    before = termios.tcgetattr(child.child_fd)
    log: list[bytes] = []
    child.logfile_read = _Log(log)
    try:
        if case.waits:
            child.expect(case.waits.encode())
        case.happens(child)
        child.expect(pexpect.EOF)
        after = termios.tcgetattr(child.child_fd)
        child.close()
    except (pexpect.TIMEOUT, pexpect.EOF) as error:
        shown = b"".join(log)[-300:]
        return [f"{type(error).__name__} after {shown!r}"]
    finally:
        child.close(force=True)
    code = child.exitstatus if child.exitstatus is not None else -(child.signalstatus or 0)
    faults = [] if code in case.codes else [f"exit code {code} and not {case.codes[0]}: {b''.join(log)[-300:]!r}"]
    if before[ECHO] & LINES != after[ECHO] & LINES:
        faults.append("the terminal's mode is not what it was")
    return faults + list(_sent(b"".join(log).decode("utf-8", "replace")))


class _Log:
    """Takes what a terminal is sent."""

    def __init__(self, kept: list[bytes]) -> None:
        self._kept = kept

    def write(self, data: bytes) -> None:
        self._kept.append(data)

    def flush(self) -> None:
        """There is nothing to flush."""


def _sent(text: str) -> Iterator[str]:
    """What is wrong with what a terminal was sent."""
    if "Traceback" in text:
        yield f"a traceback: {text[-500:]}"
    strange = [found[0] for found in ESCAPE.finditer(OURS.sub("", text))]
    if strange:
        yield f"an escape that is not destal's: {strange[0]!r}"
    if spoken := re.search("[\x00\x07\u202a-\u202e\u2066-\u2069]", text):
        yield f"a control character comes through: {spoken[0]!r}"
    for mode, (on, off) in SWITCHED.items():
        states = re.findall(rf"\x1b\[{re.escape(mode)}([hl])", text)
        if states and on in states and states[-1] != off:
            yield f"mode {mode} is left on"


# Without a terminal: a shell line in which $destal stands for the program, and the exit codes that are right.
_WITHOUT: Sequence[tuple[str, str, Sequence[int]]] = (
    ("no terminal", "setsid $destal quiz </dev/null", [0]),
    ("no terminal and a choice to make", "setsid $destal restore </dev/null", [2, 3]),
    ("input closed", "$destal quiz <&-", [0]),
    ("output closed", "$destal facts >&-", [0, 4]),
    ("errors closed", "$destal facts --person nobody 2>&-", [3]),
    ("all closed", "$destal quiz <&- >&- 2>&-", [0, 4]),
    ("a pipe that closes early", "$destal facts | head -n 1", [0]),
    ("a reader that was never there", "$destal facts | true", [0]),
    ("a pipe that closes early on JSON", "$destal facts --json | head -c 10", [0]),
    ("a pipe that closes in a quiz", "yes 1 | $destal quiz --plain | head -n 3", [0]),
    ("a full disk for the output", "$destal facts >/dev/full", [4]),
    ("a full disk for JSON", "$destal facts --json >/dev/full", [4]),
    ("a full disk for errors", "$destal facts --person nobody 2>/dev/full", [3]),
    ("a full disk for a quiz", "printf '1\\n1\\n' | $destal quiz --plain >/dev/full", [4]),
    ("zeros for answers", "head -c 10000 /dev/zero | $destal quiz --plain", [0]),
    ("noise for answers", "head -c 20000 /dev/urandom | $destal quiz --plain", [0]),
    ("a megabyte in a line", "head -c 1000000 /dev/zero | tr '\\0' x | $destal quiz --plain --form typed", [0]),
)  # fmt: skip


def _without_terminal(case: tuple[str, str, Sequence[int]]) -> list[str]:
    name, line, codes = case
    with learner() as home:
        script = line.replace("$destal", command("")[0])
        done = subprocess.run(
            [shutil.which("bash") or "sh", "-o", "pipefail", "-c", script], capture_output=True, stdin=subprocess.DEVNULL,
            cwd=home / "elsewhere", env=environment(home, DESTAL_NOW="2027-01-04T20:00"), timeout=60, check=False,
        )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    right = {*codes, *((141,) if "|" in line else ())}  # the first of a pipe may be told that nobody reads
    faults = [] if done.returncode in right else [f"exit code {done.returncode} and not {codes[0]}: {said[-300:]}"]
    faults += ["a traceback"] if "Traceback" in said or "Exception ignored" in said else []
    return [f"{name}: {fault}" for fault in faults]


GATE = Gate(
    "terminals: kinds, sizes, signals, pastes, encodings, none at all, closed pipes, full disks, a deck from hell",
    f"at least {CASES} cases: right exit code, echo restored, no escape from a deck",
    run,
    (UNCLEANED, LEFT_RAW),
)
