"""What `destal doctor` found: a line for each thing that it looked at, and the documented JSON object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from destal_cli.core.health import Finding, verdict
from destal_cli.core.text import join_words


def health_lines(found: Sequence[Finding]) -> Iterator[str]:
    """A line for each finding, with how it is in front, and what to do below it."""
    for one in found:
        yield f"{one.state}: {one.about}: {one.said}"
        if one.hint:
            yield f"hint: {one.hint}"


def health_aloud(found: Sequence[Finding]) -> Iterator[str]:
    """The same to be read aloud: first the verdict, and what it is about where not all is sound."""
    about = [one.about for one in found if one.state is verdict(found)]
    yield f"{verdict(found)}: {'all of it' if len(about) == len(found) else join_words(about)}"
    yield from health_lines(found)


def health_json(path: str, found: Sequence[Finding]) -> dict[str, object]:
    """The documented object; the cards of a finding are those that it is about."""
    return {"verdict": verdict(found), "path": path, "findings": [_finding(one) for one in found]}


def _finding(one: Finding) -> dict[str, object]:
    return {
        "about": one.about,
        "state": one.state,
        "said": one.said,
        "hint": one.hint or None,
        "cards": list(one.cards),
    }


def copies_json(copies: Iterable[tuple[str, int, int]]) -> dict[str, object]:
    """The documented object of `destal restore --list`: each copy's path, rows, and when the newest was written."""

    def when(ms: int) -> str | None:
        return dt.datetime.fromtimestamp(ms / 1000, dt.UTC).isoformat(timespec="seconds") if ms else None

    return {"copies": [{"path": path, "rows": rows, "last": when(last)} for path, rows, last in copies]}
