"""How well a timeline is held, in signs, figures and words. The terminal's timeline and its exports show them."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from destal_cli.core.dates import Point, human
from destal_cli.core.recall import Held, Hold, Period, Recall, figure
from destal_cli.core.statistics import FADING
from destal_cli.core.text import join_words, one_line, plural
from destal_cli.screen.look import GREEN, ORANGE, VERMILION, styled
from destal_cli.screen.timeline import Sign

PERIODS = 3
SURE, LOST = 0.9, 0.5  # from here on a firm fact, and below here a fading one, is shown in the stronger shade
GLYPHS = {Hold.FIRM: "●", Hold.FADING: "◐", Hold.NEW: "○", Hold.UNASKED: "·"}
_STYLES = {Hold.FIRM: GREEN, Hold.FADING: ORANGE, Hold.NEW: "accent", Hold.UNASKED: "quiet"}
LEGEND = tuple(Sign(GLYPHS[hold], _STYLES[hold], hold.value) for hold in Hold)


def sign_of(recall: Recall) -> Sign:
    """The sign of a fact, in the shade of its recall."""
    style = _STYLES[recall.hold]
    if recall.share is not None and recall.share >= SURE:
        style = f"bold {GREEN}"
    if recall.share is not None and recall.share < LOST:
        style = f"bold {VERMILION}"
    return Sign(GLYPHS[recall.hold], style, recall.hold.value)


def figures(known: Mapping[str, Recall]) -> dict[str, str]:
    """By fact key, the recall as a number; facts that are new have none."""
    return {key: figure(recall.share) for key, recall in known.items() if recall.share is not None}


def says(held: Held) -> list[tuple[Hold, str]]:
    """What a learner holds, in sentences, each with what it is about."""
    seen = sum(held.counts.get(hold, 0) for hold in (Hold.FIRM, Hold.FADING))
    new, fading = held.counts.get(Hold.NEW, 0), held.counts.get(Hold.FADING, 0)
    if held.recall is None:
        return [(Hold.NEW, "nothing of this is learned yet")]
    found = [(Hold.FADING, _fades(period)) for period in held.periods[:PERIODS]]
    if more := held.periods[PERIODS:]:
        found.append((Hold.FADING, f"and so {'is' if len(more) == 1 else 'are'} {join_words(p.name for p in more)}"))
    if not found:
        but = f", but {plural(fading, 'event')} of it {'is' if fading == 1 else 'are'} fading" if fading else ""
        found.append((Hold.FIRM, f"what you have learned of this is firm: {figure(held.recall)}{but}"))
    if new:
        found.append((Hold.NEW, f"{new:,} of {plural(new + seen, 'event')} {'is' if new == 1 else 'are'} new to you"))
    return found


def _fades(period: Period) -> str:
    below = f"{period.fading:,} of {plural(period.facts, 'event')} below {figure(FADING)}"
    return f"your {period.name} is fading: {figure(period.recall)} ({below})"


def command(held: Held, scope: str = "") -> str:
    """What to type so that what fades is asked; `scope` are the options that the timeline was narrowed by."""
    said = f"destal quiz{scope}"
    if not held.periods:
        return said if held.due or not held.weakest else f"{said} --cram"
    weakest = held.periods[0]
    years = f" --from {Point(weakest.first)} --to {Point(weakest.last)}"
    return f"{said}{years}" + ("" if weakest.due else " --cram")


def paragraphs(held: Held, scope: str = "") -> list[tuple[Text, int]]:
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
