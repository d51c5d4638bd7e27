"""The rows that figures are counted from are what the log says, whatever clock it was written by."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.grading import Rating
from destal_cli.core.log import Row, as_of
from destal_cli.core.memory import Moment, Review, Scheduler, standing
from destal_cli.store.history import History

SCHEDULER = Scheduler()
moments = st.builds(Moment, st.integers(-62_135_500_000_000, 248_000_000_000_000), st.integers(-720, 840))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), moments, st.sampled_from(Rating), st.booleans(), st.booleans())))
def test_the_rows_for_figures_are_the_log_by_day(
    tmp_path_factory: pytest.TempPathFactory, answers: list[tuple[str, Moment, Rating, bool, bool]]
) -> None:
    history = History(tmp_path_factory.mktemp("history") / "history.db", create=True)
    for card, at, rating, cram, undone in answers:
        given = Review(card, at, rating, "typed", took=1500, cram=cram, session=at.ms)
        (written,) = history.record([given], SCHEDULER, Random(1))
        if undone:
            history.void(written.id, at, SCHEDULER)
    found = {card: as_of(rows, len(answers) * 2) for card, rows in history.log.rows_of(None)}
    assert found == {card: sorted(rows_in(history, card)) for card in found}
    assert set(found) == {card for card, *_ in answers} == set(history.log.begun(""))
    assert dict(history.log.rows_of(["a", "c", "x"])).keys() == found.keys() - {"b"}
    backwards = list(history.log.rows_backwards())
    assert backwards == sorted((row for rows in found.values() for row in rows), key=lambda row: -row[2])
    assert [row.at.day for row in backwards] == [row.day for row in backwards]
    assert history.reviews_of(["a", "c"]) == [r for r in standing(history.reviews()) if r.card in "ac"]
    history.close()


def rows_in(history: History, card: str) -> list[Row]:
    """The rows of a card that stand, made of its reviews."""
    return [
        Row(r.at.day, r.at.ms, r.id, card, r.rating, r.cram, r.took, r.session, r.due, r.at.offset, 0)
        for r in standing(history.reviews())
        if r.card == card
    ]


def test_an_answer_stood_until_the_row_that_took_it_back(tmp_path: Path) -> None:
    history = History(tmp_path / "history.db", create=True)
    at = Moment(1_800_000_000_000)
    for card in "ab":
        history.record([Review(card, at, Rating.GOOD, "typed")], SCHEDULER, Random(1))
    history.void(1, at, SCHEDULER)
    rows = [row for _, rows in history.log.rows_of(None) for row in rows]
    assert [[row[2] for row in as_of(rows, newest)] for newest in range(4)] == [[], [1], [1, 2], [2]]
