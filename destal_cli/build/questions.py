"""Questions of a sentence, each with its answer: a gap to fill, or who and what where the sentence's form is sure.

`facts` calls these. No question tells its answer, a name of it, or its year.
"""

from __future__ import annotations

import re
import string
from dataclasses import replace

from destal_cli.build.candidates import Asked
from destal_cli.build.entities import Named
from destal_cli.build.gaps import Gap, Shape
from destal_cli.build.model import TaggedDate
from destal_cli.build.prompts import Prompt, cloze
from destal_cli.build.reading import Reading
from destal_cli.core.dates import Edtf, Precision, human
from destal_cli.core.facts import AnswerType, EntityKind
from destal_cli.core.numberwords import read_number
from destal_cli.core.spelling import vocabulary
from destal_cli.core.text import GAP

_WORD = re.compile(r"\w+")
_SIGNS = dict.fromkeys(map(ord, string.punctuation + "‘’“”"), None) | dict.fromkeys(map(ord, "-–—−"), " ")
_SMALL = vocabulary("the a an of in on at to by for with and or from as de la le")
_START = re.compile(rf"(?:The |the )?{GAP}(?P<rest> (?P<verb>[\w’']+) .*)\.$", re.DOTALL)
_WHO = (EntityKind.PERSON, EntityKind.GROUP, EntityKind.BODY)
_LONG_NAME = 5  # letters; a longer one is told by "de-Stalinization" too
_SINGULAR = vocabulary("was is has had would could can will may did")


def gap_question(reading: Reading, named: Named, gap: Gap) -> Asked | str:
    """The question that leaves a gap open, or the reason why there is none."""
    prompt = cloze(reading.words, gap, reading.setting)
    if isinstance(prompt, str):
        return prompt
    if gap.shape is Shape.DATE and not _is_one_date(reading, gap):
        return "a date without a year"
    asked = _answered(reading, named, gap, prompt)
    return "the question tells the answer" if tells(asked, named) else _as_who(asked, named, reading)


def _is_one_date(reading: Reading, gap: Gap) -> bool:
    """Whether a date has its year, or the narrative gives one; "between June and September" may mean any."""
    tagged = next(dated.tagged for dated in reading.dates if dated.first == gap.first)
    return tagged.explicit or not tagged.date.is_range


def _answered(reading: Reading, named: Named, gap: Gap, prompt: Prompt) -> Asked:
    """The question with its answer, typed by what stands in the gap."""
    text = reading.words.slice(gap.first, gap.last).strip("'\"“”‘’ ")
    asked = Asked(prompt.text, text, AnswerType.TEXT, gap, leans=prompt.leans)
    if gap.shape is Shape.DATE:
        tagged = next(dated.tagged for dated in reading.dates if dated.first == gap.first)
        if tagged.explicit:
            return replace(asked, type=AnswerType.DATE, date=tagged.date)
        open_gap = (
            asked.prompt if reading.words.tags[gap.first - 1 : gap.first] == "P" else _with_on(asked.prompt, tagged)
        )
        return replace(asked, prompt=open_gap, answer=human(tagged.date), type=AnswerType.DATE, date=tagged.date)
    if gap.shape is Shape.NUMBER:
        number = read_number(text)
        if number is None or number.several:
            return asked
        return replace(asked, type=AnswerType.NUMBER, number=number.value)
    mention = reading.mention_at(gap.last - 1)
    if mention and mention.last == gap.last and mention.first <= gap.first + len(mention.title.split()):
        kind = AnswerType.PERSON if named.is_person(mention.entity) else AnswerType.NAME
        return replace(asked, type=kind, entity=mention.entity)
    return asked


def _with_on(prompt: str, tagged: TaggedDate) -> str:
    """ "Two days later they left" asks "On ____ they left"."""
    on = "on" if tagged.date.precision is Precision.DAY else "in"
    prompt = prompt.replace(GAP, f"{on} {GAP}", 1)
    return prompt[:1].upper() + prompt[1:]


def tells(asked: Asked, named: Named) -> bool:
    """Whether a prompt gives its answer away."""
    if f" {_without_signs(asked.answer)} " in f" {_without_signs(asked.prompt)} ":
        return True
    said = spoken(asked.prompt)
    if asked.date is not None:
        years = _years(asked.date)
        return (
            any(year in word for word in said.split() for year in years) or f" {spoken(asked.answer)} " in f" {said} "
        )
    names = [spoken(name) for name in (asked.answer, *(named.entities[asked.entity].names if asked.entity else ()))]
    if any(f" {name} " in f" {said} " for name in names):
        return True
    parts = {word for name in names for word in name.split() if word not in _SMALL and len(word) > 2}
    shared = {part for part in parts if part in said.split() or (len(part) >= _LONG_NAME and part in said)}
    return bool(shared) if asked.type is AnswerType.PERSON else len(shared) * 2 > len(parts)


def _years(date: Edtf) -> set[str]:
    """The years of a date's ends as they are written, those before Christ too."""
    ends = [year for year in (date.first_year, date.last_year) if year is not None]
    return {str(year) if year > 0 else str(1 - year) for year in ends}


def _without_signs(text: str) -> str:
    """The words of a text without articles and signs, so that U.S. is US and 2.4 is 24."""
    plain = text.lower().translate(_SIGNS)
    return " ".join(word for word in plain.split() if word not in ("a", "an", "the"))


def spoken(text: str) -> str:
    """The words of a text in lower case: quicker than `core.text.fold`, for text of one document."""
    return " ".join(_WORD.findall(text.lower()))


def _as_who(asked: Asked, named: Named, reading: Reading) -> Asked:
    """ "____ conquered England." as "Who conquered England?"; the gap stays where the verb could be one of several."""
    found = _START.match(asked.prompt)
    if found is None or not asked.entity or GAP in found["rest"]:
        return asked
    kind = named.entities[asked.entity].kind
    tags = reading.words.tags[asked.gap.first : asked.gap.last + 1]
    past = tags[-1] in "VE" and not found["verb"].endswith("s")
    alone = tags[-1] == "A" and found["verb"] in _SINGULAR and kind is not EntityKind.GROUP
    if kind not in _WHO or "C" in tags or not (past or alone):
        return asked
    return replace(asked, prompt=f"Who{found['rest']}?")


def asked_of(reading: Reading, named: Named, gap: Gap, entity: str) -> Asked | None:
    """The question for a person whose name, or the pronoun that means him, stands in a gap; none where it tells him."""
    prompt = cloze(reading.words, gap, reading.setting)
    if isinstance(prompt, str):
        return None
    asked = entity_question(prompt.text, named, entity, gap)
    return _as_who(replace(asked, leans=prompt.leans), named, reading) if asked else None


def entity_question(prompt: str, named: Named, entity: str, gap: Gap) -> Asked | None:
    """A question for an entity, unless the prompt names it."""
    kind = AnswerType.PERSON if named.is_person(entity) else AnswerType.NAME
    asked = Asked(prompt, named.entities[entity].name, kind, gap, entity, sure=True)
    return None if tells(asked, named) else asked
