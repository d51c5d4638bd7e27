"""The learner's settings: the environment over `config.toml` in the configuration folder over a default.

`RULES` says what each of them may be. `Library` reads them; `destal config` shows and changes them.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from destal_cli.core.memory import RETENTION
from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, Problem, UsageError, did_you_mean
from destal_cli.core.session import RETURN_AFTER
from destal_cli.core.themes import AUTO, THEMES
from destal_cli.core.values import dataclass

FILE, ENVIRONMENT, DEFAULT = "file", "environment", "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """What each of them means stands in `RULES`; None is "not set"."""

    retention: float = RETENTION
    new: int = 10
    reviews: int | None = None
    limit: int = 30
    steps: tuple[int, ...] = RETURN_AFTER
    leech: str = "say"
    sure: bool = False
    plain: bool = False
    dates: str = ""
    exam: dt.date | None = None
    goal: float = 0.9
    minutes: int | None = None
    theme: str = AUTO


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting is for, and what makes a value of what TOML has for it or raises WrongValueError."""

    about: str
    read: Callable[[Any], Any]


class WrongValueError(ValueError):
    """A value that a setting cannot have; `str` is what it must be."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def _number(low: float, high: float) -> Callable[[Any], Any]:
    whole = isinstance(low, int)

    def read(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
            raise WrongValueError(f"is a {'whole number' if whole else 'number'} from {low} to {high}")
        return value

    return read


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise WrongValueError(f"is one of {', '.join(choices)}")
        return str(value)

    return read


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError("is true or false")
    return value


def _day(value: Any) -> dt.date:
    """A day, written as TOML's date or as a text."""
    try:
        return value if type(value) is dt.date else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise WrongValueError("is a day", "write it as exam = 2027-01-15") from None


_MOST_STEPS, _LONGEST_STEP = 10, 100


def _steps(value: Any) -> tuple[int, ...]:
    """The distances at which a missed card returns."""
    whole = isinstance(value, list) and all(isinstance(step, int) and not isinstance(step, bool) for step in value)
    if not whole or not 1 <= len(value) <= _MOST_STEPS or not all(1 <= step <= _LONGEST_STEP for step in value):
        raise WrongValueError(
            f"is a list of 1 to {_MOST_STEPS} whole numbers from 1 to {_LONGEST_STEP}",
            f"write steps = {list(RETURN_AFTER)}: a missed card returns after so many other answers",
        )
    if value != sorted(value):
        raise WrongValueError(f"never goes down: {value}", f"write steps = {sorted(value)}")
    return tuple(value)


RULES: Mapping[str, Rule] = {
    "retention": Rule("the recall that due dates aim at", _number(0.7, 0.99)),
    "new": Rule("new cards a day", _number(0, 1000)),
    "reviews": Rule("due cards a day; without it, all", _number(0, 10_000)),
    "limit": Rule("cards a session", _number(1, 10_000)),
    "steps": Rule("answers before a missed card returns, the first time, the second ...", _steps),
    "leech": Rule("what becomes of a card that keeps lapsing: say so, or suspend it", _one_of("say", "suspend")),
    "sure": Rule("whether a quiz asks how sure you are before each verdict", _yes_or_no),
    "plain": Rule("whether everything is said in lines to be read aloud, as with --plain", _yes_or_no),
    "dates": Rule("how 03/04/1953 is read; without it, as your locale has it", _one_of("day-first", "month-first")),
    "exam": Rule("the day that the quiz prepares for", _day),
    "goal": Rule("the recall wished for on that day", _number(0.5, 0.99)),
    "minutes": Rule("minutes a day until it, at most; without it, what it takes", _number(1, 1440)),
    "theme": Rule("the colours; auto goes by what the terminal says of itself", _one_of(*THEMES)),
}


def read_settings(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that hold; raises BadFileError for what the file has wrong, UsageError for the environment."""
    return Settings(**(_in_file(path) | _in_environment(environ)))


def origins(path: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """For each setting where its value is from: `environment`, `file` or `default`."""
    set_here, outside = _in_file(path), _in_environment(environ)
    return {key: ENVIRONMENT if key in outside else FILE if key in set_here else DEFAULT for key in RULES}


def variable(key: str) -> str:
    """The environment variable that overrules a setting of the file."""
    return f"DESTAL_{key.upper()}"


def _in_file(path: Path) -> dict[str, Any]:
    text = _text(path)
    if not text:
        return {}
    import tomllib

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFileError(f"{path}: {error}", "it is TOML: `retention = 0.9` on a line of its own") from None
    problems, known = [], {}
    for key, value in values.items():
        try:
            known[key] = _checked(key, value)
        except DestalError as error:
            problems.append(Problem(str(path), *_place(text, key), error.message, error.hint))
    if problems:
        raise BadFileError(f"{path} has settings that cannot be used", "destal config edit", problems)
    return known


def _text(path: Path, encoding: str = "utf-8-sig") -> str:
    try:
        return path.read_text(encoding=encoding)
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileError(f"{path} cannot be read: {error}") from None


def _place(text: str, key: str) -> tuple[int, int]:
    """The line and column of a key, from 1; 0 and 0 where it is written in an unusual way."""
    for number, line in enumerate(text.splitlines(), 1):
        name = line.partition("=")[0]
        if name.strip().strip("\"'[]") == key:
            return number, len(name) - len(name.lstrip()) + 1
    return 0, 0


def _in_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for key in RULES:
        said = environ.get(variable(key), "")
        if RULES[key].read is _yes_or_no:
            said = {"1": "true", "0": "false"}.get(said, said)
        if said:
            try:
                found[key] = value_of(key, said)
            except UsageError as error:
                raise UsageError(f"{variable(key)} in the environment: {error.message}", error.hint) from None
    return found


def value_of(key: str, said: str) -> Any:
    """The value of a setting as it is typed, quoted or not; raises NotFoundError and UsageError."""
    import tomllib

    said = said.strip()
    if key == "steps" and not said.startswith("["):
        said = f"[{said}]"
    try:
        values = tomllib.loads(f"value = {'0' if said.startswith('.') else ''}{said}")
    except (ValueError, RecursionError):
        values = {}
    return _checked(key, values["value"] if values.keys() == {"value"} else said)


def _checked(key: str, value: Any) -> Any:
    """A value as its setting has it; raises NotFoundError for an unknown setting and UsageError for a wrong value."""
    try:
        return rule(key).read(value)
    except WrongValueError as error:
        raise UsageError(f"`{key}` {error}", error.hint) from None


def rule(key: str) -> Rule:
    """The rule of a setting; raises NotFoundError."""
    if key not in RULES:
        raise NotFoundError(
            f"there is no setting `{key}`", did_you_mean(key, list(RULES)) or f"there are {', '.join(RULES)}"
        )
    return RULES[key]


def change_setting(path: Path, key: str, value: Any) -> None:
    """Write a setting into the file, or take it out where the value is None; everything else stays as it is written.

    Raises BadFileError where the file is no TOML, and StoreError.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from destal_cli.store.files import rewrite, write_whole

    text = _text(path, "utf-8")
    try:
        document = tomlkit.parse(text.removeprefix("\ufeff"))
    except TOMLKitError as error:
        raise BadFileError(f"{path}: {error}", "destal config edit") from None
    if value is not None:
        document[key] = list(value) if isinstance(value, tuple) else value
    elif key in document:
        del document[key]
    changed = text[: text.startswith("\ufeff")] + tomlkit.dumps(document).rstrip("\n") + "\n"
    if path.exists():
        rewrite(path, text, changed)
    else:
        write_whole(path, changed)


_MONTH_FIRST = ("US", "United States", "PH", "PW", "FM", "MH")  # where a date is written month first


def day_first(settings: Settings) -> bool:
    """Whether 03/04/1953 is in April: by the setting, else by the locale for times."""
    if settings.dates:
        return settings.dates == "day-first"
    place = next((os.environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(name)), "")
    if not place:
        import locale

        place = locale.getlocale()[0] or ""
    return place.partition(".")[0].partition("@")[0].partition("_")[2] not in _MONTH_FIRST
