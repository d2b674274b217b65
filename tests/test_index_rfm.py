"""RFM against the published answers for 995 clients, and each rule of a score by hand."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from made_base import from_records

from crm.index.query import Index
from crm.index.rfm import Buyer, named, quantile_edges, scores
from crm.model import Client, Interaction, Moment, Money
from crm.settings import RfmSegment, Settings
from crm.settings.defaults import RFM_SEGMENTS
from crm.settings.records import Axis, Rfm

DATA = Path(__file__).parent / "data" / "rfm_orders" / "rfm_data_orders.csv"
DAY = dt.date(2006, 12, 31)

# As the package rfm prints them for this data and day: its own quantiles plus one.
EDGES = {
    "recency": ["115", "181", "297.4", "482"],
    "frequency": ["4", "5", "6", "8"],
    "monetary": ["255.8", "382", "506.4", "666"],
}
# Its own table of ten segments, R F M; the first that fits.
SEGMENTS = {
    "Champions": ((5, 5), (5, 5), (5, 5)),
    "Potential Loyalist": ((3, 5), (3, 5), (2, 5)),
    "Loyal": ((2, 4), (2, 4), (2, 4)),
    "Promising": ((3, 4), (1, 3), (3, 5)),
    "New": ((4, 5), (1, 3), (1, 5)),
    "Can't Lose": ((1, 2), (3, 4), (4, 5)),
    "At Risk": ((1, 2), (2, 5), (4, 5)),
    "Need Attention": ((1, 3), (3, 5), (3, 5)),
    "About To Sleep": ((2, 3), (1, 3), (1, 4)),
    "Lost": ((1, 1), (1, 5), (1, 5)),
}
COUNTS = {
    "Champions": 35, "Loyal": 170, "Potential Loyalist": 342, "New": 104, "Promising": 9,
    "Need Attention": 10, "About To Sleep": 102, "At Risk": 28, "Can't Lose": 47, "Lost": 148,
}  # fmt: skip


def orders() -> list[Client]:
    """Return the clients of the published data, their names as ids."""
    journals: dict[str, list[Interaction]] = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            day = Moment(dt.date.fromisoformat(row["order_date"]))
            amount = Money(Decimal(row["revenue"]))
            order = Interaction(line=line, date=day, type="order", amount=amount)
            journals.setdefault(row["customer_id"], []).append(order)
    return [
        Client(id=name, path=f"clients/{name}.yaml", name=name, interactions=tuple(journal))
        for name, journal in journals.items()
    ]


def fixed(axis: str) -> Axis:
    return Axis(method="fixed", edges=tuple(map(Decimal, EDGES[axis])))


@pytest.fixture(scope="module")
def published() -> Iterator[Index]:
    """Yield the index of the published data, scored by the published edges and table."""
    table = tuple(RfmSegment(id=name, r=r, f=f, m=m) for name, (r, f, m) in SEGMENTS.items())
    rfm = Rfm(**{axis: fixed(axis) for axis in EDGES})
    with from_records(orders(), DAY, Settings(rfm=rfm, rfm_segments=table)) as index:
        yield index


def test_published_scores(published: Index) -> None:
    found = published.metrics("Abbey O'Reilly")
    columns = ("days_since_order", "orders", "revenue", "rfm_r", "rfm_f", "rfm_m")
    assert [found[name] for name in columns] == [205, 6, 472, 3, 4, 3]
    found = published.metrics("Aden Murphy")
    assert [found[name] for name in columns[3:]] == [5, 4, 4]


def test_published_segments(published: Index) -> None:
    rows = published.table(["rfm_segment"])
    assert len(rows) == 995
    assert Counter(name for (name,) in rows) == COUNTS


def test_quantile_edges_are_the_published_ones(published: Index) -> None:
    rows = published.table(["days_since_order", "orders", "revenue"])
    for axis, values in zip(EDGES, zip(*rows, strict=True), strict=True):
        edges = quantile_edges([int(value) for value in values])
        assert [edge + 1 for edge in edges] == [Fraction(edge) for edge in EDGES[axis]]


@pytest.mark.parametrize("method", ["quantile", "rank"])
def test_fifths_of_the_published_data(method: str) -> None:
    axis = Axis(method=method)
    rfm = Rfm(recency=axis, frequency=axis, monetary=axis)
    with from_records(orders(), DAY, Settings(rfm=rfm)) as index:
        rows = index.table(["rfm_r", "rfm_f", "rfm_m", "days_since_order", "orders"])
    for place in range(3):
        sizes = Counter(row[place] for row in rows)
        assert sum(sizes.values()) == 995
        if method == "rank":
            assert set(sizes.values()) == {199}
    if method == "quantile":
        assert len({(row[0], row[3]) for row in rows}) == len({row[3] for row in rows})
        assert len({(row[1], row[4]) for row in rows}) == len({row[4] for row in rows})


def buyers(*values: int) -> list[Buyer]:
    return [Buyer(f"c{n}", value, value, value * 10_000) for n, value in enumerate(values, 1)]


def test_edges_lie_between_order_statistics() -> None:
    # Places 0.8, 1.6, 2.4, 3.2 after the smallest of five values.
    assert quantile_edges([10, 0, 20, 40, 30]) == [8, 16, 24, 32]
    # Of six values places 1, 2, 3, 4: on the values themselves.
    assert quantile_edges([0, 10, 20, 30, 40, 50]) == [10, 20, 30, 40]
    assert quantile_edges([7]) == [7, 7, 7, 7]


def test_a_value_on_an_edge_belongs_to_the_smaller_fifth() -> None:
    # 10 is the first edge: it scores like 0, which for recency is the better score.
    found = scores(buyers(0, 10, 20, 30, 40, 50), Rfm())
    assert [found[f"c{n}"] for n in range(1, 7)] == [
        (5, 1, 1), (5, 1, 1), (4, 2, 2), (3, 3, 3), (2, 4, 4), (1, 5, 5),
    ]  # fmt: skip


def test_equal_values_get_equal_scores() -> None:
    assert set(scores(buyers(3, 3, 3, 3), Rfm()).values()) == {(5, 1, 1)}


def test_ranks_part_equal_values_by_id() -> None:
    # The earlier id is ranked worse: c1 has the worst rank on every axis.
    axis = Axis(method="rank")
    rfm = Rfm(recency=axis, frequency=axis, monetary=axis)
    found = scores(buyers(3, 3, 3, 3, 3)[::-1], rfm)
    assert [found[f"c{n}"] for n in range(1, 6)] == [(n, n, n) for n in range(1, 6)]
    found = scores(buyers(1, 2, 3, 4, 5), rfm)
    assert [found[f"c{n}"] for n in range(1, 6)] == [(6 - n, n, n) for n in range(1, 6)]


def test_from_a_fixed_edge_on_the_next_score() -> None:
    axis = Axis(method="fixed", edges=tuple(map(Decimal, ("10", "20", "30.5", "40"))))
    rfm = Rfm(recency=axis, frequency=axis, monetary=axis)
    found = scores(buyers(9, 10, 29, 31, 40), rfm)
    assert [found[f"c{n}"] for n in range(1, 6)] == [
        (5, 1, 1), (4, 2, 2), (3, 3, 3), (2, 4, 4), (1, 5, 5),
    ]  # fmt: skip


def test_only_clients_with_an_order_are_scored() -> None:
    assert scores([], Rfm()) == {}


def test_the_default_table_covers_every_score() -> None:
    for r in range(1, 6):
        for f in range(1, 6):
            assert named((r, f, 1), RFM_SEGMENTS) != ""
    assert named((5, 5, 1), RFM_SEGMENTS) == "champions"
    assert named((4, 1, 5), RFM_SEGMENTS) == "promising"


def test_the_first_segment_that_fits_is_the_one() -> None:
    table = (RfmSegment(id="a", r=(1, 2), m=(5, 5)), RfmSegment(id="b", r=(1, 5)))
    assert [named(scored, table) for scored in ((1, 1, 5), (1, 1, 4), (5, 5, 5))] == ["a", "b", "b"]
    assert named((5, 5, 5), table[:1]) == ""
