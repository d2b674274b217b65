"""Owns the list of reports, and the way from a name to an answer."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Protocol, cast

from crm.errors import BadPeriod, BadReportOption, UnknownReport
from crm.fields.near import closest
from crm.index.query import Index
from crm.reports.report import Asked, Given, Option, Report, Result

# Every report in the order it is shown; each is a module of its name (`why-they-buy`:
# why_they_buy) that holds REPORT and compute, and is imported when it is asked for.
NAMES: tuple[str, ...] = (
    "rfm",
    "abc",
    "nine",
    "bcg",
    "rhythm",
    "churn",
    "retention",
    "winback",
    "expected",
    "value",
    "services",
    "baskets",
    "sequences",
    "nps",
    "advocates",
    "rating",
    "margin",
    "totals",
    "movement",
    "completeness",
    "privacy",
    "funnel",
    "team",
    "debts",
    "sources",
    "regions",
    "campaigns",
    "competitors",
    "quality",
    "behaviour",
    "why-they-buy",
)


class Module(Protocol):
    """What the module of a report holds."""

    REPORT: Report

    def compute(self, index: Index, asked: Asked) -> Result:
        """Return the answer; the options are complete."""


def module(name: str) -> Module:
    """Return the module of a report; raises UnknownReport."""
    if name not in NAMES:
        near = closest(name, NAMES)
        raise UnknownReport(name, near.get("near") or near.get("alike", ""))
    return cast("Module", importlib.import_module(f"crm.reports.{name.replace('-', '_')}"))


def describe(name: str) -> Report:
    """Return the description of a report; raises UnknownReport."""
    return module(name).REPORT


def descriptions() -> Iterator[Report]:
    """Yield the description of every report."""
    return (describe(name) for name in NAMES)


def compute(name: str, index: Index, asked: Asked | None = None) -> Result:
    """Return the answer of a report over the index.

    Raises UnknownReport, BadPeriod, BadReportOption, and what choosing clients can raise:
    BadCondition, UnknownSegment.
    """
    found = module(name)
    wanted = asked or Asked()
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise BadPeriod(wanted.since, wanted.until)
    options = complete(found.REPORT, wanted.options)
    return found.compute(index, replace(wanted, options=options))


def complete(report: Report, given: Mapping[str, Given]) -> dict[str, Given]:
    """Return the value of every option of a report; raises BadReportOption."""
    known = {option.name: option for option in report.options}
    for name in given:
        if name not in known:
            have = ", ".join(map(_dashed, known)) or "no option of its own"
            raise BadReportOption(report.name, f"has no {_dashed(name)}", f"it has {have}")
    values = {name: given.get(name, option.default) for name, option in known.items()}
    for name, value in values.items():
        _check(report, known[name], value)
    return values


def _check(report: Report, option: Option, value: Given) -> None:
    name = _dashed(option.name)
    if option.choices and value not in option.choices:
        wanted = ", ".join(option.choices)
        raise BadReportOption(report.name, f"takes {name} {wanted}, not {value!r}")
    if isinstance(value, bool | str):
        return
    if not option.least <= value <= option.most:
        limits = f"from {option.least} to {option.most}"
        raise BadReportOption(report.name, f"takes {name} {limits}, not {value}")


def _dashed(name: str) -> str:
    return f"--{name.replace('_', '-')}"
