"""Notes as tables: CSV for spreadsheets, both ways, and what Quizlet exports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from destal_cli.core.notes import Incoming, Note, Outgoing, Written, notes_of
from destal_cli.core.problems import Problem, UsageError, did_you_mean
from destal_cli.core.text import clean, fold, one_line
from destal_cli.store.exchange import Layout, Received, titled
from destal_cli.store.exchange.tables import Row, Shape, evenness, rows_of, shape_of, table, unguarded

LISTS = ("also", "choices", "people", "tags")
COLUMNS = (
    "id", "fact", "prompt", "answer", "also", "choices", "statement", "kind", "date", "people", "tags", "note",
    "passage", "source",
)  # fmt: skip
_SYNONYMS = {
    "prompt": (
        "question",
        "term",
        "front",
        "word",
        "q",
        "cue",
        "questions",
        "terms",
        "frage",
        "begriff",
        "vorderseite",
        "pregunta",
        "termino",
        "domanda",
        "вопрос",
        "термин",
    ),
    "answer": (
        "definition",
        "back",
        "a",
        "meaning",
        "response",
        "answers",
        "definitions",
        "correct answer",
        "antwort",
        "ruckseite",
        "reponse",
        "respuesta",
        "definicion",
        "risposta",
        "ответ",
        "определение",
    ),
    "also": ("alternatives", "other answers", "aliases", "accepted answers", "synonyms"),
    "choices": ("wrong answers", "distractors", "options"),
    "statement": ("sentence", "fact statement"),
    "date": ("when", "year"),
    "people": ("persons", "person", "who", "names"),
    "tags": ("tag", "topic", "topics", "category"),
    "note": ("notes", "comment", "comments", "remark", "hint", "extra"),
    "passage": ("quote", "evidence", "context", "excerpt"),
    "source": ("sources", "book", "reference", "from"),
    "kind": ("type",),
    "id": ("guid", "key"),
}
NAMES = {name: name for name in COLUMNS} | {other: name for name, others in _SYNONYMS.items() for other in others}
_SKIPPED = ("", "-")
LIKELY = 0.7  # of the rows have the same number of columns in what is a table
_EXCEL = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
_SHOWN = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}


def write(leaving: Outgoing, separator: str = ",") -> Written:
    """The cards of a deck as a table with a row of names."""
    return Written(rendered(notes_of(leaving.deck, leaving.cards), separator))


def rendered(notes: Iterable[Note], separator: str = ",") -> str:
    """Notes as a table with a row of names."""
    return table([COLUMNS, *([_cell(note, name) for name in COLUMNS] for note in notes)], separator)


def _cell(note: Note, name: str) -> str:
    value = getattr(note, name)
    return joined(value, name) if name in LISTS else str(value)


def recognises(file: Received) -> bool:
    """Whether the file is a table of two columns at least; what is not called one may be prose, with its commas."""
    shape, start = _shape(file)
    first = [len(row.cells) for row in islice(rows_of(file.text[start:], shape), 2)]
    if file.path.suffix.lower() == ".csv" or file.layout != Layout():
        return max(first, default=0) > 1
    several = len(first) > 1 or shape.separator == "\t"
    return several and evenness(file.text[start:], shape) >= LIKELY


def read(file: Received, separator: str = "") -> Incoming:
    """The notes of a table; its columns are as the learner says, as its first row names them, or question and answer.

    Raises UsageError for a column that there is none of.
    """
    shape, skipped = _shape(file, separator)
    rows = list(rows_of(file.text[skipped:], shape))
    columns, headed = _columns(rows, file.layout)
    lines = 1 if skipped else 0
    found = [_note(row, columns, file.name, lines) for row in (rows[1:] if headed else rows)]
    return Incoming(
        title=titled(file.name),
        notes=tuple(note for note in found if isinstance(note, Note)),
        problems=tuple(problem for problem in found if isinstance(problem, Problem)),
        lost=tuple(_left_out(rows, columns, headed)),
        understood=tuple(_told(shape, columns, rows, headed)),
    )


def _shape(file: Received, separator: str = "") -> tuple[Shape, int]:
    """The shape of the table, and where it begins: behind the line in which a spreadsheet says its separator."""
    said = _EXCEL.match(file.text)
    wanted = file.layout.separator or separator or (said[1] if said else "")
    return shape_of(file.text, wanted, file.layout.rows), said.end() if said else 0


def _columns(rows: Sequence[Row], layout: Layout) -> tuple[list[str], bool]:
    """What each column is, "" where it is left out, and whether the first row is one of names."""
    first = [NAMES.get(fold(unguarded(cell)), "") for cell in rows[0].cells] if rows else []
    headed = {"prompt", "answer"} <= set(first) or (len(first) > 2 and any(set(first) - {"", "prompt", "answer"}))
    if layout.columns:
        return [_known(name) for name in layout.columns], headed
    if not headed:
        return ["prompt", "answer"], False
    each_once = [name if name not in first[:place] else "" for place, name in enumerate(first)]
    for missing in (name for name in ("prompt", "answer") if name not in each_once and "" in each_once):
        each_once[each_once.index("")] = missing
    return each_once, True


def _known(name: str) -> str:
    known = NAMES.get(fold(name), "")
    if not known and name not in _SKIPPED:
        raise UsageError(f'"{one_line(name)}" is no column', did_you_mean(name, [*COLUMNS]) or ", ".join(COLUMNS))
    return known


def _note(row: Row, columns: Sequence[str], name: str, before: int) -> Note | Problem:
    """A row's note; `before` lines stand above the table."""
    line, said = row.line + before, dict[str, Any]()
    for column, cell in zip(columns, row.cells, strict=False):
        if column:
            text = clean(unguarded(cell))
            said[column] = parted(text, column) if column in LISTS else text.strip()
    if not (said.get("prompt") and said.get("answer")):
        lacking = "answer" if said.get("prompt") else "question"
        return Problem(
            name, line, 1, f"this row has no {lacking}", "fill it in, or say what parts columns: --separator"
        )
    return Note(**said, line=line)


def _left_out(rows: Sequence[Row], columns: Sequence[str], headed: bool) -> Iterator[str]:
    """The columns that hold something and are nothing that a note has."""
    width = max((len(row.cells) for row in rows), default=0)
    for place in range(width):
        used = place < len(columns) and columns[place]
        if not used and any(cell.strip() for row in rows[headed:] for cell in row.cells[place : place + 1]):
            name = rows[0].cells[place] if headed and place < len(rows[0].cells) else ""
            yield f"column {place + 1}{f', “{one_line(name)}”' if name.strip() else ''}: --columns says what it is"


def _told(shape: Shape, columns: Sequence[str], rows: Sequence[Row], headed: bool) -> Iterator[str]:
    between = _SHOWN.get(shape.separator, f"“{shape.separator}”")
    ends = f", rows by {_SHOWN.get(shape.rows, f'“{shape.rows}”')}" if shape.rows else ""
    yield f"columns parted by {between}{ends}" + ("" if headed else "; no row of names")
    names = rows[0].cells if headed else [f"column {place + 1}" for place in range(len(columns))]
    pairs = [(one_line(name), column) for name, column in zip(names, columns, strict=False) if column]
    yield " · ".join(name if name == column else f"{name} → {column}" for name, column in pairs)


def joined(items: Sequence[str], column: str = "") -> str:
    """Several texts in a cell, parted by semicolons; a backslash stands before what is text and would part them."""
    parting = r"([\\;,\n])" if column == "tags" else r"([\\;\n])"
    return "; ".join(re.sub(parting, r"\\\1", item) for item in items)


def parted(text: str, column: str = "") -> tuple[str, ...]:
    """The texts in a cell: undoes `joined`. Tags that no semicolon parts may be parted by commas."""
    by = ";,\n" if column == "tags" and not re.search(r"(?<!\\);", text) else ";\n"
    parts = re.findall(rf"((?:\\[\s\S]|\\|[^\\{by}])*)[{by}]?", text)
    return tuple(said for part in parts if (said := re.sub(r"\\([\s\S])", r"\1", part).strip()))
