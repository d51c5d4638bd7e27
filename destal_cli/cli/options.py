"""The options and arguments that commands share, with their completion and what they mean.

Nearly every command imports this module, the first question of a quiz among them: what is heavy is imported where it
is used.
"""

from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Option
from destal_cli.cli.known import library
from destal_cli.core.dates import Edtf, EdtfError, edtf
from destal_cli.core.facts import EntityKind, Kind
from destal_cli.core.problems import NotFoundError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from destal_cli.core.cards import Card
    from destal_cli.core.filters import Filter
    from destal_cli.store.library import Library


def complete_deck(incomplete: str) -> list[str]:
    """Deck ids that begin so."""
    return [deck.id for deck in library().shelved if deck.id.startswith(incomplete)]


def complete_person(incomplete: str) -> list[tuple[str, str]]:
    """Ids of persons any of whose names begins so, with the name."""
    from destal_cli.core.text import fold

    start = fold(incomplete)
    people = [e for _, e in library().entities() if e.kind is EntityKind.PERSON]
    return [(e.id, e.name) for e in people if any(fold(n).startswith(start) for n in (e.id, *e.names))]


def complete_tag(incomplete: str) -> list[str]:
    """Tags that begin so."""
    return [tag for tag in library().tags() if tag.startswith(incomplete)]


def complete_card(incomplete: str) -> list[str]:
    """Ids of cards that begin so."""
    return library().card_ids(incomplete)


DeckOption = Annotated[
    list[str] | None,
    Option("--deck", "-d", help="Only this deck, by id or path; may be repeated.", autocompletion=complete_deck),
]
PersonOption = Annotated[
    str | None,
    Option("--person", "-p", help="Only facts that name this person.", autocompletion=complete_person),
]
TagOption = Annotated[str | None, Option("--tag", "-t", help="Only facts with this tag.", autocompletion=complete_tag)]
KindOption = Annotated[Kind | None, Option("--kind", "-k", help="Only facts of this kind.")]
FromOption = Annotated[
    str | None, Option("--from", metavar="DATE", help="Only facts from this date on: 1953, June 1953 ...")
]
ToOption = Annotated[str | None, Option("--to", metavar="DATE", help="Only facts up to this date.")]
PlainOption = Annotated[
    bool | None,
    Option("--plain/--no-plain", help="Lines to be read aloud (default: your setting)."),
]
JsonOption = Annotated[bool, Option("--json", help="Print one JSON document, and nothing else, on stdout.")]

# The sections of `destal scores`, in the order of its page.
SECTIONS = (
    "cards", "time", "due", "leeches", "topics", "kinds", "people", "periods", "calendar", "days", "sessions",
)  # fmt: skip


def a_date(text: str | None, option: str) -> Edtf | None:
    """The date that an option gives, in EDTF or as people write it; raises UsageError."""
    if text is None:
        return None
    try:
        return edtf(text)
    except EdtfError:
        from destal_cli.core.datewords import read_date

        reading = read_date(text)
        if reading is None or reading.date is None:
            raise UsageError(f'{option} "{text}" is no date', "write 1953, 1953-06, 1953-06-26 or June 1953") from None
        return reading.date


def cards_named(known: "Library", name: str) -> "list[Card]":
    """The card of an id, or the cards of a fact's; raises NotFoundError."""
    from destal_cli.core.filters import Filter

    found = [card for card in known.cards(Filter(name)) if name in (card.id, card.fact_id)]
    if not found:
        cards = known.card_ids()
        names = [*cards, *dict.fromkeys(card.rpartition("/")[0] for card in cards)]
        raise NotFoundError(f'there is no card "{name}"', did_you_mean(name, names) or "a card is deck/fact/question")
    return found


def wanted(
    known: "Library",
    query: str = "",
    person: str | None = None,
    tag: str | None = None,
    kind: Kind | None = None,
    since: str | None = None,
    until: str | None = None,
) -> "Filter":
    """The filter that the options make; raises NotFoundError for a person or tag that no deck has."""
    from destal_cli.core.filters import Filter

    if tag is not None and tag not in known.tags():
        raise NotFoundError(f'no fact has the tag "{tag}"', did_you_mean(tag, known.tags()) or _tags(known))
    who = None
    if person is not None:
        who = frozenset((deck.id, entity.id) for deck, entity in known.entity(person, EntityKind.PERSON))
    return Filter(query, who, tag or "", kind, a_date(since, "--from"), a_date(until, "--to"))


def as_typed(
    decks: "Sequence[str] | None",
    person: str | None,
    tag: str | None,
    kind: str | None,
    since: str | None = None,
    until: str | None = None,
    form: str | None = None,
    deck: str | None = None,
) -> str:
    """The options that narrow what is asked for, as they are typed behind a command; "" for none. `deck` is one that is
    named without an option.
    """
    one = {"--person": person, "--tag": tag, "--kind": kind, "--from": since, "--to": until, "--form": form}
    given = [*(("--deck", deck) for deck in decks or ()), *((name, value) for name, value in one.items() if value)]
    if not given and deck is None:
        return ""
    from shlex import quote

    return "".join([f" {quote(deck)}" if deck else "", *(f" {name} {quote(value)}" for name, value in given)])


def _tags(known: "Library") -> str:
    return f"there are {', '.join(known.tags())}" if known.tags() else "the decks have no tags"
