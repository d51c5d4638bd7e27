"""What a reader of English knows of a sentence besides its words: classes, relations and named entities, plain values.

`store.english` makes parses where the extra `nlp` is installed; any function of the shape `ReadEnglish` may. The build
finds in them what can be asked for (`phrases`), what a question can do without (`clauses`), who is a person
(`entities`) and what is worth asking (`preference`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol

from destal_cli.core.values import dataclass

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "CD"))
_VERBS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"))
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_HELPERS = frozenset(("aux", "auxpass"))


@dataclass(frozen=True, slots=True)
class Parse:
    """One value for each word: its class (Penn Treebank), its relation to its head (ClearNLP), and the head's place.

    A root is its own head. `named` are the words [first, last) of named entities, each with its kind (OntoNotes).
    """

    classes: tuple[str, ...]
    relations: tuple[str, ...]
    heads: tuple[int, ...]
    named: tuple[tuple[int, int, str], ...] = ()


class InWords(Protocol):
    """A sentence of which it is known where each word begins and ends."""

    @property
    def text(self) -> str: ...

    @property
    def starts(self) -> tuple[int, ...]: ...

    @property
    def ends(self) -> tuple[int, ...]: ...


ReadEnglish = Callable[[Sequence[InWords]], Iterable[Parse]]


class Tree:
    """A parse with the words that depend on each, directly and in all."""

    def __init__(self, parse: Parse) -> None:
        self.classes, self.relations, self.heads = parse.classes, parse.relations, parse.heads
        self.children: list[list[int]] = [[] for _ in parse.heads]
        for word, head in enumerate(parse.heads):
            if head != word:
                self.children[head].append(word)

    @property
    def root(self) -> int:
        """The word that all others depend on; the first verb of several."""
        roots = [word for word, head in enumerate(self.heads) if head == word]
        return next((word for word in roots if self.is_verb(word)), roots[0] if roots else 0)

    def is_noun(self, word: int) -> bool:
        """Whether a word is a noun, name or number."""
        return self.classes[word] in _NOUNS

    def is_verb(self, word: int) -> bool:
        """Whether a word is a verb in any form."""
        return self.classes[word] in _VERBS

    def is_finite(self, verb: int) -> bool:
        """Whether a verb has a tense, or an auxiliary that has one."""
        helpers = (word for word in self.children[verb] if self.relations[word] in _HELPERS)
        return self.classes[verb] in _FINITE or any(self.classes[word] in _FINITE for word in helpers)

    def below(self, word: int) -> frozenset[int]:
        """A word and all that depend on it."""
        seen, todo = {word}, [word]
        while todo:
            fresh = [child for child in self.children[todo.pop()] if child not in seen]
            seen.update(fresh)
            todo += fresh
        return frozenset(seen)

    def up(self, word: int) -> Iterator[int]:
        """A word, its head, and so on to the root."""
        seen: set[int] = set()
        while word not in seen:
            yield word
            seen.add(word)
            word = self.heads[word]

    def top(self, words: Collection[int]) -> int:
        """The word of a phrase that governs the others."""
        return next((word for word in words if self.heads[word] not in words or self.heads[word] == word), min(words))
