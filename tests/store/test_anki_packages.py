"""Strangers' packages of Anki: no file of theirs hangs, fills or breaks the reader, or reaches beyond itself."""

from __future__ import annotations

import io
import os
import resource
import sqlite3
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from conftest import sound
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.memory import Moment
from destal_cli.core.notes import Outgoing, notes_of
from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, UsageError
from destal_cli.store.anki import archive, collection
from destal_cli.store.anki.collection import read_collection
from destal_cli.store.anki.incoming import read_package
from destal_cli.store.anki.outgoing import render_package
from destal_cli.store.anki.protobuf import message, number, text
from destal_cli.store.deckfile import read_deck
from destal_cli.store.starter import STARTER

DECK = sound(read_deck(STARTER.format(id="wall", title="The Wall"), "wall.yaml"))
PACKAGE = render_package(Outgoing(DECK, tuple(cards_of_deck(DECK)), Moment(1_795_000_000_000))).content
assert isinstance(PACKAGE, bytes)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "package.apkg"
    path.write_bytes(content)
    return path


def members(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "."), content)
    return made.getvalue()


def changed(folder: Path, *statements: str) -> Path:
    """The package with a collection on which these statements were run."""
    file = folder / "collection"
    file.write_bytes(zipfile.ZipFile(io.BytesIO(PACKAGE)).read("collection.anki2"))
    db = sqlite3.connect(file)
    db.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()
    return written(folder, members(collection__anki2=file.read_bytes()))


def refused(path: Path) -> str:
    """What is said of a package that is refused, within two seconds."""
    started = time.perf_counter()
    with pytest.raises(BadFileError) as error:
        read_package(path, 0, with_history=True)
    assert time.perf_counter() - started < 2
    return error.value.message


def test_a_package_is_read(tmp_path: Path) -> None:
    found = read_package(written(tmp_path, PACKAGE), 0, with_history=True)
    assert [replace(note, line=0) for note in found.notes] == notes_of(DECK, cards_of_deck(DECK))
    assert (found.title, found.problems, found.lost, found.reviews) == ("The Wall", (), (), ())


def test_what_is_no_package_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_collection(tmp_path / "none.apkg", with_reviews=False)
    assert "damaged, or no package" in refused(written(tmp_path, b"no package"))
    assert "holds no collection" in refused(written(tmp_path, members(a__txt=b"x")))
    assert "not a database" in refused(written(tmp_path, members(collection__anki2=b"x" * 5000)))
    assert "no table col" in refused(written(tmp_path, members(collection__anki2=b"")))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs here")
def test_what_is_no_ordinary_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.apkg")
    for path in (tmp_path / "pipe.apkg", Path("/dev/zero"), tmp_path):
        assert "no ordinary file" in refused(path)


def test_a_bomb_is_cut_short(tmp_path: Path) -> None:
    for member in ("collection.anki2", "collection.anki21"):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package, package.open(member, "w") as file:
            for _ in range(300):
                file.write(bytes(1 << 20))
        assert "unpacks to more" in refused(written(tmp_path, made.getvalue()))


def test_a_bomb_of_zstd_is_cut_short_and_gets_no_window_as_large_as_it_wants(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard", reason="the extra anki is not installed")
    bomb = zstandard.ZstdCompressor().compress(bytes(300 << 20))
    assert "unpacks to more" in refused(written(tmp_path, members(collection__anki21b=bomb)))
    wide = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=30))
    stream = wide.compressobj()
    frame = stream.compress(bytes(100)) + stream.flush()
    assert "damaged" in refused(written(tmp_path, members(collection__anki21b=frame)))


def test_without_a_reader_of_zstd_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="packed with zstd") as error:
        read_collection(written(tmp_path, members(collection__anki21b=b"x")), with_reviews=False)
    assert "destal[anki]" in error.value.hint


def test_a_directory_that_would_fill_the_memory_is_not_opened(tmp_path: Path) -> None:
    entry = b"PK\1\2" + bytes(24) + b"\1\0" + bytes(16) + b"x"
    count = (archive.MAX_DIRECTORY // len(entry)) + 1
    size = (count * len(entry)).to_bytes(4, "little")
    end = b"PK\5\6" + bytes(4) + b"\xff\xff\xff\xff" + size + bytes(4) + bytes(2)
    assert "lists more files" in refused(written(tmp_path, entry * count + end))


ENDLESS = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT x AS id, x AS mid, x AS flds FROM r"
GENERATED = "id, guid, mid, tags, flds AS (hex(zeroblob(900000000)))"


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["DROP TABLE notes", f"CREATE VIEW notes AS {ENDLESS}"], "no table notes"),
        (["DROP TABLE notes", "CREATE VIRTUAL TABLE notes USING fts5(id, guid, mid, tags, flds)"], "no table notes"),
        (["DROP TABLE notes", f"CREATE TABLE notes ({GENERATED})"], "no column flds"),
        (["ALTER TABLE cards RENAME COLUMN due TO odd"], "no column due"),
        (["UPDATE sqlite_master SET sql = 'CREATE TABLE notes (' WHERE name = 'notes'"], "damaged collection"),
        (["UPDATE col SET ver = 99"], "layout 99"),
        (["DELETE FROM col"], "empty collection"),
    ],
)
def test_only_ordinary_tables_of_a_known_layout_are_read(tmp_path: Path, statements: list[str], said: str) -> None:
    assert said in refused(changed(tmp_path, *statements))


def test_a_log_that_memory_has_no_room_for_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = "INSERT INTO revlog SELECT value, 1, 0, 3, 1, 0, 2500, 0, 1 FROM json_each('[1, 2, 3]')"
    path = changed(tmp_path, insert)
    monkeypatch.setattr(collection, "MOST_REVIEWS", 2)
    with pytest.raises(BadFileError, match="has more than 2 answers") as error:
        read_package(path, 0, with_history=True)
    assert "--with-history" in error.value.hint
    assert read_package(path, 0, with_history=False).notes


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notes SET flds = zeroblob(20000000)",
        "UPDATE notes SET mid = 'x', guid = x'ff00', tags = 1e308",
        "UPDATE notes SET id = -9223372036854775808 WHERE id = (SELECT max(id) FROM notes)",
        "UPDATE cards SET due = 9223372036854775807, ord = -5, type = 'x', queue = NULL + 1, flags = 7",
        "UPDATE cards SET type = 2, due = -9223372036854775808, odid = 5, odue = 9223372036854775807",
        "UPDATE col SET models = '[1, {}]', decks = '{\"1\": {\"name\": 7}}', conf = '{\"rollover\": 99}', crt = 1e300",
        "UPDATE col SET models = replace(hex(zeroblob(3000)), '00', '{\"a\":')",
        "INSERT INTO revlog SELECT value, one.id, 0, 9, value, 0, 0, -5, 77 FROM one, json_each('[-1, 5, 2e12]')",
        "INSERT INTO revlog SELECT 1795e9 + value, one.id, 0, 3, 9e15, 0, 0, 9e15, 1 FROM one, json_each('[1, 2]')",
    ],
)
def test_values_that_make_no_sense_are_survived(tmp_path: Path, statement: str) -> None:
    columns = "id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data"
    loose = [
        "ALTER TABLE notes RENAME TO n",
        f"CREATE TABLE notes ({columns})",
        f"INSERT INTO notes SELECT {columns} FROM n",
    ]
    columns = "id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
    loose += [
        "ALTER TABLE cards RENAME TO c",
        f"CREATE TABLE cards ({columns})",
        f"INSERT INTO cards SELECT {columns} FROM c",
        "CREATE TABLE one AS SELECT min(id) AS id FROM c",
    ]
    try:
        found = read_package(changed(tmp_path, *loose, statement), 0, with_history=True)
    except BadFileError:
        return
    assert all(review.at.day <= review.due for review in found.reviews if not review.cram)


def test_no_name_inside_a_package_is_used_as_a_path(tmp_path: Path) -> None:
    collection = zipfile.ZipFile(io.BytesIO(PACKAGE)).read("collection.anki2")
    inner = tmp_path / "inner"
    inner.mkdir()
    files = {"../escaped": b"x", "/tmp/destal-escaped": b"x", "media": b'{"0": "../../escaped"}', "0": b"x"}
    read_package(written(inner, members(collection__anki2=collection, **files)), 0, with_history=True)
    assert [path.name for path in tmp_path.iterdir()] == ["inner"]
    assert not Path("/tmp/destal-escaped").exists()


def test_no_mutant_of_a_package_breaks_the_reader(tmp_path: Path) -> None:
    rng = Random(7)
    collection = zipfile.ZipFile(io.BytesIO(PACKAGE)).read("collection.anki2")
    slowest, said = 0.0, []
    for number_ in range(300):
        whole = number_ % 3 == 0
        mutant = bytearray(PACKAGE if whole else collection)
        for _ in range(rng.choice((1, 3, 30))):
            mutant[rng.randrange(len(mutant))] = rng.randrange(256)
        path = written(tmp_path, bytes(mutant) if whole else members(collection__anki2=bytes(mutant)))
        started = time.perf_counter()
        try:
            read_package(path, 0, with_history=True)
        except DestalError as error:
            said.append(error.message)
        slowest = max(slowest, time.perf_counter() - started)
    assert slowest < 2
    assert all(one.isprintable() for one in said)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 400 << 10


@given(st.binary(max_size=40))
def test_any_bytes_are_read_as_a_message(raw: bytes) -> None:
    assert all(isinstance(value, int | bytes) for value in message(raw).values())


def test_a_message_has_its_fields_by_number() -> None:
    found = message(b"\x08\x01\x12\x05Front\x1d\x00\x00\x80\x3f\x80\x01\x96\x01")
    assert (number(found[1]), text(found[2]), found[3], number(found[16])) == (1, "Front", b"\x00\x00\x80\x3f", 150)
    assert (number(found.get(9)), text(found.get(9))) == (0, "")
