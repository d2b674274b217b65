"""Owns the documented columns of `client_metrics`: one table for the view, lists and docs."""

from __future__ import annotations

from enum import StrEnum

from crm.record import positional


class Unit(StrEnum):
    """What a column counts in."""

    TEXT = "text"
    DATE = "date"  # YYYY-MM-DD
    COUNT = "count"
    DAYS = "days"
    MONEY = "money"  # base currency; a plain number in the view
    SHARE = "share"  # 0 to 1
    SCORE = "score"
    NUMBER = "number"
    FLAG = "flag"  # 0 or 1


@positional
class Column:
    """One column: its name, unit and meaning; `private` ones are never published."""

    name: str
    unit: Unit
    meaning: str
    private: bool = False
    own: bool = False

    @property
    def type(self) -> str:
        """The SQL type: text, integer or real."""
        return _TYPES[self.unit]


_TYPES = {
    Unit.TEXT: "text",
    Unit.DATE: "text",
    Unit.COUNT: "integer",
    Unit.DAYS: "real",
    Unit.MONEY: "real",
    Unit.SHARE: "real",
    Unit.SCORE: "real",
    Unit.NUMBER: "real",
    Unit.FLAG: "integer",
}


_T, _D, _C, _N = Unit.TEXT, Unit.DATE, Unit.COUNT, Unit.DAYS
_M, _H, _S, _F = Unit.MONEY, Unit.SHARE, Unit.SCORE, Unit.FLAG

# As in the client's file.
_FROM_THE_FILE = (
    Column("id", _T, "Id of the client: the name of its file."),
    Column("path", _T, "Path of the file within the base."),
    Column("name", _T, "Name of the client."),
    Column("kind", _T, "organisation or person."),
    Column("owner", _T, "Member who looks after the client."),
    Column("since", _D, "Day the client is known since, as typed."),
    Column("known", _D, "Day from which the client counts: `since`, else that of the first entry."),
    Column("tags", _T, "Tags, joined by a comma and a space."),
    Column("phone", _T, "First phone number, as typed."),
    Column("email", _T, "First e-mail address."),
    Column("site", _T, "First site."),
    Column("city", _T, "City of the address."),
    Column("country", _T, "Country of the address."),
    Column("region", _T, "Region."),
    Column("industry", _T, "Line of business."),
    Column("language", _T, "Language to speak with the client."),
    Column("timezone", _T, "Time zone of the client."),
    Column("source", _T, "Where the client came from."),
    Column("campaign", _T, "Campaign that brought the client."),
    Column("referred_by", _T, "Client that recommended us."),
    Column("birthday", _T, "Birthday, YYYY-MM-DD or --MM-DD."),
    Column("gender", _T, "Gender, as typed."),
    Column("tax_id", _T, "Tax number."),
    Column("head", _T, "Head of the firm."),
    Column("size", _T, "Size by own judgement: A, B or C."),
    Column("standing", _T, "Standing by own judgement: leader, middle or laggard."),
    Column("potential", _M, "What the client could buy in a year."),
    Column("important", _T, "Why the client matters, as typed."),
    Column("reference", _T, "Whether the client may be named as a reference, as typed."),
    Column("paused", _F, "Whether a pause is agreed, so that the client is not late."),
    Column("do_not_contact", _F, "Whether the client asked to be left alone."),
    Column("closed", _D, "Day the work with the client ended."),
    Column("returns", _T, "Of a closed client: possible or never (key `return`)."),
)
# Each client's own figures.
_FIGURES = (
    Column("orders", _C, "Number of orders."),
    Column("revenue", _M, "Order amounts less refunds."),
    Column("orders_365", _C, "Number of orders in the last 365 days."),
    Column("revenue_365", _M, "Order amounts less refunds in the last 365 days."),
    Column("margin_365", _M, "Revenue less goods and expenses in the last 365 days."),
    Column("average_order", _M, "Order amounts / orders."),
    Column("first_order", _D, "Day of the first order."),
    Column("last_order", _D, "Day of the last order."),
    Column("days_since_order", _N, "Days from the last order to today."),
    Column("order_days", _C, "Number of distinct days with an order."),
    Column("order_days_365", _C, "Number of distinct days with an order in the last 365 days."),
    Column("interval_mean", _N, "Mean of the days between successive order days."),
    Column("interval_median", _N, "Median of the days between successive order days."),
    Column(
        "late_days",
        _N,
        "Whole days past the last order and the median interval, 0 when not late;"
        " empty before three order days and while paused.",
    ),
    Column("touches", _C, "Number of calls, meetings, e-mails, messages, visits and the like."),
    Column("last_contact", _D, "Day of the last touch."),
    Column("days_since_contact", _N, "Days from the last touch to today."),
    Column("paid", _M, "Money received: cash orders and payments, less what was given back."),
    Column("debt", _M, "What is owed for orders on credit."),
    Column("overdue_debt", _M, "The part of the debt that is past its due day."),
    Column("cogs", _M, "Cost of the goods in the lines of the orders."),
    Column("expenses", _M, "Expenses and the cost of entries."),
    Column("margin", _M, "Revenue less goods and expenses."),
    Column("promo_share", _H, "Share of the orders that were bought in a promotion."),
    Column("complaints_open", _C, "Number of complaints that are not resolved."),
    Column("nps_last", _S, "Score of the last survey, 0 to 10."),
    Column("completeness", _H, "Share of the required and recommended fields that have a value."),
    Column("last_outcome", _T, "Outcome of the last entry that has one."),
    Column("deals_open", _C, "Number of open deals."),
    Column("stage", _T, "Stage of the open deal furthest along, else of the deal closed last."),
    Column("tasks_open", _C, "Number of open tasks."),
    Column("next_due", _D, "Day of the earliest open task."),
)
# What depends on the other clients, and the classes.
_CLASSES = (
    Column("referrals", _C, "Number of clients that name this one in `referred_by`."),
    Column("lifecycle", _T, "lost, potential, inactive, time-tested, regular or working."),
    Column("active", _F, "Whether the client is active."),
    Column("colour", _T, "Colour of the funnel, from white to red-platinum."),
    Column("rfm_r", _S, "Score of recency, 1 to 5, 5 the best."),
    Column("rfm_f", _S, "Score of frequency, 1 to 5."),
    Column("rfm_m", _S, "Score of money, 1 to 5."),
    Column("rfm_segment", _T, "Named segment of the scores."),
    Column("abc", _T, "Class by revenue: A, B or C."),
    Column("nine", _T, "Class and place in it: A leader to C laggard."),
    Column("bcg", _T, "star, cash cow, question mark or dog."),
    Column("rating", _S, "Weighted mean of percentile ranks, 0 to 100."),
)

COLUMNS: tuple[Column, ...] = (*_FROM_THE_FILE, *_FIGURES, *_CLASSES)
BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
# What `crm list` shows when nothing is asked for.
USUAL: tuple[str, ...] = (
    "id",
    "name",
    "owner",
    "lifecycle",
    "stage",
    "last_contact",
    "revenue_365",
    "debt",
)
