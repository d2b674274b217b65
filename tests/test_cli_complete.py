"""What the shells get when they ask what could be typed next."""

from __future__ import annotations

from pathlib import Path

import pytest
from transcript import crm

SETTINGS = """\
team: {ana: {name: Ana}, boris: {name: Boris}}
stages: {lead: {}, won: {}}
types: {tasting: {}}
segments: {vip: {label: VIP, when: "revenue > 1"}}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "clients" / "north").mkdir(parents=True)
    (tmp_path / "clients" / "rila.yaml").write_text("name: Rila\ntags: [horeca, hotel]\n")
    (tmp_path / "clients" / "north" / "rila-bar.yaml").write_text("not: [closed\n")
    (tmp_path / "clients" / "vitosha.yaml").write_text("name: Vitosha\n")
    (tmp_path / "clients" / ".hidden.yaml").write_text("name: Hidden\n")
    (tmp_path / "crm.yaml").write_text(SETTINGS)
    return tmp_path


def completed(base: Path, line: str) -> list[str]:
    words = ["crm", "-C", str(base), *line.split(" ")]
    env = {
        "_CRM_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    ran = crm(env=env)
    assert ran.err == ""
    return ran.out.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("fi", ["find"]),
        ("task m", ["move"]),
        ("show ri", ["rila", "rila-bar"]),
        ("show ", ["rila", "rila-bar", "vitosha"]),
        ("set v", ["vitosha"]),
        ("task done vi", ["vitosha"]),
        ("list --owner ", ["ana", "boris"]),
        ("list --owner=b", ["boris"]),
        ("list --segment v", ["vip"]),
        ("list --tag ho", ["horeca", "hotel"]),
        ("tag add rila ho", ["horeca", "hotel"]),
        ("log rila tas", ["tasting"]),
        ("log rila call --stage ", ["lead", "won"]),
        ("log rila call --by a", ["ana"]),
        ("list --colu", ["--columns"]),
        ("--inst", ["--install-completion"]),
        ("show rila ", []),
        ("show zzz", []),
    ],
)
def test_bash(base: Path, line: str, words: list[str]) -> None:
    assert completed(base, line) == words


def test_all_commands_without_their_modules(base: Path) -> None:
    assert {"new", "log", "build"} <= set(completed(base, ""))


@pytest.mark.parametrize(
    ("shell", "out"),
    [
        ("zsh", "_arguments '*: :((\"vitosha\"))'\n"),
        ("fish", "vitosha\n"),
        ("powershell", "vitosha::: \n"),
    ],
)
def test_other_shells(base: Path, shell: str, out: str) -> None:
    env = {"_CRM_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": f"crm -C {base} show vi"}
    env |= {"_TYPER_COMPLETE_WORD_TO_COMPLETE": "vi", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    assert crm(env=env).out == out


def test_ids_need_no_index(base: Path) -> None:
    completed(base, "show ri")
    assert not (base / ".crm").exists()


def test_outside_a_base_only_commands(tmp_path: Path) -> None:
    assert completed(tmp_path, "show ") == []
    assert completed(tmp_path, "sho") == ["show"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_of_a_shell(monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setattr("crm.cli.completion._shell", lambda: shell)
    ran = crm("--show-completion")
    assert ran.code == 0
    assert f"_CRM_COMPLETE=complete_{shell}" in ran.out.replace('"', "").replace(
        "$Env:", ""
    ).replace(" = ", "=")


def test_installing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.cli.completion._shell", lambda: "bash")
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = crm("--install-completion")
    assert (ran.code, ran.err) == (0, "")
    assert "crm.sh" in (tmp_path / ".bashrc").read_text()
    assert "complete_bash" in (tmp_path / ".bash_completions" / "crm.sh").read_text()


def test_an_unknown_shell_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: "tcsh")
    ran = crm("--show-completion")
    assert ran.code == 2
    assert "no completion for the shell tcsh" in ran.err
