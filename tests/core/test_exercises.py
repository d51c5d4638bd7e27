"""Exercises over several facts: what is put together, and what each fact's own place or pair is worth."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from conftest import sound, starter_text
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.choices import never_wrong
from destal_cli.core.dates import human, overlaps
from destal_cli.core.exercises import (
    Exercise,
    ago,
    contrast,
    cue,
    date_of,
    days_off,
    event,
    judged,
    match,
    order,
    pair,
    place,
    right_gap,
)
from destal_cli.core.facts import Deck
from destal_cli.core.forms import Form
from destal_cli.core.grading import Outcome
from destal_cli.core.text import fold
from destal_cli.store.deckfile import read_deck

RIGHT, PARTIAL, WRONG = Outcome.RIGHT, Outcome.PARTIAL, Outcome.WRONG


def dated(*dates: str) -> list[Card]:
    """Cards that ask when the event a, b, c ... of a date was."""
    facts = "".join(
        f"  - id: {letter}\n    kind: event\n    statement: The event {letter} took place.\n    when: {date}\n"
        f"    evidence: the event {letter} took place\n    questions: {{when: When was the event {letter}?}}\n"
        for letter, date in zip("abcdefghij", dates, strict=False)
    )
    told = " ".join(f"Then the event {letter} took place." for letter in "abcdefghij")
    source = f"  - id: s\n    title: A text\n    from: me\n    text: |\n      {told}\n"
    return cards_of_deck(sound(read_deck(f"id: d\ntitle: Events\nfacts:\n{facts}sources:\n{source}", "d.yaml")))


def ordered(cards: list[Card], said: str) -> dict[str, Outcome]:
    """What putting cards in the order of their letters in `said` is worth, by letter."""
    exercise = Exercise(Form.ORDER, tuple(cards), tuple(cards))
    picks = [next(n for n, card in enumerate(cards) if card.fact.id == letter) for letter in said]
    return {card.split("/")[1]: verdict.outcome for card, verdict in judged(exercise, picks).items()}


@pytest.mark.parametrize(
    ("said", "right", "partial", "wrong"),
    [
        ("abcde", "abcde", "", ""),
        ("bacde", "cde", "ab", ""),  # two neighbours the wrong way round
        ("bcdea", "bcde", "", "a"),  # one far out of place drags no other down
        ("eabcd", "abcd", "", "e"),
        ("edcba", "", "", "abcde"),
        ("acbed", "a", "bcde", ""),
    ],
)
def test_each_event_is_rated_by_its_own_place(said: str, right: str, partial: str, wrong: str) -> None:
    outcomes = ordered(dated("1950", "1951", "1952", "1953", "1954"), said)
    for letters, outcome in ((right, RIGHT), (partial, PARTIAL), (wrong, WRONG)):
        assert {letter for letter, found in outcomes.items() if found is outcome} == set(letters)


def test_events_of_one_year_or_of_overlapping_ranges_are_ties_and_free() -> None:
    cards = dated("1953", "1953-06-26", "1952/1954", "1955")
    for said in permutations("abc"):
        assert set(ordered(cards, "".join(said) + "d").values()) == {RIGHT}
    assert ordered(cards, "dabc")["d"] is WRONG


@given(st.permutations("abcdef"))
def test_only_the_right_order_is_all_right_and_no_order_raises(said: list[str]) -> None:
    outcomes = ordered(dated("-0043", "0800", "1492", "1789", "1953", "2001"), "".join(said))
    assert (set(outcomes.values()) == {RIGHT}) == ("".join(said) == "abcdef")


def test_an_order_has_four_to_six_events_and_rates_only_those_that_are_due() -> None:
    a, b, *others = dated("1950", "1951", "1952", "1953", "1954", "1955", "1956")
    exercise = order(a, [b], [], others, Random(1))
    assert exercise is not None
    assert set(exercise.rated) == {a, b}
    assert len(exercise.items) == 5
    everyone = order(a, [b, *others], [], [], Random(1))
    assert everyone is not None
    assert len(everyone.items) == len(everyone.rated) == 6


def test_there_is_no_order_without_enough_events_that_truly_differ() -> None:
    assert order(*_first_and_rest("1950", "1951", "1952"), [], [], Random(1)) is None
    assert order(*_first_and_rest("1950", "1950-02", "1950-03", "1950-04", "1950-05"), [], [], Random(1)) is None


def _first_and_rest(*dates: str) -> tuple[Card, list[Card]]:
    first, *rest = dated(*dates)
    return first, rest


def test_known_events_fill_an_order_up_before_unknown_ones() -> None:
    a, *others = dated("1950", "1951", "1952", "1953", "1960", "1970", "1980", "1990")
    exercise = order(a, [], others[3:], others[:3], Random(1))
    assert exercise is not None
    assert set(exercise.items) == {a, *others[3:]}


def test_an_event_is_placed_among_known_ones_in_order_of_time() -> None:
    a, *known = dated("1953-06", "1950", "1951", "1953", "1955", "1956")
    exercise = place(a, known, Random(3))
    assert exercise is not None
    years = [date_of(item).first_year for item in exercise.items]
    assert years == sorted(years, key=lambda year: year or 0)
    assert 1953 not in years  # 1953 may be before or after June 1953
    assert not any(overlaps(date_of(item), date_of(a)) for item in exercise.items)
    for gap in range(len(exercise.items) + 1):
        (verdict,) = judged(exercise, (gap,)).values()
        assert (verdict.outcome is RIGHT) == (gap == right_gap(exercise))


def test_one_known_event_makes_no_timeline() -> None:
    a, b = dated("1953-06", "1950")
    assert place(a, [b], Random(1)) is None


@pytest.mark.parametrize(
    ("gap", "days", "said"),
    [
        (0, -(31 + 28 + 31 + 30 + 31 + 1), "5 months too early, at least: it was June 1953"),
        (2, 185, "6 months too late, at least: it was June 1953"),
        (3, 185 + 365, "1 year and 6 months too late, at least: it was June 1953"),
    ],
)
def test_the_error_in_time_is_counted_to_the_nearest_known_event(gap: int, days: int, said: str) -> None:
    a, *known = dated("1953-06", "1952", "1954-01-01", "1955-01-01")
    exercise = Exercise(Form.PLACE, (a,), tuple(known))
    (verdict,) = judged(exercise, (gap,)).values()
    assert verdict.because == said
    assert days_off(exercise, gap) == pytest.approx(days, abs=1)


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 day"), (59, "59 days"), (91, "3 months"), (365, "1 year"), (800, "2 years and 2 months")]
)
def test_a_stretch_of_time_is_said_in_its_largest_units(days: int, said: str) -> None:
    assert ago(days) == said


def test_an_event_is_called_by_its_statement_unless_that_tells_the_date() -> None:
    a, b = dated("1953", "1954")
    assert event(a) == "The event a took place"
    telling = starter_text().replace("statement: East Germany began", "statement: On 13 August 1961 East Germany began")
    card = cards_of_deck(sound(read_deck(telling, "wall.yaml")))[0]
    assert event(card) == card.prompt
    assert b.answer.text == "1954"


def cards_by(deck: Deck, *names: str) -> list[Card]:
    by_id = {card.id: card for card in cards_of_deck(deck)}
    return [by_id[f"{deck.id}/{name}"] for name in names]


def test_persons_are_matched_to_offices_and_terms_to_meanings(shipped: Deck) -> None:
    who, office, term, meaning, other = cards_by(
        shipped,
        "malenkov-premier/who",
        "malenkov-premier/office",
        "cpsu-abbreviation/term",
        "cpsu-abbreviation/meaning",
        "speech-given/when",
    )
    assert pair(who, shipped) == ("role person", "Premier of the Soviet Union", "Georgi Malenkov")
    assert pair(office, shipped) == ("role office", "Georgi Malenkov", "Premier of the Soviet Union")
    assert pair(term, shipped) == ("term term", "Communist Party of the Soviet Union", "CPSU")
    assert pair(meaning, shipped) == ("term meaning", "CPSU", "Communist Party of the Soviet Union")
    assert pair(other, shipped) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_match_has_one_right_answer_for_each_cue(shipped: Deck, seed: int) -> None:
    cards, decks = cards_of_deck(shipped), {shipped.id: shipped}
    made = 0
    for card in cards:
        rest = [other for other in cards if other.id != card.id]
        exercise = match(card, rest[::2], rest[1::2], decks, Random(seed))
        if exercise is None:
            continue
        made += 1
        assert card in exercise.rated
        assert len(set(exercise.options)) == len(exercise.items) == len(set(exercise.items)) <= 4
        cues = [cue(item, exercise, {shipped.id: shipped}) for item in exercise.items]
        assert len(set(cues)) == len(cues)
        for item in exercise.items:
            others = {fold(option) for option in exercise.options} - {fold(item.answer.text)}
            assert not others & never_wrong(item, shipped), (item.id, exercise.options)
        right = [exercise.options.index(item.answer.text) for item in exercise.items]
        assert {verdict.outcome for verdict in judged(exercise, right).values()} == {RIGHT}
        shifted = [(pick + 1) % len(right) for pick in right]
        assert {verdict.outcome for verdict in judged(exercise, shifted).values()} == {WRONG}
    assert made >= 10


def test_a_wrong_match_is_a_confusion(shipped: Deck) -> None:
    malenkov, beria = cards_by(shipped, "malenkov-premier/who", "beria-interior/who")
    exercise = Exercise(Form.MATCH, (malenkov,), (malenkov, beria), ("Georgi Malenkov", "Lavrentiy Beria"))
    verdict = judged(exercise, (1, 1))[malenkov.id]
    assert (verdict.outcome, verdict.confused_with) == (WRONG, "Lavrentiy Beria")


def test_two_that_are_confused_stand_side_by_side(shipped: Deck) -> None:
    malenkov, beria = cards_by(shipped, "malenkov-premier/who", "beria-interior/who")
    decks = {shipped.id: shipped}
    exercise = contrast(malenkov, "Lavrentiy Beria", [], [beria], decks, Random(1))
    assert exercise is not None
    assert set(exercise.items) == {malenkov, beria}
    assert exercise.rated == (malenkov,)
    assert set(exercise.options) == {"Georgi Malenkov", "Lavrentiy Beria"}
    both = contrast(malenkov, "Lavrentiy Beria", [beria], [], decks, Random(1))
    assert both is not None
    assert set(both.rated) == {malenkov, beria}


def held(name: str, kind: str, *offices: str, deck: str = "d", also: str = "") -> Deck:
    """A deck that asks which offices somebody, or something, held, and who held them."""
    facts = "".join(
        f"  - {{id: f{place}, kind: role, statement: They had it., who: [one], office: {office}, evidence: had it}}\n"
        for place, office in enumerate(offices)
    )
    entity = f"  one: {{name: {name}, kind: {kind}, aliases: [{also}]}}\n"
    source = "  - {id: s, title: A text, from: me, text: Somebody had it.}\n"
    text = f"id: {deck}\ntitle: Offices\nentities:\n{entity}facts:\n{facts}sources:\n{source}"
    return sound(read_deck(text, "d.yaml"))


@pytest.mark.parametrize("part", ["office", "who"])
@pytest.mark.parametrize(("names", "alike"), [("Charles I", True), ("Karl Stuart, charles i", True), ("Karl", False)])
def test_whom_two_decks_call_by_different_names_stands_in_a_match_once(part: str, names: str, alike: bool) -> None:
    name, _, also = names.partition(", ")
    decks = [
        held("Charles Stuart", "person", "king of England", also="Charles I"),
        held(name, "person", "king of Scotland", deck="other", also=also),
        *(held(f"X{n}", "person", f"bishop of Y{n}", deck=f"x{n}") for n in range(2)),
    ]
    card, *others = [card for deck in decks for card in cards_by(deck, f"f0/{part}")]
    exercise = match(card, [], others, {deck.id: deck for deck in decks}, Random(1))
    assert exercise
    assert {item.deck for item in exercise.items} == {"d", "x0", "x1"} | (set() if alike else {"other"})


def test_namesakes_of_one_deck_stand_in_a_match_together() -> None:
    offices = {"ann": "mayor", "bob": "judge", "cy": "abbot"}
    entities = "".join(f"  {name}: {{name: {name} Kennedy, kind: person, aliases: [Kennedy]}}\n" for name in offices)
    facts = "".join(
        f"  - {{id: f{name}, kind: role, statement: Had it., who: [{name}], office: {office}, evidence: had it}}\n"
        for name, office in offices.items()
    )
    source = "  - {id: s, title: A text, from: me, text: Somebody had it.}\n"
    deck = sound(read_deck(f"id: d\ntitle: D\nentities:\n{entities}facts:\n{facts}sources:\n{source}", "d.yaml"))
    card, *others = [card for card in cards_of_deck(deck) if card.question == "office"]
    exercise = match(card, [], others, {"d": deck}, Random(1))
    assert exercise
    assert set(exercise.items) == {card, *others}


@pytest.mark.parametrize(("kind", "beside"), [("person", True), ("work", False), ("place", False)])
def test_beside_a_confused_answer_stands_only_one_of_its_kind(kind: str, beside: bool) -> None:
    washington, lincoln = held("George Washington", "person", "president"), held("Lincoln", kind, "splitter", deck="e")
    decks = {deck.id: deck for deck in (washington, lincoln)}
    (card,), (other,) = cards_by(washington, "f0/who"), cards_by(lincoln, "f0/who")
    assert (other in contrast(card, "Lincoln", [], [other], decks, Random(1)).items) == beside


def test_a_date_is_shown_in_words(shipped: Deck) -> None:
    (card,) = cards_by(shipped, "beria-arrested/when")
    assert human(date_of(card)) == "26 June 1953"
    with pytest.raises(ValueError, match="asks for no date"):
        date_of(cards_by(shipped, "malenkov-premier/who")[0])
