"""Website floor: the static site, from what the index answers to pages on the disk."""

from crm.website.build import build_site
from crm.website.card import ClientFacts, render_card
from crm.website.output import Built
from crm.website.render import Renderer

__all__ = ["Built", "ClientFacts", "Renderer", "build_site", "render_card"]
