"""Statistics: what the log of reviews, the cards and their memory say of a learner. `destal scores` and `destal` ask.

Days are the learner's (`Moment.day`), each review with its own offset. Rows taken back and the rows that took them back
count nowhere. Crammed reviews are practice: they count in sessions, in days studied and in the time spent, and neither
in recall, nor in memory, nor in the streak. Reviews of cards that are in no deck any more count in everything that is
told by the day, in sessions and in totals; they have no place in what is told by the card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.facts import Deck, Entity, EntityKind, Kind
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Memory, Moment, Review, Scheduler, standing
from destal_cli.core.session import Allowance, new_cards
from destal_cli.core.text import fold

MATURE = 21.0  # days of stability from which a card is mature, as the field has it
FADING = 0.8  # the retrievability below which a card is fading
AHEAD = 7  # days of the forecast, today included
BACK = 14  # days of the review of days, today included
SESSIONS = 10
LONGEST_TOOK = 120_000  # ms that one answer counts for at most
ACTIVE = ("young", "mature")  # the states of a card that will be due
USUAL_SECONDS = 15.0  # an answer takes, until the learner's own are known

Marks = Mapping[str, tuple[str, Moment]]
Log = Sequence[tuple[int, Review]]


@dataclass(frozen=True, slots=True)
class States:
    """How many cards are in each state; each card is in one. `mature`: stable for `MATURE` days; `young`: not yet."""

    new: int = 0
    young: int = 0
    mature: int = 0
    suspended: int = 0
    buried: int = 0

    @property
    def total(self) -> int:
        """All cards."""
        return self.new + self.young + self.mature + self.suspended + self.buried


@dataclass(frozen=True, slots=True)
class DayScore:
    """A day: scheduled reviews, crammed ones, and of the cards seen on an earlier day, asked and recalled at first."""

    day: int
    reviews: int = 0
    practice: int = 0
    asked: int = 0
    recalled: int = 0

    @property
    def recall(self) -> float | None:
        """True retention: the share recalled of the cards that were there to be recalled; None without any."""
        return self.recalled / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with reviews: those of now, the most there were, and whether today is one of them already."""

    days: int = 0
    longest: int = 0
    today: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """How well the cards of a person or kind are held: mean retrievability of those seen (None: none), and counts."""

    name: str
    recall: float | None
    seen: int
    cards: int


@dataclass(frozen=True, slots=True)
class SessionScore:
    """A session: when its first answer was given, different cards, those right at the first try, and its time in ms."""

    start: Moment
    cards: int
    right: int
    took: int
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """All there is: reviews, crammed ones, days with either, sessions, ms spent, and rows for cards in no deck."""

    reviews: int = 0
    practice: int = 0
    days: int = 0
    sessions: int = 0
    took: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """All that `destal scores` shows. `due`: cards by day from `day` on, the first with those `overdue` before it."""

    day: int
    states: States
    due: tuple[int, ...]
    overdue: int
    days: tuple[DayScore, ...]
    streak: Streak
    people: tuple[Held, ...]
    kinds: tuple[Held, ...]
    sessions: tuple[SessionScore, ...]
    totals: Totals


def scores(
    cards: Iterable[Card],
    decks: Iterable[Deck],
    memory: Mapping[str, Memory],
    reviews: Iterable[Review],
    now: Moment,
    scheduler: Scheduler,
    marks: Marks | None = None,
) -> Scores:
    """The scores of a learner; `marks` as the history has them. For some decks alone, give their reviews alone."""
    known = list({card.id: card for card in cards}.values())
    states = {card.id: state_of(card.id, memory, now.day, marks or {}) for card in known}
    log = log_by_day(reviews)
    sessions = session_scores(log)
    due, overdue = forecast((memory[c].due for c, state in states.items() if state in ACTIVE), now.day)
    return Scores(
        day=now.day,
        states=States(**Counter(states.values())),
        due=due,
        overdue=overdue,
        days=day_scores(log, now.day),
        streak=streak(log, states, now.day, marks or {}),
        people=by_person(known, decks, memory, now.day, scheduler),
        kinds=by_kind(known, memory, now.day, scheduler),
        sessions=tuple(sessions[:SESSIONS]),
        totals=_totals(log, states, len(sessions)),
    )


def log_by_day(reviews: Iterable[Review]) -> Log:
    """The reviews that count, each with its day, in order of days and of time within a day."""
    rows = ((review.at.day, review) for review in standing(reviews))
    return sorted(rows, key=lambda row: (row[0], row[1].at.ms, row[1].id))


def state_of(card: str, memory: Mapping[str, Memory], day: int, marks: Marks) -> str:
    """The state of a card, one of the fields of States."""
    mark, at = marks.get(card, ("", None))
    if mark == "suspend":
        return "suspended"
    if mark == "bury" and at and at.day == day:
        return "buried"
    if card not in memory:
        return "new"
    return "mature" if memory[card].stability >= MATURE else "young"


def forecast(dues: Iterable[int], today: int) -> tuple[tuple[int, ...], int]:
    """How many of the due days fall on today (with those before it) and each next day, and how many before today."""
    counts = Counter(dues)
    overdue = sum(count for day, count in counts.items() if day < today)
    days = [counts[day] for day in range(today, today + AHEAD)]
    return (days[0] + overdue, *days[1:]), overdue


def day_scores(log: Log, today: int) -> tuple[DayScore, ...]:
    """The last days, oldest first.

    Recall is true retention: of a card that was reviewed on an earlier day, the first review on a day counts, and any
    rating above Again is recalled.
    """
    counts: dict[str, Counter[int]] = {name: Counter() for name in ("reviews", "practice", "asked", "recalled")}
    last: dict[str, int] = {}
    for day, review in log:
        if review.cram:
            counts["practice"][day] += 1
            continue
        counts["reviews"][day] += 1
        if last.get(review.card, day) < day:
            counts["asked"][day] += 1
            counts["recalled"][day] += review.rating > Rating.AGAIN
        last[review.card] = day
    days = range(today - BACK + 1, today + 1)
    return tuple(DayScore(day, **{name: count[day] for name, count in counts.items()}) for day in days)


def streak(log: Log, cards: Collection[str], today: int, marks: Marks) -> Streak:
    """The days in a row with a review. A day without one ends a row only if it is over and one of the cards was due.

    Due by a day is a card by the due day of its newest review up to then. Only cards that are in a deck now count; a
    suspended one was not due from its suspension on, and one that was restored not before that.
    """
    studied = {day for day, review in log if not review.cram}
    if not studied or min(studied) > today:
        return Streak()
    first = min(studied)
    days = range(first, today + 1)
    changes = _changes_of_due(log, cards, today, marks)
    due = accumulate(changes[day] for day in days)
    run = longest = 0
    for day, waiting in zip(days, due, strict=True):
        if day in studied:
            run += 1
        elif waiting and day < today:
            run = 0
        longest = max(longest, run)
    return Streak(run, longest, today in studied)


def _changes_of_due(log: Log, cards: Collection[str], today: int, marks: Marks) -> Counter[int]:
    """By day, how many more of the cards are due than on the day before."""
    changes: Counter[int] = Counter()
    newest: dict[str, tuple[int, int]] = {}

    def add(card: str, until: int) -> None:
        mark, at = marks.get(card, ("", None))
        day, due = newest[card]
        start = max(day, due, at.day if at and mark == "restore" else 0)
        end = min(until, at.day - 1 if at and mark == "suspend" else until)
        if start <= end:
            changes[start] += 1
            changes[end + 1] -= 1

    for day, review in log:
        if review.cram or review.card not in cards:
            continue
        if review.card in newest:
            add(review.card, day - 1)
        newest[review.card] = (day, review.due)
    for card in newest:
        add(card, today)
    return changes


def session_scores(log: Log) -> list[SessionScore]:
    """Every session, newest first. Reviews without a session, as other programs leave them, are one session a day."""
    sessions: dict[tuple[int, int], list[Review]] = {}
    for day, review in log:
        sessions.setdefault((review.session, 0 if review.session else day), []).append(review)
    return sorted(map(_session_score, sessions.values()), key=lambda session: session.start, reverse=True)


def _session_score(reviews: Sequence[Review]) -> SessionScore:
    first = {review.card: review.rating for review in reversed(reviews)}
    right = sum(rating > Rating.AGAIN for rating in first.values())
    took = sum(map(took_of, reviews))
    return SessionScore(reviews[0].at, len(first), right, took, all(review.cram for review in reviews))


def took_of(review: Review) -> int:
    """The ms that a review counts for: who leaves the table is not learning."""
    return min(max(review.took, 0), LONGEST_TOOK)


def _totals(log: Log, cards: Collection[str], sessions: int) -> Totals:
    practice = sum(review.cram for _, review in log)
    return Totals(
        reviews=len(log) - practice,
        practice=practice,
        days=len({day for day, _ in log}),
        sessions=sessions,
        took=sum(took_of(review) for _, review in log),
        kept=sum(review.card not in cards for _, review in log),
    )


def by_person(
    cards: Iterable[Card], decks: Iterable[Deck], memory: Mapping[str, Memory], day: int, scheduler: Scheduler
) -> tuple[Held, ...]:
    """Recall by the persons that facts name, the weakest first; one person in several decks is one."""
    named = _people(decks)
    pairs = [(person, card) for card in cards for person in {named.get((card.deck, i)) for i in card.fact.named}]
    return _held(((person, card) for person, card in pairs if person), memory, day, scheduler)


def by_kind(cards: Iterable[Card], memory: Mapping[str, Memory], day: int, scheduler: Scheduler) -> tuple[Held, ...]:
    """Recall by the kind of fact, the weakest first."""
    return _held(((card.fact.kind, card) for card in cards), memory, day, scheduler)


def _held(
    pairs: Iterable[tuple[str | Kind, Card]], memory: Mapping[str, Memory], day: int, scheduler: Scheduler
) -> tuple[Held, ...]:
    counts: Counter[str] = Counter()
    recalls: dict[str, list[float]] = {}
    for name, card in pairs:
        counts[str(name)] += 1
        if card.id in memory:
            recalls.setdefault(str(name), []).append(memory[card.id].retrievability(day, scheduler))
    held = (Held(name, _mean(recalls.get(name, ())), len(recalls.get(name, ())), n) for name, n in counts.items())
    return tuple(sorted(held, key=lambda h: (h.recall is None, h.recall, h.name)))


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def _people(decks: Iterable[Deck]) -> dict[tuple[str, str], str]:
    """The name that each person (deck id, entity id) goes by. Two are one if the name of one is a name of the other."""
    everyone = [(deck.id, e) for deck in decks for e in deck.entities.values() if e.kind is EntityKind.PERSON]
    by_name: dict[str, list[Entity]] = {}
    for _, person in everyone:
        for name in {fold(name) for name in person.names}:
            by_name.setdefault(name, []).append(person)
    return {(deck, person.id): _known_as(person, by_name[fold(person.name)]) for deck, person in everyone}


def _known_as(person: Entity, namesakes: Sequence[Entity]) -> str:
    """The name of the first who has the names of all namesakes, as one person has; else the person's own."""
    names = {fold(other.name) for other in namesakes}
    same = (other.name for other in namesakes if names <= {fold(name) for name in other.names})
    return next(same, person.name)


@dataclass(frozen=True, slots=True)
class DeckStanding:
    """Where one deck stands: `new` cards were never seen, `fading` are below `FADING`; no card set aside is either."""

    id: str
    title: str
    facts: int
    cards: int
    seen: int
    due: int
    new: int
    fading: int
    recall: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where all decks stand: what waits today, in how many minutes it is done, and when the next cards are due.

    `due` are the cards that today's limit allows, `beyond` those that are due and wait for another day.
    """

    day: int
    decks: tuple[DeckStanding, ...]
    due: int
    new_today: int
    minutes: int
    next_due: tuple[int, int] | None  # day, cards
    beyond: int = 0


def where_you_stand(
    decks: Iterable[Deck],
    memory: Mapping[str, Memory],
    reviews: Iterable[Review],
    now: Moment,
    scheduler: Scheduler,
    marks: Marks | None = None,
    new_today: int = 10,
    reviews_today: int | None = None,
) -> Standing:
    """Where each deck stands; `new_today` and `reviews_today` are how many new and due cards today may still bring.

    `reviews` only give the pace.
    """
    shelf = [(deck, cards_of_deck(deck)) for deck in decks]
    states = {card.id: state_of(card.id, memory, now.day, marks or {}) for _, cards in shelf for card in cards}
    standings = tuple(_deck_standing(deck, cards, states, memory, now.day, scheduler) for deck, cards in shelf)
    waiting = sum(deck.due for deck in standings)
    beyond = Allowance(new_today, reviews_today).beyond(waiting)
    due = waiting - beyond
    usable = [card for _, cards in shelf for card in cards if states[card.id] == "new"]
    new = min(new_today, len(new_cards(usable, dict(memory), now.day)))
    later = Counter(memory[c].due for c, s in states.items() if s in ACTIVE and memory[c].due > now.day)
    minutes = max(1, round(pace(reviews) * (due + new) / 60)) if due + new else 0
    return Standing(now.day, standings, due, new, minutes, min(later.items(), default=None), beyond)


def _deck_standing(
    deck: Deck,
    cards: Sequence[Card],
    states: Mapping[str, str],
    memory: Mapping[str, Memory],
    day: int,
    scheduler: Scheduler,
) -> DeckStanding:
    recalls = {card.id: memory[card.id].retrievability(day, scheduler) for card in cards if card.id in memory}
    active = [card.id for card in cards if states[card.id] in ACTIVE]
    return DeckStanding(
        id=deck.id,
        title=deck.title,
        facts=len(deck.facts),
        cards=len(cards),
        seen=len(recalls),
        due=sum(memory[card].due <= day for card in active),
        new=sum(states[card.id] == "new" for card in cards),
        fading=sum(recalls[card] < FADING for card in active),
        recall=_mean(list(recalls.values())),
    )


def pace(reviews: Iterable[Review]) -> float:
    """The seconds that an answer takes this learner: the median of the measured ones, or what is usual."""
    took = sorted(took_of(review) for review in standing(reviews) if review.took > 0)
    return (took[(len(took) - 1) // 2] + took[len(took) // 2]) / 2000 if took else USUAL_SECONDS
