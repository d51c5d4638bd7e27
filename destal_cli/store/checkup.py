"""What `destal doctor` looks at, and what it can mend. Each thing that it looked at is a finding.

Nothing is mended unasked, and nothing of the learner's is deleted: answers are taken back by new rows, after a copy.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from destal_cli.core.clock import EARLIEST, TRAVEL, Clock, is_leap, on_date, seems
from destal_cli.core.health import Finding, State
from destal_cli.core.problems import StoreError
from destal_cli.core.text import plural
from destal_cli.store import backups, upkeep
from destal_cli.store.history import History

if TYPE_CHECKING:
    from destal_cli.core.memory import Moment, Review
    from destal_cli.store.library import Library

_MB = 1 << 20
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SOON = 31  # days for which a clock that is behind can be waited for
_STALE = 3  # days by which the newest copy may be older than the newest answer


def checkup(known: Library, now: Moment, *, fix: bool) -> Iterator[Finding]:
    """Look everything over, and with `fix` mend what can be mended."""
    path = known.places.history
    try:
        faults, differing = upkeep.looked_over(path)
    except StoreError as error:
        yield Finding("history", State.WRONG, error.message, error.hint)
        yield from _copies_if_any(path, now.day)
        return
    if faults:
        hint = "keep the file; `destal restore` puts the newest copy in its place"
        yield Finding("file", State.WRONG, f"{path} is damaged: {faults[0]}", hint)
        yield from _copies_if_any(path, now.day)
        return
    yield _identity(known)
    if not path.exists():
        yield from _copies_if_any(path, now.day)
        return
    history = History(path, create=False)
    yield _memory(known, history, differing, now, fix=fix)
    leapt = bool(misdated_ahead(history, now))
    yield _clock(known, history, now, fix=fix)
    yield _decks(known)
    yield _rights(path, fix=fix)
    yield _room(path)
    yield _copies(path, history.newest_day_before(now) or now.day if leapt else history.newest_day() or now.day)


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


def _copied(history: History, now: Moment) -> None:
    """Keep the history as it is before something is changed in it; of a day the first copy stays."""
    day = dt.date.fromordinal(now.day)
    target = backups.folder_of(history.path) / f"before-doctor-{day.isoformat()}.db"
    if not target.exists():
        backups.copy(history.path, target)


def _memory(known: Library, history: History, differing: list[str], now: Moment, *, fix: bool) -> Finding:
    finding = partial(Finding, "memory", cards=tuple(differing))
    if not differing:
        return finding(State.SOUND, "the memory is what the reviews say")
    if fix:
        try:
            _copied(history, now)
            history.mend(known.scheduler())
        except StoreError as error:
            return finding(State.WRONG, f"it was not mended: {error.message}", error.hint)
        return finding(State.MENDED, f"the memory of {plural(len(differing), 'card')}, from its reviews")
    some = ", ".join(differing[:5])
    said = f"the memory of {plural(len(differing), 'card')} is not what the reviews say: {some}"
    return finding(State.WRONG, said, "destal doctor --fix makes it anew from them")


def _clock(known: Library, history: History, now: Moment, *, fix: bool) -> Finding:
    """Whether answers lie in the future, or before all time; those that a wrong clock dated are taken back."""
    newest = history.newest_day()
    seen, lost, ahead = seems(now.day, newest), history.lost(), misdated_ahead(history, now)
    if seen is Clock.LOST or (seen is Clock.BEHIND and not ahead):
        return Finding("clock", State.WRONG, doubt(seen, newest, now)[0], _until_right(newest, now))
    if lost or ahead:
        when = [*["in the future"][: len(ahead)], *[f"before {on_date(EARLIEST)}"][: len(lost)]]
        return _taken_back(known, history, [*lost, *ahead], " or ".join(when), now, fix=fix)
    if seen is Clock.AHEAD:
        return Finding("clock", State.NOTE, *doubt(seen, newest, now))
    return Finding("clock", State.SOUND, "no answer lies in the future")


def misdated_ahead(history: History, now: Moment) -> list[Review]:
    """The answers from the future that are a mistake of the clock which was put right since."""
    newest = history.newest_day()
    if seems(now.day, newest) is not Clock.BEHIND:
        return []
    ahead = history.ahead(now)
    others = history.size()[0] - len(ahead)
    return ahead if is_leap(history.newest_day_before(now), [review.at.day for review in ahead], others) else []


def _taken_back(known: Library, history: History, wrong: list[Review], when: str, now: Moment, *, fix: bool) -> Finding:
    """What a wrong clock dated, and that it is taken back."""
    cards = tuple(sorted({review.card for review in wrong}))
    said = f"{plural(len(wrong), 'answer')} of {plural(len(cards), 'card')} that a wrong clock dated {when}"
    if not fix:
        hint = (
            f"if today is {on_date(now.day)}, destal doctor --fix takes them back, as if they had not been given;"
            " a copy is kept"
        )
        return Finding("clock", State.WRONG, said, hint, cards)
    try:
        _copied(history, now)
        history.take_back(wrong, now, known.scheduler(), Random())
    except StoreError as error:
        return Finding("clock", State.WRONG, f"{said}: not taken back, {error.message}", error.hint, cards)
    return Finding("clock", State.MENDED, f"{said}: taken back", "", cards)


def doubt(clock: Clock, newest: int | None, now: Moment) -> tuple[str, str]:
    """What to say of a clock that cannot be right, and what to do; `newest` is the day of the newest answer."""
    if newest is None or clock is Clock.LOST:
        return f"this computer says that it is {on_date(now.day)}", "set the clock: every answer is planned by it"
    said = f"your last answer is dated {on_date(newest)}, and this computer says that it is {on_date(now.day)}"
    if clock is Clock.BEHIND or newest < EARLIEST:
        return said, (
            "set the clock if it is wrong; if it is right now and was wrong then, `destal doctor` says what to do"
        )
    return said, "set the clock if that is wrong, before you answer: every answer is planned by it"


def doubt_of_then(lost: Sequence[Review]) -> tuple[str, str]:
    """What to say of answers from before all time when the clock is right now, and what to do."""
    said = (
        f"{plural(len(lost), 'answer')} of yours {'is' if len(lost) == 1 else 'are'} dated before {on_date(EARLIEST)}"
    )
    return said, "the clock had lost the time: `destal doctor` says what to do"


def _until_right(newest: int | None, now: Moment) -> str:
    """What to do about a clock when the answers do not tell whether it is wrong now or was wrong then."""
    if newest is None or now.day < EARLIEST:
        return "set the clock: every answer is planned by it"
    if newest - now.day <= _SOON:
        return f"set the clock if it is wrong; if it is right, go on: what you answer counts as of {on_date(newest)}"
    return "set the clock if it is wrong; if it is right, answer some cards, and ask destal doctor again"


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
    files = [*path.parent.glob(f"{path.stem}*{path.suffix}*"), *backups.folder_of(path).glob("*.db")]
    open_ones = [file for file in files if file.exists() and file.stat().st_mode & _OTHERS]
    if not open_ones:
        return Finding("rights", State.SOUND, "only you can read your answers")
    some = ", ".join(map(str, open_ones[:3]))
    if not fix:
        said = f"others on this computer can read {plural(len(open_ones), 'file')} with your answers: {some}"
        return Finding("rights", State.WRONG, said, "destal doctor --fix makes them yours alone")
    try:
        for file in open_ones:
            file.chmod(file.stat().st_mode & ~_OTHERS)
    except OSError as error:
        said = f"others can read {some}, and that cannot be changed: {error.strerror}"
        return Finding(
            "rights", State.WRONG, said, "the files are somebody else's: ask whoever looks after this computer"
        )
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


def _copies_if_any(path: Path, today: int) -> Iterator[Finding]:
    """What can be put in a lost history's place; nothing is said where there is nothing."""
    if backups.days(path):
        yield _copies(path, today)


def _copies(path: Path, newest: int) -> Finding:
    """Whether there are copies that are of late; `newest` is the day of the newest answer."""
    days = [day for day in backups.days(path) if dt.date.fromisoformat(day).toordinal() <= newest + TRAVEL]
    if not days:
        return Finding(
            "copies", State.NOTE, "there is none yet", "the first session of a day makes one, and destal backup"
        )
    said = f"{plural(len(days), 'copy', 'copies')}, the newest of {days[-1]}"
    unsound = [day for day in days if not backups.seems_whole(backups.folder_of(path) / f"{day}.db")]
    if unsound:
        hint = (
            "delete it: destal backup makes a sound one"
            if len(unsound) == 1
            else "delete them: destal backup makes one"
        )
        return Finding("copies", State.WRONG, f"{said}; no use can be made of that of {', '.join(unsound)}", hint)
    if newest - dt.date.fromisoformat(days[-1]).toordinal() > _STALE:
        return Finding("copies", State.NOTE, f"{said}, days before your last answer", "destal backup makes one now")
    return Finding("copies", State.SOUND, said)
