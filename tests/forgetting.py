"""A base with a person to forget: every piece of data on it holds a word no other text has."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from transcript import crm

CANARY = re.compile(rb"canary[a-z]+[0-9]{2}|canaryov|202 ?555 ?0117|2025550117", re.IGNORECASE)

SETTINGS = """\
name: Canaries
team: {ana: {name: Ana Dimova}}
fields:
  sister: {type: client, label: Sister, many: true}
  hint: {type: text, private: true}
"""
PERSON = """\
# canarycomment01 on top
name: Ivan Canaryov
kind: person
owner: ana
phone: +1 202 555 0117
email: canarymail02@example.org
tags: [canarytag03]
messengers: {telegram: canaryhandle04}
tax_id: canarytax05
birthday: 1980-03-08
notes: canarynotes06
fields: {hint: canaryhint07}
private: {door: canarydoor08}
files: canaryletter09.txt
consent: [{purpose: mailing, given: 2025-01-01, how: canaryhow10}]
deals: [{id: canarydeal11, title: canarytitle12}]
tasks: [{due: 2026-12-01, what: canarytask13}]
interactions:
  - {date: 2026-11-01, type: call, by: ana, summary: canarysummary14}
  - {date: 2026-11-02, type: handover, from: ana, to: boris, summary: canaryhandover15}
"""
FIRM = """\
name: Perunika
owner: ana
referred_by: ivan-canaryov   # stays but for the name
contacts:
  - {name: Maria, phone: +1 202 555 0102}
  # below stands the buyer
  - name: Ivan Canaryov
    phone: "+1 (202) 555-0117"
    notes: canarycontact16
fields: {sister: [ivan-canaryov, other]}
interactions:
  - {date: 2026-11-03, type: call, contact: Ivan Canaryov, summary: 'Ivan Canaryov called'}
  # ask Ivan Canaryov about it
  - date: 2026-11-04
    type: referral
    client: ivan-canaryov
  - date: 2026-11-05
    type: note
    summary: |
      write to canarymail02@example.org, or ring
      2025550117 about   the    offer
"""
OTHER = "name: Other\nowner: ana\ninteractions: [{date: 2026-11-03, type: call}]\n"


def git(base: Path, *words: str) -> str:
    ran = subprocess.run(["git", "-C", str(base), *words], capture_output=True, check=True)
    return ran.stdout.decode()


def commit(base: Path, message: str) -> str:
    git(base, "add", "-A")
    git(base, "commit", "-q", "--allow-empty", "-m", message)
    return git(base, "rev-parse", "HEAD").strip()


def make(base: Path, *, with_git: bool = True, with_site: bool = False) -> Path:
    """Make the base with an undo journal, and where it is asked for its site; return its folder."""
    (base / "clients" / "sub").mkdir(parents=True)
    (base / "files" / "ivan-canaryov" / "deep").mkdir(parents=True)
    (base / "regions").mkdir()
    (base / "crm.yaml").write_text(SETTINGS)
    (base / ".gitignore").write_text("/site/\n/.crm/\n")
    (base / "clients" / "sub" / "ivan-canaryov.yaml").write_text(PERSON)
    (base / "clients" / "perunika.yaml").write_text(FIRM)
    (base / "clients" / "other.yaml").write_text(OTHER)
    (base / "files" / "ivan-canaryov" / "canaryletter09.txt").write_text("canaryletter17")
    (base / "files" / "ivan-canaryov" / "deep" / "scan.bin").write_bytes(b"\0\xffcanaryscan18")
    (base / "regions" / "sofia.yaml").write_text("name: Sofia\nnotes: Ivan Canaryov knows it\n")
    if with_git:
        git(base, "init", "-q", "-b", "main")
        git(base, "commit", "-q", "--allow-empty", "-m", "for Ivan Canaryov")
        git(base, "add", "regions")
        git(base, "commit", "-q", "-m", "only a mention")
        commit(base, "start")
    assert crm("-C", base, "log", "ivan-canaryov", "call", "canarylog19", "--by", "ana").code == 0
    if with_site:
        assert crm("-C", base, "build").code == 0
    return base


def canaries(base: Path) -> dict[str, set[bytes]]:
    """Return the files below a base, without git's own, that hold a word of the person's."""
    found = {}
    for path in sorted(base.rglob("*")):
        place = path.relative_to(base).as_posix()
        if place.startswith(".git/") or path.is_dir():
            continue
        if words := set(CANARY.findall(path.read_bytes() + b"\0" + place.encode())):
            found[place] = words
    folders = [path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_dir()]
    named = {one: {b"folder"} for one in folders if CANARY.search(one.encode())}
    return found | {one: words for one, words in named.items() if not one.startswith(".git/")}


def holding(base: Path) -> set[str]:
    """Return the commits that hold such a word anywhere: every object is looked at by itself."""
    listed = git(
        base, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"
    )
    kinds = dict(line.split() for line in listed.splitlines())
    found = set()
    for one in (ident for ident, kind in kinds.items() if kind == "commit"):
        message = git(base, "log", "-1", "--format=%B", one)
        listing = git(base, "ls-tree", "-r", one)
        blobs = [line.split()[2] for line in listing.splitlines()]
        texts = [subprocess.run(["git", "-C", str(base), "cat-file", "blob", blob],
                 capture_output=True, check=True).stdout for blob in blobs]  # fmt: skip
        if any(CANARY.search(text) for text in (*texts, listing.encode(), message.encode())):
            found.add(one)
    return found
