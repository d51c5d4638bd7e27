"""The learner's settings, from `config.toml` in the configuration folder; without it everything has its default."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from destal_cli.core.memory import RETENTION
from destal_cli.core.problems import BadFileError, did_you_mean


@dataclass(frozen=True, slots=True)
class Settings:
    """`retention`: the recall that due dates aim at. `new`: new cards a day. `limit`: cards a session.

    `dates`: how 03/04/1953 is read, `day-first` or `month-first`; without it as the locale has it.
    `exam`: the day that the quiz prepares for. `goal`: recall wished on it. `minutes`: at most so many a day until it.
    """

    retention: float = RETENTION
    new: int = 10
    limit: int = 30
    dates: str = ""
    exam: dt.date | None = None
    goal: float = 0.9
    minutes: int | None = None


_BOUNDS = {"retention": (0.7, 0.99), "new": (0, 1000), "limit": (1, 10_000), "goal": (0.5, 0.99), "minutes": (1, 1440)}
_CHOICES = {"dates": ("day-first", "month-first")}
_MONTH_FIRST = ("US", "United States", "PH", "PW", "FM", "MH")  # where a date is written month first


def read_settings(path: Path) -> Settings:
    """The settings in a file; raises BadFileError for an unknown key or a value out of bounds."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileError(f"{path} cannot be read: {error}") from None
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFileError(f"{path}: {error}", "it is TOML: `retention = 0.9` on a line of its own") from None
    return Settings(**{key: _checked(path, key, value) for key, value in values.items()})


def _checked(path: Path, key: str, value: Any) -> Any:
    known = [f.name for f in fields(Settings)]
    if key not in known:
        raise BadFileError(
            f"{path}: there is no setting `{key}`", did_you_mean(key, known) or f"there are {', '.join(known)}"
        )
    if key in _CHOICES:
        if value not in _CHOICES[key]:
            raise BadFileError(f"{path}: `{key}` is one of {', '.join(_CHOICES[key])}")
        return value
    if key == "exam":
        return _day(path, value)
    low, high = _BOUNDS[key]
    whole = isinstance(low, int)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
        raise BadFileError(f"{path}: `{key}` is a {'whole number' if whole else 'number'} from {low} to {high}")
    return value


def _day(path: Path, value: Any) -> dt.date:
    """A day, written as TOML's date or as a text; raises BadFileError."""
    try:
        return value if type(value) is dt.date else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadFileError(f"{path}: `exam` is a day", "write it as exam = 2027-01-15") from None


def day_first(settings: Settings) -> bool:
    """Whether 03/04/1953 is in April: by the setting, else by the locale for times."""
    if settings.dates:
        return settings.dates == "day-first"
    place = next((os.environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(name)), "")
    if not place:
        import locale

        place = locale.getlocale()[0] or ""
    return place.partition(".")[0].partition("@")[0].partition("_")[2] not in _MONTH_FIRST
