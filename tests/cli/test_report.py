"""A bug of ours: code 70, one sentence, and a report that has nothing of the learner's; streams that take nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from destal_cli.cli import app
from destal_cli.cli.report import text_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no shell")
SECRET = "what was typed"


def fail(*_: object) -> int:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise RuntimeError(f"{SECRET}.yaml") from error


def test_a_bug_is_one_sentence_and_a_report_without_anything_of_the_learners(
    home: Path, destal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_dispatch", fail)
    done = destal("judge", "hostile/built", SECRET, "--kind=secret", "--json")
    report = home / "cache" / "report.txt"
    assert done.code == 70
    said = " ".join(done.err.split())
    assert said.startswith("destal: this is a bug of ours (RuntimeError in app.py:")
    assert said.endswith(f"; please send us {report}")
    text = report.read_text(encoding="utf-8")
    assert "Please send it with a sentence on what you did" in text
    assert "options: --kind --json" in text
    assert text.index("builtins.KeyError") < text.index("builtins.RuntimeError") < text.index("app.py:")
    assert SECRET not in text
    assert str(Path(__file__).parent) not in text


def test_a_report_that_cannot_be_written_is_said_in_the_same_sentence(
    home: Path, destal: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "cache").write_text("no folder", encoding="utf-8")
    monkeypatch.setattr(app, "_dispatch", fail)
    done = destal("facts")
    assert done.code == 70
    said = " ".join(done.err.split())
    assert said.endswith(f"please tell us so, as {home / 'cache' / 'report.txt'} cannot be written")
    assert said.count("destal: ") == 1
    assert "Traceback" not in said


def test_a_report_of_an_endless_recursion_is_short() -> None:
    def endless(depth: int) -> int:
        return endless(depth + 1)

    with pytest.raises(RecursionError) as caught:
        endless(0)
    assert len(text_of(caught.value, []).splitlines()) < 60


@posix
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("facts --deck wall >&-", 0),
        ("facts --deck wall <&- >&- 2>&-", 0),
        ("quiz wall <&-", 0),
        ("facts --deck nobody 2>&-", 3),
        ("facts --deck nobody 2>/dev/full", 3),
        ("facts --deck wall >/dev/full", 4),
        ("facts --deck wall >/dev/full 2>/dev/full", 4),
        ("facts --deck wall | true", 0),
    ],
)
@pytest.mark.usefixtures("wall")
def test_streams_that_are_closed_or_full_change_no_exit_code_but_for_lost_output(line: str, code: int) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("no full device")
    script = f"{sys.executable} -m destal_cli {line}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "bug of ours" not in done.stderr
