"""Owns the problem codes of files that cannot be read, or only with care (crm.text, crm.store)."""

from __future__ import annotations

from crm.problems.rule import error, warning

# What stops a file from being read at all (crm.text.source).
READING = (
    error(
        "file-unreadable",
        "the file cannot be read: {reason}",
        "check the file's permissions, and that it is a file",
        "The system refused to open or read the file, so nothing in it is known.",
    ),
    error(
        "file-too-large",
        "the file is larger than {limit} bytes",
        "move what is old into another file",
        "A client file over 1 MB is refused: it would make every command slow.",
    ),
    warning(
        "file-large",
        "the file has {size} bytes and grows towards the limit of {limit}",
        "move what is old into another file",
        "A client file over 700 KB still works, but will soon be refused.",
    ),
    error(
        "encoding-utf16",
        "the file is UTF-16; only UTF-8 is read",
        "save it as UTF-8 in your editor",
        "Files are UTF-8, with or without a byte order mark.",
    ),
    error(
        "encoding-invalid",
        "not UTF-8: byte {byte}{guess}",
        "save it as UTF-8 in your editor",
        "Files are UTF-8. Where the bytes look like another encoding, the message names it.",
    ),
    error(
        "character-invalid",
        "the character {char} is not allowed here",
        "delete it; most editors can show invisible characters",
        "Control characters, a byte order mark inside the text and half a surrogate pair"
        " are damage or a trick, never data.",
    ),
    error(
        "conflict-marker",
        "unresolved git merge: {marker}",
        "choose one side and delete the lines with <<<<<<<, ======= and >>>>>>>",
        "Git left both versions of these lines in the file. Nothing in it is read until"
        " the conflict is resolved.",
    ),
    error(
        "file-empty",
        "the file is empty",
        "write at least `name: …`, or delete the file",
        "A client file holds one mapping with at least a name.",
    ),
    error(
        "mapping-expected",
        "a mapping of keys and values is expected here, this is {found}",
        "begin with `name: …`",
        "The top level of a file is one mapping.",
    ),
    error(
        "several-documents",
        "a second document begins here",
        "one file holds one client: move what follows `---` to a file of its own",
        "Several YAML documents in one file are refused.",
    ),
    error(
        "key-duplicate",
        "the key {key} is here twice: line {first} and line {line}",
        "keep one of them, or make one list of both values",
        "YAML readers silently keep the last of two equal keys, so one of the values would be"
        " lost. Both lines are named.",
    ),
    error(
        "key-not-text",
        "a key must be text, this is {found}",
        "write a plain word before the colon",
        "Lists, mappings and null cannot be keys.",
    ),
    error(
        "anchor-refused",
        "anchors and aliases (& and *) are not used here: {name}",
        "write the value out, or quote it if it is text that begins with & or *",
        "An alias makes one place of the file change with another, so no edit would be safe.",
    ),
    error(
        "tag-refused",
        "tags (words that begin with !) are not used here: {name}",
        "remove the tag, or quote the text if it begins with !",
        "A YAML tag asks the reader to make an object. Everything here is text.",
    ),
    error(
        "merge-key-refused",
        "merge keys (<<) are not used here",
        "write the values out",
        "A merge key copies another mapping into this one, out of sight.",
    ),
    error(
        "tab-indent",
        "a tab is used as indentation",
        "replace the tab by spaces",
        "YAML allows only spaces as indentation.",
    ),
    error(
        "too-deep",
        "nested deeper than {limit} levels",
        "check the brackets on this line",
        "No client needs so many levels; a file like that is damaged or an attack.",
    ),
    error(
        "quote-unclosed",
        "a quotation mark opens here and is never closed",
        "close it with {mark}, or write it twice if it is part of the text",
        "The closing quotation mark is missing, so the rest of the file would be one value.",
    ),
    error(
        "bracket-unclosed",
        "a bracket opens here and is not closed properly",
        "close it, and put commas between the values",
        "A list in [ ] or a mapping in { } is not closed, or a comma is missing.",
    ),
    error(
        "colon-in-value",
        "a colon followed by a space stands inside this value",
        'quote the value: "…"',
        "`key: a: b` is ambiguous in YAML; in quotes the colon is text.",
    ),
    error(
        "value-needs-quotes",
        "a value cannot begin with {char}",
        'quote the value: "{char}…"',
        "The characters @ ` % and some others mean something to YAML at the start of a value.",
    ),
    error(
        "dash-in-value",
        "a dash followed by a space begins this value",
        'quote it if it is text: "- …"; a list begins on the line after its key',
        "`tags: - horeca` is no list: its items stand on lines of their own below `tags:`, or in"
        " brackets, `tags: [horeca]`.",
    ),
    error(
        "colon-missing",
        "this line has no colon with a space after it",
        "write `key: value`; what continues the line before must be indented deeper",
        "Every line of a mapping is a key, a colon, a space and a value. `phone:+359…` without the"
        " space is one word to YAML.",
    ),
    error(
        "indent-wrong",
        "the indentation of this line fits none of the lines above",
        "indent it exactly like the other keys of its mapping, or like the other dashes of its"
        " list",
        "Keys that belong together begin in the same column, and so do the dashes of a list.",
    ),
    error(
        "text-after-quote",
        "text follows the closing quotation mark",
        "quote the whole value, and write a quotation mark inside it twice: 'it''s'",
        "A value that begins with a quotation mark ends with the next one of its kind.",
    ),
    error(
        "escape-invalid",
        "{escape} means nothing in double quotes",
        "write two backslashes for one, or put the text in single quotes",
        "In double quotes a backslash begins an escape such as \\n. A path with backslashes is"
        " best put in single quotes, or written with forward slashes.",
    ),
    error(
        "syntax-error",
        "this is not valid YAML: {reason}",
        "check the indentation, colons and quotation marks on this line and the one before",
        "The YAML reader cannot go on here. Its reason is given.",
    ),
    warning(
        "hash-comment",
        "{comment} is a comment and no part of the value",
        'quote the value if # belongs to it: "{value}"',
        "Text after a space and # is a comment. A # directly followed by text is often meant"
        " as part of the value (`call #42`).",
    ),
    warning(
        "text-hidden",
        "the text has an invisible character that can change how it is read: {char}",
        "retype the text if you did not mean it",
        "Characters that reverse the direction of writing can make a text look different from"
        " what it is.",
    ),
)
