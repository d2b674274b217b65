"""Owns the short forms of crm.yaml: ids as a list, labels by language, dated rates, choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from crm.fields.badvalue import BadValue
from crm.fields.context import Context
from crm.fields.field import Field, Section, Shape
from crm.fields.reading import Reader, is_nothing
from crm.fields.types import TYPES
from crm.fields.words import LANGUAGES, Words
from crm.settings.settings import Rates
from crm.settings.table import SECTIONS
from crm.text import Mapping, Node, Scalar, Sequence, Source


class SettingsReader(Reader):
    """Reads crm.yaml, services.yaml and campaigns.yaml."""

    unknown_key = "setting-unknown"

    def __init__(self, source: Source, context: Context, root: Mapping | None = None) -> None:
        super().__init__(source, context, SECTIONS)
        self.root = root

    def settle(self, node: Mapping, section: Section, values: dict[str, Any]) -> None:
        """Take a field for private where that is said in a way that cannot be read."""
        if section.name == "own_field" and "private" not in values:
            values["private"] = not is_nothing(node.get("private"))

    def shaped(self, field: Field, node: Node) -> Any:
        """Return what stands behind a key that is no single scalar."""
        short = _SHORT.get((field.section, field.key))
        if short is not None:
            return short(self, field, node)
        if field.shape is Shape.WORDS:
            return self.words(field, node)
        return super().shaped(field, node)

    def words(self, field: Field, node: Node) -> Words | None:
        """Return a label: one text, or texts by language."""
        if type(node) is Scalar:
            return {"": node.text.strip()}
        if type(node) is not Mapping:
            self.report("list-unexpected", node, key=field.key)
            return None
        found = {}
        for key, value in node.entries:
            text = self.scalar(field, value)
            if key.text not in LANGUAGES:
                self.report("setting-unknown", key, key=key.text)
            elif text:
                found[key.text] = text
        return found

    def ids(self, field: Field, node: Node) -> Any:
        """Return records by id; a list of ids makes records that say nothing more."""
        if type(node) is Sequence:
            section = self.sections[field.nested]
            names = [self.scalar(field, item) for item in node.items]
            return tuple(self.make(section, {"key": name}) for name in names if name)
        return super().shaped(field, node)

    def rates(self, field: Field, node: Node) -> dict[str, Rates] | None:
        """Return the rates of every currency, by day."""
        if type(node) is not Mapping:
            self.report("mapping-needed", node, key=field.key, known="USD, GBP …")
            return None
        found: dict[str, Rates] = {}
        for key, value in node.entries:
            try:
                currency = TYPES["currency"].read(key.text, self.context)
            except BadValue as bad:
                self.report(bad.code, key, **bad.values)
                continue
            found[currency] = self._rates(field, value)
        return found

    def _rates(self, field: Field, node: Node) -> Rates:
        if type(node) is not Sequence:
            rate = self.positive(node, self.scalar(field, node))
            return () if rate is None else ((None, rate),)
        items = self.items(field, SECTIONS["rate"], node)
        rates = [(item.get("since"), self.positive(node, item.get("rate"))) for item in items]
        rows = [(since, rate) for since, rate in rates if rate is not None]
        return tuple(sorted(rows, key=lambda row: row[0] or dt.date.min))

    def positive(self, node: Node, number: Decimal | None) -> Decimal | None:
        """Return a number above 0, or None with a problem."""
        if number is not None and number <= 0:
            self.report("positive-needed", node, value=number)
            return None
        return number

    def weights(self, field: Field, node: Node) -> dict[str, Decimal] | None:
        """Return the weights of the rating, each above 0."""
        if type(node) is not Mapping:
            self.report("mapping-needed", node, key=field.key, known="revenue_365 …")
            return None
        weights = {
            key.text: self.positive(value, self.scalar(field, value)) for key, value in node.entries
        }
        return {name: weight for name, weight in weights.items() if weight is not None}

    def choices(self, field: Field, node: Node) -> dict[str, Words]:
        """Return the words of a choice with their labels."""
        if type(node) is Mapping:
            return {key.text: self.words(field, value) or {} for key, value in node.entries}
        items = node.items if type(node) is Sequence else [node]
        words = [self.scalar(field, item) for item in items]
        return {word: {} for word in words if word}


Short = Callable[[SettingsReader, Field, Node], Any]
_SHORT: dict[tuple[str, str], Short] = {
    ("settings", "stages"): SettingsReader.ids,
    ("settings", "types"): SettingsReader.ids,
    ("settings", "rates"): SettingsReader.rates,
    ("settings", "rating"): SettingsReader.weights,
    ("own_field", "choices"): SettingsReader.choices,
}
