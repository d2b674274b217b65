"""Owns where the built-in templates lie."""

from __future__ import annotations

from pathlib import Path


def builtin_templates() -> Path:
    """Return the folder of the built-in templates: in the package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"
