"""What `destal tune` says: a fit beside what is in use, whether it was taken, and where going back led."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from destal_cli.core.clock import on_date
from destal_cli.core.parameters import STANDARD, Parameters
from destal_cli.core.text import plural
from destal_cli.core.tuning import LEAST, Trial
from destal_cli.screen.figures import ALOUD
from destal_cli.screen.palette import SIGNS

_ROOMY = 60  # columns from which there is room for notes
_Row = tuple[str, str, str]


def trial_view(found: Trial, used: Parameters, taken: bool, width: int) -> RenderableType:
    """The two log losses with the numbers of reviews behind them, and what follows."""
    return Padding(Group(*_compared(found, used, width), Text(), *_verdict(found, taken)), (1, 2))


def trial_aloud(found: Trial, used: Parameters, taken: bool) -> Iterator[RenderableType]:
    """The same to be read aloud: first what follows."""
    yield from (*_verdict(found, taken), *_compared(found, used, ALOUD))


def _compared(found: Trial, used: Parameters, width: int) -> list[RenderableType]:
    gain = found.log_loss_before - found.log_loss
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="quiet")
    rows: list[_Row] = [
        (named(used), f"{found.log_loss_before:.4f}", "in use so far"),
        ("your own, fitted now", f"{found.log_loss:.4f}", ""),
        ("better by" if gain >= 0 else "worse by", f"{abs(gain):.4f}", ""),
        ("give or take", f"{found.error:.4f}", "one standard error"),
    ]
    for row in rows:
        table.add_row(*row[: 3 if width >= _ROOMY else 2])
    return [
        Text("Do your own reviews foretell better?", style="heading"),
        Text(
            f"Fitted to the earlier {plural(found.reviews, 'review')}, compared on {found.held_out:,} later answers.\n"
        ),
        Text("log loss (lower foretells better)", style="quiet"),
        table,
    ]


def _verdict(found: Trial, taken: bool) -> tuple[Text, ...]:
    if taken:
        said = Text.assemble(
            (f"{SIGNS['right']} taken", "right"), "   the memory of every card was made anew with them"
        )
        return said, Text("due days given so far stay; destal tune --back returns to the former", style="quiet")
    why = "it foretells no better" if found.log_loss_before <= found.log_loss else "chance alone may explain that"
    return (Text.assemble((f"{SIGNS['partial']} not taken", "partial"), f"   {why}: what was in use stays"),)


def named(used: Parameters) -> str:
    """What parameters are called: the standard ones, or your own of a day."""
    return "FSRS's standard parameters" if used.version == STANDARD else f"your own of {on_date(used.at.day)}"


def few_view(reviews: int) -> RenderableType:
    """That there are too few reviews, and how many it takes."""
    said = Text(f"{plural(reviews, 'review')} so far: too few to tell your memory from everybody's.\n")
    said.append(f"From {LEAST:,} on, destal tune fits the memory model to yours. Nothing was changed.", style="quiet")
    return Padding(said, (1, 2))


def untold_view(reviews: int) -> RenderableType:
    """That there are reviews enough, but too few among them from which memory is seen."""
    said = Text(f"{plural(reviews, 'review')} so far: enough, but too few of them show how long your memory holds.\n")
    more = "Answers do that demand recall (typed or a flashcard, no choice), on a later day than the card's last."
    said.append(f"{more} Nothing was changed.", style="quiet")
    return Padding(said, (1, 2))


def back_view(used: Parameters) -> RenderableType:
    """Where going back led."""
    said = Text.assemble(
        (f"{SIGNS['right']} back", "right"), f"   in use: {named(used)}; the memory of every card was made anew"
    )
    return Padding(said, (1, 2))


def tune_as_json(reviews: int, found: Trial | None, used: Parameters, taken: bool) -> dict[str, object]:
    """A trial for programs; figures are null where there were too few reviews for one, or too few that tell."""
    return {
        "taken": taken,
        "reviews": reviews,
        "needed": LEAST,
        "fitted": found.reviews if found else None,
        "held_out": found.held_out if found else None,
        "log_loss": found.log_loss if found else None,
        "log_loss_before": found.log_loss_before if found else None,
        "error": found.error if found else None,
        **back_as_json(used),
    }


def back_as_json(used: Parameters) -> dict[str, object]:
    """The version in use and its parameters; version 0 are FSRS's standard ones, for which the list is empty."""
    return {"version": used.version, "parameters": list(used.weights)}
