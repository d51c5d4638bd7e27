"""A sentence with a gap as a question that stands alone. `questions` calls `cloze` and learns why there is none.

A long sentence is cut to the clause with the gap, lead-ins and asides go; what points out of the sentence is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from destal_cli.build.gaps import Gap
from destal_cli.build.words import Words
from destal_cli.core.spelling import vocabulary
from destal_cli.core.text import GAP

_LONG = 24  # words; a shorter sentence is not cut
_SAID_BEFORE = vocabulary(
    "process pact treaty agreement law act attack report decision plan move policy incident conflict battle war revolt"
    " uprising meeting document campaign operation letter measure measures reform reforms event events result two"
    " three others same group groups project system practice rule"
)
_SHORTEST = 4  # words, the gap is one
_FEWEST_TELLING = 2  # nouns, verbs, adjectives and numbers beside the gap
_LONGEST_LENT = 32  # words and signs of a sentence that is put before another
_NEAR = 8  # words; what points back further on means something in the sentence
_LONGEST = 50  # words of a prompt
_LEAD_IN = re.compile(
    r"(?:However|Moreover|Furthermore|In addition|Additionally|As a result|For example|For instance|"
    r"Nevertheless|Nonetheless|Therefore|Thus|Hence|Consequently|Accordingly|Similarly|Likewise|"
    r"Indeed|In fact|In contrast|By contrast|In turn|On the other hand|On the contrary|Also|Finally|"
    r"Further|Instead|Still|In particular|Specifically|In general|Meanwhile|Conversely|Overall|"
    r"In short|Besides|Of course|Rather|Unfortunately|At any rate),\s+"
    r"|(?:But|And|Yet|So|Thus|Therefore|Hence|Or)\s+(?=\w)"
)
_BRACKETS = re.compile(r"\s?\[[^\[\]_]{0,40}\]")
_ASIDE = re.compile(r"\s\([^()_]{0,200}\)|\s[–—]\s[^–—_]{0,200}\s[–—](?=\s)")
_AT_THIS_TIME = re.compile(r",? at (?:this|that) time(?= |,|\.)")
_BARE_SUBJECT = re.compile(r"DJ?N[VEAS]")
_LONGEST_TOGETHER = 40  # words of two sentences that could do with one
_CLAUSE = re.compile(r"[;:]C?W?|,C(?=[DQdJ#NMRXSO]{1,8}[VAE])|,(?=W)")
_BEFORE_ASIDE = re.compile(r"D[JNM#]+(?:[OPG]{1,2}D?[JNM#]+)*$")
_LONGEST_NOUN = 14  # words
_VERB_OR_STOP, _NOUN = re.compile(r"[VAE;:.(R\"W]"), re.compile("[DQ#NMJS]")
_THINGS = vocabulary("it its they their them itself themselves")
_MANY = vocabulary("they their them themselves")
_SEVERAL = vocabulary(
    "people peasants men women children police majority population elite army british french english dutch"
)
_PERSONS = vocabulary("he she his her him himself herself hers")
_POINTING = vocabulary("this that these those such here aforementioned former latter abovementioned")
_OTHERS = re.compile(
    r"\b(?:at (?:this|that|the) point|at the time|the same (?:time|year|day|month)|that (?:year|day|time|month)"
    r"|the following (?:year|day|month)|the next (?:year|day)|(?:[Bb]y|[Ss]ince|[Uu]ntil) then"
    r"|(?:months?|years?|days?|weeks?|decades?|centur(?:y|ies)) (?:later|earlier))\b"
    r"|[Tt]he \w+ that followed\b|the two\b(?! \w)|\b(?:[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]our|[Mm]y)\b"
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text with a gap; it `leans` when it begins with the sentence before."""

    text: str
    leans: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What else is known: the name that the pronoun at word `at` means, the sentence before, where persons are named.

    `implied` are the words [first, last) of dates that the narrative tells, and how to say them in full.
    A sentence that is not `suspect` has no phrase like "the same year".
    """

    subject: str = ""
    at: int = 0
    before: str = ""
    persons: frozenset[int] = frozenset()
    implied: tuple[tuple[int, int, str], ...] = ()
    suspect: bool = True


NO_SETTING = Setting()


def cloze(words: Words, gap: Gap, setting: Setting) -> Prompt | str:
    """The prompt of a gap, or the reason why there is none."""
    if words.tags.count('"') % 2 or words.tags[:1] == "(":
        return "an open quotation or bracket"
    if _glued(words, gap):
        return "part of a longer word"
    first, last = _clause(words, gap)
    text, pointing = _standing(words, gap, first, last, setting)
    if pointing or not is_anchored(words, gap, first, last, setting):
        first, last = 0, len(words.tags)
        text, pointing = _standing(words, gap, first, last, setting)
    if pointing and (pointing in _PERSONS or not setting.before):
        return _aside(words, gap) or f"points out of the sentence: {pointing}"
    leans = bool(pointing) or _continues(words, gap, first, text, setting.before)
    if not leans and first == 0 and words.tags[2:3] in ("V", "A", "E") and words.lower[1] in _SAID_BEFORE:
        return f"points out of the sentence: the {words.lower[1]}"
    if leans:
        text = f"{setting.before} {text}"
    size = len(text.split())
    if size < _SHORTEST or (not leans and _tells_little(words, gap, first, last, setting)):
        return "too short"
    if size > _LONGEST:
        return "too long"
    return Prompt(text, leans)


def is_anchored(words: Words, gap: Gap, first: int, last: int, setting: Setting) -> bool:
    """Whether anything but the gap is named or dated, so that it is known what the question is about."""
    beside = words.tags[first : gap.first] + words.tags[gap.last : last]
    named = bool(setting.subject) and first <= setting.at < last and not gap.first <= setting.at < gap.last
    return named or bool(_ANCHORS & set(beside)) or any(word[0].isdigit() for word in words.lower[first:last])


_ANCHORS = frozenset("MY")


def _tells_little(words: Words, gap: Gap, first: int, last: int, setting: Setting) -> bool:
    """Whether next to nothing but the gap is said: "There is a ____." """
    beside = words.tags[first : gap.first] + words.tags[gap.last : last]
    return sum(tag in "NMJVEG#YQ" for tag in beside) + bool(setting.subject) < _FEWEST_TELLING


def _aside(words: Words, gap: Gap) -> Prompt | None:
    """A gap in brackets with the noun phrase before them: "The prisoners returning: ____ in one year alone." """
    first, last = words.tags.rfind("(", 0, gap.first), words.tags.find(")", gap.last)
    noun = _BEFORE_ASIDE.search(words.tags, max(0, first - _LONGEST_NOUN), max(0, first))
    if noun is None or last < 0 or ")" in words.tags[first : gap.first] or last - first <= _SHORTEST:
        return None
    if _points_out(words, gap, first, last, NO_SETTING) or words.lower[noun.start()] in _POINTING:
        return None
    whole, said = words.slice(*noun.span()), _text(words, gap, first + 1, last, NO_SETTING)
    return Prompt(f"{whole[:1].upper()}{whole[1:]}: {said}", False)


def _glued(words: Words, gap: Gap) -> bool:
    """Whether a dash or sign joins the gap to the word beside it, as in 8-4-4."""
    before = words.text[max(0, words.starts[gap.first] - 1) : words.starts[gap.first]]
    after = words.text[words.ends[gap.last - 1] : words.ends[gap.last - 1] + 1]
    return bool(set(before + after) & set("-–—/$"))


def is_suspect(text: str) -> bool:
    """Whether a text has a phrase that may mean something outside of it."""
    return _OTHERS.search(text) is not None


def _continues(words: Words, gap: Gap, first: int, text: str, before: str) -> bool:
    """Whether a clause begins with no more than "The city", so that the sentence before may say which."""
    if not before or words.lower[first] != "the" or gap.first == first + 1:
        return False
    bare = _BARE_SUBJECT.match(words.tags, first)
    return bare is not None and len(text.split()) + before.count(" ") < _LONGEST_TOGETHER


def _standing(words: Words, gap: Gap | None, first: int, last: int, setting: Setting) -> tuple[str, str]:
    """The text of the words [first, last), and what in it means something outside of it."""
    text = _text(words, gap, first, last, setting)
    others = _OTHERS.search(text) if setting.suspect else None
    return text, _points_out(words, gap, first, last, setting) or (others[0].lower() if others else "")


def stands_alone(words: Words, setting: Setting) -> str:
    """The sentence as it can be put before another, or nothing when itself points elsewhere."""
    if not 4 <= len(words.tags) <= _LONGEST_LENT or words.tags.count('"') % 2 or words.tags[0] == "(":
        return ""
    text, pointing = _standing(words, None, 0, len(words.tags), setting)
    return "" if pointing else text


def statement(words: Words, setting: Setting) -> str:
    """The whole sentence as a statement of its own."""
    return _text(words, None, 0, len(words.tags), setting)


def points_out(words: Words, first: int, last: int, setting: Setting = NO_SETTING) -> str:
    """What in the words [first, last) means something outside of them."""
    return _points_out(words, None, first, last, setting)


def _clause(words: Words, gap: Gap) -> tuple[int, int]:
    """The words of the clause around the gap when it reads as a sentence, else of the whole sentence."""
    whole = (0, len(words.tags))
    if len(words.tags) <= _LONG:
        return whole
    cuts = [match.span() for match in _CLAUSE.finditer(words.tags) if not _in_brackets(words.tags, match.start())]
    cuts += [
        (i, i + 1)
        for i in range(1, len(words.tags))
        if words.lower[i] == "that" and _FACTIVE & set(words.lower[i - 2 : i])
    ]
    first = max((end for _, end in cuts if end <= gap.first), default=0)
    last = min((start for start, _ in cuts if start >= gap.last and start > first), default=whole[1])
    if first == 0 and words.tags[0] == "W" and last < whole[1]:
        return whole
    while first and words.tags[first : first + 1] and words.tags[first] in "CW":
        first += 1
    return (first, last) if last - first > _SHORTEST and _reads(words.tags, first) else whole


def _reads(tags: str, first: int) -> bool:
    """Whether a clause begins with a noun, not a pronoun, and its verb."""
    found = _VERB_OR_STOP.search(tags, first)
    return found is not None and found[0] in "VAE" and _NOUN.search(tags, first, found.start()) is not None


_FACTIVE = vocabulary("found out showed shows revealed discovered established")


def _in_brackets(tags: str, place: int) -> bool:
    return tags.count("(", 0, place) > tags.count(")", 0, place) or tags.count('"', 0, place) % 2 == 1


def _points_out(words: Words, gap: Gap | None, first: int, last: int, setting: Setting) -> str:
    """What in the words [first, last) beside the gap means something outside of them."""
    named = bool(setting.subject) and first <= setting.at
    for i in range(first, last):
        tag = words.tags[i]
        if tag not in "RQdJX" or (gap and gap.first <= i < gap.last) or (named and i == setting.at):
            continue
        word = words.lower[i]
        if any(start <= i < end for start, end, _ in setting.implied):
            continue
        if word in _POINTING and _is_pointing(words, first, i):
            return word
        if word in _PERSONS and not (named and setting.at < i) and not _has_person(words, first, i, setting):
            return word
        if word in _THINGS and not _is_named(words, first, i):
            return word
    return ""


def _is_named(words: Words, first: int, i: int) -> bool:
    """Whether a noun, or for "they" one of several, stands before a pronoun of things."""
    if words.lower[i] not in _MANY:
        return any(_is_one_thing(words, j) for j in range(first, i)) or _empty(words, i)
    return any(
        words.tags[j] == "C" or (words.tags[j] in "NM" and (words.lower[j].endswith("s") or words.lower[j] in _SEVERAL))
        for j in range(first, i)
    )


def _has_person(words: Words, first: int, i: int, setting: Setting) -> bool:
    """Whether a person is named before a pronoun; "him" is not who does it to him."""
    before = [one for one in setting.persons if first <= one < i]
    if words.lower[i] == "him":
        return any(set(words.tags[one:i]) & set("W;") for one in before)
    return bool(before)


def _is_one_thing(words: Words, i: int) -> bool:
    """Whether a word may be what "it" means: "the town", but not "men"."""
    return words.tags[i] == "M" or (
        words.tags[i] == "N" and words.lower[i] not in _SEVERAL and not words.lower[i].endswith("s")
    )


def _is_pointing(words: Words, first: int, i: int) -> bool:
    """Whether "this" and its like mean something before the sentence."""
    if words.tags[i] != "d" and words.lower[i] in ("this", "that", "these", "those"):
        return False
    if words.lower[i] in ("this", "these", "those") and words.tags[i + 1 : i + 2] in ("A", "V", "E", "X"):
        return True
    if words.lower[i + 1 : i + 2] == ("time",) and words.lower[i - 1 : i] == ("at",):
        return False
    return not _later(words, i) and (i - first < _NEAR or not {"N", "M"} & set(words.tags[first:i]))


def _later(words: Words, i: int) -> bool:
    """Whether what follows says which: "those of", "those who", "such as", "the former capital"."""
    match words.lower[i]:
        case "such":
            return words.lower[i + 1 : i + 2] == ("as",)
        case "that" | "those":
            return words.tags[i + 1 : i + 2] in ("O", "W", "E", "P")
        case "former" | "latter":
            return words.tags[i + 1 : i + 2] in ("N", "M", "J")
    return False


def _empty(words: Words, i: int) -> bool:
    """Whether "it" stands for nothing: "it is thought that", "it was not until"."""
    return words.lower[i] == "it" and bool(re.match("A(?:X?[EJVN]?(?:W|T[AV])|XP)", words.tags[i + 1 : i + 8]))


def _text(words: Words, gap: Gap | None, first: int, last: int, setting: Setting) -> str:
    """The words [first, last) with the gap open, the subject named, and nothing around them."""
    changes = [(words.starts[gap.first], words.ends[gap.last - 1], GAP)] if gap else []
    if setting.subject and first <= setting.at < last and not (gap and gap.first <= setting.at < gap.last):
        owns = words.lower[setting.at] in ("his", "her", "hers")
        name = f"{setting.subject}’s" if owns else setting.subject
        changes.append((words.starts[setting.at], words.ends[setting.at], name))
    changes += [
        (words.starts[start], words.ends[end - 1], said)
        for start, end, said in setting.implied
        if first <= start and end <= last and not (gap and gap.first < end and start < gap.last)
    ]
    text = words.text[: words.ends[last - 1]]
    for start, stop, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[stop:]
    text = text[words.starts[first] :]
    if "[" in text:
        text = _BRACKETS.sub("", text)
    if " time" in text:
        text = _AT_THIS_TIME.sub("", text)
    if " also " in text:
        text = text.replace(" also ", " ", 1)
    text = _LEAD_IN.sub("", text, count=1) if _LEAD_IN.match(text) else text
    if len(text.split()) > _LONG:
        text = _ASIDE.sub("", text)
    text = text.strip(" ,;:–—-")
    text = text if text.endswith((".", "!", "?", '."', ".”", ".'", ".’")) else text + "."
    return text[:1].upper() + text[1:]
