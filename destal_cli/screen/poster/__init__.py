"""A timeline laid out for paper: columns of time, true to scale, with labels at either side. `screen.export` writes it.

shapes      what a poster is made of, each thing in its place
labels      facts of one date, set in lines
columns     scales of time from top to bottom, with bars for what lasted and the labels beside them
frame       title and legend

Lengths are CSS pixels on a landscape A3 sheet. All but the title hangs on the size of the type, which is the largest
that lets everything stand on the sheet; labels never overlap. Dates begin where they begin on the scale, and what is
known only to a month, a year or a range is drawn as long as that.
"""

from __future__ import annotations

from collections.abc import Mapping

from destal_cli.core.recall import Recall
from destal_cli.core.timeline import By, Timeline
from destal_cli.screen.poster.columns import Sheet, could_stand, most_columns
from destal_cli.screen.poster.frame import Frame, Words
from destal_cli.screen.poster.labels import Bulk, blocks_of
from destal_cli.screen.poster.shapes import HEIGHT, Poster

LARGEST, STEP = 21.0, 0.94


def lay_poster(
    timeline: Timeline, words: Words, held: Mapping[str, Recall] | None = None, finest: By = By.AUTO
) -> Poster:
    """The poster of a timeline with at least one event; `held` are recalls by fact key, None to leave memory out.

    `finest` is the finest unit that the scale is labelled by: what there is room for when it is AUTO.
    """
    blocks = tuple(blocks_of(timeline, held))
    bulk = Bulk.of(blocks)
    unit = By.DAY if finest is By.AUTO else finest
    size = LARGEST
    while True:
        for number in range(1, most_columns(size) + 1):
            if not could_stand(bulk, size, number, HEIGHT):
                continue
            frame = Frame.around(blocks, timeline.people, words, size, number)
            columns = Sheet(timeline, unit, blocks, bulk, size, frame.top, frame.bottom, number).columns()
            if columns is not None:
                return frame.poster(columns)
        size *= STEP
