"""Where a sentence ends, and where a stop is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destal_cli.core.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "He fell.|She rose.",
        "He fell!|She rose?|Nobody knew…|It rained.",
        "It ended in 1945.|12 men came home.",
        '"Stop."|He stopped.',
        "“Was it long?” he asked.|It was.",
        "He said “No.”|Then he left.",
        "(He was ill.)|She was not.",
        "It ended.[12]|It began.[3][4]|Who knew?[who?]|All did.[citation needed]|So it was.",
        "Dr. Hahn and Mr. and Mrs. Oates met Gen. Lee in St. Petersburg.|He left.",
        "J. R. Smith, V. I. Lenin and George W. Bush agreed.|Nobody else did.",
        "It was sent to Gen. Jubal A. Early by the U.S. Army.|It came.",
        "See No. 5 and vol. 2, p. 7 of the book by A. Baker et al.|The rest is lost.",
        "It was built c. 1900 near Mt. Blanc.|It burnt.",
        "He came at 5 p.m. on Monday.|He left at 6 p.m.|The door was shut.",
        "He lived in the U.S.|In 1950 he died there.",
        "In 44 B.C. Caesar died.|It was in March of 44 B.C.|The city mourned.",
        "Acme Inc. sold it to Smith Jr. for $3.5 million.|The price was low.",
        "On 5 Sept. 1939 it began.|In Oct. it ended.",
        "He met Nicholas II.|The Tsar was ill.|It was World War I.|All was lost.",
        "Phase 1. The army came.|Phase 2. It left.",
        "1. The first came.|2. The second left.",
        "We ... Americans know it.|It was long...|But it ended.",
        "He was (as they said in Paris. or London) late.",
        "Yes, e.g. France, i.e. Gaul, viz. Rome vs. Carthage.",
        "  It begins late.|And ends so.  ",
        "A line\nbroken in two.|Another\nline.",
    ],
)
def test_a_paragraph_falls_into_its_sentences(text: str) -> None:
    paragraph = text.replace("|", " ")
    assert "|".join(paragraph[start:end] for start, end in sentences(paragraph)) == text.strip()


@given(st.text(alphabet='aB. !?…"”([]1\n', max_size=60))
def test_sentences_are_in_order_and_leave_out_nothing_but_blanks(paragraph: str) -> None:
    end = 0
    for start, stop in sentences(paragraph):
        assert not paragraph[end:start].strip()
        assert paragraph[start:stop] == paragraph[start:stop].strip() != ""
        end = stop
    assert not paragraph[end:].strip()


@pytest.mark.parametrize("piece", [".", '. "', "A. ", ".[1]", "…", "No. 5. ", "(.", "\n. "])
def test_a_hostile_line_of_twenty_thousand_characters_is_read_at_once(piece: str) -> None:
    assert sentences(piece * (20_000 // len(piece)) + "A")
