"""What becomes of three versions of a file: every test's docstring is its input and its result."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from crm.history.merge import merge


def told(function: Callable[[], None]) -> Callable[[], None]:
    """Merge the versions in a docstring and compare the result with the one that stands there."""
    parts = re.split(
        r"^ *--- (base|ours|theirs|merged)\n", function.__doc__ or "", flags=re.MULTILINE
    )
    texts = {name: _level(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}

    def test() -> None:
        base, ours, theirs = (texts[name].encode() for name in ("base", "ours", "theirs"))
        result = merge(base, ours, theirs, "clients/x.yaml")
        assert result.data.decode() == texts["merged"]
        assert bool(result.conflicts) == ("<<<<<<<" in texts["merged"])

    test.__name__, test.__doc__ = function.__name__, None
    return test


def _level(text: str) -> str:
    lines = text.rstrip(" ").split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[indent:] for line in lines) if text.strip() else ""


@told
def test_entries_appended_on_both_sides_come_by_date():
    """
    --- base
    name: A
    interactions:
      - date: 2026-01-01
        type: call
    --- ours
    name: A
    interactions:
      - date: 2026-01-01
        type: call
      - date: 2026-01-09
        type: call
        summary: ours
    --- theirs
    name: A
    interactions:
      - date: 2026-01-01
        type: call
      - {date: 2026-01-05, type: visit}   # as they wrote it
    --- merged
    name: A
    interactions:
      - date: 2026-01-01
        type: call
      - {date: 2026-01-05, type: visit}   # as they wrote it
      - date: 2026-01-09
        type: call
        summary: ours
    """


@told
def test_the_newest_may_stand_first():
    """
    --- base
    interactions:
      - {date: 2026-01-02, type: call}
      - {date: 2026-01-01, type: call}
    --- ours
    interactions:
      - {date: 2026-01-05, type: call}
      - {date: 2026-01-02, type: call}
      - {date: 2026-01-01, type: call}
    --- theirs
    interactions:
      - {date: 2026-01-09, type: call}
      - {date: 2026-01-02, type: call}
      - {date: 2026-01-01, type: call}
    --- merged
    interactions:
      - {date: 2026-01-09, type: call}
      - {date: 2026-01-05, type: call}
      - {date: 2026-01-02, type: call}
      - {date: 2026-01-01, type: call}
    """


@told
def test_without_order_by_date_ours_come_first():
    """
    --- base
    interactions:
      - {date: 2026-03-01, type: call}
      - {date: 2026-01-01, type: call}
    --- ours
    interactions:
      - {date: 2026-03-01, type: call}
      - {date: 2026-01-01, type: call}
      - {date: 2026-05-05, type: call}
    --- theirs
    interactions:
      - {date: 2026-03-01, type: call}
      - {date: 2026-02-02, type: call}
      - {date: 2026-01-01, type: call}
      - {date: 2026-04-04, type: call}
    --- merged
    interactions:
      - {date: 2026-03-01, type: call}
      - {date: 2026-02-02, type: call}
      - {date: 2026-01-01, type: call}
      - {date: 2026-05-05, type: call}
      - {date: 2026-04-04, type: call}
    """


@told
def test_an_entry_added_alike_on_both_sides_is_one():
    """
    --- base
    interactions:
      - {date: 2026-01-01, type: call}
    --- ours
    interactions:
      - {date: 2026-01-01, type: call}
      - {date: 2026-01-02, type: note, summary: price list}
    --- theirs
    interactions:
      - {date: 2026-01-01, type: call}
      - date: 2026-01-02
        type: note
        summary: "price list"
      - {date: 2026-01-03, type: call}
    --- merged
    interactions:
      - {date: 2026-01-01, type: call}
      - {date: 2026-01-02, type: note, summary: price list}
      - {date: 2026-01-03, type: call}
    """


@told
def test_equal_entries_are_kept_as_often_as_the_side_that_added_most():
    """
    --- base
    interactions: [{date: 2026-01-01, type: call}]
    --- ours
    interactions: [{date: 2026-01-01, type: call}, {date: 2026-01-02, type: note}]
    --- theirs
    interactions: [{date: 2026-01-01, type: call}, {date: 2026-01-02, type: note}, {date: 2026-01-02, type: note}]
    --- merged
    interactions: [{date: 2026-01-01, type: call}, {date: 2026-01-02, type: note}, {date: 2026-01-02, type: note}]
    """


@told
def test_edits_of_one_entry_are_united_field_by_field():
    """
    --- base
    interactions:
      - date: 2026-01-01
        type: call
        summary: sent the offer
    --- ours
    interactions:
      - date: 2026-01-01
        type: call
        summary: sent the offer of May
    --- theirs
    interactions:
      - date: 2026-01-01
        type: call
        summary: sent the offer
        outcome: agreed    # at last
    --- merged
    interactions:
      - date: 2026-01-01
        type: call
        summary: sent the offer of May
        outcome: agreed    # at last
    """


@told
def test_one_field_changed_differently_is_a_conflict_around_it_alone():
    """
    --- base
    name: A
    phone: +1 202 555 0100
    owner: ana
    interactions: []
    --- ours
    name: A
    phone: +1 202 555 0101
    owner: ana
    interactions: []
    --- theirs
    name: A
    phone: +1 202 555 0102   # new
    owner: boris
    interactions:
      - {date: 2026-01-01, type: call}
    --- merged
    name: A
    <<<<<<< ours
    phone: +1 202 555 0101
    =======
    phone: +1 202 555 0102   # new
    >>>>>>> theirs
    owner: boris
    interactions:
      - {date: 2026-01-01, type: call}
    """


@told
def test_a_conflict_in_a_line_of_several_fields_leaves_the_others_united():
    """
    --- base
    tasks:
      - {due: 2026-11-24, what: call, owner: ana}
    --- ours
    tasks:
      - {due: 2026-11-25, what: call, owner: ana}
    --- theirs
    tasks:
      - {due: 2026-11-26, what: call, owner: ana, done: 2026-11-23}
    --- merged
    tasks:
    <<<<<<< ours
      - {due: 2026-11-25, what: call, owner: ana, done: 2026-11-23}
    =======
      - {due: 2026-11-26, what: call, owner: ana, done: 2026-11-23}
    >>>>>>> theirs
    """


@told
def test_of_two_alike_one_was_ticked_before_the_other_is_deleted_here_and_ticked_there():
    """
    --- base
    tasks:
      - {due: 2026-12-14, what: offer, done: 2026-11-21}
      - {due: 2026-12-14, what: offer}
    --- ours
    tasks:
      - {due: 2026-12-14, what: offer, done: 2026-11-21}
    --- theirs
    tasks:
      - {due: 2026-12-14, what: offer, done: 2026-11-21}
      - {due: 2026-12-14, what: offer, done: 2026-11-25}
    --- merged
    tasks:
      - {due: 2026-12-14, what: offer, done: 2026-11-21}
    <<<<<<< ours
    =======
      - {due: 2026-12-14, what: offer, done: 2026-11-25}
    >>>>>>> theirs
    """


@told
def test_deleted_here_and_edited_there_is_a_conflict():
    """
    --- base
    interactions:
      - date: 2026-01-01
        type: call
        summary: first
      - {date: 2026-01-02, type: call}
    --- ours
    interactions:
      - {date: 2026-01-02, type: call}
    --- theirs
    interactions:
      - date: 2026-01-01
        type: call
        summary: first of all
      - {date: 2026-01-02, type: call}
    --- merged
    interactions:
    <<<<<<< ours
    =======
      - date: 2026-01-01
        type: call
        summary: first of all
    >>>>>>> theirs
      - {date: 2026-01-02, type: call}
    """


@told
def test_deletions_are_honoured():
    """
    --- base
    tags: [a, b, c]
    notes: x
    interactions:
      - {date: 2026-01-01, type: call}
      # about the second
      - {date: 2026-01-02, type: call}
      - {date: 2026-01-03, type: call}
    --- ours
    tags: [a, c]
    notes: x
    interactions:
      - {date: 2026-01-01, type: call}
      # about the second
      - {date: 2026-01-02, type: call}
    --- theirs
    tags: [a, b]
    interactions:
      - {date: 2026-01-01, type: call}
      - {date: 2026-01-03, type: call}
    --- merged
    tags: [a]
    interactions:
      - {date: 2026-01-01, type: call}
    """


@told
def test_an_emptied_list_with_an_entry_added_elsewhere():
    """
    --- base
    name: A
    tasks:
      - {what: call}
    --- ours
    name: A
    --- theirs
    name: A
    tasks:
      - {what: call}
      - {what: send samples}
    --- merged
    name: A
    tasks:
      - {what: send samples}
    """


@told
def test_tags_are_a_set():
    """
    --- base
    tags: [horeca, sofia]
    --- ours
    tags: [horeca, sofia, vip]
    --- theirs
    tags:
      - horeca
      - vip
      - new
    --- merged
    tags: [horeca, vip, new]
    """


@told
def test_one_phone_or_several():
    """
    --- base
    phone: +1 202 555 0100
    --- ours
    phone: +1 202 555 0101
    --- theirs
    phone: [+1 202 555 0100, +1 202 555 0102]
    --- merged
    phone: [+1 202 555 0101, +1 202 555 0102]
    """


@told
def test_deals_go_by_their_id_and_contacts_by_their_name():
    """
    --- base
    deals: []
    contacts:
      - {name: Maria, role: manager}
    --- ours
    deals:
      - id: espresso
        title: Espresso machine
    contacts:
      - {name: Maria, role: owner}
      - {name: Ivan, phone: +1 202 555 0101}
    --- theirs
    deals:
      - {id: espresso, amount: 4200 EUR}
      - {id: grinder}
    contacts:
      - {name: Ivan, role: chef}
      - {name: Maria, role: manager, phone: +1 202 555 0102}
    --- merged
    deals:
      - id: espresso
        title: Espresso machine
        amount: 4200 EUR
      - {id: grinder}
    contacts:
      - {name: Maria, role: owner, phone: +1 202 555 0102}
      - {name: Ivan, phone: +1 202 555 0101, role: chef}
    """


@told
def test_nested_lists_are_united_too():
    """
    --- base
    interactions:
      - date: 2026-01-01
        type: order
        number: "1042"
        items:
          - {service: beans, qty: 10}
          - {service: cups, qty: 2}
    --- ours
    interactions:
      - date: 2026-01-01
        type: order
        number: "1042"
        items:
          - {service: beans, qty: 12}
          - {service: cups, qty: 2}
    --- theirs
    interactions:
      - date: 2026-01-01
        type: order
        number: "1042"
        items:
          - {service: beans, qty: 10, price: 25 EUR}
          - {service: cups, qty: 2}
          - {service: milk, qty: 1}
    --- merged
    interactions:
      - date: 2026-01-01
        type: order
        number: "1042"
        items:
          - {service: beans, qty: 12, price: 25 EUR}
          - {service: cups, qty: 2}
          - {service: milk, qty: 1}
    """


@told
def test_new_keys_stand_behind_the_neighbours_they_had():
    """
    --- base
    name: A
    owner: ana
    tags: [x]
    --- ours
    name: A
    kind: person
    owner: ana
    tags: [x, y]
    --- theirs
    name: A
    # since the fair
    since: 2026-01-01
    owner: ana
    phone: +1 202 555 0100
    tags: [x]
    notes: |
      two
      lines
    --- merged
    name: A
    kind: person
    # since the fair
    since: 2026-01-01
    owner: ana
    phone: +1 202 555 0100
    tags: [x, y]
    notes: |
      two
      lines
    """


@told
def test_comments_of_both_sides_are_kept():
    """
    --- base
    # top
    name: A   # the name
    interactions:   # newest last
      - {date: 2026-01-01, type: call}
    # end
    --- ours
    # top
    # ours on top
    name: A   # the name
    interactions:   # newest last
      # ours above the first
      - {date: 2026-01-01, type: call}
      - {date: 2026-01-02, type: call}   # ours behind
      # ours below the list
    # end
    --- theirs
    # top
    name: A   # the name, theirs
    interactions:   # newest last, always
      - {date: 2026-01-01, type: call}   # theirs behind
      # theirs above the new one
      - {date: 2026-01-03, type: call}
    # end
    # theirs at the end
    --- merged
    # top
    # ours on top
    name: A   # the name, theirs
    interactions:  # newest last, always
      # ours above the first
      - {date: 2026-01-01, type: call}   # theirs behind
      - {date: 2026-01-02, type: call}   # ours behind
      # theirs above the new one
      - {date: 2026-01-03, type: call}
      # ours below the list
    # end
    # theirs at the end
    """


@told
def test_their_entries_take_our_indentation():
    """
    --- base
    interactions:
      - date: 2026-01-01
        type: call
    --- ours
    interactions:
    - date: 2026-01-01
      type: call
    - date: 2026-01-02
      type: call
    --- theirs
    interactions:
      - date: 2026-01-01
        type: call
      # new
      - date: 2026-01-03
        type: call
        summary: |
          two
            lines
    --- merged
    interactions:
    - date: 2026-01-01
      type: call
    - date: 2026-01-02
      type: call
    # new
    - date: 2026-01-03
      type: call
      summary: |
        two
          lines
    """


@told
def test_a_flow_list_takes_in_block_entries():
    """
    --- base
    interactions: [{date: 2026-01-01, type: call}]
    --- ours
    interactions: [{date: 2026-01-01, type: call}, {date: 2026-01-02, type: call}]
    --- theirs
    interactions:
      - {date: 2026-01-01, type: call}
      - date: 2026-01-03
        type: call
        summary: "a, b"
    --- merged
    interactions: [{date: 2026-01-01, type: call}, {date: 2026-01-02, type: call}, {date: 2026-01-03, type: call, summary: "a, b"}]
    """


@told
def test_an_order_changed_on_one_side_is_taken():
    """
    --- base
    stages: [lead, offer, won]
    --- ours
    stages: [lead, offer, won, lost]
    --- theirs
    stages: [offer, lead, won]
    --- merged
    stages: [offer, lead, won, lost]
    """


@told
def test_made_on_both_sides():
    """
    --- base

    --- ours
    name: A
    phone: +1 202 555 0100
    interactions:
      - {date: 2026-01-01, type: call}
    --- theirs
    name: A
    owner: ana
    interactions:
      - {date: 2026-01-01, type: call}
      - {date: 2026-01-02, type: call}
    --- merged
    name: A
    phone: +1 202 555 0100
    owner: ana
    interactions:
      - {date: 2026-01-01, type: call}
      - {date: 2026-01-02, type: call}
    """


@told
def test_what_cannot_be_read_is_merged_by_lines():
    """
    --- base
    name: A
    phone: &p +1 202 555 0100
    notes: x
    --- ours
    name: B
    phone: &p +1 202 555 0100
    notes: x
    --- theirs
    name: C
    phone: &p +1 202 555 0100
    notes: y
    --- merged
    <<<<<<< ours
    name: B
    =======
    name: C
    >>>>>>> theirs
    phone: &p +1 202 555 0100
    notes: y
    """


@told
def test_an_ancestor_in_conflict_decides_nothing():
    """
    --- base
    name: A
    <<<<<<<<< ours
    phone: +1 202 555 0101
    =========
    phone: +1 202 555 0102
    >>>>>>>>> theirs
    --- ours
    name: A
    phone: +1 202 555 0101
    tags: [x]
    --- theirs
    name: A
    phone: +1 202 555 0102
    tags: [y]
    --- merged
    name: A
    <<<<<<< ours
    phone: +1 202 555 0101
    =======
    phone: +1 202 555 0102
    >>>>>>> theirs
    tags: [x, y]
    """


BASE = b"name: A\ninteractions:\n  - {date: 2026-01-01, type: call}\n"
OURS = BASE + b"  - {date: 2026-01-02, type: call}\n"
THEIRS = BASE + b"  - {date: 2026-01-03, type: call}\n"


def test_line_ends_and_byte_order_mark_are_ours() -> None:
    ours = b"\xef\xbb\xbf" + OURS.replace(b"\n", b"\r\n")
    merged = merge(BASE, ours, THEIRS, "x").data
    assert merged == ours + b"  - {date: 2026-01-03, type: call}\r\n"
    assert merge(ours, ours, THEIRS, "x").data == THEIRS


def test_a_last_line_without_an_end_stays_without() -> None:
    merged = merge(BASE[:-1], OURS[:-1], THEIRS[:-1], "x").data
    assert merged == OURS + b"  - {date: 2026-01-03, type: call}"


def test_a_block_text_at_an_open_end_stays_the_same() -> None:
    base = b"name: A\nnotes: |\n  one"
    theirs = base.replace(b"|", b"|-") + b"\nphone: 1\n"
    merged = merge(base, base.replace(b"A", b"B"), theirs, "x")
    assert merged.data == b"name: B\nnotes: |-\n  one\nphone: 1"
    assert not merged.conflicts


@pytest.mark.parametrize("size", [7, 9, 12])
def test_markers_have_the_length_git_asks_for(size: int) -> None:
    merged = merge(b"name: A\n", b"name: B\n", b"name: C\n", "x", marker_size=size)
    lines = merged.data.decode().splitlines()
    assert lines[0] == "<" * size + " ours"
    assert lines[2] == "=" * size
    assert lines[4] == ">" * size + " theirs"


def test_conflicts_say_where_they_are() -> None:
    base = b"interactions:\n  - {date: 2026-01-01, type: call, summary: a}\n"
    ours, theirs = base.replace(b"summary: a", b"summary: b"), base.replace(b": a", b": c")
    (conflict,) = merge(base, ours, theirs, "x").conflicts
    assert conflict.place == "interactions › 2026-01-01 › summary"
    assert (conflict.ours, conflict.theirs) == ("b", "c")


@pytest.mark.parametrize("broken", [b"a: [", b"\xff", b"<<<<<<< x\na: 1\n=======\n>>>>>>> y\n"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_nothing_is_lost_of_what_cannot_be_read(place: int, broken: bytes) -> None:
    versions = [BASE, OURS, THEIRS]
    versions[place] = broken
    merged = merge(*versions, "x")
    for side in versions[1:]:
        assert all(line in merged.data for line in side.splitlines())


def test_binary_data_are_left_for_git_to_tell() -> None:
    merged = merge(BASE, b"a\0b", THEIRS, "x")
    assert merged.conflicts
    assert merged.data == b"a\0b"


def test_an_emptied_file_is_a_conflict() -> None:
    merged = merge(BASE, b"", THEIRS, "x")
    assert merged.conflicts
    assert THEIRS in merged.data
