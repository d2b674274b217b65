"""Owns how a page differs when it is served: the reload script, and leave to listen."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

from crm.preview.answer import POLICY, Answer
from crm.preview.board import State

_HERE = Path(__file__).parent
_META = re.compile(
    r"""(<meta\s+http-equiv=["']?content-security-policy["']?\s+content=)("[^"]*"|'[^']*')""",
    re.IGNORECASE,
)
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)
_OWN = {"/-/reload.js": "text/javascript", "/-/panel.css": "text/css"}
# What the script needs beyond what the page allows itself.
_NEEDED = ("script-src", "style-src", "connect-src")

_STANDIN = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/-/panel.css">
</head>
<body class="crm-standin">
<h1>{title}</h1>
<p>{text}</p>
</body>
</html>
"""


def own_file(path: str) -> Answer | None:
    """Return what the preview itself serves: its script and its style sheet."""
    kind = _OWN.get(path)
    if kind is None:
        return None
    body = (_HERE / path.rpartition("/")[2]).read_bytes()
    return Answer(kind=f"{kind}; charset=utf-8", body=body)


def served(page: bytes, version: str) -> Answer:
    """Return a built page as it is served; the file stays as it is."""
    text = page.decode("utf-8", "surrogateescape")
    found = _META.search(text)
    policy = POLICY
    if found:
        own = html.unescape(found[2][1:-1])
        policy = f"{_listening(own)}; frame-ancestors 'none'"
        meta = html.escape(_listening(own), quote=False).replace('"', "&quot;")
        text = f'{text[: found.start()]}{found[1]}"{meta}"{text[found.end() :]}'
    script = f'<script src="/-/reload.js" data-version="{html.escape(version)}" defer></script>\n'
    end = _HEAD_END.search(text)
    at = end.start() if end else len(text)
    text = f"{text[:at]}{script}{text[at:]}"
    return Answer(
        kind="text/html; charset=utf-8",
        body=text.encode("utf-8", "surrogateescape"),
        headers={"Content-Security-Policy": policy},
    )


def missing(state: State) -> Answer:
    """Return the page that stands where no page is; it gives way to the page once there is one."""
    if state.failures:
        status, title, text = 503, "Not built", "What keeps the page from being built stands below."
    else:
        status, title = 404, "No such page"
        text = 'The site has no page here. <a href="/">All clients</a>'
    page = served(_STANDIN.format(title=title, text=text).encode(), state.version)
    return replace(page, status=status)


def _listening(policy: str) -> str:
    """Return a policy that lets the page load from, and listen to, the server it came from."""
    rules: dict[str, list[str]] = {}
    for rule in policy.split(";"):
        name, *sources = rule.split() or [""]
        if name:
            rules.setdefault(name.lower(), sources)
    for name in _NEEDED:
        sources = rules.get(name, list(rules.get("default-src", ["'none'"])))
        if "'self'" not in sources:
            sources = [*(source for source in sources if source != "'none'"), "'self'"]
        rules[name] = sources
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())
