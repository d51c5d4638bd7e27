"""Writing files: whole or not at all, through links, and never over what somebody else has written meanwhile."""

from __future__ import annotations

import ast
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Run

from destal_cli.core.problems import BadFileError, StoreError, UsageError
from destal_cli.store.deckfile import read_exactly
from destal_cli.store.files import rewrite, write_new, write_whole


def test_a_deck_that_was_read_exactly_is_rewritten_through_its_link_with_its_mode(tmp_path: Path) -> None:
    deck, link = tmp_path / "deck.yaml", tmp_path / "link.yaml"
    deck.write_bytes("\ufeffid: é\r\n".encode())
    deck.chmod(0o640)
    link.symlink_to(deck)
    rewrite(link, read_exactly(link), "\ufeffid: è\r\n")
    assert deck.read_bytes() == "\ufeffid: è\r\n".encode()
    assert link.is_symlink()
    assert deck.stat().st_mode & 0o777 == 0o640


def test_a_deck_that_was_changed_or_taken_away_meanwhile_is_left_alone(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("id: x\n", encoding="utf-8")
    before = read_exactly(deck)
    deck.write_text("id: y\n", encoding="utf-8")
    with pytest.raises(BadFileError, match="was changed while"):
        rewrite(deck, before, "id: z\n")
    assert deck.read_text(encoding="utf-8") == "id: y\n"
    deck.unlink()
    with pytest.raises(BadFileError, match="was changed while"):
        rewrite(deck, before, "id: z\n")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_written_over_only_by_force(tmp_path: Path) -> None:
    poster = tmp_path / "poster.svg"
    write_new(poster, "one", force=False)
    with pytest.raises(UsageError, match="is there already") as refused:
        write_new(poster, "two", force=False)
    assert refused.value.hint == "name another file; --force writes over it"
    assert poster.read_text(encoding="utf-8") == "one"
    write_new(poster, "two", force=True)
    assert poster.read_text(encoding="utf-8") == "two"
    assert list(tmp_path.iterdir()) == [poster]


def test_what_is_no_file_is_never_written_over(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no file"):
        write_new(tmp_path, "x", force=True)
    with pytest.raises(UsageError, match="is no file"):
        write_new(Path("/dev/null"), "x", force=True)


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        write_new(tmp_path / "file" / "poster.svg", "x", force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_that_its_owner_has_write_protected_stays_as_it_is(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("id: x\n", encoding="utf-8")
    deck.chmod(0o444)
    with pytest.raises(StoreError, match="write-protected"):
        write_new(deck, "id: y\n", force=True)
    assert deck.read_text(encoding="utf-8") == "id: x\n"


@pytest.mark.skipif("os.name != 'posix'", reason="no such modes")
def test_a_new_file_is_as_private_as_its_owner_wants_new_files_to_be(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "deck.yaml", "id: x\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "deck.yaml").stat().st_mode) == 0o600


@pytest.mark.parametrize("fails", ["fsync", "fdopen", "chmod"])
@pytest.mark.parametrize("how", [OSError(28, "No space left on device"), SystemExit(143), KeyboardInterrupt()])
def test_whatever_comes_between_leaves_the_old_file_whole_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str, how: BaseException
) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("id: x\n", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise how

    monkeypatch.setattr(os, fails, fail)
    with pytest.raises(StoreError if isinstance(how, OSError) else type(how)):
        write_whole(deck, "id: y\n")
    monkeypatch.undo()
    assert deck.read_text(encoding="utf-8") == "id: x\n"
    assert list(tmp_path.iterdir()) == [deck]


def test_a_file_of_somebody_elses_in_the_place_of_a_new_deck_is_left_alone(home: Path, destal: Run) -> None:
    taken = home / "decks" / "destalinization.yaml"
    taken.parent.mkdir(parents=True)
    taken.write_text("my notes\n", encoding="utf-8")
    done = destal("decks", "edit", "destalinization")
    assert done.code != 0
    assert taken.read_text(encoding="utf-8") == "my notes\n"


# Files that only destal reads, and that are synced and named by those who write them: a history, a copy of it, and
# what is unpacked for a moment; a report that nothing is to be written to is nothing.
WRITE_THEMSELVES = {"store/backups.py", "store/historyfile.py", "store/files.py", "store/anki/archive.py"}


def test_every_file_is_written_whole_by_the_one_place_that_can() -> None:
    package = ROOT / "destal_cli"
    writers = {
        path.relative_to(package).as_posix() for path in package.rglob("*.py") if any(_writes(path.read_text("utf-8")))
    }
    assert writers - {"cli/app.py", "cli/out.py"} <= WRITE_THEMSELVES  # these open /dev/null


def _writes(source: str) -> Iterator[int]:
    """The lines of a module that write to a file in its place."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            said = [
                one.value
                for one in (*node.args, *(word.value for word in node.keywords))
                if isinstance(one, ast.Constant)
            ]
            modes = [one for one in said if isinstance(one, str) and 0 < len(one) < 4 and one[0] in "wax"]
            on_os = getattr(getattr(node.func, "value", None), "id", "") == "os"
            if name in ("write_text", "write_bytes", "copyfile") or (name == "open" and (modes or on_os)):
                yield node.lineno
