"""The gates: every promise of destal under attack, beside the bar that it is held to.

    python3 -m venv FOLDER && FOLDER/bin/pip install '.[gates]'
    FOLDER/bin/python tests/bench/gates.py [--long] [--controls] [--share 0.1] [GATE ...]

`--long` tries ten times as much. `--controls` also runs each gate against a destal that is broken on purpose: it must
turn red. Exits with 1 unless every gate is green and every control red.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from attacks import Gate

GATES = ("packages", "kills", "fuzz", "soak", "decks", "terminals", "writes", "clocks", "power", "windows")
CONTROL_SHARE = 0.2  # of the full counts


def main() -> int:
    """Run the gates that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gates", nargs="*", choices=[[], *GATES], help="(default: all)")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--controls", action="store_true")
    parser.add_argument("--share", type=float, default=1.0)
    chosen = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell takes it from what it runs behind its back
    gates: list[Gate] = [import_module(f"attacks.{name}").GATE for name in chosen.gates or GATES]
    share = chosen.share * (10 if chosen.long else 1)
    with ThreadPoolExecutor(3) as pool:  # each waits now and then, for a terminal or a process that begins
        good = list(pool.map(lambda gate: _tell(gate, share, ""), gates))
    controls = [(gate, control) for gate in gates for control in (gate.controls if chosen.controls else ())]
    good += [_tell(gate, CONTROL_SHARE * chosen.share, control) for gate, control in controls]
    return 0 if all(good) else 1


def _tell(gate: Gate, share: float, control: str) -> bool:
    """Run a gate and print its row; whether it is as it must be."""
    started = time.monotonic()
    found = gate.run(share, control)
    wanted = bool(found.faults) if control else not found.is_red
    name = f"  control: {control}" if control else gate.name
    verdict = ("red" if wanted else "GREEN, and must not be") if control else "RED" if found.is_red else "green"
    row = (
        f"| {name} | {found} | {gate.bar if not control else 'red'} | {time.monotonic() - started:.0f} s | {verdict} |"
    )
    print("\n".join([row, *(f"    {fault}" for fault in found.faults[: 3 if wanted else 20])]), flush=True)
    return wanted


if __name__ == "__main__":
    sys.exit(main())
