"""A learner's folder with as many facts and reviews as one wants: what `large_scale` measures.

    python3 tests/bench/large.py --home FOLDER [--facts 100000] [--reviews 1000000] [--seed 1]

The history is that of `made_history`: two years of study of the shipped deck and then of decks of 1,500 facts. Decks
that the learner has not opened follow, of 1,000 to 5,000 facts, until there are as many facts as were asked for; two
of them are the lives of one person each. `large.json`, written last, says what is in the folder. A folder that has it
is left as it is; the same arguments give the same folder. A hundred thousand facts and a million reviews take some
minutes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path

from made_decks import deck_text, hero
from made_history import SHIPPED, Made, made, write

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.store.deckfile import read_deck, read_file

DAYS, UNTIL = 730, dt.date(2027, 1, 15)
SIZES = (1_000, 2_500, 5_000)  # facts of a deck that is not opened yet, by turns
HUNDRED = 100  # facts of the first life; the second has as many as the shipped deck
DATED = 10_000  # facts with a date that `years` hold, if there are as many


@dataclass(frozen=True, slots=True)
class Large:
    """What a folder holds. `years` hold about `dated` facts; `thousand` is a file of 1,000 facts, if there is one."""

    facts: int
    cards: int
    reviews: int
    remembered: int
    decks: int
    hundred: str
    hundred_facts: int
    shipped: str
    shipped_facts: int
    years: tuple[int, int]
    dated: int
    thousand: str
    thousand_facts: int


def large(home: Path, facts: int, reviews: int, seed: int = 1) -> Large:
    """Make the folder unless it is there, and say what it holds."""
    note = home / "large.json"
    if not note.exists():
        found = made(reviews, DAYS, UNTIL, seed)
        _add_decks(found, facts, seed)
        write(found, home)
        note.write_text(json.dumps(asdict(_told(found)), indent=1), encoding="utf-8")
    kept = json.loads(note.read_text(encoding="utf-8"))
    return Large(**{**kept, "years": tuple(kept["years"])})


def decks_in(home: Path) -> Iterator[Deck]:
    """The decks of a folder, and the shipped one."""
    for path in (*sorted((home / "decks").iterdir()), SHIPPED):
        reading = read_deck(read_file(path))
        assert reading.deck
        yield reading.deck


def _add_decks(found: Made, facts: int, seed: int) -> None:
    """Two lives, and then decks until there are enough facts."""
    shipped = len(found.decks[0].facts)
    for size, life in _sizes(facts - sum(len(deck.facts) for deck in found.decks), shipped):
        number = len(found.decks)
        text = deck_text(number, size, seed, life=life)
        reading = read_deck(text)
        assert reading.deck
        assert not reading.problems, reading.problems[:3]
        found.decks.append(reading.deck)
        found.texts[reading.deck.id] = text


def _sizes(missing: int, shipped: int) -> Iterator[tuple[int, bool]]:
    """The facts of each deck to add, and whether it is a life; the lives come whatever is missing."""
    for size in (HUNDRED, shipped):
        missing -= size
        yield size, True
    for size in cycle(SIZES):
        if missing <= 0:
            return
        missing -= size
        yield (size if missing >= 0 else missing + size), False


def _told(found: Made) -> Large:
    lives = _lives(found)
    first, last, dated = _years([year for deck in found.decks for year in _dated(deck)])
    file = next((deck for deck in found.decks if len(deck.facts) == SIZES[0]), found.decks[1])
    return Large(
        facts=sum(len(deck.facts) for deck in found.decks),
        cards=sum(len(cards_of_deck(deck)) for deck in found.decks),
        reviews=len(found.reviews),
        remembered=len(found.memory),
        decks=len(found.decks),
        hundred=hero(lives[0]),
        hundred_facts=HUNDRED,
        shipped=hero(lives[1]),
        shipped_facts=len(found.decks[0].facts),
        years=(first, last),
        dated=dated,
        thousand=f"decks/{file.id}.yaml",
        thousand_facts=len(file.facts),
    )


def _lives(found: Made) -> list[int]:
    """The numbers of the decks that are lives: every fact of such a deck names its first person."""
    return [n for n, deck in enumerate(found.decks) if n and all("p0" in fact.named for fact in deck.facts)]


def _dated(deck: Deck) -> Iterator[int]:
    return (fact.when.first_year for fact in deck.facts if fact.when and fact.when.first_year is not None)


def _years(dated: list[int]) -> tuple[int, int, int]:
    """The latest years that hold 10,000 dated facts, or all years, with how many they hold."""
    held = 0
    for year, count in sorted(Counter(dated).items(), reverse=True):
        held += count
        if held >= DATED:
            return year, max(dated), held
    return min(dated), max(dated), held


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(json.dumps(asdict(large(chosen.home, chosen.facts, chosen.reviews, chosen.seed)), indent=1))


if __name__ == "__main__":
    main()
