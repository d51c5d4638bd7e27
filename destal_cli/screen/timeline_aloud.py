"""A timeline to be read aloud: how well it is held, then every event in order of time, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from destal_cli.core.dates import human
from destal_cli.core.recall import Hold, Overview, Recall, figure
from destal_cli.core.text import join_words, one_line, plural
from destal_cli.core.timeline import Event, Tick, Timeline
from destal_cli.screen.recall import command, says
from destal_cli.screen.timeline import years


def timeline_aloud(
    timeline: Timeline, known: Mapping[str, Recall] | None, held: Overview | None, scope: str
) -> Iterator[str]:
    """The lines; `held` is what the recalls amount to, `scope` the options that the timeline was narrowed by."""
    if not timeline.rows:
        yield "No dated fact is among them."
    if held is not None and timeline.rows:
        yield from _standing(held, scope)
    yield from _about(timeline)
    for row in timeline.rows:
        if row.tick is Tick.GAP:
            yield f"{row.words} without an event"
        for event in row.events:
            yield from _event(event, (known or {}).get(event.key))
    if timeline.undated:
        yield f"{plural(timeline.undated, 'fact')} without a date: destal facts"


def _standing(held: Overview, scope: str) -> Iterator[str]:
    """What is held and what fades, in sentences, with the weakest events and what to type."""
    yield from (said for _, said in says(held))
    for event, share in held.weakest:
        yield f"weakest, {figure(share)}: {one_line(event.fact.statement).rstrip('.')} ({human(event.when)})"
    if held.weakest or held.counts.get(Hold.NEW, 0):
        yield f"next: {command(held, scope)}"


def _about(timeline: Timeline) -> Iterator[str]:
    titles = join_words(timeline.titles)
    if timeline.rows:
        count = plural(sum(1 for _ in timeline.events()), "event")
        yield f"{titles}: {count}, {years(timeline, ' to ')}, by {timeline.unit}"
    elif titles:
        yield titles


def _event(event: Event, recall: Recall | None) -> Iterator[str]:
    """`26 June 1953, fading, 0.74: He was arrested. About Beria.`, with those whom it does not name, and its note."""
    how = "" if recall is None else f", {recall.hold.value}"
    share = "" if recall is None or recall.share is None else f", {figure(recall.share)}"
    statement = one_line(event.fact.statement)
    others = [person.name for person in event.people if person.name.split()[-1] not in statement]
    yield f"{human(event.when)}{how}{share}: {statement}" + (f" About {join_words(others)}." if others else "")
    if event.noted:
        yield f"note: {one_line(event.fact.note)}"
