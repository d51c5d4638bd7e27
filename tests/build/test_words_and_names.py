"""What the words of a sentence are, and who and what a document names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.build import entities
from destal_cli.build.words import read
from destal_cli.core.facts import EntityKind


@pytest.mark.parametrize(
    ("sentence", "letters"),
    [
        ("The old king led 30,000 men.", "DJNV#N."),
        ("Anna wounded the guards.", "MEDN."),
        ("The wounded guards fled.", "DJNV."),
        ("They migrate to place a claim.", "RVTVDN."),
        ("Rome's wars", "MSN"),
        ("In 1066 he won", "PYRV"),
        ("a large-scale forced move", "DJJN"),
        ("'to free the leaders' was hers", '"TVDN"AN'),
        ("The U.S. army met J. F. Crane of St. Ives.", "DMNVMMMOMM."),
        ("They met Robert the Bold.", "RVMMM."),
    ],
)
def test_a_word_is_told_by_itself_and_its_neighbours(sentence: str, letters: str) -> None:
    assert read(sentence, frozenset({"anna", "rome"})).tags == letters


@given(st.text(max_size=300))
def test_every_word_is_its_slice_of_the_text_and_has_one_letter(text: str) -> None:
    words = read(text)
    assert len(words.tags) == len(words.starts) == len(words.lower)
    slices = [words.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    assert [piece.lower().rstrip(".") or "." for piece in slices] == list(words.lower)
    assert "".join(slices).replace(" ", "") == "".join(text.split()).replace(" ", "")


def test_a_first_word_is_a_name_only_when_it_has_a_capital_elsewhere() -> None:
    assert read("Winter came.", frozenset()).tags[0] == "N"
    assert read("Winter came.", frozenset({"winter"})).tags[0] == "M"


def named(*sentences: str) -> entities.Named:
    known = entities.capitalised(sentences)
    return entities.find([read(sentence, known) for sentence in sentences])


def kinds(*sentences: str) -> dict[str, EntityKind]:
    return {entity.name: entity.kind for entity in named(*sentences).entities.values()}


def test_a_surname_means_the_person_whose_full_name_was_said() -> None:
    found = named("The law was written by Clara Weiss.", "In June Weiss resigned.", "Later Clara returned.")
    assert [entity.name for entity in found.entities.values()] == ["Clara Weiss"]
    assert found.counts["clara-weiss"] == 3


def test_a_name_may_say_a_word_twice() -> None:
    found = named("The law was written by Clara Clara.", "It was read by Clara Weiss.", "Later Clara Clara left.")
    assert {entity.name for entity in found.entities.values()} == {"Clara Clara", "Clara Weiss"}


def test_of_a_name_that_is_nothing_but_a_month_nothing_is_left() -> None:
    assert named("h1>June").entities == {}


def test_what_stands_before_a_title_is_no_part_of_the_name() -> None:
    assert kinds("Then U.S. Ambassador Clara Weiss met Martin Luther King Jr there.") == {
        "Clara Weiss": EntityKind.PERSON,
        "Martin Luther King Jr": EntityKind.PERSON,
    }


def test_a_first_name_that_two_persons_share_means_neither() -> None:
    found = named("Then Robert Crane met Robert Hill.", "That day Robert left.")
    assert sorted(found.entities) == ["robert", "robert-crane", "robert-hill"]


def test_a_longer_form_of_a_name_is_the_same_person() -> None:
    found = named("The bill of Tiberius Gracchus failed.", "Here Tiberius Sempronius Gracchus was born.")
    assert [entity.names for entity in found.entities.values()] == [
        ("Tiberius Sempronius Gracchus", "Tiberius Gracchus")
    ]


def test_a_spelling_that_occurs_once_is_that_of_the_name_it_resembles() -> None:
    found = named(*["Then Khrushchev spoke."] * 3, "Then Khruschchev left.")
    assert set(found.entities) == {"khrushchev"}


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("Here King Harold lost.", "Harold", EntityKind.PERSON),
        ("Then Saigo Takamori seized the palace.", "Saigo Takamori", EntityKind.PERSON),
        ("It was the Boshin War again.", "Boshin War", EntityKind.IDEA),
        ("He joined the Labour Party early.", "Labour Party", EntityKind.BODY),
        ("They crossed Lake Ladoga twice.", "Lake Ladoga", EntityKind.PLACE),
        ("They lived in Bern for years.", "Bern", EntityKind.PLACE),
        ("It was the Lombards who came.", "Lombards", EntityKind.GROUP),
    ],
)
def test_a_name_has_the_kind_that_its_words_and_place_tell(sentence: str, name: str, kind: EntityKind) -> None:
    assert kinds(sentence)[name] is kind


def test_a_title_is_no_part_of_a_name_and_months_are_no_names() -> None:
    found = named("In March Marshal Ney crossed the river.")
    assert list(found.entities) == ["ney"]
    assert found.mentions[0][0].title == "Marshal"


def test_the_office_before_of_is_no_part_of_a_name() -> None:
    assert list(named("He was King of Cyprus then.").entities) == ["cyprus"]
