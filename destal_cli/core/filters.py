"""Which facts and cards a command is about, and whom a learner means by a name. Every command's options end here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from destal_cli.core.cards import Card
from destal_cli.core.dates import Edtf
from destal_cli.core.facts import Deck, Entity, Kind
from destal_cli.core.text import fold, words
from destal_cli.core.values import dataclass

Named = tuple[Deck, Entity]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; every field that is set narrows it. `who` holds (deck id, entity id) pairs of one person.

    `query` has words, each a word of the fact, of its passage or of a name in it, or the beginning of one; or it is the
    id of a fact or card: `deck/fact`, `deck/fact/question`.
    """

    query: str = ""
    who: frozenset[tuple[str, str]] | None = None
    tag: str = ""
    kind: Kind | None = None
    since: Edtf | None = None
    until: Edtf | None = None

    def names(self, card: Card) -> bool:
        """Whether a card of a fact that is asked for is so too: it is, unless the query is the id of another card."""
        return not self.query.startswith(f"{card.deck}/") or f"{card.id}/".startswith(f"{self.query}/")


@dataclass(frozen=True, slots=True)
class Found:
    """Who goes by a name: the entities (deck with entity); else names near it, or with `shared` those of all who do."""

    entities: tuple[Named, ...] = ()
    near: tuple[str, ...] = ()
    shared: bool = False


class Names(Protocol):
    """Who and what the decks know, by name."""

    def called(self, name: str) -> Sequence[Named]:
        """Those that a folded text is a whole name or the id of."""

    def with_words(self, words: Collection[str]) -> Sequence[Named]:
        """Those whose names have all of the folded words among them."""

    def everyone(self) -> Iterable[Named]:
        """All of them."""


def find_entity(name: str, known: Names) -> Found:
    """Find an entity by id, name, alias or a word of its names; accents, case and script do not count.

    A name that several different entities share finds none of them, and names them all as near.
    """
    said = set(words(name))
    for by_words in (False, True):
        found = tuple(known.called(fold(name)) if not by_words else known.with_words(said) if said else ())
        if found and (same := _one_person(found)):
            return Found(same)
        if found:
            return Found(near=tuple(dict.fromkeys(entity.name for _, entity in found)), shared=True)
    return Found(near=_near(fold(name), [entity for _, entity in known.everyone()]))


def _one_person(found: tuple[Named, ...]) -> tuple[Named, ...]:
    """The same person may be in several decks, under one name or one alias for the other's name."""
    shown = {fold(entity.name) for _, entity in found}
    return found if any(shown <= set(map(fold, entity.names)) for _, entity in found) else ()


def _near(wanted: str, entities: list[Entity]) -> tuple[str, ...]:
    from difflib import SequenceMatcher

    def likeness(entity: Entity) -> float:
        texts = {fold(name) for name in entity.names} | {word for name in entity.names for word in words(name)}
        return max(SequenceMatcher(None, wanted, text).ratio() for text in texts)

    ranked = sorted(((likeness(entity), entity.name) for entity in entities), reverse=True)
    return tuple(dict.fromkeys(name for ratio, name in ranked if ratio >= 0.65))[:3]
