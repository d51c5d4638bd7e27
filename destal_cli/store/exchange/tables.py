"""Tables as text: rows and columns of CSV, TSV and what Quizlet exports are found, read, and written for spreadsheets.

A spreadsheet takes a cell that begins like a formula for one. Such a cell goes out behind an apostrophe, and comes in
without it; one that has apostrophes there already gets one more, so that every text survives.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from destal_cli.core.problems import BadFileError

SEPARATORS = ("\t", ";", ",", "|", " - ", " – ", " : ")
MOST_ROWS, MOST_COLUMNS = 2_000_000, 200
_SAMPLE = 200  # rows by which a separator is found
_LIKE_A_FORMULA = "[ '\ufeff\u00a0\u3000]*[=+\\-@\t\r＝＋－＠]"
_FORMULA, _GUARDED = re.compile(_LIKE_A_FORMULA), re.compile(f"'(?={_LIKE_A_FORMULA})")

_NEGATIVE = re.compile(r"-(?:0|[1-9]\d*)(?:\.\d+)?")


class Row(NamedTuple):
    """A row: the line that it begins in, from 1, and its cells."""

    line: int
    cells: list[str]


class Shape(NamedTuple):
    """What stands between columns and, when it is not the end of a line, between rows."""

    separator: str
    rows: str = ""


def shape_of(text: str, separator: str = "", rows: str = "") -> Shape:
    """The likeliest shape: the separator that parts most rows into the same number of columns, two at least."""
    if separator or rows:
        return Shape(separator or ("\t" if "\t" in text else ","), rows)
    best, most = Shape(","), 0.0
    for each in SEPARATORS:
        share = evenness(text, Shape(each))
        if share > most:
            best, most = Shape(each), share
    if len(text.strip().splitlines()) == 1 and ";" in text:  # as Quizlet writes, when asked for rows by semicolons
        for each in SEPARATORS:
            if each != ";" and evenness(text, Shape(each, ";")) == 1.0:
                return Shape(each, ";")
    return best


def evenness(text: str, shape: Shape) -> float:
    """The share of the first rows that have the commonest number of columns, of two and more."""
    counts = Counter(map(_width, islice(rows_of(text, shape), _SAMPLE)))
    wide = [(number, size) for size, number in counts.items() if size > 1]
    return max(wide)[0] / counts.total() if wide else 0.0


def _width(row: Row) -> int:
    """How many columns a row has; 0 where a quotation is cut in two, which no separator does."""
    return 0 if any(cell.count('"') % 2 for cell in row.cells) else len(row.cells)


def rows_of(text: str, shape: Shape) -> Iterator[Row]:
    """The rows that hold anything. Quotes enclose a cell as in RFC 4180 where one closes them; else they are text.

    Raises BadFileError where there are too many; columns beyond the first so many are left out.
    """
    end = re.escape(shape.rows) if shape.rows else r"\r\n|\r|\n"
    separator = re.escape(shape.separator)
    if len(shape.separator) == 1 and not shape.rows:
        said = rf'(?:"((?:[^"]++|"")*+)"(?={separator}|{end}|\Z)|([^{separator}\r\n]*+))'
    else:
        said = rf"(?:(\Z.)|((?:(?!{separator}|{end})[\s\S])*+))"
    cell = re.compile(f"{said}({separator}|{end}|\\Z)")
    literal = shape.separator == "\t" and not _quotes_everything(text)
    at, line, rows = 0, 1, 0
    while at < len(text):
        rows += 1
        if rows > MOST_ROWS:
            raise BadFileError(f"the table has more than {MOST_ROWS:,} rows", "take a part of it")
        start, cells = line, list[str]()
        while True:
            found = cell.match(text, at)
            assert found is not None
            if len(cells) < MOST_COLUMNS:
                cells.append(_cell(found, literal))
            at = found.end()
            line += _lines(found[0])
            if found[3] != shape.separator:
                break
        if any(text.strip() for text in cells):
            yield Row(start, cells)


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _cell(found: re.Match[str], literal: bool) -> str:
    """What a cell says. In a table with tabs quotes are the text's own where nothing in them had to be quoted."""
    inside = found[1]
    if inside is None:
        return str(found[2])
    if literal and not re.search('["\t\r\n]', inside):
        return f'"{inside}"'
    return inside.replace('""', '"')


def _quotes_everything(text: str) -> bool:
    """Whether every cell of the first line stands in quotes."""
    first = re.split("[\r\n]", text, maxsplit=1)[0]
    return all(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in first.split("\t"))


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain negative number is none."""
    return f"'{text}" if _FORMULA.match(text) and not _NEGATIVE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Undoes `guarded`."""
    return text[1:] if _GUARDED.match(text) else text


def table(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Rows as RFC 4180 has them, with guarded cells."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return file.getvalue()
