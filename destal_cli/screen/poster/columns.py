"""The columns of a poster: scales of time from top to bottom, with bars for what lasted and the labels beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from destal_cli.core.timeline import By, Timeline, cell, first_day
from destal_cli.core.timescale import Break, Scale, scale_for, spread, ticks
from destal_cli.screen.look import PERSON_COLOURS
from destal_cli.screen.poster.labels import NARROWEST, Block, Bulk, Setter
from destal_cli.screen.poster.shapes import MARGIN, WIDTH, Bar, Column, Label, Stretch, Tear, Text

# In sizes of the type: a label at its widest, the scale, what is between it and the labels, a bar's lane, and what is
# between two columns.
WIDEST, RIBBON, GUTTER, LANE, BETWEEN = 34.0, 4.4, 2.6, 0.7, 2.4
SHORTEST_BAR = 0.9  # what would be shorter is a dot
LEAST_HEIGHT = 12.0
CUT = 2.2  # what a break takes


def most_columns(size: float) -> int:
    """How many columns fit on the sheet, at that size of type, with labels as narrow as can be."""
    least = 2 * NARROWEST + RIBBON + 2 * GUTTER
    return max(1, int(((WIDTH - 2 * MARGIN) / size + BETWEEN) // (least + BETWEEN)))


def could_stand(bulk: Bulk, size: float, number: int, height: float) -> bool:
    """Whether so much may stand in a size of type beside so many scales of a height: false is certain, true is not."""
    width = (_width(size, number) / size - RIBBON) / 2 - GUTTER
    tall = height >= LEAST_HEIGHT * size and width >= NARROWEST
    return tall and bulk.least_height(width) <= 2 * height * number / size


def _width(size: float, number: int) -> float:
    """The width of each of so many columns with its labels."""
    room = WIDTH - 2 * MARGIN - (number - 1) * BETWEEN * size
    return min(room / number, (2 * (WIDEST + GUTTER) + RIBBON) * size)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An attempt to set labels in a size of type beside a number of scales, from `top` to `bottom`.

    `finest` is the finest unit that the scales are labelled by.
    """

    timeline: Timeline
    finest: By
    blocks: Sequence[Block]
    bulk: Bulk
    size: float
    top: float
    bottom: float
    number: int

    @property
    def height(self) -> float:
        """The length of the scales."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """The width of a column with its labels."""
        return _width(self.size, self.number)

    def columns(self) -> list[Column] | None:
        """The columns, or None when the labels do not fit."""
        if not could_stand(self.bulk, self.size, self.number, self.height):
            return None
        width = (self.width / self.size - RIBBON) / 2 - GUTTER
        setter = Setter(self.size, width * self.size)
        heights = [setter.height(block) for block in self.blocks]
        step = self.width + BETWEEN * self.size
        x = (WIDTH - self.number * step + BETWEEN * self.size) / 2
        found: list[Column] = []
        for number, (start, end, blocks) in enumerate(self._runs(heights)):
            column = self._column(x + number * step, start, end, blocks)
            if column is None:
                return None
            found.append(column)
        return found

    def _runs(self, heights: Sequence[float]) -> Iterator[tuple[int, int, Sequence[Block]]]:
        """For each column its first day, the day after its last, and its labels, which are about as high as others'."""
        cuts = _cuts(heights, self.number)
        first, after = _extent(self.timeline)
        starts = [first, *(_start(self.blocks[cut], first) for cut in cuts[1:-1])]
        for start, end, (low, high) in zip(starts, [*starts[1:], after], pairwise(cuts), strict=True):
            yield start, max(end, _next_unit(self.timeline.unit, start)), self.blocks[low:high]

    def _column(self, x: float, start: int, end: int, blocks: Sequence[Block]) -> Column | None:
        dates = [block.event.when for block in blocks]
        scale = scale_for(dates, start, end, self.height, CUT * self.size)
        barred = [block for block in self.blocks if block.first and self._is_bar(scale, block)]
        lanes = max(_lanes([_days(scale, block) for block in barred]), default=-1) + 1
        lane = min(LANE * self.size, 0.12 * self.width / max(1, lanes))
        setter = Setter(self.size, (self.width - RIBBON * self.size) / 2 - GUTTER * self.size - lanes * lane)
        if setter.width < NARROWEST * self.size:
            return None
        left = self._sides(scale, setter, blocks)
        if left is None:
            return None
        return _Drawing(self, x, scale, setter, lanes * lane, lane).column(blocks, left, barred)

    def _is_bar(self, scale: Scale, block: Block) -> bool:
        """Whether the date of a label is long enough on a scale to be drawn as a bar."""
        first, after = _days(scale, block)
        return scale.at(after) - scale.at(first) >= SHORTEST_BAR * self.size

    def _sides(self, scale: Scale, setter: Setter, blocks: Sequence[Block]) -> list[bool] | None:
        """For each label whether it stands at the left: where it comes nearer to its date, or where there is more room.

        None when there is no room for all.
        """
        sizes = [setter.height(block) for block in blocks]
        wanted = [scale.at(_start(block, scale.start)) for block in blocks]
        for by_place in (True, False):
            total, reach, left = [0.0, 0.0], [0.0, 0.0], []
            for size, place in zip(sizes, wanted, strict=True):
                side = min((0, 1), key=lambda at: (max(reach[at], place) if by_place else 0.0, total[at]))
                reach[side], total[side] = max(reach[side], place) + size, total[side] + size
                left.append(side == 0)
            if max(total) <= self.height:
                return left
        return None


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Draws the column at `x`; `lanes` is the width that bars take at either side of its scale, `lane` that of one."""

    sheet: Sheet
    x: float
    scale: Scale
    setter: Setter
    lanes: float
    lane: float

    @property
    def size(self) -> float:
        return self.sheet.size

    def column(self, blocks: Sequence[Block], left: Sequence[bool], barred: Sequence[Block]) -> Column:
        """Everything of the column; the bar of a label that stands beside an earlier one is at the right."""
        at_left = {id(block) for block, is_left in zip(blocks, left, strict=True) if is_left}
        sides = [(side, [block for block in blocks if (id(block) in at_left) is side]) for side in (True, False)]
        bars = [(side, [block for block in barred if (id(block) in at_left) is side]) for side in (True, False)]
        marks = ticks(self.scale, self.size, self.sheet.finest)
        middle = self.x + self.sheet.width / 2
        return Column(
            x=self.edge(left=True),
            width=RIBBON * self.size,
            top=self.sheet.top,
            bottom=self.sheet.bottom,
            stretches=tuple(self.stretches([tick.day for tick in marks if tick.major])),
            tears=tuple(self.tear(gap) for gap in self.scale.breaks),
            ticks=tuple(Text(middle, self.place(t.day), t.label, "year" if t.major else "tick") for t in marks),
            bars=tuple(bar for side, some in bars for bar in self.bars(some, left=side)),
            labels=tuple(label for side, some in sides for label in self.labels(some, left=side)),
        )

    def place(self, day: int) -> float:
        return self.sheet.top + self.scale.at(day)

    def edge(self, *, left: bool) -> float:
        """The edge of the scale."""
        return self.x + self.sheet.width / 2 + RIBBON / 2 * self.size * (-1 if left else 1)

    def labels(self, blocks: Sequence[Block], *, left: bool) -> Iterator[Label]:
        """Labels from top to bottom, each as near to its date as the others leave room for."""
        heights = [self.setter.height(block) for block in blocks]
        anchors = [self.scale.at(_start(block, self.scale.start)) for block in blocks]
        starts = spread(anchors, heights, 0.0, self.scale.length)
        edge, out = self.edge(left=left), -1 if left else 1
        near = edge + out * (self.lanes + GUTTER * self.size)
        far = near + out * self.setter.width
        for block, anchor, start in zip(blocks, anchors, starts, strict=True):
            at, y = self.sheet.top + anchor, self.sheet.top + start
            leader = [(edge, at), (edge + out * self.lanes, at), (near, y), (far, y)]
            yield self.setter.label(block, min(near, far), y, leader, left=left)

    def bars(self, blocks: Sequence[Block], *, left: bool) -> Iterator[Bar]:
        days = [_days(self.scale, block) for block in blocks]
        for block, lane, (first, after) in zip(blocks, _lanes(days), days, strict=True):
            when = block.event.when
            middle = self.edge(left=left) + (lane + 0.55) * self.lane * (-1 if left else 1)
            yield Bar(
                x=middle - 0.3 * self.lane,
                top=self.place(first),
                bottom=self.place(after),
                width=0.6 * self.lane,
                lasted=when.is_range,
                vague=when.approximate or when.uncertain,
                colour=block.only.rank % len(PERSON_COLOURS) if block.only and when.is_range else -1,
                goes_on=when.latest is None or when.latest + 1 > self.scale.end,
            )

    def stretches(self, majors: Sequence[int]) -> Iterator[Stretch]:
        """The parts of the scale between major labels, every second one shaded."""
        days = sorted({self.scale.start, *majors, self.scale.end})
        for number, (start, end) in enumerate(pairwise(days)):
            yield Stretch(self.place(start), self.place(end), number % 2 == 1)

    def tear(self, gap: Break) -> Tear:
        return Tear(self.place(gap.start), self.place(gap.end), gap.words)


def _cuts(heights: Sequence[float], number: int) -> list[int]:
    """Where to cut labels into so many runs of about the same height, or fewer: [0, ..., how many labels]."""
    share = sum(heights) / number
    cuts, used = [0], 0.0
    for at, height in enumerate(heights):
        if used + height / 2 > share * len(cuts) and len(cuts) < number and at > cuts[-1]:
            cuts.append(at)
        used += height
    return [*cuts, len(heights)]


def _lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """For each stretch [first, after), in order of its first day, the nearest lane that is free."""
    free_from: list[int] = []
    lanes = []
    for first, after in spans:
        lane = next((number for number, day in enumerate(free_from) if day <= first), len(free_from))
        free_from[lane : lane + 1] = [after]
        lanes.append(lane)
    return lanes


def _days(scale: Scale, block: Block) -> tuple[int, int]:
    """The days [first, after) of a date that are on a scale; none of a single day, which is a dot."""
    when = block.event.when
    first = scale.start if when.earliest is None else when.earliest
    after = scale.end if when.latest is None else when.latest + 1
    if not when.is_range and after - first == 1:
        return first, first
    return min(max(first, scale.start), scale.end), max(min(after, scale.end), scale.start)


def _start(block: Block, otherwise: int) -> int:
    first = block.event.when.earliest
    return otherwise if first is None else first


def _extent(timeline: Timeline) -> tuple[int, int]:
    """The first day of a timeline and the day after its last, in whole months or years."""
    points = [point for event in timeline.events() for point in event.when.points]
    first, last = min(point.earliest for point in points), max(point.latest for point in points)
    unit = _whole(timeline.unit)
    return first_day(unit, cell(unit, first)), _next_unit(timeline.unit, last)


def _next_unit(unit: By, day: int) -> int:
    return first_day(_whole(unit), cell(_whole(unit), day) + 1)


def _whole(unit: By) -> By:
    """The unit that a scale begins and ends with: months for one of days, years for one of decades."""
    return {By.DAY: By.MONTH, By.DECADE: By.YEAR}.get(unit, unit)
