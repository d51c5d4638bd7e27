"""What a teacher would ask, told with a parse: those features of `rank` that still help beside it, and its own.

`pipeline.build` hands both names to `rank.weights`. `tests/bench/fit_rank.py DATA --nlp` fits WEIGHTS again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from destal_cli.build import rank
from destal_cli.build.candidates import Asked
from destal_cli.build.gaps import Gap
from destal_cli.build.reading import Reading
from destal_cli.core.parse import Parse

WEIGHTS: dict[str, float] = {
    "always": -0.22,
    "place in the paragraph": -0.56,
    "names in the sentence": -0.32,
    "one word": -0.72,
    "two words": -0.50,
    "digits": 0.79,
    "plain word": -0.55,
    "capitals": 0.20,
    "right after a verb": 0.07,
    "after one verb": 0.12,
    "subject": -0.63,
    "quoted": 1.04,
    "before a bracket": 0.20,
    "more familiar than the others": -0.39,
    "the only date": 0.65,
    "beside a number": -0.31,
    "place in the sentence": -0.66,
    "a person": 0.60,
}
_TOLD_BY_PARSE = frozenset(("adjective first", "number", "number and noun", "after a preposition"))


def features_of(questions: Sequence[Asked], reading: Reading, counts: Counter[str]) -> list[dict[str, float]]:
    """What is seen of each question of a sentence, by name; `counts` are the document's words."""
    plain = rank.features_of(questions, reading, counts)
    if reading.parse is None:
        return plain
    return [
        {name: value for name, value in seen.items() if name not in _TOLD_BY_PARSE} | _of_gap(asked.gap, reading.parse)
        for asked, seen in zip(questions, plain, strict=True)
    ]


def _of_gap(gap: Gap, parse: Parse) -> dict[str, float]:
    """Where the answer stands in the sentence, and whether it names a person."""
    last = gap.last - 1
    return {
        "place in the sentence": gap.first / max(1, len(parse.heads)),
        "a person": any(kind == "PERSON" and first <= last < end for first, end, kind in parse.named),
    }
