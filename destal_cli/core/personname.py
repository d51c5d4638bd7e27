"""The names of persons in parts, and what typed words name of them. `grade_name` decides what that is worth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from destal_cli.core.numberwords import digits_of
from destal_cli.core.spelling import Fit, Nearness, Word, joined, nearness, read_words, vocabulary
from destal_cli.core.values import dataclass

TITLES = vocabulary(
    "mr mrs ms miss dr doctor prof professor sir lord lady comrade comrades marshal general colonel major captain"
    " lieutenant admiral premier president chairman secretary minister prime first deputy vice chancellor tsar"
    " generalissimo generalissimus mister gen capt lt pres politician statesman czar king queen emperor empress"
    " prince princess count baron saint st pope father herr frau madame monsieur citizen dictator leader soviet"
    " russian party tov tovarishch tovarich the тов товарищ маршал генерал премьер царь"
)
_PARTICLES = vocabulary("van von der den de da di du la le el al bin ibn ben zu zur af y jr sr")
_SUFFIXES = vocabulary("jr sr")
_EPITHETS = vocabulary("of the uncle old young little iron papa man")
_FAMILY_FIRST = vocabulary("mao zhou deng liu peng chiang jiang hu xi wang zhang chen zhu ho nagy")
_PATRONYMICS_END = ("viC", "iliC", "vna", "iCna", "vik")
_NAMESAKES = (
    *("joseph josef iosif josip osip", "michael mikhail michail", "alexander aleksandr", "george georgi georgy georg"),
    *("nicholas nikolai nicolas", "leo lev leon", "basil vasili", "peter pyotr petr pierre", "paul pavel"),
    *("andrew andrei", "theodore fyodor fedor", "john ivan johann jan janis", "james jacob yakov", "charles karl carl"),
    *("catherine ekaterina katherine", "frederick friedrich", "william wilhelm", "henry heinrich henri"),
    *("lawrence lavrenti", "gregory grigory", "eugene yevgeny"),
)
_SINGLE_NUMERALS = {"i": "1", "v": "5", "x": "10"}
_VOWELS = frozenset("aeiouyаеиоуыэюя")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщыэюяіїєґ")
_TWO_FOR_ONE = vocabulary("yu ya ye yo iu ia ju ja je zh kh ts ch sh th ph")  # one letter in Russian or Greek
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")


@dataclass(frozen=True, slots=True)
class Person:
    """All names of one entity in parts. `wholes` are its names, each written as one; `numbers` are regnal."""

    names: tuple[str, ...]
    wholes: tuple[Word, ...]
    families: tuple[Word, ...]
    givens: tuple[Word, ...]
    initials: frozenset[str]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """Typed words as the name of a person: which parts they name, how well, and what they leave unexplained.

    `distance`: slips in the better of sound and letters, then in letters. `clash`: a wrong initial, patronymic, number.
    """

    person: Person
    families: int = 0
    givens: int = 0
    fit: Fit = Fit.SAME
    distance: tuple[int, int] = (0, 0)
    clash: bool = False
    left: tuple[Word, ...] = ()

    @property
    def whole(self) -> bool:
        """The surname is there, if perhaps in doubt, and nothing speaks against it."""
        return self.families > 0 and not self.left and not self.clash

    @property
    def sure(self) -> bool:
        """Whole, with no more slips than an honest misspelling has."""
        return self.whole and self.fit <= Fit.SLIP


@lru_cache(maxsize=4096)
def person_of(names: tuple[str, ...]) -> Person:
    """The parts that any of the names tells apart."""
    wholes: list[Word] = []
    families: list[Word] = []
    givens: list[Word] = []
    numbers: list[str] = []
    for name in names:
        words = _in_order(name)
        first, last, number = _parts([word for word in untitled(words) if word.plain not in _PARTICLES])
        ways = (words, untitled(words), _without_small(words))
        wholes += [joined(_numbered(ordered, bool(number))) for ordered in ways]
        families += _with_particle(words)
        families += last
        givens += first
        numbers += number
    initials = frozenset(initial(word) for word in givens)
    named = [word for word in givens if len(word.plain) > 1]
    everyone = (*named, *(other for word in named for other in _namesakes(word.plain)))
    whole, family, given = (tuple(dict.fromkeys(words)) for words in (wholes, families, everyone))
    return Person(names, whole, family, given, initials, frozenset(numbers))


def _in_order(name: str) -> tuple[Word, ...]:
    """The words of a name, "Khrushchev, Nikita" the other way round, double names as one word."""
    last, comma, first = name.partition(",")
    return read_words(_HYPHEN.sub("", f"{first} {last}" if comma else name))


def untitled(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """A name without the titles before it; a title that stands alone stays."""
    start = 0
    while start < len(words) - 1 and words[start].plain in TITLES:
        start += 1
    return words[start:]


def _without_small(words: Iterable[Word]) -> tuple[Word, ...]:
    """A name as in "Ivan Terrible" for "Ivan the Terrible"."""
    return tuple(word for word in words if word.plain not in ("the", "of"))


def _with_particle(words: Sequence[Word]) -> list[Word]:
    """The surname as in "DeGaulle" for "de Gaulle", if it has a particle."""
    return [joined(words[-2:])] if len(words) > 1 and words[-2].plain in _PARTICLES else []


def _parts(words: Sequence[Word]) -> tuple[list[Word], list[Word], list[str]]:
    """First names, surnames and regnal numbers of a name; one with an epithet counts only as a whole."""
    if len(words) < 2:
        return [], list(words), []
    number = regnal(words[-1].plain, single=len(words[-2].plain) > 1)
    if number:
        return list(words[:-1]), [], [number]
    if any(word.plain in _EPITHETS for word in words):
        return [*words[: words[0].plain not in _EPITHETS]], [], []
    family_first = words[0].plain in _FAMILY_FIRST
    return list(words[:-1]), [words[-1], *words[:family_first]], []


def regnal(word: str, *, single: bool) -> str:
    """The digits of a number in a name: "ii", "2nd", "second"; and "i", "v" and "x" where no initial can be meant."""
    digits = _SINGLE_NUMERALS.get(word, word) if single else word
    return digits if digits.isdigit() else digits_of(word) if digits_of(word).isdigit() else ""


def _numbered(words: Sequence[Word], is_regnal: bool) -> tuple[Word, ...]:
    """Words with the regnal number in digits, whichever way it is written."""
    if not is_regnal:
        return tuple(words)
    numbers = (regnal(word.plain, single=True) for word in words)
    return tuple(Word(number, number) if number else word for number, word in zip(numbers, words, strict=True))


def initial(word: Word) -> str:
    """The first letter by sound, alike for И., I. and J."""
    return "".join(first.sound[:1] for first in read_words(word.plain[:1]))


@lru_cache(maxsize=256)
def _namesakes(given: str) -> tuple[Word, ...]:
    """The same first name in other languages."""
    return tuple(word for line in _NAMESAKES if given in line.split() for word in read_words(line))


def misfit(said: Sequence[Word], person: Person) -> tuple[int, int]:
    """How many first names and initials of a typed name a person has not, and of several how many they leave out.

    It tells apart who shares a surname and a first name: George H. W. Bush and George W. Bush.
    """
    families = [word for word in said if any(nearness(word, part).fit <= Fit.SLIP for part in person.families)]
    named = [word for word in said if word.plain not in TITLES and word not in families]
    letters = [letter for word in named for letter in (word.plain if _is_initial(word) else word.plain[:1])]
    heard = ["".join(first.sound[:1] for first in read_words(letter)) for letter in letters]
    strange = sum(letter not in person.initials for letter in heard)
    return strange, len(person.initials - set(heard)) if len(heard) > 1 else 0


def may_be_same(one: Person, other: Person) -> bool:
    """Whether a person of whom only the surname and perhaps initials are known may be another one."""
    if one.givens or one.numbers or not one.families:
        return False
    surnames = {word.sound for word in other.families}
    return {word.sound for word in one.families} <= surnames and (
        one.initials <= {""} or bool(one.initials & other.initials)
    )


def may_be_fuller(one: Person, other: Person) -> bool:
    """Whether two names are one but for what stands between: Robert Kennedy, Robert F. Kennedy.

    No name of either may say otherwise: George H. W. Bush is no George W. Bush, nor is John F. Kennedy a John Kennedy
    Jr.
    """
    named, others = (tuple(filter(None, map(_in_full, person.names))) for person in (one, other))
    pairs = [(a, b) for a in named for b in others if a.ends == b.ends]
    return bool(pairs) and all(a.behind == b.behind and _agree(a.between, b.between) for a, b in pairs)


class _Full(NamedTuple):
    """A first name and a surname by sound, what stands between, and which of the name it is: Jr., Sr., a number."""

    ends: tuple[str, str]
    between: tuple[Word, ...]
    behind: frozenset[str]


@lru_cache(maxsize=4096)
def _in_full(name: str) -> _Full | None:
    """A name in full; None for one without a first name or surname, and for a king's."""
    words = [word for word in untitled(_in_order(name)) if word.plain not in _PARTICLES - _SUFFIXES]
    behind = {word for word in words[1:] if word.plain in _SUFFIXES or regnal(word.plain, single=False)}
    named = [word for word in words if word not in behind]
    if len(named) < 2 or _is_initial(named[0]) or any(word.plain in _EPITHETS for word in words):
        return None
    which = frozenset(regnal(word.plain, single=False) or word.plain for word in behind)
    return _Full((named[0].sound, named[-1].sound), tuple(named[1:-1]), which)


def _agree(some: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether middle names are the same as far as both go, if only by their initials."""
    return all(
        initial(a) == initial(b) if _is_initial(a) or _is_initial(b) else a.sound == b.sound
        for a, b in zip(some, others, strict=False)
    )


def read_name(said: Sequence[Word], person: Person) -> Reading:
    """What typed words name of a person; words may be parted or joined."""
    words = _numbered(said, bool(person.numbers))
    best = min(_wholly(words, person), default=None)
    if best:
        return Reading(person, 1, 1, best.fit, (best.slips, best.letters))
    parts = list(_explained(words, person))
    named = [near for kind, near, _ in parts if kind in ("family", "given")]
    kinds = Counter(kind for kind, _, _ in parts)
    return Reading(
        person,
        kinds["family"] + (kinds["number"] if kinds["given"] else 0),
        kinds["given"],
        max((near.fit for near in named), default=Fit.SAME),
        (sum(near.slips for near in named), sum(near.letters for near in named)),
        kinds["clash"] > 0,
        tuple(word for kind, _, word in parts if kind == "left"),
    )


def _wholly(said: Sequence[Word], person: Person) -> Iterator[Nearness]:
    """How near the words written as one are to the whole names that they are in letters or sound."""
    for one in (joined(said), joined(_without_small(said))):
        for whole in person.wholes:
            if one.plain == whole.plain or one.sound == whole.sound:
                yield nearness(one, whole)


def _explained(said: Sequence[Word], person: Person) -> Iterator[tuple[str, Nearness, Word]]:
    """Each typed word with the part that it names: family, given, number, clash, left; titles and the like drop out."""
    index = 0
    first_named = False
    while index < len(said):
        word = said[index]
        kind, near, used = _nearest_part(said, index, person)
        index += used
        if near.fit is Fit.OTHER:
            kind = "" if first_named and _is_initial(word) else _aside(word, person)
        first_named = first_named or kind == "given" or _is_initial(word)
        if kind:
            yield kind, near, word


def _nearest_part(said: Sequence[Word], index: int, person: Person) -> tuple[str, Nearness, int]:
    """The part of the name that one typed word, or else two or three written as one, is nearest to."""
    kind, near = _nearest(said[index], person)
    if near.fit is not Fit.SAME and _is_initial(said[index]):
        kind, near = "", Nearness(Fit.OTHER)
    for used in (2, 3):
        if near.fit <= Fit.SLIP or index + used > len(said):
            break
        several = said[index : index + used]
        several_kind, several_near = _nearest(joined(several), person)
        if several_near.fit <= (Fit.SAME if any(map(_is_initial, several)) else Fit.SLIP):
            return several_kind, several_near, used
    return kind, near, 1


def _nearest(word: Word, person: Person) -> tuple[str, Nearness]:
    families = ((nearness(word, part), "family") for part in person.families)
    givens = ((nearness(word, part), "given") for part in person.givens)
    near, kind = min((*families, *givens), default=(Nearness(Fit.OTHER), ""))
    return kind, near


def _aside(word: Word, person: Person) -> str:
    """What a word is that is no part of the name as the decks have it."""
    number = regnal(word.plain, single=bool(person.numbers))
    if number and person.numbers:
        return "number" if number in person.numbers else "clash"
    if word.plain in TITLES or word.plain in _PARTICLES:
        return ""
    if _is_initial(word):
        return "clash" if person.initials and initial(word) not in person.initials else ""
    if word.sound.endswith(_PATRONYMICS_END):
        return "clash" if any(given.sound.endswith(_PATRONYMICS_END) for given in person.givens) else ""
    return "left"


def _is_initial(word: Word) -> bool:
    """One letter, or a few that can be no name: "NS", "Yu.". Where each sign is a syllable there are none."""
    letters = word.plain
    few = len(letters) < 4 and (letters in _TWO_FOR_ONE or not set(letters) & _VOWELS)
    return letters.isalpha() and letters.isascii() | (letters[0] in _CYRILLIC) and (len(letters) == 1 or few)


def together(words: Sequence[Word]) -> str:
    """Words as a person would see them, for a message; without titles."""
    named = [word for word in words if word.plain not in TITLES] or words
    return " ".join(word.plain.capitalize() for word in named)
