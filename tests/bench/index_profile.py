"""What making the index from nothing spends its time on: the explanation of the row of `large_scale` that says so.

    python3 tests/bench/index_profile.py [--facts 20000] [--cache FOLDER]

One process makes the index of the decks that `large` makes, and a sampling profiler looks again and again which module
of destal it is in; what a library does counts for the module that called it. Beside it stand the same files with
nothing but libyaml's events, which no reader of them can do without.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import yaml
from large import large

from destal_cli.store import workers
from destal_cli.store.index import Index

EVERY = 0.004  # seconds of processor time between two looks; the kernel looks no oftener
STEPS = {
    "yaml_stream": "YAML's events, decoded by the format's table",
    "deckspec": "YAML's events, decoded by the format's table",
    "text": "texts: cleaned, folded, taken apart into words",
    "deckfile": "facts linked to entities and sources",
    "passages": "passages found in their sources",
    "cards": "cards, their answers and forms",
    "forms": "cards, their answers and forms",
    "choices": "possible wrong answers",
    "rivals": "possible wrong answers",
    "reading": "rows of facts",
    "indexing": "rows of facts",
    "index": "rows written into SQLite, and its indexes made",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--facts", type=int, default=20_000)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "destal-large-scale")
    chosen = parser.parse_args()
    home = chosen.cache / f"decks-of-{chosen.facts}"
    holds = large(home, chosen.facts, chosen.facts)
    files = [(path, path.stem) for path in sorted((home / "decks").iterdir())]
    started = time.process_time()
    for path, _ in files:
        _events(path.read_text(encoding="utf-8"))
    alone = time.process_time() - started
    found: Counter[str] = Counter()
    workers.MOST = 1
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index.db")
        started = time.process_time()
        with _sampled(found):
            index.bring_up(files, lambda _, __: None)
        took = time.process_time() - started
        index.close()
    print(f"{holds.facts:,} facts in {len(files)} files: {took:.1f} s of processor time in one process")
    for step, count in found.most_common():
        print(f"{step:52}{took * count / found.total():7.2f} s{count / found.total():7.0%}")
    beside = "(libyaml's events alone, of which nothing is kept)"
    print(f"{beside:52}{alone:7.2f} s{alone / took:7.0%}")


def _events(text: str) -> None:
    following = yaml.CSafeLoader(text).get_event
    while following() is not None:
        pass


@contextmanager
def _sampled(found: Counter[str]) -> Iterator[None]:
    """Count what the process is at, again and again."""

    def look(_: int, frame: FrameType | None) -> None:
        found[_step(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _step(frame: FrameType | None) -> str:
    """The step that the innermost known module of a stack is part of."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("destal_cli.") and (step := STEPS.get(module.rpartition(".")[2])):
            return step
        frame = frame.f_back
    return "everything else"


if __name__ == "__main__":
    sys.exit(main())
