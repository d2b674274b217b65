"""Owns which addresses a page may link to: an allow-list of schemes, built from checked parts."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?", re.ASCII)
_UNSAFE = re.compile(
    r"[\s\x00-\x20\x7f-\x9f\"<>\\^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_E164 = re.compile(r"\+[0-9]{5,15}", re.ASCII)
_EMAIL = re.compile(
    r"[^@\s\"<>()\[\]\\,;:?&#%]+@[^@\s\"<>()\[\]\\,;:?&#%/]+\.[^@\s\"<>()\[\]\\,;:?&#%/]+"
)
_TELEGRAM = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})", re.ASCII)
_SKYPE = re.compile(r"(?:live:)?[A-Za-z0-9][A-Za-z0-9._,:-]{2,63}", re.ASCII)

MESSENGERS = {"whatsapp": "WhatsApp", "telegram": "Telegram", "viber": "Viber", "skype": "Skype"}


def web(text: str) -> str:
    """Return an http or https address for what was typed, or the empty string."""
    text = text.strip()
    if _UNSAFE.search(text):
        return ""
    if "://" not in text and _HOST.fullmatch(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    return text if parts.scheme.lower() in {"http", "https"} and host else ""


def telephone(e164: str | None) -> str:
    """Return a tel: address, or the empty string where the number is no valid one."""
    return f"tel:{e164}" if e164 and _E164.fullmatch(e164) else ""


def mail(text: str) -> str:
    """Return a mailto: address for one e-mail address, or the empty string."""
    text = text.strip()
    if _UNSAFE.search(text) or not _EMAIL.fullmatch(text):
        return ""
    return f"mailto:{quote(text, safe='@+')}"


def messenger(kind: str, value: str) -> str:
    """Return the address of a messenger's conversation, or the empty string."""
    value = value.strip()
    number = international(value)
    if kind == "whatsapp":
        return f"https://wa.me/{number[1:]}" if number else ""
    if kind == "viber":
        return f"viber://chat?number={quote(number)}" if number else ""
    if kind == "telegram":
        name = _TELEGRAM.fullmatch(value.removeprefix("https://").removeprefix("t.me/"))
        if name:
            return f"https://t.me/{name[1]}"
        return f"https://t.me/{number}" if number else ""
    if kind == "skype" and _SKYPE.fullmatch(value):
        return f"skype:{quote(value, safe=':,')}?chat"
    return ""


def international(text: str) -> str:
    """Return the number of a text like `+359 88 000-01-01`, or the empty string."""
    digits = re.sub(r"[\s().\u00a0\u202f-]", "", text)
    return digits if _E164.fullmatch(digits) else ""
