"""Judging words: a table of what people type, and what must hold for whatever they type."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grade_text import grade_text
from destal_cli.core.grading import Outcome, Setting, Verdict

RIGHT, PARTIAL, WRONG, ASK = Outcome.RIGHT, Outcome.PARTIAL, Outcome.WRONG, Outcome.ASK

TERMS = (
    *("rehabilitation", "execution", "de-Stalinization", "Stalinization", "Stalinism", "cult of personality", "Gulag"),
    *("collective leadership", "the Thaw", "Old Bolsheviks", "Article 58", "Article 70", "labour-camp system", "purge"),
    *("non-aggression pact", "peaceful coexistence", "samizdat", "Virgin Lands campaign", "Khrushchyovka"),
)
OFFICES = (
    *("First Secretary of the Central Committee", "Second Secretary of the Central Committee", "Minister of Defence"),
    *("Premier of the Soviet Union", "Minister of the Interior", "Chairman of the Council of Ministers"),
)
QUOTES = ("a movement of the heart", "conditions of insecurity, fear, and even desperation", "we will bury you")
TITLES = (
    "On the Cult of Personality and Its Consequences",
    "One Day in the Life of Ivan Denisovich",
    "20th Party Congress",
)
MEANINGS = ("the quiet undoing of Stalin's policies", "the freeing of a convict's name after a false sentence")
OTHERS = {
    AnswerType.TERM: TERMS,
    AnswerType.OFFICE: OFFICES,
    AnswerType.WORDS: QUOTES,
    AnswerType.TEXT: TITLES,
    AnswerType.MEANING: MEANINGS,
}
ALSO = {"de-Stalinization": ("десталинизация",), "Gulag": ("Chief Administration of Camps",)}

JUDGED: tuple[tuple[str, str, Outcome, str], ...] = (
    # typed, expected, verdict, why
    ("rehabilitation", "rehabilitation", RIGHT, "the word"),
    ("Rehabilitation.", "rehabilitation", RIGHT, "case and punctuation"),
    ("the rehabilitations", "rehabilitation", RIGHT, "an article and a plural"),
    ("“rehabilitation”", "rehabilitation", RIGHT, "quotation marks"),
    ("rehabilitatoin", "rehabilitation", RIGHT, "letters swapped"),
    ("rehabillitation", "rehabilitation", RIGHT, "a letter too many"),
    ("it was rehabilitation", "rehabilitation", RIGHT, "an answer in a sentence"),
    ("rehabilitation, I think", "rehabilitation", RIGHT, "an answer in a sentence"),
    ("ｒｅｈａｂｉｌｉｔａｔｉｏｎ", "rehabilitation", RIGHT, "full-width letters"),
    ("rehabilitate", "rehabilitation", ASK, "another form of the word"),
    ("political rehabilitation", "rehabilitation", ASK, "a word more"),
    ("not rehabilitation", "rehabilitation", WRONG, "negated"),
    ("no rehabilitation", "rehabilitation", WRONG, "negated"),
    ("it wasn't rehabilitation", "rehabilitation", WRONG, "negated"),
    ("without rehabilitation", "rehabilitation", WRONG, "negated"),
    ("non-rehabilitation", "rehabilitation", WRONG, "a prefix that turns it round"),
    ("dehabilitation", "rehabilitation", WRONG, "a prefix that turns it round"),
    ("habilitation", "rehabilitation", WRONG, "without its prefix"),
    ("rehabilitation or execution", "rehabilitation", WRONG, "two answers"),
    ("rehabilitation / execution", "rehabilitation", WRONG, "two answers"),
    ("rehabilitation and execution", "rehabilitation", WRONG, "two answers"),
    ("execution", "rehabilitation", WRONG, "another answer"),
    ("", "rehabilitation", WRONG, "nothing"),
    ("the", "rehabilitation", WRONG, "an article"),
    ("...", "rehabilitation", WRONG, "no letters"),
    ("destalinization", "de-Stalinization", RIGHT, "without the hyphen"),
    ("de Stalinisation", "de-Stalinization", RIGHT, "apart, and British"),
    ("de–Stalinization", "de-Stalinization", RIGHT, "a dash"),
    ("DESTALINIZATION", "de-Stalinization", RIGHT, "case"),
    ("destalinizaton", "de-Stalinization", RIGHT, "a letter left out"),
    ("десталинизация", "de-Stalinization", RIGHT, "another right text"),
    ("де-сталинизация", "de-Stalinization", RIGHT, "the same with a hyphen"),
    ("Stalinization", "de-Stalinization", WRONG, "the opposite"),
    ("Stalinisation", "de-Stalinization", WRONG, "the opposite, and British"),
    ("Stalinizaton", "de-Stalinization", WRONG, "the opposite, misspelt"),
    ("re-Stalinization", "de-Stalinization", WRONG, "the opposite"),
    ("neo-Stalinization", "de-Stalinization", WRONG, "another prefix"),
    ("not de-Stalinization", "de-Stalinization", WRONG, "negated"),
    ("Stalinism", "de-Stalinization", WRONG, "another answer"),
    ("de-Stalinization", "Stalinization", WRONG, "the opposite"),
    ("Stalinist", "Stalinism", ASK, "the follower for the teaching"),
    ("personality cult", "cult of personality", RIGHT, "turned, without of"),
    ("the cult of personality", "cult of personality", RIGHT, "an article"),
    ("cult of personalty", "cult of personality", RIGHT, "a letter left out"),
    ("cult of the personality", "cult of personality", RIGHT, "an article inside"),
    ("Kult of personality", "cult of personality", RIGHT, "k for c"),
    ("personality", "cult of personality", PARTIAL, "one word of two"),
    ("cult", "cult of personality", PARTIAL, "one word of two"),
    ("personality of cult", "cult of personality", ASK, "turned, with of"),
    ("Stalin's cult of personality", "cult of personality", ASK, "a word more"),
    ("cult of Stalin", "cult of personality", WRONG, "another word"),
    ("cult of impersonality", "cult of personality", WRONG, "a prefix that turns it round"),
    ("GULAG", "Gulag", RIGHT, "case"),
    ("G.U.L.A.G.", "Gulag", RIGHT, "points"),
    ("the Gulags", "Gulag", RIGHT, "an article and a plural"),
    ("Gulak", "Gulag", RIGHT, "one slip in five letters"),
    ("Goulag", "Gulag", RIGHT, "as in French"),
    ("Chief Administration of Camps", "Gulag", RIGHT, "another right text"),
    ("the Gulag system", "Gulag", ASK, "a word more"),
    ("Gulag or samizdat", "Gulag", WRONG, "two answers"),
    ("Gulag and purge", "Gulag", WRONG, "two answers"),
    ("Goulash", "Gulag", WRONG, "too many slips"),
    ("camps", "Gulag", WRONG, "a general word"),
    ("collective leadreship", "collective leadership", RIGHT, "letters swapped"),
    ("colective leadership", "collective leadership", RIGHT, "a letter left out"),
    ("leadership", "collective leadership", WRONG, "one general word"),
    ("collective", "collective leadership", PARTIAL, "one word of two"),
    ("collective farm", "collective leadership", WRONG, "another word"),
    ("collected leadership", "collective leadership", ASK, "a slip too many"),
    ("Thaw", "the Thaw", RIGHT, "without the article"),
    ("Thwa", "the Thaw", RIGHT, "letters swapped in four"),
    ("Old Bolshevik", "Old Bolsheviks", RIGHT, "the singular"),
    ("Old Bolshevicks", "Old Bolsheviks", RIGHT, "a letter too many"),
    ("Old Mensheviks", "Old Bolsheviks", WRONG, "another word"),
    ("New Bolsheviks", "Old Bolsheviks", WRONG, "another word"),
    ("article 58", "Article 58", RIGHT, "case"),
    ("Artcle 58", "Article 58", RIGHT, "a slip in the word"),
    ("Article fifty-eight", "Article 58", RIGHT, "the number in words"),
    ("Art. 58", "Article 58", ASK, "an abbreviation"),
    ("Article 59", "Article 58", WRONG, "another number"),
    ("Article 85", "Article 58", WRONG, "digits swapped"),
    ("Article 70", "Article 58", WRONG, "another answer"),
    ("Article 588", "Article 58", WRONG, "a digit too many"),
    ("Article", "Article 58", WRONG, "one general word"),
    ("58", "Article 58", WRONG, "a number alone"),
    ("labor camp system", "labour-camp system", RIGHT, "American, without the hyphen"),
    ("labourcamp systems", "labour-camp system", RIGHT, "joined, a plural"),
    ("labour camp", "labour-camp system", PARTIAL, "two words of three"),
    ("system", "labour-camp system", WRONG, "one general word"),
    ("nonaggression pact", "non-aggression pact", RIGHT, "without the hyphen"),
    ("non agression pact", "non-aggression pact", RIGHT, "apart, and a slip"),
    ("aggression pact", "non-aggression pact", WRONG, "the opposite"),
    ("peaceful co-existence", "peaceful coexistence", RIGHT, "a hyphen"),
    ("peacefull coexistance", "peaceful coexistence", RIGHT, "a slip in each word"),
    ("Virgin Lands", "Virgin Lands campaign", PARTIAL, "two words of three"),
    ("First Secretary of the Central Committee", "First Secretary of the Central Committee", RIGHT, "the office"),
    ("1st secretary of the central comittee", "First Secretary of the Central Committee", RIGHT, "a digit and a slip"),
    ("Central Committee First Secretary", "First Secretary of the Central Committee", RIGHT, "turned, without of"),
    ("First Secretary", "First Secretary of the Central Committee", PARTIAL, "half of it"),
    ("Secretary of the Central Committee", "First Secretary of the Central Committee", PARTIAL, "without first"),
    ("First Secretary of the CC", "First Secretary of the Central Committee", ASK, "an abbreviation"),
    ("First Secretary of the Central Committee of the CPSU", "First Secretary of the Central Committee", ASK, "more"),
    ("secretary", "First Secretary of the Central Committee", WRONG, "one general word"),
    ("General Secretary", "First Secretary of the Central Committee", WRONG, "another word"),
    ("Second Secretary of the Central Committee", "First Secretary of the Central Committee", WRONG, "another office"),
    ("Third Secretary of the Central Committee", "First Secretary of the Central Committee", WRONG, "another number"),
    ("he was the Minister of the Interior", "Minister of the Interior", RIGHT, "an answer in a sentence"),
    ("Interior Minister", "Minister of the Interior", RIGHT, "turned, without of"),
    ("Minster of Interior", "Minister of the Interior", RIGHT, "a slip, no article"),
    ("Ministry of the Interior", "Minister of the Interior", ASK, "the body for the office"),
    ("Minister of the Exterior", "Minister of the Interior", WRONG, "the opposite"),
    ("Minister of Defense", "Minister of the Interior", WRONG, "another office, American"),
    ("minister", "Minister of the Interior", WRONG, "one general word"),
    ("Minister of Defense", "Minister of Defence", RIGHT, "American"),
    ("Council of Ministers", "Chairman of the Council of Ministers", PARTIAL, "the body without the office"),
    ("Council of Ministers chairman", "Chairman of the Council of Ministers", RIGHT, "turned, without the first of"),
    ("Deputy Chairman of the Council of Ministers", "Chairman of the Council of Ministers", WRONG, "a lower office"),
    ("chair of the council of ministers", "Chairman of the Council of Ministers", ASK, "cut short"),
    ("самиздат", "samizdat", RIGHT, "a Russian term in Cyrillic"),
    ("незамиздат", "samizdat", WRONG, "no such word"),
    ("collective effort", "collective leadership", WRONG, "another word"),
    ("Cult of Personality", "On the Cult of Personality and Its Consequences", PARTIAL, "part of the title"),
    ("the cult of personality and it's consequences", "On the Cult of Personality and Its Consequences", RIGHT, "its"),
    ("On the Cult of Personallity & its Consequences", "On the Cult of Personality and Its Consequences", RIGHT, "&"),
    ("The Consequences of the Cult of Personality", "On the Cult of Personality and Its Consequences", ASK, "order"),
    ("on its", "On the Cult of Personality and Its Consequences", WRONG, "small words alone"),
    ("the speech", "On the Cult of Personality and Its Consequences", WRONG, "a general word"),
    ("A Day in the Life of Ivan Denisovich", "One Day in the Life of Ivan Denisovich", PARTIAL, "without one"),
    ("Ivan Denisovich", "One Day in the Life of Ivan Denisovich", PARTIAL, "part of the title"),
    ("Two Days in the Life of Ivan Denisovich", "One Day in the Life of Ivan Denisovich", WRONG, "another number"),
    ("Twentieth Party Congress", "20th Party Congress", RIGHT, "the number in words"),
    ("XX. Party Congress", "20th Party Congress", RIGHT, "the number in Roman"),
    ("the 20th congress of the Party", "20th Party Congress", RIGHT, "turned, with of"),
    ("the 20th Party Congress in 1956", "20th Party Congress", ASK, "more"),
    ("21st Party Congress", "20th Party Congress", WRONG, "another number"),
    ("2th Party Congress", "20th Party Congress", WRONG, "another number"),
    ("twenty-first Party Congress", "20th Party Congress", WRONG, "another number in words"),
    ("XXI Party Congress", "20th Party Congress", WRONG, "another number in Roman"),
    ("Congress", "20th Party Congress", WRONG, "one general word"),
    ("a movment of the heart", "a movement of the heart", RIGHT, "a slip"),
    ("movement of heart", "a movement of the heart", RIGHT, "no articles"),
    ("a movement of the soul", "a movement of the heart", WRONG, "half of the words"),
    (
        "conditions of insecurity fear and even despiration",
        "conditions of insecurity, fear, and even desperation",
        *(RIGHT, "no commas and a slip"),
    ),
    ("insecurity, fear and desperation", "conditions of insecurity, fear, and even desperation", PARTIAL, "most words"),
    (
        "conditions of insecurity, hope, and even desperation",
        "conditions of insecurity, fear, and even desperation",
        *(PARTIAL, "most words"),
    ),
    (
        "conditions of security, fear, and even desperation",
        "conditions of insecurity, fear, and even desperation",
        *(WRONG, "the opposite of one word"),
    ),
    ("we will not bury you", "we will bury you", WRONG, "negated"),
    ("you will bury we", "we will bury you", ASK, "the order"),
    ("the undoing of Stalin's policies", "the quiet undoing of Stalin's policies", PARTIAL, "most words"),
    ("Stalin's policies were undone", "the quiet undoing of Stalin's policies", ASK, "other words for it"),
    ("a new flat", "the quiet undoing of Stalin's policies", WRONG, "something else"),
)
TYPES = {text: kind for kind, texts in OTHERS.items() for text in texts}


def answer(text: str) -> Answer:
    return Answer(TYPES[text], text, also=ALSO.get(text, ()))


def judged(typed: str, text: str) -> Verdict:
    return grade_text(typed, answer(text), Setting(texts=OTHERS[TYPES[text]]))


@pytest.mark.parametrize(("typed", "text", "outcome", "why"), JUDGED)
def test_texts_are_judged_as_a_fair_teacher_would(typed: str, text: str, outcome: Outcome, why: str) -> None:
    assert judged(typed, text).outcome is outcome, why


def test_another_answer_is_named() -> None:
    assert judged("Stalinisation", "de-Stalinization").confused_with == "Stalinization"


def test_an_opposite_says_so() -> None:
    assert judged("not rehabilitation", "rehabilitation").because == "that says the opposite: it is rehabilitation"


def test_a_slip_shows_how_it_is_written() -> None:
    assert judged("Gulak", "Gulag") == Verdict(Outcome.RIGHT, "it is written Gulag")


@pytest.mark.parametrize(
    ("typed", "text", "missing"),
    [
        ("First Secretary", "First Secretary of the Central Committee", "the full office?"),
        ("cult", "cult of personality", "the full term?"),
        ("Cult of Personality", "On the Cult of Personality and Its Consequences", "the full title?"),
        ("fear and desperation", "conditions of insecurity, fear, and even desperation", "and the other words?"),
    ],
)
def test_a_partial_text_is_asked_for_the_rest(typed: str, text: str, missing: str) -> None:
    assert judged(typed, text).missing == missing


def test_й_without_its_mark_is_right_and_says_so() -> None:
    expected = Answer(AnswerType.TERM, "тайный доклад")
    assert grade_text("таиный доклад", expected, Setting()).because == "mind the marks: тайный доклад"


def test_a_list_may_be_in_any_order() -> None:
    expected = Answer(AnswerType.TEXT, "Malenkov, Beria and Khrushchev")
    assert grade_text("Khrushchev, Beria, Malenkov", expected, Setting()).outcome is Outcome.RIGHT
    assert grade_text("Khrushchev and Beria", expected, Setting()).outcome is Outcome.PARTIAL


@pytest.mark.parametrize("typed", ["Iraq", "Iram or Iran", "Teheran"])
def test_a_change_of_letters_that_no_slip_makes_is_not_right(typed: str) -> None:
    assert grade_text(typed, Answer(AnswerType.TEXT, "Iran"), Setting()).outcome is not Outcome.RIGHT


@pytest.mark.parametrize(
    ("typed", "right"), [("Austria", "Australia"), ("Prussia", "Russia"), ("evolution", "revolution")]
)
def test_two_words_that_look_alike_are_not_taken_for_each_other(typed: str, right: str) -> None:
    assert grade_text(typed, Answer(AnswerType.TERM, right), Setting()).outcome is not Outcome.RIGHT
    assert grade_text(right, Answer(AnswerType.TERM, typed), Setting()).outcome is not Outcome.RIGHT


def test_the_beginning_of_a_title_is_partial_although_it_is_another_answer_too() -> None:
    setting = Setting(texts=("cult of personality", "Soviet Union"))
    speech = Answer(AnswerType.TEXT, "On the Cult of Personality and Its Consequences")
    party = Answer(AnswerType.TERM, "Communist Party of the Soviet Union")
    assert grade_text("Cult of Personality", speech, setting).outcome is Outcome.PARTIAL
    assert grade_text("Soviet Union", party, setting).confused_with == "Soviet Union"


@pytest.mark.parametrize("blank", ["\t", "\u00a0", "\u2003"])
@pytest.mark.parametrize("typed", ["Ministry of the Interior", "Minister of the Interior"])
def test_no_kind_of_blank_changes_a_verdict(typed: str, blank: str) -> None:
    verdict = judged(typed, "Minister of the Interior")
    assert judged(typed.replace(" ", blank), "Minister of the Interior").outcome is verdict.outcome


def test_thousands_are_grouped_in_any_way() -> None:
    expected = Answer(AnswerType.TEXT, "1,920,635 people")
    assert grade_text("1920635 people", expected, Setting()).outcome is Outcome.RIGHT
    assert grade_text("1,920,634 people", expected, Setting()).outcome is Outcome.WRONG


def test_a_pasted_passage_is_no_term() -> None:
    passage = "The Gulag was a system of camps that grew for decades and was dismantled after 1953. " * 10
    assert judged(passage, "Gulag").outcome is Outcome.WRONG


TEXTS = st.sampled_from(sorted(TYPES))
TYPED = st.sampled_from(sorted({typed for typed, _, _, _ in JUDGED}))
PROPERTY = settings(max_examples=150, deadline=None)


@PROPERTY
@given(st.text(max_size=1200) | st.lists(TYPED, max_size=8).map(" ".join), TEXTS)
def test_any_text_gets_a_verdict(typed: str, text: str) -> None:
    because = judged(typed, text).because
    assert because
    assert not because.endswith(".")


@PROPERTY
@given(
    st.text(max_size=60), st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4), st.sampled_from(AnswerType)
)
def test_any_text_can_be_expected(typed: str, text: str, others: list[str], kind: AnswerType) -> None:
    assert grade_text(typed, Answer(kind, text, also=tuple(others[:2])), Setting(texts=tuple(others))).because


@PROPERTY
@given(TYPED | TEXTS, TEXTS)
def test_not_in_front_is_never_right(typed: str, text: str) -> None:
    assert judged(f"not {typed}", text).outcome is not Outcome.RIGHT


@PROPERTY
@given(TYPED, TEXTS, st.sampled_from(["upper", "lower", "title"]))
def test_case_and_spacing_change_no_verdict(typed: str, text: str, change: str) -> None:
    verdict = judged(typed, text)
    changed = getattr(typed, change)()
    assert judged(f"  {changed} ".replace(" ", "  "), text).outcome is verdict.outcome


@PROPERTY
@given(TEXTS, TEXTS)
def test_another_known_answer_is_never_right(asked: str, other: str) -> None:
    assume(asked != other)
    assert judged(other, asked).outcome is not Outcome.RIGHT


@PROPERTY
@given(TEXTS)
def test_every_answer_is_right_for_itself(text: str) -> None:
    assert judged(text, text).outcome is Outcome.RIGHT
