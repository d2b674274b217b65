"""Owns the reading of a table's rows: every cell by its key's type, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm.exchange.columns.given import Assignment
from crm.exchange.columns.keys import Key, Place
from crm.exchange.finding_rules import FINDINGS
from crm.exchange.findings import Finding, finding
from crm.exchange.refusals import UnprovedDates
from crm.exchange.tables.cells import Cell, Kind, Row, Table
from crm.exchange.tables.damage import damage
from crm.exchange.values.date_style import Order
from crm.exchange.values.normal import (
    Style,
    international,
    normal,
    parts_of,
    style_of,
    with_currency,
)
from crm.exchange.values.number_style import Mark
from crm.exchange.values.value import Value, folded, same, same_phone
from crm.fields.badvalue import BadValue
from crm.fields.context import Context
from crm.fields.slug import slug
from crm.model import Phone
from crm.problems import RULES

# What stands in a cell that is empty on purpose; as a text the words may be meant (Null is a name).
_DASHES = frozenset("-–—")
_NOTHING = frozenset({"n/a", "na", "null", "none", "nan", "nat", "нет", "няма", "нет данных"})
_TEXTS = frozenset({"text", "longtext", "tag", "list", "choice", "flag"})


# Keys whose values often begin with 0.
_LEADING_ZEROS = frozenset({"tax_id", "address.postcode"})
# Ids of deals, which tables write as they like.
_DEAL_IDS = frozenset({"id", "deal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How cells are read: the base's context and what the user said."""

    context: Context
    order: Order = ""
    mark: Mark = ""
    zone: str = ""
    # Other names of members, stages and types, by the type of their key: folded name -> id.
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one row says: values by key.

    `faulty` are the keys of the entry whose cell was no value; a client's are only left out.
    """

    row: int
    client: Mapping[str, tuple[Value, ...]]
    entry: Mapping[str, Value]
    line: Mapping[str, Value]
    faulty: frozenset[str]


class Reader:
    """Reads rows; `findings` collects what is told about their values."""

    def __init__(self, table: Table, assignments: Sequence[Assignment], how: Reading) -> None:
        self.how = how
        self.findings: list[Finding] = []
        self._columns = [(one, self._style(table, one)) for one in assignments]
        self._known: dict[tuple[str, Cell, str], Value] = {}  # most cells repeat another

    def _style(self, table: Table, assignment: Assignment) -> Style:
        cells = (row.cells[column.index] for row in table.rows for column in assignment.columns)
        kind, how = assignment.key.field.type, self.how
        if assignment.key.path in _LEADING_ZEROS and _has_numbers(table, assignment):
            self.findings.append(finding("digits-lost", column=assignment.headers))
        style = style_of(kind, cells, order=how.order, mark=how.mark, zone=how.zone)
        if style is None:
            example = next(
                cell.text
                for row in table.rows
                for column in assignment.columns
                if (cell := row.cells[column.index]).text
            )
            raise UnprovedDates(assignment.headers, assignment.key.path, example)
        return style

    def drafts(self, rows: Sequence[Row]) -> list[Draft]:
        """Return what every row says."""
        made = [self._draft(row) for row in rows]
        for assignment, style in self._columns:
            self.findings += [finding(code, column=assignment.headers) for code in style.told]
        return made

    def _draft(self, row: Row) -> Draft:
        client: dict[str, tuple[Value, ...]] = {}
        entry: dict[str, Value] = {}
        line: dict[str, Value] = {}
        faulty: set[str] = set()
        currency = self._currency(row, faulty)
        for assignment, style in self._columns:
            key = assignment.key
            if key.place is Place.CURRENCY:
                continue
            bad = faulty if key.place is not Place.CLIENT else set[str]()
            values = self._values(row, assignment, style, currency, bad)
            if not values:
                continue
            if key.place is Place.CLIENT:
                client[key.path] = values
            elif key.place is Place.ENTRY:
                entry[key.path] = values[0]
            else:
                line[key.path] = values[0]
        return Draft(
            row=row.number, client=client, entry=entry, line=line, faulty=frozenset(faulty)
        )

    def _currency(self, row: Row, faulty: set[str]) -> str:
        """Return the code in the row's cell for the currency."""
        for assignment, style in self._columns:
            if assignment.key.place is Place.CURRENCY:
                values = self._values(row, assignment, style, "", faulty)
                return values[0].text if values else ""
        return ""

    def _values(
        self, row: Row, assignment: Assignment, style: Style, currency: str, faulty: set[str]
    ) -> tuple[Value, ...]:
        """Return the values of one key in a row, each once."""
        if assignment.joined:
            return self._joined(row, assignment, faulty)
        found: dict[object, Value] = {}
        for column in assignment.columns:
            cell = row.cells[column.index]
            if _is_nothing(cell, assignment.key):
                continue
            if cell.kind is Kind.FAULT:
                self._fault(row.number, column.name, cell)
                faulty.add(assignment.key.path)
                continue
            money = assignment.currency or currency if assignment.key.field.type == "money" else ""
            for value in self._read(row.number, column.name, assignment.key, cell, style, money):
                if value is None:
                    faulty.add(assignment.key.path)
                else:
                    found.setdefault(value.same, value)
        return tuple(found.values())

    def _joined(self, row: Row, assignment: Assignment, faulty: set[str]) -> tuple[Value, ...]:
        cells = [(column, row.cells[column.index]) for column in assignment.columns]
        for column, cell in cells:
            if cell.kind is Kind.FAULT:
                self._fault(row.number, column.name, cell)
                faulty.add(assignment.key.path)
                return ()
        text = " ".join(cell.text for _, cell in cells if cell.text)
        if not text:
            return ()
        text = normal(assignment.key.field, Cell(text), Style())
        return (Value(text, same(text, "")),)

    def _fault(self, row: int, column: str, cell: Cell) -> None:
        if char := damage(cell.text):
            self.findings.append(finding("cell-damaged", row, column, char=f"U+{ord(char):04X}"))
        else:
            self.findings.append(finding("cell-error", row, column, value=cell.text))

    def _read(
        self, row: int, column: str, key: Key, cell: Cell, style: Style, currency: str
    ) -> list[Value | None]:
        """Return the value of a cell, or of each part of one that lists several; None: no value."""
        known = self._known.get((key.path, cell, currency))
        if known is not None:
            return [known]
        parts = parts_of(cell.text) if key.many or key.field.type == "list" else []
        if len(parts) > 1 and key.field.type in {"tag", "list"}:
            return [
                value
                for part in parts
                for value in self._read(row, column, key, Cell(part), style, currency)
            ]
        try:
            text = normal(key.field, cell, style)
            if not text:
                return []
            if currency:
                text = with_currency(text, currency, self.how.context.currencies)
            made = self._known[key.path, cell, currency] = self._one(key, text)
        except BadValue as bad:
            if len(parts) > 1:
                return [
                    value
                    for part in parts
                    for value in self._read(row, column, key, Cell(part), style, currency)
                ]
            return [self._refused(row, column, key, bad)]
        return [made]

    def _one(self, key: Key, text: str) -> Value:
        """Return the value a text stands for; raises BadValue."""
        if aliases := self.how.aliases.get(key.field.type):
            text = aliases.get(folded(text), text)
        elif key.path in _DEAL_IDS:
            text = slug(text)
        return self._made(key, key.field.read(text, self.how.context))

    def _made(self, key: Key, value: object) -> Value:
        if isinstance(value, Phone):
            return Value(international(value), same_phone(value))
        kind = key.field.kind
        return Value(key.field.write(value), same(value, self.how.context.currency), kind.bare)

    def _refused(self, row: int, column: str, key: Key, bad: BadValue) -> Value | None:
        """Tell what is wrong with a cell; return what is kept of it all the same."""
        if bad.code in FINDINGS:
            self.findings.append(finding(bad.code, row, column, **bad.values))
            return None
        rule, values = RULES[bad.code], {"known": "", **bad.values}
        keeps = bad.kept is not None and key.field.type != "member"
        if bad.code == "currency-without-rate":
            self.findings.append(finding("rate-unknown", row, column, currency=bad.values["value"]))
        else:
            self.findings.append(
                finding(
                    "value-kept" if keeps else "value-refused",
                    row,
                    column,
                    reason=rule.message.format_map(values),
                    way=_way(bad, rule.hint.format_map(values)),
                )
            )
        return self._made(key, bad.kept) if keeps else None


def _is_nothing(cell: Cell, key: Key) -> bool:
    if not cell.text or cell.text in _DASHES:
        return True
    return key.field.type not in _TEXTS and cell.text.casefold() in _NOTHING


def _has_numbers(table: Table, assignment: Assignment) -> bool:
    return any(
        row.cells[column.index].kind is Kind.NUMBER
        for row in table.rows
        for column in assignment.columns
    )


def _way(bad: BadValue, hint: str) -> str:
    if bad.code == "phone-not-international":
        return "say which country it is dialled in: `--country BG`, or `country: BG` in crm.yaml"
    if bad.code == "stage-unknown":
        return f"add it under `stages` in crm.yaml, in its place; {hint}"
    return hint
