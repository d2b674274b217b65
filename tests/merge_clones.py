"""Clones of one repository in which people change client files, for tests of merging."""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import merge_oracle as oracle

from crm.errors import CrmError
from crm.text import change, read

WORDS = ("Maple", "Cedar", "Birch", "Alder", "Rowan", "Hazel", "Aspen", "Linden")
NOTES = ("asked for a trial", "wants an offer", "no answer", "will call back", "signed")
# Entries that several people add as the very same text.
EQUAL = (
    {"date": "2026-05-05", "type": "note", "summary": "equal1 price list sent"},
    {"date": "2026-05-06", "type": "mailing", "summary": "equal2 season's greetings", "by": "ana"},
)

_BLOCK = """\
# yaml-language-server: $schema=../.crm/client.schema.json
name: {name}
owner: ana              # curator
tags: [horeca, sofia]
phone: +1 202 555 0100
address: {{city: Sofia, street: Primerna 5}}

contacts:
  - {{name: Maria, role: manager, phone: +1 202 555 0101}}
  - name: Ivan
    role: buyer
deals:
  - {{id: espresso, title: Espresso machine, amount: 4200 EUR}}
tasks:
  - {{due: 2026-11-24 10:00, what: "task1 call about the offer"}}
  - due: 2026-11-25
    what: task2 send the samples
interactions:
  - date: 2026-01-10
    type: call
    by: ana
    summary: {name}-first sent the offer
  - date: 2026-02-11 14:30
    type: order
    number: "1042"
    items: [{{service: beans, qty: 10}}, {{service: cups, qty: 2}}]
    summary: {name}-second order
  # what follows is new

fields:
  seats: 40
  terrace: yes
"""
_FLAT = """\
name: {name}
tags:
- horeca
- sofia
phone:
  - +1 202 555 0100
tasks: []
interactions:
- {{date: 2026-03-01, type: call, by: ana, summary: {name}-first sent the offer}}
- {{date: 2026-01-01, type: meeting, by: boris, summary: {name}-second tasted}}
- date: 2026-02-01
  type: order
  items:
  - service: beans
    qty: 10
  summary: |
    {name}-third order
    in two lines
# the end
"""
_BARE = "name: {name}\nphone: +1 202 555 0100"
STYLES = (_BLOCK, _FLAT, _BARE)


class Trouble(AssertionError):
    """A merge did not keep a promise."""


class Tree(dict):
    """Client files by the client's name; `twice` are the clients git has two files of."""

    twice: frozenset[str] = frozenset()


class Clone:
    """One clone and what a person does in it.

    Every command has a second of its own, so that a history that is made again has the same
    commits.
    """

    clock: ClassVar[int] = 0

    def __init__(self, path: Path, settings: Sequence[tuple[str, str]], attributes: str) -> None:
        self.path = path
        self._reader: subprocess.Popen[bytes] | None = None
        self.git("init", "-q", "-b", "main")
        fixed = ("gc.auto", "0"), ("core.autocrlf", "false"), ("maintenance.auto", "false")
        with (path / ".git" / "config").open("a") as file:
            for name, value in (*settings, *fixed):
                section, _, key = name.rpartition(".")
                head, _, rest = section.partition(".")
                quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
                file.write(f'[{head} "{rest}"]\n' if rest else f"[{head}]\n")
                file.write(f'\t{key} = "{quoted}"\n')
        (path / ".git" / "info").mkdir(exist_ok=True)
        (path / ".git" / "info" / "attributes").write_text(attributes)

    def git(self, *words: str, fine: Sequence[int] = (0,)) -> subprocess.CompletedProcess[bytes]:
        Clone.clock += 1
        now = f"{1_800_000_000 + Clone.clock} +0000"
        dated = {**os.environ, "GIT_AUTHOR_DATE": now, "GIT_COMMITTER_DATE": now}
        ran = subprocess.run(
            ["git", "-C", str(self.path), *words], capture_output=True, check=False, env=dated
        )
        if fine and ran.returncode not in fine:
            raise RuntimeError(f"git {words}: {ran.stdout!r} {ran.stderr!r}")
        return ran

    def files(self) -> list[Path]:
        return sorted((self.path / "clients").glob("*.yaml"))

    def commit(self, message: str, *, every: bool = False) -> None:
        if every:
            self.git("add", "-A")
        self.git("commit", "-q", "-a", "--allow-empty", "-m", message)

    @property
    def head(self) -> str:
        """The commit that is checked out; no git is started for it."""
        return (self.path / ".git" / "refs" / "heads" / "main").read_text().strip()

    def tree(self, rev: str) -> Tree:
        """Return the client files of a commit by the client's name, which nobody changes.

        A client that is there twice, because git did not see a rename, is left out.
        """
        listed = self._object(f"{rev}:clients")
        found = re.findall(rb"\d+ [^\0]+\0(.{20})", listed, re.DOTALL)
        files = [self._object(blob.hex()) for blob in found]
        names = [oracle.load(data)["name"] for data in files]
        named = zip(names, files, strict=True)
        tree = Tree((name, data) for name, data in named if names.count(name) == 1)
        tree.twice = frozenset(names) - tree.keys()
        return tree

    def _object(self, name: str) -> bytes:
        """Return an object from a git that is kept running: a process for each would take long."""
        if self._reader is None:
            self._reader = subprocess.Popen(
                ["git", "-C", str(self.path), "cat-file", "--batch"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        self._reader.stdin.write(f"{name}\n".encode())
        self._reader.stdin.flush()
        head = self._reader.stdout.readline().split()
        if len(head) != 3:
            return b""
        return self._reader.stdout.read(int(head[2]) + 1)[:-1]

    def share(self, others: Sequence[Clone]) -> None:
        """See the others' objects, so that nothing has to be fetched."""
        lines = "".join(f"{other.path}/.git/objects\n" for other in others if other is not self)
        (self.path / ".git" / "objects" / "info" / "alternates").write_text(lines)

    def close(self) -> None:
        if self._reader is not None:
            self._reader.stdin.close()
            self._reader.wait()
            self._reader.stdout.close()


def start(folder: Path, count: int, settings: Sequence[tuple[str, str]], attributes: str,
          styles: Sequence[str], newline: str) -> list[Clone]:  # fmt: skip
    """Return clones that share their first commit."""
    Clone.clock = 0
    clones = []
    for number in range(count):
        (folder / str(number)).mkdir()
        clones.append(Clone(folder / str(number), settings, attributes))
    first = clones[0]
    (first.path / "clients").mkdir()
    for number, style in enumerate(styles):
        text = style.format(name=f"Client{number}").replace("\n", newline)
        (first.path / "clients" / f"client{number}.yaml").write_bytes(text.encode())
    first.commit("start", every=True)
    for clone in clones:
        clone.share(clones)
    for clone in clones[1:]:
        clone.git("reset", "-q", "--hard", first.head)
    return clones


# Changes: each takes the document, a random source and a word that no other change has.


def _items(document, name):
    root = oracle.load(document.source.data)
    value = root.get(name)
    return value if isinstance(value, list) else []


def append_entry(document, pick, word):
    day = f"2026-{pick.randint(3, 12):02d}-{pick.randint(1, 28):02d}"
    item = {
        "date": day,
        "type": pick.choice(("call", "visit", "email")),
        "by": pick.choice(("ana", "boris")),
        "summary": f"{word}{pick.choice(WORDS)}{pick.choice(WORDS)} {pick.choice(NOTES)}",
        "cost": f"{pick.randint(1, 99)} EUR",
    }
    if pick.random() < 0.3:
        item |= {"items": [{"service": "beans", "qty": str(pick.randint(1, 9))}]}
    return [change.append(("interactions",), item)]


def append_equal(document, pick, word):
    return [change.append(("interactions",), dict(pick.choice(EQUAL)))]


def edit_entry(document, pick, word):
    entries = _items(document, "interactions")
    own = [n for n, item in enumerate(entries) if not item["summary"].startswith("equal")]
    if not own:
        return []
    place = pick.choice(own)
    token = entries[place]["summary"].split()[0]
    key, value = pick.choice(
        (
            ("summary", f"{token} {pick.choice(NOTES)}"),
            ("outcome", pick.choice(("agreed", "refused"))),
            ("by", pick.choice(("ana", "boris", "vera"))),
            ("duration", f"{pick.randint(5, 50)}m"),
        )
    )
    return [change.put(("interactions", place, key), value)]


def edit_lines(document, pick, word):
    """Change an order line deep within an entry, or add one."""
    entries = _items(document, "interactions")
    orders = [n for n, item in enumerate(entries) if isinstance(item.get("items"), list)]
    if not orders:
        return []
    place = pick.choice(orders)
    lines = entries[place]["items"]
    if lines and pick.random() < 0.6:
        line = pick.randrange(len(lines))
        return [
            change.put(("interactions", place, "items", line, "qty"), str(pick.randint(10, 99)))
        ]
    return [change.append(("interactions", place, "items"), {"service": word, "qty": "1"})]


def delete_entry(document, pick, word):
    entries = _items(document, "interactions")
    return [change.remove(("interactions", pick.randrange(len(entries))))] if entries else []


def add_tag(document, pick, word):
    tag = pick.choice(("vip", "wholesale", "new", word))
    return [] if tag in _items(document, "tags") else [change.append(("tags",), tag)]


def remove_tag(document, pick, word):
    tags = _items(document, "tags")
    return [change.remove(("tags", pick.randrange(len(tags))))] if tags else []


def add_task(document, pick, word):
    item = {"due": f"2026-12-{pick.randint(1, 28):02d}", "what": f"{word} {pick.choice(NOTES)}"}
    return [change.append(("tasks",), item)]


def tick_task(document, pick, word):
    tasks = _items(document, "tasks")
    if not tasks:
        return []
    day = f"2026-11-{pick.randint(20, 28)}"
    return [change.put(("tasks", pick.randrange(len(tasks)), "done"), day)]


def set_value(document, pick, word):
    path, value = pick.choice(
        (
            (("phone",), f"+1 202 555 01{pick.randint(10, 99)}"),
            (("owner",), pick.choice(("ana", "boris", "vera"))),
            (("address", "city"), pick.choice(("Sofia", "Plovdiv", "Varna"))),
            (("address", "postcode"), str(pick.randint(1000, 1003))),
            (("fields", "seats"), str(pick.randint(1, 9))),
            (("notes",), f"{pick.choice(NOTES)}\n{pick.choice(NOTES)}\n"),
            (("important",), pick.choice(NOTES)),
        )
    )
    return [change.put(path, value)]


def unset_value(document, pick, word):
    root = oracle.load(document.source.data)
    keys = [key for key in root if key in {"phone", "owner", "notes", "important", "deals"}]
    return [change.remove((pick.choice(keys),))] if keys else []


def add_contact(document, pick, word):
    name = pick.choice(("Maria", "Ivan", "Petar", "Elena"))
    for place, item in enumerate(_items(document, "contacts")):
        if item["name"] == name:
            return [change.put(("contacts", place, "role"), pick.choice(("chef", "owner", word)))]
    item = {"name": name, "phone": f"+1 202 555 01{pick.randint(10, 12)}"}
    return [change.append(("contacts",), item)]


CHANGES = (
    append_entry, append_entry, append_entry, append_equal, edit_entry, edit_entry, edit_lines,
    delete_entry, add_tag, remove_tag, add_task, tick_task, set_value, set_value, unset_value,
    add_contact,
)  # fmt: skip


def comment(data: bytes, pick: random.Random, word: str) -> bytes:
    """Return the file with a comment more, where it changes nothing else."""
    text = data.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    place = pick.randrange(len(lines))
    note = f"# c{word.removeprefix('w')}"
    if pick.random() < 0.4:
        lines[place] += f"  {note}"
    else:
        lines.insert(place, " " * pick.choice((0, 2, 4)) + note)
    after = newline.join(lines).encode()
    after = b"\xef\xbb\xbf" + after if data.startswith(b"\xef\xbb\xbf") else after
    document = read("x", after)
    same = document.root is not None and oracle.load(after) == oracle.load(data)
    return after if same else data


def line_ends(data: bytes, pick: random.Random, word: str) -> bytes:
    """Return the file with the other line ends."""
    return data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n")


def changed(data: bytes, pick: random.Random, word: str) -> bytes:
    """Return a file after one change."""
    kind = pick.random()
    if kind < 0.12:
        return comment(data, pick, word)
    if kind < 0.15:
        return line_ends(data, pick, word)
    document = read("x", data)
    try:
        after = change.apply(document, *pick.choice(CHANGES)(document, pick, word))
    except CrmError:
        return data
    return after.source.data
