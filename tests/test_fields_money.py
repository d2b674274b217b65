"""Numbers and amounts as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.fields.badvalue import BadValue
from crm.fields.currencies import CURRENCIES
from crm.fields.money import parse_money, parse_number, write_money, write_number
from crm.model import Money

NNBSP, NBSP, THIN = "\u202f", "\u00a0", "\u2009"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1500", "1500"),
        ("0", "0"),
        ("007", "7"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("+5", "5"),
        (" 12 ", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (".5", "0.5"),
        ("1.500", "1.500"),
        ("1234.567", "1234.567"),
        ("1 500", "1500"),
        ("1 500,00", "1500.00"),
        ("1 500.00", "1500.00"),
        ("1 500,250", "1500.250"),
        (f"1{NNBSP}500{NNBSP}000,5", "1500000.5"),
        (f"1{NBSP}500", "1500"),
        (f"1{THIN}500", "1500"),
        ("1'500", "1500"),
        ("1\u2019500,5", "1500.5"),
        ("1,500.00", "1500.00"),
        ("1.500,00", "1500.00"),
        ("1.500.000", "1500000"),
        ("1,500,000", "1500000"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1,500.000", "1500.000"),
        ("-1 500,50", "-1500.50"),
        ("0.511292", "0.511292"),
    ],
)
def test_number(text, number):
    assert str(parse_number(text)) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,500", "number-ambiguous"),
        ("-12,500", "number-ambiguous"),
        ("0,500", "number-ambiguous"),
        ("", "number-invalid"),
        ("abc", "number-invalid"),
        ("5.", "number-invalid"),
        ("1e3", "number-invalid"),
        ("1E-3", "number-invalid"),
        ("nan", "number-invalid"),
        ("Infinity", "number-invalid"),
        ("0x10", "number-invalid"),
        ("1_000", "number-invalid"),
        ("١٢٣", "number-invalid"),
        ("1 50", "number-invalid"),
        ("1 5000", "number-invalid"),
        ("1500 000", "number-invalid"),
        ("1,50,000", "number-invalid"),
        ("1.50.000", "number-invalid"),
        ("1,500,00", "number-invalid"),
        ("1,500.000,0", "number-invalid"),
        ("1 500.000,5", "number-invalid"),
        ("1.500.000.5", "number-invalid"),
        ("1  500", "number-invalid"),
        ("--5", "number-invalid"),
        ("- 5", "number-invalid"),
        ("5-", "number-invalid"),
        ("1000000000000", "number-too-large"),
        ("9" * 60, "number-too-large"),
        ("9" * 5000, "number-invalid"),
    ],
)
def test_no_number(text, code):
    with pytest.raises(BadValue) as caught:
        parse_number(text)
    assert caught.value.code == code


def test_an_ambiguous_number_says_how_to_write_both_readings():
    with pytest.raises(BadValue) as caught:
        parse_number("1,500")
    assert caught.value.values == {"value": "1,500", "dot": "1.500", "none": "1500"}


def test_no_digit_is_lost_in_a_long_number():
    assert parse_number("999999999999.123456789012345678901") == Decimal(
        "999999999999.123456789012345678901"
    )


def _grouped(digits: str, mark: str) -> str:
    first = len(digits) % 3 or 3
    return mark.join(
        [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    )


@given(
    whole=st.integers(0, 10**12 - 1),
    part=st.text("0123456789", max_size=6),
    marks=st.sampled_from(
        [("", "."), ("", ","), (" ", ","), (" ", "."), (NNBSP, ","), (NBSP, "."), ("'", "."),
         (",", "."), (".", ",")]
    ),
    negative=st.booleans(),
)  # fmt: skip
def test_every_way_of_writing_a_number_is_read_as_it_or_refused(whole, part, marks, negative):
    group, decimal = marks
    text = _grouped(str(whole), group) + (decimal + part if part else "")
    text = ("-" if negative else "") + text
    meant = Decimal(f"{'-' if negative else ''}{whole}.{part or '0'}")
    lone = sum(text.count(mark) for mark in ",.") == 1
    if lone and "," in text and len(text.partition(",")[2]) == 3 and not set(text) & {*" '", NNBSP}:
        with pytest.raises(BadValue, match="number-ambiguous"):
            parse_number(text)
    elif lone and group == "." and not part:
        assert parse_number(text) == Decimal(text)  # a lone dot is the decimal mark, always
    else:
        assert parse_number(text) == meant


@given(st.decimals(-(10**11), 10**11, places=4))
def test_a_written_number_is_read_back(number):
    assert parse_number(write_number(number)) == number


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("250", "250", None),
        ("250 EUR", "250", "EUR"),
        ("250EUR", "250", "EUR"),
        ("250 eur", "250", "EUR"),
        ("EUR 250", "250", "EUR"),
        ("€250", "250", "EUR"),
        ("250 €", "250", "EUR"),
        ("250\u00a0€", "250", "EUR"),
        ("-€5", "-5", "EUR"),
        ("€-5", "-5", "EUR"),
        ("-5 EUR", "-5", "EUR"),
        ("100 лв.", "100", "BGN"),
        ("100 лева", "100", "BGN"),
        ("69 086 руб.", "69086", "RUB"),
        ("69 086,50 ₽", "69086.50", "RUB"),
        ("250 р.", "250", "RUB"),
        ("1500 тг", "1500", "KZT"),
        ("1500 ₸", "1500", "KZT"),
        ("£5", "5", "GBP"),
        ("US$5", "5", "USD"),
        ("1.500,00 €", "1500.00", "EUR"),
        ("10 zł", "10", "PLN"),
        ("5.0000", "5.0000", None),
        ("5.00000", "5.00000", None),
    ],
)
def test_money(text, amount, currency):
    money = parse_money(text)
    assert (str(money.amount), money.currency) == (amount, currency)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money-invalid"),
        ("EUR", "money-invalid"),
        ("250 EUR EUR", "money-invalid"),
        ("EUR 250 EUR", "money-invalid"),
        ("€250 EUR", "money-invalid"),
        ("--5", "money-invalid"),
        ("5 +", "currency-unknown"),
        ("5 XXX", "currency-unknown"),
        ("5 apples", "currency-unknown"),
        ("$5", "currency-ambiguous"),
        ("5 kr", "currency-ambiguous"),
        ("¥5", "currency-ambiguous"),
        ("1,500 EUR", "number-ambiguous"),
        ("0.00001 EUR", "money-too-fine"),
        ("1e9 EUR", "money-invalid"),
        ("a" * 100_000, "money-invalid"),
        ("1" * 100_000, "money-invalid"),
    ],
)
def test_no_money(text, code):
    with pytest.raises(BadValue) as caught:
        parse_money(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "used", "currency"),
    [
        ("$5", {"EUR", "USD"}, "USD"),
        ("$5", {"CAD"}, "CAD"),
        ("5 kr", {"SEK", "EUR"}, "SEK"),
        ("¥5", {"CNY"}, "CNY"),
        ("5 руб.", {"BYN"}, "BYN"),
        ("5 руб.", {"EUR"}, "RUB"),
        ("£5", {"EGP"}, "EGP"),
    ],
)
def test_a_shared_sign_is_the_one_currency_the_base_uses(text, used, currency):
    assert parse_money(text, frozenset(used)).currency == currency


def test_a_shared_sign_is_refused_where_the_base_uses_two():
    with pytest.raises(BadValue) as caught:
        parse_money("$5", frozenset({"USD", "CAD"}))
    assert caught.value.code == "currency-ambiguous"
    assert caught.value.values["known"] == "USD, CAD"


@given(
    st.decimals(-(10**11), 10**11, places=4),
    st.none() | st.sampled_from(sorted(CURRENCIES)),
)
def test_written_money_is_read_back(amount, currency):
    money = Money(amount, currency)
    assert parse_money(write_money(money)) == money


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_money(text):
    for parse in (parse_number, parse_money):
        assert _refusal(parse, text) in {"", "number", "money", "currency"}


def _refusal(parse, text):
    try:
        parse(text)
    except BadValue as bad:
        return bad.code.partition("-")[0]
    return ""
