"""Owns when a file that went and one that came in the same commit are one client renamed."""

from __future__ import annotations

SURE = 90  # per cent that two files share, from which on git's word for it is enough


def is_rename(score: int, old_name: str, new_name: str) -> bool:
    """Tell whether a file goes on under another name; `score` is what git says they share.

    Short files of two clients are half alike, which is enough for git. Below `SURE` the client's
    name has to be the same: else one was deleted and another one made.
    """
    return score >= SURE or (bool(old_name) and old_name == new_name)
