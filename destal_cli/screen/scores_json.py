"""What `destal scores --json` prints: all of the page's figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from destal_cli.core.clock import iso
from destal_cli.core.days import DayScore, SessionScore, weeks_of
from destal_cli.core.held import Held
from destal_cli.core.leeches import Leech
from destal_cli.core.memory import Moment
from destal_cli.core.statistics import Scores, Totals


def scores_as_json(scores: Scores) -> dict[str, object]:
    """The scores for `--json`: days as ISO dates, starts as ISO times with their offset, shares from 0 to 1 or null.

    `date`; `aim`: the recall that due dates aim at; `recall`: that of all cards seen, with `seen` and `cards`; `cards`:
    `total`, `new`, `young`, `mature`, `suspended`, `buried`; `due`: `now`, of these `overdue`, and `days`, from today
    on: `date`, `cards`; `days` of the calendar, the last is today: `date`, `reviews`, `practice`, `asked`, `recalled`,
    `recall`, `minutes`; `weeks`: the same, `date` being a Monday; `streak`: `days`, `longest`, `today`; `topics`,
    `people` and `kinds`, the weakest first, and `periods` in order of time: `name`, `recall`, `seen`, `cards`;
    `lapsing`: how many leeches there are; `leeches`, the worst of them: `card`, `prompt`, `lapses`, `why`, `advice`,
    `command`; `sessions`, the newest first: `date`, `start`, `cards`, `right` (at the first try), `minutes`, `practice`
    (nothing was scheduled); `totals`: `reviews`, `practice`, `days`, `sessions`, `minutes`, and `kept` (reviews of
    cards that are in no deck).
    """
    states, row, every = scores.states, scores.streak, scores.all
    days = [{"date": iso(day), "cards": cards} for day, cards in enumerate(scores.due, scores.day)]
    return {
        "date": iso(scores.day),
        "aim": scores.aim,
        "recall": {"recall": _rounded(every.recall), "seen": every.seen, "cards": every.cards},
        "cards": {"total": states.total, **asdict(states)},
        "due": {"now": scores.due[0], "overdue": scores.overdue, "days": days},
        "days": [_day_as_json(day) for day in scores.days],
        "weeks": [_day_as_json(week) for week in weeks_of(scores.days)],
        "streak": {"days": row.days, "longest": row.longest, "today": row.today},
        "topics": [_held_as_json(held) for held in scores.topics],
        "people": [_held_as_json(held) for held in scores.people],
        "kinds": [_held_as_json(held) for held in scores.kinds],
        "periods": [_held_as_json(held) for held in scores.periods],
        "lapsing": scores.lapsing,
        "leeches": [_leech_as_json(leech) for leech in scores.leeches],
        "sessions": [_session_as_json(session) for session in scores.sessions],
        "totals": _totals_as_json(scores.totals),
    }


def _day_as_json(day: DayScore) -> dict[str, object]:
    counts = {"reviews": day.reviews, "practice": day.practice, "asked": day.asked, "recalled": day.recalled}
    return {"date": iso(day.day), **counts, "recall": _rounded(day.recall), "minutes": _minutes(day.took)}


def _held_as_json(held: Held) -> dict[str, object]:
    return {"name": held.name, "recall": _rounded(held.recall), "seen": held.seen, "cards": held.cards}


def _leech_as_json(leech: Leech) -> dict[str, object]:
    advice = {"why": leech.why, "advice": leech.advice, "command": leech.command}
    return {"card": leech.card.id, "prompt": leech.card.prompt, "lapses": leech.lapses, **advice}


def _session_as_json(session: SessionScore) -> dict[str, object]:
    return {
        "date": iso(session.start.day),
        "start": _iso_time(session.start),
        "cards": session.cards,
        "right": session.right,
        "minutes": _minutes(session.took),
        "practice": session.practice,
    }


def _totals_as_json(totals: Totals) -> dict[str, object]:
    counts = {"reviews": totals.reviews, "practice": totals.practice, "days": totals.days, "sessions": totals.sessions}
    return {**counts, "minutes": _minutes(totals.took), "kept": totals.kept}


def _iso_time(at: Moment) -> str:
    return at.local.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(minutes=at.offset))).isoformat()


def _minutes(ms: int) -> float:
    return round(ms / 60_000, 1)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
