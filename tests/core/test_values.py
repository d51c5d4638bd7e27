"""The values' own `dataclass` against that of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, astuple, replace
from typing import Any

import pytest

from destal_cli.core import values
from destal_cli.core.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Ours:
    """A value."""

    name: str
    year: int = 1953
    names: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return f"{self.name} {self.year}"


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    name: str
    year: int = 1953
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Changing:
    count: int = 0


@dataclass(frozen=True, slots=True)
class Alone:
    name: str


@dataclass(frozen=True, slots=True)
class WithField:
    name: str = field(default="one", repr=False)
    many: dict[str, int] = field(default_factory=dict)
    place: str = field(default="here", compare=False)


@dataclass
class Open:
    many: list[int] = field(default_factory=list)
    name: str = "open"


@dataclass(frozen=True, slots=True, order=True)
class Ordered:
    year: int
    name: str = ""


def test_a_value_has_its_fields_its_defaults_and_its_properties() -> None:
    value = Ours("Beria", names=("Lavrentiy",))
    assert (value.name, value.year, value.names, value.shown) == ("Beria", 1953, ("Lavrentiy",), "Beria 1953")


def test_it_is_shown_compared_and_hashed_as_the_standard_one() -> None:
    one, same, other = Ours("Beria"), Ours("Beria", 1953), Ours("Beria", 1954)
    assert repr(one) == repr(Theirs("Beria")).replace("Theirs", "Ours")
    assert one == same != other
    assert one != Theirs("Beria")
    assert len({one, same, other}) == 2
    assert {Alone("a"), Alone("a")} == {Alone("a")}


def test_a_frozen_value_is_never_changed_and_takes_no_other_attribute() -> None:
    value: Any = Ours("Beria")
    with pytest.raises(FrozenInstanceError):
        value.name = "Malenkov"
    with pytest.raises(FrozenInstanceError):
        del value.name
    assert not hasattr(value, "__dict__")


def test_one_that_is_not_frozen_changes_and_cannot_be_hashed() -> None:
    value: Any = Changing()
    value.count += 1
    assert value == Changing(1)
    with pytest.raises(TypeError):
        hash(value)
    with pytest.raises(AttributeError):
        value.other = 1


def test_the_functions_of_the_standard_library_know_it() -> None:
    assert replace(Ours("Beria"), year=1954) == Ours("Beria", 1954)
    assert astuple(Ours("Beria")) == ("Beria", 1953, ())
    assert [f.name for f in dataclasses.fields(Ours)] == ["name", "year", "names"]
    assert dataclasses.is_dataclass(Ours)


def test_it_is_copied_and_pickled() -> None:
    value = Ours("Beria", 1953, ("Lavrentiy",))
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


def test_it_matches_by_place() -> None:
    match Ours("Beria", 1953):
        case Ours(name, year):
            assert (name, year) == ("Beria", 1953)


def test_a_field_has_a_default_of_its_own_and_may_be_left_out_of_what_is_compared_and_shown() -> None:
    one, other = WithField(), WithField(place="there")
    assert one == other
    assert one.many is not other.many
    assert repr(one) == "WithField(many={}, place='here')"
    assert [f.name for f in dataclasses.fields(WithField)] == ["name", "many", "place"]
    assert WithField("one", {"a": 1}).many == {"a": 1}


def test_one_without_slots_takes_other_attributes_and_keeps_its_class() -> None:
    value: Any = Open()
    value.other = 1
    value.many.append(1)
    assert (Open().many, value.name, Open.name) == ([], "open", "open")
    assert value == Open([1])


def test_ordered_ones_are_sorted_by_their_fields() -> None:
    assert sorted([Ordered(1953, "b"), Ordered(1953, "a"), Ordered(1922)])[0] == Ordered(1922)
    assert Ordered(1953, "a") < Ordered(1953, "b")


def test_its_own_replace_changes_these_and_those_of_the_standard_library() -> None:
    assert values.replace(Ours("Beria"), year=1954) == Ours("Beria", 1954)
    assert values.replace(WithField(), place="there").place == "there"
    assert values.replace(Theirs("Beria"), year=1954) == Theirs("Beria", 1954)


def test_a_missing_or_unknown_field_is_refused() -> None:
    make: Any = Ours
    with pytest.raises(TypeError, match="name"):
        make()
    with pytest.raises(TypeError, match="place"):
        make("Beria", place="Moscow")


@pytest.mark.parametrize("slots", [{}, {"__slots__": ()}, {"__slots__": ("more",)}])
def test_a_frozen_value_with_slots_is_refused_as_a_base_when_the_class_is_made(slots: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="More cannot be a subclass"):
        type("More", (Ours,), slots)
    for other in (Changing, Open):
        assert isinstance(type("More", (other,), slots)(), other)
