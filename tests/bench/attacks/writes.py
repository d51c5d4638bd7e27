"""A disk that fails at each write and sync of a session: what was acknowledged stays, and the message helps."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attacks import Found, Gate, environment, learner, looked_over

FAILING = [sys.executable, str(Path(__file__).with_name("failing.py"))]
ANSWERS = 3
SAID = {"EIO": "the disk failed", "ENOSPC": "there is no room left"}
TOO_EARLY = "verdict before the disk"


def run(share: float, control: str) -> Found:
    """Every write and sync of a session, for both kinds of failure; a share of them in even steps."""
    everything = _writes(control)
    step = max(1, round(1 / min(1, share)))
    tasks = [(kind, number, control) for kind in SAID for number in range(1, everything + 1, step)]
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for found in pool.map(_one, tasks) for fault in found]
    return Found({"failures": len(tasks), "writes and syncs": everything}, {"writes and syncs": 40}, faults)


def _study(home: Path, kind: str, number: int, control: str) -> subprocess.CompletedProcess[str]:
    seen = environment(
        home, DESTAL_NOW="2027-01-04T20:00", PYTHONPATH=str(Path(__file__).parent.parent), DESTAL_CONTROL=control
    )
    arguments = ("quiz", "--plain", "--form", "flashcard", "--new", str(ANSWERS))
    lines = "\n3\n" * ANSWERS
    return subprocess.run(
        [*FAILING, kind, str(number), *arguments],
        input=lines, capture_output=True, text=True, cwd=home / "elsewhere", env=seen, timeout=60, check=False,
    )  # fmt: skip


def _writes(control: str) -> int:
    """How many writes and syncs a session has on a disk that is well."""
    with learner() as home:
        return int(_study(home, "EIO", 0, control).stderr.split()[-1])


def _one(task: tuple[str, int, str]) -> list[str]:
    kind, number, control = task
    with learner() as home:
        done = _study(home, kind, number, control)
        acknowledged = sum(line.startswith("saved") for line in done.stdout.splitlines())
        _, faults = looked_over(home / "history.db", acknowledged)
        if done.returncode == 0 and acknowledged == ANSWERS:
            return faults  # it did no harm, as when a checkpoint fails that the next one makes good
        said = done.stderr
        if done.returncode != 4 or SAID[kind] not in said or "hint:" not in said or "Traceback" in said:
            faults.append(f"exit code {done.returncode}, said: {said.strip()}")
        return [f"{kind} at {number}: {fault}" for fault in faults]


GATE = Gate(
    "failing write and sync (EIO, ENOSPC) at each call of a session",
    "0 acknowledged lost, clear message, code 4",
    run,
    (TOO_EARLY,),
)
