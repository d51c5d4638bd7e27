"""Where every deck stands, and what to type next: the page of `destal` alone; and what is due, in a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from destal_cli.core.clock import iso, when
from destal_cli.core.standing import DeckStanding, Standing
from destal_cli.core.text import one_line, plural
from destal_cli.screen.figures import GAP, INDENT, ROOMY, inner, recall_figure, widths
from destal_cli.screen.paint import Block, Inset, Row, Stack, Words

if TYPE_CHECKING:
    from destal_cli.core.exam import Plan
    from destal_cli.core.session import Coming


def standing_view(standing: Standing, command: str, width: int, exam: str = "") -> Block:
    """The page of `destal` alone: every deck, what is to be said of an exam, and last the command to type next."""
    wide = inner(width)
    decks = _deck_rows(standing.decks, wide) if wide >= ROOMY else _decklines(standing.decks)
    if not standing.decks:
        decks = Words("There is no deck yet.", "heading")
    right = Words(_waiting(standing), "quiet")
    left = Words("next: ", "quiet").add(one_line(command), "answer")
    room = wide - left.width - right.width
    last = left.add(" " * room).add(right) if room >= GAP else Stack(right, left)
    more = Stack(Words(exam), last) if exam else last
    return Stack(*(Inset(part, INDENT, above=1) for part in (decks, more)), Words())


def standing_aloud(standing: Standing, command: str, exam: str = "") -> Iterator[Block]:
    """The same to be read aloud: first what waits, then the command to type next, then each deck."""
    yield Words(_waiting(standing) if standing.decks else "There is no deck yet.")
    yield Words(f"next: {one_line(command)}")
    yield Words(exam)
    yield _decklines(standing.decks)


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
        return f"nothing is due today · {plural(cards, 'card')} {when(day, standing.day)}"
    return "nothing is due" if standing.decks else ""


def _deck_rows(decks: Sequence[DeckStanding], wide: int) -> Block:
    heads = ("due", "new", "fading", "recall")
    rows = [[f"{deck.due:,}", f"{deck.new:,}", f"{deck.fading:,}", recall_figure(deck.recall)[0]] for deck in decks]
    sizes = widths([heads, *rows])
    sizes = [wide - sum(sizes) - GAP * len(sizes), *sizes]
    lines = [_deck_row([Words(), *(Words(head, "quiet") for head in heads)], sizes)]
    for deck, row in zip(decks, rows, strict=True):
        styles = ("", "", "partial")
        figures = [Words(text, "quiet" if text == "0" else style) for text, style in zip(row, styles, strict=False)]
        lines.append(_deck_row([_deck_name(deck), *figures, Words(*recall_figure(deck.recall))], sizes))
    return Stack(*lines)


def _deck_row(parts: Sequence[Block], sizes: Sequence[int]) -> Block:
    return Row(*zip(parts, sizes, "<>>>>", strict=True), gap=GAP)


def _decklines(decks: Sequence[DeckStanding]) -> Block:
    parts: list[Block] = []
    for deck in decks:
        counts = Words(f"{deck.due:,} due · {deck.new:,} new · {deck.fading:,} fading")
        parts += [_deck_name(deck), Inset(counts, GAP)]
        if deck.seen:
            parts.append(Inset(Words("recall ").add(*recall_figure(deck.recall)), GAP))
    return Stack(*parts)


def _deck_name(deck: DeckStanding) -> Block:
    size = f"  {plural(deck.facts, 'fact')} · {plural(deck.cards, 'card')}, {deck.seen:,} seen"
    return Stack(Words(one_line(deck.title), "heading"), Words(size, "quiet"))


def due_line(coming: Coming, new: int) -> str:
    """`12 due, 3 new`; where nothing is left today `0 due, 4 tomorrow`; what is due always comes first, even 0."""
    parts = [f"{coming.due:,} due"] + [f"{new:,} new"] * bool(new)
    if coming.due or new:
        return ", ".join(parts)
    if coming.beyond:
        return f"0 due, {coming.beyond:,} beyond today's limit"
    return f"0 due, {coming.next[1]:,} {when(coming.next[0], coming.day)}" if coming.next else "0 due"


def due_json(coming: Coming, new: int) -> dict[str, object]:
    """The documented object of `destal due`."""
    return _waiting_json(coming.day, coming.due, new, coming.beyond, coming.next)


def standing_json(standing: Standing, command: str, exam: Plan | None) -> dict[str, object]:
    """The documented object of `destal` alone; recall from 0 to 1."""
    waiting = _waiting_json(standing.day, standing.due, standing.new_today, standing.beyond, standing.next_due)
    return {
        **waiting,
        "minutes": standing.minutes,
        "command": command,
        "exam": _exam_json(exam) if exam else None,
        "decks": [_deck_json(deck) for deck in standing.decks],
    }


def _waiting_json(day: int, due: int, new: int, beyond: int, later: tuple[int, int] | None) -> dict[str, object]:
    following = {"date": iso(later[0]), "cards": later[1]} if later else None
    return {"date": iso(day), "due": due, "new": new, "beyond": beyond, "next": following}


def _deck_json(deck: DeckStanding) -> dict[str, object]:
    recall = None if deck.recall is None else round(deck.recall, 4)
    return {key: getattr(deck, key) for key in DeckStanding.__slots__} | {"recall": recall}


def _exam_json(plan: Plan) -> dict[str, object]:
    return {"date": iso(plan.wish.exam), "now": round(plan.now, 4), "plan": round(plan.forecast.recall, 4)}
