"""The whole way from a text to facts with questions: `build` runs every step and keeps what each found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from destal_cli.build import clean, dates, entities, preference, rank
from destal_cli.build.candidates import Asked, Candidate, TurnedAway
from destal_cli.build.entities import Named
from destal_cli.build.facts import facts_of
from destal_cli.build.model import Document, TaggedDate
from destal_cli.build.questions import spoken
from destal_cli.build.reading import Reading, readings
from destal_cli.build.words import read
from destal_cli.build.wrong import with_wrong_answers
from destal_cli.core.parse import ReadEnglish
from destal_cli.core.spelling import vocabulary
from destal_cli.core.text import fold

DEFAULT_PER_100 = 3.7  # questions for a hundred words: as many as people ask
MOST_PER_100 = 12.9  # beyond that questions are worth nothing


@dataclass(frozen=True, slots=True)
class Found:
    """What every step finds before the choice: all facts that could be asked for, and what could not, with reasons."""

    document: Document
    dates: tuple[TaggedDate, ...]
    named: Named
    readings: tuple[Reading, ...]
    candidates: tuple[Candidate, ...]
    turned: tuple[TurnedAway, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A build: what was found, the `facts` kept of it with their best questions, and all that is `turned` away."""

    found: Found
    facts: tuple[Candidate, ...]
    turned: tuple[TurnedAway, ...]


STEPS = ("cleaning", "reading words", "parsing", "names", "dates", "sentences", "facts", "choosing", "wrong answers")
OnStep = Callable[[str], None]


def _unheard(_: str) -> None:
    """Nobody wants to know which step it is."""


def find(text: str, read_english: ReadEnglish | None = None, on_step: OnStep = _unheard) -> Found:
    """Everything in a text that could be asked for.

    `read_english` parses the sentences; without it their words alone tell. `on_step` is told of each of the STEPS as
    it begins.
    """
    on_step("cleaning")
    document = clean.read(text)
    on_step("reading words")
    known = entities.capitalised(sentence.text for sentence in document.sentences)
    all_words = [read(sentence.text, known) for sentence in document.sentences]
    on_step("parsing")
    parses = list(read_english(all_words)) if read_english else [None] * len(all_words)
    on_step("names")
    named = entities.find(all_words, parses)
    on_step("dates")
    tagged, untold = dates.tag(document)
    on_step("sentences")
    read_all = readings(document, all_words, named, tagged, untold, parses)
    on_step("facts")
    candidates: list[Candidate] = []
    turned: list[TurnedAway] = []
    for reading in read_all:
        facts, refused = facts_of(reading, named)
        candidates += facts
        turned += refused
    return Found(document, tuple(tagged), named, tuple(read_all), tuple(candidates), tuple(turned))


def build(
    text: str,
    *,
    most: int | None = None,
    everything: bool = False,
    read_english: ReadEnglish | None = None,
    on_step: OnStep = _unheard,
) -> Built:
    """The facts of a text, with at most `most` questions, else as many as its length asks for or `everything` good."""
    found = find(text, read_english, on_step)
    on_step("choosing")
    limit = most if most is not None else _limit(found.document, MOST_PER_100 if everything else DEFAULT_PER_100)
    told = (preference.features_of, preference.WEIGHTS) if read_english else (rank.features_of, rank.WEIGHTS)
    weights = rank.weights(found.candidates, found.readings, *told)
    kept, left = rank.chosen(found.candidates, weights, limit)
    on_step("wrong answers")
    facts = with_wrong_answers(_numbered(_once(kept)), found.candidates, found.named)
    return Built(found, tuple(facts), (*found.turned, *left))


def reads_as_english(found: Found) -> bool:
    """Whether a text of some length has the small words of English in it."""
    counts = Counter(word for reading in found.readings for word in reading.words.lower)
    return counts.total() < _A_FEW or sum(counts[word] for word in _SMALL) > counts.total() * _SMALL_SHARE


_SMALL = vocabulary("the of and to in a was is that for by")
_A_FEW, _SMALL_SHARE = 60, 0.08  # words and signs; in English a quarter of them are such


def _limit(document: Document, per_100: float) -> int:
    count = sum(sentence.text.count(" ") + 1 for sentence in document.sentences)
    return max(1, round(count * per_100 / 100))


def _once(candidates: list[Candidate]) -> list[Candidate]:
    """Each answer to the same passage and kind once."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for candidate in candidates:
        key = (spoken(candidate.reading.sentence.text), spoken(candidate.answer), candidate.kind.value)
        if key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept


_SKIP = vocabulary("the a an of in on at to by for with and or was were is are had has be been its his her their")


def _numbered(candidates: list[Candidate]) -> list[Candidate]:
    """With an id of the first telling words of the statement, and a number where that is taken."""
    taken: Counter[str] = Counter()
    named = []
    for candidate in candidates:
        telling = [word for word in re.findall(r"[a-z0-9]+", fold(candidate.statement)) if word not in _SKIP]
        slug = "-".join(telling[:4]) or candidate.kind.value
        taken[slug] += 1
        named.append(replace(candidate, id=slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"))
    return named


def export(built: Built) -> dict[str, list[dict[str, object]]]:
    """The build as plain values for JSON: facts, questions and dates."""
    facts: list[dict[str, object]] = []
    questions: list[dict[str, object]] = []
    for fact in built.facts:
        facts.append(_fact(fact, built))
        questions += [_question(fact, asked) for asked in fact.asked]
    tagged: list[dict[str, object]] = [
        {"start": date.start, "end": date.end, "text": date.text, "edtf": str(date.date)} for date in built.found.dates
    ]
    return {"facts": facts, "questions": questions, "dates": tagged}


def _fact(fact: Candidate, built: Built) -> dict[str, object]:
    named = built.found.named
    everyone = dict.fromkeys((*fact.who, *fact.entities, *(asked.entity for asked in fact.asked)))
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "statement": fact.statement,
        "date": str(fact.when) if fact.when else None,
        "people": [named.entities[one].name for one in everyone if one and named.is_person(one)],
        "answer": fact.answer,
        "source": {"start": fact.start, "end": fact.end, "quote": built.found.document.text[fact.start : fact.end]},
    }


def _question(fact: Candidate, asked: Asked) -> dict[str, object]:
    return {
        "fact": fact.id,
        "prompt": asked.prompt,
        "answer": asked.answer,
        "distractors": list(asked.wrong),
        "weight": round(asked.weight, 4),
    }
