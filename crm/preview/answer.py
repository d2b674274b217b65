"""Owns answers as values: status, headers, body, and what every one of them forbids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

# The pages' own policy, and what only a response can say: no frame may hold a page.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; connect-src 'self'; frame-ancestors 'none'"
)
ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Connection": "close",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
_UTF8 = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vcf": "text/vcard",
    ".xml": "application/xml",
}
_BINARY = {
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back."""

    status: int = 200
    kind: str = "text/plain; charset=utf-8"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def content_type(name: str) -> str:
    """Return the content type of a file by its name; never asks the system, which may err."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix in _UTF8:
        return f"{_UTF8[suffix]}; charset=utf-8"
    return _BINARY.get(suffix, "application/octet-stream")


def refusal(status: int, message: str, **headers: str) -> Answer:
    """Return an answer that gives nothing but its reason."""
    text = f"{status} {HTTPStatus(status).phrase}: {message}\n"
    return Answer(
        status=status,
        body=text.encode(),
        headers={name.title(): value for name, value in headers.items()},
    )
