"""The page to hand out: whole, sufficient in itself, and data wherever a deck speaks."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import lxml.html
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_export import said

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Evidence, Fact, Kind, Source
from destal_cli.core.memory import Memory, Moment
from destal_cli.core.notes import Outgoing
from destal_cli.screen.page import write
from destal_cli.screen.page.band import band_of
from destal_cli.screen.page.studytext import studies

NOW = Moment(0, 0)


def html(deck: Deck, **more: object) -> str:
    content = write(Outgoing(deck, tuple(cards_of_deck(deck)), NOW, **more)).content  # type: ignore[arg-type]
    assert isinstance(content, str)
    return content


def page(deck: Deck, **more: object) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(html(deck, **more))


def text_of(deck: Deck, *passages: tuple[int, int]) -> Deck:
    """A deck of the first source, of which these passages are facts, in their order."""
    facts = tuple(
        Fact(f"f{n}", Kind.CLAIM, f"Fact {n}.", Evidence("s", "", start=start, end=end))
        for n, (start, end) in enumerate(passages, 1)
    )
    return replace(deck, facts=facts)


def pieces(
    text: str, *passages: tuple[int, int]
) -> list[list[tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...]]]]:
    deck = text_of(Deck("d", "D", sources={"s": Source("s", "S", "", text)}), *passages)
    (study,) = studies(deck, {fact.id: n for n, fact in enumerate(deck.facts, 1)})
    return [[(piece.text, piece.facts, piece.begins, piece.ends) for piece in block.pieces] for block in study.blocks]


def test_every_fact_and_card_is_on_it(shipped: Deck) -> None:
    found = page(shipped)
    assert [entry.get("data-n") for entry in found.cssselect(".fact")] == [str(n) for n in range(1, 88)]
    assert {entry.text_content() for entry in found.cssselect(".fact .says")} == {f.statement for f in shipped.facts}
    cards = [
        (c.cssselect("summary")[0].text_content(), c.cssselect(".right")[0].text_content())
        for c in found.cssselect(".card")
    ]
    assert cards == [(card.prompt, card.answer.text) for card in cards_of_deck(shipped)]


def test_every_link_leads_somewhere_on_it_and_every_id_is_there_once(shipped: Deck) -> None:
    found = page(shipped)
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in found.xpath("//@href")} <= set(ids)
    assert all(href.startswith("#") for href in found.xpath("//@href"))
    assert not found.xpath("//@src | //@style | //@onclick")


def test_its_policy_lets_nothing_in_but_its_own_script_and_style(wall_deck: Deck) -> None:
    whole = html(wall_deck)
    (policy,) = lxml.html.fromstring(whole).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    for name, directive in (("style", "style-src"), ("script", "script-src")):
        (inner,) = re.findall(rf"<{name}>(.*?)</{name}>", whole, re.DOTALL)
        assert parts[directive] == f"'sha256-{b64encode(sha256(inner.encode()).digest()).decode()}'"


def test_each_number_in_the_text_stands_at_the_end_of_the_passage_of_its_fact(shipped: Deck) -> None:
    found = page(shipped)
    for entry in found.cssselect(".fact"):
        number = entry.get("data-n")
        fact = next(fact for fact in shipped.facts if f"fact-{fact.id}" == entry.get("id"))
        marked = " ".join(
            m.text_content() for m in found.cssselect("mark") if number in (m.get("data-f") or "").split()
        )
        assert "".join(marked.split()) == "".join(shipped.passage(fact).split())
        assert len(found.xpath(f"//*[@id='said-{number}']")) == 1
        assert len(found.xpath(f"//sup/a[@data-n='{number}']")) == 1


def test_passages_that_overlap_share_what_both_cover() -> None:
    assert pieces("abcdef", (0, 4), (2, 6)) == [
        [("ab", (1,), (1,), ()), ("cd", (1, 2), (2,), (1,)), ("ef", (2,), (), (2,))]
    ]


def test_a_passage_that_runs_over_a_heading_begins_and_ends_once() -> None:
    assert pieces("one two\n\n# Head\n\nthree four", (4, 22)) == [
        [("one ", (), (), ()), ("two", (1,), (1,), ())],
        [("Head", (1,), (), ())],
        [("three", (1,), (), (1,)), (" four", (), (), ())],
    ]


@given(st.text("ab# \n", min_size=1, max_size=40).filter(str.strip), st.data())
@settings(max_examples=200, deadline=None)
def test_each_passage_with_words_begins_and_ends_once_in_any_text(text: str, data: st.DataObject) -> None:
    places = [n for n, char in enumerate(text) if char in "ab"] or [0]
    spans = data.draw(st.lists(st.tuples(st.sampled_from(places), st.sampled_from(places)), min_size=1, max_size=4))
    ordered = [(min(a, b), max(a, b) + 1) for a, b in spans if text[a] in "ab" and text[b] in "ab"]
    if ordered:
        found = [piece for block in pieces(text, *ordered) for piece in block]
        numbers = list(range(1, len(ordered) + 1))
        assert sorted(n for _, _, begins, _ in found for n in begins) == numbers
        assert sorted(n for _, _, _, ends in found for n in ends) == numbers


def test_numbers_go_down_the_page_and_what_has_no_date_is_last(wall_deck: Deck) -> None:
    last = replace(wall_deck.facts[0], id="undated", when=None, questions=())
    found = page(replace(wall_deck, facts=(last, *wall_deck.facts)))
    assert [entry.get("data-n") for entry in found.cssselect(".fact")] == [str(n) for n in range(1, 7)]
    assert "fact-undated" in [entry.get("id") for entry in found.cssselect(".fact")[-2:]]
    assert [h.text_content() for h in found.cssselect(".chapter h3")][-1] == "Without a date"


def test_without_any_date_there_is_no_timeline(wall_deck: Deck) -> None:
    bare = replace(wall_deck, facts=tuple(replace(fact, when=None, questions=()) for fact in wall_deck.facts))
    found = page(bare)
    assert not found.cssselect("#time, .chapter h3, nav a[href='#time']")
    assert len(found.cssselect(".fact")) == 5
    assert found.cssselect(".below")[0].text_content().startswith("5 facts")


def test_one_fact_is_enough(wall_deck: Deck) -> None:
    found = page(replace(wall_deck, facts=wall_deck.facts[:1]))
    assert (len(found.cssselect(".fact")), len(found.cssselect("a.mark"))) == (1, 1)


def test_each_source_that_proves_something_is_a_text_of_its_own() -> None:
    sources = {name: Source(name, f"Text {name}", "", f"Words of {name}.") for name in ("a", "b", "c")}
    facts = tuple(Fact(f"f{n}", Kind.CLAIM, n, Evidence(n, "", start=0, end=5)) for n in ("c", "a"))
    found = page(Deck("d", "D", facts=facts, sources=sources))
    assert [h.text_content() for h in found.cssselect(".study > h3")] == ["Text a", "Text c"]
    assert found.cssselect("#text > h2")[0].text_content() == "The texts"


def test_how_facts_are_held_is_on_it_only_where_a_history_goes_with_it(wall_deck: Deck) -> None:
    first = cards_of_deck(wall_deck)[0]
    assert not page(wall_deck).cssselect(".recall")
    memory = {first.id: Memory(stability=5.0, difficulty=5.0, last=NOW.day, due=NOW.day + 5)}
    shown = {r.text_content() for r in page(wall_deck, memory=memory).cssselect(".recall")}
    assert {"● firm 1.00", "○ new"} <= shown


NASTY = "</script><script>alert(1)</script>\u2028<b onclick=x>\"'&{{ 1 }}\x1b[31m\u202e"


def test_what_a_deck_says_is_text_and_never_markup() -> None:
    whole = html(said(NASTY, NASTY, NASTY, NASTY, f"# {NASTY}\n\n{NASTY}"))
    found = lxml.html.fromstring(whole)
    assert (len(found.xpath("//script")), len(found.xpath("//b")), found.xpath("//@onclick")) == (1, 0, [])
    assert "\x1b" not in whole
    assert "\u202e" not in whole
    assert found.cssselect(".says")[0].text_content().startswith("</script><script>alert(1)</script>")


@given(st.text(min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_text_makes_a_page_of_the_same_shape(text: str) -> None:
    def shape(deck: Deck) -> list[object]:
        return [element.tag for element in page(deck).xpath("//head//* | //header//* | //*[@id='facts']//*")]

    assert shape(said(text, text, text, text, "Words.")) == shape(said("a", "a", "a", "a", "Words."))


def test_marks_are_true_to_scale_and_a_long_gap_is_torn_out() -> None:
    dates = ["1000", *(f"{year}-01-01" for year in range(1940, 1960))]
    band = band_of([(number, edtf(date)) for number, date in enumerate(dates)])
    assert band
    assert [words for _, _, words in band.gaps] == ["939 years"]
    first, *late = (mark.x for mark in band.marks)
    assert first == 0.0
    assert late[10] - late[0] == pytest.approx(3653 / 365 * (late[2] - late[1]), rel=0.001)


DATES = ("1953", "1953-06", "1953/1955", "../1953", "1953/..", "-0044", "195X", "18XX", "1953-21")


@pytest.mark.parametrize("date", DATES)
def test_every_kind_of_date_has_its_place(date: str) -> None:
    band = band_of([(1, edtf(date))])
    assert band
    (mark,) = band.marks
    assert 0 <= mark.x <= mark.x + mark.length <= 100.001
    assert mark.lasted or mark.vague


def test_it_is_exported_by_its_name_and_narrowed_by_options(destal: Run, wall: object) -> None:
    assert wall
    done = destal("export", "html", "wall", "--from", "1989", "-o", "page.html")
    assert (done.code, done.out) == (0, "")
    assert len(lxml.html.parse("page.html").getroot().cssselect(".fact")) == 1
    assert destal("export", "html", "wall", "-o", "page.html").code != 0
