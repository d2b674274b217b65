"""Owns Report: what an import read, what it did, and what it left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm.exchange.findings import Finding
from crm.problems import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding, with all the rows of which it is true."""

    finding: Finding
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many clients were made, changed, and found as they should be."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures and findings of one import."""

    table: str
    kind: str
    journal: bool  # whether the rows are more than clients
    told: tuple[str, ...]  # how the file was understood
    columns: tuple[tuple[str, str], ...]  # header, key
    rows: int
    rows_used: int
    clients: Counts = Counts()
    entries_added: int = 0
    entries_there: int = 0
    moved: int = 0  # deals of the base that came to another stage
    declared: tuple[str, ...] = ()  # own fields that crm.yaml got
    files: tuple[str, ...] = ()
    findings: tuple[Told, ...] = ()
    dry_run: bool = False
    refused: bool = False  # by `--strict`: nothing was written

    @property
    def rows_left_out(self) -> int:
        """The number of rows of which nothing is in the base now."""
        return self.rows - self.rows_used

    @property
    def left_out(self) -> bool:
        """Whether a row or a value of the file is not in the base now."""
        return any(told.finding.level is Level.ERROR for told in self.findings)


def gathered(findings: Sequence[Finding]) -> tuple[Told, ...]:
    """Return findings in the order of their rows; those that differ in the row alone are one."""
    found: dict[Finding, list[int]] = {}
    for one in findings:
        found.setdefault(replace(one, row=0), []).append(one.row)
    told = [
        Told(finding=replace(one, row=min(rows)), rows=tuple(sorted(set(rows) - {0})))
        for one, rows in found.items()
    ]
    return tuple(sorted(told, key=lambda one: (one.finding.row, one.finding.column)))
