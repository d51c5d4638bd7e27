"""A timeline to hang on the wall: a poster as SVG, and a page of HTML. `destal timeline --svg` and `--html` write them.

Templates escape whatever is put into them, and `_shown` cleans it first, so that no text of a deck is read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from destal_cli.core.dates import Edtf, civil, date_of, human
from destal_cli.core.facts import Deck
from destal_cli.core.marks import Person
from destal_cli.core.passages import Context, context
from destal_cli.core.recall import Hold, Overview, Period, Recall, figure, overview, period, stretches
from destal_cli.core.text import clean, one_line, plural
from destal_cli.core.timeline import By, Event, Timeline
from destal_cli.core.values import dataclass
from destal_cli.screen.palette import PERSON_COLOURS
from destal_cli.screen.poster import lay_poster
from destal_cli.screen.poster.frame import Words
from destal_cli.screen.poster.shapes import HEIGHT, WIDTH, Poster
from destal_cli.screen.recall import GLYPHS, command, says
from destal_cli.screen.timeline import EVENT, OTHER, ROLE, years

if TYPE_CHECKING:
    from jinja2 import Environment

SIZES = {"says": 1.0, "faded": 1.0, "note": 0.8, "figure": 0.78, "date": 0.92}  # of the type, on the poster
PAPER = ((9.5, 420, 297), (6.7, 594, 420), (4.75, 841, 594), (0.0, 1189, 841))  # type from this size on: mm, A3 to A0
SMALLEST_ON_A_SCREEN = 4.75  # of the type: a poster with a smaller one is no part of the page
LEAST_ON_A_SCREEN = 10.0  # pixels that type has at the least on the page, where a wide poster is scrolled
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class Colour:
    """A person's colour, and black or white, whichever is easier to read on it."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An event on the page: where it is proved, how it is held, and its persons. `sign` and `kind` explain each other.

    `first` is its first day in ISO 8601 where HTML can say it.
    """

    event: Event
    date: str
    first: str
    sign: str
    kind: str
    recall: str
    proof: Context
    source: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of time on the page with its events, and how it is held where something of it was seen."""

    name: str
    period: Period | None
    events: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What is exported: a timeline with at least one event, its decks, and recalls by fact key on a day (None: none).

    `by` is the finest unit that the poster's scale is labelled by; `scope` are the options that narrowed the timeline.
    """

    decks: tuple[Deck, ...]
    timeline: Timeline
    recalls: Mapping[str, Recall] | None
    day: int
    by: By = By.AUTO
    scope: str = ""

    def svg(self) -> str:
        """The poster as an SVG file, as large as paper that it can be read on."""
        laid = lay_poster(self.timeline, self.words(), self.recalls, self.by)
        paper = next((width, height) for least, width, height in PAPER if laid.size >= least)
        return self._render("poster.svg", self._poster(laid) | {"paper": paper})

    def html(self) -> str:
        """The page, with the poster in it as long as that can be read on a screen."""
        from markupsafe import Markup

        laid = lay_poster(self.timeline, self.words(), self.recalls, self.by)
        readable = laid.size >= SMALLEST_ON_A_SCREEN
        drawing = Markup(self._render("poster.svg", self._poster(laid) | {"paper": None})) if readable else None
        known = self.overview()
        page: dict[str, object] = {
            "words": self.words(),
            "drawing": drawing,
            "least": WIDTH * LEAST_ON_A_SCREEN / laid.size,
            "colours": COLOURS,
            "chapters": list(self.chapters()),
            "says": [(hold.name.lower(), GLYPHS[hold], said) for hold, said in says(known)],
            "weakest": [(event, figure(share), human(event.when)) for event, share in known.weakest],
            "command": command(known, self.scope),
            "memory": self.recalls is not None,
            "mark": self.mark,
            "figure": figure,
        }
        return self._render("timeline.html", page)

    def _poster(self, laid: Poster) -> dict[str, object]:
        about = f"{plural(len(list(self.timeline.events())), 'event')} along a scale of time, {years(self.timeline)}"
        return {
            "poster": laid,
            "words": self.words(),
            "about": about,
            "width": WIDTH,
            "height": HEIGHT,
            "colours": COLOURS,
            "sizes": SIZES,
        }

    def _render(self, template: str, values: Mapping[str, object]) -> str:
        return environment().get_template(template).render(values)

    def overview(self) -> Overview:
        """What is held of the timeline; nothing where memory is left out."""
        return overview(self.timeline.events(), self.recalls or {})

    def words(self) -> Words:
        """Title, what stands below it, and the sources."""
        parts = [years(self.timeline), plural(len(list(self.timeline.events())), "event")]
        if self.recalls is not None:
            known = self.overview()
            year, month, day = civil(self.day)
            on = human(date_of(year, month, day))
            parts += [f"recall on {on}: {figure(known.recall)}"] if known.recall is not None else []
            counts = ((known.counts.get(hold, 0), hold) for hold in (Hold.FIRM, Hold.FADING, Hold.NEW))
            parts += [f"{count:,} {hold}" for count, hold in counts if count]
        sources = dict.fromkeys(one_line(source.title) for deck in self.decks for source in deck.sources.values())
        last = f"{'Source' if len(sources) == 1 else 'Sources'}: {'; '.join(sources)}" if sources else ""
        return Words(" · ".join(self.timeline.titles), " · ".join(parts), last)

    def chapters(self) -> Iterator[Chapter]:
        """The events of the page, by stretches of time."""
        known = self.recalls or {}
        for stretch in stretches([(event, known.get(event.key, Recall())) for event in self.timeline.events()]):
            events = tuple(self.shown(event, recall) for event, recall in stretch.events)
            yield Chapter(stretch.name, period(stretch) if self.recalls is not None else None, events)

    def shown(self, event: Event, recall: Recall) -> Shown:
        """An event of the page."""
        evidence = event.fact.evidence
        source = event.deck.sources[evidence.source]
        sign = {"event": EVENT, "role": ROLE}.get(event.kind, OTHER)
        memory = self.recalls is not None
        return Shown(
            event=event,
            date=human(event.when),
            first=iso_date(event.when),
            sign=GLYPHS[recall.hold] if memory else sign.glyph,
            kind=recall.hold.name.lower() if memory else "kind",
            recall=recall_words(recall) if memory else sign.word,
            proof=context(source.text, evidence.start, evidence.end),
            source=source.title,
        )

    def mark(self, person: Person) -> tuple[int, bool]:
        """The number of a person's colour, and whether the mark is outlined since all colours are others'."""
        return person.rank % len(COLOURS), person.rank // len(COLOURS) % 2 == 1


def recall_words(recall: Recall) -> str:
    """How a fact is held, with the figure where there is one."""
    return recall.hold.value if recall.share is None else f"{recall.hold.value} {figure(recall.share)}"


def iso_date(when: Edtf) -> str:
    """The date as HTML's time element has it; nothing for ranges, for what is coarser, and for years before 1."""
    start = when.start
    if start is None or when.is_range or start.year < 1 or start.season or start.approximate or start.uncertain:
        return ""
    return str(start) if "X" not in str(start) else ""


def ink_on(colour: str) -> str:
    """Black or white, whichever has the greater contrast to a colour, by WCAG's relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


COLOURS: Sequence[Colour] = tuple(Colour(colour, ink_on(colour)) for colour in PERSON_COLOURS)


@cache
def environment() -> Environment:
    """What renders templates: it escapes whatever is put into them, and cleans it first."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("destal_cli.screen"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: object) -> object:
    """What stands for a value: numbers short, texts without what XML or a screen would trip over."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean(value).translate(_NOT_IN_XML)
    return value
