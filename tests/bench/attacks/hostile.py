"""A deck whose every text has what a terminal would obey, and what of a terminal's own tongue destal may write."""

from __future__ import annotations

import json
import re

ORDERS = "\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x9b2J\x1b[31m\u202e\u2066\x00\x08\x1b[6n\x1bP$q\x1b\\"
# Colours, the cursor's moves and its look, what is erased, bracketed paste, the pager's screen and keypad.
OURS = re.compile(
    r"\x1b(\[[0-9;]*m|\[[0-9]*[ABCDGJKX]|\[[0-9;]*[Hr]|\[\?(1|12|25|7|47|1049|2004)(;25)?[hl]|[=>78M]|\([0B]"
    r"|\[[0-9;]*t|\[!p|\[\?[34];?[0-9]*l|\[4l|\[3g)"
)
OBEYED = re.compile("[\x00-\x06\x0b\x0c\x10-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def orders(shown: str) -> str:
    """The first thing in what was shown that a terminal would obey and that is not destal's own; empty for none."""
    rest = OURS.sub("", shown)
    found = OBEYED.search(rest)
    return repr(rest[max(0, found.start() - 30) : found.end() + 30]) if found else ""


def deck() -> str:
    """A deck in which orders stand before and after every text."""
    return _DECK.replace("{BAD}", json.dumps(ORDERS)[1:-1])


_DECK = r"""id: hostile
title: "The {BAD}Wall"
entities:
  brandt: {name: "Willy {BAD}Brandt", kind: person, aliases: ["Br{BAD}andt"]}
  honecker: {name: "Erich {BAD}Honecker", kind: person}
  ulbricht: {name: "Walter {BAD}Ulbricht", kind: person}
  kennedy: {name: "John F. {BAD}Kennedy", kind: person}
facts:
  - id: built
    kind: event
    statement: "Soldiers {BAD}closed the border."
    when: 1961-08-13
    note: "Some say {BAD}otherwise."
    evidence: "On 13 August 1961 {BAD}soldiers closed the border."
    questions:
      when: {ask: "On what {BAD}day was the border closed?"}
  - id: mayor
    kind: role
    statement: "Brandt {BAD}was mayor."
    who: [brandt]
    office: "may{BAD}or"
    evidence: "Willy Brandt {BAD}was mayor then."
    questions:
      who: {ask: "Who {BAD}was mayor?", choices: ["Ken{BAD}nedy", "Hone{BAD}cker", "Ul{BAD}bricht"]}
  - id: speech
    kind: quote
    statement: "Kennedy {BAD}spoke."
    when: 1963-06-26
    who: [kennedy]
    words: "Ich bin {BAD}ein Berliner"
    evidence: "Kennedy {BAD}said: Ich bin {BAD}ein Berliner."
  - id: stood
    kind: figure
    statement: "It stood {BAD}for 28 years."
    number: 28
    counts: "ye{BAD}ars"
    evidence: "It {BAD}stood for 28 years."
  - id: fell
    kind: event
    statement: "The crossings {BAD}opened."
    when: 1989-11-09
    evidence: "The crossings {BAD}opened on 9 November 1989."
sources:
  - id: text
    title: "In {BAD}brief"
    from: "a {BAD}handout"
    text: "On 13 August 1961 {BAD}soldiers closed the border. Willy Brandt {BAD}was mayor then.\n\n\
      Kennedy {BAD}said: Ich bin {BAD}ein Berliner. \
      It {BAD}stood for 28 years.\n\n\
      The crossings {BAD}opened on 9 November 1989.\n"
"""
