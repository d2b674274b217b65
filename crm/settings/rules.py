"""Owns the rules that settings must follow among themselves; each adds problems to the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crm.fields.near import closest
from crm.fields.readers import listed
from crm.fields.slug import is_slug
from crm.fields.table import SECTIONS
from crm.settings.defaults import RESERVED
from crm.settings.reader import SettingsReader
from crm.settings.settings import Settings
from crm.text import Mapping, Node, Scalar, Sequence


def check_settings(settings: Settings, reader: SettingsReader) -> None:
    """Note what is wrong between the settings."""
    for rule in _RULES:
        rule(settings, reader)


def _ids(settings: Settings, reader: SettingsReader) -> None:
    """Ids stand in addresses of pages and on the command line."""
    del settings
    for name in ("team", "stages", "types", "fields", "segments"):
        group = _at(reader, name)
        keys = [key for key, _ in group.entries] if type(group) is Mapping else []
        for key in keys:
            if not is_slug(key.text):
                reader.report("id-invalid", key, value=key.text)


def _fields(settings: Settings, reader: SettingsReader) -> None:
    """Required and recommended keys exist."""
    for name in ("required", "recommended"):
        for kind in ("person", "organisation"):
            _known_fields(settings, reader, _at(reader, name, kind))
        for item in _items(_at(reader, name, "when")):
            if type(item) is Mapping:
                _known_fields(settings, reader, item.get("fields"))
                _known_segment(settings, reader, item.get("segment"))
    stages = _at(reader, "stages")
    for _, stage in stages.entries if type(stages) is Mapping else []:
        if type(stage) is Mapping:
            _known_fields(settings, reader, stage.get("requires"))


def _known_fields(settings: Settings, reader: SettingsReader, node: Node | None) -> None:
    for item in _items(node):
        if type(item) is Scalar and not item.empty and not settings.field_at(item.text):
            names = (*SECTIONS["client"].fields, *settings.own.fields)
            reader.report("field-unknown", item, value=item.text, **closest(item.text, names))


def _known_segment(settings: Settings, reader: SettingsReader, node: Node | None) -> None:
    known = (*settings.segments, *RESERVED, "vip", "key")
    if type(node) is Scalar and not node.empty and node.text not in known:
        near = closest(node.text, known)
        reader.report("segment-unknown", node, value=node.text, known=listed(known), **near)


def _segments(settings: Settings, reader: SettingsReader) -> None:
    """Built-in classes keep their meaning; a cadence names a segment."""
    for segment in settings.segments.values():
        node = _at(reader, "segments", segment.id)
        if segment.when and segment.id in RESERVED and type(node) is Mapping:
            reader.report("segment-reserved", node.get("when") or node, value=segment.id)
    cadence = _at(reader, "cadence")
    for key, _ in cadence.entries if type(cadence) is Mapping else []:
        _known_segment(settings, reader, key)


def _heads(settings: Settings, reader: SettingsReader) -> None:
    """Heads are members, and nobody is over themselves."""
    for member in settings.team.values():
        node = _at(reader, "team", member.id, "head")
        if not member.head or node is None:
            continue
        if member.head not in settings.team:
            known = tuple(settings.team)
            near = closest(member.head, known)
            reader.report("member-unknown", node, value=member.head, known=listed(known), **near)
        elif _circles(settings, member.id):
            reader.report("head-in-circle", node, value=member.id)


def _circles(settings: Settings, ident: str) -> bool:
    seen, above = set[str](), settings.team[ident].head
    while above in settings.team and above not in seen:
        if above == ident:
            return True
        seen.add(above)
        above = settings.team[above].head
    return False


def _own_choices(settings: Settings, reader: SettingsReader) -> None:
    """A choice says what can be chosen."""
    for field in settings.own.fields.values():
        node = _at(reader, "fields", field.key)
        if field.type == "choice" and not field.choices and node is not None:
            reader.report("field-without-choices", node, value=field.key)


def _edges(settings: Settings, reader: SettingsReader) -> None:
    """Fixed edges are four and ascend."""
    for name in ("recency", "frequency", "monetary"):
        axis = getattr(settings.rfm, name)
        ascending = all(low < high for low, high in zip(axis.edges, axis.edges[1:], strict=False))
        wanted = axis.method == "fixed" or axis.edges
        node = _at(reader, "rfm", name, "edges") or _at(reader, "rfm", name)
        if wanted and node is not None and (len(axis.edges) != 4 or not ascending):
            reader.report("edges-invalid", node)


def _limits(settings: Settings, reader: SettingsReader) -> None:
    """Class A ends below class B."""
    node = _at(reader, "abc")
    if node is not None and not settings.abc.a < settings.abc.b:
        reader.report("limits-reversed", node, low=settings.abc.a, high=settings.abc.b)


_RULES: tuple[Callable[[Settings, SettingsReader], None], ...] = (
    _ids,
    _fields,
    _segments,
    _heads,
    _own_choices,
    _edges,
    _limits,
)


def _at(reader: SettingsReader, *keys: str) -> Node | None:
    node: Node | None = reader.root
    for key in keys:
        node = node.get(key) if type(node) is Mapping else None
    return node


def _items(node: Node | None) -> Iterable[Node]:
    if type(node) is Sequence:
        return node.items
    return () if node is None else (node,)
