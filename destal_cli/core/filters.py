"""Which facts and cards a command is about, and whom a learner means by a name. Every command's options end here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from destal_cli.core.cards import Card
from destal_cli.core.dates import Edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Fact, Kind
from destal_cli.core.text import fold, words


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; every field that is set narrows it. `who` holds (deck id, entity id) pairs of one person.

    `query` has words, or is the id of a fact or card: `deck/fact`, `deck/fact/question`.
    """

    query: str = ""
    who: frozenset[tuple[str, str]] | None = None
    tag: str = ""
    kind: Kind | None = None
    since: Edtf | None = None
    until: Edtf | None = None

    def matches(self, deck: Deck, fact: Fact) -> bool:
        """Whether a fact is asked for."""
        return (
            (not self.tag or self.tag in fact.tags)
            and (self.kind is None or fact.kind is self.kind)
            and (self.who is None or any((deck.id, entity) in self.who for entity in fact.named))
            and self._in_time(fact)
            and self._says(deck, fact)
        )

    def names(self, card: Card) -> bool:
        """Whether a card of a fact that is asked for is so too: it is, unless the query is the id of another card."""
        return not self.query.startswith(f"{card.deck}/") or f"{card.id}/".startswith(f"{self.query}/")

    def _in_time(self, fact: Fact) -> bool:
        if self.since is None and self.until is None:
            return True
        if fact.when is None:
            return False
        first, last = fact.when.earliest, fact.when.latest
        after = not self.since or self.since.earliest is None or last is None or last >= self.since.earliest
        before = not self.until or self.until.latest is None or first is None or first <= self.until.latest
        return after and before

    def _says(self, deck: Deck, fact: Fact) -> bool:
        if not self.query:
            return True
        if self.query.startswith(f"{deck.id}/"):
            return f"{self.query}/".startswith(f"{deck.id}/{fact.id}/")
        names = [name for entity in fact.named for name in deck.entities[entity].names]
        parts = (fact.statement, fact.office, fact.term, fact.meaning, fact.words, fact.counts, deck.passage(fact))
        text = fold(" ".join((*parts, *names, str(fact.when or ""))))
        return all(word in text for word in words(self.query))


@dataclass(frozen=True, slots=True)
class Found:
    """Who goes by a name: the entities (deck with entity), or when there is none, names that are near it."""

    entities: tuple[tuple[Deck, Entity], ...] = ()
    near: tuple[str, ...] = ()


def find_entity(name: str, decks: Iterable[Deck], kind: EntityKind | None = None) -> Found:
    """Find an entity by id, name, alias or a word of its names; accents, case and script do not count.

    A name that several different entities share finds none of them, and names them all as near.
    """
    everyone = [
        (deck, entity) for deck in decks for entity in deck.entities.values() if kind is None or entity.kind is kind
    ]
    for test in (_is_called, _has_the_words):
        found = tuple((deck, entity) for deck, entity in everyone if test(entity, name))
        if found and (same := _one_person(found)):
            return Found(same)
        if found:
            return Found(near=tuple(dict.fromkeys(entity.name for _, entity in found)))
    return Found(near=_near(fold(name), [entity for _, entity in everyone]))


def _is_called(entity: Entity, name: str) -> bool:
    wanted = fold(name)
    return any(fold(other) == wanted for other in (entity.id, *entity.names))


def _has_the_words(entity: Entity, name: str) -> bool:
    said = set(words(name))
    return bool(said) and said <= {word for n in entity.names for word in words(n)}


def _one_person(found: tuple[tuple[Deck, Entity], ...]) -> tuple[tuple[Deck, Entity], ...]:
    """The same person may be in several decks, under one name or one alias for the other's name."""
    first = found[0][1]
    names = {fold(name) for name in first.names}
    return found if all(entity is first or fold(entity.name) in names for _, entity in found) else ()


def _near(wanted: str, entities: list[Entity]) -> tuple[str, ...]:
    from difflib import SequenceMatcher

    def likeness(entity: Entity) -> float:
        texts = {fold(name) for name in entity.names} | {word for name in entity.names for word in words(name)}
        return max(SequenceMatcher(None, wanted, text).ratio() for text in texts)

    ranked = sorted(((likeness(entity), entity.name) for entity in entities), reverse=True)
    return tuple(dict.fromkeys(name for ratio, name in ranked if ratio >= 0.65))[:3]


def in_time(facts: Iterable[tuple[Deck, Fact]]) -> list[tuple[Deck, Fact]]:
    """Facts in order of time, a whole year before its days; undated ones last, as they stand in the deck."""

    def key(item: tuple[Deck, Fact]) -> tuple[bool, int, int]:
        when = item[1].when
        if when is None:
            return (True, 0, 0)
        first = when.earliest if when.earliest is not None else -(10**9)
        return (False, first, -(when.latest if when.latest is not None else 10**9))

    return sorted(facts, key=key)
