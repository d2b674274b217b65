"""Client files as people write them, for property tests: every style, comment and line end."""

from __future__ import annotations

from hypothesis import strategies as st

# Texts that have broken careless YAML tools, among ordinary ones.
TRICKY = (
    "NO", "on", "10:30", "0123", "1e3", "1_000", "null", "~", "=", "- x", "a: b", "a #b", "#x",
    "@x", "%x", "`x", "'", '"', "\\", "'quoted'", '"quoted"', "[x", "{x", "a, b", "]", "*a", "&a",
    "!t", "|", ">", "?", "? x", "---", "...", "--- x", "<<", ":", "a:", " a", "a ", "\ta", "a\tb",
    "a\nb", "a\n", "\na", "a\n\nb", "a\n\n", " a\n b", "a \nb", "a\r\nb", "a\rb", "\n", "  ",
    "\x85", "a\u2028b", "a\u2029b", "\ufeffa", "\u202ea", "na\u200bme", "\x07", "\x00", "\x7f",
    "Кафе «Витоша»", "ООО Ромашка", "Щърбан Ъглов", "日本", "👩‍🚀", "--03-08", "+359 88 000 0101",
    "-", "--", "-1", "2026-11-20", "2026-11-20 14:30", "://", "http://x.example.org/a?b=c#d", "{{x}}",
    "é", "й", "\ue000", "\U0001f600", "a" * 200,
)  # fmt: skip

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
texts = st.one_of(st.sampled_from(TRICKY), words)
plain_texts = st.from_regex(r"[A-Za-zА-Яа-я][A-Za-zА-Яа-я0-9 .]{0,12}[a-zа-я0-9]", fullmatch=True)

_quoted = plain_texts.map(lambda text: f'"{text}"') | plain_texts.map(lambda text: f"'{text}'")
_comment = st.sampled_from(["", "", "", "  # note", " # 'x: y", "\t# tab"])
_between = st.sampled_from(["", "", "", "# a comment\n", "\n", "  # indented\n\n", "#\n"])


@st.composite
def _scalar(draw: st.DrawFn) -> str:
    return draw(plain_texts | _quoted | st.sampled_from(["2026-11-20", "NO", "0123", '""', "~"]))


@st.composite
def _flow_item(draw: st.DrawFn) -> str:
    pairs = draw(st.lists(_scalar(), min_size=1, max_size=3))
    spaced = draw(st.sampled_from(["{%s}", "{ %s }", "{%s,}", "{%s , }"]))
    return spaced % ", ".join(f"k{n}: {value}" for n, value in enumerate(pairs))


@st.composite
def _block_text(draw: st.DrawFn, indent: str) -> str:
    head = draw(
        st.sampled_from(["|", ">", "|-", ">-", "|+", ">+", "| # c", "|2" if indent else "|"])
    )
    body = draw(st.lists(plain_texts | st.sampled_from(["", "- x", "a: b", "# no"]), max_size=4))
    pad = indent + "  " if head == "|2" else indent + draw(st.sampled_from([" ", "  ", "    "]))
    tail = draw(st.sampled_from(["", "\n", "\n\n"]))
    lines = "".join(f"{pad}{line}\n" if line else "\n" for line in ["x", *body])
    return f"{head}\n{lines}{tail}"


@st.composite
def _value(draw: st.DrawFn, indent: str) -> str:
    """Return what follows `key:`, with its line end."""
    kind = draw(st.sampled_from(["scalar", "scalar", "scalar", "flow", "block", "two"]))
    if kind == "flow":
        return f" {draw(_flow_item())}{draw(_comment)}\n"
    if kind == "block":
        return " " + draw(_block_text(indent))
    if kind == "two":
        return f" {draw(plain_texts)}\n{indent}  {draw(plain_texts)}\n"
    return f" {draw(_scalar())}{draw(_comment)}\n"


@st.composite
def _block_item(draw: st.DrawFn, indent: str) -> str:
    gap = draw(st.sampled_from([" ", " ", "   "]))
    inner = indent + " " + gap
    keys = draw(st.integers(1, 4))
    lines = [f"{inner}k{n}:{draw(_value(inner))}" for n in range(keys)]
    return indent + "-" + gap + "".join(lines)[len(inner) :]


@st.composite
def _list(draw: st.DrawFn, name: str, *, filled: bool) -> str:
    styles = ["block", "block", "block", "flow", "flowitems", "long", "empty"]
    style = draw(st.sampled_from(styles[:-1] if filled else styles))
    if style == "empty":
        value = draw(st.sampled_from(["", " []", " ~", " null", " [ ]", " [] # none", " ~ # none"]))
        return f"{name}:{value}\n"
    if style == "flow":
        items = draw(st.lists(_flow_item(), min_size=1, max_size=3))
        return f"{name}: [{', '.join(items)}]{draw(_comment)}\n"
    if style == "long":
        items = draw(st.lists(_flow_item(), min_size=1, max_size=3))
        return f"{name}: [\n  " + ",\n  ".join(items) + draw(st.sampled_from(["", ","])) + "\n  ]\n"
    indent = draw(st.sampled_from(["", "  ", "    ", "      "]))
    count = draw(st.integers(1, 3))
    if style == "flowitems":
        items = [f"{indent}- {draw(_flow_item())}{draw(_comment)}\n" for _ in range(count)]
    else:
        items = [draw(_block_item(indent)) for _ in range(count)]
    parts = [item + draw(_between) for item in items]
    return f"{name}:{draw(_comment)}\n" + "".join(parts)


@st.composite
def client_files(draw: st.DrawFn, *, filled: bool = False) -> bytes:
    """Draw the bytes of a client file with lists `interactions` and `tasks` in any style.

    With `filled` both lists are there and have items.
    """
    parts = [f"name: {draw(plain_texts)}{draw(_comment)}\n"]
    parts += [f"f{n}:{draw(_value(''))}" for n in range(draw(st.integers(0, 3)))]
    lists = draw(st.permutations(["interactions", "tasks"]))
    count = 2 if filled else draw(st.integers(0, 2))
    parts += [draw(_list(name, filled=filled)) for name in lists[:count]]
    parts += [f"z{n}:{draw(_value(''))}" for n in range(draw(st.integers(0, 2)))]
    text = draw(st.sampled_from(["", "", "---\n", "# top\n", "%YAML 1.1\n---\n"]))
    text += "".join(part + draw(_between) for part in parts)
    text += draw(st.sampled_from(["", "", "", "...\n", "# the end"]))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    bom = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    return bom + text.replace("\n", newline).encode()


values = st.recursive(
    texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "what", "ключ", "x y", "NO", "d: e"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
entries = st.dictionaries(
    st.sampled_from(["date", "type", "summary", "by", "items"]), values, min_size=1, max_size=4
)
