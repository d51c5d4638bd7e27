"""The lines of a choice: where each begins, and what is left out of them when a terminal has few rows."""

from __future__ import annotations

from destal_cli.screen.terminal import _choices, _on_screen

TEXTS = ["Willy Brandt", "Ernst Reuter", "a text that is longer than a line"]


def test_a_choice_that_takes_several_lines_is_pointed_at_and_bold_as_a_whole() -> None:
    lines, bold = _choices(TEXTS, ["1953"], 2, 27)
    assert lines == [
        "    1  Willy Brandt",
        "      1953",
        "    2  Ernst Reuter",
        "  › 3  a text that is",
        "       longer than a line",
    ]
    assert bold == range(3, 5)


def test_on_few_rows_what_is_pointed_at_stays_on_the_screen() -> None:
    lines, bold = _choices(TEXTS, [], 2, 80)
    assert _on_screen(["Which one?"], lines, bold, 24) == (["Which one?", *lines], range(3, 4))
    assert _on_screen(["Which one?"], lines, bold, 2) == (lines[1:], range(1, 2))
    lines, bold = _choices(TEXTS, [], 0, 80)
    assert _on_screen(["Which one?"], lines, bold, 2) == (["Which one?", lines[0]], range(1, 2))
