"""Owns why dates and days between orders and contacts are what they are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crm.reports.report import note, three
from crm.reports.why.material import Entry, Material, typed
from crm.reports.why.part import How, Part, Why

_FEW = note(
    three(
        "known from three days with an order on",
        "известно, когда дней с заказом не меньше трёх",
        "известно е от три дни с поръчка нататък",
    )
)
_PAUSED = note(
    three(
        "a pause is agreed: the client is not late",
        "договорились о паузе: клиент не опаздывает",
        "уговорена е пауза: клиентът не закъснява",
    )
)
_USUAL = note(
    three(
        "usual days between orders, taken off",
        "обычный интервал между заказами, вычитается",
        "обичайните дни между поръчки, изваждат се",
    )
)
_CONTACTED = note(
    three("no contact is written down", "контакты не записаны", "няма записан контакт")
)
_NO_ORDER = note(three("no order yet", "заказов ещё нет", "още няма поръчка"))


def first_order(material: Material, figure: str) -> Why:
    """Explain the day of the first order."""
    return _one(material, figure, material.orders[:1])


def last_order(material: Material, figure: str) -> Why:
    """Explain the day of the last order, or how long ago it is."""
    return _one(material, figure, material.orders[-1:])


def last_contact(material: Material, figure: str) -> Why:
    """Explain the day of the last contact, or how long ago it is."""
    return _one(material, figure, [entry for entry in material.entries if entry.touch][-1:])


def _one(material: Material, figure: str, found: Sequence[Entry]) -> Why:
    if not found:
        none = _CONTACTED if "contact" in figure else _NO_ORDER
        return material.why(figure, How.NOTHING, [], none)
    (entry,) = found
    value = material.day - entry.day if figure.startswith("days_since") else entry.date
    return material.why(figure, How.ONE, [material.entry(entry, value)])


def known(material: Material, figure: str) -> Why:
    """Explain since when a client counts: `since`, else its first entry."""
    value = material.metrics.get(figure)
    if value is not None and value == material.metrics.get("since"):
        place = typed(material.file, "since") or (0, "")
        part = Part(path=material.path, line=place[0], value=value, what="since", said=place[1])
        return material.why(figure, How.ONE, [part])
    return _one(material, figure, material.entries[:1])


def touches(material: Material, figure: str) -> Why:
    """Explain the number of contacts."""
    parts = [material.entry(entry, 1) for entry in material.entries if entry.touch]
    return material.why(figure, How.SUM, parts)


def _gaps(material: Material) -> list[Part]:
    """Return the days between each order day and the one before."""
    return [
        material.entry(after, after.day - before.day)
        for before, after in pairwise(material.order_days)
    ]


def interval(material: Material, figure: str) -> Why:
    """Explain the mean or the median of the days between orders."""
    gaps = _gaps(material)
    if not gaps:
        return material.why(figure, How.NOTHING, [], _FEW)
    return material.why(figure, How.MEAN if figure == "interval_mean" else How.MEDIAN, gaps)


def late_days(material: Material, figure: str) -> Why:
    """Explain how late a client is: days since its last order less the usual interval."""
    if material.metrics.get("paused"):
        place = typed(material.file, "paused") or (0, "")
        part = Part(path=material.path, line=place[0], value=None, what="paused", said=place[1])
        return material.why(figure, How.NOTHING, [part], _PAUSED)
    days = material.order_days
    gaps = sorted(_gaps(material), key=lambda part: (part.value, part.date))
    if len(days) < 3:
        return material.why(figure, How.NOTHING, [], _FEW)
    # The middle one, or each half of the middle two.
    middle = gaps[(len(gaps) - 1) // 2 : len(gaps) // 2 + 1]
    parts = [material.entry(days[-1], material.day - days[-1].day)]
    for gap in middle:
        value = -gap.value / len(middle)  # type: ignore[operator]
        parts.append(
            Part(
                path=gap.path,
                line=gap.line,
                value=int(value) if value == int(value) else value,
                date=gap.date,
                what=gap.what,
                said=gap.said,
                note=_USUAL,
            )
        )
    return material.why(figure, How.LATE, parts)
