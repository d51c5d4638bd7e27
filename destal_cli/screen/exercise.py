"""What a learner sees of an exercise over several facts: the task, and afterwards each item in its right place."""

from __future__ import annotations

from collections.abc import Sequence

from destal_cli.core.cards import Card
from destal_cli.core.dates import civil, human, year_name
from destal_cli.core.exercises import Exercise, date_of, event, judged, right_gap
from destal_cli.core.forms import Form
from destal_cli.core.grading import Outcome, Verdict
from destal_cli.core.values import dataclass
from destal_cli.screen.paint import Block, Inset, Row, Stack, Words
from destal_cli.screen.palette import SIGNS
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
class Item:
    """A line of what came of an exercise: right, partial, wrong or nothing; its two parts; the answer if it counts."""

    sign: str
    left: str
    right: str
    told: Told | None = None
    why: str = ""


def rows(told: Sequence[Told]) -> list[Item]:
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


def _row(left: str, right: str, verdict: Verdict | None, told: Told | None) -> Item:
    why = "" if told or verdict is None or verdict.outcome is Outcome.RIGHT else verdict.because
    return Item(verdict.outcome.value if verdict else "", left, right, told, why)


def verdict(told: Sequence[Told], width: int) -> Block:
    """Each item marked right or wrong in its place, why, the passages that prove it, and when it returns."""
    lines = rows(told)
    longest = max(len(row.left) for row in lines)
    column = longest if width >= 60 and longest <= width // 3 else 0
    parts: list[Block] = [Words()]
    if told[0].asked.exercise and told[0].asked.exercise.form is Form.PLACE:
        parts.append(Inset(scale(told[0], min(width - 8, 64)), 2, 2, above=1, below=1))
    for row in lines:
        parts.append(_line(row, column))
        if row.told:
            parts += _proof(row.told, whole=len(told) <= _SHORT or row.sign != "right")
            if row.told.leech:
                parts.append(Inset(leech_line(row.told.leech), 6, 2))
    return Stack(*parts)


def _line(row: Item, column: int) -> Block:
    """The two parts beside each other, or below where there is no column for the left one."""
    quiet = "" if row.told else "quiet"
    left = Words("  ").add(f"{SIGNS.get(row.sign, '·')} ", row.sign or "quiet").add(row.left, quiet or "answer")
    right = Words(row.right, quiet)
    if row.sign and not row.told:
        right = right.add(f"  (not counted{'; ' * bool(row.why)}{row.why})", "quiet")
    if not column:
        return Stack(left, Inset(right, 4))
    return Row((left, column + 4, "<"), (right, 0, "<"))


def _proof(told: Told, *, whole: bool) -> list[Block]:
    """Why, the passage and the note; of what was right among much only when it returns."""
    back = Words(returns(told), "accent")
    if not whole:
        return [Inset(back, 6, 2)]
    why = because(told)
    parts: list[Block] = [Inset(Words(why), 6, 2)] if why else []
    parts.append(Inset(marked(told.proof).quieter().add("  ").add(back), 6, 2))
    if told.sure_and_wrong:
        parts.append(Inset(Words(SURE_AND_WRONG, "wrong"), 6, 2))
    if told.card.fact.note:
        parts.append(Inset(Words(f"‡ {told.card.fact.note}", "note"), 6, 2))
    return parts


def scale(told: Told, width: int) -> Words:
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
    styles = {KNOWN: "quiet", HERE: "right", YOURS: "wrong"}
    line = Words(f"  {first} ", "quiet")
    for cell in cells:
        line = line.add(cell, styles.get(cell, "edge"))
    line = line.add(f" {last}", "quiet").add(f"\n  {KNOWN} known  ", "quiet").add(f"{HERE} where it belongs", "right")
    return line.add(f"  {YOURS} where you put it", "wrong") if YOURS in cells else line


def _ends(card: Card) -> tuple[int, int]:
    date = date_of(card)
    return date.earliest or 0, date.latest or 0


def _middle(card: Card) -> float:
    """The middle of an event's time: of a range, or of a month."""
    return sum(_ends(card)) / 2
