from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.check import check_deck
from destal_cli.core.facts import AnswerType, Deck, Kind
from destal_cli.core.notedeck import deck_of, own_deck, usable
from destal_cli.core.notes import Note, notes_of
from destal_cli.core.text import one_line
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckwrite import render_deck

TERMS = [Note(f"Who did thing {n}?", name) for n, name in enumerate(("Zhukov", "Malenkov", "Molotov", "Bulganin"))]


def made(*notes: Note) -> Deck:
    kept, _ = usable(notes, "notes.csv")
    return deck_of(kept, "deck", "My notes", "notes.csv").deck


def typed(prompt: str, answer: str, **more: object) -> AnswerType:
    deck = made(Note(prompt, answer, **more), *TERMS)  # type: ignore[arg-type]
    return cards_of_deck(deck)[0].answer.type


@pytest.mark.parametrize(
    ("prompt", "answer", "kind"),
    [
        ("When was Beria arrested?", "26 June 1953", AnswerType.DATE),
        ("When was Beria arrested?", "1953", AnswerType.DATE),
        ("The revolution began in", "1917", AnswerType.DATE),
        ("When did Rome fall?", "476", AnswerType.DATE),
        ("Caesar was murdered in", "44 BC", AnswerType.DATE),
        ("How many delegates were there?", "1,436", AnswerType.NUMBER),
        ("How many delegates were there?", "1436", AnswerType.NUMBER),
        ("Deaths at the wall", "155", AnswerType.NUMBER),
        ("What is -10+5?", "-5", AnswerType.NUMBER),
        ("Deaths at the wall", "about 155", AnswerType.TERM),
        ("Who ruled?", "a committee of five", AnswerType.TERM),
        ("Gulag", "the system of forced labour camps in the Soviet Union", AnswerType.MEANING),
        ("What did he say in May?", "May I go?", AnswerType.TERM),
    ],
)
def test_an_answer_is_what_it_reads_as(prompt: str, answer: str, kind: AnswerType) -> None:
    assert typed(prompt, answer) is kind


def test_an_answer_that_the_file_names_among_its_persons_is_a_person() -> None:
    deck = made(Note("Who said so?", "John F. Kennedy", people=("Willy Brandt", "John F. Kennedy"), also=("JFK",)))
    (card,) = cards_of_deck(deck)
    assert (card.answer.type, card.answer.entity, card.answer.also) == (AnswerType.PERSON, "john-f-kennedy", ("JFK",))
    assert card.fact.who == ("john-f-kennedy",)
    assert card.fact.entities == ("willy-brandt",)


def test_a_date_is_read_as_the_learner_writes_dates() -> None:
    note = Note("When?", "3/4/1953", date="3/4/1953")
    kept, problems = usable([note], "n.csv", day_first=False)
    assert (kept[0].date, problems) == ("1953-03-04", [])
    deck = deck_of(kept, "deck", "D", "n.csv", day_first=False).deck
    assert cards_of_deck(deck)[0].answer.text == "4 March 1953"


def test_a_note_with_a_passage_keeps_it_and_its_source() -> None:
    deck = made(Note("Who?", "Beria", passage="Beria was\narrested.", source="A History"))
    (fact,) = deck.facts
    assert deck.passage(fact) == "Beria was arrested."
    assert deck.sources[fact.evidence.source].title == "A History"


def test_a_note_without_a_passage_is_proved_by_itself_and_the_source_says_where_it_is_from() -> None:
    deck = made(Note("Who was arrested?", "Beria"), Note("Gulag", "camps", statement=""))
    (source,) = deck.sources.values()
    assert source.title == "My notes: the cards themselves"
    assert source.origin == "imported from notes.csv"
    assert source.text == "# My notes: the cards themselves\n\nWho was arrested? Beria\n\nGulag: camps\n"
    assert [deck.passage(fact) for fact in deck.facts] == ["Who was arrested? Beria", "Gulag: camps"]


def test_gaps_of_one_sentence_are_questions_of_one_fact_proved_by_the_sentence() -> None:
    said = "Beria was shot in December 1953."
    one = Note("____ was shot in December 1953.", "Beria", id="a", fact="c", statement=said)
    two = Note("Beria was shot in ____.", "December 1953", id="b", fact="c", statement=said)
    (fact,) = made(one, two).facts
    assert (fact.statement, fact.evidence.exact) == (said, said)
    assert [question.id for question in fact.questions] == ["term", "when"]


def test_a_passage_that_stands_within_another_has_one_place() -> None:
    deck = made(
        Note("a?", "x", passage="Stalin died.", source="S"),
        Note("b?", "y", passage="In March Stalin died. Then Beria fell.", source="S"),
    )
    reading = read_deck(render_deck(deck))
    assert reading.problems == ()


def test_notes_that_left_destal_come_back_under_their_own_ids(shipped: Deck) -> None:
    notes, problems = usable(notes_of(shipped, cards_of_deck(shipped)), "d.csv")
    assert problems == []
    assert own_deck(notes) == "destalinization"
    back = deck_of(notes, "destalinization", "D", "d.csv")
    assert [card.id for card in cards_of_deck(back.deck)] == [card.id for card in cards_of_deck(shipped)]
    assert [card.answer.text for card in cards_of_deck(back.deck)] == [c.answer.text for c in cards_of_deck(shipped)]
    assert {card.answer.type for card in cards_of_deck(back.deck)} >= {AnswerType.DATE, AnswerType.NUMBER}
    assert read_deck(render_deck(back.deck)).problems == ()
    assert check_deck(back.deck) == []


def test_a_question_that_is_asked_twice_is_taken_once() -> None:
    kept, problems = usable([Note("Who?", "a", line=3), Note("who?", "A", line=5), Note("who?", "b", line=9)], "n.csv")
    assert [note.line for note in kept] == [3]
    assert [(p.line, p.message) for p in problems] == [
        (5, '"who?" is asked before, and answered alike'),
        (9, '"who?" is asked before, with another answer'),
    ]


def test_a_date_or_kind_that_is_none_is_left_out_and_said() -> None:
    kept, problems = usable([Note("Who?", "a", date="soon", kind="thing", line=2)], "n.csv")
    assert (kept[0].date, kept[0].kind) == ("", "")
    assert [problem.message for problem in problems] == [
        'the date "soon" is not understood, and is left out',
        '"thing" is no kind of fact, and is left out',
    ]


def test_a_kind_that_lacks_its_parts_becomes_a_claim() -> None:
    (fact,) = made(Note("Who was premier?", "Malenkov", kind="role")).facts
    assert fact.kind is Kind.CLAIM


def test_every_text_has_three_wrong_answers_where_the_notes_have_so_many() -> None:
    deck = made(*TERMS, Note("Gulag", "the system of forced labour camps in the Soviet Union"))
    assert check_deck(deck) == []


LINES = st.text().map(one_line).filter(bool)


@given(st.lists(st.builds(Note, prompt=LINES, answer=LINES, passage=LINES | st.just(""), note=LINES), max_size=6))
def test_whatever_is_noted_becomes_a_deck_that_reads_without_a_problem(notes: list[Note]) -> None:
    kept, _ = usable(notes, "n.csv")
    result = deck_of(kept, "deck", "D", "n.csv")
    assert set(result.cards) == {note.key for note in kept}
    if kept:
        reading = read_deck(render_deck(result.deck))
        assert reading.problems == ()
        assert reading.deck is not None
        cards = {card.id: card for card in cards_of_deck(reading.deck)}
        assert [cards[f"deck/{result.cards[note.key]}"].prompt for note in kept] == [note.prompt for note in kept]


def test_a_tag_that_cannot_be_one_is_said() -> None:
    kept, problems = usable([Note("Who?", "a", tags=("смерть", "Cold War"), line=2)], "n.csv")
    assert [p.message for p in problems] == ['the tag "смерть" has no Latin letter or digit, and is left out']
    assert deck_of(kept, "deck", "D", "n.csv").deck.facts[0].tags == ("cold-war",)


@pytest.mark.parametrize(
    ("prompt", "answer", "is_person"),
    [
        ("Who was foreign minister in 1925?", "Gustav Stresemann", True),
        ("Who led the army?", "Kaiser Wilhelm II", True),
        ("By whom was it composed?", "Ludwig van Beethoven", True),
        ("Who was tsarina?", "Catherine the Great", True),
        ("Who invaded?", "Soviet Union", False),
        ("Who signed?", "The Great Powers", False),
        ("Who won?", "nobody", False),
        ("What is a trench?", "Gustav Stresemann", False),
        ("Who fought?", "Bolsheviks and Mensheviks", False),
    ],
)
def test_who_asks_for_a_person_where_the_answer_looks_like_ones_name(prompt: str, answer: str, is_person: bool) -> None:
    (fact,) = deck_of([Note(prompt, answer)], "deck", "A deck", "file.csv").deck.facts
    assert bool(fact.questions[0].entity) is is_person
    assert fact.questions[0].id == "term"
