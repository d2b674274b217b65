"""Owns how the mappings of a client file are read where the table of fields is not enough."""

from __future__ import annotations

from typing import Any

from crm.fields.badvalue import BadValue
from crm.fields.field import Field, Section
from crm.fields.near import closest
from crm.fields.readers import flag
from crm.fields.reading import Reader, head, is_nothing
from crm.fields.table import SECTIONS
from crm.model import DoNotContact
from crm.problems import Problem
from crm.settings import Settings
from crm.text import Mapping, Node, Scalar, Sequence, Source

_CONTACT, _INTERACTION, _TASK = SECTIONS["contact"], SECTIONS["interaction"], SECTIONS["task"]
_LINE, _COUNTED = SECTIONS["line"], ("qty", "price", "discount")
# Keys that belong to some types of interaction only.
_ONLY = {key: field.only for key, field in _INTERACTION.fields.items() if field.only}


class ClientReader(Reader):
    """Reads one client file."""

    def __init__(self, source: Source, settings: Settings, root: Mapping) -> None:
        super().__init__(source, settings.context, {**SECTIONS, "own": settings.own})
        self.types = settings.types
        self.root = root
        self.deals = deal_ids(root)

    def settle(self, node: Mapping, section: Section, values: dict[str, Any]) -> None:
        """Leave out what would move or count for something that is not there."""
        if (section is _CONTACT or section is _INTERACTION) and "private" not in values:
            # What is flagged with a word that is neither yes nor no must not be published.
            values["private"] = not is_nothing(node.get("private"))
        if section is _INTERACTION:
            values["more"] = self.more
            values["unread"] = _unread(node, values)
            self._interaction(node, values)
        elif section is _LINE:
            values["unread"] = any(_typed(node, values, key) for key in _COUNTED)
        elif section is _TASK:
            self._known_deal(node, values)

    def _interaction(self, node: Mapping, values: dict[str, Any]) -> None:
        self._known_deal(node, values)
        kind = values.get("type")
        stage = values.get("stage")
        if stage and "deal" not in values:
            del values["stage"]
            if is_nothing(node.get("deal")):
                self.report("stage-without-deal", node.get("stage") or node)
        known = self.types.get(kind) if kind else None
        if known is None or not known.builtin:
            return  # types of the base's own may use every key
        for key, _ in node.entries:
            only = _ONLY.get(key.text)
            if only is not None and kind not in only:
                self.report("key-misplaced", key, key=key.text, types=", ".join(only), type=kind)

    def _known_deal(self, node: Mapping, values: dict[str, Any]) -> None:
        """Leave out a deal that this client does not have."""
        deal = values.get("deal")
        if deal is None or deal in self.deals:
            return
        del values["deal"]
        known = tuple(self.deals)
        near = closest(deal, known)
        self.report("deal-unknown", node.get("deal") or node, value=deal, **near)

    def scalar_for_mapping(self, field: Field, node: Node) -> Any:
        """Say that keys and values are needed; a wish not to be contacted counts all the same."""
        if field.key == "do_not_contact" and type(node) is Scalar:
            try:
                if not flag(node.text):
                    return None
                reason = ""
            except BadValue:
                reason = node.text
            super().scalar_for_mapping(field, node)
            return DoNotContact(reason=reason)
        return super().scalar_for_mapping(field, node)

    def place(self, record: object, *keys: str) -> Node:
        """Return where a key of a record stands; where the record begins if it has no such key."""
        top = self.nodes.get(id(record), self.root)
        node: Node = top
        for key in keys:
            inner = node.get(key) if type(node) is Mapping else None
            if inner is None:
                break
            node = inner
        return head(top) if node is top else node

    def problem(self, code: str, record: object, *keys: str, **values: object) -> Problem:
        """Return a problem at a key of a record."""
        return self.source.problem(code, self.place(record, *keys), **values)


def _unread(node: Mapping, values: dict[str, Any]) -> bool:
    """Tell whether an order's amount is not known, though it was typed: it is not 0 then."""
    if values.get("type") != "order" or "amount" in values:
        return False
    return _typed(node, values, "amount") or any(line.unread for line in values.get("items", ()))


def _typed(node: Mapping, values: dict[str, Any], key: str) -> bool:
    return key not in values and not is_nothing(node.get(key))


def deal_ids(root: Mapping) -> dict[str, None]:
    """Return the ids of the deals of a client, in their order, before anything else is read."""
    deals = root.get("deals")
    items = deals.items if type(deals) is Sequence else []
    ids = [item.get("id") for item in items if type(item) is Mapping]
    return {node.text.strip(): None for node in ids if type(node) is Scalar and not node.empty}
