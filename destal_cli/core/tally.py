"""What the log comes to, by the day, by session and by deck: sums over cards. `scoring` asks, and keeps one.

As they are sums, what a card came to can be taken out, and what it comes to now put in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field

from destal_cli.core.grading import Rating
from destal_cli.core.log import Row, SessionKey, counted
from destal_cli.core.memory import Moment
from destal_cli.core.values import dataclass

Mark = tuple[str, Moment]
Marks = Mapping[str, Mark]


def _nothing() -> list[int]:
    return [0, 0, 0, 0, 0]


def _changes() -> defaultdict[int, int]:
    return defaultdict(int)


@dataclass(slots=True)
class Tally:
    """What answers come to: sums to which the rows of one card after another are added.

    `days`: reviews, practice, cards asked that were seen on an earlier day, those of them recalled, and ms, by day.
    `due`: by deck and day, how many more cards are due than on the day before. `sessions`: answers by session.
    """

    days: dict[int, list[int]] = field(default_factory=lambda: defaultdict(_nothing))
    due: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(_changes))
    sessions: dict[SessionKey, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, card: str, rows: Iterable[Row], mark: Mark | None = None, sign: int = 1) -> None:
        """Add the rows of a card that stand, in the order they were given, or with -1 as sign take them out.

        Asked is the first review of a day of a card that was reviewed on an earlier one, and recalled if it is better
        than Again. Due is a card from the due day of its newest review on; a suspended one not from its suspension on,
        and a restored one not before that.
        """
        days, sessions, due = self.days, self.sessions, 0
        last: int | None = None
        for day, _, _, _, rating, cram, took, session, given, _, _ in rows:
            sums = days[day]
            sums[4] += sign * counted(took)
            sessions[session, 0 if session else day] += sign
            if cram:
                sums[1] += sign
                continue
            sums[0] += sign
            if last is not None and last < day:
                sums[2] += sign
                sums[3] += sign * (rating > Rating.AGAIN)
                if due < day:
                    self._count_due(card, max(last, due), day - 1, mark, sign)
            last, due = day, given
        if last is not None:
            self._count_due(card, max(last, due), None, mark, sign)

    def _count_due(self, card: str, start: int, until: int | None, mark: Mark | None, sign: int) -> None:
        """Count a card as due from a day on until another, or for good."""
        if mark and mark[0] == "restore":
            start = max(start, mark[1].day)
        elif mark and mark[0] == "suspend":
            until = mark[1].day - 1 if until is None else min(until, mark[1].day - 1)
        if until is not None and start > until:
            return
        changes = self.due[card.partition("/")[0]]
        changes[start] += sign
        if until is not None:
            changes[until + 1] -= sign

    def tidy(self) -> None:
        """Leave out what came to nothing."""
        for day in [day for day, sums in self.days.items() if not (sums[0] or sums[1])]:
            del self.days[day]
        for key in [key for key, answers in self.sessions.items() if not answers]:
            del self.sessions[key]
        for deck, changes in list(self.due.items()):
            self.due[deck] = {day: change for day, change in changes.items() if change}
