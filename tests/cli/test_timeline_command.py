"""`destal timeline`: memory once there is a history, and the files that it writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Run


@pytest.fixture
def learned(destal: Run, wall: Path) -> Run:
    """Who learned when the border was closed and when the wall was opened a month ago, and did not come back."""
    said = destal("quiz", "--new", "2", "--form", "date", lines="13 August 1961\n9 November 1989\n" * 2)
    assert wall.exists()
    assert said.out.count("saved") >= 1
    return destal


LATER = "2027-03-04T20:00:00+00:00"


def test_without_a_history_the_signs_are_those_of_kinds(destal: Run, wall: Path) -> None:
    assert wall.exists()
    assert destal("timeline").out.splitlines()[1] == "● event  ◆ role  ◇ other fact  ‡ has a note"
    assert destal("timeline", "--memory").out.splitlines()[1] == "○ new  ‡ has a note"
    assert "next:    destal quiz\n" in destal("timeline", "--memory").out


def test_once_there_is_a_history_every_event_carries_its_recall(learned: Run) -> None:
    lines = learned("timeline", now=LATER).out.splitlines()
    assert "◐ fading" in lines[1]
    assert any(line.startswith("◐ your 19") and " is fading: 0." in line for line in lines)
    assert any(line.startswith("weakest: 0.") for line in lines)
    assert learned("timeline", "--no-memory").out.splitlines()[1] == "● event  ◆ role  ◇ other fact  ‡ has a note"


def test_what_to_type_keeps_the_options_and_asks_for_what_fades(learned: Run) -> None:
    said = learned("timeline", "--deck", "wall", "--kind", "event", now=LATER).out
    (command,) = (line.split("destal ")[1] for line in said.splitlines() if line.startswith("next:"))
    assert command.startswith("quiz --deck wall --kind event --from 19")
    assert "saved" in learned(*command.split(), lines="x\n:q\n", now=LATER).out


def test_json_has_the_recall_of_each_event_and_null_for_what_is_new(learned: Run) -> None:
    events = json.loads(learned("timeline", "--json", now=LATER).out)["events"]
    shares = {event["id"]: event["recall"] for event in events}
    assert shares["wall/brandt-mayor"] is None
    assert {key for key, share in shares.items() if share is not None} <= {"wall/wall-begun", "wall/wall-opened"}
    assert all(0 < share < 0.9 for share in shares.values() if share is not None)
    assert len([share for share in shares.values() if share is not None]) >= 1
    without = json.loads(learned("timeline", "--json", "--no-memory").out)["events"]
    assert [event["recall"] for event in without] == [None] * len(events)


def test_poster_and_page_are_written_and_said(learned: Run) -> None:
    done = learned("timeline", "--svg", "poster.svg", "--html", "page.html")
    assert (done.code, done.out, done.err) == (0, "", "written: poster.svg\nwritten: page.html\n")
    assert ElementTree.parse("poster.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "What you hold, and what fades" in Path("page.html").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_written_over_only_by_force(destal: Run, wall: Path) -> None:
    Path("poster.svg").write_text("mine", encoding="utf-8")
    done = destal("timeline", "--svg", "poster.svg")
    assert wall.exists()
    assert (done.code, done.out) == (2, "")
    assert done.err == "destal: poster.svg is there already\nhint: name another file; --force writes over it\n"
    assert Path("poster.svg").read_text(encoding="utf-8") == "mine"
    assert destal("timeline", "--svg", "poster.svg", "--force").code == 0
    assert Path("poster.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--svg", "a.out", "--html", "./a.out", "--force"), "the same file"),
        (("--svg", ""), "the name of a file"),
        (("--svg", "~nobody-of-that-name/a.svg"), "no such user"),
        (("--svg", "new.svg", "--html", "there.html"), "is there already"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(
    destal: Run, wall: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert wall
    Path("there.html").write_text("mine", encoding="utf-8")
    done = destal("timeline", *arguments)
    assert (done.code, said in done.err) == (2, True)
    assert not Path("new.svg").exists()
    assert not Path("a.out").exists()


def test_a_dash_is_stdout(destal: Run, wall: Path) -> None:
    done = destal("timeline", "--svg", "-")
    assert wall.exists()
    assert ElementTree.fromstring(done.out).tag.endswith("svg")
    assert done.err == ""
    assert destal("timeline", "--html", "-").out.rstrip().endswith("</html>")


@pytest.mark.parametrize("arguments", ["--svg - --html -", "--json --svg -", "--json --html -"])
def test_stdout_takes_one_document(destal: Run, arguments: str) -> None:
    done = destal("timeline", *arguments.split())
    assert (done.code, done.out) == (2, "")
    assert "stdout takes one document" in done.err


def test_json_and_a_poster_come_together(destal: Run, wall: Path) -> None:
    done = destal("timeline", "--deck", "wall", "--json", "--svg", "poster.svg")
    assert wall.exists()
    assert len(json.loads(done.out)["events"]) == 4
    assert Path("poster.svg").exists()


def test_where_nothing_has_a_date_nothing_is_written(destal: Run, wall: Path) -> None:
    done = destal("timeline", "--deck", "wall", "--kind", "term", "--svg", "poster.svg")
    assert wall.exists()
    assert (done.code, done.out) == (3, "")
    assert "nothing to draw" in done.err
    assert not Path("poster.svg").exists()


def test_a_poster_on_an_ascii_stdout_is_the_same_poster(home: Path) -> None:
    def poster(encoding: str) -> str:
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "DESTAL_HOME": str(home)}
        command = [sys.executable, "-m", "destal_cli", "timeline", "--svg", "-"]
        done = subprocess.run(command, capture_output=True, env=environment, check=True)
        assert encoding != "ascii" or done.stdout.isascii()
        return ElementTree.canonicalize(done.stdout.decode(encoding))

    assert poster("ascii") == poster("utf-8")


def test_a_timeline_loads_no_template_engine_and_an_export_no_screen_of_a_quiz(home: Path) -> None:
    code = (
        "import sys; from destal_cli.cli.app import run; sys.argv = ['destal', *sys.argv[1:]]; run();"
        "print('LOADED', *sys.modules, file=sys.stderr)"
    )

    def loaded(*arguments: str) -> set[str]:
        command = [sys.executable, "-c", code, "timeline", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        return set(done.stderr.partition("LOADED")[2].split())

    assert home
    assert not {"jinja2", "fsrs_rs_python"} & loaded()
    assert not {"prompt_toolkit", "rapidfuzz"} & loaded("--svg", "-")
