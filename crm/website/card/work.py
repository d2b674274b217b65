"""Owns what is to be done for a client and agreed with it: tasks, deals, contracts, consents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from crm.index.answers import DealRow, Row, TaskRow, Value
from crm.model import Client, Contract, Deal
from crm.website.card.people import best_ways
from crm.website.contexts import Link
from crm.website.contexts.card import ConsentItem, ContractItem, DealItem, NextStep, Step, TaskItem
from crm.website.links import web
from crm.website.site import Site
from crm.website.words import marked

# Purposes of consent that are the same in every base.
PURPOSES = {
    "mailings": marked("mailings"),
    "calls": marked("calls"),
    "data": marked("processing of personal data"),
}


def next_step(
    site: Site, client: Client, row: Row, metrics: Mapping[str, Value]
) -> NextStep | None:
    """Return the earliest open task with what one should know before doing it."""
    task = row.next
    if task is None:
        return None
    late = metrics.get("late_days")
    since = metrics.get("days_since_order")
    interval = metrics.get("interval_median")
    return NextStep(
        due=task.due,
        today=task.due == site.today,
        time=_time(task),
        what=task.what,
        late=task.overdue,
        owner=site.short(task.owner),
        owed=site.formats.money(row.overdue_debt) if row.overdue_debt > 0 else "",
        since_order=int(since) if isinstance(since, (int, float)) and late is not None else None,
        interval=site.formats.number(interval) if isinstance(interval, (int, float)) else "",
        reach=best_ways(client),
    )


def task_items(site: Site, client: Client, tasks: Sequence[TaskRow]) -> tuple[TaskItem, ...]:
    """Return the open tasks, the earliest due first."""
    titles = {deal.id: deal.title or deal.id for deal in client.deals}
    return tuple(
        TaskItem(
            due=task.due,
            time=_time(task),
            what=task.what,
            owner=site.short(task.owner),
            late=task.overdue,
            today=task.due == site.today,
            repeat=task.repeat,
            deal=titles.get(task.deal, task.deal),
        )
        for task in tasks
    )


def _time(task: TaskRow) -> str:
    return task.time.strftime("%H:%M") if task.time else ""


def deal_items(site: Site, client: Client, deals: Sequence[DealRow]) -> tuple[DealItem, ...]:
    """Return the deals, open ones first, each with its way through the stages."""
    typed = {deal.id: deal for deal in client.deals}
    rivals = {entry.deal: entry.competitor for entry in client.interactions if entry.competitor}
    ordered = sorted(deals, key=lambda deal: bool(deal.result))
    return tuple(_deal(site, deal, typed.get(deal.id), rivals.get(deal.id, "")) for deal in ordered)


def _deal(site: Site, deal: DealRow, typed: Deal | None, rival: str) -> DealItem:
    """Return one deal; `rival` comes from the published entries, as others may be private."""
    term = site.stage_of.get(deal.stage)
    chance = term.probability if term and not deal.result else None
    return DealItem(
        title=deal.title or deal.id,
        amount=typed.amount if typed else None,
        result=deal.result,
        stage=site.stage(deal.stage),
        probability="" if chance is None else site.formats.share(chance),
        steps=tuple(steps(site, deal)),
        since=None if deal.moved is None else (site.today - deal.moved).days,
        expected=deal.expected,
        closed=deal.closed,
        owner=site.short(deal.owner),
        service=site.service(deal.service),
        competitor=rival or (typed.competitor if typed else ""),
        notes=typed.notes if typed else "",
    )


def steps(site: Site, deal: DealRow) -> Iterable[Step]:
    """Yield the stages of the base but for `lost`, which stands there only when it is reached."""
    way = [stage for stage in site.stages if stage.result != "lost" or stage.id == deal.stage]
    ids = [stage.id for stage in way]
    if deal.stage not in ids:
        return
    now = ids.index(deal.stage)
    lost = deal.result == "lost"
    for place, stage in enumerate(way):
        state = "now" if place == now else "past" if place < now and not lost else ""
        yield Step(label=stage.label, state=state)


def contract_items(site: Site, client: Client) -> tuple[ContractItem, ...]:
    """Return the contracts, the one that ends last first."""
    ordered = sorted(client.contracts, key=lambda one: one.end or dt.date.max, reverse=True)
    return tuple(_contract(site, contract) for contract in ordered)


def _contract(site: Site, contract: Contract) -> ContractItem:
    return ContractItem(
        number=contract.number,
        start=contract.start,
        end=contract.end,
        left=(contract.end - site.today).days if contract.end else None,
        notice=contract.notice,
        terms=contract.terms,
        amount=contract.amount,
        file=file_link(contract.file) if contract.file else None,
    )


def consent_items(site: Site, client: Client) -> tuple[ConsentItem, ...]:
    """Return the consents with their dates; what is dated after today is not known yet."""
    today = site.today
    return tuple(
        ConsentItem(
            purpose=_purpose(site, consent.purpose),
            given=consent.given,
            withdrawn=consent.withdrawn if (consent.withdrawn or dt.date.max) <= today else None,
            how=consent.how,
            evidence=file_link(consent.evidence) if consent.evidence else None,
        )
        for consent in client.consents
        if (consent.given or today) <= today
    )


def _purpose(site: Site, purpose: str) -> str:
    known = PURPOSES.get(purpose)
    return site.words.text(known) if known else purpose


def file_link(text: str) -> Link:
    """Return an attachment: a link where it is an address in the web, else its path as text."""
    return Link(text=text, href=web(text) if "://" in text else "", icon="doc")
