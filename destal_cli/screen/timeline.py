"""A timeline on the screen: the scale of time at the left, brackets for what lasted beside it, persons at the right.

`destal timeline` prints the view; `screen.recall` says how firmly each fact is remembered, as signs and figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from destal_cli.core.dates import human, year_name
from destal_cli.core.facts import Kind
from destal_cli.core.marks import Person
from destal_cli.core.text import one_line, plural
from destal_cli.core.timeline import Event, Row, Span, Tick, Timeline
from destal_cli.core.values import dataclass
from destal_cli.screen.look import Line, styled
from destal_cli.screen.palette import person_style

NARROWEST, WIDEST, ROOMY, NUMBERED = 40, 128, 60, 72
FOOTNOTES = 3
_WORD = re.compile("([^ ]+(?: ‡(?![^ ]))?) *")  # the sign of a note goes with the word before it


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands before a fact: a glyph one cell wide, its style, and the word that explains it above the scale."""

    glyph: str
    style: str
    word: str


EVENT, ROLE, OTHER = Sign("●", "accent", "event"), Sign("◆", "accent", "role"), Sign("◇", "quiet", "other fact")
_OF_KIND = {Kind.EVENT: EVENT, Kind.ROLE: ROLE}


def timeline_view(
    timeline: Timeline,
    width: int,
    signs: Mapping[str, Sign] | None = None,
    legend: Sequence[Sign] = (EVENT, ROLE, OTHER),
    figures: Mapping[str, str] | None = None,
    words: Sequence[tuple[Text, int]] = (),
) -> TimelineView:
    """The timeline as drawn at a width.

    `signs` go by fact key, `deck/fact`; `legend` is the order that they are explained in, each where it is used.
    `figures`, by fact key too, stand behind the signs where there is room. `words` are said above the scale, a
    paragraph each, with the indent of its further lines.
    """
    width = max(NARROWEST, min(width, _wide_enough(timeline)))
    shown = figures if figures and width >= NUMBERED else {}
    return TimelineView(timeline, width, {} if signs is None else signs, tuple(legend), shown, tuple(words))


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A Rich renderable whose lines are made only as they are printed."""

    timeline: Timeline
    width: int
    signs: Mapping[str, Sign]
    legend: tuple[Sign, ...]
    figures: Mapping[str, str]
    words: tuple[tuple[Text, int], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from map(Line, self.lines())

    def lines(self) -> Iterator[Text]:
        """Every line from top to bottom; none is wider than the width, and none wraps."""
        yield from self.header()
        if self.timeline.rows:
            yield Text()
            for paragraph, indent in self.words:
                yield from _wrapped(paragraph, self.width, min(indent, self.width // 4))
            yield from [Text()] if self.words else []
            yield from self.scale()
        for part in (self.footnotes(), self.key()):
            lines = list(part)
            yield from [Text(), *lines] if lines else []

    # Above and below the scale.

    def header(self) -> Iterator[Text]:
        """Titles and period, and what the signs mean."""
        timeline = self.timeline
        yield from _apart(styled(self.titles(), "heading"), Text(self.period(), "quiet"), self.width)
        if not timeline.rows:
            yield from _wrapped(Text("No dated fact is among them: nothing to draw."), self.width)
            return
        legend = [Text.assemble((sign.glyph, sign.style), (f" {sign.word}", "quiet")) for sign in self.used_signs()]
        if any(event.noted for event in self.timeline.events()):
            legend.append(Text.assemble(("‡", "note"), (" has a note", "quiet")))
        yield from _flow(legend, self.width, Text())

    def titles(self) -> str:
        """The decks by their titles: all, or as many as two lines have room for, and the number of the others."""
        titles = self.timeline.titles
        for count in range(len(titles), 0, -1):
            others = [f"and {plural(len(titles) - count, 'more deck')}"] if count < len(titles) else []
            said = " · ".join([*titles[:count], *others])
            if cell_len(said) <= 2 * self.width - 20:  # what breaking between words may cost
                break
        return said if titles else ""

    def period(self) -> str:
        """`1953 ─ 1956 · by month`."""
        return f"{years(self.timeline, ' ─ ')} · by {self.timeline.unit}" if self.timeline.rows else ""

    def used_signs(self) -> list[Sign]:
        """The signs to explain, in the legend's order."""
        shown = {id(sign): sign for sign in map(self.sign, self.timeline.events())}  # of thousands, a handful
        used = dict.fromkeys(shown.values())
        words = {sign.word for sign in used}
        known = [sign for sign in self.legend if sign.word in words]
        explained = {sign.word for sign in known}
        return [*known, *(sign for sign in used if sign.word not in explained)]

    def sign(self, event: Event) -> Sign:
        """The caller's sign for the fact, else that of its kind."""
        return self.signs.get(event.key, _OF_KIND.get(event.kind, OTHER))

    def key(self) -> Iterator[Text]:
        """Whose marks these are, and how many facts are missing."""
        if self.timeline.people:
            legend = [Text.assemble(_mark(person), " ", styled(person.name)) for person in self.timeline.people]
            yield from _flow(legend, self.width, Text("persons: ", "quiet"))
        if self.timeline.undated:
            count = plural(self.timeline.undated, "fact")
            yield from _wrapped(Text(f"{count} without a date: destal facts", "quiet"), self.width)

    def footnotes(self) -> Iterator[Text]:
        """A few notes where there is room, those of core facts first, and how many there are besides."""
        noted = [event for event in self.timeline.events() if event.noted]
        shown = sorted(noted, key=lambda event: not event.core)
        shown = [event for event in noted if event in shown[:FOOTNOTES]] if self.width >= ROOMY else []
        for event in shown:
            date = f"‡ {human(event.when)}  "
            yield from _wrapped(Text.assemble(date, styled(one_line(event.fact.note), "quiet")), self.width, indent=2)
        if left := len(noted) - len(shown):
            count = plural(left, "more fact" if shown else "fact") + (" has" if left == 1 else " have")
            yield from _wrapped(Text(f"‡ {count} a note: destal facts", "quiet"), self.width, indent=2)

    # The scale.

    def scale(self) -> Iterator[Text]:
        """The rows, with the brackets that are open beside each."""
        rows = self.timeline.rows
        drawing = _Drawing.of(self.timeline, self.width, max(map(len, self.figures.values()), default=-1) + 1)
        spans = iter(self.timeline.spans)
        coming = next(spans, None)
        active: list[Span] = []
        for number, row in enumerate(rows):
            while coming is not None and coming.first == number:
                active.append(coming)
                coming = next(spans, None)
            ended = [span for span in active if span.end and span.last == number]
            yield from self.row(drawing, number, row, active, ended)
            active = [span for span in active if span not in ended]
        yield drawing.bottom(active)

    def row(self, drawing: _Drawing, number: int, row: Row, active: list[Span], ended: list[Span]) -> Iterator[Text]:
        """The lines of one row from edge to edge."""
        lines = list(self.contents(drawing, row, ended))
        for at, (content, marks) in enumerate(lines):
            line = drawing.label(row if at == 0 else None, number == 0)
            line.append_text(drawing.lanes(row, number, active, at == 0, at == len(lines) - 1))
            line.append_text(content)
            if marks:
                line.append(" " * (self.width - line.cell_len - marks.cell_len))
                line.append_text(marks)
            line.rstrip()
            yield line

    def contents(self, drawing: _Drawing, row: Row, ended: list[Span]) -> Iterator[tuple[Text, Text | None]]:
        """The lines of a row right of the scale, each with the marks at its right edge."""
        if row.tick is Tick.GAP:
            heading = Text(f"({row.words})", "quiet")
        elif not row.events:
            over = "; ".join(span.words for span in ended if span.lane >= drawing.shown_lanes)
            heading = Text(f"ends: {over}" if over else "", "quiet")
        else:
            heading = Text(row.words, "heading")
        if len(row.events) == 1:
            yield from self.event(drawing, row.events[0], heading)
            return
        if heading or not row.events:
            yield from ((line, None) for line in _wrapped(heading, drawing.text_width, indent=2))
        for event in row.events:
            yield from self.event(drawing, event, Text())

    def event(self, drawing: _Drawing, event: Event, lead: Text) -> Iterator[tuple[Text, Text | None]]:
        """The lines of one fact; `lead` is the range that its statement begins with."""
        text = Text.assemble(lead, "  ") if lead else Text()
        text.append_text(styled(one_line(event.fact.statement), "" if event.kind is Kind.EVENT else "quiet"))
        if event.noted:
            text.append(" ‡", "note")
        sign = self.sign(event)
        start = Text.assemble((sign.glyph, sign.style), " ", (self.figures.get(event.key, ""), sign.style))
        for line, marks in drawing.with_marks(list(_wrapped(text, drawing.statement_width)), event.people):
            start.pad_right(drawing.sign_width - start.cell_len)
            yield start.append_text(line or Text()), marks
            start = Text()


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The columns of a scale: label, axis, lanes of brackets, sign with its figure, statement, marks of persons."""

    width: int
    label_width: int
    shown_lanes: int
    lane_step: int
    marks_width: int
    mark_size: int
    sign_width: int

    @classmethod
    def of(cls, timeline: Timeline, width: int, figures: int = 0) -> _Drawing:
        lanes = max((span.lane + 1 for span in timeline.spans), default=0)
        room = (width - 44) // 3 if width >= ROOMY else 0
        labels = max(cell_len(row.label) for row in timeline.rows)
        mark = max((cell_len(person.mark) for person in timeline.people), default=0)
        marks = max(0, _mark_columns(timeline, width) * (mark + 1) - 1)
        return cls(width, labels, min(lanes, room), 2 if lanes * 2 <= room else 1, marks, mark, 2 + figures)

    @property
    def text_width(self) -> int:
        """How wide sign and statement may be together."""
        lanes = self.shown_lanes * self.lane_step + (self.lane_step == 1 and self.shown_lanes > 0)
        marks = self.marks_width + 2 if self.marks_width else 0
        return self.width - self.label_width - 3 - lanes - marks

    @property
    def statement_width(self) -> int:
        """How wide a line of a statement may be."""
        return self.text_width - self.sign_width

    def label(self, row: Row | None, first: bool) -> Text:
        """Label and axis; None for a further line of a row."""
        if row is None:
            return Text(" " * (self.label_width + 1)).append("│ ", "edge")
        axis = "┬" if first else {Tick.YEAR: "┼", Tick.DATE: "├", Tick.GAP: "┊"}.get(row.tick, "│")
        line = Text(" " * (self.label_width - cell_len(row.label)))
        line.append(row.label, "heading" if row.tick is Tick.YEAR else "")
        return line.append(f" {axis} ", "edge")

    def lanes(self, row: Row, number: int, active: Sequence[Span], top: bool, bottom: bool) -> Text:
        """The brackets beside one line of a row, of which `top` is the first line and `bottom` the last."""
        signs = [(" ", "")] * self.shown_lanes
        for span in active:
            if span.lane < self.shown_lanes:
                starts, ends = top and span.first == number, bottom and span.end and span.last == number
                opening = "┐" if span.start else "↑"
                sign = opening if starts else "┘" if ends else "┊" if row.tick is Tick.GAP else "│"
                signs[span.lane] = (sign, person_style(span.person.rank) if span.person else "edge")
        return self._in_columns(signs)

    def bottom(self, active: Sequence[Span]) -> Text:
        """The end of the scale, with an arrow for every bracket that goes on."""
        going_on = {span.lane: span.person for span in active}
        signs = [("↓" if lane in going_on else " ", "edge") for lane in range(self.shown_lanes)]
        line = Text.assemble(" " * (self.label_width + 1), ("┴ ", "edge"), self._in_columns(signs))
        line.rstrip()
        return line

    def _in_columns(self, signs: Sequence[tuple[str, str]]) -> Text:
        line = Text()
        for sign, style in signs:
            line.append(sign, style).append(" " * (self.lane_step - 1))
        return line.append(" ") if self.lane_step == 1 and signs else line

    def with_marks(self, lines: list[Text], people: Sequence[Person]) -> Iterator[tuple[Text | None, Text | None]]:
        """The lines of a statement, each with what stands at its right edge.

        Where marks have no column they stand beside the last line, or beside its last word on a line of its own.
        """
        marks = self.marks(people)
        if self.marks_width or not marks:
            return zip_longest(lines, marks)
        room = self.statement_width - 2 - marks[0].cell_len
        if lines[-1].cell_len > room:
            lines = [*lines[:-1], *_last_word_apart(lines[-1], room)]
        above = len(lines) - (lines[-1].cell_len <= room)
        return zip_longest(lines, [*[None] * above, *marks])

    def marks(self, people: Sequence[Person]) -> list[Text]:
        """The marks of persons, in as many lines as their column needs."""
        fitting = ((self.marks_width or self.statement_width) + 1) // (self.mark_size + 1)
        marks = [_mark(person) for person in people]
        return [Text(" ").join(marks[start : start + fitting]) for start in range(0, len(marks), fitting)]


def years(timeline: Timeline, dash: str = " – ") -> str:
    """`1953 – 1956`, `44 BC – AD 14`, `1953`; nothing without an event."""
    first, last = timeline.first_year, timeline.last_year
    if first is None or last is None:
        return ""
    end = f"AD {last}" if first < 1 <= last else year_name(last)
    return end if first == last else f"{year_name(first)}{dash}{end}"


def _wide_enough(timeline: Timeline) -> int:
    """The width beyond which nothing more fits on one line, but never so wide that marks are far from their facts."""
    sizes = (len(row.words) + event.length for row in timeline.rows for event in row.events)
    return max(80, min(max(sizes, default=0) + 40, WIDEST))


def _mark_columns(timeline: Timeline, width: int) -> int:
    """How many marks stand side by side: five where there is room, else what does for four facts of five."""
    counts = sorted(len(event.people) for row in timeline.rows for event in row.events if event.people)
    if not counts or width < ROOMY:
        return 0
    return min(5, counts[-1]) if width >= 100 else min(3, max(min(2, counts[-1]), counts[len(counts) * 4 // 5]))


def _mark(person: Person) -> Text:
    mark = styled(person.mark, "heading")
    mark.stylize(person_style(person.rank))
    return mark


def _apart(left: Text, right: Text, width: int) -> Iterator[Text]:
    """Two texts at either edge of a line, or the one above the other."""
    blank = width - left.cell_len - right.cell_len
    if blank >= 2 and right:
        yield Text.assemble(left, " " * blank, right)
        return
    yield from _wrapped(left, width)
    if right:
        yield from _wrapped(right, width)


def _flow(items: Sequence[Text], width: int, lead: Text) -> Iterator[Text]:
    """Items one after the other in as few lines as they need; further lines start below the first item."""
    indent, line, empty = lead.cell_len, Text().append_text(lead), True
    for item in items:
        if not empty and line.cell_len + 2 + item.cell_len > width:
            yield from _wrapped(line, width, indent)
            line, empty = Text(" " * indent), True
        line.append("" if empty else "  ").append_text(item)
        empty = False
    yield from _wrapped(line, width, indent)


def _wrapped(text: Text, width: int, indent: int = 0) -> Iterator[Text]:
    """Lines no wider than the width, broken between words; further lines are indented. Always at least one."""
    breaks = _breaks(text.plain, width, indent)
    for number, line in enumerate(text.divide(breaks) if breaks else [text]):
        line.rstrip()
        yield Text.assemble(" " * indent if number else "", line)


def _last_word_apart(line: Text, width: int) -> list[Text]:
    """The line without its last word, and that word; the line itself when that would leave it half empty."""
    start = max((word.start() for word in _WORD.finditer(line.plain)), default=0)
    if start * 2 < width:
        return [line]
    head, tail = line.divide([start])
    head.rstrip()
    return [head, tail]


def _breaks(text: str, width: int, indent: int) -> list[int]:
    """Where lines begin, the first apart; a word wider than a line is cut."""
    breaks: list[int] = []
    room = width - len(text) + len(text.lstrip(" "))
    for number, word in enumerate(_WORD.finditer(text)):
        size = cell_len(word[1])
        if size > room and number:
            breaks.append(word.start())
            room = width - indent
        if size > room:
            cuts = list(_cuts(word[1], room, width - indent))
            breaks.extend(word.start() + cut for cut in cuts)
            room, size = width - indent, cell_len(word[1][cuts[-1] :])
        room -= size + len(word[0]) - len(word[1])
    return breaks


def _cuts(word: str, room: int, width: int) -> Iterator[int]:
    """Where to cut a word that does not fit, so that its first part takes the room and every other a line."""
    if word.endswith(" ‡") and cell_len(word[:-2]) <= room:
        yield len(word) - 1
        return
    start = 0
    for at in range(1, len(word)):
        if cell_len(word[start : at + 1]) > room:
            yield at
            start, room = at, width
