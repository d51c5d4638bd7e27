"""The session's loop: the next question is drawn while a verdict is read, and what is asked is never out of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from conftest import SHIPPED, library_of
from made_decks import deck_text

from destal_cli.cli.clock import now
from destal_cli.cli.runner import Runner
from destal_cli.core.cards import Card
from destal_cli.core.exercises import pair
from destal_cli.core.facts import AnswerType
from destal_cli.core.filters import Filter
from destal_cli.core.forms import Form
from destal_cli.core.grading import Rating, Verdict
from destal_cli.core.memory import Review, Scheduler
from destal_cli.core.session import Score, Session
from destal_cli.screen.dialogue import Action, Reply
from destal_cli.screen.study import Asked, Told
from destal_cli.store.history import History

MISSED, NEXT = Reply(action=Action.DONT_KNOW), Reply(action=Action.NEXT)
WISHES = [
    Reply(action=Action.UNDO), Reply(action=Action.FLAG), Reply(action=Action.INFO), Reply(action=Action.EDIT),
    Reply(action=Action.BURY), Reply(action=Action.BURY_FACT), Reply(action=Action.SUSPEND), Reply(rerate=Rating.EASY),
    Reply(rerate=Rating.AGAIN), NEXT, NEXT, NEXT,
]  # fmt: skip


@dataclass
class Script:
    """A dialogue in which everything is missed: `wish` says what is wanted of what was told, after the work of then."""

    wish: Callable[[], Reply]
    check: Callable[[Asked], None]
    asked: list[Asked] = field(default_factory=list)

    def ask(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if len(self.asked) > 25:
            raise EOFError
        self.check(asked)
        return MISSED

    def after(self, told: Sequence[Told], meanwhile: Callable[[], None]) -> Reply:
        assert told
        meanwhile()
        return self.wish()

    def again(self, asked: Asked, verdict: Verdict) -> Reply:
        raise AssertionError((asked, verdict))

    def meant(self, verdict: Verdict) -> bool:
        raise AssertionError(verdict)

    def tell(self, told: Sequence[Told]) -> None: ...

    def say(self, text: str) -> None: ...

    def show(self, what: object) -> None: ...

    def ended(self, score: Score, coming: str, cram: bool) -> None: ...


def running(home: Path, script: Script, seed: int, *texts: str, form: Form | None = None) -> Runner:
    """A session of the first cards of some decks, or of the shipped one."""
    known = library_of(home, *(texts or [SHIPPED.read_text(encoding="utf-8")]))
    deal = known.deal(Filter(), form)
    session = Session(deal.new(now(), 12))
    edit: Callable[[Card], None] = lambda _: None  # noqa: E731 - one line says it
    return Runner(known, session, script, Scheduler(), Random(seed), now, deal, form=form, edit=edit)


def same(asked: Asked) -> tuple[object, ...]:
    """What chance has no part in."""
    return (
        asked.card, asked.form, asked.title, asked.number, asked.total, asked.state, asked.recall, asked.intervals,
        asked.flagged,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_question_drawn_ahead_is_what_it_would_be_if_it_were_drawn_now(home: Path, seed: int) -> None:
    rng = Random(seed)

    def check(asked: Asked) -> None:
        card = runner.session.next()
        assert card is not None
        assert same(asked) == same(runner._draw(card, ()).asked)

    runner = running(home, Script(lambda: rng.choice(WISHES), check), seed)
    runner.run()


def test_nothing_is_drawn_between_a_verdict_and_the_next_question(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    draw = Runner._draw

    def counted(runner: Runner, card: Card, state: tuple[object, ...]) -> object:
        drawn.append(card.id)
        return draw(runner, card, state)

    def wish() -> Reply:
        waiting = runner.session.next()
        assert waiting is None or drawn[-1] == waiting.id  # by the work that is done meanwhile
        return NEXT

    monkeypatch.setattr(Runner, "_draw", counted)
    script = Script(wish, lambda _: None)
    runner = running(home, script, 1)
    runner.run()
    assert drawn[: len(script.asked)] == [asked.card.id for asked in script.asked]
    assert len(script.asked) > 12


@pytest.mark.parametrize("wish", [Reply(action=Action.UNDO), Reply(action=Action.BURY), Reply(action=Action.EDIT)])
def test_what_is_done_while_the_next_question_is_ready_makes_it_anew(home: Path, wish: Reply) -> None:
    ahead: list[Asked] = []

    def once() -> Reply:
        assert runner._ready is not None
        ahead.append(runner._ready.asked)
        return wish if len(ahead) == 1 else NEXT

    script = Script(once, lambda _: None)
    runner = running(home, script, 1)
    runner.run()
    assert all(asked is not ahead[0] for asked in script.asked)
    assert any(asked is ahead[-1] for asked in script.asked)


def test_what_another_window_answers_while_a_verdict_is_read_is_known_in_the_next_question(home: Path) -> None:
    def elsewhere() -> Reply:
        card = runner.session.next()
        if card is not None and len(script.asked) == 1:
            assert runner._ready is not None
            assert runner._ready.asked.state == "new"
            other = History(home / "history.db", create=False)
            other.record([Review(card.id, now(), Rating.GOOD, "typed")], Scheduler(), Random(1))
            other.close()
        return NEXT

    script = Script(elsewhere, lambda _: None)
    runner = running(home, script, 1)
    runner.run()
    assert script.asked[1].state != "new"
    assert script.asked[1].recall is not None


def test_a_flag_that_another_window_took_off_is_put_on_again(home: Path) -> None:
    runner = running(home, Script(lambda: NEXT, lambda _: None), 1)
    card, flag = runner.session.waiting[0], Reply(action=Action.FLAG)
    shown = runner._draw(card, ()).asked
    runner._act(flag, shown)
    other = History(home / "history.db", create=False)
    assert other.flags() == {card.id}
    other.mark(card.id, "unflag", now())
    assert not runner._is_flagged(shown)
    runner._act(flag, shown)
    assert other.flags() == {card.id}
    other.close()


@pytest.mark.parametrize("seed", range(4))
def test_pairs_of_several_decks_are_each_shown_as_their_own_deck_has_them(home: Path, seed: int) -> None:
    """In `made-1` and `made-2` persons have the same ids, and are others; offices are matched with their names."""
    beside = set[tuple[str, str]]()

    def check(asked: Asked) -> None:
        assert asked.exercise
        for item, shown in zip(asked.exercise.items, asked.cues, strict=True):
            beside.add((asked.card.deck, item.deck))
            found = pair(item, runner.library.deck(item.deck))
            assert found
            assert shown == found[1]

    runner = running(home, Script(lambda: NEXT, check), seed, deck_text(1, 60), deck_text(2, 60), form=Form.MATCH)
    cards = runner.library.cards(Filter())
    runner.session.waiting = [card for card in cards if card.answer.type is AnswerType.OFFICE][:12]
    runner.run()
    assert ("made-1", "made-2") in beside
