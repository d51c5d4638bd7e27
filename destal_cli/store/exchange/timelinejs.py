"""The timeline for TimelineJS of Knight Lab: its events as JSON. What it shows as HTML is escaped."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from destal_cli.core.dates import Edtf, Precision, civil, human
from destal_cli.core.facts import Deck, Fact
from destal_cli.core.notes import Outgoing, Written
from destal_cli.core.problems import NotFoundError
from destal_cli.core.text import one_line, plural


def write(leaving: Outgoing) -> Written:
    """The dated facts in order of time. Raises NotFoundError where there is none."""
    deck = leaving.deck
    dated = sorted((fact for fact in deck.facts if fact.when), key=_in_time)
    if not dated:
        raise NotFoundError("no fact that is asked for has a date", "see: destal facts")
    title = {"text": {"headline": escape(deck.title), "text": escape(deck.about)}}
    document = {"title": title, "events": [_event(deck, fact) for fact in dated]}
    lost = [f"{plural(len(deck.facts) - len(dated), 'fact')} without a date"] if len(dated) < len(deck.facts) else []
    doubted = any(fact.when and any(p.approximate or p.uncertain for p in fact.when.points) for fact in dated)
    lost += ["that a date is rough or doubted, but in how it is shown"] if doubted else []
    return Written(json.dumps(document, ensure_ascii=False, indent=2) + "\n", tuple(lost))


def _in_time(fact: Fact) -> tuple[int, int]:
    """A whole year before its days; an open start before everything."""
    when = fact.when
    assert when is not None
    first, last = when.earliest, when.latest
    return (-(10**9) if first is None else first, -(10**9 if last is None else last))


def _event(deck: Deck, fact: Fact) -> dict[str, Any]:
    assert fact.when is not None
    note = f"<p><em>{escape(fact.note)}</em></p>" if fact.note else ""
    passage = f"<blockquote>{escape(one_line(deck.passage(fact)))}</blockquote>"
    event = {
        **_dates(fact.when),
        "display_date": escape(human(fact.when)),
        "text": {"headline": escape(fact.statement), "text": passage + note},
        "group": escape(fact.tags[0]) if fact.tags else "",
        "unique_id": f"{deck.id}-{fact.id}",
    }
    return {key: value for key, value in event.items() if value}


def _dates(when: Edtf) -> dict[str, dict[str, int]]:
    """`start_date` and, where it is no single day, month or year, `end_date`; an open end is left out."""
    precision = when.points[0].precision
    size = {Precision.DAY: 3, Precision.MONTH: 2, Precision.SEASON: 2}.get(precision, 1)
    first, last = when.earliest, when.latest
    one = not when.is_range and precision in (Precision.DAY, Precision.MONTH, Precision.YEAR)
    if first is None or last is None or one:
        return {"start_date": _date(first if first is not None else last, size)}
    end = {Precision.DAY: 3, Precision.MONTH: 2, Precision.SEASON: 2}.get(when.points[-1].precision, 1)
    return {"start_date": _date(first, size), "end_date": _date(last, end)}


def _date(day: int | None, size: int) -> dict[str, int]:
    """A day, or its month, or its year. TimelineJS has no year 0: 1 BC is -1."""
    assert day is not None
    year, month, of_month = civil(day)
    parts = {"year": year if year > 0 else year - 1, "month": month, "day": of_month}
    return dict(list(parts.items())[:size])
