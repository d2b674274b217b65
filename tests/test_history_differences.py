"""What one version of a client says otherwise than another."""

from __future__ import annotations

import pytest

from crm.history.differences import differences
from crm.text import read

OLD = """\
name: Vitosha
phone: [+1 202 555 0101, +1 202 555 0102]
address: {city: Sofia, street: Primerna 5}
private: {door: "4711"}
contacts:
  - {name: Maria, role: manager}
  - {name: Ivan, phone: +1 202 555 0103, private: yes}
deals: [{id: espresso, title: Machine, amount: 4200 EUR}]
tasks:
  - {due: 2026-11-24 10:00, what: call back}
interactions:
  - {date: 2026-11-01, type: call, summary: asked}
  - {date: 2026-11-02, type: meeting, deal: espresso, stage: offer, summary: tasted}
  - {date: 2026-11-03 10:00, type: note, summary: hidden, private: yes}
"""


def told(new: str, old: str = OLD) -> list[tuple[str, ...]]:
    found = differences(read("", old.encode()).root, read("", new.encode()).root)
    return [
        (one.kind, one.field, one.item, one.old, one.new, *(["private"] if one.private else []))
        for one in found
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("name: Vitosha", "name: Rila", ("set", "name", "", "Vitosha", "Rila")),
        ("city: Sofia", "city: Varna", ("set", "address.city", "", "Sofia", "Varna")),
        (", street: Primerna 5", "", ("set", "address.street", "", "Primerna 5", "")),
        (
            ", +1 202 555 0102]",
            "]",
            ("set", "phone", "", "+1 202 555 0101, +1 202 555 0102", "+1 202 555 0101"),
        ),
        ('"4711"', '"4712"', ("set", "private.door", "", "4711", "4712", "private")),
        (
            "role: manager",
            "role: owner",
            ("changed", "contacts.role", "Maria", "manager", "owner"),
        ),
        (
            "+1 202 555 0103",
            "+1 202 555 0104",
            ("changed", "contacts.phone", "Ivan", "+1 202 555 0103", "+1 202 555 0104", "private"),
        ),
        (
            "4200 EUR",
            "4400 EUR",
            ("changed", "deals.amount", "espresso", "4200 EUR", "4400 EUR"),
        ),
        (
            "what: call back",
            "what: call back, done: 2026-11-24",
            ("done", "tasks.done", "2026-11-24 10:00 call back", "", "2026-11-24"),
        ),
        (
            "summary: asked",
            "summary: asked for a price",
            ("changed", "interactions.summary", "2026-11-01 call", "asked", "asked for a price"),
        ),
        (
            "  - {date: 2026-11-01, type: call, summary: asked}\n",
            "",
            ("removed", "interactions", "2026-11-01 call", "asked", ""),
        ),
        (
            "interactions:\n",
            "interactions:\n  - {date: 2026-11-05, type: order, amount: 9 EUR}\n",
            ("added", "interactions", "2026-11-05 order", "", "9 EUR"),
        ),
        (
            "summary: hidden",
            "summary: still hidden",
            (
                *("changed", "interactions.summary", "2026-11-03 10:00 note"),
                *("hidden", "still hidden", "private"),
            ),
        ),
    ],
)
def test_one_change(before: str, after: str, expected: tuple[str, ...]) -> None:
    assert before in OLD
    assert told(OLD.replace(before, after)) == [expected]


def test_layout_is_no_change() -> None:
    """Comments, quotes, order of keys, entries and line ends say nothing new."""
    lines = OLD.splitlines()
    moved = "\r\n".join(["# new", *lines[1:-2], lines[-1], lines[-2], lines[0]])
    assert told(moved.replace("name: Vitosha", 'name: "Vitosha"')) == []


def test_a_deal_that_moves_is_told_beside_the_entry() -> None:
    entry = "  - {date: 2026-11-09, type: call, deal: espresso, stage: won}\n"
    assert told(OLD + entry) == [
        ("added", "interactions", "2026-11-09 call", "", ""),
        ("moved", "deals.stage", "espresso", "offer", "won"),
    ]


def test_an_earlier_move_moves_nothing() -> None:
    entry = "  - {date: 2026-10-01, type: call, deal: espresso, stage: lead}\n"
    assert [row[0] for row in told(OLD + entry)] == ["added"]


def test_an_entry_that_gets_private_is_private() -> None:
    """So are the words it had before; and a flag that is no plain no counts as a yes."""
    new = OLD.replace("summary: asked}", "summary: asked, private: perhaps}")
    assert told(new) == [
        ("changed", "interactions.private", "2026-11-01 call", "", "perhaps", "private")
    ]


def test_long_values_are_cut() -> None:
    assert len(told(OLD + "notes: " + "x" * 5000 + "\n")[0][4]) == 1001
