"""What a parse adds to a build, told with parses written by hand: the extra itself is tested in tests/store."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.build import entities, preference, rank
from destal_cli.build.clauses import main_clause, shortened
from destal_cli.build.gaps import Gap, Shape
from destal_cli.build.phrases import gaps_of_parse
from destal_cli.build.pipeline import STEPS, build, find
from destal_cli.build.reading import Reading
from destal_cli.build.words import read
from destal_cli.core.facts import EntityKind
from destal_cli.core.parse import InWords, Parse, ReadEnglish

# Each word with its class, its relation, and the number of its head among the words, the first being 0.
REIGN = (
    "The/DT/det/1 reign/NN/nsubj/6 of/IN/prep/1 Anna/NNP/pobj/2 the/DT/det/5 Great/NNP/appos/3 began/VBD/ROOT/6 ./././6"
)
SHIPS = (
    "In/IN/prep/6 these/DT/det/2 raids/NNS/pobj/0 ,/,/punct/6 the/DT/det/5 Danes/NNPS/nsubj/6 took/VBD/ROOT/6"
    " forty/CD/nummod/8 ships/NNS/dobj/6 from/IN/prep/6 the/DT/det/11 bishop/NN/pobj/9 ./././6"
)
IF = (
    "If/IN/mark/2 rain/NN/nsubj/2 fell/VBD/advcl/6 ,/,/punct/6 the/DT/det/5 mill/NN/nsubj/6 ground/VBD/ROOT/6"
    " fine/JJ/amod/8 corn/NN/dobj/6 for/IN/prep/6 Bern/NNP/pobj/9 ./././6"
)
SAID = (
    "Anna/NNP/nsubj/1 said/VBD/ROOT/1 that/IN/mark/5 the/DT/det/4 mill/NN/nsubj/5 ground/VBD/ccomp/1"
    " corn/NN/dobj/5 for/IN/prep/5 all/PDT/predet/10 the/DT/det/10 towns/NNS/pobj/7 ./././1"
)
AND = (
    "The/DT/det/1 Danes/NNPS/nsubj/2 burned/VBD/ROOT/2 the/DT/det/4 mill/NN/dobj/2 and/CC/cc/2 then/RB/advmod/8"
    " they/PRP/nsubj/8 sold/VBD/conj/2 the/DT/det/10 corn/NN/dobj/8 in/IN/prep/8 Malta/NNP/pobj/11 ./././2"
)
OR = AND.replace("and/CC", "or/CC").replace("then/RB/advmod/8 they/PRP/nsubj/8", "at/IN/prep/8 once/RB/pcomp/6")


def parse_of(marked: str, *named: tuple[int, int, str]) -> tuple[str, Parse]:
    words, classes, relations, heads = zip(*(part.rsplit("/", 3) for part in marked.split()), strict=True)
    return re.sub(r" (?=[.,])", "", " ".join(words)), Parse(classes, relations, tuple(map(int, heads)), named)


def reader(*sentences: tuple[str, Parse]) -> ReadEnglish:
    known = dict(sentences)

    def read_english(asked: Sequence[InWords]) -> Iterable[Parse]:
        return (known[words.text] for words in asked)

    return read_english


def reading_of(marked: str) -> Reading:
    text, parse = parse_of(marked)
    return find(text, reader((text, parse))).readings[0]


def phrases(marked: str, *named: tuple[int, int, str]) -> list[str]:
    text, parse = parse_of(marked, *named)
    words = read(text)
    return [words.slice(gap.first, gap.last) for gap in gaps_of_parse(words, [], parse)]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        (REIGN, {"reign of Anna the Great"}),
        (SHIPS, {"raids", "Danes", "forty ships", "bishop"}),
        ("They/PRP/nsubj/1 grew/VBD/ROOT/1 tea/NN/dobj/1 and/CC/cc/2 oats/NNS/conj/2 ./././1", {"tea and oats"}),
        (
            "It/PRP/nsubj/1 has/VBZ/ROOT/1 texts/NNS/dobj/1 relevant/JJ/amod/2 to/IN/prep/3 farmers/NNS/pobj/4 ./././1",
            {"texts", "farmers"},
        ),
        (
            "He/PRP/nsubj/1 held/VBD/ROOT/1 more/JJR/amod/4 than/IN/quantmod/4 500/CD/nummod/5 acres/NNS/dobj/1",
            {"500 acres"},
        ),
    ],
)
def test_gaps_of_a_parse_are_whole_noun_phrases(marked: str, found: set[str]) -> None:
    assert set(phrases(marked)) == found


def test_a_person_is_asked_for_without_what_stands_before_the_name() -> None:
    marked = "The/DT/det/3 explorer/NN/compound/3 Clara/NNP/compound/3 Weiss/NNP/nsubj/4 sailed/VBD/ROOT/4 ./././4"
    assert "Clara Weiss" in phrases(marked, (2, 4, "PERSON"))
    assert "explorer Clara Weiss" not in phrases(marked, (2, 4, "PERSON"))


def clause(marked: str, answer: str) -> str:
    reading = reading_of(marked)
    first = reading.words.lower.index(answer.lower())
    found = shortened(reading, Gap(first, first + 1, Shape.PHRASE))
    return found[0].words.text if found else "no shorter"


@pytest.mark.parametrize(
    ("marked", "answer", "left"),
    [
        (SHIPS, "bishop", "the Danes took forty ships from the bishop."),
        (AND, "mill", "The Danes burned the mill."),
        (AND, "Malta", "then they sold the corn in Malta."),
        (IF, "Bern", "no shorter"),
        (SAID, "towns", "no shorter"),
        (OR, "mill", "no shorter"),
    ],
)
def test_a_clause_is_taken_out_where_the_sentence_states_it(marked: str, answer: str, left: str) -> None:
    assert clause(marked, answer) == left


def test_the_gap_of_a_shorter_clause_holds_the_same_words() -> None:
    reading = reading_of(SHIPS)
    for gap in reading.gaps:
        found = shortened(reading, gap)
        if found is not None:
            assert found[0].words.slice(found[1].first, found[1].last) == reading.words.slice(gap.first, gap.last)


def test_a_main_clause_has_no_shorter_one_and_without_a_parse_there_is_none() -> None:
    reading = reading_of(AND)
    short = main_clause(reading)
    assert short is not None
    assert short.words.text == "The Danes burned the mill."
    assert main_clause(short) is None
    assert main_clause(replace(reading, parse=None)) is None


def test_what_points_out_of_a_sentence_is_left_out_rather_than_refused() -> None:
    text, parse = parse_of(SHIPS)
    assert "The Danes took forty ships from the ____." in [
        asked.prompt for fact in find(text, reader((text, parse))).candidates for asked in fact.asked
    ]
    unparsed = find(text)
    assert unparsed.candidates == ()
    assert {(one.text, one.reason) for one in unparsed.turned} == {
        (answer, "points out of the sentence: these") for answer in ("raids", "Danes", "forty", "forty ships", "bishop")
    }


def test_a_build_is_read_by_the_reader_that_is_given() -> None:
    text, parse = parse_of(SHIPS)
    steps: list[str] = []
    built = build(text, everything=True, read_english=reader((text, parse)), on_step=steps.append)
    assert tuple(steps) == STEPS
    assert built.found.readings[0].parse == parse
    assert build(text, everything=True).found.readings[0].parse is None


def kind(text: str, name: str, *named: tuple[int, int, str]) -> EntityKind:
    words = read(text)
    count = len(words.tags)
    parse = Parse(("NN",) * count, ("dep",) * count, tuple(range(count)), named)
    return next(e.kind for e in entities.find([words], [parse]).entities.values() if e.name == name)


def test_a_parse_tells_the_kind_of_a_name_whose_words_do_not() -> None:
    assert kind("They followed Clara Weiss.", "Clara Weiss") is EntityKind.IDEA
    assert kind("They followed Clara Weiss.", "Clara Weiss", (2, 4, "PERSON")) is EntityKind.PERSON
    assert kind("They met Kasane.", "Kasane", (2, 3, "GPE")) is EntityKind.PLACE


def test_the_words_of_a_name_count_for_more_than_a_parse() -> None:
    assert kind("They feared the Salt War.", "Salt War", (3, 5, "PERSON")) is EntityKind.IDEA
    assert kind("They feared the Salt Committee.", "Salt Committee", (3, 5, "GPE")) is EntityKind.BODY


@given(st.data())
def test_any_heads_are_read_in_circles_too(data: st.DataObject) -> None:
    words = read("The old mill of Bern and the town, which (they say) burned, sold 900 sacks of corn.")
    count = len(words.tags)
    heads = data.draw(st.lists(st.integers(0, count - 1), min_size=count, max_size=count))
    classes = data.draw(
        st.lists(st.sampled_from(["NN", "NNP", "VBD", "IN", "DT", "CC"]), min_size=count, max_size=count)
    )
    relations = st.lists(
        st.sampled_from(["conj", "nsubj", "prep", "advcl", "relcl", "det"]), min_size=count, max_size=count
    )
    parse = Parse(tuple(classes), tuple(data.draw(relations)), tuple(heads))
    for gap in gaps_of_parse(words, [], parse):
        assert 0 <= gap.first < gap.last <= count
    built = build(words.text, everything=True, read_english=reader((words.text, parse)))
    assert all(asked.prompt.count("____") < 2 and asked.answer for fact in built.facts for asked in fact.asked)


def test_every_weight_of_the_extra_is_of_a_feature_that_a_question_has() -> None:
    text, parse = parse_of(SHIPS)
    found = find(text, reader((text, parse)))
    fact = found.candidates[0]
    seen = preference.features_of(fact.asked, fact.reading, rank.Counter())[0]
    assert set(preference.WEIGHTS) == set(seen)
