"""Owns `record` and `positional`: frozen dataclasses, made in a fraction of the time.

`dataclass(frozen=True, slots=True, kw_only=True)` compiles eight functions for every class, which
is 0.7 ms; fifty such classes would be half of what `crm log` takes to start. Here one function is
compiled, `__init__`; the others are the same for all records. `fields`, `replace`, `asdict`,
copying and pickling work as with any dataclass.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

_Record = TypeVar("_Record")
_set = object.__setattr__
_MANY = 6  # attributes from which on a second class pays


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[_Record]) -> type[_Record]:
    """Return the class as a frozen dataclass with slots whose attributes are given by keyword."""
    return _completed(
        dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls), "self, *"
    )


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def positional(cls: type[_Record]) -> type[_Record]:
    """Return the same for a class whose attributes may also be given by their place."""
    return _completed(dataclass(init=False, repr=False, eq=False, slots=True)(cls), "self")


def _completed(cls: type[_Record], first: str) -> type[_Record]:
    for name, function in _SHARED.items():
        setattr(cls, name, function)
    cls.__init__ = _init(cls, first)  # type: ignore[method-assign]
    return cls


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


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def _repr(self: Any) -> str:
    pairs = (f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({', '.join(pairs)})"


def _eq(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


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
    "__getstate__": _values,
    "__setstate__": _set_state,
}
