"""Records behave as frozen dataclasses do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from crm.record import ordered, positional, record


@record
class Point:
    """A record with a needed attribute, a default and a default that is made."""

    x: int
    y: int = 2
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """What `Point` stands for."""

    x: int
    y: int = 2
    names: dict[str, str] = field(default_factory=dict)


@record
class Checked:
    """A record that derives something when it is made."""

    text: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.text))


def test_attributes_and_defaults() -> None:
    point = Point(x=1)
    assert (point.x, point.y, point.names) == (1, 2, {})
    assert Point(x=1).names is not Point(x=1).names
    assert Checked(text="abc").length == 3


def test_only_keywords() -> None:
    with pytest.raises(TypeError):
        Point(1)
    with pytest.raises(TypeError, match="missing"):
        Point()
    with pytest.raises(TypeError, match="unexpected"):
        Point(x=1, z=2)


@positional
class Pair:
    """Two attributes by their place."""

    left: int
    right: int = 2


def test_places() -> None:
    assert Pair(1) == Pair(left=1, right=2)
    assert hash(Pair(1, 3)) == hash(Pair(1, 3))
    match Pair(1, 3):
        case Pair(left, right):
            assert (left, right) == (1, 3)
    with pytest.raises(FrozenInstanceError):
        Pair(1).left = 2


def test_frozen() -> None:
    point = Point(x=1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2
    with pytest.raises(FrozenInstanceError):
        del point.x
    with pytest.raises((FrozenInstanceError, AttributeError)):
        point.other = 2
    assert not hasattr(point, "__dict__")


def test_equality_and_hash() -> None:
    assert Point(x=1) == Point(x=1)
    assert Point(x=1) != Point(x=2)
    assert Point(x=1) != Same(x=1)
    assert hash(Checked(text="a")) == hash(Checked(text="a"))
    with pytest.raises(TypeError):
        hash(Point(x=1))


def test_like_a_dataclass() -> None:
    assert [one.name for one in fields(Point)] == [one.name for one in fields(Same)]
    assert repr(Point(x=1)) == repr(Same(x=1)).replace("Same", "Point")
    assert replace(Point(x=1), y=5) == Point(x=1, y=5)
    assert asdict(Point(x=1)) == asdict(Same(x=1))


def test_copies() -> None:
    point = Point(x=1, names={"a": "b"})
    assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - our own bytes
    assert copy.copy(point) == point
    deep = copy.deepcopy(point)
    assert deep == point
    assert deep.names is not point.names


@ordered
class Place:
    """Sorts by its first two attributes; the third is not compared."""

    path: str
    line: int = 1
    note: str = field(default="", compare=False)


def test_order() -> None:
    places = [Place("b"), Place("a", 2), Place("a", 1, "x")]
    assert sorted(places) == [Place("a", 1), Place("a", 2), Place("b")]
    assert Place("a", 1, "x") == Place("a", 1, "y")
    assert len({Place("a", 1, "x"), Place("a", 1, "y")}) == 1
    assert Place("a") <= Place("a") >= Place("a")
    assert not Place("a") < Place("a") > Place("a")
    with pytest.raises(TypeError):
        sorted([Place("a"), Pair(1)])


def test_shared_defaults_are_refused() -> None:
    with pytest.raises(ValueError, match="names"):

        @record
        class _Shared:
            names: list[str] = []  # noqa: RUF012 - what is refused
