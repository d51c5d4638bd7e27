"""Packages and documents of strangers through `destal import` and `destal build`: read, or refused with a reason.

Each is taken in by a child of its own, forked off a process that has everything loaded, so that its memory and time can
be told; some go through the installed command. Around the learner's folder nothing may change.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import NoReturn

from attacks import Found, Gate, command, environment
from attacks.bombs import LARGE, bombs, no_files
from attacks.controlled import CONTROLS
from attacks.decks import CONTROL_CHARACTER
from attacks.packed import OWNED, seeds

MUTANTS, COMMANDS = 8000, 50
SHARES = {"old package": 28, "new package": 25, "collection": 5, "book": 17, "page": 20, "print": 5}  # of a hundred
MEMORY, SECONDS = 256, 2.0  # MB, and seconds of the processor that a file may take
SMALL = 1 << 20  # bytes of a deck that is looked over once it was written
NEVER = 300  # seconds after which something hangs
ROOM, DISK = 1 << 30, 256 << 20  # bytes of memory and of one file that nobody gets
CAPLESS, UNPACKING, UNCLEANED = "an importer without caps", "every member unpacked", "uncleaned text"
Make = Callable[[], bytes]
Run = Callable[[list[str]], NoReturn]


def run(share: float, control: str) -> Found:
    """What was made to do harm, and the mutants, on two processors; then some through the command."""
    mutants, commands = round(MUTANTS * share), max(2, round(COMMANDS * min(1, share)))
    every = 0 if share >= 1 else max(1, round(0.1 / share))  # of so many bombs one, in a short form
    found = Found({"mutants": 0, "bombs": 0, "commands": 0})
    found.least = {"mutants": mutants // 2 * 2, "bombs": len(_bombs(every)), "commands": commands}
    with ProcessPoolExecutor(2) as pool:
        for tried, faults in pool.map(_attacked, [(half, mutants // 2, every, control) for half in (0, 1)]):
            found.tried = {what: count + tried.get(what, 0) for what, count in found.tried.items()}
            found.faults += faults
    with place() as around:
        for path in islice(_files(around, commands), commands):
            found.tried["commands"] += 1
            found.faults += around.taken(path, lambda words: _execute(words, control))
    return found


def _attacked(task: tuple[int, int, int, str]) -> tuple[dict[str, int], list[str]]:
    """Half of the bombs and so many mutants, in children of this process."""
    half, count, every, control = task
    tried, faults = {"mutants": 0, "bombs": 0}, list[str]()
    with place() as around:
        _load(around)
        if control:
            CONTROLS[control]()
        for name, made in _bombs(every)[half::2]:
            path = around.root / "here" / name
            _apart(lambda path=path, made=made: path.write_bytes(made()))  # type: ignore[misc]
            faults += around.taken(path, _be_destal)
            tried["bombs"] += 1
        for path in islice(_mutants(around, half), count):
            faults += around.taken(path, _be_destal)
            tried["mutants"] += 1
            if len(faults) > 20:
                break
    return tried, faults


def _bombs(every: int) -> list[tuple[str, Make]]:
    """One of so many bombs; those that take half a minute only in the whole form."""
    return [(name, made) for name, made in bombs().items() if every == 0 or name not in LARGE][:: max(1, every)]


def _mutants(around: Place, seed: int) -> Iterator[Path]:
    """Mutants without end, by names that say how to make them again."""
    rng, kinds, number = Random(seed), seeds(), 0
    while True:
        number += 1
        kind = rng.choices(list(SHARES), list(SHARES.values()))[0]
        path = around.root / "here" / f"mutant-{seed}-{number}{kinds[kind].suffix}"
        path.write_bytes(kinds[kind].spoil(rng))
        yield path


def _files(around: Place, commands: int) -> Iterator[Path]:
    """What is no file, as far as it fits among so many, and mutants."""
    yield from islice(no_files(around.root / "here"), commands // 2)
    yield from _mutants(around, 2)


def arguments(path: Path) -> list[str]:
    """How a learner takes such a file in."""
    if path.suffix in (".apkg", ".colpkg", ".csv"):
        return ["import", str(path), "--yes", *(["--with-history"] if path.suffix != ".csv" else [])]
    return ["build", str(path), "--no-nlp"]


@dataclass
class Place:
    """A learner's folder with things around it that must stay as they are."""

    root: Path
    home: Path = field(init=False)
    begun: Path = field(init=False)  # the learner's folder as it is before each file
    around: dict[str, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.home = self.root / "people" / "learner"
        for name in ("here", "elsewhere", "people/other", "tmp"):
            (self.root / name).mkdir(parents=True)
            (self.root / name / "mine").write_text("mine")
        self.home.mkdir()
        self.begun = self.root.with_name("begun")
        self.begun.mkdir()
        self.around = self.seen()

    def seen(self) -> dict[str, tuple[int, int]]:
        """Everything but the learner's folder and the files to take in, with what changes when it is written to."""
        found = {}
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in ("learner", "here")]
            for name in (*folders, *names):
                status = os.lstat(f"{folder}/{name}")
                found[f"{folder}/{name}"] = (status.st_size, status.st_mtime_ns if name in names else 0)
        return found

    def taken(self, path: Path, run: Run) -> list[str]:
        """What goes wrong when a file is taken in by a child that runs destal; the file is taken away."""
        with tempfile.TemporaryFile() as said:
            child = os.fork()
            if not child:
                self.enter(said.fileno())
                _limit()
                run(arguments(path))
            _, status, used = os.wait4(child, 0)
            said.seek(0)
            faults = list(_judged(os.waitstatus_to_exitcode(status), said.read().decode("utf-8", "replace")))
        seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss >> 10
        faults += [f"it took {seconds:.1f} s"] if seconds > LARGE.get(path.name, SECONDS) else []
        faults += [f"it took {memory} MB"] if memory > MEMORY else []
        path.unlink()
        return [f"{path.name}: {fault}" for fault in (*faults, *self.changed())]

    def enter(self, said: int) -> None:
        """Make this process one of the learner's, that says everything to a file."""
        folders = {"TMPDIR": str(self.root / "tmp"), "HOME": str(self.root / "people" / "other")}
        os.environ |= environment(self.home, DESTAL_NOW="2027-01-15T20:00", COLUMNS="80", **folders)
        os.environ.pop("PYTHONUNBUFFERED", None)
        tempfile.tempdir = None
        os.chdir(self.root / "elsewhere")
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)

    def changed(self) -> list[str]:
        """What changed around the learner's folder, which is put back."""
        shutil.rmtree(self.home)
        shutil.copytree(self.begun, self.home)
        now = self.seen()
        faults = sorted({f"{name} was changed" for name, _ in set(now.items()) ^ set(self.around.items())})
        self.around = now
        if OWNED.exists():
            OWNED.unlink()
            faults.append(f"{OWNED} was written")
        return faults


@contextlib.contextmanager
def place() -> Iterator[Place]:
    """A place that is taken away at the end."""
    memory = Path("/dev/shm")  # where no sync of a disk is waited for
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 4 * DISK
    with tempfile.TemporaryDirectory(prefix="destal-gate-", dir=memory if roomy else None) as folder:
        (Path(folder) / "around").mkdir()
        yield Place(Path(folder).resolve() / "around")


def _limit() -> None:
    """End this process where it would fill the memory or the disk, or hang."""
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.alarm(NEVER)


def _judged(code: int, said: str) -> Iterator[str]:
    if code not in (0, 1):
        yield f"exit code {code}: {said[-300:]}"
    if "Traceback" in said:
        yield "a traceback"
    if found := CONTROL_CHARACTER.search(said):
        yield f"a control character came out: {said[max(0, found.start() - 40) : found.end() + 20]!r}"


def _be_destal(words: list[str]) -> NoReturn:
    """What the command does, in this process, which ends; a deck that it wrote must be one that it can read."""
    code = 99
    try:
        from destal_cli.cli.app import run
        from destal_cli.store.deckfile import load_deck

        sys.argv = ["destal", *words]
        code = run()
        for path in Path(os.environ["DESTAL_HOME"]).glob("decks/*.yaml"):
            if path.stat().st_size < SMALL and (problems := load_deck(path).problems):
                print("the deck has problems:", *problems, file=sys.stderr)
                code = 98
        sys.stdout.flush()
    finally:
        os._exit(code)


def _execute(words: list[str], control: str) -> NoReturn:
    """The command itself, in the place of this process."""
    line = command(control, *words)
    os.execv(line[0], line)


def _apart(work: Callable[[], object]) -> None:
    """Do something in a child, so that what it takes is not this process's."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _load(around: Place) -> None:
    """Take some mutants of each kind in here, so that a child of this process has all loaded that it needs."""
    from destal_cli.cli.app import run

    around.enter(os.open(os.devnull, os.O_WRONLY))
    for path in islice(_mutants(around, 0), 40):
        sys.argv = ["destal", *arguments(path)]
        run()
        path.unlink()
    shutil.copytree(around.home / "cache", around.begun / "cache")  # the shipped deck is looked over once
    around.changed()
    gc.collect()
    gc.freeze()


GATE = Gate(
    "packages and documents of strangers through destal import and destal build",
    f"{MUTANTS:,}: 0 tracebacks, 0 files outside, at most {MEMORY} MB and {SECONDS:.0f} s each",
    run,
    (CAPLESS, UNPACKING, UNCLEANED),
)
