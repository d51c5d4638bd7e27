"""Bare numbers behind a day and its month: a year, something counted, or what nothing tells.

`dategrammar` has its tokens from `with_bare_years`: "9 June 68 in Rome" is unlike "9 June 68 ships".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from destal_cli.build.datescan import Token, kinds_of
from destal_cli.core.spelling import vocabulary

_BARE = re.compile(
    r"""
      (?: [noO] f? m [.]? | m [.]? T? (?: [no] (?: [->/] | ,?& ) )? [no] | C )
      (?P<comma> ,? ) (?P<number> [nh] ) (?! e | m | [-/>&] [nhy] e )
    """,
    re.VERBOSE,
)
_IN_DOUBT = re.compile(r"[-/>&,][nhv](?!m)|[fycsmuYlL]")  # "68 or 70", "68 of them"
_COUNTED = vocabulary(
    "people troops infantry cavalry dead children hours hrs percent million thousand hundred dozen am pm o noon"
    " midnight"
)
_GOES_ON = vocabulary("was is saw when with by for as which while at it he she they but over from near after before")
_SEVERAL = vocabulary("were are have had who")
_PHRASE = 3  # words from a number to what it counts


def with_bare_years(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with bare years as k, and as K the numbers that may be one and may count.

    Behind a comma what may count does: "on May 9, 12 Germans fell".
    """
    read = list(tokens)
    for found in _BARE.finditer(kinds_of(tokens)):
        at = found.start("number")
        behind = tokens[at + 1 : at + 1 + _PHRASE]
        if not _counts(behind) and not (found["comma"] and _may_count(behind)):
            read[at] = tokens[at]._replace(kind=_kind(tokens[at], behind))
    return read


def _kind(number: Token, behind: Sequence[Token]) -> str:
    """A year of three digits that ends its phrase is one, whatever the narrative; it keeps its kind."""
    if _may_count(behind):
        return "K"
    return "h" if number.kind == "h" and kinds_of(behind)[:1] not in ("x", "v", "n") else "k"


def _counts(behind: Sequence[Token]) -> bool:
    """Whether a plural in lower case, a unit or "a.m." follows."""
    if kinds_of(behind).startswith(("A.", "U")):
        return True
    phrase = _phrase(behind)
    return any(_is_plural(token) for token in phrase) and all(token.text.islower() for token in phrase)


def _may_count(behind: Sequence[Token]) -> bool:
    """Whether Goths, Gothic horsemen, "of them", "or 30" or an unknown word in lower case follows."""
    if not behind:
        return False
    first = behind[0]
    unknown = first.kind == "x" and not first.text[0].isupper() and first.text not in _GOES_ON
    return unknown or bool(_IN_DOUBT.match(kinds_of(behind))) or any(map(_is_plural, _phrase(behind)))


def _phrase(behind: Sequence[Token]) -> list[Token]:
    """The words as far as they can be counted: up to a verb or a small word, or the first plural."""
    words: list[Token] = []
    for token in behind:
        if token.kind != "x" or token.text in _GOES_ON | _SEVERAL or (words and _is_plural(words[-1])):
            break
        words.append(token)
    return words


def _is_plural(token: Token) -> bool:
    """Whether a word counts as many; Titus is one."""
    return token.word in _COUNTED or (token.word.endswith(("s", "men")) and not token.word.endswith("us"))
