"""Four quizzes at once on one history, on the same card, with a doctor and a backup beside them."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from attacks import Found, Gate, command, environment, learner, looked_over

DAYS = ("2027-01-04T20:00", "2027-01-05T20:00")
WINDOWS, ANSWERS = 4, 1_000  # of each window
DECK = """\
id: one
title: One card
facts:
  - id: wall
    kind: claim
    statement: The Berlin Wall was built in 1961.
    evidence: The Berlin Wall was built in 1961.
    questions:
      what: {ask: What was built in 1961?, answer: The Berlin Wall, choices: [A bridge, A canal, A dam]}
sources:
  - {id: text, title: A text, from: a handout, text: The Berlin Wall was built in 1961.}
"""


def run(share: float, control: str) -> Found:
    """The windows, each with its share of answers; all that was acknowledged must be there, and nothing was busy."""
    answers = max(10, round(ANSWERS * share))
    with learner() as home:
        (home / "one.yaml").write_text(DECK, encoding="utf-8")
        subprocess.run(
            command("", "quiz", str(home / "one.yaml"), "--plain", "--form", "flashcard"), input="\n1\n", text=True,
            cwd=home / "elsewhere", env=environment(home, DESTAL_NOW=DAYS[0]), stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        together = threading.Barrier(WINDOWS)
        with _beside(home) as others, ThreadPoolExecutor(WINDOWS) as pool:
            windows = list(pool.map(lambda _: _window(home, answers, control, together), range(WINDOWS)))
        acknowledged = 1 + sum(saved for saved, _ in windows)
        rows, faults = looked_over(home / "history.db", acknowledged)
        faults += [*(wrong for _, wrong in windows if wrong), *others]
        if rows > acknowledged:
            faults.append(f"{rows} rows are there, and {acknowledged} answers were acknowledged")
    return Found({"answers": acknowledged}, {"answers": WINDOWS * answers}, faults)


def _window(home: Path, answers: int, control: str, together: threading.Barrier) -> tuple[int, str]:
    """A window that answers when all have their first question; returns its answers, and what was wrong with it."""
    arguments = ("quiz", str(home / "one.yaml"), "--plain", "--form", "flashcard")
    quiz = subprocess.Popen(
        command(control, *arguments), text=True, cwd=home / "elsewhere", env=environment(home, DESTAL_NOW=DAYS[1]),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert quiz.stdout
    quiz.stdout.readline()
    together.wait(60)
    out, err = quiz.communicate("\n1\n" * answers, timeout=600)
    wrong = f"a window ended with {quiz.returncode}: {err}" if quiz.returncode or err else ""
    return sum(line.startswith("saved") for line in out.splitlines()), wrong


@contextmanager
def _beside(home: Path) -> Iterator[list[str]]:
    """A doctor and a backup, again and again; yields what they had to complain of."""
    complaints: list[str] = []
    is_over = threading.Event()

    def again(name: str) -> None:
        while not is_over.wait(0.1):
            seen = environment(home, DESTAL_NOW=DAYS[1])
            done = subprocess.run(
                command("", name), capture_output=True, text=True, cwd=home / "elsewhere", env=seen, check=False
            )
            if done.returncode:
                complaints.append(f"{name}: {done.stderr.strip()}")

    threads = [threading.Thread(target=again, args=(name,)) for name in ("doctor", "backup")]
    for thread in threads:
        thread.start()
    try:
        yield complaints
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


GATE = Gate(
    "four quizzes at once on one history and one card, a doctor and a backup beside them",
    f"{WINDOWS * ANSWERS:,} answers, 0 lost, no “busy” shown",
    run,
    ("autocommit",),
)
