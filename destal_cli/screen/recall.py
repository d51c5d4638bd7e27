"""How well a timeline is held, in signs, figures and words. The terminal's timeline and its exports show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from destal_cli.core.dates import Point, human
from destal_cli.core.recall import Hold, Overview, Period, Recall, figure
from destal_cli.core.standing import FADING
from destal_cli.core.text import join_words, one_line, plural
from destal_cli.screen.look import styled
from destal_cli.screen.timeline import Sign

PERIODS = 3
SURE, LOST = 0.9, 0.5  # from here on a firm fact, and below here a fading one, is shown in the stronger shade
GLYPHS = {Hold.FIRM: "●", Hold.FADING: "◐", Hold.NEW: "○", Hold.UNASKED: "·"}
_STYLES = {Hold.FIRM: "firm", Hold.FADING: "fading", Hold.NEW: "accent", Hold.UNASKED: "quiet"}
LEGEND = tuple(Sign(GLYPHS[hold], _STYLES[hold], hold.value) for hold in Hold)
_SIGNS = dict(zip(Hold, LEGEND, strict=True))
_SURE = Sign(GLYPHS[Hold.FIRM], "sure", Hold.FIRM.value)
_LOST = Sign(GLYPHS[Hold.FADING], "lost", Hold.FADING.value)


def sign_of(recall: Recall) -> Sign:
    """The sign of a fact, in the shade of its recall."""
    if recall.share is not None and recall.share >= SURE:
        return _SURE
    return _LOST if recall.share is not None and recall.share < LOST else _SIGNS[recall.hold]


def figures(known: Mapping[str, Recall]) -> dict[str, str]:
    """By fact key, the recall as a number; facts that are new have none."""
    return {key: figure(recall.share) for key, recall in known.items() if recall.share is not None}


def says(held: Overview) -> list[tuple[Hold, str]]:
    """What a learner holds, in sentences, each with what it is about."""
    if held.recall is None:
        return [(Hold.NEW, "nothing of this is learned yet")]
    fading = [period for period in held.periods if period.recall < FADING]
    found = [(Hold.FADING, f"your {_are(period.name)} fading: {_how(period)}") for period in fading[:PERIODS]]
    if more := fading[PERIODS:]:
        found.append((Hold.FADING, f"and so {'is' if len(more) == 1 else 'are'} {join_words(p.name for p in more)}"))
    return [*(found or _firm(held)), *_new(held)]


def _firm(held: Overview) -> Iterator[tuple[Hold, str]]:
    yield Hold.FIRM, f"what you have learned of this is firm: {figure(held.recall or 0.0)}"
    if weakest := next((period for period in held.periods if period.fading), None):
        yield Hold.FADING, f"but not all of it: your {_are(weakest.name)} at {_how(weakest)}"


def _new(held: Overview) -> Iterator[tuple[Hold, str]]:
    counts = [held.counts.get(hold, 0) for hold in (Hold.NEW, Hold.FADING, Hold.FIRM)]
    if counts[0]:
        events = plural(sum(counts), "event")
        yield Hold.NEW, f"{counts[0]:,} of {events} {'is' if counts[0] == 1 else 'are'} new to you"


def _are(name: str) -> str:
    return f"{name} {'are' if name.endswith('s') else 'is'}"


def _how(period: Period) -> str:
    return f"{figure(period.recall)} ({period.fading:,} of {plural(period.facts, 'event')} below {figure(FADING)})"


def command(held: Overview, scope: str = "") -> str:
    """What to type so that what fades is asked; `scope` are the options that the timeline was narrowed by."""
    said = f"destal quiz{scope}"
    weakest = next((period for period in held.periods if period.fading), None)
    if weakest is None:
        return said
    years = f" --from {Point(weakest.first)} --to {Point(weakest.last)}"
    return f"{said}{years}" + ("" if weakest.due else " --cram")


def paragraphs(held: Overview, scope: str = "") -> list[tuple[Text, int]]:
    """What is held and what fades as the terminal shows it: sentences, the weakest events, and what to type.

    With each goes the indent of the lines that it may break into.
    """
    lines = [(Text.assemble((GLYPHS[hold], _STYLES[hold]), f" {said}"), 2) for hold, said in says(held)]
    for number, (event, share) in enumerate(held.weakest):
        lead = ("weakest: " if number == 0 else " " * 9, "quiet")
        said = styled(f"{one_line(event.fact.statement).rstrip('.')} ({human(event.when)})")
        lines.append((Text.assemble(lead, (figure(share), sign_of(Recall(share)).style), " ", said), 14))
    if held.weakest or held.counts.get(Hold.NEW, 0):
        lines.append((Text.assemble(("next:    ", "quiet"), (command(held, scope), "key")), 9))
    return lines
