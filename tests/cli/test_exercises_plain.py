"""Every form in the plain dialogue: its answer, its wrong keys, its empty line, and what the history keeps of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from conftest import Done, Run

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler
from destal_cli.store.history import History

pytestmark = pytest.mark.usefixtures("shipped_here")

AT = Moment(1_799_100_000_000)  # 4 January 2027
RIGHT_ORDER = (
    "Joseph Stalin died",
    "Lavrentiy Beria was arrested",
    "Lavrentiy Beria was executed",
    "90,000 prisoners returned from the camps",
    "Khrushchev proposed a commission on Stalin's activities",
    "Khrushchev gave the Secret Speech",
)


def reviews(home: Path) -> list[Review]:
    """The reviews that stand."""
    rows = History(home / "history.db", create=False).reviews()
    voided = {row.voids for row in rows}
    return [row for row in rows if row.voids is None and row.id not in voided]


def learned(home: Path, deck: Deck, kind: str) -> None:
    """A learner who knew every card of a kind of answer on 4 January."""
    history = History(home / "history.db", create=True)
    for card in cards_of_deck(deck):
        if card.answer.type == kind:
            history.record([Review(card.id, AT, Rating.EASY, "typed", rung=2)], Scheduler(), Random(1))
    history.close()


def numbers(done: Done) -> dict[str, str]:
    """What is numbered in the last question, by its text."""
    last = done.out.rpartition(" of ")[2]
    return {text: number for number, text in re.findall(r"^(\d)\) (.*)$", last, re.MULTILINE)}


def test_events_are_put_in_order_by_a_line_of_numbers(destal: Run, home: Path) -> None:
    shown = numbers(destal("quiz", "--form", "order", "--seed", "1", lines=":q\n"))
    line = " ".join(shown[text] for text in RIGHT_ORDER if text in shown)
    done = destal("quiz", "--form", "order", "--seed", "1", lines=f"{line}\n:q\n")
    assert "Put these in order, the earliest first." in done.out
    assert done.out.count("saved: again in 2 days") == 1
    assert done.out.count("returns: again in 2 days") == len(shown)
    assert "right: March 1953: Joseph Stalin died" in done.out
    kept = reviews(home)
    assert {row.form for row in kept} == {"order"}
    assert {row.rating for row in kept} == {Rating.GOOD}
    assert len({row.exercise for row in kept}) == 1
    assert kept[0].exercise == kept[0].id


@pytest.mark.parametrize("line", ["1", "1 1 2 3 4 5", "0 1 2 3 4 5", "1 2 3 4 5 9", "Beria", "первый", "1 2 3 4 5 6 7"])
def test_a_line_that_is_no_order_is_asked_for_again(destal: Run, home: Path, line: str) -> None:
    done = destal("quiz", "--form", "order", "--seed", "1", lines=f"{line}\n")
    assert done.out.count("answer with the 6 numbers, the earliest first, such as 2 1 3 4 5 6") == 2
    assert reviews(home) == []


def test_an_empty_line_is_i_dont_know_for_each_that_is_rated(destal: Run, home: Path) -> None:
    done = destal("quiz", "--form", "order", "--seed", "1", lines="\n:q\n")
    assert done.out.count("wrong: ") == len(reviews(home)) == 6
    assert {row.rating for row in reviews(home)} == {Rating.AGAIN}


def test_an_exercise_is_taken_back_as_one_and_each_of_its_cards_can_be_rated_otherwise(destal: Run, home: Path) -> None:
    options = ("quiz", "--form", "order", "--seed", "1")
    asked_which = destal(*options, lines="\n:o 4\n:q\n")
    assert "say which of the 6: :o 2 4 rates the second so" in asked_which.out
    assert {row.rating for row in reviews(home)} == {Rating.AGAIN}
    destal("undo")
    done = destal(*options, lines="\n:o 2 4\n:q\n")
    assert "rated Easy: again in" in done.out
    assert sorted(row.rating for row in reviews(home)) == [Rating.AGAIN] * 5 + [Rating.EASY]
    assert destal("undo").err.count("taken back: the answer to") == 6
    assert reviews(home) == []
    assert History(home / "history.db", create=False).memory() == {}


def test_an_event_is_placed_among_known_ones_and_the_error_is_told(destal: Run, home: Path, shipped: Deck) -> None:
    learned(home, shipped, "date")
    options = ("quiz", "--form", "place", "--limit", "1", "--seed", "4")
    asked = destal(*options, lines=":q\n", now="2027-03-10T20:00:00+00:00").out
    assert "Where in time does this belong?" in asked
    gaps = re.findall(r"^\d\) here$", asked, re.MULTILINE)
    assert re.search(r"^March 1953: Joseph Stalin died$|^\d+ \w+ \d+: ", asked, re.MULTILINE)
    tries = [destal(*options, lines=f"{gap}\n", now="2027-03-10T20:00:00+00:00").out for gap in range(1, len(gaps) + 1)]
    outcomes = [re.findall(r"^(right|wrong): ", text, re.MULTILINE)[0] for text in tries]
    assert outcomes.count("right") >= 1
    assert any(re.search(r"too (early|late), at least: it was", text) for text in tries)
    assert {row.form for row in reviews(home)} >= {"place"}


def test_offices_are_matched_by_numbers_and_each_pair_is_rated_on_its_own(destal: Run, home: Path) -> None:
    options = ("quiz", "--form", "match", "--kind", "role", "--seed", "2")
    asked = destal(*options, lines=":q\n").out
    cues = re.findall(r"^([a-d])\. (.*)$", asked, re.MULTILINE)
    choices = {text: number for number, text in re.findall(r"^(\d)\) (.*)$", asked, re.MULTILINE)}
    holders = {
        "Premier of the Soviet Union": "Georgi Malenkov",
        "head of the Ministry of the Interior": "Lavrentiy Beria",
        "First Secretary of the Central Committee": "Nikita Khrushchev",
        "dictator of the Soviet Union": "Joseph Stalin",
    }
    right = [choices[holders[text]] for _, text in cues]
    first_wrong = [choices[holders[cues[1][1]]], *right[1:]]
    done = destal(*options, lines=f"{' '.join(first_wrong)}\n:q\n")
    ratings = {row.card: row.rating for row in reviews(home)}
    assert sorted(ratings.values())[0] is Rating.AGAIN
    assert list(ratings.values()).count(Rating.AGAIN) == 1
    assert f"you chose {holders[cues[1][1]]}" in done.out
    wrong = next(row for row in reviews(home) if row.rating is Rating.AGAIN)
    assert wrong.confused_with == holders[cues[1][1]]


def test_a_typed_date_is_echoed_as_it_was_understood(destal: Run) -> None:
    done = destal("quiz", "--form", "date", "--limit", "1", "--seed", "3", lines="26/6/53\n")
    assert "read as: 26 June 1953" in done.out
    assert "read as" not in destal("quiz", "--form", "date", "--limit", "1", "--seed", "3", lines="гулаг\n").out


def test_a_typed_number_is_echoed_as_it_was_understood(destal: Run) -> None:
    done = destal("quiz", "--form", "number", "--limit", "1", "--seed", "3", lines="1.9 million\n")
    assert "read as: 1,900,000" in done.out


def test_the_locale_decides_what_comes_first_in_a_numeric_date(
    destal: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("quiz", "--form", "date", "--cram", "--limit", "1", "--seed", "3")
    for place, read in (("en_US.UTF-8", "4 March 1953"), ("de_DE.UTF-8", "3 April 1953"), ("C", "3 April 1953")):
        monkeypatch.setenv("LC_ALL", place)
        assert f"read as: {read}" in destal(*options, lines="03/04/1953\n").out
    (home / "config.toml").write_text('dates = "month-first"\n', encoding="utf-8")
    assert "read as: 4 March 1953" in destal(*options, lines="03/04/1953\n").out
    (home / "config.toml").write_text('dates = "year-first"\n', encoding="utf-8")
    assert destal(*options, lines="").code == 1


def test_two_confusions_bring_the_pair_side_by_side_and_people_tells_of_it(
    destal: Run, home: Path, shipped: Deck
) -> None:
    learned(home, shipped, "person")
    for day in ("2027-03-20", "2027-03-22"):
        destal("quiz", "--form", "typed", "--person", "beria", "--kind", "role", lines="Malenkov\n", now=day)
    log = [row.confused_with for row in reviews(home)]
    assert log.count("Georgi Malenkov") == 2
    told = destal("people", "beria").out
    assert "mixed up with Georgi Malenkov, 2 times" in told
    assert "mixed up with Lavrentiy Beria, 2 times" in destal("people", "malenkov").out
    shown = destal("quiz", "--person", "beria", "--kind", "role", lines=":q\n", now="2027-03-25").out
    assert "You have taken these two for each other" in shown
    assert {"Georgi Malenkov", "Lavrentiy Beria"} == set(numbers(Done(0, shown, "")))
    (beria,) = json.loads(destal("people", "beria", "--json").out)["people"]
    assert {"name": "Georgi Malenkov", "times": 2} in beria["confused_with"]


def test_a_form_that_no_card_can_have_is_said(destal: Run) -> None:
    done = destal("quiz", "--form", "number", "--kind", "event", lines="")
    assert done.code == 3
    assert "no card is asked for so" in done.err
    assert destal("quiz", "--form", "contrast", lines="").code == 2


def test_an_exercise_that_cannot_be_made_yet_is_said_and_asked_otherwise(destal: Run) -> None:
    done = destal("quiz", "--form", "place", "--limit", "1", lines="")
    assert "too few events or pairs for place now: asked as date" in done.out


def test_what_was_put_off_or_suspended_is_asked_again_after_undo_and_not_counted_as_due(
    destal: Run, home: Path
) -> None:
    done = destal("quiz", "--form", "date", "--seed", "3", "--limit", "2", lines="1999\n:@\n:u\n:@\n")
    assert done.out.count("suspended: ") == 2
    assert "asked again: " in done.out
    assert "1 card due tomorrow" in done.out
    assert [mark for mark, _ in History(home / "history.db", create=False).marks().values()] == ["suspend"]


def test_more_on_a_card_tells_the_answer_only_once_it_was_answered(destal: Run, shipped: Deck) -> None:
    done = destal("quiz", "--form", "flashcard", "--kind", "term", "--limit", "1", "--seed", "5", lines=":i\n:q\n")
    card = next(card for card in cards_of_deck(shipped) if card.prompt in done.out)
    assert f"card: {card.id}" in done.out
    assert card.answer.text not in done.out.replace(card.prompt, "")


def test_a_right_answer_that_is_slow_for_this_learner_is_hard_and_says_so(
    destal: Run, home: Path, shipped: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(home / "history.db", create=True)
    for number in range(20):
        review = Review(f"x/f{number}/when", Moment(AT.ms - 9 * 86_400_000), Rating.GOOD, "date", took=1_000)
        history.record([review], Scheduler(), Random(1))
    history.close()
    ticks = iter(range(0, 1_000, 11))
    monkeypatch.setattr("time.monotonic", lambda: float(next(ticks)))
    options = ("quiz", "--form", "date", "--limit", "1", "--seed", "3")
    asked = destal(*options, lines=":q\n").out
    answer = next(card.answer.text for card in cards_of_deck(shipped) if card.prompt in asked)
    assert "why: right, but slow for you: 11 seconds" in destal(*options, lines=f"{answer}\n").out
    assert (reviews(home)[-1].rating, reviews(home)[-1].judged) == (Rating.HARD, Rating.HARD)


def test_verdicts_that_were_overridden_are_told_by_kind_of_answer(destal: Run) -> None:
    destal("quiz", "--form", "date", "--limit", "1", "--seed", "3", lines="1999\n:o 3\n:q\n")
    destal("quiz", "--form", "number", "--limit", "1", "--seed", "3", lines="7\n:q\n")
    told = destal("scores", "--judging").out
    rows = [line.split() for line in told.splitlines()]
    assert ["date", "1", "1", "0", "0"] in rows
    assert ["number", "1", "0", "0", "0"] in rows
    assert "1999 for " in told
    assert "judged again, you said good" in told
    found = json.loads(destal("scores", "--judging", "--json").out)["judging"]
    assert [(one["kind"], one["judged"], one["made_right"]) for one in found] == [("date", 1, 1), ("number", 1, 0)]
    assert found[0]["overrides"][0]["answer"] == "1999"
