"""`destal export` and `destal import`: decks and reviews on their way to other programs and from them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument, Option
from destal_cli.cli.formats import COMING_IN, FORMATS, GOING_OUT, Format, named, reader, recognised, writer
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import (
    FromOption,
    KindOption,
    PersonOption,
    PlainOption,
    TagOption,
    ToOption,
    complete_deck,
    wanted,
)
from destal_cli.core.problems import BadFileError, NotFoundError, UsageError

if TYPE_CHECKING:
    from destal_cli.cli.taking import Place
    from destal_cli.core.filters import Filter
    from destal_cli.core.notes import Incoming, Outgoing
    from destal_cli.store.exchange import Layout
    from destal_cli.store.library import Library


def complete_outgoing(incomplete: str) -> list[tuple[str, str]]:
    """Formats that go out and begin so."""
    return [(name, FORMATS[name].about) for name in GOING_OUT if name.startswith(incomplete)]


def complete_incoming(incomplete: str) -> list[tuple[str, str]]:
    """Formats that come in and begin so."""
    return [(name, FORMATS[name].about) for name in COMING_IN if name.startswith(incomplete)]


ForceOption = Annotated[bool, Option("--force", help="Write over a file that is there.")]


def export(
    format: Annotated[  # noqa: A002
        str, Argument(metavar="FORMAT", help=", ".join(GOING_OUT) + ".", autocompletion=complete_outgoing)
    ],
    deck: Annotated[
        str | None,
        Argument(help="A deck, by id or path (default: the only one).", autocompletion=complete_deck),
    ] = None,
    output: Annotated[
        str | None, Option("--output", "-o", metavar="FILE", help="Where to write it; - is stdout.")
    ] = None,
    force: ForceOption = False,
    with_history: Annotated[bool, Option("--with-history", help="Your reviews and due days, too.")] = False,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
) -> None:
    """Write a deck or your reviews for another program."""
    from destal_cli.core.text import plural

    form = named(format, GOING_OUT)
    if with_history and not form.history:
        raise UsageError(f"{format} does not carry a history", "destal export reviews writes yours")
    known = library([deck] if deck else None)
    target = _target(form, output, deck or _only(known, form), force)
    leaving = _leaving(known, form, wanted(known, "", person, tag, kind, since, until), deck, with_history)
    written = writer(form)(leaving)
    _put(written.content, target, force)
    left_out = 0 if form.whole else sum(reading.left_out for reading in known.readings)
    unsound = (f"{plural(left_out, 'fact')} with problems; see: destal check",) if left_out else ()
    _say_lost((*written.lost, *unsound))


def _only(known: "Library", form: Format) -> str:
    """The id of the only deck; raises UsageError where there are several, and NotFoundError where there is none."""
    ids = [deck.id for deck in known.decks]
    if form.whole:
        return "reviews"
    if not ids:
        raise NotFoundError("there is no deck to export", "destal decks new")
    if len(ids) > 1:
        raise UsageError("there are several decks", f"name the one to export: {', '.join(ids)}")
    return ids[0]


def _target(form: Format, output: str | None, deck: str, force: bool) -> Path | None:
    """The file to write; None is stdout. Raises UsageError before anything is read."""
    from destal_cli.store.files import refuse_to_replace
    from destal_cli.store.places import expanded

    if output == "":
        raise UsageError("-o wants the name of a file", "- is stdout")
    if output is None and form.binary:
        output = Path(deck).stem + form.suffixes[0]
    if output in (None, "-"):
        if form.binary and sys.stdout.isatty():
            raise UsageError("a terminal cannot show this", "-o FILE writes it to a file")
        return None
    path = expanded(str(output))
    refuse_to_replace(path, force=force)
    return path


def _leaving(known: "Library", form: Format, asked: "Filter", deck: str | None, with_history: bool) -> "Outgoing":
    """What is to leave; raises NotFoundError when no fact is left of the deck."""
    from dataclasses import replace

    from destal_cli.cli.clock import now
    from destal_cli.core.cards import cards_of
    from destal_cli.core.facts import Deck
    from destal_cli.core.filters import Filter
    from destal_cli.core.notes import Outgoing

    facts = [fact for _, fact in known.facts(asked)]
    if not facts and not form.whole:
        raise NotFoundError("there is no fact to export", "see: destal facts")
    of_deck = Deck("reviews", "Reviews") if form.whole else known.decks[0]
    if asked != Filter() and not form.whole:
        built = {fact.id: of_deck.built[fact.id] for fact in facts if fact.id in of_deck.built}
        of_deck = replace(of_deck, facts=tuple(facts), built=built)
    cards = tuple(card for home, fact in known.facts(asked) for card in cards_of(home, fact))
    leaving = Outgoing(of_deck, cards, now(), scheduler=known.scheduler())
    if not (with_history or form.whole):
        return leaving
    history, narrowed = known.history(), deck is not None or asked != Filter()
    ids = {card.id for card in cards}
    reviews = tuple(review for review in history.reviews() if not narrowed or review.card in ids)
    memory = {card: held for card, held in history.memory().items() if not narrowed or card in ids}
    suspended = frozenset(card for card, (mark, _) in history.marks().items() if mark == "suspend")
    flagged = frozenset(history.flags() & ids)
    return replace(leaving, reviews=reviews, memory=memory, suspended=suspended, flagged=flagged)


def _put(content: str | bytes, target: Path | None, force: bool) -> None:
    """Write a document whole, to a file or to stdout, where text is UTF-8 whatever the locale says."""
    from destal_cli.cli.out import talk
    from destal_cli.store.files import write_new

    if target is None:
        sys.stdout.flush()
        binary = getattr(sys.stdout, "buffer", None)
        if binary is not None:
            binary.write(content.encode("utf-8") if isinstance(content, str) else content)
            binary.flush()
        else:
            sys.stdout.write(content if isinstance(content, str) else content.decode("latin-1"))
    else:
        write_new(target, content, force=force)
        talk(f"written: {target}")


def _say_lost(lost: tuple[str, ...]) -> None:
    from destal_cli.cli.out import talk

    for sentence in lost:
        talk(f"left behind: {sentence}")


def take_in(
    file: Annotated[Path, Argument(help="A file that another program wrote, or destal.")],
    form: Annotated[
        str | None,
        Option(
            "--as",
            metavar="FORMAT",
            help=", ".join(COMING_IN) + " (default: by what the file holds).",
            autocompletion=complete_incoming,
        ),
    ] = None,
    deck: Annotated[
        str | None,
        Option("--deck", "-d", help="The id of the deck that it goes into.", autocompletion=complete_deck),
    ] = None,
    title: Annotated[str | None, Option(help="The title of a new deck (default: the file's).")] = None,
    with_history: Annotated[bool, Option("--with-history", help="Reviews and due days of it, too.")] = False,
    columns: Annotated[
        str | None,
        Option(metavar="NAMES", help="What the columns of a table are: prompt,answer,tags ... (- skips one)."),
    ] = None,
    separator: Annotated[
        str | None, Option(metavar="TEXT", help='What stands between columns: tab, comma, ";" ...')
    ] = None,
    rows: Annotated[
        str | None, Option("--row-separator", metavar="TEXT", help='What stands between rows: ";" ...')
    ] = None,
    encoding: Annotated[str | None, Option(help="The encoding of a text file (default: detected).")] = None,
    dry_run: Annotated[bool, Option("--dry-run", help="Show what was understood, and take nothing.")] = False,
    yes: Annotated[bool, Option("--yes", "-y", help="Take it without being asked.")] = False,
    force: Annotated[bool, Option("--force", help="Let the file win over what you changed in the deck.")] = False,
    plain: PlainOption = None,
) -> None:
    """Take in a file of another program: it is shown first, and then becomes a deck, or renews the one it became."""
    from dataclasses import replace

    from destal_cli.cli.clock import now
    from destal_cli.cli.out import aloud, console, talk
    from destal_cli.cli.taking import place_of
    from destal_cli.screen.exchange import incoming_aloud, incoming_view
    from destal_cli.store.exchange import received

    known, layout = library(), _layout(columns, separator, rows)
    got = received(file, encoding, layout, with_history=with_history)
    name = form if form is not None else recognised(got)
    known_as = named(name, COMING_IN)
    _refuse_options(name, known_as, layout, with_history)
    if got.note:
        talk(f"{got.note}")
    incoming = _made(reader(known_as)(replace(got, deck=deck or "", offset=now().offset)), got.name, title)
    place = place_of(known, incoming, got.name, deck) if incoming.notes or incoming.deck else None
    into = place.said if place else ""
    if plainly(plain, known):
        aloud(incoming_aloud(incoming, got.name, name, into))
    else:
        screen = console()
        screen.print(incoming_view(incoming, got.name, name, screen.width, into))
    if not (place or incoming.reviews):
        raise BadFileError(f"{file} holds nothing that destal can take in", _how_to_say(known_as), incoming.problems)
    if dry_run:
        return None
    if not yes and not _agreed():
        return talk("nothing was taken in")
    return _take(known, incoming, place, title, force)


def _layout(columns: str | None, separator: str | None, rows: str | None) -> "Layout":
    from destal_cli.store.exchange import Layout, separator_named

    names = tuple(name.strip() for name in columns.split(",")) if columns else ()
    return Layout(names, separator_named(separator or ""), separator_named(rows or ""))


def _refuse_options(name: str, form: Format, layout: "Layout", with_history: bool) -> None:
    from destal_cli.store.exchange import Layout

    if layout != Layout() and not form.table:
        raise UsageError(f"{name} is no table", "leave --columns, --separator and --row-separator out")
    if with_history and not form.history:
        raise UsageError(f"{name} does not carry a history", "leave --with-history out")


def _how_to_say(form: Format) -> str:
    return "say how to read it: --columns prompt,answer, --separator" if form.table else "see: destal help import"


def _made(incoming: "Incoming", origin: str, title: str | None) -> "Incoming":
    """What came in with the title that is wanted, without the notes that cannot be taken."""
    from dataclasses import replace

    from destal_cli.core.notedeck import usable
    from destal_cli.store.settings import day_first

    notes, refused = usable(incoming.notes, origin, day_first=day_first(library().settings))
    problems = tuple(sorted((*incoming.problems, *refused)))
    return replace(incoming, title=title or incoming.title, notes=tuple(notes), problems=problems)


def _agreed() -> bool:
    """Whether the learner wants it; raises UsageError where nobody can be asked."""
    from destal_cli.cli.out import canvas

    if not (sys.stdin.isatty() and canvas().moves):
        raise UsageError("nobody can be asked without a terminal", "--yes takes it in, --dry-run only shows it")
    from destal_cli.screen.terminal import ask_key

    return ask_key("Take it in?   y yes · n no", ["y", "n", "enter", "escape", "q"]) in ("y", "enter")


def _take(known: "Library", incoming: "Incoming", place: "Place | None", title: str | None, force: bool) -> None:
    from destal_cli.cli.taking import take_deck, take_marks, take_reviews

    if place is None:
        return take_reviews(known, incoming.reviews)
    cards = take_deck(known, place, incoming.title, renamed=bool(title), force=force)
    if incoming.reviews:
        take_reviews(known, incoming.reviews, cards)
    take_marks(known, incoming, cards)
    return None
