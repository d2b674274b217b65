"""The reports of SPEC 6 once more, slowly and plainly, straight from the records.

Nothing here is shared with crm.reports or crm.index: where the two differ, one of them is wrong.
Each function returns what is compared: rows as tuples, and figures of the summary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import mean, median, quantiles, stdev

from crm.model import Client, Interaction

ZERO = Decimal(0)
DEFAULT_TABLE = [
    ("hibernating", (1, 2), (1, 2)), ("at_risk", (1, 2), (3, 4)), ("cant_lose", (1, 2), (5, 5)),
    ("about_to_sleep", (3, 3), (1, 2)), ("need_attention", (3, 3), (3, 3)), ("loyal", (3, 4), (4, 5)),
    ("promising", (4, 4), (1, 1)), ("new", (5, 5), (1, 1)), ("potential_loyal", (4, 5), (2, 3)),
    ("champions", (5, 5), (4, 5)),
]  # fmt: skip


class Base:
    """The clients known at a horizon, their entries of a period."""

    def __init__(
        self,
        clients: Iterable[Client],
        today: dt.date,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> None:
        self.today = today
        self.since = since or dt.date.min
        self.until = min(until or today, today)
        self.clients = sorted((one for one in clients if known(one, today)), key=lambda one: one.id)

    def entries(self, client: Client, *kinds: str) -> list[Interaction]:
        return [
            e
            for e in client.interactions
            if self.since <= e.date.day <= self.until and (not kinds or e.type in kinds)
        ]

    def orders(self, client: Client) -> list[Interaction]:
        return [e for e in self.entries(client, "order") if amount(e) >= 0]

    def order_days(self, client: Client) -> list[dt.date]:
        return sorted({e.date.day for e in self.orders(client)})

    def revenue(self, client: Client) -> Decimal:
        return sum(
            (
                amount(e) if e.type == "order" else -amount(e)
                for e in self.entries(client, "order", "refund")
            ),
            ZERO,
        )

    def buyers(self) -> list[Client]:
        return [one for one in self.clients if self.orders(one)]


def known(client: Client, day: dt.date) -> bool:
    days = [e.date.day for e in client.interactions] + ([client.since] if client.since else [])
    return not days or min(days) <= day


def amount(entry: Interaction) -> Decimal:
    if entry.amount is not None:
        return entry.amount.amount
    return sum((line.qty * line.price.amount for line in entry.items), ZERO)


def rfm(base: Base) -> list[tuple[object, ...]]:
    buyers = base.buyers()
    recency = [(base.until - base.order_days(one)[-1]).days for one in buyers]
    orders = [len(base.orders(one)) for one in buyers]
    revenue = [base.revenue(one) for one in buyers]
    r = [6 - fifth for fifth in _fifths(recency)]
    f, m = _fifths(orders), _fifths(revenue)
    return [
        (one.id, *row, _named(*row[3:5]))
        for one, *row in zip(buyers, recency, orders, revenue, r, f, m, strict=True)
    ]


def _fifths(values: Sequence[object]) -> list[int]:
    exact = [Fraction(value) for value in values]
    if len(exact) < 2:
        return [1] * len(exact)
    edges = quantiles(exact, n=5, method="inclusive")
    return [1 + sum(edge < value for edge in edges) for value in exact]


def _named(r: int, f: int) -> str | None:
    for name, rs, fs in DEFAULT_TABLE:
        if rs[0] <= r <= rs[1] and fs[0] <= f <= fs[1]:
            return name
    return None


def abc(values: dict[str, Decimal]) -> list[tuple[object, ...]]:
    """Value, share, cumulative share and class of each id."""
    order = sorted(values, key=lambda ident: (-values[ident], ident))
    whole = sum((max(value, ZERO) for value in values.values()), ZERO)
    rows, reached = [], ZERO
    for place, ident in enumerate(order):
        own = max(values[ident], ZERO)
        reached += own
        if own == 0:
            name = "C"
        elif place == 0 or reached <= whole * Decimal("0.75"):
            name = "A"
        else:
            name = "B" if reached <= whole * Decimal("0.95") else "C"
        shares = (
            (float(Fraction(own) / Fraction(whole)), float(Fraction(reached) / Fraction(whole)))
            if whole
            else (None, None)
        )
        rows.append((ident, values[ident], *shares, name))
    return rows


def nine(base: Base) -> list[tuple[object, ...]]:
    classes = abc({one.id: base.revenue(one) for one in base.buyers()})
    rows = []
    for name in "ABC":
        group = [row for row in classes if row[4] == name]
        for place, row in enumerate(group):
            third = ["leader", "middle", "laggard"][3 * place // len(group)]
            rows.append((row[0], f"{name} {third}"))
    bought = {row[0] for row in rows}
    judged = [one for one in base.clients if one.id not in bought and one.size and one.standing]
    return sorted(rows + [(one.id, f"{one.size} {one.standing}") for one in judged])


def services_of(base: Base, what: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for one in base.clients:
        for e in base.orders(one):
            for line in e.items:
                value = line.qty * line.price.amount if what == "revenue" else line.qty
                found[line.service] = found.get(line.service, ZERO) + value
    return found


def services(base: Base, ever: Base) -> list[tuple[object, ...]]:
    """Service, clients, orders, quantity, revenue, who began with it and the share that stayed.

    `ever` are the same clients from their first entry on.
    """
    sold: dict[str, list[tuple[Client, Interaction]]] = {}
    for one in base.clients:
        for e in base.orders(one):
            for service in {line.service for line in e.items}:
                sold.setdefault(service, []).append((one, e))
    rows = []
    for service, found in sold.items():
        begun = {
            one.id: ever.order_days(one)
            for one, e in found
            if e.date.day == ever.order_days(one)[0]
        }
        stayed = [len(days) > 1 for days in begun.values()]
        part = Fraction(sum(stayed), len(stayed)) if stayed else None
        figures = tuple(services_of(base, what)[service] for what in ("quantity", "revenue"))
        clients = len({one.id for one, _ in found})
        rows.append((service, clients, len(found), *map(Fraction, figures), len(begun), part))
    return sorted(rows)


def bcg(last: dict[str, Decimal], before: dict[str, Decimal]) -> dict[str, str]:
    """The field of each id by its values of two spans."""
    ids = [one for one in {**last, **before} if last.get(one, ZERO) + before.get(one, ZERO) > 0]
    high = {row[0] for row in abc({one: last.get(one, ZERO) for one in ids}) if row[4] == "A"}
    whole, whole_before = sum(last.values(), ZERO), sum(before.values(), ZERO)
    fields = {}
    for one in ids:
        now, then = last.get(one, ZERO), before.get(one, ZERO)
        if whole_before <= 0:
            grows = False  # nothing grows faster than what comes from nothing
        elif then <= 0:
            grows = now > 0
        else:
            grows = Fraction(now) / Fraction(then) > Fraction(whole) / Fraction(whole_before)
        fields[one] = {
            (True, True): "star", (True, False): "cash cow",
            (False, True): "question mark", (False, False): "dog",
        }[one in high, grows]  # fmt: skip
    return fields


def rhythm(base: Base) -> tuple[list[tuple[object, ...]], dict[str, object]]:
    rows, every = [], []
    for one in base.buyers():
        days = base.order_days(one)
        gaps = [(late - early).days for early, late in pairwise(days)]
        every += gaps
        late = None
        if len(days) >= 3 and not one.paused:
            late = max(0, int((base.until - days[-1]).days - median(gaps)))
        rows.append(
            (one.id, len(days), mean(gaps) if gaps else None, median(gaps) if gaps else None, late)
        )
    amounts = [amount(e) for one in base.buyers() for e in base.orders(one)]
    summary = {
        "clients": len(rows),
        "gaps": len(every),
        "mean": mean(every) if every else None,
        "median": median(every) if every else None,
        "average_order": _half_up(Fraction(sum(amounts)) / len(amounts)) if amounts else None,
        "repeat_share": sum(row[1] > 1 for row in rows) / len(rows) if rows else None,
    }
    return rows, summary


def _half_up(value: Fraction) -> Decimal:
    return Decimal((value * 10_000 + Fraction(1, 2)).__floor__()) / 10_000


def stopped(client: Client, base: Base, day: dt.date) -> bool | None:
    """Whether a client is inactive or lost on a day; None without an order by then."""
    if not known(client, day):
        return None
    days = [one for one in base.order_days(client) if one <= day]
    if not days:
        return None
    if client.closed and (client.closed.date is None or client.closed.date <= day):
        return True
    gaps = [(late - early).days for early, late in pairwise(days)]
    limit = max(90, 3 * median(gaps)) if len(days) >= 3 else 180
    return (day - days[-1]).days > min(limit, 730)


def churn(base: Base) -> list[tuple[object, ...]]:
    """Month, clients at its start, of them stopped in it."""
    first = min((day for one in base.clients for day in base.order_days(one)), default=None)
    rows = []
    while first is not None and (first.year, first.month) <= (base.until.year, base.until.month):
        first = first.replace(day=1)
        after = (first + dt.timedelta(32)).replace(day=1)
        span = [
            first + dt.timedelta(n)
            for n in range((min(after, base.until + dt.timedelta(1)) - first).days)
        ]
        there = [
            one for one in base.clients if stopped(one, base, first - dt.timedelta(1)) is False
        ]
        left = [one for one in there if any(stopped(one, base, day) for day in span)]
        rows.append((f"{first:%Y-%m}", len(there), len(left)))
        first = after
    return rows


def retention(base: Base) -> list[tuple[object, ...]]:
    whole = Base(base.clients, base.today, None, base.until)
    cohorts: dict[tuple[int, int], list[set[int]]] = {}
    for one in whole.buyers():
        days = whole.order_days(one)
        if days[0] >= base.since:
            start = days[0]
            later = {12 * (day.year - start.year) + day.month - start.month for day in days}
            cohorts.setdefault((start.year, start.month), []).append(later)
    rows = []
    for (year, month), members in sorted(cohorts.items()):
        length = 12 * (base.until.year - year) + base.until.month - month + 1
        counts = [sum(n in one for one in members) for n in range(length)]
        rows.append((f"{year}-{month:02}", len(members), tuple(counts)))
    return rows


def baskets(base: Base, least: int) -> list[tuple[object, ...]]:
    found = [
        {line.service for line in e.items}
        for one in base.clients
        for e in base.orders(one)
        if e.items
    ]
    return _rules(
        found, lambda a, b: sum(a in one and b in one for one in found), len(found), least
    )


def sequences(base: Base, least: int) -> list[tuple[object, ...]]:
    journals = [
        [(e.date.day, {line.service for line in e.items}) for e in base.orders(one)]
        for one in base.buyers()
    ]

    def both(a: str, b: str) -> int:
        return sum(
            any(
                a in first and b in other and day < later
                for day, first in one
                for later, other in one
            )
            for one in journals
        )

    bought = [set().union(*(services for _, services in one)) for one in journals]
    return _rules(bought, both, len(journals), least)


def _rules(found: list[set[str]], both: object, whole: int, least: int) -> list[tuple[object, ...]]:
    names = sorted(set().union(*found)) if found else []
    rows = []
    for a in names:
        for b in names:
            n = both(a, b) if a != b else 0
            if n >= least:
                with_a, with_b = (sum(one in group for group in found) for one in (a, b))
                lift = (n / with_a) / (with_b / whole)
                rows.append((a, b, with_a, with_b, n, n / whole, n / with_a, lift))
    return rows


def nps(base: Base) -> dict[str, object]:
    last, every = [], []
    for one in base.clients:
        told = [
            (e.date.day, str(e.date.time or ""), n, e.score)
            for n, e in enumerate(one.interactions)
            if e in base.entries(one, "survey") and e.score is not None
        ]
        every += [row[3] for row in told]
        if told:
            last.append(max(told)[3])

    def figures(scores: list[int]) -> dict[str, object]:
        n = len(scores)
        good, bad = sum(one >= 9 for one in scores), sum(one <= 6 for one in scores)
        return {
            "n": n,
            "promoters": good,
            "passives": n - good - bad,
            "detractors": bad,
            "nps": 100 * (good - bad) / n if n else None,
        }

    return {**figures(last), "all": figures(every)}


def advocates(base: Base) -> set[tuple[str, str]]:
    found = set()
    for one in base.clients:
        told = sorted(
            (
                (e.date.day, str(e.date.time or ""), n, e)
                for n, e in enumerate(one.interactions)
                if e in base.entries(one)
            ),
            key=lambda row: row[:3],
        )
        scores = [row for row in told if row[3].type == "survey" and row[3].score is not None]
        complaints = [row for row in told if row[3].type == "complaint"]
        reviews = [row for row in told if row[3].type == "review" and row[3].rating >= 4]
        named = [
            other
            for other in base.clients
            if other.referred_by == one.id != other.id and base.orders(other)
        ]
        last = scores[-1][3].score if scores else None
        if (last is not None and last >= 9) or reviews or named:
            found.add((one.id, "advocate"))
        is_open = [
            row for row in complaints if not (row[3].resolved and row[3].resolved <= base.until)
        ]
        if (last is not None and last <= 6) or is_open:
            found.add((one.id, "unhappy"))
        bad = [row[:3] for row in scores if row[3].score <= 6] + [row[:3] for row in complaints]
        good = [row[:3] for row in scores if row[3].score >= 9]
        good += [row[:3] for row in told if row[3] in base.orders(one)]
        if bad and any(row > max(bad) for row in good):
            found.add((one.id, "recovered"))
        wish = one.do_not_contact
        if wish and (wish.since is None or wish.since <= base.until):
            found.add((one.id, "toxic"))
    return found


def margin(base: Base) -> dict[str, tuple[object, ...]]:
    """Orders, revenue, goods, expenses, margin, touches and their cost of clients that have any."""
    rows = {}
    for one in base.clients:
        money = [e for e in base.entries(one) if e.type == "order" or e.amount or e.cost]
        touches = base.entries(one, "call", "visit")
        if not money and not touches:
            continue
        revenue = base.revenue(one)
        cogs = sum(
            (
                line.qty * line.cost.amount
                for e in base.entries(one, "order")
                for line in e.items
                if line.cost
            ),
            ZERO,
        )
        spent = sum((amount(e) for e in base.entries(one, "expense")), ZERO)
        spent += sum((e.cost.amount for e in base.entries(one) if e.cost), ZERO)
        cost = sum((e.cost.amount for e in touches if e.cost), ZERO)
        rows[one.id] = (
            len(base.orders(one)), revenue, cogs, spent, revenue - cogs - spent, len(touches), cost,
        )  # fmt: skip
    return rows


def described(values: list[Decimal]) -> tuple[object, ...]:
    """Count, sum, mean, median, least, most, deviation."""
    if not values:
        return (0, ZERO, None, None, None, None, None)
    exact = [Fraction(value) for value in values]
    deviation = stdev(exact) if len(exact) > 1 else None
    return (
        len(values),
        sum(values),
        mean(exact),
        median(exact),
        min(values),
        max(values),
        deviation,
    )
