"""How well cards are held by topic and period, from small decks."""

from destal_cli.core.cards import Card, cards_of_deck
from destal_cli.core.held import Held, by_period, by_topic, year_of
from destal_cli.store.deckfile import read_deck

FACT = """
  - id: f{number}
    kind: event
    statement: Thing {number} happened.
    {when}
    tags: [{tags}]
    evidence: Thing {number} happened.
    questions: {{what: {{ask: What happened?, answer: Thing {number}, choices: [That]}}}}"""
SOURCE = "\nsources:\n  - id: text\n    title: Notes\n    from: a test\n    text: |\n"


def cards(*facts: tuple[str, str]) -> list[Card]:
    """Cards of facts, each with its date in EDTF (or nothing) and its tags."""
    listed = [
        FACT.format(number=number, when=f"when: {when}" if when else "note: undated", tags=tags)
        for number, (when, tags) in enumerate(facts)
    ]
    text = "".join(f"      Thing {number} happened.\n" for number in range(len(facts)))
    reading = read_deck(f"id: d\ntitle: D\nentities: {{}}\nfacts:{''.join(listed)}{SOURCE}{text}")
    assert reading.problems == ()
    assert reading.deck
    return cards_of_deck(reading.deck)


def test_a_card_counts_for_each_topic_of_its_fact_and_the_weakest_topic_is_first() -> None:
    found = cards(("1953", "war, peace"), ("1953", "peace"), ("1953", ""), ("1953", "dust"))
    recalls = {found[0].id: 0.5, found[1].id: 1.0, found[2].id: 0.1}
    assert by_topic(found, recalls) == (Held("war", 0.5, 1, 1), Held("peace", 0.75, 2, 2), Held("dust", None, 0, 1))


def test_periods_stand_in_order_of_time_whatever_their_recall() -> None:
    found = cards(("1956", ""), ("1953-03", ""), ("", ""), ("1953/1956", ""))
    recalls = {found[0].id: 0.5, found[1].id: 0.9, found[3].id: 0.7}
    assert by_period(found, recalls) == (Held("1953", 0.8, 2, 2), Held("1956", 0.5, 1, 1))


def test_many_years_are_told_by_decade_and_many_decades_by_century() -> None:
    years = [str(year) for year in range(1941, 1955)]
    assert [held.name for held in by_period(cards(*((year, "") for year in years)), {})] == ["1940s", "1950s"]
    years = [str(year) for year in range(1701, 1960, 20)]
    assert [h.name for h in by_period(cards(*((y, "") for y in years)), {})] == ["1700-1799", "1800-1899", "1900-1999"]


def test_years_before_christ_are_named_as_people_do() -> None:
    assert [held.name for held in by_period(cards(("-0043", ""), ("0014", "")), {})] == ["44 BC", "14"]
    years = [f"-{year:04d}" for year in range(30, 44)]
    assert [h.name for h in by_period(cards(*((y, "") for y in years)), {})] == [
        "51 BC-42 BC",
        "41 BC-32 BC",
        "31 BC-22 BC",
    ]


def test_the_year_of_a_card_is_that_in_which_its_fact_begins_or_else_ends() -> None:
    found = cards(("1953/1956", ""), ("../1956", ""), ("1953/..", ""), ("195X", ""), ("", ""))
    assert [year_of(card) for card in found] == [1953, 1956, 1953, 1950, None]


def test_without_cards_there_is_no_period() -> None:
    assert by_period([], {}) == ()
