"""What a file holds, as `destal import` shows it before it is taken: how it was read, first notes, what is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from destal_cli.core.notes import Incoming, Note
from destal_cli.core.problems import Problem
from destal_cli.core.text import one_line, plural
from destal_cli.screen.figures import ALOUD
from destal_cli.screen.look import styled
from destal_cli.screen.paint import Hung, Stack, Words

FIRST, REFUSED = 5, 10  # notes, and lines that were refused
LONGEST = 200


def incoming_view(incoming: Incoming, name: str, form: str, width: int, into: str = "") -> RenderableType:
    """The whole of it, on a screen of some width; `into` says where it would go."""
    parts = [*_read_as(incoming, name, form), Text(), *_notes(incoming.notes, width)]
    return Padding(Group(*parts, *_amount(incoming, into), *_refusals(incoming)), (0, 2, 0, 2))


def incoming_aloud(incoming: Incoming, name: str, form: str, into: str = "") -> Iterator[RenderableType]:
    """The same to be read aloud: first how much there is, and what is refused."""
    yield from (
        *_amount(incoming, into),
        *_refusals(incoming),
        *_read_as(incoming, name, form),
        *_notes(incoming.notes, ALOUD),
    )


def _amount(incoming: Incoming, into: str) -> Iterator[Text]:
    """How much there is, and where it would go."""
    yield styled(_counted(incoming), "accent")
    if into:
        yield styled(into)


def _read_as(incoming: Incoming, name: str, form: str) -> Iterator[RenderableType]:
    """The title, and how the file was read."""
    yield styled(incoming.title, "heading").append_text(styled(f"   {name} · {form}", "quiet"))
    yield from (styled(line, "quiet") for line in incoming.understood)


def _refusals(incoming: Incoming) -> Iterator[Text]:
    yield from _listed("✗", map(_refused, incoming.problems))
    yield from (styled(f"◐ not carried over: {sentence}", "partial") for sentence in incoming.lost)


def _counted(incoming: Incoming) -> str:
    """`12 notes, 340 reviews`."""
    said = []
    if incoming.deck:
        said.append(plural(len(incoming.deck.facts), "fact"))
    if incoming.notes:
        said.append(plural(len(incoming.notes), "note"))
    if incoming.reviews:
        said.append(plural(len(incoming.reviews), "review"))
    if incoming.problems:
        said.append(plural(len(incoming.problems), "problem"))
    return ", ".join(said) or "nothing"


def _notes(notes: tuple[Note, ...], width: int) -> Iterator[RenderableType]:
    """The first notes: where each stands, what it asks, and its answer with what goes along."""
    indent = 12 if width > 40 else 10
    for note in notes[:FIRST]:
        body = Stack(Words(_short(note.prompt)), Words(f"= {_short(note.answer)}", "answer"), *_along(note))
        yield Hung(Words(f"line {note.line}" if note.line else "·", "quiet"), body, indent)
    if len(notes) > FIRST:
        yield Hung(Words(), Words("...", "quiet"), indent)
    if notes:
        yield Text()


def _along(note: Note) -> list[Words]:
    """What a note has beside question and answer, in a line."""
    told = {
        "also": "; ".join(note.also),
        "date": note.date,
        "people": "; ".join(note.people),
        "tags": " ".join(note.tags),
    }
    told |= {"passage": note.passage, "note": note.note}
    said = " · ".join(f"{name} {_short(text)}" for name, text in told.items() if text)
    return [Words(said, "quiet")] if said else []


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _refused(problem: Problem) -> str:
    return f"line {problem.line}: {problem.message}" if problem.line else problem.message


def _listed(what: str, lines: Iterable[str]) -> Iterator[Text]:
    found = list(lines)
    for line in found[:REFUSED]:
        yield styled(f"{what} {_short(line)}", "wrong")
    if len(found) > REFUSED:
        yield styled(f"{what} {len(found) - REFUSED:,} more", "wrong")
