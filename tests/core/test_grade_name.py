"""Judging names: a table of what people type, and what must hold for whatever they type."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from destal_cli.core.facts import Answer, AnswerType
from destal_cli.core.grade_name import grade_name
from destal_cli.core.grading import Outcome, Setting, Verdict

PEOPLE = {
    "khrushchev": ("Nikita Khrushchev", "Nikita Sergeyevich Khrushchev", "Никита Хрущёв"),
    "stalin": ("Joseph Stalin", "Stalin", "Иосиф Сталин", "Iosif Dzhugashvili", "Koba"),
    "vasily": ("Vasily Stalin",),
    "beria": ("Lavrentiy Beria", "Лаврентий Берия", "ლავრენტი ბერია"),
    "malenkov": ("Georgi Malenkov", "Георгий Маленков"),
    "tukhachevsky": ("Mikhail Tukhachevsky", "Михаил Тухачевский"),
    "eikhe": ("Robert Eikhe",),
    "rudzutaks": ("Jānis Rudzutaks", "Jan Rudzutak"),
    "solzhenitsyn": ("Aleksandr Solzhenitsyn", "Александр Солженицын"),
    "mccauley": ("Martin McCauley",),
    "lenin": ("Vladimir Lenin", "Lenin"),
    "molotov": ("Vyacheslav Molotov",),
    "bulganin": ("Nikolai Bulganin",),
    "bukharin": ("Nikolai Bukharin",),
    "kirov": ("Sergei Kirov",),
    "tolstoy": ("Лев Толстой", "Leo Tolstoy"),
    "nicholas": ("Nicholas II", "Nicholas Romanov"),
    "mao": ("Mao Zedong",),
    "tito": ("Josip Broz Tito", "Tito"),
    "nagy": ("Imre Nagy",),
    "gaulle": ("Charles de Gaulle",),
    "andropov": ("Yuri Andropov",),
    "ivan": ("Ivan the Terrible", "Ivan IV"),
    "ivan3": ("Ivan III",),
    "bonch": ("Vladimir Bonch-Bruevich",),
    "bush": ("George H. W. Bush",),
    "bushjunior": ("George W. Bush",),
    "adams": ("John Adams",),
    "adamsjunior": ("John Quincy Adams",),
}
THINGS = {
    "politburo": ("Politburo", "Political Bureau"),
    "cpsu": ("Communist Party of the Soviet Union", "CPSU", "КПСС"),
    "union": ("Soviet Union", "USSR"),
    "leningrad": ("Leningrad", "Ленинград"),
    "stalingrad": ("Stalingrad",),
    "affair": ("Leningrad Affair",),
    "speech": ("On the Cult of Personality and Its Consequences", "Secret Speech"),
    "congress20": ("20th Party Congress",),
    "congress22": ("22nd Party Congress",),
    "kgb": ("KGB", "Committee for State Security"),
    "nkvd": ("NKVD",),
    "gulag": ("Gulag",),
    "ministry": ("Ministry of the Interior",),
    "presidium": ("Presidium of the Supreme Soviet", "Presidium"),
    "committee": ("Central Committee",),
    "kharkov": ("Kharkov",),
}
SETTING = Setting(names=PEOPLE | THINGS)
RIGHT, PARTIAL, WRONG, ASK = Outcome.RIGHT, Outcome.PARTIAL, Outcome.WRONG, Outcome.ASK

JUDGED: tuple[tuple[str, str, Outcome, str], ...] = (
    # typed, expected, verdict, why
    ("Nikita Khrushchev", "khrushchev", RIGHT, "the name"),
    ("Khrushchev", "khrushchev", RIGHT, "a surname that only one has"),
    ("KHRUSHCHEV", "khrushchev", RIGHT, "case"),
    ("khrushchev nikita", "khrushchev", RIGHT, "the surname first"),
    ("Khrushchev, Nikita", "khrushchev", RIGHT, "the surname first, with a comma"),
    ("Khrushchev, N.S.", "khrushchev", RIGHT, "initials behind"),
    ("N. S. Khrushchev", "khrushchev", RIGHT, "initials"),
    ("NS Khrushchev", "khrushchev", RIGHT, "initials without points"),
    ("N Khrushchev", "khrushchev", RIGHT, "one initial"),
    ("Н. С. Хрущёв", "khrushchev", RIGHT, "Cyrillic initials"),
    ("Хрущев", "khrushchev", RIGHT, "е for ё"),
    ("Хрущёв Никита Сергеевич", "khrushchev", RIGHT, "the Russian order"),
    ("Хрущо́в", "khrushchev", RIGHT, "a misspelling in Cyrillic with a stress mark"),
    ("Ｋｈｒｕｓｈｃｈｅｖ", "khrushchev", RIGHT, "full-width letters"),
    ("Kruschev", "khrushchev", RIGHT, "the usual misspelling"),
    ("Krushchov", "khrushchev", RIGHT, "a misspelling by ear"),
    ("Kruschyov", "khrushchev", RIGHT, "yo for e"),
    ("Hrushchow", "khrushchev", RIGHT, "another transliteration"),
    ("Chruschtschow", "khrushchev", RIGHT, "as in German"),
    ("Khrouchtchev", "khrushchev", RIGHT, "as in French"),
    ("Chruszczow", "khrushchev", RIGHT, "as in Polish"),
    ("Nikta Krushchev", "khrushchev", RIGHT, "a slip in each word"),
    ("Krush chev", "khrushchev", RIGHT, "parted"),
    ("nikitakhrushchev", "khrushchev", RIGHT, "joined"),
    ("Mr Khrushchev", "khrushchev", RIGHT, "a title"),
    ("comrade Khrushchev", "khrushchev", RIGHT, "a title"),
    ("First Secretary Khrushchev", "khrushchev", RIGHT, "an office before it"),
    ("Khrushchev, First Secretary", "khrushchev", RIGHT, "an office behind it"),
    ("Premier Nikita Khrushchev", "khrushchev", RIGHT, "an office and the whole name"),
    ("I think it was Khrushchev", "khrushchev", RIGHT, "an answer in a sentence"),
    ("Khrushchev, of course!", "khrushchev", RIGHT, "an answer in a sentence"),
    ("Khrushchev's", "khrushchev", RIGHT, "a possessive"),
    ("Nikita", "khrushchev", PARTIAL, "a first name alone"),
    ("Nikita Sergeyevich", "khrushchev", PARTIAL, "a first name and a patronymic alone"),
    ("Leonid Khrushchev", "khrushchev", ASK, "another first name of nobody known"),
    ("M. Khrushchev", "khrushchev", ASK, "another initial"),
    ("Nikita Ivanovich Khrushchev", "khrushchev", ASK, "another patronymic"),
    ("Kruchov", "khrushchev", ASK, "a slip too many"),
    ("Khrushchev of the Soviet Union", "khrushchev", ASK, "more than the name"),
    ("Nikita Brezhnev", "khrushchev", WRONG, "the first name alone is right"),
    ("Khrushchev's son", "khrushchev", WRONG, "a relative"),
    ("K", "khrushchev", WRONG, "one letter"),
    ("NK", "khrushchev", WRONG, "initials alone"),
    ("Stalin", "khrushchev", WRONG, "somebody else"),
    ("Stalin and Khrushchev", "khrushchev", WRONG, "two names"),
    ("Khrushchev or Malenkov", "khrushchev", WRONG, "two names"),
    ("Khrushchev/Bulganin", "khrushchev", WRONG, "two names"),
    ("Malenkov Khrushchev", "khrushchev", WRONG, "two names"),
    ("Krushchev, Malenkov", "khrushchev", WRONG, "two names"),
    ("Khrushchev, Brezhnev", "khrushchev", WRONG, "two surnames, one of them unknown"),
    ("Khrushchev; Stalin", "khrushchev", WRONG, "two names"),
    ("Eiche, Khrushchev", "khrushchev", WRONG, "another surname before the comma"),
    ("definitely Khrushchev himself", "khrushchev", RIGHT, "an answer in a sentence"),
    ("Khrushchev in 1956", "khrushchev", ASK, "more than the name"),
    ("Nikita K.", "khrushchev", PARTIAL, "an initial for the surname"),
    ("not Khrushchev", "khrushchev", WRONG, "negated"),
    ("comrade", "khrushchev", WRONG, "a title alone"),
    ("", "khrushchev", WRONG, "nothing"),
    ("???", "khrushchev", WRONG, "no letters"),
    ("1953", "khrushchev", WRONG, "no name"),
    ("Beria", "beria", RIGHT, "a surname"),
    ("Beriya", "beria", RIGHT, "a transliteration"),
    ("Berija", "beria", RIGHT, "a transliteration"),
    ("Берия", "beria", RIGHT, "in Cyrillic"),
    ("Берия́", "beria", RIGHT, "with a stress mark"),
    ("ბერია", "beria", RIGHT, "in Georgian"),
    ("Lavrenti Beria", "beria", RIGHT, "a transliteration of the first name"),
    ("Lavrenty Pavlovich Beria", "beria", RIGHT, "an honest patronymic"),
    ("L. P. Beria", "beria", RIGHT, "initials"),
    ("Beria?", "beria", RIGHT, "a question mark"),
    ("Beria / Берия", "beria", RIGHT, "one name twice"),
    ("Beria (Берия)", "beria", RIGHT, "one name twice"),
    ("Lavrentiy", "beria", PARTIAL, "a first name alone"),
    ("Veria", "beria", ASK, "a wrong first letter"),
    ("Georgi Beria", "beria", ASK, "another first name"),
    ("head of the NKVD Beria", "beria", ASK, "more than the name"),
    ("Beria or Malenkov", "beria", WRONG, "two names"),
    ("Beria, Malenkov", "beria", WRONG, "two names"),
    ("either Beria or Malenkov", "beria", WRONG, "two names"),
    ("Beria & Malenkov", "beria", WRONG, "two names"),
    ("Берия или Маленков", "beria", WRONG, "two names"),
    ("Malenkov", "beria", WRONG, "somebody else"),
    ("Malenkow", "beria", WRONG, "somebody else, misspelt"),
    ("not Beria", "beria", WRONG, "negated"),
    ("nobody but Beria", "beria", WRONG, "negated"),
    ("anyone but Beria", "beria", WRONG, "negated"),
    ("wasn't Beria", "beria", WRONG, "negated"),
    ("it was not Beria", "beria", WRONG, "negated"),
    ("everyone except Beria", "beria", WRONG, "negated"),
    ("не Берия", "beria", WRONG, "negated"),
    ("Beria's successor", "beria", WRONG, "somebody near to him"),
    ("after Beria", "beria", WRONG, "somebody else"),
    ("Stalin", "stalin", RIGHT, "his own alias, which no other Stalin has"),
    ("Stallin", "stalin", RIGHT, "the same, misspelt"),
    ("Josef Stalin", "stalin", RIGHT, "another spelling of the first name"),
    ("Iosif Stalin", "stalin", RIGHT, "the parts of two aliases"),
    ("J. V. Stalin", "stalin", RIGHT, "initials"),
    ("Joseph V. Stalin", "stalin", RIGHT, "a middle initial"),
    ("Generalissimo Stalin", "stalin", RIGHT, "a title"),
    ("Djugashvili", "stalin", RIGHT, "an alias, misspelt"),
    ("Koba", "stalin", RIGHT, "an alias"),
    ("Сталин", "stalin", RIGHT, "in Cyrillic"),
    ("Joseph", "stalin", PARTIAL, "a first name alone"),
    ("Vladimir Stalin", "stalin", ASK, "another first name of nobody known"),
    ("Vasily Stalin", "stalin", WRONG, "his son"),
    ("V. Stalin", "stalin", WRONG, "his son, by the initial"),
    ("Lenin", "stalin", WRONG, "somebody else"),
    ("Stalin, Lenin", "stalin", WRONG, "two names"),
    ("Stalin and Khrushchev", "stalin", WRONG, "two names"),
    ("Stalingrad", "stalin", WRONG, "a city"),
    ("Vasily Stalin", "vasily", RIGHT, "the name"),
    ("Stalin", "vasily", PARTIAL, "which Stalin?"),
    ("Joseph Stalin", "vasily", WRONG, "his father"),
    ("Malenkow", "malenkov", RIGHT, "w for v"),
    ("Malenkoff", "malenkov", RIGHT, "ff for v"),
    ("Georgy Malenkov", "malenkov", RIGHT, "a transliteration"),
    ("Melankov", "malenkov", RIGHT, "two slips in a long name"),
    ("Molotov", "malenkov", WRONG, "somebody else"),
    ("Tukachevsky", "tukhachevsky", RIGHT, "h left out"),
    ("Marshal Tukhachevsky", "tukhachevsky", RIGHT, "a title"),
    ("Tuchatschewski", "tukhachevsky", RIGHT, "as in German"),
    ("Michael Tukhachevsky", "tukhachevsky", RIGHT, "the first name in English"),
    ("Tukhachevsky, Marshal of the Soviet Union", "tukhachevsky", ASK, "more than the name"),
    ("Marshal", "tukhachevsky", WRONG, "a title alone"),
    ("Solzenitsin", "solzhenitsyn", RIGHT, "an honest misspelling"),
    ("Soljenitsyne", "solzhenitsyn", RIGHT, "as in French"),
    ("A. I. Solzhenitsyn", "solzhenitsyn", RIGHT, "initials"),
    ("Солженицин", "solzhenitsyn", RIGHT, "a misspelling in Cyrillic"),
    ("Eiche", "eikhe", RIGHT, "ch for kh"),
    ("Эйхе", "eikhe", RIGHT, "in Cyrillic, which the deck has not"),
    ("Robert", "eikhe", PARTIAL, "a first name alone"),
    ("Eikhe and Rudzutaks", "eikhe", WRONG, "two names"),
    ("Rudzutak", "rudzutaks", RIGHT, "the Russian form"),
    ("Janis Rudzutaks", "rudzutaks", RIGHT, "without accents"),
    ("Ja\u0304nis Rudzutaks", "rudzutaks", RIGHT, "decomposed accents"),
    ("Eikhe", "rudzutaks", WRONG, "somebody else"),
    ("Mc Cauley", "mccauley", RIGHT, "parted"),
    ("Macauley", "mccauley", RIGHT, "a slip"),
    ("McCarthy", "mccauley", WRONG, "somebody else"),
    ("Толстои", "tolstoy", RIGHT, "without the marks"),
    ("Tolstoi", "tolstoy", RIGHT, "a transliteration"),
    ("Nicholas 2", "nicholas", RIGHT, "digits for the number"),
    ("Nicholas the Second", "nicholas", RIGHT, "words for the number"),
    ("Tsar Nicholas II", "nicholas", RIGHT, "a title"),
    ("Nicholas", "nicholas", PARTIAL, "which Nicholas?"),
    ("Nicholas I", "nicholas", WRONG, "another number"),
    ("Nicholas III", "nicholas", WRONG, "another number"),
    ("Mao", "mao", RIGHT, "a family name that comes first"),
    ("Mao Ze Dong", "mao", RIGHT, "parted"),
    ("Moa", "mao", WRONG, "a slip in three letters"),
    ("Titto", "tito", RIGHT, "a slip in four letters"),
    ("Vito", "tito", ASK, "a wrong first letter"),
    ("Bulganin", "bukharin", WRONG, "somebody else"),
    ("Bucharin", "bukharin", RIGHT, "ch for kh"),
    ("Nikolai", "bukharin", PARTIAL, "which Nikolai?"),
    ("Nagy Imre", "nagy", RIGHT, "the Hungarian order"),
    ("degaulle", "gaulle", RIGHT, "the particle joined"),
    ("General Gaulle", "gaulle", RIGHT, "without the particle"),
    ("Ю. Андропов", "andropov", RIGHT, "one letter for the initial Yu."),
    ("Yu. V. Andropov", "andropov", RIGHT, "two letters for one initial"),
    ("Z. Andropov", "andropov", ASK, "another initial"),
    ("Ivan Terrible", "ivan", RIGHT, "an epithet without its article"),
    ("Ivan", "ivan", PARTIAL, "which Ivan?"),
    ("Ivan III", "ivan", WRONG, "another Ivan"),
    ("Bonch Bruevich", "bonch", RIGHT, "a double name parted"),
    ("George Bush", "bush", PARTIAL, "which George Bush?"),
    ("George H. W. Bush", "bush", RIGHT, "the name"),
    ("G. H. W. Bush", "bush", RIGHT, "all of the initials, which nobody else has"),
    ("George HW Bush", "bush", RIGHT, "initials without points"),
    ("George W. Bush", "bush", WRONG, "somebody else's name"),
    ("G W Bush", "bush", WRONG, "somebody else's initials"),
    ("George W. Bush", "bushjunior", RIGHT, "the name"),
    ("George H. W. Bush", "bushjunior", WRONG, "somebody else's name"),
    ("G. Bush", "bushjunior", PARTIAL, "which G Bush?"),
    ("John Adams", "adams", RIGHT, "the name, though another has more to his"),
    ("John Q. Adams", "adams", WRONG, "somebody else's initials"),
    ("John Quincy Adams", "adams", WRONG, "somebody else's name"),
    ("J. Q. Adams", "adamsjunior", RIGHT, "initials that nobody else has"),
    ("John Adams", "adamsjunior", PARTIAL, "which John Adams?"),
    ("Adams", "adamsjunior", PARTIAL, "which Adams?"),
    ("Bush", "bush", PARTIAL, "which Bush?"),
    ("the Politburo", "politburo", RIGHT, "an article"),
    ("Polit-buro", "politburo", RIGHT, "a hyphen"),
    ("Polytburo", "politburo", RIGHT, "a slip"),
    ("Политбюро", "politburo", RIGHT, "in Cyrillic, which the deck has not"),
    ("it was the Politburo", "politburo", RIGHT, "an answer in a sentence"),
    ("the Politburo of the party", "politburo", ASK, "more than the name"),
    ("Presidium", "politburo", WRONG, "another body"),
    ("Politburo or Presidium", "politburo", WRONG, "two names"),
    ("Politburo and Presidium", "politburo", WRONG, "two names"),
    ("not the Politburo", "politburo", WRONG, "negated"),
    ("CPSU", "cpsu", RIGHT, "an abbreviation among the aliases"),
    ("C.P.S.U.", "cpsu", RIGHT, "the same with points"),
    ("Comunist Party of the Soviet Union", "cpsu", RIGHT, "a slip"),
    ("the Communist Party", "cpsu", PARTIAL, "part of a longer name"),
    ("Soviet Union", "cpsu", WRONG, "something else"),
    ("Party", "cpsu", WRONG, "one general word"),
    ("Lenningrad", "leningrad", RIGHT, "a slip"),
    ("Ленинград", "leningrad", RIGHT, "in Cyrillic"),
    ("Stalingrad", "leningrad", WRONG, "another city"),
    ("Leningrad Affair", "leningrad", WRONG, "something else"),
    ("Lenin", "leningrad", WRONG, "somebody"),
    ("Leningard Affair", "affair", RIGHT, "a slip"),
    ("Leningrad", "affair", WRONG, "a city"),
    ("affair", "affair", WRONG, "one general word"),
    ("Secret Speach", "speech", RIGHT, "a slip in an alias"),
    ("Cult of Personality", "speech", PARTIAL, "part of the title"),
    ("speech", "speech", WRONG, "one general word"),
    ("Minister of the Interior", "ministry", ASK, "the office for the body"),
    ("XX Party Congress", "congress20", RIGHT, "a Roman numeral"),
    ("Twentieth Congress of the Party", "congress20", RIGHT, "in words and turned"),
    ("22nd Party Congress", "congress20", WRONG, "another congress"),
    ("21st Party Congress", "congress20", WRONG, "another number"),
    ("Party Congress", "congress20", PARTIAL, "without its number"),
    ("NKVD", "kgb", WRONG, "another body"),
    ("KBG", "kgb", WRONG, "a slip in three letters"),
    ("Харьков", "kharkov", RIGHT, "in Cyrillic with a soft sign"),
    ("Charkow", "kharkov", RIGHT, "another transliteration"),
)


def answer(key: str) -> Answer:
    """An entity as `cards` makes an answer of it."""
    kind = AnswerType.PERSON if key in PEOPLE else AnswerType.NAME
    name, *aliases = SETTING.names[key]
    return Answer(kind, name, also=tuple(aliases), entity=key)


def judged(typed: str, key: str) -> Verdict:
    return grade_name(typed, answer(key), SETTING)


@pytest.mark.parametrize(("typed", "key", "outcome", "why"), JUDGED)
def test_names_are_judged_as_a_fair_teacher_would(typed: str, key: str, outcome: Outcome, why: str) -> None:
    assert judged(typed, key).outcome is outcome, why


def test_somebody_else_is_named() -> None:
    assert judged("Malenkow", "beria") == Verdict(Outcome.WRONG, "that is Georgi Malenkov", "Georgi Malenkov")


def test_the_second_of_two_names_is_named() -> None:
    assert judged("Beria or Malenkov", "beria").confused_with == "Georgi Malenkov"


def test_a_misspelt_name_shows_how_it_is_written() -> None:
    assert judged("Kruschev", "khrushchev").because == "it is written Nikita Khrushchev"


def test_a_name_without_its_marks_is_right_and_says_so() -> None:
    assert judged("Толстои", "tolstoy").because == "mind the marks: Лев Толстой"


@pytest.mark.parametrize(
    ("typed", "key", "missing"),
    [
        ("Nikita", "khrushchev", "and the surname?"),
        ("nikolai", "bukharin", "which Nikolai?"),
        ("stalin", "vasily", "which Stalin?"),
        ("George Bush", "bush", "which George Bush?"),
        ("the Communist Party", "cpsu", "the full name?"),
    ],
)
def test_a_partial_name_is_asked_for_what_is_missing(typed: str, key: str, missing: str) -> None:
    assert judged(typed, key).missing == missing


def test_what_may_be_meant_is_asked_and_not_decided() -> None:
    verdict = judged("Leonid Khrushchev", "khrushchev")
    assert (verdict.rating, verdict.meant) == (None, "Nikita Khrushchev")


def test_a_first_name_that_makes_another_known_person_is_wrong() -> None:
    names = {**SETTING.names, "leonid": ("Leonid Khrushchev",)}
    verdict = grade_name("Leonid Khrushchev", answer("khrushchev"), Setting(names=names))
    assert verdict.confused_with == "Leonid Khrushchev"


def test_a_misspelling_that_is_as_near_to_somebody_else_is_asked() -> None:
    setting = Setting(names={"levin": ("Boris Levin",), "lenin": ("Vladimir Lenin",)})
    lenin = Answer(AnswerType.PERSON, "Vladimir Lenin", entity="lenin")
    assert grade_name("Lemin", lenin, setting).outcome is Outcome.ASK
    assert grade_name("Levin", lenin, setting).confused_with == "Boris Levin"
    assert grade_name("Levin", lenin, Setting()).outcome is Outcome.RIGHT


def test_a_short_name_that_one_slip_makes_another_is_wrong() -> None:
    setting = Setting(names={"mann": ("Thomas Mann",), "marx": ("Karl Marx",), "marr": ("Nikolai Marr",)})
    assert grade_name("Marr", Answer(AnswerType.PERSON, "Karl Marx", entity="marx"), setting).outcome is Outcome.WRONG


def test_the_same_person_in_another_deck_is_no_rival() -> None:
    names = {"cold-war/nk": ("Khrushchev", "N. S. Khrushchev"), "other": ("Nikita Khrushchev",), **SETTING.names}
    assert grade_name("Khrushchev", answer("khrushchev"), Setting(names=names)).outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    ("here", "there", "typed", "outcome"),
    [
        ("Robert F. Kennedy", ("Robert Kennedy",), "Robert Kennedy", RIGHT),
        ("Robert F. Kennedy", ("Robert Kennedy", "Bobby Kennedy"), "Kennedy", RIGHT),
        ("Robert Kennedy", ("Robert F. Kennedy",), "Robert Kennedy", RIGHT),
        ("Robert F. Kennedy", ("Robert Francis Kennedy",), "Robert Kennedy", RIGHT),
        ("Robert F. Kennedy", ("Edward Kennedy",), "Kennedy", PARTIAL),
        ("John F. Kennedy", ("John Kennedy Jr.",), "John Kennedy", PARTIAL),
        ("George H. W. Bush", ("George W. Bush",), "George Bush", PARTIAL),
        ("George H. W. Bush", ("George Bush", "George W. Bush"), "George Bush", PARTIAL),
        ("George H. W. Bush", ("George Bush",), "George Bush", RIGHT),
    ],
)
def test_a_name_with_more_or_less_between_in_another_deck_may_be_the_same_persons(
    here: str, there: tuple[str, ...], typed: str, outcome: Outcome
) -> None:
    setting = Setting(names={"cuba/one": (here,), "june/other": there})
    assert grade_name(typed, Answer(AnswerType.PERSON, here, entity="one"), setting).outcome is outcome


def test_two_persons_of_one_deck_are_two_however_alike_their_names() -> None:
    setting = Setting(names={"cuba/one": ("John Quincy Adams",), "cuba/other": ("John Adams",)})
    adams = Answer(AnswerType.PERSON, "John Quincy Adams", entity="one")
    assert grade_name("John Adams", adams, setting).missing == "which John Adams?"


def test_aliases_in_the_setting_count_although_the_answer_lacks_them() -> None:
    plain = Answer(AnswerType.PERSON, "Nikita Khrushchev", entity="khrushchev")
    setting = Setting(names={"khrushchev": ("Nikita Khrushchev", "Old Bald Nick")})
    assert grade_name("old bald nick", plain, setting).outcome is Outcome.RIGHT


def test_one_name_said_many_times_hides_no_other() -> None:
    assert judged("Beria/Берия/" * 4 + "Malenkov", "beria").outcome is Outcome.WRONG


@pytest.mark.parametrize("typed", ["Beria " * 60, "x" * 1000, "Beria was arrested with his aides " * 30])
def test_a_passage_is_no_name(typed: str) -> None:
    assert judged(typed, "beria").outcome is Outcome.WRONG


KEYS = st.sampled_from(sorted(SETTING.names))
TYPED = st.sampled_from(sorted({typed for typed, _, _, _ in JUDGED}))
PROPERTY = settings(max_examples=150, deadline=None)


@PROPERTY
@given(st.text(max_size=400) | st.lists(TYPED, max_size=5).map(" ".join), KEYS)
def test_any_text_gets_a_verdict(typed: str, key: str) -> None:
    because = judged(typed, key).because
    assert because
    assert not because.endswith(".")


@PROPERTY
@given(TYPED, KEYS)
def test_not_in_front_is_never_right(typed: str, key: str) -> None:
    assert judged(f"not {typed}", key).outcome is not Outcome.RIGHT


@PROPERTY
@given(TYPED, KEYS, st.sampled_from([str.upper, str.lower, str.title]))
def test_case_and_spacing_change_no_verdict(typed: str, key: str, change: object) -> None:
    assert callable(change)
    verdict = judged(typed, key)
    assert judged(f"  {change(typed)} ".replace(" ", "  "), key).outcome is verdict.outcome


@PROPERTY
@given(KEYS, KEYS, st.data())
def test_another_known_name_is_never_right(asked: str, other: str, data: st.DataObject) -> None:
    assume(asked != other)
    typed = data.draw(st.sampled_from(SETTING.names[other]))
    assume(typed not in SETTING.names[asked])
    assert judged(typed, asked).outcome is not Outcome.RIGHT


@PROPERTY
@given(KEYS, st.data())
def test_every_name_in_the_deck_is_right_for_its_owner(key: str, data: st.DataObject) -> None:
    assert judged(data.draw(st.sampled_from(SETTING.names[key])), key).outcome is Outcome.RIGHT
