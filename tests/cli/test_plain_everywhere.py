"""`--plain` of every command that shows: what a screen reader is given, held beside what the screen shows."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Done, Run
from made_history import made, write

from destal_cli.cli.commands import COMMANDS, command
from destal_cli.cli.options import PlainOption

# Every command that shows, and by what its first line tells the verdict: to a new learner, and to one with a past.
SHOWN: list[tuple[list[str], str, str]] = [
    ([], r"10 new today, about", r"\d+ due"),
    (["timeline"], r"De-Stalinization: \d+ events, 1953 to 1956", r"your .* fading|what you have learned"),
    (["timeline", "--no-memory"], r"De-Stalinization: \d+ events", r".+ and .+: \d+ events, \d+ to 1956"),
    (["timeline", "--person", "beria", "--by", "day"], r"De-Stalinization: 6 events", r"your .* fading|what you have"),
    (["facts"], r"\d+ facts$", r"\d+ facts$"),
    (["facts", "gulag"], r"\d+ facts$", r"\d+ facts$"),
    (["facts", "--person", "beria"], r"Lavrentiy Beria", r"Lavrentiy Beria"),
    (["facts", "--suspended"], "", r"1 fact$"),
    (["people"], r"\d+ named by facts", r"\d+ named by facts"),
    (["people", "beria"], r"Lavrentiy Beria", r"Lavrentiy Beria"),
    (["scores"], r"Nothing has been answered yet\.", r"recall now 0\.\d\d, (firm|fading)"),
    (["scores", "--all"], r"Nothing has been answered yet\.", r"recall now 0\.\d\d, (firm|fading)"),
    (["scores", "due", "calendar"], r"Nothing has been answered yet\.", r"recall now 0\.\d\d, (firm|fading)"),
    (["scores", "--judging"], r"Nothing has been judged yet\.", r"\d+ of [\d,]+ verdicts overridden"),
    (["scores", "--calibration"], r"Nothing yet: a prediction", r"You can believe them|They promise|You remember"),
    (["plan", "--exam", "2027-02-15"], r"0\.90 (is|needs)", r"0\.90 (is|needs)"),
    (["plan", "--exam", "2027-06-15", "--minutes", "1"], r"0\.90 (is|needs)", r"0\.90 (is|needs)"),
    (["tune"], r"0 reviews so far: too few", r"(not )?taken: "),
    (["read"], r"0 of 73|\d+ of \d+ sentences asked", r"\d+ of \d+ sentences asked"),
    (["read", "destalinization", "--uncovered"], r"\d+ of \d+ sentences asked", r"\d+ of \d+ sentences asked"),
    (["decks"], r"1 deck, sound", r"2 decks, sound"),
    (["check"], r"destalinization: sound", r"[a-z0-9-]+: sound"),
    (["doctor"], r"sound: ", r"sound: "),
    (["config"], r"none of \d+ settings changed", r"none of \d+ settings changed"),
    (["judge", "destalinization/beria-arrested/when", "1953"], r"partial: right year", r"partial: right year"),
    (["judge", "--kind", "person", "--expected", "Nikita Khrushchev", "Stalin"], r"wrong: ", r"wrong: "),
    (["help"], r"Topics", r"Topics"),
    (["help", "deck"], r"The deck format", r"The deck format"),
    (["help", "judging"], r"Judging", r"Judging"),
    (["help", "scores"], r"Usage: destal scores", r"Usage: destal scores"),
    (["import", "cards.csv", "--dry-run"], r"2 notes, 1 problem", r"2 notes, 1 problem"),
    (["cards", "--limit", "2"], r"(.+ · )?1 of 2", r"(.+ · )?1 of 2"),
]  # fmt: skip
MUMBLED = re.compile(r"[─-◿☀-➿←-⇿⠀-⣿‡¶×\x1b]| · ")
CARDS = "prompt,answer\nWho spoke in Berlin?,Kennedy\nWhen was the wall built?,1961\nWhat is missing?,\n"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What is about the drawing alone, the ends of a scale and how many notes had no room; and what other programs change.
_DRAWN = re.compile(r"^.*foretold +mean +true +of.*$|‡ \d+ more facts have|[\d,]+ MB are free", re.MULTILINE)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a learner who has studied for half a year."""
    folder = tmp_path_factory.mktemp("months") / "home"
    write(made(1_500, 180, dt.date(2027, 1, 4)), folder)
    return folder


@pytest.fixture(params=[False, True], ids=["new", "with a past"])
def past(request: pytest.FixtureRequest, home: Path, months: Path) -> bool:
    """A learner who begins, and one with a past; each has a file of another program."""
    Path("cards.csv").write_text(CARDS, encoding="utf-8")
    if request.param:
        shutil.copytree(months, home)
    return bool(request.param)


def said(done: Done) -> list[str]:
    """The lines, without the question of a dialogue's blank lines between."""
    return [line for line in (done.out + done.err).splitlines() if line]


def numbers(text: str) -> set[str]:
    """Every number of a text, without the zeros that only fill it up."""
    return {number.rstrip(".,") for number in _NUMBER.findall(text)}


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: " ".join(row[0]) or "destal")
def test_it_reads_well_aloud(destal: Run, past: bool, row: tuple[list[str], str, str]) -> None:
    arguments, *verdicts = row
    lines = said(destal(*arguments, "--plain"))
    assert re.match(verdicts[past], lines[0]), lines[0]
    heads = r"\b\d+ of \d+"  # of the dialogue, which scripts read
    assert [line for line in lines if MUMBLED.search(line) and not re.search(heads, line)] == []
    assert [line for line in lines if "   " in line.strip()] == []
    assert [one for one, following in pairwise(lines) if one == following] == []


@pytest.mark.parametrize("row", [row for row in SHOWN if row[0][:1] != ["cards"]], ids=lambda row: " ".join(row[0]))
def test_every_number_of_the_screen_is_said(
    destal: Run, monkeypatch: pytest.MonkeyPatch, past: bool, row: tuple[list[str], str, str]
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert past in (False, True)
    arguments = row[0]
    if arguments == ["tune"]:  # what the first takes is in use when the second is asked
        return
    shown, aloud = destal(*arguments), destal(*arguments, "--plain")
    assert (shown.code, shown.err if arguments != ["check"] else "") == (aloud.code, aloud.err)
    assert numbers(_DRAWN.sub("", shown.out)) - numbers(aloud.out) == set()


def test_every_command_that_shows_takes_it() -> None:
    taking = {name for name in ("", *COMMANDS) if PlainOption in command(name).__annotations__.values()}
    speaking = {"due", "undo", "suspend", "backup", "restore", "export", "schema"}  # in a line or two, or for programs
    assert taking == {"", *COMMANDS} - speaking
    assert {(arguments or [""])[0] for arguments, _, _ in SHOWN} >= taking - {"quiz", "build"}


@pytest.mark.parametrize(
    ("variables", "arguments", "aloud"),
    [
        ({}, ["people"], False),
        ({}, ["--plain", "people"], True),
        ({"DESTAL_PLAIN": "1"}, ["people"], True),
        ({"DESTAL_PLAIN": "true"}, ["people"], True),
        ({"DESTAL_PLAIN": "1"}, ["people", "--no-plain"], False),
        ({"DESTAL_PLAIN": "1"}, ["people", "-h"], True),
    ],
)
def test_it_is_said_once_before_the_command_or_in_the_environment(
    destal: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], arguments: list[str], aloud: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert all(not line.startswith(" ") for line in destal(*arguments).out.splitlines()) is aloud


def test_a_learner_says_it_once_for_good(destal: Run) -> None:
    drawn = destal().out
    assert destal("config", "set", "plain", "true").code == 0
    assert destal().out.splitlines()[0].startswith("10 new today")
    assert destal("--no-plain").out == drawn
    assert destal("quiz", "--seed", "1", lines=":q\n").out == destal("quiz", "--plain", "--seed", "1", lines=":q\n").out


@pytest.mark.parametrize("arguments", [["timeline"], ["facts"], ["help", "deck"], ["scores", "--all"], ["people"]])
def test_a_terminal_gets_lines_that_are_broken_between_words_and_nothing_else(
    destal: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    whole = destal(*arguments, "--plain").out
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    monkeypatch.setenv("COLUMNS", "40")
    narrow = destal(*arguments, "--plain").out
    assert max(map(len, narrow.splitlines())) <= 40
    assert narrow.split() == whole.split()


def test_an_unsound_deck_is_said_before_its_problems(destal: Run, wall: Path) -> None:
    wall.write_text(wall.read_text(encoding="utf-8").replace("event", "evnet", 1), encoding="utf-8")
    done = destal("check", "wall", "--plain")
    assert (done.code, done.out) == (1, "wall: unsound, 1 problem\n")
    assert re.match(r"line \d+, column \d+: .*evnet.*\nhint: did you mean", done.err)
    assert destal("decks", "--plain").out.splitlines()[0] == "2 decks, 1 with problems"


def test_what_a_build_turned_away_is_said_without_columns(destal: Run) -> None:
    Path("reading.txt").write_text("On 5 March 1953 Stalin died. It was cold. They met.\n", encoding="utf-8")
    told = destal("build", "reading.txt", "--no-nlp", "--plain").err
    assert re.search(r"^turned away: \d+, ", told, re.MULTILINE)
    assert "   " not in told


def test_nothing_is_drawn_where_a_fact_has_marks_notes_and_several_lines(destal: Run) -> None:
    destal("quiz", "--plain", "--person", "beria", "--new", "3", "--seed", "1", lines=":f\n\n:@ last\n\n:q\n")
    lines = said(destal("facts", "--flagged", "--plain"))
    assert [line for line in lines if line.startswith("flagged, suspended: destalinization/")] != []
    assert [line for line in lines if MUMBLED.search(line)] == []
