"""From notes to a deck: what `destal import` writes into the learner's folder.

No fact without its sentence: a note with a passage keeps it. One without gets its sentence from itself - a cloze its
statement, a question itself with its answer - in a source that says from which file it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain, groupby

from destal_cli.core.choices import ENOUGH
from destal_cli.core.dates import Edtf, EdtfError, edtf, human
from destal_cli.core.datewords import read_date
from destal_cli.core.facts import NEEDS, Deck, Entity, EntityKind, Evidence, Fact, Kind, Question, Source
from destal_cli.core.forms import LONGEST_TYPED
from destal_cli.core.notes import Note, digest
from destal_cli.core.passages import Flat, selector
from destal_cli.core.problems import Problem
from destal_cli.core.text import GAP, fold, one_line, slug, vocabulary, words
from destal_cli.core.values import dataclass

MADE = "notes"  # the source with the sentences that were made of the notes themselves
_OWN_ID = re.compile(r"([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9-]*)")
_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?")
_DATED = re.compile(r"\d{4}|century|centuries|\b(?:BC|BCE|AD|CE)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|date|dates|year|years|month|day|century|decade|born|died)\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?:about|around|circa|c\.|ca\.|~|almost|nearly|over)\s*", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:how (?:many|much|long|old|far|large|high)|number|percentage|per cent|count)\b", re.IGNORECASE
)
_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_NAMED = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: (?:van|von|der|den|de|da|di|du|la|le|of|the|bin|[^\W\d_a-z][\w.'’-]*)){1,5}"
)
_NO_PERSON = vocabulary(
    "party powers union states government committee army empire kingdom republic council parliament people company"
    " league congress front church court navy police office bureau ministry federation association society group"
)
_NAME_WORDS = 6  # of a prompt, in an id
_PARTS = ("term", "meaning", "office", "words")


@dataclass(frozen=True, slots=True)
class NoteDeck:
    """A deck made of notes: by each note's key its card, as `fact/question`; by each fact's id its key in the file.

    `said` are the facts as the file has them, without the wrong answers that were found for them among the others.
    """

    deck: Deck
    cards: Mapping[str, str]
    keys: Mapping[str, str]
    said: Mapping[str, Fact] = field(default_factory=dict)


def own_deck(notes: Iterable[Note]) -> str:
    """The id of the deck that all notes are from, when they left destal by `destal export`; else nothing."""
    found = {match[1] if (match := _OWN_ID.fullmatch(note.id)) else "" for note in notes}
    return found.pop() if len(found) == 1 else ""


def deck_of(notes: Sequence[Note], deck_id: str, title: str, origin: str, *, day_first: bool = True) -> NoteDeck:
    """A deck of notes that are `usable`, from a file called `origin`."""
    facts = [_Fact(list(group), day_first) for _, group in groupby(_by_fact(notes), key=lambda note: note.fact_key)]
    entities = _entities(notes)
    ids = _fact_ids(facts)
    sources, places = _sources(facts, title, origin)
    made: list[Fact] = []
    cards: dict[str, str] = {}
    for name, group in zip(ids, facts, strict=True):
        fact = group.made(name, entities, places[group.place])
        made.append(fact)
        asked = zip(group.notes, fact.questions, strict=True)
        cards.update((note.key, f"{name}/{question.id}") for note, question in asked)
    keys = {name: group.key for name, group in zip(ids, facts, strict=True)}
    named = {key for fact in made for key in (*fact.named, *(question.entity for question in fact.questions))}
    used = {entity.id: entity for entity in entities.values() if entity.id in named}
    deck = Deck(deck_id, one_line(title), entities=used, facts=_with_choices(made, used), sources=sources)
    return NoteDeck(deck, cards, keys, {fact.id: fact for fact in made})


def usable(notes: Iterable[Note], origin: str, *, day_first: bool = True) -> tuple[list[Note], list[Problem]]:
    """The notes without those that lack a question or an answer, and those whose key stands before them.

    Dates become EDTF. A date or kind that is none is left out of its note, and is a problem, too.
    """
    first: dict[str, Note] = {}
    problems = []
    for note in notes:
        date, kind = date_said(note.date, day_first), note.kind if note.kind in tuple(Kind) else ""
        faults = list(_faults(note, first.get(note.key), is_dated=date is not None))
        problems += [Problem(origin, note.line, 1, *fault) for fault in faults]
        if one_line(note.prompt) and one_line(note.answer) and note.key not in first:
            first[note.key] = replace(note, date=str(date or ""), kind=kind)
    return list(first.values()), problems


def _faults(note: Note, earlier: Note | None, *, is_dated: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with a note, each with how to mend it."""
    for what, text in (("question", note.prompt), ("answer", note.answer)):
        if not one_line(text):
            yield f"this note has no {what}", "fill it in, or leave it out"
    if earlier:
        alike = "and answered alike" if fold(earlier.answer) == fold(note.answer) else "with another answer"
        yield f'"{one_line(note.prompt)[:60]}" is asked before, {alike}', f"the first stands in line {earlier.line}"
    for tag in note.tags:
        if not slug(tag):
            hint = "tags are ids: lower-case Latin letters, digits and hyphens"
            yield f'the tag "{one_line(tag)[:40]}" has no Latin letter or digit, and is left out', hint
    if note.date and not is_dated:
        yield f'the date "{one_line(note.date)[:40]}" is not understood, and is left out', "write 1953 or 26 June 1953"
    if note.kind and note.kind not in tuple(Kind):
        yield f'"{one_line(note.kind)[:40]}" is no kind of fact, and is left out', f"one of {', '.join(Kind)}"


def _by_fact(notes: Iterable[Note]) -> Iterator[Note]:
    """The notes with those of one fact together, where the first of them stands."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        groups.setdefault(note.fact_key, []).append(note)
    return (note for group in groups.values() for note in group)


def _entities(notes: Iterable[Note]) -> dict[str, Entity]:
    """The persons that notes name, by their folded names: of whom a note says so, and who answers a "Who ...?"."""
    found: dict[str, Entity] = {}
    taken: set[str] = set()
    named = (name for note in notes for name in (*note.people, *([note.answer] if _asks_who(note) else [])))
    for name in map(one_line, named):
        if name and fold(name) not in found:
            key = _unused(slug(name) or f"person-{digest(name)[:6]}", taken)
            taken.add(key)
            found[fold(name)] = Entity(key, name, EntityKind.PERSON)
    return found


def _asks_who(note: Note) -> bool:
    """Whether a person is asked for: by "who", and the answer looks like a person's name."""
    answer = one_line(note.answer)
    named = _WHO.search(note.prompt) and _NAMED.fullmatch(answer)
    return bool(named) and not _NO_PERSON & set(words(answer))


def _fact_ids(facts: Iterable[_Fact]) -> list[str]:
    """An id for each fact: the one that it has in destal, else the first words of its first prompt."""
    several = list(facts)
    own = {fact.own_id for fact in several}
    taken, last = set(own), dict[str, int]()
    ids = []
    for fact in several:
        name = fact.own_id or _unused(fact.name, taken, last)
        taken.add(name)
        ids.append(name)
    return ids


def _sources(
    facts: Iterable[_Fact], title: str, origin: str
) -> tuple[dict[str, Source], dict[tuple[str, str], Evidence]]:
    """The texts that prove the facts, a paragraph for each passage, and the evidence by source title and passage."""
    passages: dict[str, dict[str, None]] = {}
    for fact in facts:
        passages.setdefault(fact.place[0], {})[fact.place[1]] = None
    made_title = f"{one_line(title)}: the cards themselves"
    sources: dict[str, Source] = {}
    places: dict[tuple[str, str], Evidence] = {}
    for named, found in passages.items():
        key = _unused(slug(named) if named else MADE, sources) if named else MADE
        key = key or _unused("source", sources)
        said = named or made_title
        source = Source(key, said, f"imported from {origin}", f"# {said}\n\n" + "\n\n".join(found) + "\n")
        sources[key] = source
        places |= {(named, passage): evidence for passage, evidence in _evidence(source, found)}
    return sources, places


def _evidence(source: Source, passages: Iterable[str]) -> Iterator[tuple[str, Evidence]]:
    """Each passage, a paragraph of the source's text, as evidence that has one place in it."""
    flat = Flat.of(source.text)
    at = source.text.index("\n\n") + 2
    for passage in passages:
        end = at + len(passage)
        prefix, suffix = ("", "") if len(flat.locate(passage)) == 1 else selector(flat, at, end)
        yield passage, Evidence(source.id, passage, prefix, suffix, at, end)
        at = end + 2


@dataclass(frozen=True, slots=True)
class _Fact:
    """The notes of one fact, on their way to it."""

    notes: list[Note]
    day_first: bool

    @property
    def key(self) -> str:
        return self.notes[0].fact_key

    @property
    def own_id(self) -> str:
        """The fact's part of destal's own id, if it has one."""
        own = _OWN_ID.fullmatch(self.notes[0].id)
        return own[2] if own else ""

    @property
    def name(self) -> str:
        """An id made of the first prompt."""
        said = "-".join(slug(self.notes[0].prompt.replace(GAP, "")).split("-")[:_NAME_WORDS])
        return said[:60].strip("-") or f"note-{digest(self.key)[:6]}"

    @property
    def place(self) -> tuple[str, str]:
        """The title of the source, "" for the one that is made, and the passage in it."""
        for note in self.notes:
            if passage := one_line(note.passage):
                return one_line(note.source), passage
        said = (_paragraph(one_line(note.prompt), one_line(note.answer)) for note in self.notes)
        return "", self.statement or " ".join(said)

    @property
    def statement(self) -> str:
        return next((said for note in self.notes if (said := one_line(note.statement))), "")

    @property
    def when(self) -> Edtf | None:
        """The date that the notes say their fact has."""
        return next((date for note in self.notes if (date := date_said(note.date))), None)

    def made(self, name: str, entities: Mapping[str, Entity], evidence: Evidence) -> Fact:
        """The fact; a question for each note, in their order."""
        fact = Fact(
            id=name,
            kind=Kind.CLAIM,
            statement=self.statement or evidence.exact,
            evidence=evidence,
            when=self.when,
            tags=tuple(dict.fromkeys(made for note in self.notes for tag in note.tags if (made := slug(tag)))),
            note=" ".join(dict.fromkeys(said for note in self.notes if (said := one_line(note.note)))),
        )
        for note in self.notes:
            fact = _asked(fact, note, entities, self.day_first)
        people = (entities[fold(one_line(name))].id for note in self.notes for name in note.people if one_line(name))
        others = tuple(key for key in dict.fromkeys(people) if key not in (*fact.who, *fact.whom))
        return _of_kind(replace(fact, entities=others), self.notes[0].kind)


def _paragraph(prompt: str, answer: str) -> str:
    """A question with its answer, as it reads; a term before its meaning has a colon."""
    return f"{prompt}{'' if prompt.endswith(('.', '?', '!', ':', '…', GAP)) else ':'} {answer}"


def _of_kind(fact: Fact, wanted: str) -> Fact:
    """The fact with the kind that its file gives it, where it has what this needs; else an event if it is dated."""
    known = Kind(wanted) if wanted in tuple(Kind) else Kind.EVENT if fact.when and not wanted else Kind.CLAIM
    whole = all(getattr(fact, part) not in ("", None, ()) for part in NEEDS.get(known, ()))
    return replace(fact, kind=known if whole else Kind.CLAIM)


def _asked(fact: Fact, note: Note, entities: Mapping[str, Entity], day_first: bool) -> Fact:
    """The fact with a note's question: its answer is a part of the fact where there is a free one for it."""
    own = _OWN_ID.fullmatch(note.id)
    wanted = own[3] if own else ""
    answer, also = one_line(note.answer), tuple(dict.fromkeys(said for text in note.also if (said := one_line(text))))
    question = Question(wanted, one_line(note.prompt), also=also, choices=tuple(map(one_line, note.choices)))
    person = entities.get(fold(answer))
    if person and fold(answer) in map(fold, note.people):
        return _told(fact, question, "who" if wanted != "whom" else "whom", entity=person.id)
    if person:  # only by its look: the card is called as any text's is, so that no history hangs on what looks so
        name = wanted or _unused(_text_part(answer), {known.id for known in fact.questions})
        return _adding(fact, replace(question, id=name, entity=person.id))
    if date := _date(note, day_first):
        return _told(fact, question, "when", date=date)
    if (number := _number(note)) is not None:
        return _told(fact, question, "number", number=number)
    return _told(fact, question, wanted if wanted in _PARTS else _text_part(answer), answer=answer)


def _text_part(answer: str) -> str:
    """The part of a fact that a text is: one that can be typed is a term."""
    return "term" if len(words(answer)) <= LONGEST_TYPED else "meaning"


def _told(
    fact: Fact,
    question: Question,
    part: str,
    *,
    entity: str = "",
    date: Edtf | None = None,
    number: float | None = None,
    answer: str = "",
) -> Fact:
    """The fact with a question whose answer is one of these: as its part, if that says nothing else, or written out."""
    value = (entity,) if entity else date or (number if number is not None else answer)
    asked = {known.id for known in fact.questions}
    known = getattr(fact, part)
    if question.id in ("", part) and (known in ("", None, ()) or known == value):
        fact = _with_part(fact, part, value)
        name = question.id or _unused(part, asked)
        return _adding(fact, replace(question, id=name, part=part if name != part else ""))
    name = question.id or _unused(part, asked)
    said = replace(question, id=name, entity=entity, date=date, number=number, answer=answer)
    return _adding(fact, said)


def _with_part(fact: Fact, part: str, value: object) -> Fact:
    values: dict[str, object] = {name: getattr(fact, name) for name in Fact.__slots__}
    return Fact(**{**values, part: value})  # type: ignore[arg-type]


def _adding(fact: Fact, question: Question) -> Fact:
    return replace(fact, questions=(*fact.questions, question))


def date_said(text: str, day_first: bool = True) -> Edtf | None:
    """A date in EDTF or as people write it, the whole text being one; else None."""
    try:
        return edtf(text.strip())
    except EdtfError:
        reading = read_date(text, day_first=day_first)
        return reading.date if reading else None


def _date(note: Note, day_first: bool) -> Edtf | None:
    """The date that a note's answer is; None when it is something else."""
    answer = one_line(note.answer)
    fact = date_said(note.date) if note.date else None
    if fact and human(fact) == answer:
        return fact
    bare = _ABOUT.sub("", answer)
    if _NUMBER.fullmatch(bare) and _COUNTED.search(note.prompt):
        return None
    asked = _WHEN.search(note.prompt) and re.search(r"\d", answer)
    return date_said(answer, day_first) if asked or _DATED.search(answer) else None


def _number(note: Note) -> float | None:
    """The number that a note's answer is; None when it is something else."""
    answer = one_line(note.answer)
    if not _NUMBER.fullmatch(answer) or len(answer) > 15:
        return None
    return float(re.sub("[, \u00a0\u202f+]", "", answer).replace("−", "-"))


def _with_choices(facts: Sequence[Fact], entities: Mapping[str, Entity]) -> tuple[Fact, ...]:
    """The facts with wrong answers beside each text that the deck itself has too few of: others nearest in length."""
    names = [entity.name for entity in entities.values()]
    parts = {part: {getattr(fact, part) for fact in facts} - {""} for part in _PARTS}
    written = (question.answer for fact in facts for question in fact.questions)
    texts = sorted({*chain.from_iterable(parts.values()), *names, *written} - {""}, key=_by_length)
    few = {part for part, known in {**parts, "who": names, "whom": names}.items() if len(known) <= ENOUGH}

    def choosing(fact: Fact, question: Question) -> Question:
        part = question.part or question.id
        own = "" if question.has_answer or part not in few else getattr(fact, part)
        answer = question.answer or (own if isinstance(own, str) else entities[own[0]].name)
        own_texts = {getattr(fact, part) for part in _PARTS}
        return _choosing(question, answer, own_texts, texts) if answer else question

    return tuple(replace(fact, questions=tuple(choosing(fact, q) for q in fact.questions)) for fact in facts)


def _by_length(text: str) -> tuple[int, str]:
    return len(text), text


def _choosing(question: Question, answer: str, own: set[str], texts: Sequence[str]) -> Question:
    """A question with enough wrong answers, of texts in order of their length."""
    if len(question.choices) >= ENOUGH:
        return question
    right = {fold(text) for text in (answer, *question.also, *question.choices, *own)}
    here = bisect_left(texts, _by_length(answer), key=_by_length)
    near = texts[max(0, here - ENOUGH - len(right)) : here + ENOUGH + len(right)]
    wrong = sorted((text for text in near if fold(text) not in right), key=lambda text: abs(len(text) - len(answer)))
    return replace(question, choices=(*question.choices, *wrong[: ENOUGH - len(question.choices)]))


def _unused(name: str, taken: Container[str], last: dict[str, int] | None = None) -> str:
    """The name, or with the first number behind it that makes it new; `last` remembers the numbers that were given."""
    given = {} if last is None else last
    free = name
    while free in taken:
        given[name] = given.get(name, 1) + 1
        free = f"{name}-{given[name]}"
    return free
