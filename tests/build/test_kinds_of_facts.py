"""The facts that sentences give, by kind, with their questions."""

import pytest

from destal_cli.build.candidates import Candidate
from destal_cli.build.pipeline import Found, find
from destal_cli.core.facts import AnswerType, Kind


def facts(text: str, kind: Kind) -> list[Candidate]:
    return [fact for fact in find(text).candidates if fact.kind is kind]


def prompts(found: list[Candidate]) -> list[tuple[str, str]]:
    return [(asked.prompt, asked.answer) for fact in found for asked in fact.asked]


def names(found: Found, ids: tuple[str, ...]) -> list[str]:
    return [found.named.entities[one].name for one in ids]


@pytest.mark.parametrize(
    ("sentence", "person", "office"),
    [
        ("They met Clara Weiss, mayor of Bern, in May.", "clara-weiss", "mayor of Bern"),
        ("They met the consul Marcus Crane in May.", "marcus-crane", "consul"),
        ("Clara Weiss was elected mayor of Bern in 1911.", "clara-weiss", "mayor of Bern"),
        ("In 1911 Anna Weiss became the first president of the union.", "anna-weiss", "first president of the union"),
        ("Cabinet members Robert Hill and Anna Crane resigned in May.", "anna-crane", "Cabinet member"),
    ],
)
def test_an_office_is_told_after_before_or_by_a_verb(sentence: str, person: str, office: str) -> None:
    assert (person, office) in [(fact.who[0], fact.office) for fact in facts(sentence, Kind.ROLE)]


def test_an_office_with_its_place_is_asked_without_the_sentence() -> None:
    found = facts("They met Anna Weiss, mayor of Bern, in May.", Kind.ROLE)
    assert prompts(found) == [("Who was mayor of Bern?", "Anna Weiss")]


def test_an_office_taken_in_a_year_has_its_date_and_one_held_has_none() -> None:
    assert str(facts("Anna Weiss was elected mayor of Bern in 1911.", Kind.ROLE)[0].when) == "1911"
    assert facts("Anna Weiss, mayor of Bern, died in 1911.", Kind.ROLE)[0].when is None


@pytest.mark.parametrize(
    ("sentence", "number", "counts"),
    [
        ("Some 8,200 men were killed in the town.", 8200, "men"),
        ("The town had 1.5 million pupils in its schools.", 1_500_000, "pupils"),
        ("Of the 920 arrested for theft in the town, 38 were hanged.", 920, "arrested for theft"),
        ("Of the 920 arrested for theft in the town, 38 were hanged.", 38, "were hanged"),
        ("The general crossed the river with four ships.", 4, "ships"),
    ],
)
def test_a_figure_has_its_number_and_what_it_counts(sentence: str, number: float, counts: str) -> None:
    found = [(fact.number, fact.counts) for fact in facts(sentence, Kind.FIGURE)]
    assert any(value == number and text.startswith(counts) for value, text in found)


@pytest.mark.parametrize("sentence", ["It was one of the reasons for the war.", "The 14th army left the town."])
def test_one_of_and_ordinals_are_no_figures(sentence: str) -> None:
    assert facts(sentence, Kind.FIGURE) == []


@pytest.mark.parametrize("sentence", ["Nero died on 9 June 68 in Rome.", "Nero died on 9 June in Rome."])
def test_the_numbers_of_a_date_that_nothing_tells_are_no_figures(sentence: str) -> None:
    found = find(sentence)
    assert {asked.answer for fact in found.candidates for asked in fact.asked} == {"Nero", "Rome"}


@pytest.mark.parametrize(
    "sentence",
    [
        'Anna Weiss said that the town would "never pay the salt tax again".',
        '"We shall never pay the salt tax again," Anna Weiss told the council.',
        "Anna Weiss argues that the town wanted to ‘never pay the salt tax again’.",
    ],
)
def test_a_quotation_has_its_speaker(sentence: str) -> None:
    (found,) = facts(sentence, Kind.QUOTE)
    assert found.who == ("anna-weiss",)
    assert found.asked[0].type is AnswerType.PERSON


@pytest.mark.parametrize(
    "sentence",
    ['Anna Weiss wrote a book entitled "The Taxes of the Town".', 'The council feared the "salt men" of Bern.'],
)
def test_titles_and_words_at_arm_s_length_are_no_quotations(sentence: str) -> None:
    assert facts(sentence, Kind.QUOTE) == []


def test_a_speaker_without_a_name_is_quoted_by_what_he_is() -> None:
    found = facts('The young emperor promised that "every harbour shall be free".', Kind.QUOTE)
    assert prompts(found) == [("Who said “every harbour shall be free”?", "young emperor")]


@pytest.mark.parametrize(
    ("sentence", "prompt", "answer"),
    [
        ("The Salt War was a war between two towns.", "What was a war between two towns?", "Salt War"),
        ("Anna Weiss, a merchant from Bern, led them.", "Who was a merchant from Bern?", "Anna Weiss"),
        ("Serfdom is a state of bondage to the land.", "What is a state of bondage to the land?", "Serfdom"),
    ],
)
def test_a_definition_asks_for_the_term(sentence: str, prompt: str, answer: str) -> None:
    assert (prompt, answer) in prompts(facts(sentence, Kind.TERM))


def test_what_many_things_are_defines_none_of_them() -> None:
    assert facts("Uri, a canton in the Alps, joined them.", Kind.TERM) == []
    assert facts("At the school of Anna Weiss, the writing of songs by letters was taught.", Kind.TERM) == []


def test_an_office_that_several_hold_has_its_article() -> None:
    found = facts("Cabinet members Robert Hill and Anna Crane resigned in May.", Kind.ROLE)
    assert "Anna Crane was a Cabinet member." in [fact.statement for fact in found]


def test_a_list_is_no_definition() -> None:
    assert facts("They took Bern, the Aargau, the half of Uri, and the town of Chur.", Kind.TERM) == []


def test_each_dated_part_of_a_sentence_is_an_event_that_names_the_person() -> None:
    text = "The revolt was begun by Anna Weiss. She was jailed on 3 May 1911, and hanged on 9 June 1912."
    found = [(str(fact.when), fact.statement) for fact in facts(text, Kind.EVENT) if fact.asked[0].sure]
    assert found == [
        ("1911-05-03", "Anna Weiss was jailed on 3 May 1911."),
        ("1912-06-09", "Anna Weiss was hanged on 9 June 1912."),
    ]


def test_the_evidence_of_a_resolved_pronoun_has_both_sentences() -> None:
    text = "The revolt was begun by Anna Weiss. She sold the salt mill to Bern."
    (fact,) = [fact for fact in find(text).candidates if fact.reading.sentence.place == 2]
    assert text[fact.start : fact.end] == text


@pytest.mark.parametrize(
    "before",
    [
        "Robert Crane wrote to Anna Hill with Marcus Bell.",
        "The speech by Robert Crane concerned Marcus Bell.",
        "The mill stood in Malta.",
        "The Duke of Malta and Robert Crane defeated him at Bern.",
        "Robert Crane met her in May.",
        "She married Robert Crane in May.",
    ],
)
def test_a_pronoun_that_could_mean_another_gives_no_fact(before: str) -> None:
    assert all(fact.reading.sentence.place == 1 for fact in find(f"{before} He sold the salt mill to Bern.").candidates)


def test_whom_somebody_did_something_to_is_somebody_else() -> None:
    text = "In May 1911 the miners of Bern met Marcus Bell. Anna Weiss and Robert Crane offered him a crown in Bern."
    assert all(fact.reading.sentence.place == 1 for fact in find(text).candidates)


def test_the_week_that_followed_is_no_date() -> None:
    text = "The revolt of Bern ended on 3 May 1911. The week that followed is called the Salt Week."
    later = [asked for fact in find(text).candidates if fact.reading.sentence.place == 2 for asked in fact.asked]
    assert all("that followed" in asked.prompt and asked.date is None for asked in later)


def test_who_spoke_is_whose_speech_it_was() -> None:
    text = "The event was Anna Weiss's speech about Robert Crane. In May 1911 she spoke to the miners of Bern."
    assert {fact.who for fact in facts(text, Kind.EVENT)} == {("anna-weiss",)}


def test_a_fact_that_leans_says_both_sentences() -> None:
    text = "The mill stood near the harbour. It was sold to a baker from Bern."
    (fact,) = [fact for fact in find(text).candidates if fact.reading.sentence.place == 2]
    assert fact.statement == text == text[fact.start : fact.end]


def test_who_is_asked_where_a_person_stands_before_a_past_verb() -> None:
    found = list(find("In Bern it rained. Anna Weiss sold the salt mill to Malta.").candidates)
    assert ("Who sold the salt mill to Malta?", "Anna Weiss") in prompts(found)


def test_no_question_tells_its_answer_in_another_spelling() -> None:
    answers = {
        answer for _, answer in prompts(list(find("The US and Bern feared the U.S. fleet near Malta.").candidates))
    }
    assert "US" not in " ".join(answers).split()


def test_months_of_any_year_are_no_date() -> None:
    found = find("The war of Bern began in 1882. The herds of Malta cross the river between June and September.")
    assert [answer for _, answer in prompts(list(found.candidates)) if "1882" in answer] == ["1882"]


def test_a_claim_has_who_holds_it() -> None:
    (fact,) = facts("Anna Weiss argues that the brothers were ruined by pride.", Kind.CLAIM)
    assert fact.who == ("anna-weiss",)
