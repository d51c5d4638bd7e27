"""The learner's settings, from `config.toml` in the configuration folder; without it everything has its default."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

from destal_cli.core.memory import RETENTION
from destal_cli.core.problems import BadFileError, did_you_mean
from destal_cli.core.session import RETURN_AFTER
from destal_cli.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`retention`: the recall that due dates aim at. `new` and `reviews`: new and due cards a day (None: all that are
    due). `limit`: cards a session. `steps`: answers before a missed card returns, the first time, the second ...

    `leech`: what becomes of a card that keeps lapsing, `say` or `suspend`. `sure`: whether a quiz asks how sure the
    learner is before each verdict. `dates`: how 03/04/1953 is read, `day-first` or `month-first`; without it as the
    locale has it.
    `exam`: the day that the quiz prepares for. `goal`: recall wished on it. `minutes`: at most so many a day until it.
    """

    retention: float = RETENTION
    new: int = 10
    reviews: int | None = None
    limit: int = 30
    steps: tuple[int, ...] = RETURN_AFTER
    leech: str = "say"
    dates: str = ""
    exam: dt.date | None = None
    goal: float = 0.9
    minutes: int | None = None
    sure: bool = False


_BOUNDS: dict[str, tuple[float, float]] = {
    "retention": (0.7, 0.99),
    "new": (0, 1000),
    "reviews": (0, 10_000),
    "limit": (1, 10_000),
    "goal": (0.5, 0.99),
    "minutes": (1, 1440),
}
_CHOICES = {"dates": ("day-first", "month-first"), "leech": ("say", "suspend")}
_MOST_STEPS, _LONGEST_STEP = 10, 100
_MONTH_FIRST = ("US", "United States", "PH", "PW", "FM", "MH")  # where a date is written month first


def read_settings(path: Path) -> Settings:
    """The settings in a file; raises BadFileError for an unknown key or a value out of bounds."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileError(f"{path} cannot be read: {error}") from None
    import tomllib

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
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
    if key == "steps":
        return _steps(path, value)
    if key == "sure":
        if not isinstance(value, bool):
            raise BadFileError(f"{path}: `sure` is true or false")
        return value
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


def _steps(path: Path, value: Any) -> tuple[int, ...]:
    """The distances at which a missed card returns; raises BadFileError."""
    whole = isinstance(value, list) and all(isinstance(step, int) and not isinstance(step, bool) for step in value)
    if not whole or not 1 <= len(value) <= _MOST_STEPS or not all(1 <= step <= _LONGEST_STEP for step in value):
        raise BadFileError(
            f"{path}: `steps` is a list of 1 to {_MOST_STEPS} whole numbers from 1 to {_LONGEST_STEP}",
            f"write steps = {list(RETURN_AFTER)}: a missed card returns after so many other answers",
        )
    if value != sorted(value):
        raise BadFileError(f"{path}: `steps` never go down: {value}", f"write steps = {sorted(value)}")
    return tuple(value)


def day_first(settings: Settings) -> bool:
    """Whether 03/04/1953 is in April: by the setting, else by the locale for times."""
    if settings.dates:
        return settings.dates == "day-first"
    place = next((os.environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(name)), "")
    if not place:
        import locale

        place = locale.getlocale()[0] or ""
    return place.partition(".")[0].partition("@")[0].partition("_")[2] not in _MONTH_FIRST
