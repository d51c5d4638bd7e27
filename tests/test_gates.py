"""A short form of each gate, and of its control; `tests/bench/gates.py` has the whole of them."""

from importlib import import_module

import pytest
from attacks import Gate

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="they send signals and read /proc")
# The share of the full counts, and a control that is red by so little.
SHORT = {
    "kills": (0.012, "commit at the end"),
    "power": (0.02, "synchronous NORMAL"),
    "writes": (0.05, "verdict before the disk"),
    "windows": (0.01, "autocommit"),
    "decks": (0.005, "uncleaned text"),
    "packages": (0.002, "an importer without caps"),
    "soak": (0.02, ""),
    "clocks": (0.08, "a clock that is never doubted"),
    "terminals": (0.04, "uncleaned text"),
}


def gate(name: str) -> Gate:
    found: Gate = import_module(f"attacks.{name}").GATE
    return found


@pytest.mark.parametrize("name", SHORT)
def test_a_gate_is_green(name: str) -> None:
    found = gate(name).run(SHORT[name][0], "")
    assert not found.faults, str(found)
    assert not found.is_red, str(found)


@pytest.mark.parametrize("name", [name for name, (_, control) in SHORT.items() if control])
def test_a_gate_is_red_for_a_destal_that_is_broken_on_purpose(name: str) -> None:
    share, control = SHORT[name]
    assert control in gate(name).controls
    assert gate(name).run(share, control).faults
