"""How a learner is doing, on a page: `destal scores`.

Views of what `core.statistics` gives; `scores_json` gives programs the same. The page is made of sections in a fixed
order: alone it shows a little of each, by name or with `--all` whole ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from destal_cli.core.clock import on_date
from destal_cli.core.days import DayScore, SessionScore, together, weeks_of
from destal_cli.core.held import Held
from destal_cli.core.leeches import Leech
from destal_cli.core.memory import LEECH_LAPSES
from destal_cli.core.standing import FADING
from destal_cli.core.statistics import MATURE, MONTH, Scores
from destal_cli.core.text import one_line, plural
from destal_cli.screen.bars import (
    Count,
    Share,
    beside,
    counted,
    duration,
    fits,
    grid,
    heading,
    lines,
    next_command,
    page,
    percent,
    recall_sign,
    shares,
    short_day,
)
from destal_cli.screen.calendar import due_view, year_view
from destal_cli.screen.figures import ALOUD, GAP, ROOMY, inner
from destal_cli.screen.look import styled

FEW = 10  # cards asked below which their share says little
SOME_DAYS, SOME_WEEKS, SOME_GROUPS, SOME_LEECHES, SOME_SESSIONS = 7, 5, 5, 3, 3  # of each on the page alone
MANY_WEEKS = 26
NARROWEST, COLUMN = 28, 36  # columns of a section beside another: at least, and where it says less of each row


def scores_view(scores: Scores, width: int, sections: Sequence[str] = (), scope: str = "") -> RenderableType:
    """The page of `destal scores`: a little of each section, or all of those that are named.

    `scope` says in words which cards and reviews are counted, where it is not all of them.
    """
    wide = inner(width)
    if not scores.totals.sessions:
        return page([_nothing_yet(scores.states.total, scope)])
    if sections:
        chosen = [name for name in SECTIONS if name in sections]
        return page([_title(scores, scope, wide), *(SECTIONS[name](scores, wide, True) for name in chosen)])
    parts = [part for names, share in _PAGE for part in _row(scores, names, share, wide)]
    return page([_top(scores, scope, wide), *parts, _totals(scores)])


def scores_aloud(scores: Scores, sections: Sequence[str] = (), scope: str = "") -> Iterator[RenderableType | None]:
    """The same to be read aloud: first how well the cards are held, then one section after the other."""
    chosen = [name for name in SECTIONS if name in sections] or [name for names, _ in _PAGE for name in names]
    if not scores.totals.sessions:
        yield _nothing_yet(scores.states.total, scope)
        return
    if scores.totals.reviews and scores.all.seen:
        yield from (_recall(scores.all), _retention(scores))
    yield from (_streak(scores, scope), _title(scores, scope, ALOUD))
    yield from (SECTIONS[name](scores, ALOUD, bool(sections)) for name in chosen)
    yield _totals(scores)


def _row(scores: Scores, names: Sequence[str], share: float, wide: int) -> list[RenderableType | None]:
    """Sections of the page: two stand beside each other where there is room, the right one with its share of it."""
    right_wide = int(wide * share) - GAP
    if len(names) == 1 or wide < ROOMY or right_wide < NARROWEST:
        return [SECTIONS[name](scores, wide, False) for name in names]
    left_wide = wide - right_wide - 2 * GAP
    left, right = (SECTIONS[n](scores, w, False) for n, w in zip(names, (left_wide, right_wide), strict=True))
    if left is None or right is None:
        return [SECTIONS[name](scores, wide, False) for name in names]
    return [beside(left, right, left_wide, right_wide, wide)]


def _nothing_yet(cards: int, scope: str) -> Text:
    if not cards:
        return lines(Text("There are no cards yet.", "heading"), Text(), next_command("destal decks"))
    waiting = f"{plural(cards, 'card')} {'is' if cards == 1 else 'are'} waiting; this page fills up as you answer."
    told = [Text("Nothing has been answered yet.", "heading"), Text(waiting)]
    return lines(*([styled(scope, "quiet")] if scope else []), *told, Text(), next_command("destal quiz"))


def _title(scores: Scores, scope: str, wide: int) -> Text:
    title = heading("Scores", on_date(scores.day), wide)
    return lines(title, styled(scope, "quiet")) if scope else title


def _top(scores: Scores, scope: str, wide: int) -> RenderableType:
    """The date, the days in a row, recall now, and how much was recalled of late."""
    told = [_streak(scores, scope)]
    if scores.totals.reviews and scores.all.seen:
        told += [_recall(scores.all), _retention(scores)]
    return lines(_title(scores, scope, wide), Text(), *told)


def _streak(scores: Scores, scope: str) -> Text:
    row = scores.streak
    if not scores.totals.reviews:
        return lines(Text("Practice only so far: nothing is scheduled yet."), next_command("destal quiz"))
    parts: list[str | tuple[str, str]] = ["A new row of days begins with your next answer"]
    if row.days:
        parts = [(f"{plural(row.days, 'day')} in a row{scope and ' with these cards'}", "right")]
    if row.longest > row.days:
        parts.append((f" · the longest was {row.longest:,}", "quiet"))
    if row.days and not row.today:
        parts.append((f" · today can make it {row.days + 1:,}", "quiet"))
    return Text.assemble(*parts)


def _recall(everything: Held) -> Text:
    """`recall now ● 0.93 · 6,903 of 7,002 cards seen`."""
    seen = f" · {everything.seen:,} of {plural(everything.cards, 'card')} seen"
    return Text("recall now ").append_text(recall_sign(everything.recall)).append(seen, "quiet")


def _retention(scores: Scores) -> Text:
    """`true retention 86 % · of 3,204 asked in 30 days, and you aim at 90 %`."""
    month = together(scores.days[-MONTH:], scores.day)
    aim = f"and you aim at {percent(scores.aim)}"
    if not month.asked:
        return Text(f"true retention · nothing that you had seen before was asked in {MONTH} days", "quiet")
    if month.asked < FEW:
        told = f"true retention {month.recalled} of {month.asked}"
        return Text.assemble(told, (f" asked in {MONTH} days · too few to tell, {aim}", "quiet"))
    told = f" · of {month.asked:,} asked in {MONTH} days, {aim}"
    return Text.assemble(f"true retention {percent(month.recall or 0.0)}", (told, "quiet"))


def _cards(scores: Scores, wide: int, full: bool) -> RenderableType | None:
    states = scores.states
    if not states.total:
        return None
    aside = {"suspended": states.suspended, "buried": states.buried}
    counts = {"new": states.new, "young": states.young, "mature": states.mature}
    rows = [Count(name, count) for name, count in counts.items()]
    rows += [Count(name, count) for name, count in aside.items() if count]
    meant = f"mature: holds for {MATURE:.0f} days and more"
    legend = [Text(meant, "quiet")] if states.young + states.mature else []
    if full:
        legend.append(Text("suspended and buried: not asked, for good or until tomorrow", "quiet"))
    return Group(heading("Cards", f"{states.total:,}", wide), counted(rows, wide), *legend)


def _time(scores: Scores, wide: int, full: bool) -> RenderableType | None:
    """Time spent by week, from the first with an answer on."""
    weeks = weeks_of(scores.days)[-(MANY_WEEKS if full else SOME_WEEKS) :]
    weeks = weeks[next((n for n, week in enumerate(weeks) if week.answers), -1) :]
    rows = [_week(week, week is weeks[-1], full) for week in weeks]
    caption = f"{duration(scores.totals.took)} in all{' · answers' if full else ''}"
    return Group(heading("Time", caption, wide), counted(rows, wide))


def _week(week: DayScore, this: bool, full: bool) -> Count:
    name = "this week" if this else short_day(week.day, weekday=False)
    tail = (f"{week.answers:,}",) if full else ()
    return Count(name, week.took, tail=tail, figure=duration(week.took) if week.took else "0")


def _due(scores: Scores, wide: int, _: bool) -> RenderableType | None:
    if not scores.states.young + scores.states.mature:
        return None
    return due_view(scores.due, scores.overdue, scores.day, wide)


def _leeches(scores: Scores, wide: int, full: bool) -> RenderableType | None:
    """Cards that keep lapsing, each with why that may be, what to do, and the command that does it."""
    if not scores.leeches:
        return Text("No card has lapsed " + str(LEECH_LAPSES) + " times: there are no leeches.") if full else None
    shown = scores.leeches if full else scores.leeches[:SOME_LEECHES]
    title = heading("Leeches", f"lapsed {LEECH_LAPSES} times and more · {plural(scores.lapsing, 'card')}", wide)
    rows = [_leech(leech, wide) for leech in shown]
    return Group(title, *rows, *_more(scores.lapsing - len(shown), "", "" if full else "leeches"))


def _leech(leech: Leech, wide: int) -> RenderableType:
    lapses = f"{leech.lapses:,} ×"
    prompt = styled(one_line(leech.card.prompt))
    prompt.truncate(wide - 8, overflow="ellipsis")
    table = grid("><", [6, max(1, wide - 8)])
    told = styled(f"{one_line(leech.why)}: {leech.advice}", "quiet")
    command = Text.assemble(("↳ ", "quiet"), styled(one_line(leech.command), "answer"))
    table.add_row(Text.assemble((lapses, "partial")), lines(prompt, told, command))
    return table


def _more(left: int, noun: str, section: str) -> list[Text]:
    """`and 37 more people: destal scores people`."""
    if left < 1:
        return []
    told = f"and {left:,} more{noun and ' '}{noun}"
    return [Text(f"{told}: destal scores {section}" if section else told, "quiet")]


def _topics(scores: Scores, wide: int, full: bool) -> RenderableType | None:
    return _group("topic", "topics", scores.topics, wide, full)


def _people(scores: Scores, wide: int, full: bool) -> RenderableType | None:
    return _group("person", "people", scores.people, wide, full)


def _kinds(scores: Scores, wide: int, _: bool) -> RenderableType | None:
    return _group("kind", "kinds", scores.kinds, wide, True)


def _periods(scores: Scores, wide: int, _: bool) -> RenderableType | None:
    return _group("period", "periods", scores.periods, wide, True)


def _group(one: str, many: str, groups: Sequence[Held], wide: int, full: bool) -> RenderableType | None:
    """How well the cards of each group are held; of many groups the first, which are the weakest."""
    if not any(held.seen for held in groups):
        return None
    some = groups if full or len(groups) <= SOME_GROUPS + 1 else groups[:SOME_GROUPS]
    rows = [_held(held) for held in some]
    if wide <= COLUMN and not fits(rows, wide):
        rows = [_held(held, short=True) for held in some]
    name = f"Recall by {one}"
    captions = (f"◐ below {FADING:.2f} · cards seen", f"◐ < {FADING:.2f} · seen", "seen")
    caption = next((text for text in captions if len(name) + GAP + len(text) <= wide), "seen")
    return Group(heading(name, caption, wide), shares(rows, wide), *_more(len(groups) - len(some), "", many))


def _held(held: Held, *, short: bool = False) -> Share:
    seen = f"{held.seen:,}" if short else f"{held.seen:,} of {held.cards:,}"
    fading = held.recall is not None and held.recall < FADING
    style = "partial" if fading else "accent"
    return Share(styled(one_line(held.name)), recall_sign(held.recall), held.recall or 0.0, (seen,), style)


def _calendar(scores: Scores, wide: int, _: bool) -> RenderableType | None:
    return year_view(scores.days, wide) if any(day.answers for day in scores.days) else None


def _days(scores: Scores, wide: int, full: bool) -> RenderableType | None:
    """Reviews and true retention by day."""
    days = scores.days[-(MONTH if full else SOME_DAYS) :]
    roomy = wide >= ROOMY
    names = [*(short_day(day.day, weekday=roomy) for day in days[:-1]), "today"]
    rows = [_day(name, day, " practice" if roomy else "") for name, day in zip(names, days, strict=True)]
    practised = any(day.practice for day in days) and not roomy
    caption = f"reviews{' + practice' if practised else ''} · true retention"
    few = [Text(f"– fewer than {FEW} asked: too few for a share", "quiet")]
    few *= any(0 < day.asked < FEW for day in days)
    return Group(heading(f"Last {len(rows)} days", caption, wide), counted(rows, wide), *few)


def _day(name: str, day: DayScore, noun: str) -> Count:
    tail = ("", "")
    if day.recall is not None:
        tail = (percent(day.recall) if day.asked >= FEW else "–", f"{day.recalled:,} of {day.asked:,}")
    return Count(name, day.reviews, f"+ {day.practice:,}{noun}" if day.practice else "", tail)


def _sessions(scores: Scores, wide: int, full: bool) -> RenderableType | None:
    shown = scores.sessions if full else scores.sessions[:SOME_SESSIONS]
    title = heading("Sessions", "right at the first try", wide)
    left = scores.totals.sessions - len(shown)
    rows = shares([_session(session) for session in shown], wide)
    return Group(title, rows, *_more(left, "", "" if full else "sessions"))


def _session(session: SessionScore) -> Share:
    name = Text(f"{short_day(session.start.day)} {session.start.local:%H:%M}")
    if session.practice:
        name.append(" · practice", "quiet")
    share = session.right / session.cards
    tail = (f"{session.right:,} of {session.cards:,}", f"{math.ceil(session.took / 60_000):,} min")
    return Share(name, Text(percent(share)), share, tail)


def _totals(scores: Scores) -> Text:
    totals = scores.totals
    told = plural(totals.reviews, "review") if totals.reviews else f"{plural(totals.practice, 'answer')} in practice"
    if totals.reviews and totals.practice:
        told += f" and {totals.practice:,} in practice"
    parts = [Text(f"{told} · {plural(totals.days, 'day')} · {plural(totals.sessions, 'session')}", "quiet")]
    if totals.kept:
        parts.append(Text(f"kept for cards that are in no deck: {totals.kept:,}", "quiet"))
    return lines(*parts)


Section = Callable[[Scores, int, bool], RenderableType | None]
SECTIONS: Mapping[str, Section] = {
    "cards": _cards,
    "time": _time,
    "due": _due,
    "leeches": _leeches,
    "topics": _topics,
    "kinds": _kinds,
    "people": _people,
    "periods": _periods,
    "calendar": _calendar,
    "days": _days,
    "sessions": _sessions,
}
_PAGE = (
    (("cards", "time"), 0.5),
    (("due",), 1),
    (("leeches",), 1),
    (("topics", "kinds"), 0.4),
    (("people", "periods"), 0.4),
    (("calendar",), 1),
    (("days",), 1),
    (("sessions",), 1),
)
