"""Verdicts and the judge's own record: what `destal judge` and `destal scores --judging` show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from destal_cli.core.grading import Outcome, Verdict
from destal_cli.core.judging import Judged, Override
from destal_cli.core.text import plural
from destal_cli.screen.look import styled
from destal_cli.screen.palette import SIGNS

NEWEST = 10  # overrides that are listed


def verdict_as_json(verdict: Verdict) -> dict[str, object]:
    """A verdict as the documented JSON object; `rating` is null while the learner must be asked."""
    return {
        "verdict": verdict.outcome.value,
        "rating": verdict.rating.name.lower() if verdict.rating else None,
        "because": verdict.because,
        "confused_with": verdict.confused_with,
    }


def verdict_view(verdict: Verdict) -> RenderableType:
    """`✓ right   26 June 1953`, and what the quiz would ask next."""
    word = verdict.outcome.value
    lines = [Text.assemble((f"{SIGNS[word]} {word}", word), "   ", styled(verdict.because))]
    if verdict.outcome is Outcome.ASK:
        lines.append(styled(f"the quiz asks: did you mean {verdict.meant}?", "quiet"))
    if verdict.missing:
        lines.append(styled(f"the quiz asks: {verdict.missing}", "quiet"))
    if verdict.confused_with:
        lines.append(styled(f"taken for: {verdict.confused_with}", "quiet"))
    return Group(*lines)


def judging_view(found: Sequence[Judged]) -> RenderableType:
    """How often verdicts were overridden, by kind of answer, and the newest of them."""
    if not found:
        return Padding(Text("Nothing has been judged yet."), (1, 2))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("answers", style="heading")
    for name in ("judged", "made right", "made wrong", "rated finer"):
        table.add_column(name, justify="right")
    for one in found:
        counts = (one.verdicts, one.made_right, one.made_wrong, one.finer)
        table.add_row(one.kind, *(Text(f"{count:,}", style="" if count else "quiet") for count in counts))
    newest = sorted((o for one in found for o in one.overrides), key=lambda o: -o.review.id)[:NEWEST]
    return Padding(Group(table, *map(_override, newest)), (1, 2))


def judging_aloud(found: Sequence[Judged]) -> Iterator[RenderableType]:
    """The same to be read aloud: first how many verdicts were overridden."""
    made = sum(one.made_right + one.made_wrong + one.finer for one in found)
    if found:
        yield Text(f"{made:,} of {plural(sum(one.verdicts for one in found), 'verdict')} overridden")
    yield judging_view(found)


def _override(override: Override) -> RenderableType:
    review = override.review
    text = Text("\n").append_text(styled(override.prompt))
    text.append("\n  ").append_text(styled(review.answer or "no answer", "answer"))
    text.append(" for ", style="quiet").append_text(styled(override.expected, "answer"))
    judged = review.judged.name.lower() if review.judged else ""
    text.append(f"   judged {judged}, you said {review.rating.name.lower()}", style="quiet")
    return text


def judging_as_json(found: Sequence[Judged]) -> dict[str, object]:
    """The same for programs: `judging`, a list by kind with its counts and `overrides`."""
    return {
        "judging": [
            {
                "kind": one.kind,
                "judged": one.verdicts,
                "made_right": one.made_right,
                "made_wrong": one.made_wrong,
                "finer": one.finer,
                "overrides": [_override_as_json(override) for override in one.overrides],
            }
            for one in found
        ]
    }


def _override_as_json(override: Override) -> dict[str, object]:
    review = override.review
    return {
        "card": review.card,
        "prompt": override.prompt,
        "expected": override.expected,
        "answer": review.answer,
        "judged": review.judged.name.lower() if review.judged else None,
        "rating": review.rating.name.lower(),
    }
