"""Conflict markers as they are found in files."""

from __future__ import annotations

import pytest

from crm.history.merge.lines import differences, marked, three_way
from crm.history.merge.markers import sides

PLAIN = """\
name: A
<<<<<<< HEAD
phone: 1
=======
phone: 2
>>>>>>> a branch
tags: [x]
"""
DIFF3 = """\
<<<<<<< ours
phone: 1
||||||| 0a1b2c3
phone: 0
=======
phone: 2
>>>>>>> theirs
"""


def test_sides_without_a_base() -> None:
    found = sides(PLAIN)
    assert found is not None
    assert found.ours == "name: A\nphone: 1\ntags: [x]\n"
    assert found.theirs == "name: A\nphone: 2\ntags: [x]\n"
    assert found.base is None
    assert not found.gone


def test_sides_with_a_base() -> None:
    found = sides(DIFF3)
    assert found is not None
    assert (found.ours, found.base, found.theirs) == ("phone: 1\n", "phone: 0\n", "phone: 2\n")


def test_a_base_counts_only_if_every_conflict_has_one() -> None:
    found = sides(DIFF3 + PLAIN)
    assert found is not None
    assert found.base is None
    assert found.count == 2


def test_line_ends_are_kept() -> None:
    found = sides(PLAIN.replace("\n", "\r\n"))
    assert found is not None
    assert found.ours == "name: A\r\nphone: 1\r\ntags: [x]\r\n"


def test_markers_of_another_length_are_text() -> None:
    inner = PLAIN.replace("<<<<<<<", "<" * 9).replace("=======", "=" * 9)
    inner = inner.replace(">>>>>>>", ">" * 9)
    found = sides(f"<<<<<<< ours\n{inner}=======\nname: B\n>>>>>>> theirs\n")
    assert found is not None
    assert found.ours == inner


def test_an_empty_side_is_told() -> None:
    found = sides("<<<<<<< ours\n=======\nphone: 2\n>>>>>>> theirs\n")
    assert found is not None
    assert found.gone


@pytest.mark.parametrize(
    "text",
    [
        "name: A\n",
        "name: A\n=======\n",
        "<<<<<<< ours\nphone: 1\n",
        "<<<<<<< ours\nphone: 1\n=======\nphone: 2\n",
        "<<<<<<<ours\nphone: 1\n=======\nphone: 2\n>>>>>>> theirs\n",
    ],
)
def test_no_sound_markers(text: str) -> None:
    assert sides(text) is None


def test_what_is_marked_is_found_again() -> None:
    ours, theirs = "a\nb\nc\nd\n", "a\nB\nc\n"
    found = sides(marked(differences(ours, theirs)))
    assert found is not None
    assert (found.ours, found.theirs) == (ours, theirs)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("a\n", "b\n", "b\n", "b\n"),
        ("a\n", "a\nx\n", "a\ny\n", "a\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n"),
        ("", "x\n", "y\n", "<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n"),
        ("a\nb\n", "", "a\nB\n", "<<<<<<< ours\n=======\na\nB\n>>>>>>> theirs\n"),
        ("a", "a\nx", "a\ny", "<<<<<<< ours\na\nx\n=======\na\ny\n>>>>>>> theirs\n"),
    ],
)
def test_merge_by_lines(base: str, ours: str, theirs: str, merged: str) -> None:
    assert marked(three_way(base, ours, theirs)) == merged
