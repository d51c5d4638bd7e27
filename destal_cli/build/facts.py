"""The facts of a sentence by their kinds, each with its questions. `pipeline.find` calls `facts_of`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from destal_cli.build.candidates import Asked, Candidate, TurnedAway
from destal_cli.build.clauses import shortened
from destal_cli.build.definitions import definitions
from destal_cli.build.entities import Named
from destal_cli.build.events import parts
from destal_cli.build.figures import figures
from destal_cli.build.gaps import Gap, Shape, overlap
from destal_cli.build.prompts import points_out, statement
from destal_cli.build.questions import asked_of, entity_question, gap_question, tells
from destal_cli.build.quotes import Quote, quotes
from destal_cli.build.reading import Dated, Reading
from destal_cli.build.roles import Role, roles
from destal_cli.core.dates import Edtf
from destal_cli.core.facts import AnswerType, Kind
from destal_cli.core.spelling import vocabulary
from destal_cli.core.text import GAP

_CLAIMING = vocabulary(
    "argue argues argued claim claims claimed believe believes believed say says said suggest suggests suggested"
    " contend contends contended maintain maintains maintained conclude concludes concluded propose proposes"
    " proposed describe describes described call calls called consider considers considered think thinks thought"
    " write writes wrote assert asserts asserted insist insists insisted note notes noted observe observes observed"
)


_SHORT = 30  # words of a sentence that a person is asked for within
_FEWEST_TELLING = 3  # nouns, verbs, adjectives and numbers of a meaning


def facts_of(reading: Reading, named: Named) -> tuple[list[Candidate], list[TurnedAway]]:
    """The facts of a sentence, and what it cannot be asked for."""
    every = [fact for kind in _KINDS for fact in kind(reading, named)]
    special = list({fact.asked[0].prompt: fact for fact in reversed(every)}.values())[::-1]
    owned = [asked.gap for fact in special for asked in fact.asked if asked.sure]
    plain: list[Asked] = []
    turned: list[TurnedAway] = []
    for gap in reading.gaps:
        if any(overlap(gap, other) for other in owned):
            continue
        asked = _about(reading, named, gap)
        if isinstance(asked, Asked):
            plain.append(asked)
        else:
            text = reading.words.slice(gap.first, gap.last)
            turned.append(TurnedAway(text, reading.sentence.start, reading.sentence.end, asked))
    return [*special, *([_base(reading, plain)] if plain else [])], turned


def _about(reading: Reading, named: Named, gap: Gap) -> Asked | str:
    """The question that leaves a gap open, if need be of its clause alone, or the reason why there is none."""
    asked = gap_question(reading, named, gap)
    short = shortened(reading, gap) if isinstance(asked, str) else None
    if short is None:
        return asked
    again = gap_question(short[0], named, short[1])
    return replace(again, gap=gap) if isinstance(again, Asked) else asked


def _made(reading: Reading, kind: Kind, asked: Sequence[Asked], text: str = "") -> Candidate:
    """A fact of a kind; its evidence begins where its questions do."""
    leans = any(one.leans for one in asked)
    start = reading.before if leans else reading.start
    said = text or statement(reading.words, reading.setting)
    said = f"{reading.setting.before} {said}" if leans and not text else said
    return Candidate("", kind, said, reading, start, reading.sentence.end, asked=tuple(asked))


def _base(reading: Reading, asked: Sequence[Asked]) -> Candidate:
    """The fact that a sentence as a whole is: an event when it has a date, a claim, or who did what."""
    dated = None if any(parts(reading)) else _own_date(reading)
    subject = _who(reading)
    named = tuple(dict.fromkeys(mention.entity for mention in reading.mentions))
    verb = re.search("[VE]", reading.words.tags)
    if dated:
        kind = Kind.EVENT
    elif subject and verb and reading.words.lower[verb.start()] in _CLAIMING:
        kind = Kind.CLAIM
    else:
        kind = Kind.RELATION if len(named) > 1 and subject else Kind.CLAIM
    made = _made(reading, kind, asked)
    return replace(made, when=_when(dated), who=(subject,) if subject else (), entities=named)


def _when(dated: Dated | None) -> Edtf | None:
    return dated.tagged.date if dated else None


def _own_date(reading: Reading) -> Dated | None:
    """The date of a sentence: its only one, or the first that is no part of a name or bracket."""
    outside = [
        d
        for d in reading.dates
        if reading.words.tags.count("(", 0, d.first) == reading.words.tags.count(")", 0, d.first)
    ]
    return outside[0] if outside and re.search("[VEA]", reading.words.tags) else None


def _who(reading: Reading) -> str:
    """The entity that is the subject: named first, before the first verb."""
    if reading.subject:
        return reading.subject
    verb = re.search("[VEA]", reading.words.tags)
    for mention in reading.mentions:
        before = reading.words.tags[: mention.first]
        if verb and mention.last <= verb.start() and not set("PO(") & set(before):
            return mention.entity
    return ""


def _events(reading: Reading, _: Named) -> Iterator[Candidate]:
    who = _who(reading)
    for part in parts(reading):
        dated = part.dated
        date = reading.words.slice(dated.first, dated.last)
        gap = Gap(dated.first, dated.last, Shape.DATE)
        asked = Asked(f"{part.text} {GAP}.", date, AnswerType.DATE, gap, date=dated.tagged.date, sure=True)
        made = _made(reading, Kind.EVENT, [asked], f"{part.text} {date}.")
        yield replace(made, when=dated.tagged.date, who=(who,) if who else ())


def _roles(reading: Reading, named: Named) -> Iterator[Candidate]:
    words = reading.words
    for role in roles(reading, named):
        office = _one(_uncapped(words.slice(role.first, role.last)), words.tags[role.first])
        person = role.person.entity
        asked = _who_held(reading, named, role, office)
        if asked:
            made = _made(reading, Kind.ROLE, [asked], f"{named.entities[person].name} was {office}.")
            after_verb = role.first > role.person.last and words.tags[role.person.last] in "AV"
            when = _when(_own_date(reading)) if after_verb else None
            yield replace(made, who=(person,), office=_bare(office), when=when)


def _who_held(reading: Reading, named: Named, role: Role, office: str) -> Asked | None:
    """Who held an office, within its sentence, which says when; a long one is left for who was the king of Pergamon.

    Else which office it was.
    """
    gap = Gap(role.person.first, role.person.last, Shape.NAME)
    person = role.person.entity
    cloze = gap_question(reading, named, gap)
    if isinstance(cloze, Asked) and len(cloze.prompt.split()) <= _SHORT:
        return replace(cloze, sure=True)
    if re.search(r" (?:of|to|in) ", office) and not points_out(reading.words, role.first, role.last):
        return entity_question(f"Who was {office}?", named, person, gap)
    if office.startswith(("a ", "an ")):
        return None  # what many were is no office
    held = Gap(role.first, role.last, Shape.PHRASE)
    prompt = f"Which office did {named.entities[person].name} hold?"
    which = Asked(prompt, _bare(office), AnswerType.OFFICE, held, sure=True)
    return None if tells(which, named) else which


def _one(office: str, tag: str) -> str:
    """An office as one person holds it: "a Politburo member", "a long-time dictator", but "premier of Malta"."""
    office = re.sub(r"\bmembers\b", "member", office)
    if tag == "D" or not (office.endswith("member") or (tag == "J" and " of " not in office)):
        return office
    return f"{'an' if office[0].lower() in 'aeiou' else 'a'} {office}"


def _uncapped(text: str) -> str:
    """With a small article."""
    return re.sub(r"^(?:The|A|An)(?= )", lambda found: found[0].lower(), text)


def _bare(text: str) -> str:
    """Without an article."""
    return re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)


def _figures(reading: Reading, named: Named) -> Iterator[Candidate]:
    for figure in figures(reading):
        asked = gap_question(reading, named, Gap(figure.first, figure.last, Shape.NUMBER))
        if isinstance(asked, Asked) and asked.number is not None:
            said = "" if asked.leans else asked.prompt.replace(GAP, asked.answer)
            made = _made(reading, Kind.FIGURE, [replace(asked, sure=True)], said)
            yield replace(made, number=figure.number, counts=figure.counts)


def _quotes(reading: Reading, named: Named) -> Iterator[Candidate]:
    for quote in quotes(reading, named):
        words = reading.words.slice(quote.first, quote.last).strip(" ,")
        asked = _who_said(reading, named, quote, words)
        if asked:
            made = _made(reading, Kind.QUOTE, [asked])
            yield replace(made, words=words, who=quote.speakers, when=_when(_own_date(reading)))


def _who_said(reading: Reading, named: Named, quote: Quote, words: str) -> Asked | None:
    """Who said something: within the sentence, which says of what, or what alone."""
    prompt = f"Who said “{words}”?"
    if len(quote.speakers) == 1:
        speaker = quote.speakers[0]
        where = next((m for m in reading.mentions if m.entity == speaker), None)
        at = (where.first, where.last) if where else (reading.setting.at, reading.setting.at + 1)
        gap = Gap(*at, Shape.NAME)
        within = asked_of(reading, named, gap, speaker)
        said = within is not None and words in within.prompt
        return within if said else entity_question(prompt, named, speaker, gap)
    if quote.said_by:
        gap = Gap(*quote.said_by, Shape.PHRASE)
        return Asked(prompt, reading.words.slice(*quote.said_by), AnswerType.TEXT, gap, sure=True)
    found = gap_question(reading, named, Gap(quote.first, quote.last, Shape.PHRASE))
    return replace(found, sure=True) if isinstance(found, Asked) else None


def _terms(reading: Reading, named: Named) -> Iterator[Candidate]:
    words = reading.words
    for found in definitions(reading):
        first, last = found.term
        if points_out(words, *found.meaning) or words.tags[first] in "RdQ":
            continue
        first += words.tags[first] == "D"
        meaning = words.slice(*found.meaning).strip(" ,")
        term = words.slice(first, last)
        gap = Gap(first, last, Shape.NAME if words.tags[first] == "M" else Shape.PHRASE)
        asked = _what_was(reading, named, gap, term, f"{found.verb} {meaning}?")
        telling = sum(tag in "NMJEVG#Y" for tag in words.tags[slice(*found.meaning)])
        if asked and asked.type is not AnswerType.PERSON and telling < _FEWEST_TELLING:
            continue  # "a region in France" is many
        if asked and (asked.type is AnswerType.PERSON or not found.apposed or not meaning.startswith("the ")):
            who = (asked.entity,) if asked.entity else ()
            made = _made(reading, Kind.TERM, [asked], f"{term[:1].upper()}{term[1:]} {found.verb} {meaning}.")
            yield replace(made, term=asked.answer, meaning=meaning, who=who)


def _what_was(reading: Reading, named: Named, gap: Gap, term: str, rest: str) -> Asked | None:
    mention = reading.mention_at(gap.last - 1)
    if mention and (mention.first, mention.last) == (gap.first, gap.last):
        who = "Who" if named.is_person(mention.entity) else "What"
        return entity_question(f"{who} {rest}", named, mention.entity, gap)
    asked = Asked(f"What {rest}", term, AnswerType.TERM, gap, sure=True)
    return None if tells(asked, named) else asked


_KINDS: tuple[Callable[[Reading, Named], Iterator[Candidate]], ...] = (_events, _roles, _figures, _quotes, _terms)
