"""Completion in real shells, by the scripts that come with the package. A shell that is not installed is left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from conftest import ROOT

SCRIPTS = ROOT / "destal_cli" / "completions"


def shell(name: str) -> str:
    """The shell's path; the test is left out where it is not installed."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def path(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder first on PATH with a `destal` that is this checkout."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "destal").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m destal_cli "$@"\n', encoding="utf-8")
    (folder / "destal").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert home
    return folder


WORDS = [
    (["destal", "qu"], ["quiz"]),
    (["destal", "du"], ["due"]),
    (["destal", "facts", "--person", "ber"], ["beria"]),
    (["destal", "config", "set", "re"], ["retention", "reviews"]),
    (["destal", "help", "ju"], ["judge", "judging"]),
]


@pytest.mark.parametrize(("words", "expected"), WORDS, ids=lambda value: " ".join(value))
def test_bash_completes(path: Path, words: list[str], expected: list[str]) -> None:
    script = f"source {SCRIPTS / 'destal.bash'}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _destal; "
    done = subprocess.run([shell("bash"), "-c", script + 'echo "${COMPREPLY[@]}"'], capture_output=True, check=True)
    assert sorted(done.stdout.decode().split()) == expected
    assert path


@pytest.mark.parametrize(("words", "expected"), WORDS, ids=lambda value: " ".join(value))
def test_fish_completes(path: Path, words: list[str], expected: list[str]) -> None:
    script = f"source {SCRIPTS / 'destal.fish'}; complete --do-complete '{' '.join(words)}'"
    done = subprocess.run([shell("fish"), "--no-config", "-c", script], capture_output=True, check=True)
    assert sorted(line.split("\t")[0] for line in done.stdout.decode().splitlines()) == expected
    assert path


@pytest.mark.parametrize("autoloaded", [True, False], ids=["by name", "sourced"])
def test_zsh_completes_a_command_as_it_is_typed(path: Path, tmp_path: Path, autoloaded: bool) -> None:
    start = f"fpath=({SCRIPTS} $fpath); autoload -Uz compinit; compinit -u -d {tmp_path / 'dump'}"
    if not autoloaded:
        start = f"autoload -Uz compinit; compinit -u -d {tmp_path / 'dump'}; source {SCRIPTS / '_destal'}"
    zsh = pexpect.spawn(shell("zsh"), ["-f", "-i"], encoding="utf-8", timeout=20, dimensions=(24, 100))
    try:
        zsh.sendline(f"PS1='ready> '; {start}; echo set; echo up")
        zsh.expect("up\r\n")
        zsh.send("destal timel\t")
        zsh.expect("destal timeline")
    finally:
        zsh.close(force=True)
    assert path
