"""Rebuilding: a deck takes in what a new build of its document has, and otherwise stays as its owner left it.

`destal build` merges onto an existing deck with it. Signs tell which built facts are new: `built` in the deck keeps one
for each fact ever built, made of its kind, its answer and its passage. A fact whose sign is known is never added again,
whether its owner kept, edited or deleted it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b

from rapidfuzz import fuzz, process

from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Kind, Source
from destal_cli.core.passages import Flat, paragraphs, selector
from destal_cli.core.sentences import sentences
from destal_cli.core.text import clean, fold, words
from destal_cli.core.values import dataclass, field, replace
from destal_cli.store.splice import Splice

EARLIER = "earlier"  # the source with the passages that a document no longer has
ALIKE = 70  # from here on, of 100, a sentence is another one's rewording
SAME = 0.2  # of a text's sentences in another under another name make the two one document
_NAMED_KINDS = frozenset((Kind.ROLE, Kind.RELATION, Kind.QUOTE, Kind.CLAIM))


@dataclass(frozen=True, slots=True)
class Merge:
    """A deck's text after a rebuild, and what became of its facts, by their ids.

    `moved` got other evidence, since their passage was reworded or is no longer the only one that reads so; `lost` have
    a passage that the document no longer holds, and keep it in a source of its own; `kept_out` were deleted by hand.
    """

    text: str
    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()


def mark_built(deck: Deck) -> Deck:
    """A deck that was just built, with the signs of its facts."""
    return replace(deck, built={fact.id: sign(deck, fact) for fact in deck.facts})


def sign(deck: Deck, fact: Fact, passage: str = "") -> str:
    """What a fact was built from, in ten hexadecimal digits; of another passage if one is given."""
    parts = (*_answer(deck, fact), " ".join(words(passage or fact.evidence.exact)))
    return blake2b("\n".join(parts).encode(), digest_size=5).hexdigest()


def _answer(deck: Deck, fact: Fact) -> tuple[str, ...]:
    """What a fact says, without what a person may reword; names by their last word, since builds find fuller ones."""
    named = (*fact.who, *fact.whom) if fact.kind in _NAMED_KINDS or fact.when is None else ()
    names = (words(deck.entities[entity].name)[-1:] for entity in named)
    said = (str(fact.when or ""), str(fact.number or ""), fold(fact.term), fold(fact.office), fold(fact.words))
    return (fact.kind.value, *said, *(name for last in names for name in last))


def merge(text: str, existing: Deck, built: Deck) -> Merge:
    """Take a new build into the text of a deck, which was read as `existing`. Raises BadFileError."""
    return _Rebuild(text, existing, built).merged()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an existing fact's passage stands in the new text; `evidence` when it has to be written anew."""

    source: str
    start: int
    end: int
    evidence: Evidence | None = None


@dataclass
class _Rebuild:
    """The steps of one rebuild. `old` is the deck that there is, `new` the one that was just built."""

    text: str
    old: Deck
    new: Deck
    places: dict[str, _Place] = field(default_factory=dict)  # of the old facts that are not lost
    signs: dict[str, str] = field(default_factory=dict)  # to be remembered
    kept_out: list[str] = field(default_factory=list)

    def merged(self) -> Merge:
        for fact in self.old.facts:
            if place := self.place_of(fact):
                self.places[fact.id] = place
        added = self.unknown()
        lost = [fact for fact in self.old.facts if fact.id not in self.places]
        splice = Splice(self.text)
        ids = self.add(splice, added)
        self.put_sources(splice)
        self.put_earlier(splice, lost)
        moved = [fact.id for fact in self.old.facts if self.put_evidence(splice, fact)]
        splice.built_add({fact: sign for fact, sign in self.signs.items() if self.old.built.get(fact) != sign})
        gone = tuple(fact.id for fact in lost)
        return Merge(splice.text, tuple(ids), tuple(moved), gone, tuple(self.kept_out))

    # Sources

    @cached_property
    def homes(self) -> dict[str, str]:
        """For each source of the build, the id that it has in the deck."""
        free = {name: source for name, source in self.old.sources.items() if name != EARLIER}
        homes: dict[str, str] = {}
        for name, source in self.new.sources.items():
            alike = {known: _likeness(old, source) for known, old in free.items() if _likeness(old, source)}
            known = max(alike, key=lambda each: (alike[each], each == name), default=None)
            homes[name] = known or _unused(name, {*self.old.sources, *homes.values()})
            free.pop(homes[name], None)
        return homes

    @cached_property
    def texts(self) -> dict[str, str]:
        """The new text of each source of the deck that was built anew."""
        return {self.homes[name]: clean(source.text) for name, source in self.new.sources.items()}

    @cached_property
    def flat(self) -> dict[str, Flat]:
        return {name: Flat.of(text) for name, text in self.texts.items()}

    @cached_property
    def gone(self) -> list[str]:
        """The sentences of the old texts that the new ones do not have; few, or it is another document."""
        known = (self.old.sources[name].text for name in self.texts if name in self.old.sources)
        here = {sentence for text in self.texts.values() for sentence in _sentences(text)}
        found = dict.fromkeys(sentence for text in known for sentence in _sentences(text))
        return [sentence for sentence in found if sentence not in here][:2_000]

    # Where the old facts' passages are

    def place_of(self, fact: Fact) -> _Place | None:
        """Where an old fact's passage stands now; None when it is lost."""
        evidence = fact.evidence
        if evidence.source not in self.texts and evidence.source != EARLIER:
            return _Place(evidence.source, evidence.start, evidence.end)
        for source in self.texts if evidence.source == EARLIER else [evidence.source]:
            flat = self.flat[source]
            exactly = flat.locate(evidence.exact, evidence.prefix, evidence.suffix)
            if len(exactly) == 1 and source == evidence.source:
                return _Place(source, *exactly[0])
            if places := exactly or flat.locate(evidence.exact):
                return self.chosen(fact, source, places)
        return None

    def chosen(self, fact: Fact, source: str, places: list[tuple[int, int]]) -> _Place:
        """Of several places that read alike, the one with the old surroundings."""
        evidence = fact.evidence
        before, after = _around(self.old.sources[evidence.source].text, evidence.start, evidence.end)

        def likeness(place: tuple[int, int]) -> float:
            now_before, now_after = _around(self.texts[source], *place)
            return fuzz.ratio(before, now_before) + fuzz.ratio(after, now_after)

        start, end = max(places, key=likeness)
        prefix, suffix = selector(self.flat[source], start, end)
        return _Place(source, start, end, Evidence(source, evidence.exact, prefix, suffix))

    # Which built facts are known

    def unknown(self) -> list[Fact]:
        """The built facts that the deck neither has, in whatever words, nor had until they were deleted."""
        left = list(self.new.facts)
        for known_as in (self.with_own_sign, self.same_fact, self.reworded):
            left = [fact for fact in left if not self.recognised(fact, known_as(fact))]
        return left

    def recognised(self, fact: Fact, known: str | None) -> bool:
        """Take note of what a built fact is known as; one id stands for one sign."""
        own = sign(self.new, fact)
        if known is None or self.signs.setdefault(known, own) != own:
            return False
        if known not in self.old_facts and known not in self.kept_out:
            self.kept_out.append(known)
        return True

    @cached_property
    def old_facts(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.old.facts}

    @cached_property
    def by_sign(self) -> dict[str, list[str]]:
        """The ids by sign: of what was built, and of the facts as they are now."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, known in self.old.built.items():
            found[known].append(name)
        for fact in self.old.facts:
            found[sign(self.old, fact)].append(fact.id)
        return found

    def with_own_sign(self, fact: Fact) -> str | None:
        return self.with_sign(sign(self.new, fact))

    def with_sign(self, wanted: str) -> str | None:
        """The id that goes with a sign, sooner one that is still in the deck."""
        ids = self.by_sign.get(wanted, [])
        return next((each for each in ids if each in self.old_facts), next(iter(ids), None))

    @cached_property
    def by_answer(self) -> dict[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for fact in self.old.facts:
            found[_answer(self.old, fact)].append(fact.id)
        return found

    def same_fact(self, fact: Fact) -> str | None:
        """An old fact about the same passage that says the same, or has the same id."""
        source, (start, end) = self.homes[fact.evidence.source], self.span(fact)
        alike = list(self.by_answer.get(_answer(self.new, fact), []))
        if fact.id in self.old_facts and self.old_facts[fact.id].kind is fact.kind:
            alike.append(fact.id)
        for known in alike:
            place = self.places.get(known)
            if place and place.source == source and place.start < end and start < place.end:
                return known
        return None

    def reworded(self, fact: Fact) -> str | None:
        """The id of the fact, kept or deleted, whose sentence became this one's; its evidence moves along."""
        exact = " ".join(fact.evidence.exact.split())
        for known in self.by_answer.get(_answer(self.new, fact), []):
            if self.is_lost(known) and fuzz.ratio(self.old_facts[known].evidence.exact, exact) >= ALIKE:
                return self.moved(known, fact)
        near = process.extractOne(exact, self.gone, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near is None:
            return None
        by_sign = self.with_sign(sign(self.new, fact, str(near[0])))
        if by_sign is not None:
            return self.moved(by_sign, fact) if self.is_lost(by_sign) else by_sign
        return fact.id if fact.id in self.old.built and fact.id not in self.old_facts else None

    def is_lost(self, known: str) -> bool:
        return known in self.old_facts and known not in self.places

    def moved(self, known: str, fact: Fact) -> str:
        """Give an old fact the evidence of a built one."""
        if known not in self.signs:
            source = self.homes[fact.evidence.source]
            self.places[known] = _Place(source, *self.span(fact), replace(fact.evidence, source=source))
        return known

    def span(self, fact: Fact) -> tuple[int, int]:
        """Where a built fact's passage stands in the text of its source, as the deck will have it."""
        evidence = fact.evidence
        places = self.flat[self.homes[evidence.source]].locate(evidence.exact, evidence.prefix, evidence.suffix)
        return places[0] if places else (-1, -1)

    # What the deck takes in

    def add(self, splice: Splice, facts: list[Fact]) -> list[str]:
        """Add facts, each behind the old one that stands before it in the text; their new ids."""
        entities = _Entities(self.old, self.new)
        taken = {*splice.fact_ids(), *self.old.built, *self.old_facts}
        groups: dict[str | None, list[Fact]] = defaultdict(list)
        added = []
        for fact in sorted(facts, key=lambda fact: (self.homes[fact.evidence.source], self.span(fact))):
            name = _unused(fact.id, taken)
            taken.add(name)
            added.append(name)
            self.signs[name] = sign(self.new, fact)
            own = entities.renamed(fact)
            evidence = replace(fact.evidence, source=self.homes[fact.evidence.source])
            groups[self.neighbour(fact)].append(replace(own, id=name, evidence=evidence))
        splice.entities_add(entities.added)
        for after, group in groups.items():
            splice.facts_add(group, after)
        return added

    def neighbour(self, fact: Fact) -> str | None:
        """The old fact whose passage is the last before a built one's."""
        source, (start, _) = self.homes[fact.evidence.source], self.span(fact)
        before = [(p.start, name) for name, p in self.places.items() if p.source == source and p.start <= start]
        return max(before, key=lambda each: each[0])[1] if before else None

    def put_sources(self, splice: Splice) -> None:
        names = {self.homes[name]: source for name, source in self.new.sources.items()}
        for name, text in self.texts.items():
            if name not in self.old.sources:
                splice.source_add(replace(names[name], id=name, text=text))
            elif self.old.sources[name].text.rstrip("\n") != text.rstrip("\n"):
                splice.source_set(name, text)

    def put_earlier(self, splice: Splice, lost: list[Fact]) -> None:
        """Keep the sentences of lost passages in a source of their own, and let the facts point there."""
        if all(fact.evidence.source == EARLIER for fact in lost):
            return
        known = self.old.sources.get(EARLIER)
        text = known.text.rstrip("\n") if known else ""
        for fact in lost:
            sentence = self.old_sentence(fact)
            text += "" if sentence in text else f"\n\n{sentence}"
        text = text.strip("\n") + "\n"
        if known:
            splice.source_set(EARLIER, text)
        else:
            source = self.old.sources[lost[0].evidence.source]
            splice.source_add(Source(EARLIER, f"{source.title}: what an earlier text said", source.origin, text))
        flat = Flat.of(text)
        for fact in lost:
            evidence = _told_apart(replace(fact.evidence, source=EARLIER), flat)
            if evidence != fact.evidence:
                splice.evidence_set(fact.id, evidence)

    def put_evidence(self, splice: Splice, fact: Fact) -> bool:
        """Write an old fact's evidence where it had to be found anew, and say whether it had."""
        place = self.places.get(fact.id)
        if place is None or place.evidence is None:
            return False
        splice.evidence_set(fact.id, place.evidence)
        return True

    def old_sentence(self, fact: Fact) -> str:
        """The sentences that held a lost passage and what told it from others."""
        evidence, text = fact.evidence, self.old.sources[fact.evidence.source].text
        low = max(0, evidence.start - len(evidence.prefix) - 1)
        high = evidence.end + len(evidence.suffix) + 1
        held = [span for span in _all_sentences(text) if span[0] < high and low < span[1]]
        return text[min(low, held[0][0]) : max(high, held[-1][1])].strip() if held else text[low:high]


class _Entities:
    """The entities of a build as the deck knows them: by name, by alias, or by id; merged ones stay merged."""

    def __init__(self, old: Deck, new: Deck) -> None:
        self.old, self.new = old, new
        self.added: list[Entity] = []
        self.by_name: dict[tuple[str, EntityKind], list[str]] = defaultdict(list)
        for entity in old.entities.values():
            for name in dict.fromkeys(map(fold, entity.names)):
                self.by_name[name, entity.kind].append(entity.id)
        self.homes = {e.id: home for e in new.entities.values() if (home := self.named_alike(e))}
        claimed = set(self.homes.values())
        for name in new.entities.keys() & old.entities.keys() - self.homes.keys() - claimed:
            self.homes[name] = name  # renamed by hand

    def named_alike(self, entity: Entity) -> str | None:
        """The entity of the deck, of the same kind, that goes by the name of one of the build, else by an alias."""
        same = self.by_name.get((fold(entity.name), entity.kind), [])
        if entity.id in same or len(same) == 1:
            return entity.id if entity.id in same else same[0]
        shared = {home for alias in entity.aliases for home in self.by_name.get((fold(alias), entity.kind), [])}
        return shared.pop() if len(shared) == 1 else None

    def home(self, name: str) -> str:
        """The id that an entity of the build has in the deck; a new one is added."""
        if name not in self.homes:
            entity = self.new.entities[name]
            self.homes[name] = _unused(name, {*self.old.entities, *self.homes.values()})
            self.added.append(replace(entity, id=self.homes[name]))
        return self.homes[name]

    def renamed(self, fact: Fact) -> Fact:
        """A built fact with the ids that its entities have in the deck."""
        who, whom, others = (tuple(dict.fromkeys(map(self.home, ids))) for ids in (fact.who, fact.whom, fact.entities))
        questions = tuple(
            replace(
                question,
                entity=self.home(question.entity) if question.entity else "",
                avoid=tuple(self.home(each) if each in self.new.entities else each for each in question.avoid),
            )
            for question in fact.questions
        )
        return replace(fact, who=who, whom=whom, entities=others, questions=questions)


def _likeness(old: Source, new: Source) -> float:
    """How sure it is that two sources are one document: by title and origin, else by the sentences they share."""
    if named := (old.title == new.title) + (old.origin == new.origin):
        return float(named)
    found = _kept(old.text, new.text)
    share = sum(found) / max(1, len(found))
    return share if share > SAME else 0.0


def is_edited(old: str, new: str) -> bool:
    """Whether a text is another one as it was edited: it has half of its sentences, and more than one if not all."""
    found = _kept(old, new)
    kept = sum(found)
    return kept > 0 and (kept == len(found) or (kept > 1 and kept * 2 >= len(found)))


def _kept(old: str, new: str) -> list[bool]:
    """Of each sentence of a text whether it stands in another."""
    there = set(_sentences(clean(new)))
    return [sentence in there for sentence in _sentences(old)]


def _unused(name: str, taken: Iterable[str]) -> str:
    """The name, or with the first number behind it that makes it new."""
    known, number, free = set(taken), 2, name
    while free in known:
        free, number = f"{name}-{number}", number + 1
    return free


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - 200) : start], text[end : end + 200]


def _told_apart(evidence: Evidence, flat: Flat) -> Evidence:
    """Evidence that has one place in a text, the first where it has several."""
    places = flat.locate(evidence.exact, evidence.prefix, evidence.suffix) or flat.locate(evidence.exact)
    if len(places) < 2:
        return evidence
    prefix, suffix = selector(flat, *places[0])
    return replace(evidence, prefix=prefix, suffix=suffix)


def _sentences(text: str) -> Iterator[str]:
    return (" ".join(text[start:end].split()) for start, end in _all_sentences(text))


def _all_sentences(text: str) -> Iterator[tuple[int, int]]:
    for start, end in paragraphs(text):
        for first, last in sentences(text[start:end]):
            yield start + first, start + last
