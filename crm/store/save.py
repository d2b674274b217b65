"""Owns the atomic replacement of files: temp file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import contextlib
import os
import stat
import zlib
from collections.abc import Iterable
from pathlib import Path

from crm.base import Base
from crm.digests import blake2b
from crm.errors import AlreadyExists, CannotRead, CannotWrite, LeadsOut
from crm.regular import read_bytes

TEMP_MARK = ".crm-tmp"
_SHOWN = 40  # characters of a file's name in that of its temp file


def digest(data: bytes) -> str:
    """Return the content hash that tells whether a file is still the one that was read."""
    return blake2b(data, digest_size=16).hexdigest()


def target(base: Base, path: Path) -> Path:
    """Return the file a path stands for, from the base's root: links inside it are followed.

    Raises LeadsOut for a path or link that leaves the base, CannotRead.
    """
    root = Path(os.path.realpath(base.root))
    try:
        real = Path(_real(path))
    except OSError as error:
        raise CannotRead(label(base, path), error) from error
    if not real.is_relative_to(root):
        raise LeadsOut(label(base, path))
    return base.root / real.relative_to(root)


def _real(path: Path) -> str:
    """Return the path without links; a link that cannot be read is an error, none overlooked."""
    try:
        return os.path.realpath(path, strict=True)
    except FileNotFoundError:
        return os.path.realpath(path)


def content(base: Base, path: Path) -> bytes | None:
    """Return a file's bytes, None when there is no such file; raises CannotRead."""
    try:
        return read_bytes(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotRead(label(base, path), error) from error


def temp_of(path: Path) -> Path:
    """Return the temp file of this process for a file, in the same folder, its name short."""
    name = f"{path.name[:_SHOWN]}-{zlib.crc32(path.name.encode()):08x}"
    return path.with_name(f".{name}.{os.getpid()}{TEMP_MARK}")


def stage(base: Base, path: Path, data: bytes) -> Path:
    """Return the temp file of `path`, now holding the data; raises CannotWrite.

    `settle` makes it safe on the disk: several at once take a quarter of the time. It has the
    mode (and where the system lets us, the owner) of the file it will replace.
    """
    temp = temp_of(path)
    try:
        _make_folder(path.parent)
        old = _status(path)
        temp.unlink(missing_ok=True)
        _write(temp, data, 0o600 if old else 0o666)
        if old:
            _take_mode(old, temp)
    except OSError as error:
        discard(temp)
        raise CannotWrite(label(base, path), error) from error
    except BaseException:
        discard(temp)
        raise
    return temp


def _make_folder(folder: Path) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for made in reversed(missing):
        made.mkdir(exist_ok=True)
        sync(made.parent)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write(temp: Path, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temp, flags, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        if os.name == "nt":  # where `settle` cannot
            os.fsync(handle)
    finally:
        os.close(handle)


def _take_mode(old: os.stat_result, temp: Path) -> None:
    temp.chmod(stat.S_IMODE(old.st_mode))
    if hasattr(os, "chown") and os.geteuid() != old.st_uid:
        with contextlib.suppress(PermissionError):  # only root may give files away
            os.chown(temp, old.st_uid, old.st_gid)


def put_in_place(base: Base, temp: Path, path: Path, *, new: bool) -> None:
    """Rename the temp file to `path`; with `new`, raises AlreadyExists where a file stands.

    Raises CannotWrite. `settle_folders` makes the rename safe on the disk.
    """
    try:
        if new:
            _rename_to_new(base, temp, path)
        else:
            temp.replace(path)
    except OSError as error:
        raise CannotWrite(label(base, path), error) from error


def _rename_to_new(base: Base, temp: Path, path: Path) -> None:
    try:
        os.link(temp, path)
    except FileExistsError:
        raise AlreadyExists(label(base, path)) from None
    except OSError:  # no hard links here: the base's lock still keeps our own commands apart
        if os.path.lexists(path):
            raise AlreadyExists(label(base, path)) from None
        temp.replace(path)


def delete(base: Base, path: Path) -> None:
    """Delete a file; raises CannotWrite."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(label(base, path), error) from error


def settle(base: Base, paths: Iterable[Path]) -> None:
    """Make the temp files of some files safe on the disk; raises CannotWrite."""
    for path in paths:
        _settle(base, temp_of(path), path)


def settle_folders(base: Base, paths: Iterable[Path]) -> None:
    """Make the renames of some files safe on the disk, each folder once; raises CannotWrite."""
    for folder in {path.parent for path in paths}:
        _settle(base, folder, folder)


def _settle(base: Base, place: Path, told: Path) -> None:
    try:
        sync(place)
    except OSError as error:
        raise CannotWrite(label(base, told), error) from error


def sync(place: Path) -> None:
    """Make one file or folder safe on the disk, where the system can; raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(temp: Path) -> bool:
    """Delete a temp file that may or may not be there; tell whether it is gone."""
    try:
        temp.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def sweep(folder: Path) -> bool:
    """Delete the temp files that a killed command left in a folder; tell whether all are gone.

    The caller holds the lock.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208 - ten thousand names, no paths
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    left = [name for name in names if name.endswith(TEMP_MARK) and name.startswith(".")]
    gone = [discard(folder / name) for name in left]
    return all(gone)


def label(base: Base, path: Path) -> str:
    """Return a path as messages show it: from the base's root where it lies in it."""
    try:
        return base.relative(path)
    except ValueError:
        return str(path)
