"""The history looked over: by one process or by several, what is wrong is found, and nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.core.problems import StoreError
from destal_cli.store import workers
from destal_cli.store.history import History
from destal_cli.store.upkeep import looked_over

CARDS = [f"d/{name}/x" for name in "abcdef"]


@pytest.fixture(params=[0, 10**9], ids=["several processes", "one process"])
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A history of six cards, each answered on three days, one of the answers taken back."""
    monkeypatch.setattr(workers, "WORTH_IT", request.param)
    history = History(tmp_path / "history.db", create=True)
    for day in (0, 3, 9):
        at = Moment(1_800_000_000_000 + day * 86_400_000)
        for card in CARDS:
            history.record([Review(card, at, Rating.GOOD, "choice")], Scheduler(), Random(1))
    history.void(15, at, Scheduler())
    history.close()
    return tmp_path / "history.db"


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)


def test_a_memory_that_is_what_the_reviews_say_is_sound(path: Path) -> None:
    assert looked_over(path) == ([], [])


def test_memories_that_are_not_are_found_in_order_wherever_they_stand(path: Path) -> None:
    change(path, "UPDATE memory SET lapses = 3 WHERE card IN ('d/f/x', 'd/a/x')")
    change(path, "DELETE FROM memory WHERE card = 'd/d/x'")
    change(path, "INSERT INTO memory SELECT 'd/zz/x', 1, 5, last, due, 1, 0, first, 0 FROM memory LIMIT 1")
    assert looked_over(path) == ([], ["d/a/x", "d/d/x", "d/f/x", "d/zz/x"])


def test_an_empty_memory_and_one_of_nothing_are_looked_over_too(path: Path) -> None:
    change(path, "DELETE FROM memory")
    assert looked_over(path) == ([], CARDS)
    change(path, "DELETE FROM reviews")
    assert looked_over(path) == ([], [])


def test_without_a_history_nothing_is_wrong_and_none_is_made(tmp_path: Path) -> None:
    assert looked_over(tmp_path / "nowhere" / "history.db") == ([], [])
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_damaged_is_told(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"x" * 4096
    path.write_bytes(content)
    faults, _ = looked_over(path)
    assert faults
    path.write_bytes(b"this is no database, it is a text that somebody put there" * 40)
    with pytest.raises(StoreError, match="damaged"):
        looked_over(path)
