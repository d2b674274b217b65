"""Owns the currencies: ISO 4217 codes, and the signs and words people write for them."""

from __future__ import annotations

from crm.fields.badvalue import BadValue

# ISO 4217 list one without funds, metals and testing codes; the last line left it since 2015 but
# stands in older records.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    ANG BYR CUC HRK LTL MRO SLL STD VEF ZWL
"""
CURRENCIES = frozenset(_CODES.split())

# What means one currency wherever it is written. Words stand without their final dot.
_SIGNS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "евро": "EUR",
    "₽": "RUB",
    "₴": "UAH", "грн": "UAH",
    "₸": "KZT", "тг": "KZT", "тенге": "KZT",
    "лв": "BGN", "лева": "BGN", "лев": "BGN", "leva": "BGN", "lv": "BGN",
    "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF",
    "₺": "TRY", "₹": "INR", "₪": "ILS", "₩": "KRW", "₫": "VND", "₱": "PHP", "฿": "THB",
    "₼": "AZN", "₾": "GEL", "֏": "AMD", "₦": "NGN", "₮": "MNT", "₲": "PYG", "₵": "GHS",
    "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "r$": "BRL", "mx$": "MXN", "nt$": "TWD",
    "usd$": "USD", "rmb": "CNY",
}  # fmt: skip

_DOLLARS = ("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "ARS", "CLP", "COP", "TWD")

# What several currencies share: the first one where the base uses none of them, unless it is "".
_ROUBLES = ("RUB", "RUB", "BYN")
_SHARED = {
    "$": ("", *_DOLLARS),
    "kr": ("", "SEK", "NOK", "DKK", "ISK"),
    "¥": ("", "JPY", "CNY"),
    "£": ("GBP", "GBP", "EGP", "LBP", "SYP", "GIP", "FKP", "SHP"),
    "lei": ("", "RON", "MDL"),
    "дин": ("", "RSD", "MKD", "DZD", "TND"),
    "сом": ("", "KGS", "UZS"),
    **dict.fromkeys(("р", "руб", "рубль", "рубля", "рублей", "rub"), _ROUBLES),
}


def currency_code(text: str, used: frozenset[str] = frozenset()) -> str:
    """Return the ISO 4217 code that a code, sign or word stands for.

    A sign that several currencies share ($, kr, ¥) stands for the one of them that the base uses
    (`used`: its currency and those with a rate). Where it uses none or several, BadValue
    `currency-ambiguous` is raised: the letters have to be written. Only £ and руб. have an
    everyday meaning of their own, GBP and RUB.
    """
    code = text.upper()
    if code in CURRENCIES:
        return code
    word = text.lower().rstrip(".")
    if word in _SIGNS:
        return _SIGNS[word]
    if word not in _SHARED:
        raise BadValue("currency-unknown", value=text)
    everyday, *candidates = _SHARED[word]
    ours = [code for code in candidates if code in used]
    if len(ours) == 1:
        return ours[0]
    if everyday and not ours:
        return everyday
    raise BadValue("currency-ambiguous", value=text, known=", ".join(ours or candidates[:4]))
