"""Work that takes long, in as many processes as there are processors, three at the most.

`index` has deck files read into what it keeps of them, `upkeep` the parts of a history looked over.

The processes are forks of this one, which have everything imported, and are told what to read over pipes. They end when
the other end of theirs is closed, so that none outlives whoever began it, however that one ended. Where there is one
processor, little to read, or no process to be had, this one reads everything.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

WORTH_IT = 600_000  # bytes, about a thousand facts; less is read before other processes have begun
MOST = 3  # processes: each has the whole of a file in memory


class Worker(NamedTuple):
    """A process that reads: the pipes that it is told a file by, and tells the result."""

    id: int
    told: int
    tells: int


def each(items: Sequence[T], work: Callable[[T], Any], size: Callable[[T], int]) -> Iterator[tuple[T, Any]]:
    """Every item with what came of the work on it, as it is done; among processes the largest are begun first."""
    waiting = list(items)
    count = min(len(waiting), MOST)
    if count > 1 and sum(map(size, waiting)) >= WORTH_IT and (count := min(count, _processors())) > 1:
        waiting.sort(key=size, reverse=True)
        yield from _shared(waiting, work, count)
    for item in waiting:
        yield item, work(item)


def _processors() -> int:
    """How many processors there are for this process; 1 where it cannot be forked."""
    if not hasattr(os, "fork") or _has_threads():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _has_threads() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _shared(waiting: list[T], work: Callable[[T], Any], count: int) -> Iterator[tuple[T, Any]]:
    """Every item that a process did; what is left in `waiting` was done by none."""
    import select

    workers: list[Worker] = []
    doing: dict[int, T] = {}
    try:
        with suppress(OSError):  # no more processes, or pipes, are to be had
            for _ in range(count):
                workers.append(_begin(work, workers))
        for worker in workers:
            _give(worker, waiting, doing)
        while doing:
            for ready in select.select(list(doing), [], [])[0]:
                item, worker = doing.pop(ready), next(w for w in workers if w.tells == ready)
                try:
                    found = _receive(ready)
                except EOFError:  # it was killed, or met with a mistake of ours
                    waiting.append(item)
                    continue
                _give(worker, waiting, doing)
                yield item, found
    finally:
        for worker in workers:
            _end(worker)


def _give(worker: Worker, waiting: list[T], doing: dict[int, T]) -> None:
    """Give a process the next item; one that is gone by now is noticed when it should answer."""
    if waiting:
        doing[worker.tells] = waiting.pop(0)
        with suppress(BrokenPipeError):
            _send(worker.told, doing[worker.tells])


def _begin(work: Callable[[Any], Any], others: Sequence[Worker]) -> Worker:
    """Begin a process. Raises OSError."""
    (told_in, told_out), (tells_in, tells_out) = os.pipe(), os.pipe()
    try:
        number = os.fork()
    except OSError:
        for end in (told_in, told_out, tells_in, tells_out):
            os.close(end)
        raise
    if number == 0:
        try:
            for end in (told_out, tells_in, *(end for worker in others for end in worker[1:])):
                os.close(end)
            _obey(told_in, tells_out, work)
        finally:
            os._exit(0)  # nothing that the first process has open is closed, flushed or deleted
    os.close(told_in)
    os.close(tells_out)
    return Worker(number, told_out, tells_in)


def _obey(told: int, tells: int, work: Callable[[Any], Any]) -> None:
    """Do what the first process tells, as long as it is there. Whatever goes wrong, it does over."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    with suppress(BaseException):
        while True:
            _send(tells, work(_receive(told)))


def _end(worker: Worker) -> None:
    import signal

    os.close(worker.told)
    os.close(worker.tells)
    with suppress(OSError):
        os.kill(worker.id, signal.SIGKILL)
        os.waitpid(worker.id, 0)


def _send(pipe: int, value: Any) -> None:
    """Write a value behind its length."""
    import pickle

    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    left = memoryview(len(data).to_bytes(8, "little") + data)
    while left:
        left = left[os.write(pipe, left) :]


def _receive(pipe: int) -> Any:
    """The next value. Raises EOFError when the other end is closed."""
    import pickle

    return pickle.loads(_exactly(pipe, int.from_bytes(_exactly(pipe, 8), "little")))


def _exactly(pipe: int, size: int) -> bytearray:
    data = bytearray()
    while len(data) < size:
        part = os.read(pipe, min(size - len(data), 1 << 20))
        if not part:
            raise EOFError
        data += part
    return data
