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

from destal_cli.cli.options import SECTIONS as NAMES
from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.days import DayScore, SessionScore, Streak
from destal_cli.core.facts import Answer, AnswerType, Deck, Evidence, Fact, Kind
from destal_cli.core.held import Held
from destal_cli.core.leeches import Leech
from destal_cli.core.memory import Moment
from destal_cli.core.standing import DeckStanding, Standing
from destal_cli.core.statistics import Scores, States, Totals
from destal_cli.screen.bars import recall_sign
from destal_cli.screen.look import make_console
from destal_cli.screen.palette import in_ascii
from destal_cli.screen.scores import SECTIONS, scores_view
from destal_cli.screen.scores_json import scores_as_json
from destal_cli.screen.standing import standing_view

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
YEAR = 52 * 7 + 1  # days of a calendar that ends on a Monday


def year(*last: DayScore) -> tuple[DayScore, ...]:
    """A calendar that ends with some days, and had no answer before."""
    return (*(DayScore(TODAY - back) for back in range(YEAR - 1, len(last) - 1, -1)), *last)


def beria(shipped: Deck) -> Leech:
    """A leech of the flagship deck."""
    card = next(card for card in cards_of_deck(shipped) if card.id == "destalinization/beria-interior/who")
    advice = ("taken for Georgi Malenkov 5 times", "see both side by side", 'destal people "Georgi Malenkov"')
    return Leech(card, 12, *advice)


@pytest.fixture(scope="module")
def full(shipped: Deck) -> Scores:
    """The scores with a leech."""
    return replace(SCORES, leeches=(beria(shipped),), lapsing=1)


SCORES = Scores(
    day=TODAY,
    aim=0.9,
    states=States(new=61, young=44, mature=12, suspended=1),
    due=(9, 4, 0, 7, 3, 0, 1, *[0] * 10, 2, 1, *[0] * 11),
    overdue=2,
    days=year(
        *(
            DayScore(TODAY - 13 + n, reviews, 18 if n == 7 else 0, asked, asked - asked // 5, reviews * 9_000)
            for n, (reviews, asked) in enumerate(zip(REVIEWS, ASKED, strict=True))
        )
    ),
    streak=Streak(6, 11, today=True),
    all=Held("", 0.8731, 56, 118),
    topics=(Held("succession", 0.7423, 6, 21), Held("secret-speech", 0.8641, 25, 34), Held("name", None, 0, 14)),
    people=(
        Held("Lavrentiy Beria", 0.7423, 6, 8),
        Held("Nikita Khrushchev", 0.8641, 25, 47),
        Held("Jānis Rudzutaks", 1.0, 1, 4),
        Held("Georgi Malenkov", None, 0, 3),
    ),
    kinds=(Held("figure", 0.7991, 7, 10), Held("event", 0.8812, 19, 28), Held("claim", 0.9455, 30, 80)),
    periods=(Held("1953", 0.9012, 20, 31), Held("1956", 0.7912, 26, 40)),
    leeches=(),
    lapsing=0,
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
  recall now ● 0.87 · 56 of 118 cards seen
  true retention 83 % · of 88 asked in 30 days, and you aim at 90 %

  Cards                            118    Time               4 h 12 min in all
  new        61  ━━━━━━━━━━━━━━━━━━━━━     9 Nov      7 min  ━━━━━━━━━━━
  young      44  ━━━━━━━━━━━━━━━          16 Nov     11 min  ━━━━━━━━━━━━━━━━━
  mature     12  ━━━━                     this week   1 min  ━
  suspended   1  ━
  mature: holds for 21 days and more

  Due                                       9 now, ═ 2 overdue · 27 in 30 days
          Mon       Tue       Wed       Thu       Fri       Sat       Sun
  23 Nov    9 ═━━━    4 ━╸      ·         7 ━━━     3 ━       ·         1 ╸
  30 Nov    ·         ·         ·         ·         ·         ·         ·
   7 Dec    ·         ·         ·         2 ╸       1 ╸       ·         ·
  14 Dec    ·         ·         ·         ·         ·         ·         ·
  21 Dec    ·         ·

  Leeches                                     lapsed 8 times and more · 1 card
    12 ×  Who was head of the Ministry of the Interior in the collective lead…
          taken for Georgi Malenkov 5 times: see both side by side
          ↳ destal people "Georgi Malenkov"

  Recall by topic    ◐ below 0.80 · cards seen    Recall by kind          seen
  succession     ◐ 0.74  ━━━━━━━━╌╌╌   6 of 21    figure  ◐ 0.79  ━━━━━━╌╌   7
  secret-speech  ● 0.86  ━━━━━━━━━╌╌  25 of 34    event   ● 0.88  ━━━━━━━╌  19
  name           ○  new  ╌╌╌╌╌╌╌╌╌╌╌   0 of 14    claim   ● 0.94  ━━━━━━━╌  30

  Recall by person   ◐ below 0.80 · cards seen    Recall by period        seen
  Lavrentiy Beria    ◐ 0.74  ━━━━━╌╌    6 of 8    1953  ● 0.90  ━━━╌  20 of 31
  Nikita Khrushchev  ● 0.86  ━━━━━━╌  25 of 47    1956  ◐ 0.79  ━━━╌  26 of 40
  Jānis Rudzutaks    ● 1.00  ━━━━━━━    1 of 4
  Georgi Malenkov    ○  new  ╌╌╌╌╌╌╌    0 of 3

  Calendar                                  answers a day since 31 August 2026
      Sep Oct Nov
  Mon ···········▒▒     11 of 85 days
      ··········▓█      138 answers
  Wed ··········▒█      most 21, 21 Nov
      ···········▓      ░ 1-4
  Fri ············      ▒ 5-9
      ··········██      ▓ 10-13
      ··········▓▓      █ 14-21

  Last 7 days                                         reviews · true retention
  Tue 17 Nov   0  + 18 practice
  Wed 18 Nov  16  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━             83 %  10 of 12
  Thu 19 Nov  10  ━━━━━━━━━━━━━━━━━━━━                          80 %   8 of 10
  Fri 20 Nov   0
  Sat 21 Nov  21  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  80 %  12 of 15
  Sun 22 Nov  13  ━━━━━━━━━━━━━━━━━━━━━━━━━━━                   85 %  11 of 13
  today        6  ━━━━━━━━━━━━                                     –    4 of 5
  – fewer than 10 asked: too few for a share

  Sessions                                              right at the first try
  Mon 23 Nov 20:14              83 %  ━━━━━━━━━━━━━━━━━━━╌╌╌╌    5 of 6  2 min
  Sun 22 Nov 07:02             100 %  ━━━━━━━━━━━━━━━━━━━━━━━  12 of 12  4 min
  Tue 17 Nov 21:00 · practice   39 %  ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌   7 of 18  4 min
  and 38 more: destal scores sessions

  1,204 reviews and 18 in practice · 37 days · 41 sessions
  kept for cards that are in no deck: 3
"""

AT_40 = """
  Scores                23 November 2026

  6 days in a row · the longest was 11
  recall now ● 0.87 · 56 of 118 cards
  seen
  true retention 83 % · of 88 asked in
  30 days, and you aim at 90 %

  Cards                              118
  new        61  ━━━━━━━━━━━━━━━━━━━━━━━
  young      44  ━━━━━━━━━━━━━━━━
  mature     12  ━━━━
  suspended   1  ━
  mature: holds for 21 days and more

  Time                 4 h 12 min in all
   9 Nov      7 min  ━━━━━━━━━━━━
  16 Nov     11 min  ━━━━━━━━━━━━━━━━━━━
  this week   1 min  ━

  Due
  9 now, ═ 2 overdue · 27 in 30 days
          Mo  Tu  We  Th  Fr  Sa  Su
  23 Nov   9   4   ·   7   3   ·   1
  30 Nov   ·   ·   ·   ·   ·   ·   ·
   7 Dec   ·   ·   ·   2   1   ·   ·
  14 Dec   ·   ·   ·   ·   ·   ·   ·
  21 Dec   ·   ·

  Leeches
  lapsed 8 times and more · 1 card
    12 ×  Who was head of the Ministry …
          taken for Georgi Malenkov 5
          times: see both side by side
          ↳ destal people "Georgi
          Malenkov"

  Recall by topic        ◐ < 0.80 · seen
  succession     ◐ 0.74  ━━━╌╌   6 of 21
  secret-speech  ● 0.86  ━━━━╌  25 of 34
  name           ○  new  ╌╌╌╌╌   0 of 14

  Recall by kind         ◐ < 0.80 · seen
  figure  ◐ 0.79  ━━━━━━━━━╌╌╌   7 of 10
  event   ● 0.88  ━━━━━━━━━━╌╌  19 of 28
  claim   ● 0.94  ━━━━━━━━━━━╌  30 of 80

  Recall by person       ◐ < 0.80 · seen
  Lavrentiy Beria
    ◐ 0.74  ━━━━━━━━━━━━━╌╌╌╌╌    6 of 8
  Nikita Khrushchev
    ● 0.86  ━━━━━━━━━━━━━━━╌╌╌  25 of 47
  Jānis Rudzutaks
    ● 1.00  ━━━━━━━━━━━━━━━━━━    1 of 4
  Georgi Malenkov
    ○  new  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌    0 of 3

  Recall by period       ◐ < 0.80 · seen
  1953  ● 0.90  ━━━━━━━━━━━━╌╌  20 of 31
  1956  ◐ 0.79  ━━━━━━━━━━━╌╌╌  26 of 40

  Calendar
  answers a day since 31 August 2026
      Sep Oct Nov
  Mon ···········▒▒     11 of 85 days
      ··········▓█      138 answers
  Wed ··········▒█      most 21, 21 Nov
      ···········▓      ░ 1-4
  Fri ············      ▒ 5-9
      ··········██      ▓ 10-13
      ··········▓▓      █ 14-21

  Last 7 days
  reviews + practice · true retention
  17 Nov   0  + 18
  18 Nov  16  ━━━━━━━     83 %  10 of 12
  19 Nov  10  ━━━━        80 %   8 of 10
  20 Nov   0
  21 Nov  21  ━━━━━━━━━━  80 %  12 of 15
  22 Nov  13  ━━━━━━      85 %  11 of 13
  today    6  ━━             –    4 of 5
  – fewer than 10 asked: too few for a
  share

  Sessions        right at the first try
  Mon 23 Nov 20:14
     83 %  ━━━━━━━━━━╌╌    5 of 6  2 min
  Sun 22 Nov 07:02
    100 %  ━━━━━━━━━━━━  12 of 12  4 min
  Tue 17 Nov 21:00 · practice
     39 %  ━━━━╌╌╌╌╌╌╌╌   7 of 18  4 min
  and 38 more: destal scores sessions

  1,204 reviews and 18 in practice · 37
  days · 41 sessions
  kept for cards that are in no deck: 3
"""


def test_the_scores_page_at_80_columns(full: Scores) -> None:
    assert page(scores_view(full, 80), 80) == AT_80


def test_the_scores_page_at_40_columns_has_the_same_below_each_other(full: Scores) -> None:
    assert page(scores_view(full, 40), 40) == AT_40


def test_a_wide_terminal_is_not_filled(full: Scores) -> None:
    assert max(map(len, page(scores_view(full, 200), 200).splitlines())) == 94


def test_a_section_that_is_named_stands_alone_and_whole(full: Scores) -> None:
    assert page(scores_view(full, 80, ["sessions", "periods"]), 80) == NAMED
    assert page(scores_view(full, 80, ["leeches"], "De-Stalinization"), 80) == LEECHES


NAMED = """
  Scores                                                      23 November 2026

  Recall by period                                   ◐ below 0.80 · cards seen
  1953  ● 0.90  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌  20 of 31
  1956  ◐ 0.79  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌  26 of 40

  Sessions                                              right at the first try
  Mon 23 Nov 20:14              83 %  ━━━━━━━━━━━━━━━━━━━╌╌╌╌    5 of 6  2 min
  Sun 22 Nov 07:02             100 %  ━━━━━━━━━━━━━━━━━━━━━━━  12 of 12  4 min
  Tue 17 Nov 21:00 · practice   39 %  ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌   7 of 18  4 min
  and 38 more
"""

LEECHES = """
  Scores                                                      23 November 2026
  De-Stalinization

  Leeches                                     lapsed 8 times and more · 1 card
    12 ×  Who was head of the Ministry of the Interior in the collective lead…
          taken for Georgi Malenkov 5 times: see both side by side
          ↳ destal people "Georgi Malenkov"
"""


def test_every_section_has_a_name_that_the_command_knows() -> None:
    assert tuple(SECTIONS) == NAMES


NOTHING = Scores(
    TODAY,
    0.9,
    States(new=118),
    (0,) * 30,
    0,
    year(),
    Streak(),
    Held("", None, 0, 118),
    (),
    (),
    (),
    (),
    (),
    0,
    (),
    Totals(),
)


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
    assert page(scores_view(NOTHING, 80, scope="The Wall"), 80) == "\n  The Wall" + BEGIN
    assert "1 card is waiting" in page(scores_view(replace(NOTHING, states=States(new=1)), 80), 80)
    assert page(scores_view(replace(NOTHING, states=States()), 80), 80) == NO_CARDS


FIRST = replace(
    NOTHING,
    states=States(new=117, young=1),
    due=(0, 0, 1, *[0] * 27),
    days=year(DayScore(TODAY, 1, took=8_000)),
    streak=Streak(1, 1, today=True),
    all=Held("", 1.0, 1, 118),
    kinds=(Held("event", 1.0, 1, 118),),
    sessions=(SessionScore(start(0, 9), 1, 1, 8_000),),
    totals=Totals(reviews=1, days=1, sessions=1, took=8_000),
)

AFTER_ONE = """
  Scores                                                      23 November 2026

  1 day in a row
  recall now ● 1.00 · 1 of 118 cards seen
  true retention · nothing that you had seen before was asked in 30 days

  Cards                            118    Time                    1 min in all
  new     117  ━━━━━━━━━━━━━━━━━━━━━━━    this week  1 min  ━━━━━━━━━━━━━━━━━━
  young     1  ━
  mature    0
  mature: holds for 21 days and more

  Due                                                     0 now · 1 in 30 days
          Mon       Tue       Wed       Thu       Fri       Sat       Sun
  23 Nov    ·         ·         1 ━       ·         ·         ·         ·
  30 Nov    ·         ·         ·         ·         ·         ·         ·
   7 Dec    ·         ·         ·         ·         ·         ·         ·
  14 Dec    ·         ·         ·         ·         ·         ·         ·
  21 Dec    ·         ·

  Recall by kind                                     ◐ below 0.80 · cards seen
  event  ● 1.00  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  1 of 118

  Calendar                                  answers a day since 31 August 2026
      Sep Oct Nov
  Mon ············█     1 of 85 days
      ············      1 answer
  Wed ············      █ 1
      ············
  Fri ············
      ············
      ············

  Last 7 days                                         reviews · true retention
  Tue 17 Nov  0
  Wed 18 Nov  0
  Thu 19 Nov  0
  Fri 20 Nov  0
  Sat 21 Nov  0
  Sun 22 Nov  0
  today       1  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

  Sessions                                              right at the first try
  Mon 23 Nov 09:00  100 %  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  1 of 1  1 min

  1 review · 1 day · 1 session
"""


def test_after_one_answer_the_page_has_what_can_be_told() -> None:
    assert page(scores_view(FIRST, 80), 80) == AFTER_ONE


CRAMMED = replace(
    NOTHING,
    states=States(new=2),
    days=year(DayScore(TODAY, practice=3, took=30_000)),
    kinds=(Held("event", None, 0, 2),),
    sessions=(SessionScore(start(0, 9), 2, 1, 30_000, practice=True),),
    totals=Totals(practice=3, days=1, sessions=1, took=30_000),
)

AFTER_PRACTICE = """
  Scores                                                      23 November 2026

  Practice only so far: nothing is scheduled yet.
  next: destal quiz

  Cards                              2    Time                    1 min in all
  new     2  ━━━━━━━━━━━━━━━━━━━━━━━━━    this week  1 min  ━━━━━━━━━━━━━━━━━━
  young   0
  mature  0

  Calendar                                  answers a day since 31 August 2026
      Sep Oct Nov
  Mon ············█     1 of 85 days
      ············      3 answers
  Wed ············      ▒ 1
      ············      ▓ 2
  Fri ············      █ 3
      ············
      ············

  Last 7 days                                         reviews · true retention
  Tue 17 Nov  0
  Wed 18 Nov  0
  Thu 19 Nov  0
  Fri 20 Nov  0
  Sat 21 Nov  0
  Sun 22 Nov  0
  today       0  + 3 practice

  Sessions                                              right at the first try
  Mon 23 Nov 09:00 · practice  50 %  ━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌  1 of 2  1 min

  3 answers in practice · 1 day · 1 session
"""


def test_after_practice_alone_the_page_says_that_nothing_is_scheduled() -> None:
    assert page(scores_view(CRAMMED, 80), 80) == AFTER_PRACTICE


def test_history_without_any_deck_is_shown_and_told_apart() -> None:
    totals = Totals(reviews=4, days=1, sessions=1, took=61_000, kept=4)
    found = replace(CRAMMED, states=States(), days=NOTHING.days, kinds=(), streak=Streak(0, 1), totals=totals)
    text = page(scores_view(found, 80), 80)
    assert "Cards" not in text
    assert "Calendar" not in text
    assert text.endswith("  4 reviews · 1 day · 1 session\n  kept for cards that are in no deck: 4\n")


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


@pytest.mark.parametrize(
    ("asked", "recalled", "told"),
    [
        (0, 0, "true retention · nothing that you had seen before was asked in 30 days"),
        (9, 8, "true retention 8 of 9 asked in 30 days · too few to tell, and you aim at 90 %"),
        (10, 8, "true retention 80 % · of 10 asked in 30 days, and you aim at 90 %"),
    ],
)
def test_a_share_of_few_is_not_called_retention(asked: int, recalled: int, told: str) -> None:
    days = year(DayScore(TODAY - 30, 50, 0, 50, 0), *(DayScore(TODAY - n) for n in range(29, 0, -1)), DayScore(
        TODAY, asked, 0, asked, recalled))  # fmt: skip
    assert page(scores_view(replace(SCORES, days=days), 80), 80).splitlines()[5] == f"  {told}"


def test_recall_is_cut_so_that_its_sign_and_its_number_agree() -> None:
    signs = [recall_sign(recall).plain for recall in (0.7999, 0.8, 0.9999, 1.0, 0.29, None)]
    assert signs == ["◐ 0.79", "● 0.80", "● 0.99", "● 1.00", "◐ 0.29", "○  new"]


def test_of_many_people_the_weakest_five_are_named_and_the_section_names_them_all() -> None:
    people = tuple(Held(f"Person {n:02}", 0.5 + n / 100, 1, 1) for n in range(30))
    text = page(scores_view(replace(SCORES, people=people), 80), 80)
    assert "Person 04" in text
    assert "Person 05" not in text
    assert "and 25 more: destal scores people" in text
    assert "Person 05" in page(scores_view(replace(SCORES, people=people[:6]), 80), 80)
    assert "Person 29" in page(scores_view(replace(SCORES, people=people), 80, ["people"]), 80)


def test_long_names_wrap_and_nothing_in_them_is_obeyed() -> None:
    name = "Nikita Sergeyevich Khrushchev of Kalinovka, First Secretary"
    people = (Held(name, 0.9, 1, 2), Held("[red]Х[/b]\x1b[2J", 0.9, 1, 2))
    found = replace(SCORES, people=people)
    assert page(scores_view(found, 80, ["people"]), 80).splitlines()[4:7] == [
        "  Nikita Sergeyevich Khrushchev   ● 0.90  ━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌  1 of 2",
        "  of Kalinovka, First Secretary",
        "  [red]Х[/b][2J                   ● 0.90  ━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌  1 of 2",
    ]
    assert page(scores_view(found, 40, ["people"]), 40).splitlines()[4:9] == [
        "  Nikita Sergeyevich Khrushchev of",
        "  Kalinovka, First Secretary",
        "    ● 0.90  ━━━━━━━━━━━━━━━━━━╌╌  1 of 2",
        "  [red]Х[/b][2J",
        "    ● 0.90  ━━━━━━━━━━━━━━━━━━╌╌  1 of 2",
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(10, 200), st.text(min_size=1, max_size=60), st.booleans())
def test_no_line_is_wider_than_the_screen_and_no_control_reaches_it(width: int, name: str, whole: bool) -> None:
    deck = DeckStanding("x", name, 1, 2, 1, 1, 1, 0, 0.5)
    fact = Fact("f", Kind.EVENT, name, Evidence("text", name))
    card = Card("d/f/q", "d", fact, "q", name, Answer(AnswerType.TEXT, name))
    scores = replace(SCORES, people=(Held(name, 0.5, 1, 2),), leeches=(Leech(card, 9, name, name, name),), lapsing=1)
    for what in (
        scores_view(scores, width, SECTIONS if whole else (), name),
        standing_view(Standing(TODAY, (deck,), 1, 1, 1, None), "destal quiz", width),
    ):
        text = page(what, width)
        assert all(cell_len(line) <= width for line in text.splitlines())
        assert "\x1b" not in text


def test_every_sign_has_its_like_in_ascii(full: Scores) -> None:
    for sections in ((), SECTIONS):
        text = page(scores_view(full, 80, sections), 80).replace("ā", "a")
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


def test_scores_as_json(full: Scores) -> None:
    document = scores_as_json(full)
    assert json.loads(json.dumps(document)) == document
    assert (document["date"], document["aim"], document["lapsing"]) == ("2026-11-23", 0.9, 1)
    assert document["recall"] == {"recall": 0.8731, "seen": 56, "cards": 118}
    assert document["cards"] == {"total": 118, "new": 61, "young": 44, "mature": 12, "suspended": 1, "buried": 0}
    assert document["streak"] == {"days": 6, "longest": 11, "today": True}
    assert document["people"] == [
        {"name": "Lavrentiy Beria", "recall": 0.7423, "seen": 6, "cards": 8},
        {"name": "Nikita Khrushchev", "recall": 0.8641, "seen": 25, "cards": 47},
        {"name": "Jānis Rudzutaks", "recall": 1.0, "seen": 1, "cards": 4},
        {"name": "Georgi Malenkov", "recall": None, "seen": 0, "cards": 3},
    ]
    assert document["periods"] == [
        {"name": "1953", "recall": 0.9012, "seen": 20, "cards": 31},
        {"name": "1956", "recall": 0.7912, "seen": 26, "cards": 40},
    ]
    assert document["leeches"] == [
        {
            "card": "destalinization/beria-interior/who",
            "prompt": full.leeches[0].card.prompt,
            "lapses": 12,
            "why": "taken for Georgi Malenkov 5 times",
            "advice": "see both side by side",
            "command": 'destal people "Georgi Malenkov"',
        }
    ]
    totals = {"reviews": 1204, "practice": 18, "days": 37, "sessions": 41, "minutes": 252.0, "kept": 3}
    assert document["totals"] == totals


def test_days_in_json_are_iso_dates_and_starts_have_their_offset() -> None:
    document = json.loads(json.dumps(scores_as_json(SCORES)))
    assert document["due"]["now"] == 9
    assert document["due"]["overdue"] == 2
    assert document["due"]["days"][:2] == [{"date": "2026-11-23", "cards": 9}, {"date": "2026-11-24", "cards": 4}]
    assert document["due"]["days"][-1] == {"date": "2026-12-22", "cards": 0}
    assert document["days"][0]["date"] == "2025-11-24"
    assert document["days"][-13] == {
        "date": "2026-11-11", "reviews": 9, "practice": 0, "asked": 4, "recalled": 4, "recall": 1.0, "minutes": 1.4,
    }  # fmt: skip
    assert document["weeks"][-2] == {
        "date": "2026-11-16", "reviews": 68, "practice": 18, "asked": 58, "recalled": 48, "recall": 0.8276,
        "minutes": 10.2,
    }  # fmt: skip
    assert document["sessions"][2] == {
        "date": "2026-11-17",
        "start": "2026-11-17T21:00:00+01:00",
        "cards": 18,
        "right": 7,
        "minutes": 4.0,
        "practice": True,
    }
