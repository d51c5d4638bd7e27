"""The commands that show and those on decks: what they print, what they refuse, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import SHIPPED, Run, starter_text

from destal_cli.core.facts import Deck


def test_facts_of_a_person_come_in_order_of_time_with_their_passages(destal: Run) -> None:
    done = destal("facts", "--person", "берия")
    assert done.code == 0
    assert done.out.index("arrested.") < done.out.index("executed.")
    assert "“On 26 June 1953 Beria was arrested”" in done.out
    assert "Лаврентий Берия" in done.out


def test_a_misspelt_person_is_not_found_and_the_right_one_suggested(destal: Run) -> None:
    done = destal("facts", "--person", "Beeria")
    assert (done.code, done.out) == (3, "")
    assert done.err == 'destal: no person goes by "Beeria"\nhint: did you mean Lavrentiy Beria?\n'


def test_a_name_that_several_persons_share_says_whose_it_is(destal: Run, wall: Path) -> None:
    second = starter_text().replace("id: wall", "id: robert").replace("John F. Kennedy", "Robert F. Kennedy")
    wall.with_name("robert.yaml").write_text(second, encoding="utf-8")
    done = destal("facts", "--person", "Kennedy", "-d", "wall", "-d", "robert")
    assert done.code == 3
    assert 'several persons go by "Kennedy"' in done.err
    assert "hint: say which: John F. Kennedy or Robert F. Kennedy" in done.err


def test_json_of_facts_is_one_document_with_the_documented_keys(destal: Run) -> None:
    done = destal("facts", "--json")
    document = json.loads(done.out)
    assert done.err == ""
    assert len(document["facts"]) >= 70
    text = next(iter(yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["sources"]))["text"]
    for fact in document["facts"]:
        assert {"id", "kind", "statement", "date", "people", "answer", "source"} <= fact.keys()
        assert text[fact["source"]["start"] : fact["source"]["end"]] == fact["source"]["quote"]


def test_json_of_the_timeline_is_in_order_and_has_no_undated_fact(destal: Run) -> None:
    events = json.loads(destal("timeline", "--json").out)["events"]
    assert [event["earliest"] for event in events] == sorted(event["earliest"] for event in events)
    arrest = next(event for event in events if event["id"] == "destalinization/beria-arrested")
    assert (arrest["date"], arrest["earliest"], arrest["latest"]) == ("1953-06-26", "1953-06-26", "1953-06-26")
    assert arrest["people"] == ["Lavrentiy Beria"]


@pytest.mark.parametrize("command", ["facts", "people", "timeline", "scores", "decks", "due"])
def test_every_showing_command_prints_json_and_nothing_else(destal: Run, command: str) -> None:
    done = destal(command, "--json")
    assert isinstance(json.loads(done.out), dict)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["facts", "--tag", "succesion"], 3, 'did you mean "succession"?'),
        (["facts", "--from", "some day"], 2, 'destal: --from "some day" is no date'),
        (["facts", "--kind", "evnt"], 2, "evnt"),
        (["quiz", "nowhere"], 3, 'destal: there is no deck "nowhere"'),
        (["quiz", "nowhere.yaml"], 3, "destal: there is no deck file nowhere.yaml"),
        (["quiz", "--form", "song"], 2, "flashcard, choice, typed"),
        (["quiz", "--person", "beria", "--kind", "quote"], 3, "no card is asked for so"),
        (["timeline", "--by", "week"], 2, "auto, decade, year, month, day"),
        (["decks", "edit", "destalinization", "no-such-fact"], 3, 'no fact has the id "no-such-fact"'),
        (["decks", "add", "nothing.yaml"], 3, "there is no file nothing.yaml"),
        (["decks", "new", "Not An Id"], 2, "is no id"),
        (["check", "nowhere"], 3, "there is no deck"),
        (["nonsense"], 2, "No such command"),
        (["facts", "--nonsense"], 2, "see: destal facts -h"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    destal: Run, arguments: list[str], code: int, said: str
) -> None:
    done = destal(*arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", [[], ["quiz"], ["facts"], ["decks"], ["decks", "edit"], ["check"]])
def test_help_is_everywhere(destal: Run, command: list[str], option: str) -> None:
    done = destal(*command, option)
    assert done.code == 0
    assert done.out.startswith("Usage: ")


def test_the_version_is_printed(destal: Run) -> None:
    assert destal("--version").out == "destal 0.1.0\n"


def test_alone_it_says_where_you_stand_and_what_to_type_next(destal: Run) -> None:
    done = destal()
    assert done.code == 0
    assert "De-Stalinization" in done.out
    assert "next: destal quiz" in done.out


def test_people_lists_everybody_with_the_most_named_first(destal: Run) -> None:
    done = destal("people")
    assert done.out.index("Nikita Khrushchev") < done.out.index("Martin McCauley")


@pytest.mark.parametrize("command", [["timeline"], ["facts"], ["people"], ["scores"], ["decks"], []])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_every_screen_keeps_within_its_width(
    destal: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = destal(*command)
    paths = [line for line in done.out.splitlines() if "/" in line]
    assert [line for line in done.out.splitlines() if len(line) > width and line not in paths] == []


def test_dates_may_be_given_as_people_write_them(destal: Run) -> None:
    events = json.loads(destal("timeline", "--from", "June 1953", "--to", "26 June 1953", "--json").out)["events"]
    assert {"1953-06-26", "1953/1955"} <= {event["date"] for event in events}
    assert not {"1956-02-25", "1953-12-24"} & {event["date"] for event in events}


def test_the_schema_knows_the_shipped_deck_and_refuses_an_unknown_key(destal: Run) -> None:
    schema = json.loads(destal("schema").out)
    deck = yaml.load(SHIPPED.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    jsonschema.validate(deck, schema)
    deck["facts"][0]["wehn"] = "1953"
    with pytest.raises(jsonschema.ValidationError, match="wehn"):
        jsonschema.validate(deck, schema)


def test_check_says_sound_or_every_problem(destal: Run, wall: Path) -> None:
    assert destal("check", "wall").out == "wall: sound, 5 facts, 6 cards\n"
    wall.write_text(
        starter_text().replace("when: 1961-08-13", "when: 1961-13-08").replace("On what day was", "In 1989,")
    )
    done = destal("check")
    assert done.code == 1
    assert done.err.replace("\\", "/").startswith("decks/wall.yaml:42:11: `when`:")
    assert "tells its year, 1989" in done.err
    assert "destalinization: sound" in done.out


def test_a_file_that_is_checked_by_its_path_is_counted_too(destal: Run, wall: Path) -> None:
    received = wall.rename("received.yaml")
    assert destal("check", str(received)).out == "wall: sound, 5 facts, 6 cards\n"


def test_a_new_deck_is_sound_and_can_be_asked_at_once(destal: Run, home: Path) -> None:
    done = destal("decks", "new", "cold-war", "--title", 'The "Cold" War: a start')
    assert (done.code, done.out) == (0, "")
    assert (home / "decks" / "cold-war.yaml").is_file()
    assert destal("check", "cold-war").code == 0
    assert 'The "Cold" War: a start · 1 of' in destal("quiz", "cold-war", lines=":q\n").out
    again = destal("decks", "new", "cold-war")
    assert again.code == 2
    assert "there is a deck" in again.err


def test_a_received_deck_is_taken_in_and_never_replaces_another_unasked(
    destal: Run, tmp_path: Path, home: Path
) -> None:
    received = tmp_path / "from teacher.yaml"
    received.write_text(starter_text(), encoding="utf-8")
    done = destal("decks", "add", str(received))
    assert done.code == 0
    assert "added: The Wall, 5 facts" in done.err
    assert (home / "decks" / "wall.yaml").read_text(encoding="utf-8") == starter_text()
    assert destal("decks", "add", str(received)).code == 2
    assert destal("decks", "add", str(received), "--force").code == 0


def test_a_received_deck_never_takes_the_file_of_another(destal: Run, tmp_path: Path, home: Path) -> None:
    received, other = tmp_path / "wall.yaml", home / "decks" / "wall.yaml"
    received.write_text(starter_text(), encoding="utf-8")
    other.parent.mkdir(parents=True)
    other.write_text(starter_text().replace("id: wall", "id: precious"), encoding="utf-8")
    before = other.read_text(encoding="utf-8")
    for arguments in (), ("--force",):
        assert destal("decks", "add", str(received), *arguments).code == 0
        assert (other.read_text(encoding="utf-8"), sorted(path.name for path in other.parent.iterdir())) == (
            before,
            ["wall-2.yaml", "wall.yaml"],
        )
    assert destal("check", "wall", "precious").code == 0


def test_a_received_deck_takes_the_place_of_that_with_its_id_whatever_its_file_is_called(
    destal: Run, tmp_path: Path, home: Path
) -> None:
    received, mine = tmp_path / "wall.yaml", home / "decks" / "mine.yml"
    received.write_text(starter_text(), encoding="utf-8")
    mine.parent.mkdir(parents=True)
    mine.write_text(starter_text().replace("The Wall", "Mine"), encoding="utf-8")
    assert "--force writes over it" in destal("decks", "add", str(received)).err
    assert destal("decks", "add", str(received), "--force").code == 0
    assert [(path.name, path.read_text(encoding="utf-8")) for path in mine.parent.iterdir()] == [
        ("mine.yml", starter_text())
    ]


@pytest.mark.parametrize("arguments", [("add", "received.yaml"), ("new", "wall")])
def test_a_deck_that_one_of_this_folder_would_hide_is_refused(
    destal: Run, wall: Path, home: Path, arguments: tuple[str, ...]
) -> None:
    Path("received.yaml").write_text(starter_text(), encoding="utf-8")
    for force in (), ("--force",):
        done = destal("decks", *arguments, *force)
        assert done.code == 2
        assert f'there is a deck "wall" already: {wall}' in done.err
        assert "it comes first in this folder" in " ".join(done.err.split())
    assert list((home / "decks").iterdir()) == []


def test_a_received_file_that_is_no_deck_is_refused(destal: Run, tmp_path: Path, home: Path) -> None:
    received = tmp_path / "song.yaml"
    received.write_text("la: la\n", encoding="utf-8")
    done = destal("decks", "add", str(received))
    assert done.code == 1
    assert "a deck has no key `la`" in done.err
    assert not (home / "decks" / "song.yaml").exists()


def test_the_first_of_two_decks_with_one_id_wins_and_the_other_shows_as_shadowed(
    destal: Run, wall: Path, home: Path
) -> None:
    yours = home / "decks" / "wall.yaml"
    yours.parent.mkdir(parents=True)
    yours.write_text(starter_text().replace("The Wall", "Yours"), encoding="utf-8")
    decks = {deck["title"]: deck for deck in json.loads(destal("decks", "--json").out)["decks"]}
    assert decks["The Wall"]["shadowed_by"] is None
    assert Path(decks["Yours"]["shadowed_by"]).name == wall.name
    assert "The Wall" in destal("quiz", "wall", lines=":q\n").out


@pytest.mark.parametrize("line", ['"id": wall', "'id': wall", "id : wall", "id:\n  wall"])
def test_an_id_is_the_one_that_is_read_however_it_is_written(destal: Run, wall: Path, line: str) -> None:
    first = wall.with_name("a.yaml")
    first.write_text(starter_text().replace("id: wall", line, 1).replace("The Wall", "First"), encoding="utf-8")
    for _ in range(2):  # unread, and as it was read
        decks = {deck["title"]: deck for deck in json.loads(destal("decks", "--json").out)["decks"]}
        assert (decks["First"]["id"], decks["First"]["shadowed_by"]) == ("wall", None)
        assert decks["The Wall"]["shadowed_by"] == str(first)
        assert destal("check", "wall").out == "wall: sound, 5 facts, 6 cards\n"
        assert "First · 1 of" in destal("quiz", "wall", lines=":q\n").out


def test_two_decks_with_one_id_cannot_be_named_at_once(destal: Run, wall: Path) -> None:
    Path("other.yaml").write_text(starter_text(), encoding="utf-8")
    done = destal("quiz", "wall", "--deck", "other.yaml", lines=":q\n")
    assert (done.code, done.out) == (2, "")
    said = " ".join(done.err.split())
    assert f'two decks with one id: {wall} and other.yaml are both "wall"' in said
    assert "name one of them" in said
    assert destal("facts", "--deck", "wall", "--deck", f"./{wall}").code == 0  # one file by two names


def test_a_deck_that_serves_for_an_unreadable_one_can_be_named_beside_it(destal: Run, wall: Path, home: Path) -> None:
    yours = home / "decks" / "wall.yaml"
    yours.parent.mkdir(parents=True)
    yours.write_text(starter_text(), encoding="utf-8")
    wall.write_text("id: wall\nfacts: [\n", encoding="utf-8")
    one = json.loads(destal("facts", "--json", "--deck", "wall").out)
    assert len(one["facts"]) == 5
    assert json.loads(destal("facts", "--json", "--deck", "wall", "--deck", str(yours)).out) == one


def editor(tmp_path: Path, code: str) -> str:
    """An editor that runs some Python on the file, named by its last argument."""
    script = tmp_path / "editor.py"
    script.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{code}\n", encoding="utf-8")
    return f"{sys.executable} {script}"


def test_editing_a_packaged_deck_edits_a_copy_and_goes_to_the_line(
    destal: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = SHIPPED.read_bytes()
    monkeypatch.setenv(
        "EDITOR",
        editor(tmp_path, "print(sys.argv[1]); path.write_text(path.read_text('utf-8') + '# mine\\n', 'utf-8')"),
    )
    done = destal("decks", "edit", "destalinization", "beria-arrested")
    assert done.code == 0
    copy = home / "decks" / "destalinization.yaml"
    assert copy.read_text(encoding="utf-8").endswith("# mine\n")
    assert SHIPPED.read_bytes() == before
    assert "sound:" in done.err


def test_a_mistake_made_while_editing_is_said_on_return(
    destal: Run, tmp_path: Path, wall: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "EDITOR", editor(tmp_path, "path.write_text(path.read_text('utf-8').replace('event', 'evnet', 1), 'utf-8')")
    )
    done = destal("decks", "edit", "wall")
    assert done.code == 1
    assert 'did you mean "event"?' in done.err
    assert wall.exists()


@pytest.mark.parametrize("name", ["wall", "other"])
def test_the_file_that_is_asked_from_is_the_one_that_is_edited(
    destal: Run, tmp_path: Path, wall: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked = tmp_path / "asked.yaml"
    asked.write_text(starter_text().replace("id: wall", f"id: {name}"), encoding="utf-8")
    monkeypatch.setenv("EDITOR", editor(tmp_path, "path.write_text('nothing', 'utf-8')"))
    done = destal("quiz", str(asked), lines=":e\n:q\n")
    assert (asked.read_text("utf-8"), wall.read_text("utf-8")) == ("nothing", starter_text())
    assert f"edit again: destal decks edit {asked}" in done.err


def test_a_packaged_deck_is_copied_once_however_it_is_named_and_often_it_is_edited(
    destal: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = SHIPPED.read_bytes()
    monkeypatch.setenv("EDITOR", editor(tmp_path, "path.write_text(path.read_text('utf-8') + '# mine\\n', 'utf-8')"))
    done = destal("quiz", str(SHIPPED), lines=":e\n:e\n:q\n")
    assert done.err.count("sound:") == 2
    (copy,) = (home / "decks").iterdir()
    assert copy.read_text("utf-8").count("# mine\n") == 2
    assert SHIPPED.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("retention = 2\n", "`retention` is a number from 0.7 to 0.99"),
        ("nwe = 3\n", 'did you mean "new"?'),
        ("reviews = -1\n", "`reviews` is a whole number from 0 to 10000"),
        ('leech = "burn"\n', "`leech` is one of say, suspend"),
        ("steps = []\n", "`steps` is a list of 1 to 10 whole numbers from 1 to 100"),
        ("steps = [3, true]\n", "`steps` is a list of 1 to 10 whole numbers"),
        ("steps = 3\n", "write steps = [3, 6, 12]"),
        ("steps = [6, 3]\n", "write steps = [3, 6]"),
        ("=", "TOML"),
    ],
)
def test_a_mistake_in_the_settings_is_said(destal: Run, home: Path, text: str, said: str) -> None:
    home.mkdir()
    (home / "config.toml").write_text(text, encoding="utf-8")
    done = destal("quiz", lines=":q\n")
    assert done.code == 1
    assert said in done.err


def test_settings_are_obeyed(destal: Run, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("new = 2\n", encoding="utf-8")
    assert destal("quiz", "--form", "flashcard", lines="\n3\n" * 9).out.count("saved:") == 2


def test_a_closed_pipe_and_an_ascii_terminal_do_no_harm(home: Path) -> None:
    command = [sys.executable, "-m", "destal_cli"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "DESTAL_HOME": str(home)}
    for arguments in (["timeline"], ["facts"], ["people"], ["facts", "--json"]):
        done = subprocess.run([*command, *arguments], capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b""), arguments
        assert done.stdout.isascii()
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    for arguments in (["facts"], ["scores"], ["people"], ["quiz", "--plain"], ["quiz"], []):
        with subprocess.Popen([*command, *arguments], **pipes) as early:  # type: ignore[call-overload]
            early.stdout.close()
            assert early.stderr.read() == b"", arguments
        assert early.returncode == 0, arguments


# What a command may load beside the common standard library; the first question of a quiz is on the screen by then.
HEAVY = {
    "yaml", "prompt_toolkit", "rapidfuzz", "fsrs_rs_python", "jinja2", "lxml", "pypdfium2",
    "destal_cli.store.deckfile", "destal_cli.store.indexing", "destal_cli.core.statistics", "destal_cli.core.judge",
    "destal_cli.core.tuning", "destal_cli.screen.export", "destal_cli.screen.timeline", "destal_cli.screen.terminal",
    "destal_cli.store.nearby", "destal_cli.store.standing", "hashlib", "multiprocessing", "platformdirs", "tomllib",
    "pygments", "rich.console", "typer", "dataclasses", "inspect", "shutil", "textwrap",
    "destal_cli.core.passages", "destal_cli.core.session", "destal_cli.store.history",
}  # fmt: skip
LISTS = {"destal_cli.core.passages"}
DRAWS = {"rich.console", "dataclasses", "inspect"}
ASKS = {
    "destal_cli.store.nearby", "destal_cli.store.history", "destal_cli.core.session", "fsrs_rs_python",
}  # fmt: skip
MAY_LOAD = [
    (["facts", "--person", "beria"], LISTS),
    (["facts", "--json"], LISTS),
    (["people"], LISTS),
    (["timeline"], DRAWS | {"shutil", "destal_cli.screen.timeline", "destal_cli.store.history", "fsrs_rs_python"}),
    ([], {"destal_cli.store.standing", "destal_cli.store.history", "destal_cli.core.session", "fsrs_rs_python"}),
    (["due"], {"destal_cli.store.standing", "destal_cli.store.history", "destal_cli.core.session", "fsrs_rs_python"}),
    (["quiz"], ASKS),
    (["quiz", "--plain"], ASKS),
    (["cards", "--plain"], ASKS),
    (["--help"], set()),
    (["facts", "--help"], set()),
    (["decks", "edit", "-h"], set()),
]


def loaded_by(arguments: list[str]) -> set[str]:
    """The modules that a command has loaded by its end; nothing is answered to it."""
    code = (
        "import sys; from destal_cli.cli.app import run; sys.argv = ['destal', *sys.argv[1:]]; run();"
        "print('LOADED', *sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, input="", capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stderr.partition("LOADED")[2].split())


def test_a_command_loads_only_what_it_uses(home: Path) -> None:
    assert home
    loaded_by(["decks"])  # the index is there from now on
    for arguments, may in MAY_LOAD:
        assert loaded_by(arguments) & HEAVY <= may, arguments


def test_the_copy_in_the_package_is_the_deck_of_the_project(shipped: Deck) -> None:
    from destal_cli.store.places import packaged_decks

    assert (packaged_decks() / "destalinization.yaml").read_bytes() == SHIPPED.read_bytes()
    assert shipped.id == "destalinization"
