"""A hundred thousand answers in one process: its memory does not grow, and the log gives the memory that it left."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import IO

from attacks import Found, Gate, command, environment, learner, looked_over

ANSWERS = 100_000
MOST_GROWTH = 5.0  # MB
WARM = 0.1  # of the answers, after which its memory is taken
LEAK = "every answer kept twice"


def run(share: float, control: str) -> Found:
    """One session whose cards are missed for ever, on a made-up deck."""
    answers = max(2_000, round(ANSWERS * share))
    with learner(cards=200) as home:
        saved, growth, code = _studied(home, answers, control)
        found = Found({"answers": saved, "kB more": round(growth * 1024)}, {"answers": answers})
        if growth > MOST_GROWTH:
            found.faults.append(f"memory grew by {growth:.1f} MB after the first {answers * WARM:,.0f} answers")
        if code:
            found.faults.append(f"ended with {code}")
        found.faults += looked_over(home / "history.db", saved)[1]
        return found


def _studied(home: Path, answers: int, control: str) -> tuple[int, float, int]:
    """How many answers were saved, by how many MB the process grew after it was warm, and its exit code."""
    arguments = ("quiz", "made-1", "--plain", "--form", "flashcard", "--new", "30")
    quiz = subprocess.Popen(
        command(control, *arguments), cwd=home / "elsewhere", env=environment(home, DESTAL_NOW="2027-01-04T20:00"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert quiz.stdin
    assert quiz.stdout
    threading.Thread(target=_answer, args=(quiz.stdin, answers), daemon=True).start()
    saved, warm, last = 0, 0.0, 0.0
    for line in quiz.stdout:
        saved += line.startswith(b"saved")
        if saved == round(answers * WARM) and not warm:
            warm = _megabytes(quiz.pid)
        elif line.startswith(b"saved") and saved % 500 == 0:
            last = _megabytes(quiz.pid)
    return saved, last - warm, quiz.wait()


def _answer(pipe: IO[bytes], answers: int) -> None:
    for _ in range(answers // 100):
        pipe.write(b"\n1\n" * 100)
    pipe.write(b"\n1\n" * (answers % 100))
    pipe.close()


def _megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


GATE = Gate(
    "soak: answers in one process",
    f"{ANSWERS:,} answers: at most {MOST_GROWTH:.0f} MB more memory, and the log gives the same memory",
    run,
    (LEAK,),
)
