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
_MB = 1 << 20
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
    zeros = bytes(400 * _MB)
    good = {NEW: zstd(collection(latest=True)), "media": b"{}"}
    ends = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 65535, 65535, 0xFFFF_FFFE, 0, 0)
    return {
        "zeros.apkg": lambda: zipped({OLD: zeros}),
        "zeros-of-zstd.apkg": lambda: zipped({NEW: zstd(zeros)}),
        "bomb-in-bomb.apkg": lambda: zipped({NEW: zstd(zstd(zeros))}),
        "wide-window.apkg": lambda: zipped({NEW: b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x10" * 300}),
        "collection-and-zeros.apkg": lambda: zipped({NEW: zstd(collection(latest=True) + zeros)}),
        "names.apkg": lambda: zipped(good | dict.fromkeys(NAMES, b"owned")),
        "links.apkg": lambda: zipped(
            {NEW: b"/etc/passwd", OLD: b"/dev/zero", "link": b"../../owned"}, (NEW, OLD, "link")
        ),
        "media.apkg": lambda: zipped(good | {"media": b'{"0": "../../owned", "1": "/tmp/destal-owned"}', "0": b"x"}),
        "many-members.apkg": lambda: zipped({str(number): b"" for number in range(30_000)} | good),
        "directory.apkg": lambda: zipped(good) + ends,
        "names.epub": lambda: zipped(chapters() | dict.fromkeys(NAMES, b"owned")),
    }


def _collections() -> dict[str, Bomb]:
    def of(*statements: str) -> Bomb:
        return lambda: package(collection(latest=False, more=statements), latest=False)

    def named(kind: str, table: str, made: str) -> str:
        return f"UPDATE sqlite_master SET type = '{kind}', sql = '{made}', rootpage = 0 WHERE name = '{table}'"

    spread = "id, 'x' || id, mid, tags, flds"
    many = (
        "WITH RECURSIVE c(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM c WHERE x < {}) INSERT INTO {} SELECT {} FROM c"
    )
    return {
        "endless-view.apkg": of("DROP TABLE notes", f"CREATE VIEW notes AS {_LOOP} FROM c"),
        "view-as-table.apkg": of(named("table", "notes", f"CREATE VIEW notes AS {_LOOP} FROM c")),
        "virtual.apkg": of(named("table", "notes", "CREATE VIRTUAL TABLE notes USING fts3(flds)")),
        "generated.apkg": of("ALTER TABLE notes ADD COLUMN made AS (randomblob(900000000))"),
        "computed.apkg": of(
            "DROP TABLE notes", "CREATE TABLE notes (id, guid, mid, tags, flds AS (printf('%900000000d', id)))",
            "INSERT INTO notes VALUES (1, 'one', 11, '')",
        ),
        "triggers.apkg": of(
            "CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO notes SELECT NULL, guid, mid, tags, flds"
            " FROM notes; END",
            "CREATE TRIGGER u BEFORE UPDATE ON col BEGIN DELETE FROM notes; END",
        ),
        "reviews.apkg": of(many.format(REVIEWS, "revlog", "1600000000000 + x * 60000, 21 + x % 2, 3, 1, 2500, 4000, 1")),
        "reviews-of-nothing.apkg": of(many.format(REVIEWS, "revlog", "x, x, 3, 1, 2500, 4000, 1")),
        "cards.apkg": of(many.format(200_000, "cards", "x, 1, 1, x, 2, 2, 40, 0, 0, 0")),
        "notes.apkg": of(many.format(200_000, "notes", "x, x, 11, '', 'q' || x || char(31) || 'a'")),
        "notes-and-cards.apkg": of(
            many.format(50_000, "notes", "x, x, 11, '', 'q' || x || char(31) || 'a'"),
            many.format(50_000, "cards", "x, x, 1, 0, 2, 2, 40, 0, 0, 0"),
        ),
        "long-field.apkg": of(f"UPDATE notes SET flds = printf('%.*c', {7 * _MB}, '<') || flds"),
        "gaps.apkg": of("UPDATE notes SET flds = replace(hex(zeroblob(5000)), '00', '{{c1::a::') || flds"),
        "entities.apkg": of("UPDATE notes SET flds = replace(hex(zeroblob(9000)), '00', '&lt;&') || flds"),
        "deep-settings.apkg": of("UPDATE col SET models = replace(hex(zeroblob(500000)), '00', '[{')"),
        "long-tags.apkg": of(f"UPDATE notes SET tags = replace(hex(zeroblob({_MB})), '00', 'a::b ')"),
        "spread.apkg": of(*[f"INSERT OR IGNORE INTO notes SELECT {spread.replace('id', f'id + {1 << n}', 1)} FROM notes" for n in range(1, 16)]),
    }  # fmt: skip


def _books() -> dict[str, Bomb]:
    def of(**parts: bytes) -> Bomb:
        return lambda: zipped(chapters(**parts))

    items = b"".join(
        b"<item id='i%d' href='first.xhtml?%d' media-type='text/html'/><itemref idref='i%d'/>" % (n, n, n)
        for n in range(20_000)
    )
    whole = f"{_LAUGHS}]><html><body><p>&a11;</p></body></html>".encode()
    return {
        "laughs.epub": of(first=whole),
        "laughs-of-the-book.epub": of(book=f"{_LAUGHS}]><package><metadata><title>&a11;</title></metadata></package>".encode()),
        "laughs-of-the-container.epub": of(container=whole),
        "outside.epub": of(first=f"{_FILE}<html><body><p>&f;</p></body></html>".encode()),
        "outside-of-the-book.epub": of(book=f"{_FILE}<package><title>&f;</title></package>".encode()),
        "remote.epub": of(first=b'<!DOCTYPE html SYSTEM "http://localhost:9/x.dtd"><html><body><p>x</p></body></html>'),
        "zeros.epub": of(first=bytes(400 * _MB)),
        "blanks.epub": of(first=b"<p> </p>" * (4 * _MB)),
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
        "headings.html": "<h1>x" * 100_000, "headers.html": "<header>" * 2000 + "<h1>x", "formats.html": "<b><i><p>" * 30_000,
        "one-line.html": "<p>" + "In 1953 Stalin died and " * 100_000, "breaks.html": "x<br>" * 300_000,
        "script.html": "<script>" * 100_000, "xml.html": "<?xml version='1.0'?>" + "<a\n" * 100_000,
        "laughs.html": f"{_LAUGHS}]><p>&a11;</p>", "outside.html": f"{_FILE}<p>&f;</p>", "cells.html": "<td>x" * 200_000,
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
