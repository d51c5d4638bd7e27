"""What a learner puts aside, flags, keeps forgetting and limits: in the quiz, in `destal facts`, and back again."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from io import StringIO
from itertools import count
from pathlib import Path
from random import Random

import pytest
from conftest import Done, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from destal_cli.cli.app import run
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler, standing
from destal_cli.store.history import History

BEGUN, OPENED, MAYOR = "wall/wall-begun/when", "wall/wall-opened/when", "wall/brandt-mayor/who"
AT = 1_799_092_800_000  # 4 January 2027, 20:00
DAY = 86_400_000
TYPED = ("quiz", "wall", "--form", "typed")


def forgotten(home: Path, card: str, lapses: int) -> None:
    """A card that was learned and then missed on so many days, the last two days ago."""
    history = History(home / "history.db", create=True)
    for ago in range(lapses + 2, 1, -1):
        history.record([Review(card, Moment(AT - ago * DAY), Rating.AGAIN, "typed")], Scheduler(), Random(1))
    history.close()


def marks(home: Path) -> dict[str, str]:
    return {card: mark for card, (mark, _) in History(home / "history.db", create=False).marks().items()}


def flags(home: Path) -> set[str]:
    return History(home / "history.db", create=False).flags()


def heads(done: Done) -> list[str]:
    return re.findall(r"^(?:\S.* · )?\d+ of \d+.*$", done.out, re.MULTILINE)


@pytest.mark.usefixtures("wall")
def test_a_flag_is_put_on_and_taken_off_and_the_question_shows_it(destal: Run, home: Path) -> None:
    done = destal(*TYPED, "--kind", "role", lines=":f\n:f\n:flag\n:q\n")
    assert [head.endswith(" flagged") for head in heads(done)] == [False, True, False, True]
    assert flags(home) == {MAYOR}
    assert marks(home) == {}


@pytest.mark.usefixtures("wall")
def test_a_flag_leaves_a_suspended_card_suspended(destal: Run, home: Path) -> None:
    destal(*TYPED, "--kind", "role", lines=":f\n:@\n")
    destal("facts", "--flagged", "--unflag")
    assert (marks(home), flags(home)) == ({MAYOR: "suspend"}, set())
    assert heads(destal(*TYPED, "--kind", "role")) == []


@pytest.mark.usefixtures("wall")
def test_a_line_can_be_about_the_card_answered_last(destal: Run, home: Path) -> None:
    lines = ":f last\n13 August 1961\n:f last\n:f last 2\n:@ last\n:i last\n:q last\n:q\n"
    done = destal(*TYPED, "--kind", "event", "--seed", "1", lines=lines)
    assert "there is no answer yet" in done.out
    assert "\nflagged: On what day did East Germany begin" in done.out
    assert "there is no such answer" in done.out
    assert f"card: {BEGUN}" in done.out
    assert 'there is no command ":q last"' in done.out
    assert (flags(home), marks(home)) == ({BEGUN}, {BEGUN: "suspend"})


@pytest.mark.usefixtures("shipped_here")
def test_one_card_of_an_exercise_is_named_by_its_number(destal: Run, home: Path) -> None:
    done = destal("quiz", "--form", "order", "--seed", "1", lines="\n:f last\n:f last 2\n:- last 3\n:q\n")
    assert "say which of the 6: :f last 2 flags the second" in done.out
    rows = [row.card for row in History(home / "history.db", create=False).reviews()]
    assert (flags(home), marks(home)) == ({rows[1]}, {rows[2]: "bury"})


@pytest.mark.usefixtures("wall")
def test_quiz_asks_only_what_is_flagged_and_says_when_nothing_is(destal: Run) -> None:
    none = destal("quiz", "wall", "--flagged", lines="")
    assert (none.code, "`f` flags a card while you study" in none.err) == (3, True)
    destal(*TYPED, "--kind", "role", lines=":f\n")
    assert [head.split(" · ")[1] for head in heads(destal("quiz", "wall", "--flagged", "--cram"))] == ["1 of 1"]


@pytest.mark.usefixtures("wall")
def test_a_whole_fact_is_put_off_and_taken_up_with_what_was_suspended_left_so(destal: Run, home: Path) -> None:
    destal("quiz", "wall", "--form", "flashcard", "--from", "1989", "--cram", "--seed", "1", lines=":@\n:q\n")
    (suspended,) = marks(home)
    done = destal("quiz", "wall", "--form", "flashcard", "--from", "1989", lines=":=\n")
    assert "put off until tomorrow: " in done.out
    assert sorted(marks(home).values()) == ["bury", "suspend"]
    assert marks(home)[suspended] == "suspend"
    destal("facts", "--suspended", "--buried", "--restore")
    done = destal("quiz", "wall", "--form", "flashcard", "--seed", "6", lines=":=\n:u\n:=\n:q\n")
    assert done.out.count("put off until tomorrow, with 1 other card of its fact: ") == 2
    assert "asked again, with 1 other card of its fact: " in done.out
    assert set(marks(home).values()) == {"bury"}
    tomorrow = destal("quiz", "wall", "--from", "1989", now="2027-01-05T20:00:00+00:00")
    assert len(heads(tomorrow)) == 1


@pytest.mark.usefixtures("wall")
def test_facts_shows_marks_and_each_way_back_takes_one_fact_or_card(destal: Run, home: Path) -> None:
    destal("quiz", "wall", "--cram", "--form", "flashcard", lines=":f\n:@\n" * 3 + ":-\n" * 9)
    assert Counter(marks(home).values()) == {"suspend": 3, "bury": 3}
    listed = destal("facts", "--deck", "wall").out
    assert listed.count("⚑ flagged · @ suspended  wall/") == 3
    assert listed.count("- put off until tomorrow  wall/") == 3
    one, *rest = sorted(flags(home))
    found = json.loads(destal("facts", "--deck", "wall", "--suspended", "--json").out)["facts"]
    marked = {q["id"]: q["marks"] for fact in found for q in fact["questions"] if q["marks"]}
    assert ["flagged", "suspended"] in marked.values()
    assert "1 card will be asked again" in destal("facts", one, "--suspended", "--restore").err
    assert "1 flag taken off" in destal("facts", one.rpartition("/")[0], "--flagged", "--unflag").err
    assert flags(home) == set(rest)
    assert [marks(home)[card] for card in (one, *rest)] == ["restore", "suspend", "suspend"]
    assert "3 cards will be asked again" in destal("facts", "--buried", "--restore").err
    assert "no card that is asked for so is put off" in destal("facts", "--buried").err


@pytest.mark.usefixtures("wall")
def test_cards_are_suspended_by_id_and_brought_back_by_it(destal: Run, home: Path) -> None:
    done = destal("suspend", OPENED, "wall/brandt-mayor")
    assert done.err.splitlines() == [
        "suspended: On what day was the wall opened?",
        "suspended: Which mayor of West Berlin protested when the wall was built?",
        f"hint: destal facts {OPENED} --suspended --restore asks them again",
    ]
    assert marks(home) == {OPENED: "suspend", MAYOR: "suspend"}
    assert "suspended already: On what day was the wall opened?" in destal("suspend", "wall/wall-opened").err
    assert len(marks(home)) == 3
    destal("facts", OPENED, "--suspended", "--restore")
    assert marks(home)[OPENED] == "restore"
    unknown = destal("suspend", "wall/wall-opend/when")
    assert (unknown.code, f'did you mean "{OPENED}"?' in unknown.err) == (3, True)


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize("options", [["--restore"], ["--flagged", "--restore"], ["--unflag"], ["--buried", "--unflag"]])
def test_a_way_back_without_what_it_is_from_is_wrong_usage(destal: Run, options: list[str]) -> None:
    done = destal("facts", *options)
    assert (done.code, "hint: destal facts --" in done.err) == (2, True)


@pytest.mark.usefixtures("wall")
def test_the_eighth_lapse_says_what_to_do_and_the_ninth_does_not(destal: Run, home: Path) -> None:
    forgotten(home, MAYOR, 7)
    done = destal(*TYPED, "--kind", "role", lines="Adenauer\nKennedy\nBrandt\n")
    leeches = [line for line in done.out.splitlines() if line.startswith("leech: ")]
    assert leeches == ["leech: forgotten 8 times: :e last reword it · :@ last suspend it"]
    later = destal(*TYPED, "--kind", "role", lines="Adenauer\n", now="2027-01-20T20:00:00+00:00")
    assert "wrong: Willy Brandt" in later.out
    assert "leech" not in later.out
    assert marks(home) == {}


@pytest.mark.usefixtures("wall")
def test_a_leech_names_what_it_is_mixed_up_with(destal: Run, home: Path) -> None:
    forgotten(home, MAYOR, 7)
    done = destal(*TYPED, "--kind", "role", lines="Kennedy\n:q\n")
    assert "leech: forgotten 8 times, mixed up with John F. Kennedy: " in done.out


@pytest.mark.usefixtures("shipped_here")
def test_a_leech_in_an_exercise_is_named_by_its_number(destal: Run, home: Path) -> None:
    card = "destalinization/beria-arrested/when"
    forgotten(home, card, 7)
    done = destal("quiz", "--form", "order", "--seed", "1", lines="\n:q\n")
    (said,) = re.findall(
        r"^leech: forgotten 8 times: :e last (\d) reword it · :@ last \1 suspend it$", done.out, re.MULTILINE
    )
    destal("undo")
    destal("quiz", "--form", "order", "--seed", "1", lines=f"\n:@ last {said}\n:q\n")
    assert marks(home) == {card: "suspend"}


@pytest.mark.usefixtures("wall")
def test_a_leech_is_suspended_only_where_the_settings_say_so_and_comes_back_by_undo(destal: Run, home: Path) -> None:
    forgotten(home, MAYOR, 7)
    (home / "config.toml").write_text('leech = "suspend"\n', encoding="utf-8")
    event = ("quiz", "wall", "--form", "typed", "--seed", "1")
    undone = destal(*event, lines="Adenauer\n:u\n:q\n")
    assert "now suspended: :e last reword it · :u take that back" in undone.out
    assert marks(home) == {MAYOR: "restore"}
    destal(*event, lines="Adenauer\n:o 2\n:q\n")
    assert marks(home) == {MAYOR: "restore"}
    destal("undo")
    done = destal(*event, lines="Adenauer\n:o 2\n:o 1\n:q\n")
    assert "rated Again: again tomorrow; a leech, forgotten 8 times, now suspended" in done.out
    assert marks(home) == {MAYOR: "suspend"}
    assert f"hint: it is put aside; destal facts {MAYOR} --suspended --buried --restore" in destal("undo").err


def known(home: Path, cards: int) -> None:
    """So many due cards of the shipped deck, the oldest due first."""
    from conftest import SHIPPED, sound

    from destal_cli.core.cards import cards_of_deck
    from destal_cli.store.deckfile import read_deck

    deck = sound(read_deck(SHIPPED.read_text(encoding="utf-8"), "deck.yaml"))
    history = History(home / "history.db", create=True)
    for ago, card in enumerate(cards_of_deck(deck)[:cards], 40):
        history.record([Review(card.id, Moment(AT - ago * DAY), Rating.GOOD, "typed")], Scheduler(), Random(1))
    history.close()


@pytest.mark.usefixtures("shipped_here")
def test_a_second_session_of_a_day_respects_both_limits_and_undo_gives_back(destal: Run, home: Path) -> None:
    known(home, 9)
    (home / "config.toml").write_text("reviews = 5\nnew = 2\n", encoding="utf-8")

    def asked(*options: str, now: str = "2027-01-04T20:00:00+00:00") -> tuple[int, int]:
        done = destal("quiz", "--form", "flashcard", *options, lines="\n3\n" * 40, now=now)
        new = sum(head.endswith("new") for head in heads(done))
        return len(heads(done)) - new, new

    where = destal().out
    assert "5 due and 2 new today" in where
    assert "4 more due beyond today's limit" in where
    assert asked("--limit", "3") == (3, 0)
    assert asked() == (2, 2)
    assert asked() == (0, 0)
    done = destal("quiz")
    assert "today's limit is reached. next: 4 more due beyond today's limit: destal quiz --reviews 4" in done.err
    where = destal().out
    assert "today's limit is reached · 4 more due" in where
    assert "next: destal quiz --reviews 4" in where
    destal("undo")
    assert asked() == (0, 1)
    assert asked("--reviews", "3", "--new", "1") == (3, 1)
    assert asked(now="2027-01-05T03:59:00+00:00") == (0, 0)
    assert asked("--new", "0", now="2027-01-05T04:01:00+00:00")[0] == 1


@pytest.mark.usefixtures("shipped_here")
def test_the_end_of_a_session_says_what_is_left_within_the_limit_and_beyond_it(destal: Run, home: Path) -> None:
    known(home, 9)
    (home / "config.toml").write_text("reviews = 5\n", encoding="utf-8")
    done = destal("quiz", "--form", "flashcard", lines="\n3\n\n1\n:q\n")
    assert (
        "next: 3 cards still due today: destal quiz --form flashcard;"
        " 4 more due beyond today's limit: destal quiz --form flashcard --reviews 4" in done.out
    )


@pytest.mark.usefixtures("shipped_here")
def test_a_missed_card_returns_at_the_distances_of_the_settings(destal: Run, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("steps = [1]\n", encoding="utf-8")
    done = destal("quiz", "--form", "flashcard", "--limit", "4", "--seed", "1", lines="\n1\n" + "\n3\n" * 9)
    prompts = re.findall(r"^(?:\S.* · )?\d+ of \d+.*\n(.*)$", done.out, re.MULTILINE)
    assert [place for place, prompt in enumerate(prompts) if prompt == prompts[0]] == [0, 2]


turns = st.lists(st.sampled_from(["\n3\n", "\n1\n", ":u\n", ":-\n", ":@\n", ":o 1\n", "undo"]), max_size=12)
runs = count()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), turns), min_size=2, max_size=8))
@pytest.mark.usefixtures("shipped_here")
def test_no_day_ever_has_more_than_its_limits_whatever_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sessions: list[tuple[int, list[str]]]
) -> None:
    home = tmp_path / f"learner{next(runs)}"
    home.mkdir()
    known(home, 8)
    (home / "config.toml").write_text("reviews = 3\nnew = 2\n", encoding="utf-8")
    monkeypatch.setenv("DESTAL_HOME", str(home))
    hours = 0
    for days, said in sessions:
        hours += days * 24
        monkeypatch.setenv("DESTAL_NOW", f"2027-01-{4 + hours // 24:02}T20:00:00+00:00")
        commands = [["quiz", "--form", "flashcard", "--plain"], *[["undo"]] * said.count("undo")]
        for command in commands:
            monkeypatch.setattr(sys, "argv", ["destal", *command])
            monkeypatch.setattr(sys, "stdin", StringIO("".join(said).replace("undo", "")))
            run()
        learned, reviewed = by_day(History(home / "history.db", create=False).reviews())
        assert max(learned.values(), default=0) <= 2
        assert max(reviewed.values(), default=0) <= 3


def by_day(log: list[Review]) -> tuple[Counter[int], Counter[int]]:
    """Cards learned on each day from the 4th on, and cards learned before it that were reviewed, each once."""
    first: dict[str, int] = {}
    for row in standing(log):
        first.setdefault(row.card, row.at.day)
    begun = Moment(AT).day
    seen = {(row.at.day, row.card) for row in standing(log) if row.at.day > first[row.card]}
    return Counter(day for day in first.values() if day >= begun), Counter(day for day, _ in seen if day >= begun)


def test_a_deck_built_when_the_new_cards_of_the_day_are_used_up_says_how_to_begin(destal: Run, wall: Path) -> None:
    assert wall
    destal("quiz", "destalinization", "--form", "flashcard", lines="\n3\n" * 10)
    done = destal("quiz", "wall")
    assert done.err.startswith("nothing is due; today's new cards were asked for. next: ")
    assert "`destal quiz wall --new 5` takes new cards" in done.err
