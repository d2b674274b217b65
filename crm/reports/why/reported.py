"""Owns why a client's row in a report says what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.index.answers import Value
from crm.reports import registry
from crm.reports.report import Asked, Column, Note, Report, note, three
from crm.reports.report import Value as Cell
from crm.reports.why.material import Material
from crm.reports.why.part import How, Why

# Figures in the rows of reports that are a column of every client, where no filter is given.
SAME: Mapping[str, Mapping[str, str]] = {
    "rfm": {
        "recency": "days_since_order", "orders": "orders", "revenue": "revenue", "r": "rfm_r",
        "f": "rfm_f", "m": "rfm_m", "segment": "rfm_segment",
    },
    "abc": {"revenue": "revenue", "class": "abc"},
    "nine": {"revenue": "revenue", "group": "nine"},
    "bcg": {"revenue": "revenue_365", "revenue_before": "revenue_before", "field": "bcg"},
    "rhythm": {
        "order_days": "order_days", "mean": "interval_mean", "median": "interval_median",
        "late_days": "late_days",
    },
    "winback": {
        "lifecycle": "lifecycle", "last_order": "last_order", "days_since": "days_since_order",
        "interval": "interval_median", "orders": "orders", "revenue": "revenue",
        "margin": "margin",
    },
    "value": {"orders": "orders", "margin": "margin"},
    "rating": {"rating": "rating", "revenue_365": "revenue_365", "potential": "potential"},
    "margin": {
        "orders": "orders", "revenue": "revenue", "cogs": "cogs", "expenses": "expenses",
        "margin": "margin", "touches": "touches",
    },
    "completeness": {"completeness": "completeness"},
    "debts": {"owed": "debt", "overdue": "overdue_debt"},
}  # fmt: skip
# The figures that the other columns of a report are made from.
MADE_FROM: Mapping[str, tuple[str, ...]] = {
    "abc": ("revenue",),
    "nine": ("nine",),
    "bcg": ("revenue_365", "revenue_before"),
    "expected": ("order_days", "first_order", "last_order"),
    "value": ("order_days", "first_order", "last_order", "margin", "orders"),
    "margin": ("margin", "revenue", "expenses", "touches", "orders"),
    "rating": ("rating", "potential"),
    "completeness": ("completeness",),
    "debts": ("debt", "overdue_debt"),
    "advocates": ("nps_last", "referrals", "complaints_open"),
}
_NO_ROW = note(
    three(
        "the report has no row of this client",
        "в отчёте нет строки этого клиента",
        "в отчета няма ред за този клиент",
    )
)


def of_clients() -> dict[str, Report]:
    """Return the reports whose rows are clients, by name."""
    return {one.name: one for one in registry.descriptions() if "client" in _columns(one)}


def _columns(report: Report) -> dict[str, Column]:
    return {one.name: one for one in report.columns}


def derived(
    material: Material, report: str, name: str, explain: Callable[[Material, str], Why]
) -> Why | None:
    """Return why a column of a report says what it says of a client; None: no such column.

    Its meaning is told, and the figures it is made from are explained.
    """
    if report not in registry.NAMES:
        return None
    column = _columns(registry.describe(report)).get(name)
    if column is None or "client" not in _columns(registry.describe(report)):
        return None
    found = [
        row[name]
        for row in registry.compute(report, material.index, Asked()).records()
        if row.get("client") == material.ident and name in row
    ]
    return Why(
        client=material.ident,
        figure=f"{report}.{name}",
        value=_value(found, material.index.settings.language),
        how=How.RULE,
        reason=note(column.meaning) if found else _NO_ROW,
        of=tuple(explain(material, one) for one in MADE_FROM.get(report, ())),
    )


def _value(found: list[Cell], language: str) -> Value:
    """Return what one row says; several, or what is no single value, as a text."""
    if len(found) > 1:
        return ", ".join(dict.fromkeys(filter(None, map(_text, found)))) or None
    one = found[0] if found else None
    if isinstance(one, Note):
        return one.text(language)
    return _text(one) or None if isinstance(one, tuple | Mapping) else one


def _text(one: Cell) -> str:
    if isinstance(one, tuple):
        return " ".join(str(part) for part in one if part is not None)
    if isinstance(one, Mapping):
        return " ".join(f"{key} {value}" for key, value in one.items() if value is not None)
    return "" if one is None else str(one)
