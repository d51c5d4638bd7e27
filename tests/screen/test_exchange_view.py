from __future__ import annotations

import io

import pytest

from destal_cli.core.notes import Incoming, Note
from destal_cli.core.problems import Problem
from destal_cli.screen.exchange import incoming_view
from destal_cli.screen.look import make_console

INCOMING = Incoming(
    "The thaw",
    (
        Note("When did Stalin die?", "5 March 1953", tags=("death",), line=2),
        Note("Who [red]spoke[/b]?", "Khrushchev\x1b[31m", also=("Хрущёв",), line=3),
    ),
    problems=(Problem("thaw.csv", 4, 1, "this row has no answer"),),
    lost=("column 4, “Points”: --columns says what it is",),
    understood=("columns parted by commas", "question → prompt · answer"),
)


def shown(width: int) -> str:
    file = io.StringIO()
    make_console(file, width).print(incoming_view(INCOMING, "thaw.csv", "csv", width))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_a_file_is_shown_with_how_it_was_read_its_notes_and_what_is_wrong() -> None:
    assert (
        shown(60)
        == """\
  The thaw   thaw.csv · csv
  columns parted by commas
  question → prompt · answer

      line 2  When did Stalin die?
              = 5 March 1953
              tags death
      line 3  Who [red]spoke[/b]?
              = Khrushchev[31m
              also Хрущёв

  2 notes, 1 problem
  ✗ line 4: this row has no answer
  ◐ not carried over: column 4, “Points”: --columns says
  what it is"""
    )


@pytest.mark.parametrize("width", [40, 80, 200])
def test_it_fits_every_screen(width: int) -> None:
    assert max(map(len, shown(width).splitlines())) <= width


def test_of_many_notes_and_problems_the_first_are_shown() -> None:
    many = Incoming(
        "Many",
        tuple(Note(f"q{n}", "a", line=n) for n in range(1, 30)),
        tuple(Problem("f", n, 1, "no answer") for n in range(30, 60)),
    )
    file = io.StringIO()
    make_console(file, 80).print(incoming_view(many, "f", "csv", 80))
    said = file.getvalue()
    assert ("q5" in said, "q6" in said, "20 more" in said) == (True, False, True)
