"""The README's pictures, made anew from the program's own screens by Rich's export.

    python3 tests/pictures/make.py

They carry no address of a font: a picture shows the same without a network.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
import tempfile
from itertools import cycle
from pathlib import Path

from rich.console import Console, RenderableType
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from rich.theme import Theme

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck
from destal_cli.core.filters import Filter
from destal_cli.core.forms import Form
from destal_cli.core.grading import Rating, Setting
from destal_cli.core.judge import judge
from destal_cli.core.memory import Moment
from destal_cli.core.passages import context
from destal_cli.core.recall import Recall, overview
from destal_cli.core.statistics import Scores
from destal_cli.core.themes import DARK
from destal_cli.core.timeline import lay_out, outline
from destal_cli.screen import study
from destal_cli.screen.export import Exhibit
from destal_cli.screen.palette import TRUE, styles
from destal_cli.screen.recall import LEGEND, figures, paragraphs, sign_of
from destal_cli.screen.scores import scores_view
from destal_cli.screen.study import Asked, Told
from destal_cli.screen.timeline import timeline_view
from destal_cli.store.deckfile import load_deck
from destal_cli.store.library import Library
from destal_cli.store.places import Places

DAY = dt.date(2027, 1, 15).toordinal()
SHARES = (0.97, 0.91, 0.66, 0.95, 0.52, None, 0.88)
HERE = Path(__file__).parent
DECK = HERE.parent.parent / "decks" / "destalinization.yaml"
COLOURS = TerminalTheme(
    (22, 27, 34),
    (215, 220, 226),
    [
        (22, 27, 34),
        (213, 94, 0),
        (0, 158, 115),
        (230, 159, 0),
        (0, 114, 178),
        (204, 121, 167),
        (86, 180, 233),
        (215, 220, 226),
    ],
)


def picture(name: str, title: str, parts: list[RenderableType], width: int = 80) -> None:
    """Write what is printed as `name`.svg."""
    console = Console(
        record=True,
        width=width,
        file=io.StringIO(),
        theme=Theme(styles(DARK, TRUE)),
        markup=False,
        highlight=False,
        force_terminal=True,
    )
    for part in parts:
        console.print(part)
    svg = console.export_svg(title=title, theme=COLOURS, unique_id=name)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "ui-monospace")
    (HERE / f"{name}.svg").write_text(svg + "\n", encoding="utf-8")


def question(deck: Deck) -> list[RenderableType]:
    """The question of Beria's arrest, typed wrong in the year, and its verdict."""
    card = next(c for c in cards_of_deck(deck) if c.fact.id == "beria-arrested" and c.question == "when")
    asked = Asked(card, Form.DATE, deck.title, 7, 7, 18, "", 0.9)
    typed = "26 june 1935"
    verdict = judge(typed, card.answer, Setting())
    evidence = card.fact.evidence
    source = deck.sources[evidence.source]
    proof = context(source.text, evidence.start, evidence.end, (card.answer.text,))
    told = Told(asked, card, verdict, Rating.AGAIN, typed, 1, 0, proof, source.title)
    return [
        study.question(asked, card.prompt, "Enter answer · Esc I don't know · Ctrl-C stop"),
        Text(f"  day, month, year › {typed}", style="bold"),
        study.verdict(told),
        Text("\n  Enter next · 1-4 rate it otherwise · u undo · i more · ? keys", style="dim"),
    ]


def recalls_of(deck: Deck) -> dict[str, Recall]:
    """A learner who knows some facts well, is losing others, and has yet to see a few."""
    shares = cycle(SHARES)
    return {f"{deck.id}/{fact.id}": Recall(next(shares), due=True) for fact in deck.facts}


def learner(deck: Deck) -> Scores:
    """The scores of somebody who has learned the deck for half a year, among other things."""
    sys.path.insert(0, str(HERE.parent / "bench"))
    from made_history import made, write

    found = made(9_000, 200, dt.date(2026, 11, 27), seed=5)
    last = next(review.at for review in reversed(found.reviews) if review.card.startswith(f"{deck.id}/"))
    now = Moment(last.ms // 86_400_000 * 86_400_000 + 72_000_000, last.offset)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write(found, home)
        return Library(Places(home, home, home / "cache"), home, (str(DECK),)).scores(Filter(), now)


def main() -> None:
    deck = load_deck(DECK).deck
    assert deck is not None
    picture("scores", "destal scores", [scores_view(learner(deck), 80)])
    picture("question", "destal quiz", question(deck))
    dated = [(deck, fact) for fact in deck.facts]
    timeline, recalls = lay_out(outline(dated)), recalls_of(deck)
    signs = {key: sign_of(recall) for key, recall in recalls.items()}
    words = paragraphs(overview(timeline.events(), recalls))
    view = timeline_view(timeline, 80, signs, LEGEND, figures=figures(recalls), words=words)
    picture("timeline", "destal timeline", [view])
    (HERE / "poster.svg").write_text(Exhibit((deck,), timeline, recalls, DAY).svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
