"""Runs destal on a disk that fails: `failing.py KIND NUMBER ARGUMENTS...` fails at that write or sync of the history.

`EIO` fails once, as a bad sector does; `ENOSPC` from then on, as a full disk does. The last line on stderr is how many
writes and syncs there were.
"""

from __future__ import annotations

import os
import sys

import apsw

from attacks import watched
from destal_cli.store import historyfile

KINDS = {"EIO": apsw.IOError("disk I/O error"), "ENOSPC": apsw.FullError("database or disk is full")}


def main() -> None:
    """Fail, and run destal."""
    kind, number, *arguments = sys.argv[1:]
    count, worst = 0, int(number)

    def tell(event: watched.Event) -> None:
        nonlocal count
        if event.what not in ("write", "sync"):
            return
        count += 1
        if count == worst or (kind == "ENOSPC" and 0 < worst < count and event.what == "write"):
            raise KINDS[kind]

    sys.excepthook = sys.unraisablehook = lambda *_: None  # apsw tells of what SQLite takes in its stride
    if os.environ.get("DESTAL_CONTROL"):
        from attacks.controlled import CONTROLS

        CONTROLS[os.environ["DESTAL_CONTROL"]]()
    watch = watched.Watch(tell)
    historyfile.sqlite3 = watched  # type: ignore[assignment,attr-defined]
    sys.argv[1:] = arguments
    from destal_cli.cli.app import run

    code = run()
    sys.stdout.flush()
    print(count, file=sys.stderr, flush=True)
    assert watch
    os._exit(code)  # a connection that is closed by a failing disk would fail once more


if __name__ == "__main__":
    main()
