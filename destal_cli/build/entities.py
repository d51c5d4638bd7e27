"""Who and what a document names: names with their kinds and aliases, and where each sentence names them.

A surname that was once part of a full name always means that person. `pipeline.find` calls `find`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from destal_cli.build.names import NO_NAMES, OFFICES, PARTICLES, PROFESSIONS, TITLES, is_given, kind_of
from destal_cli.build.words import Words
from destal_cli.core.facts import Entity, EntityKind
from destal_cli.core.parse import Parse
from destal_cli.core.spelling import distance, vocabulary

_Name = tuple[str, ...]

_NAME = re.compile(r"M(?:S?M|O(?=M)|N(?=M))*")
_INSIDE = re.compile(r"(?<=[a-z,;] )[^\W\d_a-z][\w’'-]*")
_PERSONS_DO = vocabulary(
    "said says argued argues claimed claims wrote writes was were who proposed told born died became declared"
    " announced demanded believed believes thought suggested called described ordered led married resigned refused"
    " promised"
)
_CALENDAR = vocabulary(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
)
_QUOTES = frozenset("\"“”‘’'«»")
_ENDS_OF_NAMES = 12  # words; longer runs of capitals are headlines


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a sentence, words [first, last), that names an entity; `title` is the one before it."""

    first: int
    last: int
    entity: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """The entities of a document by id, and the mentions of each of its sentences."""

    entities: dict[str, Entity]
    mentions: tuple[tuple[Mention, ...], ...]
    counts: Counter[str]

    def is_person(self, entity: str) -> bool:
        """Whether an id is that of a person."""
        return self.entities[entity].kind is EntityKind.PERSON


def capitalised(texts: Iterable[str]) -> frozenset[str]:
    """The words, in lower case, that are written with a capital within a sentence."""
    return frozenset(word.lower() for text in texts for word in _INSIDE.findall(text))


@dataclass(slots=True)
class _Seen:
    """A name in one place, before it is known whose it is."""

    sentence: int
    first: int
    last: int
    words: _Name
    text: str
    title: str
    acts: bool
    after_the: bool
    after_in: bool
    parsed: EntityKind | None = None


def find(sentences: Sequence[Words], parses: Sequence[Parse | None] = ()) -> Named:
    """The names of all sentences, those of one entity together; parses of the sentences tell more of their kinds."""
    seen = [name for number, words in enumerate(sentences) for name in _names(number, words)]
    if parses:
        _hear(seen, parses)
    kinds = _kinds(seen)
    owner = _owners(seen, kinds)
    entities = _entities(seen, kinds, owner)
    mentions: list[list[Mention]] = [[] for _ in sentences]
    counts: Counter[str] = Counter()
    for name in seen:
        entity = owner[name.words]
        mentions[name.sentence].append(Mention(name.first, name.last, entity, name.title))
        counts[entity] += 1
    return Named(entities, tuple(map(tuple, mentions)), counts)


def _names(number: int, words: Words) -> Iterable[_Seen]:
    for found in _NAME.finditer(words.tags):
        first, last = found.span()
        run = words.tags[first:last]
        for i in range(first, last):  # only particles join two names, and no month is part of one
            if (words.tags[i] == "N" and words.lower[i] not in PARTICLES) or words.lower[i] in _CALENDAR:
                yield from _name(number, words, first, i)
                first = i + 1
        if "S" in run:
            cut = run.rindex("S") + found.start()
            if cut >= first:
                yield from _name(number, words, first, cut)
                first = cut + 1
        yield from _name(number, words, first, last)


def _name(number: int, words: Words, first: int, last: int) -> Iterable[_Seen]:
    if first >= last:  # nothing is left behind a month or a particle
        return
    start = first
    inside = (i + 1 for i in range(last - 2, first, -1) if words.lower[i] in TITLES and words.tags[i + 1] != "O")
    if not is_given(words.lower[first]):  # U.S. Ambassador Ryan Crocker, but Martin Luther King Jr
        first = next(inside, first)
    while first < last - 1 and words.lower[first] in TITLES and words.tags[first + 1] != "O":
        first += 1
    title = words.slice(start, first) if first > start else ""
    if first < last - 2 and words.lower[first] in OFFICES and words.lower[first + 1] == "of":
        first += 2
    before = words.lower[start - 1] if start else ""
    if not title and before in TITLES:
        title = before
    name = words.lower[first:last]
    if last - first > _ENDS_OF_NAMES or name[0] in _CALENDAR | NO_NAMES or not name[0][0].isalpha():
        return
    acts = before not in _QUOTES and _acts(words, first, last)
    after_in = before in ("in", "at", "near", "from")
    yield _Seen(number, first, last, name, words.slice(first, last), title, acts, before == "the", after_in)


def _acts(words: Words, first: int, last: int) -> bool:
    """Whether the name [first, last) stands as persons do: "X argued", "X, who", "X, the first consul", "by X"."""
    after = words.lower[last : last + 6] or ("",)
    if after[0] in _PERSONS_DO or after[:2] == (",", "who"):
        return True
    if after[0] == "," and any(word in OFFICES or word in PROFESSIONS for word in after[1:]):
        return True
    before = words.lower[max(0, first - 3) : first] or ("",)
    beside_person = before[-1] == "and" and is_given(before[0])
    does = words.tags[last : last + 1] in ("V", "E") and before[-1] != "the"
    return last - first > 1 and (beside_person or before[-1] in ("by", "said", "says", "wrote") or does)


_PARSED = {
    "PERSON": EntityKind.PERSON,
    "GPE": EntityKind.PLACE,
    "LOC": EntityKind.PLACE,
    "FAC": EntityKind.PLACE,
    "NORP": EntityKind.GROUP,
    "ORG": EntityKind.BODY,
    "WORK_OF_ART": EntityKind.WORK,
    "EVENT": EntityKind.IDEA,
}


def _hear(seen: Sequence[_Seen], parses: Sequence[Parse | None]) -> None:
    """Note what the parses say of each name; "Norman French" is no person where Normans or the French are a group."""
    for name in seen:
        name.parsed = _parsed(parses[name.sentence], name)
    groups = {name.words[0] for name in seen if len(name.words) == 1 and name.parsed is EntityKind.GROUP}
    for name in seen:
        if name.parsed is EntityKind.PERSON and not groups.isdisjoint(name.words):
            name.parsed = None


def _parsed(parse: Parse | None, name: _Seen) -> EntityKind | None:
    """The kind of the named entity of a parse that ends where a name does.

    A small model takes single words for persons and bodies that are places: these count where they stand as persons do.
    """
    kinds = (kind for first, last, kind in parse.named if last == name.last and first < name.last) if parse else ()
    kind = next((_PARSED[kind] for kind in kinds if kind in _PARSED), None)
    several = len(name.words) > 1 and "of" not in name.words
    match kind:
        case EntityKind.PERSON:
            fits = several or name.acts
        case EntityKind.PLACE | EntityKind.GROUP:
            fits = True
        case _:
            fits = several and not name.acts
    return kind if fits else None


def _kinds(seen: Sequence[_Seen]) -> dict[_Name, EntityKind]:
    """The kind of each name, by the most telling of all its places."""
    places: dict[_Name, list[_Seen]] = defaultdict(list)
    for name in seen:
        places[name.words].append(name)
    kinds = {}
    for words, where in places.items():
        share = {
            way: sum(getattr(place, way) for place in where) * 2 > len(where)
            for way in ("acts", "after_the", "after_in")
        }
        titled = any(place.title for place in where) and not share["after_the"]
        parsed, votes = Counter(place.parsed for place in where).most_common(1)[0]
        kinds[words] = kind_of(words, titled=titled, parsed=parsed if votes * 2 > len(where) else None, **share)
    return kinds


def _owners(seen: Sequence[_Seen], kinds: dict[_Name, EntityKind]) -> dict[_Name, str]:
    """Which entity, by its id, each way to write a name means."""
    counts = Counter(name.words for name in seen)
    full = {words for words in counts if len(words) > 1 and kinds[words] is EntityKind.PERSON}
    longest = _longest(full)
    whose: dict[str, set[_Name]] = defaultdict(set)
    for words in full:
        whose[words[0]].add(longest[words])
        if "of" not in words:
            whose[words[-1]].add(longest[words])
    owner: dict[_Name, str] = {}
    for words in counts:
        owners = whose[words[0]] if len(words) == 1 and words[0] in whose else set()
        meant = longest.get(words, words) if len(owners) != 1 else next(iter(owners))
        owner[words] = "-".join(_plain(meant))
    for wrong, right in _misspelt(counts).items():
        owner[wrong] = owner[right]
    return owner


def _longest(full: set[_Name]) -> dict[_Name, _Name]:
    """Each full name with the longest that has its words in it: Tiberius Gracchus, Tiberius Sempronius Gracchus."""
    by_first: dict[str, list[_Name]] = defaultdict(list)
    for words in sorted(full, key=len):
        by_first[words[0]].append(words)
    return {
        words: next((other for other in reversed(by_first[words[0]]) if _is_within(words, other)), words)
        for words in full
    }


def _is_within(short: _Name, long: _Name) -> bool:
    ends = short[-1] == long[-1] or long[len(short) : len(short) + 1] == ("of",)  # a word may be in a name twice
    return short == long or (set(short) < set(long) and ends)


def _plain(words: _Name) -> list[str]:
    return [re.sub(r"[\W_]+", "", word) for word in words]


def _misspelt(counts: Counter[_Name]) -> dict[_Name, _Name]:
    """Long single names, named once, that are a spelling of one named often, with that one."""
    often: dict[str, list[str]] = defaultdict(list)
    for words, count in counts.items():
        if len(words) == 1 and count > 2:
            often[words[0][:3]].append(words[0])
    once = [words[0] for words, count in counts.items() if len(words) == 1 and count == 1 and len(words[0]) > 7]
    near = {(word,): [other for other in often[word[:3]] if _is_spelling(word, other)] for word in once}
    return {word: (others[0],) for word, others in near.items() if others}


def _is_spelling(word: str, other: str) -> bool:
    return word[-1] == other[-1] and abs(len(word) - len(other)) < 3 and 0 < distance(word, other) < 3


def _entities(seen: Sequence[_Seen], kinds: dict[_Name, EntityKind], owner: dict[_Name, str]) -> dict[str, Entity]:
    texts: dict[str, Counter[str]] = defaultdict(Counter)
    kind: dict[str, EntityKind] = {}
    for name in seen:
        entity = owner[name.words]
        texts[entity][name.text] += 1
        if entity == "-".join(_plain(name.words)):
            kind[entity] = kinds[name.words]
    return {
        entity: Entity(
            entity,
            (whole := max(ways, key=lambda way: (len(way.split()), ways[way]))),
            kind.get(entity, EntityKind.IDEA),
            tuple(sorted(way for way in ways if way != whole)),
        )
        for entity, ways in texts.items()
    }
