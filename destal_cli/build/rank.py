"""What a teacher would ask: a weight for every question, and the choice of the best that spreads over the document.

`pipeline.build` calls `weights` and `chosen`. WEIGHTS are those of a logistic regression on which candidates people
asked for, in four articles with 638 questions; `tests/bench/fit_rank.py` fits them again.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from destal_cli.build.candidates import Asked, Candidate, TurnedAway
from destal_cli.build.gaps import Gap, Shape, is_poor, overlap
from destal_cli.build.prompts import is_anchored
from destal_cli.build.reading import Reading
from destal_cli.core.facts import Kind

WEIGHTS: dict[str, float] = {
    "always": -0.63,
    "place in the paragraph": -0.56,
    "names in the sentence": -0.28,
    "one word": -0.76,
    "two words": -0.35,
    "digits": 0.64,
    "plain word": -0.64,
    "adjective first": -0.41,
    "capitals": 0.24,
    "number": 0.65,
    "number and noun": 0.56,
    "right after a verb": 0.15,
    "after one verb": 0.20,
    "after a preposition": 0.19,
    "subject": -0.28,
    "quoted": 1.15,
    "before a bracket": 0.36,
    "more familiar than the others": -0.37,
    "the only date": 0.68,
    "beside a number": -0.69,
}
_SURE = {Kind.QUOTE: 2.5, Kind.ROLE: 1.0, Kind.TERM: 1.0}  # what a question of a kind's own pattern is worth more
_OF_ANOTHER_KIND = 0.6
_POOR = -0.5  # what people ask now and then, and a teacher rarely
_AGAIN_IN_SENTENCE, _AGAIN_IN_PARAGRAPH = 0.3, 0.4


def features_of(questions: Sequence[Asked], reading: Reading, counts: Counter[str]) -> list[dict[str, float]]:
    """What is seen of each question of a sentence, by name; `counts` are the document's words."""
    tags = reading.words.tags
    dates = sum(asked.gap.shape is Shape.DATE for asked in questions)
    numbers = any(asked.gap.shape is Shape.NUMBER for asked in questions)
    familiar = [_familiar(asked.gap, reading, counts) for asked in questions]
    usual = sum(familiar) / max(1, len(familiar))
    shared: dict[str, float] = {
        "always": 1.0,
        "place in the paragraph": math.log(reading.sentence.place),
        "names in the sentence": math.log(1 + tags.count("M")),
    }
    return [
        shared
        | _of_gap(asked.gap, reading)
        | {
            "more familiar than the others": how - usual,
            "the only date": dates == 1 and asked.gap.shape is Shape.DATE,
            "beside a number": numbers and asked.gap.shape is not Shape.NUMBER,
        }
        for asked, how in zip(questions, familiar, strict=True)
    ]


def _of_gap(gap: Gap, reading: Reading) -> dict[str, float]:
    """What the answer's words and their neighbours are."""
    words = reading.words
    tags, before = words.tags[gap.first : gap.last], words.tags[: gap.first]
    return {
        "one word": len(tags) == 1,
        "two words": len(tags) == 2,
        "digits": any(words.lower[i][0].isdigit() for i in range(gap.first, gap.last)),
        "plain word": len(tags) == 1 and gap.shape is Shape.PHRASE,
        "adjective first": tags[:1] == "J",
        "capitals": tags.count("M"),
        "number": gap.shape is Shape.NUMBER,
        "number and noun": "#" in tags and "N" in tags,
        "right after a verb": before.rstrip("DQ")[-1:] in ("V", "E"),
        "after one verb": before.count("V") + before.count("E") == 1,
        "after a preposition": before[-1:] == "P",
        "subject": not _NO_SUBJECT & set(before),
        "quoted": before.count('"') % 2,
        "before a bracket": words.tags[gap.last : gap.last + 1] == "(",
    }


_NO_SUBJECT = frozenset('VEAGWTRQC;:()"')


def _familiar(gap: Gap, reading: Reading, counts: Counter[str]) -> float:
    """How often the document has the words of a gap, on a log scale."""
    words = reading.words
    content = [words.lower[i] for i in range(gap.first, gap.last) if words.tags[i] in "NMJ#Y"]
    return sum(math.log(1 + counts[word]) for word in content) / len(content) if content else math.log(2)


Features = Callable[[Sequence[Asked], Reading, Counter[str]], list[dict[str, float]]]


def weights(
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    features: Features = features_of,
    fitted: Mapping[str, float] = WEIGHTS,
) -> list[list[float]]:
    """How much each question of each fact is worth; the facts are in the order of their sentences."""
    counts = Counter(word for reading in readings for word in reading.words.lower)
    made: list[list[float]] = []
    for _, group in groupby(candidates, key=lambda candidate: candidate.reading.sentence.start):
        facts = list(group)
        questions = [asked for fact in facts for asked in fact.asked]
        seen = iter(features(questions, facts[0].reading, counts))
        made += [[weight(next(seen), fitted) + _liking(fact, asked) for asked in fact.asked] for fact in facts]
    return made


def _liking(fact: Candidate, asked: Asked) -> float:
    """How much better a question of a kind's own pattern reads; "two rivers" is hardly a figure worth knowing."""
    words, setting = fact.reading.words, fact.reading.setting
    if not asked.sure and (is_poor(words, asked.gap) or not is_anchored(words, asked.gap, 0, len(words.tags), setting)):
        return _POOR
    small = asked.gap.shape is Shape.NUMBER and not any(map(str.isdigit, asked.answer))
    return 0.0 if small or not asked.sure else _SURE.get(fact.kind, _OF_ANOTHER_KIND)


def weight(seen: Mapping[str, float], fitted: Mapping[str, float] = WEIGHTS) -> float:
    """How much a question is worth asking: the higher the better."""
    return sum(fitted.get(name, 0.0) * value for name, value in seen.items())


def chosen(
    candidates: Sequence[Candidate], weights: Sequence[Sequence[float]], limit: int
) -> tuple[list[Candidate], list[TurnedAway]]:
    """The facts with their best questions, at most `limit` in all, and what is left out.

    A second question of a sentence or paragraph counts less, and no two ask for the same words.
    """
    heap = [(-value, c, a) for c, values in enumerate(weights) for a, value in enumerate(values)]
    heapq.heapify(heap)
    taken: dict[int, list[Asked]] = defaultdict(list)
    paragraphs: Counter[int] = Counter()
    kept: dict[int, list[Asked]] = defaultdict(list)
    left: list[TurnedAway] = []
    count = 0
    while heap:
        negative, c, a = heapq.heappop(heap)
        candidate, asked = candidates[c], candidates[c].asked[a]
        sentence = candidate.reading.sentence
        beside = taken[sentence.start]
        if any(overlap(other.gap, asked.gap) and not (other.sure and asked.sure) for other in beside):
            left.append(TurnedAway(asked.answer, candidate.start, candidate.end, "asked for already"))
            continue
        if count == limit:
            left.append(TurnedAway(asked.answer, candidate.start, candidate.end, "others are worth more"))
            continue
        now = weights[c][a] - _AGAIN_IN_SENTENCE * len(beside) - _AGAIN_IN_PARAGRAPH * paragraphs[sentence.paragraph]
        if now < -negative - 1e-9:
            heapq.heappush(heap, (-now, c, a))
            continue
        beside.append(asked)
        paragraphs[sentence.paragraph] += 1
        kept[c].append(replace(asked, weight=now))
        count += 1
    return [replace(candidates[c], asked=tuple(asked)) for c, asked in sorted(kept.items())], left
