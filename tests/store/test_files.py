"""Writing files: whole or not at all, through links, and never over what somebody else has written meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from destal_cli.core.problems import BadFileError, StoreError, UsageError
from destal_cli.store.deckfile import read_exactly
from destal_cli.store.files import rewrite, write_new


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
