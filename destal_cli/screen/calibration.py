"""How far confidence and predictions can be believed: what `destal scores --calibration` shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from destal_cli.core.calibration import FEW, SURE_OF, Bin, Calibration, Foretold, Said, wilson
from destal_cli.core.grading import Confidence
from destal_cli.core.parameters import STANDARD, Parameters
from destal_cli.core.text import plural
from destal_cli.screen.aloud import Drawn
from destal_cli.screen.look import styled
from destal_cli.screen.palette import WIDEST
from destal_cli.screen.tuning import named

TRUE, PREDICTED, BOTH, CHANCE = "●", "○", "◆", "─"
_NO_PREDICTION = "Nothing yet: a prediction is tested when a card comes back on a later day and must be recalled."
_SCALE = 40  # columns of a scale that nobody sees
_ROOMY = 60  # columns from which there is room for the scale
_NOTHING = 0.01  # a distance from the truth that nobody would notice
_OTHERS = 36  # columns that the figures beside the scale take, margins included


def calibration_view(found: Calibration, used: Parameters, width: int) -> RenderableType:
    """What the learner said against what was right, and what FSRS foretold against what was recalled."""
    scale = 0 if width < _ROOMY else min(width, WIDEST) - _OTHERS
    parts: list[RenderableType] = [Text("How sure you were", style="heading"), *_confidence(found, scale), Text()]
    parts.append(Text("What was foretold", style="heading"))
    if found.foretold is None:
        parts.append(Text(_NO_PREDICTION))
    else:
        parts += _foretold(found.foretold, used, scale)
    return Padding(Group(*parts), (1, 2))


def calibration_aloud(found: Calibration, used: Parameters) -> Iterator[RenderableType]:
    """The same to be read aloud: first how far either can be believed."""
    confidence = _confidence(found, _SCALE)
    foretold = [Text(_NO_PREDICTION)] if found.foretold is None else _foretold(found.foretold, used, _SCALE)
    yield from (foretold.pop(), confidence.pop())
    if confidence:
        yield from (Text("How sure you were", style="heading"), *confidence)
    if foretold:
        yield from (Text("What was foretold", style="heading"), *foretold)


def _confidence(found: Calibration, scale: int) -> list[RenderableType]:
    if found.brier is None or found.constant is None:
        return [Text("You were never asked: destal quiz --sure asks before each verdict.")]
    table = _table(scale, ("you said", "right", "of"), 0.0)
    for said in found.said:
        table.add_row(*_said(said, scale))
    brier = Text(f"Brier score {found.brier:.3f}")
    brier.append(f"   0 is perfect; always saying the same would be {found.constant:.3f}", style="quiet")
    levels = ", ".join(f"{level.name.lower()} {chance:.0%}" for level, chance in SURE_OF.items())
    meant = Text(f"{f'{PREDICTED} ' * bool(scale)}taken to mean {levels}", style="quiet")
    return [table, meant, Text(), brier, Text(_sureness(found.said))]


def _sureness(said: Sequence[Said]) -> str:
    """What the learner's confidence is worth, in a sentence."""
    guess, sure = said[0], said[-1]
    if sure.share is None or sure.count < FEW // 5:
        return f"Sure {plural(sure.count, 'time')}: too few to tell what that is worth."
    if wilson(sure.share, sure.count)[1] < SURE_OF[sure.confidence]:
        return f"When you are sure, you are wrong {1 - sure.share:.0%} of the time: look twice."
    if guess.share and wilson(guess.share, guess.count)[0] > SURE_OF[Confidence.UNSURE]:
        return f"You know more than you think: {guess.share:.0%} of your guesses are right."
    return f"When you are sure, you are right {sure.share:.0%} of the time: you can trust it."


def _said(said: Said, scale: int) -> list[Text]:
    row = [said.confidence.name.lower(), "–" if said.share is None else f"{said.share:.0%}", f"{said.count:,}"]
    line = Text()
    if said.share is not None:
        line = _scale(0.0, SURE_OF[said.confidence], said.share, wilson(said.share, said.count), scale)
    return [*map(Text, row), *([line] if scale else [])]


def _foretold(found: Foretold, used: Parameters, scale: int) -> list[RenderableType]:
    low = _lowest(found)
    table = _table(scale, ("foretold", "mean", "true", "of"), low)
    for one in found.bins:
        table.add_row(*_bin(one, low, scale))
    legend = Text(f"{TRUE} came true  {PREDICTED} foretold  {BOTH} both  {CHANCE} what chance allows", style="quiet")
    figures = Table.grid(padding=(0, 2, 0, 0))
    figures.add_column(style="quiet")
    figures.add_column(justify="right")
    figures.add_column(style="quiet")
    for row in _figures(found):
        figures.add_row(*row[: 3 if scale else 2])
    whose = Text(f"by {named(used)}", style="quiet")
    if used.version != STANDARD:
        whose.append(f", fitted to {used.reviews:,} of your reviews, which flatters it")
    return [whose, Text(), table, *([Drawn(legend)] if scale else []), Text(), figures, Text(), styled(believed(found))]


def _lowest(found: Foretold) -> float:
    """Where the scale begins: at the lowest tenth of any bin but the very small ones, whose signs stand at the edge."""
    shares = [min(one.predicted, one.recalled) for one in found.bins if 100 * one.count >= found.reviews]
    return floor(10 * min(0.9, *shares)) / 10


def _figures(found: Foretold) -> list[tuple[str, str, str]]:
    auc = "–" if found.auc is None else f"{found.auc:.3f}"
    return [
        ("reviews", f"{found.reviews:,}", "that tested a prediction"),
        ("log loss", f"{found.log_loss:.4f}", f"always saying {found.recalled:.0%} would be {found.constant:.4f}"),
        ("RMSE in bins", f"{found.rmse:.4f}", "FSRS's own; 0 is perfect"),
        ("AUC", auc, "0.5 tells no card from another, 1 all"),
    ]


def believed(found: Foretold) -> str:
    """How far the predictions can be believed, in plain words."""
    foretold, true = f"{found.predicted:.0%}", f"{found.recalled:.0%}"
    chance = max(1, round(100 * found.by_chance))
    if found.reviews < FEW:
        return (
            f"{plural(found.reviews, 'review')} are too few to tell: chance alone moves the share recalled by"
            f" {plural(chance, 'point')} either way."
        )
    gap = found.predicted - found.recalled
    by = plural(max(1, round(100 * abs(gap))), "point")
    if abs(gap) <= max(found.by_chance, _NOTHING):
        return f"You can believe them: {foretold} foretold, {true} came true, {_farthest(found)}"
    if gap > 0:
        return f"They promise too much: {foretold} foretold, {true} came true. Take {by} off; see destal tune."
    return f"You remember better than foretold: {true} instead of {foretold}. Add {by}; see destal tune."


def _farthest(found: Foretold) -> str:
    far = found.farthest
    if far is None:
        return "and no step of the table is off by more than chance allows."
    return f"the farthest off where {far.predicted:.0%} was foretold: {far.recalled:.0%} of {far.count:,} came true."


def _table(scale: int, names: Sequence[str], low: float) -> Table:
    """A table of a name, figures, and where there is room a scale from `low` to 1."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="quiet")
    for name in names:
        table.add_column(name, justify="left" if name == names[0] else "right")
    if scale:
        table.add_column(f"{low:.0%}{'100%'.rjust(scale - len(f'{low:.0%}'))}", no_wrap=True)
    return table


def _bin(one: Bin, low: float, scale: int) -> list[Text]:
    span = f"{100 * one.low:.0f}–{one.high:.0%}"
    row = [span, f"{one.predicted:.0%}", f"{one.recalled:.0%}", f"{one.count:,}"]
    line = _scale(low, one.predicted, one.recalled, one.within, scale)
    return [*map(Text, row), *([line] if scale else [])]


def _scale(low: float, predicted: float, true: float, within: tuple[float, float], width: int) -> Text:
    """A line from `low` to 1 with what was predicted, what came true, and how far chance reaches around that."""

    def place(share: float) -> int:
        return max(0, min(width - 1, round((share - low) / (1 - low) * (width - 1))))

    if not width:
        return Text()
    cells = [" "] * width
    first, last = map(place, within)
    cells[first : last + 1] = CHANCE * (last + 1 - first)
    cells[place(predicted)] = PREDICTED
    cells[place(true)] = BOTH if place(true) == place(predicted) else TRUE
    line = Text()
    for cell in cells:
        line.append(cell, style="accent" if cell in (TRUE, BOTH) else "quiet")
    return line


def calibration_as_json(found: Calibration, used: Parameters) -> dict[str, object]:
    """The same for programs."""
    foretold = found.foretold
    return {
        "confidence": [
            {"said": said.confidence.name.lower(), "answers": said.count, "right": said.right, "share": said.share}
            for said in found.said
        ],
        "brier": found.brier,
        "brier_constant": found.constant,
        "version": used.version,
        "predictions": foretold and _foretold_as_json(foretold),
    }


def _foretold_as_json(found: Foretold) -> dict[str, object]:
    return {
        "reviews": found.reviews,
        "predicted": found.predicted,
        "recalled": found.recalled,
        "log_loss": found.log_loss,
        "log_loss_constant": found.constant,
        "rmse": found.rmse,
        "auc": found.auc,
        "bins": [
            {
                "from": one.low,
                "to": one.high,
                "reviews": one.count,
                "predicted": one.predicted,
                "recalled": one.recalled,
            }
            for one in found.bins
        ],
        "believed": believed(found),
    }
