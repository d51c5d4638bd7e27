"""`destal scores` over a history that could have been: its figures are those of the log, whatever is asked for."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from made_history import Made, made, write

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Moment, Review, Scheduler, replay, standing
from destal_cli.store.history import History

TODAY = dt.date(2027, 1, 4)
DAY = TODAY.toordinal()
LATE = "2027-01-04T23:30:00+01:00"
# `Sat  2 Jan  28  ━━━━ + 3 practice   60 %  9 of 15`
DAY_LINE = re.compile(
    r"^  (?:... .\d ...|today) +(\d+)  \S*(?: ?\+ (\d+) practice)? *(?:\S+ ?%?  +(\d+) of (\d+))?$", re.MULTILINE
)


@pytest.fixture(scope="module")
def learner() -> Made:
    """Two thousand answers in a hundred days, over two decks and one that is gone."""
    return made(2_000, 100, TODAY, seed=4)


@pytest.fixture
def written(home: Path, learner: Made) -> Path:
    """The learner's folder."""
    write(learner, home)
    return home


def figures(destal: Run, *arguments: str) -> dict[str, Any]:
    done = destal("scores", "--json", *arguments, now=LATE)
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def naive(learner: Made, counts: Callable[[Review], bool], cards: list[Card]) -> dict[str, Any]:
    """The same figures, counted from the rows of the log one by one."""
    rows = sorted((r for r in standing(learner.reviews) if counts(r)), key=lambda r: (r.at.ms, r.id))
    memory = replay([r for r in learner.reviews if counts(r)], Scheduler())
    aside = {card for card, mark, at in learner.marks if mark == "suspend" or (mark == "bury" and at.day == DAY)}
    dues = [memory[card.id].due for card in cards if card.id in memory and card.id not in aside]
    recalls = [memory[card.id].retrievability(DAY, Scheduler()) for card in cards if card.id in memory]
    return {
        "due": {"now": sum(due <= DAY for due in dues), "overdue": sum(due < DAY for due in dues)},
        "days": [naive_day(rows, DAY - back) for back in range(30, -1, -1)],
        "recall": {"recall": pytest.approx(sum(recalls) / len(recalls), abs=1e-4), "seen": len(recalls)},
        "reviews": sum(not r.cram for r in rows),
        "practice": sum(r.cram for r in rows),
        "sessions": len({r.session for r in rows}),
        "minutes": round(sum(min(r.took, 120_000) for r in rows) / 60_000, 1),
    }


def naive_day(rows: list[Review], day: int) -> dict[str, Any]:
    today = [r for r in rows if r.at.day == day]
    scheduled = [r for r in today if not r.cram]
    known = {r.card for r in rows if r.at.day < day and not r.cram}
    firsts = {r.card: r.rating for r in reversed(scheduled) if r.card in known}
    recalled = sum(rating > Rating.AGAIN for rating in firsts.values())
    return {
        "date": dt.date.fromordinal(day).isoformat(),
        "reviews": len(scheduled),
        "practice": len(today) - len(scheduled),
        "asked": len(firsts),
        "recalled": recalled,
        "recall": round(recalled / len(firsts), 4) if firsts else None,
        "minutes": round(sum(min(r.took, 120_000) for r in today) / 60_000, 1),
    }


def same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found["days"][-31:] == expected["days"]
    assert {key: found["due"][key] for key in ("now", "overdue")} == expected["due"]
    assert {key: found["recall"][key] for key in ("recall", "seen")} == expected["recall"]
    keys = ("reviews", "practice", "sessions", "minutes")
    assert {key: found["totals"][key] for key in keys} == {key: expected[key] for key in keys}


def test_every_figure_is_that_of_the_log(destal: Run, written: Path, learner: Made) -> None:
    assert written
    cards = [card for deck in learner.decks for card in cards_of_deck(deck)]
    found = figures(destal)
    same(found, naive(learner, lambda _: True, cards))
    assert found["totals"]["kept"] > 0
    assert found["lapsing"] >= len(found["leeches"]) > 0
    assert sum(held["cards"] for held in found["kinds"]) == len(cards) == found["cards"]["total"]


def test_a_deck_alone_counts_its_reviews_alone(destal: Run, written: Path, learner: Made) -> None:
    assert written
    cards = cards_of_deck(learner.decks[0])
    same(
        figures(destal, "--deck", "destalinization"),
        naive(learner, lambda review: review.card.startswith("destalinization/"), cards),
    )


@pytest.mark.parametrize(
    ("options", "test"),
    [
        (["--person", "beria"], lambda card: "beria" in card.fact.named and card.deck == "destalinization"),
        (["--tag", "succession"], lambda card: "succession" in card.fact.tags),
        (["--kind", "term", "--deck", "made-1"], lambda card: card.fact.kind == "term" and card.deck == "made-1"),
        (["--from", "1954", "--to", "1955"], lambda card: str(card.fact.when)[:4] in ("1954", "1955")),
    ],
)
def test_narrowed_to_some_facts_it_counts_their_cards_and_the_reviews_of_these(
    destal: Run, written: Path, learner: Made, options: list[str], test: Callable[[Card], bool]
) -> None:
    assert written
    cards = [card for deck in learner.decks for card in cards_of_deck(deck) if test(card)]
    if "--from" in options:  # a stretch of time that began before, or goes on after, touches it too
        cards = [card for card in cards_of_deck(learner.decks[0]) if touches(card)]
    ids = {card.id for card in cards}
    found = figures(destal, *options)
    same(found, naive(learner, lambda review: review.card in ids, cards))
    assert found["totals"]["kept"] == 0
    assert found["cards"]["total"] == len(cards)


def touches(card: Card) -> bool:
    when = card.fact.when
    first, last = dt.date(1954, 1, 1).toordinal(), dt.date(1955, 12, 31).toordinal()
    return when is not None and (when.latest or last) >= first and (when.earliest or first) <= last


def test_the_page_says_what_it_is_narrowed_to(destal: Run, written: Path) -> None:
    assert written
    page = destal("scores", "--deck", "destalinization", "--person", "beria", "--from", "1953", now=LATE).out
    assert page.splitlines()[2].strip() == "De-Stalinization · Lavrentiy Beria · from 1953"


def test_each_section_can_be_asked_for_alone_and_all_of_them_in_full(destal: Run, written: Path) -> None:
    assert written
    from destal_cli.cli.options import SECTIONS

    alone = [destal("scores", name, now=LATE).out for name in SECTIONS]
    everything = destal("scores", "--all", now=LATE).out
    assert all(page.count("\n") > 5 for page in alone)
    assert everything.count("\n") > sum(page.count("\n") - 4 for page in alone)
    assert "destal scores " not in everything


def test_the_page_shows_the_figures_of_its_json(destal: Run, written: Path) -> None:
    assert written
    found = figures(destal)
    text = destal("scores", "days", "cards", "kinds", "sessions", now=LATE).out
    days = DAY_LINE.findall(text)
    expected = [tuple(str(day[key] or "") for key in ("practice", "recalled", "asked")) for day in found["days"][-30:]]
    assert len(days) == 30
    assert [day[0] for day in days] == [str(day["reviews"]) for day in found["days"][-30:]]
    assert [tuple(d if d != "0" else "" for d in day[1:]) for day in days] == expected
    for name in ("new", "young", "mature"):
        assert re.search(rf"^  {name} +{found['cards'][name]:,}\b", text, re.MULTILINE)
    for kind in found["kinds"]:
        assert re.search(rf"^  {kind['name']} +[●◐] {math.floor(kind['recall'] * 100) / 100:.2f} ", text, re.MULTILINE)
        assert re.search(rf"^  {kind['name']} .* {kind['seen']:,} of {kind['cards']:,}$", text, re.MULTILINE)
    for session in found["sessions"]:
        assert re.search(rf" {session['start'][11:16]}.* {session['right']} of {session['cards']} ", text)


def test_what_is_no_section_is_told_which_there_are(destal: Run) -> None:
    done = destal("scores", "peopel")
    assert done.code == 2
    assert "cards, time, due, leeches" in done.err


def test_the_judging_can_be_narrowed_as_the_scores_and_has_no_sections(
    destal: Run, written: Path, learner: Made
) -> None:
    assert written
    deck = learner.decks[0]
    terms = {card.id for card in cards_of_deck(deck) if card.fact.kind == "term"}
    rows = [review.card for review in standing(learner.reviews) if review.judged]

    def judged(*options: str) -> int:
        found = json.loads(destal("scores", "--judging", "--json", *options, now=LATE).out)["judging"]
        return sum(one["judged"] for one in found)

    assert judged() == len(rows)
    assert judged("--deck", deck.id) == sum(card.startswith(f"{deck.id}/") for card in rows)
    assert judged("--deck", deck.id, "--kind", "term") == sum(card in terms for card in rows)
    done = destal("scores", "leeches", "--judging")
    assert (done.code, done.err.splitlines()[-1]) == (2, "hint: destal scores --judging")


def test_every_command_that_a_leech_is_given_works(destal: Run, written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert written
    import shlex

    monkeypatch.setenv("EDITOR", "true")
    found = figures(destal)["leeches"]
    commands = {leech["command"] for leech in found}
    assert {command.split()[1] for command in commands} >= {"people", "suspend"}
    for command in commands:
        done = destal(*shlex.split(command)[1:], now=LATE)
        assert (command, done.code) == (command, 0)
        assert done.out or done.err


def test_a_card_is_suspended_by_its_id(destal: Run, written: Path) -> None:
    card = "destalinization/beria-arrested/when"
    done = destal("suspend", card, now=LATE)
    assert done.code == 0
    assert done.err.splitlines()[0] == "suspended: On what date was Lavrentiy Beria arrested?"
    assert History(written / "history.db", create=False).marks()[card][0] == "suspend"


def test_a_card_that_there_is_not_is_not_suspended(destal: Run) -> None:
    done = destal("suspend", "destalinization/beria-arrested/wen")
    assert done.code == 3
    assert 'did you mean "destalinization/beria-arrested/when"?' in done.err


def moment(day: int, hour: int = 12) -> Moment:
    return Moment((day - dt.date(1970, 1, 1).toordinal()) * 86_400_000 + hour * 3_600_000, 0)


def test_after_a_month_away_the_page_says_so_in_its_days(destal: Run, home: Path, shipped: Deck) -> None:
    from random import Random

    history = History(home / "history.db", create=True)
    for number, card in enumerate(cards_of_deck(shipped)[:12]):
        history.record(
            [Review(card.id, moment(DAY - 31 - number % 2), Rating.GOOD, "typed", took=9_000)], Scheduler(), Random(1)
        )
    history.close()
    page = destal("scores", now=LATE).out
    assert "A new row of days begins with your next answer · the longest was 2" in page
    assert "true retention · nothing that you had seen before was asked in 30 days" in page
    assert "12 now, ═ 12 overdue" in page
    assert "2 of " in page.partition("Calendar")[2]
