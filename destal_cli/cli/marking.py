"""What a learner marks cards as: `destal suspend`."""

from typing import Annotated

import typer

from destal_cli.cli.options import cards_named, complete_card, library


def suspend(
    cards: Annotated[list[str], typer.Argument(help="deck/fact or deck/fact/question.", autocompletion=complete_card)],
) -> None:
    """Put cards aside: they are not asked until `destal facts --suspended --restore`."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import talk

    known = library()
    named = {card.id: card for name in cards for card in cards_named(known, name)}
    for card in named.values():
        known.history(create=True).mark(card.id, "suspend", now())
        talk(f"suspended: {card.prompt}")
    talk("hint: destal facts --suspended --restore asks again what was put aside")
