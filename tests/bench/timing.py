"""What a child process costs: seconds, processor seconds and memory, run to its end or talked to on a terminal."""

from __future__ import annotations

import fcntl
import math
import os
import pty
import resource
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROWS, COLUMNS = 24, 80
TOO_LONG = 900.0  # seconds without what is waited for


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds until what was waited for; processor seconds and the peak of memory in MB until the process ended.

    One that is killed goes on for a moment after what was waited for: its processor seconds are a little too many.
    """

    seconds: float
    cpu: float
    peak: float


def finished(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end, with nobody to talk to; raises SystemExit when it fails."""
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {said.decode(errors='replace')}")
    return _run(took, usage)


def _run(seconds: float, usage: resource.struct_rusage) -> Run:
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _MB)


def peak_of_all(command: Sequence[str], folder: Path) -> float:
    """The peak of memory in MB of a command and the processes that it begins, looked at again and again.

    What they share is counted once. Only Linux tells; elsewhere it is not a number, and less than any for `max`.
    """
    quiet, peak = subprocess.DEVNULL, math.nan if sys.platform != "linux" else 0.0
    process = subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet)
    while process.poll() is None:
        peak = max(peak, sum(map(_share, (process.pid, *_children(process.pid)))))
        time.sleep(0.02)
    return peak


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _share(process: int) -> float:
    """A process's share of memory in MB: what it has for itself, and its part of what it has with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


_MB = 1024 * 1024 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there


def bare(folder: Path) -> Run:
    """Python that does nothing."""
    return finished([sys.executable, "-I", "-c", "pass"], folder)


def by_turns(measure: Callable[[], Run], folder: Path, runs: int, patience: float = math.inf) -> list[tuple[Run, Run]]:
    """Runs, each with the one of bare Python before it, until there are enough or they took longer than the patience.

    The first of several warms the disk and is left out.
    """
    pairs: list[tuple[Run, Run]] = []
    while len(pairs) <= runs and sum(run.seconds for run, _ in pairs) < patience:
        before = bare(folder)
        pairs.append((measure(), before))
    return pairs[1:] or pairs


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._asked = time.perf_counter()
        self._last = self._asked
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.chdir(folder)
            os.execv(command[0], list(command))

    def send(self, keys: str) -> None:
        """Press keys; times count from now."""
        self._asked = self._last = time.perf_counter()
        os.write(self._terminal, keys.encode())

    def until(self, sign: str, times: int = 1) -> float:
        """Seconds from the start or the last keys until a sign was drawn so many times, or the command ended."""
        wanted, seen = sign.encode(), b""
        while seen.count(wanted) < times and (part := self._read(TOO_LONG)):
            seen += part
        if wanted not in seen:
            raise SystemExit(f"it ended without {sign!r}: {seen.decode(errors='replace')[-2000:]}")
        return self._last - self._asked

    def until_quiet(self, pause: float) -> float:
        """Seconds from the start or the last keys to the last of what was drawn, once nothing is for a pause."""
        while self._read(pause):
            pass
        return self._last - self._asked

    def _read(self, patience: float) -> bytes:
        """What was drawn next; nothing when the command has ended or the patience has."""
        if not select.select([self._terminal], [], [], patience)[0]:
            return b""
        try:
            part = os.read(self._terminal, 65_536)
        except OSError:  # the other end is closed
            return b""
        self._last = time.perf_counter()
        return part

    def end(self, seconds: float) -> Run:
        """Kill the command, and say what it cost; `seconds` are what was measured."""
        os.kill(self.pid, 9)
        _, _, usage = os.wait4(self.pid, 0)
        os.close(self._terminal)
        return _run(seconds, usage)


def drawn(command: Sequence[str], folder: Path, sign: str, times: int = 1) -> Run:
    """Run a command on a terminal until it has drawn a sign so many times; it is then killed."""
    terminal = Terminal(command, folder)
    return terminal.end(terminal.until(sign, times))
