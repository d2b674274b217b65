"""Owns who may ask the preview and for what: everything that is not plainly allowed is refused."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from crm.preview.answer import Answer, refusal

# A name that the site's builder could have written: no device, drive, stream or hidden file.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_DEVICE = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The parts of a request that decide about the answer."""

    method: str
    target: str
    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()
    site: str = ""  # Sec-Fetch-Site: where a browser says the question comes from
    mode: str = ""  # Sec-Fetch-Mode
    aim: str = ""  # Sec-Fetch-Dest

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What stands after the question mark."""
        return self.target.partition("?")[2]


def allowed_hosts(port: int) -> frozenset[str]:
    """Return the exact values of Host that a browser on this computer sends."""
    names = ("127.0.0.1", "localhost", "[::1]")
    bare = names if port == 80 else ()
    return frozenset((*(f"{name}:{port}" for name in names), *bare))


def refused(request: Request, hosts: frozenset[str]) -> Answer | None:
    """Return the refusal of a request that does not come from our own pages or the address bar.

    Any site on the internet can make a browser ask a server on loopback: by a name of its own that
    leads here (Host tells), or by a script or picture of ours in its page (Sec-Fetch-Site tells).
    """
    if len(request.hosts) != 1 or request.hosts[0].strip(" \t") not in hosts:
        return refusal(403, "this preview answers only to its own address")
    own = {f"http://{host}" for host in hosts}
    if any(origin not in own for origin in request.origins):
        return refusal(403, "this preview answers only to its own pages")
    typed = request.mode == "navigate" and request.aim == "document"
    if request.site not in {"", "same-origin", "none"} and not typed:
        return refusal(403, "this preview answers only to its own pages")
    if request.method not in {"GET", "HEAD"}:
        return refusal(405, "only GET and HEAD are answered", allow="GET, HEAD")
    return None


def page_name(path: str) -> str | None:
    """Return the name in the site that the path of a URL means; None: it means nothing there."""
    if not path.startswith("/"):
        return None
    try:
        name = unquote_to_bytes(path[1:]).decode("utf-8")
    except UnicodeError:
        return None
    steps = (name or "index.html").split("/")
    fit = all(step and step[0] != "." and step[-1] not in ". " for step in steps)
    odd = _FORBIDDEN.search(name) or any(map(_DEVICE.match, steps))
    return "/".join(steps) if fit and not odd else None


def read_inside(folder: Path, name: str) -> bytes | None:
    """Return the content of a plain file in a folder; None for anything else, links out included.

    `name` comes from `page_name`.
    """
    try:
        top = Path(os.path.realpath(folder, strict=True))
        place = Path(os.path.realpath(top / name, strict=True))
        if not place.is_relative_to(top) or any(
            step.startswith(".") for step in place.relative_to(top).parts
        ):
            return None
        # Between the look and the opening it may have become a link, or a pipe that never ends.
        careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0) | careful)
        with os.fdopen(handle, "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else None
    except (OSError, ValueError):
        return None
