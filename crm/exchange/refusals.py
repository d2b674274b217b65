"""Owns what stops an import: one class a situation, with the option that settles it."""

from __future__ import annotations

from collections.abc import Sequence

from crm.errors import CrmError, UsageError


class BadOption(UsageError):
    """An option does not fit the file."""

    def __init__(self, option: str, message: str, hint: str = "") -> None:
        super().__init__(f"{option}: {message}", hint)


class SeveralSheets(UsageError):
    """A workbook has several sheets with something in them."""

    def __init__(self, name: str, sheets: Sequence[str]) -> None:
        super().__init__(
            f"{name} has {len(sheets)} sheets: {', '.join(sheets)}",
            f'say which: --sheet "{sheets[0]}"',
        )


class UnknownKey(UsageError):
    """`--map` names a key that no client file has."""

    def __init__(self, key: str, near: Sequence[str]) -> None:
        hint = f"did you mean {' or '.join(near)}?" if near else "docs/import.md lists the keys"
        super().__init__(f'--map: there is no key "{key}"', hint)


class UnknownColumn(UsageError):
    """`--map` names a column that the table does not have."""

    def __init__(self, column: str, near: Sequence[str], columns: Sequence[str]) -> None:
        known = ", ".join(columns[:20]) + (" …" if len(columns) > 20 else "")
        hint = f'did you mean "{near[0]}"?' if near else f"the columns are: {known}"
        super().__init__(f'--map: there is no column "{column}"', hint)


class BadMap(UsageError):
    """`--map` is not KEY=COLUMN."""

    def __init__(self, text: str) -> None:
        super().__init__(f'--map: "{text}" is not KEY=COLUMN', 'for example --map phone="Tel. 1"')


class AmbiguousColumns(CrmError):
    """Several columns could be one key, and nothing says which."""

    def __init__(self, key: str, columns: Sequence[str]) -> None:
        ways = " or ".join(f'--map {key}="{column}"' for column in columns)
        named = ", ".join(f'"{column}"' for column in columns)
        super().__init__(f"which column is the {key}? It may be {named}", f"say which: {ways}")


class MissingColumn(CrmError):
    """A column without which nothing can be imported is not there."""

    def __init__(self, key: str, columns: Sequence[str]) -> None:
        known = ", ".join(columns[:20]) + (" …" if len(columns) > 20 else "")
        super().__init__(
            f"no column is understood as the {key}; the columns are: {known}",
            f'name it: --map {key}="…", or say where the header is: --header-row N',
        )


class WrongSeparator(CrmError):
    """The whole header stands in one cell."""

    def __init__(self, header: str, mark: str) -> None:
        super().__init__(
            f'the table has one column, "{header}"', f"perhaps it is separated by {mark}"
        )


class UnprovedDates(CrmError):
    """The dates of a column can be read in two ways."""

    def __init__(self, column: str, key: str, example: str) -> None:
        super().__init__(
            f'column "{column}": {example} can be read in two ways, and no other value of the'
            " column settles it",
            "say what comes first: --date-order dmy or --date-order mdy"
            f" (or leave the column out: --map {key}=)",
        )


class BadKey(UsageError):
    """`--key` names a key that no column holds."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        super().__init__(f"--key: no column holds {key}", f"the keys here are: {', '.join(known)}")


class TooMuch(CrmError):
    """The file of a client would be larger than a client file may be."""

    def __init__(self, name: str, entries: int, limit: int) -> None:
        super().__init__(
            f"{name} would get {entries} entries, and a file larger than {limit} bytes",
            "import fewer rows of this client, or fewer columns",
        )
