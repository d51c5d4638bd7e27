"""Documents: what is read from each kind of file, and that no file of a stranger hangs, fills or breaks the reader."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from pathlib import Path

import pytest
from attacks import packed
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, UsageError
from destal_cli.store import documents
from destal_cli.store.documents import documents_in, epub, read_document
from destal_cli.store.documents.pdf import Line, printed_text
from destal_cli.store.documents.webpage import MOST_TAGS, decode_page, read_page

Placed = tuple[int, int, int, str]


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# Text files


def test_a_text_file_is_its_own_text_to_the_character(tmp_path: Path) -> None:
    text = "# The thaw\r\n\r\nIt began\tin 1953.\r\n\n\n  It ended.\x0cSoon"
    read = read_document(written(tmp_path, "the-thaw_1953.md", "\ufeff" + text))
    assert (read.title, read.origin, read.encoding) == ("The thaw", "the-thaw_1953.md", "utf-8")
    assert read.text == text.replace("\x0c", " ")
    assert "byte order mark" in read.note


@pytest.mark.parametrize(
    ("name", "title"), [("the-thaw_1953.txt", "The thaw 1953"), ("1953.txt", "1953"), ("-.txt", "Untitled")]
)
def test_a_text_without_headings_is_titled_by_its_file(tmp_path: Path, name: str, title: str) -> None:
    assert read_document(written(tmp_path, name, "It began.")).title == title


def test_stdin_is_read_and_taken_for_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, text in [(b"It began.", "It began."), (b"<!DOCTYPE html><p>It  began.", "It began.\n")]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        read = read_document("-")
        assert (read.text, read.origin) == (text, "standard input")


def test_the_documents_of_a_folder_come_by_name_without_what_is_none(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.PDF", "notes.docx", ".hidden.txt"):
        written(tmp_path, name, "x")
    (tmp_path / "folder.txt").mkdir()
    assert [path.name for path in documents_in(tmp_path)] == ["a.md", "b.txt", "c.PDF"]


def test_a_folder_without_documents_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        documents_in(tmp_path)
    with pytest.raises(NotFoundError):
        documents_in(tmp_path / "none")


def refused(path: Path | str) -> str:
    with pytest.raises(DestalError) as error:
        read_document(path)
    return f"{type(error.value).__name__}: {error.value.message}".replace(f"{Path(path).parent}/", "")


def test_what_is_no_ordinary_readable_document_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert refused(tmp_path / "folder.txt") == "BadFileError: folder.txt is no ordinary file"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        assert refused(tmp_path / "pipe.txt") == "BadFileError: pipe.txt is no ordinary file"
        (tmp_path / "zero.txt").symlink_to("/dev/zero")
        assert refused(tmp_path / "zero.txt") == "BadFileError: zero.txt is no ordinary file"
    assert refused(tmp_path / "none.txt") == "NotFoundError: there is no file none.txt"
    assert refused(tmp_path / "none.docx") == "NotFoundError: there is no file none.docx"
    assert refused(written(tmp_path, "x.docx", "x")) == "UsageError: x.docx is of no kind that destal reads"
    assert refused(written(tmp_path, "blank.txt", " \n")) == "BadFileError: blank.txt holds no text"
    monkeypatch.setattr(documents, "MAX_WRITTEN", 3 << 20)
    assert refused(written(tmp_path, "big.txt", b"x" * (3 << 20) + b"y")) == "BadFileError: big.txt is larger than 3 MB"
    long = written(tmp_path, "long.md", b"x\n" * 40)
    monkeypatch.setattr(documents, "MOST_TEXT", 50)
    assert refused(long) == "BadFileError: long.md has more than 50 characters"


def test_a_missing_reader_is_said_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="a reader for PDF") as error:
        read_document(written(tmp_path, "x.pdf", b"%PDF-1.4"))
    assert error.value.hint == "python3 -m pip install 'destal[documents]'"


# Web pages

PAGE = """<!doctype html><html><head><title>Thaw - A site</title><style>p {}</style></head><body>
<header><a href="/">Home</a></header><nav><ul><li>Menu</ul></nav>
<h1>The  Thaw</h1><p>First <b>para</b>graph,<br>second line<sup class="reference">[1]</sup>.<p>Another &amp; one
<script>alert("<p>no")</script> more.
<h2>Its end</h2><ul><li>one<li>two<ul><li>inner</ul><li><p>three</p></ul>
<table><tr><th>Year<th>Number<tr><td>1953<td>10</table>
<blockquote>He said <q>yes</q>.</blockquote><div>outer<div>inner</div>tail</div>
<aside>Advertisement</aside><p style="display: none">hidden</p><div role="navigation">more menu</div>
<footer>Imprint</footer></body></html>"""

PAGE_TEXT = """# The Thaw

First paragraph,
second line.

Another & one more.

## Its end

- one
- two
- inner
- three

Year | Number

1953 | 10

He said “yes”.

outer

inner

tail
"""


def test_a_page_gives_its_headings_paragraphs_and_lists_and_nothing_that_frames_it() -> None:
    assert read_page(PAGE, "x.html") == ("The Thaw", PAGE_TEXT)


def test_the_main_part_of_a_page_is_its_text_unless_it_is_a_teaser() -> None:
    assert read_page("<p>Links<main><header><h1>A</h1></header><p>Main text</main>", "x").text == "# A\n\nMain text\n"
    assert "whole" in read_page("<article>Hi</article><p>" + "The whole text of the page. " * 3, "x").text


def test_a_page_is_decoded_as_it_declares_unless_it_is_not_that() -> None:
    russian = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Оттепель'
    assert decode_page(russian.encode("koi8-r"), "x").text == russian
    assert decode_page('<meta charset="utf-8"><p>Über'.encode("latin-1"), "x").encoding == "latin-1"
    assert decode_page(b'<meta charset="nonsense"><p>Over', "x").encoding == "utf-8"


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 20_000,
        "<" * 60_000,
        "<!--" * 15_000,
        '<?xml version="1.0"?>' + "<a " * 20_000,
        "<p>x" + "<br>" * 50_000,
        '<p style="' + "display " * 50_000 + '">x',
        "<p>" + "\n \t" * 50_000,
        "<td>x" * 50_000,
    ],
)
def test_a_hostile_page_is_read_in_no_time(html: str) -> None:
    started = time.process_time()
    assert len(read_page(html, "x.html").text) <= len(html) + 1
    assert time.process_time() - started < 2


def test_a_page_and_a_book_with_more_tags_than_memory_has_room_for_are_refused(tmp_path: Path) -> None:
    many = "<p>x" * (MOST_TAGS + 1)
    assert refused(written(tmp_path, "x.html", many)) == "BadFileError: x.html has more than 150,000 tags"
    book = packed.zipped(packed.chapters(first=b"<p>x" * 140_000, second=b"<p>y" * 140_000))
    with zipfile.ZipFile(io.BytesIO(book)) as archive, pytest.raises(BadFileError, match="more than 300,000 tags"):
        epub._Archive(archive, "x.epub", tags=200_000).book()


@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_a_page_nested_beyond_reason_is_refused(depth: int) -> None:
    with pytest.raises(BadFileError, match="nested too deep"):
        read_page("<p>x</p>" + "<div>" * depth, "x.html")


def test_no_control_character_comes_out_of_a_page() -> None:
    text = read_page("<p>a\0b\x1b[31mc&#27;&#x202e;&#7;d</p>", "x").text
    assert text.isprintable() or text.rstrip("\n").isprintable()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<div>", "</ul>", "<li>", "<h1>", "a b", "<td>", "<nav>", "&lt;", "<"]))
)
def test_any_soup_of_tags_is_read(parts: list[str]) -> None:
    text = read_page("".join(parts), "x").text
    assert "\n\n\n" not in text


# Books

CONTAINER = '<container xmlns="urn:x"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The  Thaw</dc:title></metadata><manifest>
 <item id="b" href="two%20.xhtml" media-type="application/xhtml+xml"/>
 <item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>
 <item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
 <item id="i" href="i.png" media-type="image/png"/></manifest>
 <spine><itemref idref="n"/><itemref idref="a"/><itemref idref="i"/><itemref idref="b"/><itemref idref="a"/></spine>
 </package>"""
BOOK = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/one.xhtml": "<?xml version='1.0'?><html><head><title/></head><h1>One</h1><p>First<a id='x'/>.</p></html>",
    "OEBPS/two .xhtml": "<html><body><h1>Two</h1><p>Second.</p></body></html>",
    "OEBPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
    "../../outside.xhtml": "<p>outside</p>",
}


def book(**changed: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (BOOK | changed).items():
            if content:
                archive.writestr(name, content)
    return file.getvalue()


def test_a_book_is_read_in_the_order_of_its_spine_each_chapter_once(tmp_path: Path) -> None:
    read = read_document(written(tmp_path, "x.epub", book()))
    assert (read.title, read.pages) == ("The Thaw", 2)
    assert read.text == "# One\n\nFirst.\n\n# Two\n\nSecond.\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"\0" * 50, "x.epub is damaged, or no EPUB book"),
        (book()[:300], "x.epub is damaged, or no EPUB book"),
        (book(**{"META-INF/container.xml": ""}), "x.epub lacks its part META-INF/container.xml"),
        (book(**{"META-INF/container.xml": "<a/>"}), "x.epub names no package: it is no EPUB book"),
        (book(**{"OEBPS/one.xhtml": ""}), "x.epub lacks its part OEBPS/one.xhtml"),
        (book(**{"OEBPS/one.xhtml": "<p>" + " " * 40_000_000}), "x.epub unpacks to more than a book holds"),
    ],
)
def test_a_book_that_is_none_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BadFileError) as error:
        epub.read_epub(content, "x.epub")
    assert error.value.message == said


def test_a_book_reads_no_file_but_its_own_members_and_expands_no_entities(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.xhtml", "<p>secret</p>")
    outside = PACKAGE.replace("one.xhtml", str(secret))
    with pytest.raises(BadFileError, match="lacks its part"):
        epub.read_epub(book(**{"OEBPS/book.opf": outside}), "x")
    bomb = (
        '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
    )
    titled = bomb + PACKAGE.replace('<?xml version="1.0"?>', "").replace("The  Thaw", "T&b;&c;")
    assert epub.read_epub(book(**{"OEBPS/book.opf": titled}), "x").title == "T"


# PDF


def pdf(*pages: list[Placed], title: str = "The Thaw") -> bytes:
    """A small PDF of lines (left, base line, size, text)."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        lines = " ".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, size, text in page)
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * number} 0 R >>"
        )
        parts.append(f"<< /Length {len(lines) + 6} >>\nstream\nBT {lines} ET\nendstream")
    parts.append(f"<< /Title ({title}) >>")
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{part}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R"
    return content + f"{end} /Info {len(parts)} 0 R >>\nstartxref\n{len(content)}\n%%EOF\n".encode()


def framed(number: int, *lines: Placed) -> list[Placed]:
    return [(72, 800, 9, "The Thaw in brief"), *lines, (300, 30, 9, str(number))]


def test_a_pdf_gives_paragraphs_with_words_mended_and_no_running_headers(tmp_path: Path) -> None:
    first = framed(
        1,
        (72, 740, 18, "The first winter"),
        (72, 710, 11, "In the winter of 1953 the ministers met for the first time and deter-"),
        (72, 696, 11, "mined that nobody should rule alone. They agreed on well-"),
        (72, 682, 11, "known rules."),
        (84, 668, 11, "A second paragraph begins here, which has to go on for so many words that"),
        (72, 654, 11, "it fills the page that it is printed on, and then"),
    )
    second = framed(2, (72, 740, 11, "goes on."), (72, 700, 11, "After a gap comes a third paragraph."))
    third = framed(3, (72, 740, 11, "The end."))
    read = read_document(written(tmp_path, "x.pdf", pdf(first, second, third)))
    assert (read.title, read.pages) == ("The Thaw", 3)
    assert read.text == (
        "# The first winter\n\n"
        "In the winter of 1953 the ministers met for the first time and determined that nobody should rule alone. "
        "They agreed on well-known rules.\n\n"
        "A second paragraph begins here, which has to go on for so many words that\n"
        "it fills the page that it is printed on, and then\ngoes on.\n\n"
        "After a gap comes a third paragraph.\n\nThe end.\n"
    )


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (["The deter-", "mined men"], "The determined men\n"),
        (["In 1954-", "55 it ended"], "In 1954-55 it ended\n"),
        (["The Franco-", "Prussian war"], "The Franco-Prussian war\n"),
        (["A far-off coast, a far-", "off land"], "A far-off coast, a far-off land\n"),
        (["• one", "• two"], "- one\n\n- two\n"),
    ],
)
def test_hyphens_at_line_ends_go_where_the_word_has_none(broken: list[str], mended: str) -> None:
    lines = [Line(text, 72, 400, 700 - 14 * number, 11) for number, text in enumerate(broken)]
    assert printed_text([lines]) == mended


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "x.pdf is damaged, or no PDF"),
        (b"%PDF-1.4 nonsense", "x.pdf is damaged, or no PDF"),
        (pdf([]), "x.pdf holds pictures of pages and no text"),
    ],
)
def test_a_pdf_without_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(BadFileError) as error:
        read_document(written(tmp_path, "x.pdf", content))
    assert error.value.message == said


@pytest.mark.skipif("sys.platform != 'linux'", reason="the memory of a process is not limited there")
def test_a_pdf_that_unpacks_to_more_than_memory_has_room_for_is_refused(tmp_path: Path) -> None:
    bomb = packed.pdf(bytes(200 << 20), packed=True)
    assert len(bomb) < 300_000
    assert refused(written(tmp_path, "x.pdf", bomb)) == "BadFileError: x.pdf is damaged, or no PDF"


def test_a_pdf_with_one_line_of_thirty_thousand_letters_is_read_at_once() -> None:
    started = time.process_time()
    assert printed_text([[Line("x" * 30_000, 72, 500, 700, 11)]]) == "x" * 30_000 + "\n"
    assert time.process_time() - started < 1


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_mutilated_pdf_is_read_or_refused(data: st.DataObject) -> None:
    from destal_cli.store.documents.pdf import read_pdf

    content = bytearray(pdf(framed(1, (72, 700, 11, "Some words of a page"))))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(9, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_pdf(bytes(content), "x.pdf")
    except BadFileError:
        return
