"""Owns the two data scripts: facts of the base for every page, and the rows of all clients."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from crm.website.contexts import ClientRow
from crm.website.site import Site
from crm.website.tongue import SIGNS, TURNING


class Table:
    """Values that repeat: each is written once, and named by its number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str | int, ...], int] = {}

    def number(self, *value: str | int) -> int:
        """Return the number of a value, a new one where it was not there yet."""
        return self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> list[tuple[str | int, ...]]:
        """Return the values in the order of their numbers."""
        return list(self._numbers)


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


def data_script(site: Site, rows: Sequence[ClientRow]) -> bytes:
    """Return the script with the rows of all clients, in the order in which lists open.

    A row is a list; site.js names its places. What repeats stands in tables.
    """
    segments, tags, owners, stages, places = (Table() for _ in range(5))
    packed = [
        [
            row.id,
            row.href.removeprefix("clients/").removesuffix(".html"),
            row.name,
            int(row.company),
            places.number(row.place),
            [segments.number(chip.key, chip.label, chip.tone) for chip in row.chips],
            [tags.number(*pair) for pair in zip(row.tag_keys, row.tags, strict=True)],
            owners.number(row.owner_key, row.owner),
            stages.number(row.stage_key, row.stage, row.stage_order),
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
        for row in rows
    ]
    data = {
        "language": site.language,
        "today": site.today.isoformat(),
        "cyrillic": site.cyrillic,
        "signs": SIGNS,
        "turning": TURNING,
        "months": site.formats.months(),
        "words": _words(site),
        "segments": segments.values(),
        "tags": tags.values(),
        "owners": owners.values(),
        "stages": stages.values(),
        "places": [place for (place,) in places.values()],
    }
    return _script("CRM", data, packed)


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


def _script(name: str, data: Mapping[str, object], rows: Iterable[object] | None = None) -> bytes:
    """Return `window.NAME = …;`, its rows one a line, so that one edit changes one line."""
    lines = [f"window.{name} = {_json(data)};"]
    if rows is not None:
        listed = ",\n".join(map(_json, rows))
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
