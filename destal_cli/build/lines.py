"""What a line of a document is by itself: a heading, an item, page furniture, navigation. `clean` calls this."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_MARKED_HEADING = re.compile(r"(?:#{1,6}|={1,6})[ \t]+(\S.*?)[ \t#=]*")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}|\^{3,}")
_ITEM = re.compile(r"(?:(?:[-*+]|\d{1,3}[.)]|\[\d{1,3}\])[ \t]+|[•▪◦‣·^↑][ \t]*)(?=\S)")
_FINAL = re.compile(r"""[.!?…:;,]["'”’»)\]]*(?:\[\w{1,3}\])*$""")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_MARK = 300  # characters; a longer line is text
_DROPPED = (
    ("tag list", r"""\[\s*(["']).*\1\s*\]|(?:tags|categor(?:y|ies)|keywords|filed under|topics)\s*:.*"""),
    (
        "navigation",
        r"(?:sign|log) ?(?:in|out|up)|register|menu|home|search|share|print|edit|view history|talk|next|previous|"
        r"back(?: to top)?|(?:table of )?contents(?: ?\[hide\])?|advertisement|about us|contact(?: us)?|privacy policy|"
        r"(?:no )?(?:parent|child|related) (?:topic|page|article)s?|terms of (?:use|service)|from wikipedia, .{0,60}|"
        r"(?:skip|jump) to .{0,40}|(?:show|read|load) (?:more|less).{0,20}|(?:subscribe|toggle) .{0,40}|"
        r"cookies?(?: policy)?|we use cookies.*|[^.|»›·•]{1,40}(?:\s[|»›·•]\s[^.|»›·•]{1,40}){2,}|"
        r".{1,80}(?: ?\.){4,}\s*\d{1,4}",
    ),
    (
        "page furniture",
        r"[-–—*_=~#.·• ]{3,}|[-–—\[(]?\s*(?:page|p\.)?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—\])]?|"
        r"(?-i:[ivxl]{1,6})|(?:https?://|www\.)\S+|(?:©|(?:copyright\s*)?\(c\)|copyright (?=[©\d])).*|"
        r".*\ball rights reserved\.?|!\[.*\]\(.*\)|\|.*\||<!--.*-->",
    ),
)
_REASONS = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _DROPPED)
_TITLE_LENGTH, _TITLE_WORDS = 100, 14
_LABEL_WORDS = 3
_OFTEN = 3


class Line(NamedTuple):
    """A line without the white space around it; `apart` when an empty line or a page's end is before it."""

    start: int
    end: int
    text: str
    apart: bool


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not empty."""
    found: list[Line] = []
    end = 0
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if line:
            start = match.start() + match[0].index(line[0])
            breaks = _BREAK.findall(text, end, start)
            end = start + len(line)
            found.append(Line(start, end, line, len(breaks) != 1 or breaks == ["\f"]))
    return found


def matter_of(lines: Sequence[Line]) -> set[int]:
    """Which lines are Markdown's front matter or code: what stands between lines of dashes or backticks, with them."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        mark = "---" if at == 0 and lines[0].text == "---" else "```" if lines[at].text.startswith("```") else ""
        closing = (i for i in range(at + 1, len(lines)) if lines[i].text == mark)
        end = next(closing, len(lines)) if mark else at
        if mark and end < len(lines):
            found.update(range(at, end + 1))
        at = end + 1 if end < len(lines) else at + 1
    return found


def menus_of(lines: Sequence[Line]) -> set[int]:
    """Which lines stand in a menu: a row of lines without an empty one that are all labels or navigation."""
    found: set[int] = set()
    row: list[int] = []
    for at in range(len(lines) + 1):
        if at == len(lines) or lines[at].apart:
            if len(row) > 1 and _is_menu([lines[i].text for i in row]):
                found.update(i for i in row if not reason_to_drop(lines[i].text))
            row = []
        row.append(at)
    return found


def _is_menu(row: Sequence[str]) -> bool:
    others = [line for line in row if reason_to_drop(line) not in ("navigation", "tag list")]
    return all(is_label(line) for line in others) or (len(others) < len(row) and all(is_title(line) for line in others))


def reason_to_drop(line: str) -> str:
    """Why a line is no text of the document; "" when it may be."""
    if len(line) > _LONGEST_MARK:
        return ""
    return next((reason for reason, pattern in _REASONS if pattern.fullmatch(line)), "")


def marked_heading(line: str) -> tuple[int, int] | None:
    """Where the heading stands in a line that is marked as one: # so, or = so =."""
    found = _MARKED_HEADING.fullmatch(line) if line[0] in "#=" and len(line) <= _LONGEST_MARK else None
    return found.span(1) if found else None


def is_underline(line: Line) -> bool:
    """Whether a line draws one under the line above."""
    return not line.apart and len(line.text) <= _LONGEST_MARK and _UNDERLINE.fullmatch(line.text) is not None


def item_mark(line: str) -> int:
    """The length of the mark that makes a line an item of a list; 0 when it is none."""
    found = _ITEM.match(line)
    return found.end() if found else 0


def is_title(line: str) -> bool:
    """Whether a line may be a heading: short, and without a final stop."""
    short = len(line) <= _TITLE_LENGTH and len(line.split()) <= _TITLE_WORDS
    return short and not line[0].islower() and not ends_sentence(line)


def is_label(line: str) -> bool:
    """Whether a line is a word or three that say nothing by themselves, as in menus."""
    if len(line.split()) > _LABEL_WORDS or ends_sentence(line) or not _LETTER.search(line):
        return False
    return not any(char.isdigit() for char in line) and line[0] not in "#=" and not item_mark(line)


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a stop, comma or colon."""
    return _FINAL.search(line[-20:]) is not None


def running_heads(lines: Sequence[Line]) -> set[str]:
    """Short lines that come again and again and break into sentences, as the heads of pages do."""
    counted = Counter(_without_page(line.text) for line in lines if is_title(line.text))
    often = {text for text, count in counted.items() if count >= _OFTEN and _LETTER.search(text)}
    if not often:
        return set()
    breaking = {_without_page(lines[at].text) for at in _breaking(lines)}
    return {line.text for line in lines if is_title(line.text) and _without_page(line.text) in often & breaking}


def _without_page(line: str) -> str:
    """A line without a number at its start or end, unless that leaves no more than a word, as of "Chapter 7"."""
    bare = line.strip("0123456789 \t|-–—")
    return bare if " " in bare else line


def _breaking(lines: Sequence[Line]) -> Iterator[int]:
    """The places of lines between two halves of a sentence."""
    for at in range(1, len(lines) - 1):
        if not ends_sentence(lines[at - 1].text) and lines[at + 1].text[0].islower():
            yield at
