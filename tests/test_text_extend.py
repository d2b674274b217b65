"""Several items appended in one step are what they would be one after the other (SPEC 7)."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from yaml_files import client_files, entries

from crm.errors import UnsafeEdit, Unwritable
from crm.text import plain, read
from crm.text.change import append, apply, extend

pytestmark = pytest.mark.hypothesis


@given(client_files(), st.lists(entries, min_size=1, max_size=4))
def test_extend_is_append_in_one_step(data, items):
    """Given a file, when items are added at once, then the data are as if one by one."""
    before = read("a.yaml", data)
    assume(before.root is not None)
    try:
        one_by_one = apply(before, *(append(("interactions",), item) for item in items))
        after = apply(before, extend(("interactions",), items))
    except (UnsafeEdit, Unwritable):
        return
    assert plain(after.root) == plain(one_by_one.root)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("name: A\n", "name: A\ninteractions:\n  - type: a\n  - type: b\n"),
        ("name: A\ninteractions: []\n", "name: A\ninteractions:\n  - type: a\n  - type: b\n"),
        (
            "interactions:\n- {type: x}\n# end\n",
            "interactions:\n- {type: x}\n- {type: a}\n- {type: b}\n# end\n",
        ),
        ("interactions: [{type: x}]", "interactions: [{type: x}, {type: a}, {type: b}]"),
    ],
)
def test_extend_keeps_the_hand_of_the_file(text, wanted):
    after = apply(
        read("a.yaml", text.encode()), extend(("interactions",), [{"type": "a"}, {"type": "b"}])
    )
    assert after.source.text == wanted
