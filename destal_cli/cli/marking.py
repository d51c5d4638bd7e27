"""What a learner marked cards as: `destal suspend`, and what `destal facts` shows of marks and takes back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument
from destal_cli.cli.known import library
from destal_cli.cli.options import cards_named, complete_card
from destal_cli.core.problems import UsageError

if TYPE_CHECKING:
    from destal_cli.core.filters import Filter
    from destal_cli.store.intime import Facts
    from destal_cli.store.library import Library

Marks = dict[str, tuple[str, ...]]
ASIDE = frozenset(("suspended", "buried"))


def suspend(
    cards: Annotated[list[str], Argument(help="deck/fact or deck/fact/question.", autocompletion=complete_card)],
) -> None:
    """Put cards aside: they are not asked until `destal facts --suspended --restore`."""
    from destal_cli.cli.out import talk

    known = library()
    named = {card.id: card for name in cards for card in cards_named(known, name)}
    before = marks(known)
    fresh = [card for card in named.values() if "suspended" not in before.get(card.id, ())]
    _mark(known, [card.id for card in fresh], "suspend")
    for card in named.values():
        talk(f"{'suspended' if card in fresh else 'suspended already'}: {card.prompt}")
    talk(f"hint: destal facts {cards[0]} --suspended --restore asks {'it' if len(named) == 1 else 'them'} again")


def marks(known: "Library", found: "Facts | None" = None) -> Marks:
    """What the learner marked each card as, or the cards of some facts; who has no history does not wait for it."""
    if not known.places.history.exists():
        return {}
    from destal_cli.cli.clock import now

    return known.marked(now(), found)


def marked(known: "Library", asked_for: "Filter", kinds: Sequence[str], *, restore: bool, unflag: bool) -> "Facts":
    """The facts with a card that is marked so; with `restore` or `unflag` these cards are marked so no more."""
    from destal_cli.core.cards import cards_of

    if restore and not ASIDE & set(kinds):
        raise UsageError("--restore asks which cards again?", "destal facts --suspended --restore, or --buried")
    if unflag and "flagged" not in kinds:
        raise UsageError("--unflag takes off which flags?", "destal facts --flagged --unflag")
    now = marks(known)
    some = {card for card, said in now.items() if set(kinds) & set(said)}
    items = known.in_time(asked_for, some)
    cards = [card for item in items for card in cards_of(*item) if card.id in some and asked_for.names(card)]
    if restore:
        _restore(known, [card.id for card in cards if ASIDE & set(now[card.id])])
    if unflag:
        _unflag(known, [card.id for card in cards if "flagged" in now[card.id]])
    return known.in_time(asked_for, {card.id for card in cards})


def _restore(known: "Library", cards: Sequence[str]) -> None:
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    _mark(known, cards, "restore")
    if cards:
        talk(f"{plural(len(cards), 'card')} will be asked again")


def _unflag(known: "Library", cards: Sequence[str]) -> None:
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    _mark(known, cards, "unflag")
    if cards:
        talk(f"{plural(len(cards), 'flag')} taken off")


def _mark(known: "Library", cards: Sequence[str], mark: str) -> None:
    from destal_cli.cli.clock import now

    for card in cards:
        known.history(create=True).mark(card, mark, now())
