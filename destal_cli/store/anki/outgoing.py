"""Cards and a learner's past with them as a package of Anki's. `package` asks.

The package has the old layout, which every version of Anki reads. It is written with the standard library: that carries
answers and due days, and needs nothing installed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from destal_cli.core.dates import edtf, human
from destal_cli.core.notes import Note, Outgoing, Written, notes_of
from destal_cli.core.passages import context
from destal_cli.core.text import one_line
from destal_cli.store.anki import notetype
from destal_cli.store.anki.answers_out import log_rows, past_of, schedule_of, start_of
from destal_cli.store.anki.collection import FIELD_END
from destal_cli.store.anki.markup import to_html

_SIBLINGS = "that questions of one fact are put off together: in Anki each is a note of its own"
_ANSWERS = "what was answered and in which form: Anki has the rating and the time"
PRESET = 1_734_567_890_124
_TABLES = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
  models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL,
  ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL,
  odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
  type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_revlog_cid ON revlog (cid);
"""


def render_package(outgoing: Outgoing) -> Written:
    """The bytes of a package. The same cards have the same identity in Anki whenever they are packed."""
    with tempfile.TemporaryDirectory(prefix="destal-") as folder:
        file = Path(folder) / "collection"
        with closing(sqlite3.connect(file, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(_TABLES)
            db.execute("BEGIN")
            _fill(db, outgoing)
            db.execute("COMMIT")
        content = file.read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in (("collection.anki2", content), ("media", b"{}")):
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), member, zipfile.ZIP_DEFLATED)
    return Written(archive.getvalue(), (_SIBLINGS, _ANSWERS) if outgoing.reviews else (_SIBLINGS,))


def _fill(db: sqlite3.Connection, outgoing: Outgoing) -> None:
    known = list(past_of(outgoing).values())
    start = start_of(known, outgoing.now)
    _insert(db, "col", [_collection_row(outgoing, start.ms // 1000)])
    deck, at, plan = _deck_id(outgoing.deck.id), outgoing.now.ms, outgoing.scheduler
    ids = range(at, at + len(known))
    notes = zip(ids, notes_of(outgoing.deck, outgoing.cards), strict=True)
    _insert(db, "notes", (_note_row(number, note, at // 1000) for number, note in notes))
    schedules = (schedule_of(one, place, start.day, plan) for place, one in enumerate(known, 1))
    _insert(db, "cards", ((n, n, deck, 0, at // 1000, 0, *rest) for n, rest in zip(ids, schedules, strict=True)))
    _insert(db, "revlog", log_rows(zip(ids, known, strict=True), plan))


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = len(db.execute(f"PRAGMA table_info({table})").fetchall())
    db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)


def _collection_row(outgoing: Outgoing, created: int) -> tuple[Any, ...]:
    deck = _deck_id(outgoing.deck.id)
    settings = {
        "curDeck": deck,
        "activeDecks": [deck],
        "curModel": notetype.ID,
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": -outgoing.now.offset,
        "localOffset": -outgoing.now.offset,
        "rollover": 4,
        "nextPos": len(outgoing.cards) + 1,
        "collapseTime": 1200,
    }
    decks = {"1": _deck(1, "Default", 1, 0), str(deck): _deck(deck, _title(outgoing), PRESET, outgoing.now.ms // 1000)}
    presets = {
        "1": _preset(1, "Default", outgoing, 0),
        str(PRESET): _preset(PRESET, "destal", outgoing, outgoing.now.ms // 1000),
    }
    types = {str(notetype.ID): notetype.note_type()}
    kept: tuple[dict[str, Any], ...] = (settings, types, decks, presets, {})
    return (1, created, outgoing.now.ms, outgoing.now.ms, 11, 0, 0, 0, *map(json.dumps, kept))


def _title(outgoing: Outgoing) -> str:
    """The deck's name in Anki, where two colons would make decks within decks."""
    return one_line(outgoing.deck.title).replace("::", ":").strip(" :") or outgoing.deck.id


def _deck(number: int, name: str, preset: int, changed: int) -> dict[str, Any]:
    counts = {f"{what}Today": [0, 0] for what in ("new", "rev", "lrn", "time")}
    shown = {"collapsed": False, "browserCollapsed": False, "desc": "", "dyn": 0, "extendNew": 0, "extendRev": 0}
    return {"id": number, "name": name, "mod": changed, "usn": 0, "conf": preset, **shown, **counts}


def _preset(number: int, name: str, outgoing: Outgoing, changed: int) -> dict[str, Any]:
    """The options of a deck: FSRS as destal has it. Whether Anki uses FSRS is for its user to say."""
    return {
        "id": number,
        "name": name,
        "mod": changed,
        "usn": 0,
        "maxTaken": 120,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": {
            "delays": [1.0, 10.0],
            "bury": True,
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
        "fsrsParams6": list(outgoing.scheduler.parameters),
        "easyDaysPercentages": [1.0] * 7,
        "desiredRetention": outgoing.scheduler.retention,
    }


def _deck_id(deck: str) -> int:
    """A number for a deck that is the same whenever it is packed, in the range of Anki's own."""
    return (1 << 40) + int.from_bytes(hashlib.sha256(f"destal deck {deck}".encode()).digest()[:5], "big")


def guid_of(note: str) -> str:
    """What Anki knows a note by, made from the id of its card alone."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"destal card {note}".encode()).digest()[:15]).decode()


def _note_row(number: int, note: Note, seconds: int) -> tuple[Any, ...]:
    fields = [shown.replace(FIELD_END, "") for shown in _fields(note)]
    tags = " ".join(tag.replace(" ", "_") for tag in note.tags)
    checksum = int(hashlib.sha1(fields[0].encode(), usedforsecurity=False).hexdigest()[:8], 16)
    kept = (f" {tags} " if tags else "", FIELD_END.join(fields), note.prompt, checksum, 0, "")
    return (number, guid_of(note.id), notetype.ID, seconds, 0, *kept)


def _fields(note: Note) -> Iterator[str]:
    """The HTML of each field, in the order of `notetype.FIELDS`."""
    yield to_html(note.prompt)
    yield to_html(note.answer)
    yield _passage(note)
    yield to_html(note.source)
    yield to_html(human(edtf(note.date)) if note.date else "")
    yield _lines(note.people)
    yield to_html(note.note)
    yield to_html(note.statement)
    yield _lines(note.also)
    yield _lines(note.choices)
    yield to_html(note.kind)
    yield to_html(note.date)
    yield to_html(note.id)


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(to_html(one_line(text)) for text in texts)


def _passage(note: Note) -> str:
    """The passage with the answer in it marked."""
    if not note.passage:
        return ""
    shown = context(note.passage, 0, len(note.passage), (note.answer, *note.also))
    before, marked, after = shown.text[: shown.start], shown.text[shown.start : shown.end], shown.text[shown.end :]
    return to_html(before) + (f"<mark>{to_html(marked)}</mark>" if marked else "") + to_html(after)
