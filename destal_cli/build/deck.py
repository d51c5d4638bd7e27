"""From what a build found to a deck: `destal build` asks for it, and for what could not be asked in one."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from destal_cli.build.candidates import Asked, Candidate, TurnedAway
from destal_cli.build.pipeline import Built
from destal_cli.core.cards import Card, cards_of
from destal_cli.core.check import leaks
from destal_cli.core.choices import ENOUGH, candidates, wrong_answers
from destal_cli.core.choices import Candidate as Choice
from destal_cli.core.facts import AnswerType, Deck, Entity, Evidence, Fact, Importance, Question, Source
from destal_cli.core.passages import Flat, selector
from destal_cli.core.text import fold
from destal_cli.core.text import slug as text_slug

SOURCE = "document"
_ALIKE = "the document has the same passage in the same words around it again"
CORE_SHARE = 2  # one fact in so many, the weightiest, is core
_PARTS = {AnswerType.DATE: "when", AnswerType.NUMBER: "number", AnswerType.TERM: "term", AnswerType.OFFICE: "office"}


@dataclass(frozen=True, slots=True)
class Made:
    """A deck, the weight of each of its facts by id, and the questions that no deck may ask."""

    deck: Deck
    weights: dict[str, float]
    turned: tuple[TurnedAway, ...]


def deck_of(built: Built, deck_id: str, title: str, origin: str, source: str = SOURCE) -> Made:
    """The facts of a build as a deck of one source, each card answerable and with wrong answers to choose from."""
    ids = _ids(built.found.named.entities)
    flat = Flat.of(built.found.document.text)
    proved = [candidate for candidate in built.facts if _can_be_told_apart(candidate, built, flat)]
    alike = tuple(TurnedAway(c.statement, c.start, c.end, _ALIKE) for c in built.facts if c not in proved)
    facts = [_fact(candidate, built, ids, flat, source) for candidate in proved]
    deck = Deck(
        deck_id,
        title,
        entities=_entities(built, ids, facts),
        facts=_with_importance(facts, proved),
        sources={source: Source(source, title, origin, built.found.document.text)},
    )
    sound, turned = _sound(deck, proved)
    kept = {fact.id for fact in sound.facts}
    weights = {slug(c.id): max((a.weight for a in c.asked), default=0.0) for c in built.facts}
    return Made(sound, {name: weight for name, weight in weights.items() if name in kept}, (*alike, *turned))


def _can_be_told_apart(candidate: Candidate, built: Built, flat: Flat) -> bool:
    """Whether the document has words around a fact's passage that no other passage of the same words has."""
    exact = built.found.document.text[candidate.start : candidate.end]
    return len(flat.locate(exact, *selector(flat, candidate.start, candidate.end))) <= 1


def slug(text: str) -> str:
    """A text as an id; `x` where nothing of it can stand in one."""
    return text_slug(text) or "x"


def _ids(entities: Iterable[str]) -> dict[str, str]:
    """The deck's id of each entity; those that differ only in what an id cannot hold are numbered."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name in entities:
        ids[name] = _unused(slug(name), taken)
        taken.add(ids[name])
    return ids


def _entities(built: Built, ids: dict[str, str], facts: Iterable[Fact]) -> dict[str, Entity]:
    """Those that a fact names or that can be told from it, persons all of them: they are each other's wrong answers."""
    named = {name for fact in facts for name in (*fact.named, *(q.entity for q in fact.questions))}
    known = ((ids[name], entity) for name, entity in built.found.named.entities.items())
    kept = ((made, entity) for made, entity in known if made in named or entity.kind.value == "person")
    return {made: replace(entity, id=made) for made, entity in kept}


def _fact(candidate: Candidate, built: Built, ids: dict[str, str], flat: Flat, source: str) -> Fact:
    start, end = candidate.start, candidate.end
    prefix, suffix = selector(flat, start, end)
    who = tuple(ids[name] for name in candidate.who)
    fact = Fact(
        id=slug(candidate.id),
        kind=candidate.kind,
        statement=candidate.statement,
        evidence=Evidence(source, built.found.document.text[start:end], prefix, suffix, start, end),
        when=candidate.when,
        who=who,
        entities=tuple(ids[name] for name in dict.fromkeys(candidate.entities) if ids[name] not in who),
        office=candidate.office,
        term=candidate.term,
        meaning=candidate.meaning,
        words=candidate.words,
        number=candidate.number,
        counts=candidate.counts,
    )
    return replace(fact, questions=tuple(_questions(fact, candidate.asked, ids)))


def _questions(fact: Fact, asked: Iterable[Asked], ids: dict[str, str]) -> Iterator[Question]:
    taken: set[str] = set()
    for one in asked:
        question = _question(fact, one, ids)
        name = _unused(question.id, taken)
        taken.add(name)
        yield replace(question, id=name, part=question.id if name != question.id and not question.has_answer else "")


def _question(fact: Fact, asked: Asked, ids: dict[str, str]) -> Question:
    """Named after the part of the fact that answers it, where there is one; else after its answer."""
    part = _part(fact, asked, ids)
    if part:
        return Question(part, asked.prompt, choices=asked.wrong)
    name = "-".join(slug(asked.answer).split("-")[:3])
    question = Question(name, asked.prompt, choices=asked.wrong)
    if asked.entity:
        return replace(question, entity=ids[asked.entity])
    if asked.date is not None:
        return replace(question, date=asked.date)
    if asked.number is not None:
        return replace(question, number=asked.number)
    return replace(question, answer=asked.answer)


def _part(fact: Fact, asked: Asked, ids: dict[str, str]) -> str:
    """The part of a fact that holds an answer, or nothing."""
    if asked.entity:
        return "who" if fact.who == (ids[asked.entity],) else ""
    if asked.date is not None:
        return "when" if asked.date == fact.when else ""
    if asked.number is not None:
        return "number" if asked.number == fact.number else ""
    texts = (("words", fact.words), ("office", fact.office), ("term", fact.term))
    return next((part for part, text in texts if text and text == asked.answer), "")


def _with_importance(facts: list[Fact], built: Iterable[Candidate]) -> tuple[Fact, ...]:
    """The weightier half as core, the others as details."""
    weights = [max((asked.weight for asked in candidate.asked), default=0.0) for candidate in built]
    bar = sorted(weights, reverse=True)[max(0, (len(weights) + 1) // CORE_SHARE - 1)] if weights else 0.0
    return tuple(
        replace(fact, importance=Importance.CORE if weight >= bar else Importance.DETAIL)
        for fact, weight in zip(facts, weights, strict=True)
    )


def _sound(deck: Deck, built: Iterable[Candidate]) -> tuple[Deck, tuple[TurnedAway, ...]]:
    """Without the questions that give themselves away or have too few wrong answers, and the facts left without any."""
    pool = candidates([deck])
    kept: list[Fact] = []
    turned: list[TurnedAway] = []
    for fact, candidate in zip(deck.facts, built, strict=True):
        questions = []
        for card, question in zip(cards_of(deck, fact), fact.questions, strict=True):
            reason = _fault(deck, pool, card)
            if reason:
                turned.append(TurnedAway(question.ask, candidate.start, candidate.end, reason))
            else:
                questions.append(question)
        if questions:
            kept.append(replace(fact, questions=tuple(questions)))
    return replace(deck, facts=tuple(kept)), tuple(turned)


def _fault(deck: Deck, pool: list[Choice], card: Card) -> str:
    """Why a question cannot be asked in a deck; nothing when it can."""
    if next(leaks(card), None):
        return "the question tells the answer"
    if len(wrong_answers(card, deck, pool, Random(0))) < ENOUGH:
        return "the document has too few wrong answers of its kind"
    return ""


def joined(decks: list[Deck]) -> Deck:
    """Decks of several documents as one: entities of one name are the same, and ids that clash are numbered."""
    whole, *others = decks
    for deck in others:
        whole = _with(whole, deck)
    return whole


def _with(whole: Deck, deck: Deck) -> Deck:
    sources = dict(whole.sources)
    homes = {name: _unused(name, sources) for name in deck.sources}
    sources |= {homes[name]: replace(source, id=homes[name]) for name, source in deck.sources.items()}
    names = {fold(name): entity.id for entity in whole.entities.values() for name in entity.names}
    entities = dict(whole.entities)
    ids: dict[str, str] = {}
    for entity in deck.entities.values():
        same = names.get(fold(entity.name))
        ids[entity.id] = same or _unused(entity.id, entities)
        if same is None:
            entities[ids[entity.id]] = replace(entity, id=ids[entity.id])
    facts = {fact.id: fact for fact in whole.facts}
    for fact in deck.facts:
        name = _unused(fact.id, facts)
        facts[name] = _moved(replace(fact, id=name), ids, homes)
    return replace(whole, entities=entities, facts=tuple(facts.values()), sources=sources)


def _moved(fact: Fact, ids: dict[str, str], homes: dict[str, str]) -> Fact:
    """A fact with the entities and source of another deck."""
    who, whom, others = (tuple(ids[name] for name in names) for names in (fact.who, fact.whom, fact.entities))
    questions = tuple(replace(q, entity=ids[q.entity]) if q.entity else q for q in fact.questions)
    evidence = replace(fact.evidence, source=homes[fact.evidence.source])
    return replace(fact, who=who, whom=whom, entities=others, questions=questions, evidence=evidence)


def _unused(name: str, taken: Container[str]) -> str:
    """A name, with a number if it is taken."""
    made, number = name, 2
    while made in taken:
        made, number = f"{name}-{number}", number + 1
    return made
