"""`dataclass` for the values of this program: what the standard library makes, at a fraction of the time at start-up.

The standard decorator compiles up to ten methods for each class, and makes a slotted class twice; that was a fifth of
the time to a first question. Here one method is compiled, `__init__`, and the others are shared. Type checkers see the
standard decorator. What is out of the ordinary (`field`, inheritance, order) is left to it.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, **options):
        """As in the standard library."""

        def made(given):
            plain = options.keys() <= {"frozen", "slots"} and options.get("slots") and _is_plain(given)
            return _made(given, options.get("frozen", False)) if plain else _standard(given, options)

        return made if cls is None else made(cls)


def _standard(cls: type, options: dict[str, Any]) -> Any:
    from dataclasses import dataclass as standard

    return standard(**options)(cls)


def _is_plain(cls: type) -> bool:
    """Whether the class has fields and defaults, and nothing else that its methods would have to know of."""
    fields = getattr(cls, "__annotations__", {})
    defaults = (cls.__dict__.get(name) for name in fields)
    methods = ("__post_init__", "__init__", "__eq__", "__hash__", "__repr__", "__setattr__")
    unusual = any(type(default).__name__ == "Field" for default in defaults) or any(n in cls.__dict__ for n in methods)
    kinds = any("ClassVar" in str(kind) or "InitVar" in str(kind) for kind in fields.values())
    return bool(fields) and cls.__bases__ == (object,) and not unusual and not kinds


def _made(cls: type, frozen: bool) -> type:
    """The class again, with slots and methods."""
    names = tuple(cls.__annotations__)
    space = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: space.pop(name) for name in names if name in space}
    space.update(_SHARED, __slots__=names, __match_args__=names, __init__=_init(cls, names, defaults, frozen))
    space["_fields_of"] = staticmethod(attrgetter(*names) if len(names) > 1 else _alone(names[0]))
    space["__dataclass_fields__"] = _Fields(cls, defaults)
    space.update(_FROZEN if frozen else {"__hash__": None})
    return type(cls)(cls.__name__, cls.__bases__, space)


def _init(cls: type, names: tuple[str, ...], defaults: dict[str, Any], frozen: bool) -> Any:
    """The one method that is compiled."""
    taken = ", ".join(f"{name}=_defaults[{name!r}]" if name in defaults else name for name in names)
    lines = (f"_set(self, {name!r}, {name})" if frozen else f"self.{name} = {name}" for name in names)
    space: dict[str, Any] = {"_defaults": defaults, "_set": object.__setattr__}
    exec(f"def __init__(self, {taken}):\n " + "\n ".join(lines), space)
    made = space["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _alone(name: str) -> Any:
    get = attrgetter(name)
    return lambda value: (get(value),)


class _Fields:
    """`__dataclass_fields__` of a class, made when `replace`, `astuple` or another of that module asks for it."""

    def __init__(self, cls: type, defaults: dict[str, Any]) -> None:
        self._like = {"__annotations__": cls.__annotations__, "__module__": cls.__module__, **defaults}

    def __get__(self, value: object, owner: Any) -> Any:
        like: Any = _standard(type(owner.__name__, (), dict(self._like)), {})
        owner.__dataclass_fields__ = like.__dataclass_fields__
        return like.__dataclass_fields__


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def _eq(self: Any, other: Any) -> Any:
    return self._fields_of(self) == other._fields_of(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._fields_of(self))


def _refuse(_: object, name: str, *__: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__slots__]


def _take_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)


_SHARED = {"__repr__": _repr, "__eq__": _eq, "__getstate__": _state, "__setstate__": _take_state}
_FROZEN = {"__hash__": _hash, "__setattr__": _refuse, "__delattr__": _refuse}
