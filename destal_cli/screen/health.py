"""What `destal doctor` found of the history, as the documented JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def health_json(
    path: Path, size: tuple[int, int] | None, faults: Sequence[str], differing: Sequence[str], *, mended: bool
) -> dict[str, object]:
    """`verdict`, the rows and remembered cards (null of a file that is damaged), and what is wrong with either."""
    rows, cards = size or (None, None)
    verdict = "damaged" if faults else "sound" if not differing else "mended" if mended else "differs"
    found = {"verdict": verdict, "path": str(path), "rows": rows, "cards": cards}
    return found | {"faults": list(faults), "differing": list(differing)}
