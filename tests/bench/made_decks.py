"""Decks of any size about a country that never was, for whatever needs more cards than the shipped deck has.

`made_history` has a learner study them, and `large` fills a folder with them. The same number and seed give the same
deck, and a smaller one is the beginning of a larger one.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from random import Random

# fmt: off
SYLLABLES = [
    "ka", "ve", "lo", "mi", "ra", "tu", "so", "ne", "bri", "da", "fel", "go", "han", "ir", "ju", "kel", "lan", "mor",
    "nu", "os", "pa", "quel", "ris", "sta", "tor", "ul", "va", "wen", "yor", "zen",
]
OFFICES = [
    "prefect", "chancellor", "envoy", "treasurer", "marshal", "archivist", "warden", "deputy", "secretary", "governor",
]
TOPICS = [
    "kings", "wars", "trade", "crown", "church", "harbours", "roads", "law", "letters", "famine", "treaties", "mines",
]
COUNTED = ["houses", "ships", "prisoners", "bushels", "delegates", "soldiers", "pilgrims", "looms"]
MOODS = ["lost", "saved", "divided", "awake", "poor", "content", "forgotten", "burning"]
CYRILLIC = dict(
    zip(
        ["qu", "sh", *"abdefghijklmnoprstuvwyz"],
        ["кв", "ш", *"абдефгхийклмнопрстуввиз"],
        strict=True,
    )
)
# fmt: on
PEOPLE = 40  # of a deck
FIRST_YEAR, LAST_YEAR = 1780, 1918
MOST = 9_000  # facts of a deck
_NAMED_BEFORE = 1_000  # words that persons take; those of facts follow
_STRIDE = 300_007  # scatters the names of neighbours
_PARAGRAPH, _SECTION = 6, 48  # sentences

Questions = dict[str, str]
Made = tuple[dict[str, str], Questions]  # the keys of a fact beside its id, and its questions


def word(number: int) -> str:
    """A made-up name of four syllables; no two numbers below `len(SYLLABLES) ** 4` give the same."""
    number = number * _STRIDE % len(SYLLABLES) ** 4
    parts = [SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(4)]
    return "".join(parts).capitalize()


def deck_text(number: int, facts: int, seed: int = 1, *, life: bool = False) -> str:
    """A deck's file: `made-<number>`, with as many facts, each with one or two cards; a `life` is about its `hero`."""
    rng = Random(f"{seed} {number}")
    start = number * (_NAMED_BEFORE + MOST)
    people = {f"p{n}": f"{word(start + 2 * n)} {word(start + 2 * n + 1)}" for n in range(PEOPLE)}
    made = [_fact(start + _NAMED_BEFORE + n, people, rng, life) for n in range(facts)]
    return "\n".join([*_head(number, people), *(line for n, fact in enumerate(made) for line in _lines(n, fact)),
                      *_source(fact[0]["statement"] for fact in made), ""])  # fmt: skip


def hero(number: int) -> str:
    """The name of a made deck's first person."""
    return f"{word(number * (_NAMED_BEFORE + MOST))} {word(number * (_NAMED_BEFORE + MOST) + 1)}"


def _head(number: int, people: dict[str, str]) -> Iterator[str]:
    yield f"id: made-{number}"
    yield f"title: {json.dumps(f'The annals of {word(number * (_NAMED_BEFORE + MOST) + 999)}')}"
    yield "entities:"
    for key, name in people.items():
        yield f"  {key}:\n    name: {name}\n    kind: person\n    aliases: [{', '.join(_aliases(name))}]"
        yield f"    about: Of the house of {name.split()[1]}"
    yield "facts:"


def _aliases(name: str) -> list[str]:
    first, last = name.split()
    return [last, f"{first[0]}. {last}", f"{last} {first}", cyrillic(name), cyrillic(last)]


def cyrillic(name: str) -> str:
    """A made-up name in another script."""
    spelt = name.lower()
    for latin, other in CYRILLIC.items():
        spelt = spelt.replace(latin, other)
    return spelt.title()


def _lines(number: int, made: Made) -> Iterator[str]:
    keys, questions = made
    yield f"  - id: f{number}"
    for key, value in keys.items():
        yield f"    {key}: {value if value.startswith('[') else json.dumps(value)}"
    yield f"    evidence: {json.dumps(keys['statement'])}"
    yield "    questions:"
    for name, ask in questions.items():
        yield f"      {name}: {json.dumps(ask) if not ask.startswith('{') else ask}"


def _source(statements: Iterator[str]) -> Iterator[str]:
    """One sentence a line, in paragraphs and sections."""
    yield "sources:\n  - id: text\n    title: Annals\n    from: made for measuring\n    text: |"
    for place, statement in enumerate(statements):
        if place % _SECTION == 0:
            yield f"\n      ## Book {place // _SECTION + 1}\n" if place else "      ## Book 1\n"
        elif place % _PARAGRAPH == 0:
            yield ""
        yield f"      {statement}"


def _fact(number: int, people: dict[str, str], rng: Random, life: bool) -> Made:
    """A fact about a word that no other fact has, and in a life about the first person."""
    kinds, weights = zip(
        *((k, weight) for k, (_, weight) in _KINDS.items() if not life or k in _OF_PERSONS), strict=True
    )
    kind = rng.choices(kinds, weights)[0]
    one, other = rng.sample(sorted(people), 2)
    if life:
        one, other = "p0", other if other != "p0" else one
    day = dt.date(FIRST_YEAR, 1, 1) + dt.timedelta(rng.randrange(365 * (LAST_YEAR - FIRST_YEAR)))
    keys, questions = _KINDS[kind][0](word(number), (one, people[one]), (other, people[other]), day, rng)
    shared = {"kind": kind, "tags": f"[{rng.choice(TOPICS)}]"}
    return {**shared, **keys, "importance": rng.choice(["core", "core", "detail"])}, questions


Who = tuple[str, str]  # id, name


def _event(name: str, one: Who, other: Who, day: dt.date, rng: Random) -> Made:
    when = rng.choice([day.isoformat(), day.isoformat()[:7], str(day.year)])
    keys = {"statement": f"{one[1]} entered {name} and met {other[1]} there.", "when": when, "who": f"[{one[0]}]"}
    return {**keys, "entities": f"[{other[0]}]"}, {
        "when": f"When was {name} entered?",
        "who": f"Who entered {name}?",
    }


def _role(name: str, one: Who, _: Who, day: dt.date, rng: Random) -> Made:
    office = f"{rng.choice(OFFICES)} of {name}"
    keys = {"statement": f"{one[1]} became {office}.", "when": str(day.year), "who": f"[{one[0]}]", "office": office}
    return keys, {"who": f"Who was {office}?", "office": f"What did {one[1]} become in {day.year}?"}


def _figure(name: str, _: Who, __: Who, day: dt.date, rng: Random) -> Made:
    number, counts = rng.randrange(20, 90_000), rng.choice(COUNTED)
    keys = {"statement": f"{name} had {number} {counts}.", "when": str(day.year), "number": str(number)}
    return {**keys, "counts": f"{counts} in {name}"}, {"number": f"How many {counts} had {name}?"}


def _term(name: str, _: Who, __: Who, ___: dt.date, rng: Random) -> Made:
    meaning = f"the {rng.choice(TOPICS)} and {rng.choice(TOPICS)} that paid for the {rng.choice(COUNTED)} of a town"
    keys = {"statement": f"{name} meant {meaning}.", "term": name, "meaning": meaning}
    return keys, {"term": f"What were {meaning.removeprefix('the ')} called?", "meaning": f"What does {name} mean?"}


def _relation(name: str, one: Who, other: Who, day: dt.date, _: Random) -> Made:
    keys = {"statement": f"{one[1]} gave {name} to {other[1]}.", "when": str(day.year)}
    return {**keys, "who": f"[{one[0]}]", "whom": f"[{other[0]}]"}, {
        "who": f"Who gave {name} away?",
        "whom": f"To whom was {name} given?",
    }


def _claim(name: str, one: Who, _: Who, __: dt.date, rng: Random) -> Made:
    answer, *others = (f"its {topic} were ruined by the {rng.choice(TOPICS)}" for topic in rng.sample(TOPICS, 4))
    keys = {"statement": f"{one[1]} held that {name} fell because {answer}.", "who": f"[{one[0]}]"}
    asked = {"ask": f"Why did {name} fall?", "answer": answer, "choices": others}
    return keys, {"why": json.dumps(asked)}


def _quote(name: str, one: Who, _: Who, day: dt.date, rng: Random) -> Made:
    said = f"{name} is {rng.choice(MOODS)}, and so is its {rng.choice(TOPICS)}"
    keys = {"statement": f"“{said}”, {one[1]} wrote.", "when": str(day.year), "who": f"[{one[0]}]", "words": said}
    return keys, {"who": f"Who wrote that {name} was {said.split()[2].rstrip(',')}?"}


_KINDS: dict[str, tuple[Callable[[str, Who, Who, dt.date, Random], Made], int]] = {
    "event": (_event, 30),
    "role": (_role, 15),
    "figure": (_figure, 12),
    "term": (_term, 12),
    "relation": (_relation, 16),
    "claim": (_claim, 9),
    "quote": (_quote, 6),
}
_OF_PERSONS = frozenset({"event", "role", "relation", "claim", "quote"})
