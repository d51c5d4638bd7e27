"""Anki's own engine on the cards and reviews of a folder of `large`, to be timed beside destal.

    python3 tests/bench/anki_engine.py make FOLDER COLLECTION
    python3 tests/bench/anki_engine.py first COLLECTION

`make` has Anki's library create a collection, and fills it by SQL: a note for each fact, a card for each question with
its due day and FSRS memory, a row for each review, all in one deck. `first` is what is timed: import, open, get the
queue, render the first card, and print it. It needs `pip install '.[bench]'`.
"""

from __future__ import annotations

import sys
from pathlib import Path

DECK, NOTETYPE = "History", "Fact"
SIDES = ("when", "what", "more")  # at most so many questions of a fact
DRAWN = "</html>"


def first(collection: str) -> None:
    """Open a collection and print its first card."""
    from anki.collection import Collection  # isort: skip - the library wants it first
    from anki.cards import Card

    opened = Collection(collection)
    queue = opened.sched.get_queued_cards(fetch_limit=1)
    card = Card(opened, backend_card=queue.cards[0].card)
    print(card.question(), DRAWN, flush=True)


def make(home: Path, collection: Path) -> None:
    """Create a collection and fill it with what the folder holds."""
    from anki.collection import Collection

    collection.parent.mkdir(parents=True, exist_ok=True)
    opened = Collection(str(collection))
    opened.set_config("fsrs", True)
    deck, kind = opened.decks.id(DECK), _notetype(opened)
    opened.decks.select(deck)
    today = opened.sched.today
    opened.close()
    _fill(home, collection, int(deck), int(kind), today)
    opened = Collection(str(collection))
    opened.optimize()
    opened.close()


def _notetype(opened: object) -> int:
    """A kind of note with a question and an answer for each of a fact's cards; empty ones make no card."""
    models = opened.models  # type: ignore[attr-defined]
    kind = models.new(NOTETYPE)
    for side in SIDES:
        for name in (f"ask {side}", f"answer {side}"):
            models.add_field(kind, models.new_field(name))
        template = models.new_template(side)
        template["qfmt"] = f"{{{{#ask {side}}}}}{{{{ask {side}}}}}{{{{/ask {side}}}}}"
        template["afmt"] = f"{{{{FrontSide}}}}<hr>{{{{answer {side}}}}}"
        models.add_template(kind, template)
    models.add(kind)
    return int(models.by_name(NOTETYPE)["id"])


def _fill(home: Path, collection: Path, deck: int, kind: int, today: int) -> None:
    import sqlite3

    from large import UNTIL, decks_in

    from destal_cli.core.cards import cards_of

    history = sqlite3.connect(home / "history.db")
    memory = {row[0]: row[1:] for row in history.execute(_MEMORY)}
    start = UNTIL.toordinal() - today  # a collection counts days; its today is the last day of the history
    anki = sqlite3.connect(collection)
    ids: dict[str, int] = {}
    new = 0
    facts = ((found, fact) for found in decks_in(home) for fact in found.facts)
    for note, (found, fact) in enumerate(facts, 1_600_000_000_000):
        cards = cards_of(found, fact)[: len(SIDES)]
        sides = [part for card in cards for part in (card.prompt, card.answer.text)]
        fields = "\x1f".join([*sides, *[""] * (2 * len(SIDES) - len(sides))])
        anki.execute(_NOTE, (note, f"g{note}", kind, fields, cards[0].prompt, note % 2**32))
        for place, card in enumerate(cards):
            ids[card.id] = number = note * 4 % 10**13 + place
            known = memory.get(card.id)
            new += known is None
            anki.execute(_CARD, (number, note, deck, place, *(_studied(known, start) if known else _new(new))))
    rows = history.execute(_REVIEWS)
    anki.executemany(
        _REVIEW,
        (
            (at * 1000 + n % 1000, ids[card], rating, took)
            for n, (card, at, rating, took) in enumerate(rows)
            if card in ids
        ),
    )
    anki.execute("UPDATE col SET mod = mod + 1")
    anki.commit()
    anki.close()


_MEMORY = "SELECT card, stability, difficulty, last, due, reviews, lapses FROM memory"
_REVIEWS = "SELECT card, at / 1000, rating, took FROM reviews WHERE voids IS NULL ORDER BY id"
_NOTE = "INSERT INTO notes VALUES (?, ?, ?, 1, -1, '', ?, ?, ?, 0, '')"
_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, 1, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)"
_REVIEW = "INSERT OR IGNORE INTO revlog VALUES (?, ?, -1, ?, 1, 1, 0, ?, 1)"


def _new(place: int) -> tuple[object, ...]:
    return 0, 0, place, 0, 0, 0, 0, "{}"


def _studied(known: tuple[float, float, int, int, int, int], start: int) -> tuple[object, ...]:
    stability, difficulty, last, due, reviews, lapses = known
    data = f'{{"s":{stability:.4f},"d":{difficulty:.3f},"dr":0.9}}'
    return 2, 2, due - start, max(1, due - last), 2500, reviews, lapses, data


if __name__ == "__main__":
    if sys.argv[1] == "first":
        first(sys.argv[2])
    else:
        make(Path(sys.argv[2]), Path(sys.argv[3]))
