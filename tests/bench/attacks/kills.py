"""SIGKILL at random moments of real quizzes: what was said to be saved is there, and memory is what the log says."""

from __future__ import annotations

import datetime as dt
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random

from attacks import Found, Gate, command, environment, learner, looked_over

KILLS, ANSWERS = 500, 10_000
SESSION = 60  # answers that are at hand; a kill comes before
LATEST = 0.006  # seconds after an acknowledgement that a kill may wait: an answer takes about as long
FIRST_DAY = dt.date(2027, 1, 4)


def run(share: float, control: str) -> Found:
    """Two learners at once, each killed half of the times."""
    kills = max(2, round(KILLS * share))
    found = Found({"kills": 0, "answers": 0}, {"kills": kills // 2 * 2, "answers": round(ANSWERS * share)})
    with ThreadPoolExecutor(2) as pool:
        for part in pool.map(lambda seed: _one(kills // 2, seed, control), (1, 2)):
            found.tried = {what: count + part.tried[what] for what, count in found.tried.items()}
            found.faults += part.faults
    return found


def _one(kills: int, seed: int, control: str) -> Found:
    rng, acknowledged, found = Random(seed), 0, Found({"kills": 0, "answers": 0})
    with learner(cards=1_400) as home:
        for number in range(kills):
            acknowledged += _killed(home, rng, FIRST_DAY + dt.timedelta(days=number), control)
            found.tried = {"kills": number + 1, "answers": acknowledged}
            found.faults += looked_over(home / "history.db", acknowledged)[1]
            if len(found.faults) > 3:
                break
    return found


def _killed(home: Path, rng: Random, day: dt.date, control: str) -> int:
    """Study until somewhere within the session, and die; returns how many answers were said to be saved."""
    arguments = ("quiz", "--plain", "--form", "flashcard", "--new", "40", "--limit", str(SESSION))
    seen = environment(home, DESTAL_NOW=f"{day}T20:00")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command(control, *arguments), cwd=home / "elsewhere", env=seen, **pipes)  # type: ignore[call-overload]
    process.stdin.write(b"\n3\n" * SESSION)
    process.stdin.flush()
    last, saved = rng.randint(1, SESSION - 5), 0
    for line in process.stdout:
        saved += line.startswith(b"saved")
        if saved >= last:
            break
    time.sleep(rng.random() * LATEST)
    process.kill()
    saved += sum(line.startswith(b"saved") and line.endswith(b"\n") for line in process.stdout)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):
            pipe.close()
    return saved


GATE = Gate(
    "SIGKILL at random moments of real quizzes",
    f"{KILLS} kills, {ANSWERS:,} acknowledged answers: 0 lost, 0 torn, log and memory agree",
    run,
    ("commit at the end", "two transactions"),
)
