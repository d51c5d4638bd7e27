"""The bar that says how far the reading of changed decks is, once a learner has waited for it."""

import os
import sys
import time
from collections.abc import Callable

PATIENCE = 0.5  # seconds without a word


def reading() -> Callable[[int, int], None] | None:
    """What hears how many files are read, and draws a bar on stderr; None where no line can be redrawn."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        return None
    started, drawn = time.monotonic(), False

    def hear(done: int, total: int) -> None:
        nonlocal drawn
        if done < total and time.monotonic() - started > PATIENCE:
            _draw(done, total)
            drawn = True
        elif done == total and drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            drawn = False

    return hear


def _draw(done: int, total: int) -> None:
    from destal_cli.screen.palette import speaks_unicode

    full, empty = "━─" if speaks_unicode(sys.stderr) else "#."
    width = 30
    bar = full * (width * done // total) + empty * (width - width * done // total)
    sys.stderr.write(f"\rreading decks {bar} {done:,} of {total:,}\x1b[K")
    sys.stderr.flush()
