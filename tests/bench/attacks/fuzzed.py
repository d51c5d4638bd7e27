"""A target of the fuzzer in a process of its own: `fuzzed.py TARGET FOLDER [libFuzzer's options]`.

A target takes bytes and may raise what a user's mistake raises, and nothing else.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["destal_cli"]):
    from attacks.packed import chapters, package, zipped
    from destal_cli.build.pipeline import build
    from destal_cli.core.cards import cards_of_deck, number_answer
    from destal_cli.core.check import check_deck
    from destal_cli.core.dates import EdtfError, edtf
    from destal_cli.core.datewords import read_date
    from destal_cli.core.facts import Answer, AnswerType
    from destal_cli.core.grading import Setting
    from destal_cli.core.judge import judge
    from destal_cli.core.notedeck import deck_of, usable
    from destal_cli.core.notes import Incoming
    from destal_cli.core.problems import DestalError
    from destal_cli.store.anki.incoming import read_package
    from destal_cli.store.deckfile import read_deck
    from destal_cli.store.documents.decoding import decode, made_safe
    from destal_cli.store.documents.epub import read_epub
    from destal_cli.store.documents.webpage import decode_page, read_page
    from destal_cli.store.exchange import Received, csv_notes, json_notes, markdown_notes, review_log

_EXPECTED = (
    Answer(AnswerType.DATE, "26 June 1953", date=edtf("1953-06-26")),
    Answer(AnswerType.PERSON, "Nikita Khrushchev", ("Никита Хрущёв",)),
    Answer(AnswerType.NAME, "Central Committee", ("CC",)),
    number_answer(1920635.0, None),
    Answer(AnswerType.TERM, "de-Stalinization"),
    Answer(AnswerType.OFFICE, "First Secretary of the Party"),
    Answer(AnswerType.TEXT, "not rehabilitated"),
)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _deck(data: bytes) -> None:
    reading = read_deck(_text(data), "fuzzed.yaml")
    for problem in reading.problems:
        str(problem)
    if reading.deck is not None:
        check_deck(reading.deck)
        cards_of_deck(reading.deck)


def _yaml(data: bytes) -> None:
    """The control: as one reads YAML who has not been told."""
    import yaml

    try:
        yaml.load(_text(data), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return


def _dates(data: bytes) -> None:
    text = _text(data)
    try:
        date = edtf(text)
        assert edtf(str(date)) == date, f"{text!r} is not itself when it is written again"
    except EdtfError:
        pass
    read_date(text)


def _judged(data: bytes) -> None:
    for expected in _EXPECTED:
        judge(_text(data), expected, Setting())


def _received(data: bytes, suffix: str) -> Received:
    return Received(Path(f"x{suffix}"), f"x{suffix}", decode(data, f"x{suffix}").text)


def _taken(incoming: Incoming) -> None:
    """What `destal import` makes of it before it writes."""
    notes, problems = usable(incoming.notes, "x")
    for problem in (*incoming.problems, *problems):
        str(problem)
    if notes:
        made = deck_of(notes, "x", incoming.title, "x").deck
        check_deck(made)


def _tables(data: bytes) -> None:
    file = _received(data, ".csv")
    csv_notes.recognises(file)
    _taken(csv_notes.read(file))


def _markdown(data: bytes) -> None:
    _taken(markdown_notes.read(_received(data, ".md")))


def _json(data: bytes) -> None:
    _taken(json_notes.read(_received(data, ".json")))


def _reviews(data: bytes) -> None:
    review_log.read(_received(data, ".csv"))


def _package(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".apkg") as file:
        file.write(package(data, latest=False))
        file.flush()
        _taken(read_package(Path(file.name), 60, with_history=True))


def _page(data: bytes) -> None:
    read_page(decode_page(data, "x").text, "x")


def _book(data: bytes) -> None:
    for part in ("container", "book", "first"):
        with suppress(DestalError):
            read_epub(zipped(chapters(**{part: data})), "x")


def _document(data: bytes) -> None:
    build(made_safe(decode(data, "x").text))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "the deck reader": _deck,
    "the date grammar": _dates,
    "the judge": _judged,
    "tables": _tables,
    "Markdown": _markdown,
    "JSON": _json,
    "logs of reviews": _reviews,
    "packages": _package,
    "web pages": _page,
    "books": _book,
    "texts": _document,
    "yaml.load": _yaml,
}


def main() -> None:
    """Fuzz a target until libFuzzer's options say that it is enough; a finding ends it with another code than 0."""
    target = TARGETS[sys.argv[1]]

    def tried(data: bytes) -> None:
        with suppress(DestalError):
            target(data)

    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], tried)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
