"""Owns why a client is in a class that its own figures decide: lifecycle, colour, segments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.index import reasons
from crm.index.condition import names_in
from crm.index.reasons import Reason
from crm.reports.report import note, three
from crm.reports.why.material import Material
from crm.reports.why.part import How, Part, Why

Explain = Callable[[Material, str], Why]

# The figures that each reason speaks of.
_OF: Mapping[str, tuple[str, ...]] = {
    reasons.CLOSED: ("closed",),
    reasons.CLOSED_ON: ("closed",),
    reasons.CLOSED_BECAUSE: ("closed",),
    reasons.LAST_ORDER_BEYOND: ("days_since_order",),
    reasons.LAST_ORDER_BEYOND_OWN: ("days_since_order", "interval_median"),
    reasons.NO_ORDER: ("orders",),
    reasons.FIRST_ORDER_LONG_AGO: ("orders", "order_days", "first_order"),
    reasons.ENOUGH_DAYS: ("orders", "order_days", "first_order"),
    reasons.FEW_DAYS: ("orders", "order_days", "first_order"),
    reasons.ACTIVE: ("days_since_order", "order_days_365", "first_order"),
    reasons.HAS_TAG: ("tags",),
    reasons.STOPPED: ("order_days", "days_since_order"),
    reasons.BOUGHT: ("order_days",),
    reasons.LAST_OUTCOME: ("last_outcome",),
    reasons.DEAL_OPEN: ("deals_open",),
}
_NOT_IN = note(three("not in this segment", "не в этом сегменте", "не е в този сегмент"))
_NOT_ACTIVE = note(
    three(
        "not active: see `active_within`, `active_orders` and `active_since` in crm.yaml",
        "не активен: см. `active_within`, `active_orders` и `active_since` в crm.yaml",
        "не е активен: вижте `active_within`, `active_orders` и `active_since` в crm.yaml",
    )
)


def lifecycle(material: Material, figure: str, explain: Explain) -> Why:
    """Explain the class of the lifecycle."""
    return _ruled(material, figure, _membership(material, str(material.metrics[figure])), explain)


def colour(material: Material, figure: str, explain: Explain) -> Why:
    """Explain the colour in the funnel."""
    return _ruled(material, figure, material.index.colour_reason(material.ident), explain)


def active(material: Material, figure: str, explain: Explain) -> Why:
    """Explain whether a client is active."""
    reason = _membership(material, "active")
    why = _ruled(material, figure, reason, explain)
    if reason is not None:
        return why
    of = tuple(explain(material, name) for name in _OF[reasons.ACTIVE])
    return Why(client=why.client, figure=figure, value=0, how=How.RULE, reason=_NOT_ACTIVE, of=of)


def segment(material: Material, ident: str, explain: Explain) -> Why:
    """Explain whether a client is in a segment of the base's own, 1 or 0."""
    reason = _membership(material, ident)
    declared = material.index.settings.segments[ident]
    known = {column.name: column for column in material.index.columns()}
    names = tuple(names_in(declared.when, tuple(known))) if declared.when else ("tags",)
    return Why(
        client=material.ident,
        figure=ident,
        value=int(reason is not None),
        how=How.RULE,
        reason=reason or _NOT_IN,
        of=tuple(explain(material, name) for name in names),
    )


def _membership(material: Material, ident: str) -> Reason | None:
    found = material.index.membership(material.ident)
    return next((one.reason for one in found if one.segment == ident), None)


def _ruled(material: Material, figure: str, reason: Reason | None, explain: Explain) -> Why:
    template = reason.template if reason is not None else ""
    of = tuple(explain(material, name) for name in _OF.get(template, ()))
    parts = _OTHER[template](material) if template in _OTHER else []
    return Why(
        client=material.ident,
        figure=figure,
        value=material.metrics.get(figure),
        how=How.RULE,
        parts=tuple(parts),
        reason=reason,
        of=of,
    )


def _lost(material: Material) -> list[Part]:
    return [
        Part(path=deal.path, line=deal.line, value=deal.stage, date=deal.closed, what=deal.id)
        for deal in material.deals
    ]


def _consents(material: Material) -> list[Part]:
    client = material.file.client
    return [
        Part(path=material.path, line=one.line, value=one.purpose, date=one.given, what="consent")
        for one in (client.consents if client else ())
        if not one.withdrawn or one.withdrawn > material.today
    ]


def _deciders(material: Material) -> list[Part]:
    client = material.file.client
    return [
        Part(path=material.path, line=one.line, value=one.decision, what="contacts", said=one.name)
        for one in (client.contacts if client else ())
    ]


_OTHER: Mapping[str, Callable[[Material], list[Part]]] = {
    reasons.DEALS_LOST: _lost,
    reasons.CONSENT: _consents,
    reasons.NO_DECIDER: _deciders,
}
