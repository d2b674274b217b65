"""The numbers of SPEC 5 and 6 once more, slowly and plainly, straight from the records.

Nothing here is shared with crm.index: where the two differ, one of them is wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median

from crm.model import Client, Interaction

Numbers = dict[str, object]
TOUCHES = {"call", "meeting", "email", "message", "visit"}
STAGES = ["lead", "offer", "won", "lost"]
ZERO = Decimal(0)


def all_numbers(clients: Sequence[Client], today: dt.date) -> dict[str, Numbers]:
    known = [client for client in clients if _is_known(client, today)]
    found = {client.id: _own(client, today) for client in known}
    for client in known:
        found[client.id]["referrals"] = sum(
            other.referred_by == client.id != other.id for other in known
        )
        found[client.id] |= _classes(client, found[client.id], today)
    buyers = {ident: row for ident, row in found.items() if row["orders"]}
    for row in found.values():
        row.update(dict.fromkeys(("rfm_r", "rfm_f", "rfm_m", "rfm_segment", "abc", "nine", "bcg")))
    _rfm(buyers)
    _abc(buyers)
    _bcg(buyers)
    for client in known:
        if client.id not in buyers and client.size and client.standing:
            found[client.id]["nine"] = f"{client.size} {client.standing}"
    _rating(found)
    return found


def _is_known(client: Client, today: dt.date) -> bool:
    days = [entry.date.day for entry in client.interactions if entry.date]
    days += [client.since] if client.since else []
    return not days or min(days) <= today


def _amount(entry: Interaction) -> Decimal:
    if entry.amount is not None:
        return entry.amount.amount
    return sum((line.qty * line.price.amount for line in entry.items if line.price), ZERO)


def _own(client: Client, today: dt.date) -> Numbers:
    entries = [e for e in client.interactions if e.date and e.date.day <= today]
    return {
        **_sales(entries, today),
        **_rhythm(client, entries, today),
        **_touches(entries, today),
        **_debts(entries, today),
        **_deals(client, entries, today),
        **_voice(entries, today),
    }


def _sales(entries: list[Interaction], today: dt.date) -> Numbers:
    def within(entry: Interaction, days: int, before: int = 0) -> bool:
        return before <= (today - entry.date.day).days < days + before

    def revenue(some: Iterable[Interaction]) -> Decimal:
        return sum(
            (
                _amount(e) if e.type == "order" else -e.amount.amount
                for e in some
                if e.type == "order" or (e.type == "refund" and e.amount)
            ),
            ZERO,
        )

    def cogs(some: Iterable[Interaction]) -> Decimal:
        return sum(
            (
                line.qty * line.cost.amount
                for e in some
                if e.type == "order"
                for line in e.items
                if line.cost
            ),
            ZERO,
        )

    def expenses(some: Iterable[Interaction]) -> Decimal:
        some = list(some)
        spent = sum((e.amount.amount for e in some if e.type == "expense" and e.amount), ZERO)
        return spent + sum((e.cost.amount for e in some if e.cost), ZERO)

    orders = [e for e in entries if e.type == "order" and _amount(e) >= 0]
    year = [e for e in entries if within(e, 365)]
    year_orders = [e for e in orders if within(e, 365)]
    total = sum(map(_amount, orders), ZERO)
    return {
        "orders": len(orders),
        "revenue": revenue(entries),
        "orders_365": len(year_orders),
        "revenue_365": revenue(year),
        "before": revenue(e for e in entries if within(e, 365, 365)),
        "margin_365": revenue(year) - cogs(year) - expenses(year),
        "average_order": _rounded(Fraction(total) / len(orders)) if orders else None,
        "cogs": cogs(entries),
        "expenses": expenses(entries),
        "margin": revenue(entries) - cogs(entries) - expenses(entries),
        "promo_share": sum(bool(e.promo) for e in orders) / len(orders) if orders else None,
    }


def _rounded(value: Fraction) -> Decimal:
    """To four decimals, half up."""
    return Decimal((value * 10_000 + Fraction(1, 2)).__floor__()) / 10_000


def _rhythm(client: Client, entries: list[Interaction], today: dt.date) -> Numbers:
    days = sorted({e.date.day for e in entries if e.type == "order" and _amount(e) >= 0})
    gaps = [(late - early).days for early, late in pairwise(days)]
    since = (today - days[-1]).days if days else None
    paused = client.paused and (client.paused.until is None or client.paused.until >= today)
    late = None
    if len(days) >= 3 and not paused:
        late = max(0, int(since - median(gaps)))
    return {
        "first_order": days[0] if days else None,
        "last_order": days[-1] if days else None,
        "days_since_order": since,
        "order_days": len(days),
        "order_days_365": sum((today - day).days < 365 for day in days),
        "interval_mean": sum(gaps) / len(gaps) if gaps else None,
        "interval_median": median(gaps) if gaps else None,
        "late_days": late,
    }


def _touches(entries: list[Interaction], today: dt.date) -> Numbers:
    days = [e.date.day for e in entries if e.type in TOUCHES]
    return {
        "touches": len(days),
        "last_contact": max(days, default=None),
        "days_since_contact": (today - max(days)).days if days else None,
    }


def _debts(entries: list[Interaction], today: dt.date) -> Numbers:
    orders = [
        {"e": e, "n": n, "amount": _amount(e), "refund": ZERO, "covered": ZERO, "owed": ZERO}
        for n, e in enumerate(entries)
        if e.type == "order" and _amount(e) >= 0
    ]
    orders.sort(key=lambda o: (o["e"].due or o["e"].date.day, o["e"].date.day, o["n"]))
    loose = unnamed = ZERO
    for entry in entries:
        if entry.type not in {"payment", "refund"} or not entry.amount:
            continue
        left = entry.amount.amount
        kind = "refund" if entry.type == "refund" else "covered"
        for order in orders:
            if entry.number and order["e"].number == entry.number:
                taken = min(left, order["amount"] - order[kind])
                order[kind] += taken
                left -= taken
        if kind == "refund":
            unnamed += left
        else:
            loose += left
    paid = loose - unnamed
    for order in orders:
        net = order["amount"] - order["refund"]
        if order["e"].due is None:
            paid += net
        else:
            settled = min(net, order["covered"])
            paid += settled
            order["owed"] = net - settled
            taken = min(loose, order["owed"])
            order["owed"] -= taken
            loose -= taken
    return {
        "paid": max(paid, ZERO),
        "debt": sum((o["owed"] for o in orders), ZERO),
        "overdue_debt": sum((o["owed"] for o in orders if o["e"].due and o["e"].due < today), ZERO),
    }


def _deals(client: Client, entries: list[Interaction], today: dt.date) -> Numbers:
    standing = []
    for place, deal in enumerate(client.deals):
        mentions = [e for e in client.interactions if e.deal == deal.id and e.date]
        begun = deal.opened or min((e.date.day for e in mentions), default=today)
        if begun > today:
            continue
        moves = [
            (e.date.day, str(e.date.time or ""), n, e.stage)
            for n, e in enumerate(entries)
            if e.deal == deal.id and e.stage
        ]
        day, _, _, stage = max(moves, default=(None, "", 0, "lead"))
        standing.append((place, stage, day))
    still = [
        (STAGES.index(stage), stage) for _, stage, _ in standing if stage not in {"won", "lost"}
    ]
    done = [(day, place, stage) for place, stage, day in standing if stage in {"won", "lost"}]
    stage = max(still)[1] if still else max(done)[2] if done else None
    return {
        "stage": stage,
        "deals_open": len(still),
        "_deals": len(standing),
        "_lost": sum(stage == "lost" for _, stage, _ in standing),
    }


def _voice(entries: list[Interaction], today: dt.date) -> Numbers:
    def last(some: list[tuple[int, Interaction]]) -> Interaction | None:
        ordered = sorted(some, key=lambda p: (p[1].date.day, str(p[1].date.time or ""), p[0]))
        return ordered[-1][1] if ordered else None

    told = list(enumerate(entries))
    outcome = last([pair for pair in told if pair[1].outcome])
    survey = last([p for p in told if p[1].type == "survey" and p[1].score is not None])
    return {
        "last_outcome": outcome.outcome if outcome else None,
        "nps_last": survey.score if survey else None,
        "complaints_open": sum(
            e.type == "complaint" and not (e.resolved and e.resolved <= today) for e in entries
        ),
    }


def _classes(client: Client, row: Numbers, today: dt.date) -> Numbers:
    closed = client.closed and (client.closed.date is None or client.closed.date <= today)
    since, days, first = row["days_since_order"], row["order_days"], row["first_order"]
    if closed or (since is not None and since > 730):
        life = "lost"
    elif not row["orders"]:
        life = "potential"
    elif since > (max(90, 3 * row["interval_median"]) if days >= 3 else 180):
        life = "inactive"
    elif days >= 3:
        tested = (first.year + 3, first.month, first.day) <= (today.year, today.month, today.day)
        life = "time-tested" if tested else "regular"
    else:
        life = "working"
    is_active = (
        since is not None
        and since <= 90
        and row["order_days_365"] >= 2
        and (today - first).days >= 180
    )
    return {
        "lifecycle": life,
        "active": int(is_active),
        "colour": _colour(client, row, life, closed, today),
    }


def _colour(  # noqa: C901, PLR0911  # as SPEC 6 lists them
    client: Client, row: Numbers, life: str, closed: object, today: dt.date
) -> str:
    days, outcome = row["order_days"], row["last_outcome"]
    stopped = life in {"inactive", "lost"}
    if stopped and days >= 4:
        return "red-platinum"
    if stopped and days >= 1:
        return "red-gold"
    if days >= 3:
        return "platinum"
    if days >= 1:
        return "gold"
    if outcome == "refused" or (row["_deals"] and row["_deals"] == row["_lost"]) or closed:
        return "red-green"
    if row["deals_open"] or outcome == "asked":
        return "green-gold"
    for consent in client.consents:
        given = consent.given is None or consent.given <= today
        if (
            consent.purpose == "mailings"
            and given
            and not (consent.withdrawn and consent.withdrawn <= today)
        ):
            return "yellow"
    if outcome == "agreed":
        return "green"
    if client.kind == "organisation" and all(c.decision != "decider" for c in client.contacts):
        return "grey"
    return "white"


def _quantile(values: list[Fraction], share: Fraction) -> Fraction:
    values = sorted(values)
    place = (len(values) - 1) * share
    low = place.__floor__()
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def _fifth(value: Fraction, values: list[Fraction]) -> int:
    return 1 + sum(value > _quantile(values, Fraction(n, 5)) for n in (1, 2, 3, 4))


TABLE = [
    ("hibernating", "12", "12"), ("at_risk", "12", "34"), ("cant_lose", "12", "5"),
    ("about_to_sleep", "3", "12"), ("need_attention", "3", "3"), ("loyal", "34", "45"),
    ("promising", "4", "1"), ("new", "5", "1"), ("potential_loyal", "45", "23"),
    ("champions", "5", "45"),
]  # fmt: skip


def _rfm(buyers: dict[str, Numbers]) -> None:
    recency = [Fraction(row["days_since_order"]) for row in buyers.values()]
    orders = [Fraction(row["orders"]) for row in buyers.values()]
    money = [Fraction(row["revenue"]) for row in buyers.values()]
    for row in buyers.values():
        row["rfm_r"] = 6 - _fifth(Fraction(row["days_since_order"]), recency)
        row["rfm_f"] = _fifth(Fraction(row["orders"]), orders)
        row["rfm_m"] = _fifth(Fraction(row["revenue"]), money)
        for name, r, f in TABLE:
            if str(row["rfm_r"]) in r and str(row["rfm_f"]) in f:
                row["rfm_segment"] = name
                break


def _abc_of(revenues: dict[str, Decimal]) -> dict[str, str]:
    whole = sum(value for value in revenues.values() if value > 0)
    order = sorted(revenues, key=lambda ident: (-revenues[ident], ident))
    found = {}
    for place, ident in enumerate(order):
        reached = sum(revenues[other] for other in order[: place + 1])
        if revenues[ident] <= 0:
            found[ident] = "C"
        elif place == 0 or Fraction(reached) / Fraction(whole) <= Fraction("0.75"):
            found[ident] = "A"
        else:
            found[ident] = "B" if Fraction(reached) / Fraction(whole) <= Fraction("0.95") else "C"
    return found


def _abc(buyers: dict[str, Numbers]) -> None:
    revenues = {ident: row["revenue"] for ident, row in buyers.items()}
    classes = _abc_of(revenues)
    for ident, row in buyers.items():
        row["abc"] = classes[ident]
        mine = sorted(
            (other for other in buyers if classes[other] == classes[ident]),
            key=lambda other: (-revenues[other], other),
        )
        above = mine.index(ident)
        third = (
            "leader"
            if above < len(mine) / 3
            else "middle"
            if above < 2 * len(mine) / 3
            else "laggard"
        )
        row["nine"] = f"{classes[ident]} {third}"


def _bcg(buyers: dict[str, Numbers]) -> None:
    taking = {i: row for i, row in buyers.items() if row["revenue_365"] + row["before"] > 0}
    share = _abc_of({ident: row["revenue_365"] for ident, row in taking.items()})
    last = sum((row["revenue_365"] for row in buyers.values()), ZERO)
    before = sum((row["before"] for row in buyers.values()), ZERO)
    infinite = float("inf")

    def growth(now: Decimal, then: Decimal) -> Fraction | float:
        if then > 0:
            return Fraction(now) / Fraction(then)
        return infinite if now > 0 else Fraction(0)

    whole = growth(last, before) if before > 0 else infinite
    for ident, row in taking.items():
        high = growth(row["revenue_365"], row["before"]) > whole
        if share[ident] == "A":
            row["bcg"] = "star" if high else "cash cow"
        else:
            row["bcg"] = "question mark" if high else "dog"


def _rating(found: dict[str, Numbers]) -> None:
    weights = {"revenue_365": 4, "orders_365": 2, "margin_365": 2, "nps_last": 1, "referrals": 1}
    for row in found.values():
        total = 0.0
        for name, weight in weights.items():
            values = [other[name] for other in found.values() if other[name] is not None]
            mine = row[name]
            if mine is None:
                rank = 50.0
            else:
                below = sum(value < mine for value in values)
                equal = sum(value == mine for value in values)
                rank = 100 * (below + equal / 2) / len(values)
            total += weight * rank
        row["rating"] = total / 10
