"""Loading: every client file gives a record or a problem, and none stops the others."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scenes import make_base
from transcript import crm

from crm.base import Base, client_files
from crm.errors import CannotRead
from crm.settings import load_settings
from crm.store.load import ClientFile, load

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return make_base(
        tmp_path / "base",
        {
            "clients/anna.yaml": "name: Anna\n",
            "clients/deep/er/boris.yaml": "name: Борис\n",
            "clients/zoe.yaml": "name: Zoe\nsince: 2026-13-01\n",
        },
    )


def loaded(base: Base) -> dict[str, ClientFile]:
    return {file.path: file for file in load(base, load_settings(base).settings)}


def test_records_in_the_order_of_the_paths(base: Base) -> None:
    files = loaded(base)
    assert list(files) == ["clients/anna.yaml", "clients/deep/er/boris.yaml", "clients/zoe.yaml"]
    assert [file.id for file in files.values()] == ["anna", "boris", "zoe"]
    assert [file.client.name for file in files.values() if file.client] == ["Anna", "Борис", "Zoe"]
    assert [problem.code for problem in files["clients/zoe.yaml"].problems] == ["date-invalid"]


@pytest.mark.parametrize(
    "name", [".hidden.yaml", "#anna.yaml", "~anna.yaml", "anna.yaml~", "anna.yml", "a.txt", ".git/a.yaml"]
)  # fmt: skip
def test_what_is_no_client_file(base: Base, name: str) -> None:
    path = base.clients / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"name: x\n")
    assert len(client_files(base)) == 3


def told(base: Base, name: str) -> str:
    """Return the one problem of a file; the other files are read all the same."""
    files = loaded(base)
    assert len(files) == 4
    assert files["clients/anna.yaml"].client
    file = files[f"clients/{name}"]
    assert file.client is None
    assert [problem.code for problem in file.problems] == ["file-unreadable"]
    assert str(file.problems[0].location) == f"clients/{name}:1:1"
    return file.problems[0].message


@posix
def test_named_pipe(base: Base) -> None:
    os.mkfifo(base.clients / "pipe.yaml")
    assert told(base, "pipe.yaml") == "the file cannot be read: not a regular file"


@posix
def test_link_that_leads_out(base: Base, tmp_path: Path) -> None:
    """Nothing outside the base is read, let alone published."""
    (tmp_path / "secret.yaml").write_bytes(b"name: secret\n")
    (base.clients / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    assert told(base, "out.yaml") == "the file cannot be read: the link leads out of the base"


@posix
def test_link_to_nowhere(base: Base) -> None:
    (base.clients / "lost.yaml").symlink_to("nowhere.yaml")
    assert told(base, "lost.yaml") == "the file cannot be read: No such file or directory"


@posix
def test_link_inside_the_base_is_read(base: Base) -> None:
    (base.clients / "link.yaml").symlink_to("anna.yaml")
    client = loaded(base)["clients/link.yaml"].client
    assert client is not None
    assert client.name == "Anna"


def test_file_the_system_refuses(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    (base.clients / "shut.yaml").write_bytes(b"name: x\n")
    real = os.open

    def refusing(path: Any, *args: Any, **options: Any) -> int:
        if str(path).endswith("shut.yaml"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(os, "open", refusing)
    assert told(base, "shut.yaml") == "the file cannot be read: Permission denied"


def test_no_more_is_read_than_the_limit(base: Base) -> None:
    """A log file that somebody called .yaml is refused without filling the memory."""
    path = base.clients / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(10**10)
    file = loaded(base)["clients/huge.yaml"]
    assert [problem.code for problem in file.problems] == ["file-too-large"]
    assert file.document is not None
    assert len(file.document.source.data) == 1_000_001


@pytest.fixture
def shut_folder(base: Base, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the system refuse to list clients/deep."""
    real = os.scandir

    def refusing(path: Any = ".") -> Any:
        if str(path).endswith("deep"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    yield
    monkeypatch.undo()


@pytest.mark.usefixtures("shut_folder")
def test_folder_that_cannot_be_listed(base: Base) -> None:
    """Its clients are not gone: no answer is better than one without them."""
    with pytest.raises(CannotRead, match="clients/deep: cannot be read: Permission denied"):
        client_files(base)
    ran = crm("list", "-C", base.root)
    assert ran.code == 1
    assert ran.err.startswith("crm: clients/deep: cannot be read: Permission denied")


def test_base_without_clients(tmp_path: Path) -> None:
    assert client_files(Base(tmp_path)) == []
    (tmp_path / "clients").write_bytes(b"a file where the folder should be")
    assert client_files(Base(tmp_path)) == []
