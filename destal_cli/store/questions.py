"""Filters as conditions on the index: which of the facts in use are asked for.

`library`, `deal`, `scoring` and `intime` put them together; `standing` and `nearby` join the same tables, and
`indexing` writes the bits of a card's forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import crc32

from destal_cli.core.cards import Card
from destal_cli.core.filters import Filter
from destal_cli.core.forms import Form
from destal_cli.core.text import fold, words

# The facts in use, `f`, each with its file's place, `s.place`.
FACTS = "facts AS f JOIN shelf AS s ON s.file = f.id >> 32"
# The cards of the facts in use, `c`.
CARDS = "cards AS c JOIN shelf AS s ON s.file = c.id >> 32"
# The same, looked for in each file by what they answer; `+`, since the index is on an expression, which has no type.
ANSWERS = "shelf AS s CROSS JOIN cards AS c ON c.fact >> 32 = +s.file"
# The facts in use with what they are made from, `p.payload`.
WHOLE = f"{FACTS} JOIN payloads AS p ON p.fact = f.id"
FORM_BITS = {form: 1 << place for place, form in enumerate(Form)}


def prompt_key(card: Card) -> int:
    """A number that cards have in common which ask the same."""
    return crc32(fold(card.prompt).encode())


def condition(wanted: Filter) -> tuple[str, list[Any]]:
    """A condition on `f` that holds of the facts that are asked for, with its values."""
    parts = list(_parts(wanted))
    return " AND ".join(["1", *(part for part, _ in parts)]), [value for _, values in parts for value in values]


def _parts(wanted: Filter) -> Iterator[tuple[str, list[Any]]]:
    if wanted.query:
        yield _said(wanted.query)
    if wanted.who is not None:
        pairs = sorted(wanted.who)
        those = ", ".join(["(?, ?)"] * len(pairs)) or "(0, 0)"
        entities = (
            "SELECT e.id FROM entities AS e JOIN files AS w ON w.id = e.id >> 32"
            f" WHERE (w.deck, e.key) IN (VALUES {those})"
        )
        values = [part for pair in pairs for part in pair]
        yield f"f.id IN (SELECT fact FROM named WHERE entity IN ({entities}))", values
    if wanted.tag:
        yield "f.id IN (SELECT fact FROM tags WHERE tag = ?)", [wanted.tag]
    if wanted.kind:
        yield "f.kind = ?", [wanted.kind]
    yield from _in_time(wanted)


def _in_time(wanted: Filter) -> Iterator[tuple[str, list[Any]]]:
    if wanted.since or wanted.until:
        yield "f.dated = 1", []
    if wanted.since and wanted.since.earliest is not None:
        yield "(f.latest IS NULL OR f.latest >= ?)", [wanted.since.earliest]
    if wanted.until and wanted.until.latest is not None:
        yield "(f.earliest IS NULL OR f.earliest <= ?)", [wanted.until.latest]


def _said(query: str) -> tuple[str, list[Any]]:
    """What the words of a query are found in; in the deck whose id it begins with, the fact that it is the id of."""
    by_words = "f.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
    if "/" not in query:
        return by_words, [_match(query)]
    of_deck = "substr(?, 1, length(s.deck) + 1) = s.deck || '/'"
    by_id = "substr(?, 1, length(s.deck) + length(f.key) + 2) = s.deck || '/' || f.key || '/'"
    return f"CASE WHEN {of_deck} THEN {by_id} ELSE {by_words} END", [query, f"{query}/", _match(query)]


def _match(query: str) -> str:
    """What FTS5 looks for: every word, or what begins with it; nothing that has no word is found."""
    found = words(query)
    return " AND ".join(f'"{word}" *' for word in found) if found else '""'
