"""The commands that ask: quiz, cards, and undo."""

import sys
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from destal_cli.cli.options import (
    DeckOption,
    FromOption,
    KindOption,
    PersonOption,
    TagOption,
    ToOption,
    complete_deck,
    library,
    wanted,
)
from destal_cli.core.problems import BadFileError, DestalError, NotFoundError, UsageError

if TYPE_CHECKING:
    from random import Random

    from destal_cli.core.cards import Card
    from destal_cli.core.filters import Filter
    from destal_cli.core.memory import Memory, Moment
    from destal_cli.core.session import Allowance, Coming
    from destal_cli.screen.dialogue import Dialogue
    from destal_cli.store.library import Library

FORMS = ("flashcard", "choice", "typed", "date", "number", "order", "place", "match")


def _form(value: str | None) -> str | None:
    if value is not None and value not in FORMS:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(FORMS)}")
    return value


def complete_form(incomplete: str) -> list[str]:
    """Forms that begin so."""
    return [form for form in FORMS if form.startswith(incomplete)]


def quiz(
    deck: Annotated[str | None, typer.Argument(help="A deck, by id or path.", autocompletion=complete_deck)] = None,
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    new: Annotated[
        int | None, typer.Option(min=0, help="New cards in this session (default: what is left of 10 a day).")
    ] = None,
    reviews: Annotated[
        int | None,
        typer.Option(min=0, help="Due cards in this session (default: all, or what `reviews` a day leaves)."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Cards in this session (default: 30).")] = None,
    form: Annotated[
        str | None, typer.Option(help=f"Ask only so: {', '.join(FORMS)}.", callback=_form, autocompletion=complete_form)
    ] = None,
    flagged: Annotated[bool, typer.Option("--flagged", help="Only cards that you flagged.")] = False,
    sure: Annotated[
        bool | None,
        typer.Option("--sure/--no-sure", help="Ask how sure you are before each verdict (default: your setting)."),
    ] = None,
    cram: Annotated[bool, typer.Option("--cram", help="Practise any cards; nothing is scheduled.")] = False,
    exam: Annotated[
        str | None, typer.Option("--exam", help="Ask what `destal plan` asks today (default: your setting).")
    ] = None,
    no_exam: Annotated[bool, typer.Option("--no-exam", help="Leave the exam of your settings out of it.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only: for screen readers and scripts.")] = False,
    seed: Annotated[int | None, typer.Option(help="Draw cards and choices the same way each time.")] = None,
) -> None:
    """Ask what is due, then what is new; every answer is judged, proved and scheduled."""
    known = library([*([deck] if deck else []), *(decks or [])])
    found = wanted(known, "", person, tag, kind, since, until)
    if exam is not None and (cram or no_exam):
        raise UsageError(f"--exam and {'--cram' if cram else '--no-exam'} exclude each other", "see: destal quiz -h")
    sure = known.settings.sure if sure is None else sure
    _study(
        known,
        found,
        new=new,
        reviews=reviews,
        limit=limit,
        form=form,
        flagged=flagged,
        sure=sure,
        cram=cram,
        exam=None if cram or no_exam else _exam(known, exam),
        plain=plain,
        seed=seed,
    )


def cards(
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many cards.")] = 1_000,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only: for screen readers and scripts.")] = False,
) -> None:
    """Flip through flashcards; nothing is scheduled."""
    known = library(decks)
    found = wanted(known, "", person, tag, kind, since, until)
    _study(known, found, limit=limit, form="flashcard", cram=True, plain=plain, in_order=True)


def undo() -> None:
    """Take back the last answer, of whatever session."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import talk

    known = library()
    history, aside = known.history(), known.set_aside(now())
    review = history.last()
    if review is None:
        raise NotFoundError("there is no answer to take back")
    for taken in history.void(review.id, now(), known.scheduler()):
        talk(f"taken back: the answer to {taken.card} of {taken.at.local:%Y-%m-%d %H:%M}")
        if taken.card in aside:
            talk(f"hint: it is put aside; destal facts {taken.card} --suspended --buried --restore")


def _study(
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
) -> None:
    """Make a session of the cards that are asked for, and run it."""
    from random import Random

    from destal_cli.cli.clock import now
    from destal_cli.cli.runner import Runner
    from destal_cli.core.filters import Filter
    from destal_cli.core.forms import Form, fits
    from destal_cli.core.session import Session
    from destal_cli.store.settings import day_first

    settings = known.settings
    rng = Random(seed)
    wanted_form = Form(form) if form else None
    asked_for = [card for card in known.cards(found) if wanted_form is None or fits(card, wanted_form)]
    flags = known.history().flags() if flagged else set()
    asked_for = [card for card in asked_for if not flagged or card.id in flags]
    _say_left_out(known)
    if not asked_for:
        narrowed = found != Filter() or wanted_form or flagged
        hint = "take an option out, or see `destal facts` with the same ones" if narrowed else "see: destal check"
        hint = "`f` flags a card while you study" if flagged and not flags else hint
        raise NotFoundError("no card is asked for so" if narrowed else "there is no card to ask", hint)
    memory = known.memory(asked_for)
    at, most = now(), limit or settings.limit
    first = set[str]() if cram else known.history().overconfident()
    if cram:
        queue = _crammed(asked_for, most, rng, in_order)
    elif exam is not None:
        queue = _for_exam(known, asked_for, memory, at, exam, (new, reviews), most, rng, first)
    else:
        queue = _due_and_new(known, asked_for, memory, at, _allowed(known, at, new, reviews), most, rng, first)
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
        memory=memory,
        planned=partial(_coming_for_exam, known, asked_for, exam) if exam is not None else None,
    )
    if session.next() is None:
        from destal_cli.cli.out import talk
        from destal_cli.screen.study import coming_line, nothing_to_ask

        coming = runner.coming()
        due = "" if exam is None else "`--no-exam` asks what is due, "
        return talk(
            f"{nothing_to_ask(coming)}. next: {coming_line(coming)}\n"
            f"hint: {due}`destal quiz --new 5` takes new cards, `--cram` practises"
        )
    if runner.run():
        raise typer.Exit(130)
    return None


def _say_left_out(known: "Library") -> None:
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    for shelved, reading in zip(known.shelved, known.readings, strict=True):
        if reading.problems:
            left = f"{plural(reading.left_out, 'fact')} left out" if reading.deck else "not used"
            talk(f"{shelved.id}: {plural(len(reading.problems), 'problem')}, {left}; see: destal check {shelved.id}")


def _crammed(found: "list[Card]", limit: int, rng: "Random", in_order: bool) -> "list[Card]":
    from destal_cli.core.session import interleaved

    if in_order:
        return found[:limit]
    rng.shuffle(found)
    return interleaved(found[:limit], rng)


def _allowed(known: "Library", now: "Moment", new: int | None, reviews: int | None) -> "Allowance":
    """What today still may bring; for this session the command's options have the last word."""
    left = known.allowance(now)
    return replace(left, new=left.new if new is None else new, reviews=left.reviews if reviews is None else reviews)


def _due_and_new(
    known: "Library",
    found: "list[Card]",
    memory: "dict[str, Memory]",
    now: "Moment",
    allowed: "Allowance",
    limit: int,
    rng: "Random",
    first: Collection[str],
) -> "list[Card]":
    from destal_cli.core.session import due_cards, new_cards, queue

    aside = known.set_aside(now)
    usable = [card for card in found if card.id not in aside]
    due = due_cards(usable, memory, now.day, rng, first)[: allowed.reviews]
    return queue(due, new_cards(usable, memory, now.day)[: allowed.new], limit, rng, first)


def _exam(known: "Library", exam: str | None) -> int | None:
    """The day of the exam that is prepared for: the one that is named, else that of the settings if it is to come."""
    if exam is None and known.settings.exam is None:
        return None
    from destal_cli.cli.clock import now
    from destal_cli.cli.planning import exam_day, exam_to_come

    return exam_day(exam, now()) if exam is not None else exam_to_come(known, now())


def _for_exam(
    known: "Library",
    found: "list[Card]",
    memory: "dict[str, Memory]",
    now: "Moment",
    exam: int,
    limits: tuple[int | None, int | None],
    limit: int,
    rng: "Random",
    first: Collection[str],
) -> "list[Card]":
    from destal_cli.cli.planning import asked_for_exam
    from destal_cli.core.session import queue

    asked = asked_for_exam(known, found, now, exam, *limits)
    seen, new = [card for card in asked if card.id in memory], [card for card in asked if card.id not in memory]
    return queue(sorted(seen, key=lambda card: card.id not in first), new, limit, rng, first)


def _coming_for_exam(known: "Library", found: "list[Card]", exam: int) -> "Coming":
    from destal_cli.cli.clock import now
    from destal_cli.cli.planning import coming_for_exam

    return coming_for_exam(known, found, now(), exam)


def _dialogue(plain: bool) -> "Dialogue":
    """The terminal's dialogue where there is a terminal, else lines."""
    import os

    terminal = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    if plain or not terminal:
        from destal_cli.screen.plain import PlainDialogue

        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")
        return PlainDialogue(sys.stdin, sys.stdout)
    from destal_cli.cli.out import console
    from destal_cli.screen.terminal import TerminalDialogue

    return TerminalDialogue(console())


def _editing(known: "Library") -> "Callable[[Card], None]":
    """Opens a card's fact in the editor, and says what is wrong with the deck afterwards."""

    def edit(card: "Card") -> None:
        from destal_cli.cli.deckwork import edit_fact
        from destal_cli.cli.out import talk

        try:
            edit_fact(known, card.deck, card.fact.id)
        except DestalError as error:  # the session goes on with the deck as it was read
            for problem in error.problems if isinstance(error, BadFileError) else ():
                talk(str(problem))
            talk(f"{error.message}\nhint: {error.hint}")

    return edit
