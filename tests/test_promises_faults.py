"""Promise of SPEC 7, faithful edits: whatever call of the system fails, no file is half changed.

Every change is first made in peace and its calls of the system counted; then it is made anew for
each call, with that one failing, interrupted, or the last before the process is killed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from scenes import SCENES, Scene, Snapshot, append_to_other, litter, make_base, snapshot
from system_calls import CHANGING, GROWING, LOOKING, REFUSALS, Trouble, troubled

from crm.base import Base
from crm.errors import CrmError, NothingToUndo
from crm.store import lock
from crm.store.transaction import undo

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="POSIX calls"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
OTHER = "clients/other.yaml"
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one: fsync costs nothing
# The rest of the grid is for `make slow`.
QUICK = {"append", "several", "undo one", "recover"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)


class Stage:
    """A scene that can be played as often as needed, each time on a fresh copy of its base."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene, self.folder = scene, folder
        first = make_base(folder / "first")
        scene.ready(first)
        self.before = without_other(snapshot(first))
        self.calls = self._clean()

    def _clean(self) -> list[str]:
        base = self.fresh()
        with troubled(Trouble()) as clean:
            self.scene.act(base)
        self.after = without_other(snapshot(base))
        return clean.calls

    def fresh(self) -> Base:
        """Return the base as it is before the change, in a folder used again and again."""
        root = self.folder / "now"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.folder / "first", root)
        return Base(root)

    def where(self, number: int) -> str:
        """Return the name of a call, for messages."""
        return f"{self.calls[number - 1]} ({number} of {len(self.calls)}: {self.calls})"


def without_other(files: Snapshot) -> Snapshot:
    """Leave out the client that the next command changes."""
    return {path: data for path, data in files.items() if path != OTHER}


@pytest.fixture(scope="module")
def stages() -> Iterator[dict[str, Stage]]:
    """Return the stages made so far, by scene."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield {name: Stage(scene, Path(folder, name)) for name, scene in SCENES.items()}


def grid(*modes: str) -> pytest.MarkDecorator:
    """Return the scenes, each with these modes; the first mode of the quick scenes is quick."""
    rows = []
    for name in SCENES:
        for mode in modes or ("",):
            quick = name in QUICK and (mode == modes[0] if modes else True)
            marks = () if quick or name == "append" else (pytest.mark.slow,)
            rows.append(pytest.param(name, mode, marks=marks, id=f"{name} {mode}".strip()))
    return pytest.mark.parametrize(("name", "mode"), rows)


def try_it(stage: Stage, base: Base, trouble: Trouble) -> BaseException | None:
    """Make the change in trouble and return what it raised."""
    try:
        with troubled(trouble):
            stage.scene.act(base)
    except (CrmError, KeyboardInterrupt) as error:
        return error
    return None


def next_command_finds_order(stage: Stage, base: Base, where: str) -> Snapshot:
    """Make one more change; the one in trouble must then be done or not, and nothing left over."""
    append_to_other(base)
    now = without_other(snapshot(base))
    whole = (stage.after,) if stage.scene.half else (stage.before, stage.after)
    assert now in whole, f"half done after {where}"
    assert litter(base) == [], f"left over after {where}"
    return now


@grid("EIO", "ENOSPC", "EACCES")
def test_refused_call(stages: dict[str, Stage], name: str, mode: str) -> None:
    """Each call is refused once; what changes something also after it was carried out."""
    stage = stages[name]
    for number, call in enumerate(stage.calls, start=1):
        for after in (False, True) if call in CHANGING else (False,):
            base = stage.fresh()
            error = try_it(stage, base, Trouble(at=number, make=REFUSALS[mode], after=after))
            where = stage.where(number)
            now = without_other(snapshot(base))
            if error is None:
                assert now == stage.after, f"told done, but is not: {where}"
            else:
                same = now == stage.before or stage.scene.half
                assert same, f"told failed, but changed: {where}: {error}"
                assert_clear(error, base, where)
            next_command_finds_order(stage, base, where)


def assert_clear(error: BaseException, base: Base, where: str) -> None:
    """The message names a file of the base and what the system said; no path leads elsewhere."""
    assert isinstance(error, CrmError), where
    text = str(error)
    names = ("clients", ".crm/undo", str(base.root))
    assert any(name in text for name in names), f"{where}: {text}"
    assert "/somewhere" not in text, f"{where}: {text}"


@grid()
def test_interrupted_call(stages: dict[str, Stage], name: str, mode: str) -> None:
    """Ctrl-C after each call: it is never swallowed, and what is there can be taken back."""
    stage = stages[name]
    for number, call in enumerate(stage.calls, start=1):
        base = stage.fresh()
        error = try_it(stage, base, Trouble(at=number, make=KeyboardInterrupt, after=True))
        where = stage.where(number)
        # shutil.rmtree closes a handle again that it may have closed: that fault wins.
        assert isinstance(error, KeyboardInterrupt) or call == "close", f"swallowed at {where}"
        now = next_command_finds_order(stage, base, where)
        undo(base)
        assert without_other(snapshot(base)) == now, where
        if name == "append" and now == stage.after:
            undo(base)
            assert without_other(snapshot(base)) == stage.before, where
        elif name == "append":
            with pytest.raises(NothingToUndo):
                undo(base)


@grid()
def test_killed_at_call(stages: dict[str, Stage], name: str, mode: str) -> None:
    """`kill -9` right after each call that may have changed something."""
    stage = stages[name]
    for number, call in enumerate(stage.calls, start=1):
        if call in LOOKING:
            continue
        base = stage.fresh()
        child = os.fork()
        if not child:
            with troubled(Trouble(at=number, after=True)):
                stage.scene.act(base)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), stage.where(number)
        next_command_finds_order(stage, base, stage.where(number))


@grid("all", "growing")
def test_broken_disk(stages: dict[str, Stage], name: str, mode: str) -> None:
    """From some call on every call fails, or those that need room; then the disk is well again."""
    stage = stages[name]
    only = GROWING if mode == "growing" else frozenset()
    for number in range(1, len(stage.calls) + 1):
        base = stage.fresh()
        trouble = Trouble(at=number, make=REFUSALS["ENOSPC"], lasting=True, only=only)
        error = try_it(stage, base, trouble)
        if error is None:
            assert without_other(snapshot(base)) == stage.after, stage.where(number)
        else:
            assert_clear(error, base, stage.where(number))
        next_command_finds_order(stage, base, stage.where(number))
