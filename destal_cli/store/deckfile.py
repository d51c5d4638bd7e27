"""Deck files: text in, `(deck, problems)` out. `library` loads decks with it, `destal check` shows what it says.

A problem never hides the rest: a fact that has one is left out, everything else is read.
"""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path

from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Importance, Kind, Mark, Question, Source
from destal_cli.core.passages import Flat
from destal_cli.core.problems import BadFileError, NotFoundError, Problem, did_you_mean
from destal_cli.core.text import one_line
from destal_cli.store.deckspec import DECK, Entry, decode
from destal_cli.store.reading import Reading
from destal_cli.store.yaml_nodes import Items, Node, Scalar, Table, read_nodes

MAX_BYTES = 256 * 1024 * 1024


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
    return _Linker(path).read(text)


@dataclass(slots=True)
class _Linker:
    """Turns decoded entries into a Deck whose references hold."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    flat: dict[str, Flat] = field(default_factory=dict)
    text_lines: dict[str, int] = field(default_factory=dict)

    def say(self, mark: Mark, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, mark.line, mark.column, message, hint))

    def read(self, text: str) -> Reading:
        root, faults = read_nodes(text)
        for fault in faults:
            self.say(fault.mark, fault.message, fault.hint)
        if root is None and not faults:
            self.say(Mark(1, 1), "the file is empty", "`destal decks new` writes a small deck to start from")
        entry = decode(root, DECK, "deck", self.say) if root is not None else None
        if not isinstance(entry, Entry):
            return Reading(None, self._sorted())
        return self.link(entry, root)

    def link(self, entry: Entry, root: Node | None) -> Reading:
        self.find_sources(entry, root)
        for key, value in (entry.get("entities") or {}).items():
            self.add_entity(key, value)
        entries = entry.get("facts") or []
        facts = [(e, self.fact(e)) for _, e in entries]
        self.check_unique([e for _, e in entries])
        for part in ("facts", "sources"):
            if part in entry.nodes and not entry.get(part):
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

    def find_sources(self, entry: Entry, root: Node | None) -> None:
        for _, item in entry.get("sources") or []:
            if {"id", "title", "from", "text"} <= item.values.keys():
                if item.get("id") in self.sources:
                    self.say(item.at("id"), f'the source id "{item.get("id")}" stands twice', "give each its own")
                self.sources.setdefault(
                    item.get("id"), Source(item.get("id"), item.get("title"), item.get("from"), item.get("text"))
                )
        self.text_lines = dict(_text_lines(root))

    def add_entity(self, key: str, entry: Entry) -> None:
        if "name" in entry.values and "kind" in entry.values:
            aliases = tuple(dict.fromkeys(alias for _, alias in entry.get("aliases", [])))
            kind = EntityKind(entry.get("kind"))
            self.entities[key] = Entity(key, entry.get("name"), kind, aliases, entry.get("about", ""), entry.at("id"))
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
        evidence = self.evidence(entry.get("evidence"))
        who, whom, others = (self.ids(entry.get(part, [])) for part in ("who", "whom", "entities"))
        questions = self.questions(entry)
        self.check_kind(entry)
        if evidence is None or not {"id", "kind", "statement"} <= entry.values.keys():
            return None
        return Fact(
            id=entry.get("id"),
            kind=Kind(entry.get("kind")),
            statement=entry.get("statement"),
            evidence=evidence,
            when=entry.get("when"),
            who=who,
            whom=whom,
            entities=others,
            office=entry.get("office", ""),
            term=entry.get("term", ""),
            meaning=entry.get("meaning", ""),
            words=entry.get("words", ""),
            counts=entry.get("counts", ""),
            note=entry.get("note", ""),
            number=entry.get("number"),
            tolerance=entry.get("within"),
            also=_values(entry, "also"),
            tags=_values(entry, "tags"),
            importance=Importance(entry.get("importance", Importance.CORE)),
            questions=questions,
            mark=entry.mark,
        )

    def check_kind(self, entry: Entry) -> None:
        needed = {
            "figure": ("number", "counts"),
            "term": ("term", "meaning"),
            "quote": ("words",),
            "role": ("who", "office"),
        }
        for part in needed.get(entry.get("kind", ""), ()):
            if part not in entry.nodes:
                self.say(entry.mark, f"a {entry.get('kind')} needs `{part}`", f"add `{part}:`, or choose another kind")

    def ids(self, listed: list[tuple[Node, str]]) -> tuple[str, ...]:
        if not listed:
            return ()
        for node, key in listed:
            if key not in self.entities:
                self.known_entity(node.mark, key)
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
        written = [key for key in ("entity", "date", "number", "answer", "part") if key in question.nodes]
        if len(written) > 1:
            self.say(
                question.at(written[1]), f"the question `{name}` has two answers", f"keep one of {', '.join(written)}"
            )
            return
        if written and written != ["part"]:
            return
        part = question.get("part", name)
        where = question.at("part") if written else question.at("id")
        parts = ("when", "who", "whom", "number", "term", "meaning", "office", "words")
        if part not in parts:
            hint = (
                did_you_mean(part, parts) or "give it `answer:`, `entity:`, `date:`, `number:`, or `part:` of the fact"
            )
            self.say(where, f"the question `{name}` has no answer", hint)
        elif fact.get(part) in (None, []):
            self.say(where, f"the question `{name}` asks for `{part}`, which the fact does not have", f"add `{part}:`")
        elif part in ("who", "whom") and len(fact.get(part, [])) > 1:
            self.say(
                where, f"the question `{name}` has several answers", "write the one that is asked for as `entity:`"
            )

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
        line = self.text_lines.get(source.id, 0) + source.text.count("\n", 0, near.dest_start)
        return f'the nearest passage is "{passage}" (line {line})'


def _question(name: str, entry: Entry) -> Question:
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


def _text_lines(root: Node | None) -> list[tuple[str, int]]:
    """For each source's id, the line of the file in which its text begins."""
    sources = _child(root, "sources")
    found = []
    for item in sources.values if isinstance(sources, Items) else ():
        text = _child(item, "text")
        if isinstance(text, Scalar):
            found.append((str(_child(item, "id")), text.mark.line + int(text.block)))
    return found


def _child(node: Node | None, key: str) -> Node | None:
    entries = node.entries.items() if isinstance(node, Table) else ()
    return next((value for name, value in entries if name == key), None)


def load_deck(path: Path) -> Reading:
    """Read and link the deck in a file. Raises NotFoundError or BadFileError when it cannot be opened as text."""
    return read_deck(read_file(path), os.fspath(path))
