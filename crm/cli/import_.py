"""Owns `crm import`: the rows of a table become clients and entries."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from crm.cli.console import coloured, say, tell
from crm.cli.envelope import print_rows
from crm.cli.options import flag, option
from crm.cli.session import Session
from crm.errors import UsageError

if TYPE_CHECKING:
    from crm.exchange.importing import Wish
    from crm.exchange.kinds.kind import Kind
    from crm.exchange.report import Report
    from crm.exchange.values.date_style import Order
    from crm.exchange.values.number_style import Mark

_Word = TypeVar("_Word", bound=str)
_file = partial(option, panel="The file")
_means = partial(option, panel="What it means")
_Kind = Annotated[str, option("clients, orders, payments, deals, interactions.", "KIND", "--as")]
_Maps = Annotated[
    list[str] | None,
    _means("Which column is which key; `KEY=` for none.", "KEY=COLUMN", "--map"),
]
_Header = Annotated[int | None, _file("Where the header is, if not in the first row.", "N")]
_Strict = Annotated[bool, flag("--strict", "Write nothing if anything would be left out.")]


def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A table: CSV, XLSX, ODS, XLS.")],
    kind: _Kind,
    maps: _Maps = None,
    key: Annotated[str, _means("The one key by which clients are known.", "KEY")] = "",
    country: Annotated[str, _means("Where numbers without + are dialled: BG.", "XX")] = "",
    date_order: Annotated[str, _means("What 03/04/2026 means.", "dmy|mdy|ymd")] = "",
    decimal: Annotated[str, _means("What 1.500 means.", "point|comma")] = "",
    encoding: Annotated[str, _file("Else recognised: cp1251, utf-16, …", "NAME")] = "",
    separator: Annotated[str, _file("Else recognised: , ; | or tab.", "SIGN")] = "",
    sheet: Annotated[str, _file("Of a workbook with several.", "NAME")] = "",
    header_row: _Header = None,
    dry_run: Annotated[bool, flag("--dry-run", "Report, but write nothing.")] = False,
    strict: _Strict = False,
) -> int:
    """Take clients and their entries from a table, all or nothing.

    Columns are known by their headers, in English, Russian and Bulgarian; what was
    understood and what was left out is told row by row. Dates, amounts and telephone
    numbers are never guessed. The same file again changes nothing; what the base has is
    never overwritten. `crm undo` takes the import back.

    Examples:
        crm import orders.csv --as orders --dry-run
        crm import clients.xlsx --as clients --country BG
        crm import list.csv --as clients --map name="Kunde" --map fields.route="Tour"
    """
    from crm.exchange.importing import Wish
    from crm.exchange.tables.read import Asked

    session: Session = ctx.obj
    wish = Wish(
        kind=_kind(kind),
        today=session.today,
        file=Asked(encoding=encoding, separator=separator, sheet=sheet, header_row=header_row or 0),
        maps=tuple(maps or ()),
        key=key,
        country=_country(country),
        order=_order(date_order),
        mark=_mark(decimal),
        strict=strict,
        dry_run=dry_run,
    )
    return _take(session, file, wish)


def _take(session: Session, file: str, wish: Wish) -> int:
    from crm.exchange.importing import import_table

    report = import_table(session.base, session.settings, Path(file), wish)
    _print(session, report, file)
    nothing = report.rows > 0 and report.rows_used == 0
    return int(report.refused or nothing)


def _kind(word: str) -> Kind:
    from crm.exchange.kinds.table import KINDS

    return KINDS[_word("--as", word, tuple(KINDS))]


def _order(word: str) -> Order:
    from crm.exchange.values.date_style import ORDERS

    return _word("--date-order", word, ("", *ORDERS))


def _mark(word: str) -> Mark:
    from crm.exchange.values.number_style import MARKS

    return _word("--decimal", word, ("", *MARKS))


def _word(option: str, word: str, known: tuple[_Word, ...]) -> _Word:
    """Return the word of a closed list; raises UsageError with the near one."""
    from crm.fields.near import closest

    for one in known:
        if one == word.casefold():
            return one
    near = closest(word, known)
    meant = near.get("near") or near.get("alike")
    hint = f"did you mean {meant}?" if meant else ""
    words = ", ".join(filter(None, known))
    raise UsageError(f"{option}: {word!r} is none of {words}", hint)


def _country(text: str) -> str:
    from crm.exchange.values.normal import country_code
    from crm.fields.readers import COUNTRIES

    code = country_code(text) if text else ""
    if code and code not in COUNTRIES:
        raise UsageError(f"--country: {text!r} is no country", "write its two letters: BG, RU, DE")
    return code


def _print(session: Session, report: Report, file: str) -> None:
    """Write the report: figures to standard output, what was left out to standard error."""
    from crm.cli import import_text

    if session.json:
        print_rows(session, import_text.rows(report), import_text.summary(report))
        return
    for line in import_text.findings(report, file, colours=coloured()):
        tell(line)
    for line in import_text.figures(report):
        say(line)
