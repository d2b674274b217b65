"""Owns the recognition of a text file's encoding."""

from __future__ import annotations

import codecs
import difflib
import re
from typing import NamedTuple

from crm.errors import TableUnreadable
from crm.exchange.refusals import BadOption
from crm.problems import shown

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "cp1252", "latin-1")
_ENOUGH = 0.45  # plausibility a reading needs
_MARGIN, _WIDE_MARGIN = 0.08, 0.4  # by which it must be ahead of another; wide for a few letters
_FEW = 6
_SAMPLE = 20_000  # distinct words looked at
_WORD = re.compile(rb"[^\s,;|\"'()<>/\\:=.+_-]*[\x80-\xff][^\s,;|\"'()<>/\\:=.+_-]*")
_IN_A_NUMBER = re.compile(r"\d[^\W\d_]+\d")  # letters among digits: most likely a no-break space
# Letters by how common they are in Russian and Bulgarian.
_WEIGHTS = {
    **dict.fromkeys("оеаинтсрвл", 1.0),
    **dict.fromkeys("кмдпуяыьгзбчйхж", 0.7),
    **dict.fromkeys("шюцщэфъё", 0.4),
    **dict.fromkeys("іїєґ", 0.2),
    **dict.fromkeys("ђјљњћџ", -0.3),
}
_SIGNS = frozenset("«»„“”‘’‚–—…№§°©®€\u00a0")
_QUOTED = re.compile("[«„“‘][^«»„“”‘’]*[»“”’]")
_SIGN_AT_LETTER = re.compile("[«»„“”‘‚§°©®€]\\w|\\w[«„‚§€]")
_WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøùúûüßœÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜŒ")
_WESTERN_RUN = 2  # accented letters that stand side by side in a western word


class Reading(NamedTuple):
    """A text and the name of the encoding it was read in."""

    text: str
    encoding: str


def decode(data: bytes, encoding: str, name: str) -> Reading:
    """Return the text of a file in the encoding given, or in the one recognised.

    Raises TableUnreadable when it does not fit, or when two readings are as likely.
    """
    if encoding:
        return _given(data, encoding, name)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Reading(_strict(data, codec, name), codec.removesuffix("-sig"))
    if silent := _utf16_without_mark(data):
        return Reading(_strict(data, silent, name), silent)
    try:
        return Reading(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _recognised(data, name)


def _given(data: bytes, encoding: str, name: str) -> Reading:
    try:
        found = codecs.lookup(encoding)
    except (LookupError, ValueError):
        known = ("utf-8", "utf-16", *_EIGHT_BIT)
        near = difflib.get_close_matches(encoding.casefold(), known, 1, 0.4)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        raise BadOption("--encoding", f"there is no encoding {encoding!r}", hint) from None
    if not getattr(found, "_is_text_encoding", True):
        raise BadOption("--encoding", f"{encoding!r} is no encoding of text")
    codec = "utf-8-sig" if found.name == "utf-8" else found.name
    return Reading(_strict(data, codec, name), found.name)


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, UnicodeError) as error:
        at = getattr(error, "start", 0)
        line = data.count(b"\n", 0, at) + 1
        raise TableUnreadable(
            name, f"line {line} is not {codec.removesuffix('-sig')}", "say what it is: `--encoding`"
        ) from None


def _utf16_without_mark(data: bytes) -> str:
    """Return UTF-16 when every second byte is the 00 of ASCII or the 04 of Cyrillic."""
    head = data[:2000]
    if len(data) % 2 or b"\0" not in head:
        return ""
    for codec, highs, lows in (
        ("utf-16-le", head[1::2], head[0::2]),
        ("utf-16-be", head[0::2], head[1::2]),
    ):
        plain = highs.count(0) + highs.count(4)
        if plain > len(highs) * 0.9 and lows.count(0) == 0:
            return codec
    return ""


def _recognised(data: bytes, name: str) -> Reading:
    """Return the most plausible of the 8-bit readings."""
    words = b"\n".join(list(dict.fromkeys(_WORD.findall(data)))[:_SAMPLE])
    scores = {codec: _plausibility(words, codec) for codec in _EIGHT_BIT}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < _ENOUGH:
        raise _unknown(data, name)
    text = _strict(data, best, name)
    margin = _WIDE_MARGIN if sum(byte > 0x7F for byte in words) < _FEW else _MARGIN
    rivals = [
        codec
        for codec, score in scores.items()
        if codec != best
        and score >= max(_ENOUGH, scores.get(best, 1.0) - margin)
        and data.decode(codec) != text
    ]
    if rivals:
        raise _two_ways(words, [best, *rivals], name)
    return Reading(text, best)


def _unknown(data: bytes, name: str) -> TableUnreadable:
    """Return the refusal, with what charset-normalizer takes the bytes for as a hint."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  rarely needed, slow to import

    match = from_bytes(data[:200_000]).best()
    guess = match.encoding.replace("_", "-") if match else ""
    hint = f"say what it is, perhaps `--encoding {guess}`" if guess else "give `--encoding`"
    return TableUnreadable(name, "no text in an encoding that can be told for certain", hint)


def _two_ways(words: bytes, codecs_: list[str], name: str) -> TableUnreadable:
    sample = words.split(b"\n", 1)[0]
    ways = " or ".join(f'{codec} ("{shown(sample.decode(codec), 40)}")' for codec in codecs_)
    return TableUnreadable(name, f"it may be {ways}", f"say which: `--encoding {codecs_[0]}`")


def _plausibility(words: bytes, codec: str) -> float:
    """Return how much the words look like words in this encoding: 1 fully, below 0 not at all."""
    try:
        text = words.decode(codec)
    except UnicodeDecodeError:
        return -1.0
    total = sum(char > "\x7f" for char in text)
    return sum(map(_word_score, text.split("\n"))) / total if total else 0.0


def _word_score(word: str) -> float:
    strange = [char for char in word if char > "\x7f"]
    if _IN_A_NUMBER.search(word):
        return -float(len(strange))
    letters = [char for char in word if char.isalpha()]
    cyrillic = [char for char in letters if char.lower() in _WEIGHTS]
    if cyrillic:
        return _cyrillic_score(word, letters, cyrillic, strange)
    signs = sum(char in _SIGNS for char in strange)
    accented = [char for char in strange if char.isalpha() and char < "\u0180"]
    others = len(strange) - signs - len(accented)
    if accented and not _western(word):
        return -float(len(strange))
    rare = sum(char not in _WESTERN for char in accented)
    return 0.8 * len(accented) - 0.6 * rare + _sign_score(word, signs) - 2.0 * others


def _cyrillic_score(
    word: str, letters: list[str], cyrillic: list[str], strange: list[str]
) -> float:
    signs = sum(char in _SIGNS for char in strange)
    others = len(strange) - signs - len(cyrillic)
    if len(letters) != len(cyrillic) or others > 0 or not _usual_case("".join(cyrillic)):
        return -float(len(strange))
    score = sum(_WEIGHTS[char.lower()] for char in cyrillic)
    if len(cyrillic) > 3 and word.isupper():
        score *= 0.9
    return score + _sign_score(word, signs)


def _sign_score(word: str, count: int) -> float:
    """Return what quotes and the like are worth: less when they cling to a letter unpaired."""
    clinging = _SIGN_AT_LETTER.search(_QUOTED.sub("", word))
    return -0.5 * count if clinging else 0.5 * count


def _usual_case(word: str) -> bool:
    """Tell whether a word is lower, Title or UPPER; names such as ЕвроповКирилов count as well."""
    if word.islower() or word.isupper():
        return True
    return word[0].isupper() and sum(char.isupper() for char in word) * 2 <= len(word)


def _western(word: str) -> bool:
    """Tell whether the accented letters of a word stand as they do in western languages."""
    run = longest = 0
    for char in word:
        run = run + 1 if char > "\x7f" and char.isalpha() else 0
        longest = max(longest, run)
    return longest <= _WESTERN_RUN and _usual_case("".join(filter(str.isalpha, word)))
