"""The figures of `destal scores`: SQLite adds up what the index and the history hold of cards. `Library.scores` asks.

What the log comes to is kept in the index, with the newest row and mark that it is of: a row that is written is never
changed, so what has come since is all that the next page looks at. Without it, the whole log is added up again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from destal_cli.core.dates import civil, ordinal
from destal_cli.core.days import session_scores
from destal_cli.core.facts import EntityKind
from destal_cli.core.filters import Filter
from destal_cli.core.held import Held, Sum, added, by_period, known_as, weakest_first
from destal_cli.core.leeches import leeches
from destal_cli.core.log import Row, as_of
from destal_cli.core.memory import LEECH_LAPSES, curve
from destal_cli.core.statistics import AHEAD, LEECHES, MATURE, SESSIONS, Holding, Scores, States, scores
from destal_cli.core.tally import Tally
from destal_cli.core.text import fold, words
from destal_cli.core.values import dataclass
from destal_cli.store.deal import HELD, Deal
from destal_cli.store.questions import CARDS, WHOLE, condition
from destal_cli.store.reading import entity_in, fact_in

if TYPE_CHECKING:
    from destal_cli.core.memory import Moment, Scheduler
    from destal_cli.store.history import History
    from destal_cli.store.shelf import Ask, Shelf

_SHAPE = 1  # of what is kept
# Of each fact that is asked for: its cards, those seen, those that are mature, and their recall added up.
_TABLE = "CREATE TEMP TABLE IF NOT EXISTS held (fact INTEGER PRIMARY KEY, kind, cards, seen, mature, recall)"
_SUMS = "sum(b.cards), sum(b.seen), total(b.recall)"
_ONE_NAME = "SELECT {sums} FROM held AS b WHERE b.fact IN (SELECT fact FROM named WHERE entity IN ({places}))"
_PERSONS = "entities AS e JOIN shelf AS s ON s.file = e.id >> 32"
_IN_NO_DECK = f"NOT EXISTS (SELECT 1 FROM {CARDS} WHERE c.card = m.card)"


@dataclass(frozen=True, slots=True)
class Scoring:
    """What is counted: the cards of a deal, and their reviews; where no fact is asked for, all reviews of the decks.

    `named`: whether these are some decks that were named, and not all there are.
    """

    deal: Deal
    history: History
    named: bool

    def scores(self, now: Moment, scheduler: Scheduler) -> Scores:
        """The scores of a learner."""
        shelf = self.deal.shelf
        holding, gone, cards = shelf.ask_all(lambda ask: (*self._holding(ask, now, scheduler), self._narrowed(ask)))
        if cards is None:
            tally, rows = _kept_tally(shelf, self.history), self.history.log.rows_backwards()
        else:
            tally, answers = _tally_of(self.history, cards)
            rows = iter(sorted(answers, key=lambda row: -row.id))
        changes = self._changes(tally, gone)
        return scores(holding, tally, changes, session_scores(rows, tally.sessions, SESSIONS), now, scheduler)

    def _narrowed(self, ask: Ask) -> list[str] | None:
        """The cards whose reviews count, where not all do. A card that is in no deck counts with the deck of its id."""
        if self.deal.wanted != Filter():
            query = f"SELECT c.card FROM {CARDS} JOIN held AS b ON b.fact = c.fact"
            return [card for (card,) in ask(query)]
        if not self.named:
            return None
        return [card for deck in self.deal.shelf.decks.values() for card in self.history.log.begun(f"{deck.id}/")]

    def _changes(self, tally: Tally, gone: Sequence[str]) -> Counter[int]:
        """By day, how many more cards that are in a deck are due; `gone` are those that are in none."""
        changes: Counter[int] = Counter()
        decks = {deck.id for deck in self.deal.shelf.decks.values()}
        for deck in decks & tally.due.keys():
            changes.update(tally.due[deck])
        missing, _ = _tally_of(self.history, [card for card in gone if card.partition("/")[0] in decks])
        for due in missing.due.values():
            changes.subtract(due)
        return changes

    # By the card.

    def _holding(self, ask: Ask, now: Moment, scheduler: Scheduler) -> tuple[Holding, list[str]]:
        """What the cards are and how they are held, and the cards with a memory that are in no deck."""
        _add_up(ask, self.deal.wanted, now.day, scheduler)
        gone = self._gone(ask)
        states, due = self._states(ask, now)
        lapsing = self._lapsing(ask, now)
        listed = list(lapsing)[:LEECHES]
        numbers = [lapsing[card][0] for card in listed]
        lapses = {card: lapsing[card][1] for card in listed}
        return Holding(
            states=states,
            due=due,
            all=_held(ask),
            topics=_grouped(ask, "SELECT t.tag, {sums} FROM tags AS t JOIN held AS b USING (fact) GROUP BY t.tag"),
            people=_people(ask),
            kinds=_grouped(ask, "SELECT b.kind, {sums} FROM held AS b GROUP BY b.kind"),
            periods=_periods(ask),
            leeches=leeches(
                self.deal.shelf.cards(numbers), lapses, self.history.reviews_of(listed), _Known(self.deal.shelf)
            ),
            lapsing=len(lapsing),
            kept=sum(reviews for _, reviews in gone),
        ), [card for card, _ in gone]

    def _gone(self, ask: Ask) -> list[tuple[str, int]]:
        """The cards with a memory that are in no deck, with their reviews; of named decks, those with their ids."""
        if self.deal.wanted != Filter():
            return []
        found = ask(f"SELECT m.card, m.reviews FROM h.memory AS m WHERE {_IN_NO_DECK}")
        if not self.named:
            return found
        decks = {deck.id for deck in self.deal.shelf.decks.values()}
        return [(card, reviews) for card, reviews in found if card.partition("/")[0] in decks]

    def _states(self, ask: Ask, now: Moment) -> tuple[States, Counter[int]]:
        """How many cards are in each state, and by day how many of those that are asked are due."""
        sums = ask("SELECT total(cards), total(seen), total(mature) FROM held")[0]
        total, seen, mature = map(int, sums)
        query = f"SELECT m.due, count(*) FROM {HELD} JOIN held AS b ON b.fact = c.fact WHERE m.due < ? GROUP BY m.due"
        due = Counter(dict(ask(query, (now.day + AHEAD,))))
        query = f"""
            SELECT c.card, m.due, m.stability FROM {CARDS} JOIN held AS b ON b.fact = c.fact
            LEFT JOIN h.memory AS m ON m.card = c.card WHERE c.card IN ({{}})"""
        put_aside = self.deal.aside(now)
        aside = _in_parts(ask, query, sorted(put_aside))
        known = [(day, stability) for _, day, stability in aside if day is not None]
        due.subtract(day for day, _ in known if day < now.day + AHEAD)
        grown = sum(stability >= MATURE for _, stability in known)
        suspended = sum(put_aside[card] == "suspend" for card, _, _ in aside)
        return States(
            new=total - seen - (len(aside) - len(known)),
            young=seen - mature - (len(known) - grown),
            mature=mature - grown,
            suspended=suspended,
            buried=len(aside) - suspended,
        ), +due

    def _lapsing(self, ask: Ask, now: Moment) -> dict[str, tuple[int, int]]:
        """The cards that keep lapsing and are not suspended, worst first: the row of each, and its lapses."""
        query = f"SELECT c.card, c.id, m.lapses FROM {HELD} JOIN held AS b ON b.fact = c.fact WHERE m.lapses >= ?"
        rows = sorted(ask(query, (LEECH_LAPSES,)), key=lambda row: (-row[2], row[0]))
        put_aside = self.deal.aside(now)
        return {card: rest for card, *rest in rows if put_aside.get(card) != "suspend"}


def _add_up(ask: Ask, wanted: Filter, day: int, scheduler: Scheduler) -> None:
    """Put what is held of each fact that is asked for into the table that all groups are made from."""
    decay, factor = curve(scheduler.parameters)
    recall = f"total(pow(1 + {factor!r} * max(0, {day} - m.last) / m.stability, -{decay!r}))"
    where, values = condition(wanted)
    cards = f"{CARDS} JOIN facts AS f ON f.id = c.fact" if wanted != Filter() else CARDS
    ask(_TABLE)
    ask("DELETE FROM held")
    ask(
        f"INSERT INTO held SELECT c.fact, c.kind, count(*), count(m.card), total(m.stability >= {MATURE}), {recall}"
        f" FROM {cards} LEFT JOIN h.memory AS m ON m.card = c.card WHERE {where} GROUP BY c.fact",
        values,
    )


def _held(ask: Ask) -> Held:
    sums = ask("SELECT coalesce(sum(cards), 0), coalesce(sum(seen), 0), total(recall) FROM held")[0]
    return Sum(*sums).held("")


def _grouped(ask: Ask, query: str) -> tuple[Held, ...]:
    """The groups that a query gives, each with its name first."""
    return weakest_first((name, Sum(*rest)) for name, *rest in ask(query.format(sums=_SUMS)))


def _periods(ask: Ask) -> tuple[Held, ...]:
    """By the year in which facts begin, or else end."""
    query = f"SELECT f.earliest, f.latest, {_SUMS} FROM facts AS f JOIN held AS b ON b.fact = f.id WHERE f.dated"
    days: dict[int, list[Sum]] = {}
    for earliest, latest, *rest in ask(f"{query} GROUP BY f.earliest, f.latest"):
        day = latest if earliest is None else earliest
        if day is not None:
            days.setdefault(day, []).append(Sum(*rest))
    return by_period({year: added(sums) for year, sums in _by_year(days).items()})


def _by_year(days: dict[int, list[Sum]]) -> dict[int, list[Sum]]:
    years: dict[int, list[Sum]] = {}
    year = ends = None
    for day, sums in sorted(days.items()):
        if year is None or ends is None or day >= ends:
            year = civil(day)[0]
            ends = ordinal(year + 1, 1, 1)
        years.setdefault(year, []).extend(sums)
    return years


def _people(ask: Ask) -> tuple[Held, ...]:
    """By the persons that facts name. A fact that names a person by two entries counts once."""
    query = (
        f"SELECT e.id, e.name, {_SUMS} FROM {_PERSONS} JOIN named AS n ON n.entity = e.id JOIN held AS b USING (fact)"
    )
    rows = ask(f"{query} WHERE e.kind = ? GROUP BY e.id", (EntityKind.PERSON,))
    shared = _shared_names(ask)
    of_name: dict[str, list[tuple[int, Sum]]] = {}
    for number, name, *rest in rows:
        of_name.setdefault(shared.get(number, name), []).append((number, Sum(*rest)))
    found = []
    for name, entries in of_name.items():
        numbers = [number for number, _ in entries]
        if len({number >> 32 for number in numbers}) < len(numbers):  # two of one deck, which a fact may name both
            query = _ONE_NAME.format(sums=_SUMS, places=", ".join("?" * len(numbers)))
            found.append((name, Sum(*ask(query, numbers)[0])))
        else:
            found += [(name, total) for _, total in entries]
    return weakest_first(found)


def _shared_names(ask: Ask) -> dict[int, str]:
    """The name that each person goes by, of those that share one with another."""
    named = f"{_PERSONS} JOIN names AS n ON n.entity = e.id WHERE e.kind = '{EntityKind.PERSON}' AND n.whole"
    texts = f"SELECT n.text FROM {named} GROUP BY n.text HAVING count(*) > 1"
    rows = ask(f"SELECT DISTINCT e.id, e.payload FROM {named} AND n.text IN ({texts}) ORDER BY s.place, e.id")
    return known_as((number, entity_in(json.loads(payload))) for number, payload in rows)


def _in_parts(ask: Ask, query: str, values: Sequence[str]) -> list[Any]:
    parts = [values[start : start + 500] for start in range(0, len(values), 500)]
    return [row for part in parts for row in ask(query.format(", ".join("?" * len(part))), part)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be looked up by its name, folded: entities, terms and offices."""

    shelf: Shelf

    def __contains__(self, name: object) -> bool:
        text = str(name)
        return bool(words(text)) and (self._is_entity(text) or self._is_title(text))

    def _is_entity(self, text: str) -> bool:
        query = f"SELECT e.payload FROM {_PERSONS} JOIN names AS n ON n.entity = e.id WHERE n.text = ? AND n.whole"
        found = (entity_in(json.loads(payload)) for (payload,) in self.shelf.ask(query, (text,)))
        return any(text in map(fold, entity.names) for entity in found)

    def _is_title(self, text: str) -> bool:
        where, values = condition(Filter(query=text))
        found = self.shelf.ask(f"SELECT p.payload FROM {WHOLE} WHERE {where}", values)
        facts = (fact_in(json.loads(payload)) for (payload,) in found)
        return any(text in (fold(fact.term), fold(fact.office)) for fact in facts)


# By the log.


def _tally_of(history: History, cards: Sequence[str]) -> tuple[Tally, list[Row]]:
    """What the answers of some cards come to, and the rows of them that stand."""
    tally, marks, (newest, _) = Tally(), history.marks(), history.log.newest()
    answers: list[Row] = []
    for card, rows in history.log.rows_of(cards):
        stand = as_of(map(Row._make, rows), newest)
        tally.add(card, stand, marks.get(card))
        answers += stand
    return tally, answers


def _kept_tally(shelf: Shelf, history: History) -> Tally:
    """What the whole log comes to: what it came to when it was last asked for, and what has come since."""
    (row, mark), tally = _kept(shelf, history)
    newest, newest_mark = history.log.newest()
    if (newest, newest_mark) == (row, mark):
        return tally
    before, after = history.marks(mark), history.marks(newest_mark)
    for card, rows in history.log.rows_of(history.log.since(row, mark) if row else None):
        if row:
            tally.add(card, as_of(rows, row), before.get(card), -1)
        tally.add(card, as_of(rows, newest), after.get(card))
    tally.tidy()
    _keep(shelf, history, (newest, newest_mark), tally)
    return tally


def _stamp(history: History, row: int) -> str:
    """What tells that the rows up to one are those that were added up: a log of another learner has others."""
    return json.dumps([_SHAPE, str(history.path.absolute()), history.log.print_of(row)])


def _kept(shelf: Shelf, history: History) -> tuple[tuple[int, int], Tally]:
    """The newest row and mark that what is kept is of, and what it is; nothing where it is of no use."""
    for stamp, payload in shelf.ask("SELECT stamp, payload FROM kept WHERE name = 'tally'"):
        (row, mark), days, due, sessions = json.loads(payload)
        if stamp == _stamp(history, row):
            tally = Tally()
            tally.days.update((day, sums) for day, *sums in days)
            for deck, changes in due.items():
                tally.due[deck].update(changes)
            tally.sessions.update(((session, day), answers) for session, day, answers in sessions)
            return (row, mark), tally
    return (0, 0), Tally()


def _keep(shelf: Shelf, history: History, of: tuple[int, int], tally: Tally) -> None:
    days = [[day, *sums] for day, sums in tally.days.items()]
    due = {deck: list(changes.items()) for deck, changes in tally.due.items()}
    sessions = [[*key, answers] for key, answers in tally.sessions.items()]
    shelf.keep("tally", _stamp(history, of[0]), json.dumps([of, days, due, sessions], separators=(",", ":")))
