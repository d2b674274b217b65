"""Owns the import of PyYAML: its parser of events, in C where there is one, and their classes.

PyYAML compiles a dozen regular expressions to load values and to parse in Python. Nothing here
uses them, and they are half of the time that its import takes: so they wait for their first use.
"""

from __future__ import annotations

import re

from crm.regex import regex

_compile = re.compile
re.compile = regex  # type: ignore[assignment]
try:
    import yaml
    from yaml import events

    try:
        from yaml.cyaml import CParser as Parser  # type: ignore[attr-defined]
    except ImportError:  # PyYAML without its C part: slower, the same events
        from yaml import Loader as Parser  # type: ignore[assignment]
finally:
    re.compile = _compile

__all__ = ["Parser", "events", "yaml"]
