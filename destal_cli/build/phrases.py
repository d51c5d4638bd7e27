"""The stretches of a parsed sentence that a question could ask for: what `gaps` tells from letters, told from a parse.

`reading.readings` calls `gaps_of_parse`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from destal_cli.build.gaps import LONGEST_GAP, Gap, Shape, gaps_of, says_something
from destal_cli.build.names import PARTICLES
from destal_cli.build.words import Words
from destal_cli.core.parse import Parse, Tree

_INNER = frozenset(("compound", "nmod", "quantmod", "goeswith", "poss"))
_BEFORE = frozenset(
    ("amod", "compound", "nummod", "poss", "nmod", "quantmod", "advmod", "predet", "det", "case", "punct", "npadvmod")
)
_TRIMMED = frozenset(("DT", "PDT", "WDT", "PRP", "PRP$", "WP$", "RB", "RBR", "RBS", "CC", "EX", "POS", "IN"))
_CLAUSES = frozenset(("relcl", "acl", "appos", "advcl", "ccomp"))


def gaps_of_parse(words: Words, dates: Sequence[tuple[int, int]], parse: Parse) -> list[Gap]:
    """Every gap of a sentence, each once and none within another; `dates` are [first, last) words of its dates."""
    tree = Tree(parse)
    dated = {word for first, last in dates for word in range(first, last)}
    persons = {last: first for first, last, kind in parse.named if kind == "PERSON"}
    spans = [
        _untitled(persons, *_trimmed(words, tree, *span))
        for word in range(len(words.tags))
        if _heads_phrase(tree, word)
        for span in _phrases(words, tree, word, dated)
    ]
    found = [Gap(*span, _shape(words, tree, *span)) for span in spans if _is_sound(words, span, dated)]
    told = (gap for gap in gaps_of(words, dates) if gap.shape is Shape.DATE or _is_noun_phrase(tree, gap))
    found += [replace(gap, first=_untitled(persons, gap.first, gap.last)[0]) for gap in told]
    once = {(gap.first, gap.last): gap for gap in reversed(found)}
    return [gap for gap in reversed(once.values()) if not any(_is_within(gap, other) for other in found)]


def _heads_phrase(tree: Tree, word: int) -> bool:
    """Whether a word is a noun that is no part of a longer name or owner, or an adjective that stands for one."""
    if tree.relations[word] == "pobj" and tree.classes[word] in ("JJ", "VBG"):
        return True
    return tree.is_noun(word) and tree.relations[word] not in _INNER


def _phrases(words: Words, tree: Tree, head: int, dated: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    """A noun with what stands before it and "of ..." behind it, and the list of which it is the first."""
    first = _first(tree, head)
    yield first, _last(words, tree, head, dated)
    end = head
    while (following := _joined(tree, end)) is not None:
        end = following
    if end != head:
        yield first, _last(words, tree, end, dated)


def _joined(tree: Tree, noun: int) -> int | None:
    """The noun behind another in a list."""
    behind = (word for word in tree.children[noun] if word > noun and tree.relations[word] == "conj")
    return next((word for word in behind if tree.is_noun(word)), None)


def _first(tree: Tree, head: int) -> int:
    """Where the words before a noun that belong to it begin."""
    first = head
    for child in sorted((child for child in tree.children[head] if child < head), reverse=True):
        below = tree.below(child)
        if tree.relations[child] not in _BEFORE or max(below) + 1 != first:
            break
        first = min(below)
    return first


def _last(words: Words, tree: Tree, head: int, dated: AbstractSet[int]) -> int:
    """Where a noun with its "of ..." ends: before a sign, a clause or a date."""
    behind = head + 1
    if words.lower[behind : behind + 1] != ("of",) or tree.heads[behind] != head:
        return behind
    last = behind + 1
    while last <= max(tree.below(behind)) and words.tags[last] not in ',;:()-"W' and last not in dated:
        if tree.relations[last] in _CLAUSES or _opens_clause(tree, last):
            break
        last += 1
    while last > behind + 1 and not tree.is_noun(last - 1):
        last -= 1
    return last if last > behind + 1 else behind


def _opens_clause(tree: Tree, word: int) -> bool:
    """Whether a clause that belongs to a noun begins with a word."""
    return any(tree.relations[up] in _CLAUSES and min(tree.below(up)) == word for up in tree.up(word))


def _trimmed(words: Words, tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Without articles, pronouns, adverbs and signs around it."""
    while first < last and (tree.classes[first] in _TRIMMED or words.tags[first] in 'DdQXS,("-'):
        first += 1
    while first < last and words.tags[last - 1] in ',;:("-':
        last -= 1
    return first, last


def _untitled(persons: Mapping[int, int], first: int, last: int) -> tuple[int, int]:
    """Of "the explorer Clara Weiss" the name; `persons` are the places where names end, with where they begin."""
    return max(first, persons.get(last, first)), last


def _is_sound(words: Words, span: tuple[int, int], dated: AbstractSet[int]) -> bool:
    first, last = span
    tags = words.tags[first:last]
    return (
        0 < last - first <= LONGEST_GAP
        and dated.isdisjoint(range(first, last))
        and words.tags[last : last + 1] != "S"
        and words.lower[last - 1] not in PARTICLES
        and tags.count("(") == tags.count(")")
        and tags.count('"') % 2 == 0
        and says_something(words, first, last)
    )


def _is_noun_phrase(tree: Tree, gap: Gap) -> bool:
    """Whether the words of a gap that was told from letters hang together, on a noun that ends them."""
    inside = range(gap.first, gap.last)
    return tree.is_noun(gap.last - 1) and tree.is_noun(tree.top(inside))


def _shape(words: Words, tree: Tree, first: int, last: int) -> Shape:
    inside = range(first, last)
    if all(words.tags[word] == "#" for word in inside):
        return Shape.NUMBER
    telling = [word for word in inside if tree.is_noun(word) or tree.classes[word] == "JJ"]
    capitals = [word for word in telling if words.text[words.starts[word]].isupper()]
    return Shape.NAME if first in capitals and len(capitals) * 2 > len(telling) else Shape.PHRASE


def _is_within(gap: Gap, other: Gap) -> bool:
    shorter = gap.last - gap.first < other.last - other.first
    return shorter and other.first <= gap.first and gap.last <= other.last
