"""Where compiled templates are kept: in the user's own folder, nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from crm.website.compiling import TrustedEnvironment, kept_code

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="XDG folders")


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "plaintext-crm" / "templates"


def _names(
    kind: type[TrustedEnvironment | ImmutableSandboxedEnvironment], folder: Path
) -> set[str]:
    before = set(folder.iterdir()) if folder.is_dir() else set()
    environment = kind(bytecode_cache=kept_code(kind))
    cache = environment.bytecode_cache
    assert cache is not None
    bucket = cache.get_bucket(environment, "a.html", "/base/templates/a.html", "{{ a.b }}")
    bucket.code = compile("1", "a.html", "eval")
    cache.set_bucket(bucket)
    return {path.name for path in set(folder.iterdir()) - before}


def test_the_folder_is_the_users_and_nobody_elses(caches: Path) -> None:
    assert kept_code(TrustedEnvironment) is not None
    assert caches.stat().st_mode & 0o777 == 0o700


def test_what_others_can_write_to_is_not_used(caches: Path) -> None:
    caches.mkdir(parents=True)
    caches.chmod(0o777)
    assert kept_code(TrustedEnvironment) is None


def test_a_link_is_not_followed(caches: Path, tmp_path: Path) -> None:
    caches.parent.mkdir()
    caches.symlink_to(tmp_path)
    assert kept_code(TrustedEnvironment) is None


def test_without_a_place_nothing_is_kept(caches: Path) -> None:
    caches.parent.write_text("a file")
    assert kept_code(TrustedEnvironment) is None


def test_code_of_the_built_in_templates_is_not_run_in_the_sandbox(caches: Path) -> None:
    kept_code(TrustedEnvironment)
    plain = _names(TrustedEnvironment, caches)
    guarded = _names(ImmutableSandboxedEnvironment, caches)
    assert len(plain) == len(guarded) == 1
    assert not plain & guarded
