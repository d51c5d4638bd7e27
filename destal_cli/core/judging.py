"""How the judge did: its verdicts beside what the learner made of them. `destal scores --judging` asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from destal_cli.core.cards import Card
from destal_cli.core.grading import Rating
from destal_cli.core.memory import Review

GONE = "gone"


@dataclass(frozen=True, slots=True)
class Override:
    """An answer that the learner rated otherwise than the judge; `expected` and `prompt` are those of its card now."""

    review: Review
    prompt: str
    expected: str


@dataclass(slots=True)
class Judged:
    """Verdicts on one kind of answer: how many, and how many the learner made right, made wrong or rated finer."""

    kind: str
    verdicts: int = 0
    made_right: int = 0
    made_wrong: int = 0
    finer: int = 0
    overrides: list[Override] = field(default_factory=list)


def judging(
    verdicts: Mapping[str, int], overridden: Iterable[Review], kinds: Mapping[str, str], cards: Mapping[str, Card]
) -> list[Judged]:
    """By kind of answer, the most often overridden first; cards that are in no deck any more count as `gone`.

    `verdicts`: how many there were on each card. `overridden`: the reviews that the learner rated otherwise, with their
    `cards`. `kinds`: that of the answer of each card.
    """
    found: dict[str, Judged] = {}
    for card, count in verdicts.items():
        kind = kinds.get(card, GONE)
        found.setdefault(kind, Judged(kind)).verdicts += count
    for review in overridden:
        _count(found[kinds.get(review.card, GONE)], review, cards.get(review.card))
    return sorted(found.values(), key=lambda judged: (-(judged.made_right + judged.made_wrong), judged.kind))


def _count(judged: Judged, review: Review, card: Card | None) -> None:
    if review.judged is Rating.AGAIN:
        judged.made_right += 1
    elif review.rating is Rating.AGAIN:
        judged.made_wrong += 1
    else:
        judged.finer += 1
        return
    if card:
        judged.overrides.append(Override(review, card.prompt, card.answer.text))
