"""Owns the key figures at the top of a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from crm.index.answers import Row, Value
from crm.website.contexts import Figure
from crm.website.site import Site

# The columns that the card asks the index for.
SHOWN = frozenset(
    {
        "average_order", "days_since_contact", "days_since_order", "interval_median", "late_days",
        "nps_last", "order_days", "rfm_f", "rfm_m", "rfm_r", "touches",
    }
)  # fmt: skip


def figures(site: Site, row: Row, metrics: Mapping[str, Value]) -> tuple[Figure, ...]:
    """Return the figures that say something of this client."""
    return (
        *_sales(site, row, metrics),
        *_rhythm(site, row, metrics),
        *_debt(site, row),
        *_contact(site, row, metrics),
    )


def _sales(site: Site, row: Row, metrics: Mapping[str, Value]) -> Iterator[Figure]:
    _, ngettext, formats = site.words.text, site.words.plural, site.formats
    if not row.orders:
        return
    yield Figure(
        label=_("Revenue, 12 months"),
        value=formats.whole(row.revenue_365),
        note=_("{amount} in all", amount=formats.whole(row.revenue)),
    )
    if row.revenue_365 > 0:
        yield Figure(
            label=_("Margin, 12 months"),
            value=formats.share(float(row.margin_365 / row.revenue_365)),
            note=formats.whole(row.margin_365),
            late=row.margin_365 < 0,
        )
    average = _number(metrics.get("average_order"))
    yield Figure(
        label=_("Average order"),
        value="–" if average is None else formats.whole(average),
        note=ngettext("{n} order", "{n} orders", row.orders),
    )


def _rhythm(site: Site, row: Row, metrics: Mapping[str, Value]) -> Iterator[Figure]:
    _, ngettext, formats = site.words.text, site.words.plural, site.formats
    interval = _number(metrics.get("interval_median"))
    days = int(_number(metrics.get("order_days")) or 0)
    since = _number(metrics.get("days_since_order"))
    if interval is not None:
        yield Figure(
            label=_("Order interval"),
            value=_("{days} d", days=formats.number(interval)),
            note=ngettext("median of {n} day", "median of {n} days", days),
        )
    if row.late_days is not None and since is not None:
        late = row.late_days > 0
        yield Figure(
            label=_("Own rhythm"),
            value=_("{days} d late", days=formats.whole(row.late_days)) if late else _("on time"),
            note=_("last order {days} d ago", days=formats.whole(since)),
            late=late,
        )


def _debt(site: Site, row: Row) -> Iterator[Figure]:
    _, formats = site.words.text, site.formats
    if row.debt > 0:
        overdue = row.overdue_debt > 0
        yield Figure(
            label=_("Debt"),
            value=formats.whole(row.debt),
            note=_("{amount} past due", amount=formats.whole(row.overdue_debt)) if overdue else "",
            late=overdue,
        )


def _contact(site: Site, row: Row, metrics: Mapping[str, Value]) -> Iterator[Figure]:
    _, ngettext, formats = site.words.text, site.words.plural, site.formats
    since = _number(metrics.get("days_since_contact"))
    touches = int(_number(metrics.get("touches")) or 0)
    if since is not None:
        yield Figure(
            label=_("Last contact"),
            value=_("{days} d ago", days=formats.whole(since)) if since else _("today"),
            note=ngettext("{n} contact in all", "{n} contacts in all", touches),
        )
    score = _number(metrics.get("nps_last"))
    if score is not None:
        yield Figure(label=_("Would recommend"), value=formats.number(score), note=_("of 10"))
    rfm = [_number(metrics.get(name)) for name in ("rfm_r", "rfm_f", "rfm_m")]
    if all(value is not None for value in rfm):
        scores = " ".join(formats.whole(value) for value in rfm if value is not None)
        yield Figure(label="RFM", value=scores, note=site.rfm.get(row.rfm_segment, ""))


def _number(value: Value | None) -> Decimal | None:
    return None if value is None or isinstance(value, str) else Decimal(str(value))
