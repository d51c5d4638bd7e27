"""What is due in the weeks to come and the year behind, as calendars at every width."""

import datetime as dt
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import RenderableType

from destal_cli.core.days import DayScore
from destal_cli.screen.calendar import due_view, year_view
from destal_cli.screen.look import make_console

WEDNESDAY = dt.date(2026, 11, 25).toordinal()
BACKLOG = (6_347, 115, 86, 0, 99, 1_093, 71, 67, *range(30, 8, -1))


def page(what: RenderableType | None, width: int) -> str:
    """The calendar as text, without the blanks at the ends of lines."""
    assert what is not None
    out = io.StringIO()
    make_console(out, width).print(what)
    return "\n" + "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def year(last: int = 0) -> list[DayScore]:
    """A year of days up to the Wednesday: none in one month, every eleventh day off, and nothing on the last ones."""
    first = WEDNESDAY - 366
    away = range(first + 100, first + 131)
    counts = ((day, 0 if day in away or day % 11 == 0 else day * day % 37) for day in range(first, WEDNESDAY + 1))
    return [DayScore(day, count if day <= WEDNESDAY - last else 0) for day, count in counts]


DUE_AT_76 = """
Due                            6,347 now, ═ 6,203 overdue · 8,307 in 30 days
          Mon       Tue       Wed       Thu       Fri       Sat       Sun
23 Nov                      6,347 ═▸    115 ╸      86 ╸       ·        99 ╸
30 Nov  1,093 ━━     71 ╸      67 ╸      30 ╸      29 ╸      28 ╸      27 ╸
 7 Dec     26 ╸      25 ╸      24 ╸      23 ╸      22 ╸      21 ╸      20 ╸
14 Dec     19 ╸      18 ╸      17 ╸      16 ╸      15 ╸      14 ╸      13 ╸
21 Dec     12 ╸      11 ╸      10 ╸       9 ╸
"""

DUE_AT_38 = """
Due
6,347 now, ═ 6,203 overdue · 8,307 in
30 days
        Mo  Tu  We  Th  Fr  Sa  Su
23 Nov          6k 115  86   ·  99
30 Nov  1k  71  67  30  29  28  27
 7 Dec  26  25  24  23  22  21  20
14 Dec  19  18  17  16  15  14  13
21 Dec  12  11  10   9
"""

DUE_AT_30 = """
Due
6,347 now, ═ 6,203 overdue ·
8,307 in 30 days
today   6,347  ━━━━━━━━━━━━━━━
26 Nov    115  ━
27 Nov     86  ━
28 Nov      0
29 Nov     99  ━
30 Nov  1,093  ━━
 1 Dec     71  ━
"""


def test_each_week_of_what_is_due_is_a_row_and_a_backlog_goes_beyond_its_bar() -> None:
    assert page(due_view(BACKLOG, 6_203, WEDNESDAY, 76), 76) == DUE_AT_76


def test_where_bars_have_no_room_the_numbers_stay_and_are_shortened_where_they_must() -> None:
    assert page(due_view(BACKLOG, 6_203, WEDNESDAY, 38), 38) == DUE_AT_38


def test_where_a_week_has_no_room_the_next_seven_days_are_a_list() -> None:
    assert page(due_view(BACKLOG, 6_203, WEDNESDAY, 30), 30) == DUE_AT_30


@given(st.lists(st.integers(0, 999), min_size=30, max_size=30), st.integers(38, 100), st.integers(0, 6), st.data())
def test_every_day_that_is_ahead_has_its_number(due: list[int], wide: int, weekday: int, data: st.DataObject) -> None:
    overdue = data.draw(st.integers(0, due[0]))
    text = page(due_view(due, overdue, WEDNESDAY + weekday, wide), wide)
    rows = [re.sub(r"^ ?\d+ [A-Z][a-z]{2}", "", line) for line in text.splitlines() if re.match(r"^ ?\d+ [A-Z]", line)]
    numbers = [0 if found == "·" else int(found) for row in rows for found in re.findall(r"\d+|·", row)]
    assert numbers == due
    assert len(rows) == (30 + (WEDNESDAY + weekday - 1) % 7 + 6) // 7


YEAR_AT_76 = """
Calendar                                answers a day since 24 November 2025
     Dec Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov
Mon ▒▒·▒·█░░▓██▒▒▒█····█░░█░█▓·█▒▒▒██▓░░█·▒·▒▒█░░▓██·▒▒██    298 of 367 days
    ▓█░█░░█·█▓██▒▒▒····░█▒▒·▒▒█░░·██▒▒▒██▓█░·░░█░█▓██▒▒·█    5,479 answers
Wed █▓░░█▒▒·▒▒·░░▓·····██·█░█░░█░█▓█·▒▒▒██▓░░█▒··▒▒█░░▓██    most 36, 2 Dec
    ▒▒·██▓█░█░░█░······▒██▓░·█▒▒·▒▒█░░▓·█▒▒▒██▓█░█·░█░█▓     ░ 1-8
Fri █▒▒▒█·▓░░█▒▒·▒·····██▒▒▒██▓·░█░░█░█▓██·▒▒██▓░░█▒▒·▒▒     ▒ 9-17
    ░░▓██▒▒▒·█▓█░█····█·██▒▒▒██▓░░·▒▒·▒▒█░░▓█·▒▒▒██▓█░█░     ▓ 18-25
    ·░█▓██▒▒▒██·░░····▒▒█░·▓██▒▒▒██▓█·█░░█░█▓██▒·▒██▓░░█     █ 26-36
"""

YEAR_AT_38 = """
Calendar
answers a day since 6 April 2026
       May  Jun Jul Aug  Sep Oct Nov
Mon █░░█░█▓·█▒▒▒██▓░░█·▒·▒▒█░░▓██·▒▒██
    ░█▒▒·▒▒█░░·██▒▒▒██▓█░·░░█░█▓██▒▒·█
Wed ██·█░█░░█░█▓█·▒▒▒██▓░░█▒··▒▒█░░▓██
    ▒██▓░·█▒▒·▒▒█░░▓·█▒▒▒██▓█░█·░█░█▓
Fri ██▒▒▒██▓·░█░░█░█▓██·▒▒██▓░░█▒▒·▒▒
    ·██▒▒▒██▓░░·▒▒·▒▒█░░▓█·▒▒▒██▓█░█░
    ▒█░·▓██▒▒▒██▓█·█░░█░█▓██▒·▒██▓░░█
208 of 234 days · 3,890 answers · most
36, 29 Apr
░ 1-8  ▒ 9-17  ▓ 18-25  █ 26-36
"""


def test_a_year_has_a_column_for_each_week_with_its_numbers_beside_it() -> None:
    assert page(year_view(year(), 76), 76) == YEAR_AT_76


def test_a_narrow_screen_has_the_newest_months() -> None:
    assert page(year_view(year(), 38), 38) == YEAR_AT_38


def test_months_without_an_answer_are_shown_as_such() -> None:
    lines = page(year_view(year(last=320), 38), 38).splitlines()
    assert lines[4] == "Mon " + "·" * 34
    assert lines[-1] == "0 of 234 days · 0 answers"


def test_a_young_history_begins_with_its_week_and_has_a_quarter_at_least() -> None:
    days = [DayScore(WEDNESDAY - back, 5 if back == 0 else 0) for back in range(366, -1, -1)]
    assert page(year_view(days, 76), 76).splitlines()[3].startswith("Mon ·············    ")
    days[-150] = DayScore(WEDNESDAY - 149, 1)
    assert page(year_view(days, 76), 76).splitlines()[1].endswith("answers a day since 29 June 2026")


@pytest.mark.parametrize("wide", [3, 6])
def test_without_room_for_a_month_there_is_no_calendar(wide: int) -> None:
    assert year_view(year(), wide) is None


@given(st.lists(st.integers(0, 400), min_size=367, max_size=367))
def test_every_day_is_shaded_as_the_legend_says(counts: list[int]) -> None:
    days = [DayScore(WEDNESDAY - 366 + n, count) for n, count in enumerate(counts)]
    lines = page(year_view(days, 90), 90).splitlines()[3:10]
    legend = {"·": range(1)}
    for sign, low, high in re.findall(r"([░▒▓█]) (\d+)(?:-(\d+))?$", "\n".join(lines), re.MULTILINE):
        legend[sign] = range(int(low), int(high or low) + 1)
    for number, count in enumerate(counts):
        if days[number].day >= first_shown(days):
            column = (number // 7) - (first_shown(days) - days[0].day) // 7
            assert count in legend[lines[number % 7][4 + column]]


def first_shown(days: list[DayScore]) -> int:
    """The Monday of the first week that is shown."""
    first = next((day.day for day in days if day.answers), WEDNESDAY)
    return min(first - (first - 1) % 7, WEDNESDAY - 2 - 12 * 7)
