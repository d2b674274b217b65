"""Owns what git calls on every merge: started without the weight of the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

WORDS = ["merge-driver", "--"]
_FILES = 5  # three versions, the length of the markers, the file's path


def is_call(arguments: Sequence[str]) -> bool:
    """Tell whether git called; what a person typed otherwise is for the command line."""
    words, files = arguments[:2], arguments[2:]
    return words == WORDS and len(files) == _FILES and files[3].isdigit()


def merge_driver(arguments: Sequence[str]) -> NoReturn:
    """Run the merge driver and end the process at once.

    The result is in place before the exit, so the time in which a killed process would have git
    merge a second time is kept as short as can be.
    """
    from crm.history.merge.driver import drive, said

    base, ours, theirs, size, path = arguments
    conflicts = drive(Path(base), Path(ours), Path(theirs), int(size), path)
    if conflicts:
        sys.stdout.write(said(path, conflicts) + "\n")
        sys.stdout.flush()
    os._exit(1 if conflicts else 0)
