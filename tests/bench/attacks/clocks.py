"""Clocks that are wrong: what cannot be right is said, memory stays what the log says, and what was misdated is undone.

A learner studies on days that follow each other, in the time zone of a story, and then the clock shows something else
for a session. After it was put right, and the doctor has taken back what it dated, memory must be what the other
answers alone leave, and no card may be due in a year that nobody meant.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from attacks import Found, Gate, command, environment, learner, looked_over
from destal_cli.core.memory import Scheduler, replay
from destal_cli.store.history import History

STORIES = 40
ANSWERS = 3  # of a session
NOT_SAID, NOT_UNDONE = "a clock that is never doubted", "answers that are not taken back"
DOUBT, HINT = "this computer says that it is", "set the clock"
Shift = Callable[[dt.datetime], dt.datetime]


@dataclass(frozen=True, slots=True)
class Story:
    """What happens to a clock for a session: where, when, what it shows, and whether that is said and taken back."""

    name: str
    shift: Shift
    zone: str = "Europe/Berlin"
    begins: str = "2027-01-04T20:00"
    said: bool = False
    misdated: bool = False


def _by(**delta: int) -> Shift:
    return lambda time: time + dt.timedelta(**delta)


def _in_year(year: int) -> Shift:
    return lambda time: time.replace(year=year)


MISTAKEN_YEARS, MISTAKEN_DAYS = (2035, 2099, 2500, 9000), (10, 20)
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "UTC")
CHANGES = {
    "Europe/Berlin": ("2027-03-27", "2027-10-30"),
    "America/New_York": ("2027-03-13", "2027-11-06"),
    "Australia/Lord_Howe": ("2027-04-03", "2027-10-02"),
}
TOLD = (
    *(Story(f"{hours} hours behind", _by(hours=-hours)) for hours in (1, 5, 12, 26)),
    *(Story(f"{hours} hours ahead", _by(hours=hours)) for hours in (1, 5, 12, 26)),
    *(Story(f"{days} days behind", _by(days=-days), said=True) for days in (7, 31, 365, 5_000)),
    *(Story(f"{days} days off, and really so", _by(days=days)) for days in (31, 200, 400, 900)),
    *(Story(f"{year} by mistake", _in_year(year), said=True, misdated=True) for year in MISTAKEN_YEARS),
    *(Story(f"the year {year}", _in_year(year), said=True) for year in (1970, 1999)),
    *(
        Story(f"two months ahead, from the {day}th", _by(days=60), begins=f"2027-01-{day}T20:00", misdated=True)
        for day in MISTAKEN_DAYS
    ),
    *(
        Story(f"the clocks change in {zone} on {day}", _by(hours=1), zone, f"{day}T{hour}")
        for zone, days in CHANGES.items()
        for day in days
        for hour in ("03:30", "23:30")
    ),
    *(Story(f"in {zone}", _by(days=0), zone) for zone in ZONES),
)


def run(share: float, control: str) -> Found:
    """Every story, or a share of them in even steps."""
    told = TOLD[:: max(1, round(1 / min(1, share)))]
    if control:
        told = tuple(story for story in TOLD if story.misdated)[:2]
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for found in pool.map(lambda story: _told(story, control), told) for fault in found]
    return Found({"stories": len(told)}, {"stories": len(told) if control else min(STORIES, len(told))}, faults)


def _told(story: Story, control: str) -> list[str]:
    with learner() as home:
        return [f"{story.name}: {fault}" for fault in _faults(home, story, control)]


def _faults(home: Path, story: Story, control: str) -> list[str]:
    start = dt.datetime.fromisoformat(story.begins)
    faults: list[str] = []
    for day in range(2):
        faults += _studied(home, start + dt.timedelta(days=day), story, said=False, control=control)
    before = _memory(home)
    odd = story.shift(start + dt.timedelta(days=2))
    faults += _studied(home, odd, story, said=story.said, control=control)
    if not story.misdated:
        return faults + _scheduled(home, odd)
    right = start + dt.timedelta(days=3)
    faults += _studied(home, right, story, said=True, control=control, answers=0)
    mended = _run(home, right, story, control, "doctor", "--fix")
    if mended.returncode or "taken back" not in mended.stdout:
        faults.append(f"doctor --fix ended with {mended.returncode}: {mended.stdout}{mended.stderr}")
    if _memory(home) != before:
        faults.append("memory is not what it was before the clock was wrong")
    faults += _studied(home, right, story, said=False, control=control)
    return faults + _scheduled(home, right)


def _studied(
    home: Path, now: dt.datetime, story: Story, *, said: bool, control: str, answers: int = ANSWERS
) -> list[str]:
    """A session at a time; what was wrong with it."""
    done = _run(
        home, now, story, control, "quiz", "--plain", "--form", "flashcard", "--new", "2", lines="\n3\n" * answers
    )
    faults = [] if done.returncode == 0 else [f"at {now}: ended with {done.returncode}: {done.stderr}"]
    if (DOUBT in done.stderr and HINT in done.stderr) is not said:
        faults.append(f"at {now}: {'not said' if said else 'said, for no reason'}: {done.stderr.strip()}")
    acknowledged = sum(line.startswith("saved") for line in done.stdout.splitlines())
    rows = len(_reviews(home))
    if acknowledged > rows:
        faults.append(f"at {now}: {acknowledged} were acknowledged, and {rows} rows are there")
    return faults + [f"at {now}: {fault}" for fault in looked_over(home / "history.db", 0)[1]]


def _run(
    home: Path, now: dt.datetime, story: Story, control: str, *arguments: str, lines: str = ""
) -> subprocess.CompletedProcess[str]:
    seen = environment(home, DESTAL_NOW=now.isoformat(), TZ=story.zone)
    return subprocess.run(
        command(control, *arguments), input=lines, capture_output=True, text=True, cwd=home / "elsewhere", env=seen,
        timeout=60, check=False,
    )  # fmt: skip


def _reviews(home: Path) -> list[object]:
    return [*History(home / "history.db", create=False).reviews()]


def _memory(home: Path) -> dict[str, object]:
    """What is remembered, without the days that are given by chance."""
    history = History(home / "history.db", create=False)
    return {card: held._replace(due=0) for card, held in replay(history.reviews(), Scheduler()).items()}


def _scheduled(home: Path, now: dt.datetime) -> list[str]:
    """Cards that are due in a year that nobody meant: more than a few after the newest answer that stands."""
    history = History(home / "history.db", create=False)
    days = [held.last for held in history.memory().values()]
    late = [card for card, held in history.memory().items() if held.due > max(days) + 3_650]
    return [f"at {now}: {card} is due in {dt.date.fromordinal(history.memory()[card].due).year}" for card in late]


GATE = Gate(
    "clocks: behind, ahead, zones, both changes of the clocks, 2099 and 9000 by mistake",
    f"{STORIES} stories: said, clamped, undone; nothing scheduled into nonsense",
    run,
    (NOT_SAID, NOT_UNDONE),
)
