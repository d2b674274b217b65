"""Owns the list of rules within one client; each yields the problems it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crm.checks.days import dates_in_order
from crm.checks.deals import deals_differ, stages_have_what_they_need
from crm.checks.money import amounts_equal_lines, orders_have_amounts, rates_are_known
from crm.checks.names import (
    contacts_are_known,
    contacts_differ,
    entries_say_enough,
    orders_are_known,
)
from crm.checks.reader import ClientReader
from crm.model import Client
from crm.problems import Problem
from crm.settings import Settings

Rule = Callable[[Client, Settings, ClientReader], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    contacts_differ,
    contacts_are_known,
    deals_differ,
    stages_have_what_they_need,
    orders_are_known,
    orders_have_amounts,
    amounts_equal_lines,
    rates_are_known,
    entries_say_enough,
    dates_in_order,
)
