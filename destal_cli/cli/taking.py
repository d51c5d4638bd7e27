"""What `destal import` has read becomes a deck in the learner's folder, or goes into the one that is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from destal_cli.core.problems import BadFileError, UsageError

if TYPE_CHECKING:
    from destal_cli.core.facts import Deck
    from destal_cli.core.memory import Review
    from destal_cli.core.notedeck import NoteDeck
    from destal_cli.core.notes import Incoming
    from destal_cli.store.exchange.taking import Taken
    from destal_cli.store.library import Library

SMALL = 500  # cards; looking for wrong answers takes as long as their square


@dataclass(frozen=True, slots=True)
class Place:
    """Where what came in goes: the deck made of it, the id that it wants, the deck that is there if any, and its id."""

    made: "NoteDeck"
    name: str
    there: "Deck | None"
    free: str

    @property
    def said(self) -> str:
        """`into a new deck: cold-war`; another deck of the wanted id is named."""
        if self.there:
            return f"into the deck that is there: {self.there.id}, {self.there.path}"
        if self.free != self.name:
            other = f'there is another deck "{self.name}"; --deck {self.name} takes this into it'
            return f"into a new deck: {self.free}; {other}"
        return f"into a new deck: {self.free}"


def place_of(known: "Library", incoming: "Incoming", origin: str, wanted: str | None) -> Place:
    """Where notes, or a whole deck, would go now; raises UsageError for an id that is none."""
    from destal_cli.core.notedeck import NoteDeck, own_deck
    from destal_cli.core.text import deck_slug
    from destal_cli.store.deckspec import checked_id

    whole = incoming.deck
    own = whole.id if whole else own_deck(incoming.notes)
    name = wanted or own or deck_slug(incoming.title) or "imported"
    made = NoteDeck(whole, {}, {}) if whole else _of_notes(known, incoming, checked_id(name), origin)
    there = known.by_id.get(name) if wanted else _there(known, name, made, named=bool(own))
    return Place(made, name, there, there.id if there else _free(known, name))


def take_deck(known: "Library", place: Place, title: str, *, renamed: bool, force: bool) -> Mapping[str, str]:
    """Write the deck, or renew the one that is there; the id of the card that each note has become, by its key.

    `title` is what a deck that came in whole is called when it is `renamed`.
    """
    from destal_cli.core.text import one_line

    made, there = place.made, place.there
    if renamed:
        made = replace(made, deck=replace(made.deck, title=one_line(title)))
    if there is None:
        if place.free != place.name:
            made = _named_for_good(made)
        taken = _written(known, replace(made, deck=replace(made.deck, id=place.free)))
        return _cards(made, place.free, taken.ids)
    if renamed:
        raise UsageError(f"{there.path} has its title already", "leave --title out, or name another --deck")
    if there.id != place.name:
        made = _named_for_good(made)
    return _cards(made, there.id, _renewed(known, there, made, force).ids)


def _of_notes(known: "Library", incoming: "Incoming", name: str, origin: str) -> "NoteDeck":
    """A deck of the notes, with dates as the learner's settings read them."""
    from destal_cli.core.notedeck import deck_of
    from destal_cli.store.settings import day_first

    return deck_of(incoming.notes, name, incoming.title, origin, day_first=day_first(known.settings))


def _named_for_good(made: "NoteDeck") -> "NoteDeck":
    """What is to go into a deck of another id, with what names each of its facts in the file."""
    own = {fact.id: f"{made.deck.id}/{fact.id}" for fact in made.deck.facts}
    return replace(made, keys={**own, **made.keys})


def _there(known: "Library", name: str, made: "NoteDeck", *, named: bool) -> "Deck | None":
    """The deck that this goes into unasked: the one that it became before, or that it left, with `named` by its id."""
    from destal_cli.core.notes import digest
    from destal_cli.store.exchange.taking import keys_in

    facts = {fact.id for fact in made.deck.facts}
    keys = {digest(made.keys.get(fact, f"{made.deck.id}/{fact}")) for fact in facts}
    origins = {source.origin for source in made.deck.sources.values()}
    first = known.by_id.get(name)
    for deck in (*([first] if first else []), *known.decks):
        came = keys_in(deck)
        shared = len(keys & came)
        if deck is first and named:
            shared = max(shared, len(facts & {*deck.built, *(fact.id for fact in deck.facts)}))
        same_file = deck is first and bool(came) and any(s.origin in origins for s in deck.sources.values())
        if 2 * shared > len(facts) or same_file:
            return deck
    return None


def _free(known: "Library", name: str) -> str:
    """The name, with a number if a deck or a file has it."""
    taken = {deck.id for deck in known.shelved} | {path.stem for path in known.places.decks.glob("*.y*ml")}
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _written(known: "Library", made: "NoteDeck") -> "Taken":
    """Write a new deck, and say so."""
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural
    from destal_cli.store.deckwrite import render_deck
    from destal_cli.store.exchange.taking import Taken, marked
    from destal_cli.store.files import write_new
    from destal_cli.store.library import writable_folder

    path = writable_folder(known.places) / f"{made.deck.id}.yaml"
    write_new(path, render_deck(marked(made)), force=False)
    talk(f"written: {path}, {plural(len(made.deck.facts), 'fact')}")
    _say_unsound(made.deck)
    talk(f"next: destal quiz {made.deck.id}")
    return Taken(ids={fact.id: fact.id for fact in made.deck.facts})


def _renewed(known: "Library", old: "Deck", made: "NoteDeck", force: bool) -> "Taken":
    """Take what is new into a deck that is there, and say what became of it; a packaged one is copied first."""
    from destal_cli.cli.deckwork import own_copy
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural
    from destal_cli.store.deckfile import load_deck, read_deck, read_file
    from destal_cli.store.exchange.taking import take
    from destal_cli.store.files import rewrite

    text = read_file(Path(old.path))
    reading = read_deck(text, old.path)
    if reading.deck is None:
        raise BadFileError(f"{old.path} holds no usable deck", "mend it, or name another --deck", reading.problems)
    taken = take(text, reading.deck, made, force=force)
    if taken.text != text:
        path = own_copy(known, known.file_of(old.id))
        rewrite(path, text, taken.text)
        talk(f"taken into: {path}, {plural(len(taken.added), 'new fact')}")
        renewed = load_deck(path).deck
        assert renewed is not None
        _say_unsound(renewed)
    else:
        talk(f"nothing new: {old.path} has it all")
    told = {"renewed": taken.renewed, "stay deleted": taken.kept_out}
    told["differ from the file, and stay as they are (--force takes the file's)"] = taken.kept
    for what, ids in told.items():
        if ids:
            talk(f"{what}: {', '.join(ids[:20])}{' ...' if len(ids) > 20 else ''}")
    return taken


def _say_unsound(deck: "Deck") -> None:
    """Say how many questions of the deck tell their answer or, as far as it is small, have too few wrong ones."""
    from destal_cli.cli.out import talk
    from destal_cli.core.cards import cards_of_deck
    from destal_cli.core.check import check_deck, leaks
    from destal_cli.core.text import plural

    cards = cards_of_deck(deck)
    found = check_deck(deck) if len(cards) <= SMALL else [leak for card in cards for leak in leaks(card)]
    if found:
        talk(f"{plural(len(found), 'problem')} that you can mend: destal check {deck.id}")


def _cards(made: "NoteDeck", deck: str, ids: Mapping[str, str]) -> dict[str, str]:
    """The cards of notes by their keys, as the deck has them."""
    parts = ((key, card.partition("/")) for key, card in made.cards.items())
    return {key: f"{deck}/{ids[fact]}/{question}" for key, (fact, _, question) in parts if fact in ids}


def _keep_copy(known: "Library") -> None:
    """Keep the history as it is now beside the other copies, before reviews from elsewhere go into it."""
    from destal_cli.store import backups

    history = known.history()
    if history.on_disk and history.last():
        backups.copy(history.path, backups.folder_of(history.path) / "before-import.db")


def take_reviews(known: "Library", reviews: "Sequence[Review]", cards: Mapping[str, str] | None = None) -> None:
    """Add reviews to the learner's history, each once; `cards` are the cards of the notes that they are of."""
    from random import Random

    from destal_cli.cli.clock import now
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    tomorrow = now().ms + 86_400_000
    if ahead := sum(review.at.ms >= tomorrow for review in reviews):
        talk(f"left out: {plural(ahead, 'review')} dated in the future")
    own = [place for place, r in enumerate(reviews) if r.at.ms < tomorrow and (cards is None or r.card in cards)]
    _keep_copy(known)
    given = (reviews[place] for place in own)  # one at a time: there may be 400,000
    named = given if cards is None else (replace(review, card=cards[review.card]) for review in given)
    new = known.history(create=True).take_in(named, known.scheduler(), Random()) if own else {}
    there = len(own) - sum(new.values())
    known_already = f", {there:,} were there already" if there else ""
    talk(f"history: {plural(sum(new.values()), 'review')} of {plural(len(new), 'card')}{known_already}")


def take_marks(known: "Library", incoming: "Incoming", cards: Mapping[str, str]) -> None:
    """Suspend and flag what was suspended and flagged where it comes from; what is so already stays."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import talk
    from destal_cli.core.text import plural

    wanted = {"suspend": incoming.suspended, "flag": incoming.flagged}
    marks = {mark: {cards[name] for name in names if name in cards} for mark, names in wanted.items()}
    if not any(marks.values()):
        return
    history = known.history(create=True)
    there = {
        "suspend": {card for card, (mark, _) in history.marks().items() if mark == "suspend"},
        "flag": history.flags(),
    }
    for mark, of in marks.items():
        if new := sorted(of - there[mark]):
            for card in new:
                history.mark(card, mark, now())
            talk(f"{'suspended' if mark == 'suspend' else 'flagged'}: {plural(len(new), 'card')}")
