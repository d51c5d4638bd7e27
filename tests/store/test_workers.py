"""Work that is shared among processes: every item once, whatever becomes of them, and none outlives the first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from destal_cli.store import workers

FIRST = os.getpid()
ITEMS = list(range(1, 30))


def shared(work: Callable[[int], object]) -> list[tuple[int, object]]:
    """Every item with what came of it, in the order of the items."""
    return sorted(workers.each(ITEMS, work, int), key=lambda pair: pair[0])


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processors, and work enough for both."""
    monkeypatch.setattr(workers, "_processors", lambda: 2)
    monkeypatch.setattr(workers, "WORTH_IT", 0)


def test_every_item_is_done_once_by_other_processes() -> None:
    done = shared(lambda item: (item * item, os.getpid()))
    assert [(item, square) for item, (square, _) in done] == [(n, n * n) for n in ITEMS]  # type: ignore[misc]
    assert FIRST not in {process for _, (_, process) in done}  # type: ignore[misc]


def test_results_larger_than_a_pipe_come_whole() -> None:
    assert [len(result) for _, result in shared(lambda item: b"x" * item * 100_000)] == [  # type: ignore[arg-type]
        n * 100_000 for n in ITEMS
    ]


def test_little_work_or_one_processor_begins_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_IT", 10_000)
    assert {process for _, process in shared(lambda _: os.getpid())} == {FIRST}
    monkeypatch.setattr(workers, "WORTH_IT", 0)
    monkeypatch.setattr(workers, "_processors", lambda: 1)
    assert list(workers.each(ITEMS, str, int)) == [(n, str(n)) for n in ITEMS]


def test_where_no_process_is_to_be_had_this_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> NoReturn:
        raise OSError("no more processes")

    before = _names(Path("/dev/fd"))
    monkeypatch.setattr(os, "fork", none)
    assert {process for _, process in shared(lambda _: os.getpid())} == {FIRST}
    assert _names(Path("/dev/fd")) == before


@pytest.mark.parametrize("fails", [3, 29])
def test_what_a_process_died_of_is_done_over_by_the_first(fails: int) -> None:
    def work(item: int) -> int:
        if item == fails and os.getpid() != FIRST:
            os.kill(os.getpid(), signal.SIGKILL)
        return -item

    assert shared(work) == [(n, -n) for n in ITEMS]


def test_a_mistake_of_ours_is_raised_where_it_is_seen() -> None:
    with pytest.raises(ZeroDivisionError):
        shared(lambda item: 1 // (item - 7))


def test_who_stops_in_the_middle_leaves_no_process_and_no_pipe() -> None:
    before, found = _names(Path("/dev/fd")), workers.each(ITEMS, lambda _: os.getpid(), int)
    _, process = next(found)
    found.close()  # type: ignore[attr-defined]
    assert _names(Path("/dev/fd")) == before
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_no_process_outlives_the_first_when_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from destal_cli.store import workers\n"
        "def work(item):\n"
        "    Path(sys.argv[1], str(os.getpid())).touch()\n"
        "    time.sleep(0.05)\n"
        "workers._processors, workers.WORTH_IT = (lambda: 2), 0\n"
        "for _ in workers.each(range(1, 1000), work, int): pass\n"
    )
    first = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.PIPE)
    try:
        _wait(lambda: len(_names(tmp_path)) == 2)
    finally:
        first.kill()
    assert first.communicate()[1] == b""  # the processes, too, have let go of it
    _wait(lambda: not any(_is_alive(int(process)) for process in _names(tmp_path)))


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)


def _is_alive(process: int) -> bool:
    """Whether a process runs; one that ended and that nobody has asked about yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
