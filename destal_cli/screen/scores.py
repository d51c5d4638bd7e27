"""How a learner is doing, on a page: `destal scores`, and where every deck stands, for `destal` alone.

Views of what `core.statistics` gives: a renderable for people, a plain dict for programs. No bar stands without its
number; where there is no room beside each other, the same things stand below each other.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from destal_cli.core.memory import Moment
from destal_cli.core.statistics import (
    FADING,
    MATURE,
    DayScore,
    DeckStanding,
    Held,
    Scores,
    SessionScore,
    Standing,
    Totals,
)
from destal_cli.core.text import one_line, plural
from destal_cli.screen.look import WIDEST, styled
from destal_cli.screen.study import on_date

ROOMY = 68  # columns from which things stand beside each other
PEOPLE = 12  # that the page names, the weakest
INDENT = 2
GAP = 2
FULL, REST = "━", "╌"


def scores_view(scores: Scores, width: int) -> RenderableType:
    """The page of `destal scores`."""
    wide = _inner(width)
    if not scores.totals.sessions:
        return _page([_nothing_yet(scores.states.total)])
    parts = [_top(scores, wide), _cards_and_due(scores, wide), _days(scores, wide)]
    return _page([*parts, *_tables(scores, wide), _totals(scores)])


def _inner(width: int) -> int:
    """The columns inside the margins; a narrow screen has one at the left only."""
    wide = min(width, WIDEST) - 2 * INDENT
    return wide if wide >= ROOMY else wide + INDENT


def _page(parts: Iterable[RenderableType | None]) -> RenderableType:
    return Group(*(Padding(part, (1, 0, 0, INDENT), expand=False) for part in parts if part is not None), Text())


def _nothing_yet(cards: int) -> Text:
    if not cards:
        return _lines(Text("There are no cards yet.", "heading"), Text(), _next("destal decks"))
    waiting = f"{plural(cards, 'card')} {'is' if cards == 1 else 'are'} waiting; this page fills up as you answer."
    return _lines(Text("Nothing has been answered yet.", "heading"), Text(waiting), Text(), _next("destal quiz"))


def _next(command: str) -> Text:
    return Text.assemble(("next: ", "quiet"), styled(one_line(command), "answer"))


def _lines(*lines: Text) -> Text:
    return Text("\n").join(lines)


def _heading(title: str, caption: str, wide: int) -> Text:
    """A title with a quiet caption at the right edge, or below it where there is no room."""
    return _ends(Text(title, "heading"), Text(caption, "quiet"), wide)


def _ends(left: Text, right: Text, wide: int) -> Text:
    room = wide - left.cell_len - right.cell_len
    return Text(" " * room if room >= GAP else "\n").join([left, right])


def _top(scores: Scores, wide: int) -> RenderableType:
    """The date, and the days in a row."""
    return _lines(_heading("Scores", on_date(scores.day), wide), Text(), _streak(scores))


def _streak(scores: Scores) -> Text:
    row = scores.streak
    if not scores.totals.reviews:
        return _lines(Text("Practice only so far: nothing is scheduled yet."), _next("destal quiz"))
    parts: list[str | tuple[str, str]] = ["A new row of days begins with your next answer"]
    if row.days:
        parts = [(f"{plural(row.days, 'day')} in a row", "right")]
    if row.longest > row.days:
        parts.append((f" · the longest was {row.longest:,}", "quiet"))
    if row.days and not row.today:
        parts.append((f" · today can make it {row.days + 1:,}", "quiet"))
    return Text.assemble(*parts)


def _cards_and_due(scores: Scores, wide: int) -> RenderableType | None:
    """The states of the cards and what is coming due, side by side where there is room."""
    if not scores.states.total:
        return None
    if not scores.states.young + scores.states.mature:
        return _cards(scores, wide)
    if wide < ROOMY:
        return Group(_cards(scores, wide), Text(), _due(scores, wide))
    half = wide // 2 - GAP
    table = Table.grid(padding=(0, wide - 2 * half, 0, 0))
    table.add_column(width=half)
    table.add_column(width=half)
    table.add_row(_cards(scores, half), _due(scores, half))
    return table


def _cards(scores: Scores, wide: int) -> RenderableType:
    states = scores.states
    aside = {"suspended": states.suspended, "buried": states.buried}
    counts = {"new": states.new, "young": states.young, "mature": states.mature}
    rows = [_Count(name, count) for name, count in counts.items()]
    rows += [_Count(name, count) for name, count in aside.items() if count]
    meant = f"mature: recall stays above 0.90 for {MATURE:.0f} days"
    legend = [Text(meant, "quiet")] if states.young + states.mature else []
    return Group(_heading("Cards", f"{states.total:,}", wide), _counted(rows, wide), *legend)


def _due(scores: Scores, wide: int) -> RenderableType:
    late = f", {scores.overdue:,} overdue" if scores.overdue else ""
    days = ["today", *(_short(scores.day + ahead) for ahead in range(1, len(scores.due)))]
    rows = [_Count(day, count) for day, count in zip(days, scores.due, strict=True)]
    return Group(_heading("Due", f"{scores.due[0]:,} now{late}", wide), _counted(rows, wide))


def _days(scores: Scores, wide: int) -> RenderableType:
    roomy = wide >= ROOMY
    names = [*(_short(day.day, weekday=roomy) for day in scores.days[:-1]), "today"]
    rows = [_count(name, day, " practice" if roomy else "") for name, day in zip(names, scores.days, strict=True)]
    practised = any(day.practice for day in scores.days) and not roomy
    caption = f"reviews{' + practice' if practised else ''} · recall of cards seen before"
    return Group(_heading(f"Last {len(rows)} days", caption, wide), _counted(rows, wide))


def _count(name: str, day: DayScore, noun: str) -> _Count:
    tail = ("", "") if day.recall is None else (_percent(day.recall), f"of {day.asked:,}")
    return _Count(name, day.reviews, f"+ {day.practice:,}{noun}" if day.practice else "", tail)


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


@dataclass(frozen=True, slots=True)
class _Count:
    """A row of a name, a count with its bar, what stands beside the bar, and further figures."""

    name: str
    count: int
    beside: str = ""
    tail: tuple[str, ...] = ()


def _counted(rows: Sequence[_Count], wide: int) -> Table:
    """Counts with bars to one scale: the longest that leaves room for what stands beside each bar."""
    counts = [f"{row.count:,}" for row in rows]
    tails = _widths(row.tail for row in rows)
    sizes = [_widest(row.name for row in rows), _widest(counts)]
    bar = wide - sum(sizes) - sum(tails) - GAP * (2 + len(tails))
    bar = max(bar, _widest(row.beside for row in rows), 1)
    scale = min((max(0, bar - len(f" {row.beside}".rstrip())) / row.count for row in rows if row.count), default=0)
    table = _grid("<><" + ">" * len(tails), [*sizes, bar, *tails])
    for row, count in zip(rows, counts, strict=True):
        line = _bar(row.count * scale)
        line.append(f" {row.beside}" if line and row.beside else row.beside, "quiet")
        cells = [Text(row.name, "quiet"), Text(count, "" if row.count else "quiet"), line]
        table.add_row(*cells, *(Text(text) for text in row.tail))
    return table


def _grid(sides: str, sizes: Sequence[int]) -> Table:
    """A table without lines: `<` or `>` and a width for each column; what is too long goes on below."""
    table = Table.grid(padding=(0, GAP, 0, 0))
    for side, size in zip(sides, sizes, strict=True):
        table.add_column(justify="right" if side == ">" else "left", width=size, overflow="fold")
    return table


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """The width of each column of some rows."""
    return [_widest(column) for column in zip(*rows, strict=True)]


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _bar(length: float, track: int = 0, style: str = "accent") -> Text:
    """A bar, on a track if one is wanted; whatever there is shows, and only what is whole fills the track."""
    full = max(math.floor(length + 1e-9), 1 if length > 0 else 0)
    return Text.assemble((FULL * full, style), (REST * (track - full), "quiet"))


@dataclass(frozen=True, slots=True)
class _Share:
    """A row of a name, a figure, the bar of a share, and further figures."""

    name: Text
    figure: Text
    share: float
    tail: tuple[str, ...]
    style: str = "accent"


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of shares under a title with its caption; `more` says what was left out."""

    title: str
    caption: str
    rows: Sequence[_Share]
    more: str = ""


def _tables(scores: Scores, wide: int) -> list[RenderableType]:
    """Recall by person and by kind, and the sessions, with their bars below each other."""
    tables = [_sessions(scores.sessions)]
    if any(held.seen for held in scores.kinds):
        tables = [*_people(scores.people), _kinds(scores.kinds), *tables]
    rows = [row for table in tables for row in table.rows]
    name, figure = _widest(row.name.plain for row in rows), _widest(row.figure.plain for row in rows)
    sizes = [min(name, wide * 2 // 5), figure]
    return [_titled(table, _shares(table.rows, sizes, wide), wide) for table in tables]


def _titled(table: _Table, rows: RenderableType, wide: int) -> RenderableType:
    return Group(_heading(table.title, table.caption, wide), rows, *([Text(table.more, "quiet")] if table.more else []))


def _shares(rows: Sequence[_Share], sizes: Sequence[int], wide: int) -> RenderableType:
    """Shares with bars of one length; where there is no room the name stands on a line above its figures."""
    tails = _widths(row.tail for row in rows)
    name, figure = sizes
    rest = wide - figure - sum(tails) - GAP * (2 + len(tails))
    if wide < ROOMY:
        return Group(*(_stacked(row, [figure, max(1, rest), *tails]) for row in rows))
    table = _grid("<><" + ">" * len(tails), [name, figure, rest - name, *tails])
    for row in rows:
        table.add_row(row.name, *_figures(row, rest - name))
    return table


def _stacked(row: _Share, sizes: Sequence[int]) -> RenderableType:
    table = _grid("><" + ">" * len(row.tail), sizes)
    table.add_row(*_figures(row, sizes[1]))
    return Group(row.name, Padding(table, (0, 0, 0, GAP), expand=False))


def _figures(row: _Share, bar: int) -> list[Text]:
    line = _bar(row.share * bar, bar, row.style)
    return [row.figure, line, *(Text(text, "quiet") for text in row.tail)]


def _people(people: Sequence[Held]) -> list[_Table]:
    some = people if len(people) <= PEOPLE + 1 else people[:PEOPLE]
    more = f"and {len(people) - len(some):,} more people" if len(some) < len(people) else ""
    caption = f"◐ below {FADING:.2f} · cards seen"
    return [_Table("Recall by person", caption, [_held(held) for held in some], more)] if people else []


def _kinds(kinds: Sequence[Held]) -> _Table:
    return _Table("Recall by kind of fact", "cards seen", [_held(held) for held in kinds])


def _held(held: Held) -> _Share:
    seen = f"{held.seen:,} of {held.cards:,}"
    fading = held.recall is not None and held.recall < FADING
    style = "partial" if fading else "accent"
    return _Share(styled(one_line(held.name)), recall_sign(held.recall), held.recall or 0.0, (seen,), style)


def recall_sign(recall: float | None) -> Text:
    """`● 0.97` for what is held, `◐ 0.74` for what is fading, `○  new` for what was never seen.

    The number is cut, not rounded, so that nothing below .8 is shown as .80, and only what is certain as 1.00.
    """
    if recall is None:
        return Text("○  new", "quiet")
    cut = math.floor(recall * 100 + 1e-9) / 100
    return Text(f"◐ {cut:.2f}", "partial") if recall < FADING else Text(f"● {cut:.2f}")


def _sessions(sessions: Sequence[SessionScore]) -> _Table:
    return _Table("Sessions", "right at the first try", [_session(session) for session in sessions])


def _session(session: SessionScore) -> _Share:
    name = Text(f"{_short(session.start.day)} {session.start.local:%H:%M}")
    if session.practice:
        name.append(" · practice", "quiet")
    share = session.right / session.cards
    tail = (f"{session.right:,} of {session.cards:,}", f"{math.ceil(session.took / 60_000):,} min")
    return _Share(name, Text(_percent(share)), share, tail)


def _totals(scores: Scores) -> Text:
    totals = scores.totals
    told = plural(totals.reviews, "review") if totals.reviews else f"{plural(totals.practice, 'answer')} in practice"
    if totals.reviews and totals.practice:
        told += f" and {totals.practice:,} in practice"
    lines = [Text(f"{told} · {plural(totals.days, 'day')} · {_time(totals.took)}", "quiet")]
    if totals.kept:
        lines.append(Text(f"kept for cards that are in no deck: {totals.kept:,}", "quiet"))
    return _lines(*lines)


def _time(ms: int) -> str:
    """`12 min`, `4 h 12 min`."""
    hours, minutes = divmod(math.ceil(ms / 60_000), 60)
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min"


def _short(day: int, *, weekday: bool = True) -> str:
    """`Mon 23 Nov`, `23 Nov`."""
    date = dt.date.fromordinal(day)
    return f"{f'{date:%a} ' if weekday else ''}{date.day:>2} {date:%b}"


def standing_view(standing: Standing, command: str, width: int) -> RenderableType:
    """The page of `destal` alone: every deck, and last the command to type next."""
    wide = _inner(width)
    decks = _deck_rows(standing.decks, wide) if wide >= ROOMY else _deck_lines(standing.decks)
    if not standing.decks:
        decks = Text("There is no deck yet.", "heading")
    right = Text(_waiting(standing), "quiet")
    left = _next(command)
    beside = wide - left.cell_len - right.cell_len >= GAP
    return _page([decks, _ends(left, right, wide) if beside else _lines(right, left)])


def _waiting(standing: Standing) -> str:
    """`12 due and 7 new today · about 6 minutes`, and how many more are due beyond the day's limit."""
    more = f"{standing.beyond:,} more due beyond today's limit"
    if standing.minutes:
        parts = [f"{standing.due:,} due"] if standing.due else []
        parts += [f"{standing.new_today:,} new"] if standing.new_today else []
        said = f"{' and '.join(parts)} today · about {plural(standing.minutes, 'minute')}"
        return f"{said} · {more}" if standing.beyond else said
    if standing.beyond:
        return f"today's limit is reached · {standing.beyond:,} more due"
    if standing.next_due:
        day, cards = standing.next_due
        when = "tomorrow" if day == standing.day + 1 else f"on {on_date(day)}"
        return f"nothing is due today · {plural(cards, 'card')} {when}"
    return "nothing is due" if standing.decks else ""


def _deck_rows(decks: Sequence[DeckStanding], wide: int) -> RenderableType:
    heads = ("due", "new", "fading", "recall")
    rows = [[f"{deck.due:,}", f"{deck.new:,}", f"{deck.fading:,}", recall_sign(deck.recall).plain] for deck in decks]
    sizes = _widths([heads, *rows])
    table = _grid("<>>>>", [wide - sum(sizes) - GAP * len(sizes), *sizes])
    table.add_row(Text(), *(Text(head, "quiet") for head in heads))
    for deck, row in zip(decks, rows, strict=True):
        styles = ("", "", "partial")
        figures = [Text(text, "quiet" if text == "0" else style) for text, style in zip(row, styles, strict=False)]
        table.add_row(_deck_name(deck), *figures, recall_sign(deck.recall))
    return table


def _deck_lines(decks: Sequence[DeckStanding]) -> RenderableType:
    parts: list[RenderableType] = []
    for deck in decks:
        counts = Text(f"{deck.due:,} due · {deck.new:,} new · {deck.fading:,} fading")
        parts += [_deck_name(deck), Padding(counts, (0, 0, 0, GAP), expand=False)]
        if deck.seen:
            parts.append(Padding(Text.assemble("recall ", recall_sign(deck.recall)), (0, 0, 0, GAP), expand=False))
    return Group(*parts)


def _deck_name(deck: DeckStanding) -> Text:
    size = f"  {plural(deck.facts, 'fact')} · {plural(deck.cards, 'card')}, {deck.seen:,} seen"
    return _lines(styled(one_line(deck.title), "heading"), Text(size, "quiet"))


def scores_as_json(scores: Scores) -> dict[str, object]:
    """The scores for `--json`: days as ISO dates, starts as ISO times with their offset, shares from 0 to 1 or null.

    `date`; `cards`: `total`, `new`, `young`, `mature`, `suspended`, `buried`; `due`: `now`, of these `overdue`, and
    `days`, from today on: `date`, `cards`; `days`, the last is today: `date`, `reviews`, `practice`, `asked`,
    `recalled`, `recall`; `streak`: `days`, `longest`, `today`; `people` and `kinds`, the weakest first: `name`,
    `recall`, `seen`, `cards`; `sessions`, the newest first: `date`, `start`, `cards`, `right` (at the first try),
    `minutes`, `practice` (nothing was scheduled); `totals`: `reviews`, `practice`, `days`, `sessions`, `minutes`, and
    `kept` (reviews of cards that are in no deck).
    """
    states, row = scores.states, scores.streak
    days = [{"date": _iso(day), "cards": cards} for day, cards in enumerate(scores.due, scores.day)]
    return {
        "date": _iso(scores.day),
        "cards": {"total": states.total, **asdict(states)},
        "due": {"now": scores.due[0], "overdue": scores.overdue, "days": days},
        "days": [_day_as_json(day) for day in scores.days],
        "streak": {"days": row.days, "longest": row.longest, "today": row.today},
        "people": [_held_as_json(held) for held in scores.people],
        "kinds": [_held_as_json(held) for held in scores.kinds],
        "sessions": [_session_as_json(session) for session in scores.sessions],
        "totals": _totals_as_json(scores.totals),
    }


def _day_as_json(day: DayScore) -> dict[str, object]:
    counts = {"reviews": day.reviews, "practice": day.practice, "asked": day.asked, "recalled": day.recalled}
    return {"date": _iso(day.day), **counts, "recall": _rounded(day.recall)}


def _held_as_json(held: Held) -> dict[str, object]:
    return {"name": held.name, "recall": _rounded(held.recall), "seen": held.seen, "cards": held.cards}


def _session_as_json(session: SessionScore) -> dict[str, object]:
    return {
        "date": _iso(session.start.day),
        "start": _iso_time(session.start),
        "cards": session.cards,
        "right": session.right,
        "minutes": _minutes(session.took),
        "practice": session.practice,
    }


def _totals_as_json(totals: Totals) -> dict[str, object]:
    counts = {"reviews": totals.reviews, "practice": totals.practice, "days": totals.days, "sessions": totals.sessions}
    return {**counts, "minutes": _minutes(totals.took), "kept": totals.kept}


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def _iso_time(at: Moment) -> str:
    return at.local.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(minutes=at.offset))).isoformat()


def _minutes(ms: int) -> float:
    return round(ms / 60_000, 1)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
