"""Facts and people as a reader sees them, and as JSON says them. `destal facts` and `destal people` print these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from destal_cli.core.cards import cards_of
from destal_cli.core.dates import human
from destal_cli.core.facts import Deck, Entity, EntityKind, Fact
from destal_cli.core.passages import context
from destal_cli.core.text import one_line, plural
from destal_cli.screen.figures import ALOUD
from destal_cli.screen.paint import Block, Hung, Inset, Stack, Words
from destal_cli.screen.palette import FLAG, WIDEST

if TYPE_CHECKING:
    from destal_cli.core.confusions import Confusions

Item = tuple[Deck, Fact]
_STACKED_BELOW = 56
_DATE_WIDTH = 21
MARKED = {"flagged": f"{FLAG} flagged", "suspended": "@ suspended", "buried": "- put off until tomorrow"}


def facts_view(
    items: Sequence[Item], width: int, several: bool, marked: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Block]:
    """Facts with date, statement and passage: beside each other, or below each other on a narrow screen.

    `several`: they are from more than one deck. `marked` says of cards how the learner marked them.
    """
    of = {card.rpartition("/")[0] for card in marked or ()}  # the facts that these are cards of
    for deck, fact in items:
        yield _fact(deck, fact, width, several, marked or {} if f"{deck.id}/{fact.id}" in of else {})
    yield Inset(Words(plural(len(items), "fact"), "quiet"), 2)


def facts_aloud(
    items: Sequence[Item], several: bool, marked: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Block]:
    """The same to be read aloud: how many there are, and each with what is said of it in lines of its own."""
    yield Words(plural(len(items), "fact"))
    for deck, fact in items:
        yield _fact(deck, fact, ALOUD, several, marked or {})


def _fact(deck: Deck, fact: Fact, width: int, several: bool, marked: Mapping[str, Sequence[str]]) -> Block:
    date = human(fact.when, short=width < ALOUD) if fact.when else ""
    quiet = " · ".join([fact.kind, *([deck.title] if several else []), *fact.tags])
    said = Words(fact.statement, "heading")
    lines: list[Block] = [said.add(" ‡", "heading note") if fact.note else said]
    lines.append(Words(f"“{one_line(deck.passage(fact))}”"))
    if fact.note:
        lines.append(Words(f"‡ {fact.note}", "note"))
    lines.append(Words(quiet, "quiet"))
    if marked:
        lines += [_marks(card.id, marked[card.id]) for card in cards_of(deck, fact) if card.id in marked]
    if width < _STACKED_BELOW:
        top = [Words(date, "accent")] if date else []
        return Inset(Stack(*top, *lines), 2, below=1)
    label = Words(date, "accent")
    if label.width > _DATE_WIDTH - 2:  # a range of days stands above what happened in it
        return Stack(Inset(label, 2), Hung(Words(), Stack(*lines), _DATE_WIDTH), Words())
    return Stack(Hung(label, Stack(*lines), _DATE_WIDTH), Words())


def _marks(card: str, marks: Sequence[str]) -> Words:
    """`⚑ flagged · @ suspended  deck/fact/question`, each with its sign or the key that marks so."""
    return Words(" · ".join(MARKED[mark] for mark in marks), "note").add("  ").add(card, "quiet")


def entity_head(deck: Deck, entity: Entity, facts: int) -> Block:
    """`Lavrentiy Beria   Лаврентий Берия`, who he is, and how many facts name him."""
    name = Words(entity.name, "heading")
    native = next((alias for alias in entity.aliases if not alias.isascii() and " " in alias and _other(alias)), "")
    lines = [name.add("   ").add(native, "heading accent") if native else name]
    if entity.about:
        lines.append(Words(entity.about))
    lines.append(Words(f"{plural(facts, 'fact')} in {deck.title}", "quiet"))
    return Inset(Stack(*lines), 2, 2, above=1, below=1)


def _other(alias: str) -> bool:
    """Whether a name is written in another script than the Latin one."""
    return all(ord(char) > 0x24F for char in alias if char.isalpha())


def fact_json(deck: Deck, fact: Fact, marked: Mapping[str, Sequence[str]] | None = None) -> dict[str, object]:
    """A fact as the documented JSON object; offsets are characters of the decoded source text."""
    marks = marked or {}
    cards = cards_of(deck, fact)
    evidence = fact.evidence
    return {
        "id": f"{deck.id}/{fact.id}",
        "deck": deck.id,
        "kind": fact.kind.value,
        "statement": fact.statement,
        "date": str(fact.when) if fact.when else None,
        "people": [person.name for person in deck.people(fact)],
        "entities": [deck.entities[i].name for i in fact.named],
        "answer": cards[0].answer.text if cards else "",
        "importance": fact.importance.value,
        "tags": list(fact.tags),
        "note": fact.note or None,
        "source": {
            "title": deck.sources[evidence.source].title,
            "place": context(deck.sources[evidence.source].text, evidence.start, evidence.end).place,
            "start": evidence.start,
            "end": evidence.end,
            "quote": deck.passage(fact),
        },
        "questions": [
            {"id": c.question, "prompt": c.prompt, "answer": c.answer.text, "marks": list(marks.get(c.id, ()))}
            for c in cards
        ],
    }


def people_view(items: Sequence[tuple[Deck, Entity, int]], width: int) -> Iterator[Block]:
    """Everybody and everything that facts name: the name, what it is, other names, and how many facts name it."""
    for kind in EntityKind:
        some = [item for item in items if item[1].kind is kind]
        if some:
            yield Inset(Words(_HEADINGS[kind], "quiet"), 2, above=1)
            yield from (_entity(entity, count, width) for _, entity, count in some)


_HEADINGS = {
    EntityKind.PERSON: "persons",
    EntityKind.GROUP: "groups",
    EntityKind.BODY: "bodies",
    EntityKind.PLACE: "places",
    EntityKind.WORK: "works",
    EntityKind.IDEA: "ideas",
}


def _entity(entity: Entity, count: int, width: int) -> Block:
    lines: list[Block] = [Words(f"{count:>4}  ", "accent").add(entity.name, "heading")]
    about = "; ".join(part for part in (entity.about, _some_names(entity, width)) if part)
    if about:
        lines.append(Inset(Words(about, "quiet"), 6))
    return Inset(Stack(*lines), 0, 2)


def _some_names(entity: Entity, width: int) -> str:
    """As many other names as fit a line."""
    shown: list[str] = []
    for alias in entity.aliases:
        if sum(map(len, shown)) + len(alias) > width - 30:
            break
        shown.append(alias)
    return f"also {', '.join(shown)}" if shown else ""


def people_aloud(items: Sequence[tuple[Deck, Entity, int]]) -> Iterator[str]:
    """The same to be read aloud: how many there are, and each with its facts, what it is and some names, in a line."""
    yield f"{len(items):,} named by facts"
    for kind in EntityKind:
        some = [item for item in items if item[1].kind is kind]
        if some:
            yield f"{_HEADINGS[kind]}: {len(some):,}"
        for _, entity, count in some:
            about = "; ".join(filter(None, (plural(count, "fact"), entity.about, _some_names(entity, WIDEST))))
            yield f"{entity.name}: {about}"


def entity_view(deck: Deck, entity: Entity, count: int, confused: Confusions) -> Block:
    """One entity: its names, and what the learner took it for or took for it."""
    lines = [Words(f"also {', '.join(entity.aliases)}", "quiet")] if entity.aliases else []
    for other, times in confused.of(entity.name):
        line = Words("mixed up with ", "note").add(other, "note heading").add(f", {plural(times, 'time')}", "note")
        lines.append(line)
    return Stack(entity_head(deck, entity, count), Inset(Stack(*lines), 2, 2, below=1))


def entity_json(deck: Deck, entity: Entity, count: int, confused: Confusions | None = None) -> dict[str, object]:
    """An entity as the documented JSON object; `confused_with` is there when one is asked for by name."""
    mixed = (
        {} if confused is None else {"confused_with": [{"name": n, "times": t} for n, t in confused.of(entity.name)]}
    )
    return {
        "id": f"{deck.id}/{entity.id}",
        "deck": deck.id,
        "kind": entity.kind.value,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "about": entity.about or None,
        "facts": count,
        **mixed,
    }
