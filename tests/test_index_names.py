"""Whom a command means is known from the files as they are, without making the whole index."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_base import make_base, opened, write

from crm.base import Base
from crm.errors import AmbiguousClient, UnknownClient
from crm.index import names as module
from crm.index import seal
from crm.index.database import index_file
from crm.index.names import open_names
from crm.settings import load_settings

CLIENTS = {
    "acme": "name: Acme\nphone: +1 202 555 0101\n",
    "rila": "name: Хотел Рила\nemail: desk@example.org\ncontacts: [{name: Мария Петрова}]\n",
    "rila-bar": "name: Рила Бар\n",
}
TEXTS = (
    "acme", "Acme", "рила", "хотел рила", "rila-bar", "петрова", "desk@example.org", "202 555 0101",
    "0101", "+12025550199", "nobody",
)  # fmt: skip


@pytest.fixture
def base(tmp_path: Path) -> Base:
    base = make_base(tmp_path)
    for name, text in CLIENTS.items():
        write(base.root, name, text)
    with opened(base):
        return base


def answers(base: Base, text: str) -> tuple[object, ...]:
    """Return what the names say of a text; only where they, not the whole index, are asked."""
    names = open_names(base, load_settings(base).settings, text)
    assert names is not None
    with names:
        try:
            meant: object = names.resolve(text)
        except (UnknownClient, AmbiguousClient) as error:
            meant = str(error)
        return meant, names.find(text)


def expected(base: Base, text: str) -> tuple[object, ...]:
    with opened(base) as index:
        try:
            meant: object = index.resolve(text)
        except (UnknownClient, AmbiguousClient) as error:
            meant = str(error)
        return meant, index.find(text)


def change(base: Base) -> None:
    """Add, rename, change and delete."""
    write(base.root, "acme", "name: Acme Works\nphone: 0199\n")
    write(base.root, "nobody", "name: Рила\nphone: +1 202 555 0199\n")
    (base.clients / "rila-bar.yaml").rename(base.clients / "bar.yaml")
    (base.clients / "rila.yaml").unlink()


def test_the_same_answers_as_the_index(base: Base) -> None:
    before = {text: answers(base, text) for text in TEXTS}
    assert before == {text: expected(base, text) for text in TEXTS}
    change(base)
    after = {text: answers(base, text) for text in TEXTS}
    assert after == {text: expected(base, text) for text in TEXTS}
    assert before != after


def test_the_index_stays_as_it_was(base: Base) -> None:
    kept = index_file(base).read_bytes()
    change(base)
    answers(base, "acme")
    assert index_file(base).read_bytes() == kept
    assert seal.sealed(index_file(base))
    with opened(base) as index:
        assert "clients/acme.yaml" in index.changed


def test_the_whole_index_is_made_where_names_are_not_enough(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(base).settings
    monkeypatch.setattr(module, "_FEW", 3)
    change(base)
    assert open_names(base, settings, "acme") is None  # too many files changed
    assert seal.sealed(index_file(base))
    (base.root / "crm.yaml").write_text("language: bg\n")
    assert open_names(base, load_settings(base).settings, "acme") is None
    index_file(base).write_bytes(b"damaged")
    assert open_names(base, settings, "acme") is None
