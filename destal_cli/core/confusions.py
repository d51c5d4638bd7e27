"""What a learner takes for what: from the log, for choices, contrasts and `destal people`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from destal_cli.core.cards import Card
from destal_cli.core.facts import AnswerType
from destal_cli.core.forms import Form
from destal_cli.core.memory import Review
from destal_cli.core.text import fold
from destal_cli.core.values import dataclass, field

CONTRAST_AFTER = 2  # confusions of a pair
_CONTRASTED = (AnswerType.PERSON, AnswerType.NAME, AnswerType.TERM, AnswerType.OFFICE)

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Confusions:
    """How often each two answers were taken for each other, and how often since they were last contrasted.

    Pairs hold folded answers; `shown` has each as it is written.
    """

    pairs: Counter[Pair] = field(default_factory=Counter)
    since: Counter[Pair] = field(default_factory=Counter)
    shown: dict[str, str] = field(default_factory=dict)

    def of(self, answer: str) -> list[tuple[str, int]]:
        """What an answer was confused with, either way round, and how often: the most frequent first."""
        own = fold(answer)
        counts = ((self.shown[next(iter(pair - {own}))], count) for pair, count in self.pairs.items() if own in pair)
        return sorted(counts, key=lambda item: -item[1])

    def to_contrast(self, card: Card) -> list[str]:
        """The answers that a card should be asked beside now, the worst first: confused twice since a contrast."""
        own = fold(card.answer.text)
        due = [(count, pair) for pair, count in self.since.items() if own in pair and count >= CONTRAST_AFTER]
        if card.answer.type not in _CONTRASTED:
            return []
        return [self.shown[next(iter(pair - {own}))] for _, pair in sorted(due, key=lambda item: -item[0])]


def confusions(reviews: Iterable[Review], answers: Mapping[str, str]) -> Confusions:
    """The confusions in reviews that stand, oldest first, by the answer of each card; the others are passed over."""
    found = Confusions()
    for review in reviews:
        answer = answers.get(review.card)
        if answer is None:
            continue
        own = fold(answer)
        if review.form == Form.CONTRAST:
            for pair in [pair for pair in found.since if own in pair]:
                del found.since[pair]
        other = fold(review.confused_with)
        if other and other != own:
            found.shown[own], found.shown[other] = answer, review.confused_with
            found.pairs[frozenset((own, other))] += 1
            found.since[frozenset((own, other))] += 1
    return found
