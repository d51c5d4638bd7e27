"""Flashcards in Markdown as hashcards has them: `Q:` and `A:`, `C:` with its gaps in brackets, `---` between cards.

A question, an answer or a cloze goes on over the lines that follow it. A table of TOML between two `---` at the top may
name the deck. What stands outside of cards is not read.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field

from destal_cli.core.notes import Incoming, Note, Outgoing, Written, digest, notes_of
from destal_cli.core.problems import Problem
from destal_cli.core.text import GAP, clean, one_line
from destal_cli.store.exchange import Received, titled

_CARD = re.compile(r"^(?:Q:|C:)", re.MULTILINE)
_HEADING = re.compile(r"^# +(\S.*)$", re.MULTILINE)
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_MEDIA = re.compile(r"!\[((?:\\.|[^\[\]\\])*+)\]\(([^()\n]*+)\)")
_BRACKETS = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])*+)\]")
_STRONG = re.compile(r"(?<!\\)\*\*(?=\S)((?:\\.|[^*\\])+?)(?<=\S)\*\*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&$~])")
_BEHIND = "everything but questions, answers and clozes: passages, dates, persons, tags, notes, other right answers"


def write(leaving: Outgoing) -> Written:
    """The cards of a deck, a blank line between them."""
    return Written(rendered(leaving.deck.title, notes_of(leaving.deck, leaving.cards)), (_BEHIND,))


def rendered(title: str, notes: Iterable[Note]) -> str:
    """Notes as cards below the name of their deck."""
    cards = "\n".join(map(_card, notes))
    return f"---\nname = {json.dumps(title, ensure_ascii=False)}\n---\n\n{cards}"


def _card(note: Note) -> str:
    """A cloze where the prompt is the statement with a gap for the answer; else a question and its answer."""
    if note.prompt.count(GAP) == 1 and note.prompt.replace(GAP, note.answer) == note.statement:
        before, _, behind = note.prompt.partition(GAP)
        return f"C: {_escaped(before)}[{_escaped(note.answer)}]{_escaped(behind)}\n"
    return f"Q: {_escaped(note.prompt)}\nA: {_escaped(note.answer)}\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def recognises(file: Received) -> bool:
    """Whether a card begins somewhere in the file."""
    return bool(_CARD.search(file.text))


def read(file: Received) -> Incoming:
    """The notes of a file of cards."""
    text = clean(file.text)
    title, body, before = _front(text)
    heading = _HEADING.search(body)
    reading = _Reading(file.name)
    for number, line in enumerate(body.split("\n"), before + 1):
        reading.take(number, line)
    reading.close()
    return Incoming(
        title=title or (one_line(heading[1]) if heading else titled(file.name)),
        notes=tuple(reading.notes),
        problems=tuple(reading.problems),
        lost=tuple(reading.lost),
    )


def _front(text: str) -> tuple[str, str, int]:
    """The name that stands at the top, the text below it, and how many lines are above that."""
    found = _FRONT.match(text)
    if not found:
        return "", text, 0
    try:
        name = tomllib.loads(found[1] or "").get("name", "")
    except (tomllib.TOMLDecodeError, RecursionError):
        return "", text, 0
    return one_line(str(name)), text[found.end() :], text.count("\n", 0, found.end())


@dataclass(slots=True)
class _Reading:
    """A file of cards, line by line; `parts` has the lines of the card that is open, by its letters."""

    name: str
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=dict)
    line: int = 0

    def take(self, number: int, line: str) -> None:
        letter, said = (line[0], line[2:]) if line[:2] in ("Q:", "A:", "C:") else ("", line)
        if line.strip() == "---":
            self.close()
        elif letter == "A" and "Q" in self.parts and "A" not in self.parts:
            self.parts["A"] = [said]
        elif letter == "A":
            self.refuse(number, "an answer without a question", "put `Q:` before it")
        elif letter:
            self.close()
            self.parts, self.line = {letter: [said]}, number
        elif self.parts:
            next(reversed(self.parts.values())).append(said)

    def refuse(self, number: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.name, number, 1, message, hint))

    def close(self) -> None:
        """Make notes of the card that is open."""
        said = {letter: self.without_media("\n".join(lines)) for letter, lines in self.parts.items()}
        if "C" in said:
            self.close_cloze(said["C"])
        elif "A" in said:
            self.notes.append(Note(_plain(said["Q"]), _plain(said["A"]), line=self.line))
        elif "Q" in said:
            self.refuse(self.line, "a question without an answer", "put `A:` below it")
        self.parts = {}

    def close_cloze(self, text: str) -> None:
        gaps = list(_BRACKETS.finditer(text))
        if not gaps:
            self.refuse(self.line, "a cloze without a gap", "put what is asked for between [ and ]")
        statement = _plain(_BRACKETS.sub(r"\1", text))
        self.notes += [self.gap(text, gap, statement) for gap in gaps]

    def gap(self, text: str, gap: re.Match[str], statement: str) -> Note:
        """The note that asks for one gap, with the others filled."""
        before, behind = (_plain(_BRACKETS.sub(r"\1", part), "") for part in (text[: gap.start()], text[gap.end() :]))
        prompt = one_line(f"{before}{GAP}{behind}")
        return Note(prompt, _plain(gap[1]), fact=f"cloze {digest(statement)}", statement=statement, line=self.line)

    def without_media(self, text: str) -> str:
        """The text with what is said of a picture in place of it."""
        for found in _MEDIA.finditer(text):
            self.lost.append(f"line {self.line}: the picture or sound {one_line(found[2])}")
        return _MEDIA.sub(r"\1", text)


def _plain(text: str, strip: str | None = None) -> str:
    """What a text says in Markdown, without strong emphasis and backslashes."""
    bare = _ESCAPED.sub(r"\1", _STRONG.sub(r"\1", text))
    return bare if strip == "" else bare.strip()
