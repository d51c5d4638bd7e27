"""`destal timeline`: the events in time on the screen, as JSON, and as files to print; with how well each is held."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

from destal_cli.cli.declare import Option
from destal_cli.cli.known import library, plainly
from destal_cli.cli.options import (
    DeckOption,
    FromOption,
    JsonOption,
    KindOption,
    PersonOption,
    PlainOption,
    TagOption,
    ToOption,
    as_typed,
    wanted,
)
from destal_cli.core.problems import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from destal_cli.core.filters import Filter
    from destal_cli.core.recall import Recall
    from destal_cli.core.timeline import By, Outline, Timeline
    from destal_cli.screen.export import Exhibit
    from destal_cli.screen.timeline import TimelineView
    from destal_cli.store.library import Library

UNITS = ("auto", "decade", "year", "month", "day")


def timeline(
    decks: DeckOption = None,
    person: PersonOption = None,
    tag: TagOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    until: ToOption = None,
    by: Annotated[str, Option(one_of=UNITS, metavar="SCALE", help=f"The scale: {', '.join(UNITS)}.")] = "auto",
    memory: Annotated[
        bool | None,
        Option(
            "--memory/--no-memory", help="Mark each event by how well you hold it (default: once you have a history)."
        ),
    ] = None,
    svg: Annotated[str | None, Option(metavar="FILE", help="Write a poster, as SVG; - is stdout.")] = None,
    html: Annotated[
        str | None, Option(metavar="FILE", help="Write a page with poster, passages and persons; - is stdout.")
    ] = None,
    force: Annotated[bool, Option("--force", help="Write over a file that is there.")] = False,
    json: JsonOption = False,
    plain: PlainOption = None,
) -> None:
    """Show the events in time, to scale, and how well you hold each of them now."""
    from destal_cli.cli.out import print_list
    from destal_cli.core.timeline import By, as_json, lay_out

    if json + (svg == "-") + (html == "-") > 1:
        raise UsageError("stdout takes one document", "give --svg or --html a file, or leave --json out")
    _refuse_targets([svg, html], force)
    known = library(decks)
    asked_for = wanted(known, "", person, tag, kind, since, until)
    recalls = _recalls(known, asked_for, memory)
    found = known.outline(asked_for)
    scope = as_typed(decks, person, tag, kind)
    if svg or html:
        exhibit = _exhibit(found, lay_out(found, By(by)), recalls, By(by), scope)
        _write(svg, exhibit.svg, force)
        _write(html, exhibit.html, force)
    if json:
        return print_list("events", as_json(found, {key: recall.share for key, recall in (recalls or {}).items()}))
    if svg or html:
        return None
    return (_say if plainly(plain, known) else _show)(lay_out(found, By(by)), recalls, scope)


def _recalls(known: "Library", asked_for: "Filter", memory: bool | None) -> "dict[str, Recall] | None":
    """The recall of each fact; None where memory is to be left out, as it is before there is a history."""
    if memory is False or not (memory or known.places.history.exists()):
        return None
    from destal_cli.cli.clock import now

    if not (memory or known.history().remembers()):
        return None
    return known.recalls(asked_for, now())


def _show(laid: "Timeline", recalls: "dict[str, Recall] | None", scope: str) -> None:
    """Print a timeline line by line, so that no more of it is drawn than is looked at."""
    from destal_cli.cli.out import console, page
    from destal_cli.screen.look import Line

    return page(map(Line, _view(laid, recalls, scope, console().width).lines()))


def _say(laid: "Timeline", recalls: "dict[str, Recall] | None", scope: str) -> None:
    """Say a timeline line by line."""
    from destal_cli.cli.out import aloud
    from destal_cli.core.recall import overview
    from destal_cli.screen.timeline_aloud import timeline_aloud

    held = None if recalls is None else overview(laid.events(), recalls)
    return aloud(timeline_aloud(laid, recalls, held, scope))


def _view(laid: "Timeline", recalls: "dict[str, Recall] | None", scope: str, width: int) -> "TimelineView":
    from destal_cli.screen.timeline import timeline_view

    if recalls is None:
        return timeline_view(laid, width)
    from destal_cli.core.recall import overview
    from destal_cli.screen.recall import LEGEND, figures, paragraphs, sign_of

    words = paragraphs(overview(laid.events(), recalls), scope)
    signs = {key: sign_of(recall) for key, recall in recalls.items()}
    return timeline_view(laid, width, signs, LEGEND, figures=figures(recalls), words=words)


def _exhibit(
    found: "Outline", laid: "Timeline", recalls: "dict[str, Recall] | None", by: "By", scope: str
) -> "Exhibit":
    """What is to be written; raises NotFoundError when nothing has a date."""
    from destal_cli.cli.clock import now
    from destal_cli.screen.export import Exhibit

    if not laid.rows:
        raise NotFoundError("no fact that is asked for has a date, so there is nothing to draw", "see: destal facts")
    return Exhibit(found.decks, laid, recalls, now().day, by, scope)


def _refuse_targets(names: "Sequence[str | None]", force: bool) -> None:
    """Raise UsageError before anything is written: for no name, one name twice, or a file that may not be replaced."""
    from destal_cli.store.files import refuse_to_replace
    from destal_cli.store.places import expanded

    if "" in names:
        raise UsageError("--svg and --html want the name of a file", "- is stdout")
    paths = [expanded(name) for name in names if name and name != "-"]
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        raise UsageError("--svg and --html are the same file", "name two")
    for path in paths:
        refuse_to_replace(path, force=force)


def _write(name: str | None, document: "Callable[[], str]", force: bool) -> None:
    """Write a document to a file, if one is named, or to stdout with references for what its encoding lacks."""
    from destal_cli.cli.out import talk
    from destal_cli.store.files import write_new
    from destal_cli.store.places import expanded

    if not name:
        return
    if name == "-":
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(document().encode(encoding, "xmlcharrefreplace").decode(encoding))
        return
    path = expanded(name)
    write_new(path, document(), force=force)
    talk(f"written: {path}")
