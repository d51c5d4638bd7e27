"""Where every deck stands, and what to type next: the page of `destal` alone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from destal_cli.core.standing import DeckStanding, Standing
from destal_cli.core.text import one_line, plural
from destal_cli.screen.bars import GAP, ROOMY, ends, grid, inner, lines, next_command, page, recall_sign, widths
from destal_cli.screen.look import on_date, styled


def standing_view(standing: Standing, command: str, width: int, exam: str = "") -> RenderableType:
    """The page of `destal` alone: every deck, what is to be said of an exam, and last the command to type next."""
    wide = inner(width)
    decks = _deck_rows(standing.decks, wide) if wide >= ROOMY else _decklines(standing.decks)
    if not standing.decks:
        decks = Text("There is no deck yet.", "heading")
    right = Text(_waiting(standing), "quiet")
    left = next_command(command)
    beside = wide - left.cell_len - right.cell_len >= GAP
    last = ends(left, right, wide) if beside else lines(right, left)
    return page([decks, lines(Text(exam), last) if exam else last])


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
    sizes = widths([heads, *rows])
    table = grid("<>>>>", [wide - sum(sizes) - GAP * len(sizes), *sizes])
    table.add_row(Text(), *(Text(head, "quiet") for head in heads))
    for deck, row in zip(decks, rows, strict=True):
        styles = ("", "", "partial")
        figures = [Text(text, "quiet" if text == "0" else style) for text, style in zip(row, styles, strict=False)]
        table.add_row(_deck_name(deck), *figures, recall_sign(deck.recall))
    return table


def _decklines(decks: Sequence[DeckStanding]) -> RenderableType:
    parts: list[RenderableType] = []
    for deck in decks:
        counts = Text(f"{deck.due:,} due · {deck.new:,} new · {deck.fading:,} fading")
        parts += [_deck_name(deck), Padding(counts, (0, 0, 0, GAP), expand=False)]
        if deck.seen:
            parts.append(Padding(Text.assemble("recall ", recall_sign(deck.recall)), (0, 0, 0, GAP), expand=False))
    return Group(*parts)


def _deck_name(deck: DeckStanding) -> Text:
    size = f"  {plural(deck.facts, 'fact')} · {plural(deck.cards, 'card')}, {deck.seen:,} seen"
    return lines(styled(one_line(deck.title), "heading"), Text(size, "quiet"))
