"""Anki's own library as the tests use it: a collection, packages in and out, answers, and days that pass.

Days pass by moving everything that happened into the past: Anki reads the clock of the machine and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

collection = pytest.importorskip(
    "anki.collection", reason="Anki's library is not installed: pip install anki", exc_type=ImportError
)
DAY = 86_400


@dataclass
class Anki:
    """A collection of Anki's with FSRS on."""

    col: Any
    folder: Path

    @classmethod
    def new(cls, folder: Path, name: str = "anki") -> Anki:
        col = collection.Collection(str(folder / f"{name}.anki2"))
        col.set_config("fsrs", True)
        return cls(col, folder)

    def take(self, package: Path | bytes, *, scheduling: bool = True) -> Any:
        """Import a package with the options that a learner would choose; what Anki says of its notes."""
        path = package if isinstance(package, Path) else self.folder / "taken.apkg"
        if isinstance(package, bytes):
            path.write_bytes(package)
        options = collection.ImportAnkiPackageOptions(with_scheduling=scheduling, with_deck_configs=True)
        request = collection.ImportAnkiPackageRequest(package_path=str(path), options=options)
        return self.col.import_anki_package(request).log

    def package(self, *, old: bool = False, deck: str = "") -> Path:
        """What Anki exports of a deck, or of everything, with its past."""
        path = self.folder / f"{'old' if old else 'new'}.apkg"
        options = collection.ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=False, legacy=old
        )
        limit = collection.DeckIdLimit(self.col.decks.id(deck)) if deck else None
        self.col.export_anki_package(out_path=str(path), options=options, limit=limit)
        return path

    def whole(self, *, old: bool = False) -> Path:
        """The whole collection as Anki exports it."""
        path = self.folder / f"{'old' if old else 'new'}.colpkg"
        file = self.col.path
        self.col.export_collection_package(str(path), include_media=False, legacy=old)
        self.col = collection.Collection(file)
        return path

    def add(self, kind: str, *fields: str, deck: str = "History", tags: Sequence[str] = ()) -> list[Any]:
        """A note; its cards."""
        note = self.col.new_note(self.col.models.by_name(kind))
        note.fields[: len(fields)] = fields
        note.tags = list(tags)
        self.col.add_note(note, self.col.decks.id(deck))
        return list(note.cards())

    def cards(self) -> Iterator[Any]:
        for card in sorted(self.col.find_cards("")):
            yield self.col.get_card(card)

    def answer(self, card: int, rating: int) -> None:
        """Answer a card with a button from 1 to 4, wherever it stands in the queue."""
        found = self.col.get_card(card)
        found.start_timer()
        states = self.col._backend.get_scheduling_states(card)
        answer = self.col.sched.build_answer(card=found, states=states, rating=rating - 1)
        self.col.sched.answer_card(answer)

    def pass_days(self, days: int) -> None:
        """Let days pass: everything that happened is so much longer ago."""
        moved = days * DAY
        db = self.col.db
        db.execute("UPDATE col SET crt = crt - ?", moved)
        for (at,) in sorted(db.execute("SELECT id FROM revlog")):
            db.execute("UPDATE revlog SET id = ? WHERE id = ?", at - moved * 1000, at)
        db.execute("UPDATE cards SET due = due - ? WHERE queue = 1", moved)
        for card, data in db.execute("SELECT id, data FROM cards"):
            kept = json.loads(data or "{}")
            if "lrt" in kept:
                kept["lrt"] -= moved
                db.execute("UPDATE cards SET data = ? WHERE id = ?", json.dumps(kept), card)
        path = self.col.path
        self.col.close()
        self.col = collection.Collection(path)
