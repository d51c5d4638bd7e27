"""The timeline as it looks: whole screens, and that no fact is lost and no line too wide at any width."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import islice

import pytest
from conftest import sound, starter_text
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from destal_cli.core.dates import edtf
from destal_cli.core.facts import Deck, Entity, EntityKind, Evidence, Fact, Kind
from destal_cli.core.recall import Recall, overview
from destal_cli.core.timeline import By, lay_out, outline
from destal_cli.screen.look import make_console
from destal_cli.screen.palette import PERSON_COLOURS
from destal_cli.screen.recall import LEGEND, command, figures, paragraphs, says, sign_of
from destal_cli.screen.timeline import Sign, TimelineView, timeline_view
from destal_cli.store.deckfile import read_deck

SIGNS = set("●◆◇‡│┊┬┴┼├┐┘─·–↑↓")
SHORT = {"e": Kind.EVENT, "r": Kind.ROLE, "c": Kind.CLAIM}


def deck_of(lines: str, title: str = "Deck") -> Deck:
    """A deck of facts, a line each: `e date | statement | persons, by comma | note`; the date may be left out."""
    people: dict[str, Entity] = {}
    facts = []
    for number, line in enumerate(filter(None, lines.splitlines())):
        head, says, who, note = (part.strip() for part in f"{line} | | |".split("|")[:4])
        kind, _, date = head.partition(" ")
        names = [name.strip() for name in who.split(",") if name.strip()]
        people |= {name: Entity(name, name, EntityKind.PERSON) for name in names}
        when = edtf(date) if date else None
        proof = Evidence("s", "x")
        facts.append(Fact(f"f{number}", SHORT[kind], says, proof, when, who=tuple(names), note=note))
    return Deck(title.casefold(), title, entities=people, facts=tuple(facts))


def view(*decks: Deck, width: int, by: By = By.AUTO) -> TimelineView:
    return timeline_view(lay_out(outline((deck, fact) for deck in decks for fact in deck.facts), by), width)


def drawn(*decks: Deck, width: int, by: By = By.AUTO) -> str:
    return "".join(line.plain + "\n" for line in view(*decks, width=width, by=by).lines())


THAW = deck_of(
    """
e 1953-03-05 | Stalin dies at his dacha. | Joseph Stalin
r 1953-03-05/1955-02-08 | Malenkov is Premier. | Georgi Malenkov
e 1953-06-26 | Beria is arrested at a meeting of the Presidium and never seen in public again. | Lavrentiy Beria, \
Nikita Khrushchev, Georgi Malenkov
e 1953 | The first prisoners are let out of the camps. | Lavrentiy Beria
e 1953/1955 | Many sentences are quietly undone.
c 1953/1955 | Historians speak of a silent beginning.
e 1953-12 | Beria is shot. | Lavrentiy Beria | Most histories have 23 December.
e 1955-12 | Khrushchev asks for a commission. | Nikita Khrushchev
e 1956-02-25 | Khrushchev gives the Secret Speech. | Nikita Khrushchev | It was read behind closed doors.
e | He had doubts.
e | So had others.
""",
    "Thaw",
)


def test_three_years_by_month_at_eighty_columns() -> None:
    screen = """\
Thaw                                                      1953 ─ 1956 · by month
● event  ◆ role  ◇ other fact  ‡ has a note

  1953 ┬     ● The first prisoners are let out of the camps.                  BE
       │ ┐   1953–1955
       │ │   ● Many sentences are quietly undone.
       │ │   ◇ Historians speak of a silent beginning.
       │ │
       │ │
 5 Mar ├ │   ● Stalin dies at his dacha.                                      ST
       │ │ ┐ ◆ 5 March 1953 – 8 February 1955  Malenkov is Premier.           MA
       │ │ │
       │ │ │
26 Jun ├ │ │ ● Beria is arrested at a meeting of the Presidium and never   BE KH
       │ │ │   seen in public again.                                          MA
       │ │ │
       │ │ │
       │ │ │
       │ │ │
       │ │ │
   Dec ├ │ │ ● Beria is shot. ‡                                               BE
       ┊ ┊ ┊ (one year)
  1955 ┼ │ │
       │ │ │
 8 Feb ├ │ ┘
       ┊ ┊   (nine months)
   Dec ├ ┘   ● Khrushchev asks for a commission.                              KH
  1956 ┼
       │
25 Feb ├     ● Khrushchev gives the Secret Speech. ‡                          KH
       ┴

‡ December 1953  Most histories have 23 December.
‡ 25 February 1956  It was read behind closed doors.

persons: BE Lavrentiy Beria  KH Nikita Khrushchev  MA Georgi Malenkov
         ST Joseph Stalin
2 facts without a date: destal facts
"""
    assert drawn(THAW, width=80) == screen


def test_at_forty_columns_ranges_are_said_in_words_and_marks_stand_at_the_end_of_statements() -> None:
    screen = """\
Thaw              1953 ─ 1956 · by month
● event  ◆ role  ◇ other fact
‡ has a note

  1953 ┬ ● The first prisoners are let
       │   out of the camps.          BE
       │ 1953–1955
       │ ● Many sentences are quietly
       │   undone.
       │ ◇ Historians speak of a silent
       │   beginning.
       │
       │
 5 Mar ├ ● Stalin dies at his dacha.  ST
       │ ◆ 5 March 1953 – 8 February
       │   1955  Malenkov is
       │   Premier.                   MA
       │
       │
26 Jun ├ ● Beria is arrested at a
       │   meeting of the Presidium and
       │   never seen in public
       │   again.               BE KH MA
       │
       │
       │
       │
       │
   Dec ├ ● Beria is shot. ‡           BE
       ┊ (one year)
  1955 ┼
       │
 8 Feb ├ ends: 5 March 1953 – 8 February
       │   1955
       ┊ (nine months)
   Dec ├ ● Khrushchev asks for a
       │   commission.                KH
  1956 ┼
       │
25 Feb ├ ● Khrushchev gives the Secret
       │   Speech. ‡                  KH
       ┴

‡ 2 facts have a note: destal facts

persons: BE Lavrentiy Beria
         KH Nikita Khrushchev
         MA Georgi Malenkov
         ST Joseph Stalin
2 facts without a date: destal facts
"""
    assert drawn(THAW, width=40) == screen


def test_the_same_by_year_at_sixty_columns() -> None:
    screen = """\
Thaw                                   1953 ─ 1956 · by year
● event  ◆ role  ◇ other fact  ‡ has a note

  1953 ┬     ● The first prisoners are let out of the     BE
       │       camps.
       │ ┐   1953–1955
       │ │   ● Many sentences are quietly undone.
       │ │   ◇ Historians speak of a silent
       │ │     beginning.
 5 Mar ├ │   ● Stalin dies at his dacha.                  ST
       │ │ ┐ ◆ 5 March 1953 – 8 February 1955             MA
       │ │ │   Malenkov is Premier.
26 Jun ├ │ │ ● Beria is arrested at a meeting of the   BE KH
       │ │ │   Presidium and never seen in public         MA
       │ │ │   again.
   Dec ├ │ │ ● Beria is shot. ‡                           BE
       │ │ │
  1955 ┼ │ │
 8 Feb ├ │ ┘
   Dec ├ ┘   ● Khrushchev asks for a commission.          KH
  1956 ┼
25 Feb ├     ● Khrushchev gives the Secret Speech. ‡      KH
       ┴

‡ December 1953  Most histories have 23 December.
‡ 25 February 1956  It was read behind closed doors.

persons: BE Lavrentiy Beria  KH Nikita Khrushchev
         MA Georgi Malenkov  ST Joseph Stalin
2 facts without a date: destal facts
"""
    assert drawn(THAW, width=60, by=By.YEAR) == screen


def test_the_starter_deck() -> None:
    screen = """\
The Wall                                                   1961 ─ 1989 · by year
● event  ◆ role  ◇ other fact  ‡ has a note

  1961 ┬ ◆ Willy Brandt was mayor of West Berlin when the wall was built.     BR
13 Aug ├ ● East Germany began to close the border in Berlin.                  UL
       │
  1963 ┼
26 Jun ├ ◇ John F. Kennedy told Berliners that he was one of them.            KE
       ┊ (25 years)
  1989 ┼
 9 Nov ├ ● The wall was opened after Günter Schabowski misspoke at a press    SC
       │   conference. ‡
       ┴

‡ 9 November 1989  The gates opened one by one; the first crossing let people
  through freely at about half past eleven at night.

persons: BR Willy Brandt  UL Walter Ulbricht  KE John F. Kennedy
         SC Günter Schabowski
1 fact without a date: destal facts
"""
    assert drawn(sound(read_deck(starter_text())), width=80) == screen


CRISIS = deck_of(
    """
e 1962-10 | The missile crisis.
e 1962-10-14 | Photographs.
e 1962-10-16/1962-10-28 | Thirteen days.
e 1962-10-22 | The speech.
e 1962-10-28 | The end.
e 1962-11-20 | The ships go home.
""",
    "Cuba",
)


def test_a_few_weeks_by_day() -> None:
    screen = """\
Cuba                                           1962 · by day
● event

  1962 ┬
   Oct ├   ● The missile crisis.
       ┊   (13 days)
14 Oct ├   ● Photographs.
       │
16 Oct ├ ┐ ● 16–28 October 1962  Thirteen days.
       │ │
       │ │
       │ │
       │ │
       │ │
22 Oct ├ │ ● The speech.
       │ │
       │ │
       │ │
       │ │
       │ │
28 Oct ├ ┘ ● The end.
       ┊   (22 days)
20 Nov ├   ● The ships go home.
       ┴
"""
    assert drawn(CRISIS, width=60) == screen


ROME = deck_of(
    """
c -01XX | The century of the Gracchi.
e -0099-07-12 | Caesar is born. | Julius Caesar
e -0048~ | Civil war. | Julius Caesar, Pompey the Great
e -0043-03-15 | Caesar is murdered. | Julius Caesar, Marcus Brutus
r -0026/0014 | Augustus rules as the first citizen. | Augustus
e 0014-08-19 | Augustus dies. | Augustus
e 0069-24 | A winter of wars.
e 0410-08-24 | The city falls.
""",
    "Rome",
)


def test_centuries_before_christ_by_decade() -> None:
    screen = """\
Rome                                         200 BC ─ AD 410 · by decade
● event  ◆ role  ◇ other fact

2nd c. BC ┬   ◇ The century of the Gracchi.
          ┊   (100 years)
   100 BC ┼
   12 Jul ├   ● Caesar is born.                                       CA
          │
          │
          │
          │
 c. 49 BC ┼   ● Civil war.                                         CA PO
    44 BC ┼
   15 Mar ├   ● Caesar is murdered.                                CA BR
          │
    27 BC ┼ ┐ ◆ 27 BC – AD 14  Augustus rules as the first            AU
          │ │   citizen.
          │ │
          │ │
          │ │
    AD 14 ┼ │
   19 Aug ├ ┘ ● Augustus dies.                                        AU
          │
          │
          │
          │
    AD 69 ┼
   winter ├   ● A winter of wars.
          ┊   (340 years)
      410 ┼
   24 Aug ├   ● The city falls.
          ┴

persons: CA Julius Caesar  AU Augustus  PO Pompey the Great
         BR Marcus Brutus
"""
    assert drawn(ROME, width=72) == screen


OPEN = deck_of(
    """
r ../1953-03 | Stalin leads. | Joseph Stalin
e 1947/.. | A cold war.
e 195X | The fifties.
e 1950-06-25/1953-07-27 | War in Korea.
e 1953-03-05 | Stalin dies. | Joseph Stalin
""",
    "Open ends",
)


def test_open_ranges_run_in_from_above_and_out_below() -> None:
    screen = """\
Open ends                                        1947 ─ 1959 · by year
● event  ◆ role

       ┬ ↑     ◆ until March 1953  Stalin leads.                    ST
  1947 ┼ │ ┐   ● from 1947  A cold war.
       │ │ │
       │ │ │
 1950s ┼ │ │   ● The fifties.
  1950 ┼ │ │
25 Jun ├ │ │ ┐ ● 25 June 1950 – 27 July 1953  War in Korea.
       │ │ │ │
       │ │ │ │
  1953 ┼ │ │ │
 5 Mar ├ ┘ │ │ ● Stalin dies.                                       ST
27 Jul ├   │ ┘
       ┴   ↓

persons: ST Joseph Stalin
"""
    assert drawn(OPEN, width=70, by=By.YEAR) == screen


KENNEDYS = deck_of(
    """
e 1961-01-20 | An oath. | John F. Kennedy
e 1963-11-22 | A murder. | John F. Kennedy, Robert Kennedy, Jacqueline Kennedy, Caroline Kennedy
e 1968-06-06 | Another. | Robert Kennedy
""",
    "Kennedys",
)


def test_persons_who_share_a_surname_have_marks_of_their_own() -> None:
    screen = """\
Kennedys                               1961 ─ 1968 · by year
● event

  1961 ┬
20 Jan ├ ● An oath.                                       KE
       │
  1963 ┼
22 Nov ├ ● A murder.                                KE RK JK
       │                                                  CK
       │
       │
       │
       │
  1968 ┼
 6 Jun ├ ● Another.                                       RK
       ┴

persons: KE John F. Kennedy  RK Robert Kennedy
         JK Jacqueline Kennedy  CK Caroline Kennedy
"""
    assert drawn(KENNEDYS, width=60) == screen


MINISTERS = deck_of(
    "\n".join(f"r {1900 + 2 * i}/{1912 + 3 * i} | Term {i + 1}. | Max Berg{chr(97 + i)}" for i in range(12))
)


def test_twelve_overlapping_ranges_at_eighty_columns() -> None:
    screen = """\
Deck                                                       1900 ─ 1945 · by year
◆ role

1900 ┬ ┐        ◆ 1900–1912  Term 1.                                          BE
     │ │
1902 ┼ │┐       ◆ 1902–1915  Term 2.                                          MB
     │ ││
1904 ┼ ││┐      ◆ 1904–1918  Term 3.                                          BR
     │ │││
1906 ┼ │││┐     ◆ 1906–1921  Term 4.                                          BG
     │ ││││
1908 ┼ ││││┐    ◆ 1908–1924  Term 5.                                          BM
     │ │││││
1910 ┼ │││││┐   ◆ 1910–1927  Term 6.                                          BF
     │ ││││││
1912 ┼ ┘│││││┐  ◆ 1912–1930  Term 7.                                          BA
     │  ││││││
1914 ┼ ┐││││││  ◆ 1914–1933  Term 8.                                          BH
1915 ┼ │┘│││││
1916 ┼ │┐│││││  ◆ 1916–1936  Term 9.                                          BI
     │ │││││││
1918 ┼ ││┘││││┐ ◆ 1918–1939  Term 10.                                         BJ
     │ ││ │││││
1920 ┼ ││┐│││││ ◆ 1920–1942  Term 11.                                         BK
1921 ┼ │││┘││││
1922 ┼ │││┐││││ ◆ 1922–1945  Term 12.                                         BL
     │ ││││││││
1924 ┼ ││││┘│││
     │ ││││ │││
     │ ││││ │││
1927 ┼ ││││ ┘││
     │ ││││  ││
     │ ││││  ││
1930 ┼ ││││  ┘│
     │ ││││   │
     │ ││││   │
1933 ┼ ┘│││   │
     │  │││   │
     │  │││   │
1936 ┼  ┘││   │
     │   ││   │
     │   ││   │
1939 ┼   ││   ┘
     │   ││
     │   ││
1942 ┼   ┘│
     │    │
     │    │
1945 ┼    ┘
     ┴

persons: BE Max Berga  MB Max Bergb  BR Max Bergc  BG Max Bergd  BM Max Berge
         BF Max Bergf  BA Max Bergg  BH Max Bergh  BI Max Bergi  BJ Max Bergj
         BK Max Bergk  BL Max Bergl
"""
    assert drawn(MINISTERS, width=80) == screen


def test_ranges_without_room_for_a_bracket_are_said_in_words_at_their_end() -> None:
    text = drawn(MINISTERS, width=60)
    assert "\n1939 ┼   ││  ends: 1918–1939\n" in text
    assert "\n1936 ┼  ┘││\n" in text


def test_several_decks_are_named_and_their_facts_are_in_one_order() -> None:
    screen = """\
Cuba · Kennedys                        1961 ─ 1968 · by year
● event

  1961 ┬
20 Jan ├   ● An oath.                                     KE
  1962 ┼
   Oct ├   ● The missile crisis.
14 Oct ├   ● Photographs.
16 Oct ├ ┐ ● 16–28 October 1962  Thirteen days.
22 Oct ├ │ ● The speech.
28 Oct ├ ┘ ● The end.
20 Nov ├   ● The ships go home.
  1963 ┼
22 Nov ├   ● A murder.                              KE RK JK
       │                                                  CK
       │
       │
       │
       │
  1968 ┼
 6 Jun ├   ● Another.                                     RK
       ┴

persons: KE John F. Kennedy  RK Robert Kennedy
         JK Jacqueline Kennedy  CK Caroline Kennedy
"""
    assert drawn(CRISIS, KENNEDYS, width=60, by=By.YEAR) == screen


SCRIPTS = deck_of(
    """
e 1949-10-01 | 毛泽东在北京宣布中华人民共和国成立了这是一个没有空格的长句子 | 毛泽东, 周恩来
e 1953-03-05 | Сталин у́мер на даче в Кунцеве Rhabarberbarbarabarbarbarenbartbarbier. | Иосиф Сталин
""",
    "中文 и русский",
)


def test_long_words_and_every_script_stay_in_their_column() -> None:
    screen = """\
中文 и русский    1949 ─ 1953 · by month
● event

 1949 ┬
1 Oct ├ ● 毛泽东在北京宣布中华人民共和国
      │   成立了这是一个没有空格的长句子
      │                            毛 周
      ┊ (three years and two months)
 1953 ┼
      │
      │
5 Mar ├ ● Сталин у́мер на даче в Кунцеве
      │   Rhabarberbarbarabarbarbarenbar
      │   tbarbier.                   СТ
      ┴

persons: 毛 毛泽东  周 周恩来
         СТ Иосиф Сталин
"""
    assert drawn(SCRIPTS, width=40) == screen


def test_one_fact() -> None:
    screen = """\
Deck                       1953 · by day
● event

  1953 ┬
26 Jun ├ ● Beria is arrested.
       ┴
"""
    assert drawn(deck_of("e 1953-06-26 | Beria is arrested."), width=40) == screen


def test_no_dated_fact_is_said_in_a_sentence() -> None:
    screen = """\
Deck
No dated fact is among them: nothing to draw.

2 facts without a date: destal facts
"""
    assert drawn(deck_of("e | It happened.\ne | So did this."), width=60) == screen


def test_only_a_few_notes_are_printed_and_the_others_are_counted() -> None:
    deck = deck_of("\n".join(f"e 195{i} | Event {i}. | | Note {i}." for i in range(6)))
    text = drawn(deck, width=60)
    assert re.findall("‡ .*", text.split("┴")[1]) == [
        "‡ 1950  Note 0.",
        "‡ 1951  Note 1.",
        "‡ 1952  Note 2.",
        "‡ 3 more facts have a note: destal facts",
    ]


def test_signs_of_the_caller_replace_glyph_and_style() -> None:
    firm, new = Sign("●", "right", "firm"), Sign("○", "accent", "new")
    signs = {f"thaw/{fact.id}": firm if number else new for number, fact in enumerate(THAW.facts)}
    timeline = lay_out(outline((THAW, fact) for fact in THAW.facts))
    lines = list(timeline_view(timeline, 80, signs, legend=(firm, new)).lines())
    assert lines[1].plain == "● firm  ○ new  ‡ has a note"
    death = next(line for line in lines if "Stalin dies" in line.plain)
    assert "○ Stalin dies at his dacha." in death.plain
    assert any(span.style == "accent" and death.plain[span.start : span.end] == "○" for span in death.spans)


def test_a_bracket_about_one_person_has_that_persons_colour() -> None:
    line = next(line for line in view(THAW, width=80).lines() if "Malenkov is Premier" in line.plain)
    colours = {line.plain[span.start : span.end]: span.style for span in line.spans}
    assert colours["┐"] == colours["MA"] == "person2"


def test_more_persons_than_colours_use_them_again() -> None:
    marks = [line for line in view(MINISTERS, width=80).lines() if "Term" in line.plain]
    used = [str(span.style) for line in marks for span in line.spans if str(span.style).startswith("person")]
    assert len(set(used)) == len(PERSON_COLOURS)
    assert len({line.plain[-2:] for line in marks}) == 12


def test_markup_and_control_characters_in_a_deck_are_only_text() -> None:
    nasty = "Ann [red]Red[/red]"
    deck = deck_of(f"e 1953 | A [bold]bold[/b] \x1b[31mclaim[/] :smile: | {nasty}", "[i]T")
    out = io.StringIO()
    make_console(out, width=60).print(view(deck, width=60))
    assert "● A [bold]bold[/b] [31mclaim[/] :smile:" in out.getvalue()
    assert out.getvalue().startswith("[i]T ")
    assert f"RE {nasty}" in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_a_console_prints_the_same_lines() -> None:
    out = io.StringIO()
    make_console(out, width=80).print(view(THAW, width=80))
    assert out.getvalue() == drawn(THAW, width=80)


def test_the_first_lines_of_thousands_are_there_before_the_last_is_made() -> None:
    made: list[str] = []

    class Watched(dict[str, Sign]):
        def get(self, key: str, default: Sign | None = None) -> Sign:  # type: ignore[override]
            made.append(key)
            assert default is not None
            return default

    deck = deck_of("\n".join(f"e {year:04d} | Year {year}." for year in range(2000)))
    timeline = lay_out(outline((deck, fact) for fact in deck.facts))
    lines = timeline_view(timeline, 80, Watched()).lines()
    assert [line.plain for line in islice(lines, 4)][3] == " 1 BC ┬ ● Year 0."
    assert 2000 <= len(made) < 2010


def test_the_titles_of_many_decks_take_two_lines_and_the_others_are_counted() -> None:
    several = [deck_of("e 1953 | It happened.", f"The annals of town {number}") for number in range(40)]
    several = [replace(deck, id=f"deck-{number}") for number, deck in enumerate(several)]
    lines = [line.plain for line in view(*several, width=60).lines()]
    assert lines[:3] == [
        "The annals of town 0 · The annals of town 1 · The annals of",
        "town 2 · and 37 more decks",
        "1953 · by year",
    ]


def held_at(width: int, **shares: float | None) -> str:
    """THAW as it is held: by fact id the recall, None for what is new."""
    recalls = {f"thaw/{fact.id}": Recall(shares.get(fact.id), due=True) for fact in THAW.facts}
    timeline = lay_out(outline((THAW, fact) for fact in THAW.facts))
    signs = {key: sign_of(recall) for key, recall in recalls.items()}
    words = paragraphs(overview(timeline.events(), recalls), " --deck thaw")
    shown = timeline_view(timeline, width, signs, LEGEND, figures=figures(recalls), words=words)
    return "".join(line.plain + "\n" for line in shown.lines())


SHARES: dict[str, float | None] = {
    "f0": 0.97, "f1": 0.7, "f2": 0.93, "f4": 0.79999, "f5": 0.4, "f6": 0.85, "f7": None, "f8": 0.52,
}  # fmt: skip


def test_memory_at_eighty_columns() -> None:
    screen = """\
Thaw                                                      1953 ─ 1956 · by month
● firm  ◐ fading  ○ new  ‡ has a note

◐ your 1956 is fading: 0.52 (1 of 1 event below 0.80)
◐ your 1953–1955 is fading: 0.63 (3 of 3 events below 0.80)
○ 2 of 9 events are new to you
weakest: 0.40 Historians speak of a silent beginning (1953–1955)
         0.52 Khrushchev gives the Secret Speech (25 February 1956)
         0.70 Malenkov is Premier (5 March 1953 – 8 February 1955)
next:    destal quiz --deck thaw --from 1956 --to 1956

  1953 ┬     ○      The first prisoners are let out of the camps.             BE
       │ ┐   1953–1955
       │ │   ◐ 0.79 Many sentences are quietly undone.
       │ │   ◐ 0.40 Historians speak of a silent beginning.
       │ │
       │ │
 5 Mar ├ │   ● 0.97 Stalin dies at his dacha.                                 ST
       │ │ ┐ ◐ 0.70 5 March 1953 – 8 February 1955  Malenkov is Premier.      MA
       │ │ │
       │ │ │
26 Jun ├ │ │ ● 0.93 Beria is arrested at a meeting of the Presidium and    BE KH
       │ │ │        never seen in public again.                               MA
       │ │ │
       │ │ │
       │ │ │
       │ │ │
       │ │ │
   Dec ├ │ │ ● 0.85 Beria is shot. ‡                                          BE
       ┊ ┊ ┊ (one year)
  1955 ┼ │ │
       │ │ │
 8 Feb ├ │ ┘
       ┊ ┊   (nine months)
   Dec ├ ┘   ○      Khrushchev asks for a commission.                         KH
  1956 ┼
       │
25 Feb ├     ◐ 0.52 Khrushchev gives the Secret Speech. ‡                     KH
       ┴

‡ December 1953  Most histories have 23 December.
‡ 25 February 1956  It was read behind closed doors.

persons: BE Lavrentiy Beria  KH Nikita Khrushchev  MA Georgi Malenkov
         ST Joseph Stalin
2 facts without a date: destal facts
"""
    assert held_at(80, **SHARES) == screen


def test_memory_at_forty_columns_has_no_figures_and_loses_nothing_else() -> None:
    screen = """\
Thaw              1953 ─ 1956 · by month
● firm  ◐ fading  ○ new  ‡ has a note

◐ your 1956 is fading: 0.52 (1 of 1
  event below 0.80)
◐ your 1953–1955 is fading: 0.63 (3 of 3
  events below 0.80)
○ 2 of 9 events are new to you
weakest: 0.40 Historians speak of a
          silent beginning (1953–1955)
         0.52 Khrushchev gives the
          Secret Speech (25 February
          1956)
         0.70 Malenkov is Premier (5
          March 1953 – 8 February 1955)
next:    destal quiz --deck thaw --from
         1956 --to 1956

  1953 ┬ ○ The first prisoners are let
       │   out of the camps.          BE
       │ 1953–1955
       │ ◐ Many sentences are quietly
       │   undone.
       │ ◐ Historians speak of a silent
       │   beginning.
       │
       │
 5 Mar ├ ● Stalin dies at his dacha.  ST
       │ ◐ 5 March 1953 – 8 February
       │   1955  Malenkov is
       │   Premier.                   MA
       │
       │
26 Jun ├ ● Beria is arrested at a
       │   meeting of the Presidium and
       │   never seen in public
       │   again.               BE KH MA
       │
       │
       │
       │
       │
   Dec ├ ● Beria is shot. ‡           BE
       ┊ (one year)
  1955 ┼
       │
 8 Feb ├ ends: 5 March 1953 – 8 February
       │   1955
       ┊ (nine months)
   Dec ├ ○ Khrushchev asks for a
       │   commission.                KH
  1956 ┼
       │
25 Feb ├ ◐ Khrushchev gives the Secret
       │   Speech. ‡                  KH
       ┴

‡ 2 facts have a note: destal facts

persons: BE Lavrentiy Beria
         KH Nikita Khrushchev
         MA Georgi Malenkov
         ST Joseph Stalin
2 facts without a date: destal facts
"""
    assert held_at(40, **SHARES) == screen


def test_what_is_held_is_said_when_nothing_fades_and_when_nothing_is_learned() -> None:
    firm = held_at(80, **{f"f{at}": 0.9 for at in range(9)}).splitlines()
    assert firm[1:4] == ["● firm  ‡ has a note", "", "● what you have learned of this is firm: 0.90"]
    assert firm[4] == ""
    new = held_at(80).splitlines()
    assert new[3:5] == ["○ nothing of this is learned yet", "next:    destal quiz --deck thaw"]


def test_events_may_fade_where_no_year_does() -> None:
    found = held_at(80, f1=0.9, f3=0.9, f0=0.7, f6=0.99, f2=0.99).splitlines()
    assert found[3] == "● what you have learned of this is firm: 0.89"
    assert found[4] == "◐ but not all of it: your 1953 is at 0.89 (1 of 4 events below 0.80)"
    assert found[6] == "weakest: 0.70 Stalin dies at his dacha (5 March 1953)"
    assert found[7] == "next:    destal quiz --deck thaw --from 1953 --to 1953"


def test_more_years_than_three_that_fade_are_named_without_figures() -> None:
    deck = deck_of("\n".join(f"e {year} | Year {year}." for year in range(1950, 1956)))
    found = overview(
        lay_out(outline((deck, f) for f in deck.facts)).events(), {f"deck/f{at}": Recall(0.1 * at) for at in range(6)}
    )
    assert [said for _, said in says(found)] == [
        "your 1950 is fading: 0.00 (1 of 1 event below 0.80)",
        "your 1951 is fading: 0.10 (1 of 1 event below 0.80)",
        "your 1952 is fading: 0.20 (1 of 1 event below 0.80)",
        "and so are 1953, 1954 and 1955",
    ]
    assert command(found) == "destal quiz --from 1950 --to 1950 --cram"


# What always holds.

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéАбвгйъ毛泽东́[]/‡", min_size=1, max_size=9)
DATES = st.sampled_from(
    [
        *("1953", "1953-06", "1953-06-26", "1953~", "195X", "19XX", "1953-21", "-0043-03-15", "-004X~", "1954-12?"),
        *("1953/1955", "1953-06/1954", "../1953", "1950-02-01/..", "-0099/1960~", "1954-08-19/1954-08-25", "1917"),
        *("2001-09-11", "-9999~", "9999", "none"),
    ]
)


@st.composite
def decks(draw: st.DrawFn) -> tuple[Deck, list[list[str]]]:
    """A deck, and the words of each statement."""
    names = draw(st.lists(st.tuples(WORDS, WORDS).map(" ".join), min_size=1, max_size=9, unique=True))
    people = {name: Entity(name, name, EntityKind.PERSON) for name in names}
    facts, statements = [], []
    for number in range(draw(st.integers(1, 14))):
        words = draw(st.lists(WORDS, min_size=1, max_size=25))
        date = draw(DATES)
        who = tuple(draw(st.lists(st.sampled_from(names), max_size=6, unique=True)))
        note = " ".join(draw(st.lists(WORDS, max_size=12)))
        kind = draw(st.sampled_from(Kind))
        when = None if date == "none" else edtf(date)
        facts.append(Fact(f"f{number}", kind, " ".join(words), Evidence("s", "x"), when, who=who, note=note))
        statements.append(words if when else [])
    return Deck("d", draw(WORDS), entities=people, facts=tuple(facts)), statements


@given(decks(), st.integers(40, 200), st.sampled_from(By), st.none() | st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(
    made: tuple[Deck, list[list[str]]], width: int, by: By, share: float | None
) -> None:
    deck, statements = made
    timeline = lay_out(outline((deck, fact) for fact in deck.facts), by)
    recalls = {f"d/{fact.id}": Recall(share) for fact in deck.facts}
    words = paragraphs(overview(timeline.events(), recalls))
    for shown in (
        timeline_view(timeline, width),
        timeline_view(timeline, width, legend=LEGEND, figures=figures(recalls), words=words),
    ):
        all_is_there([line.plain for line in shown.lines()], statements, width)


def all_is_there(lines: list[str], statements: list[list[str]], width: int) -> None:
    assert [line for line in lines if cell_len(line) > width] == []
    text = "\n".join(lines)
    for words in statements:
        assert [word for word in words if word not in text] == []


@given(decks(), st.integers(40, 200), st.sampled_from(By))
@settings(max_examples=100, deadline=None)
def test_no_line_of_a_statement_stands_below_the_scale(made: tuple[Deck, list[list[str]]], width: int, by: By) -> None:
    lines = [line.plain for line in view(made[0], width=width, by=by).lines()]
    if any(fact.when for fact in made[0].facts):
        start = next(at for at, line in enumerate(lines) if "┬" in line)
        end = next(at for at, line in enumerate(lines) if "┴" in line)
        axis = lines[start].index("┬")
        assert {line[axis] for line in lines[start : end + 1]} <= set("┬┴┼├│┊")
        assert end == len(lines) - 1 or lines[end + 1] == ""


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_every_sign_has_its_likeness_in_ascii(width: int) -> None:
    text = drawn(THAW, ROME, OPEN, MINISTERS, width=width)
    assert {char for char in text if not char.isascii()} <= SIGNS
