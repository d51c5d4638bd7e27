"""The date expressions of a sentence, as it words them: which year, month and day, and how they lean on earlier ones.

`dates.tag` calls this; `dateanchor` turns what is found into calendar dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from destal_cli.build.bareyears import with_bare_years
from destal_cli.build.datescan import FIRST_HALF, SECOND_HALF, UNITS, Token, kinds_of, scan
from destal_cli.core.dates import Precision
from destal_cli.core.spelling import vocabulary


@dataclass(frozen=True, slots=True)
class Term:
    """One date as it is worded: month 21 to 24 is a season, `part` an early, middle, late or half part of it.

    `unit` is set when it leans on the narrative: `step` days, months or years on or back, or "name" for the next May.
    `lacks` is what the narrative has to add to its year: "century" ('42), "era" (in 480), "proof" that it is one
    (9 June 68), or "all" where it may count something (9 June 68 Goths); "" for nothing.
    """

    year: int | None = None
    month: int = 0
    day: int = 0
    precision: Precision = Precision.YEAR
    part: int = 0
    approximate: bool = False
    unit: str = ""
    step: int = 0
    lacks: str = ""

    @property
    def own_year(self) -> bool:
        """Whether the year stands there as it is meant, though the narrative may have to prove it."""
        return self.year is not None and (not self.lacks or (self.month > 0 and self.lacks in ("era", "proof")))


@dataclass(frozen=True, slots=True)
class Expression:
    """A date, or a range between two, over [start, end) of the text.

    What it tells of the narrative: `aside` says that it does not lead it, `back` that it may look back ("had", "than"),
    `ahead` that it may look forward ("would", "planned"), and `opening` that the sentence begins with it.
    """

    start: int
    end: int
    first: Term
    last: Term
    aside: bool
    back: bool
    ahead: bool
    opening: bool


_YEAR = "(?:e[yhn]|[yhn]e|[yq])"
_OF_YEAR = f"(?:,?f?{_YEAR}|,?h(?![xuUvnf])|,?[kK]|,?f?T?p+Y)"
_PART = "(?:T?tPfT?|T?bfT?|T?OHfT?|T?t-?i?T?)"
_MONTH = "m(?:[.](?=[,nohyeqfkK]))?"
_DAY = f"(?:T?[noO]f{_MONTH}|[no]{_MONTH}|{_MONTH}T?[no](?!e))"
_TWO = "(?:[->/]|,?&)"
_EXPRESSION = re.compile(
    rf"""
      (?P<lone> (?<=i) m (?=nx) )  # in May 20 ships sank
    | (?P<days> (?: T? (?:[no],)* [no] {_TWO} T? [no] f? {_MONTH} | {_MONTH} [no] {_TWO} [no] ) {_OF_YEAR}? )
    | (?P<years> a? (?: y [-/] [ny] (?![-/]) | [yhn] [-/>&] [yhn] e | e [yhn] [-/>] [yhn] ) )
    | (?P<winter> {_PART}? T? s ,? f? y [-/] [ny] )
    | (?P<date> N | {_PART}? (?: (?: w ,? )? (?: {_DAY} | C ) {_OF_YEAR}? | (?: {_MONTH} | T? s ) {_OF_YEAR} )
              | {_PART}? T? p+ [msuYC] | {_PART} T? [uY] | [lt] -? (?: iT? | T?p+ ) [usY]
              | (?: [Avn] [uUY] | T[uY] ) (?: l | L (?![TxmsAvnpy]) ) | T[uY]p )
    | (?P<century> {_PART}? T? [oO] (?: ,? [-&>/] T? [oO] )? -? c e? )
    | (?P<decade> {_PART}? T? a? d e? )
    | (?P<month> {_PART}? m )
    | (?P<season> {_PART}? T? s )
    | (?P<year> {_PART}? a? (?: {_YEAR} | [hn] ) )
    | (?P<day> (?<=J) To )
    """,
    re.VERBOSE,
)
_PREPOSITIONS = vocabulary(
    "at in into by during of until till since from to through throughout between on before after around about for "
    "towards toward over than"
)
_LEADS_MONTH = _PREPOSITIONS | vocabulary("the a next last late early mid that this every")
_LEADS_SEASON = vocabulary("in by during of until since throughout over")
_LEADS_YEAR = vocabulary("in since until during")
_LEADS_SHORT_YEAR = vocabulary("in by since until year")
_NOT_NAMES = _PREPOSITIONS | vocabulary("year years act")
_OWNERS = vocabulary("the its their his her our s")
_COUNTED = vocabulary("men people dead women children troops hours hrs")
_GOES_ON = vocabulary(
    "was were is are has had saw when with by for as that which who while at on it he she they but did would could "
    "should"
)
_VERB_LIKE = (3, 5, 8)  # March, May and August are other words too
_ASIDE = vocabulary("until till since")
_BACK = vocabulary("had having after following followed than compared opposed")
_AHEAD = vocabulary("would will could should planned plan plans expected scheduled expires expire predicted")
_CLAUSE = 8  # words before a date that tell how it is meant


class _Found(NamedTuple):
    """A date, or a range when its terms differ, with the tokens [first, last) that say it."""

    first: int
    last: int
    start: Term
    end: Term

    @property
    def is_range(self) -> bool:
        return self.start != self.end


def expressions(text: str, start: int, end: int) -> list[Expression]:
    """The date expressions of the sentence [start, end) of a text, in order."""
    tokens = with_bare_years(scan(text, start, end))
    matches = _EXPRESSION.finditer(kinds_of(tokens))
    found = [one for match in matches if _stands(match, tokens) for one in _read(match, tokens)]
    return [_expression(one, tokens) for one in _joined(_lent(found, tokens), tokens)]


def _stands(match: re.Match[str], tokens: Sequence[Token]) -> bool:
    """Whether the words around agree that this is a date."""
    first, last = match.span()
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    match match.lastgroup, match[0]:
        case "month", "m":
            return _month_stands(tokens, first, after)
        case "season", kinds:
            return _season_stands(kinds, before, after)
        case "year", "y":
            return _year_stands(tokens[first].value, before, after)
        case "year", kinds if kinds[-1] in "hn" and "e" not in kinds:
            return kinds in "hn" and before is not None and before.word in _LEADS_SHORT_YEAR and not _is_noun(after)
        case "day", _:
            return not _is_noun(after) and (after is None or not after.text[0].isupper())
        case "date", "C":
            return before is not None and before.word in _PREPOSITIONS
    return True


def _month_stands(tokens: Sequence[Token], at: int, after: Token | None) -> bool:
    """Whether a month alone is one, and neither a verb, a name nor short for something else."""
    month = tokens[at]
    if len(month.text) < 4 and month.word != "may":
        return False
    if at == 0:
        return month.value not in _VERB_LIKE or (after is not None and after.kind in "->&")
    before = tokens[at - 1]
    if before.kind in "&,-/":
        return at > 1 and tokens[at - 2].kind in "mnoyshCN"
    if before.word == "the" and (month.value in _VERB_LIKE or (after is not None and after.text[0].isupper())):
        return False
    return before.kind == "(" or before.word in _LEADS_MONTH


def _season_stands(kinds: str, before: Token | None, after: Token | None) -> bool:
    if before is None or before.word not in _LEADS_SEASON or (after is not None and after.kind in "xf"):
        return False
    return kinds != "s" or after is None or after.kind in ",.;"


def _year_stands(year: int, before: Token | None, after: Token | None) -> bool:
    """Whether four digits are a year: not "1500 men", nor "Resolution 1483"."""
    if year < 1000:
        return False
    word = before.word if before else ""
    named = before is not None and before.kind == "x" and before.text.istitle() and word not in _NOT_NAMES
    noun = after.text if after is not None and _is_noun(after) else ""
    counts = noun in _COUNTED or (noun.endswith("s") and year % 10 == 0 and word not in _OWNERS | _LEADS_YEAR)
    return not named and not counts


def _is_noun(after: Token | None) -> bool:
    """Whether a word in lower case follows that does not go on with the sentence after a date."""
    if after is None or after.kind not in "xU":
        return False
    return after.kind == "U" or (after.text.islower() and after.text not in _GOES_ON)


def _read(match: re.Match[str], tokens: Sequence[Token]) -> Iterator[_Found]:
    """What a match says: one date, a range, or two that share month, year or era."""
    first, last = match.span()
    match match.lastgroup:
        case "days":
            return _days(tokens, first, last)
        case "years" | "winter":
            return _years(tokens, first, last)
        case "century" if len(re.findall("[oO](?!H)", match[0])) > 1:
            return _centuries(tokens, first, last)
    term = _term(tokens[first:last])
    return iter([_Found(first, last, term, term)])


def _days(tokens: Sequence[Token], first: int, last: int) -> Iterator[_Found]:
    """5-7 May 1942, May 5 and 7."""
    at = [i for i in range(first, last) if tokens[i].kind in "no" and not _has_era(tokens, i, last)]
    shared = _term([token for i, token in enumerate(tokens[first:last], first) if i not in at])
    days = [replace(shared, day=tokens[i].value, precision=Precision.DAY) for i in at]
    if len(at) == 2 and tokens[at[0] + 1].kind in "->/":
        yield _Found(first, last, *days)
        return
    for i, day in zip(at, days, strict=True):
        yield _Found(first if i == at[0] else i, last if i == at[-1] else i + 1, day, day)


def _years(tokens: Sequence[Token], first: int, last: int) -> Iterator[_Found]:
    """1941-42, 499-493 BC, the winter of 1941-42."""
    i, j = [i for i in range(first, last) if tokens[i].kind in "yhn"][-2:]
    era = _era(tokens[first:last])
    start, end = _of_era(tokens[i].value, era), _of_era(tokens[j].value, era)
    if era > 0 and len(tokens[j].text) < len(tokens[i].text):
        end += start - start % 10 ** len(tokens[j].text)
    whole = replace(_term(tokens[first : i + 1]), year=start, lacks="")
    is_winter = whole.month > 0
    if is_winter or end <= start:
        yield _Found(first, last if is_winter else i + 1, whole, whole)
    elif tokens[i + 1].kind == "&" and not _after_between(tokens, first):
        yield _Found(first, i + 1, Term(start), Term(start))
        yield _Found(j, last, Term(end), Term(end))
    else:
        yield _Found(first, last, whole, replace(whole, year=end))


def _has_era(tokens: Sequence[Token], at: int, last: int) -> bool:
    return any(token.kind == "e" for token in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : min(at + 2, last)]))


def _centuries(tokens: Sequence[Token], first: int, last: int) -> Iterator[_Found]:
    """The 19th and 20th centuries."""
    i, j = [i for i in range(first, last) if tokens[i].kind in "oO"][-2:]
    century = next(i for i in range(j, last) if tokens[i].kind == "c")
    start = _term([*tokens[first : i + 1], *tokens[century:last]])
    end = _term(tokens[j:last])
    if any(token.kind == "&" for token in tokens[i:j]):
        yield _Found(first, i + 1, start, start)
        yield _Found(j, last, end, end)
    else:
        yield _Found(first, last, start, end)


def _era(tokens: Sequence[Token]) -> int:
    return next((token.value for token in tokens if token.kind == "e"), 1)


def _of_era(value: int, era: int) -> int:
    return value if era > 0 else 1 - value


def _after_between(tokens: Sequence[Token], first: int) -> bool:
    return first > 0 and tokens[first - 1].kind == "B"


def _term(tokens: Sequence[Token]) -> Term:
    """One date from its tokens, each of which says its part by its letter and its neighbours."""
    term, era = Term(), _era(tokens)
    kinds = f" {kinds_of(tokens)} "
    for at, token in enumerate(tokens):
        term = _with(term, token, kinds[at], kinds[at + 2 :], era)
    if term.day:
        return replace(term, precision=Precision.DAY)
    if term.month:
        return replace(term, precision=Precision.SEASON if term.month > 12 else Precision.MONTH)
    return term


def _with(term: Term, token: Token, before: str, after: str, era: int) -> Term:
    """The term with what one token adds; `before` is the letter before it, `after` all letters that follow."""
    if token.kind in "nhkKyqdoOvA":
        return _with_number(term, token, before, after, era)
    value = token.value
    match token.kind:
        case "N":
            return _numeric(token.text)
        case "m" | "s":
            return replace(term, month=value)
        case "C":
            return replace(term, month=1 if value == 1 else 12, day=value)
        case "u" | "U" | "Y":
            return replace(term, unit=UNITS[value])
        case "t" | "b":
            return replace(term, part=value)
        case "a":
            return replace(term, approximate=True)
        case "p":
            return replace(term, step=term.step + value, unit=term.unit or "name")
        case "l" | "L" if before in "uUY":
            return replace(term, step=(term.step or 1) * value)
    return term


def _with_number(term: Term, token: Token, before: str, after: str, era: int) -> Term:
    value, kind = token.value, token.kind
    if kind == "O" and after[0] == "H":
        return replace(term, part=FIRST_HALF if value == 1 else SECOND_HALF)
    if kind in "oO" and "c" in after:
        return replace(term, year=(value - 1) * 100 if era > 0 else 1 - value * 100, precision=Precision.CENTURY)
    if kind == "y" or (kind in "hn" and "e" in (before, after[0])):
        return replace(term, year=_of_era(value, era))
    if kind in "Avn" and after[0] in "uUY":
        return replace(term, step=value)
    if kind in "qkK":
        return replace(term, year=value, lacks={"q": "century", "k": "proof", "K": "all"}[kind])
    if kind == "h" or (kind == "n" and after == before == " "):
        return replace(term, year=value, lacks="era")
    return _decade(term, value, era) if kind == "d" else replace(term, day=value)


def _decade(term: Term, value: int, era: int) -> Term:
    """The 1930s, the '30s, the 470s BC; the 1800s are a century."""
    precision = Precision.CENTURY if value > 99 and value % 100 == 0 else Precision.DECADE
    first = value if era > 0 else -8 - value
    return replace(term, year=first, precision=precision, lacks="century" if value < 100 and era > 0 else "")


def _numeric(text: str) -> Term:
    """1953-06-26, 26.6.1953, 6/26/1953: day first unless that cannot be."""
    numbers = [int(part) for part in re.split("[-./]", text)]
    year, month, day = numbers if numbers[0] > 31 else numbers[::-1]
    return Term(year, *((day, month) if month > 12 else (month, day)), precision=Precision.DAY)


def _lent(found: list[_Found], tokens: Sequence[Token]) -> list[_Found]:
    """Dates with the year that the date linked to them has: "in June and July 1941", "two years later, in 1917"."""
    lent: list[_Found] = []
    for one in reversed(found):
        whole = lent[-1].start if lent else Term()
        if whole.year is not None and one.end.year is None:
            between = kinds_of(tokens[one.last : lent[-1].first])
            if one.end.unit == "year" and not whole.lacks and between in ("i", ",i"):
                one = one._replace(start=whole, end=whole)
            elif one.end.month and whole.month and not one.end.unit and re.fullmatch("[&>,/-]{1,2}", between):
                year, lacks = whole.year - (one.end.month > whole.month), whole.lacks
                start, end = (replace(term, year=year, lacks=lacks) for term in (one.start, one.end))
                one = one._replace(start=start, end=end)
        lent.append(one)
    return lent[::-1]


def _joined(found: list[_Found], tokens: Sequence[Token]) -> list[_Found]:
    """Two dates with "to" or a dash between them, or "between ... and", are a range."""
    joined: list[_Found] = []
    for one in found:
        if joined and _is_range(joined[-1], one, tokens):
            one = _Found(joined[-1].first, one.last, joined.pop().start, one.end)
        joined.append(one)
    return joined


def _is_range(start: _Found, end: _Found, tokens: Sequence[Token]) -> bool:
    terms = (start.start, start.end, end.start, end.end)
    if start.is_range or end.is_range or any(term.unit for term in terms):
        return False
    if start.end.year is not None and end.start.year is not None and end.start.year < start.end.year:
        return False
    between = kinds_of(tokens[start.last : end.first])
    return between in ("-", ">") or (between == "&" and _after_between(tokens, start.first))


def _expression(one: _Found, tokens: Sequence[Token]) -> Expression:
    words = _clause(one, tokens)
    in_brackets = kinds_of(tokens[: one.first]).rfind("(") > kinds_of(tokens[: one.first]).rfind(")")
    following = tokens[one.last].text if one.last < len(tokens) else ""
    describes = bool(words) and words[0] in _OWNERS and following.islower()  # the 1938 treaty
    return Expression(
        tokens[one.first].start,
        tokens[one.last - 1].end,
        one.start,
        one.end,
        aside=in_brackets or not _ASIDE.isdisjoint(words),
        back=describes or not _BACK.isdisjoint(words),
        ahead=tokens[one.first].word == "next" or not _AHEAD.isdisjoint(words),
        opening=one.first < 4,
    )


def _clause(one: _Found, tokens: Sequence[Token]) -> list[str]:
    """The words before it in its clause, the nearest first."""
    words = []
    for token in reversed(tokens[max(0, one.first - _CLAUSE) : one.first]):
        if token.kind in ",;()-":
            break
        words.append(token.word)
    return words
