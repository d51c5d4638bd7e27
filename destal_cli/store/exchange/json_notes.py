"""Decks as JSON: a whole deck by its schema goes out and comes in with nothing lost; lists of facts come in, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from destal_cli.core.facts import Deck
from destal_cli.core.notes import Incoming, Note, Outgoing, Written
from destal_cli.core.problems import BadFileError, Problem
from destal_cli.core.text import GAP, clean, one_line
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckwrite import entity_data, fact_data, source_data
from destal_cli.store.exchange import Received, titled
from destal_cli.store.exchange.csv_notes import LISTS, NAMES

_DECK = {"id", "title", "facts", "sources"}
_NOT_YAML = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NEXT = re.compile(r"[\s,]*(?=[^\s,\]])")
_UNLIKE_YAML = re.compile(r"[\x85\u2028\u2029]|\\u[dD][89abAB]")


def write(leaving: Outgoing) -> Written:
    """The deck as one JSON object, keys as in its file."""
    return Written(dumped(deck_data(leaving.deck)))


def deck_data(deck: Deck) -> dict[str, Any]:
    """A deck by the deck schema; every evidence names its source."""
    data: dict[str, Any] = {"id": deck.id, "title": deck.title, "about": deck.about}
    data["entities"] = {key: entity_data(entity) for key, entity in deck.entities.items()}
    data["facts"] = [fact_data(fact) for fact in deck.facts]
    data |= {"built": dict(deck.built), "reviewed": list(deck.reviewed)}
    data["sources"] = [source_data(source) for source in deck.sources.values()]
    return {key: value for key, value in data.items() if value}


def dumped(data: object) -> str:
    """JSON that YAML reads as the same."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def recognises(file: Received) -> bool:
    """Whether the file begins as an object or a list of objects."""
    return bool(re.match(r"\s*(?:\{|\[\s*\{)", file.text))


def read(file: Received) -> Incoming:
    """A whole deck, or the notes that a list of facts or questions has. Raises BadFileError."""
    data = _parsed(file)
    if isinstance(data, dict) and data.keys() >= _DECK:
        return _deck(file, data)
    listed = data.get("facts") if isinstance(data, dict) else data
    if not isinstance(listed, list):
        raise BadFileError(f"{file.name} holds no facts", 'a deck, or {"facts": [...]}, or a list of questions')
    asked = _asked(data.get("questions") if isinstance(data, dict) else None)
    lines = _lines(file.text, len(listed))
    found = [one for line, item in zip(lines, listed, strict=True) for one in _notes(item, line, file.name, asked)]
    return Incoming(
        title=titled(file.name),
        notes=tuple(note for note in found if isinstance(note, Note)),
        problems=tuple(problem for problem in found if isinstance(problem, Problem)),
        understood=("a list of facts",),
    )


def _parsed(file: Received) -> Any:
    try:
        return json.loads(file.text)
    except json.JSONDecodeError as error:
        problem = Problem(file.name, error.lineno, error.colno, f"this is no JSON: {error.msg}")
        raise BadFileError(f"{file.name} cannot be read as JSON", "mend it there", [problem]) from None
    except (RecursionError, ValueError):
        raise BadFileError(
            f"{file.name} cannot be read as JSON", "it is nested too deep, or a number is too long"
        ) from None


def _deck(file: Received, data: Any) -> Incoming:
    """A whole deck, read as a deck's file is: JSON is YAML but for a few characters, for which it is written anew."""
    anew = bool(_UNLIKE_YAML.search(file.text))
    reading = read_deck(dumped(data) if anew else file.text, file.name)
    problems = reading.problems
    if anew:
        problems = tuple(Problem(p.path, 0, 0, p.message, p.hint) for p in problems)
    if reading.deck is None or not reading.deck.facts:
        raise BadFileError(f"{file.name} holds no usable deck", "mend it there", problems)
    understood = ("a whole deck with its sources",)
    return Incoming(reading.deck.title, deck=reading.deck, problems=problems, understood=understood)


def _asked(questions: Any) -> dict[str, list[dict[str, Any]]]:
    """The questions that stand beside the facts, as a build writes them, by their fact."""
    found: dict[str, list[dict[str, Any]]] = {}
    for question in questions if isinstance(questions, list) else ():
        if isinstance(question, dict):
            found.setdefault(str(question.get("fact", "")), []).append(question)
    return found


def _lines(text: str, count: int) -> list[int]:
    """The line in which each item of the list begins; 0 where that cannot be told."""
    decoder = json.JSONDecoder()
    start = re.search(r'"facts"\s*:\s*\[|\A\s*\[', text)
    at, lines, line, seen = (start.end() if start else len(text)), list[int](), 1, 0
    while (found := _NEXT.match(text, at)) and len(lines) < count:
        line, seen = line + text.count("\n", seen, found.end()), found.end()
        lines.append(line)
        try:
            at = decoder.raw_decode(text, found.end())[1]
        except json.JSONDecodeError:
            break
    return lines if len(lines) == count else [0] * count


def _notes(item: Any, line: int, name: str, asked: Mapping[str, list[dict[str, Any]]]) -> Iterator[Note | Problem]:
    """The notes of a fact, one for each of its questions; of one without any, what its answer can be asked by."""
    if not isinstance(item, dict):
        yield Problem(name, line, 1, "this is no fact", 'a fact is an object: {"prompt": ..., "answer": ...}')
        return
    key = _text(item.get("id"))
    common = _common(item, line)
    questions = [q for q in item.get("questions") or asked.get(key) or () if isinstance(q, dict)]
    for question in questions:
        own = _text(question.get("id"))
        said = {k: v for k, v in _common(question, line).items() if v}
        yield Note(
            **{"prompt": "", "answer": "", **common, **said, "id": f"{key}/{own}" if key and own else "", "fact": key}
        )
    if not questions:
        yield _unasked(item, common, name, line)


def _common(item: Mapping[str, Any], line: int) -> dict[str, Any]:
    """What a fact or question says, by the fields of a note; names as a table's columns have them."""
    said: dict[str, Any] = {"line": line}
    for key, value in item.items():
        column = NAMES.get(str(key).lower(), "")
        if column in LISTS:
            said[column] = tuple(map(_text, value)) if isinstance(value, list) else (_text(value),) if value else ()
        elif column == "source":
            said |= _proved(value)
        elif column:
            said[column] = _text(value)
    return said


def _proved(source: Any) -> dict[str, str]:
    if not isinstance(source, dict):
        return {"source": _text(source)}
    return {"passage": _text(source.get("quote")), "source": _text(source.get("title"))}


def _unasked(item: Mapping[str, Any], common: dict[str, Any], name: str, line: int) -> Note | Problem:
    """A note of a fact without a question: as it stands, or a cloze, or the question for its date."""
    statement, answer, date = common.get("statement", ""), common.get("answer", ""), common.get("date", "")
    if common.get("prompt") and answer:
        return Note(**common)
    if answer and statement.count(answer) == 1:
        return Note(**{**common, "prompt": statement.replace(answer, GAP)})
    if date and statement:
        return Note(**{**common, "prompt": f"When was this? {statement}", "answer": date})
    hint = "give it a prompt and an answer, or a statement that holds the answer"
    return Problem(name, line, 1, f'nothing can be asked of "{one_line(statement or str(dict(item)))[:60]}"', hint)


def _text(value: Any) -> str:
    return clean(str(value)).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
