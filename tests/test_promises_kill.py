"""Promise of SPEC 7, faithful edits: `kill -9` at any moment, and many commands at once.

The harness proves itself: writers without our care, tried in the same way, do harm that it sees.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from scenes import append_to_other, litter, make_base

from crm.base import Base
from crm.store import lock, save
from crm.store.edit import change
from crm.text import plain, read
from crm.text.change import append, apply
from crm.text.quote import Bare

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="fork and kill"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
Writer = Callable[[Base, dict[str, str]], None]
HEAD = "# a file of some size\nname: Vitosha\nnotes: |\n" + "  Nothing of this may change.\n" * 300
SMALL = "# a small file\nname: Vitosha\n"


def client(base: Base) -> Path:
    return base.clients / "vitosha.yaml"


def entry(number: int, writer: int = 0) -> dict[str, str]:
    return {"date": Bare("2026-11-20"), "type": "call", "summary": f"entry {number} of {writer}"}


def faithful(base: Base, item: dict[str, str]) -> None:
    """What `crm log` does."""
    change(base, client(base), append(("interactions",), item), command="log")


def in_place(base: Base, item: dict[str, str]) -> None:
    """What a careless tool does: it opens the file for writing and writes it piece by piece."""
    document = apply(read("a.yaml", client(base).read_bytes()), append(("interactions",), item))
    data = document.source.data
    with client(base).open("wb", buffering=0) as file:
        for start in range(0, len(data), 8):
            file.write(data[start : start + 8])


def without_lock(base: Base, item: dict[str, str]) -> None:
    """What a better tool does: it replaces the file at once, but asks nobody."""
    document = apply(read("a.yaml", client(base).read_bytes()), append(("interactions",), item))
    temp = save.stage(base, client(base), document.source.data)
    save.put_in_place(base, temp, client(base), new=False)


def started(work: Callable[[], None]) -> int:
    """Start a process that does some work, and return its number."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(1)


def add_for_ever(writer: Writer, base: Base) -> None:
    number = 0
    while True:
        writer(base, entry(number))
        number += 1


def fresh(base: Base, head: str = HEAD) -> None:
    client(base).write_text(head, encoding="utf-8")


def whole(count: int) -> bytes:
    """Return the file as it is with so many entries."""
    lines = [
        f"  - date: 2026-11-20\n    type: call\n    summary: entry {number} of 0\n"
        for number in range(count)
    ]
    return (HEAD + ("interactions:\n" if count else "") + "".join(lines)).encode()


def is_whole(data: bytes) -> bool:
    """Tell whether these bytes are the file after some number of whole additions."""
    return data == whole(data.count(b"\n  - date:"))


def killed_at_random(writer: Writer, base: Base, times: int) -> int:
    """Kill a process that adds entries, at random moments; return how often the file was damaged."""
    moments, damaged = random.Random(7), 0
    for _ in range(times):
        fresh(base)
        child = started(lambda: add_for_ever(writer, base))
        time.sleep(moments.uniform(0.001, 0.015))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        damaged += not is_whole(client(base).read_bytes())
        append_to_other(base)
        assert litter(base) == []
    return damaged


def test_killed_at_200_random_moments(tmp_path: Path) -> None:
    """The file is always the old or the new one, and the next command leaves nothing behind."""
    base = make_base(tmp_path)
    assert killed_at_random(faithful, base, 200) == 0


def test_harness_sees_the_damage_of_writing_in_place(tmp_path: Path) -> None:
    assert killed_at_random(in_place, make_base(tmp_path), 40) > 0


def together(writer: Writer, base: Base, writers: int, each: int) -> list[object]:
    """Let several processes add entries to one file at once, and return what is there then."""
    fresh(base, SMALL)

    def add(who: int) -> None:
        for number in range(each):
            writer(base, entry(number, who))
        os._exit(0)

    children = [started(lambda who=who: add(who)) for who in range(writers)]  # type: ignore[misc]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * writers
    root = read("a.yaml", client(base).read_bytes()).root
    assert root is not None
    data = plain(root)
    assert isinstance(data, dict)
    found = data["interactions"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("each", [25, pytest.param(100, marks=pytest.mark.slow)])
def test_eight_processes_add_entries_to_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, each: int
) -> None:
    """All are there, each once, those of one process in its order; the rest stays as it was."""
    monkeypatch.setattr(lock, "PATIENCE", 600.0)  # who adds without a pause lets others wait long
    base = make_base(tmp_path)
    found = together(faithful, base, 8, each)
    for who in range(8):
        mine = [row for row in found if row["summary"].endswith(f" of {who}")]  # type: ignore[index, call-overload]
        assert mine == [entry(number, who) for number in range(each)]
    assert len(found) == 8 * each
    assert client(base).read_bytes().startswith(SMALL.encode())
    assert litter(base) == []


def test_harness_sees_what_is_lost_without_a_lock(tmp_path: Path) -> None:
    found = together(without_lock, make_base(tmp_path), 8, 25)
    assert 0 < len(found) < 8 * 25


@pytest.mark.slow
def test_crm_log_killed_at_random_moments(tmp_path: Path) -> None:
    """The command as a person runs it, from the start of Python to its end."""
    base = make_base(tmp_path)
    fresh(base)
    command = [sys.executable, "-m", "crm", "-C", str(base.root), "--today", "2026-11-20"]
    command += ["log", "vitosha", "call", "entry 0 of 0"]
    start = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    usual = time.monotonic() - start
    moments, outcomes = random.Random(7), {False: 0, True: 0}
    for _ in range(200):
        fresh(base)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            time.sleep(moments.uniform(0.3 * usual, 1.1 * usual))
            run.kill()
        data = client(base).read_bytes()
        assert data in (whole(0), whole(1))
        outcomes[data == whole(1)] += 1
        append_to_other(base)
        assert litter(base) == []
    assert all(outcomes.values()), outcomes
