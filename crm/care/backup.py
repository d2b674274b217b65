"""Owns backups: one archive with every file of a base and its git history, proven by restoring.

The archive is a zip file: `base/…` holds the files, `history.bundle` what git knows (where there
is git), `manifest.json` the hash of each. What can be made again (`site/`, `.crm/`) is left out.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from crm.base import Base
from crm.errors import BadBackup, CannotRead, CannotWrite, GitRefused, NotEmpty
from crm.history import repository
from crm.record import record

_LEFT_OUT = frozenset({".git", ".crm", "site", ".venv", "__pycache__", "node_modules"})
_MANIFEST = "manifest.json"
_BUNDLE = "history.bundle"
_FILES = "base/"
_MEMORY = "last-backup.json"
_FORMAT = 1


@record
class Backup:
    """A backup that was made and proven."""

    path: Path
    files: int
    commits: int  # 0 without git
    size: int  # bytes
    noted: bool = True  # whether the base could note that there is one
    lack: str = ""  # why there is no history in it, although git has one
    links: tuple[str, ...] = ()  # links to folders: what lies behind them is not in it


def back_up(base: Base, folder: Path, now: dt.datetime) -> Backup:
    """Write a backup into a folder, restore it into a temporary one, compare, and return it.

    Raises CannotWrite, CannotRead, and BadBackup when what was restored is not what there was.
    """
    path = folder / f"{base.root.name}-{now:%Y-%m-%d-%H%M%S}.zip"
    part = path.with_suffix(".part")  # an archive has its name once it is proven
    try:
        folder.mkdir(parents=True, exist_ok=True)
        manifest = _write(base, part)
        _prove(part)
        part.replace(path)
    except OSError as error:
        raise CannotWrite(str(path), error) from error
    finally:
        with contextlib.suppress(OSError):  # where it could not be made
            part.unlink()
    return Backup(
        path=path,
        files=len(manifest["files"]),
        commits=manifest["commits"],
        size=path.stat().st_size,
        noted=_note(base, path, now),
        lack=_lack(base.root),
        links=tuple(link.relative_to(base.root).as_posix() for link in _folder_links(base.root)),
    )


def _write(base: Base, path: Path) -> dict[str, Any]:
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in _files(base.root):
            name = file.relative_to(base.root).as_posix()
            data = _data(file, name)
            hashes[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(_entry(file, name), data)
        commits = _add_history(base, archive)
        manifest: dict[str, Any] = {"format": _FORMAT, "files": hashes, "commits": commits}
        manifest["branch"] = _branch(base.root) if commits else ""
        archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _files(root: Path) -> Iterator[Path]:
    """Yield the files of a base, a link to a file as that file; sorted."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        top = here == root
        folders[:] = sorted(name for name in folders if not (top and name in _LEFT_OUT))
        for name in sorted(names):
            file = here / name
            left_out = (top and name in _LEFT_OUT) or name.endswith(".crm-tmp")
            if not left_out and file.is_file():
                yield file


def _folder_links(root: Path) -> Iterator[Path]:
    """Yield the links to folders in a base; sorted."""
    for folder, folders, _ in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not (here == root and name in _LEFT_OUT))
        yield from (here / name for name in folders if (here / name).is_symlink())


def _data(file: Path, name: str) -> bytes:
    try:
        name.encode()
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "backslashreplace").decode()
        raise CannotRead(shown, OSError(0, "its name is not UTF-8; rename it")) from None
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotRead(name, error) from error


def _entry(file: Path, name: str) -> zipfile.ZipInfo:
    status = file.stat()
    when = dt.datetime.fromtimestamp(max(status.st_mtime, 315_619_200), dt.UTC)  # zip begins 1980
    entry = zipfile.ZipInfo(_FILES + name, when.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IMODE(status.st_mode) | stat.S_IFREG) << 16
    return entry


def _add_history(base: Base, archive: zipfile.ZipFile) -> int:
    """Add everything git knows as a bundle; return the number of commits."""
    if _lack(base.root) or not (base.root / ".git").exists():
        return 0
    commits = _count(base.root)
    if commits:
        with tempfile.TemporaryDirectory() as folder:
            bundle = Path(folder) / _BUNDLE
            repository.run(base.root, "bundle", "create", "--quiet", str(bundle), "--all", "HEAD")
            archive.write(bundle, _BUNDLE)
    return commits


def _lack(root: Path) -> str:
    """Return why the history of a base cannot be taken along, "" when it can or there is none."""
    if not repository.is_inside(root):
        return ""
    if not (root / ".git").exists():
        return "the repository begins above the base: back it up as a whole as well"
    if not repository.is_there():
        return "git is not installed here"
    if repository.run(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return "this clone holds only the latest commits: `git fetch --unshallow` brings the rest"
    return ""


def _count(folder: Path) -> int:
    return int(repository.run(folder, "rev-list", "--all", "--count").decode().strip() or 0)


def _prove(path: Path) -> None:
    """Restore a backup into a temporary folder; raises BadBackup."""
    with tempfile.TemporaryDirectory() as folder:
        restore(path, Path(folder) / "base")


def restore(path: Path, folder: Path) -> Backup:
    """Make a base in a new or empty folder from a backup; return what was restored.

    Every file is compared with the hash in the manifest. Raises BadBackup, NotEmpty, CannotRead.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(str(folder))
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            folder.mkdir(parents=True, exist_ok=True)
            commits = _take_history(archive, folder, path, manifest)
            for name, wanted in manifest["files"].items():
                _take(archive, folder, name, wanted, path)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise BadBackup(str(path), str(error)) from error
    except OSError as error:
        raise CannotRead(str(path), error) from error
    return Backup(
        path=folder, files=len(manifest["files"]), commits=commits, size=path.stat().st_size
    )


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        if manifest["format"] != _FORMAT:
            raise BadBackup(str(path), "it was made by a newer crm")
    except (ValueError, TypeError) as error:
        raise BadBackup(str(path), "its manifest cannot be read") from error
    return manifest


def _take(archive: zipfile.ZipFile, folder: Path, name: str, wanted: str, path: Path) -> None:
    place = PurePosixPath(name)
    odd = os.name == "nt" and ("\\" in name or ":" in name)  # elsewhere letters like any other
    if place.is_absolute() or ".." in place.parts or odd:
        raise BadBackup(str(path), f"{name} leads out of the folder")
    data = archive.read(_FILES + name)
    if hashlib.sha256(data).hexdigest() != wanted:
        raise BadBackup(str(path), f"{name} is damaged")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    mode = archive.getinfo(_FILES + name).external_attr >> 16
    if mode:
        target.chmod(stat.S_IMODE(mode))


def _take_history(
    archive: zipfile.ZipFile, folder: Path, path: Path, manifest: dict[str, Any]
) -> int:
    """Restore the repository from the bundle; without git the files alone are restored."""
    commits = int(manifest["commits"])
    if not commits or not repository.is_there():
        return 0
    with tempfile.TemporaryDirectory() as place:
        bundle = Path(archive.extract(_BUNDLE, place))
        repository.make(folder)
        refs = "+refs/*:refs/*"
        repository.run(folder, "fetch", "--quiet", "--update-head-ok", str(bundle), refs)
        head = repository.run(folder, "ls-remote", str(bundle), "HEAD").decode().split()
        if head:
            _check_out(folder, head[0], str(manifest.get("branch", "")))
    if _count(folder) != commits:
        raise BadBackup(str(path), "its history is not complete")
    return commits


def _branch(folder: Path) -> str:
    """Return the full name of the branch that is checked out, "" for none."""
    try:
        return repository.run(folder, "symbolic-ref", "--quiet", "HEAD").decode().strip()
    except GitRefused:
        return ""


def _check_out(folder: Path, commit: str, branch: str) -> None:
    """Point HEAD at a branch that stands on the commit, this one if it does, or at the commit."""
    branches = repository.run(
        folder, "for-each-ref", "--points-at", commit, "--format=%(refname)", "refs/heads"
    ).decode().split()  # fmt: skip
    if branches:
        repository.run(
            folder, "symbolic-ref", "HEAD", branch if branch in branches else branches[0]
        )
    else:
        repository.run(folder, "update-ref", "--no-deref", "HEAD", commit)
    repository.run(folder, "reset", "--quiet")


def _note(base: Base, path: Path, now: dt.datetime) -> bool:
    """Note in the base where and when it was saved; tell whether its disk let us."""
    note = {"path": str(path), "day": now.date().isoformat()}
    try:
        base.work.mkdir(exist_ok=True)
        (base.work / _MEMORY).write_text(json.dumps(note), encoding="utf-8")
    except OSError:
        return False
    return True


def last(base: Base) -> dt.date | None:
    """Return the day of the last backup that this copy of the base remembers."""
    try:
        note = json.loads((base.work / _MEMORY).read_text(encoding="utf-8"))
        return dt.date.fromisoformat(note["day"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
