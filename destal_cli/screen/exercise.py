"""What a learner sees of an exercise over several facts: the task, and afterwards each item in its right place."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from destal_cli.core.cards import Card
from destal_cli.core.dates import civil, human, year_name
from destal_cli.core.exercises import Exercise, date_of, event, judged, right_gap
from destal_cli.core.forms import Form
from destal_cli.core.grading import Outcome, Verdict
from destal_cli.core.text import clean
from destal_cli.core.values import dataclass
from destal_cli.screen.look import SIGNS, styled
from destal_cli.screen.study import SURE_AND_WRONG, Asked, Told, because, leech_line, marked, returns

_SHORT = 2  # answers up to which each is proved, the right ones too
KNOWN, HERE, YOURS = "●", "◆", "▲"


def task(asked: Asked) -> str:
    """What is to be done, in a sentence; for a card alone its prompt."""
    exercise = asked.exercise
    if exercise is None:
        return asked.card.prompt
    match exercise.form:
        case Form.ORDER:
            return "Put these in order, the earliest first."
        case Form.PLACE:
            return f"Where in time does this belong? {event(asked.card)}"
        case Form.CONTRAST if len(asked.cues) > 1:
            return "You have taken these two for each other: which is which?"
        case Form.CONTRAST:
            return f"{asked.cues[0]} You have taken these two for each other."
    return "Which belongs to which?"


def anchors(exercise: Exercise) -> list[str]:
    """The known events of a timeline to place one on, each with its date."""
    return [f"{human(date_of(item))}  {event(item)}" for item in exercise.items]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of what came of an exercise: right, partial, wrong or nothing; its two parts; the answer if it counts."""

    sign: str
    left: str
    right: str
    told: Told | None = None
    why: str = ""


def rows(told: Sequence[Told]) -> list[Row]:
    """The items as they belong: events in order of time with their dates, cues with their answers."""
    asked = told[0].asked
    exercise = asked.exercise
    if exercise is None:
        raise ValueError("not an exercise")
    by_card = {one.card.id: one for one in told}
    verdicts = judged(exercise, told[0].picks) if told[0].picks else {}
    verdicts |= {one.card.id: one.verdict for one in told if one.verdict}
    if exercise.form in (Form.ORDER, Form.PLACE):
        cards = sorted({*exercise.items, *exercise.rated}, key=lambda card: date_of(card).earliest or 0)
        parts = [(card, human(date_of(card)), event(card)) for card in cards]
    else:
        parts = [(card, card.answer.text, text) for card, text in zip(exercise.items, asked.cues, strict=True)]
    return [_row(left, right, verdicts.get(card.id), by_card.get(card.id)) for card, left, right in parts]


def _row(left: str, right: str, verdict: Verdict | None, told: Told | None) -> Row:
    why = "" if told or verdict is None or verdict.outcome is Outcome.RIGHT else verdict.because
    return Row(verdict.outcome.value if verdict else "", left, right, told, why)


def verdict(told: Sequence[Told], width: int) -> RenderableType:
    """Each item marked right or wrong in its place, why, the passages that prove it, and when it returns."""
    lines = rows(told)
    longest = max(len(row.left) for row in lines)
    column = longest if width >= 60 and longest <= width // 3 else 0
    parts: list[RenderableType] = [Text()]
    if told[0].asked.exercise and told[0].asked.exercise.form is Form.PLACE:
        parts.append(Padding(scale(told[0], min(width - 8, 64)), (0, 2, 1, 2)))
    for row in lines:
        parts.append(_line(row, column))
        if row.told:
            parts += _proof(row.told, whole=len(told) <= _SHORT or row.sign != "right")
            if row.told.leech:
                parts.append(Padding(leech_line(row.told.leech), (0, 2, 0, 6)))
    return Group(*parts)


def _line(row: Row, column: int) -> RenderableType:
    """The two parts beside each other, or below where there is no column for the left one."""
    quiet = "" if row.told else "quiet"
    left = Text("  ")
    left.append(f"{SIGNS.get(row.sign, '·')} ", style=row.sign or "quiet")
    left.append_text(styled(row.left, quiet or "answer"))
    right = styled(row.right, quiet)
    if row.sign and not row.told:
        right.append(f"  (not counted{'; ' * bool(row.why)}{clean(row.why)})", style="quiet")
    if not column:
        return Group(left, Padding(right, (0, 0, 0, 4)))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=column + 4)
    table.add_column()
    table.add_row(left, right)
    return table


def _proof(told: Told, *, whole: bool) -> list[RenderableType]:
    """Why, the passage and the note; of what was right among much only when it returns."""
    back = Text(returns(told), style="accent")
    if not whole:
        return [Padding(back, (0, 2, 0, 6))]
    why = because(told)
    parts: list[RenderableType] = [Padding(styled(why), (0, 2, 0, 6))] if why else []
    passage = marked(told.proof)
    passage.stylize("quiet")
    parts.append(Padding(passage.append("  ").append_text(back), (0, 2, 0, 6)))
    if told.sure_and_wrong:
        parts.append(Padding(Text(SURE_AND_WRONG, style="wrong"), (0, 2, 0, 6)))
    if told.card.fact.note:
        parts.append(Padding(styled(f"‡ {told.card.fact.note}", "note"), (0, 2, 0, 6)))
    return parts


def scale(told: Told, width: int) -> Text:
    """The known events, the place that was picked and the right one on a line drawn to scale, with what they mean."""
    exercise = told.asked.exercise
    if exercise is None:
        raise ValueError("not an exercise")
    gap = told.picks[0] if told.picks else None
    days = [_middle(item) for item in exercise.items]
    here = _middle(told.card)
    ends = [day for card in (*exercise.items, told.card) for day in _ends(card)]
    low, high = min(ends), max(ends)
    margin = max(1, (high - low) // 12)
    low, high = low - margin, high + margin
    first, last = (year_name(civil(day)[0]) for day in (low, high))
    cells = ["─"] * (width - len(first) - len(last) - 2)

    def put(day: float, sign: str) -> None:
        cells[round((day - low) / (high - low) * (len(cells) - 1))] = sign

    for day in days:
        put(day, KNOWN)
    if gap is not None and gap != right_gap(exercise):
        edges = [low, *days, high]
        put((edges[gap] + edges[gap + 1]) / 2, YOURS)
    put(here, HERE)
    line = Text(f"  {first} ", style="quiet")
    for cell in cells:
        line.append(cell, style={KNOWN: "quiet", HERE: "right", YOURS: "wrong"}.get(cell, "edge"))
    line.append(f" {last}", style="quiet")
    legend = Text(f"\n  {KNOWN} known  ", style="quiet").append(f"{HERE} where it belongs", style="right")
    if YOURS in cells:
        legend.append(f"  {YOURS} where you put it", style="wrong")
    return line.append_text(legend)


def _ends(card: Card) -> tuple[int, int]:
    date = date_of(card)
    return date.earliest or 0, date.latest or 0


def _middle(card: Card) -> float:
    """The middle of an event's time: of a range, or of a month."""
    return sum(_ends(card)) / 2
