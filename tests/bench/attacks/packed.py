"""Small packages and documents of every format that destal takes in, and how they are spoiled."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from attacks.mutants import HOSTILE, spoiled

OLD, NEW = "collection.anki2", "collection.anki21b"  # plain, and packed with zstd
CONTAINER, BOOK, FIRST, SECOND = "META-INF/container.xml", "o/book.opf", "o/first.xhtml", "o/second.xhtml"
OWNED = Path(tempfile.gettempdir()) / "destal-owned"  # what some of the files would like to write
NAMES = ("../../owned", "../../../owned", "..\\..\\owned", str(OWNED), "C:\\owned", "owned\0.html", "a/" * 60)
Members = dict[str, bytes]

_LOG = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer, ver integer, conf text, models text, decks text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, type integer, queue integer,
  due integer, flags integer, odid integer, odue integer);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, ease integer, ivl integer, factor integer, time integer,
  type integer);
INSERT INTO notes VALUES (1, 'one', 11, ' thaw ', 'Who died on <b>5 March 1953</b>?' || char(31) || 'Stalin');
INSERT INTO notes VALUES (2, 'two', 12, '', 'Beria was {{c1::arrested::what}} in {{c2::1953}}.' || char(31) || 'x');
INSERT INTO cards VALUES (21, 1, 1, 0, 2, 2, 40, 1, 0, 0), (22, 2, 5, 0, 2, -1, 50, 0, 0, 0);
INSERT INTO cards VALUES (23, 2, 5, 1, 0, 0, 60, 0, 0, 0);
INSERT INTO revlog VALUES (1700000000000, 21, 3, 1, 0, 4000, 0), (1700100000000, 21, 3, 4, 2500, 4000, 1);
INSERT INTO revlog VALUES (1700200000000, 22, 1, -60, 0, 9000, 0), (1700300000000, 22, 4, 9, 2500, 2000, 1);
"""
_TABLES = """
CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, config blob);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord))
  WITHOUT ROWID;
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord))
  WITHOUT ROWID;
CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase);
CREATE TABLE config (KEY text PRIMARY KEY, val blob) WITHOUT ROWID;
INSERT INTO fields VALUES (11, 0, 'Front', ''), (11, 1, 'Back', ''), (12, 0, 'Text', ''), (12, 1, 'Extra', '');
INSERT INTO decks VALUES (1, 'Thaw'), (5, 'Thaw' || char(31) || 'Arrests');
INSERT INTO config VALUES ('rollover', '4'), ('localOffset', '-60'), ('creationOffset', '-60');
"""
_SIDES = {11: ("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"), 12: ("{{cloze:Text}}", "{{cloze:Text}} {{Extra}}")}
_FIELDS = {11: ("Front", "Back"), 12: ("Text", "Extra")}

HTML = """<!doctype html><html><head><meta charset="utf-8"><title>The thaw</title></head><body><nav>Home</nav>
<main><h1>The thaw</h1><p>Stalin died on <b>5 March 1953</b>. Beria was arrested on 26&nbsp;June 1953.</p>
<ul><li>Khrushchev spoke in <q>secret</q> in February 1956.</li></ul><table><tr><td>1953</td><td>died</td></tr></table>
<p hidden>no</p><p style="display: none">none</p></main></body></html>
"""
_XHTML = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{}</h1><p>{}</p></body></html>"
_PAGE = "BT /F1 11 Tf 1 0 0 1 72 {} Tm ({}) Tj ET"


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to be spoiled: the end of its name, and what makes it worse."""

    suffix: str
    spoil: Callable[[Random], bytes]


def seeds() -> dict[str, Seed]:
    """One of each format. What reads zstd must be installed."""
    old, new, book = collection(latest=False), collection(latest=True), chapters()
    return {
        "old package": Seed(".apkg", lambda rng: _package(old, rng, latest=False)),
        "new package": Seed(".apkg", lambda rng: _package(new, rng, latest=True)),
        "collection": Seed(".colpkg", lambda rng: _package(new, rng, latest=True)),
        "book": Seed(".epub", lambda rng: _archive(book, rng)),
        "page": Seed(".html", lambda rng: _page(rng)),
        "print": Seed(".pdf", lambda rng: _print(rng)),
    }


def collection(*, latest: bool, more: Iterable[str] = ()) -> bytes:
    """A collection of Anki's in one of its layouts, on which more statements were run."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("PRAGMA page_size = 512")
        db.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        db.executescript(_LOG)
        models = {str(key): _model(key) for key in _SIDES}
        decks = {"1": {"name": "Thaw"}, "5": {"name": "Thaw::Arrests"}}
        kept = [json.dumps(value) for value in ({"rollover": 4, "localOffset": -60}, models, decks)]
        db.execute("INSERT INTO col VALUES (1, 1600000000, ?, ?, ?, ?)", (18, "", "", "") if latest else (11, *kept))
        if latest:
            db.executescript(_TABLES)
            _fill(db)
        _run(db, more)
        return db.serialize()


def _model(key: int) -> dict[str, object]:
    front, back = _SIDES[key]
    fields = [{"name": name, "ord": order} for order, name in enumerate(_FIELDS[key])]
    template = {"name": "Card 1", "ord": 0, "qfmt": front, "afmt": back}
    return {"name": f"Kind {key}", "type": int(key == 12), "flds": fields, "tmpls": [template]}


def _fill(db: sqlite3.Connection) -> None:
    """The note types as the new layout has them: in protocol buffers."""
    for key, texts in _SIDES.items():
        config = b"".join(bytes((place << 3 | 2, len(text))) + text.encode() for place, text in enumerate(texts, 1))
        db.execute("INSERT INTO templates VALUES (?, 0, 'Card 1', ?)", (key, config))
        db.execute("INSERT INTO notetypes VALUES (?, ?, ?)", (key, f"Kind {key}", b"\x08\x01" if key == 12 else b""))


def _run(db: sqlite3.Connection, statements: Iterable[str]) -> None:
    db.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        db.execute(statement)


def package(file: bytes, *, latest: bool, **media: bytes) -> bytes:
    """A package with a collection's file."""
    name = NEW if latest else OLD
    return zipped({name: zstd(file) if latest else file, "media": b"{}", **media})


def zstd(content: bytes) -> bytes:
    """What is packed as Anki packs it."""
    import zstandard

    return zstandard.ZstdCompressor(level=1).compress(content)


def zipped(members: Members, links: Iterable[str] = ()) -> bytes:
    """An archive; `links` are members that say they are symbolic links."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name.replace("\0", "_"))
            info.external_attr = (0o120777 if name in links else 0o600) << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def chapters(**more: bytes) -> Members:
    """A book of two chapters; `more` takes the place of the parts: `container`, `book`, `first`, `second`."""
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in ("first", "second")
    )
    opf = f"""<package xmlns="http://www.idpf.org/2007/opf"><metadata><title>The thaw</title></metadata>
<manifest>{items}</manifest><spine><itemref idref="first"/><itemref idref="second"/></spine></package>"""
    container = f"<container><rootfiles><rootfile full-path='{BOOK}'/></rootfiles></container>"
    parts = {
        "container": container.encode(),
        "book": opf.encode(),
        "first": _XHTML.format("March", "Stalin died on 5 March 1953.").encode(),
        "second": _XHTML.format("June", "Beria was arrested on 26 June 1953.").encode(),
    }
    names = {"container": CONTAINER, "book": BOOK, "first": FIRST, "second": SECOND}
    return {"mimetype": b"application/epub+zip"} | {names[name]: part for name, part in (parts | more).items()}


def pdf(*pages: bytes, box: str = "0 0 595 842", kids: str = "", packed: bool = False) -> bytes:
    """A PDF with the drawing commands of its pages; `kids` takes the place of the list of pages."""
    numbers = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids or numbers}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, commands in enumerate(pages):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Resources << /Font << /F1 3 0 R >> >>"
        parts.append(f"{page} /Contents {5 + 2 * number} 0 R >>".encode())
        filters = b" /Filter /FlateDecode" if packed else b""
        stream = zlib.compress(commands, 9) if packed else commands
        parts.append(b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(stream), filters, stream))
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return b"%bxref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        content, size, table, size, len(content),
    )  # fmt: skip


def line(text: str, height: int = 740) -> bytes:
    """The commands that print a line."""
    return _PAGE.format(height, text).encode("latin-1")


# Ways to spoil.

_NUMBERS = (0, -1, 1, 2**31, 2**63 - 1, -(2**63), 10**12, 1e308, float("inf"), 99)
_TEXTS = (
    *HOSTILE, b"\xff\xfe", "\x1f" * 50, "{{c1::" * 500, "<" * 30_000, '{"a":' * 3000, "&#27;]0;owned&#7;", "<a " * 9000,
    "{{#a}}" * 9000, "<sub>" * 9000, "&" * 30_000, "99999999999999999999", '{"1":{"flds":[{"name":1}]}}', "x" * 200_000,
    "<img src=../../x.png>", "[sound:../../x.mp3]", "&#x202e;&#x9b;2J", "{{c1::a::{{c2::b}}}}", "{{FrontSide}}" * 999,
)  # fmt: skip
_STRUCTURE = (
    "DROP TABLE {}", "DELETE FROM {}", "INSERT INTO {0} SELECT * FROM {0}", "ALTER TABLE {0} RENAME TO other",
    "CREATE TRIGGER t AFTER INSERT ON {} BEGIN DELETE FROM cards; END", "CREATE INDEX i ON {} (1, 2)",
    "UPDATE sqlite_master SET rootpage = 2 WHERE name = '{}'", "UPDATE sqlite_master SET sql = '' WHERE name = '{}'",
    "UPDATE sqlite_master SET type = 'view', sql = 'CREATE VIEW {0} AS SELECT * FROM {0}' WHERE name = '{0}'",
    "UPDATE sqlite_master SET sql = replace(sql, 'integer', 'AS (1)') WHERE name = '{}'",
)  # fmt: skip


def _bytes(content: bytes, rng: Random) -> bytes:
    """Some bytes changed, cut, doubled, moved or put in."""
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        place, long = rng.randrange(len(made) + 1), rng.randrange(1, 200)
        match rng.randrange(6):
            case 0 | 1:
                made[place : place + 1] = bytes((rng.randrange(256),))
            case 2:
                del made[place : place + long]
            case 3:
                made[place:place] = rng.randbytes(rng.randrange(1, 50))
            case 4:
                other = rng.randrange(len(made) + 1)
                made[place : place + long] = made[other : other + long]
            case _:
                made[place : place + 8] = rng.choice((b"\xff" * 8, bytes(8), b"\x7f" + b"\xff" * 7))
    return bytes(made[: rng.randrange(len(made) + 1)] if rng.random() < 0.05 else made)


def _text(content: bytes, rng: Random) -> bytes:
    """Its lines and values moved about, or something hostile put in."""
    if rng.random() < 0.5:
        return spoiled(content.decode("utf-8", "replace"), rng).encode("utf-8", "surrogatepass")
    place, put = rng.randrange(len(content) + 1), rng.choice(_TEXTS)
    return content[:place] + (put if isinstance(put, bytes) else put.encode("utf-8", "surrogatepass")) + content[place:]


def _tables(file: bytes, rng: Random) -> bytes:
    """A collection with other values in it, or with another structure."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(file)
        db.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        db.execute("PRAGMA writable_schema = ON")
        for _ in range(rng.choice((1, 1, 2, 4))):
            table = rng.choice([name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")])
            with suppress(sqlite3.Error):
                if rng.random() < 0.2:
                    db.execute(rng.choice(_STRUCTURE).format(table))
                    continue
                column = rng.choice([row[1] for row in db.execute(f"PRAGMA table_info({table})")])
                value = rng.choice(_TEXTS if rng.random() < 0.7 else _NUMBERS)
                some = rng.choice(("", " WHERE rowid = 1", " WHERE rowid % 2 = 0"))
                db.execute(f'UPDATE {table} SET "{column}" = ?{some}', (value,))
        return db.serialize()


def _package(file: bytes, rng: Random, *, latest: bool) -> bytes:
    way = rng.random()
    if way < 0.2:
        return _archive({NEW if latest else OLD: zstd(file) if latest else file, "media": b"{}"}, rng)
    spoilt = _tables(file, rng) if way < 0.7 else _bytes(file, rng)
    return package(spoilt, latest=latest)


def _archive(members: Members, rng: Random) -> bytes:
    """An archive with a spoiled member, with members that are none, or spoiled itself."""
    made, links = dict(members), list[str]()
    name = rng.choice(list(made))
    match rng.randrange(6):
        case 0:
            return _bytes(zipped(made), rng)
        case 1:
            made[rng.choice(NAMES)] = rng.choice((b"owned", made.pop(name)))
        case 2:
            links = [name, "link"]
            made["link"] = made[name] = rng.choice((b"/etc/passwd", b"../../owned", b"/dev/zero"))
        case 3:
            made[name] = _bytes(made[name], rng)
        case _:
            made[name] = _text(made[name], rng)
    return zipped(made, links)


def _page(rng: Random) -> bytes:
    content = HTML.encode(rng.choice(("utf-8", "utf-8", "utf-16-le", "utf-16", "utf-7")))
    return _bytes(content, rng) if rng.random() < 0.3 else _text(content, rng)


def _print(rng: Random) -> bytes:
    pages = [line("Stalin died on 5 March 1953 and was mourned.") + line("The end.", 720)] * rng.choice((1, 2))
    content = pdf(*pages, packed=rng.random() < 0.3)
    if rng.random() < 0.5:
        return _bytes(content, rng)
    return spoiled(content.decode("latin-1"), rng).encode("latin-1", "replace")
