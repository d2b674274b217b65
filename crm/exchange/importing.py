"""Owns the import as a whole: a table, its columns, its rows, the clients; then all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from crm.base import Base
from crm.exchange.columns.guess import Assigned, assign
from crm.exchange.columns.headers import bare, split_currency, words
from crm.exchange.columns.journal_headers import PRICES
from crm.exchange.columns.keys import Key, Keys, Place
from crm.exchange.columns.synonyms import CODE, ORDER
from crm.exchange.findings import Finding, finding
from crm.exchange.kinds.kind import Kind
from crm.exchange.matching.identity import marks
from crm.exchange.refusals import BadKey, MissingColumn, WrongSeparator
from crm.exchange.report import Report, gathered
from crm.exchange.settling import Outcome, Work, settle
from crm.exchange.tables.cells import Table
from crm.exchange.tables.read import Asked, read_table
from crm.exchange.tables.separated import SEPARATORS
from crm.exchange.values.aliases import aliases
from crm.exchange.values.date_style import Order
from crm.exchange.values.number_style import Mark
from crm.exchange.values.reading import Draft, Reader, Reading
from crm.problems import Level
from crm.settings import Settings
from crm.store.edit import carry_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asks for; empty is not said."""

    kind: Kind
    today: dt.date  # deals without a date of their stage are known as of this day
    file: Asked = field(default_factory=Asked)
    maps: tuple[str, ...] = ()
    key: str = ""
    country: str = ""
    order: Order = ""
    mark: Mark = ""
    strict: bool = False
    dry_run: bool = False


def import_table(base: Base, settings: Settings, path: Path, wish: Wish) -> Report:
    """Take a table's rows into the base, all of them or none, and return what was done.

    Raises CrmError for what cannot be read or decided; then nothing is written.
    """
    table = read_table(path, wish.file)
    keys = Keys(wish.kind, settings.fields)
    assigned = assign(table, wish.kind, keys, wish.maps)
    _require(table, wish.kind, assigned)
    drafts, findings = _drafts(table, assigned, settings, wish)
    work = Work(
        base=base,
        settings=settings,
        kind=wish.kind,
        keys={one.key.path: one.key for one in assigned.assignments},
        today=wish.today,
        people=assigned.people,
        findings=[
            *table.findings,
            *assigned.findings,
            *findings,
            *_prices(table, wish.kind, assigned),
        ],
    )
    outcome = settle(work, drafts, marks(assigned.code, _key(wish.key, keys, work.keys)))
    return _carried_out(work, outcome, table, assigned, wish)


def _drafts(
    table: Table, assigned: Assigned, settings: Settings, wish: Wish
) -> tuple[list[Draft], list[Finding]]:
    """Return what the rows say, and what is told of their values."""
    context = settings.context
    if wish.country:
        context = replace(context, country=wish.country)
    how = Reading(
        context=context,
        order=wish.order,
        mark=wish.mark,
        zone=settings.timezone,
        aliases=aliases(settings),
    )
    reader = Reader(table, assigned.assignments, how)
    return reader.drafts(table.rows), reader.findings


def _prices(table: Table, kind: Kind, assigned: Assigned) -> Iterator[Finding]:
    """Tell where the amount of a deal is called a price, beside a quantity."""
    amount = next((one for one in assigned.assignments if one.key.path == "amount"), None)
    if not kind.deals or amount is None or amount.given:
        return
    quantities = words(ORDER["items.qty"])
    if split_currency(amount.columns[0].name)[0] in words(PRICES) and any(
        bare(column.name) in quantities for column in table.columns
    ):
        yield finding("amount-from-price", column=amount.headers)


def _key(text: str, keys: Keys, used: Mapping[str, Key]) -> str:
    """Return the path of the key that `--key` names; raises BadKey, UnknownKey."""
    if not text:
        return ""
    path = keys.find(text).path
    if path not in used or used[path].place is not Place.CLIENT:
        raise BadKey(path, [one for one, key in used.items() if key.place is Place.CLIENT])
    return path


def _require(table: Table, kind: Kind, assigned: Assigned) -> None:
    """Refuse a table that lacks a column without which nothing can be taken from it."""
    have = {one.key.path for one in assigned.assignments}
    names = [column.name for column in table.columns]
    if len(names) == 1 and not have:
        mark = next((mark for mark in SEPARATORS if mark in names[0]), "")
        if mark:
            raise WrongSeparator(names[0], mark)
    groups = (*kind.required, ("name", "email", "phone", "tax_id", assigned.code or CODE))
    for group in groups:
        if not have.intersection(group):
            raise MissingColumn(group[0], names)


def _carried_out(
    work: Work, outcome: Outcome, table: Table, assigned: Assigned, wish: Wish
) -> Report:
    """Write what was settled and return the report; `--strict` allows nothing to be left out."""
    findings = [
        one
        for one in work.findings
        if not one.row or one.row in outcome.rows or one.level is Level.ERROR
    ]
    report = Report(
        table=table.name,
        kind=wish.kind.name,
        journal=wish.kind.journal,
        told=table.told,
        columns=tuple((one.headers, one.key.path) for one in assigned.assignments),
        rows=len(table.rows) + sum(one.code == "row-ragged" for one in table.findings),
        rows_used=len(outcome.rows),
        clients=outcome.clients,
        entries_added=outcome.entries_added,
        entries_there=outcome.entries_there,
        moved=outcome.moved,
        declared=outcome.declared,
        findings=gathered(findings),
        dry_run=wish.dry_run,
    )
    if wish.strict and report.left_out:
        return replace(report, refused=True)
    command = f"import {table.name} --as {wish.kind.name}"
    written = carry_out(work.base, outcome.steps, command=command, dry_run=wish.dry_run)
    return replace(report, files=tuple(one.path for one in written))
