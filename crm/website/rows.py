"""Owns the rows of lists: one client as a list shows it, and what the builder keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from crm.index.answers import Row
from crm.index.kept import KeptRow
from crm.model import Client
from crm.website.contexts import ClientRow, NextAction
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


def kept_row(row: ClientRow, page: str, digest: str, data: str) -> KeptRow:
    """Return what lists need of a row; `digest` is of the row as it is rendered."""
    return KeptRow(
        id=row.id,
        page=page,
        name=row.name,
        place=_place(row),
        segments=" ".join(chip.key for chip in row.chips),
        tags=" ".join(row.tag_keys),
        owner=row.owner_key,
        stage=row.stage_key,
        flags=" ".join(row.flags),
        revenue=row.revenue,
        debt=row.debt,
        digest=digest,
        data=data,
    )


def _place(row: ClientRow) -> str:
    """Return a text that sorts rows as lists open: the soonest next action first."""
    due, time = "", ""
    if row.next is not None:
        due = row.next.due.isoformat() if row.next.due else "9998"
        time = row.next.time or "99"
    return "\0".join((str(int(row.next is None)), due, time, row.name.casefold(), row.id))
