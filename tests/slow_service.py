"""The reports on service and surveys once more, slowly and plainly, straight from the records.

Nothing here is shared with crm.reports or crm.index: where the two differ, one of them is wrong.
"""

from __future__ import annotations

from fractions import Fraction

from slow_deals import moment, share
from slow_reports import Base, amount

from crm.model import Client, Interaction

NOTHING = (0, 0, 0, 0, 0, 0, 0, 0)


def before(client: Client, entry: Interaction) -> Interaction | None:
    """The client's last order before an entry."""
    told = [e for _, e in sorted(enumerate(client.interactions), key=moment)]
    # Entries can be equal, so that the place is looked for by identity.
    place = next(n for n, e in enumerate(told) if e is entry)
    orders = [e for e in told[:place] if e.type == "order" and amount(e) >= 0]
    return orders[-1] if orders else None


def quality(  # noqa: C901 - as the report says it
    base: Base, by: str
) -> dict[str | None, tuple[int, ...]]:
    """Orders, deliveries, late, days, complaints, open, surveys and sum of the scores."""
    found: dict[str | None, list[int]] = {}

    def add(keys: set[str], *values: int) -> None:
        for key in keys or {""}:
            row = found.setdefault(key or None, list(NOTHING))
            row[:] = [old + new for old, new in zip(row, values, strict=True)]

    def keys(client: Client, order: Interaction | None) -> set[str]:
        if by == "client":
            return {client.id}
        if by == "member":
            return {(order and order.by) or client.owner}
        return {line.service for line in order.items} if order else set()

    for one in base.clients:
        for e in base.orders(one):
            if by != "service" or e.items:
                add(keys(one, e), 1, *NOTHING[1:])
            due, done = e.delivery_due, e.delivery_done
            if due:
                over = done if done and done <= base.until else base.until
                late = max((over - due).days, 0)
                if late or over is done:
                    add(keys(one, e), 0, 1, int(late > 0), late, *NOTHING[4:])
        for e in base.entries(one, "complaint", "survey"):
            still = not (e.resolved and e.resolved <= base.until)
            told = (1, int(still), 0, 0) if e.type == "complaint" else (0, 0, int(e.score is not None), e.score or 0)  # fmt: skip
            add(keys(one, before(one, e)), 0, 0, 0, 0, *told)
    return {key: tuple(row) for key, row in found.items()}


def behaviour(base: Base, many: int) -> set[tuple[str, str, int, int, int]]:
    """Client, group, touches, orders and orders with a promotion."""
    rows = set()
    ever = Base(base.clients, base.today, None, base.until)
    for one in base.clients:
        touches = len(base.entries(one, "call", "visit"))
        orders = base.orders(one)
        promoted = sum(bool(e.promo) for e in orders)
        if len(orders) > 1 and promoted == len(orders):
            rows.add((one.id, "promo_only", touches, len(orders), promoted))
        elif not ever.orders(one) and touches >= many:
            rows.add((one.id, "talk_only", touches, 0, 0))
    return rows


def purposes(base: Base) -> dict[str | None, tuple[object, ...]]:
    """Touches, share, clients, agreed, refused of each purpose."""
    touches = [(one.id, e) for one in base.clients for e in base.entries(one, "call", "visit")]
    found = {}
    for name in {e.purpose for _, e in touches}:
        own = [pair for pair in touches if pair[1].purpose == name]
        outcomes = [e.outcome for _, e in own]
        found[name or None] = (
            len(own),
            share(len(own), len(touches)),
            len({ident for ident, _ in own}),
            share(outcomes.count("agreed"), len(own)),
            share(outcomes.count("refused"), len(own)),
        )
    return found


def why_they_buy(base: Base) -> dict[str, tuple[object, ...]]:
    """Clients, importance, satisfaction, weight of each criterion."""
    last: dict[tuple[str, str, str], int] = {}
    for one in base.clients:
        told = sorted(enumerate(one.interactions), key=moment)
        for _, e in told:
            for answer in e.answers if base.since <= e.date.day <= base.until else ():
                for what in ("importance", "satisfaction"):
                    value = getattr(answer, what)
                    if value is not None or (answer.criterion, one.id, what) not in last:
                        last[answer.criterion, one.id, what] = value
    found = {}
    for name in {key[0] for key in last}:
        means = []
        for what in ("importance", "satisfaction"):
            values = [v for key, v in last.items() if key[0] == name and key[2] == what and v]
            means.append(Fraction(sum(values), len(values)) if values else None)
        important, content = means
        weight = important * max(important, content) / content if important and content else None
        found[name] = (len({key[1] for key in last if key[0] == name}), important, content, weight)
    return found
