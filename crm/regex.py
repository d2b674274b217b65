"""Owns `regex`: a regular expression that is compiled when it is first used.

Compiling costs half a millisecond, a large one several; most commands use few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _Later:
    """Stands for a compiled expression until one of its methods is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._given)
        # From now on the methods are found in the instance, at no cost.
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return an expression that behaves like `re.compile(pattern, flags)`."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
