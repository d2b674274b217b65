"""Values: a column proves its style, a value that can be read in two ways is left out."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.exchange.tables.cells import Cell, Kind
from crm.exchange.values.date_style import date_style
from crm.exchange.values.normal import (
    Style,
    country_code,
    international,
    normal,
    parts_of,
    style_of,
)
from crm.exchange.values.number_style import decimal_mark, settled
from crm.exchange.values.value import same, same_phone
from crm.fields.badvalue import BadValue
from crm.fields.phones import parse_phone
from crm.fields.table import field_at
from crm.model import Money, Phone


def read(column, text, order="", zone=""):
    style = date_style(column, order, zone)
    stamp = style.read(text) if style else "refused"
    return stamp and (
        stamp
        if style is None
        else " ".join(filter(None, [str(stamp.day), stamp.time and f"{stamp.time:%H:%M}"]))
    )


@pytest.mark.parametrize(
    ("column", "text", "wanted"),
    [
        (["04.08.1986", "13.01.1990"], "04.08.1986", "1986-08-04"),
        (["04/08/1986", "01/13/1990"], "04/08/1986", "1986-04-08"),
        (["04.08.1986", "31.02.2019"], "04.08.1986", "1986-08-04"),
        (["5.5.2020"], "5.5.2020", "2020-05-05"),
        (["2020-02-03 07:21:51"], "2020-02-03 07:21:51", "2020-02-03 07:21"),
        (["2020-02-03T07:21"], "2020-02-03T07:21", "2020-02-03 07:21"),
        (["2020-02-03 00:00:00", "2020-02-04 00:00"], "2020-02-03 00:00:00", "2020-02-03"),
        (["2020-02-03 00:00:00", "2020-02-04 10:00"], "2020-02-03 00:00:00", "2020-02-03 00:00"),
        (["2020/2/3", "20200204"], "20200204", "2020-02-04"),
        (["1/13/2020 2:30 PM"], "1/13/2020 2:30 PM", "2020-01-13 14:30"),
        (["1/13/2020 12:05 am"], "1/13/2020 12:05 am", "2020-01-13 00:05"),
        (["3 марта 2019 г."], "3 марта 2019 г.", "2019-03-03"),
        (["3 септември 2019"], "3 септември 2019", "2019-09-03"),
        (["Mar 3, 2019"], "Mar 3, 2019", "2019-03-03"),
        (["13.01.2020 г."], "13.01.2020 г.", "2020-01-13"),
        (["0.0.00"], "0.0.00", None),
        (["0000-00-00"], "0000-00-00", None),
    ],
)
def test_dates(column, text, wanted):
    assert read(column, text) == wanted


@pytest.mark.parametrize(
    "column",
    [["04.08.1986"], ["04/08/1986", "05/08/1986"], ["04.08.1986", "13.01.1990", "01.13.1990"]],
)
def test_an_unproved_order_is_refused(column):
    assert date_style(column) is None
    assert read(column, "04.08.1986" if "." in column[0] else "04/08/1986", "dmy") == "1986-08-04"
    assert read(column, "04.08.1986", "mdy") == "1986-04-08"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.2019", "date-not-understood"),
        ("13.13.2019", "date-not-understood"),
        ("2019-02-30", "date-not-understood"),
        ("12.03.64", "year-short"),
        ("41640", "date-not-understood"),
        ("soon", "date-not-understood"),
        ("2020-01-01 25:00", "date-not-understood"),
        ("1/13/2020 14:30 PM", "date-not-understood"),
    ],
)
def test_what_is_no_date(text, code):
    style = date_style([text, "20.12.2020"])
    with pytest.raises(BadValue) as caught:
        style.read(text)
    assert caught.value.code == code


def test_offsets_are_converted_where_the_zone_is_known():
    text = "2026-01-02T22:30:00Z"
    assert read([text], text, zone="Europe/Sofia") == "2026-01-03 00:30"
    assert read([text], text) == "2026-01-02 22:30"
    assert date_style([text]).read(text).shifted


@given(
    st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), min_size=1, max_size=6),
    st.sampled_from(["dmy", "mdy"]),
)
def test_a_proved_column_gives_the_dates_back(days, order):
    form = "%d.%m.%Y" if order == "dmy" else "%m.%d.%Y"
    texts = [day.strftime(form).zfill(10) for day in days]
    style = date_style(texts)
    proved = any(day.day > 12 for day in days)
    if style is None:
        assert not proved
        style = date_style(texts, order)
    if proved or style.order:
        assert [style.read(text).day for text in texts] == days


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1,5"], "comma"),
        (["1.5"], "point"),
        (["1,500"], ""),
        (["1.500"], ""),
        (["1,500", "2,5"], "comma"),
        (["1,500", "2.50"], "point"),
        (["1.234.567"], "comma"),
        (["1,234,567"], "point"),
        (["1 500,00 руб."], "comma"),
        (["1,5", "1.5"], ""),
        (["0,125"], "comma"),
        (["1234.567"], "point"),
        (["69 086 руб.", "15"], ""),
    ],
)
def test_the_decimal_mark_is_proved(column, mark):
    assert decimal_mark(column) == mark


def test_a_number_that_can_be_two_is_settled_by_the_mark_alone():
    assert settled("1,500", "comma") == "1.500"
    assert settled("1,500", "point") == "1500"
    assert settled("€ 1.500", "comma") == "€ 1500"
    assert settled("12,50", "") == "12,50"
    with pytest.raises(BadValue) as caught:
        settled("1,500", "")
    assert caught.value.code == "number-two-ways"


@pytest.mark.parametrize("text", ["(2 000,00)", "(5)", "(1,00) руб."])
def test_an_accountants_negative_is_not_read(text):
    with pytest.raises(BadValue) as caught:
        settled(text, "comma")
    assert caught.value.code == "amount-in-brackets"


def test_cells_of_a_workbook_need_no_proof():
    amount = field_at("potential")
    assert normal(amount, Cell("1.5", Kind.NUMBER), Style()) == "1.5"
    style = Style()
    assert normal(amount, Cell("33.3333333333333", Kind.NUMBER), style) == "33.3333"
    assert "decimals-dropped" in style.told
    assert style_of("date", [Cell("2026-01-02", Kind.DATE)]).dates.order == ""


def test_countries_and_choices_in_three_languages():
    assert [
        country_code(text) for text in ("Bulgaria", "Германия", "Австрия", "bg", "Nowhere")
    ] == ["BG", "DE", "AT", "BG", "Nowhere"]
    assert normal(field_at("kind"), Cell("Частное лицо"), Style()) == "person"


def test_one_line_is_one_line():
    assert normal(field_at("name"), Cell("Ana\nDimova"), Style()) == "Ana Dimova"
    assert normal(field_at("notes"), Cell("a\nb"), Style()) == "a\nb"


def test_lists_in_a_cell():
    assert parts_of("+7 916 883-81-84 ::: 89853368813") == ["+7 916 883-81-84", "89853368813"]
    assert parts_of("a@example.org, b@example.org;c@example.org") == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "+7 (916) 515-52-07",
        "89165155207",
        "8 916 515 52 07",
        "9165155207",
        "8(916)515-52-07",
        "+79165155207",
    ],
)
def test_six_spellings_of_a_phone_are_one(text):
    assert same_phone(parse_phone(text, "RU")) == ("+79165155207", "")


def test_an_extension_tells_phones_apart():
    one, two = parse_phone("8(495)606-62-73 доб. 12", "RU"), parse_phone("8(495)606-62-73", "RU")
    assert same_phone(one) == ("+74956066273", "12") != same_phone(two)
    assert international(one) == "+7 495 606-62-73 ext. 12"
    assert same_phone(parse_phone(international(one))) == same_phone(one)
    assert international(Phone("0888")) == "0888"


def test_what_is_the_same():
    assert same("Café  Vitosha", "EUR") == same("CAFÉ Vitosha", "EUR")
    assert same(Money(5), "EUR") == same(Money(5, "EUR"), "EUR") != same(Money(5, "USD"), "EUR")
