"""Each column of a client's own figures, worked by hand. Today is 20 November 2026."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from made_base import TODAY, make_base, opened

from crm.index.columns import COLUMNS

SETTINGS = """
    rates: {BGN: 0.5}
    types: {tasting: {touch: true}, memo: {}}
"""
SERVICES = "beans: {price: 30 EUR, cost: 20 EUR, prices: [{until: 2025-12-31, price: 25 EUR, cost: 14 EUR}]}\n"


@pytest.fixture
def figures(tmp_path: Path):
    """Return the columns of a client with this journal, or this file when it has a name."""

    def measure(journal: str, today: dt.date = TODAY) -> dict[str, object]:
        text = journal if "name:" in journal else f"name: Acme\ninteractions:\n{journal}"
        base = make_base(tmp_path, SETTINGS, acme=text)
        (tmp_path / "services.yaml").write_text(SERVICES, encoding="utf-8")
        with opened(base, today) as index:
            return index.metrics("acme")

    return measure


def expect(found: dict[str, object], **columns: object) -> None:
    assert {name: found[name] for name in columns} == {
        name: Decimal(value) if isinstance(value, str) and _is_number(value) else value
        for name, value in columns.items()
    }


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def test_a_client_without_entries(figures) -> None:
    expect(
        figures("name: Acme\n"),
        orders=0, revenue="0", orders_365=0, revenue_365="0", margin_365="0", average_order=None,
        first_order=None, last_order=None, days_since_order=None, order_days=0,
        interval_mean=None, interval_median=None, late_days=None,
        touches=0, last_contact=None, days_since_contact=None,
        paid="0", debt="0", overdue_debt="0", cogs="0", expenses="0", margin="0",
        promo_share=None, complaints_open=0, referrals=0, nps_last=None, stage=None,
        known=None, lifecycle="potential", rfm_r=None, abc=None, nine=None, bcg=None,
    )  # fmt: skip


def test_orders_and_refunds(figures) -> None:
    # revenue 100 + 50.5 + 0 - 20 = 130.50; amounts of orders / orders = 150.50 / 3 = 50.16666…
    expect(
        figures("""
            - {date: 2026-01-10, type: order, amount: 100}
            - {date: 2026-01-10 15:00, type: order, amount: "50,5"}
            - {date: 2026-03-01, type: order, amount: 0}
            - {date: 2026-03-02, type: refund, amount: 20}
            - {date: 2026-11-21, type: order, amount: 999}
        """),
        orders=3, revenue="130.5", average_order="50.1667", order_days=2,
        first_order=dt.date(2026, 1, 10), last_order=dt.date(2026, 3, 1), days_since_order=264,
    )  # fmt: skip


@pytest.mark.parametrize(("ago", "counts"), [(0, 1), (364, 1), (365, 0), (366, 0)])
def test_the_last_365_days_end_today(figures, ago: int, counts: int) -> None:
    day = TODAY - dt.timedelta(ago)
    found = figures(f"- {{date: {day}, type: order, amount: 10}}")
    expect(found, orders_365=counts, revenue_365=f"{10 * counts}", orders=1, revenue="10")
    assert found["order_days_365"] == counts


def test_a_negative_order_takes_money_back_and_is_no_order(figures) -> None:
    expect(
        figures("""
            - {date: 2026-01-10, type: order, amount: 100}
            - {date: 2026-02-10, type: order, amount: -30}
        """),
        orders=1, revenue="70", order_days=1, average_order="100", days_since_order=314,
    )  # fmt: skip


def test_intervals_between_distinct_order_days(figures) -> None:
    # Days 1, 11, 31 January and 2 March: gaps 10, 20, 30; mean 20, median 20.
    # Today is 263 days after 2 March: 263 - 20 = 243 days late.
    expect(
        figures("""
            - {date: 2026-01-31, type: order, amount: 1}
            - {date: 2026-01-01 09:00, type: order, amount: 1}
            - {date: 2026-01-01 18:00, type: order, amount: 1}
            - {date: 2026-01-11, type: order, amount: 1}
            - {date: 2026-03-02, type: order, amount: 1}
        """),
        order_days=4, orders=5, interval_mean=20, interval_median=20, late_days=243,
    )  # fmt: skip


def test_half_days_of_a_median_make_no_day_late(figures) -> None:
    # Gaps 10 and 11: median 10.5. From 19 September to today are 62 days: 51.5 past, 51 whole days.
    journal = """
        - {date: 2026-08-29, type: order, amount: 1}
        - {date: 2026-09-08, type: order, amount: 1}
        - {date: 2026-09-19, type: order, amount: 1}
    """
    expect(figures(journal), interval_median=10.5, interval_mean=10.5, late_days=51)
    # Eleven days after the last order 0.5 day has passed, which is no whole day.
    expect(figures(journal, dt.date(2026, 9, 30)), days_since_order=11, late_days=0)
    expect(figures(journal, dt.date(2026, 9, 29)), late_days=0)


def test_nobody_is_late_before_three_order_days_or_while_paused(figures) -> None:
    two = """
        - {date: 2026-01-01, type: order, amount: 1}
        - {date: 2026-01-03, type: order, amount: 1}
    """
    three = two + "\n        - {date: 2026-01-05, type: order, amount: 1}"
    expect(figures(two), late_days=None, order_days=2)
    expect(figures(three), late_days=(TODAY - dt.date(2026, 1, 5)).days - 2)
    for until, late in (("2026-11-20", None), ("2026-11-19", 317), ("2027-01-01", None)):
        text = f"name: Acme\npaused: {{until: {until}}}\ninteractions:{three}"
        found = figures(text.replace("\n        ", "\n"))
        expect(found, late_days=late, paused=int(late is None))


def test_touches_are_talks_and_the_own_types_that_touch(figures) -> None:
    expect(
        figures("""
            - {date: 2026-11-01, type: call}
            - {date: 2026-11-02, type: meeting}
            - {date: 2026-11-03, type: email}
            - {date: 2026-11-04, type: message}
            - {date: 2026-11-05, type: visit}
            - {date: 2026-11-06, type: tasting}
            - {date: 2026-11-07, type: memo}
            - {date: 2026-11-08, type: note}
            - {date: 2026-11-09, type: order, amount: 1}
            - {date: 2026-12-01, type: call}
        """),
        touches=6, last_contact=dt.date(2026, 11, 6), days_since_contact=14,
    )  # fmt: skip


def test_goods_expenses_and_margin(figures) -> None:
    # Goods: 10 × 14 typed, 2 × 14 (the service's cost in 2025), 3 × 20 (its cost now) = 228.
    # Expenses: 40 + 7 of the expense's own cost + 5 for a visit = 52.
    # Revenue: 250 + (2 × 25) + (3 × 30 less 10 %) = 250 + 50 + 81 = 381; margin 381 - 228 - 52 = 101.
    # In the last 365 days (from 21 November 2025): all but the order of March 2025 and the visit.
    expect(
        figures("""
            - {date: 2026-10-01, type: order, amount: 250, items: [{service: beans, qty: 10, price: 25, cost: 14}]}
            - {date: 2025-03-01, type: order, items: [{service: beans, qty: 2}]}
            - {date: 2026-10-02, type: order, items: [{service: beans, qty: 3, discount: 10}]}
            - {date: 2026-10-03, type: expense, amount: 40, what: delivery, cost: 7}
            - {date: 2025-03-02, type: visit, cost: 5}
        """),
        revenue="381", cogs="228", expenses="52", margin="101", margin_365="84",
        orders=3, average_order="127",
    )  # fmt: skip


def test_another_currency_counts_by_the_rate_of_its_day(figures) -> None:
    # 0.5 EUR for a lev: 100 BGN are 50 EUR; cost 10 BGN × 2 are 10 EUR.
    expect(
        figures("""
            - {date: 2026-10-01, type: order, amount: 100 BGN, items: [{service: beans, qty: 2, price: 50 BGN, cost: 10 BGN}]}
        """),
        revenue="50", cogs="10", margin="40",
    )  # fmt: skip


def test_an_amount_without_a_rate_is_left_out_and_never_zero(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "rates: {USD: [{since: 2026-01-01, rate: 0.9}]}",
        acme="""
            name: Acme
            interactions:
              - {date: 2025-06-01, type: order, amount: 100 USD}
              - {date: 2026-06-01, type: order, amount: 100 USD}
        """,
    )
    with opened(base) as index:
        # Both are orders; of the first nothing is known, so the average is that of the second.
        expect(index.metrics("acme"), orders=2, revenue="90", average_order="90", order_days=2)
        assert [str(one.location) for one in index.problems() if one.code == "rate-missing"]


def test_an_amount_that_cannot_be_read_is_left_out_and_never_zero(figures) -> None:
    # Three orders, one of a known amount; an amount that is not written at all counts as 0.
    journal = (
        "  - {date: 2026-11-01, type: order, amount: abc}\n"
        "  - {date: 2026-11-02, type: order, amount: 100}\n"
        "  - {date: 2026-11-03, type: order, items: [{service: beans, qty: two, price: 30}]}\n"
    )
    expect(figures(journal), orders=3, revenue="100", average_order="100")
    expect(figures(journal.replace("amount: abc", "summary: no")), average_order="50")


def test_promotions_complaints_scores_and_outcomes(figures) -> None:
    expect(
        figures("""
            - {date: 2026-10-01, type: order, amount: 1, promo: spring}
            - {date: 2026-10-02, type: order, amount: 1}
            - {date: 2026-10-03, type: order, amount: 1}
            - {date: 2026-10-04, type: order, amount: 1}
            - {date: 2026-10-05, type: complaint}
            - {date: 2026-10-06, type: complaint, resolved: 2026-11-20}
            - {date: 2026-10-07, type: complaint, resolved: 2026-11-21}
            - {date: 2026-10-08 17:00, type: survey, score: 9}
            - {date: 2026-10-08 09:00, type: survey, score: 3}
            - {date: 2026-10-09, type: call, outcome: asked}
            - {date: 2026-10-10, type: call}
        """),
        promo_share=0.25, complaints_open=2, nps_last=9, last_outcome="asked",
    )  # fmt: skip


def test_completeness_is_the_share_of_fields_with_a_value(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        """
        required: {organisation: [name, phone], person: [name]}
        recommended: {organisation: [email, industry], person: []}
        """,
        half="name: Half\nphone: +1 202 555 0101\n",
        whole="name: Whole\nkind: person\n",
    )
    with opened(base) as index:
        assert index.metrics("half")["completeness"] == 0.5
        assert index.metrics("whole")["completeness"] == 1


def test_the_stage_is_that_of_the_open_deal_furthest_along(tmp_path: Path) -> None:
    """
    One open deal never moved, one moved to offer and back to lead by a later entry, one won.
    """
    stages = "stages: [lead, offer, trial, won, lost]"
    journal = """
        name: Acme
        deals: [{id: a}, {id: b}, {id: c}, {id: later, opened: 2026-12-01}]
        interactions:
          - {date: 2026-10-01, type: call, deal: b, stage: trial}
          - {date: 2026-10-02 16:00, type: call, deal: b, stage: offer}
          - {date: 2026-10-02 09:00, type: call, deal: b, stage: lost}
          - {date: 2026-10-03, type: call, deal: c, stage: won}
          - {date: 2026-12-02, type: call, deal: later, stage: trial}
    """
    base = make_base(tmp_path, stages, acme=journal)
    with opened(base) as index:
        expect(index.metrics("acme"), stage="offer", deals_open=2)
        assert [(deal.id, deal.stage, deal.result) for deal in index.deals()] == [
            ("b", "offer", ""),
            ("a", "lead", ""),
            ("c", "won", "won"),
        ]
        assert index.deals("acme")[2].closed == dt.date(2026, 10, 3)
    with opened(base, dt.date(2026, 10, 1), keep=False) as index:
        expect(index.metrics("acme"), stage="trial", deals_open=2)


def test_without_an_open_deal_the_stage_is_that_of_the_deal_closed_last(figures) -> None:
    text = """name: Acme
deals: [{id: a}, {id: b}]
interactions:
  - {date: 2026-10-05, type: call, deal: a, stage: won}
  - {date: 2026-10-03, type: call, deal: b, stage: lost}
"""
    expect(figures(text), stage="won", deals_open=0)


def test_facts_of_the_file_and_own_fields(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "fields: {seats: {type: number}, limit: {type: money}, visited: {type: date}, vegan: {type: flag}}",
        acme="""
            name: Acme
            owner: ana
            tags: [horeca, sofia]
            phone: [+1 202 555 0101, +1 202 555 0102]
            email: a@example.org
            address: {city: Sofia, country: BG}
            birthday: --03-08
            potential: 1000.50
            do_not_contact: {since: 2026-11-21, reason: asked}
            since: 2020-01-02
            fields: {seats: 40, limit: 1500.25, visited: 2026-01-05, vegan: yes}
        """,
    )
    with opened(base) as index:
        expect(
            index.metrics("acme"),
            name="Acme", kind="organisation", owner="ana", tags="horeca, sofia",
            phone="+1 202 555 0101", email="a@example.org", city="Sofia", country="BG",
            birthday="--03-08", potential="1000.5", do_not_contact=0, known=dt.date(2020, 1, 2),
            seats=40, limit="1500.25", visited=dt.date(2026, 1, 5), vegan=1,
            path="clients/acme.yaml",
        )  # fmt: skip
        assert index.table(["id"], where='seats >= 40 AND vegan AND "limit" > 1500') == [("acme",)]


def test_the_view_has_the_documented_columns_in_their_order(tmp_path: Path) -> None:
    with opened(make_base(tmp_path, acme="name: Acme")) as index:
        assert index.view("client_metrics").columns == tuple(column.name for column in COLUMNS)
        assert index.columns() == COLUMNS
    for column in COLUMNS:
        assert column.meaning.endswith("."), column


def test_an_own_field_does_not_take_the_place_of_a_column(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "fields: {revenue: {type: number}, Name: {type: text}}",
        acme="name: Acme\nfields: {revenue: 7, Name: other}",
    )
    with opened(base) as index:
        found = index.metrics("acme")
        assert (found["revenue"], found["fields_revenue"]) == (0, 7)
        assert found["name"] == "Acme"
