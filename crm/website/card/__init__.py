"""A client's card: one client's data, class names and reasons, nothing of the rest of the base."""

from crm.website.card.page import ClientFacts, card_page

__all__ = ["ClientFacts", "card_page"]
