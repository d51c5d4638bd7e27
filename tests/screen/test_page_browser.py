"""The page in a real browser: driven by keys, judged by axe, printed, and watched for anything that would leave it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from conftest import sound, starter_text

from destal_cli.core.cards import cards_of_deck
from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Source
from destal_cli.core.memory import Moment
from destal_cli.core.notes import Outgoing
from destal_cli.screen.page import write
from destal_cli.store.deckfile import read_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed")
QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")
SIZES = ((360, 740), (768, 1024), (1440, 900))
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with api.sync_playwright() as playing:
        opened = playing.chromium.launch(executable_path=CHROMIUM, args=[*root, *QUIET, "--disable-sync"])
        yield opened
        opened.close()


def html(deck: Deck) -> str:
    content = write(Outgoing(deck, tuple(cards_of_deck(deck)), Moment(0))).content
    assert isinstance(content, str)
    return content


def wide_deck() -> Deck:
    """A deck in Hebrew and Russian, with a word that no screen is wide enough for, from two sources, without order."""
    wall = sound(read_deck(starter_text(), "wall.yaml"))
    texts = {"he": "נאום חשוב נישא במוסקבה בשנת 1956.", "ru": "Доклад прочитан ночью. " + "Слово" * 40}
    facts = tuple(
        replace(wall.facts[n], statement=text, note="ש" * 90, evidence=Evidence(key, "", start=0, end=len(text)))
        for n, (key, text) in enumerate(texts.items())
    )
    sources = {key: Source(key, text, "", f"# {key}\n\n{text}") for key, text in texts.items()}
    sources = {key: replace(source, text=texts[key]) for key, source in sources.items()}
    people = {"x" + key: Entity("x" + key, text, EntityKind.PERSON) for key, text in texts.items()}
    return replace(wall, title="ДонаудампфшиффартсгезельшафтскапитэнВдова" * 2, facts=facts, sources=sources,
                   entities={**wall.entities, **people}, about=texts["ru"])  # fmt: skip


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a deck's page; nothing may be asked for but the file itself, and nothing may be said on the console."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def call(deck: Deck, width: int = 1440, height: int = 900, **more: Any) -> Page:
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(html(deck), encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **more))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield call
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(f"file://{tmp_path}")] == []
    assert said == []


def visible(page: Page, what: str) -> int:
    return len([found for found in page.query_selector_all(what) if found.is_visible()])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [SIZES[0], SIZES[-1]])
def test_axe_finds_nothing(opened: Open, shipped: Deck, scheme: str, width: int, height: int) -> None:
    page = opened(shipped, width, height, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    page.focus(".mark")
    page.click("#flip")
    found = axe.Axe().run(page)
    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in found.response["violations"]] == []


def test_axe_finds_nothing_where_cards_are_a_list(opened: Open, wall_deck: Deck) -> None:
    page = opened(wall_deck, reduced_motion="reduce", bypass_csp=True)
    page.click("#list")
    assert axe.Axe().run(page).response["violations"] == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_wider_than_the_screen(opened: Open, shipped: Deck, width: int, height: int) -> None:
    for deck in (shipped, wide_deck()):
        page = opened(deck, width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_go_from_event_to_event_and_zoom(opened: Open, shipped: Deck) -> None:
    page = opened(shipped)
    page.focus(".mark[tabindex='0']")
    first = page.inner_text("#told .says")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#told .says") != first
    page.keyboard.press("Home")
    assert page.inner_text("#told .says") == first
    wide = page.evaluate("document.getElementById('band').clientWidth")
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert page.evaluate("document.getElementById('band').clientWidth") > 2.5 * wide
    assert page.is_visible(".mark.is")
    page.keyboard.press("0")
    assert page.evaluate("document.getElementById('band').clientWidth") == wide
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.className === 'fact lit'")  # the browser tells of the jump later


def test_buttons_and_the_wheel_zoom_and_the_place_under_the_pointer_stays(opened: Open, shipped: Deck) -> None:
    page = opened(shipped, reduced_motion="reduce")
    at = "(() => { const v = document.getElementById('view'); return (v.scrollLeft + 700) / v.scrollWidth; })()"
    page.click("#in")
    box = page.locator("#view").bounding_box()
    assert box
    before = page.evaluate(at)
    page.mouse.move(box["x"] + 700, box["y"] + 30)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function("document.getElementById('band').clientWidth > 3000")
    assert page.evaluate(at) == pytest.approx(before, abs=0.002)
    assert page.is_disabled("#out") is False
    page.click("#whole")
    assert page.is_disabled("#out")


def test_a_person_narrows_timeline_facts_and_cards(opened: Open, shipped: Deck) -> None:
    page = opened(shipped)
    page.select_option("#by-who", label="Lavrentiy Beria")
    facts = [f for f in shipped.facts if "Lavrentiy Beria" in [person.name for person in shipped.people(f)]]
    assert visible(page, ".fact") == len(facts)
    assert visible(page, ".mark") == len([fact for fact in facts if fact.when])
    assert page.inner_text("#count") == f"{len(facts)} of 87 facts"
    cards = sum(card.fact in facts for card in cards_of_deck(shipped))
    assert page.inner_text("#place") == f"Card 1 of {cards}"
    page.select_option("#by-who", label="Everybody")
    assert visible(page, ".fact") == 87


def test_topics_narrow_too_and_both_together_may_leave_nothing(opened: Open, shipped: Deck) -> None:
    page = opened(shipped)
    tag = shipped.facts[0].tags[0]
    page.select_option("#by-tag", label=tag)
    assert visible(page, ".fact") == sum(tag in fact.tags for fact in shipped.facts)
    people = {p.name for fact in shipped.facts if tag in fact.tags for p in shipped.people(fact)}
    other = next(e.name for e in shipped.entities.values() if e.kind is EntityKind.PERSON and e.name not in people)
    page.select_option("#by-who", label=other)
    assert (visible(page, ".fact"), page.inner_text("#place")) == (0, "No card is of this choice.")


def test_keys_flip_rate_and_turn_cards(opened: Open, shipped: Deck) -> None:
    page = opened(shipped)
    cards = cards_of_deck(shipped)
    page.focus(".card.now summary")
    page.keyboard.press("Space")
    assert page.inner_text(".card.now .right") == cards[0].answer.text
    page.wait_for_selector("#rating", state="visible")  # the browser tells of the flip later
    page.keyboard.press("y")
    assert page.inner_text("#place") == "Card 1 of 120 · 1 of 121 known"
    assert page.inner_text(".card.now .asks") == cards[1].prompt
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".card.now .asks") == cards[2].prompt
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    page.keyboard.press("n")
    assert page.inner_text(".card.now .asks") == cards[2].prompt
    page.keyboard.press("s")
    assert page.inner_text("#place") == "Card 1 of 121"


def test_a_pile_that_is_known_says_so(opened: Open, wall_deck: Deck) -> None:
    page = opened(replace(wall_deck, facts=wall_deck.facts[:1]))
    for _ in cards_of_deck(replace(wall_deck, facts=wall_deck.facts[:1])):
        page.click("#flip")
        page.click("#knew")
    assert "known. Shuffle begins again." in page.inner_text("#place")
    assert page.is_disabled("#flip")
    page.click("#shuffle")
    assert visible(page, ".card") == 1


def test_a_fact_leads_to_its_passage_and_back(opened: Open, shipped: Deck) -> None:
    page = opened(shipped, reduced_motion="reduce")
    page.click(".fact[data-n='20'] .more a")
    page.wait_for_selector("mark.lit")
    lit = "".join(page.locator("mark.lit").all_inner_texts())
    fact = next(f for f in shipped.facts if f"fact-{f.id}" == page.get_attribute(".fact[data-n='20']", "id"))
    assert "".join(lit.split()) == "".join(shipped.passage(fact).split())
    page.wait_for_function("document.activeElement.matches('sup a[data-n=\"20\"]')")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.activeElement.id === 'fact-{fact.id}'")


def test_light_and_dark_follow_the_system_until_the_switch_is_used(opened: Open, wall_deck: Deck) -> None:
    page = opened(wall_deck, color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    assert page.inner_text("#theme") == "Light"
    page.click("#theme")
    light = page.evaluate(paper)
    assert light != dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == light


def test_without_a_script_all_is_there_to_read(opened: Open, wall_deck: Deck) -> None:
    page = opened(wall_deck, java_script_enabled=False)
    cards = cards_of_deck(wall_deck)
    assert visible(page, ".card summary") == len(cards)
    assert visible(page, ".mark") == len([fact for fact in wall_deck.facts if fact.when])
    assert visible(page, "button, select") == 0
    page.locator(".card summary").first.click()
    assert page.locator(".card .right").first.is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_question_and_answer_stand_beside_each_other(
    opened: Open, wall_deck: Deck, paper: str, script: bool
) -> None:
    page = opened(wall_deck, java_script_enabled=script)
    printed = pypdfium2.PdfDocument(page.pdf(format=paper))
    words = "\n".join(printed[number].get_textpage().get_text_range() for number in range(len(printed)))
    flat = "".join(words.split())
    for card in cards_of_deck(wall_deck):
        assert "".join(card.prompt.split()) in flat
        assert "".join(card.answer.text.split()) in flat
    page.emulate_media(media="print")
    if not script:
        return
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for number, card in enumerate(page.query_selector_all(".card")):
        left, right = (card.query_selector(part) for part in ("summary", ".answer"))
        assert left
        assert right
        a, b = left.bounding_box(), right.bounding_box()
        assert a, number
        assert b, number
        assert a["x"] + a["width"] <= b["x"] + 1


def test_five_hundred_facts_are_there_at_once(opened: Open, shipped: Deck) -> None:
    facts = tuple(replace(shipped.facts[n % 87], id=f"f{n}") for n in range(500))
    page = opened(replace(shipped, facts=facts))
    took = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert took < 5000
    page.focus(".mark[tabindex='0']")
    page.keyboard.press("+")
    assert visible(page, ".mark.is") == 1
