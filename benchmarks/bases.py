"""Owns the seeded generator of bases: the same size and seed give the same files."""

from __future__ import annotations

import argparse
import datetime as dt
import random
from pathlib import Path

TODAY = dt.date(2026, 11, 20)

SETTINGS = """\
name: Benchmark Roasters
language: en
currency: EUR
rates: {BGN: 0.511292, KZT: 0.0018}
team:
  ana: {name: Ana Dimova, role: manager}
  boris: {name: Борис Илиев, role: curator}
  dana: {name: Dana Petrova, role: manager}
  timur: {name: Тимур Ахметов, role: manager}
stages: {lead: {probability: 0.1}, tasting: {}, offer: {probability: 0.5}, won: {}, lost: {}}
segments:
  vip: {label: VIP, when: "revenue_365 >= 6000"}
  key: {label: Key, when: "orders_365 >= 8"}
"""
SERVICES = """\
beans-1kg: {name: Espresso blend 1 kg, category: coffee, unit: kg, price: 25 EUR, cost: 14 EUR}
filter-1kg: {name: Filter blend 1 kg, category: coffee, unit: kg, price: 29 EUR, cost: 17 EUR}
machine-2g: {name: Two-group machine, category: machines, unit: piece, price: 4200 EUR, cost: 3100 EUR}
service: {name: Machine service, category: service, unit: visit, price: 90 EUR, cost: 30 EUR}
"""
CAMPAIGNS = """\
fair: {name: Spring fair, start: 2025-03-01, end: 2025-05-31, cost: 4000 EUR, promo: spring}
mail: {name: Letter to old clients, start: 2026-02-01, cost: 300 EUR, list: hotel}
flyer: {name: Flyers, start: 2026-06-01, end: 2026-08-31, cost: 700 EUR, promo: spring}
"""
_FIRST = [
    "Кафе",
    "Хотел",
    "Бар",
    "Ресторант",
    "Пекарна",
    "Кофейня",
    "Столовая",
    "Bistro",
    "Hotel",
    "Bakery",
    "Canteen",
    "Office",
]
_SECOND = [
    "Витоша",
    "Орбита",
    "Люлин",
    "Родопи",
    "Алатау",
    "Медео",
    "Самал",
    "Aurora",
    "Meridian",
    "Foxglove",
    "Juniper",
    "Harbour",
    "Linden",
    "Basilica",
    "Рила",
    "Пирин",
    "Искър",
    "Арбат",
    "Тянь-Шань",
    "Sunrise",
    "Quartz",
    "Ember",
    "Willow",
    "Copper",
]
_CITIES = (("София", "BG"), ("Пловдив", "BG"), ("Алматы", "KZ"), ("Varna", "BG"))
_TAGS = ["horeca", "hotel", "office", "retail", "bakery", "canteen", "contract", "reseller"]
_NOTES = (
    "Sent the offer, wants a trial of the filter blend.",
    "Иска да опита новата смес, да се обади след празника.",
    "Просил перезвонить после пятнадцатого, вопрос по цене.",
    "Grinder drifts again; promised to look at it on Thursday.",
    "Доволни са от доставката, питат за отстъпка при 60 кг.",
    "Обсудили график поставок на декабрь, подтвердят письмом.",
)
_OWNERS = ("ana", "boris", "dana", "timur")


def make_base(
    folder: Path, clients: int, *, seed: int = 7, folders: int = 0, rich: bool = False
) -> None:
    """Write a base of `clients` files of about 2.2 KB; `folders` spreads them over sub-folders.

    In a `rich` one every entry says more: deliveries, promotions, moves of deals, surveys.
    """
    rng = random.Random(seed)  # noqa: S311 - sample data
    # A source of its own, so that the rest is the same with it and without.
    more = random.Random(seed) if rich else None  # noqa: S311 - sample data
    (folder / "clients").mkdir(parents=True, exist_ok=True)
    (folder / "crm.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "services.yaml").write_text(SERVICES, encoding="utf-8")
    if rich:
        (folder / "campaigns.yaml").write_text(CAMPAIGNS, encoding="utf-8")
    for number in range(clients):
        home = folder / "clients"
        if folders:
            home = home / f"{number % folders:02x}"
            home.mkdir(exist_ok=True)
        (home / f"client-{number:05d}.yaml").write_text(
            _client(rng, number, more), encoding="utf-8"
        )


def _client(rng: random.Random, number: int, more: random.Random | None) -> str:
    city, country = rng.choice(_CITIES)
    name = f"{rng.choice(_FIRST)} «{rng.choice(_SECOND)}» {number}"
    owner = rng.choice(_OWNERS)
    phone = f"+1 202 555 01{number % 100:02d}"
    lines = [
        f"name: {name}",
        f"owner: {owner}",
        f"tags: [{', '.join(rng.sample(_TAGS, rng.randint(1, 3)))}]",
        f"phone: {phone}",
        f"email: c{number}@example.org",
        f"address: {{city: {city}, country: {country}, street: ул. Примерна {number % 90 + 1}}}",
        f"source: {rng.choice(('fair', 'referral', 'site', 'cold call'))}",
        "contacts:",
        f"  - {{name: Мария Петрова, role: manager, decision: decider, phone: {phone}}}",
    ]
    if rng.random() < 0.4:
        opened = TODAY - dt.timedelta(days=rng.randint(20, 300))
        lines += [
            "deals:",
            f"  - {{id: deal-{number}, title: Machine, amount: 4200 EUR, opened: {opened}}}",
        ]
    if rng.random() < 0.5:
        due = TODAY + dt.timedelta(days=rng.randint(-20, 40))
        lines += ["tasks:", f"  - {{due: {due}, what: call about the next order, owner: {owner}}}"]
    if more:
        lines += [
            f"region: {more.choice(('north', 'south', 'east'))}",
            f"campaign: {more.choice(('fair', 'mail', 'flyer'))}",
        ]
    deal = f"deal-{number}" if "deals:" in lines else ""
    lines.append("interactions:")
    day = TODAY - dt.timedelta(days=rng.randint(300, 1200))
    pace = rng.choice((7, 14, 30, 45, 60))
    for _ in range(rng.randint(13, 17)):
        day = min(day + dt.timedelta(days=rng.randint(1, 2 * pace)), TODAY)
        lines += _entry(rng, day, owner)
        if more:
            lines += _said(more, day, deal, order="type: order" in lines[-3])
    return "\n".join(lines) + "\n"


def _entry(rng: random.Random, day: dt.date, owner: str) -> list[str]:
    if rng.random() < 0.45:
        quantity = rng.choice((2, 5, 10, 20, 40))
        return [
            f"  - date: {day}",
            "    type: order",
            f"    items: [{{service: beans-1kg, qty: {quantity}, price: 25 EUR}}]",
            f"    amount: {quantity * 25} EUR",
        ]
    kind = rng.choice(("call", "call", "email", "meeting", "visit", "message"))
    return [
        f"  - date: {day}",
        f"    type: {kind}",
        f"    by: {owner}",
        f"    summary: {rng.choice(_NOTES)}",
    ]


def _said(rng: random.Random, day: dt.date, deal: str, *, order: bool) -> list[str]:
    """Return more lines of an entry, and one time in eight a survey or complaint after it."""
    if order:
        done = min(day + dt.timedelta(days=rng.randint(1, 6)), TODAY)
        lines = [
            f"    number: {rng.randint(1, 10**6)}",
            f"    delivery: {{due: {day + dt.timedelta(days=4)}, done: {done}}}",
        ]
        lines += [f"    due: {day + dt.timedelta(days=30)}"] if rng.random() < 0.3 else []
        lines += ["    promo: spring"] if rng.random() < 0.2 else []
    else:
        lines = [f"    purpose: {rng.choice(('offer', 'debt', 'delivery'))}"]
        if deal and rng.random() < 0.5:
            stage = rng.choice(("lead", "tasting", "offer", "won", "lost"))
            lines += [f"    deal: {deal}", f"    stage: {stage}", "    competitor: Aurora"]
    if rng.random() < 0.12:
        score = rng.randint(0, 10)
        answers = ", ".join(
            f"{name}: {{importance: {rng.randint(1, 5)}, satisfaction: {rng.randint(1, 5)}}}"
            for name in ("price", "taste", "delivery")
        )
        lines += [f"  - {{date: {day}, type: survey, score: {score}, answers: {{{answers}}}}}"]
        lines += [f"  - {{date: {day}, type: complaint, resolved: {day}}}"] if score < 4 else []
    return lines


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("clients", type=int)
    parser.add_argument("--folders", type=int, default=0)
    parser.add_argument("--rich", action="store_true")
    options = parser.parse_args()
    make_base(options.folder, options.clients, folders=options.folders, rich=options.rich)
