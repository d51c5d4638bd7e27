"""Deck files: text in, `(deck, problems)` out. `indexing` reads every deck with it, and so do the
commands that change one; `destal check` shows what it says.

A problem never hides the rest: a fact that has one is left out, everything else is read.
"""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Any

from destal_cli.core.facts import NEEDS, Deck, Entity, EntityKind, Evidence, Fact, Importance, Mark, Question, Source
from destal_cli.core.passages import Flat
from destal_cli.core.problems import BadFileError, NotFoundError, Problem, did_you_mean
from destal_cli.core.text import one_line
from destal_cli.store.deckspec import Entry, decode_deck
from destal_cli.store.reading import Reading
from destal_cli.store.yaml_stream import Place, mark_of, read

MAX_BYTES = 256 * 1024 * 1024
_NEEDED = {"id", "kind", "statement"}
_ANSWERS = ("entity", "date", "number", "answer", "part")  # what a question's own answer is written as
_ANSWERING = ("when", "who", "whom", "number", "term", "meaning", "office", "words")  # parts of a fact


def read_file(path: Path) -> str:
    """The text of a deck file. Raises NotFoundError or BadFileError."""
    return read_exactly(path).removeprefix("\ufeff")


def read_exactly(path: Path) -> str:
    """The text of a deck file to the last byte, as `rewrite` wants it. Raises NotFoundError or BadFileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadFileError(f"{path} is no ordinary file", "give the path of a deck, a .yaml file")
        if path.stat().st_size > MAX_BYTES:
            raise BadFileError(f"{path} is larger than {MAX_BYTES >> 20} MB", "split it into several decks")
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}") from None
    except UnicodeDecodeError as error:
        raise BadFileError(f"{path} is not UTF-8 (byte {error.start})", "save it as UTF-8") from None
    except OSError as error:
        raise BadFileError(f"{path} cannot be read: {error.strerror}") from None


def read_deck(text: str, path: str = "") -> Reading:
    """A deck from the text of its file; `path` is what problems name."""
    return _Linker(path, text).read()


class _Linker:
    """Turns decoded entries into a Deck whose references hold."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.problems: list[Problem] = []
        self.entities: dict[str, Entity] = {}
        self.sources: dict[str, Source] = {}
        self.flat: dict[str, Flat] = {}
        self.texts: dict[str, Place] = {}  # where the text of each source begins in the file

    def say(self, mark: Mark, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, mark.line, mark.column, message, hint))

    def read(self) -> Reading:
        entry, faults = read(self.text, decode_deck)
        for fault in faults:
            self.say(*fault)
        if entry is None and not faults:
            self.say(Mark(1, 1), "the file is empty", "`destal decks new` writes a small deck to start from")
        return self.link(entry) if entry else Reading(None, self._sorted())

    def link(self, entry: Entry) -> Reading:
        self.find_sources(entry)
        for key, value in (entry.get("entities") or {}).items():
            self.add_entity(key, value)
        entries = [found for _, found in entry.get("facts") or []]
        facts = [(found, self.fact(found)) for found in entries]
        self.check_unique(entries)
        for part in ("facts", "sources"):
            if part in entry.places and not entry.get(part):
                self.say(entry.at(part), f"the deck has no {part}", "a deck needs at least one")
        places = sorted((p.line, p.column) for p in self.problems)
        sound = tuple(fact for e, fact in facts if fact and not (places and _spoilt(e, places)))
        if not entry.get("id"):
            return Reading(None, self._sorted(), len(entries))
        title = entry.get("title") or entry.get("id")
        about, built, reviewed = entry.get("about", ""), entry.get("built") or {}, _values(entry, "reviewed")
        deck = Deck(entry.get("id"), title, about, self.path, self.entities, sound, self.sources, built, reviewed)
        return Reading(deck, self._sorted(), len(entries) - len(sound))

    def _sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(set(self.problems)))

    def find_sources(self, entry: Entry) -> None:
        for _, item in entry.get("sources") or []:
            if {"id", "title", "from", "text"} <= item.values.keys():
                if item.get("id") in self.sources:
                    self.say(item.at("id"), f'the source id "{item.get("id")}" stands twice', "give each its own")
                source = Source(item.get("id"), item.get("title"), item.get("from"), item.get("text"))
                self.sources.setdefault(source.id, source)
                self.texts.setdefault(source.id, item.places["text"])

    def add_entity(self, key: str, entry: Entry) -> None:
        if "name" in entry.values and "kind" in entry.values:
            aliases = tuple(dict.fromkeys(alias for _, alias in entry.get("aliases", [])))
            kind, about = entry.get("kind"), entry.get("about", "")
            self.entities[key] = Entity(key, entry.get("name"), kind, aliases, about, entry.at("id"))
        else:
            self.entities[key] = Entity(key, key, EntityKind.IDEA, mark=entry.at("id"))  # keeps references to it quiet

    def check_unique(self, facts: list[Entry]) -> None:
        first: dict[str, Entry] = {}
        for entry in facts:
            if entry.get("id"):
                earlier = first.setdefault(entry.get("id"), entry)
                if earlier is not entry:
                    hint = f"the first is in line {earlier.at('id').line}: ids are never shared"
                    self.say(entry.at("id"), f'the fact id "{entry.get("id")}" stands twice', hint)

    def fact(self, entry: Entry) -> Fact | None:
        """A fact from its entry; None when something it cannot do without is missing."""
        get: Callable[..., Any] = entry.values.get
        evidence = self.evidence(get("evidence"))
        who, whom, others = self.ids(get("who")), self.ids(get("whom")), self.ids(get("entities"))
        questions = self.questions(entry)
        self.check_kind(entry)
        if evidence is None or not entry.values.keys() >= _NEEDED:
            return None
        return Fact(
            id=get("id"),
            kind=get("kind"),
            statement=get("statement"),
            evidence=evidence,
            when=get("when"),
            who=who,
            whom=whom,
            entities=others,
            office=get("office", ""),
            term=get("term", ""),
            meaning=get("meaning", ""),
            words=get("words", ""),
            counts=get("counts", ""),
            note=get("note", ""),
            number=get("number"),
            tolerance=get("within"),
            also=_values(entry, "also"),
            tags=_values(entry, "tags"),
            importance=get("importance", Importance.CORE),
            questions=questions,
            mark=entry.mark,
        )

    def check_kind(self, entry: Entry) -> None:
        for part in NEEDS.get(entry.get("kind"), ()):
            if part not in entry.places:
                self.say(entry.mark, f"a {entry.get('kind')} needs `{part}`", f"add `{part}:`, or choose another kind")

    def ids(self, listed: list[tuple[Place, str]] | None) -> tuple[str, ...]:
        if not listed:
            return ()
        for place, key in listed:
            if key not in self.entities:
                self.known_entity(mark_of(place), key)
        return tuple(dict.fromkeys(key for _, key in listed if key in self.entities))

    def known_entity(self, mark: Mark, key: str) -> None:
        if key not in self.entities:
            hint = did_you_mean(key, list(self.entities)) or f"add it under `entities`, as `{key}:`"
            self.say(mark, f'no entity has the id "{key}"', hint)

    def questions(self, entry: Entry) -> tuple[Question, ...]:
        found = []
        for name, q in (entry.get("questions") or {}).items():
            if "entity" in q.values:
                self.known_entity(q.at("entity"), q.get("entity"))
            self.check_answer(name, q, entry)
            if "ask" in q.values:
                found.append(_question(name, q))
        return tuple(found)

    def check_answer(self, name: str, question: Entry, fact: Entry) -> None:
        """A question has exactly one answer: written in it, or the part of the fact that it is named after."""
        places = question.places
        written = [key for key in _ANSWERS if key in places] if len(places) > 1 else []
        if len(written) > 1:
            self.say(
                question.at(written[1]), f"the question `{name}` has two answers", f"keep one of {', '.join(written)}"
            )
            return
        if written and written != ["part"]:
            return
        part: str = question.get("part", name)
        where = "part" if written else "id"
        if part not in _ANSWERING:
            hint = did_you_mean(part, _ANSWERING)
            hint = hint or "give it `answer:`, `entity:`, `date:`, `number:`, or `part:` of the fact"
            self.say(question.at(where), f"the question `{name}` has no answer", hint)
        elif fact.get(part) in (None, []):
            missing = f"the question `{name}` asks for `{part}`, which the fact does not have"
            self.say(question.at(where), missing, f"add `{part}:`")
        elif part in ("who", "whom") and len(fact.get(part, [])) > 1:
            hint = "write the one that is asked for as `entity:`"
            self.say(question.at(where), f"the question `{name}` has several answers", hint)

    def evidence(self, entry: Entry | None) -> Evidence | None:
        if entry is None or "exact" not in entry.values:
            return None
        source = self.source_of(entry)
        if source is None:
            return None
        exact, prefix, suffix = entry.get("exact"), entry.get("prefix", ""), entry.get("suffix", "")
        source, places = self.find_passage(source, exact, prefix, suffix, "source" in entry.values)
        mark = entry.at("exact")
        if not places:
            self.say(mark, f'no source passage reads "{prefix}{exact}{suffix}"', self.nearest(source, exact))
        elif len(places) > 1:
            hint = "make it longer, or write what stands before it as `prefix:` or behind it as `suffix:`"
            self.say(mark, f'{len(places)} source passages read "{exact}"', hint)
        start, end = places[0] if places else (-1, -1)
        return Evidence(source.id, exact, prefix, suffix, start, end, mark)

    def find_passage(
        self, source: Source, exact: str, prefix: str, suffix: str, named: bool
    ) -> tuple[Source, list[tuple[int, int]]]:
        """Where a passage stands; unless its source is named, in the first source that has it."""
        for candidate in (source,) if named else self.sources.values():
            if places := self.flat_text(candidate).locate(exact, prefix, suffix):
                return candidate, places
        return source, []

    def flat_text(self, source: Source) -> Flat:
        if source.id not in self.flat:
            self.flat[source.id] = Flat.of(source.text)
        return self.flat[source.id]

    def source_of(self, entry: Entry) -> Source | None:
        wanted = entry.get("source")
        if wanted is None:
            return next(iter(self.sources.values()), None)
        if wanted not in self.sources:
            self.say(entry.at("source"), f'no source has the id "{wanted}"', did_you_mean(wanted, list(self.sources)))
        return self.sources.get(wanted)

    def nearest(self, source: Source, exact: str) -> str:
        from rapidfuzz.fuzz import partial_ratio_alignment

        near = partial_ratio_alignment(exact[:500], source.text, score_cutoff=60)
        if near is None:
            return "copy the passage from the source's text"
        start = source.text.rfind(" ", 0, near.dest_start + 1) + 1
        end = source.text.find(" ", near.dest_end)
        passage = one_line(source.text[start : end if end >= 0 else None])
        begins = self.texts[source.id]
        line = begins.line + 1 + (self.text[begins.index] in "|>") + source.text.count("\n", 0, near.dest_start)
        return f'the nearest passage is "{passage}" (line {line})'


def _question(name: str, entry: Entry) -> Question:
    if len(entry.values) == 1:
        return Question(name, entry.get("ask"), mark=entry.at("ask"))
    return Question(
        id=name,
        ask=entry.get("ask"),
        part=entry.get("part", ""),
        answer=entry.get("answer", ""),
        entity=entry.get("entity", ""),
        date=entry.get("date"),
        number=entry.get("number"),
        also=_values(entry, "also"),
        choices=_values(entry, "choices"),
        avoid=_values(entry, "avoid"),
        mark=entry.at("ask"),
    )


def _spoilt(entry: Entry, places: list[tuple[int, int]]) -> bool:
    """Whether a problem was found inside the entry; `places` are those of all problems, sorted."""
    first = bisect_left(places, (entry.mark.line, entry.mark.column))
    return first < len(places) and places[first] < (entry.end.line, entry.end.column)


def _values(entry: Entry, name: str) -> tuple[str, ...]:
    listed = entry.values.get(name)
    return tuple(dict.fromkeys(value for _, value in listed)) if listed else ()


def load_deck(path: Path) -> Reading:
    """Read and link the deck in a file. Raises NotFoundError or BadFileError when it cannot be opened as text."""
    return read_deck(read_file(path), os.fspath(path))
