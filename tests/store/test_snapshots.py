"""Snapshots of decks: the same answers with one that is fresh, stale, missing, truncated, foreign or damaged."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import SHIPPED, starter_text

from destal_cli.store import deckfile, snapshots
from destal_cli.store.deckfile import load_deck, read_deck
from destal_cli.store.reading import from_json, to_json

BROKEN = starter_text().replace("kind: event", "kind: evnet", 1)


@pytest.mark.parametrize("text", [SHIPPED.read_text(encoding="utf-8"), starter_text(), BROKEN, "", "id: x\nfacts: ["])
def test_a_reading_comes_back_from_json_as_it_was(text: str) -> None:
    reading = read_deck(text, "x.yaml")
    assert from_json(json.loads(json.dumps(to_json(reading)))) == reading


def test_an_unchanged_deck_is_not_read_again_and_a_changed_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck, cache, reads = tmp_path / "wall.yaml", tmp_path / "cache", []
    monkeypatch.setattr(deckfile, "load_deck", lambda path: reads.append(path) or load_deck(path))
    deck.write_text(starter_text(), encoding="utf-8")
    first = snapshots.load(deck, cache)
    assert snapshots.load(deck, cache) == first
    assert len(reads) == 1
    deck.write_text(starter_text().replace("The Wall", "A Wall"), encoding="utf-8")
    os.utime(deck, ns=(1, 1))
    changed = snapshots.load(deck, cache)
    assert changed.deck is not None
    assert changed.deck.title == "A Wall"
    assert len(reads) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"stamp": 1}', b"\xff\xfe\x00", b"null", b"[" * 100_000])
def test_a_damaged_snapshot_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    deck, cache = tmp_path / "wall.yaml", tmp_path / "cache"
    deck.write_text(starter_text(), encoding="utf-8")
    right = snapshots.load(deck, cache)
    (snapshot,) = (cache / "decks").iterdir()
    snapshot.write_bytes(damage)
    assert snapshots.load(deck, cache) == right


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    deck, cache = tmp_path / "wall.yaml", tmp_path / "cache"
    cache.write_text("in the way", encoding="utf-8")
    deck.write_text(starter_text(), encoding="utf-8")
    assert snapshots.load(deck, cache).problems == ()
