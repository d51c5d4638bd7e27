"""Mutated decks, in process and through `destal check`: a problem with its line, and never anything else."""

from __future__ import annotations

import re
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from attacks import Found, Gate, command, environment, learner
from attacks.mutants import DECK, spoiled

MUTANTS, FILES = 300_000, 200
SLOW = 2.0  # seconds a deck
UNSAFE, UNCLEANED = "yaml.load", "uncleaned text"
CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def run(share: float, control: str) -> Found:
    """The mutants on two processors, then files through the command."""
    mutants, files = round(MUTANTS * share), max(4, round(FILES * min(1, share)))
    found = Found({"decks in process": 0, "files": 0}, {"decks in process": mutants // 2 * 2, "files": files})
    if control != UNCLEANED:
        with ProcessPoolExecutor(2) as pool:
            for count, faults in pool.map(_in_process, [(seed, mutants // 2, control) for seed in (1, 2)]):
                found.tried["decks in process"] += count
                found.faults += faults
    if control != UNSAFE:
        found.tried["files"], faults = _through_the_command(files, control)
        found.faults += faults
    return found


def _in_process(task: tuple[int, int, str]) -> tuple[int, list[str]]:
    seed, count, control = task
    read = _unsafely if control == UNSAFE else _read
    rng, faults = Random(seed), []
    for number in range(count):
        text, started = spoiled(DECK, rng), time.process_time()
        try:
            read(text)
        except Exception as error:  # whatever it is, it should not have come
            faults.append(f"mutant {number} of seed {seed}: {type(error).__name__}: {error}"[:200])
        if time.process_time() - started > SLOW:
            faults.append(f"mutant {number} of seed {seed} took {time.process_time() - started:.1f} s")
        if len(faults) > 20:
            return number + 1, faults
    return count, faults


def _read(text: str) -> None:
    from destal_cli.core.cards import cards_of_deck
    from destal_cli.core.check import check_deck
    from destal_cli.store.deckfile import read_deck

    reading = read_deck(text, "mutant.yaml")
    said = [str(problem) for problem in reading.problems]
    assert reading.deck is not None or said, "neither a deck nor a problem"
    if reading.deck is not None:
        check_deck(reading.deck)
        shown = [part for card in cards_of_deck(reading.deck) for part in (card.prompt, card.answer.text)]
        assert not any(map(CONTROL_CHARACTER.search, shown)), f"a control character comes through: {shown!r}"


def _unsafely(text: str) -> Any:
    """As one reads YAML who has not been told."""
    import yaml

    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return None


def _through_the_command(files: int, control: str) -> tuple[int, list[str]]:
    rng, faults = Random(3), []
    with learner() as home:
        folder = home / "elsewhere" / "mutants"
        folder.mkdir()
        for number in range(files):
            path = folder / f"{number}.yaml"
            text = spoiled(DECK.replace("cold-war", f"mutant-{number}"), rng)
            if number % 4 == 0:  # one that is shown, with what must never reach a terminal
                text = DECK.replace("kind: work", r'kind: "w\e]0;owned\a\x9b2J\u202eork"')
            spoilt = rng.choice((b"\xff", b"\xed\xa0\x80", b"\0")) if number % 4 == 1 else b""
            path.write_bytes(text.encode() + spoilt)
            faults += _checked(home, path, control)
    return files, faults


def _checked(home: Path, path: Path, control: str) -> list[str]:
    done = subprocess.run(
        command(control, "check", str(path)), capture_output=True, cwd=home / "elsewhere",
        env=environment(home), timeout=60, check=False,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    faults = [] if done.returncode in (0, 1) else [f"exit code {done.returncode}: {said[:200]}"]
    faults += ["a traceback"] if "Traceback" in said else []
    faults += [f"a control character came out: {said[:120]!r}"] if CONTROL_CHARACTER.search(said) else []
    return [f"{path.name}: {fault}" for fault in faults]


GATE = Gate(
    "mutated decks through the reader and destal check",
    f"{MUTANTS:,} in process (0 stray exceptions), {FILES} through the command (0 tracebacks)",
    run,
    (UNSAFE, UNCLEANED),
)
