"""Decks as YAML, as `destal build` writes them: keys in the order of the format's table, nothing superfluous.

Reading what was written gives the same deck. `splice` writes the parts of a deck that is there already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from destal_cli.core.facts import Deck, Entity, Evidence, Fact, Importance, Question, Source
from destal_cli.core.text import clean, one_line
from destal_cli.store.deckspec import ENTITY, EVIDENCE, FACT, QUESTION, SOURCE, Record
from destal_cli.store.yaml_text import Block, Data, fields, items

HEADER = "# yaml-language-server: $schema=deck.schema.json\n"


def render_deck(deck: Deck) -> str:
    """The file of a deck that was just built."""
    main = next(iter(deck.sources), "")
    head = {"id": deck.id, "title": one_line(deck.title), "about": one_line(deck.about)}
    parts = [fields({key: said for key, said in head.items() if said}, 0)]
    if deck.entities:
        parts.append("entities:\n  " + fields({key: entity_data(e) for key, e in deck.entities.items()}, 2))
    if deck.facts:
        parts.append("facts:\n  " + items([fact_data(fact, main) for fact in deck.facts], 2, between="\n"))
    if deck.built:
        parts.append(fields({"built": dict(deck.built)}, 0))
    if deck.reviewed:
        parts.append(fields({"reviewed": list(deck.reviewed)}, 0))
    if deck.sources:
        parts.append("sources:\n  " + items([source_data(source) for source in deck.sources.values()], 2))
    return HEADER + "\n".join(parts) + "\n"


def entity_data(entity: Entity) -> dict[str, Data]:
    """An entity without its id, as it is written."""
    return _said(ENTITY, {name: getattr(entity, name) for name in ENTITY.fields})


def fact_data(fact: Fact, main: str = "") -> dict[str, Data]:
    """A fact as it is written; `main` is the source that evidence need not name."""
    values = {name: getattr(fact, _ATTRIBUTES.get(name, name)) for name in FACT.fields}
    values["importance"] = "" if fact.importance is Importance.CORE else fact.importance
    values["within"] = "" if fact.tolerance is None else f"{number_text(fact.tolerance, 2)}%"
    values["evidence"] = evidence_data(fact.evidence, main)
    values["questions"] = {question.id: question_data(question) for question in fact.questions}
    return _said(FACT, values)


_ATTRIBUTES = {"within": "tolerance"}


def evidence_data(evidence: Evidence, main: str = "") -> Data:
    """Evidence as it is written: the passage alone where that says it all."""
    values = {name: getattr(evidence, name) for name in EVIDENCE.fields}
    if evidence.source == main:
        values["source"] = ""
    return _shortened(_said(EVIDENCE, values), EVIDENCE)


def question_data(question: Question) -> Data:
    """A question without its name, as it is written."""
    return _shortened(_said(QUESTION, {name: getattr(question, name) for name in QUESTION.fields}), QUESTION)


def source_data(source: Source) -> dict[str, Data]:
    """A source as it is written."""
    said = _said(SOURCE, {"id": source.id, "title": source.title, "from": source.origin})
    return {**said, "text": Block(clean(source.text))}


def number_text(number: float, shift: int = 0) -> str:
    """A number in digits, never with an exponent; `shift` moves its point to the right."""
    shifted = Decimal(repr(number)).scaleb(shift)
    return f"{shifted.to_integral() if shifted == shifted.to_integral() else shifted.normalize():f}"


def _said(spec: Record, values: Mapping[str, Any]) -> dict[str, Data]:
    """What is not empty, in the order of the format's table."""
    known = ((name, values.get(name)) for name in spec.fields)
    return {name: _data(value) for name, value in known if value is not None and value not in ("", (), {})}


def _data(value: Any) -> Data:
    match value:
        case float() | int():
            return number_text(float(value))
        case Mapping():
            return dict(value)
        case str():
            return one_line(value)
        case Iterable() if isinstance(value, tuple):
            return [one_line(item) for item in value]
        case _:
            return str(value)


def _shortened(said: dict[str, Data], spec: Record) -> Data:
    return said[spec.short] if said.keys() == {spec.short} else said
