"""What a teacher would ask, told with a parse: the features of `rank` that still help beside it, and those of the parse.

`pipeline.build` hands both names to `rank.weights`. `tests/bench/fit_rank.py DATA --nlp` fits WEIGHTS again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from destal_cli.build import rank
from destal_cli.build.candidates import Asked
from destal_cli.build.gaps import Gap
from destal_cli.build.parse import Parse, Tree
from destal_cli.build.reading import Reading

WEIGHTS: dict[str, float] = {}
_TOLD_BY_PARSE = frozenset(("adjective first", "number and noun", "after a preposition"))


def features_of(questions: Sequence[Asked], reading: Reading, counts: Counter[str]) -> list[dict[str, float]]:
    """What is seen of each question of a sentence, by name; `counts` are the document's words."""
    plain = rank.features_of(questions, reading, counts)
    if reading.parse is None:
        return plain
    tree = Tree(reading.parse)
    return [
        {name: value for name, value in seen.items() if name not in _TOLD_BY_PARSE}
        | _of_gap(asked.gap, tree, reading.parse)
        for asked, seen in zip(questions, plain, strict=True)
    ]


def _of_gap(gap: Gap, tree: Tree, parse: Parse) -> dict[str, float]:
    """Where the answer stands in the tree and in the sentence, and whether it names a person."""
    top = tree.top(range(gap.first, gap.last))
    return {
        "depth": math.log(sum(1 for _ in tree.up(top))),
        "place in the sentence": gap.first / max(1, len(parse.heads)),
        "a person": any(kind == "PERSON" and first <= top < last for first, last, kind in parse.named),
    }
