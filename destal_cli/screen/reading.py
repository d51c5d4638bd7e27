"""The document of a deck, each sentence marked by what is asked of it. `destal read` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from destal_cli.core.coverage import Covered, Passage
from destal_cli.core.facts import Deck, Source
from destal_cli.core.standing import FADING
from destal_cli.core.text import one_line, plural
from destal_cli.screen.look import styled
from destal_cli.screen.paint import Hung, Words

FIRM, WEAK, NEW, NONE = "●", "◐", "○", "·"
_MEANT = {FIRM: "held", WEAK: "fading", NEW: "asked, not learned", NONE: "not asked"}
LEGEND = "  ".join(f"{mark} {meant}" for mark, meant in _MEANT.items())
_INDENT = 5
_STYLES = {FIRM: "right", WEAK: "partial", NEW: "accent", NONE: "quiet"}


def sign(sentence: Covered) -> str:
    """How a sentence is marked: by its weakest card that was seen, else by whether it is asked at all."""
    if sentence.recall is not None:
        return FIRM if sentence.recall >= FADING else WEAK
    return NEW if sentence.cards else NONE


def document_view(source: Source, passages: Iterable[Passage], *, uncovered: bool = False) -> Iterator[RenderableType]:
    """A source with a sign and the number of questions before each sentence; with `uncovered` only what is left."""
    yield Padding(Group(styled(source.title, "heading"), Text(LEGEND, style="quiet")), (1, 2, 0, 2))
    asked = total = 0
    for passage in passages:
        if passage.heading:
            yield Padding(styled(passage.sentences[0].text, "heading"), (1, 2, 0, 2))
            continue
        asked += sum(bool(s.cards) for s in passage.sentences)
        total += len(passage.sentences)
        shown = [s for s in passage.sentences if not (uncovered and s.cards)]
        if shown:
            yield Padding(Group(*_lines(shown)), (1, 2, 0, 2))
    yield Padding(Text(_asked(asked, total), style="quiet"), (1, 2))


def document_aloud(source: Source, passages: Iterable[Passage], *, uncovered: bool = False) -> Iterator[str]:
    """The same to be read aloud: how much of it is asked, then each sentence, with what is asked of it behind it."""
    all_of_it = list(passages)
    sentences = [s for passage in all_of_it if not passage.heading for s in passage.sentences]
    yield f"{_asked(sum(bool(s.cards) for s in sentences), len(sentences))} of: {source.title}"
    for passage in all_of_it:
        shown = [s for s in passage.sentences if passage.heading or not (uncovered and s.cards)]
        for sentence in shown:
            count = f", {plural(len(sentence.cards), 'question')}" if sentence.cards else ""
            how = "heading" if passage.heading else f"{_MEANT[sign(sentence)]}{count}"
            yield f"{how}: {one_line(sentence.text)}"


def _asked(asked: int, total: int) -> str:
    share = f" ({asked / total:.0%})" if total else ""
    return f"{asked:,} of {plural(total, 'sentence')} asked{share}"


def document_json(
    deck: Deck, source: Source, passages: Iterable[Passage], *, uncovered: bool = False
) -> dict[str, object]:
    """A source as the documented JSON object; with `uncovered` only its headings and what nothing is asked of."""
    shown = [(p.heading, [s for s in p.sentences if p.heading or not (uncovered and s.cards)]) for p in passages]
    return {
        "deck": deck.id,
        "title": source.title,
        "passages": [
            {"heading": heading, "sentences": [_sentence_json(deck, one) for one in sentences]}
            for heading, sentences in shown
            if sentences
        ],
    }


def _sentence_json(deck: Deck, sentence: Covered) -> dict[str, object]:
    return {
        "text": sentence.text,
        "facts": [f"{deck.id}/{fact.id}" for fact in sentence.facts],
        "cards": [card.id for card in sentence.cards],
        "recall": None if sentence.recall is None else round(sentence.recall, 4),
    }


def _lines(sentences: Iterable[Covered]) -> Iterator[RenderableType]:
    for sentence in sentences:
        mark = sign(sentence)
        label = Words(f"{mark}{len(sentence.cards) or '':<2}", _STYLES[mark])
        yield Hung(label, Words(sentence.text, "" if sentence.cards else "quiet"), _INDENT)
