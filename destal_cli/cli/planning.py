"""`destal plan`, and what `quiz` and `destal` alone ask of it: the day of the exam, and what its plan asks today."""

from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import (
    DeckOption,
    FromOption,
    JsonOption,
    KindOption,
    PersonOption,
    PlainOption,
    TagOption,
    ToOption,
    a_date,
    as_typed,
    wanted,
)
from destal_cli.core.clock import iso
from destal_cli.core.problems import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from destal_cli.core.cards import Card
    from destal_cli.core.exam import Done, Plan, Planned
    from destal_cli.core.memory import Memory, Moment
    from destal_cli.core.session import Coming
    from destal_cli.store.deal import Deal
    from destal_cli.store.library import Library

FARTHEST = 1_000  # days ahead that a plan is made for


def _goal(value: float | None) -> float | None:
    if value is not None and not 0.5 <= value <= 0.99:  # as typer's own bounds, but `nan` is within none
        import typer

        raise typer.BadParameter(f"{value} is not from 0.5 to 0.99")
    return value


def plan(
    exam: Annotated[
        str | None, Option("--exam", metavar="DATE", help="The day of the exam: 2027-01-15 (default: your setting).")
    ] = None,
    goal: Annotated[
        float | None,
        Option(min=0.5, max=0.99, callback=_goal, help="Recall wished on the day (default: 0.9, or your setting)."),
    ] = None,
    minutes: Annotated[
        int | None, Option(min=1, max=1440, help="At most so many minutes a day (default: your setting).")
    ] = None,
    new: Annotated[
        int | None, Option(min=0, max=1000, help="At most so many new cards a day (default: your setting).")
    ] = None,
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """Foretell an exam: what you will recall on the day, and what to do each day until then."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import aloud, console, print_json
    from destal_cli.screen.plan import plan_aloud, plan_as_json, plan_view

    at, known = now(), library(decks)
    day = configured_exam(known) if exam is None else exam_day(exam, at)
    if day is None:
        raise UsageError(
            "which day is the exam?",
            f"destal plan --exam {iso(at.day + 30)}, or set `exam` in {known.places.settings}",
        )
    _check(day, at)
    cards = known.deal(wanted(known, "", person, tag, kind, since, until)).planned()
    found = made_plan(known, cards, known.history().memory(), at, day, goal, minutes, new)
    if json:
        return print_json(plan_as_json(found))
    prompts = {card.id: card.prompt for card in known.cards_of([weak.card for weak in found.weakest])}
    scope = as_typed(decks, person, tag, kind, since, until)
    if plainly(plain, known):
        return aloud(plan_aloud(found, prompts, scope))
    screen = console()
    return screen.print(plan_view(found, prompts, screen.width, scope))


def exam_day(text: str, now: "Moment") -> int:
    """The day that `--exam` names; raises UsageError when it is no single day, is over or is very far."""
    date = a_date(text, "--exam")
    if date is None or date.earliest is None or date.earliest != date.latest:
        raise UsageError(f'--exam "{text}" is not one day', f"write it as {iso(now.day + 30)}")
    _check(date.earliest, now)
    return date.earliest


def _check(day: int, now: "Moment") -> None:
    if day < now.day:
        ago = "yesterday" if day == now.day - 1 else f"{now.day - day:,} days ago"
        raise UsageError(f"the exam on {iso(day)} was {ago}", f"today is {iso(now.day)}")
    if day > now.day + FARTHEST:
        raise UsageError(f"{iso(day)} is {day - now.day:,} days away", f"plans reach {FARTHEST:,} days")


def configured_exam(known: "Library") -> int | None:
    """The day of the exam in the settings."""
    return known.settings.exam.toordinal() if known.settings.exam else None


def exam_to_come(known: "Library", now: "Moment") -> int | None:
    """The day of the exam in the settings, unless it is over or very far."""
    day = configured_exam(known)
    return day if day is not None and now.day <= day <= now.day + FARTHEST else None


def made_plan(
    known: "Library",
    cards: "list[Planned]",
    memory: "Mapping[str, Memory]",
    now: "Moment",
    exam: int,
    goal: float | None = None,
    minutes: int | None = None,
    new: int | None = None,
) -> "Plan":
    """The plan for those of the cards that are not suspended; raises NotFoundError when there are none."""
    from destal_cli.core.exam import Wish, plan
    from destal_cli.core.standing import pace

    history, settings = known.history(), known.settings
    usable = _active(known, cards)
    if not usable and cards:
        raise NotFoundError("all of these cards are suspended", "destal facts --suspended --restore asks them again")
    if not usable:
        raise NotFoundError("there is no card to plan for", "see: destal facts, destal decks")
    wish = Wish(
        exam,
        settings.goal if goal is None else goal,
        settings.minutes if minutes is None else minutes,
        settings.new if new is None else new,
        settings.reviews,
    )
    seconds, (answered, elsewhere) = pace(history.recent(200)), _today(known, usable, memory, now.day)
    return plan(usable, memory, known.scheduler(), now.day, wish, seconds, answered, elsewhere)


def _active(known: "Library", cards: "list[Planned]") -> "list[Planned]":
    marks = known.history().marks()
    return [card for card in cards if marks.get(card.id, ("",))[0] != "suspend"]


def _today(known: "Library", cards: "list[Planned]", memory: "Mapping[str, Memory]", day: int) -> "tuple[int, Done]":
    """The answers to the cards on a day, which is the newest of the history, and what it had for all others.

    Suspended cards are among the others: what was begun today stays begun, whatever is asked and put aside since.
    """
    from destal_cli.core.exam import Done, begun_and_reviewed

    history, ids = known.history(), {card.id for card in cards}
    by_card = history.answered(day)
    answered = sum(count for card, count in by_card.items() if card in ids)
    begun, reviewed = begun_and_reviewed((memory[card] for card in ids if card in memory), day)
    others = sum(by_card.values()) - answered
    return answered, Done(others, history.introduced(day) - begun, history.reviewed(day) - reviewed)


def asked_for_exam(
    known: "Library", deal: "Deal", now: "Moment", exam: int, new: int | None = None, reviews: int | None = None
) -> "list[Card]":
    """What the plan asks of the cards today and was not asked yet; `new` and `reviews` overrule what the day leaves."""
    from destal_cli.core.exam import ask_today, left_today
    from destal_cli.core.forecast import outlook
    from destal_cli.core.values import replace

    aside, active = deal.aside(now), _active(known, deal.planned())
    rows = {card.id: card.row for card in active if card.id not in aside}
    if not rows:
        return []
    memory = known.history().memory()
    made = made_plan(known, active, memory, now, exam, new=new)
    answered, elsewhere = _today(known, active, memory, now.day)
    limits = made.wish.limits(made.minutes, made.seconds, elsewhere)
    left = left_today([card.id for card in active], memory, now.day, limits, exam, answered)
    left = replace(left, new=left.new if new is None else new, reviews=left.reviews if reviews is None else reviews)
    names = {row: card for card, row in rows.items()}
    begin = [names[row] for row in deal.fresh(now, len(rows)) if row in names]
    asked = ask_today([c for c in rows if c in memory], begin, memory, now.day, left, outlook(known.scheduler(), exam))
    return deal.shelf.cards([rows[card] for card in asked])


def coming_for_exam(known: "Library", deal: "Deal", now: "Moment", exam: int) -> "Coming":
    """What comes next under the plan."""
    from destal_cli.core.session import Coming

    named = exam != exam_to_come(known, now)
    return Coming(now.day, len(asked_for_exam(known, deal, now, exam)), 0, None, exam, named)


def plan_to_come(known: "Library", now: "Moment", exam: int) -> "Plan | None":
    """The plan for all cards; None without cards."""
    from destal_cli.core.filters import Filter

    try:
        return made_plan(known, known.deal(Filter()).planned(), known.history().memory(), now, exam)
    except NotFoundError:
        return None
