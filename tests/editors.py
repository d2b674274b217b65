"""How editors save a file: the very calls, in their order, as seen with strace."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def _write(path: Path, data: bytes, flags: int = os.O_WRONLY | os.O_CREAT | os.O_TRUNC) -> None:
    handle = os.open(path, flags, 0o644)
    half = len(data) // 2
    os.write(handle, data[:half])
    os.write(handle, data[half:])
    os.close(handle)


def vim(path: Path, data: bytes) -> None:
    """Probe 4913, rename the old file to a backup, write a new one, fsync, delete the backup."""
    probe = path.with_name("4913")
    os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
    probe.unlink()
    swap = path.with_name(f".{path.name}.swp")
    _write(swap, b"b0VIM 9.0")
    backup = path.with_name(f"{path.name}~")
    if path.exists():
        path.rename(backup)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
    os.write(handle, data)
    os.fsync(handle)
    os.close(handle)
    path.chmod(0o644)
    backup.unlink(missing_ok=True)
    swap.unlink()


def vim_in_place(path: Path, data: bytes) -> None:
    """`backupcopy=yes`: copy the old file to a backup, truncate and write the file itself."""
    backup = path.with_name(f"{path.name}~")
    if path.exists():
        _write(backup, path.read_bytes())
    _write(path, data)
    backup.unlink(missing_ok=True)


def emacs(path: Path, data: bytes) -> None:
    """Lock by a link to nowhere, autosave, rename to a backup, write, unlock."""
    lock = path.with_name(f".#{path.name}")
    lock.unlink(missing_ok=True)
    lock.symlink_to("ana@desk.4242:1763700000")
    autosave = path.with_name(f"#{path.name}#")
    _write(autosave, data[:10])
    if path.exists():
        path.replace(path.with_name(f"{path.name}~"))
    _write(path, data)
    autosave.unlink()
    lock.unlink()


def vscode(path: Path, data: bytes) -> None:
    """Open, truncate in a call of its own, write, close."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    os.ftruncate(handle, 0)
    os.pwrite(handle, data, 0)
    os.close(handle)


def jetbrains(path: Path, data: bytes) -> None:
    """Safe write: a new file beside, the old one away, the new one into its place."""
    new = path.with_name(f"{path.name}___jb_tmp___")
    old = path.with_name(f"{path.name}___jb_old___")
    _write(new, data)
    if path.exists():
        path.rename(old)
    new.rename(path)
    old.unlink(missing_ok=True)


def rename_over(path: Path, data: bytes) -> None:
    """As crm itself, gedit, Kate and sed do: a hidden temporary file, renamed over the old one."""
    temporary = path.with_name(f".goutputstream-{path.stem}")
    _write(temporary, data)
    temporary.replace(path)


EDITORS: tuple[Callable[[Path, bytes], None], ...] = (
    vim,
    vim_in_place,
    emacs,
    vscode,
    jetbrains,
    rename_over,
)
