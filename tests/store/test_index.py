"""The index: the same answers with one that is fresh, stale, missing, truncated, foreign, older or damaged."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run, library_of, starter_text
from hypothesis import example, given
from hypothesis import strategies as st

from destal_cli.core.facts import Deck, Fact
from destal_cli.core.filters import Filter
from destal_cli.core.memory import Moment
from destal_cli.core.problems import StoreError
from destal_cli.core.text import words
from destal_cli.store import deckfile, index, workers
from destal_cli.store.deckfile import read_deck
from destal_cli.store.indexing import words_of
from destal_cli.store.library import Library
from destal_cli.store.questions import ANSWERS

# What kills the process that makes an index: when the first of three files is in it, or when all is written.
STARTED = "tell = lambda done, _: done == 1 and os.kill(os.getpid(), 9)"
FINISHED = (
    "tell, asked = None, []\n"
    "index.edition = lambda: asked.append(1) or (os.kill(os.getpid(), 9) if len(asked) > 1 else 1)"
)

COMMANDS = [
    ["facts"],
    ["facts", "berlin", "--json"],
    ["facts", "--person", "kennedy"],
    ["facts", "--from", "1963", "--tag", "people"],
    ["people"],
    ["people", "brandt", "--json"],
    ["timeline", "--json"],
    ["decks", "--json"],
    ["scores", "--json"],
    ["judge", "wall/kennedy-berliner", "Kennedy"],
    ["read"],
    ["check"],
    [],
    ["cards", "--plain", "--limit", "3"],
    ["facts", "--person", "nobody-at-all"],
]


def _missing(index: Path) -> None:
    index.unlink()


def _truncated(index: Path) -> None:
    index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])


def _empty(index: Path) -> None:
    index.write_bytes(b"")


def _text(index: Path) -> None:
    index.write_text("this is no database" * 500, encoding="utf-8")


def _foreign(index: Path) -> None:
    index.unlink()
    with sqlite3.connect(index) as db:
        db.execute("CREATE TABLE facts (x)")


def _older(index: Path) -> None:
    with sqlite3.connect(index) as db:
        db.execute("PRAGMA user_version = 1")
        db.execute("DROP TABLE cards")


def _overwritten(index: Path) -> None:
    data = bytearray(index.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    index.write_bytes(bytes(data))


def _a_folder(index: Path) -> None:
    index.unlink()
    index.mkdir()


def _stale(index: Path) -> None:
    with sqlite3.connect(index) as db:
        db.execute("UPDATE files SET mtime = 1, hash = x'00'")


DAMAGE: list[Callable[[Path], None]] = [
    _missing, _truncated, _empty, _text, _foreign, _older, _overwritten, _a_folder, _stale,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__.strip("_"))
def test_every_command_answers_the_same_whatever_became_of_the_index(
    destal: Run, wall: Path, home: Path, damage: Callable[[Path], None]
) -> None:
    path = home / "cache" / "index.db"
    assert wall
    right = [destal(*command) for command in COMMANDS]
    for command, said in zip(COMMANDS, right, strict=True):
        gc.collect()  # closes the index of the run before
        damage(path)
        assert destal(*command) == said, command
        if path.is_dir():
            path.rmdir()
            destal("facts")


def test_a_cache_that_cannot_be_written_is_done_without(destal: Run, wall: Path, home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("in the way", encoding="utf-8")
    assert wall
    assert destal("facts", "--json").out.count('"deck": "wall"') == 5


def reads_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the deck files that are read from now on."""
    reads: list[str] = []

    def counted(text: str, path: str = "") -> object:
        reads.append(Path(path).name)
        return read_deck(text, path)

    monkeypatch.setattr(deckfile, "read_deck", counted)
    return reads


def again(known: Library) -> Library:
    return Library(known.places, known.here, known.names)


def test_only_a_file_that_changed_is_read_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = reads_of(monkeypatch)
    known = library_of(home, starter_text(), starter_text().replace("id: wall", "id: other"))
    assert len(known.facts(Filter())) == 10
    assert reads == ["0.yaml", "1.yaml"]
    path = Path(known.names[0])
    path.write_text(starter_text().replace("The Wall", "A Wall"), encoding="utf-8")
    assert [deck.title for deck in again(known).decks] == ["A Wall", "The Wall"]
    os.utime(path, ns=(1, 1))  # another time, and the same bytes
    assert [deck.title for deck in again(known).decks] == ["A Wall", "The Wall"]
    assert reads == ["0.yaml", "1.yaml", "0.yaml"]


def test_a_file_that_changes_in_the_moment_it_is_read_and_keeps_its_time_and_size_is_seen(home: Path) -> None:
    known = library_of(home, starter_text())
    path, now = Path(known.names[0]), time.time_ns() + 10**10  # not yet gone by when it is read
    os.utime(path, ns=(now, now))
    assert known.decks[0].title == "The Wall"
    path.write_text(starter_text().replace("The Wall", "The Hall"), encoding="utf-8")
    os.utime(path, ns=(now, now))
    assert again(known).decks[0].title == "The Hall"


def test_who_reads_a_deck_goes_on_with_it_as_it_was(home: Path) -> None:
    known = library_of(home, starter_text())
    deck = known.decks[0]
    Path(known.names[0]).write_text(starter_text().replace("brandt", "mayor"), encoding="utf-8")
    assert "mayor" in again(known).decks[0].entities
    assert "brandt" in deck.entities
    assert any("brandt" in fact.named for fact in deck.facts)
    assert deck.passage(deck.facts[0])


def test_a_file_that_is_gone_is_forgotten(home: Path) -> None:
    known = library_of(home, starter_text(), starter_text().replace("id: wall", "id: other"))
    assert len(known.decks) == 2
    Path(known.names[1]).unlink()
    Path(known.names[0]).write_text(starter_text() + "\n", encoding="utf-8")
    one = Library(known.places, known.here, known.names[:1])
    assert len(one.facts(Filter(query="wall"))) == len(known.facts(Filter(query="wall"))) / 2
    with sqlite3.connect(home / "cache" / "index.db") as db:
        assert db.execute("SELECT count(*) FROM files WHERE size >= 0").fetchone() == (1,)


def test_two_processes_make_an_index_at_once(home: Path) -> None:
    known = library_of(home, *(starter_text().replace("id: wall", f"id: wall-{n}") for n in range(20)))
    code = (
        "import sys; from pathlib import Path; from destal_cli.store.library import Library;"
        "from destal_cli.store.places import places; from destal_cli.core.filters import Filter;"
        "print(len(Library(places(), Path(), tuple(sys.argv[1:])).facts(Filter())))"
    )
    command = [sys.executable, "-c", code, *known.names]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [run.communicate()[0] for run in runs] == ["100\n"] * 3
    assert len(known.facts(Filter())) == 100


@pytest.mark.parametrize("when", ["before", "between", "after"])
def test_an_index_that_is_damaged_while_it_is_used_is_made_anew(home: Path, when: str) -> None:
    texts = [starter_text().replace("id: wall", f"id: wall-{n}") for n in range(3)]
    known = library_of(home, *texts)
    right = [(deck.id, fact.id) for deck, fact in known.facts(Filter())]
    Path(known.names[1]).write_text(texts[1] + "\n", encoding="utf-8")
    later = again(known)
    if when != "before":
        assert later.decks[0].title == "The Wall"
    if when == "after":
        assert len(later.facts(Filter(query="wall"))) > 0
    with sqlite3.connect(home / "cache" / "index.db") as db:
        for table in ("facts", "entities", "named"):
            db.execute(f"DROP TABLE {table}")
    assert [(deck.id, fact.id) for deck, fact in later.facts(Filter())] == right
    assert [deck.passage(fact) for deck, fact in later.facts(Filter(query="wall"))]
    assert "brandt" in later.decks[2].entities


def _walls(home: Path) -> Library:
    """Three decks of the same facts, read in another order than the index was made in."""
    known = library_of(home, *(starter_text().replace("id: wall", f"id: wall-{n}") for n in range(3)))
    known.names = tuple(reversed(known.names))
    assert len(known.facts(Filter())) == 15
    known.names = tuple(reversed(known.names))
    return again(known)


def _named(found: Iterable[tuple[Deck, Fact]]) -> list[tuple[str, str]]:
    return [(deck.id, fact.id) for deck, fact in found]


def _damage(home: Path) -> None:
    with closing(sqlite3.connect(home / "cache" / "index.db")) as db, db:
        db.execute("DROP TABLE payloads")


def test_what_was_found_in_an_index_is_the_same_in_one_that_is_made_anew(home: Path) -> None:
    known = _walls(home)
    right = _named(known.in_time(Filter()))
    found = known.in_time(Filter())
    cards = known.deal(Filter()).fresh(Moment(0), 4)
    names = [card.id for card in known._shelf.cards(cards)]
    _damage(home)
    assert [card.id for card in known._shelf.cards(cards)] == names
    assert _named(found) == right


def test_no_deck_takes_the_place_of_one_that_is_gone_when_the_index_is_made_anew(home: Path) -> None:
    known = _walls(home)
    found = _named(known.facts(Filter()))
    Path(known.names[2]).unlink()
    _damage(home)
    assert _named(known.facts(Filter())) == [(deck, fact) for deck, fact in found if deck != "wall-2"]


def test_what_was_found_in_an_index_is_refused_where_another_process_made_one_of_its_own(home: Path) -> None:
    known = _walls(home)
    found = known.in_time(Filter())
    (home / "cache" / "index.db").rename(home / "cache" / "damaged.db")
    assert len(again(known).facts(Filter())) == 15
    known._shelf._index.rows("DROP TABLE payloads")
    with pytest.raises(StoreError, match="made anew"):
        list(found)
    with pytest.raises(StoreError, match="made anew"):
        list(found[:3])
    assert len(known.facts(Filter())) == 15


def test_a_deck_that_was_changed_before_the_index_is_made_anew_is_not_mixed_with_what_was_read_of_it(
    home: Path,
) -> None:
    known = _walls(home)
    deck = known.decks[1]
    path = Path(known.names[1])
    path.write_text(path.read_text(encoding="utf-8").replace("id: text", "id: others"), encoding="utf-8")
    _damage(home)
    with pytest.raises(StoreError, match="made anew"):
        list(deck.facts)
    with pytest.raises(StoreError, match="made anew"):
        list(deck.sources)
    assert len(known.decks[0].facts) == 5
    assert list(known.decks[0].sources)


def test_an_index_that_another_program_holds_is_left_alone_and_done_without(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = library_of(home, starter_text())
    assert len(known.facts(Filter())) == 5
    monkeypatch.setattr(index, "BUSY_SECONDS", 0.1)
    Path(known.names[0]).write_text(starter_text().replace("The Wall", "A Wall"), encoding="utf-8")
    other = sqlite3.connect(home / "cache" / "index.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert [deck.title for deck in again(known).decks] == ["A Wall"]
    other.execute("ROLLBACK")
    assert other.execute("SELECT title FROM files").fetchall() == [("The Wall",)]


def test_an_index_that_takes_another_process_too_long_to_make_is_done_without(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BUSY_SECONDS", 0.1)
    known = library_of(home, starter_text())
    (home / "cache").mkdir()
    other = sqlite3.connect(home / "cache" / "index.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert len(known.facts(Filter())) == 5
    other.execute("CREATE TABLE mine (x)")
    other.execute("COMMIT")
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]


def test_a_long_reading_is_told(home: Path) -> None:
    heard: list[tuple[int, int]] = []
    known = library_of(home, starter_text(), starter_text().replace("id: wall", "id: other"))
    known.on_progress = lambda done, total: heard.append((done, total))
    assert known.decks
    assert heard == [(0, 2), (1, 2), (2, 2)]
    assert again(known).decks


def _stopped(known: Library, error: BaseException) -> None:
    """Read decks until the second is told, and be stopped by an error there."""

    def tell(done: int, _: int) -> None:
        if done == 1:
            raise error

    known.on_progress = tell
    with pytest.raises(type(error)):
        assert known.decks


def test_a_making_that_is_interrupted_leaves_no_half_index(home: Path) -> None:
    known = library_of(home, starter_text(), starter_text().replace("id: wall", "id: other"))
    _stopped(again(known), KeyboardInterrupt())
    assert list((home / "cache").iterdir()) == []
    assert len(again(known).facts(Filter())) == 10


def test_a_change_that_is_interrupted_leaves_the_index_as_it_was(home: Path) -> None:
    known = library_of(home, starter_text(), starter_text().replace("id: wall", "id: other"))
    assert known.decks
    for name in known.names:
        Path(name).write_text(Path(name).read_text(encoding="utf-8").replace("The Wall", "A Wall"), encoding="utf-8")
    _stopped(again(known), KeyboardInterrupt())
    with sqlite3.connect(home / "cache" / "index.db") as db:
        assert db.execute("SELECT title, size >= 0 FROM files").fetchall() == [("The Wall", 1)] * 2
    assert {deck.title for deck in again(known).decks} == {"A Wall"}


@pytest.mark.parametrize("text", [STARTED, FINISHED], ids=["in the middle", "before it is marked"])
def test_an_index_whose_making_was_killed_is_made_anew(home: Path, text: str) -> None:
    known = library_of(home, *(starter_text().replace("id: wall", f"id: wall-{n}") for n in range(3)))
    code = (
        "import os, sys; from pathlib import Path; from destal_cli.store import index\n"
        "from destal_cli.store.library import Library; from destal_cli.store.places import places\n"
        f"{text}\n"
        "Library(places(), Path(), tuple(sys.argv[1:]), on_progress=tell).decks"
    )
    assert subprocess.run([sys.executable, "-c", code, *known.names], check=False).returncode == -9
    assert (home / "cache" / "index.db").exists()
    assert len(known.facts(Filter())) == 15


def _everything(known: Library) -> object:
    """What reading gave of every file, and every fact."""
    facts = [(deck.id, deck.passage(fact), fact) for deck, fact in known.facts(Filter())]
    return [(reading.problems, reading.left_out) for reading in known.readings], facts


def test_decks_read_by_several_processes_are_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = starter_text().replace("id: wall", "id: broken").replace("1961", "196!")
    texts = [*(starter_text().replace("id: wall", f"id: wall-{n}") for n in range(6)), broken, "id: [", "no deck"]
    known = library_of(home, *texts)
    unreadable = home / "bytes.yaml"
    unreadable.write_bytes(b"\xff\xfe")
    known.names = (*known.names, str(unreadable))
    right = _everything(again(known))
    monkeypatch.setattr(workers, "WORTH_IT", 0)
    monkeypatch.setattr(workers, "_processors", lambda: 3)
    (home / "cache" / "index.db").unlink()
    assert _everything(again(known)) == right


def test_words_are_found_whatever_their_accents_and_script(home: Path) -> None:
    text = starter_text().replace("The Wall", "The Wall").replace("Willy Brandt", "Вилли Ёлкин-Брайт")
    known = library_of(home, text)
    found = {word: len(known.facts(Filter(query=word))) for word in ("ёлкин", "ЕЛКИН", "елк", "брайт", "браит")}
    assert found == {"ёлкин": 1, "ЕЛКИН": 1, "елк": 1, "брайт": 1, "браит": 0}


@given(st.text(st.characters(min_codepoint=9, max_codepoint=127) | st.sampled_from("aéёй’"), max_size=40))
@example("Khrushchev's 1956_speech: SECRET-speech, No.\x0b2")
def test_sqlite_finds_in_what_it_is_given_of_a_text_the_words_that_a_query_is_made_of(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(next(table for table in index._TABLES if "fts5" in table))
        db.execute("INSERT INTO words VALUES (?)", (words_of(text),))
        db.execute("CREATE VIRTUAL TABLE found USING fts5vocab(words, row)")
        assert {term for (term,) in db.execute("SELECT term FROM found")} == set(words(text))


def test_a_word_with_a_letter_that_is_none_to_sqlite_is_not_found_and_harms_nothing(home: Path) -> None:
    known = library_of(home, starter_text())
    assert known.facts(Filter(query="ab\u19b0cd")) == []
    assert len(known.facts(Filter(query="wall"))) > 0


def test_cards_are_looked_up_by_their_answers_in_each_file_and_never_gone_through(home: Path) -> None:
    known = library_of(home)
    known.facts(Filter())
    plan = known._shelf.ask(f"EXPLAIN QUERY PLAN SELECT c.card FROM {ANSWERS} WHERE c.answer IN (?, ?)", ("a", "b"))
    assert any("cards_by_answer (<expr>=? AND answer=?)" in step for *_, step in plan)
