"""Fit the weights of `build/rank.py` to what people asked, and print them; with --nlp those of `build/preference.py`.

    python3 tests/bench/fit_rank.py DATA [--nlp]    DATA/squad11dev/squad11dev.json has articles and their questions

A candidate is asked for when its answer is, or lies within, the answer that a person gave in the same sentence, or the
other way round with most words shared. The share of human questions that the best of a deck cover is printed for each
article by weights from the other articles: only such figures are honest.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from destal_cli.build import pipeline, preference, rank
from destal_cli.build.candidates import Asked, Candidate
from destal_cli.build.questions import spoken
from destal_cli.core.parse import ReadEnglish
from destal_cli.store.english import english

PENALTY, PENALTY_NLP = 10.0, 30.0
LONGEST_ANSWER = 8  # words
Row = tuple[list[float], bool]


@dataclass(frozen=True)
class Article:
    """A text with what people asked: for each question its answers, as (start, end, words)."""

    title: str
    text: str
    asked: list[list[tuple[int, int, tuple[str, ...]]]]
    found: pipeline.Found


def articles(data: Path, read_english: ReadEnglish | None = None) -> list[Article]:
    """The articles of the data, read by the build."""
    made = []
    for article in json.loads((data / "squad11dev" / "squad11dev.json").read_text(encoding="utf-8"))["data"]:
        text, asked = "", []
        for paragraph in article["paragraphs"]:
            asked += [_places(paragraph["context"], question, len(text)) for question in paragraph["qas"]]
            text += paragraph["context"] + "\n\n"
        made.append(Article(article["title"], text, asked, pipeline.find(text, read_english)))
    return made


def _places(context: str, question: dict[str, Any], offset: int) -> list[tuple[int, int, tuple[str, ...]]]:
    return [_place(context, answer, question["question"], offset) for answer in question["answers"]]


def _place(context: str, answer: str, question: str, offset: int) -> tuple[int, int, tuple[str, ...]]:
    """Where an answer stands: of all places, the one whose surroundings share most words with the question."""
    wanted = set(spoken(question).split())
    places = [i for i in range(len(context)) if context.startswith(answer, i)]
    near = {i: len(wanted & set(spoken(context[max(0, i - 150) : i + 150]).split())) for i in places}
    best = max(near, key=lambda i: near[i], default=0)
    return offset + best, offset + best + len(answer), _words(answer)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in spoken(text).split() if word not in ("a", "an", "the"))


def is_close(human: tuple[str, ...], ours: tuple[str, ...]) -> bool:
    """Whether our answer covers that of a person."""
    if not human or not ours:
        return False
    if len(ours) <= LONGEST_ANSWER and f" {' '.join(human)} " in f" {' '.join(ours)} ":
        return True
    shared = 2 * (Counter(human) & Counter(ours)).total() / (len(human) + len(ours))
    return shared >= (0.5 if f" {' '.join(ours)} " in f" {' '.join(human)} " else 0.67)


def covers(fact: Candidate, asked: Asked, answers: Sequence[tuple[int, int, tuple[str, ...]]]) -> bool:
    """Whether a question asks for one of the answers, in its own sentence."""
    ours = _words(asked.answer)
    return any(fact.start <= start and end <= fact.end and is_close(human, ours) for start, end, human in answers)


def rows(article: Article, features_of: rank.Features) -> list[Row]:
    """The features of every candidate question, and whether a person asked it."""
    counts = Counter(word for reading in article.found.readings for word in reading.words.lower)
    made = []
    for _, group in groupby(article.found.candidates, key=lambda fact: fact.reading.sentence.start):
        pairs = [(fact, asked) for fact in group for asked in fact.asked]
        seen = features_of([asked for _, asked in pairs], pairs[0][0].reading, counts)
        for (fact, asked), features in zip(pairs, seen, strict=True):
            wanted = any(covers(fact, asked, answers) for answers in article.asked)
            made.append(([float(value) for value in features.values()], wanted))
    return made


def names(article: Article, features_of: rank.Features) -> list[str]:
    """The names of the features."""
    fact = article.found.candidates[0]
    return list(features_of(fact.asked[:1], fact.reading, Counter())[0])


def fitted(data: Sequence[Row], penalty: float) -> list[float]:
    """Weights of a logistic regression with a penalty on their squares, by Newton's method."""
    scales = [max(1e-9, _deviation([row[i] for row, _ in data])) if i else 1.0 for i in range(len(data[0][0]))]
    scaled = [([value / scale for value, scale in zip(row, scales, strict=True)], wanted) for row, wanted in data]
    weights = [0.0] * len(scales)
    for _ in range(8):
        step = _newton(scaled, weights, penalty)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
    return [weight / scale for weight, scale in zip(weights, scales, strict=True)]


def _deviation(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))


def _newton(data: Sequence[Row], weights: Sequence[float], penalty: float) -> list[float]:
    size = len(weights)
    slope = [-penalty * weight for weight in weights]
    curve = [[penalty * (i == j) for j in range(size)] for i in range(size)]
    for row, wanted in data:
        set_ones = [(i, value) for i, value in enumerate(row) if value]
        chance = 1 / (1 + math.exp(-sum(weights[i] * value for i, value in set_ones)))
        for i, value in set_ones:
            slope[i] += (wanted - chance) * value
            for j, other in set_ones:
                curve[i][j] += chance * (1 - chance) * value * other
    return _solved([[*line, right] for line, right in zip(curve, slope, strict=True)])


def _solved(lines: list[list[float]]) -> list[float]:
    """The solution of linear equations, by elimination; the matrix is positive definite."""
    size = len(lines)
    for i in range(size):
        for lower in range(i + 1, size):
            factor = lines[lower][i] / lines[i][i]
            lines[lower] = [value - factor * upper for value, upper in zip(lines[lower], lines[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (lines[i][size] - sum(lines[i][j] * found[j] for j in range(i + 1, size))) / lines[i][i]
    return found


def covered(article: Article, features_of: rank.Features, weights: dict[str, float], limit: int) -> int:
    """How many human questions the best `limit` of an article cover."""
    values = rank.weights(article.found.candidates, article.found.readings, features_of, weights)
    kept, _ = rank.chosen(article.found.candidates, values, limit)
    return sum(any(covers(fact, asked, answers) for fact in kept for asked in fact.asked) for answers in article.asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--nlp", action="store_true", help="read with the extra nlp")
    options = parser.parse_args()
    features_of = preference.features_of if options.nlp else rank.features_of
    read = articles(options.data, english().read if options.nlp else None)
    features = names(read[0], features_of)
    penalty = PENALTY_NLP if options.nlp else PENALTY
    data = [rows(article, features_of) for article in read]
    capped = everything = total = 0
    for number, article in enumerate(read):
        others = [row for other, part in enumerate(data) if other != number for row in part]
        weights = dict(zip(features, fitted(others, penalty), strict=True))
        words = len(article.text.split()) / 100
        best = covered(article, features_of, weights, round(words * pipeline.DEFAULT_PER_100))
        most = covered(article, features_of, weights, min(4 * len(article.asked), round(words * pipeline.MOST_PER_100)))
        size = len(article.asked)
        print(f"{article.title:20} of {size} questions {best / size:.3f} at the cap, {most / size:.3f} of everything")
        capped, everything, total = capped + best, everything + most, total + size
    print(f"{'all':20} of {total} questions {capped / total:.3f} at the cap, {everything / total:.3f} of everything")
    for name, weight in zip(features, fitted([row for part in data for row in part], penalty), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
