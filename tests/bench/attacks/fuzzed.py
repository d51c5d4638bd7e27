"""A target of the fuzzer in a process of its own: `fuzzed.py TARGET FOLDER [libFuzzer's options]`.

A target takes bytes and may raise what a user's mistake raises, and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["destal_cli"]):
    from destal_cli.core.cards import cards_of_deck, number_answer
    from destal_cli.core.check import check_deck
    from destal_cli.core.dates import EdtfError, edtf
    from destal_cli.core.datewords import read_date
    from destal_cli.core.facts import Answer, AnswerType
    from destal_cli.core.grading import Setting
    from destal_cli.core.judge import judge
    from destal_cli.core.problems import DestalError
    from destal_cli.store.deckfile import read_deck

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


TARGETS: dict[str, Callable[[bytes], None]] = {
    "the deck reader": _deck,
    "the date grammar": _dates,
    "the judge": _judged,
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
