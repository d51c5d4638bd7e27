"""Documents of every kind into text: what `destal build` takes its sentences from.

decoding    bytes to text, with the encoding guessed
webpage     HTML, and the chapters of
epub        books
pdf         printed pages, whose lines the program pdf_pages reads
"""

from __future__ import annotations

import re
import stat
import sys
from importlib.util import find_spec
from pathlib import Path

from destal_cli.core.problems import BadFileError, NotFoundError, UsageError, did_you_mean
from destal_cli.core.text import one_line
from destal_cli.core.values import dataclass
from destal_cli.store.documents.decoding import decode, made_safe

MAX_BYTES = 64 << 20
MAX_WRITTEN = 24 << 20  # of a text, or of a page, whose pictures may be within it
MOST_TEXT = 4_000_000  # characters: War and Peace has three million
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
    ".pdf": "pdf",
}
STDIN = "-"
_NEEDS = {"html": "lxml", "epub": "lxml", "pdf": "pypdfium2"}
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml)", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as text. Of a text file it is the file itself, decoded, so that every place in it is the file's own.

    `pages` counts a PDF's pages or a book's chapters, 0 where there are none; `note` is what a reader should be told.
    """

    title: str
    origin: str
    text: str
    encoding: str = ""
    note: str = ""
    pages: int = 0


def read_document(source: Path | str, encoding: str | None = None) -> DocumentText:
    """A document from its file, or from stdin when `source` is `-`.

    Raises NotFoundError, BadFileError, and UsageError for an unknown suffix, encoding or a missing reader.
    """
    if str(source) == STDIN:
        content = _stdin()
        document = _read(content, _kind_of(content), "standard input", encoding)
    else:
        path = Path(source)
        kind = _kind(path)
        document = _read(_bytes(path), kind, one_line(path.name), encoding)
    if len(document.text) > MOST_TEXT:
        raise BadFileError(f"{document.origin} has more than {MOST_TEXT:,} characters", "build from a part of it")
    if not document.text.strip():
        raise BadFileError(f"{document.origin} holds no text", "build from a document that can be read")
    return document


def documents_in(folder: Path) -> list[Path]:
    """The documents that lie in a folder, by name; hidden files are left out. Raises NotFoundError or BadFileError."""
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()]
    except FileNotFoundError:
        raise NotFoundError(f"there is no folder {folder}") from None
    except OSError as error:
        raise BadFileError(f"{folder} cannot be read: {error.strerror}") from None
    documents = sorted((path for path in found if not path.name.startswith(".")), key=lambda path: path.name)
    if not documents:
        raise NotFoundError(f"there is no document in {folder}", f"destal reads {', '.join(SUFFIXES)}")
    return documents


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    hint = did_you_mean(suffix, list(SUFFIXES)) or f"destal reads {', '.join(SUFFIXES)}"
    if not path.exists():
        raise NotFoundError(f"there is no file {path}")
    raise UsageError(f"{path} is of no kind that destal reads", hint)


def _bytes(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadFileError(f"{path} is no ordinary file", "give the path of a document")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise BadFileError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _stdin() -> bytes:
    binary = getattr(sys.stdin, "buffer", None)
    return binary.read(MAX_BYTES + 1) if binary else sys.stdin.read(MAX_BYTES).encode("utf-8", "replace")


def _kind_of(content: bytes) -> str:
    """What comes from stdin, by how it begins."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "epub"
    return "html" if _HTML.match(content[:2000]) else "text"


def _read(content: bytes, kind: str, name: str, encoding: str | None) -> DocumentText:
    if kind in _NEEDS and find_spec(_NEEDS[kind]) is None:
        hint = "python3 -m pip install 'destal[documents]'"
        raise UsageError(f"{name}: destal needs a reader for {kind.upper()} that is not installed", hint)
    if len(content) > (most := MAX_BYTES if kind in ("epub", "pdf") else MAX_WRITTEN):
        raise BadFileError(f"{name} is larger than {most >> 20} MB", "build from a part of it")
    match kind:
        case "html":
            return _web_page(content, name, encoding)
        case "epub":
            return _book(content, name)
        case "pdf":
            return _print(content, name)
        case _:
            return _plain(content, name, encoding)


def _plain(content: bytes, name: str, encoding: str | None) -> DocumentText:
    decoded = decode(content, name, encoding)
    text = made_safe(decoded.text)
    heading = _HEADING.search(text[:100_000])
    return DocumentText(one_line(heading[1]) if heading else _titled(name), name, text, decoded.encoding, decoded.note)


def _web_page(content: bytes, name: str, encoding: str | None) -> DocumentText:
    from destal_cli.store.documents.webpage import decode_page, read_page

    decoded = decode_page(content, name, encoding)
    page = read_page(decoded.text, name)
    return DocumentText(page.title or _titled(name), name, page.text, decoded.encoding, decoded.note)


def _book(content: bytes, name: str) -> DocumentText:
    from destal_cli.store.documents.epub import read_epub

    book = read_epub(content, name)
    return DocumentText(book.title or _titled(name), name, book.text, pages=book.chapters)


def _print(content: bytes, name: str) -> DocumentText:
    from destal_cli.store.documents.pdf import read_pdf

    found = read_pdf(content, name)
    return DocumentText(found.title or _titled(name), name, found.text, pages=found.pages)


def _titled(name: str) -> str:
    """A title from a file's name: `the-thaw_1953.txt` is The thaw 1953."""
    words = re.sub(r"[-_\s]+", " ", Path(name).stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"
