"""What `--json` prints is what `destal schema` says: for a learner who starts, and for one with months behind."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Run
from fsrs_rs_python import DEFAULT_PARAMETERS
from made_history import made, write

from destal_cli.cli.commands import COMMANDS
from destal_cli.core.memory import Moment
from destal_cli.core.parameters import Parameters
from destal_cli.screen.schemas import SHAPES
from destal_cli.store.history import History

DOCUMENTS: list[tuple[str, list[str]]] = [
    ("standing", ["--json"]),
    ("due", ["due", "--json"]),
    ("due", ["due", "--deck", "destalinization", "--json"]),
    ("facts", ["facts", "--json"]),
    ("facts", ["facts", "nothing of the kind", "--json"]),
    ("timeline", ["timeline", "--json"]),
    ("timeline", ["timeline", "--no-memory", "--json"]),
    ("people", ["people", "--json"]),
    ("people", ["people", "beria", "--json"]),
    ("read", ["read", "--json"]),
    ("read", ["read", "--uncovered", "--json"]),
    ("scores", ["scores", "--json"]),
    ("scores", ["scores", "--person", "beria", "--json"]),
    ("scores judging", ["scores", "--judging", "--json"]),
    ("scores calibration", ["scores", "--calibration", "--json"]),
    ("plan", ["plan", "--exam", "2027-02-15", "--json"]),
    ("plan", ["plan", "--exam", "2027-02-15", "--minutes", "5", "--json"]),
    ("tune", ["tune", "--json"]),
    ("tune back", ["tune", "--back", "--json"]),
    ("judge", ["judge", "--kind", "date", "--expected", "1953-06-26", "June 1953", "--json"]),
    ("judge", ["judge", "destalinization/beria-arrested/when", "26 June 1954", "--json"]),
    ("build", ["build", "reading.txt", "--no-nlp", "--format", "json"]),
    ("build", ["build", "reading.txt", "again.txt", "--no-nlp", "--format", "json"]),
    ("decks", ["decks", "--json"]),
    ("check", ["check", "--json"]),
    ("config", ["config", "--json"]),
    ("restore list", ["restore", "--list", "--json"]),
    ("doctor", ["doctor", "--json"]),
    ("doctor", ["doctor", "--fix", "--json"]),
]
READING = "On 5 March 1953 Stalin died.\n\nNikita Khrushchev held a speech on 25 February 1956.\n"


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a learner who has studied for half a year."""
    folder = tmp_path_factory.mktemp("months") / "home"
    write(made(1_500, 180, dt.date(2027, 1, 4)), folder)
    return folder


def schema(destal: Run, name: str) -> Any:
    document = json.loads(destal("schema", *name.split()).out)
    jsonschema.Draft202012Validator.check_schema(document)
    return document


@pytest.mark.parametrize("past", [False, True], ids=["new", "with a past"])
@pytest.mark.parametrize(("name", "arguments"), DOCUMENTS)
def test_a_document_is_what_its_schema_says(
    destal: Run, home: Path, months: Path, name: str, arguments: list[str], past: bool
) -> None:
    for file in ("reading.txt", "again.txt"):
        Path(file).write_text(READING, encoding="utf-8")
    if past:
        shutil.copytree(months, home)
    if name == "tune back":  # there is something to go back from
        fit = Parameters(Moment(0), 1, tuple(DEFAULT_PARAMETERS), 1_000, 200, 0.4, 0.5, in_use=1)
        History(home / "history.db", create=True).decide(lambda _: fit)
    done = destal(*arguments)
    jsonschema.validate(json.loads(done.out), schema(destal, name), jsonschema.Draft202012Validator)


def test_every_schema_is_held_by_a_document() -> None:
    assert {name for name, _ in DOCUMENTS} == set(SHAPES)


def test_every_command_that_prints_json_has_a_schema(destal: Run) -> None:
    printing = {command for command in COMMANDS if re.search(r"--json +Print", destal(command, "--help").out)}
    assert printing | {"build", "standing"} == {name.split()[0] for name in SHAPES}


def test_a_schema_refuses_what_is_not_said_in_it(destal: Run) -> None:
    document = json.loads(destal("people", "--json").out)
    document["people"][0]["age"] = 54
    with pytest.raises(jsonschema.ValidationError, match="age"):
        jsonschema.validate(document, schema(destal, "people"))


def test_a_deck_with_problems_is_a_document_too_and_exits_1(destal: Run) -> None:
    path = Path("decks/bad.yaml")
    path.parent.mkdir()
    path.write_text("id: bad\ntitle: Bad\nfacts: []\n", encoding="utf-8")
    done = destal("check", "bad", "--json")
    (deck,) = json.loads(done.out)["decks"]
    assert (done.code, done.err, deck["id"], deck["cards"]) == (1, "", "bad", 0)
    assert deck["problems"][0]["path"] == str(path)
    jsonschema.validate(json.loads(done.out), schema(destal, "check"))


def test_a_schema_that_there_is_not_is_said_with_the_nearest(destal: Run) -> None:
    done = destal("schema", "fact")
    assert (done.code, done.err) == (3, 'destal: there is no schema of "fact"\nhint: did you mean "facts"?\n')
