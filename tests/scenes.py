"""Small bases and the changes that the promises of SPEC 7 are tried on, one by one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from system_calls import Trouble, troubled

from crm.base import Base
from crm.store import transaction
from crm.store.edit import NewFile, Plan, Removal, carry_out, change
from crm.store.lock import LOCK_NAME
from crm.store.save import TEMP_MARK
from crm.text.change import append, put

VITOSHA = """\
# kept as it is
name: Кафе «Витоша»
interactions:
  - date: 2026-11-01   # first
    type: call
  # end of list

phone: +359 88 000 0101
"""
PIRIN = "name: Pirin Bakery\nphone: +359 88 000 0102\n"
RILA = "name: Рила\r\ntags: [horeca]\r\n"
OTHER = "name: Other\n"
CALL = {"date": "2026-11-20", "type": "call", "summary": "Sent the offer"}

Snapshot = dict[str, bytes]


def make_base(root: Path, files: dict[str, str] | None = None) -> Base:
    """Return a new base with these files, else with five clients, one in a sub-folder."""
    files = files or {
        "crm.yaml": "name: Example\n",
        "clients/vitosha.yaml": VITOSHA,
        "clients/pirin.yaml": PIRIN,
        "clients/south/rila.yaml": RILA,
        "clients/other.yaml": OTHER,
        "clients/gone.yaml": "name: Gone\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Base(root)


def snapshot(base: Base) -> Snapshot:
    """Return all files that are the user's, by their paths."""
    return {
        path: (base.root / path).read_bytes()
        for path in _paths(base)
        if not path.startswith(".crm/") and path != LOCK_NAME and not path.endswith(TEMP_MARK)
    }


def litter(base: Base) -> list[str]:
    """Return what a finished command must not leave: temp files and open journal entries."""
    left = [path for path in _paths(base) if path.endswith(TEMP_MARK)]
    undo = base.work / "undo"
    return left + [path.name for path in undo.glob("*.open")]


def _paths(base: Base) -> list[str]:
    return [
        Path(folder, name).relative_to(base.root).as_posix()
        for folder, _, names in os.walk(base.root)
        for name in names
    ]


# What is tried


def append_call(base: Base) -> None:
    """Add a call to one client."""
    path = base.clients / "vitosha.yaml"
    change(base, path, append(("interactions",), CALL), command="log vitosha")


def append_to_other(base: Base) -> None:
    """The command after the one that was in trouble."""
    path = base.clients / "other.yaml"
    change(base, path, append(("interactions",), CALL), command="log other")


def change_several(base: Base) -> None:
    """Change three clients, make one in another folder and delete one."""
    steps = [
        Plan(path=base.clients / "vitosha.yaml", changes=(append(("interactions",), CALL),)),
        Plan(path=base.clients / "pirin.yaml", changes=(put(("owner",), "ana"),)),
        Plan(path=base.clients / "south" / "rila.yaml", changes=(put(("owner",), "ana"),)),
        NewFile(path=base.clients / "north" / "ruse.yaml", text="name: Русе\n"),
        Removal(path=base.clients / "gone.yaml"),
    ]
    carry_out(base, steps, command="set")


def take_back(base: Base) -> None:
    """Undo the last command."""
    transaction.undo(base)


def cut_off(base: Base) -> None:
    """Leave what a process leaves that was killed after the second of its changes."""
    killed = os.fork()
    if not killed:
        with troubled(Trouble(at=2, name="replace", after=True)):
            change_several(base)
        os._exit(1)
    _, status = os.waitpid(killed, 0)
    assert os.WIFSIGNALED(status)
    assert b"owner: ana" in (base.clients / "pirin.yaml").read_bytes()
    assert b"owner: ana" not in (base.clients / "south" / "rila.yaml").read_bytes()


@dataclass(frozen=True, slots=True)
class Scene:
    """A base made ready, and the change that is then tried in it.

    `half` tells that the base made ready is half changed, which the change has to mend.
    """

    ready: Callable[[Base], None]
    act: Callable[[Base], None]
    half: bool = False


def nothing(_: Base) -> None:
    """Leave the base as it is."""


SCENES = {
    "append": Scene(nothing, append_call),
    "append again": Scene(append_call, append_call),
    "several": Scene(nothing, change_several),
    "undo one": Scene(append_call, take_back),
    "undo several": Scene(change_several, take_back),
    "recover": Scene(cut_off, append_to_other, half=True),
}
