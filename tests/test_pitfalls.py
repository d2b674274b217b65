"""The 69 client files that break careless tools: each is told of, kept and added to as it should be."""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from transcript import crm

from crm.base import Base
from crm.problems import Problem
from crm.settings import load_settings
from crm.store.load import ClientFile, read_file
from crm.text import plain, read
from crm.text import reader as text_reader

FOLDER = Path(__file__).parent / "data" / "pitfalls"
EXPECTED = {row["file"]: row["expect"] for row in json.loads((FOLDER / "expected.json").read_text("utf-8"))}  # fmt: skip
NAME = "ООО Ромашка"
ENTRY = "  - date: 2026-11-20\n    type: note\n    summary: Called back\n"
LIST = "interactions:\n" + ENTRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that is not read: the first problem's code and line, and words it is told with."""

    code: str
    line: int
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that is read: texts as they were typed, a problem there is, and what an entry adds.

    `put` stands after the first `after` (else at the end of the file) in place of `instead`; None
    where the entry is refused.
    """

    texts: dict[str, str] | None = None
    told: Refused | None = None
    after: str = ""
    put: str | None = LIST
    instead: str = ""


def text(key: str, value: str) -> Kept:
    """Return a file whose second line is an unknown key with a text that must stay as it is."""
    return Kept(
        texts={"name": NAME, key: value}, told=Refused(code="key-unknown", line=2, says=(key,))
    )


ANCHOR = "anchors and aliases"
UTF8 = "save it as UTF-8"
TABLE: dict[str, Refused | Kept] = {
    # Scalars that other readers take for something else
    "norway.yaml": text("country", "NO"),
    "on_off.yaml": text("status", "on"),
    "sexagesimal.yaml": text("time", "10:30"),
    "leading_zero.yaml": text("zip", "0123"),
    "inn_zero.yaml": text("inn", "007707083893"),
    "exp.yaml": text("code", "1e3"),
    "underscore.yaml": text("code", "1_000"),
    "huge_int.yaml": text("inn", "9" * 5000),
    "equals.yaml": text("x", "="),
    "phone_plus.yaml": Kept(texts={"phone": "+79161234567"}),
    "directive.yaml": Kept(texts={"country": "NO"}),
    "bad_date.yaml": Kept(
        texts={"since": "2026-02-30"},
        told=Refused(code="date-invalid", line=2, says=('"2026-02-30" is not a date', "2026-11-20")),
    ),
    # Keys
    "null_key.yaml": Refused(code="key-not-text", line=2, says=("must be text", "null")),
    "complex_key.yaml": Refused(code="key-not-text", line=1, says=("a list",)),
    "dup_key.yaml": Refused(code="key-duplicate", line=3, says=("phone", "line 2 and line 3")),
    "dup_key_quoted.yaml": Refused(code="key-duplicate", line=2, says=("line 1 and line 2",)),
    "zwsp_key.yaml": Kept(
        texts={"na\u200bme": "x"},
        told=Refused(code="key-unknown", line=1, says=("na\\u200bme", "name", "zero width")),
    ),
    "homoglyph_key.yaml": Kept(
        texts={"n\u0430me": "x"},
        told=Refused(code="key-unknown", line=1, says=("like name", "cyrillic small letter a")),
    ),
    # Anchors, aliases, tags
    "merge_key.yaml": Refused(code="merge-key-refused", line=3, says=("<<",)),
    "alias.yaml": Refused(code="anchor-refused", line=2, says=(ANCHOR, "&a")),
    "alias_undefined.yaml": Refused(code="anchor-refused", line=2, says=(ANCHOR, "*nope")),
    "self_ref.yaml": Refused(code="anchor-refused", line=2, says=(ANCHOR, "&a")),
    "bomb.yaml": Refused(code="anchor-refused", line=2, says=(ANCHOR, "&a")),
    "tag_python.yaml": Refused(code="tag-refused", line=2, says=("!!python/object/apply:os.system",)),
    "tag_custom.yaml": Refused(code="tag-refused", line=2, says=("!foo", "remove the tag")),
    # Syntax
    "tab_indent.yaml": Refused(code="tab-indent", line=3, says=("a tab", "spaces")),
    "colon_value.yaml": Refused(code="colon-in-value", line=2, says=("colon", "quote the value")),
    "at_value.yaml": Refused(code="value-needs-quotes", line=2, says=("@", 'quote the value: "@…"')),
    "percent.yaml": Refused(code="value-needs-quotes", line=2, says=('quote the value: "%…"',)),
    "unclosed.yaml": Refused(code="quote-unclosed", line=2, says=('close it with "',)),
    "deep.yaml": Refused(code="too-deep", line=2, says=("50 levels",)),
    "multi_doc.yaml": Refused(code="several-documents", line=2, says=("---",)),
    "merge_markers.yaml": Refused(code="conflict-marker", line=2, says=("unresolved git merge",)),
    "empty.yaml": Refused(code="file-empty", line=1, says=("empty", "`name: …`")),
    "only_comment.yaml": Refused(code="file-empty", line=1, says=("empty",)),
    "top_list.yaml": Refused(code="mapping-expected", line=1, says=("a mapping", "a list")),
    "top_text.yaml": Refused(code="mapping-expected", line=1, says=("a mapping", "a text")),
    "hash_value.yaml": Kept(
        texts={"note": "call"},
        told=Refused(code="hash-comment", line=2, says=("#42 is a comment", '"call #42"')),
    ),
    # Bytes and characters
    "cp1251.yaml": Refused(code="encoding-invalid", line=1, says=("looks like cp1251", UTF8)),
    "bad_utf8.yaml": Refused(code="encoding-invalid", line=1, says=("0x80", UTF8)),
    "surrogate.yaml": Refused(code="encoding-invalid", line=1, says=("0xED", UTF8)),
    "utf16.yaml": Refused(code="encoding-utf16", line=1, says=("UTF-16", UTF8)),
    "nul.yaml": Refused(code="character-invalid", line=1, says=("U+0000",)),
    "control.yaml": Refused(code="character-invalid", line=1, says=("U+0007",)),
    "vt_ff.yaml": Refused(code="character-invalid", line=2, says=("U+000B",)),
    "bom_middle.yaml": Refused(code="character-invalid", line=2, says=("U+FEFF",)),
    "bidi.yaml": Kept(
        texts={"name": "a\u202eb"}, told=Refused(code="text-hidden", line=1, says=("U+202E",))
    ),
    "ls.yaml": Kept(texts={"name": "a\u2028b"}),
    "nel.yaml": Kept(
        texts={"name": "a\x85b", "phone": "1"}, told=Refused(code="phone-invalid", line=2)
    ),
    "nfd.yaml": Kept(texts={"name": "ООО И\u0306од"}),
    "bom.yaml": Kept(texts={"name": NAME}),
    # Places where an entry goes
    "doc_start.yaml": Kept(texts={"name": NAME}),
    "doc_end.yaml": Kept(after=f"name: {NAME}\n"),
    "crlf.yaml": Kept(put=ENTRY.replace("\n", "\r\n")),
    "cr_only.yaml": Kept(put=LIST.replace("\n", "\r")),
    "mixed_eol.yaml": Kept(put=ENTRY.replace("\n", "\r\n")),
    "no_final_nl.yaml": Kept(put="\n" + ENTRY.removesuffix("\n")),
    "comment_tail.yaml": Kept(after="note: x\n", put=ENTRY),
    "comment_eof.yaml": Kept(after="note: x\n", put=ENTRY),
    "indentless.yaml": Kept(after="note: x\n", put=re.sub("(?m)^  ", "", ENTRY)),
    "indent4.yaml": Kept(
        put="    -   date: 2026-11-20\n        type: note\n        summary: Called back\n"
    ),
    "flow_list.yaml": Kept(
        after="note: x}", put=", {date: 2026-11-20, type: note, summary: Called back}"
    ),
    "flow_empty.yaml": Kept(after="interactions:", instead=" []\n", put="\n" + ENTRY),
    "null_list.yaml": Kept(after="interactions:\n", put=ENTRY),
    "tilde_list.yaml": Kept(
        after="interactions:", instead=" ~ # none\n", put=" # none\n" + ENTRY
    ),
    "not_list.yaml": Kept(
        told=Refused(code="list-needed", line=2, says=("interactions needs a list",)), put=None
    ),
    "block_scalar_tail.yaml": Kept(after="      a\n", put=ENTRY),
    "block_scalar_keep.yaml": Kept(put=ENTRY),
    "looks_like_item.yaml": Kept(put=ENTRY),
}  # fmt: skip
READ = [name for name, row in TABLE.items() if isinstance(row, Kept)]
UNREAD = [name for name, row in TABLE.items() if isinstance(row, Refused)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """All of the files in one base; every test adds to its own file only."""
    root = tmp_path_factory.mktemp("pitfalls")
    shutil.copytree(FOLDER, root / "clients", ignore=shutil.ignore_patterns("*.json"))
    return Base(root)


@pytest.fixture(scope="module")
def files(base: Base) -> dict[str, ClientFile]:
    settings = load_settings(base).settings
    return {name: read_file(base, base.clients / name, settings) for name in sorted(TABLE)}


def test_table_covers_every_file() -> None:
    assert set(TABLE) == set(EXPECTED) == {path.name for path in FOLDER.glob("*.yaml")}
    assert len(TABLE) == 69


def find(problems: tuple[Problem, ...], wanted: Refused) -> Problem:
    """Return the problem of a code, which must be there at the line and in the words wanted."""
    found = [row for row in problems if row.code == wanted.code]
    assert found, f"no {wanted.code} among {[row.code for row in problems]}"
    assert found[0].location.line == wanted.line
    for words in wanted.says:
        assert words in f"{found[0].message} {found[0].hint}"
    return found[0]


@pytest.mark.parametrize("name", UNREAD)
def test_file_that_is_refused(files: dict[str, ClientFile], name: str) -> None:
    """The reason, the line, and nothing else is claimed about the file."""
    wanted = TABLE[name]
    assert isinstance(wanted, Refused)
    assert files[name].client is None
    problem = find(files[name].problems, wanted)
    assert problem.level == "error"
    assert problem.hint
    assert {row.location.path for row in files[name].problems} == {f"clients/{name}"}


@pytest.mark.parametrize("name", READ)
def test_file_that_is_read(files: dict[str, ClientFile], name: str) -> None:
    """Texts are as they were typed; what is odd about them is told."""
    wanted, file = TABLE[name], files[name]
    assert isinstance(wanted, Kept)
    assert file.client is not None
    assert file.document is not None
    assert file.document.root is not None
    data = plain(file.document.root)
    assert isinstance(data, dict)
    assert {key: data[key] for key in wanted.texts or {}} == (wanted.texts or {})
    if wanted.told:
        find(file.problems, wanted.told)


def added_to(name: str, wanted: Kept) -> bytes:
    """Return the bytes of a file with the entry in it, as the table says."""
    old = (FOLDER / name).read_bytes()
    at = old.index(wanted.after.encode()) + len(wanted.after.encode()) if wanted.after else len(old)
    gone = wanted.instead.encode()
    assert old[at:].startswith(gone)
    return old[:at] + (wanted.put or "").encode() + old[at + len(gone) :]


@pytest.mark.parametrize("name", READ)
def test_entry_is_added_and_every_other_byte_kept(base: Base, name: str) -> None:
    wanted, path = TABLE[name], base.clients / name
    assert isinstance(wanted, Kept)
    ran = crm("log", "-C", base.root, path.stem, "note", "Called back")
    if wanted.put is None:
        assert ran.code == 1
        assert f"clients/{name}:2: not changed: interactions is not a list" in ran.err
        assert path.read_bytes() == (FOLDER / name).read_bytes()
        return
    assert ran.code == 0, ran.err
    assert path.read_bytes() == added_to(name, wanted)
    place, _, line = ran.out.strip().rpartition(":")
    assert place == f"clients/{name}"
    shown = re.split("\r\n|\n|\r", path.read_bytes().decode("utf-8-sig"))[int(line) - 1]
    assert "2026-11-20" in shown
    entry = {"date": "2026-11-20", "type": "note", "summary": "Called back"}
    assert entries(path.read_bytes()) == [*entries((FOLDER / name).read_bytes()), entry]


def entries(data: bytes) -> list[object]:
    root = read("a.yaml", data).root
    assert root is not None
    whole = plain(root)
    assert isinstance(whole, dict)
    found = whole.get("interactions", [])
    return found if isinstance(found, list) else []


@pytest.mark.parametrize("name", UNREAD)
def test_entry_is_refused_where_the_file_is(base: Base, name: str) -> None:
    """With the place, the reason and what to do; not a byte changes."""
    wanted, path = TABLE[name], base.clients / name
    assert isinstance(wanted, Refused)
    ran = crm("log", "-C", base.root, path.stem, "note", "Called back")
    assert ran.code == 1
    assert ran.out == ""
    assert f"crm: clients/{name}:" in ran.err
    assert "not changed" in ran.err
    assert "hint: " in ran.err
    assert path.read_bytes() == (FOLDER / name).read_bytes()


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    """What one `crm check` says of all the files together, by file."""
    root = tmp_path_factory.mktemp("checked")
    shutil.copytree(FOLDER, root / "clients", ignore=shutil.ignore_patterns("*.json"))
    ran = crm("check", "-C", root, "--json")
    assert ran.code == 1
    assert ran.err == ""
    rows = json.loads(ran.out)["rows"]
    return {name: [row for row in rows if row["path"] == f"clients/{name}"] for name in TABLE}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_check_tells_all_files_at_once(
    checked: dict[str, list[dict[str, object]]], name: str
) -> None:
    """No bad file hides another's problems."""
    row = TABLE[name]
    wanted = row if isinstance(row, Refused) else row.told
    if wanted:
        assert (wanted.code, wanted.line) in [(row["code"], row["line"]) for row in checked[name]]
    if name in {"bom.yaml", "ls.yaml", "nfd.yaml", "doc_start.yaml", "phone_plus.yaml"}:
        assert checked[name] == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_check_of_one_file_in_words(tmp_path: Path, name: str) -> None:
    """`path:line:column: level[code]: …` and an exit code; never a traceback."""
    (tmp_path / "clients").mkdir()
    shutil.copy(FOLDER / name, tmp_path / "clients")
    ran = crm("check", "-C", tmp_path)
    row = TABLE[name]
    wanted = row if isinstance(row, Refused) else row.told
    assert "Traceback" not in ran.out + ran.err
    assert "internal error" not in ran.out + ran.err
    assert ran.code == (1 if ": error[" in ran.out else 0)
    assert ran.code == 1 or isinstance(row, Kept)
    if wanted:
        assert re.search(rf"(?m)^clients/{name}:{wanted.line}:\d+: \w+\[{wanted.code}\]: ", ran.out)


def test_name_in_two_letters_is_found_by_one(tmp_path: Path) -> None:
    """й typed as и and a breve, as macOS writes it, is the same letter."""
    (tmp_path / "clients").mkdir()
    shutil.copy(FOLDER / "nfd.yaml", tmp_path / "clients")
    assert "\u0439" not in (FOLDER / "nfd.yaml").read_text("utf-8")
    ran = crm("show", "-C", tmp_path, "\u0439од")
    assert ran.code == 0, ran.err
    assert "nfd" in ran.out


def test_bomb_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """10^9 leaves if it were walked; after a few aliases nothing more is asked of the parser."""
    events = []
    parser = text_reader.Parser

    class Counting(parser):  # type: ignore[misc, valid-type]
        def get_event(self) -> object:
            events.append(None)
            return super().get_event()

    monkeypatch.setattr(text_reader, "Parser", Counting)
    data = (FOLDER / "bomb.yaml").read_bytes()
    start = time.perf_counter()
    document = read("bomb.yaml", data)
    assert time.perf_counter() - start < 0.1
    assert document.root is None
    assert 0 < len(events) < 60


@pytest.mark.parametrize("name", sorted(TABLE))
def test_reader_without_its_part_in_c_says_the_same(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """PyYAML may come without libyaml."""
    data = (FOLDER / name).read_bytes()
    first = read(name, data)
    monkeypatch.setattr(text_reader, "Parser", yaml.Loader)
    second = read(name, data)
    assert second.problems == first.problems
    assert (second.root is None) == (first.root is None)
    if first.root and second.root:
        assert plain(second.root) == plain(first.root)
