"""Merges of generated files against an oracle that knows which entry is which."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from pathlib import Path

import merge_oracle as oracle
import pytest
import yaml
import yaml_files
from hypothesis import assume, given
from hypothesis import strategies as st
from merge_clones import STYLES, changed

from crm.errors import CrmError
from crm.history.merge import merge, three_way
from crm.text import change, plain, read

_seeds = st.integers(0, 2**30)


def versions(seed: int) -> tuple[bytes, bytes, bytes]:
    """Return a base and what two people made of it."""
    pick = random.Random(seed)
    style = pick.choice(STYLES).format(name="Client0")
    start = style.replace("\n", pick.choice(["\n", "\n", "\r\n"])).encode()
    word = 0

    def worked(data: bytes, count: int) -> bytes:
        nonlocal word
        for _ in range(count):
            word += 1
            data = changed(data, random.Random(f"{seed} {word}"), f"w{word}")
        return data

    base = worked(start, pick.randint(0, 6))
    return base, worked(base, pick.randint(1, 6)), worked(base, pick.randint(1, 6))


def complaints(base: bytes, ours: bytes, theirs: bytes) -> list[str]:
    merged = merge(base, ours, theirs, "x")
    return oracle.complaints(base, ours, theirs, merged.data, clean=not merged.conflicts)


@given(_seeds)
def test_nothing_lost_nothing_doubled(seed):
    assert complaints(*versions(seed)) == []


@pytest.mark.slow
def test_nothing_lost_in_many_merges():
    found = {seed: told for seed in range(20_000) if (told := complaints(*versions(seed)))}
    assert found == {}


@given(_seeds)
def test_the_other_way_round_the_data_are_the_same(seed):
    base, ours, theirs = versions(seed)
    one, other = merge(base, ours, theirs, "x"), merge(base, theirs, ours, "x")
    assert bool(one.conflicts) == bool(other.conflicts)
    if not one.conflicts:
        data = [oracle.canonical(oracle.load(merged.data)) for merged in (one, other)]
        assert data[0] == data[1]


@given(_seeds)
def test_merging_again_changes_nothing(seed):
    base, ours, theirs = versions(seed)
    assume(b"equal" not in base + ours + theirs)  # one added here, one deleted there: 1 + 1 - 1
    merged = merge(base, ours, theirs, "x")
    if not merged.conflicts:
        assert merge(base, merged.data, theirs, "x").data == merged.data


@given(_seeds)
def test_one_side_alone_is_taken_as_it_is(seed):
    base, ours, _ = versions(seed)
    assert merge(base, ours, base, "x").data == ours
    assert merge(base, base, ours, "x").data == ours
    assert merge(base, ours, ours, "x").data == ours


def _edited(data: bytes, pick: random.Random) -> bytes:
    """Return a file of any style after a few changes of any kind."""
    for _ in range(pick.randint(1, 4)):
        document = read("x", data)
        root = plain(document.root) if document.root else {}
        name = pick.choice(["interactions", "tasks"])
        items = root.get(name)
        place = pick.randrange(len(items)) if isinstance(items, list) and items else 0
        day = f"2026-01-0{pick.randint(1, 9)}"
        changes = [
            change.append((name,), {"date": day, "type": "call"}),
            change.put((name, place, "done"), day),
            change.remove((name, place)),
            change.put((pick.choice(list(root)),), pick.choice(["one", "two\nlines", ["a", "b"]])),
        ]
        try:
            data = change.apply(document, pick.choice(changes)).source.data
        except (CrmError, LookupError, TypeError):
            continue
    return data


@given(yaml_files.client_files(filled=True), _seeds)
def test_text_and_data_agree_whatever_the_style(base, seed):
    """Nothing falls back to the merge by lines, and both sides of a conflict can be read."""
    pick = random.Random(seed)
    ours, theirs = _edited(base, pick), _edited(base, pick)
    old, here, there = (three_way.version("x", data) for data in (base, ours, theirs))
    assert old
    assert here
    assert there
    merged = three_way.unite(old, here, there)
    sides = oracle.sides(merged.data) if merged.conflicts else (merged.data,)
    if b"\r" not in merged.data:
        assert all(read("x", side).root is not None for side in sides)


def _union(folder: Path, texts: tuple[bytes, bytes, bytes]) -> bytes:
    """Return what git's own `merge=union` makes of three versions."""
    for name, text in zip(("base", "ours", "theirs"), texts, strict=True):
        (folder / name).write_bytes(text)
    words = ["git", "merge-file", "--union", "-p", "ours", "base", "theirs"]
    return subprocess.run(words, cwd=folder, capture_output=True, check=True).stdout


def faults_of_union(folder: Path, seeds: range) -> Counter[str]:
    """Return how many merges the oracle finds fault with, and of which kind."""
    seen: Counter[str] = Counter()
    for texts in map(versions, seeds):
        if texts[0] in texts[1:] or texts[1] == texts[2]:
            continue
        try:
            found = oracle.complaints(*texts, _union(folder, texts), clean=True)
        except (yaml.YAMLError, AttributeError):
            found = ["cannot be read"]
        except KeyError:
            found = ["in a list where it does not belong"]
        seen.update(merges=1, faults=bool(found))
        for kind in ("doubled", "cannot be read", "no conflict"):
            seen[kind] += any(kind in one for one in found)
    return seen


def test_the_oracle_finds_fault_with_union(tmp_path):
    """The same versions and the same oracle: what passes here must fail there."""
    seen = faults_of_union(tmp_path, range(100))
    assert seen["faults"] > seen["merges"] / 2, seen
    assert seen["cannot be read"] > seen["merges"] / 4, seen
    assert seen["doubled"], seen
    assert seen["no conflict"], seen


def test_union_drops_one_of_two_calls_on_one_day(tmp_path):
    """A reader that lets a key stand twice finds two of three entries: we find three."""
    base = b"interactions:\n  - date: 2026-01-01\n    type: call\n    summary: first\n"
    ours, theirs = (
        base + b"  - date: 2026-01-02\n    type: call\n    summary: " + summary + b"\n"
        for summary in (b"asked for a trial", b"wants an offer")
    )
    union = yaml.load(_union(tmp_path, (base, ours, theirs)), Loader=yaml.BaseLoader)  # noqa: S506
    assert len(union["interactions"]) == 2
    assert len(oracle.load(merge(base, ours, theirs, "x").data)["interactions"]) == 3
