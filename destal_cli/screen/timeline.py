"""A timeline on the screen: the scale of time at the left, brackets for what lasted beside it, persons at the right.

`destal timeline` prints the view; whoever knows how firmly each fact is remembered passes signs of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from destal_cli.core.dates import human, year_name
from destal_cli.core.facts import Importance, Kind
from destal_cli.core.text import one_line, plural
from destal_cli.core.timeline import Event, Person, Row, Span, Tick, Timeline
from destal_cli.screen.look import PERSON_COLOURS, styled

NARROWEST, WIDEST, ROOMY = 40, 128, 60
FOOTNOTES = 3
_WORD = re.compile("[^ ]+ *")


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands before a fact: a glyph one cell wide, its style, and the word that explains it above the scale."""

    glyph: str
    style: str
    word: str


EVENT, ROLE, OTHER = Sign("●", "accent", "event"), Sign("◆", "accent", "role"), Sign("◇", "quiet", "other fact")


def timeline_view(
    timeline: Timeline, width: int, signs: Mapping[str, Sign] | None = None, undated: int | None = None
) -> TimelineView:
    """The timeline as drawn at a width. `signs` go by fact key, `deck/fact`; `undated` is the count to mention."""
    count = timeline.undated if undated is None else undated
    return TimelineView(timeline, max(min(width, WIDEST), NARROWEST), signs or {}, count)


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A Rich renderable whose lines are made only as they are printed."""

    timeline: Timeline
    width: int
    signs: Mapping[str, Sign]
    undated: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines():
            yield from line.render(console, end="\n")

    def lines(self) -> Iterator[Text]:
        """Every line from top to bottom; none is wider than the width, and none wraps."""
        yield from self.header()
        yield Text()
        if self.timeline.rows:
            yield from self.scale()
            yield Text()
        yield from self.footer()

    # Above and below the scale.

    def header(self) -> Iterator[Text]:
        timeline = self.timeline
        yield from _apart(styled(" · ".join(timeline.titles), "heading"), Text(self.period(), "quiet"), self.width)
        if not timeline.rows:
            yield from _wrapped(Text("No fact has a date, so there is nothing to draw."), self.width)
            return
        legend = [_with_style(sign.glyph, sign.style) + Text(f" {sign.word}", "quiet") for sign in self.used_signs()]
        if any(event.fact.note for event in self.events()):
            legend.append(Text("‡", "note") + Text(" has a note", "quiet"))
        yield from _flow(legend, self.width, Text())

    def period(self) -> str:
        first, last = self.timeline.first, self.timeline.last
        if first is None or last is None:
            return ""
        start, end = year_name(first.year), year_name(last.year)
        return start if start == end else f"{start} ─ {end}"

    def events(self) -> Iterator[Event]:
        return (event for row in self.timeline.rows for event in row.events)

    def used_signs(self) -> list[Sign]:
        return list(dict.fromkeys(self.sign(event) for event in self.events()))

    def sign(self, event: Event) -> Sign:
        own = {Kind.EVENT: EVENT, Kind.ROLE: ROLE}.get(event.fact.kind, OTHER)
        return self.signs.get(event.key, own)

    def footer(self) -> Iterator[Text]:
        yield from self.footnotes()
        if self.timeline.people:
            legend = [_mark(person) + styled(f" {person.name}") for person in self.timeline.people]
            yield from _flow(legend, self.width, Text("persons: ", "quiet"))
        if self.undated:
            count = plural(self.undated, "fact")
            yield from _wrapped(Text(f"{count} without a date: destal facts", "quiet"), self.width)

    def footnotes(self) -> Iterator[Text]:
        noted = [event for event in self.events() if event.fact.note]
        shown = sorted(noted, key=lambda event: event.fact.importance is not Importance.CORE)
        shown = [event for event in noted if event in shown[:FOOTNOTES]] if self.width >= ROOMY else []
        for event in shown:
            date = styled(f"‡ {human(event.when)}  ", "quiet bold")
            yield from _wrapped(date + styled(one_line(event.fact.note), "quiet"), self.width, indent=2)
        if len(noted) > len(shown):
            more = " more" if shown else ""
            yield from _wrapped(Text(f"‡ {len(noted) - len(shown)}{more} with a note: destal facts", "quiet"), self.width)

    # The scale.

    def scale(self) -> Iterator[Text]:
        rows = self.timeline.rows
        drawing = _Drawing.of(self.timeline, self.width)
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
            yield Text(f"({row.words})", "quiet"), None
        elif not row.events:
            over = [span.words for span in ended if span.lane >= drawing.shown_lanes]
            yield Text(f"end of {', '.join(over)}" if over else "", "quiet"), None
        lead = Text(row.words, "heading")
        if row.words and len(row.events) > 1:
            yield from ((line, None) for line in _wrapped(lead, drawing.text_width))
        for event in row.events:
            yield from self.event(drawing, event, lead if len(row.events) == 1 else Text())

    def event(self, drawing: _Drawing, event: Event, lead: Text) -> Iterator[tuple[Text, Text | None]]:
        text = lead + Text("  ") if lead else Text()
        text.append_text(styled(one_line(event.fact.statement), "" if event.fact.kind is Kind.EVENT else "quiet"))
        if event.fact.note:
            text.append("\u00a0‡", "note")
        lines = list(_wrapped(text, drawing.text_width - 2))
        marks = drawing.marks(event.people)
        if not drawing.marks_width and marks:
            lines, marks = drawing.marks_below(lines, marks)
        sign = self.sign(event)
        for at in range(max(len(lines), len(marks))):
            content = _with_style(sign.glyph, sign.style) + " " if at == 0 else Text("  ")
            yield (content + lines[at] if at < len(lines) else content), (marks[at] if at < len(marks) else None)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The columns of a scale: label, axis, lanes of brackets, sign and statement, marks of persons."""

    width: int
    label_width: int
    shown_lanes: int
    lane_step: int
    marks_width: int

    @classmethod
    def of(cls, timeline: Timeline, width: int) -> _Drawing:
        lanes = max((span.lane + 1 for span in timeline.spans), default=0)
        room = (width - 48) // 4 if width >= ROOMY else 0
        most = max((len(event.people) for row in timeline.rows for event in row.events), default=0)
        columns = min(most, 3 if width < 100 else 5) if width >= ROOMY else 0
        labels = max(cell_len(row.label) for row in timeline.rows)
        return cls(width, labels, min(lanes, room), 2 if lanes * 2 <= room else 1, max(0, columns * 3 - 1))

    @property
    def text_width(self) -> int:
        """How wide sign and statement may be together."""
        lanes = self.shown_lanes * self.lane_step + (self.lane_step == 1 and self.shown_lanes > 0)
        marks = self.marks_width + 2 if self.marks_width else 0
        return self.width - self.label_width - 3 - lanes - marks
