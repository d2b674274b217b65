"""The table of fields: one row for every key of the format, in step with the records."""

from __future__ import annotations

import dataclasses
import re

import pytest

from crm import model
from crm.fields import choices
from crm.fields.table import FIELDS, SECTIONS, Shape, field_at
from crm.fields.types import TYPES
from crm.fields.words import LANGUAGES

RECORDS = {
    "client": model.Client,
    "address": model.Address,
    "paused": model.Paused,
    "do_not_contact": model.DoNotContact,
    "closed": model.Closed,
    "contact": model.Contact,
    "consent": model.Consent,
    "contract": model.Contract,
    "deal": model.Deal,
    "task": model.Task,
    "interaction": model.Interaction,
    "line": model.OrderLine,
    "answer": model.Answer,
}
# Attributes that no key of the file gives.
DERIVED = {
    "client": {"id", "path", "more", "missing", "filled", "gaps"},
    "interaction": {"line", "more", "unread"},
    "line": {"line", "unread"},
    "answer": {"criterion"},
}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_the_table_and_the_records_agree(name):
    attributes = {one.name for one in dataclasses.fields(RECORDS[name])}
    keys = {field.name for field in SECTIONS[name].fields.values() if field.key != "delivery"}
    if name == "interaction":
        keys |= {field.name for field in SECTIONS["delivery"].fields.values()}
    assert keys | DERIVED.get(name, {"line"} & attributes) == attributes


def test_every_key_of_the_format_is_in_the_table():
    spec = {
        "client": "name kind owner since tags phone email site messengers address region industry"
        " hours best_time timezone language source campaign referred_by birthday gender holidays"
        " tax_id legal_address head size standing potential important reference paused files notes"
        " fields private contacts consent contracts deals tasks interactions do_not_contact closed",
        "address": "city country street postcode line",
        "messengers": "whatsapp telegram viber skype",
        "paused": "until reason",
        "do_not_contact": "since reason",
        "closed": "date reason return",
        "contact": "name role decision phone email messengers birthday notes do_not_contact private",
        "consent": "purpose given withdrawn how evidence",
        "contract": "number start end notice terms file amount",
        "deal": "id title amount service opened expected owner competitor notes",
        "task": "due what owner done repeat deal",
        "interaction": "date type by direction contact duration summary outcome purpose objection"
        " question deal stage reason competitor cost campaign files private number items amount"
        " due promo delivery what score answers resolved rating url client from to template points",
        "line": "service qty price cost discount vat",
        "delivery": "due done",
        "answer": "importance satisfaction",
    }
    assert {name: set(section.fields) for name, section in SECTIONS.items()} == {
        name: set(keys.split()) for name, keys in spec.items()
    }


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.section}.{field.key}")
def test_every_row_is_whole(field):
    assert field.type in TYPES
    for words in (field.label, field.about, *field.choices.values()):
        assert set(words) == set(LANGUAGES)
        assert all(words.values())
    for language in LANGUAGES:
        assert field.about[language].endswith((".", "…"))
        assert field.label[language][0].isupper()
    assert re.search("[а-я]", field.about["ru"])
    assert not re.search("[ыэё]", field.about["bg"])
    assert (
        (field.nested in {*SECTIONS, "own"})
        if field.nested
        else field.shape
        in {
            Shape.VALUE,
            Shape.OPEN,
        }
    )


def test_keys_of_types_name_built_in_types():
    named = {one for field in FIELDS for one in field.only}
    assert named <= set(choices.TYPES)
    assert set(choices.TOUCHES) <= set(choices.TYPES)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("name", "name"),
        ("address.city", "city"),
        ("contacts.phone", "phone"),
        ("interactions.items.qty", "qty"),
        ("interactions.delivery.due", "due"),
        ("interactions.answers.taste.importance", "importance"),
        ("closed.return", "return"),
    ],
)
def test_a_dotted_key_finds_its_row(path, key):
    found = field_at(path)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("path", ["", "nope", "name.x", "address.nope", "fields.seats", "a..b"])
def test_other_dotted_keys_find_none(path):
    assert field_at(path) is None


def test_a_path_leads_back_to_its_row():
    for field in FIELDS:
        if "*" not in field.path:
            assert field_at(field.path) is field
