"""Owns the one table of problem codes; each floor's codes stand in a module of their own."""

from __future__ import annotations

from crm.problems.across import ACROSS
from crm.problems.clients import CLIENTS
from crm.problems.reading import READING
from crm.problems.rule import Rule
from crm.problems.settings import SETTINGS
from crm.problems.values import VALUES

RULES: dict[str, Rule] = {rule.code: rule for rule in (*READING, *VALUES, *CLIENTS, *SETTINGS, *ACROSS)}
