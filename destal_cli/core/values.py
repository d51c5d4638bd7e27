"""`dataclass`, `field` and `replace` for the values of this program, at a fraction of the time at start-up.

The standard library's decorator compiles up to ten methods for each class, makes a slotted class twice, and imports the
whole of `inspect`; that was a fifth of the time to a first question. Here one method is compiled, `__init__`, and the
others are shared. A frozen value with slots is filled as one of a twin class that is not frozen, which takes half the
time of going round its own `__setattr__`; it has no subclasses, whose values would come out as values of it. Type
checkers see the standard ones. What is out of the ordinary (inheritance, methods of a class's own in place of these) is
left to them.
"""

from __future__ import annotations

import operator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:

    def dataclass(cls=None, /, **options):
        """As in the standard library."""

        def made(given):
            known = options.keys() <= {"frozen", "slots", "order"}
            return _made(given, **options) if known and _is_plain(given) else _standard(given, options)

        return made if cls is None else made(cls)

    def field(**options):
        """As in the standard library: a default or what makes one, and whether it is compared and shown."""
        return _Field(options)

    def replace(value, /, **changes):
        """As in the standard library."""
        names = getattr(value, "_names", None)
        if names is None:
            from dataclasses import replace as standard

            return standard(value, **changes)
        return value.__class__(**{**{name: getattr(value, name) for name in names}, **changes})


_MISSING = object()


class _Field:
    """What `field` was told."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.default = options.get("default", _MISSING)
        self.factory = options.get("default_factory")


def _standard(cls: type, options: dict[str, Any]) -> Any:
    from dataclasses import dataclass as standard
    from dataclasses import field as standard_field

    for name, value in list(vars(cls).items()):
        if isinstance(value, _Field):
            setattr(cls, name, standard_field(**value.options))
    return standard(**options)(cls)


def _is_plain(cls: type) -> bool:
    """Whether the class has fields and defaults, and nothing else that its methods would have to know of."""
    fields = getattr(cls, "__annotations__", {})
    own = [cls.__dict__.get(name) for name in fields]
    told = [field.options for field in own if isinstance(field, _Field)]
    methods = ("__post_init__", "__init__", "__eq__", "__hash__", "__repr__", "__setattr__")
    unusual = any(type(default).__name__ == "Field" for default in own) or any(n in cls.__dict__ for n in methods)
    unusual |= any(not options.keys() <= {"default", "default_factory", "compare", "repr"} for options in told)
    kinds = any("ClassVar" in str(kind) or "InitVar" in str(kind) for kind in fields.values())
    return bool(fields) and cls.__bases__ == (object,) and not unusual and not kinds


def _made(cls: type, frozen: bool = False, slots: bool = False, order: bool = False) -> type:
    """The class with its methods; with slots it is another."""
    names = tuple(cls.__annotations__)
    space = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: space.pop(name) for name in names if name in space}
    told = {name: given.options for name, given in defaults.items() if isinstance(given, _Field)}
    compared = [name for name in names if told.get(name, {}).get("compare", True)]
    twin = type(cls)(cls.__name__, cls.__bases__, {"__slots__": names}) if frozen and slots else None
    init = _init(cls, names, defaults, frozen, twin)
    more: dict[str, Any] = {**_SHARED, "__match_args__": names, "__init__": init}
    more["_names"] = names
    more["_shown"] = tuple(name for name in names if told.get(name, {}).get("repr", True))
    more["_fields_of"] = staticmethod(attrgetter(*compared) if len(compared) > 1 else _alone(compared[0]))
    more["__dataclass_fields__"] = _Fields(cls, defaults)
    more.update(_FROZEN if frozen else {"__hash__": None})
    if order:
        more.update(_ORDERED)
    if slots:
        last = _LAST if twin else {}
        made = type(cls)(cls.__name__, cls.__bases__, {**space, **more, **_STATES, **last, "__slots__": names})
        init.__globals__["_own"] = made
        return made
    for name, given in defaults.items():
        if getattr(given, "factory", None) or getattr(given, "default", None) is _MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, given.default if isinstance(given, _Field) else given)
    for name, method in more.items():
        setattr(cls, name, method)
    return cls


def _init(cls: type, names: tuple[str, ...], defaults: dict[str, Any], frozen: bool, twin: type | None) -> Any:
    """The one method that is compiled; with a twin it wants to be told the class itself, as `_own`."""
    space: dict[str, Any] = {"_set": object.__setattr__, "_missing": _MISSING, "_twin": twin}
    taken, lines = [], []
    for number, name in enumerate(names):
        given, value = defaults.get(name, _MISSING), name
        if isinstance(given, _Field) and given.factory:
            space[f"_made{number}"], given = given.factory, _MISSING
            taken.append(f"{name}=_missing")
            value = f"_made{number}() if {name} is _missing else {name}"
        elif (given := given.default if isinstance(given, _Field) else given) is _MISSING:
            taken.append(name)
        else:
            space[f"_default{number}"] = given
            taken.append(f"{name}=_default{number}")
        lines.append(f"_set(self, {name!r}, {value})" if frozen and not twin else f"self.{name} = {value}")
    if twin:
        lines = ['_set(self, "__class__", _twin)', *lines, "self.__class__ = _own"]
    exec(f"def __init__(self, {', '.join(taken)}):\n " + "\n ".join(lines), space)
    made = space["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _alone(name: str) -> Any:
    get = attrgetter(name)
    return lambda value: (get(value),)


class _Fields:
    """`__dataclass_fields__` of a class, made when a function of that module asks for it."""

    def __init__(self, cls: type, defaults: dict[str, Any]) -> None:
        self._like = {"__annotations__": cls.__annotations__, "__module__": cls.__module__, **defaults}

    def __get__(self, value: object, owner: Any) -> Any:
        like: Any = _standard(type(owner.__name__, (), dict(self._like)), {})
        owner.__dataclass_fields__ = like.__dataclass_fields__
        return like.__dataclass_fields__


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._shown)})"


def _eq(self: Any, other: Any) -> Any:
    return self._fields_of(self) == other._fields_of(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._fields_of(self))


def _refuse(_: object, name: str, *__: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _refuse_subclass(cls: type, **_: object) -> None:
    raise TypeError(f"{cls.__name__} cannot be a subclass: what it is made of is frozen and has slots")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__slots__]


def _take_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)


_SHARED = {"__repr__": _repr, "__eq__": _eq}
_STATES = {"__getstate__": _state, "__setstate__": _take_state}
_LAST = {"__init_subclass__": _refuse_subclass}
_FROZEN = {"__hash__": _hash, "__setattr__": _refuse, "__delattr__": _refuse}


def _compared(operation: str) -> Any:
    compare = getattr(operator, operation)

    def method(self: Any, other: Any) -> Any:
        same = other.__class__ is self.__class__
        return compare(self._fields_of(self), other._fields_of(other)) if same else NotImplemented

    return method


_ORDERED = {f"__{operation}__": _compared(operation) for operation in ("lt", "le", "gt", "ge")}
