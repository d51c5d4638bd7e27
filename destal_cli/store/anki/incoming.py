"""A collection of Anki's as notes, with the past of each. `package` asks.

One package is one deck: what Anki keeps in decks within decks becomes tags. Cards that destal wrote itself come back as
the cards they were; of all others the template says what is asked (`template`), and siblings stay one fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from destal_cli.core.notes import Incoming, Note
from destal_cli.core.problems import Problem
from destal_cli.core.text import join_words, one_line, plural
from destal_cli.store.anki import notetype
from destal_cli.store.anki.answers_in import Known, known_of
from destal_cli.store.anki.collection import ROLLOVER, AnkiCard, AnkiNote, Collection, NoteType, read_collection
from destal_cli.store.anki.markup import from_html, media_in, without_media
from destal_cli.store.anki.template import Sides, sides
from destal_cli.store.deckspec import ID_PATTERN

LONGEST_NOTE = 60_000  # characters in all of its fields
MOST_SIBLINGS = 200
MOST_RENDERED = 200 << 20  # characters of fields that are looked at, once for each card
_OWN = re.compile(rf"({ID_PATTERN})/({ID_PATTERN})/({ID_PATTERN})")  # the id of a card of destal's
_OCCLUSION = "image-occlusion:"
_KIND = re.compile(r"\w+")


def read_package(path: Path, offset: int, *, with_history: bool, deck: str = "") -> Incoming:
    """What a package holds. `offset` is the learner's, in minutes, for one that does not say where it was made.

    `deck` is the id of the deck that it is wanted for. Raises NotFoundError and BadFileError, and UsageError where what
    reads zstd is needed and not installed.
    """
    collection = read_collection(path, with_reviews=with_history)
    return incoming_of(collection, path, offset if with_history else None, deck)


def incoming_of(collection: Collection, path: Path, offset: int | None, deck: str = "") -> Incoming:
    """The notes of a collection, one for each card that can be asked; with an offset also their past."""
    found = _found(collection, path)
    notes, left_out = _of_one_deck(found.notes, deck)
    cards = {name: found.cards[name] for name in notes}
    past = {} if offset is None else known_of(collection, {card.id: name for name, card in cards.items()}, offset)
    if offset is None and any(card.kind for card in cards.values()):
        left_out.append("answers and due days: --with-history takes them, too")
    title, tags = _decks(collection.decks, [card.home or card.deck for card in cards.values()])
    return Incoming(
        title or one_line(path.stem),
        tuple(_tagged(note, tags, cards[name]) for name, note in notes.items()),
        tuple(found.problems),
        (*left_out, *_lost(notes.values(), collection, past)),
        tuple(sorted((review for known in past.values() for review in known.reviews), key=attrgetter("at.ms"))),
        understood=(_understood(collection),),
        suspended=frozenset(name for name, known in past.items() if known.suspended),
        flagged=frozenset(name for name, known in past.items() if known.flagged),
    )


def _found(collection: Collection, path: Path) -> _Found:
    """Every card of a collection that can be asked."""
    found = _Found(collection, str(path))
    cards: dict[int, dict[int, AnkiCard]] = {}
    for card in collection.cards:
        cards.setdefault(card.note, {}).setdefault(card.ordinal, card)
    for line, note in enumerate(collection.notes, 1):
        found.add(note, [card for _, card in sorted(cards.get(note.id, {}).items())], line)
    return found


def _understood(collection: Collection) -> str:
    counts = {"note": len(collection.notes), "card": len(collection.cards)}
    said = join_words(plural(count, name) for name, count in counts.items())
    return f"a collection of {said}; the numbers are those of its notes, in the order in which they were made"


@dataclass(slots=True)
class _Found:
    """What was taken from a collection so far, and what could not be."""

    collection: Collection
    path: str
    notes: dict[str, Note] = field(default_factory=dict)
    cards: dict[str, AnkiCard] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left: int = MOST_RENDERED

    def add(self, note: AnkiNote, cards: Sequence[AnkiCard], line: int) -> None:
        """Take in a note's cards."""
        kind = self.collection.types.get(note.type)
        size = sum(map(len, note.fields))
        self.left -= size * len(cards)
        if kind is None or not kind.fields or not kind.templates:
            self.refuse(line, "its note type is missing")
        elif size > LONGEST_NOTE or len(cards) > MOST_SIBLINGS or self.left < 0:
            self.refuse(line, "it is too long for a question")
        else:
            whole = _both_sides(kind, note, cards)
            for card in cards:
                self.add_card(kind, note, card, line, whole)

    def add_card(self, kind: NoteType, note: AnkiNote, card: AnkiCard, line: int, whole: str) -> None:
        """Take in one card; `whole` is the sentence of its siblings, where they have one."""
        made = _own(kind, note, line) if _is_own(kind) else _rendered(kind, note, card, line, whole)
        if isinstance(made, str):
            self.refuse(line, made)
        elif made.id in self.notes:
            self.refuse(line, f"{made.id} is there twice")
        else:
            self.notes[made.id] = made
            self.cards[made.id] = card

    def refuse(self, line: int, why: str) -> None:
        """Say why a note's card is left out; `line` is where the note stands among the package's notes."""
        self.problems.append(Problem(self.path, line, 1, why))


def _of_one_deck(notes: Mapping[str, Note], wanted: str) -> tuple[dict[str, Note], list[str]]:
    """The notes for one deck, and what is left out.

    Cards that destal wrote go back into their own deck and no other: the one that is wanted, else the largest. What
    others wrote is taken for a deck that has none of them, or where there are no others.
    """
    homes = {name: _home(name) for name in notes}
    sizes = Counter(homes.values())
    own = [home for home, _ in sizes.most_common() if home]
    chosen = wanted if wanted in own else "" if not own or (wanted and "" in sizes) else own[0]
    others = ((count, home) for home, count in sizes.items() if home != chosen)
    said = join_words(f"{plural(count, 'card')} of {home or 'other decks'}" for count, home in others)
    left_out = [f"{said}: import the file once more with --deck for them"] if said else []
    return {name: note for name, note in notes.items() if homes[name] == chosen}, left_out


def _home(name: str) -> str:
    """The deck that a card is from, if destal wrote it."""
    own = _OWN.fullmatch(name)
    return own[1] if own else ""


def _tagged(note: Note, tags: Mapping[int, tuple[str, ...]], card: AnkiCard) -> Note:
    """A note with the rest of its deck's name among its tags; cards of destal's have what they had."""
    more = () if _home(note.id) else tags.get(card.home or card.deck, ())
    return replace(note, tags=tuple(dict.fromkeys((*note.tags, *more)))) if more else note


def _is_own(kind: NoteType) -> bool:
    return notetype.ID_FIELD in kind.fields and notetype.PASSAGE in kind.fields


def _own(kind: NoteType, note: AnkiNote, line: int) -> Note | str:
    """A note that destal wrote, as it was; what was changed of it in Anki is kept."""
    said = dict(zip(kind.fields, map(from_html, note.fields), strict=False))
    name = said.get(notetype.ID_FIELD, "").strip()
    prompt, answer = (one_line(said.get(field, "")) for field in (notetype.PROMPT, notetype.ANSWER))
    if not prompt or not answer or not _OWN.fullmatch(name):
        return "it has lost its question, its answer or the id of its card"
    return Note(
        prompt=prompt,
        answer=answer,
        id=name,
        fact=name.rpartition("/")[0],
        statement=said.get(notetype.STATEMENT, ""),
        also=_lines(said.get(notetype.ALSO, "")),
        choices=_lines(said.get(notetype.CHOICES, "")),
        kind=said.get(notetype.KIND, ""),
        date=said.get(notetype.EDTF, ""),
        people=_lines(said.get(notetype.PERSONS, "")),
        tags=tuple(map(one_line, note.tags)),
        note=said.get(notetype.NOTE, ""),
        passage=said.get(notetype.PASSAGE, ""),
        source=said.get(notetype.SOURCE, ""),
        line=line,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(shown for line in text.split("\n") if (shown := one_line(line)))


def _both_sides(kind: NoteType, note: AnkiNote, cards: Sequence[AnkiCard]) -> str:
    """What both directions of a note say, once; nothing for a card without siblings, or with a sentence anyway."""
    if kind.cloze or len(cards) < 2 or _is_own(kind):
        return ""
    first = sides(kind, note, cards[0].ordinal)
    return "" if _fault(first) else f"{first.prompt} – {first.answer}"


def _rendered(kind: NoteType, note: AnkiNote, card: AnkiCard, line: int, whole: str) -> Note | str:
    """A card as its template makes it, or why it cannot be asked."""
    made = sides(kind, note, card.ordinal)
    if why := _fault(made):
        return f"{why} ({one_line(kind.name)}, card {card.ordinal + 1})"
    tags = dict.fromkeys(shown for tag in note.tags for part in tag.split("::") if (shown := one_line(part)))
    remarks = (made.remark, *media_in(made.answer))  # nobody types the name of a sound
    return Note(
        prompt=made.prompt,
        answer=without_media(made.answer),
        id=f"{one_line(note.guid)}/{card.ordinal}",
        fact=one_line(note.guid),
        statement=made.whole or whole,
        tags=tuple(tags),
        note=" ".join(filter(None, remarks)),
        line=line,
    )


def _fault(made: Sides) -> str:
    """Why a card cannot be asked in text; nothing where it can."""
    if _OCCLUSION in made.answer:
        return "it asks for a part of a picture"
    if not without_media(made.prompt):
        return "its question is nothing but a picture or a sound" if made.prompt else "its front is empty"
    if not without_media(made.answer):
        return "its answer is nothing but a picture or a sound" if made.answer else "its back adds nothing to its front"
    return ""


def _decks(decks: Mapping[int, str], used: Iterable[int]) -> tuple[str, dict[int, tuple[str, ...]]]:
    """A title for the whole, from what the decks in use have in common, and for each deck the rest of its name."""
    names = {deck: _parts(decks.get(deck, "")) for deck in used}
    every = list(names.values()) or [()]
    shared = 0
    while all(len(parts) > shared and parts[shared] == every[0][shared] for parts in every):
        shared += 1
    return every[0][shared - 1] if shared else "", {deck: parts[shared:] for deck, parts in names.items()}


def _parts(name: str) -> tuple[str, ...]:
    """The name of a deck within decks. Anki's own, which has everything that is in no other, says nothing."""
    return () if name == "Default" else tuple(part for found in name.split("::") if (part := one_line(found)))


# What is lost, in sentences.


def _lost(notes: Iterable[Note], collection: Collection, past: Mapping[str, Known]) -> Iterator[str]:
    several = list(notes)
    texts = (text for note in several for text in (note.prompt, note.answer, note.note))
    media = Counter(_KIND.findall(name)[0] for text in texts for name in media_in(text))
    if media:
        count = join_words(plural(number, name) for name, number in sorted(media.items()))
        yield f"{count}: only the name stands where it was"
    if any(not _home(note.id) for note in several):
        yield "what the cards look like: destal asks in its own way"
    yield from _lost_past(past.values(), collection)


def _lost_past(past: Iterable[Known], collection: Collection) -> Iterator[str]:
    known = list(past)
    if before := sum(one.before for one in known):
        yield f"{plural(before, 'answer')} from before a card was begun anew, which are kept as practice"
    if cut := sum(one.cut for one in known):
        yield f"what came before the log of {plural(cut, 'card')}: memory begins with the first answer there"
    if known and collection.rollover != ROLLOVER:
        yield f"that a day began at {collection.rollover} o'clock: here it begins at {ROLLOVER}"
    if known:
        yield "Anki's parameters of FSRS: destal tune fits your own"
