"""Changes to YAML that leave every other line as it is, byte for byte: comments, order, quotes, line ends.

`splice` changes decks with it. Values go in where libyaml's events say that things begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from destal_cli.core.problems import NotFoundError
from destal_cli.core.values import dataclass, field
from destal_cli.store import yaml_text
from destal_cli.store.yaml_spans import Leaf, Seq, Span, Table, read_spans
from destal_cli.store.yaml_text import WIDTH, Block, Data

_BREAK = re.compile(r"\r\n|\n|\r")
_HEADER_COMMENT = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)")
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")


class _Edit(NamedTuple):
    """New text for the characters [start, end)."""

    start: int
    end: int
    new: str


@dataclass(slots=True)
class YamlEdits:
    """A text whose root is a mapping, under change. Raises BadFileError when it is no such YAML.

    Changes to different parts are gathered and put in together; for a second one to a part the text is read anew.
    """

    text: str
    root: Table = field(init=False)
    edits: list[_Edit] = field(default_factory=list)
    owners: set[int] = field(default_factory=set)  # where the parts begin that were changed

    def __post_init__(self) -> None:
        self.root = read_spans(self.text)

    def change(self, where: Callable[[], Table], make: Callable[[Table], None]) -> None:
        """Change the part that `where` finds; one that was changed already, or touches a change, is read anew."""
        if self._is_stale(where):
            self.settle()
        gathered, span = len(self.edits), where()
        make(span)
        if _touch(self.edits[gathered:], self.edits[:gathered]):
            del self.edits[gathered:]
            self.settle()
            span = where()
            make(span)
        self.owners.add(span.start)

    def _is_stale(self, where: Callable[[], Table]) -> bool:
        try:
            return where().start in self.owners
        except NotFoundError:
            return bool(self.edits)

    def settle(self) -> None:
        """Put the gathered changes into the text, and read it anew."""
        if not self.edits:
            return
        parts, place = [], 0
        for edit in sorted(self.edits, key=lambda edit: (edit.start, edit.end)):
            parts += [self.text[place : edit.start], edit.new]
            place = edit.end
        self.text = "".join([*parts, self.text[place:]])
        self.root = read_spans(self.text)
        self.edits.clear()
        self.owners.clear()

    def _edit(self, start: int, end: int, new: str) -> None:
        found = _BREAK.search(self.text)
        self.edits.append(_Edit(start, end, new.replace("\n", found[0]) if found else new))

    def add_items(self, order: Sequence[str], key: str, data: Sequence[Data], after: Span | None) -> None:
        known = self.root.get(key)
        if isinstance(known, Seq) and known.items:
            self.insert_items(known, data, after or known.items[-1])
        elif data:
            self.set(self.root, order, key, data)

    def add_pairs(self, order: Sequence[str], key: str, data: Mapping[str, Data]) -> None:
        known = self.root.get(key)
        if isinstance(known, Table) and known.pairs and data:
            self._insert_pairs(known, data, known.pairs[-1][1])
        elif data:
            self.set(self.root, order, key, data)

    def set(self, table: Table, order: Sequence[str], key: str, data: Data | None) -> None:
        known = next((pair for pair in table.pairs if pair[0].value == key), None)
        if data is None:
            if known:
                self.remove_pair(table, key)
        elif known:
            self._replace(table, *known, data)
        else:
            before = order[: order.index(key)]
            last = next((value for name, value in reversed(table.pairs) if name.value in before), None)
            self._insert_pairs(table, {key: data}, last)

    def _replace(self, table: Table, key: Leaf, value: Span, data: Data) -> None:
        if table.flow:
            self._edit(value.start, value.end, self._flowed(data))
            return
        indent, column = self._column(key.start), self._column(value.start)
        comment, end = self._comment(value)
        colon = self.text.index(":", key.end, max(value.start, key.end + 1)) + 1
        if _BREAK.search(self.text, colon, value.start) and (column > indent or _is_list(data)):
            self._edit(value.start, end, _with_comment(self._below(data, indent, column), comment, data))
            return
        new = yaml_text.value(data, indent, self._column(colon))
        if comment and isinstance(data, str) and not isinstance(data, Block):
            new = f" {yaml_text.scalar(data)}"
        self._edit(colon, end, _with_comment(new, comment, data))

    def _comment(self, value: Span) -> tuple[str, int]:
        """The comment on the line of a value with the blanks before it, and the end of both."""
        if isinstance(value, Leaf) and value.style in ("|", ">"):
            found = _HEADER_COMMENT.match(self.text, value.start, value.end)
            return found[1] if found else "", value.end
        if not isinstance(value, Leaf) and not value.flow:
            return "", value.end
        rest = self.text[value.end : self._line_end(value.end)]
        return (rest, value.end + len(rest)) if rest.strip() else ("", value.end)

    def _below(self, data: Data, indent: int, column: int) -> str:
        """A value that begins on a line of its own, at a column below its key, whose column is `indent`."""
        if isinstance(data, str):
            return yaml_text.text(data, indent + 2, column)
        if not data:
            return yaml_text.flowed(data)
        return yaml_text.fields(data, column) if isinstance(data, Mapping) else yaml_text.items(data, column)

    def _flowed(self, data: Data) -> str:
        """A value inside of braces or brackets; all in quotes when the deck is written as JSON."""
        as_json = self.root.flow and all(key.style == '"' for key, _ in self.root.pairs)
        return yaml_text.flowed(data, as_json=as_json)

    def _insert_pairs(self, table: Table, data: Mapping[str, Data], after: Span | None) -> None:
        indent = self._column(table.start)
        if table.flow:
            inner = self._flowed(data)[1:-1]
            if after is not None:
                self._edit(after.end, after.end, f", {inner}")
            else:
                self._edit(table.start + 1, table.start + 1, f"{inner}, " if table.pairs else inner)
        elif after is not None:
            self._insert_lines(after.end, f"{' ' * indent}{yaml_text.fields(data, indent)}", indent)
        else:
            self._edit(table.start, table.start, f"{yaml_text.fields(data, indent)}\n{' ' * indent}")

    def insert_items(self, seq: Seq, data: Sequence[Data], after: Span) -> None:
        if seq.flow:
            new = self._flowed(data)[1:-1]
            wraps = self._column(after.end) + len(new) + 3 > WIDTH
            self._edit(after.end, after.end, f",\n{' ' * self._margin(seq, after)}{new}" if wraps else f", {new}")
            return
        indent = self._column(seq.start)
        between = "\n" if self._apart(seq) else ""
        lines = yaml_text.items(data, indent, between)
        self._insert_lines(after.end, f"{between}{' ' * indent}{lines}", indent)

    def _margin(self, seq: Seq, last: Span) -> int:
        """Where a further line of a list in brackets begins."""
        line = self.text[self._line_start(last.end) : last.end]
        first = self._line_start(seq.start) == self._line_start(last.end)
        return len(line) - len(line.lstrip()) + (2 if first and line.lstrip()[:1] != "[" else 0)

    def _apart(self, seq: Seq) -> bool:
        """Whether an empty line stands between the items; where there is nothing to go by, between facts."""
        if len(seq.items) < 2:
            return seq is self.root.get("facts")
        return bool(_BLANK_LINE.search(self.text, seq.items[0].end, seq.items[1].start))

    def _insert_lines(self, place: int, lines: str, indent: int) -> None:
        """Put lines behind the line of a place, and behind the comments below it that are indented deeper."""
        end = self._line_end(place)
        deeper = re.compile(rf"(?:\r\n|\n|\r) {{{indent + 1},}}#")
        while found := deeper.match(self.text, end):
            end = self._line_end(found.end())
        self._edit(end, end, f"\n{lines}")

    def remove_pair(self, table: Table, key: str) -> None:
        number = next((n for n, (name, _) in enumerate(table.pairs) if name.value == key), None)
        if number is not None:
            self._remove(table, [(name.start, value.end) for name, value in table.pairs], number)

    def remove_item(self, key: str, item: Span) -> None:
        seq = self.root.get(key)
        assert isinstance(seq, Seq)
        number = next(n for n, each in enumerate(seq.items) if each is item)
        places = [(each.start if seq.flow else self._dash(seq, each), each.end) for each in seq.items]
        self._remove(seq, places, number)

    def _dash(self, seq: Seq, item: Span) -> int:
        """The place of the hyphen before an item; comments may stand between the two."""
        column, line = self._column(seq.start), self._line_start(item.start)
        while self.text[line : line + column + 1].strip() != "-":
            line = self._line_start(line - 1)
        return line + column

    def _remove(self, owner: Table | Seq, places: Sequence[tuple[int, int]], number: int) -> None:
        start, end = places[number]
        if len(places) == 1:
            start, end = (owner.start, owner.end) if owner.flow else (start, end)
            nothing = "{}" if isinstance(owner, Table) else "[]"
            self._edit(start, end, nothing if owner.flow else f"  {nothing}")  # a list may begin at its key's column
        elif owner.flow and number + 1 < len(places):
            self._edit(start, places[number + 1][0], "")
        elif owner.flow:
            self._edit(places[number - 1][1], end, "")
        elif self.text[self._line_start(start) : start].strip():  # the first key, behind the hyphen of an item
            self._edit(start, places[number + 1][0], "")
        else:
            self._remove_lines(start, end, first=number == 0)

    def _remove_lines(self, start: int, end: int, first: bool) -> None:
        """Take out the lines of a part, and an empty line behind it that would be one too many."""
        start, end = self._line_start(start), self._after_break(self._line_end(end))
        if first or _BLANK_LINE.search(self.text, max(0, start - 4), start):
            end = self._after_break(end)
        self._edit(start, end, "")

    def _line_start(self, place: int) -> int:
        before = max(place, 0)
        return max(self.text.rfind("\n", 0, before), self.text.rfind("\r", 0, before)) + 1

    def _line_end(self, place: int) -> int:
        found = _BREAK.search(self.text, place)
        return found.start() if found else len(self.text)

    def _after_break(self, place: int) -> int:
        found = _BREAK.match(self.text, place)
        return found.end() if found else place

    def _column(self, place: int) -> int:
        return place - self._line_start(place)


def _is_list(data: Data) -> bool:
    return not isinstance(data, str | Mapping)


def _with_comment(new: str, comment: str, data: Data) -> str:
    """A value with the comment of the one that it replaces, on its first line where there are several."""
    first, line_end, rest = new.partition("\n")
    return f"{first}{comment}{line_end}{rest}" if isinstance(data, str) or not first else f"{new}{comment}"


def _touch(some: Iterable[_Edit], others: Sequence[_Edit]) -> bool:
    return any(a.start <= b.end and b.start <= a.end for a in some for b in others)
