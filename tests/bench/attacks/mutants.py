"""Small decks and how they are spoiled: bytes and lines moved about, and what hostile files are known to contain."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

DECK = """\
id: cold-war
title: The Cold War
entities:
  kennedy: {name: John F. Kennedy, kind: person, aliases: [Kennedy, JFK]}
  wall:
    name: Berlin Wall
    kind: work
facts:
  - id: speech
    kind: quote
    statement: Kennedy told Berliners that he was one of them.
    when: 1963-06-26
    who: [kennedy]
    words: Ich bin ein Berliner
    evidence: Kennedy said in Berlin, "Ich bin ein Berliner".
    questions:
      who: {ask: Who said so?, choices: [Reagan, Brandt, Adenauer]}
      when: On what day did he speak?
  - id: built
    kind: figure
    statement: The Wall stood for 28 years.
    number: 28
    counts: years
    within: 2%
    evidence: {exact: It stood for 28 years, prefix: "1961. "}
sources:
  - id: text
    title: In brief
    from: a handout
    text: |
      On 26 June 1963 Kennedy said in Berlin, "Ich bin ein Berliner".

      The Wall was built in 1961. It stood for 28 years.
"""
HOSTILE = (
    "!!python/object/apply:os.system [id]", "&a ", "*a", "<<: *a", "!!timestamp ", "!!int ", "!!float ", "!!binary |",
    "0x", "1e999", "-.inf", ".nan", "=", "~", "null", "0b2", "1:99:99", "9" * 400, "1953-99-99", "-99999-01-01",
    "1953/", "195X-XX", "2000-02-30", "{", "}", "[" * 30, "]", "- " * 30, "? ", ": ", "|+9\n", ">-\n", "%YAML 9.9\n",
    "---\n", "...\n", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\u202e", "\u2066", "\x00", "\x85", "\u2028", "\ufeff",
    "\uffff", "é" * 50, "\t", "\r", "\r\n", "'", '"', "\\", "\\x", "#", "[/]", "[red]", "{{7*7}}", "%s",
    "\N{COMBINING ACUTE ACCENT}" * 40,
)  # fmt: skip


def _inserted(text: str, rng: Random) -> str:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice(HOSTILE) + text[place:]


def _cut(text: str, rng: Random) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randint(1, 40) :]


def _flipped(text: str, rng: Random) -> str:
    place = rng.randrange(max(1, len(text)))
    return (
        text[:place]
        + chr(rng.choice((rng.randrange(128), rng.randrange(0xD800), rng.randrange(0xE000, 0x110000))))
        + text[place + 1 :]
    )


def _doubled(text: str, rng: Random) -> str:
    lines = text.split("\n")
    place = rng.randrange(len(lines))
    return "\n".join([*lines[:place], *lines[place : place + rng.randint(1, 6)], *lines[place:]])


def _swapped(text: str, rng: Random) -> str:
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _shifted(text: str, rng: Random) -> str:
    lines = text.split("\n")
    place = rng.randrange(len(lines))
    lines[place] = rng.choice(("  ", "    ", "\t", "")) + lines[place].lstrip() + rng.choice(("", " ", ":", " #"))
    return "\n".join(lines)


def _valued(text: str, rng: Random) -> str:
    """A value replaced by something else."""
    lines = text.split("\n")
    place = rng.randrange(len(lines))
    key, colon, _ = lines[place].partition(": ")
    lines[place] = f"{key}{colon}{rng.choice(HOSTILE)}" if colon else lines[place]
    return "\n".join(lines)


_WAYS: tuple[Callable[[str, Random], str], ...] = (_inserted, _cut, _flipped, _doubled, _swapped, _shifted, _valued)


def spoiled(text: str, rng: Random) -> str:
    """The text with one to six things wrong with it."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        text = rng.choice(_WAYS)(text, rng)
    return text
