"""What comes in becomes a deck of the learner's, or goes into the one that is there. `destal import` asks for it.

As with a build, `built` in the deck remembers each fact that came in, also one that was deleted since: what names it in
its file, what it said there, and what it became. A fact is renewed where its file has changed and its owner has not;
what its owner changed stays, and what was deleted stays deleted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from destal_cli.core.cards import cards_of
from destal_cli.core.facts import Deck, Entity, EntityKind, Fact, Source
from destal_cli.core.notedeck import NoteDeck
from destal_cli.core.notes import digest, notes_of
from destal_cli.core.passages import Flat, selector
from destal_cli.core.text import fold
from destal_cli.store.deckspec import FACT
from destal_cli.store.deckwrite import fact_data
from destal_cli.store.splice import Splice

_ByName = dict[tuple[str, EntityKind], list[str]]  # by a folded name and a kind, the ids of the entities with both
_TOLD = ".."  # between the key of a fact in its file and the sign of what it said


@dataclass(slots=True)
class Taken:
    """A deck's text after an import, what became of the facts by their ids, and the id that each has in the deck.

    `kept` differ from the file, and not because it changed; `kept_out` were deleted by hand.
    """

    text: str = ""
    added: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    kept_out: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


def marked(made: NoteDeck) -> Deck:
    """A deck that just came in, with what names each fact in its file, what it says there, and what it became."""
    deck = made.deck
    named = (fact for fact in deck.facts if fact.id in made.keys)
    signs = {fact.id: _told(made.keys[fact.id], _in_file(made, fact), sign(deck, fact)) for fact in named}
    return replace(deck, built={**deck.built, **signs})


def keys_in(deck: Deck) -> set[str]:
    """The digests of what names, in their files, the facts of a deck that came in."""
    return {told.partition(_TOLD)[0] for told in deck.built.values() if _TOLD in told}


def _told(key: str, in_file: str, written: str) -> str:
    return _TOLD.join((digest(key), in_file, written))


def _in_file(made: NoteDeck, fact: Fact) -> str:
    """The sign of a fact as its file has it."""
    return sign(made.deck, made.said.get(fact.id, fact))


def sign(deck: Deck, fact: Fact) -> str:
    """What a fact says, in ten hexadecimal digits: everything but its id and its place."""

    def names(ids: Iterable[str]) -> list[str]:
        return [deck.entities[key].name if key in deck.entities else key for key in ids]

    parts: list[object] = [
        fact.kind,
        fact.statement,
        str(fact.when or ""),
        names(fact.who),
        names(fact.whom),
        names(fact.entities),
    ]
    parts += [fact.office, fact.term, fact.meaning, fact.words, fact.number, fact.counts, fact.tolerance]
    parts += [fact.also, fact.tags, fact.importance, fact.note, " ".join(fact.evidence.exact.split())]
    for q in fact.questions:
        answer = (q.part, q.answer, names([q.entity]), str(q.date or ""), q.number)
        parts.append([q.id, q.ask, *answer, q.also, q.choices, names(q.avoid)])
    return digest(json.dumps(parts, ensure_ascii=False))


def _said(deck: Deck, fact: Fact) -> list[tuple[object, ...]]:
    """What the questions of a fact are to another program, whatever parts the fact has."""
    notes = notes_of(deck, cards_of(deck, fact))
    return [
        (n.prompt, n.answer, n.also, n.statement, n.date, sorted(n.people), n.tags, n.note, n.passage) for n in notes
    ]


def take(text: str, old: Deck, made: NoteDeck, *, force: bool = False) -> Taken:
    """Take what came in into the text of a deck, which was read as `old`; with `force` the file wins over its owner.

    Raises BadFileError.
    """
    return _Taking(old, made, force, Splice(text)).done()


def _by_name(deck: Deck) -> _ByName:
    found: _ByName = {}
    for entity in deck.entities.values():
        for name in dict.fromkeys(map(fold, entity.names)):
            found.setdefault((name, entity.kind), []).append(entity.id)
    return found


def _entities_of(facts: Iterable[Fact]) -> set[str]:
    """The ids of the entities that facts name, also in their questions."""
    return {
        name
        for fact in facts
        for name in (*fact.named, *(each for q in fact.questions for each in (q.entity, *q.avoid)))
    }


@dataclass(slots=True)
class _Taking:
    """The steps of one import into a deck that is there."""

    old: Deck
    made: NoteDeck
    force: bool
    splice: Splice
    taken: Taken = field(default_factory=Taken)
    adding: list[Fact] = field(default_factory=list)
    told: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # by the ids of these: their key, and sign in the file
    homes: dict[str, str] = field(default_factory=dict)
    home: Deck = field(init=False)  # the deck with the entities that are new
    facts: dict[str, Fact] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)  # by the ids of facts that come in: those of the deck's own

    @property
    def new(self) -> Deck:
        return self.made.deck

    @property
    def keys(self) -> Mapping[str, str]:
        return self.made.keys

    def done(self) -> Taken:
        self.facts = {fact.id: fact for fact in self.old.facts}
        self.find_facts()
        self.find_entities()
        names = {*self.splice.fact_ids(), *self.old.built}
        for fact in self.new.facts:
            if fact.id in self.known:
                self.meet(self.known[fact.id], fact)
            else:
                self.add(fact, names)
        self.put()
        return self.taken

    def find_facts(self) -> None:
        """The id of each fact that the deck has, or had."""
        by_key = {told.partition(_TOLD)[0]: name for name, told in self.old.built.items() if _TOLD in told}
        for fact in self.new.facts:
            key = digest(self.keys.get(fact.id, fact.id))
            if known := by_key.get(key) or (fact.id if self.is_same(fact) else ""):
                self.known[fact.id] = known

    def is_same(self, fact: Fact) -> bool:
        """Whether an id that both have is one fact's: it left this deck, or was written in it by the owner."""
        own = self.keys.get(fact.id, fact.id) in (fact.id, f"{self.old.id}/{fact.id}")
        return own and (fact.id in self.facts or fact.id in self.old.built)

    def meet(self, known: str, fact: Fact) -> None:
        """Decide on a fact that the deck has, or had."""
        self.taken.ids[fact.id] = known
        if known not in self.facts:
            return self.taken.kept_out.append(known)
        told = self.old.built.get(known, "").split(_TOLD)[1:]
        here, old = sign(self.old, self.facts[known]), self.facts[known]
        unchanged = told[:1] == [_in_file(self.made, fact)] or (not told and self.says_nothing_else(fact, old))
        if here == self.sign_here(self.at_home(fact)) or (unchanged and not self.force):
            self.taken.same.append(known)
        elif self.force or here in told[1:]:
            self.taken.renewed.append(known)
            self.write(known, fact)
        else:
            self.taken.kept.append(known)
        return None

    def sign_here(self, fact: Fact) -> str:
        """The sign of a fact that has the ids of this deck."""
        return sign(self.home, fact)

    def says_nothing_else(self, fact: Fact, old: Fact) -> bool:
        """Whether a fact that was not imported differs from what comes in by no more than what this leaves open."""
        new, known = _said(self.new, fact), _said(self.old, old)
        return len(new) == len(known) and all(
            not value or value == there
            for said, has in zip(new, known, strict=True)
            for value, there in zip(said, has, strict=True)
        )

    def add(self, fact: Fact, names: set[str]) -> None:
        name, number = fact.id, 2
        while name in names:
            name, number = f"{fact.id}-{number}", number + 1
        names.add(name)
        self.taken.ids[fact.id] = name
        self.taken.added.append(name)
        self.write(name, fact)

    def write(self, name: str, fact: Fact) -> None:
        """Have a fact written under an id."""
        self.adding.append(replace(fact, id=name))
        if fact.id in self.keys:
            self.told[name] = self.keys[fact.id], _in_file(self.made, fact)

    def find_entities(self) -> None:
        """The id that each entity has in the deck: that of the one that it is there, else a new one."""
        by_name, named = _by_name(self.old), _by_name(self.new)
        taken, added = set(self.old.entities), dict[str, Entity]()
        for entity in self.new.entities.values():
            home = self.home_of_entity(entity, by_name, named)
            if home is None:
                home, number = entity.id, 2
                while home in taken:
                    home, number = f"{entity.id}-{number}", number + 1
                taken.add(home)
                added[home] = replace(entity, id=home)
            self.homes[entity.id] = home
        self.home = replace(self.old, entities={**self.old.entities, **added})

    def home_of_entity(self, entity: Entity, by_name: _ByName, named: _ByName) -> str | None:
        """The id of the entity of the deck that one that comes in is; None where none is, or several could be.

        Its own id tells most, then its name, if that names one of its kind here and in the file. Where the file was
        taken in before, its own id tells it even when the deck's owner has made it something of another kind.
        """
        alike = by_name.get((fold(entity.name), entity.kind), [])
        if entity.id in alike:
            return entity.id
        if len(alike) == 1 and named[fold(entity.name), entity.kind] == [entity.id]:
            return alike[0]
        there = self.old.entities.get(entity.id) if self.known else None
        return entity.id if there and fold(entity.name) in map(fold, there.names) else None

    def put(self) -> None:
        """Write what is new: first the entities and the passages, then the facts."""
        self.put_entities()
        facts = [self.at_home(fact) for fact in self.put_sources(self.adding)]
        for fact in facts:
            if fact.id in self.facts:
                self.renew(self.facts[fact.id], fact)
        if added := [fact for fact in facts if fact.id not in self.facts]:
            self.splice.facts_add(added)
        if self.told:
            named = (fact for fact in facts if fact.id in self.told)
            self.splice.built_add({fact.id: _told(*self.told[fact.id], self.sign_here(fact)) for fact in named})
        self.taken.text = self.splice.text

    def put_entities(self) -> None:
        """Write the entities that are new, but for those that only facts name that are not written."""
        left = _entities_of(self.new.facts) - _entities_of(self.adding)
        homes = [home for name, home in self.homes.items() if name not in left]
        if added := [self.home.entities[home] for home in homes if home not in self.old.entities]:
            self.splice.entities_add(added)

    def renew(self, old: Fact, new: Fact) -> None:
        """Write what a fact says anew, and nothing else of it."""
        before, after = fact_data(old), fact_data(new)
        for key in FACT.fields:
            if key != "evidence" and before.get(key) != after.get(key):
                self.splice.fact_set(old.id, key, after.get(key))
        if old.evidence.exact != new.evidence.exact or old.evidence.source != new.evidence.source:
            self.splice.evidence_set(old.id, new.evidence)

    def at_home(self, fact: Fact) -> Fact:
        """A fact with the ids that its entities have in the deck."""
        who, whom, others = (tuple(self.homes[key] for key in ids) for ids in (fact.who, fact.whom, fact.entities))
        questions = tuple(
            replace(
                q,
                entity=self.homes[q.entity] if q.entity else "",
                avoid=tuple(self.homes.get(each, each) for each in q.avoid),
            )
            for q in fact.questions
        )
        return replace(fact, who=who, whom=whom, entities=others, questions=questions)

    def put_sources(self, facts: list[Fact]) -> list[Fact]:
        """Let the deck's sources have every passage; the facts with evidence that has one place there."""
        return [fact for source in self.new.sources.values() for fact in self.put_source(source, facts)]

    def put_source(self, source: Source, facts: list[Fact]) -> list[Fact]:
        proved = [fact for fact in facts if fact.evidence.source == source.id]
        if not proved:
            return []
        home = self.home_of(source)
        known = self.old.sources.get(home)
        if known is None:
            self.splice.source_add(replace(source, id=home))
        text = source.text if known is None else self.extended(known, source, proved)
        if known and text != known.text:
            self.splice.source_set(home, text)
        flat = Flat.of(text)
        return [self.evident(fact, home, flat) for fact in proved]

    def extended(self, known: Source, source: Source, facts: list[Fact]) -> str:
        """The text of a source with the passages of facts: each where that of the same fact stood, else at the end."""
        if known.text == source.text:
            return known.text
        text, flat, used = known.text, Flat.of(known.text), Counter(fact.evidence.exact for fact in self.old.facts)
        for fact in facts:
            exact, old = fact.evidence.exact, self.facts.get(fact.id)
            before = f"\n\n{old.evidence.exact}\n" if old and used[old.evidence.exact] == 1 else ""
            if flat.locate(exact) or f"\n\n{exact}\n" in text:
                continue
            if before and before in text:
                text = text.replace(before, f"\n\n{exact}\n", 1)
            else:
                text = text.rstrip("\n") + f"\n\n{exact}\n"
        return text

    def home_of(self, source: Source) -> str:
        """The source of the deck that a source that comes in is: of one title, else a new one."""
        same = [known.id for known in self.old.sources.values() if known.title == source.title]
        if same:
            return same[0]
        home, number = source.id, 2
        while home in self.old.sources:
            home, number = f"{source.id}-{number}", number + 1
        return home

    def evident(self, fact: Fact, home: str, flat: Flat) -> Fact:
        """A fact whose evidence has one place in a source: the same, else the first with what stands around it."""
        evidence = replace(fact.evidence, source=home)
        places = flat.locate(evidence.exact, evidence.prefix, evidence.suffix)
        if len(places) != 1:
            prefix, suffix = selector(flat, *(places or flat.locate(evidence.exact))[0])
            evidence = replace(evidence, prefix=prefix, suffix=suffix)
        return replace(fact, evidence=evidence)
