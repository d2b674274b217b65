"""Owns what an import tells about a row: its codes, their words, and where it is."""

from __future__ import annotations

from dataclasses import dataclass

from crm.exchange.finding_rules import FINDINGS
from crm.problems import RULES, Level, Rule, shown


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth telling; `row` 0 is about the whole file or column."""

    code: str
    row: int = 0
    column: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def rule(self) -> Rule:
        """The words for this code: an import's own, else those for client files."""
        return FINDINGS.get(self.code) or RULES[self.code]

    @property
    def level(self) -> Level:
        """Error when something of the file was left out, else warning."""
        return self.rule.level

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.rule.message.format_map(dict(self.values))

    @property
    def hint(self) -> str:
        """What to do next, in English; may be empty."""
        return self.rule.hint.format_map(dict(self.values))


def finding(code: str, row: int = 0, column: str = "", **values: object) -> Finding:
    """Return a Finding; values are made visible and short."""
    kept = tuple((name, shown(str(value), 120)) for name, value in values.items())
    return Finding(code, row, column, kept)
