"""What goes out in each format comes in again: the round trips that the README's table stands on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Evidence, Fact, Kind, Question, Source
from destal_cli.core.grading import Confidence, Rating
from destal_cli.core.memory import Moment, Review
from destal_cli.core.notes import Note, Outgoing, notes_of
from destal_cli.core.problems import BadFileError, NotFoundError, UsageError
from destal_cli.core.text import one_line
from destal_cli.store.deckfile import read_deck
from destal_cli.store.deckwrite import render_deck
from destal_cli.store.exchange import (
    Layout,
    Received,
    csv_notes,
    json_notes,
    markdown_notes,
    received,
    review_log,
    timelinejs,
    tsv_notes,
)

NOW = Moment(1_800_000_000_000, 60)
LINES = st.text().map(one_line).filter(bool)
NAMES = st.lists(LINES, max_size=3).map(tuple)
FULL = st.builds(
    Note,
    prompt=LINES,
    answer=LINES,
    id=LINES,
    fact=LINES,
    statement=LINES | st.just(""),
    also=NAMES,
    choices=NAMES,
    kind=LINES | st.just(""),
    date=LINES | st.just(""),
    people=NAMES,
    tags=NAMES,
    note=LINES | st.just(""),
    passage=LINES | st.just(""),
    source=LINES | st.just(""),
)


def file(text: str, name: str = "notes.csv", **layout: object) -> Received:
    return Received(Path(name), name, text, layout=Layout(**layout))  # type: ignore[arg-type]


def whole(deck: Deck) -> Outgoing:
    return Outgoing(deck, tuple(cards_of_deck(deck)), NOW)


def unplaced(notes: tuple[Note, ...]) -> list[Note]:
    return [replace(note, line=0) for note in notes]


# Tables


@given(st.lists(FULL, max_size=4), st.sampled_from(",;\t"))
def test_any_text_in_any_field_survives_a_table(notes: list[Note], separator: str) -> None:
    incoming = csv_notes.read(file(csv_notes.rendered(notes, separator), separator=separator))
    assert unplaced(incoming.notes) == notes
    assert incoming.problems == ()


@given(st.lists(LINES, max_size=4), st.sampled_from(["also", "tags"]))
def test_any_texts_survive_in_one_cell(items: list[str], column: str) -> None:
    assert csv_notes.parted(csv_notes.joined(items, column), column) == tuple(items)


def test_the_shipped_deck_comes_back_from_a_table(shipped: Deck) -> None:
    written = csv_notes.write(whole(shipped)).content
    assert isinstance(written, str)
    assert unplaced(csv_notes.read(file(written)).notes) == notes_of(shipped, cards_of_deck(shipped))
    tabs = tsv_notes.write(whole(shipped)).content
    assert isinstance(tabs, str)
    assert unplaced(tsv_notes.read(file(tabs)).notes) == notes_of(shipped, cards_of_deck(shipped))


def test_a_row_of_names_may_stand_in_any_order_and_say_question_or_front() -> None:
    text = "Tags,Answer,Question\ncold war; berlin,1961,When was the wall built?\n"
    assert csv_notes.read(file(text)).notes == (
        Note("When was the wall built?", "1961", tags=("cold war", "berlin"), line=2),
    )


def test_a_row_of_names_in_another_language_is_told_by_the_one_that_is_known() -> None:
    text = "Stichwort;Erklärung;Tags\nGulag;Lager;begriff\n"
    assert csv_notes.read(file(text)).notes == (Note("Gulag", "Lager", tags=("begriff",), line=2),)


def test_without_names_the_first_two_columns_are_question_and_answer_and_the_rest_is_said() -> None:
    incoming = csv_notes.read(file("Gulag\tcamps\thard\nBeria\tminister\t\n"))
    assert [(note.prompt, note.answer) for note in incoming.notes] == [("Gulag", "camps"), ("Beria", "minister")]
    assert incoming.lost == ("column 3: --columns says what it is",)


def test_columns_are_what_the_learner_says() -> None:
    incoming = csv_notes.read(file("camps,Gulag,x,camp\n", columns=("answer", "term", "-", "tags")))
    assert incoming.notes == (Note("Gulag", "camps", tags=("camp",), line=1),)
    with pytest.raises(UsageError, match='"promt" is no column'):
        csv_notes.read(file("a,b", columns=("promt",)))


def test_a_row_without_an_answer_is_refused_with_its_line() -> None:
    incoming = csv_notes.read(file("question,answer\na,b\n\nonly,\n,alone\n"))
    assert [(problem.line, problem.message) for problem in incoming.problems] == [
        (4, "this row has no answer"),
        (5, "this row has no question"),
    ]


def test_the_separator_that_excel_writes_first_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tabelle.csv"
    path.write_bytes("sep=;\r\nFrage;Antwort\r\nÜber wen sprach er – und wann?;über Stalin\r\n".encode("cp1252"))
    got = received(path, None, Layout(), with_history=False)
    assert csv_notes.read(got).notes == (Note("Über wen sprach er – und wann?", "über Stalin", line=3),)
    assert "Windows-1252" in got.note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_a_table_is_read_in_whatever_encoding_it_is(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "notes.tsv"
    path.write_bytes("front\tback\nКогда умер Сталин?\tв марте 1953 года, как говорят\n".encode(encoding))
    got = received(path, None, Layout(), with_history=False)
    assert [note.prompt for note in csv_notes.read(got).notes] == ["Когда умер Сталин?"]


def test_a_formula_is_shown_as_text_and_comes_back(tmp_path: Path) -> None:
    note = Note("=HYPERLINK(1)", "+1 and @x", note="-1+1")
    text = csv_notes.rendered([note])
    assert "'=HYPERLINK(1),'+1 and @x" in text
    assert unplaced(csv_notes.read(file(text)).notes) == [note]
    assert tmp_path


# Markdown


@given(st.lists(st.builds(Note, prompt=LINES, answer=LINES), max_size=4), LINES)
def test_any_question_and_answer_survive_markdown(notes: list[Note], title: str) -> None:
    incoming = markdown_notes.read(file(markdown_notes.rendered(title, notes), "deck.md"))
    assert unplaced(incoming.notes) == notes
    assert incoming.title == title
    assert (incoming.problems, incoming.lost) == ((), ())


@given(LINES.filter(lambda t: "____" not in t), LINES.filter(lambda t: "____" not in t))
def test_any_cloze_survives_markdown(before: str, answer: str) -> None:
    note = Note(f"{before} ____.", answer, statement=f"{before} {answer}.")
    text = markdown_notes.rendered("Deck", [note])
    assert "\nC: " in text
    (back,) = markdown_notes.read(file(text, "deck.md")).notes
    assert (back.prompt, back.answer, back.statement) == (note.prompt, note.answer, note.statement)


CARDS = """\
# The thaw

Notes that are no card.

Q: When did
Stalin die?
A: **5 March 1953**
at his dacha

C: [Beria] was shot in [December 1953].
---
outside
Q: What is this? ![the wall](wall.png)
A: the wall
A: twice
Q: never answered
C: nothing to fill
A: alone
"""


def test_cards_in_markdown_go_over_lines_and_end_at_the_next_or_at_a_rule() -> None:
    incoming = markdown_notes.read(file(CARDS, "thaw.md"))
    assert incoming.title == "The thaw"
    asked = [(note.line, note.prompt, note.answer) for note in incoming.notes]
    assert asked == [
        (5, "When did\nStalin die?", "5 March 1953\nat his dacha"),
        (10, "____ was shot in December 1953.", "Beria"),
        (10, "Beria was shot in ____.", "December 1953"),
        (13, "What is this? the wall", "the wall"),
    ]
    assert incoming.notes[1].fact == incoming.notes[2].fact
    assert incoming.notes[1].statement == "Beria was shot in December 1953."


def test_what_is_no_card_is_refused_with_its_line_and_pictures_are_listed() -> None:
    incoming = markdown_notes.read(file(CARDS, "thaw.md"))
    assert sorted((problem.line, problem.message) for problem in incoming.problems) == [
        (15, "an answer without a question"),
        (16, "a question without an answer"),
        (17, "a cloze without a gap"),
        (18, "an answer without a question"),
    ]
    assert incoming.lost == ("line 13: the picture or sound wall.png",)


def test_the_shipped_decks_questions_come_back_from_markdown(shipped: Deck) -> None:
    written = markdown_notes.write(whole(shipped))
    assert isinstance(written.content, str)
    notes = notes_of(shipped, cards_of_deck(shipped))
    back = markdown_notes.read(file(written.content, "d.md")).notes
    assert [(n.prompt, n.answer) for n in back] == [(n.prompt, n.answer) for n in notes]
    assert written.lost[0].startswith("everything but questions")


# JSON


def read_json(text: str) -> Deck:
    deck = json_notes.read(file(text, "deck.json")).deck
    assert deck is not None
    return deck


def without_marks(deck: Deck) -> str:
    return render_deck(deck)


def test_the_shipped_deck_comes_back_from_json_as_it_was(shipped: Deck) -> None:
    text = json_notes.write(whole(shipped)).content
    assert isinstance(text, str)
    back = read_json(text)
    assert without_marks(back) == without_marks(shipped)
    assert back.sources == shipped.sources
    assert json_notes.write(whole(back)).content == text


WHATEVER = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])).map(one_line).filter(bool)


@given(WHATEVER, WHATEVER, WHATEVER, st.lists(WHATEVER, max_size=3), WHATEVER)
def test_any_text_survives_json(title: str, prompt: str, answer: str, also: list[str], note: str) -> None:
    text = f"# {title}\n\nA passage. {answer}\n"
    question = Question("q", prompt, answer=answer, also=tuple(dict.fromkeys(also)))
    evidence = Evidence("s", "A passage.", "", "", text.index("A passage."), text.index("A passage.") + 10)
    fact = Fact("f", Kind.CLAIM, prompt, evidence, note=note, questions=(question,), when=edtf("1953~"))
    deck = Deck("d", title, facts=(fact,), sources={"s": Source("s", title, note, text)})
    written = json_notes.write(whole(deck)).content
    assert isinstance(written, str)
    reading = read_deck(written)
    if not reading.problems:  # the passage may stand twice in what was made up
        assert without_marks(read_json(written)) == without_marks(deck)
        assert json_notes.write(whole(read_json(written))).content == written


def test_what_another_program_escaped_in_json_is_read(wall_deck: Deck) -> None:
    deck = replace(wall_deck, title="Mauer 😀\u2028und")
    plain = json.dumps(json_notes.deck_data(deck))
    assert "\\ud83d" in plain
    assert read_json(plain).title == "Mauer 😀 und"


def test_a_mistake_in_a_deck_as_json_has_its_line(wall_deck: Deck) -> None:
    text = json_notes.dumped(json_notes.deck_data(wall_deck)).replace('"kind": "event"', '"kind": "evnt"', 1)
    problems = json_notes.read(file(text, "deck.json")).problems
    line = text[: text.index("evnt")].count("\n") + 1
    assert [(p.line, p.message) for p in problems] == [(line, '`kind` cannot be "evnt"')]


@pytest.mark.parametrize(
    "text", ['{"a": [1,', "[" * 100_000, '[{"a":' * 100_000, '{"facts": 3}', "{}", "[" + "9" * 5000]
)
def test_what_is_no_such_json_is_refused(text: str) -> None:
    with pytest.raises(BadFileError):
        json_notes.read(file(text, "x.json"))


def test_a_list_of_facts_becomes_notes_by_its_questions_its_answer_or_its_date() -> None:
    facts = [
        {
            "id": "d/f",
            "statement": "Beria was arrested.",
            "people": ["Beria"],
            "source": {"title": "T", "quote": "He was."},
            "questions": [{"id": "who", "prompt": "Who was?", "answer": "Beria"}],
        },
        {"id": "g", "statement": "Stalin died in 1953.", "answer": "1953", "date": "1953"},
        {"id": "h", "statement": "The wall was built.", "date": "1961-08-13", "answer": ""},
        {"id": "i", "statement": "Nothing."},
        7,
    ]
    incoming = json_notes.read(file(json.dumps({"facts": facts}, indent=1), "facts.json"))
    assert [(note.id, note.prompt, note.answer) for note in incoming.notes] == [
        ("d/f/who", "Who was?", "Beria"),
        ("g", "Stalin died in ____.", "1953"),
        ("h", "When was this? The wall was built.", "1961-08-13"),
    ]
    assert incoming.notes[0].passage == "He was."
    assert [problem.line for problem in incoming.problems] == [33, 37]


# Reviews


MOMENTS = st.builds(Moment, st.integers(10**12, 4 * 10**12), st.integers(-14, 14).map(lambda h: h * 60))
REVIEWS = st.builds(
    Review,
    card=st.sampled_from(["d/f/when", "d/g/who", "d-2/f/term"]),
    at=MOMENTS,
    rating=st.sampled_from(Rating),
    form=st.sampled_from(["typed", "choice", "order"]),
    answer=st.text().map(one_line),
    took=st.integers(0, 10**6),
    due=st.just(0) | st.integers(700_000, 800_000),
    parameters=st.integers(0, 3),
    judged=st.none() | st.sampled_from(Rating),
    confused_with=st.text().map(one_line),
    cram=st.booleans(),
    session=st.integers(0, 10**13),
    rung=st.integers(0, 2),
    exercise=st.integers(0, 10**6),
    sure=st.sampled_from(Confidence),
)


@given(st.lists(REVIEWS, max_size=6))
def test_any_reviews_survive_their_log(reviews: list[Review]) -> None:
    numbered = tuple(replace(review, id=number) for number, review in enumerate(reviews, 1))
    written = review_log.write(Outgoing(Deck("d", "D"), (), NOW, numbered)).content
    assert isinstance(written, str)
    incoming = review_log.read(file(written, "reviews.csv"))
    assert list(incoming.reviews) == reviews
    assert incoming.problems == ()


def test_a_log_begins_with_the_columns_that_tools_for_fsrs_read() -> None:
    day = 86_400_000
    times = [(0, 3), (600_000, 1), (5 * day, 1), (5 * day + 600_000, 3), (9 * day, 3)]
    reviews = tuple(
        Review("d/f/q", Moment(1_700_000_000_000 + ms, -300), Rating(rating), "typed", took=1500, id=number)
        for number, (ms, rating) in enumerate(times, 1)
    )
    written = review_log.write(Outgoing(Deck("d", "D"), (), NOW, reviews)).content
    assert isinstance(written, str)
    head, first, *rows = written.splitlines()
    assert head.startswith("card_id,review_time,review_rating,review_state,review_duration,utc_offset,")
    assert first.startswith("d/f/q,1700000000000,3,0,1500,-300,")
    assert [row.split(",")[3] for row in rows] == ["1", "2", "3", "2"]


def test_what_was_taken_back_is_left_out_of_the_log() -> None:
    answer = Review("d/f/q", NOW, Rating.GOOD, "typed", id=1)
    back = Review("d/f/q", NOW, Rating.GOOD, "undo", voids=1, id=2)
    written = review_log.write(Outgoing(Deck("d", "D"), (), NOW, (answer, back)))
    assert str(written.content).count("\n") == 1
    assert written.lost == ("1 review that you took back",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("17,1700000000000,3", '"17" is no card of destal\'s'),
        ("d/f/q,1700000000000,5", 'review_rating is "5"'),
        ("d/f/q,1700000000000,", 'review_rating is ""'),
        ("d/f/q,yesterday,3", 'review_time is "yesterday"'),
        ("d/f/q,99999999999999999,3", 'review_time is "99999999999999999"'),
    ],
)
def test_a_bad_row_of_a_log_is_refused_with_its_line(row: str, message: str) -> None:
    incoming = review_log.read(file(f"card_id,review_time,review_rating\n{row}\n", "r.csv"))
    assert [(problem.line, problem.message) for problem in incoming.problems] == [(2, message)]
    assert incoming.reviews == ()


def test_times_may_be_milliseconds_seconds_or_written_out() -> None:
    times = ["1700000000000", "1700000000", "2023-11-14T22:13:20+00:00", "2023-11-14T23:13:20+01:00"]
    rows = "".join(f"d/f/q,{time},3\n" for time in times)
    incoming = review_log.read(file(f"card_id,review_time,review_rating\n{rows}", "r.csv"))
    assert {review.at.ms for review in incoming.reviews} == {1_700_000_000_000}


# TimelineJS


def timeline(deck: Deck) -> list[dict[str, object]]:
    written = timelinejs.write(whole(deck)).content
    events: list[dict[str, object]] = json.loads(written)["events"]
    return events


def dated(wall_deck: Deck, *dates: str, statement: str = "It was.") -> Deck:
    fact = wall_deck.facts[0]
    facts = (replace(fact, id=f"f-{n}", when=edtf(date), statement=statement) for n, date in enumerate(dates))
    return replace(wall_deck, facts=tuple(facts))


@pytest.mark.parametrize(
    ("date", "start", "end", "shown"),
    [
        ("1953", {"year": 1953}, None, "1953"),
        ("1953-06", {"year": 1953, "month": 6}, None, "June 1953"),
        ("1953-06-26", {"year": 1953, "month": 6, "day": 26}, None, "26 June 1953"),
        ("1953/1955", {"year": 1953}, {"year": 1955}, "1953–1955"),
        ("-0043-03-15", {"year": -44, "month": 3, "day": 15}, None, "15 March 44 BC"),
        ("0000", {"year": -1}, None, "1 BC"),
        ("195X", {"year": 1950}, {"year": 1959}, "the 1950s"),
        ("1953/..", {"year": 1953}, None, "from 1953"),
        ("1953-22", {"year": 1953, "month": 6}, {"year": 1953, "month": 8}, "summer 1953"),
    ],
)
def test_a_date_has_the_precision_that_it_has(
    wall_deck: Deck, date: str, start: dict[str, int], end: dict[str, int] | None, shown: str
) -> None:
    (event,) = timeline(dated(wall_deck, date))
    assert (event["start_date"], event.get("end_date"), event["display_date"]) == (start, end, shown)


def test_what_timelinejs_shows_as_html_is_escaped(wall_deck: Deck) -> None:
    (event,) = timeline(dated(wall_deck, "1953", statement="<script>alert('x')</script> & more"))
    text = event["text"]
    assert isinstance(text, dict)
    assert text["headline"] == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; more"


def test_events_are_in_order_of_time_and_have_ids_of_their_own(shipped: Deck) -> None:
    events = timeline(shipped)
    years = [event["start_date"]["year"] for event in events]  # type: ignore[index]
    assert years == sorted(years)
    assert len({event["unique_id"] for event in events}) == len(events)


def test_a_deck_without_a_date_has_no_timeline(wall_deck: Deck) -> None:
    facts = tuple(replace(fact, when=None) for fact in wall_deck.facts)
    with pytest.raises(NotFoundError):
        timelinejs.write(Outgoing(replace(wall_deck, facts=facts), (), NOW))


@pytest.mark.parametrize(
    "text", ["C: " + "[" * 60_000, "C: [a" * 20_000, "Q: " + "![" * 40_000, "Q: " + "**a" * 40_000]
)
def test_hostile_cards_take_no_time(text: str) -> None:
    assert markdown_notes.read(file(text, "x.md")).notes == ()
