"""A parsed sentence without what its question does not need: `facts` asks again with what is left.

A clause is only taken out of its sentence where the sentence states it: never out of what somebody says or of an "if".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from destal_cli.build.gaps import Gap
from destal_cli.build.words import Words
from destal_cli.core.parse import Tree
from destal_cli.core.spelling import vocabulary

if TYPE_CHECKING:
    from destal_cli.build.reading import Reading

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_PRONOUNS = frozenset(("PRP", "DT", "EX", "JJ", "JJS", "VBG"))
_HELPERS = frozenset(("aux", "auxpass"))
_STATED = vocabulary("because when while although though since after before until whereas")
_ASIDES = frozenset(("relcl", "appos", "acl"))
_WHERE_AND_WHEN = vocabulary("in on at by after before during since until from under between with because following")
_LEADS = frozenset(("mark", "cc", "punct", "preconj"))
_SIGNS = frozenset(",;:-.C")
_FEWEST, _MOST = 5, 60  # words of a clause; of a sentence: longer ones are parsed badly


def shortened(reading: Reading, gap: Gap) -> tuple[Reading, Gap] | None:
    """The clause around a gap as a reading, and where the gap is in it; None without a parse or if it is no shorter."""
    kept = _kept(reading, range(gap.first, gap.last))
    moved = _moved(kept, gap.first, gap.last)
    return (_with(reading, kept), replace(gap, first=moved[0], last=moved[1])) if moved else None


def main_clause(reading: Reading) -> Reading | None:
    """The main clause of a sentence as a reading; None without a parse or if it is no shorter."""
    kept = _kept(reading, range(0))
    return _with(reading, kept) if kept else None


def _kept(reading: Reading, inside: range) -> list[int]:
    """The words of the clause around some, in order and without asides; none if that is no shorter or reads badly."""
    words = reading.words
    if reading.parse is None or len(words.tags) > _MOST or words.tags.count('"') % 2:
        return []
    tree = Tree(reading.parse)
    clause, subject = _clause(words, tree, tree.top(inside) if inside else tree.root)
    left_out = {*_detachable(words, tree, clause, inside)} | _bracketed(words, inside)
    kept = _tidy(words, tree, sorted({*tree.below(clause), *subject} - left_out))
    while kept and kept[0] not in inside and (words.tags[kept[0]] in _SIGNS or _introduces(tree, kept[0], clause)):
        kept.pop(0)
    while kept and kept[-1] not in inside and words.tags[kept[-1]] in _SIGNS:
        kept.pop()
    whole = len(words.tags.rstrip("."))
    return kept if _FEWEST <= len(kept) < whole and _reads_well(words, kept) and clause in kept else []


def _introduces(tree: Tree, word: int, clause: int) -> bool:
    return tree.relations[word] in _LEADS and tree.heads[word] == clause


def _clause(words: Words, tree: Tree, top: int) -> tuple[int, frozenset[int]]:
    """The verb of the smallest clause with a word that the sentence states, and the words of a subject from without."""
    clause, *path = reversed([*tree.up(top)])
    subject: frozenset[int] = frozenset()
    for verb in path:
        if not tree.is_verb(verb) or not tree.is_finite(verb) or not _is_stated(words, tree, verb):
            break
        own, shared = _subject(tree, verb), _subject(tree, tree.heads[verb])
        if own is None and (shared is None or not _may_share(tree, tree.heads[verb], verb)):
            break
        clause = verb
        if own is not None:
            subject = frozenset()
        elif shared is not None:
            subject = tree.below(shared)
    return clause, subject


def _is_stated(words: Words, tree: Tree, verb: int) -> bool:
    """Whether a clause within another says what is so: "and ...", "because ...", not "if ..." or "that ..."."""
    marks = [words.lower[child] for child in tree.children[verb] if tree.relations[child] == "mark"]
    relation = tree.relations[verb]
    return (relation == "conj" and not _is_choice(words, tree, verb)) or (
        relation == "advcl" and bool(marks) and marks[0] in _STATED
    )


def _is_choice(words: Words, tree: Tree, verb: int) -> bool:
    """Whether "or" joins a verb to the one before it: neither says what is so by itself."""
    joins = (words.lower[child] for child in tree.children[tree.heads[verb]] if tree.relations[child] == "cc")
    return any(word in ("or", "nor") for word in joins)


def _subject(tree: Tree, verb: int) -> int | None:
    """The noun or pronoun before a verb that is its subject."""
    before = (child for child in tree.children[verb] if child < verb and tree.relations[child] in _SUBJECTS)
    return next((child for child in before if tree.is_noun(child) or tree.classes[child] in _PRONOUNS), None)


def _may_share(tree: Tree, first: int, second: int) -> bool:
    """Whether the second of two verbs with one subject stands without the auxiliary of the first."""
    helped = [any(tree.relations[child] in _HELPERS for child in tree.children[verb]) for verb in (first, second)]
    return tree.relations[second] == "conj" and (helped[1] or not helped[0])


def _reads_well(words: Words, kept: Sequence[int]) -> bool:
    """Whether no two phrases run into each other, and no quotation is torn, where something was taken out."""
    for before, after in pairwise(kept):
        meeting = words.tags[before] + words.tags[after]
        if after > before + 1 and ('"' in words.tags[before : after + 1] or _RUN_TOGETHER.match(meeting)):
            return False
    return words.tags.count('"', kept[0], kept[-1] + 1) % 2 == 0


_RUN_TOGETHER = re.compile(r"[NMJ#YR][NMDQJ#YRdW]")


def _detachable(words: Words, tree: Tree, clause: int, inside: Collection[int]) -> Iterator[int]:
    """The words below a clause's verb that can be left out without a change of what it says."""
    todo = [clause]
    subject = _subject(tree, clause)
    while todo:
        node = todo.pop()
        for child in tree.children[node]:
            below = tree.below(child)
            free = below.isdisjoint(inside)
            fronted = node == clause and subject is not None and _is_fronted(words, tree, child, max(below), subject)
            if free and (fronted or _is_aside(words, tree, child, min(below))):
                yield from below
            else:
                todo.append(child)


def _is_aside(words: Words, tree: Tree, child: int, first: int) -> bool:
    """Whether a phrase that begins at word `first` is set off by a comma, or a clause of its own."""
    relation = tree.relations[child]
    if relation == "conj":
        return tree.is_verb(child) and tree.is_verb(tree.heads[child]) and not _is_choice(words, tree, child)
    listed = relation == "appos" and any(tree.relations[one] == "conj" for one in tree.children[tree.heads[child]])
    set_off = words.tags[first - 1 : first] in (",", "-", ";") and first > 0 and not listed
    return set_off and (relation in _ASIDES or (relation == "advcl" and _is_no_condition(words, tree, child)))


def _is_fronted(words: Words, tree: Tree, child: int, last: int, subject: int) -> bool:
    """Whether a phrase of time or place, up to word `last`, stands before the subject and a comma."""
    match tree.relations[child]:
        case "prep":
            fits = words.lower[child] in _WHERE_AND_WHEN
        case "advcl":
            fits = _is_no_condition(words, tree, child)
        case other:
            fits = other == "npadvmod"
    return fits and last < subject and words.tags[last + 1 : last + 2] == ","


def _is_no_condition(words: Words, tree: Tree, verb: int) -> bool:
    """Whether what a clause says can go: "when ...", "leading to ...", but not "if ..." or "as X says"."""
    marks = [words.lower[child] for child in tree.children[verb] if tree.relations[child] in ("mark", "advmod")]
    return not marks or marks[0] in _STATED


def _bracketed(words: Words, inside: Collection[int]) -> set[int]:
    """The words in brackets that do not hold the gap."""
    out: set[int] = set()
    start = -1
    for i, tag in enumerate(words.tags):
        if tag == "(" and start < 0:
            start = i
        elif tag == ")" and start >= 0:
            span = range(start, i + 1)
            if not any(word in span for word in inside):
                out.update(span)
            start = -1
    return out


def _tidy(words: Words, tree: Tree, kept: list[int]) -> list[int]:
    """Without the signs and conjunctions that stand where something was taken out."""
    out = [*kept]
    for at in reversed(range(len(kept))):
        cut_before = at > 0 and kept[at - 1] != kept[at] - 1
        cut_after = at + 1 < len(out) and out[at + 1] != kept[at] + 1
        joins = words.tags[kept[at]] in ",;-C" or tree.relations[kept[at]] == "cc"
        if joins and (cut_before or cut_after):
            del out[at]
    return out


def _moved(kept: Sequence[int], first: int, last: int) -> tuple[int, int] | None:
    """Where the words [first, last) are among those kept, if they all are."""
    at = bisect_left(kept, first)
    whole = last > first and kept[at : at + last - first] == [*range(first, last)]
    return (at, at + last - first) if whole else None


def _with(reading: Reading, kept: list[int]) -> Reading:
    """The reading with only the kept words, and of names, dates and the setting what is still there."""
    places = {old: new for new, old in enumerate(kept)}
    spans = ((mention, _moved(kept, mention.first, mention.last)) for mention in reading.mentions)
    dated = ((date, _moved(kept, date.first, date.last)) for date in reading.dates)
    old = reading.setting
    implied = ((_moved(kept, start, end), said) for start, end, said in old.implied)
    setting = replace(
        old,
        subject=old.subject if old.at in places else "",
        at=places.get(old.at, 0),
        persons=frozenset(places[at] for at in old.persons if at in places),
        implied=tuple((*now, said) for now, said in implied if now),
    )
    return replace(
        reading,
        words=_words_of(reading.words, kept),
        mentions=tuple(replace(mention, first=now[0], last=now[1]) for mention, now in spans if now),
        dates=tuple(replace(date, first=now[0], last=now[1]) for date, now in dated if now),
        setting=setting,
        parse=None,
    )


def _words_of(words: Words, kept: list[int]) -> Words:
    """The kept words as a sentence of their own."""
    text, starts, ends = "", [], []
    for at, word in enumerate(kept):
        if at:
            gap = words.text[words.ends[kept[at - 1]] : words.starts[word]]
            text += gap if kept[at - 1] == word - 1 else " "
        starts.append(len(text))
        text += words.text[words.starts[word] : words.ends[word]]
        ends.append(len(text))
    text = text + "."
    return Words(
        text, tuple(starts), tuple(ends), tuple(words.lower[i] for i in kept), "".join(words.tags[i] for i in kept)
    )
