"""How well cards are held by topic and period, from sums."""

from destal_cli.core.held import Held, Sum, added, by_period, weakest_first


def some(*years: int) -> dict[int, Sum]:
    """One card of each year that was never seen."""
    return dict.fromkeys(years, Sum(1))


def test_the_weakest_group_is_first_the_unseen_last_and_sums_of_one_name_are_one_group() -> None:
    groups = [("peace", Sum(1, 1, 1.0)), ("dust", Sum(1)), ("war", Sum(1, 1, 0.625)), ("peace", Sum(2, 1, 0.5))]
    assert weakest_first(groups) == (Held("war", 0.625, 1, 1), Held("peace", 0.75, 2, 3), Held("dust", None, 0, 1))


def test_groups_of_the_same_cards_are_equal_however_these_were_added_up() -> None:
    one, other = 0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1
    assert one != other
    assert Sum(3, 3, one).held("") == Sum(3, 3, other).held("")


def test_sums_add_up() -> None:
    assert added([Sum(1, 1, 0.5), Sum(2, 1, 1.0)]) == Sum(3, 2, 1.5)


def test_periods_stand_in_order_of_time_whatever_their_recall() -> None:
    years = {1956: Sum(1, 1, 0.5), 1953: Sum(2, 2, 1.75)}
    assert by_period(years) == (Held("1953", 0.875, 2, 2), Held("1956", 0.5, 1, 1))


def test_many_years_are_told_by_decade_and_many_decades_by_century() -> None:
    assert [held.name for held in by_period(some(*range(1941, 1955)))] == ["1940s", "1950s"]
    assert [h.name for h in by_period(some(*range(1701, 1960, 20)))] == ["1700-1799", "1800-1899", "1900-1999"]


def test_years_before_christ_are_named_as_people_do() -> None:
    assert [held.name for held in by_period(some(-43, 14))] == ["44 BC", "14"]
    assert [h.name for h in by_period(some(*range(-43, -29)))] == ["51 BC-42 BC", "41 BC-32 BC", "31 BC-22 BC"]


def test_without_cards_there_is_no_period() -> None:
    assert by_period({}) == ()
