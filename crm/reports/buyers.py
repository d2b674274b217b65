"""Owns who bought which service, who began and ended with it, and who could want it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crm.index.reports.extract import Extract
from crm.reports.bought import Bought, bought_by_client
from crm.reports.going import stopped
from crm.reports.journal import days_by_client, standings
from crm.reports.rules import Counts, of_spans
from crm.settings.records import Lifecycle

# A rule that fewer clients or baskets follow is luck.
_LEAST = 2


@dataclass(slots=True, kw_only=True)
class Buyers:
    """The clients of the journals up to a day, by what they bought."""

    days: Mapping[str, list[int]]  # order days of every client with an order
    bought: dict[str, Bought] = field(default_factory=dict)  # by client
    gone: frozenset[str] = frozenset()  # inactive or lost
    silent: frozenset[str] = frozenset()  # must not be contacted

    def clients(self, first: int) -> int:
        """Return how many clients ordered on a day or later."""
        return sum(days[-1] >= first for days in self.days.values())

    def entries(self, first: int) -> dict[str, list[str]]:
        """Return the services of first orders of a day or later, each with its clients."""
        begun: dict[str, list[str]] = {}
        for client, bought in self.bought.items():
            start = self.days[client][0]
            if start >= first:
                for service, day in bought.first.items():
                    if day == start:
                        begun.setdefault(service, []).append(client)
        return begun

    def exits(self, first: int) -> Counter[str]:
        """Return in how many last orders, of a day or later, of clients now gone a service is."""
        ended: Counter[str] = Counter()
        for client in self.gone & self.bought.keys():
            end = self.days[client][-1]
            if end >= first:
                ended.update(
                    service for service, day in self.bought[client].last.items() if day == end
                )
        return ended

    def came_again(self, clients: Iterable[str]) -> int:
        """Return how many of the clients ordered on a second day."""
        return sum(len(self.days[client]) > 1 for client in clients)


def buyers(extract: Extract, rules: Lifecycle) -> Buyers:
    """Return the buyers up to the end of the period."""
    whole = extract.from_the_beginning()
    found = Buyers(days=days_by_client(whole))
    found.bought = bought_by_client(whole)
    standing = standings(whole)
    gone = set()
    for client, days in found.days.items():
        if standing[client].ended(whole.last) or stopped(days, rules, whole.last):
            gone.add(client)
    found.gone = frozenset(gone)
    found.silent = frozenset(one.client for one in standing.values() if one.do_not_contact)
    return found


def could_want(found: Buyers, together: Counts) -> dict[str, list[str]]:
    """Return for each service who could want it, the likeliest first.

    `together` are the counts over all orders.
    A client that still orders and never bought the service, but another one whose buyers take this
    one with it or after it more often than by chance.
    """
    likely: dict[str, dict[str, float]] = {}  # consequent -> antecedent -> confidence
    for counts in (together, of_spans(found.bought, len(found.days))):
        for rule in counts.rules(_LEAST):
            if rule.lift > 1:
                before = likely.setdefault(rule.consequent, {})
                before[rule.antecedent] = max(before.get(rule.antecedent, 0.0), rule.confidence)
    going = [
        (client, bought.first)
        for client, bought in found.bought.items()
        if client not in found.gone and client not in found.silent
    ]
    wanted = {}
    for service, before in likely.items():
        strongest = sorted(before, key=before.__getitem__, reverse=True)
        asking = [
            (-before[other], client)
            for client, services in going
            if service not in services
            and (other := next((one for one in strongest if one in services), None))
        ]
        wanted[service] = [client for _, client in sorted(asking)]
    return wanted
