"""Owns why what stands in a client's file is what it is: the line, and the text as typed."""

from __future__ import annotations

from collections.abc import Mapping

from crm.checks.required import Requirements
from crm.fields.table import SECTIONS
from crm.index.database import own_columns
from crm.index.terms import terms_of
from crm.reports.report import note, three
from crm.reports.why.material import Material, typed
from crm.reports.why.part import How, Part, Why

_CLIENT = SECTIONS["client"].fields
# Columns that stand under another key in the file.
_KEYS: Mapping[str, str] = {
    "city": "address.city", "country": "address.country", "closed": "closed.date",
    "returns": "closed.return",
}  # fmt: skip
_ABSENT = note(
    three(
        "the file says nothing under {key}",
        "в файле ничего нет под {key}",
        "във файла няма нищо под {key}",
    ),
    key="",
)  # fmt: skip
_USUAL = note(
    three(
        "not said in the file, so an organisation",
        "в файле не сказано, значит, организация",
        "във файла не е казано, значи организация",
    )
)
_EMPTY = note(three("no value", "нет значения", "няма стойност"))
_OF_THE_FILE = note(three("the name of the file", "имя файла", "името на файла"))


def as_typed(material: Material, figure: str) -> Why:
    """Explain a column by the line that says it."""
    value = material.metrics.get(figure)
    key = _key(material, figure)
    if figure in {"id", "path"}:
        part = Part(path=material.path, line=0, value=value, note=_OF_THE_FILE)
        return material.why(figure, How.ONE, [part])
    place = typed(material.file, key)
    if value is None or (place is None and material.file.document is not None):
        usual = figure == "kind" and value == "organisation"
        if usual:
            return material.why(
                figure, How.ONE, [Part(path=material.path, line=0, value=value, note=_USUAL)]
            )
        if value is None:
            return material.why(figure, How.NOTHING, [], note(_ABSENT.template, key=key))
    line, text = place or (0, "")
    part = Part(path=material.path, line=line, value=value, what=key, said=text)
    return material.why(figure, How.ONE, [part])


def _key(material: Material, figure: str) -> str:
    names = own_columns(terms_of(material.index.settings).own)
    own = next((key for key, name in names.items() if name == figure), None)
    return f"fields.{own}" if own else _KEYS.get(figure, figure)


def flag(material: Material, figure: str) -> Why:
    """Explain a flag that a mapping in the file sets for a time."""
    if not material.metrics.get(figure):
        return material.why(figure, How.FLAG, [], note(_ABSENT.template, key=figure))
    line, text = typed(material.file, figure) or (0, "")
    part = Part(path=material.path, line=line, value=1, what=figure, said=text)
    return material.why(figure, How.FLAG, [part])


def tags(material: Material, figure: str) -> Why:
    """Explain the tags."""
    value = material.metrics.get(figure)
    if not isinstance(value, str):
        return material.why(figure, How.NOTHING, [], note(_ABSENT.template, key="tags"))
    line, _ = typed(material.file, "tags") or (0, "")
    parts = [
        Part(path=material.path, line=line, value=tag, what="tags") for tag in value.split(", ")
    ]
    return material.why(figure, How.JOINED, parts)


def completeness(material: Material, figure: str) -> Why:
    """Explain how complete a file is: each required and recommended key, filled or not."""
    client = material.file.client
    if client is None:
        return material.why(figure, How.RULE, [])
    settings = material.index.settings
    values = {name: getattr(client, name) for name in client.__dataclass_fields__}
    asked = Requirements(settings, values)
    gaps = set(asked.gaps)
    parts = []
    for key in dict.fromkeys((*asked.required, *asked.recommended)):
        at = key if key.partition(".")[0] in _CLIENT else f"fields.{key}"
        line, text = typed(material.file, at) or (0, "")
        parts.append(
            Part(
                path=material.path,
                line=line,
                value=int(key not in gaps),
                what=key,
                said=text,
                note=_EMPTY if key in gaps else None,
            )
        )
    return material.why(figure, How.SHARE, parts)
