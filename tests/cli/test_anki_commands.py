"""`destal export anki` and `destal import` of packages: a deck and its past to Anki and back, as a learner does it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from anki_collections import Anki
from conftest import ROOT, Run

from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.store.history import History

CARD = "wall/wall-begun/when"


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    made = Anki.new(tmp_path)
    yield made
    made.col.close()


def today() -> str:
    """The time of the machine, which Anki goes by."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def test_ten_cards_answered_in_anki_come_back_with_the_memory_that_anki_has(
    destal: Run, home: Path, shipped_here: Path, anki: Anki
) -> None:
    assert destal("export", "anki", "-o", "deck.apkg", now=today()).code == 0
    anki.take(Path("deck.apkg").absolute())
    ten, rng = [card.id for card in anki.cards()][:10], Random(11)
    for days in (1, 2, 5, 9):
        for card in ten:
            first = rng.choice((1, 2, 3, 3, 4))
            for rating in (first, 3) if first == 1 else (first,):
                anki.answer(card, rating)
        anki.pass_days(days)
    path = str(anki.whole())
    done = destal("import", path, "--with-history", "--yes", now=today())
    assert (done.code, "of 10 cards" in done.err) == (0, True), done.err
    memory = History(home / "history.db", create=False).memory()
    assert len(memory) == 10
    day = Moment(int(datetime.now().timestamp() * 1000)).day
    for card in map(anki.col.get_card, ten):
        held, anew = memory[card.note()["Destal ID"]], anki.col.compute_memory_state(card.id)
        assert held.stability == pytest.approx(anew.stability, rel=1e-5)
        assert held.difficulty == pytest.approx(anew.difficulty, rel=1e-5)
        if card.queue == 2:
            assert held.due - day == card.due - anki.col.sched.today
    assert shipped_here.read_bytes() == (ROOT / "decks" / shipped_here.name).read_bytes()
    again = destal("import", path, "--with-history", "--yes", now=today())
    assert "history: 0 reviews" in again.err
    assert destal("doctor", now=today()).code == 0


def test_a_past_goes_along_only_when_it_is_asked_for(destal: Run, home: Path, wall: Path, anki: Anki) -> None:
    at = Moment(int(datetime.now().timestamp() * 1000) - 86_400_000)
    history = History(home / "history.db", create=True)
    history.record([Review(CARD, at, Rating.GOOD, "typed")], Scheduler(), Random(1))
    history.mark(CARD, "suspend", at)
    history.mark(CARD, "flag", at)
    history.close()
    destal("export", "anki", "wall", "-o", "new.apkg", now=today())
    anki.take(Path("new.apkg").absolute())
    assert {card.queue for card in anki.cards()} == {0}
    other = Anki.new(anki.folder, "other")
    destal("export", "anki", "wall", "-o", "known.apkg", "--with-history", now=today())
    other.take(Path("known.apkg").absolute())
    assert sorted((card.queue, card.flags) for card in other.cards())[0] == (-1, 1)
    other.col.close()
    assert wall.exists()


def test_marks_come_in_with_the_history(destal: Run, home: Path, anki: Anki) -> None:
    (first,), (second,) = anki.add("Basic", "Who?", "Beria"), anki.add("Basic", "When?", "1953")
    anki.col.sched.suspend_cards([first.id])
    anki.col.set_user_flag_for_cards(3, [second.id])
    path = str(anki.package(old=True, deck="History"))
    destal("import", path, "--yes", now=today())
    assert History(home / "history.db", create=False).marks() == {}
    done = destal("import", path, "--yes", "--with-history", now=today())
    assert "suspended: 1 card" in done.err
    assert "flagged: 1 card" in done.err
    history = History(home / "history.db", create=False)
    assert ({*history.marks()}, history.flags()) == ({"history/who/term"}, {"history/when/when"})
    assert "suspended" not in destal("import", path, "--yes", "--with-history", now=today()).err


def test_what_was_changed_in_anki_comes_back_into_the_deck_when_it_is_wanted(
    destal: Run, wall: Path, anki: Anki
) -> None:
    destal("export", "anki", "wall", "-o", "deck.apkg", now=today())
    anki.take(Path("deck.apkg").absolute())
    note = next(anki.cards()).note()
    note["Note"] = "mind the <b>year</b>"
    anki.col.update_note(note)
    path = str(anki.package())
    assert "--force takes the file's): wall-begun" in destal("import", path, "--yes", now=today()).err
    assert destal("import", path, "--yes", "--force", now=today()).code == 0
    assert "mind the year" in wall.read_text(encoding="utf-8")
    assert destal("check", "wall", now=today()).code == 0


def test_a_failed_export_leaves_the_file_that_was_there(destal: Run, wall: Path) -> None:
    Path("deck.apkg").write_bytes(b"mine")
    assert destal("export", "anki", "wall", "-o", "deck.apkg").code == 2
    assert Path("deck.apkg").read_bytes() == b"mine"
    assert destal("export", "anki", "nodeck", "-o", "deck.apkg", "--force").code == 3
    assert Path("deck.apkg").read_bytes() == b"mine"
    assert destal("export", "anki", "wall", "-o", "deck.apkg", "--force").code == 0
    assert zipfile.is_zipfile("deck.apkg")
    assert wall.exists()


def test_a_package_gets_a_name_by_itself_and_never_goes_to_a_terminal(destal: Run, wall: Path) -> None:
    done = destal("export", "anki", "wall")
    assert (done.code, done.out, Path("wall.apkg").exists()) == (0, "", True)
    assert "written: wall.apkg" in done.err
    assert wall.exists()


def test_a_broken_package_is_a_sentence(destal: Run, home: Path, tmp_path: Path) -> None:
    for content in (b"PK\3\4broken", b"broken", bytes(5000)):
        (tmp_path / "broken.apkg").write_bytes(content)
        done = destal("import", str(tmp_path / "broken.apkg"), "--yes")
        assert (done.code, done.out) == (1, "")
        assert "hint:" in done.err
    assert not (home / "decks").exists()
