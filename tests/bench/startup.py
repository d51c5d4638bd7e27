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
import sysconfig
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

from timing import Run, by_turns, drawn, finished

DESTAL = str(Path(sysconfig.get_path("scripts")) / "destal")
ROWS = [
    ("destal facts --person beria", ["facts", "--person", "beria"], 10.0),
    ("destal quiz, first question", ["quiz"], 8.0),
    ("destal", [], 9.0),
    ("destal due", ["due"], 9.0),
    ("destal timeline", ["timeline"], None),
    ("destal scores", ["scores"], None),
    ("destal --help", ["--help"], 7.0),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--home", help="a learner's folder")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(DESTAL_HOME=chosen.home or name, TERM="xterm-256color")
        print(f"{'command':32} {'ms':>7} {'of bare':>8} {'reach':>6}")
        for title, arguments, reach in ROWS:
            pairs = by_turns(partial(_measured, [DESTAL, *arguments], folder), folder, chosen.runs)
            ratio = median(run.seconds / bare.seconds for run, bare in pairs)
            took = median(run.seconds for run, _ in pairs) * 1000
            print(f"{title:32} {took:7.0f} {ratio:8.1f} {reach or '':>6}")


def _measured(command: list[str], folder: Path) -> Run:
    return drawn(command, folder, "╯") if command[1:] == ["quiz"] else finished(command, folder)


if __name__ == "__main__":
    main()
