"""The JSON Schemas editors complete by: valid themselves, in step with what the base reads."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from crm.checks import read_client
from crm.fields.table import SECTIONS
from crm.fields.types import TYPES
from crm.settings.load import read_settings
from crm.settings.schema import campaigns_schema, client_schema, services_schema, settings_schema
from crm.text import read


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 (core schema), as editors do."""


Editor.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), first)
Editor.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
Editor.add_constructor("tag:yaml.org,2002:bool", lambda _, node: node.value.lower() == "true")

SETTINGS = """
name: Example Roasters
language: bg
rates: {BGN: 0.511292, USD: [{since: 2026-01-01, rate: 0.9}]}
team: {ana: {name: Ana Dimova, left: 2026-01-01}, 007: }
stages: [lead, offer, won, lost]
types: {tasting: {label: {en: Tasting, bg: Дегустация}, touch: yes}}
fields: {seats: {type: number, label: Места}, roast: {type: choice, choices: [dark, light]}, machines: {type: list}}
required: {person: [phone], organisation: [phone, seats], when: [{tag: wholesale, fields: [tax_id]}]}
segments: {vip: {when: revenue_365 > 1}}
rfm: {monetary: {method: fixed, edges: [255.8, 382, 506.4, 666]}}
rfm_segments: [{name: champions, r: 5, f: 4-5}]
lifecycle: {lost_after: 365}
rating: {revenue_365: 4}
"""
SERVICES = "beans-1kg: {price: 25 EUR, prices: [{until: 2025-12-31, price: 23}]}\nempty:\n"
CAMPAIGNS = "spring: {start: 2026-03-01, cost: 500}\n"
BASE = read_settings(SETTINGS.encode(), SERVICES.encode(), CAMPAIGNS.encode()).settings
SCHEMA = client_schema(BASE, {"a": "Alpha", "0123": "Numbers"}, ["horeca"])
CLIENTS = Draft202012Validator(SCHEMA)

CLIENT = """
name: Alpha
kind: organisation
phone: [+12025550101, +1 202 555 0102]
owner: 007
tags: [horeca, 2026]
since: 2026-11-20
birthday: --03-08
address: {city: София, country: NO, postcode: 1000}
contacts:
  - {name: Мария, decision: decider, phone: "+1 202 555 0102", birthday: 1984-03-08, private: yes}
fields: {seats: 40, roast: dark, machines: [a, 2]}
referred_by: somebody-new
potential: 12,5 EUR
holidays: {--12-06: Никулден}
private: {anything: [1, {a: b}]}
closed:
deals: [{id: d, amount: 4200 EUR, service: beans-1kg}]
tasks: [{due: 2026-11-24 10:00, what: call, done: ~}]
interactions:
  - {date: 2026-11-20 14:30, type: call, by: ana, deal: d, stage: offer, outcome: my own, duration: 15}
  - date: "2026-11-21"
    type: order
    number: 1042
    items: [{service: beans-1kg, qty: "10", price: 25, discount: 10%}]
    amount: 225
    private: true
  - {date: 2026-11-22, type: survey, score: 9, answers: {taste: {importance: 5, satisfaction: "4"}}}
"""


def seen(text):
    """Return what an editor makes of a text."""
    return yaml.load(text, Editor)  # noqa: S506 - made from the safe loader


def faults(text, validator=CLIENTS):
    return sorted(one.json_path for one in validator.iter_errors(seen(text)))


@pytest.mark.parametrize(
    "schema",
    [SCHEMA, client_schema(read_settings().settings), settings_schema(), services_schema(), campaigns_schema()],
    ids=["client", "client of an empty base", "settings", "services", "campaigns"],
)  # fmt: skip
def test_the_schema_is_one(schema):
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_whole_client_file_fits():
    document = read("clients/a.yaml", CLIENT.encode())
    assert [one for one in read_client(document, BASE, "a").problems if one.level == "error"] == []
    assert faults(CLIENT) == []


def test_the_settings_fit():
    assert faults(SETTINGS, Draft202012Validator(settings_schema())) == []
    assert faults(SERVICES, Draft202012Validator(services_schema())) == []
    assert faults(CAMPAIGNS, Draft202012Validator(campaigns_schema())) == []


GOOD = "name: A\nphone: 1\nfields: {seats: 1}\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("nmae: B", "$"),
        ("kind: firm", "$.kind"),
        ("owner: anna", "$.owner"),
        ("since: 20.11.2026", "$.since"),
        ("since: 2026-13-01", "$.since"),
        ("potential: much", "$.potential"),
        ("deals: [{title: no id}]", "$.deals"),
        ("deals: {id: a}", "$.deals"),
        ("interactions: [{date: 2026-11-20, type: cal}]", "$.interactions"),
        ("interactions: [{date: 2026-11-20, type: call, stage: wonn}]", "$.interactions"),
        ("holidays: {12-06: x}", "$.holidays"),
        ("size: D", "$.size"),
        ("owner: [ana]", "$.owner"),
        ("tags: [wholesale]", "$"),
    ],
)
def test_what_an_editor_marks(text, path):
    assert faults(GOOD + text) == [path]


def test_what_kinds_of_clients_must_have():
    assert faults("name: A\nphone: 1") == ["$"]
    assert faults("name: A\nphone: 1\nfields: {}") == ["$.fields"]
    assert faults("name: A\nkind: person") == ["$"]
    assert faults("name: A\nkind: person\nphone: 1") == []


def test_names_and_meanings_are_in_the_language_of_the_base():
    tax_id = SCHEMA["properties"]["tax_id"]
    assert (tax_id["title"], tax_id["description"]) == ("ЕИК / ДДС номер", "Както е във фактурите.")
    assert SCHEMA["$defs"]["own"]["properties"]["seats"]["title"] == "Места"
    types = SCHEMA["$defs"]["ids-type"]["anyOf"][0]
    named = dict(zip(types["enum"], types["enumDescriptions"], strict=True))
    assert (named["call"], named["tasting"]) == ("Обаждане", "Дегустация")


def test_ids_that_look_like_numbers_are_offered_as_both():
    assert SCHEMA["$defs"]["ids-member"]["anyOf"][0]["enum"] == ["ana", "007", 7]


def test_every_key_has_a_title_and_a_description():
    for name, section in SECTIONS.items():
        for key in section.fields:
            row = SCHEMA["$defs"][name]["properties"][key]
            assert row["title"]
            assert row["description"]


# Texts that a type takes: each must fit the schema however an editor reads it.
TAKEN = {
    "number": ["1", "-1", "1.5", "1 500", "1 500,50", "12,5", ".5"],
    "money": ["1", "5 EUR", "€5", "1.500,00 EUR", "5 лв."],
    "percent": ["10", "10%", "12,5 %"],
    "share": ["0.5", "10%", "1"],
    "flag": ["yes", "no", "true", "False", "да", "нет", "не", "1", "0", "on", "Yes", "NO"],
    "duration": ["15", "15m", "1h30"],
    "birthday": ["--03-08", "1984-03-08"],
    "moment": ["2026-11-20", "2026-11-20 14:30"],
    "country": ["NO", "BG"],
    "id": ["a-b", "2026", "1.5"],
    "scores": ["5", "4-5"],
    "score": ["0", "10"],
    "five": ["1", "5"],
    "days": ["730"],
    "count": ["1"],
    "email": ["ana@example.org"],
    "url": ["example.org", "https://example.org"],
    "date": ["2026-11-20"],
}


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_what_a_type_takes_fits_its_schema_quoted_or_not(name):
    validator = Draft202012Validator(dict(TYPES[name].schema))
    for text in (*TAKEN[name], "", "~", "null"):
        if text not in {"", "~", "null"}:
            TYPES[name].read(text, BASE.context)
            assert validator.is_valid(text), text
        assert validator.is_valid(seen(f"a: {text}")["a"]), text


@given(
    st.fixed_dictionaries(
        {},
        optional={
            key: st.sampled_from(["", "yes", "A", "1", "2026-11-20", "lead", "x@example.org", "~"])
            for key, field in SECTIONS["client"].fields.items()
            if field.shape == "value" and key not in {"name", "phone"}
        },
    )
)
def test_a_file_without_problems_fits(values):
    text = GOOD + dedent("".join(f"{key}: {value}\n" for key, value in values.items()))
    problems = read_client(read("a", text.encode()), BASE, "a").problems
    bad = {"$." + text.splitlines()[one.location.line - 1].partition(":")[0] for one in problems}
    assert set(faults(text)) <= bad
