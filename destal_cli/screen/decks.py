"""The list of decks: what there is, whose it is, and what is wrong with it. `destal decks` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from destal_cli.core.problems import Problem
from destal_cli.core.text import plural
from destal_cli.screen.figures import ALOUD
from destal_cli.screen.look import styled

_ORIGINS = {"here": "this folder", "yours": "your decks", "package": "came with destal", "path": "named"}


def deck_rows(decks: Iterable[Any]) -> list[dict[str, object]]:
    """The documented JSON objects of decks, from (shelved, reading) pairs."""
    rows = []
    for shelved, reading in decks:
        deck = reading.deck
        rows.append(
            {
                "id": shelved.id,
                "title": deck.title if deck else shelved.id,
                "about": (deck.about if deck else "") or None,
                "path": str(shelved.path),
                "origin": shelved.origin,
                "shadowed_by": str(shelved.shadowed_by) if shelved.shadowed_by else None,
                "facts": len(deck.facts) if deck else 0,
                "left_out": reading.left_out,
                "problems": len(reading.problems),
            }
        )
    return rows


def checked_json(shelved: Any, counts: tuple[int, int], problems: Iterable[Problem]) -> dict[str, object]:
    """A deck that was looked over, as the documented JSON object; a hint that there is not is null."""
    return {
        "id": shelved.id,
        "path": str(shelved.path),
        "facts": counts[0],
        "cards": counts[1],
        "problems": [
            {"path": p.path, "line": p.line, "column": p.column, "message": p.message, "hint": p.hint or None}
            for p in problems
        ],
    }


def problem_aloud(problem: Problem) -> str:
    """A problem to be read aloud: what is wrong, where, and how to mend it."""
    where = f"line {problem.line}, column {problem.column}: " if problem.line else ""
    return f"{where}{problem.message}" + (f"\nhint: {problem.hint}" if problem.hint else "")


def decks_view(rows: Sequence[dict[str, Any]], width: int) -> RenderableType:
    """The decks, one below the other."""
    del width
    if not rows:
        return Text("there is no deck: `destal decks new` starts one")
    return Group(*(Padding(_deck(row), (0, 2, 1, 2)) for row in rows))


def decks_aloud(rows: Sequence[dict[str, Any]]) -> Iterator[RenderableType]:
    """The same to be read aloud: first whether all of them are sound."""
    bad = sum(bool(row["problems"]) for row in rows)
    if rows:
        yield Text(f"{plural(len(rows), 'deck')}, {f'{bad:,} with problems' if bad else 'sound'}")
    yield decks_view(rows, ALOUD)


def _deck(row: dict[str, Any]) -> RenderableType:
    name = styled(row["title"], "heading" if not row["shadowed_by"] else "quiet")
    name.append_text(styled(f"   {row['id']}", "accent"))
    lines = [name]
    if row["about"]:
        lines.append(styled(row["about"]))
    lines.append(styled(f"{plural(row['facts'], 'fact')} · {_ORIGINS[row['origin']]} · {row['path']}", "quiet"))
    if row["problems"]:
        left = f"✗ {plural(row['problems'], 'problem')}, {plural(row['left_out'], 'fact')} left out"
        lines.append(styled(f"{left}: destal check {row['id']}", "wrong"))
    if row["shadowed_by"]:
        lines.append(styled(f"not used: {row['shadowed_by']} has the same id and comes first", "partial"))
    return Group(*lines)
