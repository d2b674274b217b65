"""The merge driver made known to a repository."""

from __future__ import annotations

import subprocess

import pytest
from transcript import crm, folder

from crm.base import Base
from crm.history import setup
from crm.history.merge.driver import driver_config


@pytest.fixture
def base(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "crm.yaml").write_text("name: B\n")
    return Base(tmp_path)


def test_install_once(base):
    assert len(setup.lacking(base)) == 2
    assert setup.install(base) == [
        "git config merge.crm.name",
        "git config merge.crm.driver",
        ".gitattributes",
        "hook pre-commit",
    ]
    assert setup.lacking(base) == []
    assert setup.install(base) == []


def test_other_attributes_are_kept(base):
    path = base.root / ".gitattributes"
    path.write_bytes(b"*.png binary\r\n/*.yaml merge=crm")
    setup.install(base)
    lines = path.read_bytes().split(b"\r\n")
    assert lines[:2] == [b"*.png binary", b"/*.yaml merge=crm"]
    assert b"/clients/**/*.yaml merge=crm" in lines


def test_an_old_driver_line_is_replaced(base):
    words = ["git", "-C", str(base.root), "config"]
    subprocess.run([*words, "--add", "merge.crm.driver", "old"], check=True)
    subprocess.run([*words, "--add", "merge.crm.driver", "older"], check=True)
    setup.install(base)
    ran = subprocess.run([*words, "--get-all", "merge.crm.driver"], capture_output=True, check=True)
    assert ran.stdout.decode().strip() == dict(driver_config())["merge.crm.driver"]


def test_without_a_repository_nothing_is_lacking(tmp_path):
    assert setup.lacking(Base(tmp_path)) == []
    assert setup.install(Base(tmp_path)) == []


def test_init_makes_it_known(tmp_path):
    with folder(tmp_path):
        assert crm("init", "b", "--git").code == 0
    assert setup.lacking(Base(tmp_path / "b")) == []


def test_init_in_an_existing_repository(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with folder(tmp_path):
        assert crm("init", "b").code == 0
    assert setup.lacking(Base(tmp_path / "b")) == []
