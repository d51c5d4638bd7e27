"""Packages and documents that were made to do harm, each by its name: bombs, loops, paths and what is no file."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from attacks.packed import (
    HTML,
    NAMES,
    NEW,
    OLD,
    chapters,
    collection,
    line,
    package,
    pdf,
    zipped,
    zstd,
)  # fmt: skip

REVIEWS = 1_000_000
LARGE = {"years.apkg": 40.0, "many-notes.apkg": 40.0}  # seconds for as much as is taken of an honest learner's work
_MB = 1 << 20
_HUGE = 300 * _MB
_LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)  # fmt: skip
_FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
_LOOP = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x"
Bomb = Callable[[], bytes]


def bombs() -> dict[str, Bomb]:
    """What makes each file, by its name."""
    return {**_archives(), **_collections(), **_books(), **_pages(), **_prints(), **_texts()}


def _archives() -> dict[str, Bomb]:
    good = {NEW: zstd(collection(latest=True)), "media": b"{}"}
    ends = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 65535, 65535, 0xFFFF_FFFE, 0, 0)
    return {
        "zeros.apkg": lambda: zipped({OLD: bytes(_HUGE)}),
        "zeros-of-zstd.apkg": lambda: zipped({NEW: zstd(bytes(_HUGE))}),
        "bomb-in-bomb.apkg": lambda: zipped({NEW: zstd(zstd(bytes(_HUGE)))}),
        "wide-window.apkg": lambda: zipped({NEW: b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x10" * 300}),
        "collection-and-zeros.apkg": lambda: zipped({NEW: zstd(collection(latest=True) + bytes(_HUGE))}),
        "names.apkg": lambda: zipped(good | dict.fromkeys(NAMES, b"owned")),
        "links.apkg": lambda: zipped(
            {NEW: b"/etc/passwd", OLD: b"/dev/zero", "link": b"../../owned"}, (NEW, OLD, "link")
        ),
        "media.apkg": lambda: zipped(good | {"media": b'{"0": "../../owned", "1": "/x/../owned"}', "0": b"x"}),
        "many-members.apkg": lambda: zipped({str(number): b"" for number in range(30_000)} | good),
        "directory.apkg": lambda: zipped(good) + ends,
        "names.epub": lambda: zipped(chapters() | dict.fromkeys(NAMES, b"owned")),
    }


def _collections() -> dict[str, Bomb]:
    def of(*statements: str) -> Bomb:
        return lambda: package(collection(latest=False, more=statements), latest=False)

    def named(kind: str, table: str, made: str) -> str:
        return f"UPDATE sqlite_master SET type = '{kind}', sql = '{made}', rootpage = 0 WHERE name = '{table}'"

    many = (
        "WITH RECURSIVE c(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM c WHERE x < {}) INSERT INTO {} SELECT {} FROM c"
    )
    rows = "1600000000000 + x * 60000, 21 + x % 2, 3, 1, 2500, 4000, 1"
    pair = "x, x, 11, '', 'What was there in ' || x || '?' || char(31) || 'answer ' || x"
    card = "x, x, 1, 0, 2, 2, 40, 0, 0, 0"
    return {
        "endless-view.apkg": of("DROP TABLE notes", f"CREATE VIEW notes AS {_LOOP} FROM c"),
        "view-as-table.apkg": of(named("table", "notes", f"CREATE VIEW notes AS {_LOOP} FROM c")),
        "virtual.apkg": of(named("table", "notes", "CREATE VIRTUAL TABLE notes USING fts3(flds)")),
        "generated.apkg": of("ALTER TABLE notes ADD COLUMN made AS (randomblob(900000000))"),
        "computed.apkg": of(
            "DROP TABLE notes",
            "CREATE TABLE notes (id, guid, mid, tags, flds AS (printf('%900000000d', id)))",
            "INSERT INTO notes VALUES (1, 'one', 11, '')",
        ),
        "triggers.apkg": of(
            "CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO notes SELECT NULL, guid, mid, tags, flds"
            " FROM notes; END",
            "CREATE TRIGGER u BEFORE UPDATE ON col BEGIN DELETE FROM notes; END",
        ),
        "million.apkg": of(many.format(REVIEWS, "revlog", rows)),
        "million-of-nothing.apkg": of(many.format(REVIEWS, "revlog", "x, x, 3, 1, 2500, 4000, 1")),
        "years.apkg": of(
            many.format(1100, "notes", pair),
            many.format(1100, "cards", card),
            many.format(399_000, "revlog", rows.replace("21 + x % 2", "100 + x % 1000")),
        ),
        "many-notes.apkg": of(many.format(50_000, "notes", pair), many.format(50_000, "cards", card)),
        "cards.apkg": of(many.format(200_000, "cards", card.replace("x, x, 1, 0", "x, 1, 1, x"))),
        "siblings.apkg": of(many.format(50_000, "cards", card.replace("x, x, 1, 0", "x, 1, 1, x"))),
        "notes.apkg": of(many.format(200_000, "notes", pair)),
        "long-field.apkg": of(f"UPDATE notes SET flds = printf('%.*c', {7 * _MB}, '<') || flds"),
        "gaps.apkg": of("UPDATE notes SET flds = replace(hex(zeroblob(5000)), '00', '{{c1::a::') || flds"),
        "entities.apkg": of("UPDATE notes SET flds = replace(hex(zeroblob(9000)), '00', '&lt;&') || flds"),
        "deep-settings.apkg": of("UPDATE col SET models = replace(hex(zeroblob(500000)), '00', '[{')"),
        "long-tags.apkg": of(f"UPDATE notes SET tags = replace(hex(zeroblob({_MB})), '00', 'a::b ')"),
    }


def _books() -> dict[str, Bomb]:
    def of(times: int = 1, **parts: bytes) -> Bomb:
        return lambda: zipped(chapters(**{name: part * times for name, part in parts.items()}))

    items = b"".join(
        b"<item id='i%d' href='first.xhtml?%d' media-type='text/html'/><itemref idref='i%d'/>" % (n, n, n)
        for n in range(20_000)
    )
    whole = f"{_LAUGHS}]><html><body><p>&a11;</p></body></html>".encode()
    return {
        "laughs.epub": of(first=whole),
        "laughs-of-the-book.epub": of(book=f"{_LAUGHS}]><package><title>&a11;</title></package>".encode()),
        "laughs-of-the-container.epub": of(container=whole),
        "outside.epub": of(first=f"{_FILE}<html><body><p>&f;</p></body></html>".encode()),
        "outside-of-the-book.epub": of(book=f"{_FILE}<package><title>&f;</title></package>".encode()),
        "remote.epub": of(first=b'<!DOCTYPE html SYSTEM "http://localhost:9/x.dtd"><html><body><p>x</p></body></html>'),
        "zeros.epub": of(_HUGE, first=b"\0"),
        "blanks.epub": of(4 * _MB, first=b"<p> </p>"),
        "chapter-of-elements.epub": of(first=b"<html><body>" + b"<p>In 1953 he died.</p>" * 400_000),
        "deep.epub": of(first=b"<div>" * 200_000),
        "deep-book.epub": of(book=b"<a>" * 200_000),
        "many-chapters.epub": of(book=b"<package>" + items + b"</package>"),
        "climbing.epub": of(container=b"<rootfile full-path='../../../../etc/passwd'/>"),
        "itself.epub": lambda: zipped(chapters(first=zipped(chapters()))),
    }  # fmt: skip


def _pages() -> dict[str, Bomb]:
    many = {
        "open.html": "<a " * 20_000, "deep.html": "<div>" * 100_000, "quotes.html": "<q>" * 300_000,
        "attributes.html": "<p " + "a=b " * 300_000 + ">x", "long-attribute.html": f"<p a='{'<' * _MB}'>x",
        "entities.html": "&" * _MB, "comments.html": "<!--" * 200_000, "tables.html": "<table><tr><td>" * 30_000,
        "headings.html": "<h1>x" * 100_000, "headers.html": "<header>" * 2000 + "<h1>x",
        "cells.html": "<td>x" * 200_000, "cells-fewer.html": "<td>x" * 99_000, "formats.html": "<b><i><p>" * 30_000,
        "outside.html": f"{_FILE}<p>&f;</p>",
        "one-line.html": "<p>" + "In 1953 Stalin died and " * 100_000, "breaks.html": "x<br>" * 300_000,
        "script.html": "<script>" * 100_000, "xml.html": "<?xml version='1.0'?>" + "<a\n" * 100_000,
        "laughs.html": f"{_LAUGHS}]><p>&a11;</p>", "breaks-fewer.html": "x<br>" * 99_000,
        "spans.html": "<p>" + "<span>x</span>" * 200_000, "styles.html": f"<p style='display{' ' * _MB}'>x</p>" * 3,
        "commands.html": "<title>\x1b]0;owned\x07</title><p>\x9b2JIn 1953 &#27;[2J\u202ehe died.</p>",
    }  # fmt: skip
    return {name: lambda html=html: html.encode() for name, html in many.items()}  # type: ignore[misc]


def _prints() -> dict[str, Bomb]:
    one = line("In 1953 he died.")
    return {
        "huge-page.pdf": lambda: pdf(one, box="-2147483648 -2147483648 2147483647 2147483647"),
        "packed-zeros.pdf": lambda: pdf(bytes(200 * _MB), packed=True),
        "packed-text.pdf": lambda: pdf(one * 300_000, packed=True),
        "many-lines.pdf": lambda: pdf(*[one * 40] * 2500),
        "tree-of-itself.pdf": lambda: pdf(one, kids="2 0 R 2 0 R 4 0 R"),
        "font-of-itself.pdf": lambda: pdf(one).replace(b"/BaseFont /Helvetica", b"/DescendantFonts [3 0 R]"),
        "form-of-itself.pdf": lambda: pdf(b"/F Do").replace(b"/Font << /F1 3 0 R >>", b"/XObject << /F 5 0 R >>"),
        "many-pages.pdf": lambda: pdf(*[one] * 20_000),
        "deep-lists.pdf": lambda: pdf(one).replace(b"[0 0 595 842]", b"[" * 100_000),
        "long-string.pdf": lambda: pdf(line("x" * 3_000_000)),
        "filters.pdf": lambda: pdf(one).replace(b"/Length", b"/Filter [" + b"/FlateDecode " * 1000 + b"] /Length"),
        "nested-zeros.pdf": lambda: pdf(zlib.compress(bytes(300 * _MB), 9), packed=True).replace(
            b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]"
        ),
    }


def _texts() -> dict[str, Bomb]:
    words = "In 1953 Stalin died. Beria was arrested on 26 June 1953. "
    return {
        "unmarked-16.txt": lambda: words.encode("utf-16-le"),
        "unmarked-16.html": lambda: HTML.encode("utf-16-be"),
        "unmarked-32.txt": lambda: words.encode("utf-32-le"),
        "nothing.txt": lambda: bytes(_MB),
        "half.txt": lambda: words.encode("utf-16-le")[:-1],
        "one-word.txt": lambda: b"a" * (2 * _MB),
        "one-sentence.txt": lambda: b"in 1953 and " * 20_000,
        "commands.txt": lambda: "In 1953 \x1b]0;owned\x07 \x9b2J \u202ehe died.".encode(),
        "surrogates.txt": lambda: ("In 1953 \ud800 he died. " * 20).encode("utf-8", "surrogatepass"),
    }


def no_files(folder: Path) -> Iterator[Path]:
    """What looks like a file that may be read and is none: a pipe that nobody writes into, and what never ends."""
    for suffix in (".apkg", ".epub", ".pdf", ".html", ".txt", ".csv"):
        pipe, endless, deep = (folder / f"{name}{suffix}" for name in ("pipe", "endless", "circle"))
        os.mkfifo(pipe)
        endless.symlink_to("/dev/zero")
        deep.symlink_to(deep)
        yield from (pipe, endless, deep)
