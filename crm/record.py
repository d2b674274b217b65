"""Owns `record`, `positional` and `ordered`: frozen dataclasses, made in a fraction of the time.

`dataclass(frozen=True, slots=True, kw_only=True)` compiles eight functions for every class, which
is 0.7 ms; fifty such classes would be half of what `crm log` takes to start. Here one function is
compiled, `__init__`, and only when the first object of the class is made; the others are the same
for all records. `fields`, `replace`, `asdict`, copying and pickling work as with any dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter, ge, gt, le, lt
from typing import Any, TypeVar, dataclass_transform

_Record = TypeVar("_Record")
_set = object.__setattr__
_NONE: Mapping[str, Any] = {}
_MANY = 6  # attributes from which on a second class pays


@dataclass(init=False, repr=False, eq=False)
class _Sample:
    """A dataclass as the library makes it; what it notes in a class is noted in a record."""

    one: int


_MARK = fields(_Sample)[0]._field_type  # type: ignore[attr-defined]  # noqa: SLF001


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[_Record]) -> type[_Record]:
    """Return the class as a frozen dataclass with slots whose attributes are given by keyword."""
    return _made(cls, "self, *")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def positional(cls: type[_Record]) -> type[_Record]:
    """Return the same for a class whose attributes may also be given by their place."""
    return _made(cls, "self")


@dataclass_transform(frozen_default=True, order_default=True, field_specifiers=(field,))
def ordered(cls: type[_Record]) -> type[_Record]:
    """Return the same as `positional`, with objects that can be sorted by their attributes."""
    return _made(cls, "self", _ORDER)


def _made(cls: type[_Record], first: str, more: Mapping[str, Any] = _NONE) -> type[_Record]:
    """Return the class again with slots, the functions all records share, and what is noted."""
    space = dict(cls.__dict__)
    inherited: dict[str, Any] = {}
    for base in cls.__mro__[:0:-1]:
        inherited |= getattr(base, "__dataclass_fields__", {})
    own = {
        name: _field(name, said, space.pop(name, MISSING), by_keyword=first != "self")
        for name, said in cls.__annotations__.items()
    }
    for name in ("__dict__", "__weakref__"):
        space.pop(name, None)
    known = inherited | own
    space |= {**_SHARED, **more}
    space["_values"] = _reader(list(known))
    space["_compared"] = _reader([name for name, one in known.items() if one.compare])
    space["__slots__"] = tuple(name for name in own if name not in inherited)
    space["__qualname__"] = cls.__qualname__
    space["__dataclass_fields__"] = known
    space["__dataclass_params__"] = _Sample.__dataclass_params__  # type: ignore[attr-defined]
    space["__match_args__"] = tuple(known) if first == "self" else ()
    kind: Any = type(cls)
    made = kind(cls.__name__, cls.__bases__, space)
    made.__init__ = _at_first(made, first)
    return made  # type: ignore[no-any-return]


def _field(name: str, said: Any, default: Any, *, by_keyword: bool) -> Any:
    """Return what a dataclass notes of an attribute."""
    if default.__class__.__hash__ is None:
        raise ValueError(name)  # all objects would share it
    made: Any = default if isinstance(default, Field) else field(default=default)
    made.name, made.type, made.kw_only, made._field_type = name, said, by_keyword, _MARK  # noqa: SLF001
    return made


def _at_first(cls: Any, first: str) -> Any:
    """Return an `__init__` that compiles the true one when it is first called."""

    def init(self: Any, *places: Any, **values: Any) -> None:
        cls.__init__ = _init(cls, first)
        cls.__init__(self, *places, **values)

    return init


def _init(cls: type, first: str) -> Any:
    """Compile `__init__`: it sets every attribute from what is given, or its default."""
    space: dict[str, Any] = {"_set": _set, "_absent": MISSING}
    keywords: list[str] = []
    lines: list[tuple[str, str]] = []
    for one in fields(cls):
        name, value = one.name, one.name
        if not one.init:  # left to __post_init__
            continue
        if one.default_factory is not MISSING:
            space[f"_make_{name}"] = one.default_factory
            keywords.append(f"{name}=_absent")
            value = f"_make_{name}() if {name} is _absent else {name}"
        elif one.default is not MISSING:
            space[f"_default_{name}"] = one.default
            keywords.append(f"{name}=_default_{name}")
        else:
            keywords.append(name)
        lines.append((name, value))
    body = _at_once(cls, lines, space) if len(lines) >= _MANY else _one_by_one(lines)
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    exec(f"def __init__({first}, {', '.join(keywords)}):\n" + "\n".join(body), space)  # noqa: S102
    return space["__init__"]


def _one_by_one(values: list[tuple[str, str]]) -> list[str]:
    return [f" _set(self, {name!r}, {value})" for name, value in values]


def _at_once(cls: type, values: list[tuple[str, str]], space: dict[str, Any]) -> list[str]:
    """Let the object be of a class that is not frozen while it is made: that is twice as fast."""
    slots = tuple(cls.__dict__["__slots__"])
    if cls.__bases__ != (object,) or set(slots) != {one.name for one in fields(cls)}:
        return _one_by_one(values)
    space["_frozen"], space["_open"] = cls, type(cls.__name__, (), {"__slots__": slots})
    return [
        " _set(self, '__class__', _open)",
        *(f" self.{name} = {value}" for name, value in values),
        " self.__class__ = _frozen",
    ]


def _reader(names: list[str]) -> Any:
    """Return what gives the values of some attributes as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)  # called on the class of a record, it takes the record as it is
    return staticmethod(lambda self: tuple(getattr(self, name) for name in names))


def _state(self: Any) -> Any:
    return self._values(self)


def _repr(self: Any) -> str:
    pairs = (f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({', '.join(pairs)})"


def _eq(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return self._compared(self) == other._compared(other)  # noqa: SLF001


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _comparison(compare: Any) -> Any:
    def compared(self: Any, other: Any) -> Any:
        if type(other) is not type(self):
            return NotImplemented
        return compare(self._compared(self), other._compared(other))  # noqa: SLF001

    return compared


def _refuse_set(_self: Any, name: str, _value: Any) -> None:
    raise FrozenInstanceError(name)


def _refuse_delete(_self: Any, name: str) -> None:
    raise FrozenInstanceError(name)


def _set_state(self: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(self.__dataclass_fields__, state, strict=True):
        _set(self, name, value)


_SHARED = {
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
_ORDER = {f"__{one.__name__}__": _comparison(one) for one in (lt, le, gt, ge)}
