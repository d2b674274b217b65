"""ABC, nine groups, BCG and rating, worked by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from made_base import TODAY, make_base, opened

from crm.index.shares import Years, abc, bcg, nine, percentile_ranks, rating

LIMITS = (Fraction(3, 4), Fraction(19, 20))


def test_abc_by_cumulative_share() -> None:
    # Shares of 100: a 60, b 15 (75: still A), c 10 (85: B), d 10 (95: still B), e 5 (100: C).
    assert abc({"e": 5, "d": 10, "c": 10, "b": 15, "a": 60}, LIMITS) == {
        "a": "A", "b": "A", "c": "B", "d": "B", "e": "C",
    }  # fmt: skip


def test_the_first_is_always_a() -> None:
    assert abc({"a": 99, "b": 1}, LIMITS) == {"a": "A", "b": "C"}


def test_nothing_earned_is_c_and_no_share() -> None:
    # Of 10 + 10 = 20 positive: a reaches 50 %, b 100 %.
    assert abc({"a": 10, "b": 10, "c": 0, "d": -80}, LIMITS) == {
        "a": "A", "b": "C", "c": "C", "d": "C",
    }  # fmt: skip
    assert abc({"a": 0}, LIMITS) == {"a": "C"}


def test_ties_go_by_id() -> None:
    assert abc({"b": 50, "a": 50}, LIMITS) == {"a": "A", "b": "C"}


def test_limits_are_exact() -> None:
    # 0.1 + 0.2 of 0.3 is all of it; floats would say a little more.
    assert abc({"a": 1, "b": 2}, (Fraction(2, 3), Fraction(1))) == {"a": "B", "b": "A"}


@pytest.mark.parametrize(
    ("count", "thirds"),
    [(1, "L"), (2, "LM"), (3, "LMG"), (4, "LLMG"), (5, "LLMMG"), (6, "LLMMGG"), (7, "LLLMMGG")],
)
def test_thirds_within_a_class(count: int, thirds: str) -> None:
    revenues = {f"c{n}": 100 - n for n in range(count)}
    found = nine(revenues, dict.fromkeys(revenues, "B"))
    names = {"L": "B leader", "M": "B middle", "G": "B laggard"}
    assert list(found.values()) == [names[letter] for letter in thirds]


def test_bcg_by_share_and_growth() -> None:
    # The whole grew from 190 to 200, by 200 / 190. The last year's revenues in order, ties by id:
    # cow 120 (60 %), ask 20 (70 %), dog 20 (80 %, no longer A), same, star.
    years = {
        "cow": Years(120, 150),
        "ask": Years(20, 0),  # none before: it grows without limit
        "dog": Years(20, 25),
        "same": Years(20, 19),  # exactly as the whole, so not above it
        "star": Years(20, 5),
        "gone": Years(0, -9),  # nothing earned in 730 days
    }
    assert bcg(years, LIMITS) == {
        "cow": "cash cow",
        "ask": "star",
        "dog": "dog",
        "same": "dog",
        "star": "question mark",
    }


def test_bcg_of_a_base_without_a_year_before() -> None:
    # Without a year before nothing can grow faster than the whole.
    assert bcg({"a": Years(10, 0)}, LIMITS) == {"a": "cash cow"}


def test_percentile_ranks() -> None:
    # Below 5: nobody, and half of one of four; of the two 7: one below and one half each.
    assert percentile_ranks([5, 7, 7, 9]) == {5: 12.5, 7: 50.0, 9: 87.5}
    assert percentile_ranks([3, 3, 3]) == {3: 50.0}


def test_rating_is_the_weighted_mean_and_the_unknown_the_median() -> None:
    # Ranks of 1, 2: 25 and 75. Second measure: 50, unknown 50. (3 × 25 + 1 × 50) / 4 = 31.25.
    assert rating([([1, 2], 3.0), ([8, None], 1.0)], 2) == [31.25, 68.75]
    assert rating([], 2) == [50.0, 50.0]


def test_classes_of_a_small_base(tmp_path: Path) -> None:
    """
    big 700 and mid 200 of 1,000; small 100; none without an order but with a judgement.
    """
    order = "{{date: 2026-10-01, type: order, amount: {0}}}"
    base = make_base(
        tmp_path,
        big="name: Big\ninteractions: [" + order.format(700) + "]\nreferred_by: none",
        mid="name: Mid\ninteractions: [" + order.format(200) + "]\nreferred_by: none",
        small="name: Small\nsize: A\nstanding: leader\ninteractions: [" + order.format(100) + "]",
        none="name: None\nsize: C\nstanding: middle\nreferred_by: none",
    )
    with opened(base) as index:
        rows = index.table(["id", "abc", "nine", "bcg", "referrals"], sort="id")
        assert rows == [
            ("big", "A", "A leader", "cash cow", 0),
            ("mid", "B", "B leader", "dog", 0),
            ("none", None, "C middle", None, 2),
            ("small", "C", "C leader", "dog", 0),
        ]
        # revenue_365 4, orders_365 2, margin_365 2: big has the ranks 87.5, 62.5, 87.5; a score
        # is unknown to all (50, weight 1), one referral ranks 37.5 (weight 1).
        big = (4 * 87.5 + 2 * 62.5 + 2 * 87.5 + 50 + 37.5) / 10
        assert index.metrics("big")["rating"] == pytest.approx(big)


def test_a_rating_of_the_base_s_own_measures(tmp_path: Path) -> None:
    base = make_base(
        tmp_path,
        "fields: {seats: {type: number}}\nrating: {seats: 3, nosuch: 2}",
        a="name: A\nfields: {seats: 10}",
        b="name: B\nfields: {seats: 20}",
        c="name: C",
    )
    with opened(base) as index:
        assert index.table(["id", "rating"], sort="-rating") == [("b", 75), ("c", 50), ("a", 25)]


def test_thresholds_of_the_base(tmp_path: Path) -> None:
    order = "interactions: [{{date: 2026-10-01, type: order, amount: {0}}}]"
    base = make_base(
        tmp_path,
        "abc: {a: 0.5, b: 0.9}",
        a="name: A\n" + order.format(60),
        b="name: B\n" + order.format(30),
        c="name: C\n" + order.format(10),
    )
    with opened(base) as index:
        assert index.table(["abc"], sort="id") == [("A",), ("B",), ("C",)]


def test_growth_looks_at_two_years(tmp_path: Path) -> None:
    def order(ago: int, amount: int) -> str:
        day = TODAY - dt.timedelta(ago)
        return f"{{date: {day}, type: order, amount: {amount}}}"

    journal = ", ".join([order(364, 30), order(365, 20), order(729, 1), order(730, 500)])
    base = make_base(tmp_path, a=f"name: A\ninteractions: [{journal}]")
    with opened(base) as index:
        row = index.sql("SELECT revenue_365, revenue_before FROM figure").rows[0]
        assert row == (30 * 10_000, 21 * 10_000)
        assert index.clients()[0].revenue_365 == Decimal(30)
