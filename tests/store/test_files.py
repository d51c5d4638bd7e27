"""Writing files: whole or not at all, through links, and never over what somebody else has written meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from destal_cli.core.problems import BadFileError
from destal_cli.store.deckfile import read_exactly
from destal_cli.store.files import rewrite


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
