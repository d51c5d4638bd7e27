"""Dated facts on a vertical scale of time: the rows, brackets and persons of `destal timeline`, and its JSON.

Width plays no part here: `screen.timeline` draws what `lay_out` gives. A row stands for a date with all its facts, for
an empty unit of the scale, or for a long empty stretch, which is squeezed and named. Days are numbered as in `dates`.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from heapq import heappop, heappush
from itertools import chain, groupby
from typing import NamedTuple

from destal_cli.core.dates import MONTHS, SEASONS, Edtf, Point, Precision, civil, human, ordinal, single
from destal_cli.core.facts import Deck, Entity, Fact, Importance, Kind
from destal_cli.core.marks import Person, persons_of
from destal_cli.core.text import join_words, one_line, plural
from destal_cli.core.values import dataclass, field, replace


class By(StrEnum):
    """The unit of the scale: an empty one of it takes a row."""

    AUTO = "auto"
    DECADE = "decade"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class Tick(StrEnum):
    """How a row is marked on the scale."""

    YEAR = "year"
    DATE = "date"
    NONE = "none"
    GAP = "gap"


class Dated(NamedTuple):
    """What a timeline is laid out from, of a dated fact: its key `deck/fact`, the length of its statement, whether it
    has a note, and the persons that it names by their keys in the outline, in the order of their roles.
    """

    key: str
    when: Edtf
    kind: Kind
    length: int
    core: bool
    noted: bool
    people: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Facts as far as a timeline is laid out from them: the dated ones in order of time, and how many are not dated.

    `known` has the persons' entities by key, each with the id of its deck. `facts` are the dated facts themselves, in
    the same order; they may be read only when somebody looks at them.
    """

    decks: tuple[Deck, ...]
    dated: Sequence[Dated]
    undated: int
    known: Mapping[Hashable, tuple[str, Entity]]
    facts: Sequence[tuple[Deck, Fact]]


class Event(NamedTuple):
    """A dated fact on the scale, as in `Dated`; `place` is that of the fact itself among the `facts` of the outline."""

    key: str
    when: Edtf
    kind: Kind
    length: int
    core: bool
    noted: bool
    people: tuple[Person, ...]
    place: int
    facts: Sequence[tuple[Deck, Fact]]

    @property
    def deck(self) -> Deck:
        """The deck of the fact."""
        return self.facts[self.place][0]

    @property
    def fact(self) -> Fact:
        """The fact itself."""
        return self.facts[self.place][1]


@dataclass(frozen=True, slots=True)
class Row:
    """A place on the scale. `at` is the number of its first day, and where only a range ends, of that range's last.

    `label` stands beside the scale; `words` are the dates of a range that starts here, or the length of a gap.
    """

    at: int
    tick: Tick = Tick.NONE
    label: str = ""
    words: str = ""
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A bracket from the row `first` to the row `last`; brackets that share a row have different lanes.

    Without a `start` it comes from above the scale, without an `end` it goes on below. `person` is whom it is about.
    """

    first: int
    last: int
    lane: int
    start: bool
    end: bool
    words: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A scale with its facts: rows in order of time, brackets in order of their first row, persons in order of rank."""

    unit: By
    titles: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    rows: tuple[Row, ...]
    spans: tuple[Span, ...]
    people: tuple[Person, ...]
    undated: int

    def events(self) -> Iterator[Event]:
        """Every event in order of time."""
        return (event for row in self.rows for event in row.events)


_FINENESS = {
    By.DAY: Precision.DAY, By.MONTH: Precision.MONTH, By.YEAR: Precision.YEAR, By.DECADE: Precision.DECADE,
}  # fmt: skip
_MOST_CELLS = {By.DAY: 62, By.MONTH: 72, By.YEAR: 150}
_SCREEN = 30
_LONGEST_EMPTY = (12, 6, 3)
_ALWAYS = 10**9


def lay_out(facts: Outline, by: By = By.AUTO) -> Timeline:
    """Put every dated fact on a scale; the others are counted."""
    whens = [when for when, _ in groupby(dated.when for dated in facts.dated)]
    unit = unit_for(whens) if by is By.AUTO else by
    named = persons_of(chain.from_iterable(dated.people for dated in facts.dated), facts.known)
    scale = _fitting_scale(unit, whens, _events(facts, named))
    points = {point for when in whens for point in when.points}
    return Timeline(
        unit=unit,
        titles=tuple(dict.fromkeys(one_line(deck.title) for deck in facts.decks)),
        first_year=min((point.year for point in points), default=None),
        last_year=civil(max(point.latest for point in points))[0] if points else None,
        rows=tuple(scale.rows),
        spans=tuple(_in_lanes(scale.spans, len(scale.rows) - 1)),
        people=tuple(sorted(set(named.values()), key=lambda person: person.rank)),
        undated=facts.undated,
    )


def _events(facts: Outline, named: Mapping[Hashable, Person]) -> list[Event]:
    """The events in order of time; one who is named under several keys is marked once."""
    events = []
    for place, (key, when, kind, length, core, noted, people) in enumerate(facts.dated):
        marked = tuple(map(named.__getitem__, people))
        marked = tuple(dict.fromkeys(marked)) if len(marked) > 1 else marked
        events.append(Event(key, when, kind, length, core, noted, marked, place, facts.facts))
    return events


def outline(items: Iterable[tuple[Deck, Fact]]) -> Outline:
    """The outline of facts that are at hand."""
    given = list(items)
    dated = ((deck, fact, fact.when) for deck, fact in given if fact.when)
    facts = [(deck, fact) for deck, fact, _ in sorted(dated, key=lambda item: time_key(item[2]))]
    known: dict[Hashable, tuple[str, Entity]] = {
        (deck.id, person.id): (deck.id, person) for deck, fact in facts for person in deck.people(fact)
    }
    return Outline(
        decks=tuple({deck.id: deck for deck, _ in given}.values()),
        dated=[_dated(deck, fact, fact.when) for deck, fact in facts if fact.when],
        undated=len(given) - len(facts),
        known=known,
        facts=facts,
    )


def _dated(deck: Deck, fact: Fact, when: Edtf) -> Dated:
    people = tuple((deck.id, person.id) for person in deck.people(fact))
    core, noted = fact.importance is Importance.CORE, bool(fact.note)
    return Dated(f"{deck.id}/{fact.id}", when, fact.kind, len(fact.statement), core, noted, people)


def as_json(facts: Outline, recall: Mapping[str, float | None]) -> Iterator[dict[str, object]]:
    """The events of `{"events": [...]}` in order of time; `earliest` and `latest` are null at an open end.

    `recall` goes by fact key; an event that it does not have, as one that is new, has null.
    """
    for dated, (_, fact) in zip(facts.dated, facts.facts, strict=True):
        share = recall.get(dated.key)
        yield {
            "id": dated.key,
            "date": str(dated.when),
            "earliest": None if dated.when.earliest is None else _iso(dated.when.earliest),
            "latest": None if dated.when.latest is None else _iso(dated.when.latest),
            "statement": fact.statement,
            "people": [facts.known[person][1].name for person in dated.people],
            "recall": None if share is None else round(share, 4),
        }


def _iso(day: int) -> str:
    year, month, day = civil(day)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"


def time_key(when: Edtf) -> tuple[int, int, bool, int, str]:
    """By first day; a whole year before its days, a date before the ranges that start with it, long ranges first."""
    latest = _ALWAYS if when.latest is None else when.latest
    if when.start is None:
        return (-_ALWAYS, 0, True, -latest, str(when))
    return (when.start.earliest, -when.start.latest, when.is_range, -latest, str(when))


# The unit.


@lru_cache(maxsize=4096)
def cell(unit: By, day: int) -> int:
    """The number of the unit that a day lies in; the next unit has the next number."""
    if unit is By.DAY:
        return day
    year, month, _ = civil(day)
    return year * 12 + month - 1 if unit is By.MONTH else year // 10 if unit is By.DECADE else year


def first_day(unit: By, number: int) -> int:
    """The first day of a unit: undoes `cell`."""
    if unit is By.DAY:
        return number
    if unit is By.MONTH:
        return ordinal(number // 12, number % 12 + 1, 1)
    return ordinal(number * 10 if unit is By.DECADE else number, 1, 1)


def unit_for(dates: Iterable[Edtf]) -> By:
    """The finest unit that the dates are written in and that spreads them over no more than some screens.

    A tenth of the dates at either end does not count, and a longer scale will do when half of it is taken.
    """
    points = sorted({point for date in dates for point in date.points}, key=lambda point: point.earliest)
    outliers = len(points) // 10
    points = points[outliers : len(points) - outliers]
    return next((unit for unit in _MOST_CELLS if points and _suits(unit, points)), By.DECADE if points else By.YEAR)


def _suits(unit: By, points: Sequence[Point]) -> bool:
    fine = [point for point in points if point.precision >= _FINENESS[unit]]
    cells = cell(unit, points[-1].earliest) - cell(unit, points[0].earliest) + 1
    taken = len({cell(unit, point.earliest) for point in fine})
    most = _MOST_CELLS[unit] * (4 if taken * 2 >= cells else 1)
    return len(fine) * 4 >= len(points) and cells <= most


def label(point: Point) -> str:
    """A date as it stands beside the scale, its year apart: `26 Jun`, `spring`, `c. 1953`, `1950s`, `19th c.`."""
    match point.precision:
        case Precision.DAY:
            name = f"{point.day} {MONTHS[point.month - 1][:3]}"
        case Precision.MONTH:
            name = MONTHS[point.month - 1][:3]
        case Precision.SEASON:
            name = SEASONS[point.season]
        case _:
            plain = replace(point, approximate=False, uncertain=False)
            name = human(single(plain), short=True).removeprefix("the ").replace(" century", " c.")
    return f"{'c. ' if point.approximate else ''}{name}{'?' if point.uncertain else ''}"


# The scale.


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a range that began in the row `first` ends."""

    day: int
    first: int
    when: Edtf
    person: Person | None


@dataclass(slots=True)
class _Scale:
    """Rows as they are laid, from the earliest on; `shown` is the date of the last that has a label.

    A date that is coarser than the unit stands where it begins, and takes no unit of the scale.
    `free` is the first unit that no row stands for yet, `free_named` the same in the unit that gaps are named in.
    """

    unit: By
    longest_empty: int
    fine_years: frozenset[int]
    before_all: int
    rows: list[Row] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    stops: list[_Stop] = field(default_factory=list)
    free: int | None = None
    free_named: int = 0
    year: int | None = None
    shown: Point | None = None

    @property
    def named_unit(self) -> By:
        return By.YEAR if self.unit is By.DECADE else self.unit

    def lay(self, events: Sequence[Event]) -> None:
        for when, group in groupby(events, key=lambda event: event.when):
            self.close_before(when.earliest)
            self.place(when, tuple(group))
        self.close_before(_ALWAYS)
        self.spans.sort(key=lambda span: span.first)

    def place(self, when: Edtf, events: tuple[Event, ...]) -> None:
        """The row of one date; a range leaves its label to the row above when that has the same."""
        words = human(when) if when.is_range else ""
        if when.start is None:
            self.rows.append(Row(self.before_all, words=words, events=events))
        elif when.is_range and self.stands_below(when.start):
            self.rows.append(Row(when.start.earliest, words=words, events=events))
        else:
            self.go_to(when.start, when.start.earliest)
            self.rows.append(replace(self.rows.pop(), words=words, events=events))
        if when.is_range:
            self.open(when, events)

    def stands_below(self, start: Point) -> bool:
        """Whether the last row that has a label, which rows without one continue, is of this very date."""
        above = next((row for row in reversed(self.rows) if row.label or not row.events), None)
        return above is not None and bool(above.label) and (above.at, above.label) == (start.earliest, label(start))

    def open(self, when: Edtf, events: tuple[Event, ...]) -> None:
        first, person = len(self.rows) - 1, _only_person(events)
        if when.end is None:
            self.spans.append(Span(first, -1, 0, True, False, human(when), person))
        else:
            insort(self.stops, _Stop(when.end.latest, first, when, person), key=lambda stop: stop.day)

    def close_before(self, day: int | None) -> None:
        """End the brackets whose last day is before this one."""
        while day is not None and self.stops and self.stops[0].day < day:
            stop = self.stops.pop(0)
            assert stop.when.end is not None
            if not self.ends_here(stop, stop.when.end):
                self.go_to(self.shown_end(stop.when.end), stop.day)
            start = stop.when.start is not None
            last = len(self.rows) - 1
            self.spans.append(Span(stop.first, last, 0, start, True, human(stop.when), stop.person))

    def ends_here(self, stop: _Stop, end: Point) -> bool:
        """Whether the last row shows where the range ends: it lies in the end's date and unit, and is not its own."""
        at = self.rows[-1].at
        same = at >= end.earliest and cell(self.unit, at) == cell(self.unit, stop.day)
        fine = self.shown is not None and self.shown.precision >= max(end.precision, _FINENESS[self.unit])
        return same and fine and len(self.rows) - 1 > stop.first

    def shown_end(self, end: Point) -> Point:
        """The end of a range as its row is labelled: when the scale is finer, as the last unit of it."""
        if end.precision >= _FINENESS[self.unit] and end.precision is not Precision.SEASON:
            return end
        year, month, day = civil(end.latest)
        if self.unit is By.DAY:
            return Point(year, month, day, precision=Precision.DAY)
        if self.unit is By.MONTH or end.precision is Precision.SEASON:
            return Point(year, month, precision=Precision.MONTH)
        return Point(year)

    def go_to(self, point: Point, day: int) -> None:
        """A row for the point, after its year's row and whatever is empty before it."""
        if self.needs_year(point):
            if self.free is None:
                self.skip_to(day)
            self.step(Point(point.year), ordinal(point.year, 1, 1))
        self.step(point, day)

    def needs_year(self, point: Point) -> bool:
        if point.year == self.year:
            return False
        if point.precision is not Precision.YEAR:
            return point.precision > Precision.YEAR
        inside = self.unit in (By.MONTH, By.DAY) or point.year in self.fine_years
        return inside and (point.approximate or point.uncertain)

    def step(self, point: Point, day: int) -> None:
        self.skip_to(day)
        plain_year = point.precision is Precision.YEAR and not (point.approximate or point.uncertain)
        again = plain_year and point.year == self.year
        tick = Tick.YEAR if point.precision <= Precision.YEAR and not again else Tick.DATE
        self.rows.append(Row(day, tick, label(point)))
        self.year, self.shown = (point.year if plain_year else self.year), point
        if point.precision >= _FINENESS[self.unit]:
            last = max(day, point.latest) if point.precision is _FINENESS[self.unit] else day
            self.free = cell(self.unit, last) + 1
            self.free_named = cell(self.named_unit, last) + 1

    def skip_to(self, day: int) -> None:
        """Rows for the empty units before a day: one each, or when they are many one for all, with their length."""
        goal, named = cell(self.unit, day), cell(self.named_unit, day)
        empty = 0 if self.free is None else goal - self.free
        if self.free is not None and empty > self.longest_empty:
            start = first_day(self.named_unit, self.free_named)
            words = length(self.named_unit, start, first_day(self.named_unit, named))
            self.rows.append(Row(start, Tick.GAP, words=words))
        else:
            days = (first_day(self.unit, goal - left) for left in range(empty, 0, -1))
            self.rows.extend([Row(max(start, self.rows[-1].at)) for start in days])
        self.free_named = named if self.free is None else max(named, self.free_named)
        self.free = goal if self.free is None else max(goal, self.free)


def _fitting_scale(unit: By, whens: Iterable[Edtf], events: Sequence[Event]) -> _Scale:
    """The scale with the longest empty stretches drawn out, as long as all of it fits on a screen."""
    points = [point for when in whens for point in when.points]
    fine = frozenset(point.year for point in points if point.precision > Precision.YEAR)
    before_all = ordinal(min((point.year for point in points), default=1), 1, 1) - 1
    for longest_empty in _LONGEST_EMPTY if len(events) < _SCREEN else _LONGEST_EMPTY[-1:]:
        scale = _Scale(unit, longest_empty, fine, before_all)
        scale.lay(events)
        if sum(max(1, len(row.events)) for row in scale.rows) <= _SCREEN:
            break
    return scale


def _only_person(events: tuple[Event, ...]) -> Person | None:
    people = events[0].people
    return people[0] if len(people) == 1 and all(event.people == people for event in events) else None


def _in_lanes(spans: Iterable[Span], last_row: int) -> Iterator[Span]:
    """Each bracket in the lowest lane that is free from its first row to its last."""
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    for span in spans:
        while busy and busy[0][0] < span.first:
            heappush(free, heappop(busy)[1])
        lane = heappop(free) if free else len(busy)
        last = span.last if span.end else last_row
        heappush(busy, (last, lane))
        yield replace(span, last=last, lane=lane)


# How long a gap is.

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def length(unit: By, start: int, end: int) -> str:
    """The time from one day to another in whole units: `five months`, `19 years`, `19 years and 3 months`."""
    if unit is By.DAY and end - start < 100:
        return _counted((end - start, "day"))
    (year, month, day), (last_year, last_month, last_day) = civil(start), civil(end)
    years, months = divmod((last_year - year) * 12 + last_month - month - (last_day < day), 12)
    if years == 1 and months:
        years, months = 0, months + 12
    over = "" if day == last_day else "over "
    return over + _counted((years, "year"), (months, "month"))


def _counted(*parts: tuple[int, str]) -> str:
    counts = [(count, noun) for count, noun in parts if count]
    if all(count < len(_NUMBERS) for count, _ in counts):
        return join_words(f"{_NUMBERS[count]} {noun if count == 1 else noun + 's'}" for count, noun in counts)
    return join_words(plural(count, noun) for count, noun in counts)
