"""EPUB books: the chapters in the order of the spine, each read as a page. `documents` asks.

A book is a stranger's archive: members are read by their exact name, nothing is unpacked to disk, bytes are counted.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from destal_cli.core.problems import BadFileError
from destal_cli.core.text import one_line
from destal_cli.core.values import dataclass
from destal_cli.store.documents.webpage import decode_page, read_page

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_MEMBERS = 10_000
MAX_MEMBER = 16 << 20
MAX_TEXT = 48 << 20
MOST_TAGS = 300_000  # in all chapters
_CONTAINER = "META-INF/container.xml"
_PAGE_TYPES = ("application/xhtml+xml", "text/html")


class Book(NamedTuple):
    """What was read from a book, and how many chapters it was in."""

    title: str
    text: str
    chapters: int


def read_epub(content: bytes, name: str) -> Book:
    """The text of a book. Raises BadFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Archive(archive, name).book()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise BadFileError(f"{name} is damaged, or no EPUB book", "download it again, or save it as text") from None


@dataclass(slots=True)
class _Archive:
    """An open book, and how many bytes and tags of it may still be read."""

    archive: zipfile.ZipFile
    name: str
    left: int = MAX_TEXT
    tags: int = MOST_TAGS

    def bad(self, what: str, hint: str = "save the book as text, and build from that") -> BadFileError:
        return BadFileError(f"{self.name} {what}", hint)

    def book(self) -> Book:
        if len(self.archive.namelist()) > MAX_MEMBERS:
            raise self.bad(f"holds more than {MAX_MEMBERS:,} files")
        if "META-INF/encryption.xml" in self.archive.namelist() and "META-INF/rights.xml" in self.archive.namelist():
            raise self.bad("is locked by its seller", "build from a copy that can be read")
        package_name = self.package_name()
        package = self.xml(package_name)
        chapters = [self.chapter(member) for member in _spine(package, posixpath.dirname(package_name))]
        title = next((one_line(found.text or "") for found in _local(package, "title")), "")
        return Book(title, "\n".join(text for text in chapters if text), len(chapters))

    def package_name(self) -> str:
        for found in _local(self.xml(_CONTAINER), "rootfile"):
            return found.get("full-path", "")
        raise self.bad("names no package: it is no EPUB book")

    def xml(self, member: str) -> _Element:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            root = etree.fromstring(self.read(member), parser)
        except etree.XMLSyntaxError:  # where even recovering fails
            root = None
        if root is None:
            raise self.bad(f"has an unreadable {one_line(member)}")
        return root

    def chapter(self, member: str) -> str:
        html = decode_page(self.read(member), f"{self.name}: {one_line(member)}").text
        self.tags -= html.count("<")
        if self.tags < 0:
            raise self.bad(f"has more than {MOST_TAGS:,} tags")
        return read_page("<?xml version='1.0'?>" + html.removeprefix("\ufeff"), self.name).text

    def read(self, member: str) -> bytes:
        """The bytes of a member, no more than the book has left: what its directory claims is not believed."""
        limit = min(MAX_MEMBER, self.left)
        try:
            with self.archive.open(member) as file:
                content = file.read(limit + 1)
        except KeyError:
            raise self.bad(f"lacks its part {one_line(member)[:80]}", "download it again, or save it as text") from None
        if len(content) > limit:
            raise self.bad("unpacks to more than a book holds")
        self.left -= len(content)
        return content


def _spine(package: _Element, folder: str) -> list[str]:
    """The names of the pages in reading order, each once; the book's own table of contents is left out."""
    pages = {}
    for item in _local(package, "item"):
        if item.get("media-type") in _PAGE_TYPES and "nav" not in item.get("properties", "").split():
            pages[item.get("id")] = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
    order = (pages.get(reference.get("idref")) for reference in _local(package, "itemref"))
    return list(dict.fromkeys(member for member in order if member))


def _local(root: _Element, name: str) -> list[_Element]:
    return list(root.iter(f"{{*}}{name}"))
