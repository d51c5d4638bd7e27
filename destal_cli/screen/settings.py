"""The settings as a page, as JSON and as a file to start from. `destal config` prints and writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding

from destal_cli.core.values import dataclass
from destal_cli.screen.look import styled

_INDENT = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting: its value, where that is from, the environment variable that overrules it, and what it is for."""

    key: str
    value: Any
    origin: str
    variable: str
    about: str


def settings_view(path: str, rows: Sequence[Shown]) -> RenderableType:
    """The settings one below the other, and where they are kept."""
    return Group(Padding(styled(path, "quiet"), (0, 2, 1, 2)), *(Padding(_setting(row), (0, 2)) for row in rows))


def _setting(row: Shown) -> RenderableType:
    name = styled(f"{row.key:<{_INDENT}}", "heading")
    name.append_text(styled(written(row.value) or "not set", "accent"))
    if row.origin != "default":
        name.append_text(styled(f"   by {row.variable}" if row.origin == "environment" else "   yours", "quiet"))
    return Group(name, Padding(styled(row.about, "quiet"), (0, 0, 0, _INDENT)))


def settings_aloud(path: str, rows: Sequence[Shown]) -> Iterator[str]:
    """The same to be read aloud: how many are not as they came, where they are kept, and each in a line."""
    changed = sum(row.origin != "default" for row in rows)
    yield f"{changed or 'none'} of {len(rows)} settings changed"
    yield f"file: {path}"
    for row in rows:
        whence = {"environment": f", by {row.variable}", "file": ", yours"}.get(row.origin, "")
        yield f"{row.key}: {written(row.value) or 'not set'}{whence}; {row.about}"


def settings_json(path: str, rows: Sequence[Shown]) -> dict[str, object]:
    """The documented JSON object."""
    return {
        "path": path,
        "settings": [
            {"key": row.key, "value": _plain(row.value), "origin": row.origin, "variable": row.variable} for row in rows
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else None if value == "" else value


def written(value: Any) -> str:
    """A value as one types it; nothing for one that is not set."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def starter(about: Mapping[str, str]) -> str:
    """A file in which nothing is set and everything explained."""
    lines = (f"# {key}: {said}\n" for key, said in about.items())
    return "# The settings of destal; write one as in: new = 20\n" + "".join(lines)
