"""Facts and people as a reader sees them, and as JSON says them. `destal facts` and `destal people` print these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from destal_cli.core.cards import cards_of
from destal_cli.core.dates import human
from destal_cli.core.facts import Deck, Entity, EntityKind, Fact
from destal_cli.core.passages import context
from destal_cli.core.text import one_line, plural
from destal_cli.screen.look import FLAG, Beside, styled

if TYPE_CHECKING:
    from destal_cli.core.confusions import Confusions

Item = tuple[Deck, Fact]
_STACKED_BELOW = 56
_DATE_WIDTH = 21
MARKED = {"flagged": f"{FLAG} flagged", "suspended": "@ suspended", "buried": "- put off until tomorrow"}


def facts_view(
    items: Sequence[Item], width: int, several: bool, marked: Mapping[str, Sequence[str]] | None = None
) -> Iterator[RenderableType]:
    """Facts with date, statement and passage: beside each other, or below each other on a narrow screen.

    `several`: they are from more than one deck. `marked` says of cards how the learner marked them.
    """
    for deck, fact in items:
        yield _fact(deck, fact, width, several, marked or {})
    yield Padding(Text(plural(len(items), "fact"), style="quiet"), (0, 0, 0, 2))


def _fact(deck: Deck, fact: Fact, width: int, several: bool, marked: Mapping[str, Sequence[str]]) -> RenderableType:
    date = human(fact.when, short=True) if fact.when else ""
    quiet = " · ".join([fact.kind, *([deck.title] if several else []), *fact.tags])
    said = styled(fact.statement, "heading")
    if fact.note:
        said.append(" ‡", style="note")
    lines: list[RenderableType] = [said, Text.assemble("“", _passage(deck, fact), "”")]
    if fact.note:
        lines.append(styled(f"‡ {fact.note}", "note"))
    lines.append(styled(quiet, "quiet"))
    lines += [_marks(card.id, marked[card.id]) for card in cards_of(deck, fact) if card.id in marked]
    if width < _STACKED_BELOW:
        top = [styled(date, "accent")] if date else []
        return Padding(Group(*top, *lines), (0, 0, 1, 2))
    label = styled(date, "accent")
    if label.cell_len > _DATE_WIDTH - 2:  # a range of days stands above what happened in it
        return Group(Padding(label, (0, 0, 0, 2)), Beside(Text(), Group(*lines), _DATE_WIDTH), Text())
    return Group(Beside(label, Group(*lines), _DATE_WIDTH), Text())


def _marks(card: str, marks: Sequence[str]) -> Text:
    """`⚑ flagged · @ suspended  deck/fact/question`, each with its sign or the key that marks so."""
    line = styled(" · ".join(MARKED[mark] for mark in marks), "note")
    return line.append("  ").append_text(styled(card, "quiet"))


def _passage(deck: Deck, fact: Fact) -> Text:
    return styled(one_line(deck.passage(fact)))


def entity_head(deck: Deck, entity: Entity, facts: int) -> RenderableType:
    """`Lavrentiy Beria   Лаврентий Берия`, who he is, and how many facts name him."""
    name = styled(entity.name, "heading")
    native = next((alias for alias in entity.aliases if not alias.isascii() and " " in alias and _other(alias)), "")
    if native:
        name.append("   ")
        name.append_text(styled(native, "accent"))
    lines = [name]
    if entity.about:
        lines.append(styled(entity.about))
    lines.append(styled(f"{plural(facts, 'fact')} in {deck.title}", "quiet"))
    return Padding(Group(*lines), (1, 2, 1, 2))


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


def people_view(items: Sequence[tuple[Deck, Entity, int]], width: int) -> Iterator[RenderableType]:
    """Everybody and everything that facts name: the name, what it is, other names, and how many facts name it."""
    for kind in EntityKind:
        some = [item for item in items if item[1].kind is kind]
        if some:
            yield Padding(Text(_HEADINGS[kind], style="quiet"), (1, 0, 0, 2))
            yield from (_entity(entity, count, width) for _, entity, count in some)


_HEADINGS = {
    EntityKind.PERSON: "persons",
    EntityKind.GROUP: "groups",
    EntityKind.BODY: "bodies",
    EntityKind.PLACE: "places",
    EntityKind.WORK: "works",
    EntityKind.IDEA: "ideas",
}


def _entity(entity: Entity, count: int, width: int) -> RenderableType:
    line = Text(f"{count:>4}  ", style="accent")
    line.append_text(styled(entity.name, "heading"))
    lines: list[RenderableType] = [line]
    about = "; ".join(part for part in (entity.about, _some_names(entity, width)) if part)
    if about:
        lines.append(Padding(styled(about, "quiet"), (0, 0, 0, 6)))
    return Padding(Group(*lines), (0, 2, 0, 0))


def _some_names(entity: Entity, width: int) -> str:
    """As many other names as fit a line."""
    shown: list[str] = []
    for alias in entity.aliases:
        if sum(map(len, shown)) + len(alias) > width - 30:
            break
        shown.append(alias)
    return f"also {', '.join(shown)}" if shown else ""


def entity_view(deck: Deck, entity: Entity, count: int, confused: Confusions) -> RenderableType:
    """One entity: its names, and what the learner took it for or took for it."""
    lines = [styled(f"also {', '.join(entity.aliases)}", "quiet")] if entity.aliases else []
    for other, times in confused.of(entity.name):
        line = Text("mixed up with ", style="note")
        lines.append(line.append_text(styled(other, "heading")).append(f", {plural(times, 'time')}"))
    return Group(entity_head(deck, entity, count), Padding(Group(*lines), (0, 2, 1, 2)))


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
