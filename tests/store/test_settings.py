"""Settings: what holds, where from, and how one is changed without touching the rest of the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.problems import BadFileError, NotFoundError, UsageError
from destal_cli.store.settings import RULES, Settings, change_setting, origins, read_settings, value_of, variable


def test_every_setting_has_a_rule_and_every_rule_a_setting() -> None:
    assert list(RULES) == list(Settings.__annotations__)


def test_the_environment_overrules_the_file_and_the_file_the_default(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("new = 3\nlimit = 7\n", encoding="utf-8")
    environ = {"DESTAL_LIMIT": "5", "DESTAL_STEPS": "2, 4", "DESTAL_EXAM": "2027-01-15"}
    settings = read_settings(path, environ)
    assert (settings.new, settings.limit, settings.goal) == (3, 5, 0.9)
    assert (settings.steps, settings.exam) == ((2, 4), dt.date(2027, 1, 15))
    found = origins(path, environ)
    assert (found["new"], found["limit"], found["goal"]) == ("file", "environment", "default")


def test_each_mistake_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# mine\nnwe = 3\n\n  leech = "burn"\n', encoding="utf-8")
    with pytest.raises(BadFileError) as caught:
        read_settings(path, {})
    assert [(p.line, p.column, p.message) for p in caught.value.problems] == [
        (2, 1, "there is no setting `nwe`"),
        (4, 3, "`leech` is one of say, suspend"),
    ]


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="DESTAL_NEW in the environment: `new` is a whole number"):
        read_settings(tmp_path / "none.toml", {"DESTAL_NEW": "many"})
    assert read_settings(tmp_path / "none.toml", {"DESTAL_NEW": "", "DESTAL_NOW": "x"}) == Settings()


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [
        ("new", "20", 20),
        ("retention", ".85", 0.85),
        ("retention", "2", None),
        ("sure", "true", True),
        ("leech", "suspend", "suspend"),
        ("leech", '"suspend"', "suspend"),
        ("exam", "2027-01-15", dt.date(2027, 1, 15)),
        ("steps", "3,6", (3, 6)),
        ("steps", "[3, 6]", (3, 6)),
        ("steps", "6,3", None),
        ("new", "1\nlimit = 2", None),
        ("new", "2 # so few", 2),
    ],
)
def test_a_value_is_read_as_it_is_typed(key: str, said: str, value: object) -> None:
    if value is None:
        with pytest.raises(UsageError):
            value_of(key, said)
    else:
        assert value_of(key, said) == value


def test_changing_a_setting_leaves_comments_order_and_all_else_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\nnew = 3 # few\n\nsteps = [\n  3,\n  6,\n]\nlimit=7\n", encoding="utf-8")
    change_setting(path, "new", 5)
    assert path.read_text(encoding="utf-8") == "# mine\nnew = 5 # few\n\nsteps = [\n  3,\n  6,\n]\nlimit=7\n"
    change_setting(path, "limit", None)
    assert path.read_text(encoding="utf-8") == "# mine\nnew = 5 # few\n\nsteps = [\n  3,\n  6,\n]\n"


def test_a_file_of_another_editor_keeps_its_mark_and_what_is_no_toml_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes("\ufeffnew = 3\n".encode())
    change_setting(path, "new", 4)
    assert path.read_bytes() == "\ufeffnew = 4\n".encode()
    path.write_text("new = = 3\n", encoding="utf-8")
    with pytest.raises(BadFileError):
        change_setting(path, "new", 4)
    assert path.read_text(encoding="utf-8") == "new = = 3\n"


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        value_of("retension", "0.9")
    assert caught.value.hint == 'did you mean "retention"?'
    assert variable("retention") == "DESTAL_RETENTION"


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "retention": st.floats(0.7, 0.99),
    "new": st.integers(0, 1000),
    "reviews": st.integers(0, 10_000),
    "limit": st.integers(1, 10_000),
    "steps": st.lists(st.integers(1, 100), min_size=1, max_size=10).map(lambda steps: tuple(sorted(steps))),
    "leech": st.sampled_from(["say", "suspend"]),
    "sure": st.booleans(),
    "plain": st.booleans(),
    "dates": st.sampled_from(["day-first", "month-first"]),
    "exam": st.dates(),
    "goal": st.floats(0.5, 0.99),
    "minutes": st.integers(1, 1440),
    "theme": st.sampled_from(["auto", "dark", "light", "high-contrast"]),
}


def typed(value: object) -> str:
    """A value as a person types it."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("key", RULES)
@given(st.data())
def test_a_value_that_a_setting_may_have_is_read_as_it_is_typed(key: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[key])
    assert value_of(key, typed(value)) == value


@given(st.sampled_from(list(RULES)), st.one_of(*VALUES.values()).map(typed) | st.text(max_size=30))
def test_whatever_is_typed_for_a_setting_is_a_value_of_it_or_refused(key: str, said: str) -> None:
    try:
        value = value_of(key, said)
    except UsageError:
        return
    assert RULES[key].read(list(value) if isinstance(value, tuple) else value) == value
