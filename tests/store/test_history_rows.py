"""The rows that figures are counted from are what the log says, whatever clock it was written by."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destal_cli.core.grading import Rating
from destal_cli.core.log import log_by_day
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
    assert history.rows() == log_by_day(history.reviews())
    assert [row.at.day for row in history.rows()] == [row.day for row in history.rows()]
    assert history.reviews_of(["a", "c"]) == [r for r in standing(history.reviews()) if r.card in "ac"]
    history.close()
