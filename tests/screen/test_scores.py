"""The scores page and the page of `destal` alone, as a reader sees them at 80 and at 40 columns."""

import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import RenderableType

from destal_cli.core.memory import Moment
from destal_cli.core.statistics import (
    DayScore,
    DeckStanding,
    Held,
    Scores,
    SessionScore,
    Standing,
    States,
    Streak,
    Totals,
)
from destal_cli.screen.look import in_ascii, make_console
from destal_cli.screen.scores import recall_sign, scores_as_json, scores_view, standing_view

TODAY = dt.date(2026, 11, 23).toordinal()


def page(what: RenderableType, width: int) -> str:
    """The page as text, without the blanks at the ends of lines."""
    out = io.StringIO()
    make_console(out, width).print(what)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def start(day: int, hour: int, minute: int = 0) -> Moment:
    """A time of a clock one hour east of Greenwich, `day` days before today."""
    local = dt.datetime.combine(dt.date.fromordinal(TODAY - day), dt.time(hour, minute), dt.UTC)
    return Moment((int(local.timestamp()) - 3600) * 1000, 60)


REVIEWS = (12, 9, 0, 0, 14, 11, 8, 0, 16, 10, 0, 21, 13, 6)
ASKED = (0, 4, 0, 0, 10, 11, 8, 0, 12, 10, 0, 15, 13, 5)
SCORES = Scores(
    day=TODAY,
    states=States(new=61, young=44, mature=12, suspended=1),
    due=(9, 4, 0, 7, 3, 0, 1),
    overdue=2,
    days=tuple(
        DayScore(TODAY - 13 + n, reviews, 18 if n == 7 else 0, asked, asked - asked // 5)
        for n, (reviews, asked) in enumerate(zip(REVIEWS, ASKED, strict=True))
    ),
    streak=Streak(6, 11, today=True),
    people=(
        Held("Lavrentiy Beria", 0.7423, 6, 8),
        Held("Nikita Khrushchev", 0.8641, 25, 47),
        Held("Jānis Rudzutaks", 1.0, 1, 4),
        Held("Georgi Malenkov", None, 0, 3),
    ),
    kinds=(Held("figure", 0.7991, 7, 10), Held("event", 0.8812, 19, 28), Held("claim", 0.9455, 30, 80)),
    sessions=(
        SessionScore(start(0, 20, 14), 6, 5, 95_000),
        SessionScore(start(1, 7, 2), 12, 12, 180_001),
        SessionScore(start(6, 21), 18, 7, 240_000, practice=True),
    ),
    totals=Totals(reviews=1_204, practice=18, days=37, sessions=41, took=15_120_000, kept=3),
)

AT_80 = """
  Scores                                                      23 November 2026

  6 days in a row · the longest was 11

  Cards                            118    Due                 9 now, 2 overdue
  new        61  ━━━━━━━━━━━━━━━━━━━━━    today       9  ━━━━━━━━━━━━━━━━━━━━━
  young      44  ━━━━━━━━━━━━━━━          Tue 24 Nov  4  ━━━━━━━━━
  mature     12  ━━━━                     Wed 25 Nov  0
  suspended   1  ━                        Thu 26 Nov  7  ━━━━━━━━━━━━━━━━
  mature: recall stays above 0.90 for     Fri 27 Nov  3  ━━━━━━━
  21 days                                 Sat 28 Nov  0
                                          Sun 29 Nov  1  ━━

  Last 14 days                           reviews · recall of cards seen before
  Tue 10 Nov  12  ━━━━━━━━━━━━━━━━━━━━━━━━━━
  Wed 11 Nov   9  ━━━━━━━━━━━━━━━━━━━                             100 %   of 4
  Thu 12 Nov   0
  Fri 13 Nov   0
  Sat 14 Nov  14  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━                   80 %  of 10
  Sun 15 Nov  11  ━━━━━━━━━━━━━━━━━━━━━━━━                         82 %  of 11
  Mon 16 Nov   8  ━━━━━━━━━━━━━━━━━                                88 %   of 8
  Tue 17 Nov   0  + 18 practice
  Wed 18 Nov  16  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━              83 %  of 12
  Thu 19 Nov  10  ━━━━━━━━━━━━━━━━━━━━━                            80 %  of 10
  Fri 20 Nov   0
  Sat 21 Nov  21  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━   80 %  of 15
  Sun 22 Nov  13  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━                     85 %  of 13
  today        6  ━━━━━━━━━━━━━                                    80 %   of 5

  Recall by person                                   ◐ below 0.80 · cards seen
  Lavrentiy Beria              ◐ 0.74  ━━━━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌    6 of 8
  Nikita Khrushchev            ● 0.86  ━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌╌  25 of 47
  Jānis Rudzutaks              ● 1.00  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━    1 of 4
  Georgi Malenkov              ○  new  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌    0 of 3

  Recall by kind of fact                                            cards seen
  figure                       ◐ 0.79  ━━━━━━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌   7 of 10
  event                        ● 0.88  ━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌╌  19 of 28
  claim                        ● 0.94  ━━━━━━━━━━━━━━━━━━━━━━━━━━━╌╌  30 of 80

  Sessions                                              right at the first try
  Mon 23 Nov 20:14               83 %  ━━━━━━━━━━━━━━━━━━╌╌╌╌    5 of 6  2 min
  Sun 22 Nov 07:02              100 %  ━━━━━━━━━━━━━━━━━━━━━━  12 of 12  4 min
  Tue 17 Nov 21:00 · practice    39 %  ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌   7 of 18  4 min

  1,204 reviews and 18 in practice · 37 days · 4 h 12 min
  kept for cards that are in no deck: 3
"""

AT_40 = """
  Scores                23 November 2026

  6 days in a row · the longest was 11

  Cards                              118
  new        61  ━━━━━━━━━━━━━━━━━━━━━━━
  young      44  ━━━━━━━━━━━━━━━━
  mature     12  ━━━━
  suspended   1  ━
  mature: recall stays above 0.90 for 21
  days

  Due                   9 now, 2 overdue
  today       9  ━━━━━━━━━━━━━━━━━━━━━━━
  Tue 24 Nov  4  ━━━━━━━━━━
  Wed 25 Nov  0
  Thu 26 Nov  7  ━━━━━━━━━━━━━━━━━
  Fri 27 Nov  3  ━━━━━━━
  Sat 28 Nov  0
  Sun 29 Nov  1  ━━

  Last 14 days
  reviews + practice · recall of cards
  seen before
  10 Nov  12  ━━━━━━
  11 Nov   9  ━━━━━         100 %   of 4
  12 Nov   0
  13 Nov   0
  14 Nov  14  ━━━━━━━━       80 %  of 10
  15 Nov  11  ━━━━━━         82 %  of 11
  16 Nov   8  ━━━━           88 %   of 8
  17 Nov   0  + 18
  18 Nov  16  ━━━━━━━━━      83 %  of 12
  19 Nov  10  ━━━━━          80 %  of 10
  20 Nov   0
  21 Nov  21  ━━━━━━━━━━━━   80 %  of 15
  22 Nov  13  ━━━━━━━        85 %  of 13
  today    6  ━━━            80 %   of 5

  Recall by person
  ◐ below 0.80 · cards seen
  Lavrentiy Beria
    ◐ 0.74  ━━━━━━━━━━━━━╌╌╌╌╌    6 of 8
  Nikita Khrushchev
    ● 0.86  ━━━━━━━━━━━━━━━╌╌╌  25 of 47
  Jānis Rudzutaks
    ● 1.00  ━━━━━━━━━━━━━━━━━━    1 of 4
  Georgi Malenkov
    ○  new  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌    0 of 3

  Recall by kind of fact      cards seen
  figure
    ◐ 0.79  ━━━━━━━━━━━━━━╌╌╌╌   7 of 10
  event
    ● 0.88  ━━━━━━━━━━━━━━━╌╌╌  19 of 28
  claim
    ● 0.94  ━━━━━━━━━━━━━━━━━╌  30 of 80

  Sessions        right at the first try
  Mon 23 Nov 20:14
      83 %  ━━━━━━━━━╌╌    5 of 6  2 min
  Sun 22 Nov 07:02
     100 %  ━━━━━━━━━━━  12 of 12  4 min
  Tue 17 Nov 21:00 · practice
      39 %  ━━━━╌╌╌╌╌╌╌   7 of 18  4 min

  1,204 reviews and 18 in practice · 37
  days · 4 h 12 min
  kept for cards that are in no deck: 3
"""


def test_the_scores_page_at_80_columns() -> None:
    assert page(scores_view(SCORES, 80), 80) == AT_80


def test_the_scores_page_at_40_columns_has_the_same_below_each_other() -> None:
    assert page(scores_view(SCORES, 40), 40) == AT_40


def test_a_wide_terminal_is_not_filled() -> None:
    assert max(map(len, page(scores_view(SCORES, 200), 200).splitlines())) == 94


NO_DAYS = tuple(DayScore(TODAY - 13 + n) for n in range(14))
NOTHING = Scores(TODAY, States(new=118), (0,) * 7, 0, NO_DAYS, Streak(), (), (), (), Totals())


BEGIN = """
  Nothing has been answered yet.
  118 cards are waiting; this page fills up as you answer.

  next: destal quiz
"""

NO_CARDS = """
  There are no cards yet.

  next: destal decks
"""


def test_without_an_answer_the_page_says_how_to_begin() -> None:
    assert page(scores_view(NOTHING, 80), 80) == BEGIN
    assert "1 card is waiting" in page(scores_view(replace(NOTHING, states=States(new=1)), 80), 80)
    assert page(scores_view(replace(NOTHING, states=States()), 80), 80) == NO_CARDS


CRAMMED = replace(
    NOTHING,
    states=States(new=2),
    days=(*NOTHING.days[:-1], DayScore(TODAY, practice=3)),
    kinds=(Held("event", None, 0, 2),),
    sessions=(SessionScore(start(0, 9), 2, 1, 30_000, practice=True),),
    totals=Totals(practice=3, days=1, sessions=1, took=30_000),
)

AFTER_PRACTICE = """
  Scores                                                      23 November 2026

  Practice only so far: nothing is scheduled yet.
  next: destal quiz

  Cards                                                                      2
  new     2  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  young   0
  mature  0

  Last 14 days                           reviews · recall of cards seen before
  Tue 10 Nov  0
  Wed 11 Nov  0
  Thu 12 Nov  0
  Fri 13 Nov  0
  Sat 14 Nov  0
  Sun 15 Nov  0
  Mon 16 Nov  0
  Tue 17 Nov  0
  Wed 18 Nov  0
  Thu 19 Nov  0
  Fri 20 Nov  0
  Sat 21 Nov  0
  Sun 22 Nov  0
  today       0  + 3 practice

  Sessions                                              right at the first try
  Mon 23 Nov 09:00 · practice  50 %  ━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌  1 of 2  1 min

  3 answers in practice · 1 day · 1 min
"""


def test_after_practice_alone_the_page_says_that_nothing_is_scheduled() -> None:
    assert page(scores_view(CRAMMED, 80), 80) == AFTER_PRACTICE


def test_history_without_any_deck_is_shown_and_told_apart() -> None:
    totals = Totals(reviews=4, days=1, sessions=1, took=61_000, kept=4)
    found = replace(CRAMMED, states=States(), days=NOTHING.days, kinds=(), streak=Streak(0, 1), totals=totals)
    text = page(scores_view(found, 80), 80)
    assert "Cards" not in text
    assert text.endswith("  4 reviews · 1 day · 2 min\n  kept for cards that are in no deck: 4\n")


@pytest.mark.parametrize(
    ("streak", "told"),
    [
        (Streak(6, 6, today=True), "6 days in a row"),
        (Streak(1, 1), "1 day in a row · today can make it 2"),
        (Streak(6, 11), "6 days in a row · the longest was 11 · today can make it 7"),
        (Streak(0, 11), "A new row of days begins with your next answer · the longest was 11"),
    ],
)
def test_a_streak_is_told_in_words(streak: Streak, told: str) -> None:
    assert page(scores_view(replace(SCORES, streak=streak), 80), 80).splitlines()[3] == f"  {told}"


def test_recall_is_cut_so_that_its_sign_and_its_number_agree() -> None:
    signs = [recall_sign(recall).plain for recall in (0.7999, 0.8, 0.9999, 1.0, 0.29, None)]
    assert signs == ["◐ 0.79", "● 0.80", "● 0.99", "● 1.00", "◐ 0.29", "○  new"]


def test_of_many_people_the_weakest_twelve_are_named() -> None:
    people = tuple(Held(f"Person {n}", 0.5 + n / 100, 1, 1) for n in range(30))
    text = page(scores_view(replace(SCORES, people=people), 80), 80)
    assert "Person 11" in text
    assert "Person 12" not in text
    assert "and 18 more people" in text
    assert "Person 12" in page(scores_view(replace(SCORES, people=people[:13]), 80), 80)


def test_long_names_wrap_and_nothing_in_them_is_obeyed() -> None:
    name = "Nikita Sergeyevich Khrushchev of Kalinovka, First Secretary"
    people = (Held(name, 0.9, 1, 2), Held("[red]Х[/b]\x1b[2J", 0.9, 1, 2))
    assert page(scores_view(replace(SCORES, people=people), 80), 80).splitlines()[31:34] == [
        "  Nikita Sergeyevich Khrushchev   ● 0.90  ━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌  1 of 2",
        "  of Kalinovka, First Secretary",
        "  [red]Х[/b][2J                   ● 0.90  ━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌  1 of 2",
    ]
    assert page(scores_view(replace(SCORES, people=people), 40), 40).splitlines()[42:47] == [
        "  Nikita Sergeyevich Khrushchev of",
        "  Kalinovka, First Secretary",
        "    ● 0.90  ━━━━━━━━━━━━━━━━━━╌╌  1 of 2",
        "  [red]Х[/b][2J",
        "    ● 0.90  ━━━━━━━━━━━━━━━━━━╌╌  1 of 2",
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(10, 200), st.text(min_size=1, max_size=60))
def test_no_line_is_wider_than_the_screen_and_no_control_reaches_it(width: int, name: str) -> None:
    deck = DeckStanding("x", name, 1, 2, 1, 1, 1, 0, 0.5)
    scores = replace(SCORES, people=(Held(name, 0.5, 1, 2),))
    for what in (
        scores_view(scores, width),
        standing_view(Standing(TODAY, (deck,), 1, 1, 1, None), "destal quiz", width),
    ):
        text = page(what, width)
        assert all(cell_len(line) <= width for line in text.splitlines())
        assert "\x1b" not in text


def test_every_sign_has_its_like_in_ascii() -> None:
    text = page(scores_view(SCORES, 80), 80).replace("ā", "a")
    assert in_ascii(text).isascii()


STANDING = Standing(
    day=TODAY,
    decks=(
        DeckStanding("destalinization", "De-Stalinization", 87, 121, 82, 12, 39, 3, 0.9072),
        DeckStanding("berlin", "The Berlin Wall", 5, 6, 0, 0, 6, 0, None),
    ),
    due=12,
    new_today=7,
    minutes=4,
    next_due=(TODAY + 1, 5),
)

STANDING_AT_80 = """
                                                      due  new  fading  recall
  De-Stalinization                                     12   39       3  ● 0.90
    87 facts · 121 cards, 82 seen
  The Berlin Wall                                       0    6       0  ○  new
    5 facts · 6 cards, 0 seen

  next: destal quiz                   12 due and 7 new today · about 4 minutes
"""

STANDING_AT_40 = """
  De-Stalinization
    87 facts · 121 cards, 82 seen
    12 due · 39 new · 3 fading
    recall ● 0.90
  The Berlin Wall
    5 facts · 6 cards, 0 seen
    0 due · 6 new · 0 fading

  12 due and 7 new today · about 4
  minutes
  next: destal quiz
"""


def test_where_you_stand_at_80_and_at_40_columns() -> None:
    assert page(standing_view(STANDING, "destal quiz", 80), 80) == STANDING_AT_80
    assert page(standing_view(STANDING, "destal quiz", 40), 40) == STANDING_AT_40


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (replace(STANDING, due=0, new_today=1, minutes=1), "1 new today · about 1 minute"),
        (replace(STANDING, new_today=0), "12 due today · about 4 minutes"),
        (replace(STANDING, due=0, new_today=0, minutes=0), "nothing is due today · 5 cards tomorrow"),
        (
            replace(STANDING, due=0, new_today=0, minutes=0, next_due=(TODAY + 9, 1)),
            "nothing is due today · 1 card on 2 December 2026",
        ),
        (replace(STANDING, due=0, new_today=0, minutes=0, next_due=None), "nothing is due"),
    ],
)
def test_the_last_line_says_what_to_type_and_what_waits(standing: Standing, told: str) -> None:
    last = page(standing_view(standing, "destal quiz", 80), 80).splitlines()[-1]
    assert last.split("  ")[1] == "next: destal quiz"
    assert last.endswith(f"  {told}")


def test_without_a_deck_there_is_still_something_to_type() -> None:
    empty = Standing(TODAY, (), 0, 0, 0, None)
    assert page(standing_view(empty, "destal decks", 80), 80) == "\n  There is no deck yet.\n\n  next: destal decks\n"


def test_scores_as_json() -> None:
    document = scores_as_json(SCORES)
    assert json.loads(json.dumps(document)) == document
    assert document["date"] == "2026-11-23"
    assert document["cards"] == {"total": 118, "new": 61, "young": 44, "mature": 12, "suspended": 1, "buried": 0}
    assert document["streak"] == {"days": 6, "longest": 11, "today": True}
    assert document["people"] == [
        {"name": "Lavrentiy Beria", "recall": 0.7423, "seen": 6, "cards": 8},
        {"name": "Nikita Khrushchev", "recall": 0.8641, "seen": 25, "cards": 47},
        {"name": "Jānis Rudzutaks", "recall": 1.0, "seen": 1, "cards": 4},
        {"name": "Georgi Malenkov", "recall": None, "seen": 0, "cards": 3},
    ]
    totals = {"reviews": 1204, "practice": 18, "days": 37, "sessions": 41, "minutes": 252.0, "kept": 3}
    assert document["totals"] == totals


def test_days_in_json_are_iso_dates_and_starts_have_their_offset() -> None:
    document = json.loads(json.dumps(scores_as_json(SCORES)))
    assert document["due"]["now"] == 9
    assert document["due"]["overdue"] == 2
    assert document["due"]["days"][:2] == [{"date": "2026-11-23", "cards": 9}, {"date": "2026-11-24", "cards": 4}]
    assert document["days"][0] == {
        "date": "2026-11-10", "reviews": 12, "practice": 0, "asked": 0, "recalled": 0, "recall": None,
    }  # fmt: skip
    assert document["days"][-1]["recall"] == 0.8
    assert document["sessions"][2] == {
        "date": "2026-11-17",
        "start": "2026-11-17T21:00:00+01:00",
        "cards": 18,
        "right": 7,
        "minutes": 4.0,
        "practice": True,
    }
