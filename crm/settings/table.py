"""Owns the table of every setting of crm.yaml, and of the keys of services.yaml and campaigns.yaml.

The table drives what is checked, the docs and the JSON Schema of these files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from crm.fields import choices
from crm.fields.field import Field, Record, Section, Shape
from crm.fields.types import OWN_TYPES
from crm.fields.words import words
from crm.record import positional
from crm.settings import prices, records

_EACH, _ONE, _LIST, _OPEN, _WORDS = Shape.EACH, Shape.ONE, Shape.LIST, Shape.OPEN, Shape.WORDS
_LANGUAGES = {
    "en": words("English | английский | английски"),
    "ru": words("Russian | русский | руски"),
    "bg": words("Bulgarian | болгарский | български"),
}
_OWN_TYPES: dict[str, Mapping[str, str]] = {name: {} for name in OWN_TYPES}
_METHODS: dict[str, Mapping[str, str]] = {"quantile": {}, "rank": {}, "fixed": {}}
_COMMIT: dict[str, Mapping[str, str]] = {"auto": {}, "off": {}}
_SYNC: dict[str, Mapping[str, str]] = {"merge": {}, "rebase": {}}
_WEEKDAYS: dict[str, Mapping[str, str]] = {
    day: {} for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
}

Row = tuple[str, str, str, dict[str, Any]]


def _set(key: str, kind: str, about: str, **more: Any) -> Row:
    return key, kind, about, more


def _section(name: str, record: Record | None, *rows: Row) -> Section:
    fields = {
        key: Field(section=name, key=key, type=kind, label={}, about={"en": about}, **more)
        for key, kind, about, more in rows
    }
    return Section(name=name, label={}, fields=fields, record=record)


def _identified(make: Record) -> Record:
    """Return the same maker, where the key of the mapping is the id."""

    def made(key: str, **values: Any) -> Any:
        return make(id=key, **values)

    return made


def _cadence(key: str, **values: Any) -> records.Cadence:
    return records.Cadence(segment=key, **values)


def _service(key: str, past: tuple[prices.Price, ...] = (), **values: Any) -> prices.Service:
    """Return the service, its past the oldest first."""
    dated = sorted((one for one in past if one.until), key=lambda one: one.until or dt.date.min)
    return prices.Service(id=key, prices=tuple(dated), **values)


def _named(line: int, name: str = "", **values: Any) -> records.RfmSegment:
    del line
    return records.RfmSegment(id=name, **values)


def _keyed(key: str, **values: Any) -> tuple[str, dict[str, Any]]:
    return key, values


def _plain(**values: Any) -> dict[str, Any]:
    return values


_PLAYBOOK = (
    _set("do", "longtext", "What to do with clients that are here."),
    _set("script", "longtext", "What to say on the telephone."),
    _set("checklist", "text", "What must not be forgotten.", many=True),
    _set("next", "text", "The task that getting here proposes.", shape=_ONE, nested="next"),
)

TOP = _section(
    "settings",
    _plain,
    _set("name", "text", "What the base is called; the title of the site."),
    _set("language", "choice", "Language of the site and of labels.", choices=_LANGUAGES, default="en"),
    _set("currency", "currency", "Currency in which everything is added up.", default="EUR"),
    _set("rates", "number", "What one unit of another currency is worth in the base's; or a list of since and rate.", shape=_OPEN, keys="currency"),
    _set("country", "country", "Country in which telephone numbers without + are dialled; two letters."),
    _set("timezone", "timezone", "Time zone that decides which day is today.", default="that of the machine"),
    _set("team", "text", "Members by id. Once there are some, owners and authors must be among them.", shape=_EACH, nested="member"),
    _set("stages", "text", "Stages of a deal by id, in their order; a list of ids is enough. `won` and `lost` carry that result.", shape=_EACH, nested="stage", default="lead, offer, won, lost"),
    _set("types", "text", "Types of entry beside the built-in ones, by id.", shape=_EACH, nested="type"),
    _set("fields", "text", "Own fields of clients, by id.", shape=_EACH, nested="own_field"),
    _set("required", "text", "Keys that clients must have, by kind and under conditions.", shape=_ONE, nested="required"),
    _set("recommended", "text", "Keys that count for completeness beside the required ones, by kind.", shape=_ONE, nested="required"),
    _set("segments", "text", "Own segments by id; for a built-in one only what to do there.", shape=_EACH, nested="segment"),
    _set("cadence", "text", "How often clients of a segment want to be contacted, by segment.", shape=_EACH, nested="cadence"),
    _set("rfm", "text", "How recency, frequency and monetary value are scored.", shape=_ONE, nested="rfm"),
    _set("rfm_segments", "text", "Named segments of RFM; the first that fits counts.", shape=_LIST, nested="rfm_segment", default="the ten usual ones"),
    _set("lifecycle", "text", "Thresholds of the lifecycle classes and of `active`.", shape=_ONE, nested="lifecycle"),
    _set("abc", "text", "Shares of revenue at which classes A and B end.", shape=_ONE, nested="abc"),
    _set("rating", "number", "Weights of the measures in the rating, by column.", shape=_OPEN, default="revenue_365 4, orders_365 2, margin_365 2, nps_last 1, referrals 1"),
    _set("agenda", "text", "How far ahead the agenda looks.", shape=_ONE, nested="agenda"),
    _set("plan", "text", "How calls are spread over days.", shape=_ONE, nested="plan"),
    _set("loyalty", "text", "The loyalty programme.", shape=_ONE, nested="loyalty"),
    _set("firm", "text", "Your own firm, as it stands on offers and invoices.", shape=_ONE, nested="firm"),
    _set("privacy", "text", "How long data are kept.", shape=_ONE, nested="privacy"),
    _set("commit", "choice", "auto: every command that writes commits the files it changed; off: nothing is committed unasked.", choices=_COMMIT, default="off"),
    _set("sync", "choice", "How `crm sync` joins what others did: merge, or rebase your commits onto theirs.", choices=_SYNC, default="merge"),
    _set("limits", "text", "What keeps a query from running for ever.", shape=_ONE, nested="limits"),
)  # fmt: skip

_PARTS = (
    _section("rate", _plain,
        _set("since", "date", "The day from which it holds."),
        _set("rate", "number", "What one unit is worth in the base's currency.", required=True),
    ),
    _section("member", _identified(records.Member),
        _set("name", "text", "Name in full."),
        _set("role", "choice", "What the member may see.", choices=choices.ROLE, default="manager"),
        _set("department", "text", "The department a curator answers for."),
        _set("head", "member", "Id of the member above; an assistant sees what the head sees."),
        _set("email", "email", "Where the mail of the day goes."),
        _set("phone", "text", "Telephone for documents and cards."),
        _set("left", "date", "The day the member left; the history stays theirs."),
        _set("targets", "text", "What the member aims at in a month.", shape=_ONE, nested="targets"),
    ),
    _section("targets", records.Targets,
        _set("revenue", "money", "Revenue a month."),
        _set("clients", "count", "New clients a month."),
        _set("touches", "count", "Contacts a month."),
    ),
    _section("stage", _identified(records.Stage),
        _set("label", "text", "What it is called.", shape=_WORDS),
        _set("probability", "share", "Chance that a deal here is won; else history's."),
        _set("result", "choice", "What a deal here has come to.", choices=choices.RESULT),
        _set("requires", "text", "Keys a client must have once a deal is here.", many=True),
        *_PLAYBOOK,
    ),
    _section("next", records.Next,
        _set("after", "span", "How much later: 3d."),
        _set("what", "text", "What is to be done."),
    ),
    _section("type", _identified(records.InteractionType),
        _set("label", "text", "What it is called.", shape=_WORDS),
        _set("touch", "flag", "Whether it counts as a contact.", default="no"),
    ),
    _section("own_field", _keyed,
        _set("type", "choice", "What values it takes.", choices=_OWN_TYPES, default="text"),
        _set("label", "text", "What it is called.", shape=_WORDS),
        _set("about", "text", "What it means; editors show it.", shape=_WORDS),
        _set("choices", "text", "The words a choice takes: a list, or labels by word.", shape=_OPEN),
        _set("many", "flag", "Whether a list of values is fine.", default="no"),
        _set("private", "flag", "Never published.", default="no"),
    ),
    _section("required", _plain,
        _set("person", "text", "Keys required of persons.", many=True),
        _set("organisation", "text", "Keys required of organisations.", many=True),
        _set("when", "text", "Keys required of a kind, a tag or a segment.", shape=_LIST, nested="required_when"),
    ),
    _section("required_when", records.RequiredWhen,
        _set("kind", "choice", "Of clients of this kind.", choices=choices.KIND),
        _set("tag", "tag", "Of clients with this tag."),
        _set("segment", "text", "Of clients in this segment."),
        _set("fields", "text", "The keys.", many=True, required=True),
    ),
    _section("segment", _identified(records.Segment),
        _set("label", "text", "What it is called.", shape=_WORDS),
        _set("when", "longtext", "SQL condition over the columns of client_metrics; without it, the clients with a tag of this id."),
        *_PLAYBOOK,
        _set("privileges", "longtext", "What clients here get that others do not."),
    ),
    _section("cadence", _cadence,
        _set("at_least", "count", "A contact at least once in so many days."),
        _set("at_most", "count", "No further contact within so many days."),
    ),
    _section("rfm", records.Rfm,
        _set("recency", "text", "Days since the last order.", shape=_ONE, nested="axis"),
        _set("frequency", "text", "Number of orders.", shape=_ONE, nested="axis"),
        _set("monetary", "text", "Revenue.", shape=_ONE, nested="axis"),
    ),
    _section("axis", records.Axis,
        _set("method", "choice", "quantile, rank, or fixed edges.", choices=_METHODS, default="quantile"),
        _set("edges", "number", "Four edges, ascending; from an edge on, the next score.", many=True),
    ),
    _section("rfm_segment", _named,
        _set("name", "id", "The segment's id.", required=True),
        _set("label", "text", "What it is called.", shape=_WORDS),
        _set("r", "scores", "Scores of recency: 5 or 4-5.", default="1-5"),
        _set("f", "scores", "Scores of frequency.", default="1-5"),
        _set("m", "scores", "Scores of monetary value.", default="1-5"),
    ),
    _section("lifecycle", records.Lifecycle,
        _set("lost_after", "days", "Days without an order until a client is lost.", default="730"),
        _set("inactive_after", "days", "Days without an order until a client is inactive; replaces the three rules below."),
        _set("inactive_intervals", "number", "The same in medians between the client's orders.", default="3"),
        _set("inactive_least", "days", "And at least so many days.", default="90"),
        _set("inactive_without_rhythm", "days", "Days for clients with fewer than three order days.", default="180"),
        _set("regular_orders", "count", "Order days that make a regular client.", default="3"),
        _set("tested_years", "count", "Years since the first order that make a time-tested client.", default="3"),
        _set("active_within", "days", "An active client ordered within so many days,", default="90"),
        _set("active_orders", "count", "on so many days of the last 365,", default="2"),
        _set("active_since", "days", "and first at least so many days ago.", default="180"),
    ),
    _section("abc", records.Abc,
        _set("a", "share", "Class A up to this share.", default="0.75"),
        _set("b", "share", "Class B up to this share.", default="0.95"),
    ),
    _section("agenda", records.Agenda,
        _set("birthdays", "days", "Birthdays are shown so many days ahead.", default="7"),
        _set("holidays", "days", "Holidays are shown so many days ahead.", default="7"),
        _set("contracts", "days", "Ends of contracts without `notice` are shown so many days ahead.", default="30"),
        _set("stale_deal", "days", "A deal without an entry for so many days is stale.", default="30"),
        _set("give_up", "days", "A prospect without progress for so many days is offered for closing.", default="90"),
    ),
    _section("plan", records.Plan,
        _set("quota", "count", "Calls a day and member.", default="20"),
        _set("weekdays", "choice", "Working days.", many=True, choices=_WEEKDAYS, default="mon to fri"),
    ),
    _section("loyalty", records.Loyalty,
        _set("days", "days", "What was bought in so many days counts; 0: ever.", default="365"),
        _set("tiers", "text", "Tiers, the lowest first.", shape=_LIST, nested="tier"),
    ),
    _section("tier", records.Tier,
        _set("name", "id", "Its id.", required=True),
        _set("label", "text", "What it is called.", shape=_WORDS),
        _set("revenue", "money", "Revenue from which it begins."),
        _set("orders", "count", "Orders from which it begins."),
        _set("discount", "percent", "Its discount in percent."),
    ),
    _section("firm", records.Firm,
        _set("name", "text", "Name of the firm."),
        _set("tax_id", "text", "Tax number."),
        _set("address", "text", "Registered address."),
        _set("phone", "text", "Telephone."),
        _set("email", "email", "E-mail."),
        _set("site", "url", "Web site."),
        _set("bank", "text", "Bank."),
        _set("iban", "text", "Account number."),
        _set("bic", "text", "The bank's code."),
        _set("head", "text", "Who signs."),
        _set("vat", "percent", "VAT in percent, where documents show it."),
    ),
    _section("privacy", records.Privacy,
        _set("retain", "span", "How long after the last entry a client is kept: 3y. `crm report privacy` lists those kept longer."),
    ),
    _section("limits", records.Limits,
        _set("query_seconds", "count", "Seconds a condition or query may take.", default="5"),
    ),
    _section("service", _service,
        _set("name", "text", "What it is called."),
        _set("category", "text", "What it belongs to."),
        _set("unit", "text", "What one of it is: kg, hour, piece."),
        _set("price", "money", "Price for one, now."),
        _set("cost", "money", "What one costs you, now."),
        _set("prices", "text", "Prices and costs of the past.", attribute="past", shape=_LIST, nested="price"),
        _set("notes", "longtext", "Anything worth knowing."),
        _set("ended", "date", "The day from which it is no longer sold."),
    ),
    _section("price", prices.Price,
        _set("until", "date", "The last day it held.", required=True),
        _set("price", "money", "Price for one."),
        _set("cost", "money", "What one cost you."),
    ),
    _section("campaign", _identified(prices.Campaign),
        _set("name", "text", "What it is called."),
        _set("start", "date", "First day."),
        _set("end", "date", "Last day."),
        _set("cost", "money", "What it cost in all."),
        _set("promo", "text", "The promotion that orders name."),
        _set("list", "text", "Whom it went to: a segment, tag or file."),
        _set("notes", "longtext", "Anything worth knowing."),
    ),
)  # fmt: skip


SECTIONS: dict[str, Section] = {section.name: section for section in (TOP, *_PARTS)}


@positional
class Setting:
    """One setting as the docs list it; `path` has `*` where an id of the user's own stands."""

    path: str
    field: Field


def _walk(section: Section, prefix: str = "") -> Iterator[Setting]:
    for key, field in section.fields.items():
        yield Setting(f"{prefix}{key}", field)
        if field.nested:
            star = {_EACH: ".*.", _LIST: "[].", _ONE: "."}[field.shape]
            yield from _walk(SECTIONS[field.nested], f"{prefix}{key}{star}")


SETTINGS: tuple[Setting, ...] = tuple(_walk(TOP))
