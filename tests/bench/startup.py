"""How long a learner waits for a command, as a ratio to bare Python on the same machine in the same run.

    python3 tests/bench/startup.py [--runs 15] [--home FOLDER]

The learner has just begun, or is the one of a folder, such as `made_history.py` makes. The commands and bare Python
take turns, and medians are printed. `quiz` is timed on a terminal of its own, from the start of the process until its
first question is drawn; the others until they end. Run it with destal installed, not editable: without byte code a
start takes three times as long.
"""

from __future__ import annotations

import argparse
import os
import pty
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

DESTAL = str(Path(sysconfig.get_path("scripts")) / "destal")
ROWS = [
    ("destal facts --person beria", ["facts", "--person", "beria"], 12.0),
    ("destal quiz, first question", ["quiz"], 12.0),
    ("destal", [], None),
    ("destal timeline", ["timeline"], None),
    ("destal scores", ["scores"], None),
    ("destal --help", ["--help"], None),
]


def finished(command: list[str], folder: str) -> float:
    """Seconds until a command has ended."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - started


def first_question(command: list[str], folder: str) -> float:
    """Seconds until the panel of the first question is closed on a terminal; the program is then killed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execv(command[0], command)
    started = time.perf_counter()
    seen = b""
    while "╯".encode() not in seen:
        seen += os.read(terminal, 4096)
    took = time.perf_counter() - started
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(terminal)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--home", help="a learner's folder")
    chosen = parser.parse_args()
    runs = chosen.runs
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DESTAL_HOME=chosen.home or folder, TERM="xterm-256color")
        print(f"{'command':32} {'ms':>7} {'of bare':>8} {'reach':>6}")
        for name, arguments, reach in ROWS:
            how: Callable[[list[str], str], float] = first_question if arguments == ["quiz"] else finished
            pairs = []
            for _ in range(runs + 1):
                bare = finished([sys.executable, "-I", "-c", "pass"], folder)
                pairs.append((how([DESTAL, *arguments], folder), bare))
            pairs = pairs[1:]  # the first warms the disk
            ratio = statistics.median(took / bare for took, bare in pairs)
            took = statistics.median(took for took, _ in pairs) * 1000
            print(f"{name:32} {took:7.0f} {ratio:8.1f} {reach or '':>6}")


if __name__ == "__main__":
    main()
