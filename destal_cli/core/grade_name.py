"""Judging a name: of a person by who else it could be, of anything else by its words. `judge` calls `grade_name`.

A typed word belongs to a person when it is an honest misspelling of a first name or surname, in any transliteration,
and nobody else whom the learner's decks know is as near.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grade_text import grade_words
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.personname import (
    TITLES,
    Person,
    Reading,
    may_be_fuller,
    may_be_same,
    misfit,
    person_of,
    read_name,
    together,
    untitled,
)
from destal_cli.core.spelling import (
    LONGEST_ANSWER,
    NOT,
    Fit,
    Word,
    bare,
    caseless,
    joined,
    plain_words,
    read_words,
    sound,
    tolerance,
    vocabulary,
    without_frame,
)
from destal_cli.core.values import dataclass, replace

_MOST_WORDS = 10
_MOST_NAMES = 6
_MOST_ALIKE = 8
_MOST_PAIRS = 48  # of a typed word with another person
_DENIALS = NOT | vocabulary("anyone anybody everyone everybody but besides unlike instead isnt wasnt arent werent")
_RELATED = vocabulary(
    "son daughter wife husband widow brother sister mother grandson nephew successor predecessor rival enemy opponent"
    " friend ally before after against followers"
)
_LINKS = vocabulary("of from in at by with during who which whose head")
_SURNAMES_END = ("ov", "ev", "ski", "enko", "Svili", "ova", "eva", "skaia")
_OR = re.compile(r"\s(?:or|and|или|и|oder|und|vs\.?|versus)\s|[/;|&+]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name of the learner's decks, folded all at once. The tuples are parallel."""

    owners: tuple[str, ...]
    texts: tuple[str, ...]
    plain: tuple[str, ...]  # written as one
    whole: tuple[str, ...]  # the same by sound
    family: tuple[str, ...]  # the last word by sound
    mains: Mapping[str, str]  # the first name of each owner, as in `plain`


@dataclass(frozen=True, slots=True)
class _Case:
    """The person asked for, and all whom the learner's decks know: `same` are the person's own ids, `things` those of
    what is no person.
    """

    shown: str
    person: Person
    everybody: Mapping[str, tuple[str, ...]]
    names: _Names
    same: frozenset[str]
    things: frozenset[str]

    def is_other(self, owner: str) -> bool:
        """Whether an entity is somebody else, and not the same person in a deck that knows more or less of the name."""
        if owner in self.same:
            return False
        other = person_of(self.everybody[owner])
        elsewhere = _deck(owner) not in {_deck(one) for one in self.same if one in self.everybody}
        return not (may_be_same(other, self.person) or (elsewhere and may_be_fuller(other, self.person)))

    def is_somebody_else(self, owner: str) -> bool:
        """Whether an entity is another person, who may be meant where the names are alike: who is asked for is one."""
        return owner not in self.things and self.is_other(owner)


def _deck(owner: str) -> str:
    """The deck of an entity, which its own author tells from the others there."""
    return owner.rpartition("/")[0]


def grade_name(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """What is said of a typed name of a person, or of anything else that has one."""
    everybody = {**setting.names, **{f"\0{text}": (text,) for text in setting.texts}}
    names = _names(tuple(everybody.items()))
    same = _same_entity(expected, names) - setting.others
    if expected.type is AnswerType.PERSON:
        own = (expected.text, *expected.also, *(name for one in sorted(same) for name in everybody.get(one, ())))
        return _grade_person(
            typed, _Case(expected.text, person_of(tuple(dict.fromkeys(own))), everybody, names, same, setting.others)
        )
    owners = {text: owner for owner, text in zip(names.owners, names.texts, strict=True) if owner not in same}
    verdict = grade_words(typed, expected, tuple(owners), by_sound=True)
    other = verdict.confused_with
    return verdict if other is None else replace(verdict, confused_with=everybody[owners[other]][0])


@lru_cache(maxsize=4)
def _names(entities: tuple[tuple[str, tuple[str, ...]], ...]) -> _Names:
    owners = tuple(owner for owner, names in entities for _ in names)
    texts = tuple(name for _, names in entities for name in names)
    folded = caseless(" \n ".join(text.replace("\n", " ") for text in ("", *texts, "")))
    plain = bare(folded).replace(" ", "").split("\n")[1:-1]
    heard = [line.strip() for line in sound(folded).split("\n")[1:-1]]
    whole = tuple(line.replace(" ", "") for line in heard)
    mains = dict(zip(reversed(owners), reversed(plain), strict=True))
    return _Names(owners, texts, tuple(plain), whole, tuple(line.rpartition(" ")[2] for line in heard), mains)


def _same_entity(expected: Answer, names: _Names) -> frozenset[str]:
    """The ids that the expected entity has in all decks: one that has its main name, or whose main name it has."""
    main = _key(expected.text)
    own = {main, *map(_key, expected.also)}
    named = ((owner, plain) for owner, plain in zip(names.owners, names.plain, strict=True) if plain in own)
    same = {owner for owner, plain in named if plain == main or names.mains[owner] in own}
    return frozenset({*same, expected.entity or ""})


def _key(name: str) -> str:
    return "".join(plain_words(name))


def _grade_person(typed: str, case: _Case) -> Verdict:
    if len(typed) > LONGEST_ANSWER:
        return Verdict(Outcome.WRONG, "that is too long for a name")
    words = read_words(typed)
    start, end = without_frame([word.plain for word in words])
    said = words[start:end]
    if not said:
        return Verdict(Outcome.WRONG, "there is no name in it")
    exact = (_exactly(way, case) for way in dict.fromkeys((words, said, untitled(said))))
    verdict = next((verdict for verdict in exact if verdict), None)
    if verdict is None and any(word.plain in _DENIALS for word in words):
        verdict = Verdict(Outcome.WRONG, "that says who it was not")
    return verdict or _judge_alternatives(typed, case) or _judge_parts(said, case)


def _exactly(said: Sequence[Word], case: _Case) -> Verdict | None:
    """The verdict on a name that stands in the decks letter by letter; None when none does."""
    key = joined(said).plain
    others = [owner for owner, plain in zip(case.names.owners, case.names.plain, strict=True) if plain == key]
    others = [owner for owner in others if case.is_other(owner)]
    if any(key == whole.plain for whole in case.person.wholes):
        longer = any(len(whole.plain) > len(key) for whole in case.person.wholes)
        if longer and any(map(case.is_somebody_else, others)):
            return _which(said)
        return Verdict(Outcome.RIGHT, f"it is {case.shown}")
    if not others:
        return None
    own = read_name(said, case.person)
    other = person_of(case.everybody[others[0]])
    as_near = own.sure and not own.distance[1] and misfit(said, case.person) <= misfit(said, other)
    return _which(said) if as_near else _somebody_else(other.names[0])


def _which(said: Sequence[Word]) -> Verdict:
    return Verdict(Outcome.PARTIAL, "more than one person has that name", missing=f"which {together(said)}?")


def _somebody_else(name: str) -> Verdict:
    return Verdict(Outcome.WRONG, f"that is {name}", confused_with=name)


def _judge_alternatives(typed: str, case: _Case) -> Verdict | None:
    """The verdict on several names, which are one answer only when each alone is right; None when there is but one."""
    parts = [part for part in _OR.split(f" {typed} ") if part.strip()]
    if len(parts) > 1:
        verdicts = [_grade_person(part.strip(), case) for part in parts[:_MOST_NAMES]]
        if len(parts) <= _MOST_NAMES and all(verdict.outcome is Outcome.RIGHT for verdict in verdicts):
            return verdicts[0]
        other = next((verdict.confused_with for verdict in verdicts if verdict.confused_with), None)
        return Verdict(Outcome.WRONG, "that is more than one name", confused_with=other)
    before, comma, after = typed.partition(",")
    first, last = read_words(before), read_words(after)
    if comma and len(first) == 1 and read_name(last, case.person).families and read_name(first, case.person).left:
        return Verdict(Outcome.WRONG, "that is more than one name")
    return None


def _judge_parts(said: Sequence[Word], case: _Case) -> Verdict:
    if len(said) > _MOST_WORDS:
        return Verdict(Outcome.WRONG, "that is too much: only the name is asked for")
    own = read_name(said, case.person)
    others = sorted(_others(said, case), key=lambda other: (other.distance, misfit(said, other.person)))
    other = next((reading for reading in others if reading.sure), None)
    if own.sure:
        return _judge_sure(said, own, other, case)
    if other and not (own.givens and not own.left and own.distance < other.distance):
        return _somebody_else(other.person.names[0])
    if own.whole:
        nearer = next((reading for reading in others if reading.whole and reading.distance < own.distance), None)
        return Verdict(Outcome.WRONG, f"it is {case.shown}") if nearer else _ask("that is close to the name", case)
    if own.families:
        return _judge_rest(own, others, case)
    if own.givens and not own.left and not own.clash and own.fit <= Fit.SLIP:
        return _judge_given(said, case)
    other = next((reading for reading in others if reading.families and reading.fit <= Fit.SLIP), None)
    return _somebody_else(other.person.names[0]) if other else Verdict(Outcome.WRONG, f"it is {case.shown}")


def _ask(because: str, case: _Case) -> Verdict:
    return Verdict(Outcome.ASK, because, meant=case.shown)


def _judge_sure(said: Sequence[Word], own: Reading, other: Reading | None, case: _Case) -> Verdict:
    """The person's name, unless somebody else is as near."""
    if other and other.distance < own.distance:
        return _somebody_else(other.person.names[0])
    if (
        other
        and other.distance == own.distance
        and (fits := misfit(said, other.person)) != (fit := misfit(said, own.person))
    ):
        if fits < fit:
            return _somebody_else(other.person.names[0])
    elif other and other.distance == own.distance:
        heard = {word.sound for word in other.person.families}
        shared = [word for word in own.person.families if word.sound in heard]
        if not shared:
            return _ask("that is as near to another name", case)
        bare_name = len(said) < 2 or said[-2].plain in TITLES
        if not bare_name or not _is_known_as(shared[0], own.person) or _is_known_as(shared[0], other.person):
            return _which(shared[:1] if bare_name else said)
    if own.fit is Fit.SAME:
        return Verdict(Outcome.RIGHT, f"it is {case.shown}")
    if own.distance[1]:
        return Verdict(Outcome.RIGHT, f"it is written {case.shown}")
    return Verdict(Outcome.RIGHT, f"mind the marks: {_with_marks(said, case)}")


def _is_known_as(word: Word, person: Person) -> bool:
    """Whether one word is a whole name of a person: "Stalin" is, of only one Stalin."""
    return word in person.wholes


def _with_marks(said: Sequence[Word], case: _Case) -> str:
    """The name that has й where и was typed, or the other way round."""
    typed = {word.plain.replace("й", "и") for word in said}
    alike = (name for name in case.person.names if typed <= {word.replace("й", "и") for word in plain_words(name)})
    return next(alike, case.shown)


def _judge_rest(own: Reading, others: Sequence[Reading], case: _Case) -> Verdict:
    """The surname is right, and something beside it is not: another person's name, or only other words."""
    head = tuple(takewhile(lambda word: word.plain not in _LINKS, own.left))
    second = next((reading for reading in others if head and read_name(head, reading.person).sure), None)
    if second or any(len(word.plain) > 4 and word.sound.endswith(_SURNAMES_END) for word in head):
        name = second.person.names[0] if second else None
        return Verdict(Outcome.WRONG, "that is more than one name", confused_with=name)
    if any(word.plain in _RELATED for word in own.left):
        return Verdict(Outcome.WRONG, "that is somebody near to the person")
    if own.clash and own.person.numbers:
        return Verdict(Outcome.WRONG, f"that is another number: it is {case.shown}")
    if (len(head) == len(own.left) == 1 and head[0].plain.isalpha()) or (own.clash and not own.left):
        return _ask("the surname is right, the first name is not", case)
    return _ask("the name stands among other words", case)


def _judge_given(said: Sequence[Word], case: _Case) -> Verdict:
    """A first name alone."""
    given = next((word.plain for word in said if word.plain not in TITLES), said[0].plain)
    owners = zip(case.names.owners, case.names.texts, strict=True)
    others = (text.split()[0] for owner, text in owners if owner not in case.same and text[:1].casefold() == given[0])
    if case.person.numbers or any(plain_words(other) == [given] for other in others):
        return Verdict(Outcome.PARTIAL, "that is a part of the name", missing=f"which {together(said)}?")
    return Verdict(Outcome.PARTIAL, "that is a part of the name", missing="and the surname?")


def _others(said: Sequence[Word], case: _Case) -> list[Reading]:
    """What the typed words name of everybody else whose surname or whole name is like one of them."""
    sounds = dict.fromkeys(word.sound for word in said if len(word.plain) > 1 and word.plain not in TITLES)
    near = [_like(joined(said).sound, case.names.whole), *(_like(heard, case.names.family) for heard in sounds)]
    owners = dict.fromkeys(case.names.owners[index] for _, index in sorted(pair for pairs in near for pair in pairs))
    others = [owner for owner in owners if case.is_somebody_else(owner)]
    return [read_name(said, person_of(case.everybody[owner])) for owner in others[: max(4, _MOST_PAIRS // len(said))]]


def _like(heard: str, choices: Sequence[str]) -> list[tuple[int, int]]:
    """The distances and indexes of the choices nearest to a sound, within what may be a misspelling."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    cutoff = tolerance(len(heard)) + 1
    near = process.extract(heard, choices, scorer=OSA.distance, score_cutoff=cutoff, limit=_MOST_ALIKE)
    return [(int(slips), index) for _, slips, index in near]
