"""Columns: known by headers in three languages, by rules where two compete, else not at all."""

from __future__ import annotations

import pytest

from crm.exchange.columns.guess import assign
from crm.exchange.columns.headers import bare, split_currency
from crm.exchange.columns.keys import Keys
from crm.exchange.columns.synonyms import CLIENT, ORDER
from crm.exchange.kinds.table import KINDS
from crm.exchange.refusals import AmbiguousColumns, UnknownKey
from crm.exchange.tables.read import Asked, table_of
from crm.fields.field import Field
from crm.fields.table import field_at


def columns(text, kind="clients", maps=(), own=None):
    table = table_of("t.csv", text.encode(), Asked(separator=";"))
    found = assign(table, KINDS[kind], Keys(KINDS[kind], own or {}), maps)
    return found, {one.headers: one.key.path for one in found.assignments}


def guessed(text, kind="clients", maps=(), own=None):
    return columns(text, kind, maps, own)[1]


def told(text, kind="clients", maps=()):
    found, _ = columns(text, kind, maps)
    return {(one.column, one.code) for one in found.findings}


def test_every_synonym_stands_for_a_key_there_is():
    keys = Keys(KINDS["orders"], {})
    for path in {**CLIENT, **ORDER}:
        if not path.startswith("name."):
            assert keys.find(path).path == path


@pytest.mark.parametrize(
    ("headers", "keys"),
    [
        ("Name;Phone;E-mail;City;Tax ID", "name phone email address.city tax_id"),
        ("Клиент;Моб. телефон;Эл. почта;Город;ИНН", "name phone email address.city tax_id"),
        ("Клиент;Мобилен;Имейл;Град;ЕИК/БУЛСТАТ", "name phone email address.city tax_id"),
        ("fullName;phone_number;birthDate;zip-code", "name phone birthday address.postcode"),
        ("НАИМЕНОВАНИЕ;Юр. адрес;Ответственный;Метки", "name legal_address owner tags"),
        ("Наименование;Адрес;Дата первой покупки;Примечание", "name address.street since notes"),
    ],
)
def test_headers_of_clients(headers, keys):
    row = ";".join("x" for _ in headers.split(";"))
    assert list(guessed(f"{headers}\n{row}\n").values()) == keys.split()


@pytest.mark.parametrize(
    ("headers", "keys"),
    [
        ("customer;order date;order no;total", "name date number amount"),
        ("Контрагент;Дата;Номер заказа;Сумма", "name date number amount"),
        ("Клиент;Дата на поръчка;Номер на поръчка;Сума", "name date number amount"),
        (
            "name;date;sku;quantity;unit price;ext price",
            "name date items.service items.qty items.price amount",
        ),
        (
            "Покупатель;Дата;Товар;Кол-во;Цена;Скидка, %",
            "name date items.service items.qty items.price items.discount",
        ),
        (
            "Клиент;Дата;Артикул;К-во;Ед. цена;Стойност",
            "name date items.service items.qty items.price amount",
        ),
    ],
)
def test_headers_of_orders(headers, keys):
    row = ";".join(f"x{at}" for at, _ in enumerate(headers.split(";")))
    assert list(guessed(f"{headers}\n{row}\n", "orders").values()) == keys.split()


@pytest.mark.parametrize(
    ("text", "name", "people"),
    [
        ("Last name;First name\nDimova;Ana\n", "First name + Last name", True),
        ("Фамилия;Имя;Отчество\nП;И;С\n", "Фамилия + Имя + Отчество", True),
        ("Имя;Отчество;Фамилия\nИ;С;П\n", "Имя + Отчество + Фамилия", True),
        ("Име;Презиме;Фамилия\nА;;Д\n", "Име + Презиме + Фамилия", True),
        ("ФИО;Код\nИванов Иван;1\n", "ФИО", True),
        ("Имя;Код\nИван;1\n", "Имя", False),
        ("Name;Given Name;Family Name\nAna Dimova;Ana;Dimova\n", "Name", True),
        ("Company;First name;Last name\n;Ana;Dimova\n", "First name + Last name", True),
        ("customer;code\nCafe;1\n", "customer", False),
    ],
)
def test_which_columns_are_the_name(text, name, people):
    found, keys = columns(text)
    assert {key: header for header, key in keys.items()}["name"] == name
    assert found.people is people


def test_a_firm_beside_a_person_is_not_decided():
    with pytest.raises(AmbiguousColumns) as caught:
        guessed("Company;First name;Last name\nFirm;Ana;Dimova\n")
    assert '--map name="Company" or --map name="First name + Last name"' in caught.value.hint


def test_the_map_decides():
    text = "Company;First name;Last name\nFirm;Ana;Dimova\n"
    assert guessed(text, maps=["name=Company"]) == {"Company": "name"}
    assert guessed(text, maps=["name=Last name + First name"]) == {"Last name + First name": "name"}


def test_an_id_that_holds_the_name_is_no_code():
    text = "customer_id;first_name;last_name;date;amount\nAna Dimova;Ana;Dimova;2026-01-01;1\n"
    assert "customer_id" not in guessed(text, "orders")
    assert ("customer_id", "column-repeats") in told(text, "orders")
    assert guessed(text.replace("Ana Dimova", "7"), "orders")["customer_id"] == "fields.code"


def test_of_two_columns_for_one_key_the_preferred_is_taken():
    text = "Customer;Date;Product;SKU;Amount\nCafe;2026-01-01;Beans;b1;5\n"
    assert guessed(text, "orders")["SKU"] == "items.service"
    assert ("Product", "column-taken") in told(text, "orders")


def test_equal_columns_are_one():
    text = "Name;Customer\nCafe;Cafe\n"
    assert guessed(text) == {"Name": "name"}
    assert ("Customer", "column-repeats") in told(text)


def test_what_has_to_be_certain_is_refused_and_the_rest_left_out():
    with pytest.raises(AmbiguousColumns):
        guessed("Customer;Date;Qty;Count\nCafe;2026-01-01;1;2\n", "orders")
    text = "Customer;Date;Amount;Rep;Manager\nCafe;2026-01-01;1;a;b\n"
    assert {("Rep", "column-ambiguous"), ("Manager", "column-ambiguous")} <= told(text, "orders")


def test_several_columns_of_a_key_that_takes_several_values():
    text = "Name;Телефон;Телефон;Phone 2;E-mail 1 - Value\nAna;1;2;3;a@example.org\n"
    assert guessed(text)["Телефон, Телефон (2), Phone 2"] == "phone"


def test_totals_counters_and_unknown_columns_are_told():
    text = "№;Name;Total purchases;Shoe size\n1;Ana;5;42\n"
    assert guessed(text) == {"Name": "name"}
    assert told(text) == {
        ("№", "column-counter"),
        ("Total purchases", "column-total"),
        ("Shoe size", "column-left-out"),
    }
    found, _ = columns(text)
    hints = [one.hint for one in found.findings]
    assert 'keep it with --map fields.total_purchases:money="Total purchases"' in hints
    assert 'keep it with --map fields.shoe_size="Shoe size"' in hints


def test_empty_columns_say_nothing():
    assert told("Name;Fax;Pager\nAna;;\n") == set()


def test_own_fields_are_known_by_id_and_label():
    seats = Field(
        section="own",
        key="seats",
        type="number",
        label={"en": "Seats", "ru": "Мест"},
        about={"": ""},
    )
    assert guessed("Name;Seats\nAna;4\n", own={"seats": seats})["Seats"] == "fields.seats"
    assert guessed("Name;мест\nAna;4\n", own={"seats": seats})["мест"] == "fields.seats"


def test_maps():
    text = "A;B;C\nAna;1;2\n"
    assert guessed(text, maps=["name=a", "phone=B", "phone=C"]) == {"A": "name", "B, C": "phone"}
    assert guessed(text, maps=["name=A", "city=C"])["C"] == "address.city"
    assert guessed(text, maps=["fields.route:number=B"])["B"] == "fields.route"
    assert guessed("Name;Phone\nAna;1\n", maps=["phone="]) == {"Name": "name"}
    assert guessed("Name;Phone\nAna;1\n", maps=["=Phone"]) == {"Name": "name"}
    assert guessed("x + y;z\nAna;1\n", maps=["name=x + y"]) == {"x + y": "name"}


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("phon", "phone"),
        ("adress.city", "address.city"),
        ("fields.Ширина", "fields.shirina:text"),
        ("fields.x:int", "fields.x:text"),
        ("fields.x:choice", "fields.x:text"),
    ],
)
def test_unknown_keys_name_the_near_one(key, near):
    with pytest.raises(UnknownKey) as caught:
        guessed("A\nx\n", maps=[f"{key}=A"])
    assert near in caught.value.hint


def test_keys_of_the_entry_come_before_those_of_the_client():
    keys = Keys(KINDS["orders"], {})
    assert keys.find("campaign").field.section == "interaction"
    assert keys.find("client.campaign").field.section == "client"
    assert keys.find("qty").path == "items.qty"
    with pytest.raises(UnknownKey):
        keys.find("score")  # belongs to surveys
    assert field_at("address.city") is Keys(KINDS["clients"], {}).find("city").field


def test_headers():
    assert bare("Order-Date:") == bare("orderDate") == bare("ORDER  DATE") == "order date"
    assert split_currency("Сумма, руб.") == ("сумма", "RUB")
    assert split_currency("Amount (EUR)") == ("amount", "EUR")
    assert split_currency("Order total") == ("order total", "")
