"""The choice of questions, their wrong answers, and the whole build as JSON."""

import re
from pathlib import Path

import pytest
from conftest import with_hash_seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.build import rank
from destal_cli.build.gaps import overlap
from destal_cli.build.pipeline import Built, build, export, find
from destal_cli.core.facts import AnswerType

HERE = Path(__file__).parent
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted(HERE.glob("*.txt"))}


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]


def asked(built: Built) -> list[tuple[str, str]]:
    return [(one.prompt, one.answer) for fact in built.facts for one in fact.asked]


def test_a_build_keeps_as_many_questions_as_people_ask_and_everything_more(page: str) -> None:
    words = len(page.split())
    assert len(asked(build(page))) == pytest.approx(words * 0.037, abs=2)
    assert len(asked(build(page, everything=True))) > 2 * len(asked(build(page)))
    assert len(asked(build(page, most=5))) == 5


def test_the_best_questions_are_among_all_of_them(page: str) -> None:
    assert set(asked(build(page))) <= set(asked(build(page, everything=True)))


def test_what_is_not_asked_is_turned_away_with_a_reason(page: str) -> None:
    built = build(page, most=3)
    assert {"others are worth more"} < {one.reason for one in built.turned}
    assert all(page[one.start : one.end] for one in built.turned)


def test_two_questions_of_a_sentence_ask_for_different_words(page: str) -> None:
    for fact in build(page, everything=True).facts:
        plain = [one.gap for one in fact.asked if not one.sure]
        assert not any(overlap(a, b) for i, a in enumerate(plain) for b in plain[:i])


def test_a_question_of_a_sentence_that_has_some_already_counts_less() -> None:
    found = find("The salt war of Malta ruined the old harbour in 1911. The town of Bern grew rich on tea.")
    even = [[1.0 for _ in fact.asked] for fact in found.candidates]
    kept, _ = rank.chosen(found.candidates, even, 2)
    assert len({fact.reading.sentence.start for fact in kept}) == 2


def test_the_export_holds_what_must_never_be_wrong(page: str) -> None:
    data = export(build(page, everything=True))
    facts = {str(fact["id"]): fact for fact in data["facts"]}
    assert len(facts) == len(data["facts"])
    for fact in facts.values():
        source = fact["source"]
        assert isinstance(source, dict)
        assert page[source["start"] : source["end"]] == source["quote"]
    for question in data["questions"]:
        said, answer = str(question["prompt"]).lower(), str(question["answer"]).lower()
        assert question["fact"] in facts
        assert not re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", said)
        wrong = question["distractors"]
        assert isinstance(wrong, list)
        assert len({answer, *(text.lower() for text in wrong)}) == len(wrong) + 1


def test_no_prompt_starts_with_a_pronoun_or_tells_its_year(page: str) -> None:
    for fact in build(page, everything=True).facts:
        for one in fact.asked:
            assert not re.match(r"(?:He|She|They|It|This|These|His|Her)\b(?! (?:is|was) )", one.prompt)
            if one.type is AnswerType.DATE and one.date and one.date.first_year:
                assert str(one.date.first_year) not in one.prompt


def test_a_wrong_answer_is_of_the_right_one_s_type() -> None:
    built = build(PAGES["meiji"], everything=True)
    every = {(one.answer, one.type) for fact in built.found.candidates for one in fact.asked}
    for fact in built.facts:
        for one in fact.asked:
            assert all((wrong, one.type) in every for wrong in one.wrong)


def test_the_same_text_gives_the_same_build_in_whatever_order_sets_are() -> None:
    code = """if True:
        import json, pathlib, sys
        from destal_cli.build.pipeline import build, export
        for page in sys.argv[1:]:
            print(json.dumps(export(build(pathlib.Path(page).read_text(encoding="utf-8"), everything=True))))
    """
    one, other = with_hash_seeds(code, *map(str, sorted(HERE.glob("*.txt"))))
    assert one == other
    assert len(one.splitlines()) == len(PAGES)


@pytest.mark.parametrize("text", ["", "\n\n", "Word", "1911", "?!", '"', "((((", "The the the the."])
def test_a_text_without_facts_has_none(text: str) -> None:
    built = build(text)
    assert built.facts == ()
    assert export(built)["facts"] == []


PIECES = st.sampled_from(
    [
        "Anna Weiss",
        "He",
        "the mill",
        "sold",
        "in 1911",
        "on 3 May 1911",
        ",",
        ".",
        ";",
        '"',
        "(",
        ")",
        "and",
        "of",
        "90",
        "was",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_text_is_built_and_each_fact_has_its_evidence(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for fact in build(text, everything=True).facts:
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.asked
        assert all(one.prompt.strip() and one.answer.strip() for one in fact.asked)
