"""The reader of the extra nlp: what is said without it, and with it what it reads."""

import json

import pytest

from destal_cli.build.pipeline import build, export
from destal_cli.build.words import read
from destal_cli.core.problems import UsageError
from destal_cli.store import english

MILL = (
    "The reign of Suleiman the Magnificent began in 1520. The miller Clara Weiss sold 900 sacks to the U.S. Navy."
    " In these hard years, the town of Bern bought its corn from the farmers of the coast."
)


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "find_spec", lambda _: None)
    assert not english.is_installed()
    with pytest.raises(UsageError, match="not installed") as error:
        english.english()
    assert error.value.hint == "python3 -m pip install 'destal[nlp]'"


@pytest.fixture(scope="module")
def reader() -> english.English:
    pytest.importorskip("spacy", reason="the extra nlp is not installed")
    pytest.importorskip(english.MODEL, reason="the model of the extra nlp is not installed")
    return english.english()


def test_a_parse_has_a_value_for_each_word_and_heads_within_the_sentence(reader: english.English) -> None:
    sentences = [
        read(text) for text in ("The well-known U.S. Navy's fleet (12 ships) sailed.", "Yes.", "—", "A 8–4–4 b")
    ]
    for words, parse in zip(sentences, reader.read(sentences), strict=True):
        assert len(words.tags) == len(parse.classes) == len(parse.relations) == len(parse.heads)
        assert all(0 <= head < len(words.tags) for head in parse.heads)
        assert all(0 <= first < last <= len(words.tags) for first, last, _ in parse.named)


def test_a_word_in_several_tokens_is_what_governs_them(reader: english.English) -> None:
    words = read("The well-known miller sailed to Malta.")
    parse = next(iter(reader.read([words])))
    assert parse.relations[words.lower.index("well-known")] == "amod"
    assert words.lower[parse.heads[words.lower.index("well-known")]] == "miller"
    assert parse.relations[words.lower.index("sailed")] == "ROOT"


def test_the_same_text_gives_the_same_deck_and_it_has_whole_phrases(reader: english.English) -> None:
    decks = [export(build(MILL, most=20, read_english=reader.read)) for _ in range(2)]
    assert json.dumps(decks[0]) == json.dumps(decks[1])
    answers = {question["answer"] for question in decks[0]["questions"]}
    assert {"Clara Weiss", "reign of Suleiman the Magnificent"} <= answers
    assert "reign of Suleiman" not in answers


def test_an_empty_text_is_read(reader: english.English) -> None:
    assert build("", read_english=reader.read).facts == ()
