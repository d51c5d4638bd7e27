"""How long judging takes: typed answers to the shipped deck, right, misspelt and hostile, beside a bound of 5 ms.

    python3 tests/bench/judging.py [--runs 5]

For each kind of answer and shape of what is typed: the median, and the worst over all cards, each the median of the
runs. Nothing here fails on a slow machine; what is above the bound is marked.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from destal_cli.core.cards import Card
from destal_cli.core.drawing import setting_of
from destal_cli.core.filters import Filter
from destal_cli.core.forms import can_be_typed
from destal_cli.core.grading import Setting
from destal_cli.core.judge import judge
from destal_cli.store.library import Library
from destal_cli.store.places import Places

DECK = Path(__file__).parents[2] / "decks" / "destalinization.yaml"
BOUND = 5.0  # ms, for answers up to 1,000 characters
LONGEST = 1_000

SHAPES: dict[str, Callable[[str], str]] = {
    "right": lambda text: text,
    "misspelt": lambda text: text[:2] + text[3:],
    "said at length": lambda text: (f"I think that it was {text}, or so " * 40)[:LONGEST],
    "repeated": lambda text: (f"{text} " * LONGEST)[:LONGEST],
    "digits": lambda _: "1953" * (LONGEST // 4),
    "blanks and dots": lambda _: " . " * (LONGEST // 3),
    "months": lambda _: ("June July 26 " * LONGEST)[:LONGEST],
    "Cyrillic": lambda _: ("Хрущёв и Берия " * LONGEST)[:LONGEST],
    "combining marks": lambda _: "e\u0301" * (LONGEST // 2),
    "number words": lambda _: ("nineteen hundred and fifty three " * LONGEST)[:LONGEST],
}


def timed(card: Card, typed: str, setting: Setting, runs: int) -> float:
    """Milliseconds to judge an answer once the deck's names are known: the median of the runs."""
    judge(typed, card.answer, setting)
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        judge(typed, card.answer, setting)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measured(known: Library, runs: int) -> dict[tuple[str, str], list[float]]:
    """Times by kind of answer and shape, over every card whose answer can be typed."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for card in filter(can_be_typed, known.cards(Filter())):
        for shape, make in SHAPES.items():
            typed = make(card.answer.text)
            setting = setting_of(card, known.stock, day_first=True, typed=typed)
            found[card.answer.type.value, shape].append(timed(card, typed, setting, runs))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        found = measured(Library(Places(home, home, home), home, (str(DECK),)), runs)
    print(f"{'answer':8} {'typed':16} {'median ms':>10} {'worst ms':>10} {'bound':>6}")
    for (kind, shape), times in sorted(found.items()):
        over = "  over" if max(times) > BOUND else ""
        print(f"{kind:8} {shape:16} {statistics.median(times):10.2f} {max(times):10.2f} {BOUND:6.1f}{over}")


if __name__ == "__main__":
    main()
