"""What a session is made of: the cards that are asked, the dialogue that asks them, and who runs it. `study` asks."""

import datetime as dt
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from destal_cli.core.problems import BadFileError, DestalError, NotFoundError
from destal_cli.core.values import replace

if TYPE_CHECKING:
    from random import Random

    from destal_cli.core.cards import Card
    from destal_cli.core.filters import Filter
    from destal_cli.core.memory import Moment
    from destal_cli.core.session import Allowance, Coming
    from destal_cli.screen.dialogue import Dialogue
    from destal_cli.store.deal import Deal
    from destal_cli.store.library import Library

FIRST_QUESTION = 0.3  # seconds in which it is drawn


def study(
    known: "Library",
    found: "Filter",
    *,
    new: int | None = None,
    reviews: int | None = None,
    limit: int | None = None,
    form: str | None = None,
    flagged: bool = False,
    sure: bool = False,
    cram: bool = False,
    exam: int | None = None,
    plain: bool = False,
    seed: int | None = None,
    in_order: bool = False,
    narrowed: str = "",
) -> int:
    """Make a session of the cards that are asked for, and run it; returns the exit code. `narrowed` are the options
    that ask for them, as they are typed.
    """
    from random import Random

    from destal_cli.cli.clock import now, say_doubt
    from destal_cli.cli.runner import Runner
    from destal_cli.core.filters import Filter
    from destal_cli.core.forms import Form
    from destal_cli.core.session import Session
    from destal_cli.store.settings import day_first

    settings = known.settings
    rng = Random(seed)
    wanted_form = Form(form) if form else None
    flags = known.history().flags() if flagged else None
    deal = known.deal(found, wanted_form, flags)
    _say_left_out(known)
    if not deal.any():
        is_narrow = found != Filter() or wanted_form or flagged
        hint = "take an option out, or see `destal facts` with the same ones" if is_narrow else "see: destal check"
        hint = "`f` flags a card while you study" if flagged and not flags else hint
        raise NotFoundError("no card is asked for so" if is_narrow else "there is no card to ask", hint)
    at, most = now(), limit or settings.limit
    say_doubt(known, at)
    first = set[str]() if cram else known.history().overconfident()
    if cram:
        queue = _crammed(deal, most, rng, in_order)
    elif exam is not None:
        queue = _for_exam(known, deal, at, exam, (new, reviews), most, rng, first)
    else:
        queue = _due_and_new(deal, at, _allowed(known, at, new, reviews), most, rng, first)
    session = Session(queue, distances=settings.steps)
    runner = Runner(
        library=known,
        session=session,
        dialogue=_dialogue(plain),
        scheduler=known.scheduler(),
        rng=rng,
        now=now,
        form=wanted_form,
        cram=cram,
        day_first=day_first(settings),
        edit=_editing(known),
        sure=sure,
        overconfident=first,
        deal=deal,
        planned=partial(_coming_for_exam, known, deal, exam) if exam is not None else None,
        command=f"destal quiz{narrowed}",
    )
    if session.next() is None:
        _say_nothing_to_ask(runner.coming(), runner.command, exam, bool(deal.fresh(at, 1)))
        return 0
    with _daily_copy(known.places.history, at):
        interrupted = runner.run()
    known.remember_history()
    return 130 if interrupted else 0


def _say_nothing_to_ask(coming: "Coming", command: str, exam: int | None, has_new: bool) -> None:
    """Say why there is no question, what comes next, and how to get one all the same."""
    from destal_cli.cli.out import talk
    from destal_cli.screen.study import coming_line, nothing_to_ask

    new = "; today's new cards were asked for" if has_new and not (coming.due or coming.beyond) and exam is None else ""
    talk(f"{nothing_to_ask(coming)}{new}. next: {coming_line(coming, command)}")
    due = "" if exam is None else "`--no-exam` asks what is due, "
    takes = f"`{command} --new 5` takes new cards, " if has_new else ""
    talk(f"hint: {due}{takes}`{command} --cram` practises")


@contextmanager
def _daily_copy(history: Path, at: "Moment") -> Iterator[None]:
    """Copy the history on the first session of a day, while the learner reads the first question.

    Why there is none is said in the end; studying goes on without.
    """
    from threading import Event, Thread

    from destal_cli.cli.out import complain

    is_over, problems = Event(), list[DestalError]()

    def make() -> None:
        is_over.wait(FIRST_QUESTION)
        if not history.exists():
            is_over.wait()  # the first session of all leaves something to copy in the end
        if not history.exists():
            return
        from destal_cli.store.backups import daily

        try:
            daily(history, dt.date.fromordinal(at.day).isoformat())
        except DestalError as error:
            problems.append(error)

    thread = Thread(target=make)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        for problem in problems:
            complain(problem)


def _say_left_out(known: "Library") -> None:
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    for shelved, reading in zip(known.shelved, known.readings, strict=True):
        if reading.problems:
            left = f"{plural(reading.left_out, 'fact')} left out" if reading.deck else "not used"
            talk(f"{shelved.id}: {plural(len(reading.problems), 'problem')}, {left}; see: destal check {shelved.id}")


def _crammed(deal: "Deal", most: int, rng: "Random", in_order: bool) -> "list[Card]":
    from destal_cli.core.session import interleaved

    return deal.practice(most, None) if in_order else interleaved(deal.practice(most, rng), rng)


def _allowed(known: "Library", now: "Moment", new: int | None, reviews: int | None) -> "Allowance":
    """What today still may bring; for this session the command's options have the last word."""
    left = known.allowance(now)
    return replace(left, new=left.new if new is None else new, reviews=left.reviews if reviews is None else reviews)


def _due_and_new(
    deal: "Deal", now: "Moment", allowed: "Allowance", most: int, rng: "Random", first: Collection[str]
) -> "list[Card]":
    from destal_cli.core.session import queue

    due = deal.due(now, most if allowed.reviews is None else min(most, allowed.reviews), rng, first)
    return queue(due, deal.new(now, min(allowed.new, most - len(due))), most, rng, first)


def exam_of(known: "Library", exam: str | None) -> int | None:
    """The day of the exam that is prepared for: the one that is named, else that of the settings if it is to come."""
    if exam is None and known.settings.exam is None:
        return None
    from destal_cli.cli.clock import now
    from destal_cli.cli.planning import exam_day, exam_to_come

    return exam_day(exam, now()) if exam is not None else exam_to_come(known, now())


def _for_exam(
    known: "Library",
    deal: "Deal",
    now: "Moment",
    exam: int,
    limits: tuple[int | None, int | None],
    limit: int,
    rng: "Random",
    first: Collection[str],
) -> "list[Card]":
    from destal_cli.cli.planning import asked_for_exam
    from destal_cli.core.session import queue

    asked, memory = asked_for_exam(known, deal, now, exam, *limits), known.history().remembered()
    seen, new = [card for card in asked if card.id in memory], [card for card in asked if card.id not in memory]
    return queue(sorted(seen, key=lambda card: card.id not in first), new, limit, rng, first)


def _coming_for_exam(known: "Library", deal: "Deal", exam: int) -> "Coming":
    from destal_cli.cli.clock import now
    from destal_cli.cli.planning import coming_for_exam

    return coming_for_exam(known, known.renewed(deal), now(), exam)


def _dialogue(plain: bool) -> "Dialogue":
    """The terminal's dialogue where there is a terminal, else lines."""
    from destal_cli.cli.out import canvas

    screen = canvas()
    if plain or not (sys.stdin.isatty() and screen.moves):
        from destal_cli.screen.plain import PlainDialogue

        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")
        return PlainDialogue(sys.stdin, sys.stdout)
    from destal_cli.screen.terminal import TerminalDialogue

    return TerminalDialogue(screen)


def _editing(known: "Library") -> "Callable[[Card], None]":
    """Opens a card's fact in the editor, and says what is wrong with the deck afterwards."""

    def edit(card: "Card") -> None:
        from destal_cli.cli.deckwork import edit_fact, file_in_use
        from destal_cli.cli.out import talk

        try:
            edit_fact(known, file_in_use(known, card.deck), card.fact.id)
        except DestalError as error:  # the session goes on with the deck as it was read
            for problem in error.problems if isinstance(error, BadFileError) else ():
                talk(str(problem))
            talk(f"{error.message}\nhint: {error.hint}")

    return edit
