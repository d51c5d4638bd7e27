"""Which of FSRS's parameters count: the newest row says so, and going back goes to what they had replaced."""

from __future__ import annotations

from destal_cli.core.memory import Moment
from destal_cli.core.parameters import Parameters, former, gone_back, in_use


def fit(version: int, in_use: int) -> Parameters:
    return Parameters(Moment(version), version, (float(version),), 900, 200, 0.3, 0.4, in_use)


def test_without_a_fit_the_standard_parameters_count_and_there_is_nothing_to_go_back_to() -> None:
    assert in_use([]) == Parameters(Moment(0))
    assert former([]) is None
    assert gone_back([], Moment(9)) is None


def test_a_fit_that_is_not_taken_changes_nothing() -> None:
    rows = [fit(1, in_use=1), fit(2, in_use=1)]
    assert in_use(rows) == rows[0]
    assert former(rows) == Parameters(Moment(0))


def test_going_back_is_a_row_and_leads_step_by_step_to_the_standard_ones() -> None:
    rows = [fit(1, in_use=1), fit(2, in_use=1), fit(3, in_use=3)]
    versions = []
    while back := gone_back(rows, Moment(9)):
        rows.append(back)
        versions.append(in_use(rows).version)
    assert versions == [1, 0]
    assert [row.at for row in rows[3:]] == [Moment(9), Moment(9)]
    assert rows[3].weights == (1.0,)


def test_a_fit_after_going_back_replaces_what_is_in_use_then() -> None:
    rows = [fit(1, in_use=1), Parameters(Moment(5)), fit(2, in_use=2)]
    assert in_use(rows) == rows[2]
    back = former(rows)
    assert back is not None
    assert back.version == 0
