"""The doctor tells what is wrong with a set-up, and mends only when asked."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

from crm.base import Base
from crm.care.doctor import examine
from crm.store import journal
from crm.store.journal import FileChange

DAY = dt.date(2026, 11, 20)


def _codes(base: Base) -> set[str]:
    return {finding.code for finding in examine(base, DAY)}


def _base(folder: Path, *, git: bool = False) -> Base:
    (folder / "clients").mkdir(parents=True)
    (folder / "crm.yaml").write_text("name: x\n")
    (folder / ".crm").mkdir()
    (folder / ".crm" / "last-backup.json").write_text('{"path": "x", "day": "2026-11-19"}')
    if git:
        subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return Base(folder)


def _mend(base: Base) -> None:
    for finding in examine(base, DAY):
        if finding.mend is not None:
            finding.mend()


def test_a_base_without_git_is_well(tmp_path: Path) -> None:
    """Nothing is asked of a base that is under no version control."""
    assert _codes(_base(tmp_path / "base")) == set()


def test_looking_changes_nothing(tmp_path: Path) -> None:
    """Without --fix every file keeps its bytes and times."""
    base = _base(tmp_path / "base", git=True)
    before = {path: path.stat().st_mtime_ns for path in base.root.rglob("*")}
    assert "not-ignored" in _codes(base)
    assert before == {path: path.stat().st_mtime_ns for path in base.root.rglob("*")}


def test_git_is_set_up(tmp_path: Path) -> None:
    """What git ignores and how it merges is mended, keeping the lines that are there."""
    base = _base(tmp_path / "base", git=True)
    (base.root / ".gitignore").write_bytes(b"mine")
    assert {"not-ignored", "no-merge-driver"} <= _codes(base)
    _mend(base)
    assert (base.root / ".gitignore").read_bytes() == b"mine\n/site/\n/.crm/\n"
    assert not {"not-ignored", "no-merge-driver"} & _codes(base)


def test_derived_files_in_git_are_told(tmp_path: Path) -> None:
    """An index that was committed by mistake is found; only a person takes it out."""
    base = _base(tmp_path / "base", git=True)
    (base.work / "index.sqlite").write_text("x")
    subprocess.run(["git", "-C", str(base.root), "add", "-f", ".crm/index.sqlite"], check=True)
    found = {finding.code: finding for finding in examine(base, DAY)}
    assert found["derived-tracked"].mend is None


def test_line_ends_are_told(tmp_path: Path) -> None:
    """Where git would change line ends, unless the attributes forbid it."""
    base = _base(tmp_path / "base", git=True)
    subprocess.run(["git", "-C", str(base.root), "config", "core.autocrlf", "true"], check=True)
    assert "line-ends" in _codes(base)
    (base.root / ".gitattributes").write_text("*.yaml -text\n")
    assert "line-ends" not in _codes(base)


def test_what_a_killed_command_left_is_mended(tmp_path: Path) -> None:
    """A half-done change of two files is taken back, temp files go."""
    base = _base(tmp_path / "base")
    changed = base.clients / "a.yaml"
    changed.write_text("name: new\n")
    new, other = b"name: new\n", base.clients / "b.yaml"
    changes = [
        FileChange(path=changed, before=b"name: old\n", after=new),
        FileChange(path=other, before=None, after=b"name: b\n"),
    ]
    journal.begin(base, "crm set", changes)
    (base.clients / ".a.yaml.1.crm-tmp").write_text("half")
    assert "left-over" in _codes(base)
    _mend(base)
    assert changed.read_text() == "name: old\n"
    assert not list(base.clients.glob(".*"))
    assert "left-over" not in _codes(base)


def test_an_old_backup_is_told(tmp_path: Path) -> None:
    """After thirty days the last backup is old; without one it is missing."""
    base = _base(tmp_path / "base")
    note = base.work / "last-backup.json"
    note.write_text('{"path": "x", "day": "2026-10-01"}')
    assert _codes(base) == {"backup-old"}
    note.write_text("damaged")
    assert _codes(base) == {"no-backup"}


def test_settings_with_errors_are_told(tmp_path: Path) -> None:
    """The doctor sends to `crm check` for what is wrong in the settings."""
    base = _base(tmp_path / "base")
    base.settings_file.write_text("language: [en\n")
    assert "settings-wrong" in _codes(base)
    base.settings_file.unlink()
    assert "no-settings" in _codes(base)


def test_what_git_waits_for_is_told(tmp_path: Path) -> None:
    """A merge, a lock, no branch, conflict marks and copies: each with how to go on."""
    base = _base(tmp_path / "base", git=True)
    (base.root / ".git" / "MERGE_HEAD").write_text("0" * 40)
    (base.root / ".git" / "index.lock").touch()
    (base.clients / "a.yaml").write_text("name: A\n<<<<<<< x\n=======\n>>>>>>> y\n")
    (base.clients / "b.yaml").write_text("name: B\n")
    (base.clients / "b (conflicted copy 2026-11-20).yaml").write_text("name: B\ntags: [x]\n")
    found = {finding.code: finding for finding in examine(base, DAY)}
    assert {"unfinished", "git-locked", "conflicts"} <= found.keys()
    assert "clients/a.yaml" in found["conflicts"].message
    assert "conflicted copy" in found["conflicts"].message


def test_a_remote_open_to_many_is_told(tmp_path: Path) -> None:
    """Until somebody says that it is private; a server of one's own is no matter."""
    base = _base(tmp_path / "base", git=True)
    git = ["git", "-C", str(base.root)]
    subprocess.run([*git, "remote", "add", "own", "ssh://git.example.org/base"], check=True)
    assert "remote-hosted" not in _codes(base)
    url = "https://github.com/example/base.git"
    subprocess.run([*git, "remote", "add", "origin", url], check=True)
    assert "remote-hosted" in _codes(base)
    subprocess.run([*git, "config", "crm.private", "yes"], check=True)
    assert "remote-hosted" not in _codes(base)


def test_line_ends_are_mended(tmp_path: Path) -> None:
    base = _base(tmp_path / "base", git=True)
    subprocess.run(["git", "-C", str(base.root), "config", "core.autocrlf", "true"], check=True)
    _mend(base)
    assert "line-ends" not in _codes(base)
