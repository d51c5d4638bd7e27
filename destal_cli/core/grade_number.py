"""Judging a number by its size: counts and ordinals exactly, large ones as people remember them. `judge` calls it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from destal_cli.core.facts import Answer
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.numberwords import LONGEST_NUMBER, NumberReading, read_number
from destal_cli.core.values import dataclass

EXACT_UP_TO = 100
NEAR = 0.01
ROUGH = 0.1
_MOST_WORDS = 14
_TIMES = {1: "ten", 2: "a hundred", 3: "a thousand", 4: "ten thousand", 5: "a hundred thousand", 6: "a million"}


@dataclass(frozen=True, slots=True)
class _Truth:
    """The right number with the shares that right and partial answers may be off.

    `rounded`: it may be rounded. `counted`: it tells how many, and not which.
    """

    number: float
    text: str
    near: float
    rough: float
    rounded: bool = False
    percent: bool = False
    counted: bool = True


def grade_number(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """What is said of a typed number. A fact's own tolerance replaces 1 %, rounding and exactness."""
    if " ".join(typed.split()) in (expected.text, *expected.also):
        return Verdict(Outcome.RIGHT, f"it is {expected.text}")
    truth = _truth(expected)
    if truth is None:
        return Verdict(Outcome.WRONG, f"it is {expected.text}")
    reading = read_number(typed)
    refusal = _refusal(typed, reading)
    if reading is None or refusal:
        return Verdict(Outcome.WRONG, refusal)
    verdict = _judge(_sizes(reading, truth), truth)
    return verdict if verdict.outcome is not Outcome.WRONG else _confusion(reading, setting.texts, verdict)


def _refusal(typed: str, reading: NumberReading | None) -> str:
    """Why an answer is refused before its size is looked at; empty when it is not."""
    if len(typed) > LONGEST_NUMBER:
        return "that is too long for a number"
    if reading is None:
        return "there is no number in it"
    if reading.negated:
        return "that says what the number is not"
    if reading.several:
        return "that is more than one number"
    return "there is much else beside the number" if reading.words > _MOST_WORDS else ""


def _truth(expected: Answer) -> _Truth | None:
    shown = read_number(expected.text)
    number = expected.number if expected.number is not None else shown.value if shown else None
    if number is None or not math.isfinite(number):
        return None
    percent = shown is not None and shown.percent
    if percent and shown and abs(number) <= 1 < abs(shown.value):
        number = shown.value
    year = _may_be_year(number, expected.text)
    ordinal = shown is not None and shown.ordinal
    exact = ordinal or year or (not percent and number == int(number) and abs(number) <= EXACT_UP_TO)
    near, rough = (0.0, NEAR if year else 0.0) if exact else (NEAR, ROUGH)
    tolerance = expected.tolerance
    own = tolerance is not None and math.isfinite(tolerance)
    if tolerance is not None and own:
        near = abs(tolerance)
        rough = max(rough, 2 * near)
    return _Truth(number, expected.text, near, rough, not (exact or own), percent, not (ordinal or year))


def _may_be_year(number: float, text: str) -> bool:
    """A bare number of four digits such as 1953; round ones, 1500 or 2000, are taken for counts."""
    return text.strip().isdigit() and 1000 <= number <= 2100 and number % 100 != 0


def _sizes(reading: NumberReading, truth: _Truth) -> tuple[float, ...]:
    """Every way to read the answer, two thirds as 66.7 where a percentage is asked for."""
    shares = truth.percent and not reading.percent and 0 < reading.value < 1 < truth.number
    return tuple(value * 100 for value in reading.values) if shares else reading.values


def _judge(values: Sequence[float], truth: _Truth) -> Verdict:
    if any(_is_right(value, truth) for value in values):
        exact = truth.number in values
        return Verdict(Outcome.RIGHT, f"it is {truth.text}" if exact else f"near enough: it is {truth.text}")
    if any(_is_near(value, truth) for value in values):
        return Verdict(Outcome.PARTIAL, "the size is right, the number is not near enough", missing="closer?")
    return Verdict(Outcome.WRONG, _how_wrong(values[0], truth))


def _is_near(value: float, truth: _Truth) -> bool:
    """Near enough for another try; of what may be a year, only its rounding is."""
    return _off(value, truth.number) <= truth.rough and (truth.counted or _is_rounding(value, truth.number))


def _off(value: float, number: float) -> float:
    """How far off, as a share of the right number; a hair's breadth is forgiven to floating point."""
    if value == number:
        return 0.0
    return abs(value - number) / abs(number) - 1e-9 if number else math.inf


def _is_right(value: float, truth: _Truth) -> bool:
    if _off(value, truth.number) <= truth.near:
        return True
    return truth.rounded and _is_rounding(value, truth.number)


def _is_rounding(value: float, number: float) -> bool:
    """Whether a value is what a number rounds to at two figures or more, halves up or down."""
    if not number:
        return not value
    size = math.floor(math.log10(abs(number)))
    units = (10.0 ** (size - figures) for figures in range(1, 6))
    steps = [(number / unit, unit) for unit in units if unit]
    edges = (edge * unit for step, unit in steps for edge in (math.floor(step + 0.5), math.ceil(step - 0.5)))
    return any(math.isclose(value, edge) for edge in edges)


def _how_wrong(value: float, truth: _Truth) -> str:
    if not truth.counted:
        return f"it is {truth.text}"
    amount = ("many", "few") if truth.number == int(truth.number) and not truth.percent else ("much", "little")
    too = f"too {amount[value < truth.number]}: it is {truth.text}"
    ratio = value / truth.number if truth.number else 0.0
    power = round(math.log10(ratio)) if 0 < ratio < math.inf else 0
    if abs(power) in _TIMES and _is_right(value / 10.0**power, truth):
        return f"{_TIMES[abs(power)]} times {too}"
    return too


def _confusion(reading: NumberReading, texts: Sequence[str], verdict: Verdict) -> Verdict:
    """The same verdict, with the other answer that the number belongs to."""
    digits = f"{reading.value:.0f}"
    for text in texts:
        if text.replace(",", "").replace(" ", "").startswith(digits):
            other = read_number(text)
            if other and other.value == reading.value:
                return Verdict(verdict.outcome, verdict.because, confused_with=text)
    return verdict
