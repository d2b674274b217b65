"""Owns the one table of problem codes; each floor's codes stand in a module of their own."""

from __future__ import annotations

from crm.problems.across import ACROSS
from crm.problems.clients import CLIENTS
from crm.problems.reading import READING
from crm.problems.rule import Rule
from crm.problems.settings import SETTINGS
from crm.problems.values import VALUES

# The groups as the docs show them.
GROUPS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Reading a file", READING),
    ("Values", VALUES),
    ("One client", CLIENTS),
    ("Across clients", ACROSS),
    ("Settings", SETTINGS),
)
RULES: dict[str, Rule] = {rule.code: rule for _, rules in GROUPS for rule in rules}
