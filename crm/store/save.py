"""Owns the atomic replacement of files: temp file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from pathlib import Path

from crm.base import Base
from crm.errors import AlreadyExists, CannotRead, CannotWrite, LeadsOut

TEMP_MARK = ".crm-tmp"


def digest(data: bytes) -> str:
    """Return the content hash that tells whether a file is still the one that was read."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def target(base: Base, path: Path) -> Path:
    """Return the file a path stands for: links inside the base are followed.

    Raises LeadsOut for a path or link that leaves the base.
    """
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(base.root))
    if not real.is_relative_to(root):
        raise LeadsOut(_label(base, path))
    return real


def content(base: Base, path: Path) -> bytes | None:
    """Return a file's bytes, None when there is no such file; raises CannotRead."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotRead(_label(base, path), error) from error


def stage(base: Base, path: Path, data: bytes) -> Path:
    """Return a temp file beside `path` that holds the data, safe on the disk; raises CannotWrite.

    It has the mode (and where the system lets us, the owner) of the file it will replace.
    """
    temp = path.with_name(f".{path.name}.{os.getpid()}{TEMP_MARK}")
    try:
        _write(temp, data)
        _take_mode(path, temp)
    except OSError as error:
        discard(temp)
        raise CannotWrite(_label(base, path), error) from error
    except BaseException:
        discard(temp)
        raise
    return temp


def _write(temp: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    handle = os.open(temp, flags, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _take_mode(old: Path, temp: Path) -> None:
    try:
        status = old.stat()
    except FileNotFoundError:
        return
    temp.chmod(stat.S_IMODE(status.st_mode))
    if hasattr(os, "chown") and temp.stat().st_uid != status.st_uid:
        with contextlib.suppress(PermissionError):  # only root may give files away
            os.chown(temp, status.st_uid, status.st_gid)


def put_in_place(base: Base, temp: Path, path: Path, *, new: bool) -> None:
    """Rename the temp file to `path`; with `new`, raises AlreadyExists where a file stands."""
    try:
        if new:
            _rename_to_new(base, temp, path)
        else:
            temp.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(_label(base, path), error) from error


def _rename_to_new(base: Base, temp: Path, path: Path) -> None:
    try:
        os.link(temp, path)
    except FileExistsError:
        raise AlreadyExists(_label(base, path)) from None
    except OSError:  # no hard links here: the base's lock still keeps our own commands apart
        if path.exists():
            raise AlreadyExists(_label(base, path)) from None
        temp.replace(path)
    else:
        discard(temp)


def delete(base: Base, path: Path) -> None:
    """Delete a file; raises CannotWrite."""
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(_label(base, path), error) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder safe on the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(temp: Path) -> None:
    """Delete a temp file that may or may not be there."""
    with contextlib.suppress(OSError):
        temp.unlink()


def sweep(folder: Path) -> None:
    """Delete the temp files that a killed command left in a folder; the caller holds the lock."""
    try:
        with os.scandir(folder) as entries:
            left = [entry.path for entry in entries if entry.name.endswith(TEMP_MARK)]
    except FileNotFoundError:
        return
    for path in left:
        discard(Path(path))


def _label(base: Base, path: Path) -> str:
    try:
        return base.relative(path)
    except ValueError:
        return str(path)
