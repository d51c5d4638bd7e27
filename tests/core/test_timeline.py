"""The scale of time: its unit, its rows and gaps, its brackets, the marks of its persons, and its JSON."""

from __future__ import annotations

import re
from itertools import pairwise, product
from time import perf_counter

import pytest
from conftest import sound, starter_text
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.dates import MONTHS, Edtf, Precision, between, date_of, edtf, ordinal, single
from destal_cli.core.dates import Point as DatePoint
from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Kind
from destal_cli.core.marks import marks_for, persons_of
from destal_cli.core.timeline import (
    By,
    Row,
    Tick,
    Timeline,
    as_json,
    cell,
    first_day,
    label,
    lay_out,
    length,
    outline,
    unit_for,
)
from destal_cli.store.deckfile import read_deck


def deck_of(*facts: tuple[str, ...], name: str = "d") -> Deck:
    """A deck of events from (date or "", statement, persons...)."""
    people = {who: Entity(who, who, EntityKind.PERSON) for _, _, *everyone in facts for who in everyone}
    made = tuple(
        Fact(f"f{i}", Kind.EVENT, says, Evidence("s", "x"), edtf(when) if when else None, who=tuple(who))
        for i, (when, says, *who) in enumerate(facts)
    )
    return Deck(name, name.title(), entities=people, facts=made)


def laid(*facts: tuple[str, ...], by: By = By.AUTO) -> Timeline:
    deck = deck_of(*facts)
    return lay_out(outline((deck, fact) for fact in deck.facts), by)


def on(*dates: str, by: By = By.AUTO) -> list[str]:
    """The rows of a scale with events on these dates, a line each: label, words, number of events."""
    return [shown(row) for row in laid(*((date, "It happened.") for date in dates), by=by).rows]


def shown(row: Row) -> str:
    gap = "┊" if row.tick is Tick.GAP else "│" if row.tick is Tick.NONE else ""
    return " ".join(part for part in (gap, row.label, row.words, "●" * len(row.events)) if part)


def test_every_empty_month_has_a_row_of_its_own() -> None:
    assert on("1953-03", "1953-06-26", by=By.MONTH) == ["1953", "Mar ●", "│", "│", "26 Jun ●"]


def test_a_long_empty_stretch_is_one_row_that_names_its_length() -> None:
    rows = on("1953-03", "1972-02-21", *(["1953-03"] * 40), by=By.MONTH)
    assert rows == ["1953", "Mar " + "●" * 41, "┊ 18 years and 9 months", "1972", "│", "21 Feb ●"]


def test_what_is_short_enough_for_a_screen_is_drawn_out() -> None:
    assert on("1953-06", "1953-12", by=By.MONTH) == ["1953", "Jun ●", *["│"] * 5, "Dec ●"]
    assert on("1953-06", "1953-12", *["1953-12"] * 40, by=By.MONTH)[2] == "┊ five months"


def test_a_gap_never_runs_past_the_label_of_a_year() -> None:
    crowd = ["1953-11"] * 40
    assert on(*crowd, "1954-08", by=By.MONTH)[2:] == ["│", "1954", "┊ seven months", "Aug ●"]


def test_a_year_stands_at_its_own_label_and_a_month_before_its_days() -> None:
    rows = on("1953-01-01", "1953", "1953-01", "1953-01-17", by=By.MONTH)
    assert rows == ["1953 ●", "Jan ●", "1 Jan ●", "17 Jan ●"]


def test_facts_of_one_date_share_its_label() -> None:
    assert on("1953-06-26", "1953-06-26") == ["1953", "26 Jun ●●"]


def test_an_approximate_date_stands_apart_from_the_exact_one() -> None:
    assert on("1953~", "1953", "1953?", by=By.YEAR) == ["1953 ●", "1953? ●", "c. 1953 ●"]
    assert on("1953~", "1955", by=By.YEAR) == ["c. 1953 ●", "│", "1955 ●"]
    assert on("1953~", "1953-06", by=By.YEAR) == ["1953", "c. 1953 ●", "Jun ●"]


def test_seasons_and_decades_come_before_what_they_contain() -> None:
    assert on("1953-21", "1953-03-05", by=By.MONTH) == ["1953", "spring ●", "5 Mar ●"]
    assert on("195X", "1950", "19XX", by=By.DECADE)[0] == "20th c. ●"
    assert on("195X", "1950", by=By.DECADE) == ["1950s ●", "1950 ●"]


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("1953-06-26", "26 Jun"),
        ("1953-05", "May"),
        ("1953-24", "winter"),
        ("1953~", "c. 1953"),
        ("1953-05?", "May?"),
        ("195X", "1950s"),
        ("18XX", "19th c."),
        ("-00XX", "1st c. BC"),
        ("-0043", "44 BC"),
        ("0079", "AD 79"),
    ],
)
def test_labels_are_as_precise_as_the_date(date: str, text: str) -> None:
    assert label(edtf(date).points[0]) == text


def test_years_before_christ_are_in_order() -> None:
    assert on("-0043-03-15", "-0099", "0014", "-0030/0014", by=By.DECADE) == [
        "100 BC ●",
        *["│"] * 4,
        "44 BC",
        "15 Mar ●",
        "│",
        "31 BC 31 BC – AD 14 ●",
        *["│"] * 3,
        "AD 14 ●",
    ]


@pytest.mark.parametrize(
    ("dates", "unit"),
    [
        (["1953-03", "1953-06-26", "1955-12", "1956-02-25"], By.MONTH),
        (["1962-10-14", "1962-10-22", "1962-10-28"], By.DAY),
        (["1953-06-26"], By.DAY),
        (["1953"], By.YEAR),
        (["195X"], By.DECADE),
        (["1953", "1954", "1956"], By.YEAR),
        ([f"{1900 + 7 * i}-05-01" for i in range(12)], By.YEAR),
        ([f"{1400 + 25 * i}" for i in range(20)], By.DECADE),
        ([f"{year}-{month:02d}" for year in range(1941, 1961) for month in range(1, 12, 2)], By.MONTH),
        (["0753", *(f"1953-06-{day:02d}" for day in range(1, 30))], By.DAY),
        (["-0043-03-15", "-0043-04-21"], By.DAY),
        (["../1953", "1945/.."], By.YEAR),
    ],
)
def test_the_unit_follows_span_precision_and_density(dates: list[str], unit: By) -> None:
    assert unit_for(edtf(date) for date in dates) is unit


@pytest.mark.parametrize(
    ("unit", "start", "end", "words"),
    [
        (By.MONTH, (1953, 7, 1), (1953, 12, 1), "five months"),
        (By.MONTH, (1953, 1, 1), (1954, 1, 1), "one year"),
        (By.MONTH, (1953, 1, 1), (1954, 2, 1), "13 months"),
        (By.MONTH, (1953, 1, 1), (1955, 2, 1), "two years and one month"),
        (By.MONTH, (1953, 1, 1), (1972, 4, 1), "19 years and 3 months"),
        (By.YEAR, (1954, 1, 1), (1973, 1, 1), "19 years"),
        (By.YEAR, (-2000, 1, 1), (1, 1, 1), "2,001 years"),
        (By.DAY, (1962, 10, 29), (1962, 11, 20), "22 days"),
        (By.DAY, (1962, 1, 1), (1962, 7, 1), "six months"),
        (By.DAY, (1962, 1, 1), (1962, 7, 5), "over six months"),
    ],
)
def test_gaps_are_named_in_the_unit_one_would_say(
    unit: By, start: tuple[int, int, int], end: tuple[int, int, int], words: str
) -> None:
    assert length(unit, ordinal(*start), ordinal(*end)) == words


def test_on_a_scale_of_decades_a_gap_is_counted_in_years() -> None:
    assert "┊ 55 years" in on("1912", *["1912"] * 40, "1968", by=By.DECADE)


def brackets(timeline: Timeline) -> list[str]:
    """For each bracket its lane and the rows that it joins."""
    rows = timeline.rows
    return [f"{span.lane}: {shown(rows[span.first])} - {shown(rows[span.last])}" for span in timeline.spans]


def test_a_bracket_joins_the_rows_of_its_ends() -> None:
    timeline = laid(("1953/1955", "a"), ("1955-12", "b"), ("1954-06-01/1954-08", "c"), by=By.MONTH)
    assert brackets(timeline) == ["0: 1953 1953–1955 ● - Dec ●", "1: 1 Jun 1 June 1954 – August 1954 ● - Aug"]


def test_a_range_stands_below_the_facts_of_its_first_date_without_their_label() -> None:
    assert on("1953/1954", "1953", by=By.YEAR) == ["1953 ●", "│ 1953–1954 ●", "1954"]


def test_ranges_of_the_same_dates_share_a_bracket() -> None:
    timeline = laid(("1953/1955", "a", "Ann Able"), ("1953/1955", "b", "Bob Baker"))
    assert len(timeline.spans) == 1
    assert timeline.spans[0].person is None
    alone = laid(("1953/1955", "a", "Ann Able"), ("1953/1955", "b", "Ann Able"))
    assert alone.spans[0].person == alone.people[0]


def test_open_ranges_come_from_above_the_scale_and_go_on_below_it() -> None:
    timeline = laid(("../1953", "a"), ("1945/..", "b"), ("1950", "c"))
    assert [shown(row) for row in timeline.rows][:2] == ["│ until 1953 ●", "1945 from 1945 ●"]
    assert [(span.start, span.end, span.last) for span in timeline.spans] == [
        (False, True, len(timeline.rows) - 1),
        (True, False, len(timeline.rows) - 1),
    ]


def test_a_lone_open_range_has_a_scale() -> None:
    assert on("../1953") == ["│ until 1953 ●", "1953"]
    assert on("1953/..") == ["1953 from 1953 ●"]


def test_overlapping_ranges_have_lanes_of_their_own_and_free_ones_are_used_again() -> None:
    timeline = laid(*((f"{1900 + i}/{1920 + i}", str(i)) for i in range(12)), ("1935/1940", "late"))
    assert [span.lane for span in timeline.spans] == [*range(12), 0]


def test_facts_without_a_date_are_counted_and_not_drawn() -> None:
    timeline = laid(("", "never"), ("1953", "once"), ("", "not at all"))
    assert timeline.undated == 2
    assert [event.fact.statement for row in timeline.rows for event in row.events] == ["once"]


def test_nothing_dated_gives_no_rows() -> None:
    timeline = laid(("", "never"))
    assert (timeline.rows, timeline.first_year, timeline.last_year) == ((), None, None)
    assert lay_out(outline([])).titles == ()


def test_persons_are_ranked_by_their_facts_and_only_those_of_dated_facts_appear() -> None:
    facts = [("1953", "a", "Ann Able"), ("1954", "b", "Bob Baker"), ("1955", "c", "Bob Baker"), ("", "d", "Cy Cole")]
    timeline = laid(*facts)
    assert [(person.mark, person.rank) for person in timeline.people] == [("BA", 0), ("AB", 1)]


def test_one_name_in_two_decks_is_one_person_and_two_in_one_deck_are_two() -> None:
    first, second = deck_of(("1953", "a", "Ann Able"), name="x"), deck_of(("1954", "b", "Ann Able"), name="y")
    timeline = lay_out(outline([(deck, fact) for deck in (first, second) for fact in deck.facts]))
    assert [person.mark for person in timeline.people] == ["AB"]
    assert timeline.titles == ("X", "Y")
    twins = {key: Entity(key, "John Smith", EntityKind.PERSON) for key in ("elder", "younger")}
    fact = Fact("f", Kind.EVENT, "They met.", Evidence("s", "x"), edtf("1900"), who=tuple(twins))
    assert [
        person.mark for person in lay_out(outline([(Deck("d", "D", entities=twins, facts=(fact,)), fact)])).people
    ] == [
        "SM",
        "JS",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("elder, younger", "elder, younger", "00 11"),
        ("elder, younger", "younger, elder", "01 10"),
        ("elder, younger", "younger", "10"),
        ("elder:the Elder, younger:the Younger", "a:the Younger, b:the Elder", "01 10"),
        ("a:the Elder, b:the Younger", "a:the Younger, b:the Elder", "01 10"),
        ("elder:the Elder:Pitt, younger:Pitt", "a:Pitt, b:Pitt:the Elder", "01 10"),
        ("elder, younger", "a, younger, b, elder", "03 11"),
        ("elder, younger", "a, b", "00 11"),
    ],
)
def test_namesakes_of_two_decks_are_paired_by_an_alias_or_their_id_before_their_order(
    one: str, other: str, same: str
) -> None:
    """Each has an id and aliases; the numbers are the places of those in either deck who are one person."""
    decks = [[text.split(":") for text in deck.split(", ")] for deck in (one, other)]
    known = {
        (name, place): (name, Entity(key, "William Pitt", EntityKind.PERSON, tuple(aliases)))
        for name, deck in zip("xy", decks, strict=True)
        for place, (key, *aliases) in enumerate(deck)
    }
    people = persons_of(list(known), known)
    both = product(range(len(decks[0])), range(len(decks[1])))
    assert " ".join(f"{x}{y}" for x, y in both if people["x", x] is people["y", y]) == same


@pytest.mark.parametrize(
    ("names", "marks"),
    [
        (["Nikita Khrushchev", "Lavrentiy Beria"], ["KH", "BE"]),
        (["John Kennedy", "Robert Kennedy", "Rose Kennedy", "Edward Kennedy"], ["KE", "RK", "KN", "EK"]),
        (["Peter the Great", "Nicholas II", "Martin Luther King Jr."], ["PE", "NI", "KI"]),
        (["Jānis Rudzutaks", "Иосиф Сталин", "Œdipe Ørsted"], ["RU", "СТ", "ØR"]),
        (["毛泽东", "毛岸英", "毛泽东"], ["毛", "岸", "泽"]),
        (["X", "X", "?", "1"], ["X2", "X3", "AA", "12"]),
    ],
)
def test_marks_come_from_the_surname_and_are_never_shared(names: list[str], marks: list[str]) -> None:
    assert marks_for([Entity(name, name, EntityKind.PERSON) for name in names]) == marks


def test_a_word_of_the_name_that_is_an_alias_counts_as_the_surname() -> None:
    assert marks_for([Entity("mao", "Mao Zedong", EntityKind.PERSON, ("Mao", "the Chairman"))]) == ["MA"]


def test_two_thousand_of_one_name_have_two_thousand_marks() -> None:
    assert len(set(marks_for([Entity(str(i), "Li Li", EntityKind.PERSON) for i in range(2000)]))) == 2000


def test_the_json_says_when_each_event_was_at_the_earliest_and_the_latest() -> None:
    facts = [("1953/..", "b"), ("-0043-03-15", "a", "Marcus Brutus"), ("", "c"), ("../1953-02", "d"), ("195X", "e")]
    deck = deck_of(*facts)
    events = as_json(outline((deck, fact) for fact in deck.facts), {"d/f1": 0.123456, "d/f4": None})
    assert {"events": list(events)} == {
        "events": [
            event("d/f3", "../1953-02", None, "1953-02-28", "d"),
            event("d/f1", "-0043-03-15", "-0043-03-15", "-0043-03-15", "a", "Marcus Brutus") | {"recall": 0.1235},
            event("d/f4", "195X", "1950-01-01", "1959-12-31", "e"),
            event("d/f0", "1953/..", "1953-01-01", None, "b"),
        ]
    }


def event(key: str, date: str, earliest: str | None, latest: str | None, says: str, *who: str) -> dict[str, object]:
    who_and_recall: dict[str, object] = {"people": [*who], "recall": None}
    return {"id": key, "date": date, "earliest": earliest, "latest": latest, "statement": says} | who_and_recall


def test_the_json_of_the_starter_deck_names_the_persons() -> None:
    deck = sound(read_deck(starter_text()))
    events = list(as_json(outline((deck, fact) for fact in deck.facts), {}))
    assert isinstance(events, list)
    assert [(found["id"], found["people"]) for found in events] == [
        ("wall/brandt-mayor", ["Willy Brandt"]),
        ("wall/wall-begun", ["Walter Ulbricht"]),
        ("wall/kennedy-berliner", ["John F. Kennedy"]),
        ("wall/wall-opened", ["Günter Schabowski"]),
    ]


def test_two_thousand_facts_take_hardly_longer_each_than_a_hundred() -> None:
    def seconds(count: int) -> float:
        facts = [(f"{i * 7919 % 3000:04d}", f"{i}", f"Anna P{i % 97}son") for i in range(count)]
        deck = deck_of(*facts)
        items = [(deck, fact) for fact in deck.facts]
        return min(_timed(items) for _ in range(3)) / count

    assert seconds(2000) < 5 * seconds(100)


def _timed(items: list[tuple[Deck, Fact]]) -> float:
    start = perf_counter()
    lay_out(outline(items))
    return perf_counter() - start


# What always holds.

MARKS = st.sampled_from(["", "~", "?", "%"])


YEARS = st.one_of(st.integers(1940, 1960), st.integers(-60, 60), st.integers(-9900, 9900))


@st.composite
def dates(draw: st.DrawFn) -> Edtf:
    """A date of any precision, or a range between two, or one with an open end."""
    kind = draw(st.sampled_from(["point"] * 5 + ["range"] * 3 + ["from", "until"]))
    first = draw(points())
    if kind == "point":
        return single(first)
    if kind == "from":
        return between(first, None)
    if kind == "until":
        return between(None, first)
    second = draw(points())
    return between(*sorted((first, second), key=lambda point: point.earliest))


@st.composite
def points(draw: st.DrawFn) -> DatePoint:
    year, month, mark = draw(YEARS), draw(st.integers(1, 12)), draw(MARKS)
    kind = draw(st.sampled_from(["day", "day", "month", "month", "year", "season", "decade", "century"]))
    if kind in ("decade", "century"):
        digits = f"{abs(year):04d}"[: 3 if kind == "decade" else 2] + ("X" if kind == "decade" else "XX")
        return edtf(("-" if year < 0 else "") + digits + mark).points[0]
    day = draw(st.integers(1, 28)) if kind == "day" else None
    part = {"day": month, "month": month, "season": month % 4 + 21}.get(kind)
    return edtf(str(date_of(year, part, day)) + mark).points[0]


def scale_of(whens: list[Edtf], by: By) -> Timeline:
    facts = tuple(Fact(f"f{i}", Kind.EVENT, "x", Evidence("s", "x"), when) for i, when in enumerate(whens))
    return lay_out(outline([(Deck("d", "D", facts=facts), fact) for fact in facts]), by)


MANY = st.lists(dates(), min_size=1, max_size=25)


@given(MANY, st.sampled_from(By))
@settings(max_examples=150, deadline=None)
def test_every_dated_fact_stands_on_the_scale_once_with_those_of_its_date(whens: list[Edtf], by: By) -> None:
    timeline = scale_of(whens, by)
    keys = [event.key for row in timeline.rows for event in row.events]
    assert sorted(keys) == sorted(f"d/f{i}" for i in range(len(whens)))
    assert all(len({event.when for event in row.events}) <= 1 for row in timeline.rows)


@given(MANY, st.sampled_from(By))
@settings(max_examples=150, deadline=None)
def test_rows_never_go_back_in_time(whens: list[Edtf], by: By) -> None:
    timeline = scale_of(whens, by)
    assert all(above.at <= below.at for above, below in pairwise(timeline.rows))
    for row in timeline.rows:
        for event in row.events:
            assert event.when.earliest in (row.at, None)


@given(MANY, st.sampled_from(By))
@settings(max_examples=150, deadline=None)
def test_every_label_says_the_date_of_its_row_below_its_year(whens: list[Edtf], by: By) -> None:
    year = None
    for row in scale_of(whens, by).rows:
        if re.fullmatch(r"\d+|AD \d+|\d+ BC", row.label):
            year = row.label
        for event in row.events:
            start = event.when.start
            if start and start.precision > Precision.YEAR:
                assert year == label(DatePoint(start.year))
                assert row.label in (label(start), "")


def units(words: str) -> int:
    """How many months or years the words for a gap count."""
    names = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    found = re.findall(r"([\w,]+) (month|year)", words)
    counts = [(names.index(count) if count in names else int(count.replace(",", "")), noun) for count, noun in found]
    if any(noun == "month" for _, noun in counts):
        return sum(count * (12 if noun == "year" else 1) for count, noun in counts)
    return counts[0][0]


def taken(row: Row, by: By) -> list[int]:
    """The units of the scale that a row stands for; none when its date is coarser than the unit."""
    at = cell(by, row.at)
    if row.tick is Tick.GAP:
        count = units(row.words)
        return [*range(at, at + (count * 12 if by is By.MONTH and "month" not in row.words else count))]
    if not row.label:
        return [] if row.events else [at]
    fine = row.label.rstrip("?").endswith(tuple(month[:3] for month in MONTHS))
    seasonal = row.label.rstrip("?").endswith(("spring", "summer", "autumn", "winter"))
    yearly = re.fullmatch(r"(c\. )?(\d+|AD \d+|\d+ BC)\??", row.label)
    return [at] if fine or (by is By.YEAR and (seasonal or yearly)) else []


@given(MANY, st.sampled_from([By.MONTH, By.YEAR]))
@settings(max_examples=150, deadline=None)
def test_no_unit_between_the_first_row_and_the_last_is_left_out_or_counted_twice(whens: list[Edtf], by: By) -> None:
    rows = scale_of(whens, by).rows
    empty = [unit for row in rows if row.tick in (Tick.GAP, Tick.NONE) for unit in taken(row, by)]
    occupied = {unit for row in rows if row.tick not in (Tick.GAP, Tick.NONE) for unit in taken(row, by)}
    assert len(empty) == len(set(empty))
    assert not occupied & set(empty)
    everything = sorted({*empty, *occupied})
    assert all(after - before == 1 for before, after in pairwise(everything))


@given(MANY, st.sampled_from([By.DECADE, By.YEAR, By.MONTH, By.DAY]))
@settings(max_examples=150, deadline=None)
def test_brackets_run_from_start_to_end_and_never_share_a_lane(whens: list[Edtf], by: By) -> None:
    timeline = scale_of(whens, by)
    rows, spans = timeline.rows, timeline.spans
    assert len(spans) == len({when for when in whens if when.is_range})
    for span in spans:
        when = rows[span.first].events[0].when
        assert (span.start, span.end) == (when.start is not None, when.end is not None)
        if when.latest is not None:
            assert span.last > span.first
            assert cell(by, rows[span.last].at) == cell(by, when.latest)
            assert all(row.at >= when.latest for row in rows[span.last + 1 :] if row.tick is not Tick.GAP)
    for one in spans:
        for other in spans:
            if one is not other and one.first <= other.last and other.first <= one.last:
                assert one.lane != other.lane


@given(st.sampled_from([By.DECADE, By.YEAR, By.MONTH, By.DAY]), st.integers(-9999, 9999))
def test_the_first_day_of_a_unit_lies_in_it_and_the_day_before_does_not(by: By, number: int) -> None:
    assert (cell(by, first_day(by, number)), cell(by, first_day(by, number) - 1)) == (number, number - 1)
