"""Cards, their wrong answers and what gives them away."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from conftest import sound, starter_text

from destal_cli.core.cards import cards_of_deck, show_number
from destal_cli.core.check import check_deck
from destal_cli.core.choices import candidates, wrong_answers
from destal_cli.core.dates import edtf, overlaps
from destal_cli.core.datewords import read_date
from destal_cli.core.facts import AnswerType, Deck, Kind
from destal_cli.core.text import fold
from destal_cli.store.deckfile import read_deck


def deck_without_prompts(facts: str) -> Deck:
    """A deck of facts that leave their questions to the patterns; its source says `proof.`"""
    head = "id: d\ntitle: D\nentities:\n"
    for name in ("Ann Able", "Bob Baker", "Cy Cole", "Di Drew", "Ed East"):
        head += f"  {name.split()[0].lower()}: {{name: {name}, kind: person}}\n"
    tail = "sources:\n  - {id: s, title: S, from: here, text: 'proof.'}\n"
    return sound(read_deck(f"{head}facts:\n{facts}{tail}", "d.yaml"))


@pytest.mark.parametrize(
    ("fact", "cards"),
    [
        (
            "kind: event, statement: The bridge fell., when: 1871-03",
            {"when": ("When was this? The bridge fell.", "March 1871")},
        ),
        (
            "kind: role, statement: Ann was mayor., who: [ann], office: mayor of Ham, when: 1900/1904",
            {
                "who": ("Who was mayor of Ham (1900–1904)?", "Ann Able"),
                "office": ("Which office did Ann Able hold (1900–1904)?", "mayor of Ham"),
            },
        ),
        (
            "kind: figure, statement: It took 12000 bricks., number: 12000, counts: bricks it took",
            {"number": ("How many bricks it took?", "12,000")},
        ),
        (
            "kind: term, statement: A lock holds water., term: lock, meaning: a gate that holds water",
            {
                "term": ("What is the term? A gate that holds water", "lock"),
                "meaning": ("What does “lock” mean?", "a gate that holds water"),
            },
        ),
        (
            "kind: quote, statement: Bob said so., who: [bob], words: It will hold",
            {"who": ("Who said “It will hold”?", "Bob Baker")},
        ),
        (
            "kind: relation, statement: Ann Able dismissed Bob Baker., who: [ann], whom: [bob]",
            {
                "who": ("Who is missing? ____ dismissed Bob Baker.", "Ann Able"),
                "whom": ("Who is missing? Ann Able dismissed ____.", "Bob Baker"),
            },
        ),
        (
            "kind: claim, statement: Cy Cole thinks it was rust., who: [cy]",
            {"who": ("Who is missing? ____ thinks it was rust.", "Cy Cole")},
        ),
        ("kind: claim, statement: It was rust.", {}),
    ],
)
def test_without_prompts_the_pattern_of_its_kind_asks(fact: str, cards: dict[str, tuple[str, str]]) -> None:
    deck = deck_without_prompts(f"  - {{id: f, {fact}, evidence: proof.}}\n")
    assert {card.question: (card.prompt, card.answer.text) for card in cards_of_deck(deck)} == cards


def test_a_card_is_named_after_its_deck_fact_and_question(wall_deck: Deck) -> None:
    assert [card.id for card in cards_of_deck(wall_deck)][:2] == ["wall/wall-begun/when", "wall/brandt-mayor/who"]


def test_moving_and_rewording_a_fact_leaves_its_cards_ids_alone() -> None:
    text = starter_text()
    reworded = text.replace("On what day was the wall opened?", "When did the wall open?")
    head, _, facts = reworded.partition("facts:\n")
    body, _, tail = facts.partition("# The texts")
    first, _, rest = body.partition("\n\n")
    moved = sound(read_deck(f"{head}facts:\n{rest.rstrip()}\n\n{first}\n\n# The texts{tail}", "x.yaml"))
    before = {card.id for card in cards_of_deck(sound(read_deck(text, "y.yaml")))}
    assert {card.id for card in cards_of_deck(moved)} == before
    assert cards_of_deck(moved)[0].id != cards_of_deck(sound(read_deck(text, "y.yaml")))[0].id


@pytest.mark.parametrize(
    ("number", "shown"), [(1920635, "1,920,635"), (155, "155"), (2.5, "2.5"), (1953, "1953"), (20, "20")]
)
def test_numbers_are_shown_as_one_writes_them(number: float, shown: str) -> None:
    assert show_number(number) == shown


@pytest.mark.parametrize("seed", range(5))
def test_every_card_of_the_shipped_deck_has_three_wrong_answers_none_of_them_right(shipped: Deck, seed: int) -> None:
    pool = candidates([shipped])
    for card in cards_of_deck(shipped):
        wrong = wrong_answers(card, shipped, pool, Random(seed))
        right = {fold(text) for text in (card.answer.text, *card.answer.also)}
        assert len({fold(text) for text in wrong}) == 3, card.id
        assert not right & {fold(text) for text in wrong}, card.id
        for text in wrong if card.answer.type is AnswerType.DATE else ():
            reading = read_date(text)
            assert reading is not None
            assert reading.date is not None
            assert card.answer.date is not None
            assert not overlaps(reading.date, card.answer.date), (card.id, text)


def test_a_wrong_answer_is_never_named_in_the_fact_or_the_prompt(shipped: Deck) -> None:
    pool = candidates([shipped])
    for card in cards_of_deck(shipped):
        if card.answer.type is AnswerType.PERSON and not card.choices:
            named = {shipped.entities[i].name for i in card.fact.named}
            assert not named & set(wrong_answers(card, shipped, pool, Random(0))), card.id


def offices(name: str, **held: str) -> Deck:
    """A deck of this id in which each of some persons held an office, in the facts f0, f1 and so on."""
    facts = "".join(
        f"  - {{id: f{n}, kind: role, statement: It was so., who: [{who}], office: {office}, evidence: proof}}\n"
        for n, (who, office) in enumerate(held.items())
    )
    return replace(deck_without_prompts(facts), id=name)


def test_a_wrong_answer_is_offered_though_a_fact_of_another_deck_has_the_id_of_the_cards_fact() -> None:
    one, two = offices("one", ann="envoy", bob="warden"), offices("two", cy="marshal", di="envoy")
    card = next(card for card in cards_of_deck(two) if card.id == "two/f0/office")
    for decks in ([one, two], [two, one]):
        assert set(wrong_answers(card, two, candidates(decks), Random(1))) == {"envoy", "warden"}


@pytest.mark.parametrize(
    ("own", "other", "offered"),
    [
        ("mayor of Ham", "mayor of Ham", False),
        ("mayor of Ham, when: 1900/1904", "Mayor of Ham, when: 1904/1910", False),
        ("mayor of Ham, when: 1900/1904", "mayor of Ham", False),
        ("mayor of Ham, also: [burgomaster]", "burgomaster", False),
        ("mayor of Ham, when: 1900/1904", "mayor of Ham, when: 1906/1910", True),
        ("mayor of Ham", "mayor of Eggs", True),
    ],
)
def test_who_may_have_held_the_office_at_that_time_is_no_wrong_answer(own: str, other: str, offered: bool) -> None:
    apart = [offices("one", ann=own), offices("two", bob=other)]
    card = next(card for card in cards_of_deck(apart[0]) if card.question == "who")
    assert ("Bob Baker" in wrong_answers(card, apart[0], candidates(apart), Random(1))) == offered
    together = offices("one", ann=own, bob=other)
    assert ("Bob Baker" in wrong_answers(card, together, candidates([together]), Random(1))) == offered


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("../1920", {f"until {year}" for year in range(1916, 1925) if year != 1920}),
        ("1920/..", {f"from {year}" for year in range(1916, 1925) if year != 1920}),
        ("../195X", {f"until the {year}s" for year in range(1910, 2000, 10) if year != 1950}),
    ],
)
def test_a_date_with_an_open_end_is_offered_beside_others_of_about_its_time(when: str, said: set[str]) -> None:
    deck = deck_without_prompts(f"  - {{id: f, kind: event, statement: It was so., when: {when}, evidence: proof}}\n")
    (card,) = cards_of_deck(deck)
    wrong = [text for seed in range(20) for text in wrong_answers(card, deck, [], Random(seed))]
    assert (set(wrong), len(wrong)) == (said, 60)


def test_the_nearest_to_a_date_with_an_open_start_are_those_about_its_end() -> None:
    years = [*range(1, 1900, 100), 1931, 1932, 1933, *range(2000, 2020)]
    facts = "".join(
        f"  - {{id: f{n}, kind: event, statement: It was so., when: {date}, evidence: proof}}\n"
        for n, date in enumerate(["../1930", *(f"{year:04}/{year + 1:04}" for year in years)])
    )
    deck = deck_without_prompts(facts)
    assert "1931–1932" in wrong_answers(cards_of_deck(deck)[0], deck, candidates([deck]), Random(1))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("On what day in 1961 did the border close?", "asks for a date and tells its year, 1961"),
        ("What began on 13 August 1961?", 'contains its own answer, "13 August 1961"'),
        ("What of the 1960s was that?", "asks for a date and tells its year, 1960s"),
    ],
)
def test_a_question_that_tells_its_answer_is_a_problem(ask: str, said: str) -> None:
    text = starter_text().replace("On what day did East Germany begin to close the border in Berlin?", ask)
    deck = sound(read_deck(text, "wall.yaml"))
    (problem,) = check_deck(deck)
    assert said in problem.message
    assert text.splitlines()[problem.line - 1][problem.column - 1 :] == ask


def test_an_alias_of_the_answer_in_the_prompt_is_a_problem() -> None:
    text = starter_text().replace("Who said in Berlin,", "In Berlin JFK said what,")
    assert [p.message for p in check_deck(sound(read_deck(text)))] == [
        'the question `who` contains its own answer, "JFK"'
    ]


def test_a_card_with_too_few_wrong_answers_is_a_problem() -> None:
    text = starter_text().replace("kind: person", "kind: group", 3)
    messages = [problem.message for problem in check_deck(sound(read_deck(text)))]
    assert any("can be offered only" in message for message in messages)


def test_the_shipped_deck_is_sound_and_says_all_that_it_should(shipped: Deck) -> None:
    assert check_deck(shipped) == []
    assert len(shipped.facts) >= 70
    assert {fact.kind for fact in shipped.facts} == set(Kind)
    persons = [entity for entity in shipped.entities.values() if entity.kind.value == "person"]
    assert len(persons) >= 9
    words = len(next(iter(shipped.sources.values())).text.split())
    assert 700 <= words <= 1_100


def test_figures_dates_and_disputes_of_the_shipped_deck_are_the_documents(shipped: Deck) -> None:
    numbers = {fact.number for fact in shipped.facts}
    assert {1_920_635, 688_503, 90_000} <= numbers
    dates = {str(fact.when) for fact in shipped.facts}
    assert {"1953-03", "1953-06-26", "1953-12-24", "1953/1955", "1955-12", "1956-02-25"} <= dates
    noted = " ".join(fact.note for fact in shipped.facts)
    assert "23 December" in noted
    assert "September 1953" in noted
    executed = next(fact for fact in shipped.facts if fact.when == edtf("1953-12-24"))
    assert "beria" in executed.who + executed.whom
