"""`destal config`: shown, set, unset and edited."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import Run


def test_a_setting_that_is_set_is_shown_and_holds(destal: Run, home: Path) -> None:
    done = destal("config", "set", "new", "2")
    assert (done.code, done.out, done.err) == (0, "", f"new = 2, in {home / 'config.toml'}\n")
    assert destal("config", "get", "new").out == "2\n"
    lines = [line.split() for line in destal("config").out.splitlines()]
    assert ["new", "2", "yours"] in lines
    assert ["limit", "30"] in lines
    assert destal("quiz", "--form", "flashcard", lines="\n3\n" * 9).out.count("saved:") == 2


def test_an_option_overrules_the_environment_and_that_the_file(destal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    destal("config", "set", "limit", "3")
    monkeypatch.setenv("DESTAL_LIMIT", "2")
    assert "by DESTAL_LIMIT" in destal("config").out
    assert "DESTAL_LIMIT in the environment overrules it: 2" in destal("config", "set", "limit", "4").err
    assert destal("quiz", "--form", "flashcard", lines="\n3\n" * 9).out.count("saved:") == 2
    assert destal("quiz", "--form", "flashcard", "--limit", "1", lines="\n3\n" * 9).out.count("saved:") == 1


def test_unset_goes_back_to_the_default(destal: Run, home: Path) -> None:
    destal("config", "set", "exam", "2027-03-01")
    done = destal("config", "unset", "exam")
    assert (done.code, destal("config", "get", "exam").out) == (0, "\n")
    assert (home / "config.toml").read_text(encoding="utf-8") == "\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["set", "nwe", "3"], 3, 'did you mean "new"?'),
        (["set", "new", "-1"], 2, "No such option"),
        (["set", "new", "many"], 2, "`new` is a whole number from 0 to 1000"),
        (["get", "colour"], 3, "there are retention, new"),
        (["unset", "colour"], 3, "there is no setting `colour`"),
        (["reset"], 2, "No such command"),
    ],
)
def test_what_cannot_be_set_is_said(destal: Run, home: Path, arguments: list[str], code: int, said: str) -> None:
    done = destal("config", *arguments)
    assert (done.code, said in done.err) == (code, True), done.err
    assert not (home / "config.toml").exists()


def test_json_has_every_setting_with_its_origin(destal: Run, home: Path) -> None:
    destal("config", "set", "steps", "2,4")
    document = json.loads(destal("config", "--json").out)
    assert document["path"] == str(home / "config.toml")
    steps = next(row for row in document["settings"] if row["key"] == "steps")
    assert steps == {"key": "steps", "value": [2, 4], "origin": "file", "variable": "DESTAL_STEPS"}


def test_the_editor_begins_with_every_setting_explained_and_what_is_wrong_then_is_said(
    destal: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text("import sys\nopen(sys.argv[-1], 'a', encoding='utf-8').write('new = many\\n')\n", "utf-8")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    done = destal("config", "edit")
    assert done.code == 1
    assert "config.toml" in done.err
    assert "destal config edit" in done.err
    text = (home / "config.toml").read_text(encoding="utf-8")
    assert "# retention: the recall that due dates aim at\n" in text
    (home / "config.toml").write_text(text.replace("new = many\n", ""), encoding="utf-8")
    editor.write_text("import sys\nopen(sys.argv[-1], 'a', encoding='utf-8').write('new = 4\\n')\n", "utf-8")
    done = destal("config", "edit")
    assert (done.code, done.err) == (0, f"sound: {home / 'config.toml'}\n")
