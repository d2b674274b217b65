"""Small bases, and the sites built from them, for the tests of the website."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from crm.base import Base
from crm.history.past import no_past
from crm.index.query import open_index
from crm.settings import load_settings
from crm.website import Built, build_site

DAY = dt.date(2026, 11, 20)

SETTINGS = """\
name: Example Roasters
timezone: Europe/Sofia
rates: {BGN: 0.511292}
team: {ana: {name: Ana Dimova}, boris: {name: Борис Илиев}}
stages: {lead: {}, offer: {probability: 0.45}, won: {}, lost: {}}
fields:
  seats: {type: number, label: {en: Seats, bg: Места}}
  door_code: {type: text, private: true}
segments:
  vip: {label: VIP, when: "revenue_365 >= 1000"}
  big-room: {label: Big room, when: "seats >= 30"}
"""

VITOSHA = """\
name: Кафе «Витоша»
owner: ana
since: 2024-03-14
tags: [horeca, София]
phone: +1 202 555 0101
email: vitosha@example.org
site: vitosha.example.org
address: {city: София, country: BG, street: "ул. Примерна 5", postcode: "1000"}
industry: coffee bars
tax_id: BG000000101
contacts:
  - {name: Мария Петрова, role: manager, decision: decider, phone: +1 202 555 0102, messengers: {viber: +1 202 555 0102}}
  - {name: Kalin Rusev, phone: +1 202 555 0103, do_not_contact: {since: 2026-09-02, reason: left}}
fields: {seats: 40}
consent:
  - {purpose: mailings, given: 2025-01-02}
contracts:
  - {number: 2025-018, start: 2025-01-01, end: 2026-12-31, amount: 3000 EUR}
deals:
  - {id: espresso, title: Espresso machine, amount: 4200 EUR, opened: 2026-10-01, expected: 2026-12-15}
tasks:
  - {due: 2026-11-18 10:00, what: call about the offer, owner: boris, deal: espresso}
  - {due: 2026-11-24, what: send the samples}
interactions:
  - {date: 2026-08-01, type: order, number: "1001", items: [{service: beans, qty: 10, price: 60 EUR}], due: 2026-08-15}
  - {date: 2026-09-01, type: order, number: "1002", amount: 1200 BGN}
  - {date: 2026-10-01, type: order, amount: 500 EUR}
  - {date: 2026-10-05, type: survey, score: 9, answers: {taste: {importance: 5, satisfaction: 4}}}
  - {date: 2026-11-12 14:30, type: call, by: ana, direction: out, contact: Мария Петрова, duration: 6m, deal: espresso, stage: offer, outcome: later, summary: Sent the offer.}
notes: Back door.
"""

ORLOVA = """\
name: Vera Orlova-Tan
kind: person
owner: boris
phone: +1 202 555 0120
do_not_contact: {since: 2026-04-02, reason: asked in writing}
"""


def make_base(root: Path, clients: Mapping[str, str], settings: str = SETTINGS) -> Path:
    """Write a base; keys are ids, or paths within `clients/`."""
    for name, text in clients.items():
        path = root / "clients" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "crm.yaml").write_text(settings, encoding="utf-8")
    return root


def build(root: Path, out: Path | None = None, today: dt.date = DAY, commit: str = "") -> Built:
    """Build the site of a base as `crm build` does."""
    base = Base(root)
    loaded = load_settings(base)
    with open_index(base, loaded.settings, today) as index:
        return build_site(
            index, loaded.settings, out or base.site, today=today, past=no_past(base, commit)
        )


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def page(root: Path, name: str) -> str:
    """Return the text of a page of the built site."""
    return (root / "site" / name).read_text(encoding="utf-8")


def text_of(html: str) -> str:
    """Return what a page says, without its tags, with single spaces."""
    body = re.sub(r"<(script|style|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    body = re.sub(r"</?(time|bdi)\b[^>]*>", "", body)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).replace("\u202f", " ").split())


def attributes(html: str, *names: str) -> Iterator[str]:
    """Yield the values of attributes with these names."""
    for _, value in re.findall(rf"""\s({"|".join(names)})="([^"]*)\"""", html):
        yield unescape(value)
