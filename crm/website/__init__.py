"""Website floor: the static site, from what the index answers to pages on the disk."""

from crm.website.build import build_site
from crm.website.output import Built

__all__ = ["Built", "build_site"]
