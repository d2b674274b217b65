"""Owns the way from the name of a figure to its explanation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.errors import UnknownFigure
from crm.fields.near import closest
from crm.index.columns import BY_NAME
from crm.index.query import Index
from crm.reports.why import classes, days, fields, ranks, reported, sales, work
from crm.reports.why.material import Material
from crm.reports.why.part import Why
from crm.settings.defaults import LIFECYCLE

_Plain = Callable[[Material, str], Why]
_Ruled = Callable[[Material, str, _Plain], Why]

_PLAIN: Mapping[str, _Plain] = {
    "orders": sales.orders,
    "orders_365": sales.orders,
    "order_days": sales.order_days,
    "order_days_365": sales.order_days,
    "revenue": sales.money,
    "revenue_365": sales.money,
    "cogs": sales.money,
    "expenses": sales.money,
    "margin": sales.money,
    "margin_365": sales.money,
    "average_order": sales.average_order,
    "promo_share": sales.promo_share,
    "paid": sales.paid,
    "debt": sales.debt,
    "overdue_debt": sales.debt,
    "known": days.known,
    "first_order": days.first_order,
    "last_order": days.last_order,
    "days_since_order": days.last_order,
    "interval_mean": days.interval,
    "interval_median": days.interval,
    "late_days": days.late_days,
    "touches": days.touches,
    "last_contact": days.last_contact,
    "days_since_contact": days.last_contact,
    "complaints_open": work.complaints,
    "nps_last": work.last_score,
    "last_outcome": work.last_outcome,
    "deals_open": work.deals_open,
    "stage": work.stage,
    "tasks_open": work.tasks,
    "next_due": work.tasks,
    "referrals": work.referrals,
    "paused": fields.flag,
    "do_not_contact": fields.flag,
    "tags": fields.tags,
    "completeness": fields.completeness,
}
_RULED: Mapping[str, _Ruled] = {
    "lifecycle": classes.lifecycle,
    "active": classes.active,
    "colour": classes.colour,
    "rfm_r": ranks.score,
    "rfm_f": ranks.score,
    "rfm_m": ranks.score,
    "rfm_segment": ranks.named,
    "abc": ranks.abc,
    "nine": ranks.nine,
    "bcg": ranks.bcg,
    "rating": ranks.rating,
}


def why(index: Index, ident: str, figure: str) -> Why:
    """Return the explanation of a figure, class or segment of a client known at the horizon.

    `figure` is a column of `client_metrics`, a segment, or REPORT.COLUMN. Raises UnknownFigure.
    """
    report, dot, column = figure.partition(".")
    name = reported.SAME.get(report, {}).get(column, "") if dot else figure
    if name in LIFECYCLE and name not in BY_NAME:  # `potential` is a column too
        name = "lifecycle"
    material = Material(index, ident)
    if name == "revenue_before":
        return sales.before(material)
    if name in index.settings.segments and name not in BY_NAME:
        return classes.segment(material, name, _of)
    if name in _known(index):
        return _of(material, name)
    if (found := reported.derived(material, report, column, _of)) is not None:
        return found
    words = (*_known(index), *index.settings.segments, *_reported())
    near = closest(figure, words)
    raise UnknownFigure(figure, near.get("near") or near.get("alike", ""))


def _of(material: Material, figure: str) -> Why:
    """Return the explanation of a column of `client_metrics`."""
    if figure in _RULED:
        return _RULED[figure](material, figure, _of)
    return _PLAIN.get(figure, fields.as_typed)(material, figure)


def _known(index: Index) -> tuple[str, ...]:
    return tuple(column.name for column in index.columns())


def _reported() -> list[str]:
    return [
        f"{name}.{column.name}"
        for name, report in reported.of_clients().items()
        for column in report.columns
    ]
