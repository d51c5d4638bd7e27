"""The poster of a timeline: where everything stands on the sheet, and that nothing overlaps, is lost or goes back."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_timeline_view import DATES, MINISTERS, ROME, THAW, deck_of, decks

from destal_cli.core.facts import Deck
from destal_cli.core.recall import Recall
from destal_cli.core.timeline import By, lay_out, outline
from destal_cli.screen.lettering import text_width
from destal_cli.screen.poster import lay_poster
from destal_cli.screen.poster.frame import Words
from destal_cli.screen.poster.shapes import HEIGHT, MARGIN, WIDTH, Column, Label, Poster

WORDS = Words("A title", "1953 – 1956", "Source: a book")


def poster_of(*made: Deck, recall: dict[str, Recall] | None = None, by: By = By.AUTO) -> Poster:
    return lay_poster(lay_out(outline((deck, fact) for deck in made for fact in deck.facts)), WORDS, recall, by)


def drawn(column: Column) -> str:
    """A line for each label: how far down the scale its date is, in hundredths, at which side, and what it says."""
    length = column.bottom - column.top
    found = []
    for label in column.labels:
        at = round(100 * (label.leader[0][1] - column.top) / length)
        says = " ".join(text.text for text in label.texts)
        marks = " ".join(badge.mark for badge in label.badges)
        found.append((at, f"{at:3} {'left ' if label.x < column.x else 'right'} {says} {marks}".rstrip()))
    return "\n".join(line for _, line in sorted(found, key=lambda item: item[0])) + "\n"


def test_the_labels_of_a_few_years() -> None:
    (column,) = poster_of(THAW).columns
    assert (
        drawn(column)
        == """\
  0 left  1953 The first prisoners are let out of the camps. BE
  0 right 1953–1955 Many sentences are quietly undone. Historians speak of a silent beginning.
  5 left  5 March 1953 Stalin dies at his dacha. ST
  5 right 5 March 1953 – 8 February 1955 Malenkov is Premier. MA
 15 left  26 June 1953 Beria is arrested at a meeting of the Presidium and never seen in public again. BE KH MA
 29 right December 1953 Beria is shot. ‡ Most histories have 23 December. BE
 92 left  December 1955 Khrushchev asks for a commission. KH
100 right 25 February 1956 Khrushchev gives the Secret Speech. ‡ It was read behind closed doors. KH
"""
    )
    assert [tick.text for tick in column.ticks][:4] == ["1953", "Feb", "Mar", "Apr"]


def bars(column: Column) -> list[str]:
    """For each bar where it begins and ends on the scale, in hundredths, and what it means."""
    length = column.bottom - column.top
    spans = (
        (100 * (bar.top - column.top) / length, 100 * (bar.bottom - column.top) / length, bar) for bar in column.bars
    )
    return sorted(f"{a:.0f}-{b:.0f} {'lasted' if bar.lasted else 'within'} {bar.colour}" for a, b, bar in spans)


def test_what_is_known_to_a_month_or_a_year_or_lasted_is_drawn_as_long_as_that() -> None:
    (column,) = poster_of(THAW).columns
    assert bars(column) == ["0-32 within -1", "0-95 lasted -1", "29-32 within -1", "5-67 lasted 2", "92-95 within -1"]


def test_a_range_of_one_person_has_that_persons_colour() -> None:
    (column,) = poster_of(THAW).columns
    (premier,) = (bar for bar in column.bars if bar.colour >= 0)
    mark = next(badge for label in column.labels for badge in label.badges if badge.mark == "MA")
    assert premier.colour == mark.colour


def test_more_persons_than_colours_have_outlined_marks() -> None:
    (column,) = poster_of(MINISTERS).columns
    badges = sorted((badge.ring, badge.colour) for label in column.labels for badge in label.badges)
    assert badges == [(ring, colour) for ring in (False, True) for colour in range(6)]


def test_a_long_gap_is_torn_out_and_named() -> None:
    (column,) = poster_of(deck_of("e 1961 | One.\ne 1963-06-26 | Two.\ne 1989-11-09 | Three.")).columns
    assert [tear.words for tear in column.tears] == ["25 years"]


def test_memory_is_shown_by_sign_shade_and_figure() -> None:
    recall = {"thaw/f0": Recall(1.0), "thaw/f1": Recall(0.6), "thaw/f2": Recall()}
    (column,) = poster_of(THAW, recall=recall).columns
    shown = {
        key: (glyph.name, round(glyph.shade, 2))
        for label in column.labels
        for key, glyph in zip(label.keys, label.glyphs, strict=True)
    }
    assert shown["thaw/f0"] == ("firm", 1.0)
    assert shown["thaw/f1"] == ("fading", 0.68)
    assert shown["thaw/f2"] == ("new", 1.0)
    figures = {text.text for label in column.labels for text in label.texts if text.style == "figure"}
    assert figures == {"1.00", "0.60"}


def test_without_memory_the_signs_are_those_of_kinds() -> None:
    glyphs = {glyph.name for label in poster_of(THAW).columns[0].labels for glyph in label.glyphs}
    assert glyphs == {"event", "role", "other"}


@pytest.mark.parametrize(("by", "first"), [(By.AUTO, "Mar 1953"), (By.YEAR, "1953")])
def test_the_unit_of_the_scale_can_be_given(by: By, first: str) -> None:
    deck = deck_of("e 1953-03-05 | One.\ne 1953-11 | Two.")
    assert poster_of(deck, by=by).columns[0].ticks[0].text == first


def test_one_event_has_a_sheet_to_itself() -> None:
    (column,) = poster_of(deck_of("e 1953-06-26 | Beria is arrested.")).columns
    assert drawn(column) == " 83 left  26 June 1953 Beria is arrested.\n"
    assert [tick.text for tick in column.ticks][:3] == ["Jun 1953", "2", "3"]


def test_a_date_with_many_facts_has_several_labels_and_one_bar() -> None:
    (column,) = poster_of(deck_of("\n".join(f"e 1953/1955 | Fact {at}." for at in range(14)))).columns
    assert sorted(len(label.keys) for label in column.labels) == [4, 5, 5]
    assert len(column.bars) == 1


def many(count: int, seed: int) -> Deck:
    """Events at random days, months, years and ranges of two thousand years, crowded in some of them."""
    rng = random.Random(seed)

    def line(at: int) -> str:
        year = rng.choice([rng.randint(-500, 1500), rng.randint(-60, 60)])
        name = f"{'-' if year < 0 else ''}{abs(year):04d}"
        date = rng.choice([name, f"{name}~", f"{name}-{rng.randint(1, 12):02d}", f"{name}/{rng.randint(1501, 1600)}"])
        return f"e {date} | Number {at} of what happened in this long time. | Ann Able{at % 30}"

    return deck_of("\n".join(map(line, range(count))))


def test_three_hundred_events_of_two_thousand_years_stand_on_one_sheet() -> None:
    deck = many(300, 1)
    poster = poster_of(deck)
    assert len(poster.columns) > 1
    assert sorted(keys(poster)) == sorted(f"deck/{fact.id}" for fact in deck.facts)
    assert overlapping(poster) == []
    assert poster.legend[-1].text == "Each column of time has a scale of its own."


def test_the_title_shrinks_or_breaks_so_that_it_stays_on_the_sheet() -> None:
    timeline = lay_out(outline((THAW, fact) for fact in THAW.facts))
    for title in ("Short", "A title of some length " * 4, "Very long " * 60, "Endless" * 90, "Word " * 9_000):
        poster = lay_poster(timeline, Words(title, "", ""))
        sizes = [text_width(text.text, poster.title_size, bold=True) for text in poster.titles if text.style == "title"]
        assert poster.columns[0].top < HEIGHT / 4
        assert max(sizes) <= WIDTH - 2 * MARGIN + 1e-6
        assert "".join(text.text for text in poster.titles).replace(" ", "") == title.replace(" ", "")


def test_a_crowd_of_persons_leaves_room_for_what_they_did() -> None:
    deck = deck_of("\n".join(f"e {1000 + at} | Deed {at}. | Ann Able{at}, Bob Baker{at}" for at in range(400)))
    poster = poster_of(deck)
    assert len(poster.badges) == 800
    assert overlapping(poster) == []


# What always holds.


def keys(poster: Poster) -> list[str]:
    return [key for column in poster.columns for label in column.labels for key in label.keys]


def overlapping(poster: Poster) -> list[tuple[Label, Label]]:
    """Pairs of labels that share a part of the sheet."""
    everything = [label for column in poster.columns for label in column.labels]
    return [pair for pair in combinations(everything, 2) if _touch(*pair)]


def _touch(a: Label, b: Label) -> bool:
    beside = a.x + a.width <= b.x + 0.01 or b.x + b.width <= a.x + 0.01
    return not beside and a.y + a.height > b.y + 0.01 and b.y + b.height > a.y + 0.01


MADE = decks().filter(lambda made: any(fact.when for fact in made[0].facts))


@given(MADE)
@settings(max_examples=80, deadline=None)
def test_every_dated_event_stands_on_the_sheet_once_and_no_two_labels_overlap(
    made: tuple[Deck, list[list[str]]],
) -> None:
    deck, _ = made
    poster = poster_of(deck)
    assert sorted(keys(poster)) == sorted(f"d/{fact.id}" for fact in deck.facts if fact.when)
    assert overlapping(poster) == []


@given(MADE)
@settings(max_examples=80, deadline=None)
def test_everything_stands_on_the_sheet_and_every_line_in_its_label(made: tuple[Deck, list[list[str]]]) -> None:
    poster = poster_of(made[0])
    for column in poster.columns:
        assert MARGIN / 2 < column.top < column.bottom < HEIGHT
        for label in column.labels:
            assert label.x >= 0
            assert label.x + label.width <= WIDTH
            assert column.top - 0.01 <= label.y
            assert label.y + label.height <= column.bottom + 0.01
            for text in label.texts:
                assert label.y < text.y <= label.y + label.height
                assert text.style == "date" or text.x + text.length <= label.x + label.width + 0.01
            for badge in label.badges:
                assert badge.x + badge.width <= label.x + label.width + 0.01
    assert all(column.bottom < text.y <= HEIGHT for column in poster.columns for text in poster.legend)


@given(st.lists(DATES.filter(lambda date: date != "none"), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_time_never_goes_back_down_a_column_or_from_one_to_the_next(dates: list[str]) -> None:
    deck = deck_of("\n".join(f"e {date} | An event of that time which takes some words to tell." for date in dates))
    starts = {f"deck/{fact.id}": fact.when.earliest for fact in deck.facts if fact.when}
    seen: list[int] = []
    for column in poster_of(deck).columns:
        for side in (True, False):
            labels = [label for label in column.labels if (label.x < column.x) is side]
            assert all(above.leader[0][1] <= below.leader[0][1] + 1e-6 for above, below in pairwise(labels))
            assert all(above.y + above.height <= below.y + 1e-6 for above, below in pairwise(labels))
        here = sorted((label.leader[0][1], starts[label.keys[0]] or -(10**9)) for label in column.labels)
        assert all(above[1] <= below[1] or above[0] == pytest.approx(below[0]) for above, below in pairwise(here))
        assert not seen or max(seen) <= max(day for _, day in here)
        seen += [day for _, day in here]


@given(st.integers(2, 120), st.integers(0, 9))
@settings(max_examples=12, deadline=None)
def test_leaders_of_one_side_never_cross(count: int, seed: int) -> None:
    for column in poster_of(many(count, seed)).columns:
        for side in (True, False):
            labels = [label for label in column.labels if (label.x < column.x) is side]
            for above, below in pairwise(labels):
                assert all(a[1] <= b[1] + 1e-6 for a, b in zip(above.leader, below.leader, strict=True))


def test_rome_counts_down_to_christ() -> None:
    (column,) = poster_of(ROME).columns
    assert [tick.text for tick in column.ticks][:3] == ["200 BC", "180 BC", "160 BC"]
