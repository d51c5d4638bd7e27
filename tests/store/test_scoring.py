"""The scores: of logs of a few rows, and against plain recomputation, whatever was kept of the log before."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import library_of, state_of
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.days import DayScore, SessionScore, Streak, weeks_of
from destal_cli.core.facts import Deck, Entity, EntityKind
from destal_cli.core.filters import Filter
from destal_cli.core.grading import Rating
from destal_cli.core.held import known_as
from destal_cli.core.memory import LEECH_LAPSES, Memory, Moment, Review, Scheduler, replay, standing
from destal_cli.core.statistics import Scores, States, Totals, forecast
from destal_cli.store.deckfile import read_deck
from destal_cli.store.library import Library
from destal_cli.store.rows import REVIEW, insertion, review_values
from destal_cli.store.scoring import Scoring

WALL = """
id: wall
title: The Wall
entities:
  kennedy: {name: John F. Kennedy, kind: person, aliases: [Kennedy]}
  brandt: {name: Willy Brandt, kind: person}
  berlin: {name: Berlin, kind: place}
facts:
  - id: built
    kind: event
    statement: The border was closed.
    when: 1961-08-13
    entities: [berlin]
    tags: [border]
    evidence: The border was closed in 1961.
    questions: {when: On what day was the border closed?}
  - id: mayor
    kind: role
    statement: Brandt was mayor of West Berlin when Kennedy came.
    who: [brandt]
    entities: [kennedy]
    office: mayor
    tags: [berlin, border]
    evidence: Brandt, the mayor, met Kennedy.
    questions: {who: Who was mayor?, office: What was Brandt?}
  - id: speech
    kind: quote
    statement: Kennedy called himself a Berliner.
    who: [kennedy]
    words: Ich bin ein Berliner
    evidence: Kennedy said, "Ich bin ein Berliner".
    questions: {who: Who said it?}
sources:
  - id: text
    title: Notes
    from: written for a test
    text: |
      The border was closed in 1961. Brandt, the mayor, met Kennedy. Kennedy said, "Ich bin ein Berliner".
"""
SPACE = """
id: space
title: Space
entities:
  jfk: {name: Kennedy, kind: person, aliases: [John F. Kennedy]}
facts:
  - id: moon
    kind: claim
    statement: Kennedy wanted a man on the moon.
    who: [jfk]
    evidence: Kennedy wanted a man on the moon.
    questions: {who: Who wanted a man on the moon?}
sources:
  - id: text
    title: Notes
    from: written for a test
    text: |
      Kennedy wanted a man on the moon.
"""


def deck(text: str) -> Deck:
    reading = read_deck(text)
    assert reading.problems == ()
    assert reading.deck
    return reading.deck


DECKS = [deck(WALL), deck(SPACE)]
CARDS = [card for one in DECKS for card in cards_of_deck(one)]
IDS = [card.id for card in CARDS]
BUILT, MAYOR, OFFICE, SPEECH, MOON = IDS
MONDAY = dt.date(2026, 11, 2).toordinal()  # day 0 of every log here
SCHEDULER = Scheduler()


def at(day: int, hour: int = 12, minute: int = 0, offset: int = 0) -> Moment:
    """A time of the learner's clock, `day` days after the Monday."""
    local = dt.datetime.combine(dt.date.fromordinal(MONDAY + day), dt.time(hour, minute), dt.UTC)
    return Moment(int(local.timestamp()) * 1000 - offset * 60_000, offset)


def row(number: int, card: str, when: Moment, rating: Rating = Rating.GOOD, due: int = 99, **more: Any) -> Review:
    """A review; `due` counts from the Monday."""
    return Review(card, when, rating, "typed", due=MONDAY + due, id=number, **more)


def taken_back(number: int, review: Review) -> Review:
    return replace(review, id=number, voids=review.id)


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that is changed behind the program's back."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA synchronous = OFF")
        yield db


class Learner:
    """A learner of the two decks whose log is written anew for each score; what is counted is that of real files."""

    def __init__(self, *texts: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="destal-scores-"))
        self.library: Library = library_of(self.home, *texts)
        self.library.history(create=True)._db.execute("PRAGMA synchronous = OFF")
        assert self.library.decks

    def forget(self) -> None:
        """Begin with an empty history, and with nothing kept of it."""
        with changing(self.home / "history.db") as db:
            for table in ("reviews", "marks", "memory"):
                db.execute(f"DELETE FROM {table}")
        self.forget_what_was_kept()

    def forget_what_was_kept(self) -> None:
        with changing(self.home / "cache" / "index.db") as db:
            db.execute("DELETE FROM kept")

    def write(self, log: list[Review], marks: Mapping[str, tuple[str, Moment]], memory: dict[str, Memory]) -> None:
        """Add rows to the history as they are, ids and all, which begin at 0 here."""
        with changing(self.home / "history.db") as db:
            db.executemany(insertion("reviews", REVIEW), map(_values, log))
            rows = [(card, at.ms, at.offset, mark) for card, (mark, at) in marks.items()]
            db.executemany('INSERT INTO marks (card, at, "offset", mark) VALUES (?, ?, ?, ?)', rows)
        self.library.history().rebuild(memory)

    def score(self, today: int, wanted: Filter | None = None) -> Scores:
        """The scores as if these were all the decks there are."""
        scoring = Scoring(self.library.deal(wanted or Filter()), self.library.history(), named=False)
        return scoring.scores(at(today, 20), SCHEDULER)


def _values(review: Review) -> tuple[Any, ...]:
    voids = None if review.voids is None else review.voids + 1
    return (review.id + 1, *review_values(replace(review, voids=voids)))


LEARNER = Learner(WALL, SPACE)


def score(
    log: list[Review],
    today: int = 9,
    marks: Mapping[str, tuple[str, Moment]] | None = None,
    memory: dict[str, Memory] | None = None,
    before: int | None = None,
) -> Scores:
    """The scores of a log, some of whose rows and marks were counted and kept already when the others came."""
    LEARNER.forget()
    rows, marked = sorted(log, key=lambda review: review.id), list((marks or {}).items())
    cut = len(rows) // 2 if before is None else before
    LEARNER.write(rows[:cut], dict(marked[: len(marked) // 2]), {})
    LEARNER.score(today)
    known = replay(rows, SCHEDULER) if memory is None else memory
    LEARNER.write(rows[cut:], dict(marked[len(marked) // 2 :]), known)
    return LEARNER.score(today)


def day_of(found: Scores, day: int) -> DayScore:
    return next(d for d in found.days if d.day == MONDAY + day)


def test_without_history_all_cards_are_new_and_everything_else_is_nothing() -> None:
    found = score([])
    assert found.states == States(new=5)
    assert (found.due, found.overdue, found.streak, found.sessions) == ((0,) * 30, 0, Streak(), ())
    assert found.totals == Totals()
    assert all(day == DayScore(day.day) for day in found.days)
    assert {(held.name, held.recall, held.seen) for held in found.people} == {
        ("John F. Kennedy", None, 0),
        ("Willy Brandt", None, 0),
    }


def test_a_card_is_mature_from_21_days_of_stability_and_what_is_set_aside_is_neither() -> None:
    memory = {card: Memory(days, 5, MONDAY, MONDAY) for card, days in ((BUILT, 20.99), (MAYOR, 21.0), (SPEECH, 50.0))}
    marks = {SPEECH: ("suspend", at(0)), OFFICE: ("bury", at(3)), MOON: ("bury", at(2)), BUILT: ("restore", at(3))}
    assert score([], 3, marks, memory).states == States(new=1, young=1, mature=1, suspended=1, buried=1)
    assert score([], 4, marks, memory).states == States(new=2, young=1, mature=1, suspended=1)


def test_the_forecast_counts_what_is_overdue_today_and_ends_after_thirty_days() -> None:
    assert forecast({1: 1, 8: 1, 10: 2, 11: 1, 39: 1, 40: 1}, today=10) == ((4, 1, *[0] * 27, 1), 2)


def test_a_suspended_card_is_never_due() -> None:
    log = [row(1, BUILT, at(0), due=3), row(2, SPEECH, at(0), due=3)]
    assert score(log, 5).due[0] == 2
    assert score(log, 5, {BUILT: ("suspend", at(4))}).due[0] == 1


def test_recall_counts_the_first_review_of_a_day_of_a_card_seen_on_an_earlier_day() -> None:
    log = [
        row(1, BUILT, at(0), Rating.AGAIN),  # new: nothing was there to be recalled
        row(2, BUILT, at(0, 13), Rating.AGAIN),
        row(3, BUILT, at(8), Rating.AGAIN),
        row(4, BUILT, at(8, 13), Rating.GOOD),  # the second of the day
        row(5, SPEECH, at(8), Rating.GOOD),
        row(6, BUILT, at(9), Rating.HARD),
        row(7, SPEECH, at(9), Rating.AGAIN),
    ]
    found = score(log)
    assert day_of(found, 0) == DayScore(MONDAY, reviews=2, took=0)
    assert day_of(found, 8) == DayScore(MONDAY + 8, reviews=3, asked=1, recalled=0)
    assert day_of(found, 9) == DayScore(MONDAY + 9, reviews=2, asked=2, recalled=1)
    assert [day_of(found, day).recall for day in (0, 8, 9)] == [None, 0.0, 0.5]


def test_a_day_begins_at_four_by_the_clock_that_each_review_was_given_at() -> None:
    log = [
        row(1, BUILT, at(8, 23)),
        row(2, BUILT, at(9, 3, 59)),  # still the evening before
        row(3, BUILT, at(9, 4)),
        row(4, SPEECH, at(8, 22, offset=-480)),  # 6 in the morning of the next day in UTC
    ]
    found = score(log)
    assert day_of(found, 8).reviews == 3
    assert day_of(found, 9) == DayScore(MONDAY + 9, reviews=1, asked=1, recalled=1)


def test_the_days_are_those_of_a_year_of_weeks_and_end_today() -> None:
    days = [day.day - MONDAY for day in score([], today=20).days]
    assert days == list(range(14 - 52 * 7, 21))


@pytest.mark.parametrize(
    ("log", "today", "expected"),
    [
        ([(0, 1), (1, 2), (2, 3)], 2, Streak(3, 3, today=True)),
        ([(0, 1), (1, 2), (2, 3)], 3, Streak(3, 3)),  # today is not over
        ([(0, 1), (1, 2), (2, 3)], 4, Streak(0, 3)),  # the card was due on day 3
        ([(0, 1), (1, 4)], 3, Streak(2, 2)),  # nothing was due on day 2
        ([(0, 1), (1, 4), (4, 9)], 4, Streak(3, 3, today=True)),
        ([(0, 1), (1, 2), (4, 9)], 4, Streak(1, 2, today=True)),
        ([(0, 1), (1, 3), (3, 5)], 4, Streak(3, 3)),
        ([(0, 0)], 1, Streak(1, 1)),  # due on the very day of its review, which counts
        ([(5, 6)], 3, Streak()),  # a clock that was set back
    ],
)
def test_a_day_off_ends_a_streak_only_when_a_card_was_due(
    log: list[tuple[int, int]], today: int, expected: Streak
) -> None:
    rows = [row(number, BUILT, at(day), due=due) for number, (day, due) in enumerate(log, 1)]
    assert score(rows, today).streak == expected


def test_what_was_due_by_a_day_is_what_the_newest_review_up_to_then_says() -> None:
    log = [row(1, BUILT, at(0), due=1), row(2, BUILT, at(0, 13), due=3), row(3, SPEECH, at(2), due=30)]
    assert score(log, 2).streak == Streak(2, 2, today=True)


def test_a_card_in_no_deck_and_a_suspended_one_do_not_break_a_streak() -> None:
    log = [row(1, "wall/gone/when", at(0), due=1), row(2, SPEECH, at(3), due=30)]
    assert score(log, 3).streak == Streak(2, 2, today=True)
    log = [row(1, BUILT, at(0), due=2), row(2, SPEECH, at(3), due=30)]
    assert score(log, 3).streak.days == 1
    assert score(log, 3, {BUILT: ("suspend", at(2))}).streak.days == 2
    assert score(log, 3, {BUILT: ("suspend", at(3))}).streak.days == 1  # it was due before it was suspended
    assert score(log, 3, {BUILT: ("restore", at(3))}).streak.days == 2
    assert score(log, 3, {BUILT: ("restore", at(2))}).streak.days == 1


def test_a_session_counts_each_card_once_and_by_its_first_answer() -> None:
    log = [
        row(1, BUILT, at(8, 10), Rating.AGAIN, took=10_000, session=500),
        row(2, SPEECH, at(8, 10, 1), took=200_000, session=500),  # who left the table took two minutes
        row(3, BUILT, at(8, 10, 2), Rating.GOOD, took=5_000, session=500),
        row(4, MOON, at(9, 10), Rating.HARD, took=-1, session=600),
    ]
    assert score(log).sessions == (SessionScore(at(9, 10), 1, 1, 0), SessionScore(at(8, 10), 2, 1, 135_000))


def test_reviews_without_a_session_are_one_session_a_day_and_the_newest_thirty_are_told() -> None:
    log = [row(number, BUILT, at(number // 2, 10 + number % 2)) for number in range(64)]
    found = score(log, 32)
    assert [session.start.day - MONDAY for session in found.sessions] == list(range(31, 1, -1))
    assert found.totals.sessions == 32


def test_practice_counts_in_sessions_days_studied_and_time_and_in_nothing_else() -> None:
    log = [
        row(1, BUILT, at(8), due=9, took=6_000),
        row(2, BUILT, at(9), Rating.AGAIN, cram=True, took=4_000, session=7),
    ]
    found = score(log)
    assert found.states == States(new=4, young=1)
    assert day_of(found, 9) == DayScore(MONDAY + 9, practice=1, took=4_000)
    assert found.streak == Streak(1, 1)
    assert found.sessions[0] == SessionScore(at(9), 1, 0, 4_000, practice=True)
    assert found.totals == Totals(reviews=1, practice=1, days=2, sessions=2, took=10_000)


def test_history_of_cards_in_no_deck_counts_in_days_and_sessions_and_is_told_apart() -> None:
    found = score([row(1, "wall/gone/when", at(8)), row(2, "wall/gone/when", at(9)), row(3, BUILT, at(9))])
    assert found.states.total == 5
    assert day_of(found, 9) == DayScore(MONDAY + 9, reviews=2, asked=1, recalled=1)
    assert found.totals == Totals(reviews=3, days=2, sessions=2, kept=2)


def test_recall_by_person_is_the_mean_of_the_cards_seen_whose_facts_name_the_person() -> None:
    memory = {MAYOR: Memory(10, 5, MONDAY - 10, MONDAY), SPEECH: Memory(10, 5, MONDAY, MONDAY)}  # recall .9 and 1
    held = score([], 0, memory=memory).people
    assert [(h.name, h.recall and round(h.recall, 3), h.seen, h.cards) for h in held] == [
        ("Willy Brandt", 0.9, 1, 2),
        ("John F. Kennedy", 0.95, 2, 4),  # also by the name that the other deck has for him
    ]


def test_a_fact_that_names_one_person_by_two_entries_counts_once() -> None:
    text = SPACE.replace("facts:", "  john: {name: John F. Kennedy, kind: person}\nfacts:", 1).replace(
        "who: [jfk]", "who: [jfk]\n    entities: [john]"
    )
    learner = Learner(text)
    assert [(held.name, held.cards) for held in learner.score(0).people] == [("Kennedy", 1)]


def people_of(*groups: list[Entity]) -> list[str]:
    everyone = [((n, person.id), person) for n, group in enumerate(groups) for person in group]
    return sorted(set(known_as(everyone).values()))


def test_two_people_who_share_an_alias_stay_two() -> None:
    joseph = Entity("joseph", "Joseph Stalin", EntityKind.PERSON, ("Stalin",))
    vasily = Entity("vasily", "Vasily Stalin", EntityKind.PERSON, ("Stalin",))
    short = Entity("stalin", "Stalin", EntityKind.PERSON)
    assert people_of([joseph, vasily]) == ["Joseph Stalin", "Vasily Stalin"]
    assert people_of([joseph], [short]) == ["Joseph Stalin"]
    assert people_of([joseph], [vasily], [short]) == ["Joseph Stalin", "Stalin", "Vasily Stalin"]
    assert people_of([short], [Entity("s", "STALIN", EntityKind.PERSON)]) == ["Stalin"]


def test_recall_by_kind_has_the_weakest_first_and_the_unseen_last() -> None:
    log = [row(1, SPEECH, at(0)), row(2, BUILT, at(9))]
    assert [(held.name, held.seen, held.cards) for held in score(log).kinds] == [
        ("quote", 1, 1),
        ("event", 1, 1),
        ("claim", 0, 1),
        ("role", 0, 2),
    ]


reviews = st.builds(
    lambda card, day, hour, rating, due, more: row(0, card, at(day, hour), rating, day + due, **more),
    st.sampled_from([*IDS, "wall/gone/when"]),
    st.integers(0, 12),
    st.sampled_from([0, 5, 12, 23]),
    st.sampled_from(list(Rating)),
    st.integers(0, 6),
    st.fixed_dictionaries(
        {"cram": st.booleans(), "took": st.integers(-1, 300_000), "session": st.sampled_from([0, 7, 8, 9])}
    ),
)


@st.composite
def logs(draw: st.DrawFn, most: int = 25) -> list[Review]:
    """Reviews in no order of time, some of them taken back."""
    log: list[Review] = []
    for review in draw(st.lists(reviews, max_size=most)):
        log.append(replace(review, id=len(log) + 1))
        if draw(st.integers(0, 5)) == 0:
            log.append(taken_back(len(log) + 1, log[-1]))
    return log


marks = st.dictionaries(
    st.sampled_from(IDS),
    st.tuples(st.sampled_from(["suspend", "bury", "restore"]), st.integers(0, 12).map(at)),
    max_size=3,
)


@settings(max_examples=80, deadline=None)
@given(logs(), marks, st.integers(0, 14))
def test_totals_add_up(log: list[Review], marked: dict[str, tuple[str, Moment]], today: int) -> None:
    found = score(log, today, marked)
    memory = replay(log, SCHEDULER)
    active = [
        card for card in IDS if card in memory and state_of(card, memory, found.day, marked) in ("young", "mature")
    ]
    assert found.states.total == len(CARDS) == sum(held.cards for held in found.kinds)
    assert sum(found.due) == sum(memory[card].due < found.day + 30 for card in active)
    assert found.totals.reviews + found.totals.practice == len(standing(log))
    assert sum(held.seen for held in found.kinds) == sum(card in memory for card in IDS)
    assert found.totals.kept == sum(review.card not in IDS and not review.cram for review in standing(log))
    assert found.streak.days <= found.streak.longest <= found.totals.days


@settings(max_examples=60, deadline=None)
@given(logs(), st.integers(0, 12), st.randoms(use_true_random=False))
def test_a_review_that_was_taken_back_changes_nothing(log: list[Review], today: int, rng: Random) -> None:
    more: list[Review] = []
    for review in log:
        extra = replace(review, id=review.id + 1000, rating=Rating.AGAIN, took=99_999, voids=None)
        if rng.random() < 0.5:
            more += [extra, taken_back(extra.id + 1000, extra)]
        more.append(review)
    assert score(more, today) == score(log, today)


@settings(max_examples=60, deadline=None)
@given(logs(), marks, st.integers(0, 14), st.integers(0, 30))
def test_what_was_kept_of_a_log_makes_no_difference(
    log: list[Review], marked: dict[str, tuple[str, Moment]], today: int, before: int
) -> None:
    found = score(log, today, marked, before=min(before, len(log)))
    LEARNER.forget_what_was_kept()
    assert LEARNER.score(today) == found == LEARNER.score(today)
    assert LEARNER.library.scores(Filter(), at(today, 20)) == found  # the same decks, named


@settings(max_examples=40, deadline=None)
@given(logs(), st.integers(0, 14))
def test_narrowed_to_some_facts_it_is_the_score_of_their_reviews_alone(log: list[Review], today: int) -> None:
    score(log, today)
    found = LEARNER.score(today, Filter(tag="berlin"))
    alone = score([review for review in log if review.card in (MAYOR, OFFICE)], today)
    assert (found.days, found.sessions, found.due, found.streak) == (
        alone.days,
        alone.sessions,
        alone.due,
        alone.streak,
    )
    assert replace(found.totals, kept=0) == alone.totals
    assert found.states.total == 2


def test_a_history_in_the_place_of_another_is_counted_from_its_beginning() -> None:
    score([row(1, BUILT, at(0)), row(2, BUILT, at(3), session=5)], 9)
    with changing(LEARNER.home / "history.db") as db:
        db.execute("DELETE FROM reviews")
    LEARNER.write([row(1, BUILT, at(4)), row(2, BUILT, at(5)), row(3, SPEECH, at(5))], {}, {})
    assert LEARNER.score(9).totals == Totals(reviews=3, days=2, sessions=2)


def naive_day(log: list[Review], day: int) -> DayScore:
    rows = sorted(standing(log), key=lambda r: (r.at.ms, r.id))
    today = [r for r in rows if r.at.day == day and not r.cram]
    known = {r.card for r in rows if r.at.day < day and not r.cram}
    firsts = [next(r for r in today if r.card == card) for card in known & {r.card for r in today}]
    practice = sum(r.at.day == day and r.cram for r in rows)
    recalled = sum(r.rating is not Rating.AGAIN for r in firsts)
    took = sum(min(120_000, max(0, r.took)) for r in rows if r.at.day == day)
    return DayScore(day, len(today), practice, len(firsts), recalled, took)


@settings(max_examples=80, deadline=None)
@given(logs(), st.integers(0, 14))
def test_days_equal_a_plain_count(log: list[Review], today: int) -> None:
    found = score(log, today)
    assert found.days[-20:] == tuple(naive_day(log, found.day - back) for back in range(19, -1, -1))
    assert not any(day.answers for day in found.days[:-20])


def naive_streak(log: list[Review], today: int, marked: dict[str, tuple[str, Moment]]) -> Streak:
    rows = sorted((r for r in standing(log) if not r.cram), key=lambda r: (r.at.ms, r.id))
    run = longest = 0
    for day in range(MONDAY - 1, today + 1):
        if any(r.at.day == day for r in rows):
            run += 1
        elif day < today and any(naive_due(rows, card, day, marked) for card in IDS):
            run = 0
        longest = max(longest, run)
    return Streak(run, longest, any(r.at.day == today for r in rows))


def naive_due(rows: list[Review], card: str, day: int, marked: dict[str, tuple[str, Moment]]) -> bool:
    mark, when = marked.get(card, ("", at(0)))
    if (mark == "suspend" and day >= when.day) or (mark == "restore" and day < when.day):
        return False
    dues = [r.due for r in rows if r.card == card and r.at.day <= day]
    return bool(dues) and dues[-1] <= day


@settings(max_examples=80, deadline=None)
@given(logs(), marks, st.integers(0, 14))
def test_streaks_equal_a_walk_from_day_to_day(
    log: list[Review], marked: dict[str, tuple[str, Moment]], today: int
) -> None:
    assert score(log, today, marked).streak == naive_streak(log, MONDAY + today, marked)


@settings(max_examples=60, deadline=None)
@given(logs())
def test_sessions_equal_a_plain_count(log: list[Review]) -> None:
    rows = sorted(standing(log), key=lambda r: (r.at.ms, r.id))
    keys = {(r.session, r.session or r.at.day): r.at for r in reversed(rows)}
    expected = []
    for (session, day), start in keys.items():
        mine = [r for r in rows if r.session == session and (session or r.at.day == day)]
        firsts = [next(r for r in mine if r.card == card) for card in {r.card for r in mine}]
        right = sum(r.rating is not Rating.AGAIN for r in firsts)
        took = sum(min(120_000, max(0, r.took)) for r in mine)
        expected.append(SessionScore(start, len(firsts), right, took, all(r.cram for r in mine)))
    found, totals = score(log).sessions, score(log).totals
    assert totals.sessions == len(expected)
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert [session.start for session in found] == sorted((session.start for session in found), reverse=True)
    assert totals.took == sum(session.took for session in expected)


@settings(max_examples=60, deadline=None)
@given(logs(), st.integers(0, 14))
def test_recall_equals_a_plain_mean(log: list[Review], today: int) -> None:
    memory = replay(log, SCHEDULER)
    found = score(log, today)
    groups = [
        *((held, in_words(CARDS, lambda c, h=held: c.fact.kind == h.name)) for held in found.kinds),
        *((held, in_words(CARDS, lambda c, h=held: h.name in c.fact.tags)) for held in found.topics),
        *((held, in_words(CARDS, lambda c, h=held: str(c.fact.when)[:4] == h.name)) for held in found.periods),
        *((held, in_words(CARDS, lambda c, h=held: any(h.name in e.names for e in named(c)))) for held in found.people),
        (found.all, CARDS),
    ]
    assert len(groups) == 4 + 2 + 1 + 2 + 1
    for held, mine in groups:
        recalls = [memory[c.id].retrievability(found.day, SCHEDULER) for c in mine if c.id in memory]
        assert (held.seen, held.cards) == (len(recalls), len(mine))
        assert held.recall == (pytest.approx(sum(recalls) / len(recalls)) if recalls else None)


def in_words(cards: list[Card], test: Callable[[Card], bool]) -> list[Card]:
    return [card for card in cards if test(card)]


def named(card: Card) -> list[Entity]:
    entities = next(one.entities for one in DECKS if one.id == card.deck)
    return [entities[i] for i in card.fact.named]


@settings(max_examples=60, deadline=None)
@given(logs(), marks, st.integers(0, 14))
def test_what_is_due_equals_the_due_days_of_the_newest_reviews(
    log: list[Review], marked: dict[str, tuple[str, Moment]], today: int
) -> None:
    found = score(log, today, marked)
    newest = {review.card: review for review in standing(log) if not review.cram}
    aside = {c for c, (mark, when) in marked.items() if mark == "suspend" or (mark == "bury" and when.day == found.day)}
    dues = [review.due for card, review in newest.items() if card in IDS and card not in aside]
    assert found.overdue == sum(due < found.day for due in dues)
    assert found.due[0] == sum(due <= found.day for due in dues)
    assert found.due[1:] == tuple(dues.count(found.day + ahead) for ahead in range(1, 30))


@settings(max_examples=60, deadline=None)
@given(logs(), st.integers(0, 14))
def test_weeks_add_their_days_up_from_monday_to_sunday(log: list[Review], today: int) -> None:
    found = score(log, today)
    weeks = weeks_of(found.days)
    assert len(weeks) == 53
    assert all((week.day - MONDAY) % 7 == 0 for week in weeks)
    for week in weeks:
        mine = [r for r in standing(log) if week.day <= r.at.day < week.day + 7]
        assert week.answers == len([r for r in mine if r.at.day <= found.day])
    assert sum(week.took for week in weeks) == sum(day.took for day in found.days)


def test_a_card_that_keeps_lapsing_is_a_leech_until_it_is_suspended() -> None:
    log = [row(n, MAYOR, at(n, offset=0), Rating.AGAIN, due=n + 1) for n in range(LEECH_LAPSES + 1)]
    found = score(log, 20)
    assert [(leech.card.id, leech.lapses) for leech in found.leeches] == [(MAYOR, LEECH_LAPSES)]
    assert found.lapsing == 1
    assert score(log[:-1], 20).leeches == ()
    assert score(log, 20, {MAYOR: ("suspend", at(20))}).leeches == ()


def test_leeches_that_lapsed_most_often_come_first_and_those_in_no_deck_not_at_all() -> None:
    lapses = ((BUILT, 7), (MAYOR, 8), (SPEECH, 20), (MOON, 20), ("wall/gone/when", 30))
    found = score([], memory={card: Memory(1, 5, MONDAY, MONDAY, lapses=count) for card, count in lapses})
    assert [leech.card.id for leech in found.leeches] == [MOON, SPEECH, MAYOR]


def test_a_leech_is_looked_up_beside_what_it_is_taken_for_if_that_goes_by_such_a_name() -> None:
    for taken, command in (
        ("Kennedy", "destal people Kennedy"),
        ("KENNEDY", "destal people KENNEDY"),
        ("Mayor", "destal people Mayor"),  # an office
        ("berlin", "destal people berlin"),
        ("mayor of", "destal decks edit wall mayor"),
        ("jfk", "destal decks edit wall mayor"),  # the id of somebody is no name
        ("¿", "destal decks edit wall mayor"),
    ):
        log = [row(n, MAYOR, at(n), Rating.AGAIN, due=n + 1, confused_with=taken) for n in range(LEECH_LAPSES + 1)]
        assert [leech.command for leech in score(log, 20).leeches] == [command]


DATED = """
id: dated
title: Dated
entities: {}
facts:
%s
sources:
  - {id: text, title: Notes, from: a test, text: Things happened.}
"""
FACT = """
  - id: f{number}
    kind: event
    statement: Thing {number} happened.
    {when}
    tags: [{tags}]
    evidence: Things happened.
    questions: {{what: {{ask: What happened?, answer: Thing {number}, choices: [That]}}}}"""


def held_of(*facts: tuple[str, str]) -> Scores:
    """The scores of a deck of facts with one card each, by their dates in EDTF (or nothing) and tags."""
    listed = [
        FACT.format(number=number, when=f"when: {when}" if when else "note: undated", tags=tags)
        for number, (when, tags) in enumerate(facts)
    ]
    return Learner(DATED % "".join(listed)).score(0)


def test_a_card_counts_for_each_topic_of_its_fact_and_for_the_year_in_which_that_begins_or_else_ends() -> None:
    found = held_of(("1953/1956", "war, peace"), ("../1956-24", "peace"), ("1953/..", ""), ("195X", ""), ("", "dust"))
    assert [(held.name, held.cards) for held in found.topics] == [("dust", 1), ("peace", 2), ("war", 1)]
    assert [(held.name, held.cards) for held in found.periods] == [("1950", 1), ("1953", 2), ("1957", 1)]
