"""What a merge has to give, worked out anew: no code of crm is used here.

Files of these tests name every entry by a word of its own (a token), so that there is no doubt
which entry is which, however much of it was edited. Entries that were added as equal texts share a
token and are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import yaml

GONE = None
_TOKEN = {
    "contacts": lambda item: item["name"],
    "deals": lambda item: item["id"],
    "tasks": lambda item: item["what"].split()[0],
    "interactions": lambda item: item["summary"].split()[0],
    "items": lambda item: item["service"],
}
_UNITED = {"contacts", "deals"}  # added on both sides under one name: one thing
_COMMENT = re.compile(r"# (c\d+)")
_MARKED = re.compile(
    r"^(?P<open><{7,}) .*?\n(?P<ours>.*?)^={7,}\n(?P<theirs>.*?)^>{7,} .*?\n",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Expected:
    """The merged data, conflicts decided for us and for them, and where there are any.

    Of `doubts` it cannot be told whether they are conflicts; `clean` is what no conflict gives.
    """

    ours: Any
    theirs: Any
    conflicts: list[str] = field(default_factory=list)
    clean: Any = None
    doubts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clean = self.ours if self.clean is None else self.clean

    def found_in(self, part: Expected) -> None:
        """Take over what is in conflict or doubt in a part."""
        self.conflicts += part.conflicts
        self.doubts += part.doubts


class _Loader(yaml.BaseLoader):
    """Makes texts only, and refuses a key that is there twice."""


def _mapping_once(loader: Any, node: Any) -> dict[str, Any]:
    pairs = loader.construct_pairs(node, deep=True)
    if len(dict(pairs)) < len(pairs):
        raise yaml.YAMLError("a key is there twice")
    return dict(pairs)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping_once)


def load(data: bytes) -> Any:
    """Return the data of a file, every scalar a text; None for a file that is not there."""
    loader = _Loader(data.decode("utf-8-sig"))
    try:
        node = loader.get_single_node()
        return _mapping_once(loader, node) if node else None
    finally:
        loader.dispose()


def sides(data: bytes) -> tuple[bytes, bytes]:
    """Return both texts of a file with conflict markers."""
    text = data.decode().replace("\r\n", "\n")
    ours = _MARKED.sub(lambda found: found["ours"], text)
    theirs = _MARKED.sub(lambda found: found["theirs"], text)
    return ours.encode(), theirs.encode()


def comments(data: bytes) -> set[str]:
    return set(_COMMENT.findall(data.decode()))


def expected_comments(base: bytes, ours: bytes, theirs: bytes) -> set[str]:
    old, here, there = map(comments, (base, ours, theirs))
    return (here & there) | (here - old) | (there - old)


def merged(base: Any, ours: Any, theirs: Any, place: str = "") -> Expected:
    """Return what three versions of a value have to give."""
    if theirs in (ours, base):
        return Expected(ours, ours)
    if base == ours:
        return Expected(theirs, theirs)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _mapping(base if isinstance(base, dict) else {}, ours, theirs, place)
    if isinstance(ours, list) or isinstance(theirs, list):
        return _list(*(_as_list(value) for value in (base, ours, theirs)), place)
    return Expected(ours, theirs, [place])


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [value] if value else []


def _mapping(base: dict, ours: dict, theirs: dict, place: str) -> Expected:
    result = Expected({}, {}, clean={})
    for key in {**ours, **theirs, **base}:
        part = merged(base.get(key), ours.get(key), theirs.get(key), f"{place}.{key}")
        result.found_in(part)
        for whole, value in (
            (result.ours, part.ours), (result.theirs, part.theirs), (result.clean, part.clean),
        ):  # fmt: skip
            if value is not GONE:
                whole[key] = value
    return result


def _list(base: list, ours: list, theirs: list, place: str) -> Expected:
    name = place.rsplit(".", 1)[-1]
    token = _TOKEN.get(name, str)
    result = Expected([], [], clean=[])
    for one in dict.fromkeys(map(token, (*ours, *theirs, *base))):
        here = [[item for item in side if token(item) == one] for side in (base, ours, theirs)]
        part = _one_token(here, name, f"{place}.{one}")
        result.ours += part.ours
        result.theirs += part.theirs
        result.clean += part.clean
        result.found_in(part)
    return result


def _one_token(lists: list[list[Any]], name: str, place: str) -> Expected:
    if max(map(len, lists)) > 1 or (not lists[0] and name not in _UNITED):
        return _counted(*lists, place)
    part = merged(*(side[0] if side else GONE for side in lists), place)
    ours, theirs, clean = (
        [] if value is GONE else [value] for value in (part.ours, part.theirs, part.clean)
    )
    return Expected(ours, theirs, part.conflicts, clean, part.doubts)


def _counted(base: list, ours: list, theirs: list, place: str) -> Expected:
    """Count equal items: added as often as the side that added it most, taken away likewise.

    Where both took one away and a side added another form, it may have edited what the other side
    deleted or edited: whether that is a conflict depends on which of them was meant.
    """
    old, here, there = (Counter(map(canonical, side)) for side in (base, ours, theirs))
    by_form = {canonical(item): item for side in (base, ours, theirs) for item in side}
    clean, in_ours, in_theirs = [], [], []
    both_took = any(here[form] < count > there[form] for form, count in old.items())
    for form, item in by_form.items():
        one, other = here[form] - old[form], there[form] - old[form]
        if one >= 0 and other >= 0:
            change = max(one, other)
        elif one <= 0 and other <= 0:
            change = min(one, other)
        else:
            change = one + other
        clean += [item] * (old[form] + change)
        in_ours += [item] * (old[form] + (change if one else min(change, 0)))
        in_theirs += [item] * (old[form] + (change if other else min(change, 0)))
    if both_took and in_ours != in_theirs:
        return Expected(in_ours, in_theirs, [], clean, [place])
    return Expected(clean, list(clean))


def canonical(value: Any) -> Any:
    """Return a form that is equal for equal data: lists in any order, mappings too.

    A key that holds nothing counts as one that is not there.
    """
    if isinstance(value, dict):
        kept = {key: part for key, part in value.items() if part or isinstance(part, str)}
        return ("mapping", *sorted((key, canonical(part)) for key, part in kept.items()))
    if isinstance(value, list):
        return ("list", *sorted((canonical(part) for part in value), key=repr))
    return value


def complaints(base: bytes, ours: bytes, theirs: bytes, result: bytes, *, clean: bool) -> list[str]:
    """Return what is wrong with a merge; nothing when it is as it has to be."""
    want = merged(*map(load, (base, ours, theirs)), "")
    if clean and want.conflicts:
        return [f"no conflict at {', '.join(want.conflicts)}"]
    if not clean and not want.conflicts and not want.doubts:
        return ["a conflict without need"]
    texts = (result, result) if clean else sides(result)
    if not clean and texts[0] == texts[1]:
        return ["no conflict is to be seen"]
    found = []
    wanted = (want.clean, want.clean) if clean else (want.ours, want.theirs)
    for text, data in zip(texts, wanted, strict=True):
        try:
            found += _differences(data, load(text))
        except yaml.YAMLError:
            found.append("the result cannot be read")
    found += [
        f"comment {one} lost" for one in expected_comments(base, ours, theirs) - comments(result)
    ]
    found += _disorder(*map(load, (base, ours, theirs, texts[0]))) if clean else []
    found += ["the line ends are not ours"] * (
        ours != base and b"\n" in result and _line_ends(ours) not in {_line_ends(result), None}
    )
    return found


def _line_ends(data: bytes) -> bool | None:
    """Tell whether a file has CRLF throughout; None where it has both line ends."""
    both = data.count(b"\r\n")
    return None if 0 < both < data.count(b"\n") else both > 0


def _differences(want: Any, got: Any) -> list[str]:
    if canonical(want) == canonical(got):
        return []
    found = []
    for name, token in _TOKEN.items():
        if name == "items" or not isinstance(got, dict):
            continue
        wanted = Counter(token(item) for item in want.get(name) or [])
        have = Counter(token(item) for item in got.get(name) or [])
        found += [f"lost: {one} of {name}" for one in (wanted - have).elements()]
        found += [f"doubled: {one} of {name}" for one in (have - wanted).elements()]
    return found or [f"not as it has to be: {got!r}, not {want!r}"]


def _disorder(base: Any, ours: Any, theirs: Any, result: Any) -> list[str]:
    """Tell where our entries are no longer in our order, although theirs were not moved either."""
    old, before, there, after = map(_order, (base, ours, theirs, result))
    if [one for one in old if one in there] != [one for one in there if one in old]:
        return []  # they moved entries: that is taken
    before, after = ([one for one in x if not one.startswith("equal")] for x in (before, after))
    kept = [one for one in before if one in after]
    rest = iter(after)  # an entry both have, edited by one since, is there twice
    if all(one in rest for one in kept):
        return []
    return [f"ours are out of order: {after}, not {kept}"]


def _order(data: Any) -> list[str]:
    return [_TOKEN["interactions"](item) for item in (data or {}).get("interactions") or []]
