"""Only the files that can have changed are looked at, and the index is as after a look at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from made_base import make_base, opened, write
from test_index_sync import ACME, SETTINGS, dump, held, rebuilt

from crm.base import Base
from crm.index import scan, sync
from crm.index.reading import at_hand

ORDER = "name: {}\ninteractions: [{{date: 2026-10-05, type: order, amount: 400}}]"


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return make_base(
        tmp_path,
        SETTINGS,
        acme=ACME,
        other=ORDER.format("Other"),
        sofia__twice=ORDER.format("Twice"),
        varna__twice=ORDER.format("Once more"),
    )


def edit(base: Base) -> list[Path]:
    return [write(base.root, "other", ORDER.format("Edited"))]


def add(base: Base) -> list[Path]:
    return [write(base.root, "varna/new", ORDER.format("New"))]


def delete(base: Base) -> list[Path]:
    (base.clients / "acme.yaml").unlink()
    return [base.clients / "acme.yaml"]


def rename(base: Base) -> list[Path]:
    there = base.clients / "acme.yaml"
    return [there, there.rename(base.clients / "zenith.yaml")]


def add_a_second_of_one_id(base: Base) -> list[Path]:
    return [write(base.root, "sofia/acme", ORDER.format("Second"))]


def delete_the_first_of_one_id(base: Base) -> list[Path]:
    (base.clients / "sofia" / "twice.yaml").unlink()
    return [base.clients / "sofia" / "twice.yaml"]


def edit_the_second_of_one_id(base: Base) -> list[Path]:
    return [write(base.root, "varna/twice", ORDER.format("Edited"))]


def tell_of_what_never_was(base: Base) -> list[Path]:
    return [base.clients / "draft.yaml", base.clients / "other.yaml"]


@pytest.mark.parametrize(
    "deed",
    [
        edit,
        add,
        delete,
        rename,
        add_a_second_of_one_id,
        delete_the_first_of_one_id,
        edit_the_second_of_one_id,
        tell_of_what_never_was,
    ],
)
def test_only_the_files_told_of_are_looked_at(
    base: Base, deed: Callable[[Base], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    held(base)
    told = deed(base)

    def refuse(_: Base) -> None:
        raise AssertionError

    with at_hand(told) as hand:
        with monkeypatch.context() as patch:
            patch.setattr(sync, "listing", refuse)
            index = opened(base, hand=hand)
        with index:
            assert dump(index) == rebuilt(base)


@pytest.mark.skipif(os.name == "nt", reason="who may make links there differs")
@pytest.mark.parametrize("kind", ["folder", "link to nowhere"])
def test_what_is_no_plain_file_takes_a_look_at_all(base: Base, kind: str) -> None:
    held(base)
    place = base.clients / "acme.yaml"
    place.unlink()
    if kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("nowhere")
    write(base.root, "other", ORDER.format("Not told of"))
    with at_hand([place]) as hand, opened(base, hand=hand) as index:
        assert dump(index) == rebuilt(base)


def test_many_files_take_a_look_at_all(base: Base) -> None:
    held(base)
    told = [write(base.root, f"new-{number}", "name: New") for number in range(101)]
    write(base.root, "other", ORDER.format("Not told of"))
    with at_hand(told) as hand, opened(base, hand=hand) as index:
        assert dump(index) == rebuilt(base)


def test_what_was_not_told_of_is_found_by_the_next_look(base: Base) -> None:
    held(base)
    write(base.root, "other", ORDER.format("Not told of"))
    with at_hand([base.clients / "acme.yaml"]) as hand, opened(base, hand=hand) as index:
        assert index.metrics("other")["name"] == "Other"
    assert held(base) == rebuilt(base)


def test_a_changed_setting_takes_a_look_at_all(base: Base) -> None:
    held(base)
    base.settings_file.write_text("name: Other rules\n", "utf-8")
    write(base.root, "other", ORDER.format("Not told of"))
    with at_hand([]) as hand, opened(base, hand=hand) as index:
        assert dump(index) == rebuilt(base)


def test_a_stamp_is_of_a_plain_file(base: Base) -> None:
    assert scan.stamp_of(base.clients / "acme.yaml") is not None
    assert scan.stamp_of(base.clients) is None
    assert scan.stamp_of(base.clients / "nobody.yaml") is None
