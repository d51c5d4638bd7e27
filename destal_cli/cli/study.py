"""The commands that ask: quiz, cards, and undo."""

from typing import Annotated

from destal_cli.cli.declare import Argument, Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import (
    DeckOption,
    FromOption,
    KindOption,
    PersonOption,
    PlainOption,
    TagOption,
    ToOption,
    as_typed,
    complete_deck,
    wanted,
)
from destal_cli.core.problems import NotFoundError, UsageError

FORMS = ("flashcard", "choice", "typed", "date", "number", "order", "place", "match")


def quiz(
    deck: Annotated[str | None, Argument(help="A deck, by id or path.", autocompletion=complete_deck)] = None,
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    new: Annotated[
        int | None, Option(min=0, help="New cards in this session (default: what is left of 10 a day).")
    ] = None,
    reviews: Annotated[
        int | None,
        Option(min=0, help="Due cards in this session (default: all, or what `reviews` a day leaves)."),
    ] = None,
    limit: Annotated[int | None, Option(min=1, help="Cards in this session (default: 30).")] = None,
    form: Annotated[str | None, Option(one_of=FORMS, help=f"Ask only so: {', '.join(FORMS)}.")] = None,
    flagged: Annotated[bool, Option("--flagged", help="Only cards that you flagged.")] = False,
    sure: Annotated[
        bool | None,
        Option("--sure/--no-sure", help="Ask how sure you are before each verdict (default: your setting)."),
    ] = None,
    cram: Annotated[bool, Option("--cram", help="Practise any cards; nothing is scheduled.")] = False,
    exam: Annotated[
        str | None, Option("--exam", metavar="DATE", help="Ask what `destal plan` asks today (default: your setting).")
    ] = None,
    no_exam: Annotated[bool, Option("--no-exam", help="Leave the exam of your settings out of it.")] = False,
    plain: PlainOption = None,
    seed: Annotated[int | None, Option(help="Draw cards and choices the same way each time.")] = None,
) -> int:
    """Ask what is due, then what is new; every answer is judged, proved and scheduled."""
    from destal_cli.cli.sessions import exam_of, study

    known = library([*([deck] if deck else []), *(decks or [])])
    found = wanted(known, "", person, tag, kind, since, until)
    if exam is not None and (cram or no_exam):
        raise UsageError(f"--exam and {'--cram' if cram else '--no-exam'} exclude each other", "see: destal quiz -h")
    sure = known.settings.sure if sure is None else sure
    return study(
        known,
        found,
        new=new,
        reviews=reviews,
        limit=limit,
        form=form,
        flagged=flagged,
        sure=sure,
        cram=cram,
        exam=None if cram or no_exam else exam_of(known, exam),
        plain=plainly(plain, known),
        seed=seed,
        narrowed=f"{as_typed(decks, person, tag, kind, since, until, form, deck)}{' --flagged' if flagged else ''}",
    )


def cards(
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    limit: Annotated[int, Option(min=1, help="At most so many cards.")] = 1_000,
    plain: PlainOption = None,
) -> int:
    """Flip through flashcards; nothing is scheduled."""
    from destal_cli.cli.sessions import study

    known = library(decks)
    found = wanted(known, "", person, tag, kind, since, until)
    return study(
        known,
        found,
        limit=limit,
        form="flashcard",
        cram=True,
        plain=plainly(plain, known),
        in_order=True,
        narrowed=as_typed(decks, person, tag, kind, since, until),
    )


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
