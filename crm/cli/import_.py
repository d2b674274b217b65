"""Owns `crm import`: the rows of a table become clients and entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from crm.cli.console import coloured, say, tell
from crm.cli.envelope import print_rows
from crm.cli.session import Session
from crm.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

    from crm.exchange.importing import Wish
    from crm.exchange.report import Report

_FILE, _MEANING = "The file", "What it means"
_Word = TypeVar("_Word", bound=str)


def _text(panel: str, word: str, metavar: str, about: str) -> Any:
    return typer.Option(
        word, help=about, metavar=metavar, rich_help_panel=panel, show_default=False
    )


def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A table: CSV, XLSX, ODS, XLS.")],
    kind: Annotated[
        str,
        typer.Option(
            "--as", metavar="KIND", help="clients, orders, payments, deals, interactions."
        ),
    ],
    maps: Annotated[
        list[str] | None,
        _text(_MEANING, "--map", "KEY=COLUMN", "Which column is which key; `KEY=` for none."),
    ] = None,
    key: Annotated[
        str, _text(_MEANING, "--key", "KEY", "The one key by which clients are known.")
    ] = "",
    country: Annotated[
        str, _text(_MEANING, "--country", "XX", "Where numbers without + are dialled: BG.")
    ] = "",
    date_order: Annotated[
        str, _text(_MEANING, "--date-order", "dmy|mdy|ymd", "What 03/04/2026 means.")
    ] = "",
    decimal: Annotated[str, _text(_MEANING, "--decimal", "point|comma", "What 1.500 means.")] = "",
    encoding: Annotated[
        str, _text(_FILE, "--encoding", "NAME", "Else recognised: cp1251, utf-16, …")
    ] = "",
    separator: Annotated[
        str, _text(_FILE, "--separator", "SIGN", "Else recognised: , ; | or tab.")
    ] = "",
    sheet: Annotated[str, _text(_FILE, "--sheet", "NAME", "Of a workbook with several.")] = "",
    header_row: Annotated[
        int, _text(_FILE, "--header-row", "N", "Where the header is, if not in the first row.")
    ] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report, but write nothing.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing if anything would be left out.")
    ] = False,
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
    from crm.exchange.importing import import_table

    session: Session = ctx.obj
    wish = _wish(
        kind,
        today=session.today,
        maps=tuple(maps or ()),
        key=key,
        country=country,
        date_order=date_order,
        decimal=decimal,
        asked=(encoding, separator, sheet, header_row),
        dry_run=dry_run,
        strict=strict,
    )
    report = import_table(session.base, session.settings, Path(file), wish)
    _print(session, report, file)
    nothing = report.rows > 0 and report.rows_used == 0
    return int(report.refused or nothing)


def _wish(
    kind: str,
    *,
    today: dt.date,
    maps: tuple[str, ...],
    key: str,
    country: str,
    date_order: str,
    decimal: str,
    asked: tuple[str, str, str, int],
    dry_run: bool,
    strict: bool,
) -> Wish:
    from crm.exchange.importing import Wish
    from crm.exchange.kinds.table import KINDS
    from crm.exchange.tables.read import Asked
    from crm.exchange.values.date_style import ORDERS
    from crm.exchange.values.number_style import MARKS

    encoding, separator, sheet, header_row = asked
    return Wish(
        kind=KINDS[_word("--as", kind, tuple(KINDS))],
        file=Asked(encoding=encoding, separator=separator, sheet=sheet, header_row=header_row),
        maps=maps,
        key=key,
        country=_country(country),
        order=_word("--date-order", date_order, ("", *ORDERS)),
        mark=_word("--decimal", decimal, ("", *MARKS)),
        today=today,
        strict=strict,
        dry_run=dry_run,
    )


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
