"""A fact under review as its teacher sees it: the sentence it comes from, what it says, and what it would ask."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from destal_cli.core.cards import cards_of
from destal_cli.core.dates import human
from destal_cli.core.facts import Deck, Fact
from destal_cli.core.passages import context
from destal_cli.core.text import join_words
from destal_cli.screen.look import styled
from destal_cli.screen.study import marked

KEYS = {
    "k": "keep",
    "e": "edit",
    "s": "skip it for good",
    "m": "merge with another",
    "r": "rename a person",
    "b": "back",
    "q": "stop",
}


def fact_view(deck: Deck, fact: Fact, number: int, total: int) -> RenderableType:
    """`3 of 20`: the passage in its sentences, the statement, who and when, and each question with its answer."""
    source = deck.sources[fact.evidence.source]
    cards = cards_of(deck, fact)
    answers = [text for card in cards for text in (card.answer.text, *card.answer.also)]
    proof = context(source.text, fact.evidence.start, fact.evidence.end, answers)
    who = join_words(deck.entities[name].name for name in fact.named)
    about = " · ".join(part for part in (fact.kind.value, human(fact.when) if fact.when else "", who) if part)
    parts: list[RenderableType] = [marked(proof), Text()]
    if fact.statement not in proof.text:
        parts.append(styled(fact.statement, "heading"))
    parts.append(styled(about, "quiet"))
    for card in cards:
        parts.append(Padding(styled(card.prompt, "heading"), (1, 0, 0, 0)))
        parts.append(Text("  ").append_text(styled(card.answer.text, "answer")))
        if card.choices:
            parts.append(styled(f"  not {', '.join(card.choices)}", "quiet"))
    title = Text(f"{fact.id} · {number} of {total}", style="quiet")
    return Panel(Group(*parts), title=title, title_align="left", border_style="edge", padding=(1, 2))


def keys_line() -> str:
    """The keys of a review."""
    return " · ".join(f"{key} {what}" for key, what in KEYS.items())
