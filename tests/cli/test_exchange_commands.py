"""`destal export` and `destal import` as a user runs them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from conftest import Run

from destal_cli.cli.formats import FORMATS

QUIZLET = (
    "When did Stalin die?\t5 March 1953\nWho was shot?\tBeria\nWho spoke?\tKhrushchev\n"
    "Who fell?\tMolotov\nWho rose?\tMikoyan\n"
)
REVIEWS = (
    "card_id,review_time,review_rating,review_state,review_duration,utc_offset,form,due\r\n"
    "notes/who-was-shot/term,1700000000000,3,0,1500,60,typed,2023-11-20\r\n"
    "notes/who-was-shot/term,1701000000000,3,2,1500,60,typed,2023-12-24\r\n"
)


def notes(text: str = QUIZLET, name: str = "notes.txt") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_a_table_of_quizlets_is_shown_and_becomes_a_deck(destal: Run, home: Path) -> None:
    done = destal("import", notes(), "--yes")
    assert done.code == 0
    assert "columns parted by tabs; no row of names" in done.out
    assert "= 5 March 1953" in done.out
    assert "5 notes" in done.out
    assert (home / "decks" / "notes.yaml").is_file()
    assert "next: destal quiz notes" in done.err
    assert destal("check", "notes").out == "notes: sound, 5 facts, 5 cards\n"


def test_the_same_file_again_doubles_nothing(destal: Run, home: Path) -> None:
    destal("import", notes(), "--yes")
    before = (home / "decks" / "notes.yaml").read_text(encoding="utf-8")
    done = destal("import", "notes.txt", "--yes")
    assert "nothing new" in done.err
    assert (home / "decks" / "notes.yaml").read_text(encoding="utf-8") == before
    assert [path.name for path in (home / "decks").iterdir()] == ["notes.yaml"]


def test_it_goes_into_the_deck_that_serves_for_an_unreadable_one(destal: Run, wall: Path, home: Path) -> None:
    yours, unreadable = home / "decks" / "wall.yaml", "id: wall\nfacts: [\n"
    yours.parent.mkdir(parents=True)
    yours.write_bytes(wall.read_bytes())
    wall.write_text(unreadable, encoding="utf-8")
    done = destal("import", notes("Gulag\tcamps\n"), "--deck", "wall", "--yes")
    assert (done.code, wall.read_text(encoding="utf-8")) == (0, unreadable)
    assert f"taken into: {yours}, 1 new fact" in done.err.replace("\n", "")
    assert "Gulag" in yours.read_text(encoding="utf-8")


def test_a_note_that_was_added_in_the_file_comes_into_the_deck(destal: Run) -> None:
    destal("import", notes(), "--yes")
    done = destal("import", notes(QUIZLET + "Gulag\tcamps\n"), "--yes")
    assert "1 new fact" in done.err
    assert "notes: sound, 6 facts" in destal("check", "notes").out


def test_it_is_said_into_which_deck_it_goes_before_it_is_taken(destal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert "  into a new deck: notes " in destal("import", notes(), "--dry-run").out
    written = destal("import", notes(), "--yes").err.partition("written: ")[2].partition(",")[0]
    assert f"  into the deck that is there: notes, {written} " in destal("import", notes(), "--dry-run").out
    assert "  into a new deck: other " in destal("import", notes(), "--dry-run", "--deck", "other").out


def test_another_deck_of_the_name_is_not_touched_unasked(destal: Run, home: Path) -> None:
    destal("import", notes(), "--yes")
    other = home / "elsewhere"
    other.mkdir()
    done = destal("import", notes("Who?\tme\nWhat?\tthat\n", str(other / "notes.md")), "--as", "tsv", "--yes")
    into = 'into a new deck: notes-2; there is another deck "notes"; --deck notes takes this into it'
    assert into in " ".join(done.out.split())
    assert (home / "decks" / "notes-2.yaml").is_file()
    done = destal("import", str(other / "notes.md"), "--as", "tsv", "--yes")
    assert "nothing new" in done.err
    assert len(list((home / "decks").iterdir())) == 2


def test_without_a_terminal_it_takes_nothing_and_names_the_option(destal: Run, home: Path) -> None:
    done = destal("import", notes())
    assert (done.code, (home / "decks").exists()) == (2, False)
    assert "hint: --yes takes it in, --dry-run only shows it" in done.err


def test_a_dry_run_takes_nothing(destal: Run, home: Path) -> None:
    assert destal("import", notes(), "--dry-run").code == 0
    assert not (home / "decks").exists()


def test_what_is_refused_has_its_line_and_a_file_of_nothing_else_is_an_error(destal: Run) -> None:
    done = destal("import", notes("question,answer\nWho?,\n", "a.csv"), "--yes")
    assert done.code == 1
    assert "a.csv:2:1: this row has no answer" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "missing.csv"], "there is no file"),
        (["import", ".", "--yes"], "is no ordinary file"),
        (["import", "notes.txt", "--as", "cvs"], '"cvs" is none of'),
        (["import", "notes.txt", "--columns", "promt,answer"], '"promt" is no column'),
        (["import", "notes.txt", "--encoding", "klingon"], 'there is no encoding "klingon"'),
        (["import", "notes.txt", "--with-history"], "csv does not carry a history"),
        (["import", "notes.txt", "--as", "json", "--separator", ";"], "json is no table"),
        (["import", "notes.txt", "--deck", "No Id", "--yes"], '"No Id" is no id'),
        (["export", "pdf"], '"pdf" is none of'),
        (["export", "csv", "--with-history"], "csv does not carry a history"),
        (["export", "csv", "nowhere"], 'there is no deck "nowhere"'),
        (["export", "csv", "-o", ""], "-o wants the name of a file"),
        (["export", "csv", "--tag", "nothing-such"], "no fact has the tag"),
    ],
)
def test_what_cannot_be_is_said(destal: Run, arguments: list[str], message: str) -> None:
    notes()
    done = destal(*arguments)
    assert done.code in (1, 2, 3)
    assert message in done.err


def test_every_text_format_goes_to_stdout_and_what_is_left_behind_to_stderr(destal: Run) -> None:
    for name, form in FORMATS.items():
        if form.goes_out and not form.binary:
            done = destal("export", name)
            assert (name, done.code) == (name, 0)
            assert done.out
    assert "left behind: everything but questions" in destal("export", "markdown").err


def test_a_file_that_is_there_is_written_over_only_by_force(destal: Run) -> None:
    assert destal("export", "csv", "-o", "deck.csv").err == "written: deck.csv\n"
    done = destal("export", "csv", "-o", "deck.csv")
    assert (done.code, "--force writes over it" in done.err) == (2, True)
    assert destal("export", "csv", "-o", "deck.csv", "--force").code == 0
    assert Path("deck.csv").read_bytes().startswith(b"id,fact,prompt,answer")


def test_only_the_facts_that_are_asked_for_go_out(destal: Run) -> None:
    whole = json.loads(destal("export", "json").out)
    some = json.loads(destal("export", "json", "--kind", "quote").out)
    assert {fact["kind"] for fact in some["facts"]} == {"quote"}
    assert len(some["facts"]) < len(whole["facts"])
    assert destal("export", "csv", "--kind", "quote").out.count("\n") < destal("export", "csv").out.count("\n")


def test_with_several_decks_one_has_to_be_named(destal: Run) -> None:
    destal("import", notes(), "--yes")
    done = destal("export", "csv")
    assert (done.code, "name the one to export: notes, destalinization" in done.err) == (2, True)
    assert destal("export", "csv", "notes").code == 0


def test_a_deck_goes_out_as_json_and_comes_back_as_it_was(destal: Run, home: Path) -> None:
    assert home
    destal("export", "json", "-o", "d.json")
    done = destal("import", "d.json", "--deck", "copy", "--yes")
    assert done.code == 0
    again = json.loads(destal("export", "json", "copy").out)
    assert {**again, "id": "destalinization"} == json.loads(Path("d.json").read_text(encoding="utf-8"))


def test_the_packaged_decks_own_table_changes_nothing_and_one_that_was_edited_is_taken_by_force_into_a_copy(
    destal: Run, home: Path
) -> None:
    destal("export", "csv", "-o", "d.csv")
    assert "nothing new" in destal("import", "d.csv", "--yes").err
    text = Path("d.csv").read_text(encoding="utf-8").replace("What is the word for de-Stalinization in", "Say it in")
    notes(text, "d.csv")
    assert "stay as they are" in destal("import", "d.csv", "--yes").err
    assert not (home / "decks" / "destalinization.yaml").exists()
    done = destal("import", "d.csv", "--yes", "--force")
    assert "copied to" in done.err
    assert "ask: Say it in Russian" in (home / "decks" / "destalinization.yaml").read_text(encoding="utf-8")


def test_a_log_of_reviews_comes_in_once_and_goes_out_as_it_was(destal: Run, home: Path) -> None:
    destal("import", notes(), "--yes")
    notes(REVIEWS, "reviews.csv")
    assert "history: 2 reviews of 1 card" in destal("import", "reviews.csv", "--yes").err
    assert "history: 0 reviews of 0 cards, 2 were there already" in destal("import", "reviews.csv", "--yes").err
    rows = destal("export", "reviews").out.splitlines()
    assert [row.split(",")[:5] for row in rows[1:]] == [row.split(",")[:5] for row in REVIEWS.splitlines()[1:]]
    assert "sound: memory: the memory is what the reviews say\n" in destal("doctor").out
    with sqlite3.connect(home / "history.db") as history:
        assert history.execute("SELECT due FROM reviews ORDER BY id").fetchall() == [("2023-11-20",), ("2023-12-24",)]


def test_reviews_dated_in_the_future_are_left_out(destal: Run) -> None:
    notes(REVIEWS.replace("1701000000000", "4000000000000"), "reviews.csv")
    done = destal("import", "reviews.csv", "--yes")
    assert "left out: 1 review dated in the future" in done.err
    assert "history: 1 review of 1 card" in done.err


def test_the_log_of_a_deck_has_only_its_cards(destal: Run) -> None:
    notes(REVIEWS, "reviews.csv")
    destal("import", "reviews.csv", "--yes")
    assert destal("export", "reviews", "destalinization").out.count("\n") == 1
    assert destal("export", "reviews").out.count("\n") == 3


@pytest.mark.parametrize(
    ("name", "hint"),
    [("sheet.xlsx", "save the sheet as CSV"), ("deck.yaml", "destal decks add"), ("page.html", "destal build")],
)
def test_a_file_of_another_kind_says_what_to_do_with_it(destal: Run, name: str, hint: str) -> None:
    Path(name).write_bytes(b"PK\x03\x04" if name.endswith("x") else b"id: x\n")
    done = destal("import", name)
    assert (done.code, hint in done.err) == (1, True)


def test_facts_that_cannot_go_out_are_counted(destal: Run, wall: Path) -> None:
    text = wall.read_text(encoding="utf-8").replace("kind: event", "kind: evnt", 1)
    wall.write_text(text, encoding="utf-8")
    done = destal("export", "csv", "wall")
    assert (done.code, "left behind: 1 fact with problems; see: destal check" in done.err) == (0, True)


@pytest.mark.parametrize(
    "text",
    [
        "On 26 June 1953 Beria, the minister, was arrested, and so the years of terror ended.\n",
        "Stalin died, and was mourned.\n\nThen, in June, Beria was arrested, tried, and shot.\n\nThat was all.\n",
    ],
)
def test_prose_with_its_commas_is_no_table(destal: Run, text: str) -> None:
    assert "no format that destal takes in" in destal("import", notes(text, "prose.txt"), "--yes").err
