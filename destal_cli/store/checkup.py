"""What `destal doctor` looks at, and what it can mend. Each thing that it looked at is a finding.

Nothing is mended unasked, and nothing of the learner's is deleted: answers are taken back by new rows, after a copy.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from destal_cli.core.clock import TRAVEL, Clock, is_leap, seems
from destal_cli.core.health import Finding, State
from destal_cli.core.problems import StoreError
from destal_cli.core.text import plural
from destal_cli.store import backups, upkeep
from destal_cli.store.history import History

if TYPE_CHECKING:
    from destal_cli.core.memory import Moment
    from destal_cli.store.library import Library

_MB = 1 << 20
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_STALE = 3  # days by which the newest copy may be older than the newest answer


def checkup(known: Library, now: Moment, *, fix: bool) -> Iterator[Finding]:
    """Look everything over, and with `fix` mend what can be mended."""
    path = known.places.history
    try:
        faults, differing = upkeep.looked_over(path)
    except StoreError as error:
        yield Finding("history", State.WRONG, error.message, error.hint)
        return
    if faults:
        hint = "keep the file; `destal restore` puts the newest copy in its place"
        yield Finding("file", State.WRONG, f"{path} is damaged: {faults[0]}", hint)
        yield _copies(path, now.day)
        return
    yield _identity(known)
    if not path.exists():
        return
    history = History(path, create=False)
    yield _memory(known, history, differing, fix=fix)
    yield _clock(known, history, now, fix=fix)
    yield _decks(known)
    yield _rights(path, fix=fix)
    yield _room(path)
    yield _copies(path, history.newest_day() or 0)


def _identity(known: Library) -> Finding:
    """Whether the history is the one that was used so far."""
    path = known.places.history
    try:
        rows, cards = known.history().size()
    except StoreError as error:
        return Finding("history", State.WRONG, error.message, error.hint)
    if not path.exists():
        return Finding("history", State.SOUND, "there is none yet", "destal quiz begins it")
    return Finding("history", State.SOUND, f"{path}, {plural(rows, 'row')}, memory of {plural(cards, 'card')}")


def _copied(history: History) -> None:
    """Keep the history as it is before something is changed in it."""
    backups.copy(history.path, backups.folder_of(history.path) / "before-doctor.db")


def _memory(known: Library, history: History, differing: list[str], *, fix: bool) -> Finding:
    finding = partial(Finding, "memory", cards=tuple(differing))
    if not differing:
        return finding(State.SOUND, "the memory is what the reviews say")
    if fix:
        _copied(history)
        history.mend(known.scheduler())
        return finding(State.MENDED, f"the memory of {plural(len(differing), 'card')}, from its reviews")
    some = ", ".join(differing[:5])
    said = f"the memory of {plural(len(differing), 'card')} is not what the reviews say: {some}"
    return finding(State.WRONG, said, "destal doctor --fix makes it anew from them")


def _clock(known: Library, history: History, now: Moment, *, fix: bool) -> Finding:
    """Whether answers lie in the future; those that a wrong clock dated are taken back."""
    seen = seems(now.day, history.newest_day())
    if seen is Clock.AHEAD:
        return Finding("clock", State.NOTE, *doubt(seen, history.newest_day() or 0, now))
    if seen is Clock.LIKELY:
        return Finding("clock", State.SOUND, "no answer lies in the future")
    ahead = history.ahead(now)
    if not is_leap(history.newest_day_before(now), [review.at.day for review in ahead]):
        return Finding("clock", State.WRONG, *doubt(seen, history.newest_day() or 0, now))
    cards = tuple(sorted({review.card for review in ahead}))
    said = f"{plural(len(ahead), 'answer')} of {plural(len(cards), 'card')} that a wrong clock dated in the future"
    if not fix:
        hint = "destal doctor --fix takes them back, as if they had not been given; a copy is kept"
        return Finding("clock", State.WRONG, said, hint, cards)
    _copied(history)
    history.take_back(ahead, now, known.scheduler(), Random())
    return Finding("clock", State.MENDED, f"{said}: taken back", "", cards)


def doubt(clock: Clock, newest: int, now: Moment) -> tuple[str, str]:
    """What to say of a clock that cannot be right, and what to do; `newest` is the day of the newest answer."""
    said = f"your last answer is dated {_date(newest)}, and this computer says that it is {_date(now.day)}"
    if clock is Clock.BEHIND:
        return said, (
            "set the clock if it is wrong; if it is right now and was wrong then, `destal doctor` says what to do"
        )
    return said, "set the clock if that is wrong, before you answer: every answer is planned by it"


def _date(day: int) -> str:
    date = dt.date.fromordinal(day)
    return f"{date.day} {date:%B %Y}"


def _decks(known: Library) -> Finding:
    """Which cards of the history are in no deck: a deck that is away may come back, and finds its history then."""
    orphans = known.orphans()
    if not orphans:
        return Finding("decks", State.SOUND, "every card that you answered is in a deck")
    homes = Counter(card.partition("/")[0] for card in orphans)
    where = ", ".join(f"{deck} ({count:,})" for deck, count in homes.most_common(5))
    said = (
        f"{plural(len(orphans), 'card')} that you answered {'is' if len(orphans) == 1 else 'are'} in no deck: {where}"
    )
    return Finding(
        "decks", State.NOTE, said, "what you know of them is kept, and is there when they come back", tuple(orphans)
    )


def _rights(path: Path, *, fix: bool) -> Finding:
    """Whether others may read the learner's answers."""
    if os.name == "nt":
        return Finding("rights", State.SOUND, "as the folder's are")
    files = [path, *(Path(f"{path}{end}") for end in ("-wal", "-shm")), *backups.folder_of(path).glob("*.db")]
    open_ones = [file for file in files if file.exists() and file.stat().st_mode & _OTHERS]
    if not open_ones:
        return Finding("rights", State.SOUND, "only you can read your answers")
    some = ", ".join(map(str, open_ones[:3]))
    if not fix:
        said = f"others on this computer can read {plural(len(open_ones), 'file')} with your answers: {some}"
        return Finding("rights", State.WRONG, said, "destal doctor --fix makes them yours alone")
    for file in open_ones:
        file.chmod(file.stat().st_mode & ~_OTHERS)
    return Finding("rights", State.MENDED, f"only you can read them now: {some}")


def _room(path: Path) -> Finding:
    """Whether the disk has room for a copy of the history, and for answers to come."""
    needed, free = backups.room_needed(path), shutil.disk_usage(path.parent).free
    if free >= needed:
        return Finding("room", State.SOUND, f"{_size(free)} are free, a copy takes {_size(needed)}")
    said = f"{_size(free)} are free where your history is, and a copy takes {_size(needed)}"
    return Finding("room", State.WRONG, said, "make room: without it no copies are made, and soon no answer is saved")


def _size(count: int) -> str:
    """Bytes in as much detail as anyone wants: `164 MB`, `61 GB`."""
    return f"{count // _MB} MB" if count < 10_000 * _MB else f"{count // (1_024 * _MB):,} GB"


def _copies(path: Path, newest: int) -> Finding:
    """Whether there are copies that are of late; `newest` is the day of the newest answer."""
    days = [day for day in backups.days(path) if dt.date.fromisoformat(day).toordinal() <= newest + TRAVEL]
    if not days:
        return Finding(
            "copies", State.NOTE, "there is none yet", "the first session of a day makes one, and destal backup"
        )
    said = f"{plural(len(days), 'copy', 'copies')}, the newest of {days[-1]}"
    if newest - dt.date.fromisoformat(days[-1]).toordinal() > _STALE:
        return Finding("copies", State.NOTE, f"{said}, days before your last answer", "destal backup makes one now")
    return Finding("copies", State.SOUND, said)
