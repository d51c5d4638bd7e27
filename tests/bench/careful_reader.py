"""How many of the facts that a careful reader lists from a page `build` finds, with the right kind and date.

    python3 tests/bench/careful_reader.py [DESTALINIZATION.txt] [--missed]

The lists are in careful_reader.json, written before the build was: kind, date (years before Christ as EDTF has them)
and words that the fact's statement, parts or answers must have; `|` parts who or what it is about from what is said.
An undated fact may be an event, a relation or a claim: that is one way to look at it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from destal_cli.build.candidates import Candidate
from destal_cli.build.pipeline import Built, build
from destal_cli.core.text import words

HERE = Path(__file__).parent
_ALIKE = ({"event", "relation", "claim"}, {"role", "term"})


def said(fact: Candidate, built: Built) -> str:
    """Everything that a fact says, folded."""
    names = [name for one in (*fact.who, *fact.entities) for name in built.found.named.entities[one].names]
    parts = [fact.statement, fact.office, fact.term, fact.meaning, fact.words, fact.counts, *names]
    if fact.number is not None:
        parts.append(f"{fact.number:.10g}")
    answers = [text for asked in fact.asked for text in (asked.answer, asked.prompt)]
    return " ".join(words(" ".join([*parts, *answers]).replace(",", "")))


def matches(wanted: list[str | None], fact: Candidate, built: Built) -> bool:
    """Whether a fact is one that the reader listed."""
    kind, date, telling = wanted
    kinds = next((alike for alike in _ALIKE if kind in alike and (kind != "event" or date is None)), {kind})
    if fact.kind.value not in kinds or (kind == "event" and date and str(fact.when) != date):
        return False
    text = said(fact, built)
    return all(word.rstrip("*") in text for word in words(str(telling).replace(",", "")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("destalinization", nargs="?", type=Path)
    parser.add_argument("--missed", action="store_true")
    asked = parser.parse_args()
    lists = json.loads((HERE / "careful_reader.json").read_text(encoding="utf-8"))
    pages = {name: HERE.parent / "build" / f"{name}.txt" for name in lists}
    pages["destalinization"] = asked.destalinization
    found = total = 0
    for name, path in pages.items():
        if path is None:
            continue
        built = build(path.read_text(encoding="utf-8"), everything=True)
        missed = [one for one in lists[name] if not any(matches(one, fact, built) for fact in built.facts)]
        print(f"{name:18} {len(lists[name]) - len(missed)} of {len(lists[name])}")
        for one in missed if asked.missed else ():
            print("    missed", one)
        found, total = found + len(lists[name]) - len(missed), total + len(lists[name])
    print(f"{'all':18} {found / total:.2f}")


if __name__ == "__main__":
    main()
