"""HTML into text: headings as `#` lines, paragraphs apart by an empty line, list items, nothing that frames the page.

`documents` reads web pages with it and `epub` the chapters of books.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from destal_cli.core.problems import BadFileError
from destal_cli.core.text import one_line
from destal_cli.core.values import dataclass, field
from destal_cli.store.documents.decoding import Decoded, decode

if TYPE_CHECKING:
    from lxml.etree import _Element


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_CHARSET = re.compile(rb"<(?:meta[^<>]*?charset|\?xml[^<>]*?encoding)\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_SELF_CLOSED = re.compile(r"<([a-zA-Z][\w:-]*)((?:\s[^<>]*)?)/>")
_VOID = _tags("area base br col embed hr img input link meta source track wbr")
_BLANKS = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*|[ \t\r\f]+")
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCKS = _tags(
    "address article blockquote body caption center dd details div dl dt figcaption figure fieldset header hgroup hr"
    " legend li main ol p pre section summary table tbody tfoot thead tr ul"
)
_FRAME = _tags(
    "aside audio button canvas dialog datalist footer head iframe input link map menu meta nav noscript object"
    " option script select style svg template textarea video"
)
_FRAME_ROLES = _tags("banner complementary contentinfo dialog menu navigation search")
_FRAME_CLASSES = _tags("mw-editsection navbox noprint reference toc")
MOST_TAGS = 150_000  # each takes some ten microseconds, and half a kilobyte while the page is read
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class Page(NamedTuple):
    """What was read from a page."""

    title: str
    text: str


def decode_page(content: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The HTML of a page, in the encoding that it declares when that fits. Raises as `decode` does."""
    declared = _CHARSET.search(content[:4096])
    if encoding is None and declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        wanted = declared[1].decode().lower()
        wanted = "cp1252" if wanted in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else wanted
        try:
            return Decoded(content.decode(wanted), wanted)
        except (LookupError, UnicodeError):
            pass  # pages often claim what they are not
    return decode(content, name, encoding)


def read_page(html: str, name: str) -> Page:
    """The title and text of a page. Raises BadFileError when it has too many tags, or too deep, to be one."""
    if html.count("<") > MOST_TAGS:
        raise BadFileError(f"{name} has more than {MOST_TAGS:,} tags", "save it as text, and build from that")
    root = _parse(html, name)
    if root is None:
        return Page("", "")
    whole = _text(root)
    main = next((found for tag in ("main", "article") for found in _only(root, tag)), None)
    text = _text(main) if main is not None else whole
    if len(text) * 5 < len(whole):  # a page that marks a teaser as its main part
        text = whole
    return Page(_title(root), text)


def _parse(html: str, name: str) -> _Element | None:
    from lxml import etree

    if html.lstrip().startswith("<?xml"):
        html = _SELF_CLOSED.sub(_closed, html)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(html.replace("\0", " ").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # it recovers from everything but a lack of memory
        raise BadFileError(f"{name} is too large to be a page", "save it as text, and build from that") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise BadFileError(f"{name} is nested too deep to be a page", "save it as text, and build from that")
    return root


def _closed(tag: re.Match[str]) -> str:
    return tag[0] if tag[1].lower() in _VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>"


def _only(root: _Element, tag: str) -> list[_Element]:
    found = list(root.iter(tag))
    return found if len(found) == 1 else []


def _title(root: _Element) -> str:
    headings = _only(root, "h1")
    title = one_line(" ".join(map(str, headings[0].itertext()))) if headings else ""
    return title or next((one_line(" ".join(map(str, found.itertext()))) for found in root.iter("title")), "")


def _text(root: _Element) -> str:
    from lxml import etree

    text, framed = _Blocks(), 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        frame = _is_frame(element, tag) and element is not root
        if event == "start":
            framed += frame
            if not framed:
                text.open(tag)
                text.write(element.text or "", tag == "pre")
        else:
            if not framed:
                text.close(tag)
            framed -= frame
            if not framed and element is not root:
                text.write(element.tail or "")
    text.flush()
    return text.joined()


def _is_frame(element: _Element, tag: str) -> bool:
    """Whether an element frames the page: navigation, scripts, what is hidden."""
    if tag in _FRAME or (tag == "header" and not any(True for _ in element.iter(*_HEADINGS))):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("role") in _FRAME_ROLES
        or not _FRAME_CLASSES.isdisjoint(attributes.get("class", "").split())
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )


@dataclass(slots=True)
class _Blocks:
    """The blocks of a page in the making."""

    done: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    prefix: str = ""
    begun: bool = False  # whether the block has more than blanks

    def open(self, tag: str) -> None:
        if tag in _HEADINGS or tag in _BLOCKS:
            self.flush()
            self.prefix = _HEADINGS.get(tag) or ("- " if tag == "li" else self.prefix if tag in ("p", "div") else "")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in ("td", "th") and self.begun:
            self.parts.append(" | ")
        elif tag == "q":
            self.write("“")

    def close(self, tag: str) -> None:
        if tag in _HEADINGS or tag in _BLOCKS:
            self.flush()
        elif tag == "q":
            self.write("”")

    def write(self, text: str, as_typed: bool = False) -> None:
        self.begun = self.begun or bool(text.strip())
        self.parts.append(text if as_typed else _BLANKS.sub(" ", text))

    def flush(self) -> None:
        """End a block; `br` twice ends one too."""
        text = "".join(self.parts)
        self.parts.clear()
        self.begun = False
        for part in re.split(r"\n[ \t]*\n+", text):
            lines = [one_line(line) for line in part.split("\n")]
            block = (" " if self.prefix.startswith("#") else "\n").join(line for line in lines if line)
            if block.strip(" |"):
                self.done.append(self.prefix + block)
                self.prefix = ""

    def joined(self) -> str:
        """The text: items of a list on lines of their own, everything else apart by an empty line."""
        parts, before = [], ""
        for block in self.done:
            together = before.startswith("- ") and block.startswith("- ")
            parts += ["\n" if together or not before else "\n\n", block]
            before = block
        return "".join(parts[1:]) + "\n" if parts else ""
