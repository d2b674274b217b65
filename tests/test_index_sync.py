"""The index follows the files, and gives the same answers however it came to be."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_base import TODAY, make_base, opened, write

from crm import pool
from crm.base import Base
from crm.errors import CannotRead
from crm.index import reading, scan, sync
from crm.index.database import index_file
from crm.index.query import Index

SETTINGS = """
    segments: {vip: {when: "revenue >= 100"}, key: {}}
    required: {when: [{segment: vip, fields: [tax_id]}]}
    fields: {seats: {type: number}}
"""
ACME = """
    name: Acme
    tags: [key]
    phone: +1 202 555 0101
    referred_by: other
    interactions:
      - {date: 2026-10-01, type: order, amount: 150, due: 2026-10-15}
      - {date: 2026-10-02, type: call, deal: d, stage: won}
    deals: [{id: d, amount: 10}]
    tasks: [{due: 2026-11-25, what: call}]
"""


def dump(index: Index) -> dict[str, Any]:
    """Return all the index holds and answers, but the times of the files."""
    connection = index._connection
    tables = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if row[0] not in {"meta", "file", "tick", "touched"}  # how it came to be
    ]
    held = {
        table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
        for table in tables
    }
    held["file"] = sorted(
        connection.execute("SELECT path, id, size, digest, readable FROM file").fetchall()
    )
    return held | {"rows": index.clients(), "why": index.memberships(), "wrong": index.problems()}


def held(base: Base, today: dt.date = TODAY, **options: object) -> dict[str, Any]:
    with opened(base, today, **options) as index:
        return dump(index)


def rebuilt(base: Base) -> dict[str, Any]:
    """Return what an index made from nothing holds, beside the stored one."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(base.root, folder, dirs_exist_ok=True, symlinks=True)
        shutil.rmtree(Path(folder) / ".crm", ignore_errors=True)
        return held(Base(Path(folder)))


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return make_base(
        tmp_path,
        SETTINGS,
        acme=ACME,
        other="name: Other\ninteractions: [{date: 2026-10-05, type: order, amount: 90}]",
        broken="name: [",
    )


def test_nothing_changed_nothing_read_nothing_written(base: Base) -> None:
    with opened(base) as index:
        assert index.changed == (
            "clients/acme.yaml", "clients/broken.yaml", "clients/other.yaml",
        )  # fmt: skip
    before = index_file(base).stat()
    with opened(base) as index:
        assert (index.changed, index.removed) == ((), ())
    after = index_file(base).stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def test_one_changed_file_is_read_alone(base: Base) -> None:
    held(base)
    write(
        base.root,
        "other",
        "name: Other\ninteractions: [{date: 2026-10-05, type: order, amount: 400}]",
    )
    with opened(base) as index:
        assert index.changed == ("clients/other.yaml",)
        assert index.metrics("other")["revenue"] == 400
        assert index.metrics("acme")["abc"] == "C"
        assert dump(index) == rebuilt(base)


def test_a_file_that_goes_takes_all_its_rows_along(base: Base) -> None:
    held(base)
    (base.clients / "acme.yaml").unlink()
    with opened(base) as index:
        assert index.removed == ("clients/acme.yaml",)
        assert list(index.paths()) == ["broken", "other"]
        assert (index.tasks(), index.deals(), index.debts()) == ([], [], [])
        assert dump(index) == rebuilt(base)


def test_a_renamed_file_is_another_client(base: Base) -> None:
    held(base)
    (base.clients / "acme.yaml").rename(base.clients / "zenith.yaml")
    with opened(base) as index:
        assert index.removed == ("clients/acme.yaml",)
        assert index.metrics("acme") == {}
        assert index.metrics("zenith")["name"] == "Acme"
        assert dump(index) == rebuilt(base)


def test_a_file_moved_to_a_folder_is_the_same_client(base: Base) -> None:
    held(base)
    (base.clients / "sofia").mkdir()
    (base.clients / "acme.yaml").rename(base.clients / "sofia" / "acme.yaml")
    with opened(base) as index:
        assert index.paths()["acme"] == "clients/sofia/acme.yaml"
        assert dump(index) == rebuilt(base)


def test_of_two_files_with_one_id_the_first_counts_until_it_goes(base: Base) -> None:
    write(base.root, "b/acme", "name: Second\n")
    write(base.root, "a/acme", "name: [")
    with opened(base) as index:
        # a/acme.yaml cannot be read, so the next in the order of paths counts.
        assert index.metrics("acme")["name"] == "Acme"
        assert [one.code for one in index.problems() if one.code == "id-duplicate"] == [
            "id-duplicate"
        ] * 3
    (base.clients / "acme.yaml").unlink()
    with opened(base) as index:
        assert index.metrics("acme")["name"] == "Second"
        assert index.paths()["acme"] == "clients/b/acme.yaml"
        assert dump(index) == rebuilt(base)
    write(base.root, "a/acme", "name: First\n")
    with opened(base) as index:
        assert index.metrics("acme")["name"] == "First"
        assert dump(index) == rebuilt(base)


def test_changed_settings_change_what_follows_from_them(base: Base) -> None:
    held(base)
    (base.root / "crm.yaml").write_text('segments: {rich: {when: "revenue >= 90"}}\n')
    with opened(base) as index:
        assert [row.id for row in index.clients(segment="rich")] == ["acme", "other"]
        assert not [one for one in index.columns() if one.own]
        assert dump(index) == rebuilt(base)


def test_a_changed_price_list_changes_the_figures(base: Base) -> None:
    write(
        base.root,
        "acme",
        "name: Acme\ninteractions: [{date: 2026-10-01, type: order, items: [{service: beans, qty: 2}]}]",
    )
    (base.root / "services.yaml").write_text("beans: {price: 10}\n")
    with opened(base) as index:
        assert index.metrics("acme")["revenue"] == 20
    (base.root / "services.yaml").write_text("beans: {price: 15}\n")
    with opened(base) as index:
        assert index.metrics("acme")["revenue"] == 30


# Damage


def _truncate(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def _holes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start + 100 : start + 1100] = b"\xff" * 1000
    path.write_bytes(bytes(data))


def _one_letter(path: Path) -> None:
    data = path.read_bytes()
    assert data.count(b"Other") == 2  # in the table, and in the index of names
    path.write_bytes(data.replace(b"Other", b"Otter"))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _another_database(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE client (id, path)")
    connection.execute("CREATE VIEW client_metrics AS SELECT * FROM client")
    connection.commit()
    connection.close()


def _another_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = 'older' WHERE key = 'version'")
    connection.execute("UPDATE client SET name = 'Nobody'")
    connection.commit()
    connection.close()


def _edited(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE client SET name = 'Nobody'")
    connection.commit()
    connection.close()


def _leftovers(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"\x37\x7f\x06\x82" + b"x" * 5000)
    path.with_name(path.name + "-shm").write_bytes(b"x" * 100)


DAMAGE = [
    Path.unlink, _truncate, _garbage, _holes, _one_letter, _empty, _another_database,
    _another_version, _edited, _leftovers,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_a_damaged_index_gives_the_same_answers(base: Base, damage: Callable[[Path], None]) -> None:
    expected = held(base)
    damage(index_file(base))
    assert held(base) == expected
    assert held(base) == expected


def test_an_index_older_than_the_files_is_brought_up_to_date(base: Base) -> None:
    held(base)
    old = {path: path.read_bytes() for path in base.work.iterdir()}
    write(base.root, "other", "name: Changed\n")
    held(base)
    for path in base.work.iterdir():
        path.unlink()
    for path, data in old.items():
        path.write_bytes(data)
    with opened(base) as index:
        assert index.metrics("other")["name"] == "Changed"


def test_without_a_place_to_write_the_index_is_in_memory(base: Base) -> None:
    expected = held(base)
    shutil.rmtree(base.work)
    base.work.write_text("a file where the folder should be")
    with opened(base) as index:
        assert not index._stored
        assert dump(index) == expected
    assert base.work.read_text() == "a file where the folder should be"


def test_a_folder_in_place_of_the_index(base: Base) -> None:
    expected = held(base)
    index_file(base).unlink()
    index_file(base).mkdir()
    assert held(base) == expected


# Times that tell nothing


def test_a_file_written_twice_within_a_tick_is_read_again(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system shows the same size, times and inode for both texts."""
    now = scan.clock()
    monkeypatch.setattr(scan, "_stamp", lambda _: scan.Stamp(9, now, now, 1))
    held(base)
    write(base.root, "other", "name: Othex\n")
    with opened(base) as index:
        assert index.metrics("other")["name"] == "Othex"
    # Two ticks later the times can be relied on: nothing is read for them any more.
    monkeypatch.setattr("crm.index.sync.clock", lambda: now + 3_000_000_000)
    held(base)
    monkeypatch.setattr("crm.index.sync._digest", lambda *_: pytest.fail("read again"))
    assert held(base)["rows"]


def test_touched_but_not_changed(base: Base) -> None:
    held(base)
    os.utime(base.clients / "acme.yaml", ns=(1, 1))
    with opened(base) as index:
        assert index.changed == ()


def test_listed_by_number_as_by_name(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (
        "deep/er/one.yaml",
        "deep/two.yaml",
        "кафе/три.yaml",
        ".hidden/no.yaml",
        "~no.yaml",
    ):
        write(base.root, path.removesuffix(".yaml"), "name: One\n")
    (base.clients / "folder.yaml").mkdir()
    (base.clients / "nowhere.yaml").symlink_to("gone")
    found = sorted(scan.listing(base))
    assert [path.removeprefix("clients/") for path, *_ in found] == [
        "acme.yaml", "broken.yaml", "deep/er/one.yaml", "deep/two.yaml", "nowhere.yaml",
        "other.yaml", "кафе/три.yaml",
    ]  # fmt: skip
    monkeypatch.setattr(os, "supports_fd", frozenset())
    assert sorted(scan.listing(base)) == found


@pytest.mark.parametrize("by_number", [True, False])
def test_clients_that_cannot_be_listed_are_not_gone(
    base: Base, monkeypatch: pytest.MonkeyPatch, *, by_number: bool
) -> None:
    def refused(place: str | int) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)

    held(base)
    monkeypatch.setattr(os, "scandir", refused)
    monkeypatch.setattr(os, "supports_fd", {refused} if by_number else frozenset())
    with pytest.raises(CannotRead, match="clients: cannot be read: Permission denied"):
        held(base)


@pytest.mark.parametrize("measure", ["completeness", "orders", "nps_last", "debt"])
def test_a_rating_by_any_measure_follows_every_change(tmp_path: Path, measure: str) -> None:
    """Who else is ranked anew depends on what the rating weighs, in the tables or only in views."""
    base = make_base(
        tmp_path,
        f"rating: {{{measure}: 1}}\n",
        acme="name: Acme\nphone: +1 202 555 0101\n",
        other="name: Other\n",
    )
    held(base)
    for more in (
        "email: other@example.org\naddress: {city: Sofia}\n",
        "interactions:\n  - {date: 2026-11-01, type: order, amount: 90, due: 2026-11-10}\n",
        "  - {date: 2026-11-02, type: survey, score: 9}\n",
    ):
        path = base.clients / "other.yaml"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
        assert held(base) == rebuilt(base)


CONDITIONS = (
    "orders >= 1 AND name LIKE 'A%'",
    "orders > 5) OR (revenue > 50",  # brackets that close ours
    "abc = 'A'",
    "referrals = 0",
    "rating < 50",
    "revenue < (SELECT MAX(revenue) FROM client_metrics)",
    "revenue >",
)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_segment_by_any_condition_follows_every_change(tmp_path: Path, condition: str) -> None:
    """Who else is asked anew depends on what the condition looks at."""
    order = "interactions:\n  - {date: 2026-11-01, type: order, amount: %d}\n"
    base = make_base(
        tmp_path,
        f"segments: {{some: {{when: {json.dumps(condition)}}}, key: {{}}}}\nrating: {{revenue: 1}}\n",
        acme="name: Acme\n" + order % 90,
        other="name: Other\n",
    )
    held(base)
    path = base.clients / "other.yaml"
    for more in ("referred_by: acme\n", order % 900, "tags: [key]\n", None):
        if more is None:
            path.unlink()
        else:
            path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
        with opened(base) as index:
            assert dump(index) == rebuilt(base)
            assert len(index.changed + index.removed) == 1  # it was not made anew


# Several at once


def test_many_files_are_read_by_several_processes(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(8):
        write(base.root, f"many-{n}", ACME)
    expected = rebuilt(base)
    monkeypatch.setattr(reading, "_MANY", 3)
    monkeypatch.setattr(reading, "_CHUNK", 2)
    monkeypatch.setattr(reading, "cores", lambda: 2)
    monkeypatch.setattr(pool, "cores", lambda: 2)
    assert held(base) == expected


LOOK = """
import datetime, sys
from pathlib import Path
from crm.base import Base
from crm.index.query import open_index
from crm.settings import load_settings
base = Base(Path(sys.argv[1]))
for _ in range(5):
    with open_index(base, load_settings(base).settings, datetime.date(2026, 11, 20)) as index:
        print([(row.id, str(row.revenue)) for row in index.clients()])
"""


def test_several_processes_begin_at_once(base: Base) -> None:
    for n in range(30):
        write(base.root, f"many-{n}", ACME)
    command = [sys.executable, "-c", LOOK, str(base.root)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert {errors for _, errors in said} == {""}
    assert len({line for output, _ in said for line in output.splitlines()}) == 1


def test_a_writer_that_never_ends_is_not_waited_for(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = held(base)
    write(base.root, "new", "name: New\n")
    other = sqlite3.connect(index_file(base), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("crm.index.database._PATIENCE", 0.1)
    with opened(base) as index:
        assert not index._stored
        assert index.metrics("new")["name"] == "New"
    other.execute("ROLLBACK")
    other.close()
    (base.clients / "new.yaml").unlink()
    assert held(base) == expected


def test_what_another_one_writes_does_not_change_an_open_index(base: Base) -> None:
    with opened(base) as index:
        before = dump(index)
        write(base.root, "other", "name: Changed\n")
        # A process of its own would do the same; SQLite parts connections, not processes.
        thread = threading.Thread(target=held, args=(base,))
        thread.start()
        thread.join()
        assert dump(index)["client"] == before["client"]
    with opened(base) as index:
        assert index.changed == ()
        assert index.metrics("other")["name"] == "Changed"


# Any sequence of changes


TEXTS = [
    ACME,
    "name: Small\ninteractions: [{date: 2026-10-05, type: order, amount: 30}]",
    "name: Rich\nreferred_by: a\ninteractions: [{date: 2025-10-05, type: order, amount: 900}]",
    "name: [",
    "name: Key\ntags: [key]\nfiles: [x.pdf]",
]
steps = st.lists(
    st.tuples(st.sampled_from(["a", "b", "sub/a", "c"]), st.integers(-1, len(TEXTS) - 1)),
    min_size=1,
    max_size=6,
)


@given(steps, st.sampled_from([1, scan.PART]))
def test_one_change_after_another_equals_all_at_once(
    changes: list[tuple[str, int]], part: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(scan, "PART", part)
        patched.setattr("crm.index.sync.PART", part)
        if part == 1:  # the texts differ in size: their times may be believed at once
            patched.setattr("crm.index.sync.clock", lambda: scan.clock() + 3_000_000_000)
        base = make_base(Path(folder), SETTINGS, a=ACME)
        for name, text in changes:
            if text < 0:
                (base.clients / f"{name}.yaml").unlink(missing_ok=True)
            else:
                write(base.root, name, TEXTS[text])
            stored = held(base)
        assert stored == rebuilt(base)


def test_a_listing_that_is_known_is_not_compared(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal listings have equal marks; one is kept only when no file could have changed unseen."""
    monkeypatch.setattr("crm.index.sync.clock", lambda: scan.clock() + 3_000_000_000)
    expected = held(base)
    with monkeypatch.context() as patched:
        patched.setattr("crm.index.sync.difference", lambda *_: pytest.fail("compared"))
        assert held(base) == expected
    write(base.root, "other", "name: Another\n")
    with opened(base) as index:
        assert index.changed == ("clients/other.yaml",)
    (base.clients / "other.yaml").rename(base.clients / "third.yaml")
    with opened(base) as index:
        assert (index.changed, index.removed) == (("clients/third.yaml",), ("clients/other.yaml",))


def test_of_a_known_listing_only_what_differs_is_compared(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what was written so lately that its times do not tell."""
    monkeypatch.setattr(scan, "PART", 1)
    monkeypatch.setattr("crm.index.sync.PART", 1)
    monkeypatch.setattr("crm.index.sync.clock", lambda: scan.clock() + 3_000_000_000)
    held(base)
    compared = []
    digest = sync._digest
    monkeypatch.setattr(sync, "_digest", lambda *of: compared.append(of[1]) or digest(*of))
    monkeypatch.setattr(sync, "difference", lambda *_: pytest.fail("all compared"))
    monkeypatch.setattr("crm.index.sync.clock", scan.clock)
    write(base.root, "other", "name: Another\n")
    for changed in (("clients/other.yaml",), ()):
        with opened(base) as index:
            assert index.changed == changed
            assert index.metrics("other")["name"] == "Another"
    assert compared == ["clients/other.yaml"] * 2
