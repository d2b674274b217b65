"""Owns the rows of lists: one client as a list shows it, and as the data script holds it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal

from crm.index.answers import Row
from crm.model import Client
from crm.website.contexts import Chip, ClientRow, NextAction
from crm.website.search import search_digits, search_words
from crm.website.site import Site

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_HEIGHT = 26  # half pixels between the ground line and the top of a sparkline
_STEP = 51  # tenths of a pixel between two months


def client_row(site: Site, row: Row, client: Client) -> ClientRow:
    """Return a client as a list shows it; `client` is the published record."""
    spark = sparkline(row.months)
    points = spark_points(spark)
    tags = tuple(tag for tag in row.tags if tag in site.tags)
    return ClientRow(
        id=row.id,
        href=f"clients/{site.pages.get(row.id, row.id)}.html",
        name=row.name or row.id,
        company=row.kind != "person",
        place=row.city,
        chips=tuple(site.chips[name] for name in row.segments if name in site.chips),
        tags=tags,
        tag_keys=tuple(site.tags[tag] for tag in tags),
        owner=site.short(row.owner),
        owner_key=site.owner_keys.get(row.owner, ""),
        stage=site.stage(row.stage),
        stage_key=site.stage_keys.get(row.stage, ""),
        stage_order=row.stage_order,
        last=row.last_contact,
        next=_next(row),
        state="stop" if row.do_not_contact else "closed" if client.closed else "",
        revenue=_whole(row.revenue_365),
        debt=_whole(row.debt),
        spark=spark,
        points=points,
        end=points.rpartition(",")[2],
        rfm="".join(map(str, row.rfm)) if row.rfm else "",
        filled=percent(row.completeness),
        flags=row.flags,
        words=search_words(client, site.language),
        digits=search_digits(client),
    )


def percent(share: float) -> int:
    """Return a share of one as whole per cent; only all is a hundred."""
    return 100 if share >= 1 else min(99, round(share * 100))


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _next(row: Row) -> NextAction | None:
    task = row.next
    if task is None:
        return None
    time = task.time.strftime("%H:%M") if task.time else ""
    return NextAction(due=task.due, time=time, what=task.what, late=task.overdue)


def sparkline(months: Sequence[Decimal]) -> str:
    """Return a digit of base 36 a month: its revenue in half pixels above the ground line."""
    highest = max(months, default=Decimal(0))
    if highest <= 0:
        return ""
    scale = _HEIGHT / highest
    heights = (int((max(month, Decimal(0)) * scale).quantize(1, ROUND_HALF_UP)) for month in months)
    return "".join(_DIGITS[height] for height in heights)


def spark_points(spark: str) -> str:
    """Return the points of a sparkline's polyline; site.js computes the same."""
    last = len(spark) - 1
    return " ".join(
        f"{(570 - _STEP * (last - place)) / 10:g},{15 - _DIGITS.index(digit) / 2:g}"
        for place, digit in enumerate(spark)
    )


def by_next_action(row: ClientRow) -> tuple[bool, str, str, str, str]:
    """Return the key of the order in which lists open: soonest next action first."""
    if row.next is None:
        return True, "", "", row.name.casefold(), row.id
    due = row.next.due.isoformat() if row.next.due else "9998"
    return False, due, row.next.time or "99", row.name.casefold(), row.id


_NAMES = tuple(field.name for field in fields(ClientRow))
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def packed(row: ClientRow) -> str:
    """Return a row as JSON, from which `unpacked` makes the same row again."""
    values = {name: getattr(row, name) for name in _NAMES}
    values["chips"] = [chip.key for chip in row.chips]
    values["last"] = row.last.isoformat() if row.last else None
    step = row.next
    if step is not None:
        due = step.due.isoformat() if step.due else None
        values["next"] = (due, step.time, step.what, step.late)
    return _ENCODER.encode(list(values.values()))


def unpacked(text: str, chips: Mapping[str, Chip]) -> ClientRow:
    """Return the row that was packed; `chips` are those of the site, by their keys."""
    values = dict(zip(_NAMES, json.loads(text), strict=True))
    for name in ("tags", "tag_keys", "flags"):
        values[name] = tuple(values[name])
    values["chips"] = tuple(chips[key] for key in values["chips"])
    if values["last"]:
        values["last"] = dt.date.fromisoformat(values["last"])
    if values["next"]:
        due, time, what, late = values["next"]
        day = dt.date.fromisoformat(due) if due else None
        values["next"] = NextAction(due=day, time=time, what=what, late=late)
    return ClientRow(**values)
