"""Owns how the report of an import is written, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crm.cli.console import paint
from crm.problems import Level
from crm.problems import shown as shown_text

if TYPE_CHECKING:
    from crm.exchange.report import Report, Told

_ROWS = 12  # of one finding that are listed; --json lists all
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow"}


def findings(report: Report, file: str, *, colours: bool) -> Iterator[str]:
    """Yield a line for each finding, and its hint the first time there is one."""
    hints: set[str] = set()
    for told in report.findings:
        found = told.finding
        label = paint(f"{found.level}[{found.code}]", _COLOURS[found.level], on=colours)
        place = _place(told)
        yield f"{file}{':' if place else ''}{place}: {label}: {found.message}"
        if found.hint and found.hint not in hints:
            hints.add(found.hint)
            yield f"{paint('hint:', 'bold', on=colours)} {found.hint}"


def _place(told: Told) -> str:
    """Return where it is: `row 7, column "Phone"`, `rows 7, 9, 12`; empty for the whole file."""
    found = told.finding
    parts = []
    if told.rows:
        shown = ", ".join(map(str, told.rows[:_ROWS]))
        more = f" and {len(told.rows) - _ROWS} more" if len(told.rows) > _ROWS else ""
        parts.append(f"row{'' if len(told.rows) == 1 else 's'} {shown}{more}")
    if found.column:
        parts.append(f'column "{shown_text(found.column, 60)}"')
    return ", ".join(parts)


def figures(report: Report) -> Iterator[str]:
    """Yield what was understood and what was done."""
    told = f" ({', '.join(report.told)})" if report.told else ""
    yield f"{report.table}{told}"
    width = max((len(header) for header, _ in report.columns), default=0)
    for header, key in report.columns:
        yield f"  {header:{width}} → {key}"
    left = f", {_number(report.rows_left_out, 'row')} left out" if report.rows_left_out else ""
    yield f"{_number(report.rows, 'row')} read{left}"
    yield f"clients: {_counts(report)}"
    if report.journal:
        moved = f", {report.moved} moved" if report.moved else ""
        there = f"{report.entries_there} there already"
        yield f"{report.kind}: {report.entries_added} added, {there}{moved}"
    for path in report.declared:
        yield f"crm.yaml: declares the own field {path.removeprefix('fields.')}"
    yield _ending(report)


def _counts(report: Report) -> str:
    clients = report.clients
    return f"{clients.new} new, {clients.changed} changed, {clients.unchanged} unchanged"


def _ending(report: Report) -> str:
    if report.refused:
        return "nothing was written: --strict, and something would be left out"
    if not report.files:
        return "nothing changed"
    files = _number(len(report.files), "file")
    return f"{files} would be written" if report.dry_run else f"{files} written"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def rows(report: Report) -> Iterator[dict[str, Any]]:
    """Yield the findings as rows of JSON; `row` is null for what is about the whole file."""
    for told in report.findings:
        found = told.finding
        yield {
            "row": found.row or None,
            "column": found.column or None,
            "rows": list(told.rows),
            "level": str(found.level),
            "code": found.code,
            "message": found.message,
            "hint": found.hint,
        }


def summary(report: Report) -> dict[str, Any]:
    """Return the figures as JSON."""
    return {
        "table": report.table,
        "kind": report.kind,
        "columns": [{"column": header, "key": key} for header, key in report.columns],
        "rows": report.rows,
        "rows_left_out": report.rows_left_out,
        "clients_new": report.clients.new,
        "clients_changed": report.clients.changed,
        "clients_unchanged": report.clients.unchanged,
        "entries_added": report.entries_added,
        "entries_there": report.entries_there,
        "deals_moved": report.moved,
        "declared": list(report.declared),
        "files": list(report.files),
        "dry_run": report.dry_run,
        "written": bool(report.files) and not report.dry_run and not report.refused,
    }
