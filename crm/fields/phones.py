"""Owns how telephone numbers are read: typed as people like, known by their E.164 form."""

from __future__ import annotations

import re
from functools import lru_cache

from crm.fields.badvalue import BadValue
from crm.model import Phone
from crm.regex import regex

# Words for an extension that the library does not know (Russian, Bulgarian); it knows доб., ext.
_EXTENSION = regex(r"[\s,;(]*(?:внутр|вътр|вн)(?:енний|ешен)?\.?\s*([0-9]{1,6})\)?$", re.IGNORECASE)


def parse_phone(text: str, country: str = "") -> Phone:
    """Return the number as typed, with its E.164 form where it can be a number at all.

    `country` (ISO 3166, the base's) is what a number without + is dialled in; without one such a
    number has no E.164 form: nothing is guessed. Never raises; `read_phone` tells what is wrong.
    """
    return _parsed(text.strip(), country)[0]


def read_phone(text: str, country: str = "") -> Phone:
    """Return the same, or raise BadValue, which keeps the number as typed.

    `phone-invalid`: no number. `phone-unlikely`: of a possible length, but in no range in use.
    `phone-not-international`: without + and without a country to dial it in.
    """
    phone, code = _parsed(text.strip(), country)
    if code:
        raise BadValue(code, kept=phone, value=phone.typed)
    return phone


@lru_cache(maxsize=32768)
def _parsed(text: str, country: str) -> tuple[Phone, str]:
    """Return the phone and the code of what is wrong with it, "" for nothing."""
    # 17 ms that only a base with phones has to pay.
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(_EXTENSION.sub(r" ext. \1", text), country or None)
    except phonenumbers.NumberParseException as error:
        abroad = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        local = abroad and not text.startswith(("+", "\uff0b"))
        return Phone(text), "phone-not-international" if local else "phone-invalid"
    if not phonenumbers.is_possible_number(number):
        return Phone(text), "phone-invalid"
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    likely = phonenumbers.is_valid_number(number)
    return Phone(text, e164), "" if likely else "phone-unlikely"
