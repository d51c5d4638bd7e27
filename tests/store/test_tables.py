from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from destal_cli.store.exchange.tables import Shape, guarded, rows_of, shape_of, table, unguarded

COMMAS = Shape(",")


def cells(text: str, shape: Shape = COMMAS) -> list[list[str]]:
    return [row.cells for row in rows_of(text, shape)]


def test_a_quoted_cell_holds_separators_quotes_and_line_ends() -> None:
    assert cells('"a, b","he said ""no""","two\r\nlines"\r\nc,d,e\r\n') == [
        ["a, b", 'he said "no"', "two\r\nlines"],
        ["c", "d", "e"],
    ]


def test_a_row_knows_the_line_that_it_begins_in() -> None:
    assert [row.line for row in rows_of('a,b\n"c\nd",e\n\nf,g', Shape(","))] == [1, 2, 5]


def test_a_quote_that_nothing_closes_is_text_and_swallows_no_row() -> None:
    assert cells('"Ich bin, a\nb,c\n') == [['"Ich bin', " a"], ["b", "c"]]


def test_old_line_ends_of_a_mac_part_rows() -> None:
    assert cells("a,b\rc,d\r") == [["a", "b"], ["c", "d"]]


def test_an_empty_last_cell_is_a_cell() -> None:
    assert cells("a,\nb,") == [["a", ""], ["b", ""]]


def test_quotes_in_a_table_with_tabs_are_the_texts_own_unless_they_had_to_be_there() -> None:
    assert cells('"Ich bin ein Berliner"\tKennedy\n"a ""b"""\tc', Shape("\t")) == [
        ['"Ich bin ein Berliner"', "Kennedy"],
        ['a "b"', "c"],
    ]


def test_a_table_with_tabs_whose_first_line_is_quoted_throughout_is_quoted_throughout() -> None:
    assert cells('"q"\t"a"\n"x"\t"y"', Shape("\t")) == [["q", "a"], ["x", "y"]]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("a\tb, c\nd, e\tf", Shape("\t")),
        ("question;answer\nwho, and why?;Beria\n", Shape(";")),
        ('"a;b",c\n"d;e",f\n', Shape(",")),
        ("a|b\nc|d", Shape("|")),
        ("Stalin - a dictator\nBeria - his minister\n", Shape(" - ")),
        ("term one,definition one;term two,definition two", Shape(",", ";")),
        ("term one\tdefinition, one;term two\tdefinition two", Shape("\t", ";")),
    ],
)
def test_the_shape_of_a_table_is_found(text: str, shape: Shape) -> None:
    found = shape_of(text)
    assert found == shape or cells(text, found) == cells(text, shape)


def test_what_the_learner_says_of_the_shape_counts() -> None:
    assert cells("a => b ## c => d", shape_of("a => b ## c => d", " => ", " ## ")) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\ufeff=1", "'=1", "' '=1", "＝1", "-0043", "\u00a0-a"],
)
def test_what_a_spreadsheet_takes_for_a_formula_goes_out_behind_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-60", "-1.5", "'quoted'", "'tis", "a=b", "", "1953"])
def test_everything_else_goes_out_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\ufeff\u3000a1")) | st.text())
@example("' '=x")
def test_no_text_is_lost_behind_an_apostrophe(text: str) -> None:
    assert unguarded(guarded(text)) == text


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=5), st.sampled_from(",;\t"))
@example([['"', "'", "\r"]], ",")
@example([["\t", "\n", "a\tb"]], "\t")
def test_a_table_reads_as_it_was_written(rows: list[list[str]], separator: str) -> None:
    whole = [["a", "b", "c"], *rows]
    read = cells(table(whole, separator), Shape(separator))
    blank = [row for row in whole if not any(cell.strip() for cell in map(guarded, row))]
    assert [[unguarded(cell) for cell in row] for row in read] == [row for row in whole if row not in blank]


@pytest.mark.parametrize("text", ['"' * 20_000, '"a\n' * 7_000, '"""' * 7_000 + "\n", '",' * 10_000, " - " * 7_000])
def test_a_hostile_table_takes_no_time(text: str) -> None:
    shape = shape_of(text)
    assert len(list(rows_of(text, shape))) <= text.count("\n") + 1
