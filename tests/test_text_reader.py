"""Reading: where things stand, what is refused, and in which words."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml_files import client_files

from crm.problems import RULES, Level, Problem
from crm.problems.reading import READING
from crm.text import Mapping, Scalar, Sequence, plain, read
from crm.text import reader as text_reader
from crm.text.nodes import scalars
from crm.text.reader import DEPTH_LIMIT, SIZE_LIMIT, SIZE_WARNING
from crm.text.source import LINE_END

LONG = "notes: " + "x" * 66
BIG = b"name: x\n" + LONG.encode() + b"\n"
# One file or more for every code of reading: the text, the place, the message, the hint.
EXAMPLES = [
    ("file-empty", "", "1:1", "the file is empty", "write at least `name: …`, or delete the file"),
    ("file-empty", "\n# nothing yet\n", "1:1", "the file is empty", "delete the file"),
    ("file-empty", "~\n", "1:1", "the file is empty", ""),
    ("mapping-expected", "- a\n", "1:1", "this is a list", "begin with `name: …`"),
    ("mapping-expected", "# c\n\nCafé\n", "3:1", "this is a text", "begin with `name: …`"),
    ("mapping-expected", "name:x\n", "1:1", "this is a text", "begin with `name: …`"),
    ("several-documents", "name: a\n---\nname: b\n", "2:1", "a second document", "follows `---`"),
    ("several-documents", "name: a\n...\nname: b\n", "3:1", "a second document", ""),
    ("key-duplicate", "a: 1\nb: 2\na: 3\n", "3:1", "the key a is here twice: line 1 and line 3", "make one list"),
    ("key-duplicate", "a:\n  - {x: 1, 'x': 2}\n", "2:12", "twice: line 2 and line 2", ""),
    ("key-duplicate", "a\u2028b: 1\na\u2028b: 2\n", "2:1", "the key a\\u2028b is here twice", ""),
    ("key-not-text", "~: 1\n", "1:1", "a key must be text, this is ~", "a plain word before the colon"),
    ("key-not-text", "null: 1\n", "1:1", "this is null", ""),
    ("key-not-text", ": 1\n", "1:1", "this is nothing", ""),
    ("key-not-text", "? {a: b}\n: c\n", "1:3", "this is a mapping", ""),
    ("key-not-text", "a: {[b]: c}\n", "1:5", "this is a list", ""),
    ("anchor-refused", "a: &b c\n", "1:4", "not used here: &b", "quote it if it is text that begins"),
    ("anchor-refused", "a: *b\n", "1:4", "not used here: *b", ""),
    ("anchor-refused", "a: {b: &c {d: e}}\n", "1:8", "not used here: &c", ""),
    ("tag-refused", "a: !!int 1\n", "1:4", "not used here: !!int", "remove the tag, or quote"),
    ("tag-refused", "a: [!b c]\n", "1:5", "not used here: !b", ""),
    ("merge-key-refused", "<<: {a: b}\n", "1:1", "merge keys (<<) are not used here", "write the values out"),
    ("tab-indent", "a:\n\tb: c\n", "2:1", "a tab is used as indentation", "replace the tab by spaces"),
    ("tab-indent", "a:\n  - b\n  \t- c\n", "3:3", "a tab is used as indentation", ""),
    ("too-deep", "a: " + "[" * 60 + "]" * 60, "1:53", "nested deeper than 50 levels", "check the brackets"),
    ("quote-unclosed", 'a: b\nc: "d\ne: f\n', "2:4", "opens here and is never closed", 'close it with "'),
    ("quote-unclosed", "a: 'b\n", "1:4", "opens here and is never closed", "close it with '"),
    ("bracket-unclosed", "a: [b, c\nd: e\n", "1:4", "opens here and is not closed properly", "put commas between"),
    ("bracket-unclosed", "a: [b, {c: d]\n", "1:8", "opens here and is not closed properly", ""),
    ("colon-in-value", "a: b: c\n", "1:5", "a colon followed by a space", 'quote the value: "…"'),
    ("colon-in-value", "a:\n  - what: call: now\n", "2:15", "a colon followed by a space", ""),
    ("colon-missing", "a: b\nphone:+359\nc: d\n", "2:1", "no colon with a space after it", "write `key: value`"),
    ("colon-missing", "a: b\nphone +359\n", "2:1", "no colon with a space after it", ""),
    ("colon-missing", "phone +359\na: b\n", "1:1", "no colon with a space after it", ""),
    ("indent-wrong", "a: b\n  c: d\n", "2:3", "fits none of the lines above", "exactly like the other keys"),
    ("indent-wrong", "a: b\n\n# c\n  c: d\n", "4:3", "fits none of the lines above", ""),
    ("indent-wrong", "a:\n  - b: c\n   d: e\n", "3:4", "fits none of the lines above", ""),
    ("indent-wrong", "a:\n  - b: c\n  d: e\n", "3:3", "fits none of the lines above", ""),
    ("indent-wrong", "  a: b\nc: d\n", "2:1", "fits none of the lines above", ""),
    ("dash-in-value", "tags: - horeca\n", "1:7", "a dash followed by a space", "begins on the line after its key"),
    ("text-after-quote", "a: 'it's'\n", "1:8", "text follows the closing quotation mark", "'it''s'"),
    ("text-after-quote", 'a: {b: "c" d}\n', "1:12", "text follows the closing quotation mark", ""),
    ("escape-invalid", 'a: "C:\\docs"\n', "1:7", "\\d means nothing in double quotes", "two backslashes"),
    ("escape-invalid", 'a: "\\u12"\n', "1:5", "\\u12 means nothing in double quotes", ""),
    ("value-needs-quotes", "a: @b\n", "1:4", "a value cannot begin with @", 'quote the value: "@…"'),
    ("value-needs-quotes", "a: [b, `c]\n", "1:8", "a value cannot begin with `", ""),
    ("value-needs-quotes", "a: b\nc: %d\n", "2:4", "a value cannot begin with %", ""),
    ("value-needs-quotes", "a: b\n}\n", "2:1", "a value cannot begin with }", ""),
    ("syntax-error", "a: |x\n  b\n", "1:5", "this is not valid YAML: did not find", "check the indentation"),
    ("conflict-marker", "a: b\n<<<<<<< ours\n=======\n>>>>>>> theirs\n", "2:1", "unresolved git merge: <<<<<<< ours", "choose one side"),
    ("conflict-marker", "a: |\n  b\n=======\n  c\n>>>>>>> theirs\n", "3:1", "unresolved git merge: =======", ""),
    ("conflict-marker", "a: b\r\n<<<<<<< ours\r\nc: d\r\n=======\r\n>>>>>>> e\r\n", "2:1", "unresolved git merge: <<<<<<< ours", ""),
    ("character-invalid", "a: b\x07\n", "1:5", "the character U+0007 is not allowed here", "delete it"),
    ("character-invalid", "a: b\n\ufeffc: d\n", "2:1", "the character U+FEFF", ""),
    ("character-invalid", "a: \uffff\n", "1:4", "the character U+FFFF", ""),
    ("hash-comment", "a: b\nnote: call #42 now\n", "2:12", "#42 now is a comment and no part of the value", '"call #42 now"'),
    ("hash-comment", "a: [b, c #d\n  ]\n", "1:10", "#d is a comment", '"c #d"'),
    ("text-hidden", "a: b\u202ec\n", "1:5", "how it is read: U+202E", "retype the text"),
]  # fmt: skip
IN_BYTES = [
    ("encoding-invalid", b"a: b\nc: \xff\n", "2:4", "not UTF-8: byte 0xFF", "save it as UTF-8"),
    ("encoding-invalid", "имя: Ромашка\n".encode("cp1251"), "1:1", ", looks like cp1251", ""),
    ("encoding-invalid", "é: 1\n".encode("latin-1"), "1:1", "not UTF-8: byte 0xE9", ""),
    ("encoding-invalid", b"\xef\xbb\xbfname: \xe8\n", "1:7", "not UTF-8: byte 0xE8", ""),
    ("encoding-utf16", "name: x\n".encode("utf-16"), "1:1", "the file is UTF-16", "save it as UTF-8"),
    ("encoding-utf16", b"\xfe\xff\x00n", "1:1", "the file is UTF-16", ""),
    ("file-large", BIG + b"#\n" * 350_000, "1:1", f"has {len(BIG) + 700_000} bytes and grows", "move what is old"),
    ("file-too-large", BIG + b"#\n" * 500_000, "1:1", "larger than 1000000 bytes", "move what is old"),
    ("file-too-large", b"a: " + "я".encode() * 500_000, "1:1", "larger than 1000000 bytes", ""),
    ("file-too-large", (b"a: b" + "я".encode() * 500_000)[: SIZE_LIMIT + 1], "1:1", "larger than", ""),
]  # fmt: skip


def only(problems: tuple[Problem, ...], code: str) -> Problem:
    found = [problem for problem in problems if problem.code == code]
    assert len(found) == 1, [problem.code for problem in problems]
    return found[0]


def assert_told(problem: Problem, place: str, message: str, hint: str) -> None:
    assert str(problem.location) == f"clients/a.yaml:{place}"
    assert message in problem.message
    assert hint in problem.hint
    assert "{" not in re.sub(r"\{.*\}|in \{ \}", "", problem.message)


@pytest.mark.parametrize("parser", ["c", "python"])
@pytest.mark.parametrize(("code", "text", "place", "message", "hint"), EXAMPLES)
def test_problem_by_example(
    monkeypatch: pytest.MonkeyPatch,
    parser: str,
    code: str,
    text: str,
    place: str,
    message: str,
    hint: str,
) -> None:
    """Either parser, the one in C and the one in Python, leads to the same words."""
    if parser == "python":
        monkeypatch.setattr(text_reader, "Parser", yaml.Loader)
        message = message.removesuffix(" did not find")
    document = read("clients/a.yaml", text.encode("utf-8", "surrogatepass"))
    assert_told(only(document.problems, code), place, message, hint)
    assert (document.root is None) == (RULES[code].level is Level.ERROR)


@pytest.mark.parametrize(
    ("code", "data", "place", "message", "hint"), IN_BYTES, ids=[row[0] for row in IN_BYTES]
)
def test_problem_of_bytes(code: str, data: bytes, place: str, message: str, hint: str) -> None:
    """A file that is too large is told as such whatever else the part of it that was read has."""
    document = read("clients/a.yaml", data)
    assert_told(only(document.problems, code), place, message, hint)
    assert (document.root is None) == (RULES[code].level is Level.ERROR)


def test_every_code_of_reading_has_an_example() -> None:
    shown = {row[0] for row in (*EXAMPLES, *IN_BYTES)}
    assert shown == {rule.code for rule in READING} - {"file-unreadable"}


def test_several_problems_are_told_at_once() -> None:
    """Not one a run: what the parser can get over is collected."""
    text = "a: &b c\nd: !e f\n~: g\na: h\n<<: i\nj: *b\n"
    document = read("a.yaml", text.encode())
    assert [(problem.location.line, problem.code) for problem in document.problems] == [
        (1, "anchor-refused"),
        (2, "tag-refused"),
        (3, "key-not-text"),
        (4, "key-duplicate"),
        (5, "merge-key-refused"),
        (6, "anchor-refused"),
    ]


def test_problem_before_parsing_and_warning_after_it() -> None:
    """What stops the reading is told with what was seen before."""
    document = read("a.yaml", b"a: \x07\n<<<<<<< x\n>>>>>>> y\n")
    assert [problem.code for problem in document.problems] == ["character-invalid", "conflict-marker"]  # fmt: skip
    document = read("a.yaml", "a: b #c\nd: \u202ee #f\n".encode())
    assert [problem.code for problem in document.problems] == [
        "hash-comment",
        "hash-comment",
        "text-hidden",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: 'b' # c\n",  # a quoted value and a comment
        "a: b # c\n",
        "a: b #!c\n",
        "a: | #c\n  b #d\n",
        "# #a\nb: c\n",
        "a: #b\n",
        "a: 'b #c'\n",
        "a: b#c\n",
        "a: '<<'\n'<<': b\n",
        "'~': a\n'null': b\n",
        "a: '&b'\nc: '!d'\ne: '*f'\n",
        "a: |\n  =======\n  b\n",
        "a: =======\n",
        "a: b\tc\n",
        "a:\tb\n",
        "a: " + "[" * (DEPTH_LIMIT - 1) + "]" * (DEPTH_LIMIT - 1),
        "a: \u200fb\n",
        "a: b # \u200d\n",
    ],
)
def test_nothing_is_told_of_what_is_fine(text: str) -> None:
    document = read("a.yaml", text.encode())
    assert document.problems == ()
    assert document.root is not None


# Positions

NODES = (
    "# top\nname: Кафе\ntags: [a, 'b c']\ntasks:\n  - what: |\n      one\n      two\n    due: x\n"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_and_column_of_nodes(newline: str, bom: bytes) -> None:
    """Columns count characters, lines are those of an editor; a BOM is no character."""
    document = read("a.yaml", bom + NODES.replace("\n", newline).encode())
    root, position = document.root, document.source.position
    assert root is not None
    places = {node.text.split("\n")[0]: position(node.start) for node in scalars(root)}
    assert places == {
        "name": (2, 1), "Кафе": (2, 7), "tags": (3, 1), "a": (3, 8), "b c": (3, 11), "tasks": (4, 1),
        "what": (5, 5), "one": (5, 11), "due": (8, 5), "x": (8, 10),
    }  # fmt: skip
    tags, tasks = root.get("tags"), root.get("tasks")
    assert isinstance(tags, Sequence)
    assert isinstance(tasks, Sequence)
    assert (tags.flow, tasks.flow) == (True, False)
    assert position(tags.end) == (3, 17)
    assert isinstance(tasks.items[0], Mapping)
    assert position(tasks.items[0].start) == (5, 5)


@pytest.mark.parametrize("char", ["\x85", "\u2028", "\u2029"])
def test_what_ends_a_line_only_for_yaml(char: str) -> None:
    """NEL, LS and PS are text: in no editor does a line end there."""
    text = f"a: b{char}c\nd: 'e{char}f'\ng{char}: |\n  h{char}i\nj: @\n"
    document = read("a.yaml", text.encode())
    assert str(document.problems[0].location) == "a.yaml:5:4"
    document = read("a.yaml", text.replace("@", "k").encode())
    assert document.root is not None
    assert plain(document.root) == {
        "a": f"b{char}c", "d": f"e{char}f", f"g{char}": f"h{char}i\n", "j": "k"
    }  # fmt: skip
    key = document.root.key("j")
    assert isinstance(key, Scalar)
    assert document.source.position(key.start) == (5, 1)


def test_stand_ins_never_run_out() -> None:
    """Every character that could stand in for a line separator may itself be in the text."""
    used = "".join(map(chr, range(0xE000, 0xF900)))
    text = f"a: {used}\nb: c\x85\u2028\u2029d\n"
    document = read("a.yaml", text.encode())
    assert document.root is not None
    assert plain(document.root) == {"a": used, "b": "c\x85\u2028\u2029d"}


def test_characters_beyond_the_basic_plane_are_one_column() -> None:
    document = read("a.yaml", "a: {b: 👩‍🚀, c: @}\n".encode())
    assert str(document.problems[0].location) == "a.yaml:1:16"


def test_excerpt_is_the_line_and_the_one_before() -> None:
    document = read("a.yaml", b"a: b\r\nc: d\r\n" + b"e: @" + b"f" * 300 + b"\r\n")
    assert document.problems[0].excerpt == ((2, "c: d"), (3, "e: @" + "f" * 160))


def test_length_of_a_place_stays_on_its_line() -> None:
    document = read("a.yaml", b"a: &b\n  c: d\n  e: f\n")
    assert document.problems[0].location.length == 2


@given(client_files())
def test_every_node_stands_where_it_says(data: bytes) -> None:
    """The text between a plain scalar's offsets is the scalar; collections hold their parts."""
    document = read("a.yaml", data)
    if document.root is None:
        return
    text = document.source.text
    for node in scalars(document.root):
        if not node.style and not LINE_END.search(text[node.start : node.end]):
            assert text[node.start : node.end] == node.text
        elif node.style in {"'", '"'}:
            assert text[node.start] == text[node.end - 1] == node.style
    assert document.source.bom == data.startswith(b"\xef\xbb\xbf")


# Whatever is in a file

_damage = st.one_of(
    st.sampled_from(
        ["\t", ":", ": ", "- ", "'", '"', "[", "]", "{", "}", "&a ", "*a", "!t ", "|", ">", "#", " #",
         "%", "@", "`", "?", "? ", ",", "\\", "\n", "\r", "\n\t", "---\n", "...\n", "<<: ", "~: ",
         "\x00", "\x85", "\u2028", "\ufeff", "\u202e", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n"]
    ).map(str.encode),
    st.binary(min_size=1, max_size=3),
)  # fmt: skip


@given(client_files(), st.lists(st.tuples(st.integers(0, 10_000), _damage), max_size=4))
def test_damaged_file_gives_problems_within_it(
    data: bytes, damages: list[tuple[int, bytes]]
) -> None:
    """No exception; either a root or an error; every place is one in the file."""
    for number, damage in damages:
        at = number % (len(data) + 1)
        data = data[:at] + damage + data[at:]
    document = read("a.yaml", data)
    errors = [problem for problem in document.problems if problem.level is Level.ERROR]
    assert (document.root is None) == bool(errors)
    lines = len(document.source.starts)
    for problem in document.problems:
        assert 1 <= problem.location.line <= lines
        width = len(document.source.line_text(problem.location.line))
        assert 1 <= problem.location.column <= width + 1
        assert problem.message
        assert problem.hint
        assert problem.excerpt or not document.source.text


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(data: bytes) -> None:
    document = read("a.yaml", data)
    assert (document.root is None) == any(
        problem.level is Level.ERROR for problem in document.problems
    )


def test_size_limits_are_those_of_the_docs() -> None:
    assert (SIZE_LIMIT, SIZE_WARNING, DEPTH_LIMIT) == (1_000_000, 700_000, 50)
