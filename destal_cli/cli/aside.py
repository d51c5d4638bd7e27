"""The command that puts cards aside, and takes them up again, without asking them: suspend."""

from typing import TYPE_CHECKING, Annotated

import typer

from destal_cli.cli.options import library
from destal_cli.core.problems import NotFoundError, did_you_mean

if TYPE_CHECKING:
    from destal_cli.core.cards import Card
    from destal_cli.store.library import Library


def complete_card(incomplete: str) -> list[str]:
    """Ids of cards that begin so."""
    from destal_cli.core.filters import Filter

    return [card.id for card in library().cards(Filter()) if card.id.startswith(incomplete)]


def suspend(
    cards: Annotated[
        list[str], typer.Argument(help="Cards, deck/fact/question, or facts, deck/fact.", autocompletion=complete_card)
    ],
    restore: Annotated[bool, typer.Option("--restore", help="Ask them again.")] = False,
) -> None:
    """Put cards aside: they keep their reviews, and are not asked until they are taken up again."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import talk

    known = library()
    found = {card.id: card for name in cards for card in _named(known, name)}
    history, at = known.history(create=True), now()
    for card in found.values():
        history.mark(card.id, "restore" if restore else "suspend", at)
        talk(f"{'asked again' if restore else 'suspended'}: {card.prompt}")
    if not restore:
        talk(f"back again: destal suspend {' '.join(cards)} --restore")


def _named(known: "Library", name: str) -> "list[Card]":
    """The card of an id, or those of a fact; raises NotFoundError."""
    from destal_cli.core.filters import Filter

    cards = known.cards(Filter())
    found = [card for card in cards if name in (card.id, card.fact_id)]
    if not found:
        names = [*(card.id for card in cards), *dict.fromkeys(card.fact_id for card in cards)]
        raise NotFoundError(f'there is no card "{name}"', did_you_mean(name, names) or "a card is deck/fact/question")
    return found
