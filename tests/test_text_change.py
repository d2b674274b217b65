"""Promise of SPEC 7, faithful edits: a change keeps every other byte and all other data."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from yaml_files import client_files, entries, texts, values

from crm.errors import UnsafeEdit, Unwritable
from crm.text import plain, read
from crm.text.change import append, apply, put, remove
from crm.text.source import Document

pytestmark = pytest.mark.hypothesis


def _document(data: bytes) -> Document:
    document = read("a.yaml", data)
    assume(document.root is not None)
    return document


def _writable(value: object) -> bool:
    return not any(bad in repr(value) for bad in ("\\ud8", "\\udf"))


def _changed(before: Document, change: object) -> Document | None:
    """Return the changed document; None where the floor refused, which is always allowed."""
    try:
        return apply(before, change)  # type: ignore[arg-type]
    except (UnsafeEdit, Unwritable):
        return None


def _kept(before: bytes, after: bytes) -> bytes:
    """Return what an insertion put in, proving that all old bytes stand around it."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before)
    )
    tail = len(before) - start
    while tail and before[len(before) - tail :] != after[len(after) - tail :]:
        start -= 1
        tail += 1
        assert start >= 0
    assert before == after[:start] + (after[len(after) - tail :] if tail else b"")
    return after[start : len(after) - tail]


@given(client_files(), entries)
def test_append_keeps_every_other_byte(data: bytes, entry: dict[str, object]) -> None:
    """Given a file and an entry, when it is appended, then the old bytes are all there."""
    before = _document(data)
    old = plain(before.root)
    after = _changed(before, append(("interactions",), entry))
    if after is None:
        return
    new = plain(after.root)
    had = old.get("interactions")
    items = had if isinstance(had, list) else []
    assert new["interactions"] == [*items, entry]
    assert {k: v for k, v in new.items() if k != "interactions"} == {
        k: v for k, v in old.items() if k != "interactions"
    }
    if items:
        assert _kept(data, after.source.data)


@given(client_files(), entries)
def test_append_to_a_readable_list_is_hardly_ever_refused(
    data: bytes, entry: dict[str, object]
) -> None:
    """Only a block text that would swallow the new line may stop an append."""
    before = _document(data)
    if _changed(before, append(("interactions",), entry)) is None:
        assert b"|" in data or b">" in data
        assert not data.endswith((b"\n", b"\r"))


@given(client_files(), st.sampled_from(["name", "phone", "f0", "z0"]), texts)
def test_set_changes_one_value_and_no_other_line(data: bytes, key: str, text: str) -> None:
    """Given a key, when it is set, then its value is the text and all other data are as before."""
    before = _document(data)
    old = plain(before.root)
    after = _changed(before, put((key,), text))
    if after is None:
        return
    assert plain(after.root) == {**old, key: text}
    if key not in old:
        assert _kept(data, after.source.data)
        return
    node = before.root.get(key)
    start = len(before.source.text[: node.start].encode()) + 3 * before.source.bom
    assert after.source.data.startswith(data[: start - 1].rstrip(b" "))


@given(client_files(filled=True), st.integers(0, 2))
def test_tick_adds_one_key_to_one_task(data: bytes, number: int) -> None:
    """Given a task, when it is ticked, then it alone gets `done`."""
    before = _document(data)
    number %= len(plain(before.root)["tasks"])
    after = _changed(before, put(("tasks", number, "done"), "2026-11-24"))
    if after is None:
        assert not data.endswith((b"\n", b"\r"))
        return
    wanted = plain(before.root)
    wanted["tasks"][number]["done"] = "2026-11-24"
    assert plain(after.root) == wanted
    assert b"done" in _kept(data, after.source.data)


@given(client_files(filled=True), st.sampled_from(["name", "interactions", "tasks"]))
def test_remove_takes_out_one_key(data: bytes, key: str) -> None:
    """Given a key, when it is removed, then all other data are as before."""
    before = _document(data)
    old = plain(before.root)
    after = _changed(before, remove((key,)))
    if after is not None:
        assert plain(after.root) == {k: v for k, v in old.items() if k != key}
        assert len(after.source.data) < len(data) or len(old) == 1


@given(client_files(), values)
def test_put_gives_any_value_back(data: bytes, value: object) -> None:
    """Nested values of any text are read back as they were given."""
    after = _changed(_document(data), put(("fields", "own"), value))
    if after is not None:
        assert plain(after.root)["fields"]["own"] == value


@given(entries)
def test_other_yaml_readers_see_the_same_texts(entry: dict[str, object]) -> None:
    """What we write, PyYAML's own safe loader reads as the same texts."""
    after = apply(_document(b"name: x\n"), append(("interactions",), entry))
    if any(bad in after.source.text for bad in ("\x85", "\u2028", "\u2029")):
        return
    loaded = yaml.safe_load(after.source.text)
    assert loaded["interactions"] == [entry]


NAIVE = """\
name: x
interactions:
  - date: 2026-11-01
    note: y
  # end of list

# footer
phone: "1"   # keep
"""


def test_a_naive_writer_would_fail() -> None:
    """Loading and dumping, as careless tools do, loses comments: the tests above see that."""
    loaded = yaml.load(NAIVE, Loader=yaml.BaseLoader)  # noqa: S506 - all texts, no objects
    loaded["interactions"].append({"date": "2026-11-21"})
    dumped = yaml.safe_dump(loaded, allow_unicode=True, sort_keys=False).encode()
    with pytest.raises(AssertionError):
        _kept(NAIVE.encode(), dumped)


def test_append_stands_inside_the_list_before_its_footer() -> None:
    """The new item follows the last item's own last line; comments behind stay behind."""
    after = apply(
        read("a.yaml", NAIVE.encode()), append(("interactions",), {"date": "2026", "x": "a"})
    )
    assert after.source.text == NAIVE.replace(
        "    note: y\n", '    note: y\n  - date: "2026"\n    x: a\n'
    )


@pytest.mark.parametrize(
    ("text", "path", "value", "wanted"),
    [
        ("a: 1 # c\n", ("a",), "2 #", 'a: "2 #" # c\n'),
        ("a:\nb: x\n", ("a",), "why", "a: why\nb: x\n"),
        ("a: |\n  one\n  two\nb: x\n", ("a",), "why", "a: why\nb: x\n"),
        ("a: x\nb: y\n", ("a",), "one\ntwo", "a: |-\n  one\n  two\nb: y\n"),
        ("a: {b: 1}\n", ("a", "c"), "x, y", 'a: {b: 1, c: "x, y"}\n'),
        ("a:\n  b: 1\nc: 2\n", ("a", "d"), "x", "a:\n  b: 1\n  d: x\nc: 2\n"),
        ("a: x\n", ("b", "c"), "why", "a: x\nb: {c: why}\n"),
        ("l:\n- {a: x}\n- {a: y}\n", ("l", 1, "b"), "z", "l:\n- {a: x}\n- {a: y, b: z}\n"),
        ("l:\n  - a: x\n    # c\n  - a: y\n", ("l", 0, "b"), "z", "l:\n  - a: x\n    b: z\n    # c\n  - a: y\n"),
    ],
)  # fmt: skip
def test_put_by_example(text: str, path: tuple[str | int, ...], value: str, wanted: str) -> None:
    """Each place of a value, as a person would have written it."""
    assert apply(read("a.yaml", text.encode()), put(path, value)).source.text == wanted


def test_put_follows_the_usual_order_of_keys() -> None:
    """A new key stands after the last key that usually comes before it."""
    text = "name: x\n# who\nowner: ana\ninteractions: []\n"
    order = ("name", "kind", "owner", "phone", "interactions")
    after = apply(read("a.yaml", text.encode()), put(("phone",), "1", order))
    assert after.source.text == text.replace("ana\n", 'ana\nphone: "1"\n')


def test_keys_without_a_usual_place_stay_where_they_are() -> None:
    """A key of the user's own belongs to the one before it."""
    order = ("name", "phone", "notes", "interactions")
    text = "name: x\nfrom: y\n"
    after = apply(read("a.yaml", text.encode()), put(("interactions",), [], order))
    assert after.source.text == text + "interactions: []\n"
    after = apply(
        read("a.yaml", (text + "notes: z\nto: w\n").encode()), put(("phone",), "a", order)
    )
    assert after.source.text == text + "phone: a\nnotes: z\nto: w\n"


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        ("a: 1\nb: 2 # x\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
        ("a: [x, y, z]\n", ("a", 1), "a: [x, z]\n"),
        ("a: [x, y]\n", ("a", 1), "a: [x]\n"),
        ("a: [x]\n", ("a", 0), "a: []\n"),
        ("a:\n  - x\n", ("a", 0), "a: []\n"),
        ("a:\n  - x\n  - y\n", ("a", 0), "a:\n  - y\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a: 1\nb: |\n  x\n\nc: 3\n", ("b",), "a: 1\n\nc: 3\n"),
        ("a: 1\nb: 2", ("b",), "a: 1"),
    ],
)
def test_remove_by_example(text: str, path: tuple[str | int, ...], wanted: str) -> None:
    """Entries and items go with their own lines and no other."""
    assert apply(read("a.yaml", text.encode()), remove(path)).source.text == wanted


def test_text_that_is_no_unicode_is_refused() -> None:
    """Half a surrogate pair (from a file name or a broken terminal) cannot be written."""
    with pytest.raises(Unwritable):
        apply(read("a.yaml", b"name: x\n"), put(("name",), "a\udc80"))
