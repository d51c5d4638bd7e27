"""PDF documents into text: lines joined into paragraphs, hyphens mended, running headers and footers left out.

`documents` asks. The lines come from `pdf_pages`, a program that runs in a process of its own.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median_low
from typing import Any, NamedTuple

from destal_cli.core.problems import BadFileError
from destal_cli.core.text import one_line
from destal_cli.store.documents.pdf_pages import MAX_PAGES, MOST_SECONDS

_DIGITS = re.compile(r"\d+|\b[ivxl]+\b")
_HYPHENATED = re.compile(r"(?<!\w)(\w+)-\n(\w+)")
# parts of words that keep their hyphen, as in well-known
_KEPT = frozenset(("all", "ex", "half", "long", "self", "short", "so", "vice", "well"))
_BULLET = re.compile(r"[•▪‣●◦]\s*")
_ENDS = (".", "!", "?", ":", ".”", ".’", '."', ".)", "!”", "?”", '?"', '!"')
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)
_HINT = "save it as text, and build from that"


class Line(NamedTuple):
    """A line as printed: its text, its left and right edge, its base line (larger is higher) and the letters' size."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Print(NamedTuple):
    """What was read from a PDF."""

    title: str
    text: str
    pages: int


def read_pdf(content: bytes, name: str) -> Print:
    """The text of a PDF. Raises BadFileError."""
    found = _extract(content)
    if fault := found.get("error"):
        raise BadFileError(*_fault(fault, name))
    pages = [[Line(one_line(text), *place) for text, *place in page] for page in found["pages"]]
    if not any(pages):
        raise BadFileError(f"{name} holds pictures of pages and no text", "run it through text recognition (OCR) first")
    return Print(one_line(found["title"]), printed_text(pages), len(pages))


def _fault(fault: str, name: str) -> tuple[str, str]:
    match fault:
        case "password":
            return f"{name} is locked with a password", "save a copy without one"
        case "pages":
            return f"{name} has more than {MAX_PAGES:,} pages", "build from a part of it"
        case "memory" | "time":
            return f"{name} takes too much {fault} to read", _HINT
        case _:
            return f"{name} is damaged, or no PDF", "download it again, or save it as text"


def _extract(content: bytes) -> dict[str, Any]:
    program = Path(__file__).with_name("pdf_pages.py")
    try:
        # -P keeps this folder, whose modules have short names, off the program's path
        done = subprocess.run(
            [sys.executable, "-P", str(program)], input=content, capture_output=True, timeout=MOST_SECONDS, check=False
        )
        if done.returncode and done.returncode == _OUT_OF_TIME:
            return {"error": "time"}
        document: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": "time"}
    except (ValueError, OSError):
        return {"error": "damaged"}
    return document


def printed_text(pages: Sequence[Sequence[Line]]) -> str:
    """The running text of printed pages."""
    bare = _without_frames(pages)
    lines = [line for page in bare for line in page]
    if not lines:
        return ""
    body = median_low([line.size for line in lines for _ in range(0, len(line.text), 10)])
    levels = _levels(lines, body)
    blocks: list[str] = []
    for block in _blocks(bare, body):
        text = "\n".join(line.text for line in block)
        level = levels.get(block[0].size, 0)
        blocks.append(f"{'#' * level} {one_line(text)}" if level else text)
    return _unhyphenated("\n\n".join(_BULLET.sub("- ", block, count=1) for block in blocks)) + "\n"


def _without_frames(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what is printed at the edges of many: running headers, footers, page numbers."""
    edges = [[_framed(line) for line in _edge(page)] for page in pages]
    seen = Counter(text for page in edges for text in set(page))
    often = max(3, len(pages) // 20)
    return [
        [line for line in page if not (line in edge and seen[_framed(line)] >= often)]
        for page, edge in ((page, _edge(page)) for page in pages)
    ]


def _edge(page: Iterable[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.base)
    return [*by_height[:2], *by_height[-2:]]


def _framed(line: Line) -> str:
    return _DIGITS.sub("0", line.text.casefold())


def _levels(lines: Iterable[Line], body: float) -> dict[float, int]:
    """The heading level of each letter size that is clearly larger than the body's."""
    sizes = sorted({line.size for line in lines if line.size >= 1.15 * body and len(line.text) < 200}, reverse=True)
    return {size: min(level, 4) for level, size in enumerate(sizes, 1)}


def _blocks(pages: Iterable[Sequence[Line]], body: float) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for page in pages:
        leading = _leading(page, body)
        margin = max((line.right for line in page), default=0.0)
        for number, line in enumerate(page):
            before = blocks[-1][-1] if blocks else None
            if before is None or _parts(before, line, leading if number else None, margin):
                blocks.append([line])
            else:
                blocks[-1].append(line)
    return blocks


def _leading(page: Sequence[Line], body: float) -> float:
    """The usual distance of two lines of a page's body."""
    gaps = [a.base - b.base for a, b in pairwise(page) if 0.5 * body < a.base - b.base < 4 * body]
    return median_low(gaps) if gaps else 1.2 * body


def _parts(before: Line, line: Line, leading: float | None, margin: float) -> bool:
    """Whether a new block begins at a line; `leading` is None at the top of a page."""
    if abs(before.size - line.size) > 0.1 * before.size or _BULLET.match(line.text):
        return True
    ended = before.text.endswith(_ENDS)
    gap = before.base - line.base
    if leading is None or gap < 0:  # the next page, or the next column
        return ended
    indented = line.left > before.left + 0.7 * line.size and ended
    short = before.right < margin - 0.15 * (margin - before.left) and ended
    return gap > 1.3 * leading or indented or short


def _unhyphenated(text: str) -> str:
    """Words that were broken at the end of a line, made whole; a hyphen stays where the text elsewhere has one."""
    whole = set(re.findall(r"\w+(?:-\w+)*", text))

    def mended(found: re.Match[str]) -> str:
        first, second = found.groups()
        if first + second in whole:
            return str(first + second)
        hyphenated = f"{first}-{second}" in whole or first.lower() in _KEPT
        keeps = hyphenated or not second[0].islower() or not first[-1].isalpha()
        return f"{first}{'-' if keeps else ''}{second}"

    return _HYPHENATED.sub(mended, text)
