"""The deck format as a JSON Schema, made from the same table that reads decks. `destal schema` prints it."""

from __future__ import annotations

from typing import Any

from destal_cli.store.deckspec import DATE, DECK, ID_PATTERN, NUMBER, ListOf, MapOf, OneOf, Record, Spec, Text


def deck_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of a deck; scalars may be numbers and dates to YAML, destal reads them as text."""
    definitions: dict[str, Any] = {}
    root = _record(DECK, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A destal deck",
        **root,
        "$defs": definitions,
    }


def _record(spec: Record, definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for name, field in spec.fields.items():
        properties[name] = {**_of(field.spec, definitions), "description": field.doc}
    required = [name for name, field in spec.fields.items() if field.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _of(spec: Spec, definitions: dict[str, Any]) -> dict[str, Any]:
    match spec:
        case Record():
            if spec.name not in definitions:
                definitions[spec.name] = {}
                definitions[spec.name] = _record(spec, definitions)
            reference = {"$ref": f"#/$defs/{spec.name}"}
            return {"anyOf": [{"type": "string"}, reference]} if spec.short else reference
        case ListOf():
            item = _of(spec.item, definitions)
            listed = {"type": "array", "items": item}
            return listed if isinstance(spec.item, Record) else {"anyOf": [listed, item]}
        case MapOf():
            values = {"type": "object", "additionalProperties": _of(spec.item, definitions)}
            return {**values, "propertyNames": {"pattern": f"^{ID_PATTERN}$"}}
        case OneOf():
            return {"enum": list(spec.options)}
        case Text():
            return _text(spec)


def _text(spec: Text) -> dict[str, Any]:
    if spec in (DATE, NUMBER):
        return {"type": ["string", "number"]}
    return (
        {"type": "string", "pattern": f"^{spec.pattern}$"}
        if spec.pattern
        else {"type": ["string", "number", "boolean"]}
    )
