"""The poster as SVG and the page of HTML: well-formed whatever a deck says, complete, and sufficient in themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import lxml.html
import pytest
from conftest import sound, starter_text, with_hash_seeds
from hypothesis import given, settings
from hypothesis import strategies as st
from test_timeline_view import THAW

from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Kind, Source
from destal_cli.core.recall import Recall
from destal_cli.core.timeline import lay_out, outline
from destal_cli.screen.export import COLOURS, Exhibit, ink_on
from destal_cli.store.deckfile import read_deck

DAY = 740_000
SVG = "{http://www.w3.org/2000/svg}"


def exhibit(deck: Deck, recalls: dict[str, Recall] | None = None) -> Exhibit:
    return Exhibit((deck,), lay_out(outline((deck, fact) for fact in deck.facts)), recalls, DAY)


def said(deck_title: str, statement: str, name: str, note: str, text: str) -> Deck:
    """A deck of one event that says these things; `text` is its source, and proves it from end to end."""
    person = Entity("who", name, EntityKind.PERSON)
    proof = Evidence("s", text, start=0, end=len(text))
    fact = Fact("f", Kind.EVENT, statement, proof, edtf("1953-06-26"), who=("who",), note=note)
    source = Source("s", text[:40], "", text)
    return Deck("d", deck_title, entities={"who": person}, facts=(fact,), sources={"s": source})


@pytest.fixture
def wall() -> Deck:
    return sound(read_deck(starter_text()))


def recalls(deck: Deck) -> dict[str, Recall]:
    """A firm fact, a fading one, and new ones."""
    keys = [f"{deck.id}/{fact.id}" for fact in deck.facts]
    return dict.fromkeys(keys, Recall()) | {keys[0]: Recall(0.93), keys[1]: Recall(0.55, due=True)}


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_poster_says_what_the_timeline_says(wall: Deck) -> None:
    found = texts(exhibit(wall, recalls(wall)).svg())
    below = "1961 – 1989 · 4 events · recall on 19 January 2027: 0.74 · 1 firm · 1 fading · 2 new"
    assert found[:2] == ["The Wall", below]
    assert "25 years" in found
    assert {"13 August 1961", "East Germany began to close the border in Berlin.", "0.93", "UL"} <= set(found)
    assert "Source: The Berlin Wall in brief" in found


def test_the_poster_has_a_title_a_description_and_a_sheet_of_paper(wall: Deck) -> None:
    root = ElementTree.fromstring(exhibit(wall).svg())
    title, about = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title is not None, about is not None) == (True, True)
    assert root.attrib["aria-labelledby"] == "poster-title poster-about"
    assert (root.attrib["width"], root.attrib["height"], root.attrib["viewBox"]) == ("420mm", "297mm", "0 0 1587 1123")


def test_many_facts_are_for_larger_paper() -> None:
    facts = tuple(replace(THAW.facts[at % 8], id=f"f{at}", when=edtf(f"{1400 + at}")) for at in range(300))
    root = ElementTree.fromstring(exhibit(replace(THAW, facts=facts)).svg())
    assert root.attrib["width"] == "841mm"


def test_the_page_has_every_event_with_date_passage_persons_and_note(wall: Deck) -> None:
    page = lxml.html.fromstring(exhibit(wall, recalls(wall)).html())
    articles = {article.get("id"): article for article in page.iter("article")}
    assert [*articles] == ["wall/brandt-mayor", "wall/wall-begun", "wall/kennedy-berliner", "wall/wall-opened"]
    lines = [line.strip() for line in articles["wall/wall-opened"].text_content().splitlines() if line.strip()]
    assert lines[:4] == [
        "9 November 1989",
        "○new",
        "The wall was opened after Günter Schabowski misspoke at a press conference.",
        "SC Günter Schabowski",
    ]
    assert lines[5] == "The Berlin Wall in brief, Opened ¶\u00a01"
    assert lines[6].startswith("‡ The gates opened one by one")
    assert articles["wall/kennedy-berliner"].findtext(".//blockquote/p", "").startswith("John F. Kennedy told a crowd")
    assert [time.get("datetime") for time in page.iter("time")] == ["1961", "1961-08-13", "1963-06-26", "1989-11-09"]


def test_the_passage_is_marked_in_its_sentence(shipped: Deck) -> None:
    page = lxml.html.fromstring(exhibit(shipped).html())
    removed = next(a for a in page.iter("article") if a.get("id") == "destalinization/beria-removed")
    said = removed.find(".//blockquote/p")
    assert said is not None
    assert (said.text, said.text_content()) == ("But ", "But Beria was soon removed from power.")
    assert said.findtext("mark") == "Beria was soon removed from power"


def test_the_page_says_what_fades_and_what_to_type(wall: Deck) -> None:
    page = lxml.html.fromstring(exhibit(wall, recalls(wall)).html())
    (section,) = page.find_class("held")
    says = [" ".join(item.text_content().split()) for item in section.iter("li")]
    assert says == [
        "◐your 1961 is fading: 0.74 (1 of 2 events below 0.80)",
        "○2 of 4 events are new to you",
        "◐0.55 Willy Brandt was mayor of West Berlin when the wall was built. (1961)",
    ]
    assert section.findtext(".//code") == "destal quiz --from 1961 --to 1961"


def test_without_memory_the_page_speaks_of_kinds_alone(wall: Deck) -> None:
    page = lxml.html.fromstring(exhibit(wall).html())
    assert page.find_class("held") == []
    assert [span.text_content() for span in page.find_class("recall")] == ["◆role", "●event", "◇other fact", "●event"]


def test_the_page_is_in_order_for_who_cannot_see_it(wall: Deck) -> None:
    page = lxml.html.fromstring(exhibit(wall, recalls(wall)).html())
    assert page.get("lang") == "en"
    assert len(list(page.iter("h1"))) == len(list(page.iter("main"))) == 1
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3")]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = [link.get("href", "") for link in page.iter("a")]
    assert links[0] == "#events"
    assert {link[1:] for link in links} <= set(ids)
    for element in page.iter():
        assert set((element.get("aria-labelledby") or "").split()) <= set(ids)


def test_nothing_is_loaded_and_nothing_runs(wall: Deck) -> None:
    for document in (exhibit(wall).svg(), exhibit(wall, recalls(wall)).html()):
        assert "<script" not in document
        assert not re.search(r"(?:src|href)=[\"'](?!#)|url\(|@import|\son\w+=", document)
        assert set(re.findall(r"https?://[^\s\"'<]*", document)) == {"http://www.w3.org/2000/svg"}


def test_no_rule_of_the_page_is_meant_for_itself_and_hits_the_poster_in_it(wall: Deck) -> None:
    page, poster = exhibit(wall, recalls(wall)).html(), exhibit(wall, recalls(wall)).svg()
    drawn = set(" ".join(re.findall(r'class="([^"]*)"', poster)).split())
    rules = re.findall(r"^ *([^@{}]+?) \{", page.partition("<svg")[0], re.MULTILINE)
    last = [selector.split()[-1] for rule in rules for selector in rule.split(", ") if ".poster" not in selector]
    assert {name for selector in last for name in re.findall(r"\.([\w-]+)", selector)} & drawn == set()


def test_a_poster_too_small_to_be_read_on_a_screen_is_left_out_of_the_page() -> None:
    facts = tuple(replace(THAW.facts[at % 8], id=f"f{at}", when=edtf(f"{1000 + at}")) for at in range(700))
    deck = replace(THAW, facts=facts, sources={"s": Source("s", "x", "", "x")})
    assert "<svg" not in exhibit(deck).html()
    assert "<svg" in exhibit(replace(deck, facts=facts[:70])).html()


def test_both_are_the_same_each_time() -> None:
    code = """if True:
        from conftest import SHIPPED, sound
        from destal_cli.core.timeline import lay_out, outline
        from destal_cli.screen.export import Exhibit
        from destal_cli.store.deckfile import read_deck
        deck = sound(read_deck(SHIPPED.read_text(encoding="utf-8")))
        made = Exhibit((deck,), lay_out(outline((deck, fact) for fact in deck.facts)), None, 740_000)
        print(made.html().encode(), made.svg().encode())
    """
    one, other = with_hash_seeds(code)
    assert one == other
    assert "Beria" in one


@pytest.mark.parametrize("colour", COLOURS, ids=lambda colour: colour.fill)
def test_a_mark_can_be_read_on_its_colour(colour: object) -> None:
    assert contrast(colour.fill, colour.ink) >= 4.5  # type: ignore[attr-defined]


def test_the_texts_of_page_and_poster_can_be_read_on_their_ground(wall: Deck) -> None:
    page = exhibit(wall).html()
    themes = [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", page, re.S)]
    pairs = [(name, "paper") for name in ("ink", "quiet", "link", "firm", "fading", "new", "unasked")]
    pairs += [("ink", "panel"), ("quiet", "panel"), ("ink", "mark")]
    for theme in themes[:2]:
        assert [pair for pair in pairs if contrast(theme[pair[0]], theme[pair[1]]) < 4.5] == []
    fills = dict(re.findall(r"\.poster \.(\w+) \{ fill: (#\w+)", exhibit(wall).svg()))
    assert contrast(fills["faded"], "#fff") >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of the luminances of two colours."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_or_white_stands_on_a_colour() -> None:
    assert (ink_on("#ffffff"), ink_on("#000000"), ink_on("#0072b2")) == ("#000000", "#ffffff", "#ffffff")


HOSTILE = (
    "\"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} {% raw %} & ' ]]> --> </style> </svg>"
    " \x1b[31m\x00\ufffe\u202e"
)


def test_what_a_deck_says_is_never_markup() -> None:
    deck = said(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    shown = exhibit(deck, {"d/f": Recall(0.5)})
    page = lxml.html.fromstring(shown.html())
    assert list(page.iter("script", "img")) == []
    assert [name for element in page.iter() for name in element.attrib if name.startswith("on")] == []
    assert page.findtext(".//h3", "").startswith('"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }}')
    for document in (shown.svg(), shown.html()):
        assert not set("\x1b\x00\ufffe\u202e") & set(document)
    assert any("{{ 7" in text for text in texts(shown.svg()))


@given(st.text(max_size=60), st.text(min_size=1, max_size=60), st.text(max_size=20), st.text(max_size=30))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_well_formed_poster_and_the_page_shows_it(title: str, says: str, name: str, note: str) -> None:
    shown = exhibit(said(title, says, name, note, says))
    ElementTree.fromstring(shown.svg())
    page = shown.html()
    (drawing,) = re.findall(r"<svg.*?</svg>", page, re.S)
    ElementTree.fromstring(drawing)
    assert len(list(lxml.html.fromstring(page).iter("article"))) == 1
