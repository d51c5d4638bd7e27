"""Fields, templates and gaps of Anki: what a card asks and answers, in text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from destal_cli.core.text import clean
from destal_cli.store.anki.cloze import DEEPEST, gapped
from destal_cli.store.anki.collection import AnkiNote, NoteType, Template
from destal_cli.store.anki.markup import from_html, to_html, to_text, without_media
from destal_cli.store.anki.template import Sides, sides


def asked(kind: NoteType, *fields: str, ordinal: int = 0) -> Sides:
    return sides(kind, AnkiNote(1, "guid", 1, (), fields), ordinal)


def two_fields(front: str, back: str, *names: str) -> NoteType:
    return NoteType("Basic", names or ("Front", "Back"), (Template("Card 1", front, back),))


# HTML


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Who led the <b>USSR</b>?", "Who led the USSR?"),
        ("one<br>two", "one; two"),
        ("<div>One.</div><div>Two</div>", "One. Two"),
        ("<ul><li>1953</li><li>1956</li></ul>and so on", "1953; 1956; and so on"),
        ("<table><tr><td>1953</td><td>death</td></tr><tr><td>1956</td><td></td></tr></table>", "1953 | death; 1956"),
        ("H<sub>2</sub>O, x<sup>2</sup>, x<sup>abc</sup>, 1<sup>st</sup>", "H₂O, x², x^(abc), 1^(st)"),
        ("<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>", "東京 (とうきょう)"),
        ("fish &amp; chips &lt;3 &nbsp; &eacute;", "fish & chips <3 é"),
        ('<img src="maps/ussr.jpg" alt="x"> where?', "[image: ussr.jpg] where?"),
        ('<img src="data:image/png;base64,AAAA">', "[image: without a name]"),
        ("listen [sound:anthem.mp3]", "listen [sound: anthem.mp3]"),
        (r"[latex]\frac{1}{2}[/latex] and \(x^2\)", r"[latex]\frac{1}{2}[/latex] and \(x^2\)"),
        ("a<script>alert(1)</script><style>b{}</style><!-- c -->d", "ad"),
        ("1 < 2 and <b", "1 < 2 and <b"),
        ("&#27;[31mred&#7;", "[31mred"),
        ("<!-- never closed", ""),
    ],
)
def test_a_field_is_read_as_it_looks(field: str, text: str) -> None:
    assert to_text(field) == text


@pytest.mark.parametrize(
    "part", ["<", "<a ", "<b>", "<!--", "<sub>", "</sub>", "&", "<script>", "[sound:", "<img src=", "<td>"]
)
def test_no_field_takes_long(part: str) -> None:
    started = time.perf_counter()
    to_text(part * 10_000)
    assert time.perf_counter() - started < 1


@given(st.text())
def test_text_comes_back_from_a_field_as_it_was(text: str) -> None:
    assert from_html(to_html(text)) == clean(text).replace("\t", " ")


@given(st.text(alphabet="ab<>/&;[]{}:=\"' \nscriptbdimg\x00\x1f\x1b"))
def test_whatever_a_field_holds_becomes_one_line_that_is_safe_to_show(field: str) -> None:
    assert to_text(field) == " ".join(clean(to_text(field)).split())


def test_nothing_that_anki_would_play_or_separate_stands_in_a_written_field() -> None:
    written = to_html("a\x1fb [sound:x.mp3] <i>c</i> [latex]d[/latex]")
    assert written == "ab &#91;sound:x.mp3] &lt;i&gt;c&lt;/i&gt; &#91;latex]d[/latex]"


def test_media_that_are_named_are_no_text() -> None:
    assert without_media(to_text("<img src=a.png> [sound:b.mp3]")) == ""


# Gaps


@pytest.mark.parametrize(
    ("number", "shown", "hidden"),
    [
        (1, "____ (city) was founded in 1913, and ____ again", ("Canberra", "here")),
        (2, "Canberra was founded in ____, and here again", ("1913",)),
        (3, "Canberra was founded in 19____, and here again", ("13",)),
        (4, "Canberra was founded in 1913, and here again", ()),
    ],
)
def test_a_gap_hides_its_own_number_only(number: int, shown: str, hidden: tuple[str, ...]) -> None:
    field = "{{c1::Canberra::city}} was founded in {{c2::19{{c3::13}}}}, and {{c1::here}} again"
    found = gapped(field, number)
    assert (found.asked, found.hidden) == (shown, hidden)
    assert found.whole == "Canberra was founded in 1913, and here again"


def test_what_is_no_whole_gap_is_text() -> None:
    assert gapped("}} {{c1::open", 1).asked == "}} {{c1::open"
    assert gapped("{{c1::" * 50 + "x", 1).whole == "{{c1::" * 50 + "x"
    assert gapped("{{c1,3::both}} {{c2::one}}", 3).hidden == ("both",)
    assert gapped("{{c99999999999::no}}", 99999999999).hidden == ()


WORDS = ("Bern", "mill", "1913")
PIECES = st.sampled_from(["{{c1::", "{{c2::", "{{c1,3::", "}}", "{", "}", " ", *WORDS])


@given(st.lists(PIECES, max_size=30), st.integers(1, 3))
def test_a_gap_loses_no_word(pieces: list[str], number: int) -> None:
    assume(sum(piece.startswith("{{c") for piece in pieces) <= DEEPEST)
    found = gapped("".join(pieces), number)
    assert re.findall("|".join(WORDS), found.whole) == [piece for piece in pieces if piece in WORDS]
    assert all(text in found.whole for text in found.hidden)
    assert (found.asked == found.whole) is not bool(found.hidden)


HINTED = st.recursive(
    st.sampled_from(WORDS),
    lambda part: st.builds("{{{{c{}::{}{}::city}}}}".format, st.integers(1, 3), part, part),
    max_leaves=8,
)


@given(HINTED, st.integers(1, 3))
def test_a_hint_is_no_part_of_the_whole_and_takes_none_of_it(field: str, number: int) -> None:
    whole = gapped(field, number).whole
    assert re.findall("|".join((*WORDS, "city")), whole) == re.findall("|".join(WORDS), field)


# Templates


def test_the_answer_is_what_the_back_has_and_the_front_has_not() -> None:
    kind = two_fields("{{Country}}: capital?", "{{FrontSide}}<hr>{{Capital}}<br>{{More}}", "Country", "Capital", "More")
    assert asked(kind, "France", "Paris", "on the Seine") == Sides("France: capital?", "Paris", "on the Seine")


def test_a_field_that_is_to_be_typed_is_the_answer() -> None:
    kind = two_fields("{{Front}}\n\n{{type:Back}}", "{{Front}}\n<hr>{{More}} {{type:Back}}", "Front", "Back", "More")
    assert asked(kind, "capital of France", "Paris", "x") == Sides("capital of France", "Paris", "x")


def test_conditions_are_kept_and_hints_stay_hidden() -> None:
    kind = two_fields(
        "{{#More}}{{More}}: {{/More}}{{^More}}Say: {{/More}}{{hint:Hint}}{{Front}}{{! a remark }}",
        "{{FrontSide}}{{text:Back}}",
        "Front", "Back", "More", "Hint",
    )  # fmt: skip
    assert asked(kind, "when?", "1953", "History", "a year") == Sides("History: when?", "1953")
    assert asked(kind, "when?", "1953", "<br>", "a year").prompt == "Say: when?"


def test_every_gap_of_a_sentence_is_a_card_with_the_whole_sentence() -> None:
    kind = NoteType(
        "Cloze", ("Text", "Extra"), (Template("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}"),), True
    )
    fields = ("<b>{{c1::Stalin}}</b> died in {{c2::1953::year}}", "at his dacha")
    whole = "Stalin died in 1953"
    assert asked(kind, *fields) == Sides("____ died in 1953", "Stalin", "at his dacha", whole)
    assert asked(kind, *fields, ordinal=1) == Sides("Stalin died in ____ (year)", "1953", "at his dacha", whole)


def test_a_card_without_a_template_asks_nothing() -> None:
    assert asked(two_fields("{{Front}}", "{{Back}}"), "a", "b", ordinal=7) == Sides("", "")


def test_a_template_made_to_take_long_does_not() -> None:
    started = time.perf_counter()
    asked(two_fields("{{#Front}}" * 5_000 + "{{Front}}", "{{Back}}"), "<" * 30_000, "b")
    assert time.perf_counter() - started < 1
