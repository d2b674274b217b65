"""A backup is one file that gives back every byte and every commit, or says why not."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from transcript import crm

from crm.base import Base
from crm.care.backup import back_up, last, restore
from crm.errors import BadBackup, CannotRead, NotEmpty

NOW = dt.datetime(2026, 11, 20, 18, 0, tzinfo=dt.UTC)


def _base(folder: Path) -> Base:
    (folder / "clients" / "софия").mkdir(parents=True)
    (folder / "crm.yaml").write_bytes(b"name: x\r\n")
    (folder / "clients" / "софия" / "витоша.yaml").write_bytes("\ufeffname: Кафе\r\n".encode())
    (folder / "files").mkdir()
    (folder / "files" / "plan.bin").write_bytes(bytes(range(256)))
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("made again")
    (folder / ".crm").mkdir()
    (folder / ".crm" / "index.sqlite").write_text("made again")
    return Base(folder)


def _git(folder: Path, *words: str) -> str:
    ran = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True)
    return ran.stdout.decode()


def _contents(folder: Path) -> dict[str, bytes]:
    left_out = {".git", ".crm", "site"}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in left_out
    }


def test_every_byte_comes_back(tmp_path: Path) -> None:
    """All files, also with odd names and bytes; what can be made again does not."""
    base = _base(tmp_path / "base")
    (base.root / "crm.yaml").chmod(0o600)
    made = back_up(base, tmp_path / "backups", NOW)
    assert (made.path.name, made.files, made.commits) == ("base-2026-11-20-180000.zip", 3, 0)
    again = tmp_path / "again"
    restore(made.path, again)
    assert _contents(again) == _contents(base.root)
    assert not (again / "site").exists()
    assert (again / "crm.yaml").stat().st_mode & 0o777 == 0o600
    assert last(base) == NOW.date()


def test_every_commit_comes_back(tmp_path: Path) -> None:
    """All branches, the state of the files, and what was not committed yet."""
    base = _base(tmp_path / "base")
    (base.root / ".gitignore").write_text("/site/\n/.crm/\n")
    _git(base.root, "init", "-q", "-b", "main")
    _git(base.root, "add", "clients", "crm.yaml")
    _git(base.root, "commit", "-qm", "first")
    _git(base.root, "branch", "other")
    (base.root / "crm.yaml").write_text("name: changed\n")
    _git(base.root, "commit", "-qam", "second")
    _git(base.root, "branch", "also-here")
    (base.root / "crm.yaml").write_text("name: not committed\n")
    made = back_up(base, tmp_path / "backups", NOW)
    assert made.commits == 2
    again = tmp_path / "again"
    restore(made.path, again)
    assert _git(again, "rev-list", "--all", "--count").strip() == "2"
    assert _git(again, "branch", "--show-current").strip() == "main"
    assert _git(again, "for-each-ref") == _git(base.root, "for-each-ref")
    assert _git(again, "status", "--porcelain") == _git(base.root, "status", "--porcelain")
    assert _contents(again) == _contents(base.root)


@pytest.mark.skipif(os.name == "nt", reason="such names and links are of other systems")
def test_names_as_systems_allow_them(tmp_path: Path) -> None:
    """Screenshots have colons; what cannot be taken along is told, never left out unseen."""
    base = _base(tmp_path / "base")
    (base.root / "files" / "Bild 12:30.png").write_bytes(b"x")
    (base.root / "files" / "a\\b.txt").write_bytes(b"y")
    (tmp_path / "disk").mkdir()
    (base.root / "files" / "large").symlink_to(tmp_path / "disk")
    made = back_up(base, tmp_path / "backups", NOW)
    assert (made.files, made.links) == (5, ("files/large",))
    restore(made.path, tmp_path / "again")
    assert (tmp_path / "again" / "files" / "Bild 12:30.png").read_bytes() == b"x"
    ran = crm("-C", base.root, "backup", tmp_path / "backups")
    assert "files/large is a link to a folder" in ran.err
    Path(os.fsdecode(os.fsencode(base.root) + b"/files/\xff.txt")).write_bytes(b"z")
    with pytest.raises(CannotRead, match=r"files/\\udcff\.txt: .* is not UTF-8; rename it"):
        back_up(base, tmp_path / "backups", NOW)


def test_where_the_history_cannot_come_along(tmp_path: Path) -> None:
    """The files do, and why is told: a shallow clone, a repository above; a worktree has it all."""
    base = _base(tmp_path / "base")
    _git(base.root, "init", "-q", "-b", "main")
    for message in ("first", "second"):
        _git(base.root, "add", "clients", "crm.yaml")
        _git(base.root, "commit", "-q", "--allow-empty", "-m", message)
    shallow, tree = tmp_path / "shallow", tmp_path / "tree"
    _git(tmp_path, "clone", "-q", "--depth=1", base.root.as_uri(), str(shallow))
    made = back_up(Base(shallow), tmp_path / "backups", NOW)
    assert (made.files, made.commits, "only the latest commits" in made.lack) == (2, 0, True)
    _git(base.root, "worktree", "add", "-q", str(tree))
    made = back_up(Base(tree), tmp_path / "backups", NOW)
    assert (made.files, made.commits, made.lack) == (2, 2, "")
    ran = crm("-C", _base(base.root / "below").root, "backup", tmp_path / "backups")
    assert "note: without the history: the repository begins above the base" in ran.err


def test_a_damaged_backup_is_told(tmp_path: Path) -> None:
    """A changed byte in a file is found by its hash."""
    made = back_up(_base(tmp_path / "base"), tmp_path / "backups", NOW)
    spoiled = tmp_path / "spoiled.zip"
    with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data + b"x" if name.endswith("plan.bin") else data)
    with pytest.raises(BadBackup, match=r"files/plan\.bin is damaged"):
        restore(spoiled, tmp_path / "again")


@pytest.mark.parametrize("data", [b"", b"PK nonsense", b"x" * 5000])
def test_a_file_that_is_no_backup_is_told(tmp_path: Path, data: bytes) -> None:
    """Any other file is refused with a sentence."""
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(BadBackup):
        restore(path, tmp_path / "again")


def test_a_name_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A backup made to overwrite other files writes none."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", '{"format": 1, "commits": 0, "files": {"../evil": ""}}')
        archive.writestr("base/../evil", "x")
    with pytest.raises(BadBackup, match="leads out"):
        restore(path, tmp_path / "again")
    assert not (tmp_path / "evil").exists()


def test_nothing_is_restored_over_something(tmp_path: Path) -> None:
    """A folder with anything in it is left alone."""
    base = _base(tmp_path / "base")
    made = back_up(base, tmp_path / "backups", NOW)
    with pytest.raises(NotEmpty):
        restore(made.path, base.root)


def test_what_could_not_be_proven_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive that is not whole does not look like a backup, and an older one stays."""
    base = _base(tmp_path / "base")
    made = back_up(base, tmp_path / "backups", NOW)
    before = made.path.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crm.care.backup._prove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        back_up(base, tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == [made.path]
    assert made.path.read_bytes() == before


def test_a_base_that_cannot_be_written_is_backed_up_all_the_same(tmp_path: Path) -> None:
    """Only the note of it is missing, and that is told."""
    base = _base(tmp_path / "base")
    assert back_up(base, tmp_path / "one", NOW).noted
    (base.work / "last-backup.json").unlink()
    (base.work / "last-backup.json").mkdir()
    made = back_up(base, tmp_path / "two", NOW)
    assert (made.noted, made.files) == (False, 3)


def test_no_backup_lies_in_its_own_base(tmp_path: Path) -> None:
    """Each would hold those before it."""
    base = _base(tmp_path / "base")
    link = tmp_path / "link"
    link.symlink_to(base.root)
    for place in (base.root, link):
        ran = crm("-C", base.root, "backup", place / "backups")
        assert ran.code == 2
        assert "lies in the base itself" in ran.err
