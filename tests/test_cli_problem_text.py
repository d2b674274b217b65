"""How a problem is written: the caret stands under its place whatever characters come before."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.checks import read_client
from crm.cli import problem_text
from crm.cli.width import clip, table, width
from crm.problems import Location, Problem, problem
from crm.settings import Settings
from crm.text import read


def first(text: str) -> Problem:
    """Return the first problem of a client file with this text."""
    document = read("clients/a.yaml", text.encode())
    checked = read_client(document, Settings(), "a")
    return min((*document.problems, *checked.problems))


def lines(text: str) -> list[str]:
    return problem_text.text(first(text)).splitlines()


def test_the_form_of_the_specification() -> None:
    assert lines("name: A\nsince: 2026-13-01\n") == [
        'clients/a.yaml:2:8: error[date-invalid]: "2026-13-01" is not a date',
        "1 | name: A",
        "2 | since: 2026-13-01",
        "  |        ^^^^^^^^^^",
        "hint: write year, month and day like 2026-11-20",
    ]


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("plain", 5),
        ("Витоша", 6),
        ("日本", 4),  # wide
        ("e\u0301", 1),  # a letter with a combining accent
        ("😀", 2),
        ("\u200d", 6),  # invisible: written \u200d
    ],
)
def test_the_caret_stands_under_its_place(before: str, columns: int) -> None:
    made = lines(f'{{name: A, notes: "{before}", since: x}}\n')
    excerpt, caret = made[-3], made[-2]
    assert excerpt.endswith("since: x}")
    assert caret.index("^") == len('1 | {name: A, notes: "') + columns + len('", since: ')


def test_a_long_line_is_cut_around_the_place() -> None:
    made = lines("{name: A, notes: " + "x" * 300 + ", since: 2026-13-01}\n")
    excerpt, caret = made[-3], made[-2]
    assert len(excerpt) < 120
    assert excerpt[caret.index("^") :].startswith("2026-13-01")


def test_nothing_in_a_file_can_speak_to_the_terminal() -> None:
    excerpt = ((1, "\x1b[31mred"),)
    found = problem("flag-invalid", Location("a.yaml", 1, 1), excerpt, value="\x1b]0;x")
    assert "\x1b" not in problem_text.text(found)


def test_colours() -> None:
    painted = problem_text.text(first("name: A\nsince: x\n"), colours=True)
    assert "\x1b[31;1merror[date-invalid]\x1b[0m" in painted


def test_a_workflow_command_escapes_what_it_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    found = problem("date-invalid", Location("a,b:c.yaml", 2, 8, 3), value="100%", example="x")
    assert problem_text.github(found, tmp_path) == (
        "::error file=a%2Cb%3Ac.yaml,line=2,col=8,endColumn=11,title=date-invalid::"
        '"100%25" is not a date%0Awrite year, month and day like x'
    )
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    assert f"file={tmp_path.name}/a%2Cb" in problem_text.github(found, tmp_path)


def test_counting() -> None:
    error, warning = first("name: A\nsince: x\n"), first("name: A\nnme: x\n")
    assert problem_text.count([]) == "no problems"
    assert problem_text.count([error]) == "1 error"
    assert problem_text.count([error, error, warning]) == "2 errors and 1 warning"


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("Витоша", 6), ("日本", 4), ("e\u0301", 1), ("", 0)]
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def test_clip() -> None:
    assert clip("Витоша", 6) == "Витоша"
    assert clip("Витоша", 4) == "Вит…"
    assert clip("日本語", 4) == "日…"


def test_table() -> None:
    rows = [("a", "1"), ("日本", "10")]
    assert table(rows, frozenset({1})) == ["a      1", "日本  10"]
    assert table([]) == []


def test_where_there_is_nothing_to_point_at_no_excerpt_is_shown() -> None:
    found = problem("file-too-large", Location("clients/a.yaml", 1, 1), ((1, ""),), limit=1000000)
    assert [line[:5] for line in problem_text.text(found).splitlines()] == ["clien", "hint:"]
