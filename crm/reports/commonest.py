"""Owns words counted, the commonest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crm.reports.report import Value


def commonest(found: Iterable[str | None]) -> dict[str, Value]:
    """Return how often each word stands there, ties by the word; what is empty is left out."""
    counted = Counter(word for word in found if word)
    ordered = sorted(counted, key=lambda word: (-counted[word], word))
    return {word: counted[word] for word in ordered}
