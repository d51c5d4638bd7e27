"""`destal` alone and `destal due` as documents: they say the same, and what to type next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run


def test_the_short_line_and_the_page_have_the_same_figures(destal: Run) -> None:
    destal("quiz", "--plain", "--new", "2", "--seed", "1", lines="\n" * 20)
    short, whole = json.loads(destal("due", "--json").out), json.loads(destal("--json").out)
    assert short == {key: whole[key] for key in short}
    assert (whole["command"], whole["exam"], [deck["seen"] for deck in whole["decks"]]) == ("destal quiz", None, [2])


def test_with_an_exam_to_come_its_plan_is_told(destal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESTAL_EXAM", "2027-02-01")
    exam = json.loads(destal("--json").out)["exam"]
    assert (exam["date"], exam["now"]) == ("2027-02-01", 0)
    assert exam["plan"] > 0.8


def test_without_a_deck_there_is_still_a_line_and_a_document(
    destal: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("destal_cli.store.library.packaged_decks", lambda: tmp_path / "none")
    assert (destal("due").code, destal("due").out) == (0, "0 due\n")
    assert (json.loads(destal("--json").out)["decks"], json.loads(destal("--json").out)["command"]) == (
        [],
        "destal decks new",
    )
