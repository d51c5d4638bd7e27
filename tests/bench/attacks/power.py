"""Power cuts: the writes and syncs of a learner's answers are recorded, and cut off at every point.

At a cut, what was synced is on the disk. Of what was written to a file since its last sync any part may be, in any
order, and the last write may be torn at a sector; that is what a disk with a cache does. Then the history is opened as
destal opens it: every answer of which the learner had been told must be there, the file sound, and memory what the log
says.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from attacks import Found, Gate, looked_over
from attacks.watched import Event
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.store import historyfile
from destal_cli.store.history import History

CUTS = 5_000
ANSWERS = 60  # recorded at a time
SECTOR = 512
START = 1_799_000_000_000  # milliseconds, in January 2027
NORMAL = "synchronous NORMAL"


def run(share: float, control: str) -> Found:
    """Recordings on two processors, each cut off at all of its points, until there were enough cuts."""
    cuts = max(40, round(CUTS * share))
    with ProcessPoolExecutor(2) as pool:
        parts = list(pool.map(_recording, [(seed, cuts // 2, control) for seed in (1, 2)]))
    faults = [fault for part in parts for fault in part.faults]
    tried = {what: sum(part.tried[what] for part in parts) for what in ("cuts", "answers")}
    return Found(tried, {"cuts": cuts // 2 * 2}, faults)


def _recording(task: tuple[int, int, str]) -> Found:
    seed, cuts, control = task
    rng, found = Random(seed), Found({"cuts": 0, "answers": 0})
    while found.tried["cuts"] < cuts and len(found.faults) < 5:
        events = recorded(rng, control)
        points = range(len(events) + 1)
        left = cuts - found.tried["cuts"]
        for point in points if left >= len(points) else sorted(rng.sample(points, left)):
            found.faults += [f"cut at {point} of {len(events)}: {fault}" for fault in _cut(events[:point], rng)]
        found.tried["cuts"] += min(left, len(points))
        found.tried["answers"] += sum(event.what == "saved" for event in events)
    return found


def recorded(rng: Random, control: str = "") -> list[Event]:
    """What the disk was asked while a learner answered, undid and rated otherwise, with a checkpoint now and then."""
    from attacks import watched

    events: list[Event] = []
    watch = watched.Watch(events.append)
    real, longest = historyfile.sqlite3, historyfile.LONGEST_WAL
    historyfile.sqlite3, historyfile.LONGEST_WAL = watched, 40 * 4096  # type: ignore[assignment,attr-defined]
    try:
        with tempfile.TemporaryDirectory() as folder:
            history = History(Path(folder) / "history.db", create=True)
            if control == NORMAL:
                history._db.execute("PRAGMA synchronous = NORMAL")
            for number in range(ANSWERS):
                rows = _answer(history, number, rng)
                events.append(Event("saved", "", rows))
            history.close()
    finally:
        historyfile.sqlite3, historyfile.LONGEST_WAL = real, longest  # type: ignore[attr-defined]
        watch.unregister()
    return events


def _answer(history: History, number: int, rng: Random) -> int:
    """One answer, or one that is taken back or rated otherwise; returns how many rows the log has then."""
    at = Moment(START + number * 3_600_000)
    last = history.last()
    if last and number % 7 == 6:
        history.void(last.id, at, Scheduler())
    elif last and number % 7 == 4:
        history.rerate({last.id: Rating.HARD}, at, Scheduler(), rng)
    else:
        cards = rng.sample(range(12), rng.choice((1, 1, 1, 4)))
        reviews = [Review(f"deck/fact-{card}/when", at, Rating(rng.randint(1, 4)), "typed") for card in cards]
        history.record(reviews, Scheduler(), rng)
    return len(history.reviews())


def on_disk(events: Sequence[Event], rng: Random) -> dict[str, bytearray]:
    """What the disk may hold after a cut: all that was synced, and some of the rest."""
    files: dict[str, bytearray] = {}
    for event in _survivors(events, rng):
        if event.what == "delete":
            files.pop(event.file, None)
        elif event.what == "truncate":
            del files.setdefault(event.file, bytearray())[event.offset :]
        elif event.what == "write":
            content = files.setdefault(event.file, bytearray())
            content.extend(bytes(max(0, event.offset - len(content))))
            content[event.offset : event.offset + len(event.data)] = event.data
    return files


def _survivors(events: Sequence[Event], rng: Random) -> Iterator[Event]:
    """The events that took hold. Of a file's writes since its last sync each may be lost, and the last one torn."""
    synced = {event.file: place for place, event in enumerate(events) if event.what == "sync"}
    share = rng.choice((0.0, 0.5, 1.0))
    for place, event in enumerate(events):
        if event.what in ("saved", "sync"):
            continue
        if event.what == "delete" or place < synced.get(event.file, -1) or rng.random() < share:
            torn = event.what == "write" and place == len(events) - 1 and len(event.data) > SECTOR
            kept = rng.randrange(0, len(event.data), SECTOR) if torn else len(event.data)
            yield Event(event.what, event.file, event.offset, event.data[:kept])


def _cut(events: Sequence[Event], rng: Random) -> list[str]:
    told = max((event.offset for event in events if event.what == "saved"), default=0)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in on_disk(events, rng).items():
            (Path(folder) / name).write_bytes(content)
        return looked_over(Path(folder) / "history.db", told)[1]


GATE = Gate(
    "power cut: recorded writes and syncs cut off at every point",
    f"{CUTS:,} cuts: 0 acknowledged lost, 0 corrupt",
    run,
    (NORMAL,),
)
