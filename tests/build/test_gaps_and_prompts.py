"""What of a sentence can be asked for, and the prompt that stands alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.build.gaps import Gap, Shape, gaps_of
from destal_cli.build.prompts import NO_SETTING, Prompt, Setting, cloze, stands_alone, statement
from destal_cli.build.words import read


def phrases(sentence: str) -> list[str]:
    words = read(sentence, frozenset({"anna"}))
    return [words.slice(gap.first, gap.last) for gap in gaps_of(words, [])]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The plague reached the ports of the Black Sea.", ["plague", "ports of the Black Sea"]),
        ("They grew tea, coffee and wheat.", ["tea, coffee and wheat"]),
        ("The town has a warm and humid climate.", ["town", "warm and humid climate"]),
        ("Some 900 ships sank.", ["900", "900 ships"]),
        ("It was one of the reasons.", ["reasons"]),
        ("The treaty was signed by Anna, and the war ended.", ["treaty", "Anna", "war"]),
        ("The king's brother fled.", ["king's brother"]),
        ("They had to place the guards.", ["guards"]),
        ("Then the American geographer Clara Weiss sailed.", ["Clara Weiss"]),
        ("It was drawn by Clara Weiss, a geologist and naturalist.", ["Clara Weiss"]),
        ("The plague took several other towns.", ["plague", "towns"]),
        ("It was a variant of Y. pestis.", ["variant of Y. pestis"]),
        ("A third of them fled.", []),
    ],
)
def test_gaps_are_whole_phrases_without_their_determiners(sentence: str, found: list[str]) -> None:
    assert [phrase for phrase in phrases(sentence) if phrase not in ("It", "They")] == found


def test_a_date_is_a_gap_and_part_of_no_other() -> None:
    words = read("The plague of 1348 ended.")
    assert gaps_of(words, [(3, 4)]) == [Gap(3, 4, Shape.DATE), Gap(1, 2, Shape.PHRASE)]


def prompt(sentence: str, answer: str, setting: Setting = NO_SETTING) -> str:
    words = read(sentence, frozenset({"anna"}))
    start = sentence.index(answer)
    first = next(i for i, at in enumerate(words.starts) if at >= start)
    last = next(i + 1 for i, at in enumerate(words.ends) if at >= start + len(answer))
    found = cloze(words, Gap(first, last, Shape.PHRASE), setting)
    return found.text if isinstance(found, Prompt) else f"none: {found}"


LONG = (
    "The bishops of eastern Malta wrote to the emperor about the new tax on salt and on wine in the autumn;"
    " the governor of Crete answered with forty ships, and the harbour of the town was closed to every trader."
)


@pytest.mark.parametrize(
    ("sentence", "answer", "asked"),
    [
        ("However, the fleet sailed to Malta.", "Malta", "The fleet sailed to ____."),
        ("There is a large mill.", "large mill", "none: too short"),
        (
            "Thus, because of the long line of men before the mill (30 men in May alone), this stopped.",
            "30",
            "The long line of men before the mill: ____ men in May alone.",
        ),
        ("Anna sold the mill[citation needed] in spring.", "mill", "Anna sold the ____ in spring."),
        (LONG, "emperor", LONG.split(";")[0].replace("emperor", "____") + "."),
        (LONG, "forty ships", "The governor of Crete answered with ____."),
        ("Prices at this time rose in Malta.", "Malta", "Prices rose in ____."),
        ("It is thought that the plague came from Malta.", "Malta", "It is thought that the plague came from ____."),
    ],
)
def test_a_prompt_is_the_clause_that_reads_as_a_sentence(sentence: str, answer: str, asked: str) -> None:
    assert prompt(sentence, answer) == asked


@pytest.mark.parametrize(
    ("sentence", "answer", "why"),
    [
        ("He sold the mill in spring.", "mill", "points out of the sentence: he"),
        ("This mill was sold to Anna.", "Anna", "points out of the sentence: this"),
        ("They sold the mill to Anna.", "Anna", "points out of the sentence: they"),
        ("Anna sold the mill in the same year.", "mill", "points out of the sentence: the same year"),
        ("The king lived in that town with Anna.", "Anna", "points out of the sentence: that"),
        ("Anna sold it.", "Anna", "too short"),
        ('Anna said "the mill was sold.', "mill", "an open quotation or bracket"),
        ("The 8-4-4 system came to Malta.", "8", "part of a longer word"),
    ],
)
def test_what_points_out_of_the_sentence_is_not_asked(sentence: str, answer: str, why: str) -> None:
    assert prompt(sentence, answer) == f"none: {why}"


def test_a_person_named_before_in_the_sentence_is_meant() -> None:
    sentence = "Anna said that she would sell the mill."
    assert prompt(sentence, "mill", Setting(at=-1, persons=frozenset({0}))) == "Anna said that she would sell the ____."
    assert prompt(sentence, "mill") == "none: points out of the sentence: she"


def test_the_name_that_a_pronoun_means_stands_in_the_prompt() -> None:
    setting = Setting(subject="Clara Weiss", at=0)
    assert prompt("She sold the mill.", "mill", setting) == "Clara Weiss sold the ____."
    assert prompt("Her mill was sold in Malta.", "Malta", setting) == "Clara Weiss’s mill was sold in ____."


def test_a_date_of_the_narrative_is_said_in_full() -> None:
    setting = Setting(implied=((5, 8, "in 125 BC"),))
    assert prompt("The census of Rome rose six years later to a million.", "census", setting) == (
        "The ____ of Rome rose in 125 BC to a million."
    )


def test_what_leans_on_the_sentence_before_is_asked_with_it_but_never_a_person() -> None:
    setting = Setting(before="The mill stood in Malta.")
    assert prompt("It was sold to a baker.", "baker", setting) == "The mill stood in Malta. It was sold to a ____."
    assert prompt("The mill was sold to a baker.", "baker", setting).startswith("The mill stood")
    assert prompt("He sold the mill to a baker.", "baker", setting) == "none: points out of the sentence: he"


def test_only_a_sentence_that_stands_alone_is_put_before_another() -> None:
    assert stands_alone(read("The mill stood in Malta."), NO_SETTING) == "The mill stood in Malta."
    assert stands_alone(read("It stood in Malta for years."), NO_SETTING) == ""


def test_a_statement_is_the_sentence_without_its_lead_in() -> None:
    assert statement(read("However, the mill stood."), NO_SETTING) == "The mill stood."


@given(st.text(alphabet="abc ,.;:()[]\"'-–AB1 the of and in", max_size=400))
def test_any_text_has_prompts_with_one_gap_or_a_reason(text: str) -> None:
    words = read(text)
    for gap in gaps_of(words, []):
        found = cloze(words, gap, NO_SETTING)
        assert isinstance(found, str) or found.text.count("____") == 1 + text.count("____")


@pytest.mark.parametrize("piece", ["a ", "the the ", "of the ", "Anna and ", "a, ", "(", '"', "x's ", "1 ", "-a"])
def test_a_hostile_sentence_takes_no_more_than_it_should(piece: str) -> None:
    started = time.perf_counter()
    words = read(piece * (20_000 // len(piece)))
    for gap in gaps_of(words, [])[:20]:
        cloze(words, gap, NO_SETTING)
    assert time.perf_counter() - started < 60  # a pattern that backtracks takes hours
