"""The commands that show what the decks have and how it is held: facts, people, scores, documents."""

from itertools import chain
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Argument, Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import (
    SECTIONS,
    DeckOption,
    FromOption,
    JsonOption,
    KindOption,
    PersonOption,
    PlainOption,
    TagOption,
    ToOption,
    complete_deck,
    complete_person,
    wanted,
)
from destal_cli.core.problems import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from destal_cli.core.cards import Card
    from destal_cli.core.filters import Filter
    from destal_cli.store.library import Library


def facts(
    query: Annotated[str, Argument(help="Words of the fact, its passage or its names; or an id.")] = "",
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    json: JsonOption = False,
    flagged: Annotated[bool, Option("--flagged", help="Only facts with a flagged card.")] = False,
    suspended: Annotated[bool, Option("--suspended", help="Only facts with a suspended card.")] = False,
    buried: Annotated[bool, Option("--buried", help="Only facts with a card put off until tomorrow.")] = False,
    restore: Annotated[bool, Option("--restore", help="With --suspended or --buried: ask these cards again.")] = False,
    unflag: Annotated[bool, Option("--unflag", help="With --flagged: take the flags off.")] = False,
    plain: PlainOption = None,
) -> None:
    """List what the decks know in order of time, with the passage that proves each fact."""
    from destal_cli.cli import marking
    from destal_cli.cli.out import aloud, canvas, page, print_list, talk
    from destal_cli.screen.facts import entity_head, fact_json, facts_aloud, facts_view

    known = library(decks)
    asked_for = wanted(known, query, person, tag, kind, since, until)
    kinds = [kind for kind, on in (("flagged", flagged), ("suspended", suspended), ("buried", buried)) if on]
    if kinds or restore or unflag:
        found = marking.marked(known, asked_for, kinds, restore=restore, unflag=unflag)
    else:
        found = known.in_time(asked_for)
    marked = marking.marks(known, found)
    if json:
        return print_list("facts", (fact_json(deck, fact, marked) for deck, fact in found))
    if not found and kinds:
        return talk(f"no card that is asked for so is {' or '.join(kinds)}".replace("buried", "put off"))
    if not found:
        return talk("no fact is asked for so; `destal facts` lists all of them")
    named = [(known.deck(name), entity) for name, entity in sorted(asked_for.who or ())]
    counts = found.counts()
    heads = [entity_head(deck, deck.entities[entity], counts.get(deck.id, 0)) for deck, entity in named]
    if plainly(plain, known):
        return aloud(chain(heads, facts_aloud(found, len(counts) > 1, marked)))
    return page(chain(heads, facts_view(found, canvas().width, len(counts) > 1, marked)))


def people(
    name: Annotated[str, Argument(help="Only who or what goes by this name.", autocompletion=complete_person)] = "",
    decks: DeckOption = None,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """List the persons and everything else that the facts name, or say of one whom you confuse with whom."""
    from destal_cli.cli.out import aloud, canvas, page, print_list
    from destal_cli.screen.facts import entity_json, entity_view, people_aloud, people_view

    known = library(decks)
    counts = known.people(name) if name else known.counted()
    confused = [(item, known.stock.confusions(item[1].name)) for item in counts] if name else []
    if json:
        return print_list("people", (entity_json(*item, *mixed) for item, *mixed in confused or zip(counts)))
    say_it, most_named = plainly(plain, known), sorted(counts, key=lambda item: -item[2])
    if not name:
        return aloud(people_aloud(most_named)) if say_it else page(people_view(most_named, canvas().width))
    views = (entity_view(*item, mixed) for item, mixed in confused)
    return aloud(views) if say_it else page(views)


def scores(
    sections: Annotated[
        list[str] | None,
        Argument(
            metavar="SECTION",
            help=f"Only these, and all of them: {', '.join(SECTIONS)}.",
            one_of=SECTIONS,
        ),
    ] = None,
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    everything: Annotated[bool, Option("--all", help="All of every section.")] = False,
    judging: Annotated[bool, Option("--judging", help="How often you overrode a verdict, by kind of answer.")] = False,
    calibration: Annotated[
        bool, Option("--calibration", help="How far your confidence and the predictions can be believed.")
    ] = False,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """Show how well the cards are held, what is due, what keeps lapsing, and the days so far.

    Narrowed to some facts, only their cards and the reviews of these are counted.
    """
    if judging and (sections or everything):
        raise UsageError("--judging is a page of its own, without sections", "destal scores --judging")
    known = library(decks)
    asked_for = wanted(known, "", person, tag, kind, since, until)
    if judging:
        return _judging(known, asked_for, bool(decks), json, plainly(plain, known))
    if calibration:
        return _calibration(known, asked_for, bool(decks), json, plainly(plain, known))
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import aloud, console, page, print_json

    found = known.scores(asked_for, now())
    if json:
        from destal_cli.screen.scores_json import scores_as_json

        return print_json(scores_as_json(found))
    from destal_cli.screen.scores import scores_aloud, scores_view

    chosen, scope = SECTIONS if everything else sections or (), _scope(known, asked_for, bool(decks))
    if plainly(plain, known):
        return aloud(scores_aloud(found, chosen, scope))
    return page([scores_view(found, console().width, chosen, scope)])


def _counting(known: "Library", asked_for: "Filter", named: bool) -> "Callable[[str], bool]":
    """Whether the reviews of a card count: those of the cards that are asked for; where no fact is, of all the decks.

    A card that is in no deck any more then counts too; it is in one of the named decks by its id.
    """
    from destal_cli.core.filters import Filter

    if asked_for != Filter():
        return known.kinds_of_answers(asked_for).keys().__contains__
    begins = tuple(f"{deck.id}/" for deck in known.decks) if named else ("",)
    return lambda card: card.startswith(begins)


def _judging(known: "Library", asked_for: "Filter", named: bool, json: bool, plain: bool) -> None:
    from destal_cli.cli.out import aloud, console, print_json
    from destal_cli.core.judging import judging
    from destal_cli.screen.judging import judging_aloud, judging_as_json, judging_view

    history, counts = known.history(), _counting(known, asked_for, named)
    verdicts = {card: count for card, count in history.log.verdicts().items() if counts(card)}
    overridden = [review for review in history.overridden() if counts(review.card)]
    cards = {card.id: card for card in known.cards_of([review.card for review in overridden])}
    found = judging(verdicts, overridden, known.kinds_of_answers(asked_for), cards)
    if json:
        return print_json(judging_as_json(found))
    return aloud(judging_aloud(found)) if plain else console().print(judging_view(found))


def _calibration(known: "Library", asked_for: "Filter", named: bool, json: bool, plain: bool) -> None:
    from collections import Counter

    from destal_cli.cli.out import aloud, console, print_json
    from destal_cli.core.calibration import calibration
    from destal_cli.core.parameters import in_use
    from destal_cli.screen.calibration import calibration_aloud, calibration_as_json, calibration_view

    history, counts = known.history(), _counting(known, asked_for, named)
    sure = Counter((level, right) for card, level, right in history.log.sure() if counts(card))
    rows = (row for row in history.log.lived() if counts(row[0]))
    found = calibration(sure, rows, known.scheduler())
    used = in_use(history.parameters())
    if json:
        return print_json(calibration_as_json(found, used))
    if plain:
        return aloud(calibration_aloud(found, used))
    screen = console()
    return screen.print(calibration_view(found, used, screen.width))


def _scope(known: "Library", asked_for: "Filter", named: bool) -> str:
    """What is counted, in words: `De-Stalinization · Lavrentiy Beria · from 1953`; nothing when it is everything."""
    from destal_cli.core.dates import human

    parts = [deck.title for deck in known.decks] if named else []
    who = sorted(asked_for.who or ())[:1]
    parts += [known.deck(name).entities[entity].name for name, entity in who]
    parts += [asked_for.tag, asked_for.kind.value if asked_for.kind else ""]
    ends = (("from", asked_for.since), ("to", asked_for.until))
    parts.append(" ".join(f"{word} {human(date)}" for word, date in ends if date))
    return " · ".join(filter(None, parts))


def read(
    deck: Annotated[str | None, Argument(help="A deck, by id or path.", autocompletion=complete_deck)] = None,
    uncovered: Annotated[bool, Option("--uncovered", help="Only sentences that nothing is asked of.")] = False,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """Read a deck's document, each sentence marked by what is asked of it and how well it is held."""
    from destal_cli.cli.clock import now
    from destal_cli.cli.out import aloud, page, print_list
    from destal_cli.core.coverage import coverage
    from destal_cli.screen.reading import document_aloud, document_json, document_view

    known = library([deck] if deck else None)
    if not known.decks:
        raise NotFoundError("there is no deck to read", "destal decks new")
    memory, day, scheduler = known.history().remembered(), now().day, known.scheduler()

    def recall(card: "Card") -> float | None:
        held = memory.get(card.id)
        return held.retrievability(day, scheduler) if held else None

    documents = ((deck, source) for deck in known.decks for source in deck.sources.values())
    found = ((deck, source, coverage(deck, source, recall)) for deck, source in documents)
    if json:
        return print_list("sources", (document_json(*one, uncovered=uncovered) for one in found))
    say_it = plainly(plain, known)
    view = document_aloud if say_it else document_view
    views = chain.from_iterable(view(source, passages, uncovered=uncovered) for _, source, passages in found)
    return aloud(views) if say_it else page(views)
