"""The commands that show: where you stand, facts, people, timeline, scores."""

from typing import TYPE_CHECKING, Annotated

import typer

from destal_cli.cli.options import (
    DeckOption,
    FromOption,
    JsonOption,
    KindOption,
    PersonOption,
    TagOption,
    ToOption,
    library,
    wanted,
)

if TYPE_CHECKING:
    from destal_cli.core.facts import Deck, Fact
    from destal_cli.store.library import Library

UNITS = ("auto", "decade", "year", "month", "day")


def register(app: typer.Typer) -> None:
    """Put the commands into the app."""
    app.command()(facts)
    app.command()(people)
    app.command()(timeline)
    app.command()(scores)


def facts(
    query: Annotated[str, typer.Argument(help="Words that the fact, its passage or its names contain.")] = "",
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    json: JsonOption = False,
    suspended: Annotated[bool, typer.Option("--suspended", help="Only facts with a suspended card.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="With --suspended: ask these cards again.")] = False,
) -> None:
    """List what the decks know in order of time, with the passage that proves each fact."""
    from destal_cli.cli.out import console, print_json, talk
    from destal_cli.core.filters import in_time
    from destal_cli.screen.facts import entity_head, fact_json, facts_view

    known = library(decks)
    asked_for = wanted(known, query, person, tag, kind, since, until)
    found = in_time(known.facts(asked_for))
    if suspended:
        found = _suspended(known, found, restore)
    if json:
        return print_json({"facts": [fact_json(deck, fact) for deck, fact in found]})
    if not found:
        return talk("no fact is asked for so; `destal facts` lists all of them")
    screen = console()
    for name, entity in sorted(asked_for.who or ()):
        deck = known.deck(name)
        screen.print(entity_head(deck, deck.entities[entity], sum(d is deck for d, _ in found)))
    return screen.print(facts_view(found, screen.width))


def _suspended(known: "Library", found: "list[tuple[Deck, Fact]]", restore: bool) -> "list[tuple[Deck, Fact]]":
    """The facts with a suspended card; with `restore` these cards are asked again from now on."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import talk
    from destal_cli.core.cards import cards_of
    from destal_cli.core.text import plural

    suspended = {card for card, (mark, _) in known.history().marks().items() if mark == "suspend"}
    kept = [(deck, fact) for deck, fact in found if any(card.id in suspended for card in cards_of(deck, fact))]
    if restore and kept:
        cards = [card.id for deck, fact in kept for card in cards_of(deck, fact) if card.id in suspended]
        for card in cards:
            known.history(create=True).mark(card, "restore", now())
        talk(f"{plural(len(cards), 'card')} will be asked again")
    return kept


def people(decks: DeckOption = None, json: JsonOption = False) -> None:
    """List the persons and everything else that the facts name."""
    from destal_cli.cli.out import console, print_json
    from destal_cli.screen.facts import entity_json, people_view

    known = library(decks)
    counts = [(deck, entity, sum(entity.id in f.named for f in deck.facts)) for deck, entity in known.entities()]
    if json:
        return print_json({"people": [entity_json(*item) for item in counts]})
    screen = console()
    return screen.print(people_view(sorted(counts, key=lambda item: -item[2]), screen.width))


def timeline(
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    by: Annotated[str, typer.Option(help=f"The scale: {', '.join(UNITS)}.")] = "auto",
    json: JsonOption = False,
) -> None:
    """Show the events in time, to scale."""


def scores(decks: DeckOption = None, json: JsonOption = False) -> None:
    """Show how well the cards are held, and the sessions so far."""


def standing() -> None:
    """Say where the learner stands and what to type next."""
