"""The page of `destal plan`, the same as JSON, and what is said of an exam in a line elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from rich.console import Group, RenderableType
from rich.text import Text

from destal_cli.core.clock import iso, on_date
from destal_cli.core.exam import LAST_PASS, Plan
from destal_cli.core.forecast import Forecast, Load
from destal_cli.core.text import one_line, plural
from destal_cli.screen.bars import (
    Count,
    Share,
    counted,
    grid,
    heading,
    lines,
    next_command,
    page,
    recall_sign,
    shares,
    short_day,
)
from destal_cli.screen.figures import ALOUD, GAP, inner
from destal_cli.screen.look import styled
from destal_cli.screen.palette import SIGNS
from destal_cli.screen.study import until_exam

ROWS = 14  # of days, before they are taken together by weeks


def plan_view(plan: Plan, prompts: Mapping[str, str], width: int, scope: str = "") -> RenderableType:
    """The page of `destal plan`; `scope` are the options that it was narrowed by, as they are typed."""
    wide = inner(width)
    parts = [_top(plan, wide), _recall(plan, wide), _verdict(plan), _days(plan, wide), _offers(plan, wide)]
    return page([*parts, _weakest(plan, prompts, wide), _next(plan, scope)])


def _next(plan: Plan, scope: str) -> RenderableType:
    return next_command(f"destal quiz{scope} --exam {iso(plan.wish.exam)}")


def plan_aloud(plan: Plan, prompts: Mapping[str, str], scope: str = "") -> Iterator[RenderableType | None]:
    """The same to be read aloud: first whether the goal is reached."""
    yield _verdict(plan)
    yield _next(plan, scope)
    yield from (part(plan, ALOUD) for part in (_top, _recall, _days, _offers))
    yield _weakest(plan, prompts, ALOUD)


def exam_line(plan: Plan) -> str:
    """`exam in 23 days: 0.71 now, 0.94 with the plan`."""
    return f"{until_exam(plan.days)}: {cut(plan.now)} now, {cut(plan.forecast.recall)} with the plan"


def cut(recall: float) -> str:
    """Recall with two places, cut and not rounded, so that what misses a goal does not look as if it met it."""
    return f"{math.floor(recall * 100 + 1e-9) / 100:.2f}"


def _top(plan: Plan, wide: int) -> RenderableType:
    title = until_exam(plan.days).capitalize()
    unseen = f", {plan.cards - plan.seen:,} never seen" if plan.seen < plan.cards else ""
    told = f"{plural(plan.cards, 'card')}{unseen} · recall now {cut(plan.now)}"
    return lines(heading(title, on_date(plan.wish.exam), wide), Text(told, "quiet"))


def _recall(plan: Plan, wide: int) -> RenderableType:
    """Recall on the day by the three ways to go on, with what each takes."""
    habit = "today's habit" if plan.seen else "by due days alone"
    rows = [
        _share("nothing more", plan.nothing, ("", "")),
        _share(habit, plan.habit.recall, _a_day(plan.habit, plan.seconds)),
        _share("the plan", plan.forecast.recall, _a_day(plan.forecast, plan.seconds)),
    ]
    caption = "cards never seen count as 0 · answers and minutes a day"
    return Group(heading("Recall on the day", caption, wide), shares(rows, wide))


def _share(name: str, recall: float, tail: tuple[str, ...]) -> Share:
    return Share(Text(name), recall_sign(recall), recall, tail)


def _a_day(forecast: Forecast, seconds: float) -> tuple[str, str]:
    """`18 answers`, `4 min`: a day, in the mean."""
    answers = forecast.answers / len(forecast.days)
    return f"{answers:,.0f} answers", _minutes(answers, seconds)


def _minutes(answers: float, seconds: float) -> str:
    return f"{ceil(round(answers * seconds / 60, 2)):,} min"


def _verdict(plan: Plan) -> RenderableType:
    """Whether the goal is reached, with how much; what cannot be, and what could."""
    sign, style = (SIGNS["right"], "right") if plan.reached else (SIGNS["partial"], "partial")
    said = [Text.assemble((f"{sign} ", style), _reached(plan) if plan.reached else _missed(plan))]
    if plan.forecast.unseen:
        said.append(Text(_unseen(plan)))
    return Group(*said)


def _reached(plan: Plan) -> str:
    most = max(round(load.new) for load in plan.forecast.days)
    begun = f", at most {plural(most, 'new card')} a day" if most else ""
    return f"{plan.wish.goal:.2f} is reached with {plural(plan.minutes, 'minute')} a day{begun}."


def _missed(plan: Plan) -> str:
    goal, recall = f"{plan.wish.goal:.2f}", cut(plan.forecast.recall)
    if plan.needed is not None:
        return f"{goal} needs {plural(plan.needed, 'minute')} a day; with {plural(plan.minutes, 'minute')} {recall}."
    more = f", and {cut(plan.best[1])} with {plan.best[0]}" if plan.minutes < plan.best[0] else ""
    return f"{goal} is out of reach; with {plural(plan.minutes, 'minute')} a day it will be {recall}{more}."


def _unseen(plan: Plan) -> str:
    """Which limit leaves cards that will never have been seen."""
    left, fresh = plural(plan.forecast.unseen, "card"), plan.cards - plan.seen
    enough = ceil(fresh / max(1, plan.days))
    if plan.wish.new >= enough or not plan.days:
        return f"{left} will never have been seen: there is no time for them."
    if max(load.new for load in plan.forecast.days) < plan.wish.new:
        return f"{left} will never have been seen: in {plural(plan.minutes, 'minute')} a day there is no time for them."
    return f"{plan.wish.new:,} new cards a day leave {left} never seen; --new {enough} begins them all."


def _days(plan: Plan, wide: int) -> RenderableType:
    """The days until the exam; many of them by the week, and the last of them one by one."""
    days = plan.forecast.days
    weeks = len(days) > ROWS
    first = days[: len(days) - LAST_PASS] if weeks else ()
    size = 7 * ceil(len(first) / 7 / ROWS) if weeks else 1
    groups = [first[start : start + size] for start in range(0, len(first), size)]
    groups += [(day,) for day in days[len(first) :]]
    rows = [_row(plan, group) for group in groups]
    caption = "answers a day, and minutes" if weeks else "answers, and minutes"
    return Group(heading("Until then", caption, wide), counted(rows, wide))


def _row(plan: Plan, days: Sequence[Load]) -> Count:
    answers = sum(day.answers for day in days) / len(days)
    new = sum(day.new for day in days)
    last = days[0].day >= plan.wish.exam - LAST_PASS and plan.days > LAST_PASS
    beside = f"{new:,.0f} new" if new else "last pass" if last and answers else ""
    name = "today" if days[0].day == plan.today and len(days) == 1 else short_day(days[0].day)
    if len(days) > 1:
        name = f"{short_day(days[0].day, weekday=False)} to {short_day(days[-1].day, weekday=False)}"
    return Count(name, round(answers), beside, (_minutes(answers, plan.seconds),))


def _offers(plan: Plan, wide: int) -> RenderableType | None:
    if not plan.days:
        return None
    rows = [
        Share(
            Text(f"{minutes:,} min" + " (the plan)" * (minutes == plan.minutes)),
            recall_sign(recall),
            recall,
            (),
        )
        for minutes, recall in plan.offers
    ]
    return Group(heading("With more time, or less", "at most so many minutes a day", wide), shares(rows, wide))


def _weakest(plan: Plan, prompts: Mapping[str, str], wide: int) -> RenderableType | None:
    if not plan.weakest or not plan.days:
        return None
    signs = [recall_sign(weak.recall) for weak in plan.weakest]
    size = max(sign.cell_len for sign in signs)
    table = grid("><", [size, wide - size - 2 * GAP])
    for sign, weak in zip(signs, plan.weakest, strict=True):
        table.add_row(sign, styled(one_line(prompts.get(weak.card, weak.card))))
    return Group(heading("Weakest on the day", "if nothing more is done", wide), table)


def plan_as_json(plan: Plan) -> dict[str, object]:
    """The plan for `--json`: days as ISO dates, recall from 0 to 1.

    `date`, `exam`, `days` until it, `goal`, `reached`, `minutes` and `new` (the limits a day; minutes null without),
    `cards`, `seen`, `recall`: `now`, and on the day with `nothing` more, by `habit` and by the `plan`; `habit` and
    `plan`: `answers` and `minutes` a day in the mean, `new` in all, `unseen`; `needed`: minutes a day that reach the
    goal, or null; `offers`: `minutes` a day, `recall`; `schedule`: `date`, `new`, `answers`, `minutes`; `weakest` if
    nothing more is done: `card`, `recall`.
    """
    return {
        "date": iso(plan.today),
        "exam": iso(plan.wish.exam),
        "days": plan.days,
        "goal": plan.wish.goal,
        "reached": plan.reached,
        "minutes": plan.minutes,
        "new": plan.wish.new,
        "cards": plan.cards,
        "seen": plan.seen,
        "recall": {
            "now": _rounded(plan.now),
            "nothing": _rounded(plan.nothing),
            "habit": _rounded(plan.habit.recall),
            "plan": _rounded(plan.forecast.recall),
        },
        "habit": _way(plan.habit, plan.seconds),
        "plan": _way(plan.forecast, plan.seconds),
        "needed": plan.needed,
        "offers": [{"minutes": minutes, "recall": _rounded(recall)} for minutes, recall in plan.offers],
        "schedule": [_load(load, plan.seconds) for load in plan.forecast.days],
        "weakest": [{"card": weak.card, "recall": _rounded(weak.recall)} for weak in plan.weakest],
    }


def _way(forecast: Forecast, seconds: float) -> dict[str, object]:
    answers = forecast.answers / len(forecast.days)
    return {
        "answers": round(answers, 1),
        "minutes": round(answers * seconds / 60, 1),
        "new": round(sum(load.new for load in forecast.days)),
        "unseen": forecast.unseen,
    }


def _load(load: Load, seconds: float) -> dict[str, object]:
    return {
        "date": iso(load.day),
        "new": round(load.new),
        "answers": round(load.answers, 1),
        "minutes": round(load.answers * seconds / 60, 1),
    }


def _rounded(recall: float) -> float:
    return round(recall, 4)
