"""Owns the two data scripts: facts of the base for every page, and the rows of all clients."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from crm.index.kept import KeptRow
from crm.website.contexts import ClientRow
from crm.website.site import Site
from crm.website.tongue import SIGNS, TURNING


def facts_script(site: Site, counts: Mapping[str, int]) -> bytes:
    """Return the script that tells every page what is the same for the whole base."""
    _ = site.words.text
    facts = {
        "asof": _("As of {date}", date=site.formats.medium(site.today)),
        "nav": {
            item.key: {"count": item.count, "label": item.count_label, "late": item.late}
            for item in site.frame("", counts=counts).nav
            if item.count
        },
    }
    return _script("CRM_FACTS", facts)


def data_row(site: Site, row: ClientRow) -> str:
    """Return a client's line in the data script: a list, whose places site.js names.

    Nothing in it depends on other clients. Segments and stages are numbers of their tables, the
    owner too, or a name where the settings know no such member.
    """
    numbers = site.numbers
    return _json(
        [
            row.id,
            row.href.removeprefix("clients/").removesuffix(".html"),
            row.name,
            int(row.company),
            row.place,
            [numbers.segments[chip.key] for chip in row.chips],
            row.tag_keys,
            numbers.owners[row.owner_key] if row.owner_key else row.owner,
            numbers.stages.get(row.stage_key, 0),
            row.last.isoformat() if row.last else "",
            _step(row),
            row.state,
            row.revenue,
            row.debt,
            row.spark,
            row.rfm,
            row.filled,
            " ".join(row.flags),
            row.words,
            row.digits,
        ]
    )


def data_script(site: Site, rows: Iterable[KeptRow]) -> bytes:
    """Return the script with the rows of all clients, in the order in which lists open."""
    stages = [(site.stage_keys[stage.id], stage.label) for stage in site.stages]
    data = {
        "language": site.language,
        "today": site.today.isoformat(),
        "cyrillic": site.cyrillic,
        "signs": SIGNS,
        "turning": TURNING,
        "months": site.formats.months(),
        "words": _words(site),
        "segments": [(chip.key, chip.label, chip.tone) for chip in site.chips.values()],
        "tags": {key: tag for tag, key in site.tags.items()},
        "owners": [(key, site.short(member)) for member, key in site.owner_keys.items()],
        "stages": [("", "", -1), *((*stage, place) for place, stage in enumerate(stages))],
    }
    return _script("CRM", data, (row.data for row in rows))


def _step(row: ClientRow) -> list[str | int] | int:
    step = row.next
    if step is None:
        return 0
    return [step.due.isoformat() if step.due else "", step.time, step.what, step.late]


def _words(site: Site) -> dict[str, str]:
    """Return the words of a row, as `_row.html` has them."""
    _ = site.words.text
    return {
        "company": _("Company"),
        "person": _("Person"),
        "today": _("Today"),
        "late": _("{days} d late"),
        "stop": _("do not contact"),
        "closed": _("Closed"),
        "none": _("No next action"),
        "owes": _("owes {amount}"),
        "filled": _("{share} filled in"),
        "page": _("Page"),
    }


def _script(name: str, data: Mapping[str, object], rows: Iterable[str] | None = None) -> bytes:
    """Return `window.NAME = …;`, its rows one a line, so that one edit changes one line."""
    lines = [f"window.{name} = {_json(data)};"]
    if rows is not None:
        listed = ",\n".join(rows)
        lines.append(f"window.{name}.rows = [\n{listed}\n];")
    return ("\n".join(lines) + "\n").encode()


def _json(value: object) -> str:
    """Return JSON that is also safe as a script, inside HTML and with any client's text in it."""
    text = _ENCODER.encode(value)
    for char, escape in _ESCAPES:
        if char in text:
            text = text.replace(char, escape)
    return text if text.isprintable() else "".join(map(_visible, text))


# Made once: `json.dumps` would make one for each of ten thousand rows.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))


def _visible(char: str) -> str:
    """Return a character, or its escape where an editor or a browser could stumble over it."""
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
