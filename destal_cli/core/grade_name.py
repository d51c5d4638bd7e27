"""Judging a name: of a person by who else it could be, of anything else by its words. `judge` calls `grade_name`.

A typed word belongs to a person when it is an honest misspelling of a first name or surname, in any transliteration,
and no other person whom the learner's decks know is as near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grade_text import grade_words
from destal_cli.core.grading import Outcome, Setting, Verdict
from destal_cli.core.numberwords import ordinal_of
from destal_cli.core.spelling import (
    LONGEST_ANSWER,
    NOT,
    Fit,
    Nearness,
    Word,
    bare,
    caseless,
    joined,
    nearness,
    read_words,
    sound,
    tolerance,
    uncontracted,
    vocabulary,
    without_frame,
)

_MOST_WORDS = 10
_MOST_RIVALS = 24
_TITLES = vocabulary(
    "mr mrs ms miss dr doctor prof professor sir lord lady comrade comrades marshal general colonel major captain"
    " lieutenant admiral premier president chairman secretary minister prime first deputy vice chancellor tsar czar king"
    " queen emperor empress prince princess count baron saint st pope father herr frau madame monsieur citizen dictator"
    " leader soviet russian party tov tovarishch тов товарищ маршал генерал премьер царь"
)
_PARTICLES = vocabulary("van von der den de da di du la le el al bin ibn ben zu zur af y")
_EPITHET = vocabulary("the of uncle old young little iron papa man")
_NOBODY = NOT | vocabulary("anyone anybody everyone everybody but besides unlike instead")
_RELATED = vocabulary(
    "son daughter wife husband widow brother sister mother grandson nephew successor predecessor rival enemy opponent"
    " friend ally before after against followers"
)
_LINKS = vocabulary("of from in at by with during who which whose head")
_FAMILY_FIRST = vocabulary("mao zhou deng liu peng chiang jiang hu xi wang zhang chen zhu ho nagy")
_SURNAME_LIKE = ("ov", "ev", "ski", "enko", "Svili", "ova", "eva", "skaia")
_PATRONYMIC = ("viC", "iliC", "vna", "iCna", "vik")
_NAMESAKES = tuple(
    tuple(line.split())
    for line in (
        "joseph josef iosif josip osip",
        "michael mikhail michail",
        "alexander aleksandr alexandre",
        "george georgi georgy georg",
        "nicholas nikolai nicolas",
        "leo lev leon",
        "basil vasili",
        "peter pyotr petr pierre",
        "paul pavel",
        "andrew andrei",
        "theodore fyodor fedor",
        "john ivan johann jan janis",
        "james jacob yakov",
        "catherine ekaterina katherine",
        "charles karl carl",
        "frederick friedrich",
        "william wilhelm",
        "henry heinrich henri",
        "lawrence lavrenti",
        "gregory grigory",
        "eugene yevgeny",
    )
)
_OR = re.compile(r"\s(?:or|and|или|и|oder|und|vs\.?|versus)\s|[/;|&+\n]", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")


@dataclass(frozen=True, slots=True)
class _Person:
    """All names of one entity: each written as one, surnames, first names with patronymics, and regnal numbers."""

    name: str
    wholes: tuple[Word, ...]
    families: tuple[Word, ...]
    givens: tuple[Word, ...]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """Typed words as the name of a person: what they name, how well, and what is left unexplained."""

    person: _Person
    family: bool = False
    given: bool = False
    clash: bool = False
    near: Nearness = Nearness(Fit.SAME)
    left: tuple[Word, ...] = ()

    @property
    def complete(self) -> bool:
        """The surname is there and nothing speaks against it."""
        return self.family and not self.left and not self.clash


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name of the learner's decks, folded at once: parallel lists."""

    ids: tuple[str, ...]
    plain: tuple[str, ...]
    whole: tuple[str, ...]
    family: tuple[str, ...]


def grade_name(typed: str, expected: Answer, setting: Setting) -> Verdict:
    """What is said of a typed name of a person or of anything else that has one."""
    known = _known(expected, setting)
    if expected.type is not AnswerType.PERSON:
        rivals = {name: names[0] for names in known.values() for name in names}
        return grade_words(typed, expected, rivals, by_sound=True)
    if len(typed) > LONGEST_ANSWER:
        return Verdict(Outcome.WRONG, "that is too long for a name")
    return _grade_person(typed, expected, known)


def _known(expected: Answer, setting: Setting) -> dict[str, tuple[str, ...]]:
    """Everybody and everything else: the names in the setting without those of the expected entity under any id."""
    own = {_key(name) for name in _own_names(expected)}
    main = _key(expected.text)
    every = {**setting.names, **{f"\0{text}": (text,) for text in setting.texts}}
    keys = _names(tuple(every.items()))
    mains: dict[str, str] = {}
    same = {expected.entity}
    for entity, plain in zip(keys.ids, keys.plain, strict=True):
        if mains.setdefault(entity, plain) in own or plain == main:
            same.add(entity)
    return {entity: names for entity, names in every.items() if names and entity not in same}
