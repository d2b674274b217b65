"""crm.yaml, services.yaml and campaigns.yaml: what they set and what is wrong in them."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.base import Base
from crm.model import Money
from crm.settings import Settings, label, load_settings
from crm.settings.load import read_settings
from crm.settings.table import SECTIONS, SETTINGS

EXAMPLE = """
name: Example Roasters
language: bg
currency: EUR
rates: {BGN: 0.511292}
timezone: Europe/Sofia
team:     {boris: {name: Boris Iliev, role: curator, department: horeca}, ana: {name: Ana Dimova, role: manager, department: horeca, head: boris}}
stages:   {lead: {label: Lead, probability: 0.1}, offer: {requires: [tax_id]}, won: {result: won}, lost: {result: lost}}
types:    {tasting: {label: Tasting, touch: true}}
fields:   {seats: {type: number, label: Seats, private: false}}
required: {person: [name, phone], organisation: [name, phone, contacts], when: [{tag: wholesale, fields: [tax_id]}]}
segments: {vip: {label: VIP, when: "revenue_365 >= 30000 AND orders_365 >= 10"}}
rfm:      {recency: {method: quantile}, frequency: {method: rank}, monetary: {method: fixed, edges: [255.8, 382, 506.4, 666]}}
rfm_segments: [{name: champions, r: 5, f: 4-5, m: 1-5}]
"""
PRICES = """
beans-1kg: {name: Espresso blend 1 kg, category: coffee, unit: kg, price: 25 EUR, cost: 14 EUR, prices: [{until: 2025-12-31, price: 23 EUR, cost: 13 EUR}, {until: 2024-12-31, price: 20 EUR}]}
"""


def loaded(main="", services="", campaigns=""):
    return read_settings(*(dedent(text).encode() for text in (main, services, campaigns)))


def settings(main="", services="", campaigns="") -> Settings:
    found = loaded(main, services, campaigns)
    assert found.problems == ()
    return found.settings


def problems(main="", services="", campaigns=""):
    found = loaded(main, services, campaigns).problems
    return [(str(one.location), one.code, one.hint) for one in found]


def test_the_example_of_the_format():
    made = settings(EXAMPLE, PRICES)
    assert (made.name, made.language, made.currency) == ("Example Roasters", "bg", "EUR")
    assert made.timezone == "Europe/Sofia"
    assert made.team["ana"].head == "boris"
    assert made.team["boris"].role == "curator"
    assert list(made.stages) == ["lead", "offer", "won", "lost"]
    assert made.stages["lead"].probability == Decimal("0.1")
    assert made.stages["offer"].requires == ("tax_id",)
    assert made.types["tasting"].touch
    assert made.types["call"].builtin
    assert made.fields["seats"].type == "number"
    assert made.required.organisation == ("name", "phone", "contacts")
    assert made.required.when[0].fields == ("tax_id",)
    assert made.segments["vip"].when == "revenue_365 >= 30000 AND orders_365 >= 10"
    assert str(made.segments["vip"].place) == "crm.yaml:12:36"
    assert made.rfm.monetary.edges == tuple(map(Decimal, ("255.8", "382", "506.4", "666")))
    assert made.rfm_segments[0].f == (4, 5)
    assert made.rfm_segments[0].label["ru"] == "Чемпионы"


def test_a_base_that_sets_nothing():
    made = settings()
    assert (made.language, made.currency, made.country, made.timezone) == ("en", "EUR", "", "")
    assert list(made.stages) == ["lead", "offer", "won", "lost"]
    assert made.stages["won"].result == "won"
    assert made.stages["lead"].result == ""
    assert sum(one.touch for one in made.types.values()) == 5
    assert len(made.rfm_segments) == 10
    assert made.lifecycle.lost_after == 730
    assert made.team == made.services == made.campaigns == {}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "{}\n"])
def test_a_file_with_nothing_in_it_is_no_problem(text):
    assert loaded(text, text, text).problems == ()


def test_ids_alone_are_enough_for_stages():
    made = settings("stages: [lead, offer, won, lost]")
    assert [one.result for one in made.stages.values()] == ["", "", "won", "lost"]


def test_an_id_without_facts_is_an_id():
    made = settings("stages: {lead: , won: , lost: }\nteam: {ana: }", "beans: \n")
    assert list(made.stages) == ["lead", "won", "lost"]
    assert (made.team["ana"].role, made.services["beans"].price) == ("manager", None)


def test_labels_by_language():
    made = settings("stages: {lead: {label: {en: Lead, bg: Интерес}}, won: , lost: {label: Nope}}")
    assert label(made.stages["lead"], "bg") == "Интерес"
    assert label(made.stages["lead"], "ru") == "Lead"
    assert label(made.stages["won"], "ru") == "Выиграна"
    assert label(made.stages["lost"], "ru") == "Nope"
    assert label(settings("types: {tasting: }").types["tasting"], "ru") == "tasting"


def test_a_builtin_type_can_be_called_and_counted_otherwise():
    made = settings("types: {note: {label: Memo, touch: yes}, call: {label: Ring}}")
    assert (made.types["note"].touch, made.types["call"].touch) == (True, True)
    assert label(made.types["call"], "en") == "Ring"


def test_a_rate_that_never_changed():
    made = settings("rates: {BGN: 0.511292}")
    assert made.rate("BGN", dt.date(1990, 1, 1)) == Decimal("0.511292")
    assert made.rate("EUR", dt.date(1990, 1, 1)) == 1
    assert made.rate(None, dt.date(1990, 1, 1)) == 1
    assert made.rate("USD", dt.date(2026, 1, 1)) is None


def test_dated_rates_hold_from_their_day_on():
    made = settings(
        "rates: {USD: [{since: 2026-01-01, rate: 0.9}, {since: 2025-01-01, rate: 0.95}]}"
    )
    days = ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01", "2030-01-01")
    rates = [made.rate("USD", dt.date.fromisoformat(day)) for day in days]
    assert rates == [None, *map(Decimal, ("0.95", "0.95", "0.9", "0.9"))]


def test_prices_of_the_past_hold_up_to_and_including_their_day():
    beans = settings("", PRICES).services["beans-1kg"]
    days = ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01")
    found = [beans.price_on(dt.date.fromisoformat(day)) for day in days]
    assert [str(money.amount) for money in found] == ["20", "23", "23", "25"]
    # The oldest row says nothing of the cost: the next one does.
    assert beans.cost_on(dt.date(2024, 1, 1)) == Money(Decimal(13), "EUR")


def test_campaigns():
    made = settings("", "", "spring: {name: Spring, start: 2026-03-01, end: 2026-05-31, cost: 500}")
    assert made.campaigns["spring"].cost == Money(Decimal(500))


def test_amounts_in_settings_know_the_currencies_of_the_base():
    made = settings(
        "currency: USD\nteam: {ana: {targets: {revenue: $5000}}}", "beans: {price: 5 USD}"
    )
    assert made.team["ana"].targets.revenue == Money(Decimal(5000), "USD")


def test_own_fields():
    made = settings(
        """
        fields:
          seats: {type: number, label: {en: Seats, ru: Места}}
          roast: {type: choice, choices: {dark: Dark, light: {en: Light, bg: Светло}}}
          machines: {type: list, private: yes}
        """
    )
    assert made.field_at("seats") is made.field_at("fields.seats") is made.fields["seats"]
    assert made.fields["roast"].choices == {
        "dark": {"": "Dark"},
        "light": {"en": "Light", "bg": "Светло"},
    }
    assert (made.fields["machines"].many, made.fields["machines"].private) == (True, True)
    assert made.field_at("name").section == "client"
    assert made.field_at("fields.nope") is None


def test_a_field_that_may_be_meant_to_be_private_is():
    fields = loaded("fields: {a: {private: maybe}, b: {}, c: {private: no}}").settings.fields
    assert [one.private for one in fields.values()] == [True, False, False]


def test_playbooks():
    made = settings(
        """
        segments:
          inactive: {do: Call them., script: "Hello", checklist: [price], next: {after: 3d, what: call}}
          wholesale: {label: Wholesale}
        stages: {lead: {next: {what: call}}, won: }
        """
    )
    assert made.segments["inactive"].next.after == "3d"
    assert made.segments["inactive"].checklist == ("price",)
    assert made.segments["wholesale"].when == ""
    assert made.stages["lead"].next.what == "call"


@pytest.mark.parametrize(
    ("main", "place", "code", "hint"),
    [
        ("nmae: x", "1:1", "setting-unknown", "did you mean name?"),
        ("language: de", "1:11", "choice-invalid", "the words are: en, ru, bg"),
        ("currency: EURO!", "1:11", "currency-unknown", "write the three letters of ISO 4217: 250 EUR"),
        ("rates: {XXQ: 1}", "1:9", "currency-unknown", "write the three letters of ISO 4217: 250 EUR"),
        ("rates: {USD: 0}", "1:14", "positive-needed", "write a number above 0"),
        ("rates: {USD: [{since: 2026-01-01}]}", "1:16", "required-missing", "add it: `rate: …`"),
        ("rates: 5", "1:8", "mapping-needed", "write them indented under it, or in { }: the keys are USD, GBP …"),
        ("timezone: Sofia", "1:11", "timezone-unknown", "write it like Europe/Sofia"),
        ("country: Bulgaria", "1:10", "country-unknown", "write its two capital letters: BG, DE, KZ (ISO 3166)"),
        ("team: {ana: {rol: manager}}", "1:14", "setting-unknown", "did you mean role?"),
        ("team: {ana: {role: boss}}", "1:20", "choice-invalid", "the words are: director, curator, manager, assistant"),
        ("team: {ana: {head: bob}}", "1:20", "member-unknown", "the team is: ana; add the member to crm.yaml if they are new"),
        ("team: {ana: {head: ana}}", "1:20", "head-in-circle", "correct `head` of one of them"),
        ("team: [ana]", "1:7", "mapping-needed", "write them indented under it, or in { }: the keys are name, role, department, head, email, phone, left, targets"),
        ("team: {Ana D: }", "1:8", "id-invalid", "use small Latin letters and digits, parted by - or _: espresso-2026"),
        ("stages: {lead: {requires: [tax]}}", "1:28", "field-unknown", "did you mean tax_id?"),
        ("required: {person: [nam]}", "1:21", "field-unknown", "did you mean name?"),
        ("required: {when: [{tag: a}]}", "1:20", "required-missing", "add it: `fields: …`"),
        ("required: {when: [{segment: vp, fields: [name]}]}", "1:29", "segment-unknown", "did you mean vip?"),
        ("cadence: {vp: {at_least: 30}}", "1:11", "segment-unknown", "did you mean vip?"),
        ("segments: {lost: {when: x}}", "1:25", "segment-reserved", "change its thresholds under `lifecycle`, or give your segment another id"),
        ("fields: {a: {type: numbr}}", "1:20", "choice-invalid", "did you mean number?"),
        ("fields: {a: {type: choice}}", "1:13", "field-without-choices", "add `choices: [a, b]`, or make it `type: text`"),
        ("rfm: {recency: {method: fixed}}", "1:16", "edges-invalid", "write them like [10, 20, 30, 40]"),
        ("rfm: {recency: {edges: [1, 2, 2, 3]}}", "1:24", "edges-invalid", "write them like [10, 20, 30, 40]"),
        ("rfm_segments: [{name: a, r: 4-6}]", "1:29", "scores-invalid", "write 5 or 4-5; scores go from 1 to 5"),
        ("lifecycle: {lost_after: -1}", "1:25", "whole-invalid", "write one of the numbers from 0 to 100000"),
        ("abc: {a: 0.9, b: 0.5}", "1:6", "limits-reversed", "the first limit is the lower one"),
        ("rating: {revenue_365: 0}", "1:23", "positive-needed", "write a number above 0"),
        ("stages: {lead: {label: {de: x}}}", "1:25", "setting-unknown", "`crm schema --settings` lists them; delete it if it does nothing"),
        ("a: b: c", "1:5", "colon-in-value", 'quote the value: "…"'),
        ("- a", "1:1", "mapping-expected", "begin with `name: …`"),
    ],
)  # fmt: skip
def test_problems(main, place, code, hint):
    assert problems(main) == [(f"crm.yaml:{place}", code, hint)]


def test_problems_of_the_other_files_name_them():
    assert [place for place, _, _ in problems("", "a: {prise: 5}", "b: {begin: 2026-01-01}")] == [
        "campaigns.yaml:1:5",
        "services.yaml:1:5",
    ]


def test_a_file_that_cannot_be_read_sets_nothing_and_is_told_of(tmp_path):
    (tmp_path / "crm.yaml").mkdir()
    (tmp_path / "services.yaml").write_text("beans: {name: Beans}")
    found = load_settings(Base(tmp_path))
    assert [(one.code, str(one.location)) for one in found.problems] == [
        ("file-unreadable", "crm.yaml:1:1")
    ]
    assert found.settings.services["beans"].name == "Beans"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "services.yaml")
    found = load_settings(Base(tmp_path))
    assert [one.code for one in found.problems] == ["file-unreadable"]


def test_the_fingerprint_follows_every_file(tmp_path):
    seen = {load_settings(Base(tmp_path)).settings.fingerprint}
    for name in ("crm.yaml", "services.yaml", "campaigns.yaml"):
        (tmp_path / name).write_text("{}")
        seen.add(load_settings(Base(tmp_path)).settings.fingerprint)
    assert len(seen) == 4


def test_every_setting_is_described_and_its_default_is_the_one_in_force():
    assert len({one.path for one in SETTINGS}) == len(SETTINGS)
    for one in SETTINGS:
        assert one.field.about["en"].endswith((".", ","))
    made = settings()
    for group in ("lifecycle", "abc", "agenda", "plan", "limits"):
        for key, field in SECTIONS[group].fields.items():
            if field.default and not field.many:
                said = field.read(field.default, made.context)
                assert getattr(getattr(made, group), key) == said, (group, key)


NAMES = sorted({key for section in SECTIONS.values() for key in section.fields})
YAML = st.recursive(
    st.one_of(st.sampled_from(["", "~", "1", "-1", "1,500", "x", "2026-01-01", "5 USD", "yes"]), st.text("abc:,[]{}'\"\n#- ", max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from([*NAMES, "ana", "won", "USD"]), inner), max_size=4, unique_by=lambda row: row[0]).map(
            lambda rows: "{" + ", ".join(f"{key}: {value}" for key, value in rows) + "}"
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@given(YAML, YAML, YAML)
def test_nothing_in_the_files_stops_them_from_being_read(main, services, campaigns):
    found = read_settings(main.encode(), services.encode(), campaigns.encode())
    for one in found.problems:
        assert one.message
        assert one.hint is not None
